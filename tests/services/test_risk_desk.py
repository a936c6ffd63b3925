"""The risk of a case as officers work on it: seats, suggestions, ranges, measures, opinions, the mirror."""

from decimal import Decimal

import pytest

from workbench.core import commands as c
from workbench.core.decide import Refusal
from workbench.core.parts_risk import condition_of
from workbench.errors import NotAllowedError
from workbench.services import review, risk_mirror, risk_seats
from workbench.services.acting import do
from workbench.services.looking import Look
from workbench.services.risk_desk import risk_view
from workbench.services.risk_measures import measure_command


def seen(office):
    return risk_view(office.desk, office.officer, office.case)


def factor(office, code):
    return next(f for f in seen(office).factors if f.code == code)


def score(office, code, before, after=None, **named):
    given = {"evidence": "合同", **named}
    return do(office.desk, office.officer, c.ScoreFactor(office.case, code, before, after, **given))


def reveal(office, reason=""):
    return do(office.desk, office.officer, risk_seats.reveal_command(office.desk, office.officer, office.case, reason))


def test_suggestions_show_their_working_and_enter_nothing(ready, keys):
    import json

    before = ready.state().factors
    found = {f.code: f.suggestion for f in seen(ready).factors if f.suggestion}
    wanted = json.loads(keys["chenghu-bay-festival"].read_text(encoding="utf-8"))["risk_anchors"]
    assert set(wanted["scores_before_controls"]) <= set(found)
    assert found["D6.1"].score == wanted["scores_before_controls"]["D6.1"]
    assert "25000" in found["D6.1"].working.zh
    assert "25000" in found["D6.1"].working.en
    assert ready.state().factors == before


def test_nothing_of_the_agencys_column_is_seen_before_it_is_opened(ready):
    view = seen(ready)
    assert (view.seats.open, view.seats.lines) == (False, 48)
    assert all(f.agency is None for f in view.factors)
    with pytest.raises(Refusal):
        do(ready.desk, ready.officer, c.SetAgencyScore(ready.case, "D1.1", 1, 1))


def test_the_opened_column_is_that_of_the_assessors_report(ready, keys):
    import json

    reveal(ready)
    key = json.loads(keys["chenghu-bay-festival"].read_text(encoding="utf-8"))["risk_example"]
    found = {f.code: [f.agency.before, f.agency.after] for f in seen(ready).factors if f.agency}
    assert found == key["scores"]
    assert seen(ready).seats.sha256 == ready.state().application.attachment(seen(ready).seats.file).sha256


def test_a_gap_wants_a_note_and_a_note_settles_it(ready):
    score(ready, "D1.2", 4, 4)
    reveal(ready)
    assert "D1.2" in seen(ready).seats.gaps_open
    score(ready, "D1.2", 4, 4, gap_note="评估单位未查去年处罚")
    told = factor(ready, "D1.2")
    assert (told.agency.gap, told.agency.note_wanted, told.later) == (3, False, False)
    score(ready, "D1.2", 3, 3, gap_note="评估单位未查去年处罚")
    assert factor(ready, "D1.2").later


def test_a_measure_lowers_the_index_by_what_it_promised_and_writes_its_condition(ready):
    score(ready, "D1.5", 4, 4)
    before = seen(ready)
    promised = next(m for m in before.measures if m.code == "CM04").effect
    assert promised < 0
    command = measure_command(Look(ready.desk, ready.state()), "CM04", "承办者", "before_opening", "演练记录")
    do(ready.desk, ready.officer, command)
    after = seen(ready)
    taken = next(m for m in after.measures if m.code == "CM04")
    assert abs(after.index_after - before.index_after - promised) <= Decimal("0.01")
    assert abs(taken.effect + promised) <= Decimal("0.01")
    assert ready.state().conditions[condition_of("CM04")].owner == "承办者"
    do(ready.desk, ready.officer, c.DropMeasure(ready.case, "CM04"))
    assert seen(ready).index_after == before.index_after


def test_a_reduction_that_no_measure_explains_is_marked(ready):
    score(ready, "D1.5", 4, 1)
    assert factor(ready, "D1.5").unexplained
    command = measure_command(Look(ready.desk, ready.state()), "CM04", "承办者", "before_opening", "演练记录")
    do(ready.desk, ready.officer, command)
    assert not factor(ready, "D1.5").unexplained


def test_an_open_factor_widens_the_ranges_and_never_lowers_their_upper_end(ready):
    before = seen(ready)
    do(ready.desk, ready.officer, c.ScoreFactor(ready.case, "D6.1", None, None))
    after = seen(ready)
    assert after.index_after is None
    assert not after.flips_known
    assert after.range_after[0] <= before.range_after[0] <= before.range_after[1] <= after.range_after[1]
    assert after.distribution.p95 >= before.distribution.p95 - 0.01
    assert factor(ready, "D6.1").low == 4


def test_doubt_widens_the_distribution_and_sureness_narrows_it(ready):
    codes = [f.code for f in seen(ready).factors if f.before is not None and 0 < f.before < 4]
    spread = []
    for confidence in (3, 1):
        for code in codes:
            said = ready.state().factors[code]
            score(ready, code, said.before, said.after, confidence=confidence)
        found = seen(ready).distribution
        spread.append(found.p95 - found.p5)
    assert spread[0] < spread[1]


def test_the_same_case_gives_the_same_samples_at_another_desk(ready):
    again = ready.again()
    assert risk_view(again, ready.officer, ready.case) == seen(ready)


def test_second_opinions_differ_only_from_levels_they_do_not_allow(ready):
    view = seen(ready)
    main = view.level or view.computed
    assert {o.code for o in view.opinions} == {"red_lines", "matrix", "dim_ice", "resemblance"}
    for opinion in view.opinions:
        assert opinion.differs == (main not in opinion.levels)
    matrix = next(o for o in view.opinions if o.code == "matrix")
    assert len(matrix.cells) == 5
    assert matrix.cells[matrix.marked[0]][matrix.marked[1]] in {"green", "yellow", "red"}


def test_the_liaison_sees_nothing_of_the_risk(ready):
    liaison = ready.person("lianluo", "liaison")
    with pytest.raises(NotAllowedError):
        risk_view(ready.desk, liaison, ready.case)
    with pytest.raises(NotAllowedError):
        risk_mirror.mirror(ready.desk, liaison, ready.case)


def test_a_lower_level_is_recorded_with_account_and_model(ready):
    computed = seen(ready).computed
    wish = c.SetLevel(ready.case, computed + 1, "控制措施充分", ready.approver.id)
    chosen = do(ready.desk, ready.officer, wish).level
    assert (chosen.approver_name, chosen.computed) == (ready.approver.name, computed)
    assert chosen.model == seen(ready).model
    assert seen(ready).lowered


def test_the_model_stands_in_the_seal(ready):
    assert Look(ready.desk, ready.state()).models["risk"] == seen(ready).model


def test_a_refused_case_never_shows_in_the_mirror_and_a_granted_one_does(three):
    streams = three.desk.database.journal.streams("case")
    cases = {s.split("/")[1]: three.desk.case(s.split("/")[1]) for s in streams}
    ways = {case.decision.outcome if case.decision else "open": key for key, case in cases.items()}
    found = risk_mirror.mirror(three.desk, three.officer, ways["open"])
    assert [near.case for near in found.cases] == [ways["grant"]]
    assert risk_mirror.mirror(three.desk, three.officer, ways["grant"]).cases == ()
    own = {condition.text for condition in cases[ways["open"]].conditions.values()}
    theirs = {condition.text for condition in cases[ways["grant"]].conditions.values()}
    assert {one.text for one in found.missing} == theirs - own
    assert all((one.with_it, one.of) == (1, 1) for one in found.missing)


def test_an_earlier_case_left_out_for_a_reason_is_compared_no_more_until_it_is_taken_in_again(three):
    other = risk_mirror.mirror(three.desk, three.officer, three.case).cases[0].case
    with pytest.raises(Refusal):
        do(three.desk, three.officer, c.DismissNeighbour(three.case, other, " "))
    with pytest.raises(Refusal):
        do(three.desk, three.officer, c.DismissNeighbour(three.case, three.case, "自己"))
    wish = c.DismissNeighbour(three.case, other, "场地已改建")
    back = review.undo_command(three.desk, wish)
    do(three.desk, three.officer, wish)
    found = risk_mirror.mirror(three.desk, three.officer, three.case)
    assert other not in {one.case for one in found.cases}
    assert [(one.case, one.reason) for one in found.dismissed] == [(other, "场地已改建")]
    assert found.missing == ()
    do(three.desk, three.officer, back)
    assert other in {one.case for one in risk_mirror.mirror(three.desk, three.officer, three.case).cases}


def test_features_of_the_mirror_are_switched_off_one_by_one(three):
    whole = risk_mirror.mirror(three.desk, three.officer, three.case)
    parts = dict(whole.cases[0].parts)
    far = max(parts, key=parts.get)
    without = risk_mirror.mirror(three.desk, three.officer, three.case, frozenset({far}))
    assert [f.code for f in without.features if not f.on] == [far]
    assert without.cases[0].distance < whole.cases[0].distance
    assert far not in dict(without.cases[0].parts)
