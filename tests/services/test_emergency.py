"""The emergency plan at the desk: edits of one field, taking in and out, exercises, the breaker sheet of a case."""

from pathlib import Path

import pypdfium2
import pytest

from workbench.errors import WorkbenchError
from workbench.services import acting, documents, emergency_desk
from workbench.services.emergency_desk import SCENARIO, TRIGGER

EXAMPLE = Path(__file__).parents[2] / "forms" / "samples" / "drills" / "festival-table-top.json"


def seen(festival):
    return emergency_desk.of_open(festival.desk, festival.officer, festival.case)


def edit(festival, *place, text):
    command = emergency_desk.edit(festival.case, seen(festival), place, text)
    acting.do(festival.desk, festival.officer, command)
    return seen(festival).plan


def test_a_threshold_goes_to_the_plan_and_a_deputy_to_the_offices_words(festival):
    plan = edit(festival, TRIGGER, "TR-01", "red", text="95")
    assert plan.trigger("TR-01").state.number("red") == 95
    plan = edit(festival, TRIGGER, "TR-01", "deputy", text=" 林岚 ")
    assert plan.trigger("TR-01").deputy == "林岚"
    plan = edit(festival, SCENARIO, "EM01", "drill_on", text="2026-04-02")
    assert plan.scenario("EM01").drilled_on.day == 2
    plan = edit(festival, TRIGGER, "TR-01", "deputy", text="")
    assert plan.trigger("TR-01").deputy == ""
    assert festival.state().trigger_words == {}


@pytest.mark.parametrize(("field", "text"), [("red", "NaN"), ("red", "很多")])
def test_what_cannot_be_read_is_refused_in_words(festival, field, text):
    with pytest.raises(WorkbenchError) as refused:
        emergency_desk.edit(festival.case, seen(festival), (TRIGGER, "TR-01", field), text)
    assert refused.value.where == field


def test_a_scenario_is_taken_out_and_in(festival):
    for there in (False, True):
        command = emergency_desk.adopt(festival.case, seen(festival), SCENARIO, "EM01", applicable=there)
        acting.do(festival.desk, festival.officer, command)
        assert seen(festival).plan.scenario("EM01").state.missing is not there
    assert festival.state().working_plan == {}


def test_an_exercise_needs_a_case_to_be_kept_and_a_file_to_be_read(festival, tmp_path):
    view = seen(festival)
    assert emergency_desk.replay(view, EXAMPLE).command is None
    command = emergency_desk.replay(view, EXAMPLE, festival.state()).command
    acting.do(festival.desk, festival.officer, command)
    assert list(seen(festival).drills) == ["T1"]
    with pytest.raises(WorkbenchError):
        emergency_desk.replay(view, tmp_path / "nothing.json")


def test_a_huge_file_is_refused_without_being_read_whole(festival, tmp_path):
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * 3_000_000)
    found = emergency_desk.replay(seen(festival), huge)
    assert found.command is None
    assert found.faults


def test_the_case_has_the_breaker_sheet_in_both_languages_on_one_page(festival):
    for language, counted in (("zh", "第 1 页"), ("en", "Page 1 of 1")):
        paper = documents.paper(festival.desk, festival.officer, festival.case, emergency_desk.sheet_code(language))
        with pypdfium2.PdfDocument(paper.pdf) as pdf:
            assert len(pdf) == 1
            assert counted in pdf[0].get_textpage().get_text_bounded()
