"""Calendars that change, cases that are counted again, promises and extensions, on both databases."""

import json
from dataclasses import replace
from datetime import date, datetime

import pypdfium2
import pytest

from workbench.core import commands as c
from workbench.core.evolve_timing import RECOMPUTED
from workbench.errors import NotAllowedError, WorkbenchError
from workbench.services import calendars, demo, documents, glance, office_times, oversight, queue
from workbench.services.acting import do
from workbench.services.desk import stream_of
from workbench.services.time_limits import time_limits
from workbench.storage import office_calendar
from workbench.storage.queue import CaseFilter, Sort

at = datetime.fromisoformat
D = date.fromisoformat
REVIEW = at("2026-04-10 16:00")
STORM = D("2026-04-13")


@pytest.fixture(params=["sqlite", "postgresql"])
def review(request, tmp_path, office_at):
    """The festival under review on a database of its own, due on 17 April."""
    if request.param == "sqlite":
        demo.perform(tmp_path / "office", REVIEW, ("grant",))
        return office_at(tmp_path / "office", REVIEW)
    server = request.getfixturevalue("server")
    database = server.new_database()
    demo.perform(server.location(database), REVIEW, ("grant",))
    return office_at(server.location(database), REVIEW)


@pytest.fixture
def quick(offices):
    """The same on SQLite alone."""
    return offices("limits", REVIEW)


def admin(office):
    return next(p for p in office.people.values() if "administrator" in p.roles)


def due(office, desk=None):
    return time_limits(desk or office.desk, office.officer, office.case).limit("decision_due").due


def rows(desk):
    return desk.database.search_cases(CaseFilter(), queue.days(desk), sort=Sort("number"), limit=50).rows


def close(office, desk=None, **how):
    return calendars.set_day(desk or office.desk, admin(office), STORM, "台风停工通知〔2026〕3号", working=False, **how)


def test_a_local_closure_moves_the_open_case_its_queue_row_and_its_history(review):
    assert due(review) == D("2026-04-17")
    change = close(review)
    assert (change.recorded, change.cases, change.moved_cases) == (True, 1, 1)
    moved = {m.deadline: (m.before, m.after) for m in change.moved}
    assert moved["decision_due"] == (D("2026-04-17"), D("2026-04-20"))
    assert due(review) == D("2026-04-20")
    assert rows(review.desk)[0].due == D("2026-04-20")
    entry = oversight.timeline(review.desk, review.supervisor, review.case)[-1]
    assert (entry.kind, entry.title.zh) == (RECOMPUTED, "日历变动，期限重算")
    assert ("作出决定截止日", "2026-04-17", "2026-04-20") in [(t.zh, b, a) for t, b, a in entry.changes]
    use = review.state().calendars[-1]
    assert (use.version, use.why) == (review.desk.calendar.version, "recomputed")
    assert review.desk.database.journal.verify().genuine


def test_the_rows_made_again_from_the_journal_are_the_counted_ones(review):
    close(review)
    before = rows(review.desk)
    review.desk.database.rebuild_projections()
    assert [replace(r, extra={}) for r in rows(review.desk)] == [replace(r, extra={}) for r in before]


def test_the_next_start_and_another_desk_count_by_the_same_calendar(review):
    other = review.again()
    close(review)
    assert queue.page(other, review.officer).rows[0].clock.due == D("2026-04-20")
    assert due(review, other) == due(review, review.again()) == D("2026-04-20")
    assert other.calendar.version == review.desk.calendar.version


def test_an_act_at_another_desk_is_decided_by_the_new_calendar(review):
    other = review.again()
    close(review)
    state = do(other, review.officer, c.PauseClock(review.case, "appraisal", D("2026-04-10"), "结构鉴定"))
    assert state.paused
    assert rows(other)[0].due == due(review, other)


def test_a_trial_run_tells_the_same_and_writes_nothing(quick):
    head, version = quick.head(), quick.desk.calendar.version
    trial = close(quick, dry_run=True)
    assert (trial.recorded, quick.head(), quick.desk.calendar.version) == (False, head, version)
    real = close(quick)
    assert (real.moved, real.days, real.after) == (trial.moved, trial.days, trial.after)


def test_an_exception_taken_back_moves_the_dates_back(quick):
    before = quick.desk.calendar.version
    close(quick)
    back = calendars.clear_day(quick.desk, admin(quick), STORM, "通知取消")
    assert back.after == before
    assert due(quick) == D("2026-04-17")
    assert [len(quick.state().calendars), len(rows(quick.desk))] == [3, 1]


def test_next_years_notice_is_imported_kept_and_listed(quick, tmp_path):
    assert quick.desk.calendar.estimate(D("2027-01-04"))
    change = calendars.import_year(quick.desk, admin(quick), notice(tmp_path))
    assert (change.recorded, change.cases, change.moved) == (True, 1, ())
    assert D("2026-12-31") in {day.day for day in change.days}
    assert not quick.again().calendar.estimate(D("2027-01-04"))
    year = calendars.calendar_view(quick.desk, quick.officer).years[-1]
    assert (year.year, year.official, year.file, year.by) == (2027, True, "2027.json", admin(quick).name)
    again = calendars.import_year(quick.desk, admin(quick), notice(tmp_path))
    assert (again.known, again.recorded) == (True, False)


def notice(folder):
    """A notice of 2027 in the form of holiday-cn."""
    off = {
        "元旦": ("2026-12-31", "2027-01-01"),
        "春节": tuple(f"2027-02-{day:02}" for day in range(5, 12)),
        "清明节": ("2027-04-05",),
        "劳动节": tuple(f"2027-05-{day:02}" for day in range(1, 6)),
        "端午节": ("2027-06-09",),
        "中秋节": ("2027-09-15",),
        "国庆节": tuple(f"2027-10-{day:02}" for day in range(1, 8)),
    }
    days = [{"name": name, "date": day, "isOffDay": True} for name, some in off.items() for day in some]
    path = folder / "2027.json"
    path.write_text(json.dumps({"year": 2027, "papers": ["通知"], "days": days}), encoding="utf-8")
    return path


def test_only_the_administrator_changes_the_calendar_and_only_with_a_reason(quick, tmp_path):
    with pytest.raises(NotAllowedError):
        calendars.import_year(quick.desk, quick.officer, notice(tmp_path))
    with pytest.raises(NotAllowedError):
        office_times.promise_days(quick.desk, quick.officer, 3)
    for reason, day, working in ((" ", STORM, False), ("台风", D("2026-04-11"), False), ("加班", STORM, True)):
        with pytest.raises(WorkbenchError):
            calendars.set_day(quick.desk, admin(quick), day, reason, working=working)
    with pytest.raises(WorkbenchError):
        calendars.clear_day(quick.desk, admin(quick), STORM, "没有设过")


def test_a_published_year_is_never_replaced_by_a_computed_one(quick, tmp_path):
    path = tmp_path / "2026.json"
    document = {"format": "EAW-CAL 1", "year": 2026, "status": "computed", "mark": "M", "off": [], "work": []}
    path.write_text(
        json.dumps(document | {"paper": {"zh": "推算", "en": "computed", "issued": None}}), encoding="utf-8"
    )
    with pytest.raises(WorkbenchError, match="不能换成推算的"):
        calendars.import_year(quick.desk, admin(quick), path)


def test_when_nothing_can_be_written_the_calendar_stays_as_it_was(quick, monkeypatch):
    before = quick.desk.calendar.version
    quick.again()
    other = quick.others[-1]
    close(quick, other)
    with pytest.raises(WorkbenchError):
        close(quick)
    assert quick.desk.calendar.version == before
    quick.desk.renew_calendar()
    assert quick.desk.calendar.version == other.calendar.version


def test_rows_of_an_older_program_are_counted_from_the_case(quick):
    row = rows(quick.desk)[0]
    from workbench.storage.projections import write_row

    with quick.desk.database.store.write() as connection:
        write_row(connection, replace(row, extra={k: v for k, v in row.extra.items() if k != "dates"}))
    quick.desk.database.snapshots.clear()
    quick.desk.forget()
    assert close(quick).moved_cases == 1
    assert rows(quick.desk)[0].due == D("2026-04-20")


def test_the_offices_promise_is_shown_beside_the_law_and_must_be_shorter(quick):
    office_times.promise_days(quick.desk, admin(quick), 3)
    found = time_limits(quick.desk, quick.officer, quick.case)
    assert found.limit("decision_promised").due == D("2026-04-13")
    with pytest.raises(WorkbenchError):
        office_times.promise_days(quick.desk, admin(quick), 7)
    office_times.promise_days(quick.desk, admin(quick), None)
    assert time_limits(quick.desk, quick.officer, quick.case).limit("decision_promised") is None


def test_everything_that_moved_stands_on_the_offices_own_stream(quick):
    close(quick)
    events = quick.desk.database.journal.read(office_calendar.STREAM)
    assert [event.kind for event in events] == ["calendar_day_set", "calendar_recounted"]
    assert [quick.case, "decision_due", "2026-04-17", "2026-04-20"] in list(events[-1].body["moved"])
    assert quick.desk.database.journal.read(stream_of(quick.case))[-1].kind == RECOMPUTED


def test_the_queues_preview_says_what_acceptance_today_would_mean(offices):
    office = offices("received", at("2026-04-02 09:00"))
    found = glance.preview(office.desk, office.officer, office.case)
    assert found.if_today == D("2026-04-14")
    assert time_limits(office.desk, office.officer, office.case).limit("if_today").due == found.if_today
    assert "清明节，不计" in "\n".join(step.zh for step in found.if_today_steps)
    accepted = offices("limits", REVIEW)
    assert glance.preview(accepted.desk, accepted.officer, accepted.case).if_today is None


def test_a_stop_has_its_notice_with_number_ground_and_sums(quick):
    do(quick.desk, quick.officer, c.PauseClock(quick.case, "appraisal", D("2026-04-10"), "结构鉴定"))
    paper = documents.issue(quick.desk, quick.officer, quick.case, "F16")
    told = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.pdf))
    plain = "".join(told.split())
    assert paper.number in plain.replace("⼤", "大")
    for words in ("大型群众性活动许可期限中止告知书", "需要鉴定（结构鉴定）", "第四十五条", "自2026年4月10日起"):
        assert words in plain
    assert documents.issue(quick.desk, quick.officer, quick.case, "F16").pdf == paper.pdf
    reading = documents.issue(quick.desk, quick.officer, quick.case, f"{paper.paper}.en")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(reading.pdf)]
    english = " ".join("".join(pages).split())
    assert (reading.number, len(pages)) == (paper.number, 1)
    for words in ("no legal force", "Article 45 of the", "from 10 April 2026 on is not counted", "at the earliest"):
        assert words in english, words
    assert "盖章处" not in english
    assert "中止" not in english


def test_an_extension_by_local_rules_has_its_notice_and_moves_the_queue(quick, monkeypatch):
    from workbench.services import acting, desk, looking

    pack = desk.pack_named("cn_national")
    rule = replace(pack.parameters["decision_extension_days"], value=10, basis=("BJR.19",))
    local = replace(pack, parameters={**pack.parameters, rule.code: rule})
    for module in (acting, desk, looking):
        monkeypatch.setattr(module, "pack_of", lambda _identity: local)
    chief = next(p for p in quick.people.values() if "approver" in p.roles and p.id != quick.officer.id)
    with pytest.raises(WorkbenchError, match="批准人不得为本人"):
        do(quick.desk, quick.officer, c.ExtendDecision(quick.case, 5, "跨区人流", quick.officer.id))
    with pytest.raises(WorkbenchError, match="不在规则包的列表"):
        do(quick.desk, quick.officer, c.ExtendDecision(quick.case, 5, "跨区人流", quick.supervisor.id))
    do(quick.desk, quick.officer, c.ExtendDecision(quick.case, 5, "跨区人流", chief.id))
    assert rows(quick.desk)[0].due == due(quick) == D("2026-04-24")
    told = documents.issue(quick.desk, quick.officer, quick.case, "F16")
    text = "".join("".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(told.pdf)).split())
    assert f"经{chief.name}批准，决定期限延长五个工作日" in text
    assert "2026年4月24日届满" in text
