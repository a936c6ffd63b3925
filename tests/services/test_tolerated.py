"""Corrections that leave nothing out in silence, and promises as the office sees them: one case, and over all cases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core.decide import Refusal
from workbench.core.promises import Standing
from workbench.errors import PackageError
from workbench.services import corrections, demo, open_items, paper_contents, promises
from workbench.services.acting import do
from workbench.services.decision_view import decision_view
from workbench.services.looking import Look

at = datetime.fromisoformat
OWED = at("2026-04-13 18:00")
"""The festival is accepted and one paper is owed until 15 April, 17:00."""
STAND = "M9.5"


@pytest.fixture
def owed(offices):
    return offices("promised", OWED)


def line(office):
    return promises.of_case(office.desk, office.officer, office.case).lines[0]


def paper():
    return demo.sample_file("supplements/later/M9.5_临建检测验收报告.pdf")


def test_a_promise_is_told_with_its_reminders_its_fallback_and_the_gate_it_closes(owed):
    told = line(owed)
    assert (told.item, told.standing, told.closes) == (STAND, Standing.DUE_SOON, "decision")
    assert [f"{day:%m-%d}" for day in told.reminders] == ["04-10", "04-14"]
    assert told.remind_now
    assert told.fallback_text.zh == "不作出准予决定"
    assert [step.title.zh for step in told.steps] == ["作出承诺"]


def test_a_reminder_is_wanted_until_it_is_recorded_and_again_on_the_last_day(owed):
    do(owed.desk, owed.officer, c.RemindPromisor(owed.case, STAND, "phone", "已告知项目负责人"))
    told = line(owed)
    assert not told.remind_now
    assert told.steps[-1].detail.zh == "电话 · 已告知项目负责人"
    owed.clock.set(at("2026-04-14 09:00"))
    assert line(owed).remind_now


def test_it_turns_red_by_itself(owed):
    owed.clock.set(at("2026-04-15 17:01"))
    look = Look(owed.desk, owed.state())
    assert line(owed).standing is Standing.OVERDUE
    assert [i.kind for i in open_items.open_items(look) if i.object == STAND and "已逾期" in i.text.zh] == ["block"]
    assert STAND in {item.object for item in decision_view(look, owed.officer).gate}
    assert promises.register(owed.desk, owed.officer).overdue == 1


def test_the_register_follows_a_promise_until_a_second_person_has_confirmed_it(owed):
    wish = c.FulfilPromise(owed.case, STAND, "", "", "", at("2026-04-13 16:00"))
    promises.intake.deliver(owed.desk, owed.officer, wish, paper())
    found = promises.register(owed.desk, owed.approver)
    assert [(x.item, x.standing) for x in found.lines] == [(STAND, Standing.DELIVERED)]
    assert found.to_confirm == 1
    do(owed.desk, owed.approver, c.ConfirmPromise(owed.case, STAND))
    assert promises.register(owed.desk, owed.officer).lines == ()
    assert line(owed).standing is Standing.KEPT


def test_the_letter_of_a_promise_is_kept_by_its_hash(owed, tmp_path):
    state = promises.attach_letter(owed.desk, owed.officer, c.AttachLetter(owed.case, STAND, "", ""), paper())
    kept = state.promise(STAND)
    assert kept.letter == paper().name
    assert owed.desk.database.attachments.get(kept.letter_sha256) == paper().read_bytes()
    broken = tmp_path / "承诺书.pdf"
    broken.write_bytes(b"no paper at all")
    with pytest.raises(PackageError):
        promises.attach_letter(owed.desk, owed.officer, c.AttachLetter(owed.case, STAND, "", ""), broken)


def test_a_moved_event_shows_what_the_rule_gives_now(owed):
    ruled = replace(owed.state().promises[STAND], anchor="before_event", amount=3)
    look = Look(owed.desk, owed.state())
    given = promises.moment_by_rule(look, ruled)
    first = owed.state().first_start().date()
    assert owed.desk.calendar.workdays_between(given.date(), first) >= 3
    assert given.time() == ruled.due.time()
    assert promises.rule_text(look, ruled).zh == "活动首日前第 3 个工作日"


def test_a_lower_number_that_follows_is_printed_on_the_grant(offices):
    office = offices()
    state = office.state()
    suspensive = c.Promise(STAND, "承办者", at("2026-04-27 12:00"), "before_opening", "", "lower_number", number=20000)
    case = replace(state, promises={STAND: suspensive}, fulfilments={}, promise_steps={})
    printed = [line.text for line in paper_contents.grant(Look(office.desk, case)).conditions]
    assert any("2026年4月27日12:00前补齐" in text and "降为每场20000人" in text for text in printed)


# Corrections


def test_a_notice_that_passes_over_a_finding_in_silence_is_refused_and_names_it(offices):
    office = offices("found", at("2026-04-02 18:00"))
    look = Look(office.desk, office.state())
    found = corrections.open_matters(look)
    fired = {code for item in look.gate if item.fired for code in item.objects}
    assert fired <= {item.code for item in found}
    asked = tuple(item for item in found if item.source in {"document", "plan"})
    due = look.today + timedelta(days=7)
    with pytest.raises(Refusal) as refusal:
        do(office.desk, office.officer, c.SendCorrection(office.case, asked, due))
    assert refusal.value.field == "not_asked"
    left = corrections.not_asked(look, asked)
    do(office.desk, office.officer, c.SendCorrection(office.case, asked, due, not_asked=left))
    assert office.state().corrections[-1].not_asked == left
