"""Are the papers there, in order, or validly promised?

A paper is judged by its rows in the material sheet; with several rows the worst one counts. What a paper lacks is told
apart, because it fires different checks: something wrong with a required paper (K06), a promise that does not hold
(K07), an expiry (K10 alone).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workbench.core.facts import condition_facts, day_of
from workbench.core.pack import Facts, MaterialItem, Pack
from workbench.core.parameters import by_word, word, words
from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text

OK = "ok"
MISSING = "missing"
DEFECTIVE = "defective"
TOLERATED = "tolerated"
INVALID = "tolerance_invalid"
NOT_REQUIRED = "not_required"
UNKNOWN = "unknown"

_WORST_FIRST = (MISSING, INVALID, DEFECTIVE, TOLERATED, OK)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a paper: the check it fires, the pack's defect code, and the words."""

    check: str
    defect: str
    why: Text


@dataclass(frozen=True)
class PaperState:
    """How a paper stands by the rules.

    Attributes:
        required: ``None`` when the condition lacks a fact.
        status: ``ok``, ``missing``, ``defective``, ``tolerated``, ``tolerance_invalid``, ``not_required``, ``unknown``.
        faults: In row order; a tolerated paper has one with an empty check.
        promise, limit: Of the tolerance asked for; ``limit`` is ``None`` without a request.
    """

    item: MaterialItem
    required: bool | None
    status: str
    faults: tuple[Fault, ...] = ()
    rows: tuple[Row, ...] = ()
    promise: date | None = None
    limit: date | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the defect codes, each once, in order."""
        return tuple(dict.fromkeys(f.defect for f in self.faults))


@dataclass(frozen=True)
class Owed:
    """A promise that the authority took: until when.

    ``before_opening`` = a condition that suspends the grant; ``lowers`` = once overdue a lower number of people stands
    in for the paper.
    """

    due: date
    before_opening: bool = False
    lowers: bool = False


@dataclass(frozen=True)
class PaperDates:
    """The days that papers are measured by; ``None`` = not known, and then that rule is left out.

    Attributes:
        as_of: The day of the answer.
        needed_until: Day up to which papers must be valid.
        tolerance_limit: Last day to which a paper may be promised before the decision.
        promises: Promises that the authority took, by paper; they stand over what the workbook asks for.
        fulfilled: Papers that came in later on such a promise and meet the requirements.
    """

    as_of: date
    needed_until: date | None
    tolerance_limit: date | None
    promises: Mapping[str, Owed] = field(default_factory=dict)
    fulfilled: frozenset[str] = frozenset()


def papers(application: Application, pack: Pack, dates: PaperDates) -> tuple[PaperState, ...]:
    """Return every paper of the pack, in pack order."""
    judge = _Judge(application, pack, dates)
    facts = condition_facts(application, pack)
    rows: dict[str, list[Row]] = {}
    for row in application.rows("materials"):
        rows.setdefault(str(row["item"]), []).append(row)
    return tuple(judge.paper(item, facts, tuple(rows.get(item.code, ()))) for item in pack.materials.values())


def is_required(item: MaterialItem, facts: Facts) -> bool | None:
    """Return whether a paper is needed; optional papers never are, ``None`` = a fact is unknown."""
    if item.optional:
        return False
    return True if item.needed is None else item.needed.test(facts)


class _Judge:
    """The rules for one row, with what they need at hand."""

    def __init__(self, application: Application, pack: Pack, dates: PaperDates) -> None:
        self.application = application
        self.pack = pack
        self.dates = dates
        self.no = word(pack, "word_no")

    def paper(self, item: MaterialItem, facts: Facts, rows: tuple[Row, ...]) -> PaperState:
        required = is_required(item, facts)
        handed = tuple(r for r in rows if self._handed_in(r))
        if not required and not handed:
            return PaperState(item, required, NOT_REQUIRED if required is False else UNKNOWN, rows=rows)
        looked_at: tuple[Row | None, ...] = (rows or (None,)) if required else handed
        judged = [self._row(item, row) for row in looked_at]
        status = min((status for status, _ in judged), key=_WORST_FIRST.index)
        faults = tuple(fault for _, found in judged for fault in found)
        promise, limit = self._promised(item, rows)
        return PaperState(item, required, status, faults, rows, promise, limit)

    def _promised(self, item: MaterialItem, rows: tuple[Row, ...]) -> tuple[date | None, date | None]:
        """Return the day promised for a paper that is still out, and the limit it is held to."""
        owed = self.dates.promises.get(item.code)
        if owed is not None:
            return owed.due, None if owed.before_opening else self.dates.tolerance_limit
        asked = [r for r in rows if r["tolerance"] is True and not self._handed_in(r)]
        promise = next((day for day in (day_of(r["promise"]) for r in asked) if day is not None), None)
        return promise, self.dates.tolerance_limit if asked else None

    def _handed_in(self, row: Row) -> bool:
        """Return whether the row's file is there; a bare workbook brings no files, so the name alone counts."""
        if row["file"] is None:
            return False
        return not self.application.attachments or self.application.attachment(row["file"]) is not None

    def _row(self, item: MaterialItem, row: Row | None) -> tuple[str, tuple[Fault, ...]]:
        if row is not None and self._handed_in(row):
            faults = tuple(self._defects(item, row))
            return (DEFECTIVE if faults else OK), faults
        if item.code in self.dates.fulfilled:
            return OK, ()
        owed = self.dates.promises.get(item.code)
        if owed is None and (row is None or row["tolerance"] is not True):
            return MISSING, (self._missing("K06", _title(item, row)),)
        if not item.tolerable:
            return INVALID, (self._not_tolerable("K06", item), self._not_tolerable("K07", item))
        stated = day_of(row["promise"]) if row is not None else None
        broken = self._broken_promise(item, owed or (Owed(stated) if stated else None))
        if broken is not None:
            return INVALID, (Fault("K07", word(self.pack, "defect_missing"), broken),)
        return TOLERATED, (self._missing("", _title(item, row)),)

    def _missing(self, check: str, title: Text) -> Fault:
        return Fault(check, word(self.pack, "defect_missing"), Text(f"{title.zh} 缺件", f"{title.en}: missing"))

    def _not_tolerable(self, check: str, item: MaterialItem) -> Fault:
        title = _title(item)
        why = Text(f"{title.zh} 不得容缺", f"{title.en}: may not be handed in later")
        return Fault(check, word(self.pack, "defect_missing"), why)

    def _broken_promise(self, item: MaterialItem, owed: Owed | None) -> Text | None:
        """Return what is wrong with a promise, or ``None`` when it holds."""
        title, limit = _title(item), self.dates.tolerance_limit
        if owed is None:
            return Text(f"{title.zh} 申请容缺但未写承诺补齐日", f"{title.en}: no date promised")
        due = owed.due
        if limit is not None and due > limit and not owed.before_opening:
            return Text(
                f"{title.zh} 承诺补齐日 {due} 晚于限期 {limit}",
                f"{title.en}: promised for {due}, after the limit {limit}",
            )
        if due < self.dates.as_of and not owed.lowers:
            return Text(f"{title.zh} 承诺补齐日 {due} 已过", f"{title.en}: promised for {due}, already past")
        return None

    def _defects(self, item: MaterialItem, row: Row) -> Iterator[Fault]:
        title = _title(item, row)
        until, needed = day_of(row["valid_until"]), self.dates.needed_until
        if until is not None and needed is not None and until < needed:
            yield Fault("K10", word(self.pack, "defect_expired"), too_short(title, until, needed))
        if self._is_no(row["sealed"]):
            yield self._fault("defect_unsealed", title, Text("未盖章", "no seal"))
        if self._is_no(row["signed"]):
            yield self._fault("defect_unsigned", title, Text("签字不全", "not signed"))
        attachment = self.application.attachment(row["file"])
        if attachment is not None and attachment.problem:
            yield self._fault("defect_form", title, Text("文件不能打开或类型不符", "the file cannot be used"))
        if self._unqualified(item, row["issuer"]):
            yield self._fault("defect_unqualified", title, Text("出具单位级别不够", "issued below the competent level"))

    def _fault(self, defect: str, title: Text, what: Text) -> Fault:
        return Fault("K06", word(self.pack, defect), Text(f"{title.zh} {what.zh}", f"{title.en}: {what.en}"))

    def _is_no(self, stated: Scalar) -> bool:
        return stated is False or stated == self.no

    def _unqualified(self, item: MaterialItem, issuer: Scalar) -> bool:
        """Return whether the performance approval shows an issuer below province level where province decides.

        An issuer whose name tells no level is not doubted.
        """
        if item.code != word(self.pack, "performance_approval_item") or not isinstance(issuer, str):
            return False
        if not any(self._province_decides(row["origin"]) for row in self.application.rows("programme")):
            return False
        if any(w in issuer for w in words(self.pack, "province_issuer_words")):
            return False
        return any(w in issuer for w in words(self.pack, "lower_issuer_words"))

    def _province_decides(self, origin: Scalar) -> bool:
        known = by_word(self.pack, "performer_origins", origin)
        return known is not None and known.data.get("issuer_level") == "province"


def _title(item: MaterialItem, row: Row | None = None) -> Text:
    """Return the code with the title as the applicant wrote it; English keeps the pack's."""
    own = None if row is None else row["title"]
    return Text(f"{item.code} {own or item.text.zh}", f"{item.code} {item.text.en}")


def too_short(title: Text, until: date, needed: date) -> Text:
    """Return the sentence about a validity that ends too early."""
    return Text(f"{title.zh} 有效期至 {until}，需 ≥ {needed}", f"{title.en}: valid until {until}, must be ≥ {needed}")
