"""All papers of a case in a window of their own: list and preview, to save, print, reprint; opened from the history."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.services import access
from workbench.ui.dialogs import Dialog
from workbench.ui.i18n import tr
from workbench.ui.paper_lines import paper_rows
from workbench.ui.paper_preview import PaperPreview
from workbench.ui.session import Session
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.step_decision_papers import issue
from workbench.ui.theme import Theme
from workbench.ui.widgets import row


def listed(desk: Any, person: Any, case: str) -> Any:
    """Return the papers of a case. Runs on the worker; what draws papers is imported only here."""
    from workbench.services import paper_desk

    return paper_desk.papers(desk, person, case)


class CasePapers(Dialog):
    """The list at the left, the chosen paper at the right; what was issued is shown byte for byte."""

    def __init__(self, parent: QWidget | None, session: Session, case: str, title: str) -> None:
        super().__init__(parent, tr("文书　{title}", title=title), icon="file-certificate", width=980)
        self.session, self.case = session, case
        self.rows = LineList(tr("全部文书"))
        self.rows.setFixedWidth(Theme.current.px(330))
        self.preview = PaperPreview(self)
        self.preview.setMinimumSize(Theme.current.px(560), Theme.current.px(520))
        both = row(self.rows, self.preview, spacing=0)
        both.setStretch(1, 1)
        self.add(both)
        self.give_out = self.button(tr("出具"), self.issue_shown, icon="rosette-discount-check")
        self.give_out.hide()
        self.button(tr("关闭"), self.reject)
        self.preview.shown.connect(lambda _paper: self._show_button())
        self.rows.acted.connect(self.show_line)
        self._ask()

    def show_papers(self, papers: Any) -> None:
        """List the papers and show the first."""
        self.rows.show_lines(paper_rows(papers))
        first = self.rows.model_.lines[0]
        if not first.empty:
            self.rows.choose(first.key)
            self.show_line(first)
        self.rows.setFocus()

    def show_line(self, line: Line) -> None:
        """Show the kept bytes of an issued paper, or another paper as it stands now."""
        if line.key == line.object:
            self.preview.want(line.object)
        else:
            self.preview.want_issued(line.key)

    def issue_shown(self) -> None:
        """Issue the paper that is shown, then list the papers again."""
        self.give_out.setEnabled(False)
        task = self.session.ask(issue, self.case, self.preview.paper.paper)
        task.done.connect(self._was_issued)
        task.failed.connect(self.session.save_failed)
        task.ended.connect(lambda: self.give_out.setEnabled(True))

    # Inside

    def _was_issued(self, paper: Any) -> None:
        self.session.notify(tr("已出具 {number}，原件逐字节保存", number=paper.number or paper.file_name))
        self.session.changed.emit(self.case)
        self._ask()

    def _show_button(self) -> None:
        """Offer to issue what may be issued by this person and was not."""
        paper, session = self.preview.paper, self.session
        kept = any(line.key == self.preview.sha256 for line in self.rows.model_.lines)
        person = session.person
        may = person is not None and access.allowed(session.desk.pack, person, "issue_paper")
        self.give_out.setVisible(bool(may and paper and not paper.draft and not kept and not session.read_only))

    def _ask(self) -> None:
        task = self.session.ask(listed, self.case)
        task.done.connect(self.show_papers)
        task.failed.connect(self.session.save_failed)
