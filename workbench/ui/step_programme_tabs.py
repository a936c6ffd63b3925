"""Beside the programme: lyrics with hint words, the sub-form of interaction, and the list of advice."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTextBrowser,
    QWidget,
)

from workbench.core import commands as c
from workbench.core.pack import Pack
from workbench.core.parts_programme import Interaction
from workbench.services.views import ActView, HitView
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import day, say, tr
from workbench.ui.saved_text import SavedLine, SavedText
from workbench.ui.step_duties_fields import Locked, read_only
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, panel, row

_TEXTS = ("zone", "controls", "stop_word", "supervisor")
_NUMBERS = ("minutes", "times", "gap")
MOST = 1440
"""Minutes of a day: no segment is longer, and none is repeated more often."""


class LyricsTab(QWidget):
    """The page on which an act's text stands, with hint words marked; whole lyrics stay in the attachment."""

    wanted = Signal(str, int)
    """Attachment and page whose text should be read."""
    opened = Signal(str)
    """The attachment should be shown among the documents."""

    def __init__(self) -> None:
        super().__init__()
        self._place: tuple[str, int] | None = None
        self._hits: tuple[HitView, ...] = ()
        self._from = label("", "small", "t2", wrap=True)
        self._note = label("", "small", "info", wrap=True)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("歌词文本"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.show_file = Button(tr("打开附件"), icon="external-link", kind="ghost", small=True)
        self.show_file.clicked.connect(lambda _on=False: self.opened.emit(self._place[0] if self._place else ""))
        top = row(self._from, self.show_file)
        top.setStretch(0, 1)
        self.setLayout(column(top, self._note, self.text, spacing=6, margins=(14, 10, 12, 8)))

    def show_act(self, act: ActView) -> None:
        """Ask for the text of an act, or say that the list names none."""
        name, page = act.row["lyrics_file"], act.row["lyrics_page"]
        self._hits = act.hits
        place = (str(name), page) if name and isinstance(page, int) else None
        self.show_file.setVisible(bool(name))
        quote = act.part.quote if act.part else ""
        if place is None:
            told = tr("节目表未注明歌词文件和页码；可在“添加作品”中按材料补填。")
            self._from.setText(str(name) if name else told)
            self._put(quote, ())
        elif place != self._place or not self.text.toPlainText():
            self._from.setText(tr("{file} 第 {page} 页", file=place[0], page=place[1]))
            self.text.setPlainText("")
            self.wanted.emit(*place)
        else:
            self._put(self._plain, self._hits)
        self._place = place
        told = tr("词库命中 {count} 处：提示，不是结论", count=len(act.hits))
        self._note.setText(told if act.hits else "")
        self._note.setVisible(bool(act.hits))

    def show_text(self, name: str, page: int, text: str) -> None:
        """Show the text of a page that was asked for."""
        if self._place == (name, page):
            empty = tr("此页没有可提取的文字（可能是图片）；请打开附件查看。")
            self._put(text or empty, self._hits if text else ())

    def _put(self, text: str, hits: Sequence[HitView]) -> None:
        self._plain = text
        theme, told, at = Theme.current, [], 0
        for hit in sorted((h.hit for h in hits if h.file), key=lambda h: h.at):
            last = hit.at + len(hit.word)
            style = f"background:{theme.colour('warnS').name()};text-decoration:underline"
            told.append(escape(text[at : hit.at]))
            told.append(f'<span style="{style}">{escape(text[hit.at : last])}</span>')
            at = last
        told.append(escape(text[at:]))
        self.text.setHtml(f'<div style="white-space:pre-wrap">{"".join(told)}</div>')
        anchor = next((h.hit.word for h in hits if h.file), "")
        if anchor:
            self.text.find(anchor)


class InteractionTab(QScrollArea):
    """The sub-form of an interactive segment; what the sheet states stands there until the officer amends it."""

    changed = Signal(object)
    """An :class:`Interaction`."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._form = Interaction()
        self._quiet = False
        self._names = {code: say(r.text) for code, r in pack.lists["interaction_fields"].items()}
        self._build()

    def show_act(self, act: ActView, why_not: str) -> None:
        """Show the sub-form of an act."""
        self._quiet = True
        self._form = act.form
        self.kind.setCurrentIndex(max(0, self.kind.findData(act.form.what)))
        for name, field in self.texts.items():
            field.start(getattr(act.form, name))
            read_only(field, on=bool(why_not))
        for name, field in self.numbers.items():
            value = getattr(act.form, name)
            field.start("" if value is None else str(value))
            read_only(field, on=bool(why_not))
        self.kind.setEnabled(not why_not)
        self.locked.show_reason(why_not)
        lacks = tr("、").join(say(lack) for lack in act.lacks)
        needed = tr("尚缺：{fields}。补齐前不能判“通过”。", fields=lacks)
        fine = tr("必填项齐全。") if act.strength else tr("没有互动。")
        self.state.setText(needed if act.lacks else fine)
        harms = tr("、").join(say(harm) for harm in act.harms)
        strong = tr("互动强度 {level} / 3 · 可能的危害：{harms}", level=act.strength, harms=harms)
        self.harm.setText(strong if harms else "")
        self.harm.setVisible(bool(harms))
        self._quiet = False

    def settle(self) -> None:
        """Save what is being typed."""
        for field in (*self.texts.values(), *self.numbers.values()):
            field.settle()

    def _build(self) -> None:
        self.state, self.harm = label("", "body", wrap=True), label("", "small", "t2", wrap=True)
        self.locked = Locked()
        self.kind = QComboBox()
        self.kind.setAccessibleName(self._names["kind"])
        for code, choice in self._pack.lists["interaction_codes"].items():
            self.kind.addItem(say(choice.text), code)
        self.kind.currentIndexChanged.connect(lambda _place: self._give())
        self.texts = {n: (SavedText if n == "controls" else SavedLine)(self._names[n]) for n in _TEXTS}
        for field in self.texts.values():
            field.settled.connect(lambda _text: self._give())
        self.numbers = {name: self._number(name) for name in _NUMBERS}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(Theme.current.px(6))
        for name, widget in (("kind", self.kind), *self.texts.items(), *self.numbers.items()):
            form.addRow(label(self._names[name], "small", "t2"), widget)
        inside = panel("surface")
        told = label(tr("节目表已填的先显示；此处补填或更正，以此处为准。"), "small", "t2", wrap=True)
        inside.setLayout(
            column(self.state, self.harm, self.locked, told, form, None, spacing=8, margins=(16, 12, 14, 12))
        )
        self.setWidget(inside)

    def _number(self, name: str) -> SavedLine:
        field = SavedLine(self._names[name])
        field.edit.setValidator(QIntValidator(0, MOST, field.edit))
        field.settled.connect(lambda _text: self._give())
        return field

    def _give(self) -> None:
        if self._quiet:
            return
        given = {name: field.text().strip() for name, field in self.numbers.items()}
        numbers = {name: int(text) if text.isdecimal() else None for name, text in given.items()}
        texts = {name: field.text().strip() for name, field in self.texts.items()}
        form = Interaction(what=str(self.kind.currentData() or ""), **texts, **numbers)  # type: ignore[arg-type]
        if form != self._form:
            self._form = form
            self.changed.emit(form)


def command_of(case: str, no: str, form: Interaction) -> c.SetInteraction:
    """Return the command that keeps a sub-form."""
    return c.SetInteraction(
        case,
        no,
        form.what,
        form.zone,
        form.controls,
        form.stop_word,
        form.supervisor,
        form.minutes,
        form.times,
        form.gap,
    )


class AdviceTab(QWidget):
    """Everything that was advised, with answers and days; a line leads to its act."""

    chosen = Signal(str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._figures = label("", "bodyStrong", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("建议清单"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.itemActivated.connect(lambda item: self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole))))
        self.list.itemClicked.connect(lambda item: self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole))))
        self._none = label(tr("还没有对节目提出建议。"), "body", "t2", wrap=True)
        self.setLayout(column(self._figures, self._none, self.list, spacing=8, margins=(14, 10, 12, 8)))

    def show_acts(self, acts: Sequence[ActView], figures: str) -> int:
        """Show the advice of all acts; return how many wait for an answer."""
        advised = [act for act in acts if words.is_adverse(act.verdict, self._pack)]
        self._figures.setText(figures)
        self._none.setVisible(not advised)
        self.list.setVisible(bool(advised))
        self.list.clear()
        for act in advised:
            item = QListWidgetItem(self._line(act))
            item.setData(Qt.ItemDataRole.UserRole, act.no)
            self.list.addItem(item)
        return sum(act.standing in {"advised", "answered"} for act in advised)

    def _line(self, act: ActView) -> str:
        verdict = words.verdict_word(act.verdict, self._pack)
        return f"{act.no} {words.title(act)}\n{verdict} · {answer_word(act)}"


def answer_word(act: ActView) -> str:
    """Return where the organiser's answer stands, in words."""
    if act.standing == "advised" and act.answer_due is not None:
        told = tr("待答复，{day}前", day=day(act.answer_due))
        return tr("{told}，已逾期", told=told) if act.overdue else told
    if act.accepted is None:
        return tr("无需答复") if act.standing == "settled" else tr("未答复")
    return tr("承办者接受") if act.accepted else tr("承办者未接受")
