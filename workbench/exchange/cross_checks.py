"""What one value says against another: order in time, amounts, codes used twice, references, the drawn plan.

A value that would make a later check pass wrongly is left out (a net area above the gross area, an end before its
start); what is only doubtful stays and is noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from workbench.core.pack import Pack, Sheet
from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text
from workbench.exchange.codes import ATTACHMENTS, SITE, targets
from workbench.exchange.notes import Notes, Place


@dataclass(frozen=True)
class _Rule:
    """``low`` must not be above ``high`` in a sheet (empty = the key/value sheet); ``drop`` names what is left out."""

    sheet: str
    low: str
    high: str
    drop: str = ""


_RULES = (
    _Rule("", "ev.start_date", "ev.end_date", drop="ev.end_date"),
    _Rule("", "ins.from", "ins.to", drop="ins.to"),
    _Rule("", "sw.road_from", "sw.road_to", drop="sw.road_to"),
    _Rule("", "sw.uav_notice", "sw.uav_effect"),
    _Rule("sessions", "start", "end", drop="end"),
    _Rule("sessions", "doors", "start"),
    _Rule("materials", "issued", "valid_until"),
    _Rule("plan", "page", "page_to"),
    _Rule("zones", "net", "gross", drop="net"),
    _Rule("forces", "certified", "persons"),
    _Rule("forces", "female", "persons"),
)
_UNIQUE = ("sessions", "plan", "duties", "zones", "gates", "posts", "emergency", "triggers")
_AREA_SHARE, _AREA_LEAST = Decimal("0.01"), Decimal(1)
_WIDTH_STEP = Decimal("0.05")


@dataclass(frozen=True)
class Checking:
    """What the checks need: the schema, where problems go, and the name of the workbook for messages."""

    pack: Pack
    notes: Notes
    book: str

    def place(self, sheet: str, row: Row | None = None, key: str = "") -> Place:
        """Return a place in the workbook; an empty ``sheet`` means the key/value sheet."""
        title = self.pack.sheets[sheet].title if sheet else next((s.title for s in self._keyed()), "")
        return Place(self.book, title, row.number if row else 0, key)

    def _keyed(self) -> Iterator[Sheet]:
        return (s for s in self.pack.sheets.values() if s.keyed)


def cross_checked(application: Application, check: Checking) -> Application:
    """Return the application without the values that cannot stand, every contradiction noted.

    Args:
        application: As read, attachments and plan included.
        check: Schema and notes.
    """
    fields = _ordered(application.fields, [r for r in _RULES if not r.sheet], check, None)
    sheets = {
        key: tuple(_row_ordered(row, check) for row in rows) if key in check.pack.sheets else rows
        for key, rows in application.sheets.items()
    }
    checked = replace(application, fields=fields, sheets=sheets)
    for key in _UNIQUE:
        _tell_repeats(checked.sheets.get(key, ()), check)
    _tell_overlapping(checked.sheets.get("sessions", ()), check)
    for sheet in check.pack.sheets.values():
        _tell_dangling(checked, sheet, check)
    _compare_areas(checked, check)
    _compare_widths(checked, check)
    return checked


def _row_ordered(row: Row, check: Checking) -> Row:
    rules = [rule for rule in _RULES if rule.sheet == row.sheet]
    if not rules:
        return row
    values = _ordered(row.values, rules, check, row)
    return row if values is row.values else replace(row, values=values)


def _ordered(
    values: Mapping[str, Scalar], rules: list[_Rule], check: Checking, row: Row | None
) -> Mapping[str, Scalar]:
    for rule in rules:
        low, high = values.get(rule.low), values.get(rule.high)
        if _above(low, high):
            _tell_order(rule, low, high, check, row)
            values = {**values, rule.drop: None} if rule.drop else values
    return values


def _above(low: Scalar, high: Scalar) -> bool:
    if isinstance(low, int | Decimal) and isinstance(high, int | Decimal):
        return low > high
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return False


def _tell_order(rule: _Rule, low: Scalar, high: Scalar, check: Checking, row: Row | None) -> None:
    labels = {c.key: c.label for s in _sheets(check, rule.sheet) for c in s.columns}
    first, second = labels.get(rule.low, Text(rule.low, rule.low)), labels.get(rule.high, Text(rule.high, rule.high))
    zh_word, en_word = ("晚于", "is after") if isinstance(low, date) else ("大于", "is above")
    zh = f"“{first.zh}”（{low}）{zh_word}“{second.zh}”（{high}）"
    en = f"{first.en} ({low}) {en_word} {second.en} ({high})"
    key = rule.drop or rule.low
    place = check.place(rule.sheet, row, key)
    original = high if key == rule.high else low
    if rule.drop:
        check.notes.error("contradiction", Text(f"{zh}，未采用", f"{en}; not used"), place, original=original)
    else:
        check.notes.warn("suspicious", Text(f"可疑：{zh}", f"doubtful: {en}"), place, original=original)


def _sheets(check: Checking, key: str) -> list[Sheet]:
    return [s for k, s in check.pack.sheets.items() if (k == key if key else s.keyed)]


def _tell_repeats(rows: tuple[Row, ...], check: Checking) -> None:
    first: dict[Scalar, int] = {}
    for row in rows:
        code = row["code"]
        if code is not None and code in first:
            message = Text(f"编号 {code} 与第 {first[code]} 行重复", f"code {code} stands in row {first[code]} already")
            check.notes.warn("duplicate_code", message, check.place(row.sheet, row, "code"), original=code)
        first.setdefault(code, row.number)


def _tell_overlapping(rows: tuple[Row, ...], check: Checking) -> None:
    """Note sessions that run at the same time in the same zones; the rows stay."""
    timed = [row for row in rows if isinstance(row["start"], datetime) and isinstance(row["end"], datetime)]
    running: list[Row] = []
    for row in sorted(timed, key=lambda r: str(r["start"])):
        running = [other for other in running if str(other["end"]) > str(row["start"])]
        shared = next((other for other in running if _share_zones(row, other)), None)
        if shared is not None:
            zh = f"场次 {row['code']} 与 {shared['code']}（第 {shared.number} 行）时间重叠且使用同一区域"
            en = f"session {row['code']} overlaps {shared['code']} (row {shared.number}) in the same zones"
            place = check.place("sessions", row, "start")
            check.notes.warn("overlapping_sessions", Text(zh, en), place, original=row["start"])
        running.append(row)


def _share_zones(one: Row, other: Row) -> bool:
    """Return whether two sessions use a zone in common; one that states none uses them all."""
    first, second = set(_each(one["zones"])), set(_each(other["zones"]))
    return not first or not second or bool(first & second)


def _tell_dangling(application: Application, sheet: Sheet, check: Checking) -> None:
    """Note references of a sheet to rows or drawn features that do not exist."""
    for key, target in targets(sheet).items():
        known = _known(application, target)
        if known is None:
            continue
        for row in application.sheets.get(sheet.key, ()):
            for value in _each(row.values.get(key)):
                if value not in known:
                    message = Text(
                        f"引用的“{value}”不存在（{target}）", f"{value} is referred to but not there ({target})"
                    )
                    check.notes.error("dangling", message, check.place(sheet.key, row, key), original=value)


def _known(application: Application, target: str) -> frozenset[Scalar] | None:
    """Return the values that a target has, or ``None`` when there is nothing to compare with."""
    name, dot, column = target.partition(".")
    if not dot or target == ATTACHMENTS:
        return None
    if name == SITE:
        return None if application.site is None else frozenset(f.code for f in application.site.layer(column))
    if name not in application.sheets:
        return None
    return frozenset(row.values.get(column) for row in application.sheets[name])


def _each(value: Scalar) -> tuple[Scalar, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _compare_areas(application: Application, check: Checking) -> None:
    drawn = _measures(application, "zone")
    for row in application.rows("zones"):
        area, gross = drawn.get(row["ref"]), row["gross"]
        if area is None or not isinstance(gross, int | Decimal):
            continue
        if abs(area - gross) > max(area * _AREA_SHARE, _AREA_LEAST):
            message = Text(
                f"毛面积 {gross} m² 与平面图 {area:f} m² 相差超过 1 %",
                f"gross area {gross} m² and drawn area {area:f} m² differ by more than 1 %",
            )
            check.notes.warn("area_mismatch", message, check.place("zones", row, "gross"), original=gross)


def _compare_widths(application: Application, check: Checking) -> None:
    drawn = _measures(application, "gate")
    for row in application.rows("gates"):
        length, width = drawn.get(row["code"]), row["width"]
        if length is None or not isinstance(width, int | Decimal):
            continue
        if abs(length - width) > _WIDTH_STEP:
            message = Text(
                f"净宽 {width} m 与平面图 {length:f} m 相差超过 5 cm",
                f"width {width} m and drawn width {length:f} m differ by more than 5 cm",
            )
            check.notes.warn("width_mismatch", message, check.place("gates", row, "width"), original=width)


def _measures(application: Application, layer: str) -> Mapping[Scalar, Decimal | None]:
    """Return area or length of the valid features of a layer by code."""
    features = application.site.layer(layer) if application.site else iter(())
    return {f.code: f.area if f.area is not None else f.length for f in features if f.valid}
