"""The security plan of a case or of a package: its source, its papers, and a view of how it stands to the filed one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from reports.blocks import Document
from reports.issue import Issue
from reports.papers import texts_of
from reports.pdf import render
from reports.wording import filled
from workbench.core.breakers import OfficeWords
from workbench.core.facts import day_of
from workbench.core.pack import Pack
from workbench.core.plan_contents import adequacy, contents
from workbench.core.plan_differences import Difference, differences, persons_of
from workbench.core.roster import roster_plan
from workbench.errors import Text
from workbench.services import access, documents, plan_cards, plan_paper, plan_sheets
from workbench.services.clocks import local_day
from workbench.services.crowd_desk import read
from workbench.services.desk import Desk
from workbench.services.documents import PaperFile
from workbench.services.looking import Look
from workbench.services.paper_contents import draft, entries
from workbench.services.paper_names import file_name
from workbench.services.plan_score import own_scores
from workbench.services.plan_source import (
    CARD,
    FIELD,
    PLAN,
    PUBLIC,
    PlanSource,
    Version,
    VersionLine,
    version_of,
)
from workbench.services.views import Person
from workbench.services.wording import level_name, text_of

MOST_VERSIONS = 12
"""Changes of the plan that are listed."""
_NEVER = date(1970, 1, 1)
KINDS = ("plan", "public", "cards", "sheet", "map", "patrol", "checkpoints")
"""Papers of a plan: itself, its public copy, cards on A6 and four-up, map on A3, patrol and checkpoint sheets."""


@dataclass(frozen=True)
class ContentScore:
    """A required content: where the organiser's plan shows it, its score, the chapters of ours that have it.

    ``own`` is the score of ours by the same grades, ``lacking`` the review points that ours does not show.
    """

    code: str
    title: Text
    file: str
    page: int | None
    page_to: int | None
    score: int | None
    chapters: tuple[Text, ...]
    own: int = 0
    lacking: tuple[Text, ...] = ()


@dataclass(frozen=True)
class PlanView:
    """How the plan stands: version, figures, contents beside each other, differences, what is not on the map.

    ``adequacy`` is the share of points of the organiser's plan, ``own_adequacy`` that of ours.
    """

    version: Version
    posts: int
    persons: int
    adequacy: Decimal | None
    contents: tuple[ContentScore, ...]
    differences: tuple[Difference, ...]
    gaps: tuple[str, ...]
    own_adequacy: Decimal | None = None


def of_package(path: Path, pack: Pack, language: str = "zh") -> PlanSource:
    """Return the source of the plan of a package that nobody has received; its papers are drafts."""
    application, crowd = read(path, pack)
    day = day_of(application.fields.get("app.date")) or _NEVER
    moment = datetime.combine(day, time(), UTC)
    event = text_of(application.fields.get("ev.name"))
    issue = Issue(text_of(application.fields.get("app.organ")), "", day, moment, "", event, draft=True)
    return PlanSource(application, application, pack, crowd, issue, version_of(application), language)


def of_case(look: Look, issue: Issue, language: str = "zh", copy: str = FIELD) -> PlanSource:
    """Return the source of the plan of a case as it stands."""
    case, plan = look.case, look.assessment.plan
    return PlanSource(
        plan=plan,
        filed=case.application,
        pack=look.pack,
        crowd=look.assessment.crowd,
        issue=issue,
        version=version_of(plan, len(case.working_plan) + len(case.later_plan)),
        language=language,
        copy=copy,
        levels=_levels(look, language),
        scores={code: said.score for code, said in case.plan.items() if said.score is not None},
        history=tuple(_history(look, language)),
        words=OfficeWords(case.scenario_words, case.trigger_words, case.drills),
        roster=tuple(_roster(look, copy)),
        registers=case.registers,
    )


def _roster(look: Look, copy: str) -> Iterator[tuple[str, ...]]:
    """Yield the roster as it is kept: post, who, day, hours of the shift, how many of those needed."""
    if copy == PUBLIC or not look.case.roster:
        return
    made = roster_plan(look.case, look.pack)
    for key, entry in sorted(look.case.roster.items()):
        slot = made.slots.get(key)
        hours = f"{slot.start:%H:%M}–{slot.end:%H:%M}" if slot else f"{entry.shift}"
        need = f"{entry.persons}/{slot.need}" if slot else f"{entry.persons}"
        for duty in entry.duties:
            who = "　".join((f"{duty.force} {duty.persons}", *duty.names))
            yield entry.post, who, f"{entry.day:%m-%d}", hours, need


def _history(look: Look, language: str) -> Iterator[VersionLine]:
    """Yield the changes of the plan, the newest last; only so many as a page holds."""
    texts = texts_of(look.pack.papers, PLAN, language)
    names = {one.id: one.name for one in look.desk.database.accounts.all()}
    for entry in entries(look, "plan_edited")[-MOST_VERSIONS:]:
        changes = entry.body.get("changes")
        count = len(changes) if isinstance(changes, list) else 0
        what = filled(texts["version_edit"], {"count": str(count)})
        yield VersionLine(f"#{entry.seq}", f"{local_day(entry.at):%Y-%m-%d}", what, names.get(entry.actor, entry.actor))


def _levels(look: Look, language: str) -> tuple[str, str, str]:
    found = look.risk
    shown = tuple("" if index.value is None else f"{index.value:.1f}" for index in (found.before, found.after))
    return shown[0], shown[1], level_name(look.pack, look.level).in_language(language)


def document_of(source: PlanSource, kind: str) -> Document:
    """Return one of the papers of a plan as blocks; see :data:`KINDS`."""
    if kind == "plan":
        return plan_paper.plan_document(source)
    if kind == "public":
        return plan_paper.plan_document(replace(source, copy=PUBLIC))
    if kind in {"cards", "sheet"}:
        return plan_cards.cards_document(source, four_up=kind == "sheet")
    return plan_sheets.document_of(source, kind)


def drawn(source: PlanSource, kind: str) -> PaperFile:
    """Return a paper of a plan as a file."""
    document = document_of(source, kind)
    made = render(document)
    code = CARD if kind in {"cards", "sheet"} else PLAN
    number = document.meta.number
    title = document.meta.title.strip().removesuffix(number).strip()
    name = file_name(code, Text(title, title), number, source.language)
    return PaperFile(made.pdf, name, code, number, document.meta.draft, tuple(str(one) for one in made.missing))


def plan_view(desk: Desk, person: Person, case: str) -> PlanView:
    """Return how the plan of a case stands to the one that was filed; the reading is recorded."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    return view_of(of_case(look, draft(look)))


def paper(desk: Desk, person: Person, case: str, kind: str, language: str = "zh") -> PaperFile:
    """Return a paper of the plan of a case as it stands now, a draft; the reading is recorded."""
    look = Look(desk, documents.find(desk, case))
    access.require(look.pack, person, "print_paper")
    desk.database.access.record(look.case.id, actor=person.id, at=desk.clock.now())
    return drawn(of_case(look, draft(look), language), kind)


def view_of(source: PlanSource) -> PlanView:
    """Return how a plan stands to the one that was filed."""
    posts = source.plan.rows("posts")
    return PlanView(
        version=source.version,
        posts=len(posts),
        persons=sum(map(persons_of, posts)),
        adequacy=adequacy(source.scores, source.pack),
        own_adequacy=adequacy({code: own.score for code, own in own_scores(source).items()}, source.pack),
        contents=tuple(_contents(source)),
        differences=differences(source.filed, source.plan, source.pack),
        gaps=source.ground.map.gaps,
    )


def _contents(source: PlanSource) -> Iterator[ContentScore]:
    chapters, ours = list(source.listed("plan_chapters")), own_scores(source)
    for state in contents(source.filed, source.pack):
        code, row = state.content.code, state.row
        named = tuple(one.text for one in chapters if code in plan_paper.codes_of(one))
        page, page_to = (None if row is None else _whole(row[key]) for key in ("page", "page_to"))
        file = "" if row is None else text_of(row["file"])
        yield ContentScore(
            code,
            state.content.text,
            file,
            page,
            page_to,
            source.scores.get(code),
            named,
            ours[code].score,
            ours[code].lacking,
        )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
