"""Commands of the crowd bench: the models, one sum, the registry of published examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from workbench.cli.base import (
    CHOICE,
    NOT_IN_ORDER,
    Account,
    AsJson,
    PackName,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)

if TYPE_CHECKING:
    from workbench.core.pack import Pack
    from workbench.crowd.model import Input, Output
    from workbench.crowd.working import Result
    from workbench.errors import Text


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help="人群与疏散模型：列出，或计算一个 · Crowd models: list them, or compute one")(calc)
    app.command("verify-models", help="用已发表的算例核对全部模型 · Check all models against published examples")(
        verify_models
    )
    from workbench.cli import crowd_case

    crowd_case.mount(app)


def calc(
    name: Annotated[str, typer.Argument(help="模型 · model")] = "",
    values: Annotated[list[str] | None, typer.Argument(help="key=value …")] = None,
    of: Annotated[str, typer.Option("--from", help="输入取自案卷或申请包，可再改 · inputs of a case or package")] = "",
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """List the models; with a name its inputs; with values what comes out, with its working."""
    from workbench.services import crowd_bench, office

    if not name:
        _list(as_json=as_json)
    elif of:
        _of_case(name, of, (values or (), pack, account), as_json=as_json)
    elif not values:
        _inputs(name, office.pack_at(pack, CHOICE.data), as_json=as_json)
    else:
        given = dict(pair(one) for one in values)
        found = crowd_bench.calculated(name, given, office.pack_at(pack, CHOICE.data))
        show_json(crowd_bench.answer(found)) if as_json else _result(found)


def _of_case(name: str, subject: str, how: tuple[Sequence[str], str, str], *, as_json: bool) -> None:
    """Compute a model with what a case or package gives and what is typed over it; say where each number is from."""
    from workbench.services import crowd_bench, crowd_desk, crowd_transport, office

    values, pack, account = how
    crowd_transport.require(name)
    if Path(subject).is_file():
        rules = office.pack_at(pack, CHOICE.data)
        start = crowd_transport.of_package(Path(subject), rules)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person, rules = signed_in(desk, account), desk.pack
            start = crowd_transport.of_case(desk, person, crowd_desk.opened(desk, person, subject))
    told, gaps = start.told[name], start.gaps[name]
    if not as_json:
        show("\n".join([*(f"· {one.in_language(CHOICE.language)}" for one in told),
                        *(f"▲ {one.in_language(CHOICE.language)}" for one in gaps)]))  # fmt: skip
    found = crowd_bench.calculated(name, {**start.inputs(name, CHOICE.language), **dict(map(pair, values))}, rules)
    show_json({**crowd_bench.answer(found), "sources": told, "gaps": gaps}) if as_json else _result(found)


def pair(one: str) -> tuple[str, str]:
    """Read ``key=value``."""
    key, equals, value = one.partition("=")
    if not equals or not key.strip():
        raise typer.BadParameter(say(f"应为 key=value：{one}", f"must be key=value: {one}"))
    return key.strip(), value.strip()


def _list(*, as_json: bool) -> None:
    from workbench.services import crowd_bench

    rows = crowd_bench.listed()
    if as_json:
        show_json([{"model": m.code, "group": group, "title": m.text, "about": m.about} for group, m in rows])
        return
    heads = [say("类别", "group"), say("模型", "model"), say("名称", "title"), say("说明", "what it answers")]
    language = CHOICE.language
    table(
        "",
        heads,
        (
            (g.in_language(language), m.code, m.text.in_language(language), m.about.in_language(language))
            for g, m in rows
        ),
    )


def _inputs(name: str, pack: Pack, *, as_json: bool) -> None:
    from workbench.crowd.registry import model
    from workbench.services import crowd_bench

    found, names = model(name), crowd_bench.choices_of(name, pack)
    if as_json:
        inputs = [_input(one) | _names(names.get(one.key, ())) for one in found.inputs]
        show_json({"model": found.code, "title": found.text, "inputs": inputs})
        return
    language = CHOICE.language
    show(f"{found.code} · {found.text.in_language(language)}\n{found.about.in_language(language)}")
    heads = [say("输入", "input"), say("含义", "meaning"), say("单位", "unit"), say("默认", "default")]
    table("", heads, ((_key(i), i.text.in_language(language), i.unit, _default(i)) for i in found.inputs))
    for one in found.inputs:
        if one.key in names:
            told = "; ".join(f"{code} = {words.in_language(language)}" for code, words in names[one.key])
            show(f"{one.key}: {told}")


def _names(names: Iterable[tuple[str, Text]]) -> dict[str, object]:
    found = [{"code": code, "title": words} for code, words in names]
    return {"options": [one["code"] for one in found], "names": found} if found else {}


def _input(one: Input) -> dict[str, object]:
    return {
        "key": one.key,
        "title": one.text,
        "kind": one.kind,
        "unit": one.unit,
        "options": list(one.options),
        "default": _default(one),
        "columns": [_input(column) for column in one.columns],
    }


def _key(one: Input) -> str:
    if one.kind == "rows":
        return f"{one.key}={':'.join(column.key for column in one.columns)};…"
    if one.options:
        return f"{one.key}={'|'.join(one.options)}"
    if one.prefix:
        return f"{one.key}=…"
    return one.key


def _default(one: Input) -> str:
    from workbench.crowd.working import figure

    if one.default is None:
        return say("可不填", "optional") if one.optional else say("必填", "required")
    return say("是", "yes") if one.default is True else say("否", "no") if one.default is False else figure(one.default)


def _result(found: Result) -> None:
    from workbench.crowd.registry import model

    language = CHOICE.language
    one = model(found.model)
    show(one.text.in_language(language))
    flat = [out for out in one.outputs if not isinstance(found.values.get(out.key), Mapping | tuple | list)]
    if flat:
        table("", [say("结果", "result"), ""], (_single(out, found.values.get(out.key)) for out in flat))
    for out in one.outputs:
        if out not in flat:
            _several(out.text.in_language(language), found.values[out.key])
    for step in found.steps:
        show(f"  {step.line.in_language(language)}")
    for text in found.conventions:
        show(say("约定：", "convention: ") + text.in_language(language))
    for text in found.warnings:
        show(say("注意：", "caution: ") + text.in_language(language))
    for p in found.parameters:
        place = " ".join(part for part in (p.cited.in_language(language), p.edition, p.clause) if part)
        show(f"[{p.mark}] {p.code} {p.text.in_language(language)}{' · ' + place if place else ''}")


def _single(out: Output, value: object) -> tuple[str, str]:
    """Return an output of one value: its name, and the value with its unit."""
    from workbench.services.crowd_sheet import unit_word, value_word

    language = CHOICE.language
    unit = unit_word(out.unit).in_language(language)
    told = value_word(value).in_language(language)
    return out.text.in_language(language), told if value is None else f"{told} {unit}".strip()


def _several(name: str, value: object) -> None:
    """Show an output that is several values: records as a table, anything else as pairs or a list."""
    from workbench.crowd.option_words import option_word
    from workbench.services.crowd_sheet import cell_word

    language = CHOICE.language

    def word(one: object) -> str:
        return cell_word(one).in_language(language)

    named = (
        list(value.items()) if isinstance(value, Mapping) else [("", one) for one in cast("Sequence[object]", value)]
    )
    records = [(str(key), one) for key, one in named if isinstance(one, Mapping)]
    if len(named) > MOST_ROWS:
        show(say(f"{name}：{len(named)} 项，见 --json", f"{name}: {len(named)} values, see --json"))
        return
    if not records:
        told = [f"{option_word(str(key)).in_language(language)} {word(one)}".strip() for key, one in named] or [
            say("无", "none")
        ]
        show(f"{name}{say('：', ': ')}{say('；', '; ').join(told)}")
        return
    keys = list(dict.fromkeys(key for _, one in records for key in one))
    heads = [option_word(str(key)).in_language(language) for key in keys]
    words = [[word(one.get(key)) for key in keys] for _, one in records]
    if isinstance(value, Mapping):
        heads = ["", *heads]
        words = [[option_word(key).in_language(language), *row] for (key, _), row in zip(records, words, strict=True)]
    table(name, heads, words)


MOST_ROWS = 60
"""Longer outputs are not printed for reading."""


def verify_models(pack: PackName = "cn_national", as_json: AsJson = False) -> None:
    """Compute every published example and say which do not come out."""
    from workbench.services import crowd_bench, office

    found = crowd_bench.verified(office.pack_at(pack, CHOICE.data))
    wrong = [one for one in found if not one.passed]
    language = CHOICE.language
    if as_json:
        show_json(
            [
                {
                    "id": one.example.code,
                    "title": one.example.text,
                    "model": one.example.model,
                    "clause": one.example.clause,
                    "mark": one.example.mark,
                    "criterion": one.criterion,
                    "found": one.found,
                    "passed": one.passed,
                }
                for one in found
            ]
        )
    else:
        heads = ["", say("条款", "clause"), say("算例", "example"), say("要求", "criterion"), say("结果", "found"), ""]
        marks = {True: say("通过", "pass"), False: say("不符", "FAIL")}
        rows = (
            (
                o.example.code,
                o.example.clause,
                o.example.text.in_language(language),
                o.criterion,
                o.found,
                marks[o.passed],
            )
            for o in found
        )
        table("", heads, rows)
        show(say(f"{len(found) - len(wrong)} / {len(found)} 通过", f"{len(found) - len(wrong)} of {len(found)} pass"))
    stop(NOT_IN_ORDER if wrong else 0)
