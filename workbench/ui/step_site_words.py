"""Zones and gates as rows: stated beside drawn, and plain arithmetic with its unit; no judgement."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from workbench.core.pack import Column, Pack
from workbench.core.values import Row, Scalar
from workbench.errors import Text
from workbench.services.case_view import density
from workbench.services.views import SiteObjectView
from workbench.ui.i18n import say, tr
from workbench.ui.step_site_judge import VERDICT_LOOK, Judged, short_verdict
from workbench.ui.step_site_rows import Cell, Head, TableRow

SQUARE = "m²"
CENT = Decimal("0.01")
UNITS = {
    unit.zh: unit
    for unit in (
        Text("人", "people"), Text("人次", "visits"), Text("元", "yuan"), Text("场", "sessions"), Text("份", "copies"),
        Text("页", "pages"), Text("行", "rows"), Text("次", "times"), Text("m2/人", "m2/person"),
        Text("人/m2", "people/m2"), Text("个", ""), Text("处", ""), Text("家", ""), Text("座", ""), Text("张", ""),
        Text("条", ""), Text("种", ""), Text("组", ""), Text("辆", ""),
    )
}  # fmt: skip
"""Units of the workbook that are words; English counts things without a measure word."""


def zone_heads() -> tuple[Head, ...]:
    """Return the columns of the zones."""
    return (
        Head(tr("区域"), 190, 3),
        Head(tr("面积"), 118, 2, figures=True),
        Head(tr("可用净面积"), 100, figures=True),
        Head(tr("预计峰值 人"), 96, figures=True),
        Head(tr("峰值密度"), 100, figures=True),
        Head(tr("判定"), 120, 3),
    )


def gate_heads() -> tuple[Head, ...]:
    """Return the columns of the gates."""
    return (
        Head(tr("出入口"), 190, 3),
        Head(tr("净宽"), 104, 1, figures=True),
        Head(tr("通道 条"), 88, figures=True),
        Head(tr("开放"), 112, 1),
        Head(tr("疏散"), 84),
        Head(tr("判定"), 120, 3),
    )


def zone_row(zone: SiteObjectView, pack: Pack) -> TableRow:
    """Return a zone as a row."""
    row = zone.row
    peak = density(row)
    stated = row["density"]
    told = tr("申报 {value}", value=figure(stated)) if stated is not None else ""
    return TableRow(
        zone.code,
        (
            Cell(
                f"{zone.code} {words(row['name'])}",
                dotted(term(row["kind"], pack), term(row["use"], pack), row["access"]),
            ),
            Cell(measure(row["gross"], SQUARE), compared(row["gross"], zone.drawn, SQUARE)),
            Cell(measure(row["net"], SQUARE)),
            Cell(figure(row["expected_peak"])),
            Cell(measure(peak.quantize(CENT), tr("人/m²")) if peak is not None else "—", told),
            verdict_cell(zone.verdict, zone.note, pack),
        ),
    )


def gate_row(gate: SiteObjectView, pack: Pack) -> TableRow:
    """Return a gate as a row."""
    row = gate.row
    way = " → ".join(words(value) for value in (row["zone"], row["leads_to"]) if value)
    evac = tr("疏散用") if row["evac"] else tr("不作疏散") if row["evac"] is not None else "—"
    pace = tr("每人 {sec} s", sec=figure(row["sec"])) if row["sec"] is not None else ""
    hours = f"{words(row['opens'])}–{words(row['closes'])}" if row["opens"] or row["closes"] else "—"
    return TableRow(
        gate.code,
        (
            Cell(f"{gate.code} {words(row['name'])}", dotted(term(row["kind"], pack), way)),
            Cell(measure(row["width"], "m"), compared(row["width"], gate.drawn, "m")),
            Cell(figure(row["lanes"]), pace),
            Cell(hours, term(row["grade"], pack)),
            Cell(evac, tr("远端") if row["remote"] else ""),
            verdict_cell(gate.verdict, gate.note, pack),
        ),
    )


def verdict_cell(verdict: str, note: str, pack: Pack) -> Cell:
    """Return a verdict with its note."""
    choice = pack.lists["site_verdicts"].get(verdict)
    if choice is None:
        return Cell(tr("未判定"), note, "t3", "circle-dashed")
    icon, ink = VERDICT_LOOK.get(verdict, ("circle-dashed", "t2"))
    return Cell(short_verdict(verdict) or say(choice.text), note, ink, icon)


def judged(found: SiteObjectView, pack: Pack, sheet: str) -> Judged:
    """Return an object with every column of its sheet that is stated."""
    row = found.row
    facts = [(say(column.label), entered(row[column.key], column, pack)) for column in pack.sheets[sheet].columns]
    if found.drawn is not None:
        unit = "m" if found.kind == "gate" else SQUARE
        facts.append((tr("图上量得"), measure(found.drawn, unit)))
    told = tuple((name, value) for name, value in facts if value != "—")
    kind = term(row["kind"], pack)
    return Judged(found.code, f"{found.code} {words(row['name'])}", kind, found.verdict, found.note, told)


def row_facts(row: Row, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return every stated column of a row."""
    columns = pack.sheets[row.sheet].columns
    facts = ((say(column.label), entered(row[column.key], column, pack)) for column in columns)
    return tuple((name, value) for name, value in facts if value != "—")


def compared(stated: Scalar, drawn: Decimal | None, unit: str) -> str:
    """Return what is drawn beside what is stated, with the difference."""
    if drawn is None:
        return tr("图上未绘")
    if isinstance(stated, bool) or not isinstance(stated, int | Decimal):
        return tr("图上 {value}", value=measure(drawn, unit))
    difference = drawn - Decimal(stated)
    if abs(difference) < CENT:
        return tr("图上 {value}，一致", value=figure(drawn))
    return tr(
        "图上 {value}，差 {difference}", value=figure(drawn), difference=f"{difference:+,.2f}".rstrip("0").rstrip(".")
    )


def figure(value: Scalar) -> str:
    """Return a number in groups, without idle zeros; a dash when it is not stated."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return "—" if value is None else str(value)
    shown_ = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return shown_.rstrip("0").rstrip(".") if "." in shown_ else shown_


def measure(value: Scalar, unit: str) -> str:
    """Return a number with its unit."""
    told = figure(value)
    return told if told == "—" or not unit else f"{told} {unit}"


def term(value: Scalar, pack: Pack) -> str:
    """Return a list word of the workbook in the language of the window; any other text as it is written."""
    row = pack.lists.get("words", {}).get(words(value))
    return say(row.text) if row else words(value)


def entered(value: Scalar, column: Column, pack: Pack) -> str:
    """Return a value of a column, a list word in the language of the window."""
    if column.options and isinstance(value, str):
        return term(value, pack) or "—"
    return shown(value, column.unit)


def words(value: Scalar) -> str:
    """Return a value as text; empty when it is not stated."""
    return "" if value is None else str(value)


def dotted(*values: Scalar) -> str:
    """Return what is stated, separated by dots."""
    return " · ".join(words(value) for value in values if value not in (None, ""))


def proper(unit: str) -> str:
    """Return a unit of the workbook as it is written in print."""
    said = UNITS.get(unit)
    return (say(said) if said else unit).replace("m2", SQUARE)


def shown(value: Scalar, unit: str = "") -> str:
    """Return any value of a sheet in the language of the window."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, tuple):
        return tr("、").join(value)
    return measure(value, proper(unit)) if isinstance(value, int | Decimal) else str(value)
