"""Which procedure applies, and which authority is competent."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.parameters import choices
from workbench.core.scope import authority, competent_level, headcount, scope
from workbench.core.values import Application, Row
from workbench.storage.packs import load_pack

RULES = load_pack("cn_national")
PERMIT = {"ev.public": True, "ev.daily_business": False, "app.regime": "安全许可"}


def application(*people, **fields):
    rows = tuple(Row("sessions", 3 + n, defaultdict(lambda: None, expected=p)) for n, p in enumerate(people))
    return Application("v", {**PERMIT, **{k.replace("_", ".", 1): v for k, v in fields.items()}}, {"sessions": rows})


def regime(app):
    return scope(app, RULES).regime


def level(people, cross="不跨区域", lodged="县级"):
    app = application(people, loc_cross=cross, app_organ_level=lodged)
    return authority(app, RULES, scope(app, RULES))


@pytest.mark.parametrize(("people", "expected"), [(999, "not_required"), (1000, "permit"), (4999, "permit")])
def test_the_permit_procedure_begins_at_a_thousand_persons(people, expected):
    assert regime(application(people)) == expected


@pytest.mark.parametrize(
    ("people", "expected"), [(1000, "县级"), (4999, "县级"), (5000, "设区市级"), (5001, "设区市级")]
)
def test_five_thousand_itself_is_city_level(people, expected):
    assert level(people).level.text.zh == expected


def test_the_headcount_is_the_largest_session_and_never_the_sum():
    assert headcount(application(900, None, 950, 980)) == 980
    assert regime(application(900, 950, 980)) == "not_required"


def test_without_sessions_there_is_no_headcount_and_no_answer():
    assert scope(application(), RULES).headcount is None
    assert regime(application()) == ""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ev_public": False}, "not_required"),
        ({"ev_daily_business": True}, "not_required"),
        ({"ev_public": None}, ""),
        ({"app_regime": "政府直接举办"}, "government"),
        ({"app_regime": None}, "permit"),
    ],
)
def test_exemptions_and_gaps(fields, expected):
    assert regime(application(8000, **fields)) == expected


def test_a_stated_exemption_that_does_not_hold_is_noticed():
    assert scope(application(8000, app_regime="小型活动(不足1000人)"), RULES).declared_differs
    assert not scope(application(8000), RULES).declared_differs


@pytest.mark.parametrize(
    ("people", "cross", "expected"),
    [
        (4800, "跨县(市、区)", "设区市级"),
        (4800, "跨省", "公安部"),
        (20000, "跨省", "公安部"),
        (20000, "跨县(市、区)", "设区市级"),
    ],
)
def test_the_extent_of_the_place_raises_the_level(people, cross, expected):
    assert level(people, cross).level.text.zh == expected


def test_each_ground_for_a_higher_level_is_named():
    assert [r.zh for r in level(20000, "跨县(市、区)").reasons] == ["每场预计 20000 ≥ 5000", "跨县(市、区)"]
    assert len(level(1200).reasons) == 1


def test_lodged_elsewhere_is_not_competent_and_unknown_stays_unknown():
    assert level(20000).competent is False
    assert level(1200).competent is True
    assert level(1200, lodged=None).competent is None
    assert level(1200, cross=None).level is None


def test_an_exempt_event_has_no_competent_level_but_the_variants_stand():
    found = level(500)
    assert found.level is None
    assert [(v.expected, v.level.zh) for v in found.variants][:3] == [
        (1000, "县级"),
        (4999, "县级"),
        (5000, "设区市级"),
    ]


@given(
    fewer=st.integers(1000, 60000),
    more=st.integers(0, 60000),
    cross=st.sampled_from(["within", "counties", "provinces"]),
)
def test_more_people_never_lower_the_level(fewer, more, cross):
    row = choices(RULES, "cross_levels")[cross]
    low, high = (competent_level(n, row, RULES).data["rank"] for n in (fewer, fewer + more))
    assert low <= high
