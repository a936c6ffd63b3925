"""Named values of a pack, with their types checked where they are used."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from workbench.core.pack import Choice, Pack
from workbench.core.values import Scalar
from workbench.errors import PackError, Text


def _refused(code: str, wanted: Text) -> PackError:
    message = Text(f"规则包参数缺失或类型不符：{code} 应为{wanted.zh}", f"pack parameter {code} must be {wanted.en}")
    remedy = Text("检查规则包的参数文件", "check the pack's parameter file")
    return PackError(message, where=code, remedy=remedy)


def _value(pack: Pack, code: str) -> Scalar:
    found = pack.parameters.get(code)
    return None if found is None else found.value


def number(pack: Pack, code: str) -> Decimal:
    """Return a parameter that is a number.

    Raises:
        PackError: The pack has no such parameter, or it is not a number.
    """
    value = _value(pack, code)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _refused(code, Text("数值", "a number"))
    return Decimal(value)


def word(pack: Pack, code: str) -> str:
    """Return a parameter that is a text; ``PackError`` when it is not."""
    value = _value(pack, code)
    if not isinstance(value, str):
        raise _refused(code, Text("文字", "a text"))
    return value


def words(pack: Pack, code: str) -> tuple[str, ...]:
    """Return a parameter that is a list of texts; ``PackError`` when it is not."""
    value = _value(pack, code)
    if isinstance(value, str) or not isinstance(value, tuple | list):
        raise _refused(code, Text("文字列表", "a list of texts"))
    return tuple(value)


def choices(pack: Pack, name: str) -> Mapping[str, Choice]:
    """Return a short list of the pack; ``PackError`` when it has none of that name."""
    found = pack.lists.get(name)
    if found is None:
        raise PackError(Text(f"规则包缺少列表：{name}", f"the pack has no list {name}"), where=name)
    return found


def by_word(pack: Pack, name: str, stated: Scalar) -> Choice | None:
    """Return the row of a short list whose Chinese word is the one stated in the workbook."""
    return next((row for row in choices(pack, name).values() if row.text.zh == stated), None)
