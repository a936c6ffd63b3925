"""The working of a crowd model as a person takes it away: plain text for a letter, a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from workbench.core.values import Scalar
from workbench.crowd.model import Input, Output
from workbench.crowd.option_words import option_word
from workbench.crowd.parameters import Parameter
from workbench.crowd.registry import MODELS, model
from workbench.crowd.working import UNITS, Result, figure
from workbench.errors import NO_TEXT, Text
from workbench.exchange.table_file import TableFile, write_table
from workbench.services.crowd_bench import shown

_HEADS = (
    Text("类别", "Kind"),
    Text("内容", "What"),
    Text("算式", "Sum"),
    Text("数值", "Value"),
    Text("单位", "Unit"),
    Text("来源", "Source"),
)
_INPUT, _RESULT, _STEP = Text("输入", "Input"), Text("结果", "Result"), Text("过程", "Working")
_CONVENTION, _CAUTION, _CONSTANT = Text("约定", "Convention"), Text("注意", "Caution"), Text("参数", "Constant")
MARKS = {
    "A": Text("原文", "full text"),
    "B": Text("摘录", "excerpt"),
    "C": Text("依据较弱", "weak source"),
    "X": Text("计算得出", "computed"),
    "M": Text("待核实", "to be verified"),
    "P": Text("本单位默认", "office default"),
}
"""What an evidence mark says of a constant."""


def unit_word(unit: str) -> Text:
    """Return a unit in both languages."""
    return UNITS.get(unit, Text(unit, unit))


def value_word(value: object) -> Text:
    """Return a value of any kind for reading: a number, a word, a list, a record."""
    if isinstance(value, Mapping):
        return _joined([_pair(str(key), value_word(item)) for key, item in value.items()], "；", "; ")
    if isinstance(value, tuple | list):
        if not value:
            return Text("无", "none")
        return _joined([value_word(item) for item in value], "、", ", ")
    if isinstance(value, str):
        return option_word(value)
    return shown(value)


def cell_word(value: object) -> Text:
    """Return a value for a cell of a table; what is not there is a dash."""
    return Text("—", "—") if value is None else value_word(value)


def _pair(key: str, value: Text) -> Text:
    name = option_word(key)
    return Text(f"{name.zh} {value.zh}", f"{name.en} {value.en}")


def _joined(parts: list[Text], zh: str, en: str) -> Text:
    return Text(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def range_word(one: Parameter) -> Text:
    """Return what a constant is: its value, its range or both, or that it is a table of so many steps."""
    unit = unit_word(one.unit)
    if one.steps:
        return Text(f"表，{len(one.steps)} 档", f"table of {len(one.steps)} steps")
    told = "" if one.value is None else figure(Fraction(one.value))
    if one.low is not None or one.high is not None:
        ends = "–".join("" if bound is None else figure(Fraction(bound)) for bound in (one.low, one.high))
        told = f"{told} ({ends})" if told else ends
    return Text(f"{told} {unit.zh}".strip(), f"{told} {unit.en}".strip())


def source_word(one: Parameter) -> Text:
    """Return where a constant was published: title, edition, clause; or that it is the office's own."""
    if one.office and not one.cited.zh:
        return MARKS["P"]
    zh = [one.cited.zh, one.edition and f"第 {one.edition} 版" if one.edition.isdecimal() and int(one.edition) < 100
          else one.edition, one.clause]  # fmt: skip
    en = [one.cited.en, one.edition and f"edition {one.edition}" if one.edition.isdecimal() and int(one.edition) < 100
          else one.edition, one.clause]  # fmt: skip
    return Text(" · ".join(filter(None, zh)), " · ".join(filter(None, en)))


def outputs(found: Result) -> tuple[tuple[Output, object], ...]:
    """Return what a model gave, the main value first; a sheet of several sums has none."""
    if found.model not in MODELS:
        return ()
    outs = sorted(model(found.model).outputs, key=lambda one: not one.main)
    return tuple((one, found.values.get(one.key)) for one in outs)


def title(found: Result) -> Text:
    """Return what a sheet is about."""
    return MODELS[found.model].text if found.model in MODELS else Text("人流核算", "Crowd sums")


def as_text(found: Result, language: str) -> str:
    """Return a result with its whole working as lines of text."""
    lines = [title(found).in_language(language)]
    for kind, what, *rest in _lines(found):
        sum_, value, unit, source = (part.in_language(language) for part in rest)
        shown_sum = f"{sum_} = " if sum_ else ""
        tail = f"{shown_sum}{value} {unit}".strip()
        told = (
            f"{what.in_language(language)}{'：' if language == 'zh' else ': '}{tail}"
            if tail
            else what.in_language(language)
        )
        lines.append(f"[{kind.in_language(language)}] {told}" + (f"  〔{source}〕" if source else ""))
    return "\n".join(lines)


def as_table(found: Result, language: str) -> TableFile:
    """Return a result with its whole working as a table: numbers as numbers, everything else in words."""
    rows = tuple(tuple(_cell(part.in_language(language)) for part in line) for line in _lines(found))
    return TableFile(title(found).in_language(language), tuple(head.in_language(language) for head in _HEADS), rows)


def export(found: Result, target: Path, *, language: str = "zh") -> Path:
    """Write a result with its working to an xlsx or csv file.

    Raises:
        WorkbenchError: The target exists, has another ending, or cannot be written.
    """
    return write_table((as_table(found, language),), target)


def _cell(words: str) -> Scalar:
    try:
        return Decimal(words)
    except ArithmeticError:
        return words


def _lines(found: Result) -> Iterator[tuple[Text, ...]]:
    """Yield kind, what, sum, value, unit, source of every line of the working."""
    none = NO_TEXT
    yield from _values(found)
    for step in found.steps:
        sources = Text("、".join(step.sources), ", ".join(step.sources))
        yield _STEP, step.what, Text(step.sum, step.sum), value_word(step.value), unit_word(step.unit), sources
    for kind, texts in ((_CONVENTION, found.conventions), (_CAUTION, found.warnings)):
        for text in texts:
            yield kind, text, none, none, none, none
    for one in found.parameters:
        source, mark = source_word(one), MARKS.get(one.mark, none)
        said = Text(f"{source.zh} · {mark.zh}", f"{source.en} · {mark.en}") if source != mark else source
        yield _CONSTANT, one.text, Text(one.code, one.code), range_word(one), none, said


def _values(found: Result) -> Iterator[tuple[Text, ...]]:
    """Yield the inputs as they were read and the outputs; what is not given or not computed is left out."""
    inputs = MODELS[found.model].inputs if found.model in MODELS else ()
    given: list[tuple[Text, Input | Output, object]] = [
        (_INPUT, one, found.given[one.key]) for one in inputs if one.key in found.given
    ]
    for kind, one, value in (*given, *((_RESULT, out, value) for out, value in outputs(found))):
        if value is not None:
            yield kind, one.text, NO_TEXT, _chosen(one, value, found), unit_word(one.unit), NO_TEXT


def _chosen(one: Input | Output, value: object, found: Result) -> Text:
    """Return a value in words; the name of a constant in the words of that constant, if it was taken."""
    if isinstance(one, Input) and one.prefix:
        code = f"{one.prefix}{value}"
        return next((row.text for row in found.parameters if row.code == code), value_word(value))
    return value_word(value)
