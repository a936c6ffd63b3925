"""Dialogs of consultation: a letter with what it shows, urging, waiting no longer, differences, an open point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from workbench.core import commands as c
from workbench.core.consultation import Conflict
from workbench.core.packet_contents import Section
from workbench.services.consult_values import ProposalView, RequestView
from workbench.ui.form_dialog import FormDialog, choices, day_edit, day_of, lines_of
from workbench.ui.i18n import language, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label, row
from workbench.ui.workspace_context import CaseContext


def shown_sections(desk: Any, person: Any, case: str, codes: tuple[str, ...]) -> tuple[Section, ...]:
    """Return what an authority would see. Runs on the worker."""
    from workbench.services import packets

    return packets.preview(desk, person, case, codes)


def in_words(sections: Sequence[Section]) -> str:
    """Return sections as plain text, as the packet will show them."""
    english = language() == "en"
    parts = []
    for section in sections:
        lines = [f"■ {say(section.title)}"]
        lines += [f"  {one.en if english else one.zh}  {one.value}" for one in section.lines]
        if section.rows:
            lines.append("  " + " | ".join(en if english else zh for zh, en in section.heads))
            lines += ["  " + " | ".join(cells) for cells in section.rows]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


class Ticks(QListWidget):
    """A list of things to tick: Space ticks, the codes ticked are read back."""

    def __init__(self, name: str, rows: Sequence[tuple[str, str]], ticked: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        for code, words in rows:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setToolTip(words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if code in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def tick(self, codes: Sequence[str]) -> None:
        """Tick these and no others."""
        for item in self._items():
            held = item.data(Qt.ItemDataRole.UserRole) in codes
            item.setCheckState(Qt.CheckState.Checked if held else Qt.CheckState.Unchecked)

    def ticked(self) -> tuple[str, ...]:
        """Return the codes ticked, in the order of the list."""
        on = Qt.CheckState.Checked
        return tuple(str(i.data(Qt.ItemDataRole.UserRole)) for i in self._items() if i.checkState() == on)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(at) for at in range(self.count())]


class RequestDialog(FormDialog):
    """A letter: whom, what is asked, until when, and exactly what is shown.

    The letter is a legal paper: authority and questions stand in it in Chinese, whatever the window speaks.
    """

    def __init__(
        self,
        parent: QWidget,
        context: CaseContext,
        files: Sequence[str],
        *,
        proposal: ProposalView | None = None,
        again: RequestView | None = None,
    ) -> None:
        super().__init__(parent, tr("发函征求意见"), context, icon="send", ink="accentT")
        self.setMinimumWidth(Theme.current.px(900))
        consult = context.view.consult
        self._again = again
        self._request = consult.next_request
        self._proposals = {one.code: one for one in consult.proposals}
        self.dept = QComboBox()
        self.dept.setEditable(True)
        for code, choice in context.pack.lists["consult_departments"].items():
            self.dept.addItem(choice.text.zh, code)
            self.dept.setItemData(self.dept.count() - 1, say(choice.text), Qt.ItemDataRole.ToolTipRole)
        self.questions = TextEdit(tr("问题，每行一项"), 5)
        self.due = day_edit(context.view.as_of)
        sections = [(code, say(choice.text)) for code, choice in context.pack.lists["packet_sections"].items()]
        self.sections = Ticks(tr("提供的内容"), sections)
        self.files = Ticks(tr("随附文件（原样发出，不遮盖）"), [(name, name.rpartition("/")[2]) for name in files])
        self.preview = QPlainTextEdit()
        self._build()
        self._start(proposal, again)
        self.dept.activated.connect(lambda at: self._take(str(self.dept.itemData(at))))
        self.sections.itemChanged.connect(lambda _item: self._ask_preview())
        self._ask_preview()
        self.take_room()
        self.questions.setFocus()

    def command(self) -> c.SendConsultation:
        """Return the wish that the fields make."""
        at = self.dept.findText(self.dept.currentText())
        return c.SendConsultation(
            self.context.case,
            self._request,
            self.dept.currentText().strip(),
            lines_of(self.questions),
            day_of(self.due),
            code=str(self.dept.itemData(at)) if at >= 0 else "",
            sections=self.sections.ticked(),
            files=self.files.ticked(),
            supersedes=self._again.request if self._again else "",
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已发函：{dept}", dept=self.dept.currentText().strip())

    # Inside

    def _build(self) -> None:
        px = Theme.current.px
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(tr("对方将看到的内容"))
        self.sections.setFixedHeight(px(150))
        self.files.setFixedHeight(px(96))
        self.field(tr("征求单位"), self.dept)
        self.field(tr("问题，每行一项"), self.questions)
        self.field(tr("回复期限"), self.due)
        left = column(
            label(tr("提供的内容"), ink="t2"),
            self.sections,
            label(tr("随附文件（原样发出，不遮盖）"), ink="t2"),
            self.files,
            spacing=4,
        )
        right = column(label(tr("对方将看到的内容"), ink="t2"), self.preview, spacing=4)
        both = row(spacing=12)
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        self.add(both)
        note = tr("只发出勾选的内容；身份证号、电话号码自动遮盖。发函即编号，不能撤销。")
        if self._again is not None:
            note = tr("代替 {request}：原函不再等待回复。", request=self._again.request) + note
        self.finish(tr("发函并编号"), icon="send", note=note)

    def _start(self, proposal: ProposalView | None, again: RequestView | None) -> None:
        if again is not None:
            self.dept.setCurrentText(again.dept)
            self.questions.setPlainText("\n".join(again.questions))
            self.sections.tick(again.sections)
            self.files.tick(again.files)
        elif proposal is not None:
            self._take(proposal.code)
        else:
            first = next(iter(self._proposals), "")
            self._take(first)

    def _take(self, code: str) -> None:
        """Fill in what the pack proposes for an authority."""
        at = self.dept.findData(code)
        if at >= 0:
            self.dept.setCurrentIndex(at)
        found = self._proposals.get(code)
        if found is not None:
            self.questions.setPlainText("\n".join(question.zh for question in found.questions))
            self.sections.tick(found.sections)
            self.due.setDate(day_edit(found.due).date())

    def _ask_preview(self) -> None:
        task = self.context.session.ask(shown_sections, self.context.case, self.sections.ticked())
        task.done.connect(self._show)
        task.failed.connect(self.refuse)

    def _show(self, sections: tuple[Section, ...]) -> None:
        self.preview.setPlainText(in_words(sections) or tr("不随函提供申请内容"))


class UrgeDialog(FormDialog):
    """How an authority is urged, and when; a letter gets a number."""

    def __init__(self, parent: QWidget, context: CaseContext, request: RequestView) -> None:
        super().__init__(parent, tr("催办：{dept}", dept=request.dept), context, icon="bell", ink="accentT")
        self._request = request
        self.channel = choices(context.pack.lists["urging_channels"])
        self.on = day_edit(context.view.as_of)
        self.note = TextEdit(tr("催办内容"), 3)
        self.field(tr("方式"), self.channel)
        self.field(tr("日期"), self.on)
        self.field(tr("催办内容"), self.note)
        self.finish(tr("记录催办"), icon="bell", note=tr("催办函自动编号；其他方式只作记录。"))
        self.channel.setFocus()

    def command(self) -> c.UrgeConsultation:
        """Return the wish that the fields make."""
        channel, note = str(self.channel.currentData()), self.note.toPlainText().strip()
        return c.UrgeConsultation(self.context.case, self._request.request, channel, note, day_of(self.on))

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已记录催办：{dept}", dept=self._request.dept)


class WithdrawDialog(FormDialog):
    """Waiting no longer for a reply: the reason."""

    def __init__(self, parent: QWidget, context: CaseContext, request: RequestView) -> None:
        super().__init__(parent, tr("不再等待：{dept}", dept=request.dept), context, icon="ban", ink="bad")
        self._request = request.request
        self.reason = TextEdit(tr("理由"), 3)
        self.field(tr("理由"), self.reason)
        self.finish(tr("不再等待"), kind="danger", note=tr("以后收到的回复将拒收并留存。不能撤销。"))
        self.reason.setFocus()

    def command(self) -> c.WithdrawConsultation:
        """Return the wish that the fields make."""
        return c.WithdrawConsultation(self.context.case, self._request, self.reason.toPlainText().strip())


class ResolveDialog(FormDialog):
    """How replies that differ were brought together."""

    def __init__(self, parent: QWidget, context: CaseContext, conflict: Conflict) -> None:
        super().__init__(parent, tr("意见分歧处理"), context, icon="git-compare", ink="accentT")
        self._conflict = conflict
        self.way = choices(context.pack.lists["conflict_ways"])
        self.reason = TextEdit(tr("处理经过和结论"), 4)
        self.field(tr("分歧"), label(say(conflict.title), wrap=True))
        self.field(tr("处理方式"), self.way)
        self.field(tr("处理经过和结论"), self.reason)
        self.finish(tr("记录处理结果"), icon="check", note=tr("可以撤销。又有新的回复时须重新处理。"))
        self.reason.setFocus()

    def command(self) -> c.ResolveConflict:
        """Return the wish that the fields make."""
        sides = tuple(side.key for side in self._conflict.sides)
        reason = self.reason.toPlainText().strip()
        return c.ResolveConflict(self.context.case, self._conflict.key, str(self.way.currentData()), reason, sides)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已记录分歧处理")


class PointDialog(FormDialog):
    """How an open point of a meeting was settled."""

    def __init__(self, parent: QWidget, context: CaseContext, meeting: str, point: str, words: str) -> None:
        super().__init__(parent, tr("办结未决事项"), context, icon="check", ink="accentT")
        self._meeting, self._point = meeting, point
        self.outcome = TextEdit(tr("办理结果"), 3)
        self.on = day_edit(context.view.as_of)
        self.field(tr("事项"), label(words, wrap=True))
        self.field(tr("办理结果"), self.outcome)
        self.field(tr("办结日期"), self.on)
        self.finish(tr("办结"), icon="check", note=tr("结果留空即恢复为未决。"))
        self.outcome.setFocus()

    def command(self) -> c.ClosePoint:
        """Return the wish that the fields make."""
        outcome, on = self.outcome.toPlainText().strip(), day_of(self.on)
        return c.ClosePoint(self.context.case, self._meeting, self._point, outcome, on)
