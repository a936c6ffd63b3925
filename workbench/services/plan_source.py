"""What the security plan and its cards are made of: the plan in force beside the one filed, and words for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from reports.issue import Issue
from reports.papers import texts_of
from reports.wording import filled, masked_phone
from workbench.core.breakers import Breakers, OfficeWords, breakers
from workbench.core.crowd_case import CrowdCase
from workbench.core.pack import Choice, Pack
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application, Row, Scalar
from workbench.core.working_plan import plan_number
from workbench.errors import Text
from workbench.services.plan_map import PlanMap
from workbench.services.wording import text_of

PLAN, CARD = "F19", "F24"
FIELD, PUBLIC = "field", "public"
"""Copies: with names and telephones; without them, posts and maps."""


@dataclass(frozen=True)
class Version:
    """The version of a plan in force: 1 as filed, one more for every change, and a fingerprint of what it says."""

    number: int
    digest: str

    def words(self, texts: Mapping[str, str]) -> str:
        """Return the version as it is printed."""
        return filled(texts["version_name"], {"number": str(self.number), "digest": self.digest})


def version_of(plan: Application, changes: int = 0) -> Version:
    """Return the version of a plan: the same rows and drawing give the same fingerprint."""
    return Version(changes + 1, plan_number(plan)[:8])


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of versions: when and by whom it came, and what changed."""

    version: str
    day: str
    what: str
    by: str


@dataclass(frozen=True)
class PlanSource:
    """Everything a paper of the plan is made from.

    Attributes:
        plan: The plan in force; ``filed`` the application as handed in.
        issue: The formal side.
        copy: ``field`` or ``public``.
        levels: Risk before and after control and the security level, in words; empty where not assessed.
        scores: Score of each required content of the organiser's plan.
        history: Earlier versions; ``roster`` lines (post, who, day, shift, how many of those needed) where one is kept;
            ``words`` what the office says about triggers and scenarios; ``registers`` the registers of the case.
    """

    plan: Application
    filed: Application
    pack: Pack
    crowd: CrowdCase
    issue: Issue
    version: Version
    language: str = "zh"
    copy: str = FIELD
    levels: tuple[str, str, str] = ("", "", "")
    scores: Mapping[str, int] = field(default_factory=dict)
    history: tuple[VersionLine, ...] = ()
    roster: tuple[tuple[str, ...], ...] = ()
    words: OfficeWords = field(default_factory=OfficeWords)
    registers: Mapping[str, RegisterEntry] = field(default_factory=dict)

    @cached_property
    def breakers(self) -> Breakers:
        """Return triggers and scenarios as they would be carried out."""
        return breakers(self.plan, self.pack, self.words)

    @property
    def public(self) -> bool:
        """Return whether names, telephones, posts and maps are left out."""
        return self.copy == PUBLIC

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Return the wording of the plan."""
        return texts_of(self.pack.papers, PLAN, self.language)

    @cached_property
    def card_texts(self) -> Mapping[str, str]:
        """Return the wording of the cards."""
        return texts_of(self.pack.papers, CARD, self.language)

    @cached_property
    def ground(self) -> PlanMap:
        """Return the map."""
        return PlanMap(self.plan, self.pack, self.crowd, self.language)

    @property
    def version_words(self) -> str:
        """Return the version in force as it is printed."""
        return self.version.words(self.texts)

    def say(self, text: Text) -> str:
        """Return a text in the language of the paper."""
        return text.in_language(self.language)

    def data(self, row: Choice, key: str) -> str:
        """Return a word of a pack row that it has in both languages (``key_zh``, ``key_en``)."""
        return str(row.data.get(f"{key}_{self.language}", ""))

    def told(self, value: Scalar) -> str:
        """Return a value as text; what is not stated says so."""
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        return text_of(value) or self.texts["unstated"]

    def fill(self, key: str, **values: object) -> str:
        """Return a template of the plan with its values."""
        return filled(self.texts[key], {name: str(value) for name, value in values.items()})

    def of(self, key: str) -> str:
        """Return a value of the application form as text; what is not stated says so."""
        return self.told(self.plan.fields.get(key))

    def person(self, value: Scalar) -> str:
        """Return a name; a public copy has none."""
        return self.texts["hidden_name"] if self.public and text_of(value) else self.told(value)

    def phone(self, value: Scalar) -> str:
        """Return a telephone: in full on a field copy, masked elsewhere."""
        text = text_of(value)
        return (masked_phone(text) if self.public else text) or self.texts["unstated"]

    def word(self, kind: str, word: Scalar) -> str:
        """Return a word of the workbook (kind of post, team, layer …) in the language of the paper."""
        rows = self.pack.deployment.values()
        found = next((r for r in rows if r.data.get("kind") == kind and r.data.get("word") == word), None)
        return self.say(found.text) if found else self.told(word)

    def listed(self, name: str) -> Iterator[Choice]:
        """Yield the rows of a list of the pack."""
        return iter(self.pack.lists[name].values())


def hours_of(row: Row) -> tuple[datetime, datetime] | None:
    """Return when a post begins and ends; ``None`` where that is not stated or ends before it begins."""
    on, off = row["on"], row["off"]
    if isinstance(on, datetime) and isinstance(off, datetime) and off > on:
        return on, off
    return None


def hours_words(row: Row, unstated: str) -> str:
    """Return the hours of a post: by the clock, with the day where it ends on another one."""
    found = hours_of(row)
    return unstated if found is None else span_words(*found)


def span_words(on: datetime, off: datetime) -> str:
    """Return hours on duty: by the clock, with the days where they end on another one."""
    return f"{on:%H:%M}–{off:%H:%M}" if on.date() == off.date() else f"{on:%m-%d %H:%M} – {off:%m-%d %H:%M}"


def day_words(day: date | None, unstated: str) -> str:
    """Return a date in figures."""
    return unstated if day is None else f"{day:%Y-%m-%d}"
