"""Around the matrix of step 3: title, count, order, legend, and the page of a case without a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from workbench.services.views import DutyView
from workbench.ui.i18n import tr
from workbench.ui.step_duties_fields import Choices, Option
from workbench.ui.step_duties_model import PARTY, PHASE
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, column, label, panel, picture, row


class DutiesHead(QFrame):
    """Title, how many duties have gaps, taking over, check, grouping, filter."""

    takeover_requested = Signal()
    check_requested = Signal()

    def __init__(self, *, only_gaps: bool) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setProperty("hair", "bottom")
        self.setFixedHeight(Theme.current.px(42))
        self._count = label("", "body", "t2")
        self.order = Choices(tr("分组"), [Option(PARTY, tr("按责任方")), Option(PHASE, tr("按阶段"))])
        self.order.setMinimumWidth(Theme.current.px(180))
        self.only_gaps = Button(tr("只看缺口"), icon="filter", kind="chip")
        self.only_gaps.setCheckable(True)
        self.only_gaps.setChecked(only_gaps)
        self.takeover = Button(tr("套用上届"), icon="copy", kind="ghost", small=True)
        self.check = Button(tr("校核"), icon="clipboard-check", kind="ghost", small=True)
        self.takeover.clicked.connect(lambda _on=False: self.takeover_requested.emit())
        self.check.clicked.connect(lambda _on=False: self.check_requested.emit())
        title = label(tr("五方责任清单"), "section")
        line = row(title, self._count, None, self.takeover, self.check, self.order, self.only_gaps,
                   margins=(14, 4, 12, 4))  # fmt: skip
        line.setAlignment(self.order, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)

    def show_faults(self, count: int) -> None:
        """Show how many things are wrong with the matrix as a whole."""
        self.check.set_text(tr("校核 {count}", count=count) if count else tr("校核"))

    def show_duties(self, duties: Sequence[DutyView]) -> None:
        """Show how many duties have gaps."""
        gaps, count = sum(bool(duty.gaps) for duty in duties), len(duties)
        told = tr("有缺口 {gaps} / {count}", gaps=gaps, count=count) if gaps else tr("{count} 项齐全", count=count)
        self._count.setText(told)


def legend() -> QFrame:
    """Return what the roles mean, and what a click does."""
    made = panel("surface")
    made.setProperty("hair", "top")
    made.setFixedHeight(Theme.current.px(34))
    roles = (
        (tr("主责"), tr("对结果负责，仅一方")),
        (tr("配合"), tr("提供人员或条件")),
        (tr("监督"), tr("检查并可责令改正")),
    )
    told = "    ".join(f"{name} {meaning}" for name, meaning in roles)
    hint = ElidedLabel(tr("单击格子循环：空 → 配合 → 监督"), "small", "t2")
    hint.setAlignment(Qt.AlignmentFlag.AlignRight)
    line = row(ElidedLabel(told, "small", "t2"), hint, spacing=12, margins=(14, 2, 14, 2))
    line.setStretch(0, 3)
    line.setStretch(1, 2)
    made.setLayout(line)
    return made


def nothing() -> QWidget:
    """Return the page of a case without a list of duties."""
    made = panel("surface")
    sign = row(None, picture("clipboard-list", "t2", 28), None)
    lines = (
        row(None, label(tr("未收到五方责任清单"), "section"), None),
        row(None, label(tr("请承办者按模板填写“责任”表后补交，收到即可逐条核对。"), "body", "t2"), None),
    )
    made.setLayout(column(None, sign, *lines, None, spacing=10))
    return made
