"""``workbench decision …``: from a case that is ready to a countersigned grant, and what is refused on the way."""

import json
import shutil
from datetime import datetime, timedelta

import pytest

from workbench.services import demo
from workbench.services import office as offices

READY = datetime.fromisoformat("2026-04-15 09:30")
APPROVER = "shenzhixing"


class Ready:
    """An office whose festival may be recommended, and the command line on it; each command a minute later."""

    def __init__(self, folder, run):
        self.folder, self.run, self.now = folder, run, READY
        with offices.desk_at(folder) as desk:
            self.case = desk.database.journal.streams("case")[0].split("/")[1]
            self.number = desk.case(self.case).number

    def give(self, name, *arguments, account="guqinghe", group="decision"):
        self.now += timedelta(minutes=1)
        with offices.desk_at(self.folder) as desk:
            offices.pin_sample(desk, self.now)
        return self.run("--data", self.folder, group, name, self.number, *arguments, WORKBENCH_ACCOUNT=account)

    def state(self):
        with offices.desk_at(self.folder) as desk:
            return desk.case(self.case)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Return the folder of an office whose festival may be recommended, made once."""
    folder = tmp_path_factory.mktemp("deciding") / "office"
    demo.perform(folder, READY, ("grant",))
    return folder


@pytest.fixture
def ready(prepared, tmp_path, run):
    return Ready(shutil.copytree(prepared, tmp_path / "office"), run)


def recommended(ready):
    made = ready.give("recommend", "--grant", "--opinion", "符合条件", "--approved", "20000")
    assert made.code == 0, made.err
    return ready.state().signature("recommend").fingerprint


def test_a_recommendation_is_countersigned_by_another_person_who_saw_it(ready):
    seal = recommended(ready)
    shown = json.loads(ready.give("show", "--json", account=APPROVER).out)
    assert shown["outcome"] == "grant"
    assert shown["approved"] == 20000
    assert seal in json.dumps(shown)
    own = ready.give("countersign", "--seal", seal[:16])
    assert own.code == 1
    done = ready.give("countersign", "--seal", seal[:16], "--opinion", "同意", account=APPROVER)
    assert done.code == 0, done.err
    decided = ready.state().decision
    assert decided.outcome == "grant"
    assert decided.number in done.out


@pytest.mark.parametrize("seal", ["", "0" * 64, "short"])
def test_what_was_not_seen_is_not_signed(ready, seal):
    right = recommended(ready)
    done = ready.give("countersign", "--seal", right[:8] if seal == "short" else seal, account=APPROVER)
    assert done.code == 2
    assert ready.state().decision is None


def test_a_recommendation_is_sent_back_with_a_reason(ready):
    recommended(ready)
    assert ready.give("return", "--reason", "补充现场照片", account=APPROVER).code == 0
    assert ready.state().status == "accepted"
    assert ready.give("countersign", "--seal", "0" * 16, account=APPROVER).code == 2


def test_a_refusal_takes_its_reasons_from_a_file(ready, tmp_path):
    wrong = tmp_path / "reasons.json"
    wrong.write_text('[{"why": "x"}]', encoding="utf-8")
    done = ready.give("recommend", "--refuse", "--opinion", "不符合", "--reasons", wrong)
    assert done.code == 2
    assert "condition" in done.err
    assert ready.state().signature("recommend") is None


def test_an_open_case_is_not_archived(ready):
    done = ready.give("archive")
    assert done.code == 1
    assert done.err.strip()


def granted(ready):
    seal = recommended(ready)
    assert ready.give("countersign", "--seal", seal, account=APPROVER).code == 0


def test_an_attempt_to_serve_the_decision_that_failed_is_recorded(ready):
    granted(ready)
    made = ready.give("undelivered", "post", "--reason", "查无此址", "--tracking", "EX123", group="act")
    assert made.code == 0, made.err
    (one,) = ready.state().after.undelivered
    assert (one.method, one.reason, one.tracking) == ("post", "查无此址", "EX123")
    assert ready.state().delivery is None


def test_publication_is_recorded_with_what_was_taken_out(ready):
    granted(ready)
    made = ready.give("publish", "website", "--removed", "passage=蒋知远", group="act")
    assert made.code == 0, made.err
    found = ready.state().publication
    assert (found.where, found.redactions, found.removed) == ("website", ("蒋知远",), ())


def test_false_papers_are_recorded_only_where_the_application_was_turned_down(ready):
    granted(ready)
    told = ("--ground", "false_papers", "--fact", "虚假合同", "--evidence", "复函")
    made = ready.give("ban", *told, group="act")
    assert made.code == 1
    assert ready.state().after.bans == ()
