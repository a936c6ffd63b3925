"""The register of cases: rows in step with the journal, pages by key, Chinese search."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.records import Event
from workbench.storage import search
from workbench.storage.projections import CaseRow
from workbench.storage.queue import CaseFilter, Days, Sort

AT = datetime(2026, 4, 16, 1, 0, tzinfo=UTC)
TODAY = date(2026, 4, 16)
DAYS = Days(today=TODAY, three=TODAY + timedelta(days=3))


def latest(events, tx):
    """A row from the newest event; an event without a row leaves the old one."""
    body = {}
    for event in tx.read(events[-1].stream):
        body |= event.body
    return CaseRow(
        case=events[-1].stream.removeprefix("case/"),
        version=events[-1].version,
        title=body.get("title", ""),
        undertaker=body.get("undertaker", ""),
        place=body.get("place", ""),
        number=body.get("number", ""),
        clock=body.get("clock", "waiting"),
        due=date.fromisoformat(body["due"]) if "due" in body else None,
        headcount=body.get("headcount"),
        status=body.get("status", ""),
        officer=body.get("officer", ""),
        blocks=tuple(body.get("blocks", ())),
        decided=datetime.fromisoformat(body["decided"]) if "decided" in body else None,
        updated=events[-1].at,
        extra={"seen": len(events) and body.get("headcount")},
    )


@pytest.fixture
def register(database):
    database.cases.made_by(latest)

    def put(case, **body):
        events = [Event("received", body)]
        database.journal.append(f"case/{case}", None, lambda _tx: events, actor="p1", at=AT)

    return put


def found(database, sort=None, **wanted):
    page = database.search_cases(CaseFilter(**wanted), DAYS, **({"sort": sort} if sort else {}))
    assert page.total == len(page.rows)
    return [row.case for row in page.rows]


def test_a_row_comes_back_as_services_made_it(database, register):
    register("1", title="澄湖湾音乐节", headcount=0, blocks=["meets", "open"], clock="running", due="2026-04-17")
    row = database.cases.get("1")
    assert (row.title, row.headcount, row.level, row.blocks) == ("澄湖湾音乐节", 0, None, ("meets", "open"))
    assert (row.clock, row.due, row.first_day, row.updated) == ("running", date(2026, 4, 17), None, AT)
    assert database.cases.get("2") is None


def test_a_row_follows_its_case_in_the_same_append(database, register):
    register("1", title="甲")
    register("1", title="乙", status="accepted")
    assert (database.cases.get("1").title, database.cases.get("1").version) == ("乙", 2)
    assert found(database, text="甲") == []


def test_a_projector_that_fails_undoes_the_append(database, register):
    register("1", title="甲")

    def broken(events, tx):
        raise RuntimeError("broken")

    database.cases.made_by(broken)
    with pytest.raises(RuntimeError, match="broken"):
        database.journal.append("case/1", 1, lambda _tx: [Event("judged", {})], actor="p1", at=AT)
    assert database.journal.head().seq == 1


def test_the_queue_is_sorted_by_urgency_and_counted_by_group(database, register):
    register("late", clock="running", due="2026-04-10")
    register("now", clock="running", due="2026-04-16")
    register("soon", clock="running", due="2026-04-19")
    register("week", clock="running", due="2026-04-22")
    register("stopped", clock="paused", due="2026-04-11")
    register("open", clock="permitted_open")
    register("new", clock="waiting")
    register("done", clock="closed")
    page = database.search_cases(CaseFilter(), DAYS)
    assert [row.case for row in page.rows] == ["late", "now", "soon", "week", "stopped", "open", "new", "done"]
    ones = dict.fromkeys(("overdue", "today", "three", "week", "paused", "permitted_open", "waiting", "closed"), 1)
    assert page.counts == ones | {"all": 8, "promise_overdue": 0}
    assert found(database, groups=("overdue", "three")) == ["late", "soon"]


@pytest.mark.parametrize("sort", [Sort(), Sort("title"), Sort("headcount", descending=True), Sort("updated")])
def test_pages_by_key_give_every_case_once_in_order(database, register, sort):
    for number in range(23):
        register(f"{number:02d}", title="澄州" + "甲乙丙"[number % 3], headcount=number % 5 or None)
    seen, key = [], None
    while True:
        page = database.search_cases(CaseFilter(), DAYS, sort=sort, after=key, limit=5)
        assert page.total == 23
        seen += [row.case for row in page.rows]
        key = page.next_key
        if key is None:
            break
    whole = database.search_cases(CaseFilter(), DAYS, sort=sort, limit=100)
    assert seen == [row.case for row in whole.rows]
    assert len(set(seen)) == 23


@pytest.mark.parametrize(
    ("typed", "cases"),
    [
        ("节", ["1", "2"]),
        ("焰火", ["2"]),
        ("澄湖湾", ["1"]),
        ("湖湾音", ["1"]),
        ("澄湖 文旅", ["1"]),
        ("火焰", []),
        ("2026-0012", ["2"]),
        ("0012", ["2"]),
        ("ABC", ["1"]),
        ("abc", ["1"]),
        ("ａｂｃ", ["1"]),
        ("𬭚", ["3"]),
        ("名𬭚", ["3"]),
        ('"OR', []),
        ("%", []),
        ("'", []),
        ("“灯会”", ["3"]),
    ],
)
def test_a_search_finds_every_case_with_all_typed_words(database, register, typed, cases):
    register("1", title="澄湖湾音乐节 AbC", undertaker="澄州文旅公司")
    register("2", title="江畔焰火节", number="澄公许〔2026-0012〕")
    register("3", title="“灯会”", undertaker="名𬭚会展")
    assert sorted(found(database, text=typed)) == cases


def test_filters_narrow_together(database, register):
    register("1", status="accepted", officer="p1", decided="2026-04-10T09:00:00")
    register("2", status="accepted", officer="p2", decided="2026-04-12T17:30:00")
    register("3", status="decided", officer="p1")
    assert found(database, statuses=("accepted",), officers=("p1",)) == ["1"]
    assert found(database, decided=(date(2026, 4, 11), date(2026, 4, 12))) == ["2"]
    assert found(database, decided=(None, date(2026, 4, 10))) == ["1"]
    assert found(database, cases=("1", "3")) == ["1", "3"]


def test_the_rebuilt_register_is_the_register(database, register):
    for number in range(6):
        register(str(number % 4), title=f"澄州{number}", headcount=number)
    before = database.search_cases(CaseFilter(), DAYS)
    database.rebuild_projections()
    assert database.search_cases(CaseFilter(), DAYS) == before
    assert found(database, text="州5") == ["1"]
    assert found(database, text="州1") == []


@given(st.text(max_size=12), st.text(min_size=1, max_size=4))
def test_every_text_has_the_tokens_its_parts_need(text, part):
    whole = search.folded(text + part + text)
    for word in search.words(part):
        assert set(search.needed(word)) <= set(search.tokens(whole))


@given(st.text(alphabet="澄湖湾音乐节ab1 ", max_size=10), st.text(alphabet="澄湖湾音乐节ab1", min_size=1, max_size=2))
def test_short_words_are_decided_by_tokens_alone(text, word):
    assert search.exact(word)
    assert (set(search.needed(word)) <= set(search.tokens(search.folded(text)))) == (word in text)
