"""Medical cover by every scheme at once: the spread between published schemes is the message, not one number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from workbench.crowd import medical_hsg195, medical_maurer, medical_munich, medical_patients
from workbench.crowd.model import Input, InputError, Model, Output, calculate
from workbench.crowd.option_words import option_word
from workbench.crowd.working import Result, Working
from workbench.errors import Text

MAURER = medical_maurer.MODELS[0]
MUNICH = medical_munich.MODELS[0]
HSG195, PURPLE = medical_hsg195.MODELS
PATIENTS = medical_patients.MODELS[0]

COMPARED = {
    "helpers": Text("救护人员", "helpers"),
    "doctors": Text("医生", "doctors"),
    "ambulances": Text("救护车", "ambulances"),
}
Row = Mapping[str, object]


def _maurer(values: Row) -> Row:
    permitted = values["max_visitors"] if values["max_visitors"] is not None else values["visitors"]
    given = {key: values[key] for key in ("enclosed", "vip", "violence")}
    return {"max_visitors": permitted, "expected": values["visitors"], "event": values["maurer_event"], **given}


def _munich(values: Row) -> Row:
    flags = {key: values[key] for key in medical_munich.FLAGS if key != "vip"}
    return {"visitors": values["visitors"], "event": values["munich_event"], "vip": bool(values["vip"]), **flags}


def _hsg195(values: Row) -> Row:
    return {"expected": values["visitors"], **{key: values[key] for key in medical_hsg195.CHOSEN}}


SCHEMES = (
    (MAURER, "maurer_event", _maurer),
    (MUNICH, "munich_event", _munich),
    (HSG195, "nature", _hsg195),
    (PURPLE, "visitors", lambda values: {"attendance": values["visitors"]}),
    (PATIENTS, "patients", lambda values: {"persons": values["visitors"], "set": values["patients"]}),
)
"""Models with the input that asks for them and how their inputs follow; in the order shown."""

BEYOND = {"attendance", "expected"}
"""Inputs at which a scheme ends: it is left out then, with the reason; any other refusal is the user's to mend."""


def _rows(result: Result) -> Iterator[Row]:
    """Yield the lines a scheme gives: one for each variant that differs."""
    one = result.values
    match result.model:
        case MAURER.code:
            for each in cast("tuple[Row, ...]", one["variants"]):
                yield {**each, "ambulances": cast("int", each["ktw"]) + cast("int", each["rtw"])}
        case MUNICH.code:
            yield from ({**each, "variant": each["at"]} for each in cast("tuple[Row, ...]", one["variants"]))
        case HSG195.code:
            yield {"helpers": one["first_aiders"], "doctors": one["doctors"], "ambulances": one["ambulances"]}
        case PURPLE.code:
            yield {"helpers": one["first_aiders"]}


def _schemes(results: Iterable[Result]) -> Iterator[Row]:
    for result in results:
        seen: list[Row] = []
        marks = "".join(sorted({one.mark for one in result.parameters}))
        for row in _rows(result):
            shown = {key: row.get(key) for key in COMPARED}
            if shown not in seen:
                seen.append(shown)
                yield {
                    "scheme": result.model,
                    "variant": row.get("variant", ""),
                    **shown,
                    "marks": row.get("mark", marks),
                }


def _computed(values: Row, sheet: Working) -> tuple[list[Result], list[Row]]:
    results: list[Result] = []
    left: list[Row] = []
    for model, key, given in SCHEMES:
        if values[key] is None:
            left.append({"scheme": model.code, "why": _missing(key)})
            continue
        try:
            results.append(calculate(model, given(values), sheet.parameters))
        except InputError as fault:
            if fault.where not in BEYOND:
                raise _at(fault, key) from None
            left.append({"scheme": model.code, "why": fault.message})
    return results, left


def _missing(key: str) -> Text:
    name = next(one.text for one in MODELS[0].inputs if one.key == key)
    return Text(f"未填{name.zh}", f"not given: {name.en}")


def _at(fault: InputError, key: str) -> InputError:
    """Return a scheme's refusal at the input of this model that it came from."""
    moved = {"event": key, "set": key, "max_visitors": "visitors"}
    return InputError(tuple((moved.get(where, where), message, mend) for where, message, mend in fault.faults))


def _absorb(results: Iterable[Result], sheet: Working) -> None:
    """Write the schemes' conventions, warnings and constants on the sheet, and what each gives as one line."""
    for result in results:
        for one in result.parameters:
            sheet.parameter(one.code)
        for text in result.conventions:
            sheet.convention(text)
        for text in result.warnings:
            sheet.warn(text)


def _sums(values: Row, sheet: Working) -> Row:
    results, left = _computed(values, sheet)
    rows = tuple(_schemes(results))
    _absorb(results, sheet)
    for row in rows:
        for key, title in COMPARED.items():
            if row[key] is not None:
                parts = [*(option_word(str(row[part])) for part in ("scheme", "variant") if row[part]), title]
                name = Text(" ".join(one.zh for one in parts), ", ".join(one.en for one in parts))
                sheet.step(name, "", cast("int", row[key]))
    made: dict[str, object] = {"schemes": rows, "left_out": tuple(left), "spread": None}
    for key, title in COMPARED.items():
        found = [cast("int", row[key]) for row in rows if row[key] is not None]
        low, high = (min(found), max(found)) if found else (None, None)
        made |= {f"{key}_low": low, f"{key}_high": high}
        if found and made["spread"] is None:
            made["spread"] = Text(f"{title.zh} {low}–{high}", f"{title.en} {low}–{high}")
    made |= {"patients_low": None, "patients_high": None}
    for one in results:
        if one.model == PATIENTS.code:
            made |= {"patients_low": one.values["low"], "patients_high": one.values["high"]}
    sheet.convention(
        Text(
            "各法并列，不取平均：差距本身就是结论",
            "the schemes stand side by side and are not averaged: the spread is the finding",
        )
    )
    return made


_SHARED = tuple(one for one in MUNICH.inputs if one.key in medical_munich.FLAGS and one.key != "vip")
_LEGACY = tuple(
    Input(one.key, one.text, "word", optional=True, default=one.default, prefix=one.prefix)
    for one in HSG195.inputs
    if one.key in medical_hsg195.CHOSEN
)

MODELS = (
    Model(
        code="medical_spread",
        group="medical",
        text=Text("医疗保障：各法并列", "Medical cover: all schemes side by side"),
        about=Text(
            "Maurer、慕尼黑、HSG195、Purple Guide 与就诊人数区间并列，给出差距而不是一个数。",
            "Maurer, Munich, HSG195, Purple Guide and expected patients side by side: the spread, not one number.",
        ),
        inputs=(
            Input("visitors", Text("预计人数", "expected visitors"), "integer", "p"),
            Input("max_visitors", Text("允许最多人数", "permitted maximum"), "integer", "p", optional=True),
            Input(
                "maurer_event",
                Text("活动类型（Maurer）", "event type (Maurer)"),
                "word",
                optional=True,
                prefix="maurer.factor.",
            ),
            Input(
                "munich_event",
                Text("活动类型（慕尼黑）", "event type (Munich)"),
                "word",
                optional=True,
                prefix="munich.factor.",
            ),
            Input("patients", Text("就诊率", "rate of patients"), "word", default="arbon", prefix="patient_rate."),
            Input("enclosed", Text("封闭建筑内", "in an enclosed building"), "flag", default=False),
            Input("vip", Text("受警卫贵宾", "guests under police protection"), "integer", "p", default=0, high=1000),
            *_SHARED,
            *_LEGACY,
        ),
        outputs=(
            Output("spread", Text("差距", "spread"), main=True),
            *(
                Output(f"{key}_{end}", Text(f"{title.zh}{zh}", f"{title.en}, {en}"))
                for key, title in COMPARED.items()
                for end, zh, en in (("low", "最少", "fewest"), ("high", "最多", "most"))
            ),
            Output("patients_low", Text("就诊人数下限", "patients, lower end"), "p"),
            Output("patients_high", Text("就诊人数上限", "patients, upper end"), "p"),
            Output("schemes", Text("各法结果", "by scheme")),
            Output("left_out", Text("未计入的方法", "schemes left out")),
        ),
        sums=_sums,
        families=("maurer", "maurer_other", "munich", "hsg195", "purple_guide", "patient_rate"),
    ),
)
