"""The hash of an entry: golden vectors, two implementations, and the library that canonical JSON comes from."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.canonical import NotPlainError, canonical
from workbench.core.records import Checkpoint, Entry, Event, entry_hash, hash_input, moment_text, recorded
from workbench.exchange.verify import row_hash

GOLDEN = json.loads((Path(__file__).parent / "golden_hashes.json").read_text())
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
BODY = st.dictionaries(
    st.text(st.characters(max_codepoint=127)),
    st.recursive(st.none() | st.booleans() | WHOLE | TEXT, lambda part: st.lists(part, max_size=3), max_leaves=5),
)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['chain']}-{row['seq']}")
def test_both_implementations_give_the_golden_hash(row):
    assert entry_hash(Entry(**row)) == row["hash"]
    assert row_hash(row) == row["hash"]


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['chain']}-{row['seq']}")
def test_a_golden_body_is_read_and_written_to_the_same_bytes(row):
    event = recorded(Entry(**row))
    assert Event("x", event.body, event.schema).stored() == row["body"]


@given(st.lists(TEXT, min_size=6, max_size=6), WHOLE, WHOLE, BODY)
def test_the_hash_input_is_what_the_library_would_write(texts, seq, version, body):
    stored = Event("x", body).stored()
    chain, stream, kind, actor, at, prev = texts
    entry = Entry(chain, seq, stream, version, kind, actor, at, prev, "", stored)
    written = json.loads(hash_input(entry))
    assert rfc8785.dumps(written) == hash_input(entry)
    assert written[:9] == ["EAW-J1", chain, seq, stream, version, kind, actor, at, prev]
    assert row_hash(entry._asdict()) == entry_hash(entry)


@given(BODY)
def test_a_body_survives_the_journal(body):
    assert json.loads(canonical(body)) == body


@pytest.mark.parametrize("value", [1.0, float("nan"), 2**53, {"é": 1}, {1: 1}, {"a": [{"b": 0.5}]}, "\udfff", {1}, b""])
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(NotPlainError):
        canonical(value)


def test_a_refusal_names_the_place():
    with pytest.raises(NotPlainError, match=r"\$\.items\[1\]\.price"):
        canonical({"items": [{}, {"price": 0.5}]})


def test_every_column_takes_part_in_the_hash():
    row = Entry(**GOLDEN[0])
    changed = {name: row._replace(**{name: 7 if name in ("seq", "version") else "x"}) for name in Entry._fields}
    same = [name for name, other in changed.items() if entry_hash(other) == entry_hash(row)]
    assert same == ["hash"]


def test_moments_have_one_form_in_utc():
    china = timezone(timedelta(hours=8))
    assert moment_text(datetime(2026, 4, 16, 9, 0, tzinfo=china)) == "2026-04-16T01:00:00.000000+00:00"
    assert moment_text(datetime(2026, 4, 16, 1, 0, 0, 5, tzinfo=UTC)) == "2026-04-16T01:00:00.000005+00:00"


def test_a_checkpoint_from_paper_needs_enough_digits():
    row = Entry(**GOLDEN[0])
    assert Checkpoint("CZ01", 1, row.hash[:24]).matches(row)
    assert not Checkpoint("CZ01", 1, row.hash[:15]).matches(row)
    assert not Checkpoint("CZ01", 2, row.hash).matches(row)
    assert not Checkpoint("CZ02", 1, row.hash).matches(row)
    assert Checkpoint("CZ01", 1, row.hash).short() == f"CZ01:1:{row.hash[:24]}"


@pytest.mark.parametrize("kind", ["", "Accepted", "1st", "a b", "a" * 81])
def test_a_kind_is_a_snake_case_name(kind):
    with pytest.raises(NotPlainError):
        Event(kind, {}).stored()
