"""Time limits and the working-day calendar on the command line."""

import json

import pytest

CLOSE = ("calendar", "close", "2026-04-20", "--reason", "台风停工通知")


@pytest.fixture
def on(run, data):
    """Run a command on the office whose festival is granted, as one of its people."""
    return lambda *words, by="guqinghe", **more: run("--data", data, *words, "--account", by, **more)


def test_the_time_limits_are_printed_line_by_line(on, case):
    done = on("clocks", case)
    assert done.code == 0
    assert "作出决定截止日" in done.out
    assert "清明节，不计" not in done.out.split("作出决定截止日")[1].split("送达截止日")[0]
    assert "《中华人民共和国行政许可法》第44条" in done.out
    assert "提起行政诉讼截止日" in done.out


def test_the_same_lines_are_given_as_json_and_in_english(on, case):
    found = json.loads(on("clocks", case, "--json").out)
    limit = next(one for one in found["limits"] if one["id"] == "decision_due")
    assert limit["due"] == "2026-04-17"
    assert [line["kind"] for line in limit["lines"]][:3] == ["start", "rule", "page"]
    assert all(line["text"]["zh"] and line["text"]["en"] for line in limit["lines"])
    assert "not counted" in on("clocks", case, WORKBENCH_LANG="en").out


def test_a_case_that_is_not_there_is_told_in_words(on):
    done = on("clocks", "nowhere")
    assert (done.code, "没有这个案卷" in done.err) == (1, True)


def test_a_closure_is_tried_recorded_listed_and_taken_back(on):
    trial = on(*CLOSE, "--dry-run", by="luwendi")
    assert "试算，未写入" in trial.out
    assert "台风停工通知" not in on("calendar", "list").out
    done = on(*CLOSE, by="luwendi")
    assert (done.code, "已记录" in done.out) == (0, True)
    listed = on("calendar", "list").out
    assert "台风停工通知" in listed
    assert "已公布" in listed
    found = json.loads(on("calendar", "clear", "2026-04-20", "--reason", "通知取消", "--json", by="luwendi").out)
    assert (found["recorded"], found["known"], found["days"][0]["works"]) == (True, False, True)


def test_an_officer_may_not_change_the_calendar(on):
    done = on(*CLOSE)
    assert (done.code, "您的角色不包括" in done.err) == (1, True)


def test_a_wrong_day_and_a_wrong_file_are_told_without_a_traceback(on, tmp_path):
    assert on("calendar", "close", "20 April", "--reason", "x", by="luwendi").code == 2
    path = tmp_path / "2027.json"
    path.write_text('{"year": 2027, "papers": ["通知"], "days": [{"name": "元旦"}]}', encoding="utf-8")
    done = on("calendar", "import", path, by="luwendi")
    assert (done.code, "days[0]" in done.err) == (1, True)
    assert on("calendar", "import", tmp_path / "nothing.json", by="luwendi").code == 1


def test_the_promised_period_is_set_and_taken_back(on):
    assert on("calendar", "promise", "9", by="luwendi").code == 1
    assert on("calendar", "promise", "3", by="luwendi").code == 0
    assert json.loads(on("calendar", "list", "--json").out)["promised"] == 3
    on("calendar", "promise", "0", by="luwendi")
    assert json.loads(on("calendar", "list", "--json").out)["promised"] is None
