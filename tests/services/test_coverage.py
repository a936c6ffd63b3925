"""Coverage of the sample plans and of plans that were drawn badly."""

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from workbench.core.coverage_case import Wish, density_factor
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.placement_case import KINDS, Order
from workbench.core.values import Feature, SitePlan
from workbench.crowd.working import Working
from workbench.errors import WorkbenchError
from workbench.exchange.package import read_package
from workbench.services import coverage as service
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")
COARSE = Wish(cell=2.0)
QUICK = Wish(quick=True)


@pytest.fixture(scope="session")
def plans(packages):
    """Package name → application, read once."""
    return {name: read_package(path, PACK, extract_text=False) for name, path in packages.items()}


@pytest.fixture
def fair(plans):
    return plans["job-fair"]


def looked(application, wish=COARSE):
    return service.view(service.coverage(application, PACK, wish))


def zone(shown, code):
    return next(one for one in shown.found.zones if one.code == code)


def drawn(application, *features, without=()):
    kept = [one for one in application.site.features if one.layer not in without]
    return replace(application, site=SitePlan((*kept, *features)))


def polygon(layer, code, kind, *points, valid=True):
    ring = tuple((Decimal(str(x)), Decimal(str(y))) for x, y in points)
    return Feature(layer, code, kind, "", "Polygon", (ring,), valid=valid)


def with_posts(application, *changes, only=False):
    rows = application.rows("posts")
    new = tuple(replace(rows[0], values={**rows[0].values, **change}) for change in changes)
    return replace(application, sheets={**application.sheets, "posts": new if only else (*rows, *new)})


# The sample plans


@pytest.mark.parametrize("name", ["chenghu-bay-festival", "expo", "half-marathon", "job-fair", "lantern-fair"])
def test_the_circle_of_80_metres_counts_what_the_key_counts(plans, keys, name):
    expected = json.loads(keys[name].read_text(encoding="utf-8"))["deployment"]["K18"]["key_spots"]
    shown = looked(plans[name], Wish(cell=20.0) if name == "half-marathon" else Wish(cell=4.0))
    found = [{"post": s.code, "persons_within_80m": s.straight, "ok": s.straight_holds} for s in shown.found.spots]
    assert found == expected


def test_the_festival_reaches_every_key_spot_in_time_on_foot_as_well(plans):
    shown = looked(plans["chenghu-bay-festival"])
    assert shown.holds
    assert all(spot.minute_holds for spot in shown.found.spots)
    assert all(spot.walking <= spot.straight + 60 for spot in shown.found.spots)
    assert zone(shown, "Z01").seen == 1, "lookouts stand beside the front pen"


def test_walking_around_obstacles_is_never_shorter_than_the_straight_line(plans):
    """Whoever arrives within 20 s on foot stands within 80 m; nobody runs faster than the speed."""
    for spot in looked(plans["lantern-fair"]).found.spots:
        assert spot.walking <= spot.straight


def test_an_island_is_reached_over_its_bridges_only(plans):
    """Two bridges lead to the island of the lantern fair; without them nobody comes."""
    plan = plans["lantern-fair"]
    assert zone(looked(plan), "Z03").times.cut_off == 0
    bare = replace(plan, site=SitePlan(tuple(one for one in plan.site.features if one.kind != "bridge")))
    island = zone(looked(bare), "Z03").times
    assert (island.cut_off, island.shares[-1]) == (1, 0)


def test_halls_are_walked_in_through_their_gates(plans):
    """The halls of the expo are buildings, yet their zones are reached; with the gates gone only from inside."""
    plan = plans["expo"]
    assert zone(looked(plan), "Z02").times.cut_off == 0
    shut = drawn(plan, without={"gate"})
    assert zone(looked(shut), "Z02").times.cut_off == 1


def test_the_pace_in_a_crowd_falls_with_its_density_down_to_the_least():
    """Weidmann at 2 p/m²: 1.34 (1 − exp(−1.913 (1/2 − 1/5.4))) = 0.606 m/s, 45 % of 1.34 m/s."""
    sheet = Working(crowd_parameters(PACK))
    factors = [density_factor(sheet, density) for density in (0, 0.3, 1, 2, 4, 5.4, 9)]
    assert factors[0] == 1
    assert factors[3] == pytest.approx(0.452, abs=0.001)
    assert factors == sorted(factors, reverse=True)
    assert factors[-2:] == [0.1, 0.1]


def test_by_density_the_densest_pens_of_the_festival_take_longer(plans):
    """8,600 on 2,400 m² are 3.6 p/m²: slower than the office's half pace."""
    plan = plans["chenghu-bay-festival"]
    plain, dense = looked(plan), looked(plan, Wish(cell=2.0, by_density=True))
    assert zone(dense, "Z01").times.worst > zone(plain, "Z01").times.worst
    assert any("Weidmann" in text.en for text in dense.found.working.conventions)


def test_all_posts_answer_no_later_than_the_mobile_ones(fair):
    few, all_ = looked(fair), looked(fair, Wish(cell=2.0, everyone=True))
    assert len(all_.found.source_codes) > len(few.found.source_codes)
    assert (all_.found.times <= few.found.times + 1e-9).all()


def test_every_number_names_its_parameters_and_conventions(fair):
    working = looked(fair).found.working
    codes = {one.code for one in working.parameters}
    assert codes >= {"response.speed", "response.seconds", "response.persons", "coverage.off_surface", "coverage.late"}
    assert any(step.sum == "20 × 4" and step.value == 80 for step in working.steps)
    assert any("16" in text.en for text in working.conventions)


# The picture


def test_the_picture_has_north_on_top_and_bands_by_the_limits(fair):
    shown = looked(fair)
    grid = shown.found.surface.grid
    assert shown.bands.shape == grid.shape
    assert shown.limits == (20, 60, 120, 180)
    times = shown.found.times[::-1]
    assert (shown.bands[(times <= 20)] == 1).all()
    assert (shown.bands[~shown.found.surface.free[::-1]] == service.SOLID).all()
    west, south, east, north = shown.extent
    assert (east - west, north - south) == (grid.columns * grid.cell, grid.rows * grid.cell)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_proposed_can_be_drawn_as_an_object_of_the_pack(kind):
    assert service.object_kind(PACK, kind) in PACK.site_objects


# A case, and what is kept


def test_a_case_is_worked_out_once_while_its_plan_stays_the_same(festival):
    first = service.of_case(festival.desk, festival.officer, festival.case, QUICK)
    assert service.of_case(festival.desk, festival.officer, festival.case, QUICK) is first
    assert first.found.surface.grid.count <= 100_000


def test_a_proposal_leaves_the_case_as_it_is(festival):
    before = festival.state()
    found = service.place_in_case(festival.desk, festival.officer, festival.case, Order("mobile", 2, within=20))
    assert len(found.places) == 2
    assert festival.state() == before


# What a drawing states itself


def test_a_stair_is_walked_at_its_own_pace_over_its_width(fair):
    """60 m of stair at half pace: nobody is quicker anywhere, and somebody is slower on it."""
    line = ((Decimal(10), Decimal(-12)), (Decimal(70), Decimal(-12)))
    stair = Feature("stair", "S1", "台阶", "", "LineString", (line,), extra=(("width", Decimal(6)),))
    plain, slow = looked(fair), looked(drawn(fair, stair))
    assert (slow.found.times >= plain.found.times - 1e-9).all()
    assert (slow.found.times > plain.found.times + 1).any()
    assert slow.found.surface.pace.min(where=slow.found.surface.free, initial=1) == 0.5


def test_the_height_a_drawing_states_goes_before_the_assumed_one(plans):
    """A stage of 8 m hides what lies behind it; stated as 0.5 m it hides nothing."""
    plan = plans["chenghu-bay-festival"]
    low = replace(
        plan,
        site=SitePlan(
            tuple(
                replace(one, extra=(("height", Decimal("0.5")),)) if one.layer in {"base", "barrier"} else one
                for one in plan.site.features
            )
        ),
    )
    assert zone(looked(low), "Z04").seen > zone(looked(plan), "Z04").seen


# Plans that were drawn badly


def test_an_application_without_a_drawing_says_what_to_do(fair):
    with pytest.raises(WorkbenchError) as fault:
        looked(replace(fair, site=None))
    assert fault.value.where == "site"
    assert fault.value.remedy.en


def test_a_drawing_without_zones_is_still_worked_out_around_its_gates(fair):
    shown = looked(drawn(fair, without={"zone"}))
    assert shown.found.zones == ()
    assert [one.code for one in shown.found.faults].count("Z01") == 1, "a zone that is not drawn is told"
    assert np.isfinite(shown.found.times).any()


def test_only_a_drop_point_is_no_site(fair):
    point = Feature("drop", "D1", "", "", "Point", (((Decimal(1), Decimal(1)),),))
    with pytest.raises(WorkbenchError, match="没有分区"):
        looked(replace(with_posts(fair, only=True), site=SitePlan((point,))))


def test_posts_off_the_site_and_inside_obstacles_are_named_and_left_out(fair):
    lost = with_posts(
        fair,
        {"code": "X1", "kind": "机动", "x": Decimal(9000), "y": Decimal(0)},
        {"code": "X2", "kind": "机动", "x": None, "y": None},
    )
    told = {one.code: one.message.en for one in looked(lost).found.faults}
    assert "outside" in told["X1"]
    assert "no coordinates" in told["X2"]


def test_a_site_without_mobile_posts_is_told_so_and_nothing_is_reached(fair):
    shown = looked(with_posts(fair, {"code": "F1", "kind": "固定"}, only=True))
    assert np.isinf(shown.found.times).all()
    assert any("no mobile" in one.message.en for one in shown.found.faults)


def test_500_posts_of_one_code_are_counted_and_their_single_results_cut(fair):
    many = with_posts(fair, *({"code": "M", "kind": "机动", "is_key": None, "x": Decimal(n % 60)} for n in range(500)))
    shown = looked(many, Wish(cell=5.0))
    assert len(shown.found.responders) == 40
    assert any("40 only" in one.message.en for one in shown.found.faults)


def test_a_stray_coordinate_and_an_invalid_outline_are_left_out_and_told(fair):
    stray = polygon("zone", "Z90", "核心", (0, 0), (9_000_000, 0), (9_000_000, 9), (0, 0))
    crossed = polygon("zone", "Z91", "核心", (0, 0), (9, 9), (9, 0), (0, 9), (0, 0), valid=False)
    told = {one.code for one in looked(drawn(fair, stray, crossed)).found.faults}
    assert {"Z90", "Z91"} <= told


def test_a_plan_as_wide_as_a_county_is_refused_for_a_fine_raster_and_worked_out_on_a_coarse_one(fair):
    wide = drawn(fair, polygon("zone", "Z90", "控制", (0, 0), (30_000, 0), (30_000, 20_000), (0, 0)))
    with pytest.raises(WorkbenchError, match="超过上限"):
        looked(wide, Wish(cell=0.5))
    assert looked(wide, QUICK).found.surface.grid.cell == 50


def test_water_over_everything_leaves_nothing_to_walk_on(fair):
    flood = polygon("base", "B9", "water", (-500, -500), (500, -500), (500, 500), (-500, 500), (-500, -500))
    with pytest.raises(WorkbenchError, match="没有可通行的地面"):
        looked(drawn(fair, flood))


# Proposals


@pytest.mark.parametrize("kind", ["mobile", "lookout", "equipment"])
def test_a_proposal_covers_no_less_than_what_there_is(plans, kind):
    found = service.proposal(plans["expo"], PACK, Order(kind, 3))
    assert found.before <= found.placement.value <= found.placement.bound <= found.total + 1e-6
    assert len(found.places) <= 3
    assert found.placement.gap == pytest.approx(0, abs=1e-9)


def test_the_fewest_for_a_share_reach_it_and_more_is_not_needed(plans):
    order = Order("mobile", share=0.9, within=20, keep=False)
    found = service.proposal(plans["chenghu-bay-festival"], PACK, order)
    assert found.covered >= 0.9
    assert found.placement.bound == len(found.places)


def test_a_share_out_of_reach_is_told_with_the_best_there_is(plans):
    found = service.proposal(plans["expo"], PACK, Order("mobile", share=1.0, within=2, keep=False))
    assert not found.reachable
    assert 0 < found.covered < 1
    assert any("cannot be reached" in line.en for line in service.lines(found))


@pytest.mark.parametrize(
    ("order", "where"),
    [
        (Order("tank", 3), "kind"),
        (Order("mobile"), "count"),
        (Order("mobile", 3, 0.5), "count"),
        (Order("mobile", 0), "count"),
        (Order("mobile", share=1.5), "share"),
        (Order("mobile", 3, within=-1), "within"),
        (Order("mobile", 3, within=float("nan")), "within"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(fair, order, where):
    with pytest.raises(WorkbenchError) as fault:
        service.proposal(fair, PACK, order)
    assert fault.value.where == where


def test_nobody_to_protect_means_nothing_to_place(fair):
    with pytest.raises(WorkbenchError, match="没有可计算"):
        service.proposal(drawn(fair, without={"zone"}), PACK, Order("mobile", 3))


def test_the_answers_for_a_machine_hold_no_infinity(plans):
    shown = looked(plans["half-marathon"], QUICK)
    text = json.dumps(
        {
            key: value
            for key, value in service.answer(shown).items()
            if key not in {"problems", "conventions", "warnings"}
        },
        allow_nan=False,
    )
    assert '"first_responder_s": null' in text
