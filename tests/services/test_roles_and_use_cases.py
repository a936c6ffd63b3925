"""Every cell of role × command and role × use case, walked through the services on a real case."""

import hashlib
import types
import typing
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from workbench.core import commands as c
from workbench.core.decide_base import Refusal
from workbench.core.values import Application
from workbench.errors import NotAllowedError, Text, WorkbenchError
from workbench.services import (
    calendars,
    documents,
    event_calendar,
    glance,
    intake,
    number_register,
    office,
    office_packs,
    oversight,
    paper_desk,
    queue,
    registers,
    review,
)
from workbench.services.acting import do
from workbench.services.desk import DEFAULT_PACK, pack_named
from workbench.services.register_export import export_register
from workbench.services.views import Person
from workbench.storage.packs import sample_package

PACK = pack_named(DEFAULT_PACK)
ROLES = ("officer", "approver", "supervisor", "liaison", "administrator")
USE_CASES = {code: set(row.data["roles"]) for code, row in PACK.lists["use_cases"].items()}


def somebody(*roles, organisation=""):
    return Person("p9", "lin", "林样例", frozenset(roles), organisation)


def staff(at_office):
    """Return a person of each role who has an account: only such people act."""
    return {role: at_office.person(f"only-{role}", role) for role in ROLES}


def filled(kind, at_office):
    """Return a command of that kind with some value in every field; the content may well be refused."""
    command = c.ALL[kind]
    hints = typing.get_type_hints(command)
    values = {f.name: some(hints[f.name], at_office) for f in fields(command)}
    return command(**{**values, "case": at_office.case})


def some(hint, at_office):
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        return ()
    if typing.get_origin(hint) is Mapping:
        return {}
    made = {
        str: "x",
        int: 1,
        bool: True,
        Decimal: Decimal(0),
        datetime: datetime.fromisoformat("2026-04-15 09:00"),
        date: date(2026, 4, 15),
        Text: Text("x", "x"),
        Application: at_office.state().application,
    }
    return made[hint]


def outcome(desk, person, command):
    """Return the refusal of a command, or ``None`` when it was carried out."""
    try:
        do(desk, person, command)
    except WorkbenchError as refusal:
        return refusal
    return None


def tree(folder):
    """Return every file below a folder with the hash of its bytes, but for the write-ahead log."""
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))]
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_the_pack_names_a_role_for_every_command():
    assert PACK.roles.keys() == c.ALL.keys()
    assert all(PACK.roles.values())


@pytest.mark.parametrize("kind", c.ALL)
def test_a_command_reaches_its_rules_only_by_the_roles_of_the_pack(kind, ready):
    people = staff(ready)
    command, head = filled(kind, ready), ready.head()
    for role in set(ROLES) - PACK.roles[kind]:
        with pytest.raises(NotAllowedError) as refused:
            do(ready.desk, people[role], command)
        assert refused.value.remedy
    assert ready.head() == head
    for role in PACK.roles[kind]:
        assert not isinstance(outcome(ready.desk, people[role], command), NotAllowedError)


def test_an_administrator_and_a_liaison_take_no_decision():
    for roles in PACK.roles.values():
        assert not roles & {"administrator", "liaison"}


def test_a_supervisor_writes_an_answer_to_a_finding_and_nothing_else(ready):
    assert [kind for kind, roles in PACK.roles.items() if "supervisor" in roles] == ["answer_finding"]
    view = review.do(ready.desk, staff(ready)["supervisor"], c.AnswerFinding(ready.case, "K09", "", "已核对"))
    assert view.version == ready.state().version
    assert ready.state().finding_answers == {("K09", ""): "已核对"}


def looks(at_office):
    """Return what shows each use case, by its code: calls that take the person."""
    desk, case = at_office.desk, at_office.case
    target = at_office.location.with_name("out.zip")
    kind = registers.kinds(desk)[0].code

    def export(person):
        oversight.export_case(desk, person, case, target)
        target.unlink()

    def erase(person):
        with suppress(Refusal):  # the case is still open: past the door, the rules say no
            oversight.erase_personal_data(desk, person, case, "依申请")

    def add(person):
        office.add_user(desk, person, office.NewPerson("neu", "新样例", "langes-wort-1", frozenset({"officer"})))

    return {
        "read_queue": (lambda p: queue.page(desk, p), lambda p: glance.preview(desk, p, case)),
        "read_case": (
            lambda p: review.open_case(desk, p, case),
            lambda p: review.look_again(desk, p, case),
            lambda p: oversight.timeline(desk, p, case),
        ),
        "print_paper": (
            lambda p: documents.paper(desk, p, case, "F05"),
            lambda p: documents.paper(desk, p, case, "F10"),
            lambda p: paper_desk.preview(desk, p, case, "F05"),
        ),
        "issue_paper": (lambda p: documents.issue(desk, p, case, "CL"),),
        "print_own_form": (
            lambda p: documents.paper(desk, p, case, "CL"),
            lambda p: documents.paper(desk, p, case, "F18-A"),
        ),
        "read_history": (
            lambda p: oversight.decisions(desk, p),
            lambda p: oversight.readers(desk, p, case),
            lambda p: oversight.life(desk, p, case),
        ),
        "verify_records": (lambda p: oversight.verify_desk(desk, person=p),),
        "export_case": (export,),
        "manage_people": (add,),
        "erase_personal_data": (erase,),
        "read_numbers": (lambda p: number_register.register(desk, p),),
        "void_number": (past_the_door(number_register.void, desk, "none", 2026, 1, "误号"),),
        "manage_packs": (
            past_the_door(office_packs.install, desk, at_office.location / "none"),
            past_the_door(office_packs.use, desk, "none"),
        ),
        "manage_calendar": (past_the_door(calendars.clear_day, desk, date(2026, 4, 20), "误设"),),
        "read_registers": (
            lambda p: registers.page(desk, p, kind),
            lambda p: event_calendar.calendar(desk, p, date(2026, 4, 1), date(2026, 4, 30)),
        ),
        "keep_registers": (past_the_door(registers.strike, desk, kind, "none", "误登"),),
        "export_registers": (lambda p: export_register(desk, p, kind, at_office.location.with_name("r.csv")),),
    }


def past_the_door(use_case, desk, *more):
    """Return a call that a role lets through and a rule then refuses: there is no such thing."""

    def call(person):
        try:
            use_case(desk, person, *more)
        except NotAllowedError:
            raise
        except WorkbenchError:
            return

    return call


@pytest.mark.parametrize("use_case", USE_CASES)
def test_a_use_case_is_open_to_exactly_the_roles_of_the_pack(use_case, ready):
    own = ready.state().application.fields["und.name"]
    people = {role: replace(person, organisation=own) for role, person in staff(ready).items()}
    calls, head = looks(ready)[use_case], ready.head()
    for role in set(ROLES) - USE_CASES[use_case]:
        for call in calls:
            with pytest.raises(NotAllowedError):
                call(people[role])
    assert ready.head() == head
    for call in calls:
        call(people[min(USE_CASES[use_case])])


@pytest.mark.parametrize("use_case", USE_CASES)
def test_nobody_without_a_role_gets_through_any_door(use_case, ready):
    for call in looks(ready)[use_case]:
        with pytest.raises(NotAllowedError):
            call(office.NOBODY)


@pytest.mark.parametrize("role", ["approver", "supervisor", "liaison", "administrator"])
def test_a_package_that_the_role_may_not_hand_in_leaves_no_file_behind(role, ready):
    before = tree(ready.location)
    package, person = sample_package("lantern-fair"), somebody(role)
    with pytest.raises(NotAllowedError):
        intake.receive(ready.desk, person, package)
    with pytest.raises(NotAllowedError):
        intake.supplement(ready.desk, person, ready.case, package)
    with pytest.raises(NotAllowedError):
        intake.fulfil(ready.desk, person, ready.case, "M9.5", package)
    assert tree(ready.location) == before


# The liaison


def test_a_liaison_prints_the_forms_of_the_own_organisation(ready):
    own = somebody("liaison", organisation=ready.state().application.fields["und.name"])
    for name in ("CL", "F18-A", "F18-E"):
        assert documents.paper(ready.desk, own, ready.case, name).pdf.startswith(b"%PDF")


@pytest.mark.parametrize("organisation", ["", "别家样例公司"])
@pytest.mark.parametrize("more", [(), ("administrator",)])
def test_a_liaison_never_sees_the_forms_of_another_organisation(ready, organisation, more):
    head = ready.head()
    for name in ("CL", "F18-A"):
        with pytest.raises(NotAllowedError, match="本单位"):
            documents.paper(ready.desk, somebody("liaison", *more, organisation=organisation), ready.case, name)
    assert ready.head() == head


def test_a_liaison_who_is_also_an_officer_sees_every_case(ready):
    assert documents.paper(ready.desk, somebody("liaison", "officer", organisation="x"), ready.case, "CL").pdf


def test_a_liaison_gets_no_instrument_and_does_not_learn_which_there_are(recommended):
    own = somebody("liaison", organisation=recommended.state().application.fields["und.name"])
    told = set()
    for name in ("F03", "F05", "F10", "F11", "F12", "grant", "refusal", "nothing"):
        with pytest.raises(NotAllowedError) as refused:
            documents.paper(recommended.desk, own, recommended.case, name)
        told.add(refused.value.told("zh"))
    assert len(told) == 1
    assert documents.paper(recommended.desk, own, recommended.case, "material_checklist").paper == "CL"


def test_who_may_print_nothing_does_not_learn_what_there_is(recommended):
    for name in ("F11", "F12", "CL", "nothing"):
        with pytest.raises(NotAllowedError):
            documents.paper(recommended.desk, somebody("administrator"), recommended.case, name)


# Reading is recorded


def test_opening_printing_and_taking_out_are_recorded_and_looking_again_is_not(ready):
    def read():
        return [r.actor for r in oversight.readers(ready.desk, ready.supervisor, ready.case)]

    before = read()
    review.open_case(ready.desk, ready.supervisor, ready.case)
    review.look_again(ready.desk, ready.supervisor, ready.case)
    documents.paper(ready.desk, ready.approver, ready.case, "CL")
    oversight.life(ready.desk, ready.supervisor, ready.case)
    oversight.export_case(ready.desk, ready.approver, ready.case, ready.location.with_name("out"))
    assert read() == [*before, "陆闻笛", "沈知行", "陆闻笛", "沈知行"]


def test_the_first_account_becomes_administrator_and_the_next_needs_one(tmp_path):
    with office.desk_at(tmp_path) as desk:
        first = office.add_user(desk, None, office.NewPerson("a", "甲样例", "langes-wort-1", frozenset({"officer"})))
        assert first.roles == {"officer", "administrator"}
        second = office.NewPerson("b", "乙样例", "langes-wort-1", frozenset({"officer"}))
        with pytest.raises(NotAllowedError):
            office.add_user(desk, None, second)
        assert office.add_user(desk, first, second).roles == {"officer"}
        with pytest.raises(NotAllowedError, match="角色应为"):
            office.add_user(desk, first, office.NewPerson("c", "丙样例", "langes-wort-1", frozenset({"chief"})))
        assert [p.account for p in office.people(desk)] == ["a", "b"]
