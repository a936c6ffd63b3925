"""The same services on SQLite and on PostgreSQL: one life, one state, whatever happens to caches and projections."""

import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.evolve import replay
from workbench.core.seal import fingerprint
from workbench.errors import ConflictError, StorageError, WorkbenchError
from workbench.exchange import verify
from workbench.exchange.export import read_export
from workbench.services import demo, documents, intake, oversight, queue, review
from workbench.services.acting import do, do_all
from workbench.services.desk import DEFAULT_PACK, pack_named, stream_of
from workbench.services.looking import Look
from workbench.storage.packs import sample_package
from workbench.storage.queue import CaseFilter, Sort

at = datetime.fromisoformat
DONE = at("2026-04-17 10:00")
UNDER_REVIEW = at("2026-04-10 16:00")
PACK = pack_named(DEFAULT_PACK)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Return a maker of offices of one kind: stories played to a moment, on a database of its own."""
    return _places(request, request.param, tmp_path)


def _places(request, kind, folder):
    shared = request.getfixturevalue("shared_offices")
    return lambda until, stories=("grant",): shared(kind, until, stories, folder)


@pytest.fixture(scope="session")
def shared_offices(request, tmp_path_factory):
    """Play stories once per database and moment; hand out copies."""
    played = {}

    def copy(kind, until, stories, folder):
        key = (kind, until, stories)
        if kind == "sqlite":
            if key not in played:
                played[key] = tmp_path_factory.mktemp("played") / "office"
                demo.perform(played[key], until, stories)
            return shutil.copytree(played[key], folder / f"copy-{len(list(folder.iterdir()))}")
        server = request.getfixturevalue("server")
        if key not in played:
            played[key] = server.new_database()
            demo.perform(server.location(played[key]), until, stories)
        return server.location(server.new_database(played[key]))

    return copy


@pytest.fixture
def opened(place, office_at):
    """Return a maker of opened offices of one kind of database."""
    return lambda until=UNDER_REVIEW, stories=("grant",): office_at(place(until, stories), until)


def rows(desk):
    found = desk.database.search_cases(CaseFilter(), queue.days(desk), sort=Sort("number"), limit=50)
    return found.rows, dict(found.counts)


def fresh(desk, case):
    """Return the state of a case from its events alone."""
    return replay(desk.database.journal.read(stream_of(case)))


def cases(desk):
    return [stream.split("/")[1] for stream in desk.database.journal.streams("case")]


def test_a_case_goes_from_receipt_to_a_served_grant(opened):
    done = opened(DONE)
    state = done.state()
    assert (state.status, state.number) == (Status.GRANTED, "CZ-DHA-2026-0001")
    assert state.decision.number == "澄公（治）大许准字〔2026〕1号"
    assert (len(state.documents), len(state.conditions), state.publication.on.isoformat()) == (10, 4, "2026-04-17")
    assert done.desk.database.journal.verify().genuine


def test_both_databases_come_to_the_same_state_and_fingerprint(request, tmp_path, office_at):
    first, second = (office_at(_places(request, kind, tmp_path)(DONE), DONE) for kind in ("sqlite", "postgresql"))
    one, two = (replace(each.state(), id="case-1") for each in (first, second))
    assert fingerprint(one, PACK, {}) == fingerprint(two, PACK, {})
    assert replace(one, signatures=(), documents=(), decision=None, acts={}) == replace(
        two, signatures=(), documents=(), decision=None, acts={}
    )
    left, right = rows(first.desk)[0][0], rows(second.desk)[0][0]
    assert replace(left, case="") == replace(right, case="")


def test_projections_made_again_are_the_same_even_on_a_later_day(opened):
    three = opened(at("2026-04-10 08:30"), ())
    before = rows(three.desk)
    assert len(before[0]) == 3
    three.desk.database.rebuild_projections()
    assert rows(three.desk) == before
    three.clock.set(at("2026-06-10 09:00"))
    three.desk.forget()
    later = rows(three.desk)
    three.desk.database.rebuild_projections()
    assert rows(three.desk) == later


def test_a_state_from_a_snapshot_is_the_state_from_all_events(opened):
    done = opened(DONE)
    snapshot = done.desk.database.snapshots.newest(stream_of(done.case), "1")
    done.desk.forget()
    assert done.desk.case(done.case) == fresh(done.desk, done.case)
    assert snapshot is None or snapshot.version <= done.state().version


def test_an_export_read_elsewhere_gives_the_same_case_and_fingerprint(opened, tmp_path):
    done = opened(DONE)
    target = oversight.export_case(done.desk, done.supervisor, done.case, tmp_path / "case.zip")
    assert verify.verify(target, verify.checkpoints_in(done.head().full())).verdict == "genuine"
    export = read_export(target)
    there = replay(export.events)
    assert there == done.state()
    models = Look(done.desk, there).models
    assert fingerprint(there, PACK, models) == done.state().signature("countersign").fingerprint
    for paper in there.documents:
        assert export.content(paper.sha256) == done.desk.database.attachments.get(paper.sha256)


# Random work


MOVES = st.one_of(
    st.builds(c.JudgeMaterial, st.just("x"), st.sampled_from(["M1.1", "M2.1", "M9.5"]), st.sampled_from(["meets", ""])),
    st.builds(
        c.JudgeMaterial,
        st.just("x"),
        st.sampled_from(["M1.1", "M8.2"]),
        st.just("correct"),
        st.just(("R4",)),
        st.text(),
    ),
    st.builds(c.JudgePlan, st.just("x"), st.sampled_from(["P1", "P3"]), st.sampled_from([None, 0, 1, 2, 3]), st.text()),
    st.builds(
        c.ScoreFactor,
        st.just("x"),
        st.sampled_from(["D1.1", "D4.2"]),
        st.integers(0, 5),
        st.integers(0, 5),
        evidence=st.text(),
    ),
    st.builds(c.WriteNote, st.just("x"), st.sampled_from(["n1", "n2"]), st.text(min_size=1), st.just("M1.1")),
    st.builds(c.RemoveNote, st.just("x"), st.sampled_from(["n1", "n2"])),
    st.builds(c.JudgeSite, st.just("x"), st.sampled_from(["Z01", "GA", "nowhere"]), st.just("meets"), st.text()),
    st.builds(
        c.StateFact,
        st.just("x"),
        st.sampled_from(["s1", "s2"]),
        st.just("FA08"),
        st.just("每场"),
        st.decimals(0, 100, places=2),
        st.just("电话核实"),
        how=st.sampled_from(["typed", "set_aside", ""]),
    ),
    st.builds(
        c.ChooseFact,
        st.just("x"),
        st.just("FA08"),
        st.just("每场"),
        st.sampled_from([Decimal(85), Decimal(86), Decimal("84.9"), None]),
        st.text(min_size=1),
    ),
    st.builds(
        c.ScoreFactor,
        st.just("x"),
        st.sampled_from(["D1.4", "D1.5"]),
        st.integers(0, 4),
        st.integers(0, 4),
        evidence=st.just("合同"),
        note=st.just("说明"),
        confidence=st.integers(0, 3),
        gap_note=st.sampled_from(["", "评估单位未计入"]),
    ),
    st.builds(
        c.RevealAgency,
        st.just("x"),
        st.just((c.AgencyLine("D1.4", 1, 1), c.AgencyLine("D1.5", None, None, "无", 2))),
        reason=st.sampled_from(["", "须比对"]),
    ),
    st.builds(c.SetAgencyScore, st.just("x"), st.just("D1.5"), st.sampled_from([None, 2]), st.just(None)),
    st.builds(
        c.ApplyMeasure,
        st.just("x"),
        st.sampled_from(["CM03", "CM04"]),
        st.sampled_from([(c.Reduction("D1.4", 1),), (c.Reduction("D1.5", 2),)]),
        st.just("合同"),
        st.just("承办者"),
        st.just("before_opening"),
    ),
    st.builds(c.DropMeasure, st.just("x"), st.sampled_from(["CM03", "CM04"])),
    st.builds(c.SetLevel, st.just("x"), st.integers(0, 4), st.text(), st.just("沈知行")),
    st.builds(
        c.SetCondition,
        st.just("x"),
        st.sampled_from(["c1", "c2"]),
        st.text(min_size=1),
        st.just("承办者"),
        st.sampled_from(["during", "before_opening"]),
    ),
    st.builds(c.RemoveCondition, st.just("x"), st.sampled_from(["c1", "c2"])),
    st.builds(c.AnswerProgramme, st.just("x"), st.sampled_from(["1", "14"]), st.text(), st.booleans()),
)


def attempt(at_office, wish):
    """Return the state that a wish made, or ``None`` when it was refused."""
    try:
        return do(at_office.desk, at_office.officer, wish)
    except WorkbenchError:
        return None


def test_whatever_an_officer_does_the_state_is_the_replay_of_the_journal(opened):
    open_ = opened()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(MOVES, min_size=1, max_size=6))
    def work(moves):
        for move in moves:
            wish, before = replace(move, case=open_.case), open_.head()
            state = attempt(open_, wish)
            assert (state or open_.state()) == fresh(open_.desk, open_.case)
            assert state is not None or open_.head() == before
            assert state is None or codec.read(Case, codec.plain(state)) == state

    work()
    assert open_.desk.database.journal.verify().genuine
    before = rows(open_.desk)
    open_.desk.database.rebuild_projections()
    assert rows(open_.desk) == before


# Two desks


def test_the_second_of_two_desks_gets_a_conflict_that_names_what_changed_and_by_whom(opened):
    mine = opened()
    theirs = mine.again()
    version = mine.state().version
    assert theirs.case(mine.case).version == version
    do(mine.desk, mine.officer, c.JudgeMaterial(mine.case, "M1.1", "correct", ("R4",)), version)
    do(mine.desk, mine.officer, c.SetLevel(mine.case, 1, "从严"), version + 1)
    with pytest.raises(ConflictError) as conflict:
        do(theirs, mine.officer, c.JudgePlan(mine.case, "P3", 1, "另有意见"), version)
    assert [t.zh for t in conflict.value.changes] == ["顾清和：材料结论：M1.1 申请表", "顾清和：确定安保等级"]
    assert all(t.en.startswith("顾清和: ") for t in conflict.value.changes)
    assert theirs.case(mine.case).plan == mine.state().plan
    assert mine.state().version == version + 2


def test_what_was_typed_is_kept_as_a_draft_and_can_be_given_on_the_new_state(opened):
    mine = opened()
    theirs, person = mine.again(), mine.approver
    version = mine.state().version
    review.keep_draft(theirs, person, mine.case, "note:M5.1", "人数仍不一致，须问清")
    do(mine.desk, mine.officer, c.JudgePlan(mine.case, "P3", 1), version)
    wish = c.WriteNote(mine.case, "n7", "人数仍不一致，须问清", "M5.1")
    with pytest.raises(ConflictError):
        do(theirs, person, wish, version)
    (kept,) = review.drafts(mine.desk, person, mine.case)
    assert (kept.field, kept.text) == ("note:M5.1", wish.text)
    assert review.drafts(theirs, mine.officer, mine.case) == ()
    state = do(theirs, person, wish, version + 1)
    review.keep_draft(theirs, person, mine.case, "note:M5.1", "")
    assert (state.plan["P3"].score, state.notes["n7"].text) == (1, kept.text)
    assert review.drafts(mine.desk, person) == ()


def test_several_commands_are_given_all_or_none(opened):
    mine = opened()
    head = mine.head()
    good, bad = c.JudgePlan(mine.case, "P3", 1), c.JudgePlan(mine.case, "P99", 1)
    with pytest.raises(WorkbenchError):
        review.do_all(mine.desk, mine.officer, (good, bad))
    assert mine.head() == head
    assert mine.state().plan["P3"].score == 2


def test_desks_that_name_no_version_lose_no_update(opened):
    mine = opened()
    theirs = mine.again()
    for number in range(6):
        desk = (mine.desk, theirs)[number % 2]
        do(desk, mine.officer, c.WriteNote(mine.case, f"n{number + 10}", f"第{number}条", "M5.1"))
    for desk in (mine.desk, theirs):
        assert {f"n{n + 10}" for n in range(6)} <= set(desk.case(mine.case).notes)
    assert mine.desk.database.journal.verify().genuine


def test_a_paper_is_issued_once_though_two_desks_try(opened):
    mine = opened(DONE)
    theirs = mine.again()
    do(mine.desk, mine.officer, c.RequestChange(mine.case, "time", "推迟一小时", at("2026-04-17 09:30")))
    first = documents.issue(theirs, mine.officer, mine.case, "F03")
    second = documents.issue(mine.desk, mine.officer, mine.case, "F03")
    assert first.pdf == second.pdf
    assert sum(d.paper == "F03" for d in mine.state().documents) == 1


def test_the_desk_of_a_reader_writes_nothing_and_says_so(tmp_path, office_at, request):
    reader = office_at(_places(request, "sqlite", tmp_path)(UNDER_REVIEW), UNDER_REVIEW, read_only=True)
    head = reader.head()
    for write in (
        lambda: do(reader.desk, reader.officer, c.WriteNote(reader.case, "n1", "x", "M1.1")),
        lambda: documents.issue(reader.desk, reader.officer, reader.case, "CL"),
        lambda: review.keep_draft(reader.desk, reader.officer, reader.case, "note", "x"),
        lambda: intake.receive(reader.desk, reader.officer, sample_package("job-fair")),
    ):
        with pytest.raises(StorageError, match="只读"):
            write()
    assert reader.head() == head


def test_a_percentage_chosen_as_governing_stays_exact(opened):
    mine = opened()
    said = c.StateFact(mine.case, "s1", "FA08", "每场", Decimal("84.90"), "抽查记录", how="typed")
    do_all(mine.desk, mine.officer, (said, c.ChooseFact(mine.case, "FA08", "每场", Decimal("84.90"), "抽查")))
    mine.desk.forget()
    assert str(mine.state().facts["FA08", "每场"].value) == "84.90"


def test_a_clock_that_was_set_back_is_told_and_the_order_of_the_journal_holds(opened):
    mine = opened()

    def warned():
        items = review.look_again(mine.desk, mine.officer, mine.case).open_items
        return [item.text.zh for item in items if "系统时间" in item.text.zh]

    assert warned() == []
    mine.clock.set(at("2026-04-09 09:00"))
    assert warned() == ["系统时间早于最近一条记录（2026-04-10 15:00），请校准时钟"]
    do(mine.desk, mine.officer, c.WriteNote(mine.case, "n9", "时钟有误", "M5.1"))
    assert mine.state() == fresh(mine.desk, mine.case)
    assert mine.desk.database.journal.verify().genuine
