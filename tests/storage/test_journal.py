"""The journal's promises, on both databases."""

from datetime import UTC, datetime

import pytest

from workbench.core.canonical import NotPlainError
from workbench.core.records import GENESIS, Event
from workbench.errors import ConflictError
from workbench.storage.journal import VersionConflictError

AT = datetime(2026, 4, 16, 1, 0, tzinfo=UTC)


def test_an_appended_event_is_read_back_as_it_was_recorded(database, append):
    written = append("case/1", "received", title="澄湖湾音乐节", count=3, parts=["a", None, True])
    assert database.journal.read("case/1") == written
    assert written[0].body == {"title": "澄湖湾音乐节", "count": 3, "parts": ["a", None, True]}
    assert (written[0].seq, written[0].version, written[0].prev, written[0].at) == (1, 1, GENESIS, AT)


def test_sequence_numbers_have_no_gaps_even_after_a_refused_append(database, append):
    append("case/1", "received")

    def refuse(tx):
        tx.draw_number("F03", 2026)
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        database.journal.append("case/1", 1, refuse, actor="p1", at=AT)
    append("case/2", "received")
    assert [event.seq for event in database.journal.read_all()] == [1, 2]
    assert database.journal.head().seq == 2


def test_a_decision_on_an_old_version_gets_a_conflict_that_names_what_happened(database, append):
    append("case/1", "received", "accepted")
    with pytest.raises(VersionConflictError) as caught:
        database.journal.append("case/1", 1, lambda _tx: [Event("judged", {})], actor="p2", at=AT)
    assert isinstance(caught.value, ConflictError)
    assert [event.kind for event in caught.value.since] == ["accepted"]
    assert database.journal.head().seq == 2


def test_a_stream_that_must_be_new_conflicts_when_it_exists(database, append):
    append("case/1", "received")
    with pytest.raises(VersionConflictError):
        database.journal.append("case/1", 0, lambda _tx: [Event("received", {})], actor="p2", at=AT)


def test_several_streams_are_written_in_one_append_or_not_at_all(database):
    def both(_tx):
        return [("case/1", Event("received", {})), ("office/main", Event("case_opened", {"case": "1"}))]

    written = database.journal.append_many({"case/1": 0, "office/main": 0}, both, actor="p1", at=AT)
    assert [(event.stream, event.seq) for event in written] == [("case/1", 1), ("office/main", 2)]
    with pytest.raises(VersionConflictError):
        database.journal.append_many({"case/1": 1, "office/main": 0}, both, actor="p1", at=AT)
    assert database.journal.head().seq == 2


def test_reading_after_a_version_gives_only_what_came_later(database, append):
    append("case/1", "received", "accepted", "judged")
    assert [event.kind for event in database.journal.read("case/1", after=1)] == ["accepted", "judged"]
    assert [event.seq for event in database.journal.read_all(after=2)] == [3]


def test_numbers_are_drawn_without_gaps_per_series_and_year(database):
    def draw(tx):
        numbers = [tx.draw_number("F11", 2026), tx.draw_number("F11", 2026), tx.draw_number("F11", 2027)]
        return [Event("issued", {"numbers": numbers})]

    first = database.journal.append("case/1", 0, draw, actor="p1", at=AT)
    second = database.journal.append("case/2", 0, draw, actor="p1", at=AT)
    assert first[0].body["numbers"] == [1, 2, 1]
    assert second[0].body["numbers"] == [3, 4, 2]


def test_a_series_may_have_a_chinese_name(database):
    numbers = [
        database.journal.append(
            f"case/{case}", 0, lambda tx: [Event("issued", {"n": tx.draw_number("大安许字", 2026)})], actor="p1", at=AT
        )[0].body["n"]
        for case in (1, 2)
    ]
    assert numbers == [1, 2]
    assert [row.number for row in database.journal.register("大安许字", 2026)] == [1, 2]


def test_the_last_entry_of_an_append_is_the_decision_not_the_drawn_number(database):
    decided = database.journal.append(
        "case/1", 0, lambda tx: [Event("decided", {"number": tx.draw_number("F11", 2026)})], actor="p1", at=AT
    )
    head = database.journal.head()
    assert (head.seq, head.hash) == (decided[-1].seq, decided[-1].hash)


def test_a_voided_number_is_kept_with_its_reason_and_never_drawn_again(database):
    journal = database.journal
    journal.append("case/1", 0, lambda tx: [Event("issued", {"n": tx.draw_number("F11", 2026)})], actor="p1", at=AT)

    def void(tx):
        tx.void_number("F11", 2026, 1, "印错")
        return [Event("voided", {"n": tx.draw_number("F11", 2026)})]

    assert journal.append("case/1", 1, void, actor="p1", at=AT)[0].body["n"] == 2
    register = [(row.number, row.void_reason) for row in database.journal.register("F11", 2026)]
    assert register == [(1, "印错"), (2, "")]


def test_the_register_rebuilt_from_the_journal_is_the_register(database):
    journal = database.journal
    for case in range(1, 4):
        draw = [Event("issued", {})]
        journal.append(
            f"case/{case}", 0, lambda tx, draw=draw: draw * tx.draw_number("F11", 2026, "x"), actor="p1", at=AT
        )
    before = journal.register("F11", 2026)
    journal.rebuild()
    assert journal.register("F11", 2026) == before
    assert len(before) == 3


@pytest.mark.parametrize(
    "body", [{"x": 1.5}, {"x": 2**53}, {"x": -(2**53)}, {"标": 1}, {"x": "\ud800"}, {"x": {1}}, {"x": b"a"}]
)
def test_what_cannot_be_hashed_the_same_everywhere_is_never_recorded(database, body):
    with pytest.raises(NotPlainError):
        database.journal.append("case/1", 0, lambda _tx: [Event("received", body)], actor="p1", at=AT)
    assert database.journal.head().seq == 0


@pytest.mark.parametrize("stream", ["case", "Case/1", "case/", "case/1 2", "case/澄", "case/" + "x" * 200])
def test_a_stream_name_is_family_and_identifier(database, stream):
    with pytest.raises(NotPlainError):
        database.journal.append(stream, 0, lambda _tx: [Event("received", {})], actor="p1", at=AT)


def test_a_naive_moment_is_never_recorded(database):
    with pytest.raises(NotPlainError):
        database.journal.append("case/1", 0, lambda _tx: [], actor="p1", at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_clock_set_back_keeps_the_journal_order(database):
    early = datetime(2020, 1, 1, tzinfo=UTC)
    database.journal.append("case/1", 0, lambda _tx: [Event("a", {})], actor="p1", at=AT)
    database.journal.append("case/1", 1, lambda _tx: [Event("b", {})], actor="p1", at=early)
    assert [(event.kind, event.at) for event in database.journal.read("case/1")] == [("a", AT), ("b", early)]
    assert database.journal.verify().genuine


def test_a_genuine_chain_verifies_to_its_head(database, append):
    for number in range(5):
        append("case/1", f"event_{number}")
    report = database.journal.verify()
    assert (report.genuine, report.count, report.first_bad) == (True, 5, None)
    assert report.head == database.journal.head()


def test_odd_text_is_kept_byte_for_byte(database, append):
    text = "e\u0301 \u202e𬭚 '\"\\ \x00\x1f\u2028"
    append("case/1", "noted", text=text)
    assert database.journal.read("case/1")[0].body["text"] == text
    assert database.journal.verify().genuine


def test_streams_of_a_family_are_listed_by_age(database, append):
    for stream in ("case/b", "person/1", "case/a", "case/b"):
        append(stream, "noted")
    assert database.journal.streams("case") == ("case/b", "case/a")
