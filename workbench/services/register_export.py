"""Registers and the calendar as files: what the page shows, in the language asked for, without formulas."""

from __future__ import annotations

from pathlib import Path

from workbench.core.pack import RegisterField
from workbench.core.values import Scalar
from workbench.errors import Text
from workbench.exchange.table_file import TableFile, write_table
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.event_calendar import calendar
from workbench.services.register_views import CalendarLine, CalendarView, EntryView, RegisterPage
from workbench.services.registers import Wanted, case_names, page
from workbench.services.views import Person

_PLAIN = frozenset({"integer", "number", "date", "datetime"})
CASE = Text("案卷", "Case")


def export_register(
    desk: Desk, person: Person, register: str, target: Path, *, wanted: Wanted | None = None, language: str = "zh"
) -> Path:
    """Write the entries of a register that match, with every field, to an xlsx or csv file.

    Raises:
        NotAllowedError: The person's role does not include it.
        WorkbenchError: The target exists, has another ending, or cannot be written.
    """
    access.require(desk.pack, person, "export_registers")
    found = page(desk, person, register, wanted)
    names = case_names(desk, {view.case for view in found.entries} - {""}) if found.register.scope == "case" else {}
    return write_table((table_of(found, names, language),), target)


def table_of(found: RegisterPage, cases: dict[str, Text], language: str) -> TableFile:
    """Return a register as a table: numbers and days as such, everything else in words."""
    register, of_cases = found.register, found.register.scope == "case"
    heads = [field.label.in_language(language) for field in register.fields]
    rows = tuple(
        (
            *((cases.get(view.case, Text(view.case, view.case)).in_language(language),) if of_cases else ()),
            *(_cell(view, field, language) for field in register.fields),
        )
        for view in found.entries
    )
    title = register.text.in_language(language)
    return TableFile(title, ((CASE.in_language(language),) if of_cases else ()) + tuple(heads), rows)


def _cell(view: EntryView, field: RegisterField, language: str) -> Scalar:
    value = view.values.get(field.key)
    if value is None or field.kind in _PLAIN:
        return value
    return view.words[field.key].in_language(language)


_HEADS = (
    Text("日期", "Day"),
    Text("案卷", "Case"),
    Text("活动", "Event"),
    Text("场所", "Venue"),
    Text("自", "From"),
    Text("至", "To"),
    Text("阶段", "Phase"),
    Text("服务单位派出", "Sent by companies"),
    Text("警力", "Police"),
    Text("冲突", "Clashes"),
)
_CLASHES = (Text("日期", "Day"), Text("冲突", "Clash"), Text("算式", "Sum"))


def export_calendar(desk: Desk, person: Person, view: CalendarView, target: Path, *, language: str = "zh") -> Path:
    """Write the calendar of a span and its clashes to an xlsx (two sheets) or csv file; errors as above."""
    access.require(desk.pack, person, "export_registers")
    shown = calendar(desk, person, view.first, view.last)
    days = TableFile(
        Text("活动日历", "Calendar").in_language(language),
        tuple(head.in_language(language) for head in _HEADS),
        tuple(_line(line, language) for line in shown.lines),
    )
    clashes = TableFile(
        Text("冲突", "Clashes").in_language(language),
        tuple(head.in_language(language) for head in _CLASHES),
        tuple((clash.day, clash.text.in_language(language), clash.formula) for clash in shown.clashes),
    )
    return write_table((days, clashes), target)


def _line(line: CalendarLine, language: str) -> tuple[Scalar, ...]:
    sent = tuple(f"{name} {count}" for name, count in line.providers)
    kinds = tuple(CLASH_WORDS[kind].in_language(language) for kind in dict.fromkeys(line.clashes))
    return (
        *(line.day, line.case.number, line.case.title, line.case.place, line.start, line.end),
        *(line.phase.in_language(language), sent, line.police or None, kinds),
    )


CLASH_WORDS = {
    "venue": Text("场所", "venue"),
    "provider": Text("服务单位", "company"),
    "police": Text("警力", "police"),
}
"""Kind of clash → its name."""
