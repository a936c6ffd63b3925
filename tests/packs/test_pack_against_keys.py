"""Conditions and limits of the national pack give the answers of the sample keys, read here without the import."""

import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from workbench.storage.packs import load_pack

SHEETS = {"programme": "节目", "parties": "主体", "sessions": "场次", "zones": "区域"}
NAMES = ("chenghu-bay-festival", "expo", "half-marathon", "job-fair", "lantern-fair")
HOLDING = {"前区站席", "站席", "坐席", "展厅", "赏灯区", "营地", "观景平台", "起终点"}


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="module", params=NAMES)
def sample(request, packages, keys):
    """Return (facts, key) of one sample package."""
    name = request.param
    return facts_of(packages[name]), json.loads(keys[name].read_text(encoding="utf-8"))


def value(cell):
    if cell in {"是", "否"}:
        return cell == "是"
    if isinstance(cell, datetime):
        return cell.date()
    return Decimal(str(cell)) if isinstance(cell, (int, float)) else cell


def table(sheet):
    head = [c.value for c in sheet[2]]
    return [dict(zip(head, row, strict=False)) for row in sheet.iter_rows(min_row=3, values_only=True) if any(row)]


def facts_of(path):
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith("/application.xlsx"))
        book = load_workbook(io.BytesIO(archive.read(name)))
    facts = {r[0]: value(r[2]) for r in book["活动"].iter_rows(values_only=True) if r[0] and "." in r[0]}
    sheets = {key: table(book[title]) for key, title in SHEETS.items()}
    facts |= {f"count.{key}": len(rows) for key, rows in sheets.items()}
    organisers = {r["name"] for r in sheets["parties"] if r["role"] == "主办者"}
    undertakers = {r["name"] for r in sheets["parties"] if r["role"] in {"承办者", "联合承办者"}}
    facts["case.organiser_differs"] = bool(organisers - undertakers)
    facts["case.headcount"] = max(r["expected"] for r in sheets["sessions"])
    held = [r for r in sheets["zones"] if r["use"] in HOLDING and r["expected_peak"] and r["net"]]
    facts["case.max_density"] = max((Decimal(r["expected_peak"]) / Decimal(str(r["net"])) for r in held), default=0)
    facts["case.critical_fours"] = 0
    return {k: v for k, v in facts.items() if v is not None}


def expected(rows, facts):
    return [code for code, row in rows.items() if row.when.test(facts)]


def test_needed_papers_are_those_of_the_key(pack, sample):
    facts, key = sample
    optional = {code for code, row in pack.materials.items() if row.optional}
    needed = {code for code, row in pack.materials.items() if row.needed.test(facts)}
    assert needed == set(pack.materials) - set(key["completeness"]["not_required"]) - optional


def test_no_paper_stays_undecided_for_a_whole_application(pack, sample):
    facts, _ = sample
    assert [code for code, row in pack.materials.items() if row.needed.test(facts) is None] == []


def test_expected_scenarios_and_triggers_are_those_of_the_key(pack, sample):
    facts, key = sample
    assert expected(pack.scenarios, facts) == key["emergency"]["expected_set"]
    assert expected(pack.triggers, facts) == key["triggers"]["expected_set"]


def test_the_floor_of_the_security_level_is_that_of_the_key(pack, sample):
    facts, key = sample
    floors = [r.data["level"] for r in pack.lists["level_floors"].values() if r.when and r.when.test(facts)]
    levels = {row.data["level"]: row.text.zh for row in pack.lists["risk_levels"].values()}
    assert levels[min(floors, default=4)] == key["staffing"]["security_level_floor"]


def score(band, measured):
    """Return 0 to 4 by the limits of one row, as the file's heading describes them."""
    limits = [band[f"limit_{n}"] for n in range(4)]
    if band["falling"]:
        within = [measured >= limit for limit in limits]
    else:
        within = [measured < limit if band["strict"] else measured <= limit for limit in limits]
    return min(within.index(True) if True in within else 4, band["highest"])


def measured_values(facts, key):
    staffing = key["staffing"]
    days = (facts["ev.start_date"] - facts["app.date"]).days if isinstance(facts["app.date"], date) else None
    known = {
        **{k: v for k, v in facts.items() if isinstance(v, Decimal)},
        "case.headcount": facts["case.headcount"],
        "case.max_density": facts["case.max_density"],
        "case.lead_days": days,
        "case.staff_ratio": Decimal(staffing["contracted"]) / Decimal(staffing["required"]),
    }
    if facts.get("tr.parking") and facts.get("tr.parking_need"):
        known["case.parking_ratio"] = facts["tr.parking_need"] / facts["tr.parking"]
    return known


def test_scores_that_follow_from_numbers_are_those_of_the_key(pack, sample):
    facts, key = sample
    known = measured_values(facts, key)
    wanted = key["risk_anchors"]["scores_before_controls"]
    compared = 0
    for code, row in pack.lists["factor_bands"].items():
        if code in wanted and known.get(row.data["fact"]) is not None:
            assert score(row.data, known[row.data["fact"]]) == wanted[code], code
            compared += 1
    assert compared >= 7


NOT_SHOWN_BY_THE_SAMPLES = [
    ("materials", "M1.4", {"app.agent": True}),
    ("materials", "M2.3", {"ev.type": "文艺演出", "ev.nature": "公益性", "count.programme": 0}),
    ("materials", "M2.3", {"ev.type": "展览展销", "ev.nature": "营业性", "count.programme": 2}),
    ("materials", "M3.4", {"sw.screens": False, "ev.broadcast": True}),
    ("materials", "M6.1", {"und.count": 2, "case.organiser_differs": False}),
    ("materials", "M6.1", {"und.count": 1, "case.organiser_differs": True}),
    ("materials", "M7.3", {"sw.cross_province_guards": True}),
    ("materials", "M9.6", {"sw.rides": True}),
    ("materials", "M9.8", {"sw.food": False, "ev.type": "展览展销"}),
    ("materials", "M9.10", {"loc.heritage": False, "loc.water": False, "loc.green": True}),
    ("scenarios", "EM21", {"loc.water": False, "loc.mountain": True}),
    ("scenarios", "EM23", {"sw.openflame": True}),
    ("scenarios", "EM25", {"ev.vip": "省部或外宾"}),
    ("scenarios", "EM25", {"ev.vip": "更高"}),
    ("triggers", "TR-02", {"loc.place_type": "广场", "loc.capacity_inst": 900}),
    ("triggers", "TR-06", {"ev.indoor": "室内", "ev.type": "体育比赛"}),
    ("level_floors", "fireworks", {"sw.fireworks": True}),
    ("level_floors", "outdoor_density", {"ev.indoor": "室外", "case.max_density": Decimal("3.01")}),
    ("level_floors", "critical_two", {"case.critical_fours": 2}),
    ("level_floors", "headcount_30000", {"case.headcount": 30000}),
]


@pytest.mark.parametrize(("table", "code", "facts"), NOT_SHOWN_BY_THE_SAMPLES)
def test_a_single_fact_is_enough(pack, table, code, facts):
    assert condition(pack, table, code).test(facts) is True


@pytest.mark.parametrize(
    ("table", "code", "facts"),
    [
        ("materials", "M6.1", {"und.count": 1, "case.organiser_differs": False}),
        ("materials", "M9.1", {"ev.nature": "营业性", "count.programme": 0}),
        ("scenarios", "EM04", {"ev.indoor": "半室外"}),
        ("scenarios", "EM25", {"ev.vip": "市级"}),
        ("triggers", "TR-02", {"loc.place_type": "广场"}),
        ("triggers", "TR-04", {"ev.indoor": "室外", "tmp.has": False}),
        ("level_floors", "outdoor_density", {"ev.indoor": "室外", "case.max_density": 3}),
        ("level_floors", "critical_two", {"case.critical_fours": 1}),
        ("level_floors", "headcount_30000", {"case.headcount": 29999}),
    ],
)
def test_just_below_the_limit_is_not_enough(pack, table, code, facts):
    assert condition(pack, table, code).test(facts) is False


def test_a_fact_that_is_not_stated_leaves_the_need_of_a_paper_open(pack):
    assert pack.materials["M9.3"].needed.test({}) is None


def condition(pack, table, code):
    row = pack.lists[table][code] if table in pack.lists else getattr(pack, table)[code]
    return row.needed if table == "materials" else row.when
