"""The chain's proof: run it, read its outcome."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar

from workbench.services.views import ChainResult
from workbench.ui import announce
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, column, label, panel, picture, row


class ChainPanel(QFrame):
    """A box with the outcome and a button that verifies again."""

    verify_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.result: ChainResult | None = None
        self._box = panel("box")
        self._sign = picture("shield", "t2", 26)
        self._title = label(tr("审计链尚未校验"), "bodyStrong")
        self._note = ElidedLabel(tr("逐条重算摘要，核对链头"), "small", "t2")
        self._verify = Button(tr("校验"), icon="refresh", small=True)
        self._verify.clicked.connect(self._start)
        words = column(self._title, self._note, spacing=0)
        line = row(self._sign, spacing=10, margins=(12, 8, 10, 8))
        line.addLayout(words, 1)
        line.addWidget(self._verify)
        self._box.setLayout(line)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(tr("正在校验"))
        self._progress.hide()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(Theme.current.px(12))
        self._facts.setVerticalSpacing(Theme.current.px(2))
        self._values = [ElidedLabel("—", "small") for _ in range(3)]
        for number, (name, value) in enumerate(zip(self._names(), self._values, strict=True)):
            self._facts.addWidget(label(name, "small", "t2"), number, 0)
            self._facts.addWidget(value, number, 1)
        self._facts.setColumnStretch(1, 1)
        self.setLayout(column(self._box, self._progress, self._facts, margins=(16, 12, 16, 6)))
        self._colour("neutral", "t1")

    def words(self) -> str:
        """Return the outcome in words."""
        return f"{self._title.text()} {self._note.text()}"

    def show_result(self, result: ChainResult) -> None:
        """Show whether the chain is genuine, and where it is not."""
        self.result = result
        self._progress.hide()
        self._verify.setEnabled(True)
        self._verify.set_text(tr("重新校验"))
        if result.genuine:
            self._say(
                "shield-check", "ok", tr("审计链完整"), tr("{count} 条，无断链、无改写", count=f"{result.count:,}")
            )
        else:
            title = tr("审计链在 #{seq} 处不一致", seq=f"{result.first_bad or 0:,}")
            self._say("unlink", "bad", title, say(result.reason))
        facts = (result.chain, _grouped(result.head), tr("{seconds} 秒", seconds=result.seconds))
        for value, text in zip(self._values, facts, strict=True):
            value.setText(text)
            value.setToolTip(text)
        announce.alert(self._title, self.words())

    def _start(self) -> None:
        self._verify.setEnabled(False)
        self._progress.show()
        self.verify_requested.emit()

    def _names(self) -> tuple[str, str, str]:
        return tr("链"), tr("链头"), tr("用时")

    def _say(self, icon: str, kind: str, title: str, note: str) -> None:
        self._sign.setPixmap(picture(icon, kind, 26).pixmap())
        self._title.setText(title)
        self._note.setText(note)
        self._note.setToolTip(note)
        self._colour(kind, kind)

    def _colour(self, kind: str, ink: str) -> None:
        self._box.setProperty("kind", kind)
        self._title.setProperty("ink", ink)
        for widget in (self._box, self._title):
            widget.style().polish(widget)


def _grouped(head: str) -> str:
    """Return a hash as two readable ends."""
    return f"{head[:4]} {head[4:8]} … {head[-8:-4]} {head[-4:]}" if len(head) > 16 else head
