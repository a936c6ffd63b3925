"""After the decision through the services: papers by their text, confirmation by password, evidence, links."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from workbench.core import commands as c
from workbench.core.decide import Refusal
from workbench.core.decide_after import inspection_items
from workbench.errors import SignInError, WorkbenchError
from workbench.exchange.package import PackageError
from workbench.services import documents, inspections, linking, queue, review
from workbench.services.acting import do, do_all
from workbench.services.after_view import after_view
from workbench.services.clocks import local_time
from workbench.services.decision_view import decision_view
from workbench.services.desk import pack_named
from workbench.services.looking import Look
from workbench.services.papers_after import owners
from workbench.storage.queue import CaseFilter

at = datetime.fromisoformat
PASSWORD = "yangli-2026"
OWNERS = ("承办者", "场所管理者", "搭建单位")


def drafted(office, count=6):
    """Draft more conditions, each with a text of its own, by turns for three owners and three moments."""
    moments = ("before_opening", "during", "after")
    due = at("2026-04-28T18:00")
    wishes = [
        c.SetCondition(
            office.case,
            f"x{n}",
            f"第{n}号样例要求，须逐项落实",
            OWNERS[n % 3],
            moments[n // 2 % 3],
            f"第{n}号核验",
            "TAR.7",
            title=f"样例条件{n}",
            reason=f"第{n}号理由",
            due=due if n % 2 else None,
            evidence=f"第{n}号照片",
        )
        for n in range(count)
    ]
    do_all(office.desk, office.officer, wishes)


def decide(office):
    """Recommend a grant and countersign it."""
    office.clock.set(at("2026-04-15 09:40"))
    do(office.desk, office.officer, c.Recommend(office.case, "grant", "同意", 25000))
    seal = office.state().signature("recommend").fingerprint
    do(office.desk, office.approver, c.Countersign(office.case, seal))


@pytest.fixture
def conditional(offices):
    """The festival granted with ten conditions of three owners."""
    office = offices()
    drafted(office)
    decide(office)
    return office


def results(office, **other):
    items = inspection_items(office.state(), "opening", pack_named("cn_national"))
    return tuple(c.ItemResult(item, other.get(item, "meets")) for item in items)


def pair(office):
    return office.officer.id, office.people["xujianshan"].id


def hazardous(office):
    """Record an inspection with one hazard on the day before the event, and have it confirmed."""
    now = office.state().first_start() - timedelta(days=1)
    office.clock.set(now)
    hazard = c.HazardFound("东门消防车道被占用", "东门外", "general", "场所管理者", now + timedelta(hours=4), "IS02")
    wish = c.RecordOpeningCheck(
        office.case, now, pair(office), passed=False, results=results(office, IS02="hazard"), found=(hazard,)
    )
    do(office.desk, office.officer, wish)
    inspections.confirm_as(office.desk, office.officer, office.case, "opening:1", pair(office)[1], PASSWORD)
    return now


# Conditions on paper


def test_each_active_condition_has_one_owner_and_stands_once_in_grant_and_once_in_one_list(conditional, words):
    look = Look(conditional.desk, conditional.state())
    grant = words(documents.paper(conditional.desk, conditional.officer, conditional.case, "F11").pdf)
    lists = {
        owner: words(documents.paper(conditional.desk, conditional.officer, conditional.case, f"F26:{n}").pdf)
        for n, owner in enumerate(owners(look), 1)
    }
    assert len(lists) == 3
    assert len(look.case.conditions) == 10
    for condition in look.case.conditions.values():
        text = "".join(condition.text.split()).rstrip("。")
        assert grant.count(text) == 1, condition.text
        assert {owner: shown.count(text) for owner, shown in lists.items()} == {
            owner: int(owner == condition.owner) for owner in lists
        }


def test_an_owners_list_says_why_by_when_how_it_is_checked_and_what_was_found(conditional, words):
    number = owners(Look(conditional.desk, conditional.state())).index("场所管理者") + 1
    read = lambda: words(documents.paper(conditional.desk, conditional.officer, conditional.case, f"F26:{number}").pdf)  # noqa: E731
    for part in ("第1号理由", "条例7", "举办前（2026-04-2818:00前）", "第1号核验", "第1号照片"):
        assert part in read(), part
    assert "已落实" not in read()
    conditional.clock.set(at("2026-04-20 10:00"))
    wish = c.CheckCondition(conditional.case, "x1", at("2026-04-20 09:00"), fulfilled=True, evidence="照片三张")
    do(conditional.desk, conditional.officer, wish)
    assert "已落实" in read()


# Orders


def test_the_order_names_hazard_place_article_time_and_both_officers(granted, words):
    now = hazardous(granted)
    due = now + timedelta(hours=5)
    do(granted.desk, granted.officer, c.OrderRectification(granted.case, ("H1",), "清出车道", due, "TAR.10"))
    paper = documents.issue(granted.desk, granted.officer, granted.case, "F08:1")
    text = words(paper.pdf)
    assert paper.number in text
    for part in ("东门消防车道被占用", "东门外", "场所管理者：", "第十条", "顾清和、许见山", "清出车道"):
        assert part in text, part
    assert documents.paper(granted.desk, granted.officer, granted.case, "F08:1").pdf == paper.pdf


def test_numbers_of_orders_follow_each_other(granted):
    now = hazardous(granted)
    for n in range(2):
        wish = c.OrderRectification(granted.case, ("H1",), f"第{n}次", now + timedelta(hours=5 + n), "TAR.10")
        do(granted.desk, granted.officer, wish)
    assert [order.number.split("〕")[1] for order in granted.state().after.orders] == ["1号", "2号"]


def test_the_order_for_a_hazard_found_on_site_after_the_grant_names_both_officers(granted, words):
    now = granted.state().first_start() - timedelta(hours=3)
    granted.clock.set(now)
    hazard = c.HazardFound("西门围栏松动", "西门内", "grave", "承办者", now + timedelta(hours=1))
    do(granted.desk, granted.officer, c.RecordHazards(granted.case, now, pair(granted), (hazard,)))
    inspections.confirm_as(granted.desk, granted.officer, granted.case, "patrol:1", pair(granted)[1], PASSWORD)
    order = c.OrderRectification(granted.case, ("H1",), "加固", now + timedelta(minutes=40), "TAR.10")
    do(granted.desk, granted.officer, order)
    text = words(documents.issue(granted.desk, granted.officer, granted.case, "F08:1").pdf)
    for part in ("西门围栏松动", "西门内", "顾清和、许见山", "加固"):
        assert part in text, part
    view = review.look_again(granted.desk, granted.officer, granted.case)
    assert [(check.target, check.hazards, check.waiting) for check in view.after.checks][-1] == ("patrol:1", 1, ())
    assert any(item.object == "H1" for item in view.open_items)


# The number in force


@pytest.mark.parametrize(("due", "number"), [("2026-04-20 12:00", 18000), ("2026-04-28 12:00", 25000)])
def test_wherever_the_approved_number_is_shown_the_lower_one_is_shown_once_it_is_in_force(granted, words, due, number):
    hazardous(granted)
    granted.clock.set(at("2026-04-28 10:00"))
    state = granted.state()
    owed = c.Promise("M9.5", "承办者", at(due), "before_opening", fallback="lower_number", number=18000)
    look = Look(granted.desk, replace(state, promises={"M9.5": owed}, fulfilments={}, later_fulfilments={}))
    told = f"现不得超过{number:,}人"
    for paper in ("F07:o1", "HY"):
        text = words(documents.make(look, paper).pdf)
        assert "核定25,000人" in text, paper
        assert (told in text) is (number < 25000), paper
    for view in (decision_view(look, granted.officer), after_view(look)):
        assert (view.allowed.approved, view.allowed.in_force) == (25000, number)
        assert view.allowed.because == (("M9.5",) if number < 25000 else ())


# The other officer


def test_the_other_officer_confirms_at_the_same_desk_with_the_own_password_only(granted):
    now = granted.state().first_start() - timedelta(days=1)
    granted.clock.set(now)
    wish = c.RecordOpeningCheck(granted.case, now, pair(granted), results=results(granted))
    do(granted.desk, granted.officer, wish)
    other = pair(granted)[1]
    for officer, password, fault in (
        (other, "falsch-2026", SignInError),
        (granted.approver.id, PASSWORD, Refusal),
        (granted.officer.id, PASSWORD, Refusal),
    ):
        with pytest.raises(fault):
            inspections.confirm_as(granted.desk, granted.officer, granted.case, "opening:1", officer, password)
    assert granted.state().status == "granted"
    state = inspections.confirm_as(granted.desk, granted.officer, granted.case, "opening:1", other, PASSWORD)
    assert state.status == "cleared"
    newest = granted.desk.database.journal.read(f"case/{granted.case}")[-1]
    assert (newest.kind, newest.actor) == ("check_confirmed", other)


def test_nobody_without_an_account_that_checks_is_offered(granted):
    offered = dict(inspections.officers(granted.desk, granted.case))
    assert granted.supervisor.id not in offered
    assert {granted.officer.id, pair(granted)[1]} <= set(offered)


# Evidence


def test_a_photo_is_kept_by_its_fingerprint_and_what_is_no_photo_is_refused(granted, tmp_path):
    from PIL import Image

    good = tmp_path / "东门.png"
    Image.new("RGB", (8, 8), "red").save(good)
    photo = inspections.keep_photo(granted.desk, granted.officer, granted.case, good)
    assert granted.desk.database.attachments.get(photo.sha256) == good.read_bytes()
    (tmp_path / "假.png").write_bytes(b"MZ\x90\x00 no picture")
    for path in (tmp_path / "假.png", tmp_path / "没有.png"):
        with pytest.raises(PackageError):
            inspections.keep_photo(granted.desk, granted.officer, granted.case, Path(path))
    with pytest.raises(WorkbenchError):
        inspections.keep_photo(granted.desk, granted.supervisor, granted.case, good)


# The view


def view_of(office):
    return review.look_again(office.desk, office.officer, office.case).after


def test_the_view_tells_what_keeps_the_event_from_opening_and_says_overdue_by_itself(granted):
    now = hazardous(granted)
    after = view_of(granted)
    assert [key for key, _ in after.blocks][:1] == ["H1"]
    assert not after.hazards[0].overdue
    granted.clock.set(now + timedelta(hours=5))
    after = view_of(granted)
    assert after.hazards[0].overdue
    items = review.look_again(granted.desk, granted.officer, granted.case).open_items
    assert any(item.step == 13 and item.object == "H1" and "逾期" in item.text.zh for item in items)


def test_a_changed_fact_after_the_decision_is_named_and_an_approved_change_is_not(granted):
    assert view_of(granted).stale == ()
    start = granted.state().first_start()
    (session, *others) = granted.state().application.rows("sessions")
    day = timedelta(days=1)
    times = tuple(c.SessionTime(str(row["code"]), row["start"] + day, row["end"] + day) for row in (session, *others))
    asked = c.RequestChange(
        granted.case, "time", "顺延一天", granted.state().decision.act.at.replace(tzinfo=None), sessions=times
    )
    do(granted.desk, granted.officer, asked)
    do(granted.desk, granted.approver, c.DecideChange(granted.case, 1, approved=True, reason="同意"))
    assert granted.state().first_start() == start + day
    assert view_of(granted).stale == ()
    assert not row_of(granted).stale
    known = granted.state().application
    other = replace(known, fields={**known.fields, "und.contact": "另一联系人"})
    now = local_time(granted.clock.now())
    do(granted.desk, granted.officer, c.ReceiveSupplement(granted.case, other, now))
    assert view_of(granted).stale
    assert row_of(granted).stale


def row_of(office):
    found = office.desk.database.search_cases(CaseFilter(), queue.days(office.desk)).rows
    return next(row for row in found if row.case == office.case)


# Links


def test_a_new_application_and_the_case_it_follows_from_know_of_each_other(three):
    streams = [name.split("/")[1] for name in three.desk.database.journal.streams("case")]
    old = next(s for s in streams if three.desk.case(s).decision and three.desk.case(s).decision.outcome == "grant")
    new = next(s for s in streams if three.desk.case(s).decision is None)
    now = three.clock.now().replace(tzinfo=None)
    do(three.desk, three.officer, c.RequestChange(old, "place", "改到新馆", now))
    with pytest.raises(Refusal):
        linking.link(three.desk, three.officer, old, new, 1)
    do(three.desk, three.approver, c.DecideChange(old, 1, approved=False, reason="须重新申请"))
    linking.link(three.desk, three.officer, old, new, 1)
    assert [one.other for one in three.desk.case(old).after.links] == [new]
    assert [(one.relation, one.other) for one in three.desk.case(new).after.links] == [("replaces", old)]
    with pytest.raises(WorkbenchError):
        linking.link(three.desk, three.officer, old, old, 1)
