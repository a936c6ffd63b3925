"""Promises in words and rows: where one stands, its colour and sign, the rows of both tables."""

from __future__ import annotations

from workbench.core.promises import Standing
from workbench.services.promises import CasePromises, PromiseLine, Register
from workbench.ui.i18n import clock_time, day, say, tr
from workbench.ui.step_site_rows import Cell, Head, TableRow

LOOKS: dict[Standing, tuple[str, str]] = {
    Standing.OPEN: ("clock", "tol"),
    Standing.DUE_SOON: ("hourglass", "warn"),
    Standing.OVERDUE: ("clock-exclamation", "bad"),
    Standing.DELIVERED: ("file-import", "info"),
    Standing.KEPT: ("circle-check", "ok"),
    Standing.KEPT_LATE: ("circle-check", "warn"),
    Standing.WAIVED: ("ban", "t2"),
    Standing.FALLBACK: ("clock-exclamation", "bad"),
}
"""Standing → sign and colour; the words stand beside them."""

STEP_ICONS = {
    "made": "file-text",
    "letter": "paperclip",
    "reminded": "bell",
    "extended": "calendar-event",
    "delivered": "file-import",
    "returned": "arrow-back-up",
    "confirmed": "circle-check",
    "waived": "ban",
}
"""Kind of step → its sign on the life-line."""


def case_heads() -> list[Head]:
    """Return the columns of the list of a case."""
    return [
        Head(tr("材料"), 190, 4),
        Head(tr("承诺人"), 120, 3),
        Head(tr("补齐期限"), 112),
        Head(tr("状态"), 112),
        Head(tr("未补齐的后果"), 120),
    ]


def case_row(line: PromiseLine) -> TableRow:
    """Return a promise as a row of the list of its case."""
    return TableRow(line.item, (_paper(line), Cell(line.promisor, say(line.type_text)), _due(line), *_end(line)))


def all_heads() -> list[Head]:
    """Return the columns of the list over all cases."""
    return [
        Head(tr("补齐期限"), 120),
        Head(tr("活动"), 170, 2),
        Head(tr("材料"), 190, 4),
        Head(tr("承诺人"), 150, 3),
        Head(tr("状态"), 120),
        Head(tr("未补齐的后果"), 130, 1),
    ]


def all_row(line: PromiseLine) -> TableRow:
    """Return a promise as a row of the list over all cases."""
    event = Cell(line.event, f"{line.case_number} · {line.officer}" if line.officer else line.case_number)
    who = Cell(line.promisor, say(line.type_text))
    return TableRow(f"{line.case} {line.item}", (_due(line), event, _paper(line), who, *_end(line)))


def _paper(line: PromiseLine) -> Cell:
    letter = tr("承诺书 {name}", name=line.letter) if line.letter else tr("未附承诺书")
    return Cell(f"{line.item} {say(line.title)}", letter)


def _due(line: PromiseLine) -> Cell:
    return Cell(clock_time(line.due), say(line.rule))


def _end(line: PromiseLine) -> tuple[Cell, Cell]:
    icon, ink = LOOKS[line.standing]
    below = tr("今日应催告") if line.remind_now else closes(line)
    return Cell(say(line.standing_text), below, ink, icon), Cell(say(line.fallback_text))


def closes(line: PromiseLine) -> str:
    """Return which gate a promise closes now."""
    return {"decision": tr("阻断决定"), "opening": tr("阻断举办"), "": ""}[line.closes]


def facts(line: PromiseLine) -> list[tuple[str, str]]:
    """Return the facts of a promise as named lines."""
    told = [
        (tr("承诺人"), line.promisor),
        (tr("承诺种类"), say(line.type_text)),
        (tr("补齐期限"), clock_time(line.due)),
        (tr("相对规则"), say(line.rule) or tr("无，只有固定时间")),
        (tr("未补齐的后果"), say(line.fallback_text)),
        (tr("承诺书"), line.letter or tr("未附")),
        (tr("提醒日"), tr("、").join(day(d) for d in line.reminders)),
    ]
    if line.rule_now is not None:
        told.append((tr("按规则现为"), clock_time(line.rule_now)))
    if line.reminded is not None:
        told.append((tr("上次催告"), day(line.reminded)))
    return told


def summary(found: CasePromises) -> str:
    """Return the line above the list of a case."""
    open_ = sum(line.is_open for line in found.lines)
    told = [tr("容缺 {count} 项，待办 {open} 项", count=len(found.lines), open=open_)]
    if found.approved is not None and found.in_force != found.approved:
        approved, number = f"{found.approved:,}", f"{found.in_force:,}"
        told.append(tr("核定 {approved} 人，因逾期现为 {number} 人", approved=approved, number=number))
    elif found.approved is not None:
        told.append(tr("核定 {approved} 人", approved=f"{found.approved:,}"))
    return tr("；").join(told)


def register_summary(found: Register) -> str:
    """Return the line above the list over all cases."""
    parts = [tr("待办 {count} 项", count=len(found.lines))]
    named = (
        (tr("逾期 {count}", count=found.overdue), found.overdue),
        (tr("即将到期 {count}", count=found.soon), found.soon),
        (tr("待复核 {count}", count=found.to_confirm), found.to_confirm),
        (tr("今日应催告 {count}", count=found.reminders), found.reminders),
    )
    return " · ".join([*parts, *(words for words, count in named if count)])
