"""The pre-check of the five sample packages gives what their answer keys say.

Codes, numbers, dates, statuses and sets are compared; free text and judgements are not.
"""

import json
from datetime import date

import pytest

from workbench.services.liaison import precheck, precheck_together
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

NAMES = ["chenghu-bay-festival", "lantern-fair", "half-marathon", "expo", "job-fair"]
COMPUTED = {f"K{n:02}" for n in (*range(1, 21), 21, 25, 26, 27, 29)}


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="module")
def calendar():
    return load_calendar()


@pytest.fixture(scope="module", params=NAMES)
def pair(request, packages, keys):
    key = json.loads(keys[request.param].read_text(encoding="utf-8"))
    told = precheck(packages[request.param], as_of=date.fromisoformat(key["as_of"])).answer
    return key, json.loads(json.dumps(told, ensure_ascii=False))


def without(members, *free):
    return {k: v for k, v in members.items() if k not in free}


def test_identity_and_scope_equal_the_key(pair):
    key, told = pair
    for member in ("package", "title", "format_version", "as_of"):
        assert told[member] == key[member]
    assert without(told["scope"], "reasons") == key["scope"]


def test_authority_and_its_variants_equal_the_key(pair):
    key, told = pair
    assert without(told["authority"], "reasons") == without(key["authority"], "reasons")
    assert len(told["authority"]["reasons"]) == len(key["authority"]["reasons"])


def test_clock_dates_equal_the_key(pair):
    key, told = pair
    dates = [without(c, "formula", "status") for c in told["clocks"]]
    assert dates == [without(c, "formula", "status") for c in key["clocks"]]


def test_clock_statuses_equal_the_key(pair):
    key, told = pair
    assert [(c["id"], c["status"]) for c in told["clocks"]] == [(c["id"], c["status"]) for c in key["clocks"]]


def test_completeness_equals_the_key(pair):
    key, told = pair
    assert told["completeness"] == key["completeness"]


def test_plan_contents_equal_the_key(pair):
    key, told = pair
    assert told["plan_contents"] == {m: key["plan_contents"][m] for m in ("missing", "present")}


def test_fact_conflicts_equal_the_key(pair):
    key, told = pair
    assert told["fact_conflicts"] == key["fact_conflicts"]


def test_internal_consistency_equals_the_key(pair):
    key, told = pair
    assert [without(m, "what") for m in told["internal_consistency"]] == [
        without(m, "what") for m in key["internal_consistency"]
    ]


def test_statements_equal_the_key(pair):
    key, told = pair
    assert told["statements"] == key["statements"]


def test_responsibility_equals_the_key(pair):
    key, told = pair
    assert told["responsibility"] == key["responsibility"]


@pytest.mark.parametrize("member", ["tickets", "passes", "change_requests", "extra"])
def test_members_on_tickets_passes_changes_and_the_rest_equal_the_key(pair, member):
    key, told = pair
    assert told[member] == key.get(member)


def test_programme_findings_equal_the_key(pair):
    key, told = pair
    assert told["programme"] == without(key["programme"], "text_findings")


CROWD = ["capacity", "carrying", "egress", "entry", "staffing", "flow"]
GROUND = ["deployment"]
RISK = ["risk_anchors", "risk_example", "risk_discrepancies"]
FREE = ("formula", "floor_reasons")


@pytest.mark.parametrize("member", [*CROWD, *RISK, *GROUND])
def test_the_sums_equal_the_key(pair, member):
    key, told = pair
    assert bare(told[member]) == bare(key.get(member))


def bare(member):
    """Return a member without its sentences; of the reasons of a floor only their number is compared."""
    if isinstance(member, list):
        return [bare(one) for one in member]
    if not isinstance(member, dict):
        return member
    counted = {"floor_reasons": len(member["floor_reasons"])} if "floor_reasons" in member else {}
    return {k: bare(v) for k, v in member.items() if k not in FREE} | counted


@pytest.mark.parametrize("member", ["triggers", "emergency"])
def test_triggers_and_scenarios_equal_the_key(pair, member):
    key, told = pair
    assert told[member] == key[member]


def test_what_was_checked_by_hand_equals_the_key(pair):
    key, told = pair
    for path, value in key["hand_checked"].items():
        first, *rest = path.split(".")
        if first in {*CROWD, *RISK, *GROUND}:
            found = told[first]
            for part in rest:
                found = found[int(part)] if part.isdecimal() else found[part]
            assert found == value, path


def test_import_equals_the_key(pair):
    key, told = pair
    assert told["import"] == key["import"]


def test_checks_fire_with_the_severity_of_the_key(pair):
    key, told = pair
    fired = {f["k"]: f["severity"] for f in told["checks"]["must_fire"]}
    assert fired == {f["k"]: f["severity"] for f in key["checks"]["must_fire"] if f["k"] in COMPUTED}


def test_each_fired_check_gives_as_many_reasons_as_the_key(pair):
    key, told = pair
    reasons = {f["k"]: len(f["why"]) for f in told["checks"]["must_fire"]}
    assert reasons == {f["k"]: len(f["why"]) for f in key["checks"]["must_fire"] if f["k"] in COMPUTED}


def test_checks_in_order_are_those_of_the_key(pair):
    key, told = pair
    assert told["checks"]["must_not_fire"] == [k for k in key["checks"]["must_not_fire"] if k in COMPUTED]


def test_what_is_not_computed_stands_only_under_not_evaluated(pair):
    key, told = pair
    listed = [k for member in ("must_fire", "must_not_fire", "not_evaluated") for k in key["checks"][member]]
    codes = {k if isinstance(k, str) else k["k"] for k in listed}
    open_in_key = {k for k in key["checks"]["not_evaluated"] if k in COMPUTED}
    assert set(told["checks"]["not_evaluated"]) == (codes - COMPUTED) | open_in_key


def test_every_member_of_the_key_is_told(pair):
    key, told = pair
    assert set(key) - set(told) <= {"conventions", "plants", "hand_checked", "notes"}


# Several packages


def test_what_the_packages_share_equals_the_key(packages, keys):
    key = json.loads(keys["cross_expected"].read_text(encoding="utf-8"))
    told = precheck_together([packages[name] for name in sorted(NAMES)]).cross
    assert told == without(key, "description", "must_not_fire")


def test_a_clash_fires_in_the_packages_that_clash_and_in_no_other(packages):
    names = sorted(NAMES)
    found = precheck_together([packages[name] for name in names]).views
    fired = {n: [f["k"] for f in v.answer["checks"]["must_fire"]] for n, v in zip(names, found, strict=True)}
    assert {name for name, codes in fired.items() if "K24" in codes} == {"expo", "half-marathon"}
    silent = [v for v in found if "K24" in v.answer["checks"]["must_not_fire"]]
    assert len(silent) == 3


def test_the_same_package_twice_is_told_apart(packages):
    told = precheck_together([packages["expo"], packages["expo"]]).cross
    assert {tuple(o["packages"]) for o in told["venue_overlaps"]} == {("expo (1)", "expo (2)")}
