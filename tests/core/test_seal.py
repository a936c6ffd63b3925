"""The seal: what it covers, when it goes stale, and what it says has changed."""

from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core import case_parts as parts
from workbench.core import parts_consultation as consulted
from workbench.core import parts_programme as desk
from workbench.core.case import Case, Status
from workbench.core.commands import ALL, Count, ProgrammeLine, Promise, Reduction
from workbench.core.commands.deployment import Duty
from workbench.core.evolve import replay
from workbench.core.parts_after import After, Undelivered
from workbench.core.parts_counts import CountSet
from workbench.core.parts_deployment import RosterSlot
from workbench.core.parts_emergency import DrillRecord, Words
from workbench.core.parts_plan import PlanEdit
from workbench.core.parts_promise import PromiseStep
from workbench.core.parts_risk import AgencyScore, Dismissal, MeasureUse, Seats
from workbench.core.parts_timing import CalendarUse, Extension, Timing
from workbench.core.register_entries import RegisterEntry
from workbench.core.seal import COVER_OF, COVERED, COVERS, EXCLUDED, content, differences, fingerprint
from workbench.core.values import Application

at = datetime.fromisoformat
MINUTES = consulted.Meeting("联席会商", at("2026-04-08T09:00"), "澄州市公安局", "顾衡", "苏禾", ())
NAMES = [f.name for f in fields(Case)]


@pytest.fixture
def granted(life):
    life.accept()
    life.do("JudgeMaterial", "M1.1", "meets")
    life.do("ScoreFactor", "D1.1", 2, 1, "", "合同")
    life.check_site()
    life.recommend()
    life.countersign()
    return life


def other(case, name):
    """Return the case with one field changed to another value that it could have."""
    act = parts.Act("u9", "白鹭", case.acts["receive_package"].at)
    values = {
        "id": "case-2",
        "number": "别号",
        "status": Status.RUNNING,
        "version": case.version + 1,
        "pack": replace(case.pack, version="2027.1"),
        "application": replace(case.application, fields={**case.application.fields, "ev.name": "另一活动"}),
        "received": at("2026-04-01T11:00"),
        "channel": "post",
        "copies": 3,
        "officer": "u2",
        "officer_name": "陆知远",
        "accepted": date(2026, 4, 7),
        "deemed": True,
        "acceptance_number": "F03-99",
        "tolerance_number": "F22-99",
        "corrections": (parts.Correction((), date(2026, 4, 9), date(2026, 4, 2)),),
        "supplements": (parts.Supplement(at("2026-04-02T09:00"), (), ""),),
        "spot_corrections": (parts.SpotCorrection(("M1.1",), "", date(2026, 4, 1)),),
        "pauses": (parts.Pause("hearing", date(2026, 4, 7)),),
        "promises": {"M7.2": Promise("M7.2", "承办者", at("2026-04-10T09:00"), "before_decision")},
        "fulfilments": {"M7.2": parts.Fulfilment("M7.2", "名册.pdf", "a" * 64, "", act.at)},
        "later_fulfilments": {"M7.2": parts.Fulfilment("M7.2", "名册.pdf", "a" * 64, "", act.at)},
        "agency": {"D1.1": AgencyScore(2, 1)},
        "measures": {"CM05": MeasureUse((Reduction("D1.1", 1),), "合同", "承办者", "before_opening")},
        "seats": Seats(later=("D1.1",)),
        "promise_steps": {"M7.2": (PromiseStep("reminded", act, code="phone"),)},
        "materials": {"M1.1": parts.MaterialVerdict("correct", ("R3",))},
        "plan": {"P1": parts.PlanScore(1)},
        "duties": {"B01": parts.DutyState("done", "齐玥")},
        "returned": {"B01": parts.Returned("B01-3K9Q5", "齐玥", date(2026, 4, 9))},
        "later_duties": {"B01": parts.DutyState("done", "齐玥")},
        "programme": {"1": desk.ProgrammeVerdict("pass")},
        "answers": {"1": desk.ProgrammeAnswer("已改", accepted=True)},
        "working_plan": {("zones", "Z1"): PlanEdit("changed", (("net", 900),))},
        "later_plan": {("posts", "P01"): PlanEdit("removed")},
        "counts": (CountSet((Count(at("2026-04-29T18:00"), "ALL", 5, 0),), "", "", act),),
        "neighbours": {"case-0": Dismissal("场地已改建")},
        "advised": {"1": "advise_cancel"},
        "programme_items": {"1.1": desk.ProgrammePart("1", "work", "样例曲")},
        "interactions": {"1": desk.Interaction(stop_word="到此为止")},
        "programme_lists": {"approval": desk.ProgrammeList("批文", (ProgrammeLine("样例乐队"),))},
        "aliases": {"样例团": desk.Alias("样例乐队")},
        "variations": (desk.Variation(1, (ProgrammeLine("样例乐队"),), "函", (("removed", "样例乐队", ""),)),),
        "variation_verdicts": {"1.1": desk.VariationVerdict("pass")},
        "scenario_words": {"EM01": Words({"deputy": "陆知远"})},
        "trigger_words": {"TR-01": Words({"deputy": "陆知远"})},
        "drills": {"T1": DrillRecord("推演", date(2026, 4, 20), "苏禾", (), (), (), ())},
        "performed": {"1": desk.Performed("as_approved", ("苏禾",))},
        "factors": {"D1.1": parts.FactorScore(2, 2)},
        "level": parts.LevelChoice(3),
        "site": {"Z1": parts.SiteVerdict("meets")},
        "standing_problems": {"G1 净宽 3.5 m": parts.StandingProblem("消防已同意")},
        "stated": {"s1": parts.Stated("FA05", "每场", 4800, "M5.2.pdf", 2, how="typed")},
        "facts": {("FA05", "每场"): parts.Governing(5000, "以申请表为准")},
        "finding_answers": {("K09", ""): "已核对"},
        "notes": {"n1": parts.Note("看第三页", "M1.1")},
        "consultations": {"q1": parts.Consultation("文旅", ("意见",), date(2026, 4, 9), date(2026, 4, 2))},
        "resolutions": {"departments": consulted.Resolution("joint", "会商一致")},
        "meetings": {"m1": MINUTES},
        "later_meetings": {"m1": MINUTES},
        "consulting": consulted.Consulting(urgings={"q1": (consulted.Urging("phone", "", date(2026, 4, 8)),)}),
        "site_checks": (),
        "conditions": {"c1": parts.Condition("设岗", "承办者", "before_opening")},
        "recommendation": replace(case.recommendation, approved=4000),
        "taken_back": (parts.TakenBack(case.recommendation, "return_recommendation", "重写", act),),
        "decision": replace(case.decision, number="F11-99"),
        "delivery": parts.Delivery("post", "承办者", date(2026, 4, 8)),
        "publication": parts.Publication("website", date(2026, 4, 8)),
        "opening_checks": (parts.OpeningCheck(at("2026-04-29T15:00"), ("甲", "乙"), (), passed=True),),
        "run": (parts.RunEntry("opened", at("2026-04-29T17:00"), act),),
        "review": parts.Review((("actual", 5100),), ()),
        "changes": (parts.Change("time", "推迟", at("2026-04-09T09:00")),),
        "documents": (parts.Issued("F11", "1", "a" * 64, "x", SimpleNamespace, act),),
        "closure": parts.Closure("revoke", "理由"),
        "signatures": (),
        "registers": {"desk-1": RegisterEntry("service_desk", (("name", "东门"),))},
        "acts": {},
        "roster": {"2026-06-20 01 F01": RosterSlot("F01", date(2026, 6, 20), 1, (Duty("样例卫士", 2),))},
        "after": After(undelivered=(Undelivered("post", date(2026, 4, 8), "无人签收"),)),
        "timing": Timing((Extension(10, "材料复杂", "u3", "顾衡", date(2026, 4, 7)),)),
        "calendars": (CalendarUse("2024-2026+00000000", date(2026, 4, 7), "recomputed"),),
    }
    return replace(case, **{name: values[name]})


def test_every_field_of_a_case_is_covered_or_excluded_with_a_reason():
    assert set(COVERED) | set(EXCLUDED) == set(NAMES)
    assert not set(COVERED) & set(EXCLUDED)
    assert all(EXCLUDED.values())
    assert all(label.zh and label.en for label in COVERED.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_change_makes_the_decisions_seal_stale_exactly_when_the_field_is_covered(name, granted):
    case, pack = granted.case, granted.pack
    signed = case.signature("countersign").fingerprint
    assert fingerprint(case, pack, {}) == signed
    changed = other(case, name)
    assert getattr(changed, name) != getattr(case, name)
    assert (fingerprint(changed, pack, {}) != signed) == (name in COVERED)
    assert bool(differences(case, changed)) == (name in COVERED)


def test_number_day_and_checkpoint_of_the_decision_stand_outside_the_seal(granted):
    case = granted.case
    decision = replace(case.decision, number="F11-2", on=date(2027, 1, 1), checkpoint="other")
    assert fingerprint(replace(case, decision=decision), granted.pack, {}) == fingerprint(case, granted.pack, {})


def test_another_pack_or_model_is_another_seal(granted):
    case, pack = granted.case, granted.pack
    seals = {
        fingerprint(case, pack, {}),
        fingerprint(case, replace(pack, version="2027.1"), {}),
        fingerprint(case, replace(pack, digest="0" * 64), {}),
        fingerprint(case, pack, {"risk": "1"}),
        fingerprint(case, pack, {"risk": "2"}),
        fingerprint(case, pack, {}, "intake"),
        fingerprint(case, pack, {}, "event"),
    }
    assert len(seals) == 7


def test_the_order_of_models_does_not_matter(granted):
    case, pack = granted.case, granted.pack
    assert fingerprint(case, pack, {"a": "1", "b": "2"}) == fingerprint(case, pack, {"b": "2", "a": "1"})


def test_recommendation_and_countersignature_carry_the_same_seal(granted):
    recommended, countersigned = granted.case.signature("recommend"), granted.case.signature("countersign")
    assert recommended.fingerprint == countersigned.fingerprint
    assert recommended.by != countersigned.by


def test_what_changed_since_the_signature_is_named(granted):
    signature = granted.case.signature("countersign")
    sealed = replay(granted.events[: signature.version])
    assert differences(sealed, granted.case) == ()
    changed = replace(
        granted.case,
        materials={**granted.case.materials, "M2.1": parts.MaterialVerdict("correct", ("R2",))},
        facts={("FA05", "每场"): parts.Governing(Decimal("5000.5"), "理由")},
    )
    named = [text.en for text in differences(sealed, changed)]
    assert named == [
        "verdicts on papers: M2.1",
        "governing facts: FA05 每场",
    ]


def test_the_order_in_which_papers_were_judged_changes_no_name_in_the_list(granted):
    case = granted.case
    both = {**case.materials, "M2.1": parts.MaterialVerdict("meets")}
    turned = replace(case.application, fields=dict(reversed(case.application.fields.items())))
    one = replace(case, materials=both)
    other_way = replace(case, materials=dict(reversed(both.items())), application=turned)
    assert differences(one, other_way) == ()
    assert fingerprint(one, granted.pack, {}) == fingerprint(other_way, granted.pack, {})


def test_every_signed_act_that_is_sealed_names_a_cover():
    assert set(COVER_OF.values()) <= set(COVERS)
    assert all(ALL[kind].signed for kind in COVER_OF)
    assert {"accept", "recommend", "countersign", "third_sign", "suspend_event"} <= set(COVER_OF)
    assert all(set(cover) <= set(NAMES) for cover in COVERS.values())


@settings(max_examples=30)
@given(key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), number=st.integers())
def test_any_value_of_the_form_is_covered(key, number):
    application = Application("2026.1", {key: number}, {})
    assert content_of(application) != content_of(replace(application, fields={key: number + 1}))


def content_of(application):
    identity = parts.PackIdentity("样例包", "1", "0" * 64)
    case = Case("case-1", "1", Status.RECEIVED, 1, identity, application, at("2026-04-01T09:30"))
    return content(case, "intake")
