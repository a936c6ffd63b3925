"""The open data set's form of a year: read, named in both languages, and refused with the place of each fault."""

import json
from datetime import date

import pytest

from workbench.storage.calendars import import_calendar, load_calendar
from workbench.storage.packs import PackFaults

D = date.fromisoformat
OFF = {
    "元旦": ["2026-12-31", "2027-01-01", "2027-01-02"],
    "春节": [f"2027-02-{day:02}" for day in range(5, 12)],
    "清明节": ["2027-04-05"],
    "劳动节": [f"2027-05-{day:02}" for day in range(1, 6)],
    "端午节": ["2027-06-09"],
    "中秋节": ["2027-09-15"],
    "国庆节": [f"2027-10-{day:02}" for day in range(1, 8)],
}
WORK = {"元旦": ["2027-01-03"], "春节": ["2027-02-20"]}


def listed(names, *, off):
    return [{"name": name, "date": day, "isOffDay": off} for name, days in names.items() for day in days]


def document(**changes):
    days = [*listed(OFF, off=True), *listed(WORK, off=False)]
    return {"$schema": "s", "$id": "i", "year": 2027, "papers": ["通知"], "days": days} | changes


@pytest.fixture
def write(tmp_path):
    def make(content):
        path = tmp_path / "2027.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return make


def test_a_year_is_read_with_names_in_both_languages(write):
    year = import_calendar(write(document()))
    assert (year.year, year.official, year.mark) == (2027, True, "A")
    assert (year.off[D("2027-02-05")].zh, year.off[D("2027-02-05")].en) == ("春节", "Spring Festival")
    assert year.work[D("2027-02-20")].zh == "春节调休上班"
    assert "2027年部分节假日安排" in year.paper.zh


def test_december_days_of_the_next_years_notice_count(write):
    calendar = load_calendar(imported=[import_calendar(write(document()))])
    assert not calendar.is_workday(D("2026-12-31"))
    assert calendar.day_name(D("2026-12-31")).zh == "元旦"
    assert calendar.is_workday(D("2027-01-03"))
    assert calendar.covered_until == D("2027-12-31")
    assert load_calendar().is_workday(D("2026-12-31"))


def changed(place, **values):
    days = document()["days"]
    return document(days=[*days[:place], {**days[place], **values}, *days[place + 1 :]])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (document(days=[]), "no day is listed; the notice of 2027 is not out yet"),
        (document(year="2027"), "the year is wrong"),
        (document(papers=[]), "papers: the notice is not named"),
        (document(title="x"), "unknown key “title”"),
        (changed(3, date="2027-02-30"), "days[3].date: wrong or repeated day “2027-02-30”"),
        (changed(3, date="2027-01-01"), "days[3].date: wrong or repeated day “2027-01-01”"),
        (changed(3, date="2028-01-01"), "days[3].date: wrong or repeated day “2028-01-01”"),
        (changed(3, date="2026-11-30"), "days[3].date: wrong or repeated day “2026-11-30”"),
        (changed(3, date=20270205), "days[3].date: wrong or repeated day “20270205”"),
        (changed(4, isOffDay="true"), "days[4].isOffDay: true or false"),
        (changed(4, name=" "), "days[4].name: the name is empty"),
        (document(days=[*document()["days"], "2027-03-01"]), "name, date and isOffDay, nothing else"),
        (changed(25, date="2027-02-22"), "2027-02-22 is no weekend day to be worked"),
        (document(days=listed({k: v for k, v in OFF.items() if k != "端午节"}, off=True)), "holiday 端午 is missing"),
        (document(days=[d for d in document()["days"] if d["date"] != "2027-10-01"]), "2027-10-01 is a statutory"),
        ("{", "not a valid JSON file"),
        ("[1]", "that of holiday-cn"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_of_the_fault(write, content, said):
    with pytest.raises(PackFaults) as caught:
        import_calendar(write(content))
    assert said in caught.value.told("en")
    assert "日历文件" in caught.value.told("zh")


def test_all_faults_of_a_file_are_told_at_once(write):
    days = [{"name": "", "date": "2027-01-01", "isOffDay": True}, {"name": "元旦", "date": "x", "isOffDay": True}]
    with pytest.raises(PackFaults) as caught:
        import_calendar(write(document(days=days, papers=[])))
    assert len(caught.value.faults) == 3
