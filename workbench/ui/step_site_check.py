"""The on-site check: two officers, place, time, what was looked at, what was found, conclusion."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.core.commands import RecordSiteCheck
from workbench.errors import Text, WorkbenchError
from workbench.ui.after_checks import WIDE, Findings, page_of
from workbench.ui.after_forms import CheckDialog
from workbench.ui.form_dialog import lines_of, moment_of
from workbench.ui.i18n import tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.theme import Theme
from workbench.ui.workspace_context import CaseContext


class SiteCheckDialog(CheckDialog):
    """A signed record; it cannot be undone, only followed by another check.

    The pack's list is filled in whole or left alone; hazards found here are re-checked like any other.
    """

    target = "site"

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记现场查验"), context, icon="clipboard-check", ink="accentT")
        self.setMinimumWidth(Theme.current.px(WIDE))
        self.start()
        self.second = self.pair.second
        self.place = QLineEdit(context.view.place)
        self.items = TextEdit(tr("查验项目，每行一项"), 2)
        self.findings = TextEdit(tr("查验情况，每行一条"), 2)
        self.conclusion = TextEdit(tr("查验结论"), 2)
        self.undertaker, self.venue = QLineEdit(), QLineEdit()
        self.field(tr("查验地点"), self.place)
        self.field(tr("查验结论"), self.conclusion)
        self.tabs = Findings(context, context.view.after.site_items if context.view.after else ())
        self.tabs.insertTab(0, page_of(self.items, self.findings, *self._signers()), tr("查验情况"))
        self.tabs.setCurrentIndex(0)
        self.add(self.tabs)
        self.finish(
            tr("登记"),
            icon="check",
            note=tr("由您登记，由另一名人员以本人口令确认后生效。签署行为，登记后不能撤销，可再登记一次查验。"),
        )
        self.second.setFocus()

    def _signers(self) -> tuple[QWidget, ...]:
        for name, field in ((tr("承办者签字人"), self.undertaker), (tr("场所签字人"), self.venue)):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
        return self.undertaker, self.venue

    def command(self) -> RecordSiteCheck:
        """Return the wish that the fields make."""
        return RecordSiteCheck(
            self.context.case,
            moment_of(self.at),
            self.place.text().strip(),
            self.pair.accounts(),
            lines_of(self.items),
            lines_of(self.findings),
            self.conclusion.toPlainText().strip(),
            results=self.tabs.grid.results(),
            found=tuple(self.tabs.found),
            undertaker=self.undertaker.text().strip(),
            venue=self.venue.text().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("现场查验已登记，待另一名人员确认")

    def give(self) -> None:
        """Record the check, unless the other officer is not chosen; then have that officer confirm it."""
        if len(self.pair.accounts()) < 2:
            self.refuse(_one_officer())
            self.second.setFocus()
            return
        super().give()


def _one_officer() -> WorkbenchError:
    return WorkbenchError(
        Text("现场查验须有两名不同的人员", "an on-site check needs two different officers"),
        remedy=Text("请选择第二名查验人", "choose the second officer"),
    )
