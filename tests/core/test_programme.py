"""The programme desk: verdicts, the interactive sub-form, answers in time, the locked list, changes, results."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core import programme
from workbench.core.decide import undo_of
from workbench.core.evolve import replay
from workbench.core.values import Row

at = datetime.fromisoformat


def act(no, artist="样例乐队", work="样例曲", **values):
    known = dict.fromkeys(("stage", "start", "interactive", "inter_zone", "inter_control", "stop_word", "supervisor"))
    return Row(
        "programme",
        no + 2,
        {**known, "no": no, "session": "S1", "artist": artist, "work": work, "genre": "摇滚", **values},
    )


@pytest.fixture
def with_acts(life):
    """Accept an application with these rows."""

    def accept(*rows):
        life.receive()
        application = life.case.application
        sheets = {**application.sheets, "programme": rows}
        life.do("ReceiveSupplement", replace(application, sheets=sheets), life.now)
        life.now = at("2026-04-03T10:00")
        return life.do("Accept", date(2026, 4, 3), ())

    return accept


def grant(life):
    life.check_site()
    life.recommend()
    return life.countersign()


@pytest.mark.parametrize("told", ["摇滚", "属摇滚", "摇滚音乐。", " 是 摇滚 "])
def test_a_type_of_music_is_never_an_evidence(life, told):
    life.accept()
    with life.refuses("genre", "evidence"):
        life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), told)


def test_an_interactive_act_passes_only_with_its_sub_form(life, with_acts):
    with_acts(act(1, interactive="上台", inter_zone="Z1", inter_control="两人一组"))
    with life.refuses("interaction", "verdict"):
        life.do("JudgeProgramme", "1", "pass")
    life.do("SetInteraction", "1", stop_word="到此为止")
    with life.refuses("interaction", "verdict"):
        life.do("JudgeProgramme", "1", "pass")
    life.do("SetInteraction", "1", stop_word="到此为止", supervisor="齐玥")
    assert life.do("JudgeProgramme", "1", "pass").programme["1"].verdict == "pass"


def test_an_act_without_interaction_needs_no_sub_form(life, with_acts):
    with_acts(act(1, interactive="无"))
    assert life.do("JudgeProgramme", "1", "pass").programme["1"].verdict == "pass"


def test_what_the_officer_fills_in_goes_before_the_sheet(life, with_acts):
    with_acts(act(1, interactive="合唱", stop_word="停"))
    life.do("SetInteraction", "1", stop_word="到此为止", minutes=4)
    form = programme.interaction(programme.items(life.case)["1"], life.case, life.pack)
    assert (form.what, form.stop_word, form.minutes, form.zone) == ("合唱", "到此为止", 4, "")


def test_advice_is_answered_within_the_offices_working_days(life):
    life.accept()
    life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "现场录像 02:14")
    # Friday 3 April; Monday 6 April is the holiday of Qingming, so three working days end on Thursday.
    assert life.case.programme["1"].answer_due == date(2026, 4, 9)
    assert list(programme.overdue(life.case, life.pack, date(2026, 4, 9))) == []
    assert list(programme.overdue(life.case, life.pack, date(2026, 4, 10))) == ["1"]
    life.do("AnswerProgramme", "1", "改为不插电版", accepted=False)
    assert list(programme.overdue(life.case, life.pack, date(2026, 4, 10))) == []
    assert programme.standing("1", life.case, life.pack) == programme.ANSWERED
    life.do("AnswerProgramme", "1", "改为不插电版", accepted=True)
    assert programme.standing("1", life.case, life.pack) == programme.SETTLED


def test_a_day_once_set_for_the_answer_is_not_moved_by_a_correction_of_the_text(life):
    life.accept()
    life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "现场录像")
    life.now += timedelta(days=20)
    life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "现场录像 02:14")
    assert life.case.programme["1"].answer_due == date(2026, 4, 9)


def test_parts_belong_to_a_row_and_are_judged_like_one(life):
    life.accept()
    life.do("SetProgrammeItem", "1.1", "1", "work", "另一曲", minutes=5, quote="第二段")
    assert list(programme.items(life.case)) == ["1", "1.1"]
    assert programme.standing("1.1", life.case, life.pack) == programme.OPEN
    life.do("JudgeProgramme", "1.1", "pass")
    assert programme.standing("1.1", life.case, life.pack) == programme.SETTLED
    for values in (("2", "1", "work", "曲"), ("1.2", "9", "work", "曲"), ("1.2", "1", "song", "曲")):
        if values[0] != "2":
            with life.refuses("listed"):
                life.do("SetProgrammeItem", *values)
    with life.refuses("unique", "part"):
        life.do("SetProgrammeItem", "1", "1", "work", "曲")
    with life.refuses("listed", "lyrics_file"):
        life.do("SetProgrammeItem", "1.2", "1", "work", "曲", lyrics_file="没有.pdf")
    with life.refuses("range", "lyrics_page"):
        life.do("SetProgrammeItem", "1.2", "1", "work", "曲", lyrics_file="aform.pdf", lyrics_page=9)


@pytest.mark.parametrize(
    "command",
    [
        c.SetProgrammeItem("case-1", "1.1", "1", "segment", "抽奖环节"),
        c.SetInteraction("case-1", "1", stop_word="停"),
        c.SetProgrammeList("case-1", "approval", "批文", (c.ProgrammeLine("样例乐队", "样例曲"),)),
        c.SetAlias("case-1", "样例团", "样例乐队"),
        c.JudgeProgramme("case-1", "1", "consult", note="请文旅部门会商"),
    ],
    ids=lambda command: command.kind,
)
def test_an_edit_of_the_desk_is_taken_back_and_leaves_what_was_before(life, command):
    before = life.accept()
    back = undo_of(before, command)
    life.give(command)
    assert life.case != before
    after = life.give(back)
    named = ("programme", "programme_items", "interactions", "programme_lists", "aliases")
    assert all(getattr(after, name) == getattr(before, name) for name in named)


def test_the_final_list_is_locked_by_its_fingerprint_in_the_recommendation(life):
    life.accept()
    life.do("JudgeProgramme", "1", "pass")
    seen = programme.final_fingerprint(life.case)
    grant(life)
    assert life.case.recommendation.programme == seen
    assert replay(life.events) == life.case
    with life.refuses("state"):
        life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "录像")
    with life.refuses("state"):
        life.do("AnswerProgramme", "1", "改", accepted=True)
    assert programme.final_fingerprint(life.case) == seen


def test_a_supplement_after_the_grant_cannot_change_the_acts(life):
    life.decide()
    rows = (
        replace(life.case.application.rows("programme")[0], values={"no": 1, "artist": "另一乐队", "genre": "摇滚"}),
    )
    sheets = {**life.case.application.sheets, "programme": rows}
    with life.refuses("TAR.15", "application"):
        life.do("ReceiveSupplement", replace(life.case.application, sheets=sheets), life.now)


def test_other_performers_after_the_grant_are_a_request_that_needs_a_new_application(life, with_acts):
    with_acts(act(1), act(2, "第二乐队", "二曲"))
    grant(life)
    lines = (c.ProgrammeLine("样例乐队", "样例曲", "S1"), c.ProgrammeLine("第三乐队", "三曲", "S1"))
    life.do("ReportProgrammeChange", lines, "来函", life.now, "乐队行程变化")
    assert life.case.changes[-1].change == "content"
    assert {d[0] for d in life.case.variations[-1].differences} == {"removed", "added"}
    with life.refuses("TAR.15", "approved"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    life.do("DecideChange", 1, approved=False, reason="须重新申请", who="approver")
    assert life.case.changes[-1].result == "new_application"
    assert [line.artist for line, _ in programme.performed_lines(life.case, life.pack).values()] == [
        "样例乐队",
        "第二乐队",
    ]


def test_fewer_acts_are_reviewed_again_and_hold_once_they_are_approved(life, with_acts):
    with_acts(act(1), act(2, "第二乐队", "二曲"))
    grant(life)
    life.do("ReportProgrammeChange", (c.ProgrammeLine("样例乐队", "样例曲", "S1"),), "来函", life.now, "第二乐队生病")
    assert life.case.changes[-1].change == "programme"
    with life.refuses("once", "lines"):
        life.do("ReportProgrammeChange", (c.ProgrammeLine("第二乐队", "二曲", "S1"),), "来函", life.now, "又改")
    with life.refuses("K22", "approved"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    life.do("JudgeVariation", "1.1", "pass")
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    assert list(programme.performed_lines(life.case, life.pack)) == ["1.1"]


def test_the_same_list_in_another_writing_is_no_change(life, with_acts):
    with_acts(act(1, "云堰电报局", "《一号仓库》"))
    grant(life)
    with life.refuses("unchanged", "lines"):
        life.do("ReportProgrammeChange", (c.ProgrammeLine("雲堰電報局 ", "一號倉庫"),), "来函", life.now, "无")


def test_results_on_site_are_of_approved_acts_and_say_what_differs(life, with_acts):
    with_acts(act(1), act(2, "第二乐队", "二曲"))
    life.do("JudgeProgramme", "1", "pass")
    life.do("JudgeProgramme", "2", "advise_cancel", ("SG1",), (), "录像")
    life.do("AnswerProgramme", "2", "同意取消", accepted=True)
    grant(life)
    with life.refuses("listed", "no"):
        life.do("RecordPerformance", "2", "as_approved", ("苏禾",))
    with life.refuses("stated", "note"):
        life.do("RecordPerformance", "1", "differs", ("苏禾",))
    life.do("RecordPerformance", "1", "as_approved", ("苏禾", "陆知远"))
    assert life.case.performed["1"].at == life.now


def test_statistics_count_whole_acts_and_single_works_apart(life, with_acts):
    with_acts(
        act(1, "甲队", "一"), act(2, "甲队", "二"), act(3, "乙队", "三"), act(4, "丙队", "四", interactive="冲撞类")
    )
    for no in ("1", "3"):
        life.do("JudgeProgramme", no, "advise_cancel", ("SG1",), (), "录像")
    life.do("JudgeProgramme", "4", "pass_after_change", ("SG2",), (), "管控为空")
    life.do("AnswerProgramme", "3", "同意", accepted=True)
    found = programme.statistics(life.case, life.pack)
    assert (found.acts, found.works, found.concluded) == (3, 4, 3)
    assert (found.acts_cancelled, found.works_cancelled) == (1, 1)
    assert (found.acts_changed, found.works_changed) == (1, 0)
    assert (found.interactive, found.strong, found.accepted) == (1, 1, 1)
    assert (found + found).works_cancelled == 2


def test_advice_that_was_carried_out_is_still_counted(life, with_acts):
    with_acts(act(1, "甲队", "一"), act(2, "乙队", "二"), act(3, "丙队", "三"))
    for no in ("1", "2"):
        life.do("JudgeProgramme", no, "pass_after_change", ("SG1",), (), "录像")
    life.do("JudgeProgramme", "3", "advise_cancel", ("SG1",), (), "误按")
    life.do("JudgeProgramme", "3", "pass")
    application = life.case.application
    rows = (act(1, "甲队", "一之改"), *application.rows("programme")[1:])
    life.do("ReceiveSupplement", replace(application, sheets={**application.sheets, "programme": rows}), life.now)
    life.do("JudgeProgramme", "1", "pass")
    life.do("AnswerProgramme", "2", "已改", accepted=True)
    life.do("JudgeProgramme", "2", "pass")
    found = programme.statistics(life.case, life.pack)
    assert (found.acts_changed, found.acts_cancelled, found.concluded) == (2, 0, 3)
