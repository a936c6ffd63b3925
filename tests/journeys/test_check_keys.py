"""The pre-check of the five sample packages gives what their answer keys say.

Codes, numbers, dates, statuses and sets are compared; free text and judgements are not.
"""

import json
from datetime import date

import pytest

from workbench.services.liaison import precheck
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

NAMES = ["chenghu-bay-festival", "lantern-fair", "half-marathon", "expo", "job-fair"]
COMPUTED = {"K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10", "K26", "K27"}


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
    assert set(told["not_evaluated"]).isdisjoint(told)
