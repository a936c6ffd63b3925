"""``workbench act …``: everything after the decision, given by commands on an office whose festival is granted."""

import json
import shutil
from datetime import datetime, timedelta

import pytest

from workbench.services import office as offices

EVE = datetime.fromisoformat("2026-04-28 09:00")
APPROVER, SECOND, ADMINISTRATOR = "shenzhixing", "xujianshan", "luwendi"


class Granted:
    """The office, its case, and the command line on it; every command happens a minute after the one before."""

    def __init__(self, folder, run):
        self.folder, self.run = folder, run
        with offices.desk_at(folder) as desk:
            self.case = desk.database.journal.streams("case")[0].split("/")[1]
            self.number = desk.case(self.case).number
            self.start = desk.case(self.case).first_start()
        self.move(EVE)

    def move(self, now):
        """Let the clock of the office stand at a moment."""
        self.now = now
        with offices.desk_at(self.folder) as desk:
            offices.pin_sample(desk, now)

    def act(self, name, *arguments, account="guqinghe"):
        self.move(self.now + timedelta(minutes=1))
        return self.run("--data", self.folder, "act", name, self.number, *arguments, WORKBENCH_ACCOUNT=account)

    def done(self, name, *arguments, account="guqinghe"):
        """Give an act that goes through; return what it said."""
        made = self.act(name, *arguments, account=account)
        assert made.code == 0, made.err
        return made.out

    def refused(self, name, *arguments, account="guqinghe"):
        """Give an act that is refused; return the reason."""
        made = self.act(name, *arguments, account=account)
        assert made.code == 1
        return made.err

    def state(self):
        with offices.desk_at(self.folder) as desk:
            return desk.case(self.case)

    def issued(self, code):
        return [one.paper for one in self.state().documents if one.paper.partition(":")[0] == code]

    def clear(self):
        """Pass the inspection an hour before the start."""
        self.move(self.start - timedelta(hours=1))
        self.done("inspect", "--second", SECOND, "--passed", "--with", "rest=meets", *self.met())
        self.done("confirm", "opening:1", account=SECOND)

    def met(self):
        """Return the options that find every condition before opening fulfilled."""
        told = json.loads(self.run("--data", self.folder, "after", self.number, "--json").out)
        return [f"--with=met={one['key']}:照片" for one in told["conditions"] if one["before_opening"]]


@pytest.fixture
def granted(played, tmp_path, run):
    folder = tmp_path / "office"
    shutil.copytree(played, folder)
    return Granted(folder, run)


def due(now, hours):
    return f"{now + timedelta(hours=hours):%Y-%m-%d %H:%M}"


def said(**words):
    """Return ``--with name=text`` for each word."""
    return tuple(part for name, text in words.items() for part in ("--with", f"{name}={text}"))


# On site


def test_an_inspection_with_hazards_from_a_file_is_confirmed_ordered_served_and_rechecked(granted, tmp_path):
    rows = [{"what": "东门被堵", "place": "东门", "severity": "general", "holder": "场所管理者", "item": "IS02"}]
    listed = tmp_path / "hazards.json"
    listed.write_text(json.dumps([{**row, "due": due(EVE, 4)} for row in rows]), encoding="utf-8")
    found = (
        "--second",
        SECOND,
        "--item",
        "IS02=hazard:被货车占用",
        "--with",
        "rest=meets",
        "--with",
        f"hazards={listed}",
    )
    assert "隐患" in granted.refused("inspect", "--passed", *found)
    told = granted.done("inspect", "--not-passed", *found)
    assert f"act confirm {granted.number} opening:1" in told
    assert granted.refused("confirm", "opening:1")
    granted.done("confirm", "opening:1", account=SECOND)
    check = granted.state().opening_checks[0]
    assert check.complete
    assert {line.item: (line.result, line.note) for line in check.results}["IS02"] == ("hazard", "被货车占用")
    order = ("H1", "--requirement", "清出通道", "--basis", "TAR.10")
    assert "责令" in granted.done("order", *order, "--due", due(EVE, 3))
    assert granted.issued("F08") == ["F08:1"]
    granted.done("serve", "order:1", "--receiver", "齐玥")
    granted.done("recheck", "--second", SECOND, "--stands", "H1=仍占用")
    granted.done("confirm", "recheck:1", account=SECOND)
    assert granted.state().after.open_hazards()
    granted.done("recheck", "--second", SECOND, "--removed", "H1=已清出")
    granted.done("confirm", "recheck:2", account=SECOND)
    assert not granted.state().after.open_hazards()


def test_a_hazard_at_the_running_event_is_recorded_with_a_photo_a_proposal_and_its_order(granted, tmp_path):
    photo = tmp_path / "east.png"
    photo.write_bytes(PNG)
    hazard = ("--second", SECOND, *said(what="围栏松动", place="西门", holder="承办者"))
    granted.clear()
    granted.done("open")
    stated = said(due=due(granted.now, 2), severity="grave", propose="suspend")
    granted.done("hazard", *hazard, *stated, "--photo", photo)
    (kept,) = granted.state().after.hazards["H1"].photos
    assert kept.file == "east.png"
    page = granted.run("--data", granted.folder, "after", granted.number).out
    assert "建议暂停活动" in page
    granted.done("order", "H1", "--requirement", "加固", "--basis", "TAR.10", "--due", due(granted.now, 1))
    assert granted.issued("F08") == ["F08:1"]
    for wrong in ({"due": "bald"}, {}, {"due": due(granted.now, 2), "wo": "西门"}):
        assert granted.act("hazard", *hazard, *said(**wrong)).code == 2


# The event


def test_the_event_opens_is_suspended_with_its_notice_goes_on_and_is_stopped(granted):
    granted.clear()
    granted.done("open")
    wish = ("TR-01", *said(measured="25400 人", measures="停止验票", source="闸机计数"))
    assert "两个" in granted.refused("suspend", *wish)
    made = granted.act("suspend", *wish, *said(source="视频巡查"))
    assert made.code == 0
    assert "尚未出具" in made.err, "the office has not confirmed the law of the notice; the suspension stands"
    entry = granted.state().run[-1]
    assert (entry.kind, bool(entry.resume_when), bool(entry.number)) == ("suspended", True, True)
    granted.done("serve", "run:2", "--receiver", "齐玥")
    assert granted.refused("end")
    granted.done("resume", "--note", "人数回落", "--measured", "21000 人")
    assert granted.state().run[-1].ends == 2
    granted.done("stop", "--reason", "雷电临近", account=APPROVER)
    assert granted.state().status == "stopped"
    assert [bool(entry.number) for entry in granted.state().run] == [False, True, True, True]
    granted.done("review", "--figure", "actual_peak=25400", "--lesson", "闸机前移")
    assert granted.state().review.figures == (("actual_peak", 25400),)


# Changes and endings


def test_a_change_of_time_is_asked_for_and_approved_and_one_of_place_leads_to_a_new_application(granted):
    session = granted.state().application.rows("sessions")[0]
    start, end = (session[name] + timedelta(hours=1) for name in ("start", "end"))
    times = f"{session['code']}={start:%Y-%m-%d %H:%M}/{end:%Y-%m-%d %H:%M}"
    assert "1" in granted.done("change", "time", "--what", "推迟一小时", "--session", times)
    granted.done("change", "place", "--what", "移至北岸")
    assert granted.refused("decide-change", 1, "--approve", "--reason", "不影响安全", account=SECOND)
    granted.done("decide-change", 1, "--approve", "--reason", "不影响安全", account=APPROVER)
    assert granted.state().first_start() == granted.start + timedelta(hours=1)
    assert "重新申请" in granted.refused("decide-change", 2, "--approve", "--reason", "不可", account=APPROVER)
    granted.done("decide-change", 2, "--refuse", "--reason", "地点变更", account=APPROVER)
    assert [one.result for one in granted.state().changes] == ["approved", "new_application"]
    assert granted.issued("F13") == ["F13:1", "F13:2"]
    for wrong in ("S1", "S1=2026-05-02 19:00", "S1=gestern/morgen"):
        assert granted.act("change", "time", "--what", "x", "--session", wrong).code == 2


def test_a_cancellation_needs_the_permit_back_and_gives_its_receipt(granted):
    assert "交回" in granted.refused("cancel", "--reason", "资金不足")
    granted.done("cancel", "--reason", "资金不足", "--returned")
    assert granted.state().status == "cancelled"
    assert granted.issued("F14") == ["F14"]


@pytest.mark.parametrize(
    ("how", "ground", "asked"),
    [
        ("withdraw", "facts_changed", {"compensation": "依法补偿", "heard": "无异议"}),
        ("revoke", "fraud", {"heard": "陈述不成立"}),
        ("deregister", "deregister_other", {}),
    ],
)
def test_a_permit_is_withdrawn_revoked_or_struck_off_on_its_ground(granted, how, ground, asked):
    wish = (how, "--ground", ground, *said(reason="经查属实"))
    whole = (*wish, *said(**asked), "--returned")
    assert granted.refused("end-permit", *whole, account=SECOND), "an officer ends no permit"
    if asked:
        assert granted.refused("end-permit", *wish, "--returned", account=APPROVER)
    granted.done("end-permit", *whole, account=APPROVER)
    state = granted.state()
    assert (state.status, state.closure.kind, state.closure.ground) == ("permit_ended", how, ground)
    assert bool(state.after.bans) == (how == "revoke")
    assert granted.refused("end-permit", *whole, account=APPROVER)


def test_an_application_that_is_decided_can_no_longer_be_withdrawn(granted):
    assert granted.refused("withdraw", "--reason", "改期")


# Erasure


def erase(granted, *arguments, account=ADMINISTRATOR):
    return granted.run("--data", granted.folder, "erase", granted.number, *arguments, WORKBENCH_ACCOUNT=account)


def test_personal_data_is_erased_only_of_a_closed_case_by_the_administrator_who_names_it_again(granted):
    order = ("--reason", "删除要求 2026-04-28", "--confirm", granted.number)
    assert erase(granted, *order).code == 1, "the case is still open"
    granted.done("cancel", "--reason", "资金不足", "--returned")
    for wrong, account in (
        (order, "guqinghe"),
        (order, APPROVER),
        ((*order[:3], "CZ-0"), ADMINISTRATOR),
        (("--reason", " ", *order[2:]), ADMINISTRATOR),
    ):
        assert erase(granted, *wrong, account=account).code == 1
        assert not granted.state().application.erased
    done = erase(granted, *order, "--json")
    assert json.loads(done.out)["erased"] is True
    assert granted.state().application.erased
    assert granted.run("--data", granted.folder, "verify").code == 0


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
