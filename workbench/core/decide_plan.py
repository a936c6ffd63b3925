"""Rules of the plan in force: known sheets and layers, values as the workbook's columns want them, sane shapes.

What a plan should be like (no gate without a zone, no post in the water) is judged by :mod:`workbench.site`, located
and told, never refused: a plan is drawn step by step.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.columns import wrong_value
from workbench.core.commands.plan import ACTS, ADD, REMOVE, SET
from workbench.core.decide_base import Context, Extra, Refusal, Rule, listed, require, stated
from workbench.core.pack import Column, Pack
from workbench.core.values import Application, Feature, Row, Scalar
from workbench.core.working_plan import (
    DRAWING,
    NAMED_BY,
    SHEETS,
    closed,
    edited,
    filed_plan_of,
    in_force,
    keyed_features,
    keyed_rows,
    plan_of,
    shape_in_mm,
)
from workbench.errors import Text
from workbench.site.geometry import LEAST, POLYGONS

MOST_CHANGES = 5000
"""Changes of one act; a drawing read from a file has hundreds."""
MOST_POINTS = 20_000
"""Points of one object."""
FARTHEST = 100_000_000
"""Greatest coordinate in millimetres: 100 km, farther is another unit."""
LONGEST_CODE, LONGEST_NAME, MOST_EXTRAS = 40, 200, 40


def _edit_plan(case: Case, command: c.EditPlan, context: Context) -> Extra:
    stated(command, "changes")
    many = len(command.changes)
    require(
        many <= MOST_CHANGES,
        "plan",
        "changes",
        (f"一次最多 {MOST_CHANGES} 处修改，现为 {many} 处", f"at most {MOST_CHANGES} changes at once, here {many}"),
        ("请分几次提交", "make them in parts"),
    )
    there = _Standing(plan_of(case), filed_plan_of(case))
    for number, change in enumerate(command.changes):
        _check(change, f"changes.{number}", there, context.pack)
    columns = _columns(command.changes, context.pack)
    field = "later_plan" if case.decision else "working_plan"
    after = edited(filed_plan_of(case), getattr(case, field), command.changes, dict(columns))
    _check_references(command.changes, in_force(filed_plan_of(case), after), there, context.pack)
    return {"columns": [[sheet, list(keys)] for sheet, keys in columns]}


def _columns(changes: Iterable[c.PlanChange], pack: Pack) -> list[tuple[str, tuple[str, ...]]]:
    """Return the columns of the sheets that rows are added to, so that an added row has every column."""
    sheets = dict.fromkeys(one.where for one in changes if one.act not in {SET, REMOVE} and one.where in SHEETS)
    return [(sheet, tuple(column.key for column in pack.sheets[sheet].columns)) for sheet in sheets]


class _Standing:
    """Which codes there are while the changes are carried out one after the other."""

    def __init__(self, plan: Application, filed: Application) -> None:
        self._plan, self._filed = plan, filed
        self._codes: dict[str, set[str]] = {}
        self._rows: dict[str, Mapping[str, Row] | Mapping[str, Feature]] = {}
        self._drawn = frozenset(one.layer for plan in (plan, filed) if plan.site for one in plan.site.features)

    def layers(self, pack: Pack) -> set[str]:
        """Return the layers of the pack, and those of the drawing."""
        return {kind.layer for kind in pack.site_objects.values()} | self._drawn

    def codes(self, where: str) -> set[str]:
        """Return the codes of a sheet or layer, to be added to and taken from."""
        if where not in self._codes:
            self._codes[where] = set(_keyed(self._plan, where))
        return self._codes[where]

    def as_filed(self, change: c.PlanChange) -> Row | c.Shape | None:
        """Return the row or shape of that name as it was handed in: to put that back is always allowed."""
        if change.where not in self._rows:
            self._rows[change.where] = _keyed(self._filed, change.where)
        found = self._rows[change.where].get(change.code)
        return shape_in_mm(found) if isinstance(found, Feature) else found

    def stated(self, change: c.PlanChange, column: str) -> Scalar:
        """Return what the row of that name said when it was handed in."""
        row = self.as_filed(change)
        return row.values.get(column) if isinstance(row, Row) else None


def _keyed(plan: Application, where: str) -> Mapping[str, Row] | Mapping[str, Feature]:
    layer = where.removeprefix(DRAWING)
    return keyed_rows(plan, where) if layer == where else keyed_features(plan.site, layer)


def _check(change: c.PlanChange, at: str, there: _Standing, pack: Pack) -> None:
    listed(change.act, ACTS, f"{at}.act")
    listed(change.where, (*SHEETS, *sorted(f"{DRAWING}{layer}" for layer in there.layers(pack))), f"{at}.where")
    codes = there.codes(change.where)
    _check_there(change, at, known=change.code in codes)
    if change.act == REMOVE:
        codes.discard(change.code)
        return
    filed = there.as_filed(change)
    if change.code not in codes:
        if filed is None:
            _check_code(change.code, f"{at}.code")
        codes.add(change.code)
    if change.where in SHEETS:
        _check_row(change, at, pack, filed.values if isinstance(filed, Row) else {})
    elif change.shape is None or change.shape != filed:
        _check_shape(change, at)


def _check_there(change: c.PlanChange, at: str, *, known: bool) -> None:
    code, where = change.code[:LONGEST_CODE], change.where
    require(
        not (known and change.act == ADD),
        "plan",
        f"{at}.code",
        (f"编号 {code} 已存在（{where}）", f"code {code} is in use ({where})"),
        ("请换一个编号", "choose another code"),
    )
    require(
        known or change.act not in {SET, REMOVE},
        "plan",
        f"{at}.code",
        (f"没有编号 {code}（{where}）", f"there is no {code} ({where})"),
        ("可能已被删除，请刷新后再试", "it may have been removed: look again"),
    )


def _check_code(code: str, at: str) -> None:
    plain = unicodedata.normalize("NFC", code.strip()) == code and code.isprintable()
    require(
        code and plain and len(code) <= LONGEST_CODE and not set(code) & set("#+"),
        "plan",
        at,
        (f"编号无效：{code[:LONGEST_CODE]}", f"not a valid code: {code[:LONGEST_CODE]}"),
        (
            f"1 至 {LONGEST_CODE} 个字符，不含 #、+、首尾空白和换行",
            f"1 to {LONGEST_CODE} characters, no #, +, outer blanks or line breaks",
        ),
    )


def _check_row(change: c.PlanChange, at: str, pack: Pack, filed: Mapping[str, Scalar]) -> None:
    columns = {column.key: column for column in pack.sheets[change.where].columns}
    values = dict(change.values)
    for key, value in change.values:
        column = columns.get(key)
        if column is None:
            known = "、".join(columns)
            message = Text(f"表中没有“{key[:40]}”列", f"the sheet has no column {key[:40]}")
            raise Refusal("plan", f"{at}.values.{key[:40]}", message, Text(f"可用：{known}", f"columns: {known}"))
        if value is not None and (key not in filed or value != filed[key]):
            _check_value(change, column, value, f"{at}.values.{key}")
    _check_naming(change, values, at)


def _check_value(change: c.PlanChange, column: Column, value: Scalar, at: str) -> None:
    wrong = wrong_value(column, value)
    if wrong is not None:
        message, remedy = wrong
        where = change.code[:LONGEST_CODE]
        raise Refusal("plan", at, Text(f"{where}：{message.zh}", f"{where}: {message.en}"), remedy)


def _check_naming(change: c.PlanChange, values: Mapping[str, Scalar], at: str) -> None:
    """A row keeps its name: what names it cannot be changed, only removed and added."""
    named = NAMED_BY.get(change.where, ("code",))
    given = [values[key] for key in named if key in values]
    if change.act != ADD and not given:
        return
    whole = [str(values.get(key) or "") for key in named] if change.where in NAMED_BY else [change.code]
    plain = change.code.partition("#")[0]
    kept = " ".join(whole) == plain if len(given) == len(named) else change.where not in NAMED_BY and not given
    require(
        kept and all(str(value) == plain for value in given if change.where not in NAMED_BY),
        "plan",
        f"{at}.values.{named[-1]}",
        (f"{plain} 的编号或名称不能直接修改", f"what names {plain} cannot be changed"),
        ("请删除后用新编号添加", "remove it and add it under the new name"),
    )


def _check_shape(change: c.PlanChange, at: str) -> None:
    shape = change.shape
    if shape is None:
        message = Text(f"{change.code} 没有几何图形", f"{change.code} has no shape")
        raise Refusal("plan", f"{at}.shape", message, Text("请重新绘制", "draw it again"))
    listed(shape.geometry, LEAST, f"{at}.shape.geometry")
    points = [point for ring in shape.rings for point in ring]
    require(
        0 < len(points) <= MOST_POINTS,
        "plan",
        f"{at}.shape.rings",
        (
            f"{change.code} 有 {len(points)} 个点，应为 1 至 {MOST_POINTS} 个",
            f"{change.code} has {len(points)} points, must have 1 to {MOST_POINTS}",
        ),
        ("请简化图形", "simplify the shape"),
    )
    _check_points(change.code, shape, at)
    _check_extra(change.code, shape, at)


def _check_points(code: str, shape: c.Shape, at: str) -> None:
    least = LEAST[shape.geometry]
    whole = closed(shape).rings
    several = sum(shape.parts) == len(whole) and all(n > 0 for n in shape.parts) if shape.parts else True
    one = len(whole) == 1 or shape.geometry in POLYGONS
    require(
        several and one and all(len(ring) >= least for ring in whole),
        "plan",
        f"{at}.shape.rings",
        (f"{code} 的点数不足或环数不符", f"{code} has too few points, or rings that do not fit"),
        ("线至少两点，面至少三点", "a line has two points at least, an area three"),
    )
    whole_numbers = (type(value) is int and abs(value) <= FARTHEST for ring in whole for pair in ring for value in pair)
    require(
        all(whole_numbers),
        "plan",
        f"{at}.shape.rings",
        (f"{code} 的坐标无效或超出 100 km", f"{code} has coordinates that are not valid or beyond 100 km"),
        ("坐标以毫米为单位的整数表示，请核对单位和原点", "whole millimetres: check unit and origin"),
    )


def _check_extra(code: str, shape: c.Shape, at: str) -> None:
    words = (shape.kind, shape.name, *(str(value) for _, value in shape.extra))
    require(
        max(map(len, words)) <= LONGEST_NAME and len(shape.extra) <= MOST_EXTRAS,
        "plan",
        f"{at}.shape",
        (f"{code} 的名称或说明过长", f"{code} has a name or a remark that is too long"),
        (f"每项最多 {LONGEST_NAME} 个字符", f"at most {LONGEST_NAME} characters each"),
    )


def _check_references(changes: Iterable[c.PlanChange], plan: Application, there: _Standing, pack: Pack) -> None:
    """Refuse a value that names a row of another sheet of the plan, or a code of the pack, that there is not."""
    named: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for number, change in enumerate(changes):
        if change.where not in SHEETS or change.act == REMOVE:
            continue
        values = {**_naming(change), **dict(change.values)}
        if change.where not in named:
            named[change.where] = [(column, tuple(codes)) for column, codes in _references(change.where, plan, pack)]
        for column, known in named[change.where]:
            value = values.get(column)
            require(
                value in {None, "", there.stated(change, column)} or value in known,
                "plan",
                f"changes.{number}.values.{column}",
                (
                    f"{change.code[:LONGEST_CODE]}：没有编号 {str(value)[:40]}",
                    f"{change.code[:LONGEST_CODE]}: there is no {str(value)[:40]}",
                ),
                _choose(known),
            )


def _naming(change: c.PlanChange) -> dict[str, Scalar]:
    return {} if change.where in NAMED_BY else {"code": change.code.partition("#")[0]}


def _choose(known: Iterable[str]) -> tuple[str, str]:
    some = tuple(known)[:12]
    return f"可选：{'、'.join(some) or '（无）'}", f"choose one of: {', '.join(some) or '(none)'}"


def _references(sheet: str, plan: Application, pack: Pack) -> Iterator[tuple[str, Iterable[str]]]:
    for column, target in pack.sheets[sheet].references.items():
        other, _, named = target.partition(".")
        if other in SHEETS and named == "code":
            yield column, keyed_rows(plan, other)
        elif not named and isinstance(table := getattr(pack, target, None), Mapping) and table:
            yield column, table


RULES: dict[str, Rule] = {"edit_plan": _edit_plan}
"""Command kind → rule."""
