"""The shipped program proves itself: window, packs, database, paper, journal, in a temporary folder.

Run on an installed and on a frozen copy (``workbench self-test``); each proof says what it saw.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbench.errors import Text, WorkbenchError


@dataclass(frozen=True)
class Proof:
    """One thing tried: its name, whether it held, what was seen."""

    name: Text
    passed: bool
    detail: str


def run() -> tuple[Proof, ...]:
    """Try everything and return what was seen; one failure does not stop the others."""
    with tempfile.TemporaryDirectory(prefix="workbench-self-test-") as folder:
        return tuple(_tried(name, proof, Path(folder)) for name, proof in _PROOFS)


def _tried(name: Text, proof: Callable[[Path], str], folder: Path) -> Proof:
    try:
        return Proof(name, passed=True, detail=proof(folder))
    except (WorkbenchError, OSError, ImportError, RuntimeError, ValueError, LookupError) as fault:
        return Proof(name, passed=False, detail=f"{type(fault).__name__}: {fault}")


def _packs(_folder: Path) -> str:
    from workbench.services import office

    faults = office.check_packs()
    if faults:
        raise ValueError(faults[0].told("en"))
    return "0 faults"


def _package(_folder: Path) -> str:
    from workbench.services import liaison
    from workbench.storage.packs import sample_package, samples

    view = liaison.precheck(sample_package(samples()[0]), as_of=date(2026, 4, 10))
    return f"{len(view.classes)} classes, {len(view.findings)} checks"


def _journal(folder: Path) -> str:
    from workbench.services import demo, office, oversight

    told = demo.run(folder / "office")
    if not told.genuine:
        raise ValueError("\n".join(told.verification))
    with office.desk_at(folder / "office") as desk:
        point = desk.database.journal.head().full()
    again = oversight.verify_path(Path(told.exports[-1]), (point,))
    if not again.in_order:
        raise ValueError(again.page)
    return f"{len(told.cases)} cases, {len(told.papers)} papers, export {again.verdict}"


def _paper(folder: Path) -> str:
    from workbench.exchange.libraries import PDFIUM, pdfium

    found = sorted((folder / "office" / "papers").rglob("*.pdf"))
    pages = 0
    for path in found:
        with PDFIUM:
            document = pdfium().PdfDocument(path)
            text = "".join(document[i].get_textpage().get_text_bounded() for i in range(len(document)))
            pages += len(document)
            document.close()
        if "2026" not in text:
            raise ValueError(f"no text in {path.name}")
    return f"{len(found)} files, {pages} pages read back"


def _window(folder: Path) -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from workbench.app import painted_once

    return painted_once(str(folder / "office"))


_PROOFS: tuple[tuple[Text, Callable[[Path], str]], ...] = (
    (Text("规则包", "rule packs"), _packs),
    (Text("申请包预审", "pre-check of a package"), _package),
    (Text("案卷、文书、导出与核验", "cases, papers, export and verification"), _journal),
    (Text("文书读回", "papers read back"), _paper),
    (Text("窗口", "window"), _window),
)
