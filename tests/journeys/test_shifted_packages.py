"""A renamed package that lies on other days gives the same answer on those days: nothing is tied to a sample."""

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workbench.core.facts import normal
from workbench.core.precheck import answer, assess
from workbench.exchange.package import read_package
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMES = {"ev.name": "青禾原声集", "und.name": "青禾样例演艺有限公司", "loc.name": "青禾公园草坪"}


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="module", params=["chenghu-bay-festival", "lantern-fair", "half-marathon", "expo", "job-fair"])
def sample(request, packages, keys, pack):
    as_of = json.loads(keys[request.param].read_text(encoding="utf-8"))["as_of"]
    return read_package(packages[request.param], pack, extract_text=False), date.fromisoformat(as_of)


def shifted_value(value, by, names):
    if isinstance(value, (date, datetime)):
        return value + by
    if isinstance(value, str):
        value = names.get(value, value)
        return ISO.sub(lambda found: str(date.fromisoformat(found[0]) + by), value)
    return value


def shifted_row(row, by, names):
    return replace(row, values={k: shifted_value(v, by, names) for k, v in row.values.items()})


def shifted(application, by, names):
    sheets = {key: tuple(shifted_row(r, by, names) for r in rows) for key, rows in application.sheets.items()}
    return replace(
        application,
        fields={k: shifted_value(v, by, names) for k, v in application.fields.items()},
        sheets=sheets,
        window_log=tuple(replace(e, time=e.time + by) for e in application.window_log),
    )


def shifted_calendar(calendar, by):
    """Holidays move with the days; weekdays stay because whole weeks are shifted."""
    off = {d + by: name for year in calendar.years.values() for d, name in year.off.items()}
    work = {d + by: name for year in calendar.years.values() for d, name in year.work.items()}
    years = {
        n: replace(
            year,
            off={d: t for d, t in off.items() if d.year == n},
            work={d: t for d, t in work.items() if d.year == n},
        )
        for n, year in calendar.years.items()
    }
    return replace(calendar, years=years)


@pytest.mark.parametrize("weeks", [1, 3, 5])
def test_a_renamed_package_on_other_days_gives_the_answer_of_those_days(sample, pack, weeks):
    application, as_of = sample
    by, calendar = timedelta(weeks=weeks), load_calendar()
    names = {str(application.fields[key]): new for key, new in NAMES.items()}
    before = json.dumps(answer(assess(application, pack, calendar, as_of)), ensure_ascii=False)
    for old, new in names.items():
        before = before.replace(old, new).replace(normal(old, "text"), new)
    expected = ISO.sub(lambda found: str(date.fromisoformat(found[0]) + by), before)
    moved = assess(shifted(application, by, names), pack, shifted_calendar(calendar, by), as_of + by)
    assert comparable(json.loads(json.dumps(answer(moved), ensure_ascii=False))) == comparable(json.loads(expected))


def comparable(told):
    """Return an answer without the sentences that name days without a year."""
    told["checks"]["must_fire"] = [{k: v for k, v in f.items() if k != "why"} for f in told["checks"]["must_fire"]]
    return told


def test_the_lead_time_follows_the_first_day_whatever_the_holidays(sample, pack):
    application, as_of = sample
    by = timedelta(days=31)
    first = application.fields["ev.start_date"]
    told = answer(assess(shifted(application, by, {}), pack, load_calendar(), as_of + by))
    clocks = {c["id"]: c["value"] for c in told["clocks"]}
    assert clocks["apply_by"] == str(first + by - timedelta(days=20))
