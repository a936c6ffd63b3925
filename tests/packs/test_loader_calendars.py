"""Calendar files: the shipped years, the import of the next one, and local exceptions."""

import json
from datetime import date

import pytest

from workbench.core.calendar import DayException
from workbench.storage.calendars import import_calendar, load_calendar
from workbench.storage.packs import PackFaults

D = date.fromisoformat


@pytest.fixture
def write(tmp_path):
    """Write a calendar file, with changes over a right one, and return its path."""

    def make(**changes):
        document = {
            "format": "EAW-CAL 1",
            "year": 2027,
            "status": "official",
            "mark": "A",
            "paper": {"zh": "通知", "en": "Notice", "issued": "2026-11"},
            "off": [{"zh": "元旦", "en": "New Year's Day", "days": ["2027-01-01", "2027-01-02", "2027-01-03"]}],
            "work": [{"zh": "调休", "en": "Make-up day", "days": ["2027-01-09"]}],
        } | changes
        path = tmp_path / "cn-2027.json"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return path

    return make


def test_three_published_years_and_the_next_one_computed():
    calendar = load_calendar()
    assert (calendar.covered_from, calendar.covered_until) == (D("2024-01-01"), D("2026-12-31"))
    assert not calendar.estimate(D("2024-01-01"), D("2026-12-31"))
    assert calendar.estimate(D("2027-01-01"))
    assert calendar.estimate(D("2023-12-31"))


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_published_year(year, count):
    """366 or 365 days less weekends and weekday holidays, plus make-up days: counted by hand from the notices."""
    calendar = load_calendar()
    assert calendar.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize("day", ["2024-02-04", "2024-10-12", "2025-01-26", "2025-10-11", "2026-02-14", "2026-10-10"])
def test_make_up_weekend_days_are_working_days(day):
    assert D(day).weekday() >= 5
    assert load_calendar().is_workday(D(day))


@pytest.mark.parametrize("day", ["2024-02-09", "2025-10-08", "2026-01-02", "2027-02-05", "2027-10-01"])
def test_holidays_on_weekdays_are_off_and_named(day):
    calendar = load_calendar()
    expected = day != "2024-02-09"  # the eve of the Spring Festival 2024 was not in the notice
    assert calendar.is_workday(D(day)) is not expected
    assert bool(calendar.day_name(D(day)).en) is expected


def test_a_local_exception_rules_over_the_notice():
    closure = DayException(D("2026-07-02"), working=False, reason="台风停工")
    extra = DayException(D("2026-10-01"), working=True, reason="值班")
    calendar = load_calendar((closure, extra))
    assert not calendar.is_workday(D("2026-07-02"))
    assert calendar.is_workday(D("2026-10-01"))
    assert calendar.day_name(D("2026-07-02")).zh == "台风停工"
    assert calendar.version != load_calendar().version


def test_an_imported_year_replaces_the_computed_one(write):
    before = load_calendar()
    after = load_calendar(imported=[import_calendar(write())])
    assert after.covered_until == D("2027-12-31")
    assert not after.estimate(D("2027-06-01"))
    assert (before.is_workday(D("2027-01-09")), after.is_workday(D("2027-01-09"))) == (False, True)
    assert before.version != after.version


@pytest.mark.parametrize(
    ("changes", "english"),
    [
        ({"format": "EAW-CAL 9"}, "the format should be"),
        ({"year": "2027"}, "the year is wrong"),
        ({"status": "draft"}, "status is official or computed"),
        ({"holidays": []}, "unknown key “holidays”"),
        ({"paper": {"zh": "通知"}}, "paper: zh or en is missing"),
        ({"work": None}, "the list “work” is missing"),
        ({"off": [{"zh": "元旦", "en": "New Year", "days": ["2027-02-30"]}]}, "wrong or repeated day “2027-02-30”"),
        ({"off": [{"zh": "元旦", "en": "New Year", "days": ["2026-12-31"]}]}, "wrong or repeated day “2026-12-31”"),
        ({"off": [{"zh": "元旦", "en": "New Year", "days": ["2027-01-01"] * 2}]}, "wrong or repeated day “2027-01-01”"),
        ({"work": [{"zh": "调休", "en": "Make-up", "days": ["2027-01-02"]}]}, "both off and worked"),
        ({"work": [{"zh": "调休", "en": "Make-up", "days": ["2027-01-11"]}]}, "no weekend day"),
        ({"mark": "Z"}, "the evidence mark is missing"),
    ],
)
def test_a_wrong_calendar_file_is_refused_with_its_reason(write, changes, english):
    with pytest.raises(PackFaults) as caught:
        import_calendar(write(**changes))
    assert any(english in fault.message.en for fault in caught.value.faults)


def test_all_faults_of_a_calendar_file_are_told_at_once(write):
    with pytest.raises(PackFaults) as caught:
        import_calendar(write(status="draft", mark="Z", paper={}))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_calendar_at_all_is_refused(tmp_path, data):
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(PackFaults):
        import_calendar(path)


def test_every_make_up_day_of_the_shipped_years_is_a_weekend_day_and_every_holiday_is_off():
    calendar = load_calendar()
    for year in calendar.years.values():
        assert all(day.weekday() >= 5 and calendar.is_workday(day) for day in year.work)
        assert not any(calendar.is_workday(day) for day in year.off)
