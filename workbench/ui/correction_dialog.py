"""The one-time notice of all corrections: every line editable, one due day, signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QFrame, QLineEdit, QScrollArea, QWidget

from workbench.core.commands import Deficiency, SendCorrection
from workbench.errors import WorkbenchError
from workbench.ui.correction_items import Found, Line, found, lines
from workbench.ui.i18n import full_day, language, tr
from workbench.ui.living import alive
from workbench.ui.saved_text import TextEdit
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label, panel, row, tag
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog, SignDialog

DAYS = 5
"""Days that the notice gives when the officer chooses no other day."""


def source_word(source: str) -> str:
    """Return the word of where a line comes from."""
    return {
        "document": tr("材料"),
        "plan": tr("方案"),
        "duty": tr("五方"),
        "programme": tr("节目"),
        "site": tr("场地"),
        "fact": tr("事实"),
        "note": tr("备注"),
    }[source]


class LineEditor(QFrame):
    """One line of the notice."""

    changed = Signal()

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line
        self.setObjectName("card")
        self.tick = QCheckBox(line.title)
        self.tick.setChecked(line.ticked)
        self.tick.setAccessibleName(tr("列入告知书 {title}", title=line.title))
        if line.must:
            self.tick.setEnabled(False)
            self.tick.setToolTip(tr("已判为需补正，必须列入"))
        self.problem = TextEdit(tr("存在的问题"), lines=2)
        self.problem.setPlainText(line.deficiency.problem)
        self.remedy = TextEdit(tr("如何补正"), lines=2)
        self.remedy.setPlainText(line.deficiency.remedy)
        self.tick.toggled.connect(lambda _on: self._show_ticked())
        self.problem.textChanged.connect(self.changed)
        self.remedy.textChanged.connect(self.changed)
        head = row(self.tick, None, tag(source_word(line.deficiency.source)))
        self.setLayout(column(head, row(self.problem, self.remedy), spacing=4, margins=(10, 4, 10, 8)))
        self._show_ticked()

    def deficiency(self) -> Deficiency | None:
        """Return the line as it stands, ``None`` when it is left out."""
        if not self.tick.isChecked():
            return None
        problem, remedy = self.problem.toPlainText().strip(), self.remedy.toPlainText().strip()
        return replace(self.line.deficiency, problem=problem, remedy=remedy)

    def _show_ticked(self) -> None:
        for field in (self.problem, self.remedy):
            field.setVisible(self.tick.isChecked())
        self.changed.emit()


class CorrectionDialog(CaseDialog):
    """Everything that is to be corrected, told once."""

    filled = Signal()

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("补正告知书"), icon="file-alert", ink="warn", width=900)
        self._context = context
        self.editors: list[LineEditor] = []
        self._build()
        context.session.do(found, context.session.desk, context.case).done.connect(self._fill)
        self._count()

    def command(self) -> SendCorrection:
        """Return the notice as it stands."""
        stated = (editor.deficiency() for editor in self.editors)
        items = tuple(item for item in stated if item is not None)
        chosen = self.due.date().toPython()
        assert isinstance(chosen, date)
        left = tuple(editor.line.deficiency for editor in self.editors if editor.deficiency() is None)
        return SendCorrection(self._context.case, items, chosen, self.reason.text().strip(), left)

    def sign(self) -> None:
        """Ask once more, then send."""
        order = self.command()
        told = [
            tr("{count} 项补正，{day} 前补齐", count=len(order.items), day=full_day(order.due)),
            tr("送达 {name}", name=self._context.view.row.undertaker),
        ]
        if order.not_asked:
            codes = tr("、").join(item.code for item in order.not_asked)
            told.append(tr("不要求补正 {count} 项：{codes}", count=len(order.not_asked), codes=codes))
        if order.second_round_reason:
            told.append(tr("再次告知，理由：{reason}", reason=order.second_round_reason))
        dialog = SignDialog(self, tr("签发补正告知书"), told, tr("签发"))
        dialog.signed.connect(lambda: self._send(order))
        dialog.open()

    def _build(self) -> None:
        px = Theme.current.px
        self.add(
            label(
                tr("依《行政许可法》第三十二条一次告知全部需要补正的内容。勾选、改写，然后签发。"), ink="t2", wrap=True
            )
        )
        inner = panel("app")
        self._body = column(spacing=8, margins=(2, 2, 10, 2))
        inner.setLayout(self._body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setMinimumHeight(px(430))
        self.add(area)
        day = self._context.view.as_of + timedelta(days=DAYS)
        self.due = QDateEdit(QDate(day.year, day.month, day.day))
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.due.setAccessibleName(tr("补正期限"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("再次告知的理由"))
        self.reason.setPlaceholderText(tr("再次告知的理由"))
        self.reason.hide()
        self._total = label("", "body", "t2")
        self.add(row(label(tr("补正期限"), ink="t2"), self.due, self.reason, None, self._total))
        self.fault = label("", "small", "bad", wrap=True)
        self.add(self.fault)
        self.button(tr("取消"), self.reject)
        self.send_button = self.button(tr("签发…"), self.sign, kind="primary", icon="writing-sign")

    def _fill(self, start: Found) -> None:
        """Lay the lines out, once they are there."""
        for line in lines(start, self._context.view):
            editor = LineEditor(line)
            editor.changed.connect(self._count)
            self.editors.append(editor)
            self._body.addWidget(editor)
        if not self.editors:
            told = tr("没有需要补正的内容。请先在材料、方案、节目或场地中判定。")
            self._body.addWidget(label(told, wrap=True))
        self._body.addStretch(1)
        self._know_sent(start.sent)
        self._count()
        self.filled.emit()

    def _count(self) -> None:
        count = sum(editor.tick.isChecked() for editor in self.editors)
        left = len(self.editors) - count
        aside = tr(" · 不要求补正 {count} 项", count=left) if left else ""
        self._total.setText(tr("列入 {count} 项", count=count) + aside)
        self.send_button.setEnabled(count > 0)

    def _know_sent(self, sent: tuple[date, ...]) -> None:
        if sent:
            self.reason.show()
            self.fault.setText(tr("已于 {day} 告知过一次；再次告知须写明理由。", day=full_day(sent[-1])))

    def _send(self, order: SendCorrection) -> None:
        task = self._context.sign(order, refused=self._refused)
        task.done.connect(alive(self, lambda _given: self.accept()))

    def _refused(self, fault: WorkbenchError) -> None:
        self.fault.setText(fault.told(language()))
        if fault.where == "second_round_reason":
            self.reason.show()
            self.reason.setFocus()
