"""Personal data beside the journal: its hash, what takes its place, and a case that goes on without it."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import codec
from workbench.core.canonical import NotPlainError
from workbench.core.describe import describe
from workbench.core.evolve import erased_application, replay
from workbench.core.payloads import EXTERNAL, joined, payload, payload_hash, references, separated
from workbench.core.records import Event
from workbench.core.values import Application
from workbench.exchange import verify
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import read_pack

SALT = "00112233445566778899aabbccddeeff"
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["a", "zh", "$d"]), part),
    max_leaves=6,
)


@pytest.fixture
def life():
    spec = importlib.util.spec_from_file_location("life_of_a_case", Path(__file__).with_name("conftest.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Life(read_pack("cn_national")[0], load_calendar())


def test_both_implementations_give_the_golden_hash():
    golden = "4e6762315570102cb8bc64dcfac8c2f3f31fa0324b6d61c390842f30f1124f86"
    data = '{"fields":[["und.contact","葛样例"]],"n":3}'
    assert payload_hash(SALT, data) == verify.payload_hash(SALT, data) == golden
    assert payload({"n": 3, "fields": [["und.contact", "葛样例"]]}, SALT).hash == golden


@given(PLAIN)
def test_what_is_hashed_is_the_canonical_json_of_tag_salt_and_value(value):
    made = payload(value, SALT)
    assert f'["EAW-P1","{SALT}",{made.data}]'.encode() == rfc8785.dumps(["EAW-P1", SALT, value])
    assert json.loads(made.data) == value
    assert made.sound


def test_the_same_data_under_another_salt_has_another_hash():
    assert payload({"phone": "1"}, SALT).hash != payload({"phone": "1"}, SALT[::-1]).hash


@pytest.mark.parametrize("salt", ["", "0" * 31, "0" * 33, "G" * 32, '","' + "0" * 29, "A" * 32])
def test_a_salt_of_another_form_is_refused_and_never_sound(salt):
    with pytest.raises(NotPlainError):
        payload({}, salt)
    forged = payload({}, SALT)._replace(salt=salt, hash=payload_hash(salt, "{}"))
    assert not forged.sound


def test_only_the_named_members_of_the_named_kinds_leave_the_body():
    body = {"application": {"fields": [["und.name", "样例公司"]]}, "received": "2026-04-01"}
    recorded, (made,) = separated("package_received", body, lambda: SALT)
    assert recorded == {"application": {"$payload": made.hash}, "received": "2026-04-01"}
    assert references("package_received", recorded) == {"application": made.hash}
    assert joined("package_received", recorded, {made.hash: made.data}.get) == body
    assert separated("accepted", body, lambda: SALT) == (body, ())
    assert joined("accepted", recorded, {}.get) == recorded


def test_a_body_from_before_payloads_is_read_as_it_is():
    body = {"application": {"format_version": "1", "fields": [], "sheets": []}}
    assert joined("package_received", body, {}.get) is body


@pytest.mark.parametrize("kind", [kind for kind, members in EXTERNAL.items() if "application" in members])
def test_what_takes_the_place_of_an_application_is_one(kind):
    body = joined(kind, {"application": {"$payload": "0" * 64}}, {}.get)
    read = codec.read(Application, body["application"])
    assert read.erased
    assert read == erased_application()
    assert read.fields["ev.name"] == "个人资料已依法删除"
    assert not read.attachments


def erased(life):
    """Return the events of a life as they are read once the applications are erased, and the erasing event."""
    events = [
        Event(e.kind, joined(e.kind, separated(e.kind, e.body, lambda: SALT)[0], lambda _digest: None), e.schema)
        for e in life.events
    ]
    return [*events, Event("payload_erased", {"hashes": [], "reason": "x", "by": "u9", "recorded": "2027"})]


def test_replaying_an_erased_life_gives_the_state_that_the_erasing_event_makes(life):
    life.decide()
    events = erased(life)
    whole = replay(life.events)
    after = replay(events)
    assert after == replay(events[-1:], whole)
    assert after.application == erased_application()
    assert after.version == whole.version + 1
    assert (after.status, after.signatures, after.acts) == (whole.status, whole.signatures, whole.acts)
    assert after.decision == replace(whole.decision, start=None)
    assert "样例" not in json.dumps(codec.plain(after.application), ensure_ascii=False)


def test_the_history_calls_an_erasure_by_its_name(life):
    told = describe(erased(life)[-1], life.pack)
    assert told.zh == "依法删除个人资料"
    assert told.en
