"""Every check in a case: it fires on what officers did or left undone, says what settles it, and falls silent then."""

import sqlite3
from dataclasses import replace
from datetime import date, datetime

import pytest

from workbench.core import case_parts as parts
from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.case_findings import settled
from workbench.core.case_parts import Act, Recommendation
from workbench.core.parts_after import After, Hazard
from workbench.core.parts_programme import ProgrammeAnswer, ProgrammeVerdict
from workbench.errors import NO_TEXT
from workbench.services import checking, documents, intake, presenting, review
from workbench.services.acting import do
from workbench.services.looking import Look
from workbench.services.print_gate import PrintGateError

at = datetime.fromisoformat


def found(office, check, case=""):
    """Return a finding of the case at hand."""
    look = Look(office.desk, office.desk.case(case or office.case))
    return next(f for f in look.findings if f.check.code == check)


def why(office, check):
    return [text.zh for text in found(office, check).why]


def test_every_check_stands_once_with_rule_remedy_and_place(ready):
    shown = checking.findings(ready.desk, ready.officer, ready.case)
    assert [f.check for f in shown] == [f"K{n:02}" for n in range(1, 38)]
    for finding in shown:
        assert all((finding.law.zh, finding.law.en, finding.remedy.zh, finding.remedy.en))
        assert finding.step in range(1, 15)
        assert (finding.silent == NO_TEXT) is (finding.fired is not None)


def test_a_check_without_data_says_so(ready):
    shown = {f.check: f for f in checking.findings(ready.desk, ready.officer, ready.case)}
    assert "没有数据" in shown["K28"].silent.zh


def test_the_reading_of_the_findings_is_recorded(ready):
    before = len(ready.desk.database.journal.read(f"access/{ready.case}"))
    checking.findings(ready.desk, ready.supervisor, ready.case)
    assert len(ready.desk.database.journal.read(f"access/{ready.case}")) == before + 1


def test_the_rail_and_the_gate_tell_a_finding_with_what_settles_it(ready):
    do(ready.desk, ready.officer, c.JudgeProgramme(ready.case, "1", ""))
    view = review.look_again(ready.desk, ready.officer, ready.case)
    (item,) = [i for i in view.open_items if i.check == "K22"]
    assert (item.kind, item.step, item.object) == ("block", 4, "1")
    assert all((item.remedy.zh, item.remedy.en))
    assert [i.check for i in view.decision.gate] == ["K22"]


def test_a_score_that_is_missing_fires_until_it_is_there(ready):
    assert found(ready, "K23").fired is False
    do(ready.desk, ready.officer, c.ScoreFactor(ready.case, "D1.1", None, None))
    assert found(ready, "K23").fired is True


def test_a_level_that_the_scores_have_left_behind_needs_a_reason(ready):
    look = Look(ready.desk, ready.state())
    computed = look.risk.level.computed
    stale = replace(look.case, level=parts.LevelChoice(computed))
    assert "K23" not in fired(stale, look, computed)
    assert "K23" in fired(stale, look, computed - 1)
    lowered = replace(stale, level=parts.LevelChoice(computed, "理由充分"))
    assert "K23" in fired(lowered, look, computed - 1)
    approved = replace(stale, level=parts.LevelChoice(computed, "理由充分", "沈知行"))
    assert "K23" not in fired(approved, look, computed - 1)
    known = replace(stale, level=parts.LevelChoice(computed, "理由充分", "u3", "沈知行", "", computed - 1))
    assert "K23" not in fired(known, look, computed - 1)
    raised = replace(stale, level=parts.LevelChoice(computed - 1, "从严"))
    assert "K23" not in fired(raised, look, computed)


def test_an_approval_of_a_lower_level_does_not_hold_once_the_scores_give_a_higher_one(ready):
    look = Look(ready.desk, ready.state())
    allowed = replace(look.case, level=parts.LevelChoice(3, "已落实控制措施", "u3", "沈知行", "", 2))
    assert "K23" not in fired(allowed, look, 2)
    assert "K23" in fired(allowed, look, 1)


def fired(case, look, computed=None):
    return {f.check.code for f in settled(case, look.assessment, computed).findings if f.fired}


# Culture approval


@pytest.fixture
def unapproved(festival):
    """The festival as handed in: two acts have no approval."""
    return Look(festival.desk, festival.state())


def asked(dept, position, day=9, **more):
    return parts.Consultation(dept, ("是否批准",), date(2026, 4, 10), date(2026, 4, 3), position, "文号", "",
                              date(2026, 4, day), **more)  # fmt: skip


@pytest.mark.parametrize(
    ("requests", "open_"),
    [
        ((), True),
        ((asked("澄州市文化广电和旅游局", "agree"),), False),
        ((asked("某局", "no_remark", code="culture"),), False),
        ((asked("澄州市文化广电和旅游局", ""),), True),
        ((asked("澄州市文化广电和旅游局", "agree_if"),), True),
        ((asked("澄州市文化广电和旅游局", "object"),), True),
        ((asked("消防救援支队", "agree"),), True),
        ((asked("文旅局", "agree", 8), asked("文旅局", "object", 9)), True),
        ((asked("文旅局", "object", 8), asked("文旅局", "agree", 9)), False),
        ((asked("文旅局", "agree", superseded="q2"),), True),
    ],
)
def test_acts_without_approval_wait_for_the_consent_of_the_culture_authority(unapproved, requests, open_):
    case = replace(unapproved.case, consultations={f"q{n}": one for n, one in enumerate(requests)})
    assert ("K21" in fired(case, unapproved)) is open_


def test_an_act_that_was_given_up_needs_no_approval(unapproved):
    gone = ProgrammeVerdict("advise_cancel", ("SG5",), (), "节目单", "取消")
    verdicts = dict.fromkeys(("33", "44"), gone)
    waiting = replace(unapproved.case, programme=verdicts)
    assert "K21" in fired(waiting, unapproved)
    answers = {no: ProgrammeAnswer("照办", accepted=True) for no in verdicts}
    assert "K21" not in fired(replace(waiting, answers=answers), unapproved)


def test_an_open_act_warns_while_the_consultation_runs_and_blocks_when_it_does_not(unapproved):
    def severity(case):
        return next(f.severity for f in settled(case, unapproved.assessment, None).findings if f.check.code == "K21")

    accepted = replace(unapproved.case, accepted=date(2026, 4, 3))
    assert severity(unapproved.case) == "warn"
    assert severity(accepted) == "block"
    running = replace(accepted, consultations={"q1": asked("文旅局", "")})
    assert severity(running) == "warn"
    assert severity(replace(accepted, consultations={"q1": asked("文旅局", "object")})) == "block"


# Refusal grounds and printing


def refusing(case, *reasons):
    act = Act("u", "顾清和", at("2026-04-10 09:00"))
    return replace(case, recommendation=Recommendation("refuse", "不予许可", None, reasons, (), act))


@pytest.mark.parametrize(
    ("reasons", "lacking"),
    [
        ((c.RefusalReason("4", "出口不足", "现场查验记录"),), ""),
        ((), "没有写明"),
        ((c.RefusalReason("9", "出口不足", "记录"),), "许可条件"),
        ((c.RefusalReason("4", " ", "记录"),), "事实"),
        ((c.RefusalReason("4", "出口不足", ""),), "证据"),
    ],
)
def test_a_refusal_rests_on_condition_fact_and_evidence(unapproved, reasons, lacking):
    case = refusing(unapproved.case, *reasons)
    told = next(f for f in settled(case, unapproved.assessment, None).findings if f.check.code == "K31")
    assert told.fired is bool(lacking)
    assert lacking in "".join(text.zh for text in told.why)


def test_a_refusal_paper_that_leaves_a_way_of_appeal_out_is_not_in_order(unapproved):
    pack = unapproved.pack
    paper = pack.papers["F12"]
    silent = replace(paper, texts={k: v for k, v in paper.texts.items() if "诉讼" not in v.zh})
    other = replace(unapproved.assessment, pack=replace(pack, papers={**pack.papers, "F12": silent}))
    case = refusing(unapproved.case, c.RefusalReason("4", "出口不足", "记录"))
    told = next(f for f in settled(case, other, None).findings if f.check.code == "K31")
    assert {text.zh for text in told.why} == {"决定书未载明行政复议", "决定书未载明行政诉讼"}


# Inspections, changes


def standing(look, **changes):
    """Return the reasons of the inspection check for a case with some parts changed."""
    case = replace(look.case, **changes)
    process = presenting.case_process(case)
    assessment = replace(look.assessment, process=process)
    told = next(f for f in settled(case, assessment, None).findings if f.check.code == "K20")
    return None if told.fired is None else tuple(zip([w.zh for w in told.why], told.places, strict=True))


def site_check(moment, *confirmed):
    return parts.SiteCheck(at(moment), "湖畔", ("苏禾", "陆知远"), accounts=("u1", "u2"), confirmed=confirmed)


def test_an_on_site_check_counts_once_the_second_officer_stands_by_it(unapproved):
    assert standing(unapproved) is None
    alone = site_check("2026-04-09 10:00", "u1")
    assert [why for why, _ in standing(unapproved, site_checks=(alone,))] == ["2026-04-09 10:00 现场查验仅 1 人"]
    assert standing(unapproved, site_checks=(site_check("2026-04-09 10:00", "u1", "u2"),)) == ()
    assert standing(unapproved, site_checks=(alone, site_check("2026-04-09 15:00", "u1", "u2"))) == ()


def test_a_granted_event_waits_for_a_passed_inspection_and_for_every_hazard(unapproved):
    checks = (site_check("2026-04-09 10:00", "u1", "u2"),)
    granted = {"site_checks": checks, "status": Status.GRANTED}
    assert [place for _, place in standing(unapproved, **granted)] == ["opening_check"]
    failed = parts.OpeningCheck(at("2026-04-10 08:00"), ("苏禾", "陆知远"), (), passed=False)
    assert [place for _, place in standing(unapproved, **granted, opening_checks=(failed,))] == ["opening_check"]
    passed = replace(failed, passed=True)
    assert standing(unapproved, **granted, opening_checks=(failed, passed)) == ()
    due, seen = at("2026-04-28 18:00"), at("2026-04-10 08:00")
    hazard = Hazard("北门未清障", "北门", "serious", "场所管理者", due, "opening:1", seen)
    open_ = standing(unapproved, **granted, opening_checks=(passed,), after=After(hazards={"h1": hazard}))
    assert [place for _, place in open_] == ["h1"]
    assert "北门未清障" in open_[0][0]
    mended = After(hazards={"h1": replace(hazard, closed=seen)})
    assert standing(unapproved, **granted, opening_checks=(passed,), after=mended) == ()


def test_a_request_to_change_guides_until_it_is_decided(ready):
    look = Look(ready.desk, ready.state())
    asked_ = parts.Change("place", "开幕式改至广场", at("2026-04-14 10:00"))
    case = replace(look.case, changes=(asked_,))
    with_change = replace(Look(ready.desk, case))
    assert "K25" in fired(case, with_change)
    decided = replace(case, changes=(replace(asked_, result="new_application"),))
    assert "K25" not in fired(decided, with_change)


# The office around


def received(office, package):
    return intake.receive(office.desk, office.officer, package).case


@pytest.fixture
def two(empty, packages):
    """An office with two open events that share a guard company on one day."""
    empty.clock.set(at("2026-10-01 09:00"))
    empty.expo, empty.run = received(empty, packages["expo"]), received(empty, packages["half-marathon"])
    return empty


def test_a_company_promised_twice_over_clashes_in_both_cases(two):
    for case, other in ((two.expo, two.run), (two.run, two.expo)):
        clash = found(two, "K24", case)
        assert clash.fired is True
        assert two.desk.case(other).number in clash.why[0].zh
        assert "160 + 220 = 380 > 360" in clash.why[0].zh or "220 + 160 = 380 > 360" in clash.why[0].zh


def test_a_case_that_is_over_clashes_with_nothing(two):
    do(two.desk, two.officer, c.WithdrawApplication(two.run, "活动取消"))
    assert found(two, "K24", two.expo).fired is False
    assert found(two, "K24", two.run).fired is None


def test_an_entry_that_was_altered_shows_in_the_findings(ready):
    assert found(ready, "K30").fired is False
    spoil(ready, "journal", f"UPDATE journal SET actor = 'x' WHERE stream = 'case/{ready.case}' AND version = 3")
    ready.desk.memo = type(ready.desk.memo)()
    assert why(ready, "K30") == ["第 3 条记录与其指纹不符", "记录人没有账户：x"]


def test_a_number_that_is_missing_from_its_series_shows_and_closes_printing(recommended):
    seal = recommended.state().signature("recommend").fingerprint
    do(recommended.desk, recommended.approver, c.Countersign(recommended.case, seal))
    assert found(recommended, "K32").fired is False
    spoil(recommended, "numbers", "UPDATE numbers SET number = 2 WHERE series = 'case'")
    told = found(recommended, "K32")
    assert told.fired is True
    with pytest.raises(PrintGateError) as refused:
        documents.issue(recommended.desk, recommended.officer, recommended.case, "F11")
    assert "K32" in refused.value.told("en")
    assert refused.value.remedy.zh


def spoil(office, table, statement):
    """Alter the file behind the program's back."""
    with sqlite3.connect(office.location / "workbench.db") as raw:
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))
        for (name,) in triggers.fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
    raw.close()
