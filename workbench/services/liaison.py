"""The liaison's desk: check a package before it is handed in. No account, no database, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from workbench.core.answer_event import cross
from workbench.core.assessment import Assessment
from workbench.core.clashes import footprint, overlaps, reasons
from workbench.core.findings import with_answers
from workbench.core.pack import Pack
from workbench.core.parameters import word
from workbench.core.precheck import answer, assess, package_name
from workbench.core.reasons import Reasons
from workbench.core.values import Application
from workbench.errors import Text
from workbench.exchange import template
from workbench.exchange.package import read_package
from workbench.exchange.summary import import_summary, statement_summary
from workbench.services import explaining, explaining_event, presenting
from workbench.services.clocks import SystemClock, local_day
from workbench.services.views import PrecheckView, TogetherView
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack


def precheck(
    path: str | Path,
    *,
    as_of: date | None = None,
    pack: str = "cn_national",
    cancelled: Callable[[], bool] | None = None,
) -> PrecheckView:
    """Return what the pre-check finds in a package.

    Args:
        path: A folder, a zip or a bare workbook.
        as_of: The day on which the answers hold; today by default.
        pack: Name of the rule pack.
        cancelled: Asked now and then; true stops the reading.

    Raises:
        PackageError: The package cannot be taken in.
        PackError: There is no such pack, or it is wrong.
    """
    rules = _rules(pack)
    application = read_package(path, rules, cancelled=cancelled)
    return view(application, rules, as_of or today())


_rules = cache(load_pack)
"""A rule pack by name; packs do not change while the program runs."""

CLASH_CHECK = "clash_check"
"""Parameter: the check that needs more than one application."""


def precheck_together(
    paths: Sequence[str | Path], *, as_of: date | None = None, pack: str = "cn_national"
) -> TogetherView:
    """Return the pre-check of several packages, and what they share on the same days; errors as :func:`precheck`."""
    rules, day = _rules(pack), as_of or today()
    read = [read_package(path, rules) for path in paths]
    names = _names(read)
    clash = word(rules, CLASH_CHECK)
    shared = overlaps([footprint(one, rules, name) for one, name in zip(read, names, strict=True)])
    answers = [{clash: reasons(name, shared)} for name in names]
    views = tuple(view(one, rules, day, answer) for one, answer in zip(read, answers, strict=True))
    return TogetherView(views, cross(shared, rules.checks[clash]), tuple(explaining_event.shared(shared)))


def _names(read: Sequence[Application]) -> tuple[str, ...]:
    """Return a name for each package; a file name that occurs twice gets its place."""
    names = [package_name(one) for one in read]
    return tuple(f"{name} ({n})" if names.count(name) > 1 else name for n, name in enumerate(names, 1))


def write_template(target: str | Path, pack: str = "cn_national") -> None:
    """Write the blank application workbook of a pack."""
    template.write_template(target, _rules(pack))


def today() -> date:
    """Return the local day by the machine's clock; the liaison's desk has no other."""
    return local_day(SystemClock().now())


def view(
    application: Application, pack: Pack, as_of: date, answers: Mapping[str, Reasons] | None = None
) -> PrecheckView:
    """Return the pre-check of an application that is already read, with the answers that need more than it."""
    assessment = with_answers(assess(application, pack, load_calendar(), as_of), answers or {})
    sections = explaining.sections(assessment)
    return PrecheckView(
        title=str(application.fields.get("ev.name") or application.source),
        as_of=as_of,
        answer=_answer(assessment),
        classes=presenting.classes(assessment),
        findings=presenting.findings(assessment),
        problems=application.problems,
        parties=presenting.parties(assessment),
        duties=presenting.duties(assessment),
        clock=presenting.clock(assessment),
        sentences=tuple(line for section in sections for line in section.lines),
        sections=sections,
    )


def _answer(assessment: Assessment) -> dict[str, object]:
    """Return the answer with what only reading the files tells: statements and import."""
    application = assessment.application
    read: dict[str, object] = {
        "statements": statement_summary(application) if assessment.has_sheet("statements") else None,
        "import": import_summary(application, assessment.pack),
    }
    base = answer(assessment)
    members = [cast("dict[str, list[dict[str, str]]]", base[name]) for name in ("checks", "site")]
    for fired in (one for member in members for one in member["must_fire"]):
        basis = assessment.pack.checks[fired["k"]].basis
        fired["law"] = presenting.basis_text(basis, assessment.pack, assessment.as_of).zh
    told = {**base, **{name: _plain(value) for name, value in read.items()}}
    checks = told.pop("checks")
    return {**told, "checks": checks}


def _plain(value: object) -> object:
    """Return a value for JSON: days as ISO text, exact numbers as numbers."""
    match value:
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
    return value


def is_blocked(view: PrecheckView) -> bool:
    """Return whether a finding stands in the way of a grant."""
    return any(f.fired and f.gates for f in view.findings)


def render_page(view: PrecheckView, language: str = "zh") -> str:
    """Return the pre-check as a plain page that an organiser understands; no markup, one line per point."""
    head = Text(f"申请材料自查 · {view.title} · {view.as_of}", f"Self-check · {view.title} · {view.as_of}")
    lines = [head.in_language(language)]
    for section in view.sections:
        lines += ["", section.title.in_language(language)]
        lines += [f"  · {line.in_language(language)}" for line in section.lines]
    if problems := [p for p in view.problems if p.severity != "info"]:
        lines += ["", Text("读取时发现的问题", "Found while reading").in_language(language)]
        lines += [f"  · {_where(p.file, p.sheet, p.cell)}{p.message.in_language(language)}" for p in problems]
    return "\n".join(lines) + "\n"


def render_cross(found: TogetherView, language: str = "zh") -> str:
    """Return what several packages share as a plain page."""
    head = Text("多个活动之间的冲突", "Clashes between the events")
    lines = [head.in_language(language)] + [f"  · {line.in_language(language)}" for line in found.sentences]
    return "\n".join(lines) + "\n"


def _where(*parts: str) -> str:
    place = " ".join(p for p in parts if p)
    return f"[{place}] " if place else ""
