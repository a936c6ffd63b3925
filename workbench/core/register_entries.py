"""Entries of a register: what they hold, and what is wrong with one before it is recorded.

An entry is a map of values by field key, in two halves: personal data is kept beside the journal
(:mod:`workbench.core.payloads`), so that the law may order it erased while the entry stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workbench.core.pack import Pack, Register, RegisterField
from workbench.core.values import Scalar
from workbench.errors import Text

Pairs = tuple[tuple[str, Scalar], ...]
"""Values by field key, in the order of the register's fields."""

LONGEST = 4000
"""Most characters of one value."""

_PHONE = re.compile(r"\+?\d[\d\- ]{3,19}")
_TAIL = re.compile(r"[0-9A-Za-z]{4}")
_CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
"""An identity number written out: eighteen places, as no telephone and no amount has them."""


@dataclass(frozen=True)
class RegisterEntry:
    """An entry as it stands: which register it is of, and its values in two halves."""

    register: str
    values: Pairs
    personal: Pairs = ()

    def get(self, key: str) -> Scalar:
        """Return a value; ``None`` when it is not stated, or was erased."""
        return next((value for name, value in (*self.values, *self.personal) if name == key), None)

    @property
    def all(self) -> dict[str, Scalar]:
        """Return the values of both halves."""
        return dict((*self.values, *self.personal))


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with a field of an entry, and how to mend it."""

    field: str
    message: Text
    remedy: Text


def entry_of(register: Register, values: Mapping[str, Scalar]) -> RegisterEntry:
    """Return an entry from values by key, in the order of the fields; empty ones are left out."""
    given = [(field, values.get(field.key)) for field in register.fields]
    stated = [(field, value) for field, value in given if not blank(value)]
    return RegisterEntry(
        register.code,
        tuple((field.key, value) for field, value in stated if not field.personal),
        tuple((field.key, value) for field, value in stated if field.personal),
    )


def blank(value: Scalar) -> bool:
    """Return whether nothing is stated; no and zero are statements."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def unfinished(register: Register, entry: RegisterEntry) -> bool:
    """Return whether an entry waits to be closed; entries of a register that closes nothing never do."""
    return bool(register.done) and entry.get(register.done) is None


def faults(pack: Pack, register: Register, entry: RegisterEntry) -> tuple[FieldFault, ...]:
    """Return what is wrong with an entry, in the order of the fields; empty when it may be recorded."""
    found = [*_strangers(register, entry)]
    for field in register.fields:
        value = entry.get(field.key)
        found += _missing(field) if blank(value) and field.required else ()
        found += () if blank(value) else _wrong(pack, register, field, entry)
    return tuple(found)


def _strangers(register: Register, entry: RegisterEntry) -> Iterator[FieldFault]:
    """Yield values that the register does not have, or that stand in the wrong half."""
    for half, personal in ((entry.values, False), (entry.personal, True)):
        for key, _value in half:
            field = register.field(key)
            if field is None or field.personal != personal:
                yield FieldFault(
                    key,
                    Text(f"登记项没有“{key}”", f"the register has no field “{key}”"),
                    Text("按规则包的栏目填写", "use the fields of the rule pack"),
                )


def _missing(field: RegisterField) -> tuple[FieldFault, ...]:
    label = field.label
    return (
        FieldFault(
            field.key,
            Text(f"“{label.zh}”未填写", f"{label.en} is not filled in"),
            Text("请填写后再保存", "fill it in, then save"),
        ),
    )


def _wrong(pack: Pack, register: Register, field: RegisterField, entry: RegisterEntry) -> Iterator[FieldFault]:
    value = entry.get(field.key)
    told = _unfit(pack, field, value)
    if told is not None:
        yield FieldFault(field.key, *told)
    elif field.after:
        yield from _too_early(register, field, entry)


def _unfit(pack: Pack, field: RegisterField, value: Scalar) -> tuple[Text, Text] | None:
    """Return what is wrong with a value taken by itself, and the remedy."""
    if field.kind in _TYPES:
        return None if _is_a(field.kind, value) else _TYPES[field.kind][1]
    if field.kind in {"choice", "choices"}:
        return _not_listed(pack, field, value)
    if not isinstance(value, str):
        return _TEXT
    if len(value) > LONGEST:
        return _TOO_LONG
    if field.kind in _FORMS:
        form, words = _FORMS[field.kind]
        return None if form.fullmatch(value) else words
    return _IDENTITY_WORDS if _IDENTITY.search(value) else None


def _is_a(kind: str, value: Scalar) -> bool:
    wanted = _TYPES[kind][0]
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        return False
    if kind == "date" and isinstance(value, datetime):
        return False
    return not isinstance(value, int | Decimal) or value >= 0


def _not_listed(pack: Pack, field: RegisterField, value: Scalar) -> tuple[Text, Text] | None:
    known = pack.lists.get(field.options, {})
    given = value if isinstance(value, tuple) else (value,)
    if isinstance(value, tuple) == (field.kind == "choices") and all(one in known for one in given):
        return None
    zh = "、".join(row.text.zh for row in known.values())
    en = ", ".join(row.text.en for row in known.values())
    return (
        Text(f"“{field.label.zh}”不在列表内", f"{field.label.en} is not in the list"),
        Text(f"可选：{zh}", f"choose from: {en}"),
    )


def _too_early(register: Register, field: RegisterField, entry: RegisterEntry) -> Iterator[FieldFault]:
    earlier = register.field(field.after)
    first, then = entry.get(field.after), entry.get(field.key)
    if earlier is None or not isinstance(first, date) or not isinstance(then, date) or not _before(then, first):
        return
    yield FieldFault(
        field.key,
        Text(f"“{field.label.zh}”早于“{earlier.label.zh}”", f"{field.label.en} lies before {earlier.label.en}"),
        Text("请核对两个日期", "check the two dates"),
    )


def _before(then: date, first: date) -> bool:
    """Return whether a day or moment lies before another; of a day and a moment the days are compared."""
    if isinstance(then, datetime) and isinstance(first, datetime):
        return then < first
    return day_of(then) < day_of(first)


def day_of(moment: date) -> date:
    """Return the day of a date or a local time."""
    return moment.date() if isinstance(moment, datetime) else moment


_TEXT = (Text("应为文字", "a text is needed"), Text("请重新填写", "fill it in again"))
_TOO_LONG = (
    Text(f"超过 {LONGEST} 个字符", f"more than {LONGEST} characters"),
    Text("请精简，详细内容另附文件", "shorten it and keep the details in a file"),
)
_IDENTITY_WORDS = (
    Text("含完整的证件号码", "holds a whole identity number"),
    Text("只登记证件号后四位", "only the last four of an identity number are recorded"),
)
_TYPES: dict[str, tuple[type | tuple[type, ...], tuple[Text, Text]]] = {
    "integer": (int, (Text("应为不小于 0 的整数", "a whole number from 0 is needed"), Text("如 120", "e.g. 120"))),
    "number": (
        (int, Decimal),
        (Text("应为不小于 0 的数", "a number from 0 is needed"), Text("如 1.5", "e.g. 1.5")),
    ),
    "bool": (bool, (Text("应为是或否", "yes or no is needed"), Text("请勾选或取消", "tick it or leave it"))),
    "date": (date, (Text("应为日期", "a date is needed"), Text("如 2026-04-10", "e.g. 2026-04-10"))),
    "datetime": (
        datetime,
        (Text("应为日期和时间", "a date and a time are needed"), Text("如 2026-04-10 09:30", "e.g. 2026-04-10 09:30")),
    ),
}
_FORMS = {
    "phone": (
        _PHONE,
        (
            Text("不是电话号码", "not a telephone number"),
            Text("数字、空格和连字符，4 至 20 位", "figures, blanks and hyphens, 4 to 20 of them"),
        ),
    ),
    "tail": (
        _TAIL,
        (
            Text("只能填证件号后四位", "only the last four of an identity number"),
            Text("请只填四位，不填完整号码", "give four characters, never the whole number"),
        ),
    ),
    "code": (
        _CREDIT_CODE,
        (
            Text("统一社会信用代码应为 18 位数字和大写字母", "a unified credit code has 18 figures and capitals"),
            Text("请核对营业执照；没有的留空", "check the business licence; leave it empty if there is none"),
        ),
    ),
}
