"""The queue by legal urgency, page by page, and found by one or two Chinese characters."""

from datetime import datetime

import pytest

from workbench.core import commands as c
from workbench.services import glance, intake, queue
from workbench.services.acting import do
from workbench.storage.packs import sample_package

at = datetime.fromisoformat


def rows(office, **wanted):
    return queue.page(office.desk, office.officer, queue.Wanted(**wanted)).rows


def group_on(office, day):
    office.clock.set(at(f"{day} 09:00"))
    (row,) = rows(office)
    page = queue.page(office.desk, office.officer)
    assert page.counts[row.clock.group] == 1
    assert rows(office, groups=(row.clock.group,)) == (row,)
    return row.clock.group, row.clock.left


@pytest.fixture
def received(offices):
    """The lantern fair, received on 2026-01-26 and not answered."""
    return offices("received", at("2026-01-27 11:00"), ("refusal",))


@pytest.fixture
def accepted(offices):
    """The festival, accepted on 2026-04-08; the decision is due on 2026-04-17."""
    return offices("accepted", at("2026-04-10 16:00"))


@pytest.mark.parametrize(
    ("day", "group", "left"),
    [
        ("2026-04-10", "week", 5),
        ("2026-04-13", "week", 4),
        ("2026-04-14", "three", 3),
        ("2026-04-16", "three", 1),
        ("2026-04-17", "today", 0),
        ("2026-04-18", "overdue", 0),
        ("2026-04-20", "overdue", -1),
        ("2026-04-22", "overdue", -3),
    ],
)
def test_an_accepted_case_moves_through_the_groups_by_working_days(accepted, day, group, left):
    assert group_on(accepted, day) == (group, left)


@pytest.mark.parametrize(
    ("day", "group", "left"),
    [
        ("2026-01-27", "week", 4),
        ("2026-01-28", "three", 3),
        ("2026-01-30", "three", 1),
        ("2026-02-02", "today", 0),
        ("2026-02-03", "overdue", -1),
    ],
)
def test_a_case_that_nobody_answered_presses_by_the_day_for_the_notice(received, day, group, left):
    assert group_on(received, day) == (group, left)


def test_after_a_correction_notice_the_office_waits_and_nothing_presses(offices):
    waiting = offices("correcting", at("2026-04-03 12:00"))
    assert group_on(waiting, "2026-04-30") == ("waiting", None)


def test_a_stopped_clock_is_its_own_group(accepted):
    do(accepted.desk, accepted.officer, c.PauseClock(accepted.case, "hearing", at("2026-04-10").date()))
    assert group_on(accepted, "2026-05-30")[0] == "paused"


def test_the_most_urgent_case_stands_first_and_decided_ones_last(three):
    for package in ("job-fair", "lantern-fair"):
        three.clock.set(at("2026-04-09 10:00"))
        intake.receive(three.desk, three.officer, sample_package(package))
    three.clock.set(at("2026-04-17 08:00"))
    found = rows(three)
    groups = [row.clock.group for row in found]
    assert groups == sorted(groups, key=queue.GROUPS.index)
    assert groups[0] == "overdue"
    assert groups[-2:] == ["closed", "closed"]


@pytest.fixture(scope="module")
def six(office_with, tmp_path_factory):
    """Six cases, looked at and never changed."""
    made = office_with(tmp_path_factory.mktemp("six") / "office", "three", at("2026-04-10 08:30"), ())
    for package in ("job-fair", "lantern-fair", "job-fair"):
        intake.receive(made.desk, made.officer, sample_package(package))
    yield made
    made.close()


@pytest.mark.parametrize("sort", ["urgency", "number", "title", "headcount", "updated", "due"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_by_key_show_every_case_once_in_order(six, sort, descending):
    whole = [row.case for row in rows(six, sort=sort, descending=descending)]
    assert len(set(whole)) == 6
    paged, after = [], None
    while True:
        wanted = queue.Wanted(sort=sort, descending=descending, after=after, limit=2)
        page = queue.page(six.desk, six.officer, wanted)
        assert page.total == 6
        paged += [row.case for row in page.rows]
        after = page.next_key
        if after is None:
            break
    assert paged == whole


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("湖", {"音乐节"}),
        ("音乐", {"音乐节"}),
        ("灯", {"灯会"}),
        ("灯会", {"灯会"}),
        ("招聘会", {"招聘会"}),
        ("澄州", {"灯会", "音乐节"}),
        ("0003", {"音乐节"}),
        ("澄湖 音乐", {"音乐节"}),
        ("会灯", set()),
        ("%", set()),
        ("_", set()),
        ('"', set()),
        ("' OR 1=1 --", set()),
    ],
)
def test_a_search_finds_by_one_or_two_characters_and_nothing_else(six, typed, found):
    names = {"灯会": "灯会", "音乐节": "音乐节", "招聘会": "招聘"}
    shown = {name for row in rows(six, text=typed) for name, part in names.items() if part in row.title}
    assert shown == found
    assert queue.page(six.desk, six.officer, queue.Wanted(text=typed)).total == sum(
        {"音乐节": 1, "灯会": 2, "招聘会": 3}[name] for name in found
    )


def test_filters_by_level_status_and_person_go_together(three):
    assert {row.status for row in rows(three, statuses=("refused", "granted"))} == {"refused", "granted"}
    (festival,) = rows(three, statuses=("tolerated",))
    assert rows(three, levels=(festival.level,), statuses=("tolerated",)) == (festival,)
    assert len(rows(three, mine=True)) == 3
    page = queue.page(three.desk, three.approver, queue.Wanted(mine=True))
    assert (page.rows, page.total) == ((), 0)


def test_the_preview_shows_what_is_open_without_recording_a_reading(accepted):
    head = accepted.head()
    seen = glance.preview(accepted.desk, accepted.officer, accepted.case)
    assert len(seen.step_states) == 8
    assert seen.place
    assert [e.version for e in seen.recent] == [accepted.state().version - n for n in range(3)]
    assert accepted.head() == head
