"""What a deployment cannot tell is said, and never passed over in silence."""

from dataclasses import replace

import pytest

from workbench.core.deployment import deployment
from workbench.core.register_entries import RegisterEntry
from workbench.exchange.package import read_package
from workbench.services.deployment_notes import Ground, notes
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")


@pytest.fixture(scope="module")
def fair(packages):
    """A package in which everything is in order."""
    return read_package(packages["job-fair"], PACK, extract_text=False)


def without(application, *sheets):
    left = {key: rows for key, rows in application.sheets.items() if key not in sheets}
    return replace(application, sheets=left, missing_sheets=frozenset({*application.missing_sheets, *sheets}))


def with_posts(application, change):
    rows = tuple(replace(row, values=change(dict(row.values))) for row in application.rows("posts"))
    return replace(application, sheets={**application.sheets, "posts": rows})


ENTERED = {
    "D1": RegisterEntry("command_role", (("role", "deputy"), ("name", "苏禾"))),
    "N1": RegisterEntry("comms_net", (("net", "指挥网"), ("users", "指挥部"), ("whistle", "三短"))),
    "A1": RegisterEntry("airspace_notice", (("point", "M01"),)),
    "S1": RegisterEntry("supply", (("item", "饮用水"),)),
}


def told(application, registers=None):
    ground = Ground(application, PACK, deployment(application, PACK), level=3, registers=registers or {})
    return {note.code: note for note in notes(ground)}


def test_a_package_in_order_with_its_registers_has_nothing_that_cannot_be_told(fair):
    found = told(fair, ENTERED)
    assert [note for note in found.values() if not note.ok and not note.soft] == []
    assert "no_times" not in found


def test_without_registers_only_what_they_alone_can_say_is_not_known(fair):
    unknown = {code for code, note in told(fair).items() if note.ok is None}
    assert unknown == {"deputy", "comms", "airspace_none", "supply"}


def test_a_package_without_the_sheet_of_posts_says_so_and_is_not_in_order(fair):
    (note,) = told(without(fair, "posts")).values()
    assert (note.code, note.ok, note.text.zh) == ("posts", False, "缺“岗位”表，部署无法核验")


@pytest.mark.parametrize("sheet", ["zones", "gates"])
def test_chiefs_that_cannot_be_checked_are_told(fair, sheet):
    note = told(without(fair, sheet))["chiefs"]
    assert (note.ok, "三长无法核验" in note.text.zh) == (None, True)


def test_a_plan_without_key_posts_says_that_the_first_wave_cannot_be_checked(fair):
    note = told(with_posts(fair, lambda row: {**row, "is_key": False}))["first_wave"]
    assert (note.ok, note.text.zh) == (None, "没有标明关键岗，首波力量无法核验")


@pytest.mark.parametrize(
    "times", [lambda row: {"off": None}, lambda row: {"on": row["off"], "off": row["on"]}], ids=["missing", "reversed"]
)
def test_posts_whose_times_are_missing_or_reversed_are_named(fair, times):
    first = str(fair.rows("posts")[0]["code"])
    note = told(with_posts(fair, lambda row: {**row, **times(row)} if row["code"] == first else row))["no_times"]
    assert (note.ok, note.objects) == (False, (first,))
    assert first in note.text.zh
    assert first in note.text.en


def named(first, second, **times):
    """Give the lead and telephone of one post to another, and set the times of that one."""

    def change(row):
        return {**row, "lead": "陆青", "phone": "12300000000", **times} if row["code"] in {first, second} else row

    return change


def test_a_person_named_at_two_posts_at_one_moment_is_told_and_one_after_the_other_is_not(fair):
    one, other = (str(row["code"]) for row in fair.rows("posts")[:2])
    note = told(with_posts(fair, named(one, other)))["lead_twice"]
    assert (note.ok, note.objects) == (False, (one, other))
    assert "陆青" in note.text.zh
    on, off = (fair.rows("posts")[0][key] for key in ("on", "off"))
    apart = with_posts(fair, lambda row: {**row, "on": off, "off": off + (off - on)} if row["code"] == other else row)
    assert "lead_twice" not in told(with_posts(apart, named(one, other)))
    again = with_posts(fair, lambda row: {**row, "lead": "陆青"} if row["code"] in {one, other} else row)
    assert "lead_twice" not in told(again)


def test_english_remarks_have_no_chinese_comma(fair):
    untold = {"lead": None, "response_min": None, "is_key": True, "persons": 1}
    found = told(with_posts(fair, lambda row: {**row, **untold}))
    assert {"four_fixings_100", "key_posts_named", "quick_circle"} <= {
        note.code for note in found.values() if not note.ok
    }
    assert not [note.text.en for note in found.values() if "、" in note.text.en]
