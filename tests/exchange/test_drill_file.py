"""Table-top exercises as files: what is read, and hostile or careless files refused with the place of every fault."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.exchange.drill_file import read_drill
from workbench.exchange.notes import PackageRefused

SHIPPED = Path(__file__).parents[2] / "forms" / "samples" / "drills" / "festival-table-top.json"
GOOD = {
    "format": "eaw-drill",
    "version": 1,
    "title": "推演",
    "on": "2026-04-09",
    "lead": "苏禾",
    "signals": [{"at": "19:05", "trigger": "TR-03", "value": 4.8, "place": "Z01"}],
}


def file(**changes):
    return json.dumps({**GOOD, **changes}, ensure_ascii=False).encode()


def signal(**changes):
    return file(signals=[{**GOOD["signals"][0], **changes}])


def faults(data):
    with pytest.raises(PackageRefused) as refused:
        read_drill(data, "drill.json")
    assert refused.value.where == "drill.json"
    return [one.field for one in refused.value.problems]


def test_a_signal_has_its_exact_number_and_its_local_time():
    found = read_drill(file(participants=["陆知远"]), "drill.json")
    assert (found.lead, found.participants) == ("苏禾", ("陆知远",))
    assert found.signals[0].reading == Decimal("4.8")
    assert found.signals[0].at == datetime.fromisoformat("2026-04-09T19:05")


def test_a_time_may_name_its_day_and_zero_is_a_reading():
    found = read_drill(signal(at="2026-04-10T00:20", value=0), "drill.json").signals[0]
    assert (found.at.day, found.reading) == (10, 0)


def test_the_shipped_example_is_read():
    assert len(read_drill(SHIPPED.read_bytes(), SHIPPED.name).signals) == 14


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (file(title=""), ["title"]),
        (file(on="2026-13-01"), ["on"]),
        (file(lead=7), ["lead"]),
        (file(signals=[]), ["signals"]),
        (file(signals=[{"at": "19:05", "trigger": "TR-01", "value": 1}] * 501), ["signals"]),
        (file(participants="苏禾"), ["participants"]),
        (file(extra=1), ["extra"]),
        (signal(at="25:99"), ["signals[1].at"]),
        (signal(at="2026-04-09T19:05+08:00"), ["signals[1].at"]),
        (signal(value="4.8"), ["signals[1].value"]),
        (signal(value=True), ["signals[1].value"]),
        (signal(value=None), ["signals[1].value"]),
        (signal(note="甲" * 201), ["signals[1].note"]),
        (signal(trigger=["TR-01"]), ["signals[1].trigger"]),
        (signal(colour="red"), ["signals[1].colour"]),
        (file(signals=[7, {"trigger": "TR-01"}]), ["signals[1]", "signals[2].at"]),
        (file(title="", on="", lead=""), ["title", "on", "lead"]),
    ],
)
def test_every_fault_is_told_with_its_place(data, places):
    assert faults(data) == places


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"{",
        b"[" * 100_000,
        b"x" * 1_000_001,
        file(format="other"),
        file(version=2),
        file(version=None),
        file().replace(b"4.8", b"NaN"),
        file().replace(b"4.8", b"Infinity"),
        file().replace(b"4.8", b"1" * 5000),
        file().replace(b"4.8", b"1e99999999999999999999"),
        file().replace(b'"title"', b'"lead": "a", "title"'),
    ],
)
def test_what_is_no_exercise_is_refused_as_a_whole(data):
    assert faults(data) == []


def test_a_number_far_beyond_any_reading_is_read_and_left_to_the_replay():
    assert read_drill(file().replace(b"4.8", b"1e400"), "drill.json").signals[0].reading == Decimal("1e400")
