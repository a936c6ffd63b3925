"""The register of numbers on the command line."""

import json
from pathlib import Path

from workbench.services import office


def numbers(run, data, *more, **environment):
    return run("--data", data, "numbers", *more, **environment)


def test_the_register_lists_every_number_with_its_case(run, data, case):
    done = numbers(run, data)
    with office.desk_at(data) as desk:
        state = desk.case(case)
    assert (done.code, done.err) == (0, "")
    for number in (state.number, state.acceptance_number, state.decision.number):
        assert number in done.out
    assert json.loads(numbers(run, data, "--json").out)["faults"] == []


def test_year_and_series_narrow_it(run, data):
    found = json.loads(numbers(run, data, "--series", "大补字", "--json").out)["rows"]
    assert [row["series"] for row in found] == ["大补字"]
    assert json.loads(numbers(run, data, "--year", "1999", "--json").out)["rows"] == []
    assert "登记簿是空的" in numbers(run, data, "--year", "1999").out


def test_a_number_is_voided_with_its_reason_by_the_approver_alone(run, data):
    wish = ("void", "大补字", "2026", "1", "--reason", "打印错误")
    assert numbers(run, data, *wish, "--account", "xujianshan").code == 1
    done = numbers(run, data, *wish, "--account", "shenzhixing")
    assert (done.code, done.err) == (0, "")
    assert "打印错误" in numbers(run, data).out
    again = numbers(run, data, *wish, "--account", "shenzhixing")
    assert (again.code, "已经作废" in again.err) == (1, True)


def test_an_earlier_issue_and_a_reading_version_are_written_by_name(run, data, case):
    for name, start in (("F05:1", "F05_"), ("F11.en", "F11-en_"), ("F11.public", "F11-public_")):
        done = run("--data", data, "pdf", case, name)
        assert (done.code, done.err) == (0, "")
        assert Path(done.out.strip()).name.startswith(start)
