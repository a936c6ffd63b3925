"""The review of a case: verdicts, duties, programme, risk, site and conditions, each by codes of the pack."""


# Review


def test_a_verdict_that_asks_for_something_says_why(life):
    life.accept()
    with life.refuses("reason", "reasons"):
        life.do("JudgeMaterial", "M2.1", "correct")
    life.do("WriteNote", "n1", "执照 3 月到期", "M2.1", is_reason=True)
    assert life.do("JudgeMaterial", "M2.1", "correct").materials["M2.1"].verdict == "correct"


def test_codes_come_from_the_pack(life):
    life.accept()
    for give in (
        lambda: life.do("JudgeMaterial", "M99.1", "meets"),
        lambda: life.do("JudgeMaterial", "M1.1", "fine"),
        lambda: life.do("JudgeMaterial", "M1.1", "correct", ("R99",)),
        lambda: life.do("JudgePlan", "P99", 1),
        lambda: life.do("SetDuty", "Z01", "done", "齐玥"),
        lambda: life.do("ScoreFactor", "D9.9", 1, 1),
        lambda: life.do("JudgeSite", "Z9", "meets"),
        lambda: life.do("ChooseFact", "FA99", "", 1, "理由"),
        lambda: life.do("AnswerFinding", "K99", "", "已核对"),
        lambda: life.do("JudgeProgramme", "9", "pass"),
    ):
        with life.refuses("listed"):
            give()


def test_plan_contents_score_0_1_or_2(life):
    life.accept()
    with life.refuses("range", "score"):
        life.do("JudgePlan", "P1", 3)


def test_a_duty_has_one_named_person(life):
    life.accept()
    for names in ("齐玥、程默", "齐玥；程默", "齐玥/程默", "Qi Yue and Cheng Mo"):
        with life.refuses("one_person", "person"):
            life.do("SetDuty", "B01", "doing", names)
    with life.refuses("stated", "person"):
        life.do("SetDuty", "B01", "done")
    with life.refuses("one_person", "support"):
        life.do("SetDuty", "B01", "doing", "齐玥", support=("B",))
    assert life.do("SetDuty", "B01", "doing", "齐玥", support=("C",)).duty("B01").person == "齐玥"


def test_an_adverse_programme_conclusion_needs_ground_and_evidence(life):
    life.accept()
    with life.refuses("K22", "grounds"):
        life.do("JudgeProgramme", "1", "advise_cancel", (), (), "现场引导观众冲撞")
    with life.refuses("stated", "evidence"):
        life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",))
    life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "现场引导观众冲撞")


def test_non_permission_needs_a_content_ground_of_the_law(life):
    life.accept()
    with life.refuses("PMR.25", "grounds"):
        life.do("JudgeProgramme", "1", "not_permitted", ("SG1",), (), "现场引导观众冲撞")
    life.do("JudgeProgramme", "1", "not_permitted", ("CB06",), (), "歌词第二段渲染暴力")


def test_genre_is_never_a_ground(life):
    life.accept()
    with life.refuses("genre", "evidence"):
        life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "摇滚")


def test_a_risk_reduction_needs_evidence_and_a_rise_an_explanation(life):
    life.accept()
    with life.refuses("evidence", "evidence"):
        life.do("ScoreFactor", "D1.1", 3, 2)
    with life.refuses("evidence", "note"):
        life.do("ScoreFactor", "D1.1", 2, 3)
    with life.refuses("range"):
        life.do("ScoreFactor", "D1.1", 5, 5)
    with life.refuses("range", "not_applicable"):
        life.do("ScoreFactor", "D1.1", 1, 1, "无此项")
    assert life.do("ScoreFactor", "D1.1", 3, 2, "", "增派保安合同").factors["D1.1"].after == 2
    assert life.do("ScoreFactor", "D1.1", None, None, "无此项").factors["D1.1"].not_applicable


def test_a_level_other_than_computed_needs_a_reason_and_a_lower_one_an_approver(life):
    life.accept()
    life.computed = 2
    assert life.do("SetLevel", 2).level.level == 2
    with life.refuses("stated", "reason"):
        life.do("SetLevel", 1)
    life.do("SetLevel", 1, "有重要来宾")
    with life.refuses("stated", "approver"):
        life.do("SetLevel", 3, "已落实控制措施")
    with life.refuses("four_eyes", "approver"):
        life.do("SetLevel", 3, "已落实控制措施", "苏禾")
    life.do("SetLevel", 3, "已落实控制措施", "顾衡")


def test_a_site_check_needs_two_different_officers(life):
    life.accept()
    for officers in (("苏禾",), ("苏禾", "苏禾"), ("苏禾", " ")):
        with life.refuses("ALL.34", "officers"):
            life.do("RecordSiteCheck", life.now, "湖滨草坪", officers, conclusion="符合")


def test_a_condition_says_what_who_and_by_when(life):
    life.accept()
    whole = {"text": "设岗", "owner": "承办者", "moment": "before_opening"}
    for left_out in whole:
        with life.refuses("stated"):
            life.do("SetCondition", "c1", **{**whole, left_out: " "})


def test_an_edit_that_changes_nothing_makes_no_event(life):
    life.accept()
    life.do("JudgeMaterial", "M1.1", "meets")
    count = len(life.events)
    life.do("JudgeMaterial", "M1.1", "meets")
    assert len(life.events) == count
