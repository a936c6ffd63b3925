"""The liaison's desk: what the pre-check shows a person, and how officers' words show beside the rules."""

import json
from datetime import UTC, date, datetime

import pytest

from workbench.core import case_parts as parts
from workbench.core.case import Case, Status
from workbench.core.clock import Pause
from workbench.core.commands import Promise
from workbench.core.precheck import assess
from workbench.errors import PackageError
from workbench.exchange.package import read_package
from workbench.services import presenting
from workbench.services.liaison import is_blocked, precheck, render_page
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

AS_OF = date(2026, 4, 10)
RULES = load_pack("cn_national")


@pytest.fixture(scope="module")
def festival(packages):
    return precheck(packages["chenghu-bay-festival"], as_of=AS_OF)


@pytest.fixture(scope="module")
def fair(packages):
    return precheck(packages["lantern-fair"], as_of=date(2026, 2, 5))


@pytest.fixture(scope="module")
def assessment(packages):
    application = read_package(packages["chenghu-bay-festival"], RULES, extract_text=False)
    return assess(application, RULES, load_calendar(), AS_OF)


def papers(classes):
    return {paper.code: paper for row in classes for paper in row.papers}


def test_nine_classes_stand_as_the_rules_see_them(festival, fair):
    assert [c.verdict for c in festival.classes] == ["meets"] * 6 + ["correct", "meets", "tolerated"]
    assert {c.code: c.verdict for c in fair.classes}["M4"] == "correct"
    assert [len(c.contents) for c in festival.classes] == [0, 0, 0, 11, 0, 0, 0, 0, 0]


def test_a_paper_shows_its_files_its_status_and_its_basis(festival):
    licence = papers(festival.classes)["M7.1"]
    assert [f.attachment.name[:4] for f in licence.files] == ["M7.1", "M7.1"]
    assert (licence.rule_status, licence.rule_reasons, licence.verdict) == ("defective", ("R2",), "")
    assert "保安服务管理条例" in licence.basis.zh
    assert "Art." in licence.basis.en
    roster = papers(festival.classes)["M7.2"]
    assert (roster.rule_status, roster.promise, roster.limit) == (
        "tolerance_invalid",
        date(2026, 4, 20),
        date(2026, 4, 15),
    )


def test_every_duty_names_a_person_of_its_own_party_with_phone(festival):
    own = [d for d in festival.duties if d.party != "E"]
    assert len(festival.duties) == 67
    assert all(d.person and d.phone for d in own if d.status == "done")
    assert not [d.code for d in own if d.gaps and d.status == "done"]


def test_parties_count_their_duties_and_tell_who_has_signed(festival):
    assert [(p.code, p.total, p.signed) for p in festival.parties] == [
        ("A", 11, True),
        ("B", 15, True),
        ("C", 12, True),
        ("D", 14, True),
        ("E", 15, None),
    ]


def test_the_clock_shows_its_sums(festival, fair):
    assert (festival.clock.state, festival.clock.due, festival.clock.left) == ("running", date(2026, 4, 15), 3)
    assert (festival.clock.used, festival.clock.limit, festival.clock.group) == (4, 7, "three")
    assert any("清明" in step.zh for step in festival.clock.steps)
    assert (fair.clock.state, fair.clock.group) == ("overdue", "overdue")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_tells_what_is_missing_why_and_until_when(fair, language):
    page = render_page(fair, language)
    wanted = {
        "zh": [
            "M9.3 焰火燃放许可 缺件",
            "“是否燃放焰火”为是",
            "最晚递交申请：2026-01-23",
            "已迟 3 日",
            "P5 治安缓冲区域",
        ],
        "en": ["M9.3 Firework", "Fireworks = yes", "Last legal day to apply: 2026-01-23", "3 days late", "P5 Security"],
    }
    for words in wanted[language]:
        assert words in page


def test_a_limit_that_has_passed_is_not_offered_any_more(packages):
    before = render_page(precheck(packages["lantern-fair"], as_of=date(2026, 2, 4)))
    after = render_page(precheck(packages["lantern-fair"], as_of=date(2026, 2, 5)))
    assert "M9.3 焰火燃放许可 缺件" in before
    assert "最晚 2026-02-04 补齐" in before
    assert "可申请容缺" not in after


def test_a_package_in_order_says_so(packages):
    view = precheck(packages["job-fair"], as_of=date(2026, 2, 27))
    assert "没有发现问题" in render_page(view)
    assert not is_blocked(view)


def test_what_stands_in_the_way_blocks(festival):
    assert is_blocked(festival)


def test_all_sentences_exist_in_both_languages(festival, fair):
    for text in (*festival.sentences, *fair.sentences):
        assert text.zh
        assert text.en


def test_the_answer_is_plain_json(packages, festival):
    told = json.loads(json.dumps(festival.answer, ensure_ascii=False))
    assert told["import"]["attachments"] == 42
    assert told["checks"]["must_fire"]


def test_the_pre_check_stores_nothing(packages, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    precheck(packages["job-fair"], as_of=date(2026, 2, 27))
    assert list(tmp_path.rglob("*")) == []


# Broken packages


def test_files_that_cannot_be_used_make_their_papers_defective(broken):
    locked = papers(precheck(broken / "encrypted_pdf.zip", as_of=AS_OF).classes)
    assert (locked["M7.5"].rule_status, locked["M7.5"].rule_reasons) == ("defective", ("R7",))
    assert locked["M1.1"].rule_status == "ok"
    disguised = precheck(broken / "wrong_extension.zip", as_of=AS_OF).answer["completeness"]["exceptions"]
    assert sum(e["reasons"] == ["R7"] for e in disguised) == 3


def test_a_missing_sheet_is_told_and_never_counts_as_in_order(broken):
    view = precheck(broken / "missing_sheet.xlsx", as_of=AS_OF)
    assert "缺“出入口”表" in render_page(view)
    assert "K09" in view.answer["checks"]["not_evaluated"]


def test_values_that_cannot_be_read_leave_their_checks_open(broken):
    told = precheck(broken / "bad_values.xlsx", as_of=AS_OF).answer
    assert told["clocks"] == []
    assert {"K03", "K10"} <= set(told["checks"]["not_evaluated"])


def test_a_package_that_cannot_be_taken_in_is_refused_in_words(broken):
    with pytest.raises(PackageError) as refused:
        precheck(broken / "truncated.zip", as_of=AS_OF)
    assert refused.value.told("zh")
    assert refused.value.told("en")


# Officers' words beside the rules


def test_an_officers_verdict_stands_over_the_rule(assessment):
    said = presenting.Verdicts(
        materials={"M1.1": parts.MaterialVerdict("correct", ("R4",), "缺签字", "补签")},
        acts={"materials:M1.1": parts.Act("u1", "苏禾", datetime(2026, 4, 9, 8, tzinfo=UTC))},
    )
    rows = presenting.classes(assessment, said)
    form = papers(rows)["M1.1"]
    assert (form.verdict, form.reasons, form.remedy, form.judged_by) == ("correct", ("R4",), "补签", "苏禾")
    assert form.rule_status == "ok"
    assert [c.verdict for c in rows] == ["correct"] + ["open"] * 8


def test_a_class_meets_only_when_every_paper_is_judged(assessment):
    first = next(iter(RULES.classes))
    mine = [p.item.code for p in assessment.papers if p.item.class_code == first]
    verdicts = {code: parts.MaterialVerdict("meets") for code in mine}
    rows = presenting.classes(assessment, presenting.Verdicts(materials=verdicts))
    assert rows[0].verdict == "meets"
    verdicts.pop(mine[-1])
    rows = presenting.classes(assessment, presenting.Verdicts(materials=verdicts))
    assert rows[0].verdict == "open"


def test_a_content_scored_zero_makes_its_class_need_correction(assessment):
    said = presenting.Verdicts(plan={"P3": parts.PlanScore(0, "缺", "补写")})
    rows = presenting.classes(assessment, said)
    assert {c.code: c.verdict for c in rows}["M4"] == "correct"
    assert next(c for c in rows[3].contents if c.code == "P3").score == 0


def test_an_officers_word_on_a_duty_stands_over_the_list(assessment):
    said = presenting.Verdicts(duties={"B01": parts.DutyState("undone", person="林溪", phone="123")})
    duty = next(d for d in presenting.duties(assessment, said) if d.code == "B01")
    assert (duty.status, duty.person, duty.phone) == ("undone", "林溪", "123")
    assert [g.en for g in duty.gaps] == ["not done"]


def test_the_governing_value_of_a_fact_is_shown_with_its_reason(assessment):
    chosen = {("FA05", "每场"): parts.Governing(20000, "以场所同意为准")}
    fact = next(f for f in presenting.facts(assessment, presenting.Verdicts(facts=chosen)) if f.code == "FA05")
    assert (fact.conflict, fact.governing, fact.reason) == (True, 20000, "以场所同意为准")
    assert [said.value for said in fact.statements].count(25000) == 5


def test_a_case_gives_its_own_dates_to_the_same_checks():
    dates = parts.ProcessDates(
        received=AS_OF,
        corrections=(AS_OF,),
        accepted=None,
        deemed=False,
        pauses=(("hearing", AS_OF, None),),
        decided=None,
        delivered=None,
        first_day=None,
    )
    found = presenting.process_of(dates)
    assert (found.notices, found.pauses) == ((AS_OF,), (Pause(AS_OF, None, "hearing"),))


def test_promises_that_a_case_took_and_kept_reach_the_checks(assessment):
    promise = Promise("M7.2", "蒋知远", datetime.fromisoformat("2026-04-15 17:00"), "before_decision")
    opening = Promise("M9.5", "蒋知远", datetime.fromisoformat("2026-04-28 12:00"), "before_opening")
    case = Case(
        "c1",
        "1",
        Status.TOLERATED,
        1,
        parts.PackIdentity(RULES.name, RULES.version, RULES.digest),
        assessment.application,
        datetime.fromisoformat("2026-04-01 09:40"),
        accepted=date(2026, 4, 3),
        promises={"M7.2": promise, "M9.5": opening},
        fulfilments={"M7.2": parts.Fulfilment("M7.2", "名册.pdf", "0" * 64, "", datetime(2026, 4, 9, tzinfo=UTC))},
    )
    process = presenting.case_process(case)
    found = assess(assessment.application, RULES, load_calendar(), AS_OF, process)
    standing = {p.item.code: p.status for p in found.papers}
    assert (standing["M7.2"], standing["M9.5"]) == ("ok", "tolerated")
    assert "K07" not in {f.check.code for f in found.findings if f.fired}
