"""What a paper of a case is before it is drawn: one slip for every instrument, notice, record and form it has.

To add a paper:

1. Content and layout: a module ``reports/<name>.py`` with a frozen content class and ``document(content, texts)``;
   wording, title, series and page format in ``forms/cn_national/papers*.toml`` (F-code).
2. The slip: in ``workbench/services/papers_<theme>.py`` a function ``slips(look) -> Iterator[Slip]`` that yields one
   slip for each paper that can be made now, with :func:`instrument` (its number was drawn by an act) or :func:`form`
   (its number is made from the case's). Name the function in ``papers_registry.THEMES``.
3. The number: an act that issues the paper stands in the pack's list ``act_papers``, and its rule returns
   ``numbered(context, command.kind)``.

All else follows: the lists of papers in the window, drafts, issue, kept bytes and reprints, ``workbench pdf``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from reports.blocks import Document
from reports.issue import Issue
from reports.papers import texts_of
from workbench.core.case import Case
from workbench.core.numbering import paper_code
from workbench.core.pack import Pack
from workbench.core.seal import fingerprint
from workbench.errors import Text
from workbench.services import paper_contents as contents
from workbench.services.desk import stream_of
from workbench.services.looking import Look

Build = Callable[[Look], Document]
FormBuild = Callable[[Look, Issue], Document]
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Slip:
    """A paper that a case has or could have now.

    Attributes:
        id: What tells it from all other papers of the case, e.g. ``F09:r2``; kept in the record of its issue.
        title: Its name in lists.
        number: The number drawn for it; that of a form is the one made from the case's; empty in a draft.
        builder: Makes the document of the present state.
        key: Which one of several: ``r2``, ``A``; empty where there can be only one.
        variant: ``en`` or ``public`` for another version of the paper of the same number; empty for the paper itself.
        content: Fingerprint of what a form says now, without number, day and checkpoint; ``None`` for an instrument.
            A form that was issued is issued anew, under a number of its own, once this differs.
        own: The applicant may print it from the desk of the liaison.
    """

    id: str
    title: Text
    number: str
    builder: Build
    key: str = ""
    variant: str = ""
    content: Callable[[Look], str] | None = None
    own: bool = False

    @property
    def paper(self) -> str:
        """Return the code of the pack's table of papers."""
        return paper_code(self.id)

    @property
    def is_form(self) -> bool:
        """Return whether this is a form, which may be issued anew, and no instrument of an act."""
        return self.content is not None


@dataclass(frozen=True)
class Which:
    """Which one it is of several papers of one code; a paper that a case has only once needs none of this.

    Attributes:
        key: What tells it from the others, e.g. ``r2``.
        name: What stands behind the title in lists, e.g. the authority asked.
        variant: See :class:`Slip`.
        tail: What the number of a form ends in, e.g. ``01``.
        sign: What parts code and key.
    """

    key: str = ""
    name: Text | None = None
    variant: str = ""
    tail: str = ""
    sign: str = ":"

    def of(self, paper: str) -> str:
        """Return the identifier of the paper."""
        own = f"{paper}{self.sign}{self.key}" if self.key else paper
        return f"{own}.{self.variant}" if self.variant else own


ONLY = Which()
"""The only paper of its code."""


def instrument(look: Look, paper: str, builder: Build, number: str, which: Which = ONLY) -> Slip:
    """Return the slip of a paper whose number was drawn by an act.

    Args:
        look: The case.
        paper: F-code.
        builder: Makes the document; drawn without a number it is a draft.
        number: The number that the act drew; empty before the act.
        which: Which one of several.
    """
    title = _named(look.pack.papers[paper].text, which.name)
    return Slip(which.of(paper), title, number, builder, key=which.key, variant=which.variant)


def form(look: Look, paper: str, build: FormBuild, which: Which = ONLY, *, own: bool = False) -> Slip:
    """Return the slip of a form: no act draws its number, and it may be issued anew when its content has changed.

    Args:
        look: The case.
        paper: F-code.
        build: Makes the document with the formal side given to it.
        which: Which one of several.
        own: The applicant may print it.
    """
    code, base = which.of(paper), form_number(look.case, look.pack, paper, which.tail)

    def built(at: Look) -> Document:
        return build(at, form_issue(at, _next_number(at.case, code, base)))

    def said(at: Look) -> str:
        neutral = replace(contents.draft(at), day=date.min, moment=_NEVER)
        return hashlib.sha256(repr(build(at, neutral).blocks).encode()).hexdigest()

    title = _named(look.pack.papers[paper].text, which.name)
    return Slip(code, title, base, built, key=which.key, content=said, own=own)


def _named(title: Text, name: Text | None) -> Text:
    return Text(f"{title.zh}　{name.zh}", f"{title.en} · {name.en}") if name else title


def texts(look: Look, paper: str, language: str = "zh") -> dict[str, str]:
    """Return the wording of a paper out of the case's pack."""
    return texts_of(look.pack.papers, paper, language)


def form_number(case: Case, pack: Pack, paper: str, tail: str = "") -> str:
    """Return the number of a form: series, year and serial of the case, and ``tail``: ``ZR-2026-0017-01``."""
    made = "-".join(case.number.split("-")[-2:])
    return "-".join(part for part in (pack.papers[paper].series or paper, made, tail) if part)


def _next_number(case: Case, code: str, base: str) -> str:
    """Return the number of a form that would be issued now: from the second issue on with a suffix, ``-02``."""
    before = sum(issued.paper == code for issued in case.documents)
    return f"{base}-{before + 1:02d}" if before else base


def form_issue(look: Look, number: str) -> Issue:
    """Return the formal side of a form: its number, and the case's newest entry as checkpoint."""
    entry = look.desk.database.journal.read(stream_of(look.case.id), after=look.case.version - 1)[-1]
    return replace(
        contents.draft(look),
        number=number,
        draft=False,
        seal=fingerprint(look.case, look.pack, look.models),
        chain=entry.chain,
        seq=entry.seq,
        head=entry.hash,
    )
