"""Consultation on the command line: list, make, show, reply, receive; refusals in words with their exit code."""

import json
from datetime import date, datetime

import pytest

from workbench.core import commands as c
from workbench.services import demo, office
from workbench.services.acting import do

UNTIL = datetime.fromisoformat("2026-04-08 15:20")


@pytest.fixture(scope="session")
def accepted(tmp_path_factory):
    """Return the folder of an office whose festival is accepted and under review, made once."""
    folder = tmp_path_factory.mktemp("consult") / "office"
    demo.perform(folder, UNTIL, ("grant",))
    with office.desk_at(folder) as desk:
        officer = next(person for person in office.people(desk) if "officer" in person.roles)
        case = desk.database.journal.streams("case")[0].split("/")[1]
        wish = c.SendConsultation(case, "HQ-9", "文化旅游", ("是否批准",), date(2086, 4, 13), "culture", ("event",))
        do(desk, officer, wish)
    return folder, case


@pytest.fixture
def at(accepted, tmp_path):
    """Return the data folder of a copy, and the case."""
    import shutil

    return shutil.copytree(accepted[0], tmp_path / "office"), accepted[1]


def test_a_packet_goes_out_comes_back_and_is_refused_a_second_time(run, at, tmp_path):
    data, case = at
    made = run("--data", data, "packet", "make", case, "HQ-9", "--out", tmp_path / "p", "--form", "packet", "--json")
    assert made.code == 0, made.err
    (file,) = json.loads(made.out)["files"]
    shown = run("packet", "show", file)
    assert "活动概况" in shown.out
    reply = tmp_path / "r.eawr"
    wrote = run("packet", "reply", file, "--position", "同意", "--name", "温岚", "--out", reply, "--with", "post=科长")
    assert (wrote.code, reply.exists()) == (0, True)
    taken = run("--data", data, "packet", "receive", reply, "--json")
    assert json.loads(taken.out)["request"] == "HQ-9"
    again = run("--data", data, "--lang", "en", "packet", "receive", reply)
    assert again.code == 1
    assert "recorded already" in again.err
    listed = json.loads(run("--data", data, "consult", case, "--json").out)
    (request,) = [one for one in listed["requests"] if one["request"] == "HQ-9"]
    assert (request["state"], request["replies"][0]["post"]) == ("answered", "科长")
    assert len(listed["refused"]) == 1
    assert "文化旅游" in run("--data", data, "consult", case).out


@pytest.mark.parametrize(
    ("more", "code"),
    [(("--position", "maybe", "--name", "x"), 1), (("--position", "agree", "--name", " "), 1),
     (("--position", "agree", "--name", "x", "--with", "colour=red"), 2)],
)  # fmt: skip
def test_a_reply_that_says_nothing_useful_is_refused_and_not_written(run, at, tmp_path, more, code):
    data, case = at
    run("--data", data, "packet", "make", case, "HQ-9", "--out", tmp_path / "p", "--form", "packet")
    file = next((tmp_path / "p").iterdir())
    assert run("packet", "reply", file, "--out", tmp_path / "r.eawr", *more).code == code
    assert not (tmp_path / "r.eawr").exists()


def test_wrong_forms_and_files_are_told(run, at, tmp_path):
    data, case = at
    assert run("--data", data, "packet", "make", case, "HQ-9", "--out", tmp_path, "--form", "fax").code == 2
    none = run("--data", data, "--lang", "en", "packet", "make", case, "HQ-0", "--out", tmp_path)
    assert none.code == 1
    stray = tmp_path / "x.eawp"
    stray.write_bytes(b"PK\x03\x04")
    assert run("--lang", "en", "packet", "show", stray).code == 1
    assert run("--lang", "en", "packet", "open", stray).code == 1


@pytest.mark.parametrize(
    "command", ["consult", "packet make", "packet show", "packet open", "packet reply", "packet receive"]
)
def test_every_command_of_consultation_explains_itself_in_both_languages(run, command):
    done = run(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert " · " in done.out
