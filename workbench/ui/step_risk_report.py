"""The risk report of the case as it would be printed now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from workbench.ui.i18n import tr
from workbench.ui.paper_preview import PaperPreview
from workbench.ui.theme import Theme
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog

REPORT = "F10"
HIGH = 620


class ReportDialog(CaseDialog):
    """The very file, with its buttons for printing and saving."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("风险评估报告"), icon="report", ink="accentT", width=760)
        self.preview = PaperPreview(context)
        self.preview.setMinimumHeight(Theme.current.px(HIGH))
        self.add(self.preview)
        self.button(tr("关闭"), self.accept, kind="primary")
        self.take_room()
        self.preview.want(REPORT)
        self.preview.canvas.setFocus()
