"""The right of the decision page: the paper, its fingerprint, and the papers that were issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from workbench.services import access
from workbench.services.views import CaseView
from workbench.ui import step_decision_words as words
from workbench.ui.i18n import tr
from workbench.ui.paper_lines import paper_rows
from workbench.ui.paper_preview import PaperPreview
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, column, label, panel, picture, row, tag
from workbench.ui.workspace_context import CaseContext


def issue(desk: Any, person: Any, case: str, name: str) -> Any:
    """Issue a paper. Runs on the worker; what draws papers is imported only here."""
    from workbench.services import documents

    return documents.issue(desk, person, case, name)


class PaperPane(QFrame):
    """Preview above, proof and issued papers below."""

    issued = Signal(str)

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self.preview = PaperPreview(context)
        self.rows = LineList(tr("全部文书"))
        self.rows.setFixedHeight(Theme.current.px(168))
        self.give_out = Button(tr("出具"), icon="rosette-discount-check", kind="primary", small=True)
        self.reprint = Button(tr("重印"), icon="printer", small=True)
        self._seal = ElidedLabel("", "small", "t2")
        self._state = tag("", "ok")
        self._count = label("0", "small")
        self._count.setObjectName("count")
        self._count.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._build()
        self._wire()

    def show_case(self, view: CaseView) -> None:
        """Show the fingerprint and the issued papers of a state."""
        stale = any(signature.stale for signature in view.decision.signatures)
        self._seal.setText(tr("内容指纹 {seal}", seal=words.grouped(view.decision.seal[:16])))
        self._seal.setToolTip(tr("签名绑定此指纹；内容一改，已签意见自动失效。") + f"\n{view.decision.seal}")
        self._state.setText(tr("与签署不符") if stale else tr("与数据一致"))
        self._state.setProperty("kind", "bad" if stale else "ok")
        self._state.style().polish(self._state)
        self._show_buttons()

    def show_papers(self, papers: Sequence[Any]) -> None:
        """List every paper of the case with its number, day and state."""
        self.rows.show_lines(paper_rows(papers))
        self._count.setText(str(len(papers)))
        self._show_buttons()

    def issue_shown(self) -> None:
        """Issue the paper that is shown: number, bytes and fingerprint are kept from then on."""
        paper = self.preview.paper
        if paper is None or not self._can_issue():
            return
        self.give_out.setEnabled(False)
        session = self.context.session
        task = session.ask(issue, self.context.case, paper.paper)
        task.done.connect(self._was_issued)
        task.failed.connect(session.save_failed)
        task.ended.connect(self._show_buttons)

    # Inside

    def _build(self) -> None:
        proof = panel("surface")
        proof.setProperty("hair", "top")
        proof.setLayout(row(picture("fingerprint", "accentT", 18), self._seal, self._state, margins=(12, 6, 10, 6)))
        head = panel("alt")
        head.setProperty("hair", "top")
        line = row(label(tr("全部文书"), "bodyStrong"), self._count, None, self.reprint, self.give_out, spacing=6)
        line.setContentsMargins(*(Theme.current.px(side) for side in (12, 3, 10, 3)))
        head.setLayout(line)
        whole = column(spacing=0)
        whole.addWidget(self.preview, 1)
        for widget in (proof, head, self.rows):
            whole.addWidget(widget)
        self.setLayout(whole)

    def _wire(self) -> None:
        self.preview.shown.connect(lambda _paper: self._show_buttons())
        self.preview.listed.connect(self.show_papers)
        self.rows.acted.connect(self.show_line)
        self.give_out.clicked.connect(lambda _on=False: self.issue_shown())
        self.reprint.clicked.connect(lambda _on=False: self._reprint())

    def show_line(self, line: Line) -> None:
        """Show the kept bytes of an issued paper, or another paper as it stands now."""
        if line.key == line.object:
            self.preview.want(line.object)
        else:
            self.preview.want_issued(line.key)

    def _reprint(self) -> None:
        """Print the chosen issued paper again, else the newest."""
        chosen = self.rows.line()
        lines = (chosen, *self.rows.model_.lines) if chosen is not None else self.rows.model_.lines
        kept = next((line for line in lines if not line.empty and line.key != line.object), None)
        if kept is not None:
            self.preview.shown.connect(self._print_once)
            self.preview.want_issued(kept.key)

    def _print_once(self, _paper: object) -> None:
        self.preview.shown.disconnect(self._print_once)
        self.preview.print_out()

    def _was_issued(self, paper: Any) -> None:
        session = self.context.session
        session.notify(tr("已出具 {number}，原件逐字节保存", number=paper.number or paper.file_name))
        self.context.refresh().done.connect(lambda _view: self.preview.want(paper.paper))
        session.changed.emit(self.context.case)

    def _can_issue(self) -> bool:
        paper, session = self.preview.paper, self.context.session
        if paper is None or paper.draft or session.read_only or session.person is None:
            return False
        known = any(one.sha256 == self.preview.sha256 for one in self.context.view.decision.documents)
        return not known and access.allowed(self.context.pack, session.person, "issue_paper")

    def _show_buttons(self) -> None:
        self.give_out.setVisible(self._can_issue())
        self.give_out.setEnabled(True)
        self.reprint.setVisible(bool(self.context.view.decision.documents))
