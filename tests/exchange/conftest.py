"""A pack whose workbook schema is taken from the blank template, so that these tests need no rule files."""

import re

import openpyxl
import pytest

from workbench.core.pack import (
    Column,
    Duty,
    Fact,
    MaterialItem,
    Pack,
    PlanContent,
    Scenario,
    Sheet,
    Trigger,
)
from workbench.errors import Text

SHEET_KEYS = {
    "活动": "event",
    "场次": "sessions",
    "主体": "parties",
    "材料": "materials",
    "方案内容": "plan",
    "责任": "duties",
    "节目": "programme",
    "区域": "zones",
    "出入口": "gates",
    "岗位": "posts",
    "力量": "forces",
    "应急": "emergency",
    "触发": "triggers",
    "陈述": "statements",
}
TABLES = {
    "materials": ("材料编号", MaterialItem),
    "plan": ("方案内容", PlanContent),
    "duties": ("责任编号", Duty),
    "scenarios": ("应急场景", Scenario),
    "triggers": ("触发编号", Trigger),
    "facts": ("事实编号", Fact),
}


def template_pack(path):
    book = openpyxl.load_workbook(path)
    codes = list(book["代码表"].values)
    sheets = {key: read_sheet(book[title], key) for title, key in SHEET_KEYS.items()}
    return Pack(
        name="template",
        version="2026.1",
        digest="0" * 64,
        title=Text("样例", "sample"),
        sheets=sheets,
        **{name: read_table(codes, title, row) for name, (title, row) in TABLES.items()},
    )


def read_table(codes, title, row):
    code, name = (
        (codes[0].index(f"{title}·{part}") for part in ("编号", "名称" if title != "责任编号" else "内容"))
        if (title != "触发编号")
        else (codes[0].index(f"{title}·编号"), codes[0].index(f"{title}·指标"))
    )
    return {line[code]: row(line[code], Text(line[name], line[name])) for line in codes[1:] if line[code]}


def read_sheet(sheet, key):
    if sheet.title == "活动":
        return Sheet(key, sheet.title, keyed=True, columns=tuple(key_columns(sheet)))
    return Sheet(
        key,
        sheet.title,
        keyed=False,
        columns=tuple(column(label, name) for label, name in zip(sheet[1], sheet[2], strict=True)),
    )


def column(label, name):
    note = label.comment.text if label.comment else ""
    found = re.search(r"类型: (\S+)(?: 单位: (\S+))?", note)
    options = re.search(r"可选: (.+)", note)
    kind, unit = found.groups()
    text = note.split("\n")[0]
    return Column(
        name.value,
        Text(text, text),
        kind,
        unit=unit or "",
        required="\n必填" in note,
        options=tuple(options.group(1).split("、")) if options and kind != "bool" else (),
    )


FORMATS = {"yyyy-mm-dd": "date", "yyyy-mm-dd hh:mm": "datetime", "#,##0": "int", "0.00": "number", "@": "text"}


def key_columns(sheet):
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    codes = sheet.parent["代码表"]
    section = ""
    for row in sheet.iter_rows(min_row=2):
        key, label, value, unit, need, note = row[:6]
        if label.value is None:
            section = key.value
            continue
        kind = FORMATS.get(value.number_format, "number" if unit.value else "text")
        options = ()
        if formula := lists.get(value.coordinate):
            area = formula.split("!")[1].replace("$", "")
            options = tuple(cell.value for (cell,) in codes[area])
            kind = "bool" if options == ("是", "否") else "enum"
        elif note.value == "多个用“；”分隔":
            kind = "list"
        yield Column(
            key.value,
            Text(label.value, label.value),
            kind,
            unit=unit.value or "",
            required=need.value == "必填",
            options=options if kind == "enum" else (),
            note=Text(note.value or "", note.value or ""),
            section=section or "",
        )


@pytest.fixture(scope="session")
def pack(request):
    return template_pack(request.config.rootpath / "tests" / "data" / "template.xlsx")
