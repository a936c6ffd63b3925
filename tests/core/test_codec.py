"""Plain JSON and back: what the journal and the snapshots hold."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import codec, events
from workbench.core.canonical import canonical
from workbench.core.case import Case
from workbench.core.case_parts import Governing
from workbench.core.commands import ALL, Shape, WriteNote
from workbench.core.decide import decide
from workbench.core.evolve import replay
from workbench.core.records import Event
from workbench.core.values import Application, Attachment, Row
from workbench.errors import Text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.one_of(
    TEXT,
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.lists(TEXT, max_size=3).map(tuple),
    st.none(),
)
COLUMNS = st.lists(TEXT, max_size=4, unique=True)


def through_json(value):
    return json.loads(canonical(codec.plain(value)))


@given(SCALARS)
def test_a_value_comes_back_as_it_was(value):
    again = codec.scalar(through_json(value))
    assert again == value
    assert type(again) is type(value)


@given(st.data())
def test_a_sheet_comes_back_row_for_row(data):
    columns = data.draw(COLUMNS)
    rows = tuple(
        Row(
            "materials",
            number,
            {c: data.draw(SCALARS) for c in columns[: data.draw(st.integers(0, len(columns)))]},
            data.draw(st.dictionaries(TEXT, TEXT, max_size=2)),
            data.draw(st.booleans()),
        )
        for number in range(data.draw(st.integers(0, 3)))
    )
    application = Application("2026.1", {"活动": "澄湖湾"}, {"materials": rows})
    assert codec.read(Application, through_json(application)) == application


def test_page_texts_are_left_out_and_nothing_else():
    file = Attachment("a.pdf", "a" * 64, 3, "pdf", 2, ("第一页", None), "broken")
    written = Application("2026.1", {}, {}, (file,))
    again = codec.read(Application, through_json(written))
    assert again.attachments == (replace(file, text=()),)


def test_every_sample_application_comes_back(packages, pack):
    from workbench.exchange.package import read_package

    for path in packages.values():
        application = read_package(path, pack)
        bare = replace(application, attachments=tuple(replace(a, text=()) for a in application.attachments))
        assert codec.read(Application, through_json(application)) == bare


@pytest.mark.parametrize("value", [1.5, object(), {"a": 0.1}, ("a", 2.0)])
def test_floats_and_strangers_are_not_written(value):
    with pytest.raises(TypeError):
        codec.plain(value)


def test_a_number_that_is_not_finite_is_not_written():
    with pytest.raises(ValueError):
        codec.plain(Decimal("NaN"))


def test_large_integers_survive_canonical_json():
    assert codec.scalar(through_json(2**60)) == 2**60


def test_moments_are_written_in_utc_and_local_times_stay_without_zone():
    moment = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
    assert codec.scalar(through_json(moment)) == moment
    local = datetime.fromisoformat("2026-04-01T09:00")
    assert codec.scalar(through_json(local)).tzinfo is None


SAMPLES = {
    "str": "样例",
    "int": 2,
    "int | None": 2,
    "bool": True,
    "date": date(2026, 4, 1),
    "date | None": date(2026, 4, 1),
    "datetime": datetime.fromisoformat("2026-04-01T09:00"),
    "datetime | None": datetime.fromisoformat("2026-04-01T09:00"),
    "Decimal": Decimal("0.25"),
    "Decimal | None": Decimal("0.25"),
    "Mapping[str, str]": {"deputy": "陆知远", "resume": "平稳"},
    "Scalar": Decimal("1.5"),
    "Text": Text("通知", "notice"),
    "tuple[str, ...]": ("甲", "乙"),
    "tuple[tuple[str, Scalar], ...]": (("面积", 120), ("日期", date(2026, 4, 1))),
    "Application": Application("2026.1", {"ev.name": "澄湖湾"}, {}),
    "Shape | None": Shape("LineString", (((0, 0), (4000, 0)),), "出口", "东门", (), (("width", 4),)),
}


def sample(annotation):
    from workbench.core import commands

    if annotation in SAMPLES:
        return SAMPLES[annotation]
    inner = getattr(commands, annotation.removeprefix("tuple[").removesuffix(", ...]"))
    assert is_dataclass(inner)
    return (inner(**{f.name: sample(f.type) for f in fields(inner)}),)


@pytest.mark.parametrize("kind", ALL)
def test_every_command_comes_back_field_for_field(kind):
    command = ALL[kind](**{f.name: sample(f.type) for f in fields(ALL[kind])})
    body = json.loads(canonical(codec.command_fields(command)))
    assert "case" not in body or kind == "receive_package"
    assert codec.read_command(kind, command.case, body) == command


@pytest.mark.parametrize("kind", ALL)
def test_no_command_has_a_field_that_the_event_body_needs_for_itself(kind):
    assert not {f.name for f in fields(ALL[kind])} & {"by", "by_name", "recorded", "cover", "fingerprint"}


def test_objects_have_ascii_keys_only(life):
    life.open()

    def keys(value):
        if isinstance(value, dict):
            yield from value
            for part in value.values():
                yield from keys(part)
        elif isinstance(value, list):
            for part in value:
                yield from keys(part)

    assert all(key.isascii() for event in life.events for key in keys(event.body))


def test_events_survive_the_journals_bytes(life):
    life.open()
    stored = [Event(e.kind, json.loads(e.stored())["data"], e.schema) for e in life.events]
    assert replay(stored) == life.case


def test_a_case_survives_a_snapshot(life):
    life.open()
    life.case = replace(life.case, facts={("FA05", "每场"): Governing(Decimal("5000.5"), "理由")})
    assert codec.read(Case, through_json(life.case)) == life.case


def test_a_field_that_an_old_event_lacks_takes_its_default(life):
    life.receive()
    (event,) = decide(life.case, WriteNote("case-1", "n1", "看", "M1.1"), life.context())
    old = {k: v for k, v in event.body.items() if k not in {"page", "is_reason"}}
    assert replay([Event(event.kind, old)], life.case).notes["n1"].page == 0


def test_an_old_shape_is_lifted_step_by_step_and_its_bytes_stay(life, monkeypatch):
    life.receive()
    (event,) = decide(life.case, WriteNote("case-1", "n1", "看", "M1.1"), life.context())
    old = Event(event.kind, {**{k: v for k, v in event.body.items() if k != "text"}, "words": "看"}, 1)
    monkeypatch.setitem(events.SCHEMAS, event.kind, 3)
    monkeypatch.setitem(events.UPCASTERS, (event.kind, 1), lambda b: {**b, "remark": b["words"]})
    monkeypatch.setitem(events.UPCASTERS, (event.kind, 2), lambda b: {**b, "text": b["remark"]})
    assert replay([old], life.case).notes["n1"].text == "看"
    assert "text" not in old.body


def test_an_event_newer_than_the_program_is_not_guessed_at(life):
    life.receive()
    (event,) = decide(life.case, WriteNote("case-1", "n1", "看", "M1.1"), life.context())
    with pytest.raises(LookupError):
        replay([Event(event.kind, event.body, 2)], life.case)
