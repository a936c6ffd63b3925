"""Parking and dispersal of a case in the window: filled from the case with sources, cars and coaches apart."""

import pytest

from workbench.core.commands import SetEntry
from workbench.ui.crowd_page import NUMBER, TRANSPORT


@pytest.fixture
def pane(workspace, settle, qtbot):
    workspace.go(NUMBER)
    settle()
    page = workspace.page()
    page.reveal(TRANSPORT)
    found = page.panes[TRANSPORT]
    qtbot.waitUntil(lambda: found.benches["parking"].result.found is not None, timeout=20_000)
    return found


def lines(bench):
    return bench.inputs.told.text().splitlines()


def test_the_form_of_parking_is_filled_from_the_case_with_the_source_of_every_number(pane):
    bench = pane.benches["parking"]
    assert bench.inputs.form.given() == {
        "persons": "25000",
        "kinds": [
            {"vehicle": "小客车", "spaces": "3500", "stated": "3000"},
            {"vehicle": "大客车", "stated": "210"},
        ],
    }
    assert lines(bench)[1:] == [
        "· 小客车需求 3000：申请“预计停车需求”",
        "· 小客车车位 3500：申请“停车泊位”",
        "· 大客车需求 210：申请“接驳大巴”（每辆一个落客位）",
        "▲ 没有大客车的车位",
    ]
    assert bench.result.value.text() == "未计算"
    assert "未填车位，不能判断：大客车" in bench.result.text.toPlainText()


def test_what_the_register_says_is_taken_after_a_change_and_what_was_typed_stays(
    pane, workspace, festival, settle, qtbot
):
    parking, dispersal = pane.benches["parking"], pane.benches["dispersal"]
    typed = dispersal.inputs.form.fields["minutes"].editor
    typed.setFocus()
    qtbot.keyClicks(typed, "90")
    fields = (("name", "南落客区"), ("kind", "coach"), ("need", 60), ("spaces", 40))
    workspace.context.do(SetEntry(festival.case, "P1", "parking_lot", fields))
    qtbot.waitUntil(lambda: "· 大客车车位 40：停车供需登记 1 处合计" in lines(parking), timeout=20_000)
    settle()
    assert parking.inputs.form.given()["kinds"][1] == {"vehicle": "大客车", "spaces": "40", "stated": "60"}
    qtbot.waitUntil(lambda: parking.result.value.text() == "20", timeout=20_000)
    assert dispersal.inputs.form.given()["minutes"] == "90"
    assert [one["mode"] for one in dispersal.inputs.form.given()["modes"]] == ["公共交通", "小客车", "大客车"]
