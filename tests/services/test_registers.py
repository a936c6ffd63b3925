"""The registers of the office on both databases: entering, searching, lapsing, trace-back, the calendar, exports."""

import csv
import io
import json
import shutil
import sqlite3
from datetime import date, datetime

import openpyxl
import pytest

from workbench.core import commands as c
from workbench.core.commands.emergency import DrillSignal
from workbench.core.decide import Refusal
from workbench.core.emergency_case import case_breakers
from workbench.core.rehearsal import rehearse
from workbench.core.working_plan import plan_of
from workbench.errors import ConflictError, NotAllowedError, StorageError, WorkbenchError
from workbench.services import case_registers, intake, office, organisations, oversight, registers, review
from workbench.services.acting import do
from workbench.services.clocks import ScriptedClock
from workbench.services.event_calendar import calendar, clashes_with
from workbench.services.register_export import export_calendar, export_register
from workbench.services.registers import Wanted

at = datetime.fromisoformat
NINE = at("2026-04-20 09:00")
GUARDS = "澄州龙湾卫士样例保安服务有限公司"
LAPSING = "澄江湖畔安盾样例保安服务有限公司"
FIRM = {
    "name": "澄州云堰样例保安服务有限公司",
    "roles": ("guards",),
    "code": "91329912MX0000001A",
    "lead": "贺样例",
    "phone": "12300000001",
    "registered": 80,
}


def with_people(place):
    """Make an office with a supervisor and an officer, on 20 April."""
    with office.desk_at(place, clock=ScriptedClock(NINE)) as desk:
        chief = office.NewPerson("luwendi", "陆闻笛", "yangli-2026", frozenset({"supervisor"}))
        officer = office.NewPerson("guqinghe", "顾清和", "yangli-2026", frozenset({"officer"}))
        return office.add_user(desk, office.add_user(desk, None, chief), officer)


def with_cases(place, packages):
    """Make an office that has received three packages; return the cases by package."""
    officer = with_people(place)
    names = ("chenghu-bay-festival", "expo", "half-marathon")
    with office.desk_at(place, clock=ScriptedClock(NINE)) as desk:
        return {name: intake.receive(desk, officer, packages[name]).case for name in names}


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    """Both kinds of database."""
    return request.param


@pytest.fixture
def made(kind, request, tmp_path, office_at):
    """An office with an officer and a supervisor, on 20 April."""
    place = tmp_path / "office"
    if kind == "postgresql":
        server = request.getfixturevalue("server")
        place = server.location(server.new_database())
    with_people(place)
    return office_at(place, NINE)


@pytest.fixture(scope="session")
def patterns(tmp_path_factory, packages, request):
    """Make the office with three cases once for each kind of database."""
    found = {}

    def pattern(kind):
        if kind not in found:
            server = request.getfixturevalue("server") if kind == "postgresql" else None
            name = server.new_database() if server else tmp_path_factory.mktemp("three") / "office"
            found[kind] = name, with_cases(server.location(name) if server else name, packages)
        return found[kind]

    return pattern


@pytest.fixture
def three_cases(kind, patterns, request, tmp_path, office_at):
    """A copy of the office with three packages received: case identifiers by package."""
    pattern, cases = patterns(kind)
    if kind == "sqlite":
        place = shutil.copytree(pattern, tmp_path / "office")
    else:
        server = request.getfixturevalue("server")
        place = server.location(server.new_database(pattern))
    opened = office_at(place, NINE)
    opened.cases = cases
    return opened


def enter(office_, register, **values):
    return registers.record(office_.desk, office_.officer, register, values)


def titles(office_, register, **wanted):
    page = registers.page(office_.desk, office_.officer, register, Wanted(**wanted))
    return [view.title.zh for view in page.entries]


def everything(desk):
    """Return the rows of every projection of the registers."""
    from workbench.storage.registers import EntryFilter

    rows = desk.database.registers
    span = (date(2020, 1, 1), date(2030, 1, 1))
    return rows.find(EntryFilter()), rows.bodies(), rows.sessions(*span)


def test_what_is_entered_can_be_found_by_any_word_of_it(made):
    enter(made, "organisation", **FIRM)
    enter(made, "organisation", name="锦陵样例舞台工程有限公司", roles=("builder",))
    for text in ("云堰", "保安", "Guard", "91329912MX", "12300000001", "云堰 保安", "ｍｘ0000001"):
        assert titles(made, "organisation", text=text) == [FIRM["name"]], text
    assert titles(made, "organisation", text="云堰 舞台") == []
    assert titles(made, "organisation", text="100%") == []


def test_a_change_and_a_strike_are_new_entries_of_the_journal(made):
    name = enter(made, "organisation", **FIRM)
    before = made.head().seq
    registers.record(made.desk, made.officer, "organisation", FIRM | {"registered": 90}, entry=name, version=1)
    registers.strike(made.desk, made.officer, "organisation", name, "重复登记")
    assert made.head().seq == before + 2
    assert titles(made, "organisation") == []
    told = [line.text.zh for line in registers.log_of(made.desk, "organisation", name)]
    assert told == ["删除：重复登记", "修改：在册人数", "登记"]
    registers.record(made.desk, made.officer, "organisation", FIRM, entry=name)
    assert titles(made, "organisation") == [FIRM["name"]]
    assert made.desk.database.journal.verify().genuine


def test_saving_what_stands_already_makes_no_noise_in_the_journal(made):
    name = enter(made, "organisation", **FIRM)
    before = made.head()
    registers.record(made.desk, made.officer, "organisation", FIRM, entry=name, version=1)
    assert made.head() == before


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(made):
    name = enter(made, "organisation", **FIRM)
    registers.record(made.desk, made.officer, "organisation", FIRM | {"registered": 90}, entry=name, version=1)
    with pytest.raises(ConflictError) as conflict:
        registers.record(made.desk, made.officer, "organisation", FIRM | {"registered": 70}, entry=name, version=1)
    assert "顾清和" in conflict.value.changes[0].zh
    assert registers.page(made.desk, made.officer, "organisation").entries[0].values.get("registered") == 90


def test_a_faulty_entry_names_its_field_and_writes_nothing(made):
    before = made.head()
    with pytest.raises(Refusal) as refusal:
        enter(made, "organisation", **FIRM | {"code": "123"})
    assert refusal.value.field == "code"
    assert made.head() == before


def test_an_organisation_with_licences_is_not_struck_before_them(made):
    name = enter(made, "organisation", **FIRM)
    licence = enter(made, "licence", organisation=name, kind="guard_licence", number="样保1号")
    with pytest.raises(Refusal):
        registers.strike(made.desk, made.officer, "organisation", name, "误登")
    registers.strike(made.desk, made.officer, "licence", licence, "误登")
    registers.strike(made.desk, made.officer, "organisation", name, "误登")
    with pytest.raises(Refusal):
        registers.strike(made.desk, made.officer, "organisation", name, "再删")


def test_the_projections_come_out_the_same_when_they_are_made_again(three_cases):
    enter(three_cases, "organisation", **FIRM)
    case = three_cases.cases["expo"]
    do(three_cases.desk, three_cases.officer, c.SetEntry(case, "l-1", "staff_care", (("measure", "轮岗"),)))
    do(three_cases.desk, three_cases.officer, c.SetEntry(case, "l-2", "staff_care", (("measure", "降温"),)))
    do(three_cases.desk, three_cases.officer, c.StrikeEntry(case, "l-1"))
    live = everything(three_cases.desk)
    assert len(live[0]) == 2
    three_cases.desk.database.rebuild_projections()
    assert everything(three_cases.desk) == live


def test_a_database_from_before_the_registers_gets_them_when_it_is_opened(three_cases):
    live = everything(three_cases.desk)
    three_cases.desk.database.settings.put("registers_edition", 0)
    again = three_cases.again()
    assert everything(again) == live
    assert again.database.settings.get("registers_edition") == 2


def test_personal_data_of_an_entry_can_be_erased_and_the_chain_stays_genuine(made):
    name = enter(made, "organisation", **FIRM)
    chief = made.person("liuli", "administrator")
    registers.erase(made.desk, chief, "organisation", name, "2026-04-19 本人要求")
    (view,) = registers.page(made.desk, made.officer, "organisation").entries
    assert view.title.zh == FIRM["name"]
    assert view.values.get("phone") is None
    assert titles(made, "organisation", text=FIRM["phone"]) == []
    assert made.desk.database.journal.verify().genuine
    with pytest.raises(NotAllowedError):
        registers.erase(made.desk, made.officer, "organisation", name, "再删")


def test_the_verifier_sees_altered_personal_data_of_an_office_entry(empty):
    """A copy of the file stands for an intruder who drops the guard of the table and writes past it."""
    registers.record(empty.desk, empty.officer, "organisation", FIRM)
    head = empty.head().full()
    empty.desk.close()
    file = empty.location / "workbench.db"
    assert oversight.verify_path(file, (head,)).genuine
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("DROP TRIGGER payloads_erase_only")
    connection.execute("UPDATE payloads SET data = replace(data, '12300000001', '12300000009')")
    connection.close()
    assert oversight.verify_path(file, (head,)).verdict == "altered"


def test_supervisors_read_administrators_do_not_and_only_officers_and_approvers_enter(made, tmp_path):
    clerk, approver = made.person("guanli", "administrator"), made.person("shenzhixing", "approver")
    for reader in (made.officer, made.supervisor, approver):
        assert registers.page(made.desk, reader, "organisation").entries == ()
    assert [
        registers.page(made.desk, p, "organisation").may_keep for p in (made.officer, made.supervisor, approver)
    ] == [
        True,
        False,
        True,
    ]
    for refused in (made.supervisor, clerk):
        with pytest.raises(NotAllowedError):
            registers.record(made.desk, refused, "organisation", FIRM)
    with pytest.raises(NotAllowedError):
        registers.page(made.desk, clerk, "organisation")
    with pytest.raises(NotAllowedError):
        calendar(made.desk, clerk, date(2026, 4, 1), date(2026, 4, 2))
    with pytest.raises(NotAllowedError):
        export_register(made.desk, clerk, "organisation", tmp_path / "a.csv")


def test_an_unknown_register_is_told_with_those_there_are(made):
    with pytest.raises(StorageError) as fault:
        registers.page(made.desk, made.officer, "unknown")
    assert "organisation" in fault.value.remedy.en


def test_licences_are_told_thirty_days_ahead_and_as_lapsed_from_the_day_after(made):
    name = enter(made, "organisation", **FIRM)
    enter(made, "licence", organisation=name, kind="guard_licence", number="样保1号", expires=date(2026, 5, 20))
    states = {}
    for day in ("2026-04-19", "2026-04-20", "2026-05-20", "2026-05-21"):
        made.clock.set(at(f"{day} 09:00"))
        found = registers.lapsing(made.desk, made.officer, 30)
        states[day] = [lapse.day.state for lapse in found]
    assert states == {"2026-04-19": [], "2026-04-20": ["soon"], "2026-05-20": ["soon"], "2026-05-21": ["past"]}
    assert registers.lapsing(made.desk, made.officer, 30)[0].owner.zh == FIRM["name"]


# Packages, trace-back


def test_received_packages_propose_organisations_and_nothing_is_entered_unasked(three_cases):
    found = {one.name: one for one in organisations.proposals(three_cases.desk, three_cases.officer)}
    assert titles(three_cases, "organisation") == []
    assert {GUARDS, LAPSING} <= found.keys()
    assert "澄州市文广旅局" not in found
    assert found[GUARDS].values.get("roles") == ("guards",)
    assert found[GUARDS].values.get("registered") == 360
    assert found[GUARDS].licence.get("expires") == date(2027, 12, 31)


def test_a_confirmed_organisation_has_its_licence_and_is_not_proposed_again(three_cases):
    desk, officer = three_cases.desk, three_cases.officer
    (wanted,) = [one for one in organisations.proposals(desk, officer) if one.name == GUARDS]
    name = organisations.confirm(desk, officer, wanted)
    (licence,) = registers.page(desk, officer, "licence", Wanted(owner=name)).entries
    assert licence.title.zh == wanted.licence.get("number")
    assert GUARDS not in {one.name for one in organisations.proposals(desk, officer)}
    registers.record(desk, officer, "organisation", wanted.values.all | {"registered": 300}, entry=name)
    (again,) = [one for one in organisations.proposals(desk, officer) if one.name == GUARDS]
    assert [label.zh for label in again.differs] == ["在册人数"]
    assert again.entry == name


def test_an_organisation_put_aside_stays_away_until_that_is_struck(three_cases):
    desk, officer, case = three_cases.desk, three_cases.officer, three_cases.cases["expo"]
    (unwanted,) = [one for one in organisations.proposals(desk, officer) if one.name == GUARDS]
    entry = organisations.put_aside(desk, officer, unwanted)
    assert GUARDS not in {one.name for one in organisations.proposals(desk, officer)}
    assert [b.aside for name in three_cases.cases.values() for b in organisations.bodies_of(desk, name)
            if b.name == GUARDS] != []  # fmt: skip
    assert all(b.aside == (b.name == GUARDS) for b in organisations.bodies_of(desk, case))
    registers.strike(desk, officer, organisations.ASIDE, entry, "仍要登记")
    assert GUARDS in {one.name for one in organisations.proposals(desk, officer)}


def test_changes_put_aside_come_back_when_a_package_says_something_else(three_cases):
    desk, officer = three_cases.desk, three_cases.officer
    (wanted,) = [one for one in organisations.proposals(desk, officer) if one.name == GUARDS]
    name = organisations.confirm(desk, officer, wanted)
    registers.record(desk, officer, "organisation", wanted.values.all | {"registered": 300}, entry=name)
    (changed,) = [one for one in organisations.proposals(desk, officer) if one.name == GUARDS]
    organisations.put_aside(desk, officer, changed)
    assert GUARDS not in {one.name for one in organisations.proposals(desk, officer)}
    registers.record(desk, officer, "organisation", wanted.values.all | {"registered": 300, "note": "新"}, entry=name)
    assert [one.name for one in organisations.proposals(desk, officer) if one.name == GUARDS] == [GUARDS]


def test_an_incident_shows_wherever_the_firm_is_used_again(three_cases):
    desk, officer = three_cases.desk, three_cases.officer
    (wanted,) = [one for one in organisations.proposals(desk, officer) if one.name == GUARDS]
    name = organisations.confirm(desk, officer, wanted)
    expo = three_cases.cases["expo"]
    enter(three_cases, "incident", organisation=name, day=date(2026, 4, 1), what="安检漏检", case=expo)
    detail = organisations.detail(desk, officer, "organisation", name)
    assert {found.case.case for found in detail.appearances} == set(three_cases.cases.values())
    for case in three_cases.cases.values():
        view = review.open_case(desk, officer, case)
        assert any("安检漏检" in item.text.zh and GUARDS in item.text.zh for item in view.open_items), case
        (body,) = [one for one in organisations.bodies_of(desk, case) if one.entry]
        assert (body.incidents, body.open_incidents, body.other_cases) == (1, 1, 2)


def test_a_licence_that_lapses_before_the_event_is_over_is_told_in_its_case_alone(three_cases):
    desk, officer = three_cases.desk, three_cases.officer
    for one in organisations.proposals(desk, officer):
        organisations.confirm(desk, officer, one)
    told = {
        name: [
            item.text.zh for item in review.open_case(desk, officer, case).open_items if "样20200117" in item.text.zh
        ]
        for name, case in three_cases.cases.items()
    }
    assert LAPSING in " ".join(told["chenghu-bay-festival"])
    assert told["expo"] == told["half-marathon"] == []


def test_a_ban_is_told_while_it_lasts(made):
    ban = {"ban_ground": "improper_means", "ban_from": date(2026, 4, 1), "ban_until": date(2029, 3, 31)}
    name = enter(made, "organisation", **FIRM, **ban)
    told = organisations.detail(made.desk, made.officer, "organisation", name).warnings
    assert "2029-03-31" in told[0].zh
    made.clock.set(at("2029-04-01 09:00"))
    assert organisations.detail(made.desk, made.officer, "organisation", name).warnings == ()


def test_a_ban_pronounced_in_a_case_is_proposed_for_the_register(three_cases):
    desk, officer, case = three_cases.desk, three_cases.officer, three_cases.cases["expo"]
    ban = c.RecordBan(case, "false_papers", "营业执照系伪造", "登记机关复函", date(2026, 4, 18))
    do(desk, officer, c.RefuseAcceptance(case, "虚假材料", "澄州市公安局"))
    do(desk, three_cases.person("shenzhixing", "approver"), ban)
    (state,) = desk.case(case).after.bans
    found = [one for one in organisations.proposals(desk, officer, case) if one.name == state.organisation]
    assert found[0].values.get("ban_from") == state.since
    assert found[0].values.get("ban_until") < state.until


# Calendar


def test_the_clashes_are_those_of_the_key(three_cases, keys):
    wanted = json.loads(keys["cross_expected"].read_text(encoding="utf-8"))
    view = calendar(three_cases.desk, three_cases.officer, date(2026, 4, 1), date(2026, 12, 31))
    (overlap,) = [one for one in wanted["provider_overlaps"] if one["clash"]]
    (clash,) = view.clashes
    assert (clash.kind, [str(clash.day)], clash.formula) == ("provider", overlap["dates"], overlap["formula"])
    by_case = {case: name for name, case in three_cases.cases.items()}
    assert sorted(by_case[case.case] for case in clash.cases) == sorted(overlap["packages"])
    assert wanted["venue_overlaps"] == [one for one in view.clashes if one.kind == "venue"]
    marked = {by_case[line.case.case] for line in view.lines if line.clashes}
    assert marked == set(overlap["packages"])
    assert not clashes_with(three_cases.desk, three_cases.cases["chenghu-bay-festival"])


def test_a_withdrawn_application_clashes_with_nothing(three_cases):
    case = three_cases.cases["expo"]
    do(three_cases.desk, three_cases.officer, c.WithdrawApplication(case, "改期"))
    assert calendar(three_cases.desk, three_cases.officer, date(2026, 10, 1), date(2026, 10, 31)).clashes == ()


def test_police_planned_beyond_what_a_unit_has_on_a_day_is_told(three_cases):
    case = three_cases.cases["expo"]
    enter(
        three_cases,
        "police_resource",
        unit="澄南分局",
        type="officer",
        available=50,
        first=date(2026, 10, 24),
        last=date(2026, 10, 25),
    )
    for number, persons in enumerate((30, 25)):
        values = (("unit", "澄南分局"), ("type", "officer"), ("persons", persons),
                  ("start", at("2026-10-25 08:00")), ("end", at("2026-10-26 08:00")))  # fmt: skip
        do(three_cases.desk, three_cases.officer, c.SetEntry(case, f"m-{number}", "commitment", values))
    found = calendar(three_cases.desk, three_cases.officer, date(2026, 10, 20), date(2026, 10, 30)).clashes
    assert [(one.day, one.formula) for one in found if one.kind == "police"] == [
        (date(2026, 10, 25), "30 + 25 = 55 > 50")
    ]


def test_phases_put_preparation_and_extension_into_the_calendar(three_cases):
    case = three_cases.cases["expo"]
    for number, (kind, first, last) in enumerate((("preparation", 20, 21), ("extension", 27, 28))):
        values = (("kind", kind), ("first", date(2026, 10, first)), ("last", date(2026, 10, last)))
        do(three_cases.desk, three_cases.officer, c.SetEntry(case, f"p-{number}", "phase", values))
    lines = calendar(three_cases.desk, three_cases.officer, date(2026, 10, 27), date(2026, 10, 30)).lines
    assert [(line.day.day, line.phase.zh, line.start) for line in lines] == [(27, "延展期", None), (28, "延展期", None)]


# Registers of a case


def test_the_application_proposes_passes_languages_and_the_notice(three_cases):
    desk, officer, case = three_cases.desk, three_cases.officer, three_cases.cases["expo"]
    found = case_registers.case_registers(desk, officer, case).prefill
    assert len(found["pass_type"]) == 7
    languages = {entry.get("language"): entry.get("ready") for entry in found["language"]}
    assert languages["德语"] == 0
    assert sum(languages.values()) == len(languages) - 1
    assert "airspace_notice" not in found
    entry = found["pass_type"][0]
    do(desk, officer, case_registers.new_entry(case, desk.pack.registers["pass_type"], entry.all))
    assert len(case_registers.case_registers(desk, officer, case).prefill["pass_type"]) == 6


def test_what_is_not_in_order_in_the_registers_is_an_open_item(three_cases):
    desk, officer, case = three_cases.desk, three_cases.officer, three_cases.cases["expo"]
    for entry in case_registers.case_registers(desk, officer, case).prefill["pass_type"]:
        do(desk, officer, case_registers.new_entry(case, desk.pack.registers["pass_type"], entry.all))
    view = review.look_again(desk, officer, case)
    assert any("种类偏多" in item.text.zh and "7 / 5" in item.text.zh for item in view.open_items)


# Files


def test_an_export_runs_no_formula_and_holds_numbers_and_days_as_such(made, tmp_path):
    for name in ('=HYPERLINK("x")', "+1+2", "@SUM(1)", "-2", "\t=1", "平常"):
        enter(made, "organisation", name=name, roles=("guards",), registered=7, note="＝1")
    for ending in ("csv", "xlsx"):
        target = export_register(made.desk, made.officer, "organisation", tmp_path / f"firms.{ending}")
        rows = read_table(target)
        cells = [cell for row in rows for cell in row if isinstance(cell, str)]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "\t"))]
        assert {'\'=HYPERLINK("x")', "平常", "'-2"} <= set(cells)
        assert len(rows) == 7
    sheet = openpyxl.load_workbook(tmp_path / "firms.xlsx").worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert 7 in [cell.value for cell in sheet[2]]


def read_table(path):
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def test_an_export_writes_over_nothing_and_knows_two_endings(made, tmp_path):
    target = tmp_path / "firms.csv"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(WorkbenchError):
        export_register(made.desk, made.officer, "organisation", target)
    with pytest.raises(WorkbenchError):
        export_register(made.desk, made.officer, "organisation", tmp_path / "firms.exe")
    assert target.read_text(encoding="utf-8") == "mine"


def test_an_export_masks_identity_numbers_and_names_the_case(three_cases, tmp_path):
    case = three_cases.cases["expo"]
    values = (("at", at("2026-10-25 10:00")), ("kind", "help"), ("what", "走散"))
    do(three_cases.desk, three_cases.officer, c.SetEntry(case, "s-1", "service_record", values, (("tail", "123X"),)))
    target = export_register(
        three_cases.desk, three_cases.officer, "service_record", tmp_path / "desk.csv", language="en"
    )
    head, row = read_table(target)
    assert row[head.index("Last four of the ID")] == "****123X"
    assert "博览会" in row[0]


def test_the_calendar_is_exported_with_its_clashes(three_cases, tmp_path):
    view = calendar(three_cases.desk, three_cases.officer, date(2026, 10, 20), date(2026, 10, 30))
    target = export_calendar(three_cases.desk, three_cases.officer, view, tmp_path / "calendar.xlsx")
    book = openpyxl.load_workbook(target)
    assert len(list(book.worksheets[0].rows)) == len(view.lines) + 1
    assert "160 + 220 = 380 > 360" in [cell.value for cell in book.worksheets[1][2]]


def held(desk, case, title="夜场推演"):
    """An exercise of one scenario seen, with what it leads to by the plan of the case."""
    signals, state = (DrillSignal(at("2026-04-02 18:40"), scenario="EM01"),), desk.case(case)
    shown = rehearse(signals, plan_of(state), case_breakers(state, desk.pack), desk.pack)
    return c.RecordDrill(
        case, "T1", title, date(2026, 4, 2), "苏禾", ("陆知远",), signals, shown.lines, shown.scenarios
    )


def test_an_exercise_kept_in_a_case_can_be_named_in_the_registers_of_the_office(three_cases):
    desk, officer = three_cases.desk, three_cases.officer
    fair, expo = (three_cases.cases[name] for name in ("chenghu-bay-festival", "expo"))
    for case, title in ((fair, "夜场推演"), (expo, "撤展推演")):
        do(desk, officer, held(desk, case, title))
    assert titles(three_cases, "exercise", case=fair) == ["2026-04-02 夜场推演"]
    page = registers.page(desk, officer, "training", Wanted())
    choices = dict(page.choices["exercise"])
    assert len(choices) == 2
    entry = next(name for name in choices if fair in name)
    assert choices[entry].zh.startswith("2026-04-02 夜场推演（")
    assert registers.exercise_at(desk, officer, entry) == (fair, "T1")
    firm = enter(three_cases, "organisation", **FIRM)
    enter(
        three_cases,
        "training",
        organisation=firm,
        kind="practice",
        topic="推演讲评",
        day=date(2026, 4, 3),
        exercise=entry,
    )
    (view,) = registers.page(desk, officer, "training", Wanted()).entries
    assert view.words["exercise"].zh == "2026-04-02 夜场推演"
    assert everything(desk)[0] == rebuilt(desk)
    do(desk, officer, c.RemoveDrill(fair, "T1"))
    assert titles(three_cases, "exercise") == ["2026-04-02 撤展推演"]
    with pytest.raises(StorageError):
        registers.exercise_at(desk, officer, entry)


def rebuilt(desk):
    desk.database.journal.rebuild(desk.database.registers)
    return everything(desk)[0]


def test_nobody_enters_an_exercise_by_hand(three_cases):
    desk, officer, fair = three_cases.desk, three_cases.officer, three_cases.cases["chenghu-bay-festival"]
    do(desk, officer, held(desk, fair))
    assert not registers.page(desk, officer, "exercise", Wanted(case=fair)).may_keep
    with pytest.raises(Refusal):
        do(desk, officer, c.SetEntry(fair, "X1", "exercise", (("name", "没有推演过的推演"),)))
