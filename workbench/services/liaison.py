"""The liaison's desk: check a package before it is handed in. No account, no database, nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.core.assessment import Assessment
from workbench.core.pack import Pack
from workbench.core.precheck import answer, assess
from workbench.core.values import Application
from workbench.errors import Text
from workbench.exchange import template
from workbench.exchange.package import read_package
from workbench.exchange.summary import import_summary, statement_summary
from workbench.services import explaining, presenting
from workbench.services.clocks import SystemClock, local_day
from workbench.services.views import PrecheckView
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
    rules = load_pack(pack)
    application = read_package(path, rules, cancelled=cancelled)
    return view(application, rules, as_of or today())


def write_template(target: str | Path, pack: str = "cn_national") -> None:
    """Write the blank application workbook of a pack."""
    template.write_template(target, load_pack(pack))


def today() -> date:
    """Return the local day by the machine's clock; the liaison's desk has no other."""
    return local_day(SystemClock().now())


def view(application: Application, pack: Pack, as_of: date) -> PrecheckView:
    """Return the pre-check of an application that is already read."""
    assessment = assess(application, pack, load_calendar(), as_of)
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
    told = {**answer(assessment), **{name: _plain(value) for name, value in read.items()}}
    last = {name: told.pop(name) for name in ("checks", "not_evaluated")}
    return {**told, **last}


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


def _where(*parts: str) -> str:
    place = " ".join(p for p in parts if p)
    return f"[{place}] " if place else ""
