"""Below the factors: whether the one under the cursor applies, its evidence and note."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from workbench.errors import WorkbenchError
from workbench.services.views import FactorView
from workbench.ui import announce
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedLine, SavedText
from workbench.ui.step_duties_fields import Locked, captioned, read_only, refusal
from workbench.ui.widgets import ElidedLabel, column, label, row, tag


class FactorPane(QFrame):
    """Title, not applicable with its reason, evidence, note."""

    texts_settled = Signal(str, str, str)
    """Factor, evidence, note."""
    left_out = Signal(str, str)
    """Factor, and why it does not apply; empty when it applies again."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("alt")
        self.setProperty("hair", "top")
        self._code = ""
        self._reason = ""
        self._build()

    def show_factor(self, factor: FactorView, why_not: str) -> None:
        """Show a factor; what is being typed is left alone."""
        same = factor.code == self._code
        self._code, self._reason = factor.code, factor.not_applicable
        self._title.setText(f"{factor.code}  {say(factor.title)}")
        self._critical.setVisible(factor.critical)
        with QSignalBlocker(self.none):
            self.none.setChecked(
                bool(factor.not_applicable) or (same and self.none.isChecked() and self._wants_reason())
            )
        for field, value in (
            (self.reason, factor.not_applicable),
            (self.evidence, factor.evidence),
            (self.note, factor.note),
        ):
            read_only(field, on=bool(why_not))
            if same:
                field.show_saved(value)
            else:
                field.start(value)
        self.none.setEnabled(not why_not)
        self.locked.show_reason(why_not)
        self.none.setToolTip(why_not)
        self.reason.setVisible(self.none.isChecked())
        if not same:
            self._pending.hide()

    def settle(self) -> None:
        """Save what is being typed before the cursor moves on."""
        for field in (self.reason, self.evidence, self.note):
            field.settle()

    def clear_pending(self) -> None:
        """Nothing waits for evidence any more."""
        self._pending.hide()
        for field in (self.evidence, self.note):
            field.fault.hide()

    def say_refusal(self, where: str, fault: WorkbenchError, pending: str) -> None:
        """Say at its field why something was not taken, and what waits for it."""
        field = {"evidence": self.evidence, "note": self.note}.get(where)
        told = refusal(fault)
        if field is not None:
            field.say_fault(told)
            field.setFocus()
        else:
            announce.alert(self, told)
        self._pending.setText(pending if field is not None else told)
        self._pending.show()

    def _build(self) -> None:
        self._title = ElidedLabel("", "bodyStrong")
        self._critical = tag(tr("关键因素"), "bad")
        self._pending = label("", "small", "warn", wrap=True)
        self._pending.hide()
        self.locked = Locked()
        self.none = QCheckBox(tr("不适用"))
        self.none.toggled.connect(self._toggled)
        self.reason = SavedLine(tr("为什么不适用"))
        self.reason.settled.connect(lambda text: self.left_out.emit(self._code, text.strip()))
        self.evidence = SavedText(tr("佐证（降低评分须填）"))
        self.note = SavedText(tr("说明"))
        for field in (self.evidence, self.note):
            field.settled.connect(lambda _text: self._settled())
        texts = row(captioned(tr("佐证（降低评分须填）"), self.evidence), captioned(tr("说明"), self.note), spacing=10)
        head = row(self._title, self._critical, self.none)
        self.setLayout(column(head, self.locked, self.reason, self._pending, texts, spacing=5, margins=(14, 7, 14, 9)))

    def _toggled(self, on: bool) -> None:
        self.reason.setVisible(on)
        if on:
            self.reason.setFocus()
        elif self._reason:
            self.left_out.emit(self._code, "")

    def _wants_reason(self) -> bool:
        return not self.reason.isHidden()

    def _settled(self) -> None:
        if self._code:
            self.texts_settled.emit(self._code, self.evidence.text(), self.note.text())
