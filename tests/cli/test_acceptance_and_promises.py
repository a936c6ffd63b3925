"""The five outcomes of acceptance and the life of a promise from the command line."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from workbench.services import demo, office

STAND = "M9.5"
SOON = f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}"
"""The command line counts by the clock of the machine."""
LATER = "supplements/later/M9.5_临建检测验收报告.pdf"


@pytest.fixture(scope="session")
def received_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("received") / "office"
    demo.perform(folder, datetime.fromisoformat("2026-04-02 18:00"), ("grant",))
    return folder


@pytest.fixture(scope="session")
def promised_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("promised") / "office"
    demo.perform(folder, datetime.fromisoformat("2026-04-13 18:00"), ("grant",))
    return folder


class Office:
    """A copy of an office and the one case in it."""

    def __init__(self, folder, run):
        self.folder, self.run = folder, run
        with office.desk_at(folder) as desk:
            self.case = desk.database.journal.streams("case")[0].split("/")[1]

    def __call__(self, *arguments, **environment):
        return self.run("--data", self.folder, *arguments, **environment)

    def state(self):
        with office.desk_at(self.folder) as desk:
            return desk.case(self.case)


@pytest.fixture
def received(received_once, tmp_path, run):
    return Office(shutil.copytree(received_once, tmp_path / "office"), run)


@pytest.fixture
def promised(promised_once, tmp_path, run):
    return Office(shutil.copytree(promised_once, tmp_path / "office"), run)


def test_an_application_is_refused_acceptance_with_the_competent_authority(received):
    without = received("acceptance", "refuse", received.case, "--reason", "跨省举办")
    assert without.code == 1
    assert "competent" in without.err
    done = received("acceptance", "refuse", received.case, "--reason", "跨省举办", "--competent", "样例省公安厅")
    assert done.code == 0
    assert received.state().closure.competent == "样例省公安厅"


def test_false_papers_of_an_application_that_was_turned_down_bring_a_ban(received):
    told = ("act", "ban", received.case, "--ground", "false_papers", "--fact", "虚假合同", "--evidence", "复函")
    officer, approver = {"WORKBENCH_ACCOUNT": "guqinghe"}, {"WORKBENCH_ACCOUNT": "shenzhixing"}
    assert received(*told, **approver).code == 1
    refusal = ("acceptance", "refuse", received.case, "--reason", "跨省举办", "--competent", "样例省公安厅")
    assert received(*refusal, **officer).code == 0
    done = received(*told, **approver)
    assert done.code == 0, done.err
    (ban,) = received.state().after.bans
    assert ban.ground == "false_papers"
    assert received(*told, **approver).code == 1


def test_an_applicant_is_told_that_no_permit_is_needed(received):
    assert received("acceptance", "not-required", received.case, "--reason", "每场不足一千人").code == 0
    assert received.state().status.value == "not_required"


def test_corrections_on_the_spot_are_recorded_one_by_one(received):
    assert received("acceptance", "on-the-spot", received.case, "申请表落款日期", "联系电话").code == 0
    assert received.state().spot_corrections[0].items == ("申请表落款日期", "联系电话")


def test_the_notice_asks_for_everything_and_names_what_is_left_out(received):
    unknown = received("acceptance", "correct", received.case, "--due", SOON, "--leave", "X1")
    assert unknown.code == 2
    first = received("acceptance", "correct", received.case, "--due", SOON)
    assert first.code == 0
    notice = received.state().corrections[0]
    assert notice.items
    assert notice.not_asked == ()
    assert all(item.code in first.out for item in notice.items)
    again = received("acceptance", "correct", received.case, "--due", SOON)
    assert again.code == 1
    assert "再次告知" in again.err


def test_acceptance_takes_its_promises_from_a_file_and_refuses_what_may_never_be_tolerated(received, tmp_path):
    promise = {"item": "M2.1", "promisor": "承办者", "due": "2026-04-10T12:00", "type": "before_decision"}
    listed = tmp_path / "promises.json"
    listed.write_text(json.dumps([promise]), encoding="utf-8")
    refused = received("acceptance", "accept", received.case, "--promises", listed)
    assert refused.code == 1
    listed.write_text('{"no": "list"}', encoding="utf-8")
    assert received("acceptance", "accept", received.case, "--promises", listed).code == 2
    assert received.state().accepted is None


def test_a_promise_goes_from_the_reminder_to_the_second_persons_word(promised):
    item = (promised.case, STAND)
    assert promised("promise", "remind", *item, "--channel", "phone", "--note", "已告知").code == 0
    assert promised("promise", "letter", *item, demo.sample_file(LATER)).code == 0
    early = promised("promise", "confirm", *item, WORKBENCH_ACCOUNT="shenzhixing")
    assert early.code == 1
    kept = promised("promise", "keep", *item, demo.sample_file(LATER), WORKBENCH_ACCOUNT="guqinghe")
    assert "尚待补齐或复核" in kept.out
    own = promised("promise", "confirm", *item)
    assert own.code == 1
    assert "另一名" in own.err
    assert promised("promise", "confirm", *item, WORKBENCH_ACCOUNT="shenzhixing").code == 0
    listed = promised("promises", promised.case, "--json")
    line = json.loads(listed.out)["lines"][0]
    assert line["standing"] in {"kept", "kept_late"}
    assert [step["kind"] for step in line["steps"]] == ["made", "reminded", "letter", "delivered", "confirmed"]


def test_promises_over_all_cases_end_with_3_once_one_is_overdue(promised):
    found = promised("promises")
    assert STAND in found.out
    assert found.code == 0 or "已逾期" in found.out


def test_an_approver_waives_a_promise_on_a_ground(promised):
    given = ("promise", "waive", promised.case, STAND, "--ground", "no_longer_applies", "--reason", "已取消临时看台")
    assert promised(*given, WORKBENCH_ACCOUNT="guqinghe").code == 1
    assert promised(*given, WORKBENCH_ACCOUNT="shenzhixing").code == 0
    assert promised.state().fulfilment(STAND).ground == "no_longer_applies"


def test_an_extension_that_is_no_moment_is_wrong_use(promised):
    assert promised("promise", "extend", promised.case, STAND, "tomorrow").code == 2
