"""``workbench registers``: lists, search, JSON, files, the calendar, and what is said when something is wrong."""

import json

import pytest

from workbench.cli.registers import SHORT
from workbench.services import office, organisations

COMMANDS = ("list", "show", "calendar", "lapsing", "proposals", *SHORT)


@pytest.fixture
def firms(data):
    """Confirm every organisation of the received package."""
    with office.desk_at(data) as desk:
        officer = next(p for p in office.people(desk) if "officer" in p.roles)
        for proposal in organisations.proposals(desk, officer):
            organisations.confirm(desk, officer, proposal)
    return data


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    done = run("registers", command, "--help")
    assert (done.code, done.err) == (0, "")


def test_a_search_finds_an_organisation_in_words_and_as_json(run, firms):
    told = run("--data", firms, "registers", "organisations", "--search", "龙湾")
    assert told.code == 0
    assert "龙湾卫士" in told.out
    answer = json.loads(run("--data", firms, "registers", "organisations", "--search", "龙湾", "--json").out)
    (entry,) = answer["entries"]
    assert entry["words"]["roles"] == {"zh": "保安服务", "en": "Guard company"}


def test_an_empty_register_says_what_to_do(run, data):
    assert "待确认" in run("--data", data, "registers", "organisations").out


def test_a_register_is_written_to_a_file_once(run, firms, tmp_path):
    target = tmp_path / "firms.xlsx"
    assert run("--data", firms, "registers", "organisations", "--export", target).code == 0
    assert target.stat().st_size
    again = run("--data", firms, "registers", "organisations", "--export", target)
    assert again.code == 1
    assert "不覆盖" in again.err


def test_the_calendar_shows_the_days_of_an_event(run, data):
    told = run("--data", data, "registers", "calendar", "--from", "2026-04-29", "--to", "2026-04-30")
    assert told.code == 0
    assert told.out.count("音乐节") == 2
    answer = json.loads(run("--data", data, "registers", "calendar", "--from", "2026-04-29", "--json").out)
    assert answer["clashes"] == []
    assert run("--data", data, "registers", "calendar", "--from", "soon").code == 2


def test_what_lapses_is_listed_by_day(run, firms):
    answer = json.loads(run("--data", firms, "registers", "lapsing", "--days", "3650", "--json").out)
    days = [entry["day"]["moment"] for entry in answer]
    assert len(days) >= 4
    assert days == sorted(days)
    assert days[0] in run("--data", firms, "registers", "lapsing", "--days", "3650").out


def test_an_unknown_register_and_a_stranger_are_refused_in_words(run, data):
    done = run("--data", data, "registers", "show", "nothing")
    assert done.code == 1
    assert "没有这个登记簿" in done.err
    assert run("--data", data, "registers", "organisations", WORKBENCH_PASSWORD="wrong").code == 1
