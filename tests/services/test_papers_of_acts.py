"""Every act that issues a paper has one, with its own number and words; what is not ready or confirmed is not printed.

The festival's story goes on: changes, inspection, opening, a suspension, its end, a stop.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core.decide_after import inspection_items
from workbench.services import documents, intake, papers_event
from workbench.services.acting import do
from workbench.services.looking import Look
from workbench.storage.packs import sample_package

at = datetime.fromisoformat
ORDERS = "主、副舞台全部停演，切断高空设备用电\n按场景卡播发指引，只出不进"


class Story:
    """The granted festival, and the means to go on with it."""

    def __init__(self, office):
        self.office = office
        self.other = office.people["xujianshan"]

    @property
    def look(self):
        return Look(self.office.desk, self.office.state())

    def do(self, moment, command, who=None):
        self.office.clock.set(at(moment))
        return do(self.office.desk, who or self.office.officer, command)

    def give(self, moment, kind, *values, who=None, **named):
        return self.do(moment, getattr(c, kind)(self.office.case, *values, **named), who)

    def inspect(self, *, confirmed=True):
        state, pack = self.office.state(), self.look.pack
        results = tuple(c.ItemResult(code, "meets") for code in inspection_items(state, "opening", pack))
        kept = tuple(
            c.ConditionResult(key, fulfilled=True, evidence="现场照片") for key, one in state.conditions.items()
        )
        officers = (self.office.officer.id, self.other.id)
        named = {"results": results, "conditions": kept, "passed": True}
        self.give("2026-04-29 09:30", "RecordOpeningCheck", at("2026-04-29 09:00"), officers, **named)
        if confirmed:
            self.give("2026-04-29 09:40", "ConfirmCheck", "opening:1", who=self.other)

    def halt(self):
        self.give("2026-04-29 10:01", "OpenEvent", at("2026-04-29 10:00"))
        trigger = next(iter(self.look.pack.triggers))
        values = (trigger, "15.2米每秒", ORDERS, at("2026-04-29 17:38"), "10分钟平均风速低于8.0米每秒")
        named = {"sources": ("主舞台风速仪", "区气象台")}
        self.give("2026-04-29 17:40", "SuspendEvent", *values, **named)
        return trigger

    def later(self):
        """Ask for the first session to begin an hour later."""
        row = self.office.state().application.rows("sessions")[0]
        times = c.SessionTime(row["code"], row["start"] + timedelta(hours=1), row["end"])
        asked = ("time", "第一场推迟开场", at("2026-04-18 09:00"), "推迟一小时")
        self.give("2026-04-18 09:30", "RequestChange", *asked, sessions=(times,))

    def paper(self, name):
        return documents.make(self.look, name)

    def confirmed(self):
        """The case with a pack in which the office has read the law of the stop notice."""
        look = self.look
        papers = {**look.pack.papers, "F15": replace(look.pack.papers["F15"], mark="P", basis=("TAR.10",))}
        look.__dict__["pack"] = replace(look.pack, papers=papers)
        return look


@pytest.fixture
def story(granted):
    return Story(granted)


def test_a_request_for_a_change_has_no_paper_before_it_is_decided(story):
    story.give("2026-04-18 09:30", "RequestChange", "scale", "增加观众", at("2026-04-18 09:00"), "28000人")
    assert not any(name.startswith("F13") for name in documents.names(story.look))


@pytest.mark.parametrize(
    ("kind", "approved", "title", "word"),
    [
        ("time", True, "大型群众性活动变更许可决定书", "同意变更"),
        ("time", False, "大型群众性活动不予变更决定书", "不予变更"),
        ("scale", False, "大型群众性活动重新申请许可告知书", "重新申请安全许可"),
    ],
)
def test_each_answer_to_a_change_has_its_own_title_and_words(story, words, kind, approved, title, word):
    if kind == "time":
        story.later()
    else:
        asked = (kind, "第一场推迟开场", at("2026-04-18 09:00"), "推迟一小时")
        story.give("2026-04-18 09:30", "RequestChange", *asked)
    story.give("2026-04-18 10:00", "DecideChange", 1, approved, "经核对安保部署", who=story.office.approver)
    made, change = story.paper("F13"), story.office.state().changes[0]
    text = words(made.pdf)
    assert (made.paper, made.number, made.draft) == ("F13:1", change.number, False)
    assert change.number.endswith("号")
    for piece in (title, word, change.number, "第一场推迟开场", "推迟一小时", "经核对安保部署"):
        assert piece in text


def test_a_cancellation_is_acknowledged_with_the_permit_that_came_back(story, words):
    permit = story.office.state().decision.number
    story.give("2026-04-18 09:30", "CancelEvent", at("2026-04-18 09:00"), returned=True)
    text = words(story.paper("F14").pdf)
    assert permit in text
    assert "2026年4月18日9时" in text
    assert "原件已交回" in text
    assert "共1页" in text, "seal and strip of delivery stand below the text"


def test_an_inspection_is_a_draft_until_the_other_officer_stands_by_it(story, words):
    story.inspect(confirmed=False)
    assert story.paper("F07:o1").draft
    with pytest.raises(documents.PaperError, match="草稿"):
        documents.issue(story.office.desk, story.office.officer, story.office.case, "F07:o1")
    story.give("2026-04-29 09:40", "ConfirmCheck", "opening:1", who=story.other)
    made = story.paper("F07:o1")
    assert (made.draft, made.number) == (False, story.office.state().opening_checks[0].number)
    text = words(made.pdf)
    for row in inspection_items(story.office.state(), "opening", story.look.pack).values():
        assert "".join(row.text.zh.split()) in text
    assert all(condition.title in text for condition in story.office.state().conditions.values())


def test_each_inspection_has_a_record_and_a_number_of_its_own(story):
    story.inspect()
    made = [story.paper(name) for name in ("F07:s1", "F07:o1")]
    assert len({paper.number for paper in made}) == 2
    assert documents.slip_of(story.look, "inspection_record").id == "F07:o1"


def test_a_stop_notice_is_not_printed_before_the_office_has_confirmed_its_law(story):
    story.inspect()
    story.halt()
    assert story.office.state().run[-1].number
    with pytest.raises(papers_event.UnconfirmedError, match="尚未经本单位核实") as refused:
        documents.issue(story.office.desk, story.office.officer, story.office.case, "F15")
    assert "规则包" in refused.value.told("zh")
    assert not any(paper.paper.startswith("F15") for paper in story.office.state().documents)


def test_a_doubted_law_bars_the_notice_even_when_the_paper_itself_is_confirmed(story):
    pack = story.look.pack
    papers = {**pack.papers, "F15": replace(pack.papers["F15"], mark="P")}
    with pytest.raises(papers_event.UnconfirmedError, check=lambda fault: "治安管理处罚法" in fault.where):
        papers_event.require_confirmed(replace(pack, papers=papers), "F15", at("2026-04-29").date())
    laws = {**pack.laws, "PSAL.44": replace(pack.laws["PSAL.44"], mark="A")}
    papers_event.require_confirmed(replace(pack, papers=papers, laws=laws), "F15", at("2026-04-29").date())


def test_a_suspension_says_on_one_page_what_was_measured_what_is_ordered_and_when_it_may_go_on(story, words):
    story.inspect()
    trigger = story.halt()
    made = documents.make(story.confirmed(), "F15")
    text = words(made.pdf)
    wanted = (
        *("责令暂停大型群众性活动通知书", story.office.state().decision.number, "15.2米每秒", "主舞台风速仪；区气象台"),
        *("一、主、副舞台全部停演", "二、按场景卡播发指引", "10分钟平均风速低于8.0米每秒", "2026年4月29日17时38分"),
        "".join(story.look.pack.triggers[trigger].text.zh.split()),
    )
    for piece in wanted:
        assert piece in text, piece
    assert "共1页" in text


def test_the_end_of_a_suspension_names_the_notice_it_ends_and_a_stop_has_its_own(story, words):
    story.inspect()
    story.halt()
    story.give("2026-04-29 19:06", "ResumeEvent", at("2026-04-29 19:05"), "风速回落，复检签字齐全")
    values = (at("2026-04-29 20:10"), "主舞台结构变形")
    trigger = next(iter(story.look.pack.triggers))
    named = {"trigger": trigger, "measured": "位移40毫米", "measures": "立即疏散", "sources": ("甲", "乙")}
    story.give("2026-04-29 20:12", "StopEvent", *values, **named)
    look = story.confirmed()
    suspended, resumed, stopped = (documents.make(look, f"F15:{n}") for n in (1, 2, 3))
    assert suspended.number in words(resumed.pdf)
    assert "同意恢复举办" in words(resumed.pdf)
    assert "停止活动，疏散人员" in words(stopped.pdf)
    assert len({one.number for one in (suspended, resumed, stopped)}) == 3
    assert documents.slip_of(look, "F15").id == "F15:3"


# Intake


def test_the_tolerance_decision_has_its_own_number_and_names_what_is_owed(granted, words):
    look = Look(granted.desk, granted.state())
    made, promise = documents.make(look, "F22"), next(iter(granted.state().promises.values()))
    text = words(made.pdf)
    assert (made.number, made.draft) == (granted.state().tolerance_number, False)
    assert "大容字〔2026〕1号" in made.number
    assert "".join(look.pack.materials[promise.item].text.zh.split()) in text
    assert "承办者" not in promise.promisor or promise.promisor in text


def test_the_promise_lists_only_what_may_be_tolerated(ready, words):
    look = Look(ready.desk, ready.state())
    text = words(documents.make(look, "F02").pdf)
    for item in ready.state().promises:
        assert "".join(look.pack.materials[item].text.zh.split()) in text
    for code, material in look.pack.materials.items():
        if not material.tolerable:
            assert code not in ready.state().promises


def test_each_receipt_lists_what_came_in_that_time(ready, words):
    first, second = (words(documents.make(Look(ready.desk, ready.state()), f"F06:{n}").pdf) for n in (1, 2))
    came = ready.state().supplements[0]
    assert f"{came.received:%Y-%m-%d}" in second
    assert f"{ready.state().received:%Y-%m-%d}" in first
    assert len(second) < len(first)
    assert all(item in second for item in came.items if item.startswith("M"))


def test_the_application_form_shows_what_was_registered_with_telephones_masked(ready, words):
    text = words(documents.make(Look(ready.desk, ready.state()), "F01").pdf)
    fields = ready.state().application.fields
    for key in ("ev.name", "und.name", "und.uscc", "loc.name", "ins.policy_no"):
        assert "".join(str(fields[key]).split()) in text
    phones = [str(value) for key, value in fields.items() if "phone" in key and value and len(str(value)) >= 11]
    assert phones
    assert not any(phone in text for phone in phones)


@pytest.mark.parametrize(
    ("command", "title", "word"),
    [
        (c.DeclareNotRequired, "不需安全许可告知书", "不需要取得大型群众性活动安全许可"),
        (c.RefuseAcceptance, "申请不予受理决定书", "澄江省公安厅"),
    ],
)
def test_a_case_that_is_not_accepted_gets_its_paper(empty, words, command, title, word):
    case = intake.receive(empty.desk, empty.officer, sample_package("job-fair")).case
    values = ("预计参加人数不足一千人",) if command is c.DeclareNotRequired else ("跨市举办", "澄江省公安厅")
    do(empty.desk, empty.officer, command(case, *values))
    made = documents.issue(empty.desk, empty.officer, case, "F04")
    text = words(made.pdf)
    for piece in (title, word, values[0], made.number, "承办民警：—"):
        assert piece in text
    assert "大不受字" in made.number


# Service, publication, archive


def test_the_public_copy_hides_persons_and_keeps_number_and_check_code(granted, words):
    look = Look(granted.desk, granted.state())
    full, public = (words(documents.make(look, name).pdf) for name in ("F11", "F11.public"))
    lead = str(granted.state().application.fields["und.safety_lead"])
    seal = granted.state().signature("countersign").fingerprint
    assert lead in full
    assert lead not in public
    assert f"{lead[0]}某" in public
    assert "公开版" in public
    assert "受送达人" not in public
    for piece in (granted.state().decision.number, f"{seal[:4]}-{seal[4:8]}"):
        assert piece in full
        assert piece in public


def test_a_copy_of_the_decision_says_what_was_decided_whatever_came_later(story, words):
    before = words(story.paper("F11.public").pdf), words(story.paper("F11.en").pdf)
    story.later()
    story.give("2026-04-18 10:00", "DecideChange", 1, approved=True, reason="经核对安保部署", who=story.office.approver)
    after = words(story.paper("F11.public").pdf), words(story.paper("F11.en").pdf)
    assert before == after


def test_the_proof_of_delivery_shows_how_and_when(granted, words):
    text, served = words(documents.make(Look(granted.desk, granted.state()), "F17").pdf), granted.state().delivery
    for piece in (served.receiver, granted.state().decision.number, f"{served.on.month}月{served.on.day}日"):
        assert piece in text


def test_the_summary_indexes_every_paper_and_file_by_its_fingerprint(story, words):
    story.inspect()
    story.give("2026-04-29 10:01", "OpenEvent", at("2026-04-29 10:00"))
    assert "F21" not in documents.names(story.look)
    story.give("2026-05-02 23:00", "EndEvent", at("2026-05-02 22:30"))
    text, state = words(story.paper("F21").pdf), story.office.state()
    for issued in state.documents:
        assert issued.sha256[:16] in text
    for file in state.application.attachments:
        assert file.sha256[:16] in text


# English


@pytest.mark.parametrize(
    ("name", "words_of"), [("F03", "Acceptance notice"), ("F05", "Correction notice"), ("F11", "Grant")]
)
def test_the_reading_version_has_the_number_and_code_of_the_original_and_no_legal_force(granted, words, name, words_of):
    look = Look(granted.desk, granted.state())
    original = documents.make(look, name)
    reading = documents.make(look, f"{original.paper}.en")
    text = words(reading.pdf)
    assert reading.number == original.number
    assert original.number in text
    assert "referencetranslation,nolegalforce" in text
    assert "".join(words_of.split()) in text
    code = next(piece for piece in words(original.pdf).split("校验码") if "-" in piece[:5])[:19]
    assert code in text
    assert "盖章处" not in text


def test_the_reading_version_of_a_refusal_ends_on_the_page_of_its_text(three, words):
    case = next(one.split("/")[1] for one in three.desk.database.journal.streams("case"))
    look = Look(three.desk, three.desk.case(case))
    assert look.case.decision.outcome == "refuse"
    text = words(documents.make(look, "F12.en").pdf)
    assert "Page1of1" in text
    assert text.count("notmet") == len(look.case.recommendation.reasons)
