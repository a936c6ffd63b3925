"""The decision that withdrew, revoked or struck off a permit (F27), in Chinese and as a reading version."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reports import parts
from reports.blocks import Document
from reports.issue import Issue
from reports.parts import Notice, Pairs, Sentence
from reports.wording import day_en, day_zh
from workbench.core.parts_after import Ending
from workbench.services import legal
from workbench.services import paper_contents as contents
from workbench.services.looking import Look
from workbench.services.papers_reading import reading_sheet, reading_which, remedies_en
from workbench.services.slips import Slip, Which, instrument, texts


def slips(look: Look) -> Iterator[Slip]:
    """Yield a decision for each ending that drew a number, and its reading version."""
    for at, ending in enumerate(look.case.after.endings, 1):
        if ending.number:
            which = Which(str(at), look.pack.lists["permit_ends"][ending.kind].text)
            yield instrument(look, "F27", partial(_decision, ending=ending), ending.number, which)
            yield instrument(look, "F27", partial(_reading, ending=ending), ending.number, reading_which(str(at)))


def _decision(look: Look, ending: Ending) -> Document:
    """Return the decision: what was found, the law, what follows, remedies."""
    issue = contents.issued(look, ending.number, "permit_ended")
    granted = day_zh(look.case.decision.on) if look.case.decision else ""
    law = legal.in_words(look.pack, _ground(look, ending), issue.day)
    values = {"granted": granted, "basis": law, **contents.remedies(look)}
    values["until"] = day_zh(ending.until) if ending.until else ""
    made = tuple(_parts(look, ending, values, "zh"))
    content = Notice("F27", issue, contents.field(look, "und.name"), made, title=f"title_{ending.kind}")
    return parts.document(content, texts(look, "F27"))


def _reading(look: Look, ending: Ending) -> Document:
    issue: Issue = contents.issued(look, ending.number, "permit_ended")
    granted = day_en(look.case.decision.on) if look.case.decision else ""
    law = legal.in_english(look.pack, _ground(look, ending), issue.day)
    values = {"granted": granted, "basis": law, **remedies_en(look)}
    values["until"] = day_en(ending.until) if ending.until else ""
    return reading_sheet(look, "F27", issue, [*_parts(look, ending, values, "en")], title=f"title_{ending.kind}")


def _ground(look: Look, ending: Ending) -> tuple[str, ...]:
    """Return the articles of the ground; a case of before the grounds rests on those of the paper."""
    row = look.pack.lists["permit_end_grounds"].get(ending.ground)
    return row.basis if row else look.pack.papers["F27"].basis


def _parts(look: Look, ending: Ending, values: dict[str, str], language: str) -> Iterator[parts.Part]:
    """Yield the body in a language; what people wrote stays as it was written."""
    kind = "body" if language == "zh" else "reading"
    known = {"event": contents.field(look, "ev.name"), "permit": _permit(look), **values}
    effect = "effect_deregister" if ending.kind == "deregister" else "effect"
    keys = (ending.kind, effect, *(("banned",) if ending.until else ()), "appeal")
    yield Sentence("opening", known, kind)
    yield Pairs(_rows(look, ending, values["basis"], language), "rows")
    for key in keys:
        yield Sentence(key, known, kind)


def _permit(look: Look) -> str:
    return look.case.decision.number if look.case.decision else ""


def _rows(look: Look, ending: Ending, law: str, language: str) -> tuple[str, ...]:
    said, row = texts(look, "F27", language), look.pack.lists["permit_end_grounds"].get(ending.ground)
    ground = (row.text.zh if language == "zh" else row.text.en) if row else ""
    back = said["returned" if ending.returned else "to_return"]
    stated = (ending.reason, ground, law, ending.heard, ending.compensation, back)
    return tuple(value or said["none"] for value in stated)
