"""Rules of the programme desk: conclusions, answers, parts, interaction, lists, changes, results on site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from workbench.core import codec, programme, programme_lists
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import (
    Context,
    Extra,
    Rule,
    all_listed,
    choices,
    listed,
    not_future,
    require,
    stated,
)
from workbench.core.parameters import number
from workbench.core.programme_lists import Difference
from workbench.core.values import Row
from workbench.core.writing import name_key, simplified_table

_CODE = re.compile(r"[0-9A-Za-z._-]{1,40}")
MOST_LINES = 20_000
"""Lines of a list at most; as many as the sheet may have rows."""


def _known_item(case: Case, no: str) -> programme.Item:
    found = programme.items(case)
    listed(no, found, "no")
    return found[no]


def _judge_programme(case: Case, command: c.JudgeProgramme, context: Context) -> Extra:
    """An adverse conclusion needs ground codes and evidence; non-permission a content ground; genre is never one."""
    item = _known_item(case, command.no)
    if not command.verdict:
        return {}
    verdicts = context.pack.lists.get("programme_verdicts", {})
    listed(command.verdict, verdicts, "verdict")
    all_listed(command.criteria, context.pack.criteria, "criteria")
    data = verdicts[command.verdict].data
    _grounds(command, data, context)
    _reason(command, data, (command.evidence + command.note + command.advice).strip())
    _never_genre(item.row, command.evidence)
    if command.consultation:
        listed(command.consultation, case.consultations, "consultation")
    if data.get("settled") == "yes":
        _controls(item, case, context)
    return {"answer_due": codec.plain(_answer_due(case, command, data, context))}


def _controls(item: programme.Item, case: Case, context: Context) -> None:
    """An interactive segment passes only with its sub-form: zone, controls, stop word, a named person."""
    missing = programme.lacks(programme.interaction(item, case, context.pack), context.pack)
    zh, en = "、".join(m.text.zh for m in missing), ", ".join(m.text.en.lower() for m in missing)
    require(
        not missing,
        "interaction",
        "verdict",
        (f"互动环节未填：{zh}，不能判通过", f"the interaction lacks {en}: it cannot be passed"),
        ("请补填互动登记，或判为修改后通过", "fill in the interaction sub-form, or pass it after change"),
    )


def _answer_due(case: Case, command: c.JudgeProgramme, data: Any, context: Context) -> date | None:
    """Return the day of the answer: the one given, the one that stands, else the office's period."""
    if data.get("settled") != "answer":
        return None
    before = case.programme.get(command.no)
    standing = before.answer_due if before and before.verdict == command.verdict else None
    days = int(number(context.pack, "programme_answer_days"))
    due = command.answer_due or standing or context.calendar.add_workdays(context.today, days)
    require(
        due >= context.today or due == standing,
        "order",
        "answer_due",
        ("答复期限早于今天", "the answer is due before today"),
        ("请填写今天或以后的日期", "give today or a later day"),
    )
    return due


def _grounds(command: c.JudgeProgramme | c.JudgeVariation, data: Any, context: Context) -> None:
    all_listed(command.grounds, context.pack.grounds, "grounds")
    if data.get("needs_ground"):
        require(
            command.grounds,
            "K22",
            "grounds",
            ("不利结论须有理由代码", "an adverse conclusion needs a ground code"),
            ("请选择内容或安全理由代码", "choose a content or safety ground"),
        )
        stated(command, "evidence")
    if data.get("needs_content_ground"):
        content = [g for g in command.grounds if context.pack.grounds[g].kind == "content"]
        require(
            content,
            "PMR.25",
            "grounds",
            ("不符合许可条件须引用内容禁止条款", "non-permission needs a content ground of the law"),
            ("请选择内容理由代码，或改为其他结论", "choose a content ground or another conclusion"),
        )


def _reason(_command: object, data: Any, told: str) -> None:
    require(
        told or not data.get("needs_reason"),
        "reason",
        "note",
        ("该结论须有说明", "this conclusion needs a reason"),
        ("请填写说明", "write the reason"),
    )


def _never_genre(row: Row, evidence: str) -> None:
    """Refuse an evidence that says nothing but the type of music."""
    genre = str(row.values.get("genre") or "").strip()
    said = re.sub(r"[\s，。、,.;；“”\"'《》]", "", evidence)
    empty = {
        genre,
        f"{genre}音乐",
        f"{genre}乐队",
        f"属{genre}",
        f"是{genre}",
        f"体裁{genre}",
        f"类型{genre}",
        f"{genre}类",
    }
    require(
        not genre or said not in empty,
        "genre",
        "evidence",
        ("体裁不得作为不利结论的理由", "genre alone is never a ground"),
        ("请写明具体内容或安全事实", "state the content or the safety fact"),
    )


def _answer_programme(case: Case, command: c.AnswerProgramme, context: Context) -> Extra:
    _known_item(case, command.no)
    on = command.on or context.today
    not_future(on, context, "on")
    return {"on": codec.plain(on)}


# Parts and interaction


def _set_programme_item(case: Case, command: c.SetProgrammeItem, context: Context) -> Extra:
    """A part belongs to a row of the sheet, has a title, and cites an attachment that is there."""
    rows = programme.act_rows(case.application)
    listed(command.parent, rows, "parent")
    require(
        _CODE.fullmatch(command.part) and command.part not in rows,
        "unique",
        "part",
        ("细项编号无效或与节目序号重复", "the code of the part is not valid, or is the number of a row"),
        ("请用如 14.1 的编号", "use a code such as 14.1"),
    )
    listed(command.what, choices(context.pack, "item_kinds"), "what")
    stated(command, "title")
    _minutes(command.minutes, "minutes")
    _of_column(command.language, "language", context)
    _of_column(command.effects, "effects", context)
    _lyrics(case, command)
    return {}


def _minutes(value: int | None, field_name: str) -> None:
    require(
        value is None or 0 <= value <= 1440,
        "range",
        field_name,
        ("应为 0 至 1440 的整数", "a whole number from 0 to 1440 is needed"),
        ("请核对分钟数或次数", "check the minutes or the number"),
    )


def _of_column(value: str, key: str, context: Context) -> None:
    column = next((col for col in context.pack.sheets[programme.SHEET].columns if col.key == key), None)
    if value and column is not None and column.options:
        listed(value, column.options, key)


def _lyrics(case: Case, command: c.SetProgrammeItem) -> None:
    if not command.lyrics_file:
        return
    names = [attachment.name for attachment in case.application.attachments]
    listed(command.lyrics_file, names, "lyrics_file")
    pages = next(a.pages for a in case.application.attachments if a.name == command.lyrics_file)
    page = command.lyrics_page
    require(
        page is None or (page >= 1 and (pages is None or page <= pages)),
        "range",
        "lyrics_page",
        (f"该附件共 {pages} 页", f"the attachment has {pages} pages"),
        ("请核对页码", "check the page"),
    )


def _remove_programme_item(case: Case, command: c.RemoveProgrammeItem, _context: Context) -> Extra:
    listed(command.part, case.programme_items, "part")
    return {}


def _set_interaction(case: Case, command: c.SetInteraction, context: Context) -> Extra:
    _known_item(case, command.no)
    if command.what:
        listed(command.what, choices(context.pack, "interaction_codes"), "what")
    for name in ("minutes", "times", "gap"):
        _minutes(getattr(command, name), name)
    return {}


# Lists


def _set_programme_list(_case: Case, command: c.SetProgrammeList, context: Context) -> Extra:
    listed(command.which, choices(context.pack, "compared_lists"), "which")
    stated(command, "source", "lines")
    _named(command.lines)
    if command.taken is not None:
        not_future(command.taken, context, "taken")
    return {}


def _named(lines: Iterable[c.ProgrammeLine]) -> None:
    known = list(lines)
    bare = [str(n) for n, line in enumerate(known, 1) if not (line.artist.strip() or line.work.strip())]
    require(
        not bare,
        "stated",
        "lines",
        (f"第 {'、'.join(bare[:8])} 行既无演出者也无作品", f"lines {', '.join(bare[:8])} name nobody and nothing"),
        ("请补填或删去这些行", "fill these lines in or leave them out"),
    )
    require(
        len(known) <= MOST_LINES,
        "range",
        "lines",
        (f"名单超过 {MOST_LINES} 行", f"the list has more than {MOST_LINES} lines"),
        ("请分开导入", "import it in parts"),
    )


def _remove_programme_list(case: Case, command: c.RemoveProgrammeList, _context: Context) -> Extra:
    listed(command.which, case.programme_lists, "which")
    return {}


def _set_alias(_case: Case, command: c.SetAlias, context: Context) -> Extra:
    stated(command, "alias")
    if not command.name:
        return {}
    table = simplified_table(context.pack)
    keys = name_key(command.alias, table), name_key(command.name, table)
    require(
        all(keys) and keys[0] != keys[1],
        "alias",
        "name",
        ("两个名称本已相同，或没有可比的文字", "the two names are the same already, or hold nothing to compare"),
        ("请填写两个不同的名称", "give two different names"),
    )
    return {}


# After the grant


def locked_lines(case: Case, context: Context) -> tuple[c.ProgrammeLine, ...]:
    """Return the list that the grant, or the last approved change of it, fixes."""
    return tuple(line for line, _ in programme.performed_lines(case, context.pack).values())


def _report_programme_change(case: Case, command: c.ReportProgrammeChange, context: Context) -> Extra:
    """A changed list becomes a request of the kind that its gravest difference is; the granted list stays as it is."""
    stated(command, "lines", "source", "reason")
    _named(command.lines)
    not_future(command.requested, context, "requested")
    waiting = [v for v in case.variations if not case.changes[v.request - 1].result]
    require(
        not waiting,
        "once",
        "lines",
        ("上一份变更后节目单尚未决定", "the changed programme before this one is not decided yet"),
        ("请先决定变更申请", "decide that request first"),
    )
    aliases = {alias: entry.name for alias, entry in case.aliases.items()}
    how = programme_lists.names(simplified_table(context.pack), aliases)
    found = programme_lists.differing(programme_lists.compare(locked_lines(case, context), command.lines, how))
    require(
        found,
        "unchanged",
        "lines",
        ("与定稿节目单一致，没有变更", "nothing differs from the granted programme"),
        ("无需登记变更", "no change is to be recorded"),
    )
    return {"change": _kind_of_change(found, context), "differences": [_plain(d) for d in found]}


def _kind_of_change(found: Iterable[Difference], context: Context) -> str:
    """Return the kind of change request: new content as soon as one difference is."""
    rows = context.pack.lists["list_differences"]
    kinds = {str(rows[d.kind].data["change"]) for d in found}
    routes = context.pack.lists["change_kinds"]
    anew = [kind for kind in kinds if routes[kind].data.get("route") == "new_application"]
    return min(anew or kinds)


def _plain(found: Difference) -> list[str]:
    sides = [" ".join(t for t in (side.artist, side.work) if t) if side else "" for side in (found.before, found.after)]
    return [found.kind, *sides]


def open_differences(case: Case) -> dict[str, tuple[str, str, str]]:
    """Return the differences of the changed list that is not decided yet, by ``request.number``."""
    return {
        f"{v.request}.{n}": difference
        for v in case.variations
        if not case.changes[v.request - 1].result
        for n, difference in enumerate(v.differences, 1)
    }


def _judge_variation(case: Case, command: c.JudgeVariation, context: Context) -> Extra:
    listed(command.difference, open_differences(case), "difference")
    if not command.verdict:
        return {}
    verdicts = context.pack.lists.get("programme_verdicts", {})
    listed(command.verdict, verdicts, "verdict")
    data = verdicts[command.verdict].data
    _grounds(command, data, context)
    _reason(command, data, (command.evidence + command.note).strip())
    return {}


def require_variation_reviewed(case: Case, request: int, context: Context) -> None:
    """Refuse to approve a changed programme while one of its differences is not passed."""
    verdicts = context.pack.lists.get("programme_verdicts", {})
    left = [
        code
        for code in open_differences(case)
        if code.partition(".")[0] == str(request) and not _passed(case, code, verdicts)
    ]
    require(
        not left,
        "K22",
        "approved",
        (f"变更节目尚有 {len(left)} 处未判通过", f"{len(left)} differences of the changed programme are not passed"),
        ("请主审逐处作出结论，或不予同意", "the officer concludes each of them first; or do not approve"),
    )


def _passed(case: Case, code: str, verdicts: Any) -> bool:
    said = case.variation_verdicts.get(code)
    return said is not None and verdicts[said.verdict].data.get("settled") == "yes"


def _record_performance(case: Case, command: c.RecordPerformance, context: Context) -> Extra:
    listed(command.no, programme.performed_lines(case, context.pack), "no")
    if not command.result:
        return {}
    results = choices(context.pack, "performance_results")
    listed(command.result, results, "result")
    stated(command, "officers")
    at = command.at or context.local
    not_future(at, context, "at")
    if not context.pack.lists["performance_results"][command.result].data.get("settled"):
        stated(command, "note")
    return {"at": codec.plain(at)}


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _judge_programme,
        _answer_programme,
        _set_programme_item,
        _remove_programme_item,
        _set_interaction,
        _set_programme_list,
        _remove_programme_list,
        _set_alias,
        _report_programme_change,
        _judge_variation,
        _record_performance,
    )
}
"""Command kind → rule."""
