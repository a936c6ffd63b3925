"""The crowd bench: published models by name, and the registry of published examples."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.crowd_rows import crowd_parameters, worked_examples
from workbench.core.pack import Pack
from workbench.crowd import model as crowd_model
from workbench.crowd.registry import GROUPS, MODELS, model
from workbench.crowd.verification import REFUSED, Example, Outcome, verify
from workbench.crowd.working import Result, figure
from workbench.errors import Text
from workbench.storage.packs import load_pack

Choices = Mapping[str, tuple[tuple[str, Text], ...]]
"""Names of constants with their words, by key of the input that takes one."""


def listed() -> tuple[tuple[Text, crowd_model.Model], ...]:
    """Return every model with the name of its group, in order."""
    return tuple((GROUPS[one.group], one) for one in MODELS.values())


def calculated(code: str, given: Mapping[str, object], pack: Pack | str = "cn_national") -> Result:
    """Return what a model gives for inputs, with its working.

    Args:
        code: Code of the model.
        given: Inputs by key, as typed or as values.
        pack: The pack whose constants are taken, or its name.

    Raises:
        WorkbenchError: There is no such model, or an input cannot be worked with.
    """
    return crowd_model.calculate(model(code), given, crowd_parameters(_pack(pack)))


def verified(pack: Pack | str = "cn_national") -> tuple[Outcome, ...]:
    """Return every published example with what was computed."""
    rules = _pack(pack)
    parameters = crowd_parameters(rules)
    return tuple(verify(example, parameters) for example in worked_examples(rules))


def examples_of(code: str, pack: Pack | str = "cn_national") -> tuple[Example, ...]:
    """Return the published examples of a model that give a result; their inputs serve as a start."""
    found = worked_examples(_pack(pack))
    return tuple(one for one in found if one.model == code and one.expected != REFUSED)


def choices_of(code: str, pack: Pack | str = "cn_national") -> Choices:
    """Return, for each input that names a constant, the names that can be given with their words, in pack order."""
    rows = crowd_parameters(_pack(pack))
    return {
        one.key: tuple((row.code.removeprefix(one.prefix), row.text) for row in rows.rows(one.prefix))
        for one in model(code).inputs
        if one.prefix
    }


def start_of(code: str, pack: Pack | str = "cn_national") -> tuple[tuple[Example, ...], Choices]:
    """Return what a form needs besides the model itself: examples to begin with, and names to choose from."""
    rules = _pack(pack)
    return examples_of(code, rules), choices_of(code, rules)


def _pack(pack: Pack | str) -> Pack:
    return load_pack(pack) if isinstance(pack, str) else pack


def answer(found: Result) -> dict[str, object]:
    """Return a result as plain values for a machine: texts in both languages, numbers as numbers."""
    one = model(found.model)
    return {
        "model": found.model,
        "given": {key: plain(value) for key, value in found.given.items()},
        "values": {key: plain(value) for key, value in found.values.items()},
        "units": {out.key: out.unit for out in one.outputs},
        "steps": [
            {"what": s.what, "sum": s.sum, "value": plain(s.value), "unit": s.unit, "sources": list(s.sources)}
            for s in found.steps
        ],
        "conventions": list(found.conventions),
        "warnings": list(found.warnings),
        "parameters": [
            {
                "code": p.code,
                "what": p.text,
                "value": plain(p.value),
                "unit": p.unit,
                "cited": p.cited,
                "edition": p.edition,
                "clause": p.clause,
                "mark": p.mark,
                "jurisdiction": p.jurisdiction,
            }
            for p in found.parameters
        ],
    }


def plain(value: object) -> object:
    """Return a value of a model as JSON holds it."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    number = float(value)  # type: ignore[arg-type]
    return int(number) if number.is_integer() else number


def shown(value: object) -> Text:
    """Return a value for reading."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if value is None:
        return Text("未计算", "not computed")
    if isinstance(value, Text):
        return value
    told = figure(value)
    return Text(told, told)
