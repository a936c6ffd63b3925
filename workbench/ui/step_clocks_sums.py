"""The derivation of one deadline, line by line, as text that can be selected and copied, with the months under it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QTextBrowser

from workbench.services.time_limits import LimitView, LineView, when
from workbench.ui.i18n import language, say, tr
from workbench.ui.step_clocks_months import Months
from workbench.ui.step_clocks_table import SIGNS, state_word
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, clear, column, hairline, label, panel, picture, row, scrolled, tag

KINDS = {
    "start": ("▸", "accentT"),
    "rule": ("§", "accentT"),
    "page": ("▤", "t2"),
    "counted": ("+", "ok"),
    "makeup": ("+", "warn"),
    "weekend": ("·", "t3"),
    "holiday": ("·", "bad"),
    "stop": ("‖", "t2"),
    "extension": ("⊕", "tol"),
    "note": ("·", "t2"),
    "result": ("=", "t1"),
}
"""Kind of a line → its sign and the colour of the sign."""


def mark_word(mark: str) -> str:
    """Return what an evidence mark means to a reader."""
    return {"M": tr("待核实"), "P": tr("本单位默认")}.get(mark, "")


class Sums(QFrame):
    """Title, day, derivation, calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.limit: LimitView | None = None
        self._head = column(spacing=4)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("推算过程"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setDocumentMargin(0)
        self.months = Months()
        self.legend = label("", "small", "t2", wrap=True)
        self.copy = Button(tr("复制推算"), icon="copy", kind="ghost", small=True)
        self.copy.clicked.connect(self.copy_text)
        inner = panel("surface")
        inner.setLayout(
            column(self._head, self.text, row(self.copy, None), hairline(), self.months, self.legend, None,
                   spacing=10, margins=(18, 14, 18, 16))
        )  # fmt: skip
        self.setLayout(column(scrolled(inner, by_keys=False), spacing=0))
        self.text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def show_limit(self, limit: LimitView) -> None:
        """Show a deadline."""
        self.limit = limit
        self._fill_head(limit)
        self.text.setHtml(page(limit))
        self.months.show_limit(limit)
        self.legend.setVisible(bool(limit.days))
        self.legend.setText(tr("绿：计入（数字为第几日） · 班：调休上班，计入 · 休：节假日 · 停：期限中止 · 起止加框"))
        self._fit()

    def copy_text(self) -> None:
        """Put the derivation on the clipboard as plain text."""
        if self.limit is not None:
            QGuiApplication.clipboard().setText(self.limit.told(language()))

    def resizeEvent(self, event: object) -> None:
        """Let the text be as high as it needs."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        self.text.setFixedHeight(int(self.text.document().size().height()) + 14)

    def _fill_head(self, limit: LimitView) -> None:
        clear(self._head)
        icon, ink = SIGNS[limit.state]
        title = row(label(say(limit.title), "section", wrap=True))
        title.setStretch(0, 1)
        line = row(picture(icon, ink, 20), label(say(when(limit)), "case"), label(state_word(limit), "bodyStrong", ink))
        if limit.estimate:
            line.addWidget(tag(tr("预估"), "info"))
        line.addStretch(1)
        self._head.addLayout(title)
        self._head.addLayout(line)


def page(limit: LimitView) -> str:
    """Return the derivation as a page of rich text; every word of it is escaped."""
    colour = Theme.current.colour
    rows = "".join(_line(line) for line in limit.lines)
    return f'<table cellspacing="0" cellpadding="3" width="100%" style="color:{colour("t1").name()}">{rows}</table>'


def _line(line: LineView) -> str:
    colour = Theme.current.colour
    sign, ink = KINDS[line.kind]
    told, basis = escape(say(line.text)), escape(say(line.basis))
    if line.kind == "result":
        told = f"<b>{told.removeprefix('= ')}</b>"
    mark = mark_word(line.mark)
    small = "　".join(part for part in (basis, f"[{escape(mark)}]" if mark else "") if part)
    tail = (
        f'<br><span style="font-size:{Theme.current.px(12)}px;color:{colour("t2").name()}">{small}</span>'
        if small
        else ""
    )
    shade = "t2" if line.kind in {"weekend", "holiday", "page", "note"} else "t1"
    return (
        f'<tr><td width="{Theme.current.px(22)}" style="color:{colour(ink).name()}"><b>{sign}</b></td>'
        f'<td style="color:{colour(shade).name()}">{told}{tail}</td></tr>'
    )
