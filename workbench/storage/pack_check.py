"""What a pack that loads may still have wrong: conditions that can never hold, and texts in one language only.

The loader refuses what it cannot use. These checks read a pack as its author would: a condition over a fact that no
application has, or with a word that no list offers, is never true, and nobody would notice.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import islice, product
from typing import Any

from workbench.core.pack import Column, Fact, Pack, Predicate, Sheet, When
from workbench.core.values import Scalar
from workbench.errors import Text
from workbench.storage.pack_conditions import WORDS, ConditionError, compared_words, fact_names, numbers_in
from workbench.storage.pack_faults import Fault, Place, fault, nearest
from workbench.storage.pack_fields import texts_of
from workbench.storage.pack_references import coded_rows, place_of

MOST_TRIALS = 2000
"""Combinations of facts tried before a condition counts as reachable without proof."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ENGLISH = re.compile(r"[A-Za-z]{3,}\s+[A-Za-z]{3,}")

Known = Mapping[str, Column]
"""Facts that conditions may name, each as the column that says its kind and words."""


def content_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of a pack's conditions and texts, in pack order."""
    known = known_facts(pack)
    for _, code, row in coded_rows(pack):
        place = place_of(row.source)
        for name, when in _conditions(row):
            yield from condition_faults(f"{code}.{name}", when, known, place)
        yield from _language_faults(code, row, place)
    for sheet in pack.sheets.values():
        yield from _sheet_texts(pack, sheet)
    for fact in pack.facts.values():
        yield from _fact_field(pack, fact)


def known_facts(pack: Pack) -> Known:
    """Return every fact that a condition may name.

    These are the keys of the key/value sheets, ``count.<sheet>`` for the others, and the pack's list of derived facts
    (``lists.derived_facts``, whose data give the kind).
    """
    found = {c.key: c for sheet in pack.sheets.values() if sheet.keyed for c in sheet.columns}
    for sheet in pack.sheets.values():
        if not sheet.keyed:
            found[f"count.{sheet.key}"] = Column(f"count.{sheet.key}", sheet.label, "integer")
    for code, row in pack.lists.get("derived_facts", {}).items():
        found[code] = Column(code, row.text, str(row.data.get("kind", "text")))
    return found


def _conditions(row: Any) -> Iterator[tuple[str, When]]:
    for f in dataclasses.fields(row):
        value = getattr(row, f.name)
        if isinstance(value, When):
            yield f.name, value


def condition_faults(name: str, when: When, known: Known, place: Place) -> Iterator[Fault]:
    """Yield why a condition can never hold; a condition that is a word is as its author wants it."""
    if when.source in WORDS:
        return
    unknown = [f for f in fact_names(when) if f not in known]
    for fact in unknown:
        message = Text(f"{name}：没有事实“{fact}”", f"{name}: there is no fact “{fact}”")
        yield fault(place, message, nearest(fact, known))
    wrong = [(f, w) for f, w in compared_words(when) if f in known and not _may_be(known[f], w)]
    for fact, word in wrong:
        message = Text(f"{name}：{fact} 不会是“{word}”", f"{name}: {fact} is never “{word}”")
        yield fault(place, message, nearest(word, known[fact].options))
    if not unknown and not wrong:
        yield from _never(name, when, known, place)


def _may_be(column: Column, word: str) -> bool:
    return not column.options or word in column.options


def _never(name: str, when: When, known: Known, place: Place) -> Iterator[Fault]:
    """Yield a fault when no combination of facts makes the condition true, or one makes it fail."""
    facts = fact_names(when)
    choices = [_candidates(known[f], f, when) for f in facts]
    trials = (dict(zip(facts, values, strict=True)) for values in islice(product(*choices), MOST_TRIALS))
    try:
        if not any(_holds(when.test, trial) for trial in trials):
            yield fault(place, Text(f"{name}：条件永远不成立：{when.source}", f"{name}: never true: {when.source}"))
    except ConditionError as error:
        yield fault(place, Text(f"{name}：{error.message.zh}", f"{name}: {error.message.en}"))


def _holds(test: Predicate, facts: Mapping[str, Scalar]) -> bool:
    return test(facts) is True


def _candidates(column: Column, fact: str, when: When) -> tuple[Scalar, ...]:
    """Return values that stand for all values of a fact, as far as the condition can tell them apart."""
    words = tuple(w for f, w in compared_words(when) if f == fact)
    match column.kind:
        case "bool":
            return (True, False)
        case "list":
            return column.options
        case "integer" | "number":
            near = (Decimal(n) + d for n in numbers_in(when) for d in (-1, 0, 1))
            return tuple(dict.fromkeys((Decimal(0), Decimal(1), *near)))
        case "texts":
            return ((), *((w,) for w in words), words or ("x",))
        case _:
            return (*words, "", "\uffff")


def _language_faults(code: str, row: object, place: Place) -> Iterator[Fault]:
    for name, text in texts_of(row):
        if _HAN.search(text.en):
            message = Text(
                f"{code}.{name}：英文含汉字“{text.en}”", f"{code}.{name}: English with Chinese in it: “{text.en}”"
            )
            yield fault(place, message)
        if not text.zh.strip() or not text.en.strip():
            yield fault(place, Text(f"{code}.{name}：缺一种语言", f"{code}.{name}: one language is missing"))
        elif _ENGLISH.search(text.zh) and not _HAN.search(text.zh):
            yield fault(
                place, Text(f"{code}.{name}：中文未翻译“{text.zh}”", f"{code}.{name}: no Chinese in “{text.zh}”")
            )


def _sheet_texts(pack: Pack, sheet: Sheet) -> Iterator[Fault]:
    """Yield texts of the workbook in one language only, and list words that have no English."""
    if not sheet.label.en:
        yield fault(place_of(sheet.source), Text(f"{sheet.key}：缺少 label", f"{sheet.key}: the label is missing"))
    yield from _language_faults(sheet.key, dataclasses.replace(sheet, columns=()), place_of(sheet.source))
    words = pack.lists.get("words", {})
    for column in sheet.columns:
        place = place_of(column.source)
        yield from _language_faults(f"{sheet.key}.{column.key}", column, place)
        for word in column.options:
            if word not in words:
                name = f"{sheet.key}.{column.key}"
                yield fault(place, Text(f"{name}：“{word}”无英文", f"{name}: “{word}” has no English"))


def _fact_field(pack: Pack, fact: Fact) -> Iterator[Fault]:
    """Yield what a key fact takes from the workbook and the workbook does not have.

    ``field`` is empty, a key, ``size KEY``, ``count SHEET [column=word]`` or ``sum SHEET.column``.
    """
    columns = {f"{s.key}.{c.key}": c for s in pack.sheets.values() for c in s.columns}
    keys = {c.key for sheet in pack.sheets.values() if sheet.keyed for c in sheet.columns}
    match fact.field.split():
        case []:
            return
        case ["count", sheet]:
            yield from _has(fact, sheet, pack.sheets)
        case ["count", sheet, condition]:
            column, _, word = condition.partition("=")
            yield from _has(fact, f"{sheet}.{column}", columns)
            found = columns.get(f"{sheet}.{column}")
            yield from _has(fact, word, found.options if found is not None else (word,))
        case ["sum", column]:
            yield from _has(fact, column, columns)
        case ["size", key] | [key]:
            yield from _has(fact, key, keys)
        case _:
            yield fault(
                place_of(fact.source), Text(f"{fact.code}：field 写法有误", f"{fact.code}: field cannot be read")
            )


def _has(fact: Fact, word: str, known: Collection[str]) -> Iterator[Fault]:
    if word not in known:
        message = Text(f"{fact.code}：工作簿没有“{word}”", f"{fact.code}: the workbook has no “{word}”")
        yield fault(place_of(fact.source), message, nearest(word, known))
