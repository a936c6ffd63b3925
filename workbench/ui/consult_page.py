"""The page of consultations: who is due to be asked and why, letters, replies side by side, minutes of meetings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QWidget

from workbench.core import commands as c
from workbench.core.consultation import Conflict
from workbench.errors import WorkbenchError
from workbench.services.consult_values import LATE, WAITING, ProposalView, RequestView
from workbench.services.views import CaseView
from workbench.ui import consult_dialogs as dialogs
from workbench.ui import consult_words as words
from workbench.ui.consult_sides import SidesTable
from workbench.ui.i18n import say, tr
from workbench.ui.liaison import local_path
from workbench.ui.meeting_dialog import MeetingDialog
from workbench.ui.packet_dialog import PacketDialog
from workbench.ui.paper_preview import PaperPreview
from workbench.ui.step_decision_forms import OpinionDialog
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.step_duties_fields import SideSplit
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, FlowLayout, clear, column, label, panel, row, tab_widget, tag
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

NUMBER = 11
LETTER, MINUTES = "F09", "HS"


def received(desk: Any, person: Any, path: str, case: str) -> Any:
    """Take a reply in. Runs on the worker."""
    from workbench.services import replies

    return replies.receive(desk, person, Path(path), case)


class ConsultPage(StepPage):
    """Proposals, requests, differences and meetings at the left, the chosen one at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self.list = LineList(tr("征求意见与会商"))
        self.details = LineList(tr("详情"))
        self.sides = SidesTable(context)
        self.preview = PaperPreview(context, self._paper_title)
        self.tabs = tab_widget(tr("征求意见"))
        self.acts: dict[str, Button] = {}
        self._title = ElidedLabel("", "section")
        self._state = tag("", "neutral")
        self._shown = ""
        self._paper = ""
        self._build()
        self.list.acted.connect(lambda line: self._show(line.key))
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._moved())
        self.details.acted.connect(self._point)
        self.tabs.currentChanged.connect(lambda _at: self._want_paper())

    # What the workspace asks

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self.list.show_lines(words.left_lines(view))
        kept = self.context.memory.get(NUMBER)
        if not self._shown:
            self._shown = kept if isinstance(kept, str) else self._first()
        self.list.choose(self._shown)
        self._show(self._shown)

    def reveal(self, object_: str) -> None:
        """Put the cursor on a request, a conflict, or the meeting of an open point."""
        wanted = object_.split("/", maxsplit=1)[0]
        for line in self.list.model_.lines:
            if line.key.partition(":")[2] == wanted:
                self.list.choose(line.key)
                self._show(line.key)
                return

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("J K", tr("上下项")), ("Enter", tr("看详情")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return what can be done on the page."""
        return (
            StepButton(tr("会商纪要"), self.write_minutes, "users", why_not=self._why(c.SetMeeting.kind)),
            StepButton(tr("接收回复文件"), self.choose_reply, "file-import", why_not=self._why(c.RefuseReply.kind)),
            StepButton(
                tr("发函征求意见"),
                self.compose,
                "send",
                "Ctrl ↵",
                primary=True,
                why_not=self._why(c.SendConsultation.kind),
            ),
        )

    def remember(self) -> None:
        """Keep what is shown."""
        self.context.memory[NUMBER] = self._shown

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file: a reply that came back."""
        if local_path(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Receive a dropped reply."""
        if path := local_path(event):
            self.receive(path)

    # Acts

    def compose(self) -> None:
        """Write a letter, to the authority under the cursor when it is due."""
        line = self.list.line()
        kind, _, code = line.key.partition(":") if line else ("", "", "")
        proposals = {one.code: one for one in self.context.view.consult.proposals if not one.asked}
        chosen = proposals.get(code) if kind == words.PROPOSAL else None
        dialogs.RequestDialog(self, self.context, self._files(), proposal=chosen).open()

    def choose_reply(self) -> None:
        """Ask for a file that came back."""
        filters = tr("回复文件 (*.eawr *.pdf *.xlsx);;所有文件 (*)")
        path, _ = QFileDialog.getOpenFileName(self, tr("接收回复文件"), "", filters)
        if path:
            self.receive(path)

    def receive(self, path: str) -> None:
        """Take a reply in; a refused one is kept on record, and the reason told."""
        task = self.context.session.ask(received, path, self.context.case)
        task.done.connect(self._received)
        task.failed.connect(self._refused)

    def write_minutes(self) -> None:
        """Write the minutes of another meeting."""
        MeetingDialog(self, self.context, self.context.view.consult.next_meeting).open()

    def _received(self, taken: Any) -> None:
        late = tr("（逾期）") if taken.late else ""
        self.context.session.notify(tr("已登记{dept}的回复", dept=taken.dept) + late)
        self._shown = f"{words.REQUEST}:{taken.request}"
        self._again()

    def _refused(self, fault: WorkbenchError) -> None:
        self._again()
        self.context.session.save_failed.emit(fault)

    def _again(self) -> None:
        self.context.refresh()
        self.context.session.changed.emit(self.context.case)

    def _point(self, line: Line) -> None:
        """Settle the open point under the cursor."""
        kind, _, code = self._shown.partition(":")
        if kind == words.MEETING and line.key and self.context.may(c.ClosePoint.kind):
            dialogs.PointDialog(self, self.context, code, line.key, line.title).open()

    # What is shown at the right

    def _first(self) -> str:
        """Return what is most pressing: a late request, one that waits, else the first row."""
        states = {f"{words.REQUEST}:{one.request}": one.state for one in self.context.view.consult.requests}
        late = next((key for key, state in states.items() if state == LATE), "")
        waiting = next((key for key, state in states.items() if state == WAITING), "")
        return late or waiting or next((line.key for line in self.list.model_.lines if line.key), "")

    def _moved(self) -> None:
        line = self.list.line()
        if line is not None and line.key and line.key != self._shown:
            self._show(line.key)

    def _show(self, key: str) -> None:
        known = {line.key for line in self.list.model_.lines if line.key}
        self._shown = key if key in known else next(iter(self._keys()), "")
        self._stack.setCurrentIndex(0 if self._shown else 1)
        kind, _, code = self._shown.partition(":")
        self._clear()
        show = {
            words.PROPOSAL: self._show_proposal,
            words.REQUEST: self._show_request,
            words.CONFLICT: self._show_conflict,
            words.MEETING: self._show_meeting,
        }.get(kind)
        if show is not None:
            show(code)
        self._want_paper()

    def _keys(self) -> list[str]:
        return [line.key for line in self.list.model_.lines if line.key]

    def _clear(self) -> None:
        clear(self._acts)
        self.acts.clear()
        self._paper = ""
        self._state.hide()
        self._details_stack.setCurrentIndex(0)

    def _show_proposal(self, code: str) -> None:
        one = next(one for one in self.context.view.consult.proposals if one.code == code)
        self._title.setText(say(one.dept))
        self.details.show_lines(words.proposal_lines(one, self.context))
        self._act("send", tr("拟函"), "send", c.SendConsultation.kind, partial(self._compose_for, one), primary=True)

    def _show_request(self, code: str) -> None:
        view = self.context.view
        one = next(one for one in view.consult.requests if one.request == code)
        word, family = words.state_word(one.state)
        self._title.setText(f"{one.dept}  {one.number or one.request}")
        self._tell_state(word, family)
        self.details.show_lines(words.request_lines(one, view, self.context))
        self._paper = f"{LETTER}:{code}"
        if one.superseded or one.withdrawn:
            return
        open_dialog = partial(self._open, one)
        self._act("packet", tr("制作意见包"), "package-export", c.RecordPacket.kind, partial(open_dialog, PacketDialog))
        self._act("reply", tr("登记复函"), "message", c.ReceiveOpinion.kind, partial(self._reply, code))
        if one.state in {WAITING, LATE}:
            urge, withdraw = dialogs.UrgeDialog, dialogs.WithdrawDialog
            self._act("urge", tr("催办"), "bell", c.UrgeConsultation.kind, partial(open_dialog, urge))
            self._act("withdraw", tr("不再等待"), "ban", c.WithdrawConsultation.kind, partial(open_dialog, withdraw))
        self._act("again", tr("重新发函"), "refresh", c.SendConsultation.kind, partial(self._ask_again, one))

    def _show_conflict(self, code: str) -> None:
        conflict, resolution = next(pair for pair in self.context.view.consult.conflicts if pair[0].key == code)
        self._title.setText(say(conflict.title))
        self._tell_state(*((tr("已处理"), "ok") if conflict.resolved else (tr("待处理"), "bad")))
        self.sides.show_conflict(conflict)
        self._details_stack.setCurrentIndex(1)
        settled = ""
        if resolution is not None:
            settled = f"{self.context.word('conflict_ways', resolution.way)}：{resolution.reason}"
        self._resolution.setText(settled or tr("还没有记录如何处理。分歧未处理前不能提出准予意见。"))
        name = tr("记录处理结果")
        self._act("resolve", name, "check", c.ResolveConflict.kind, partial(self._resolve, conflict), primary=True)

    def _show_meeting(self, code: str) -> None:
        view = self.context.view
        meeting = dict(view.consult.meetings)[code]
        self._title.setText(meeting.title)
        self.details.show_lines(words.meeting_lines(view, code, meeting, self.context))
        self._paper = f"{MINUTES}:{code}"
        edit = partial(self._edit_minutes, code)
        self._act("edit", tr("修改纪要"), "edit", c.SetMeeting.kind, edit)
        self._act("remove", tr("删除纪要"), "trash", c.RemoveMeeting.kind, partial(self._remove_minutes, code))

    def _compose_for(self, proposal: ProposalView) -> None:
        dialogs.RequestDialog(self, self.context, self._files(), proposal=proposal).open()

    def _ask_again(self, request: RequestView) -> None:
        dialogs.RequestDialog(self, self.context, self._files(), again=request).open()

    def _open(self, request: RequestView, kind: Callable[[QWidget, CaseContext, RequestView], Any]) -> None:
        kind(self, self.context, request).open()

    def _reply(self, request: str) -> None:
        OpinionDialog(self, self.context, request).open()

    def _resolve(self, conflict: Conflict) -> None:
        dialogs.ResolveDialog(self, self.context, conflict).open()

    def _edit_minutes(self, code: str) -> None:
        MeetingDialog(self, self.context, code, dict(self.context.view.consult.meetings)[code]).open()

    def _remove_minutes(self, code: str) -> None:
        self.context.do(c.RemoveMeeting(self.context.case, code), said=tr("已删除会商纪要"))

    # Parts

    def _act(
        self, key: str, name: str, icon: str, kind: str, act: Callable[[], object], *, primary: bool = False
    ) -> None:
        """Add a button of the chosen row; why it cannot be pressed is its tip."""
        button = Button(name, icon=icon, kind="primary" if primary else "secondary", small=True)
        why = self._why(kind)
        button.setEnabled(not why)
        button.setToolTip(why)
        button.clicked.connect(lambda _on=False: act())
        self._acts.addWidget(button)
        self.acts[key] = button

    def _why(self, kind: str) -> str:
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        why = self.context.why_not(kind)
        return say(why) if why else ""

    def _tell_state(self, word: str, family: str) -> None:
        self._state.setText(word)
        self._state.setProperty("kind", {"neu": "neutral"}.get(family, family))
        self._state.style().polish(self._state)
        self._state.show()

    def _files(self) -> list[str]:
        papers = (paper for group in self.context.view.classes for paper in group.papers)
        return sorted({file.attachment.name for paper in papers for file in paper.files})

    def _want_paper(self) -> None:
        self.tabs.setTabVisible(1, bool(self._paper))
        if self._paper and self.tabs.currentIndex() == 1 and self.isVisible():
            self.preview.want(self._paper)

    def _paper_title(self, name: str) -> str:
        return say(
            self.context.pack.papers[
                name.split(":", maxsplit=1)[0].split("-", maxsplit=1)[0].split(".", maxsplit=1)[0]
            ].text
        )

    def _build(self) -> None:
        self._acts = FlowLayout(spacing=6)
        head = panel("alt")
        head.setProperty("hair", "bottom")
        inner = column(row(self._title, self._state), self._acts, spacing=6, margins=(14, 8, 14, 8))
        head.setLayout(inner)
        self._resolution = label("", "body", "t2", wrap=True)
        compare = QWidget()
        compare.setLayout(column(self.sides, self._resolution, spacing=8, margins=(12, 10, 12, 10)))
        self._details_stack = QStackedWidget()
        self._details_stack.addWidget(self.details)
        self._details_stack.addWidget(compare)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._details_stack, tr("详情"))
        self.tabs.addTab(self.preview, tr("文书"))
        right, left = _surface(head, self.tabs), _surface(self.list)
        self._stack = QStackedWidget()
        self._stack.addWidget(SideSplit(left, right, share=0.6, least=480, most=1100))
        self._stack.addWidget(_nothing())
        self.setLayout(column(self._stack, spacing=0))


def _surface(*widgets: QWidget) -> QFrame:
    frame = panel("surface")
    body = column(spacing=0)
    for widget in widgets:
        body.addWidget(widget, 0 if widget.objectName() == "alt" else 1)
    frame.setLayout(body)
    frame.setMinimumWidth(Theme.current.px(320))
    return frame


def _nothing() -> QWidget:
    made = panel("surface")
    hint = label(tr("没有需要征求的意见。点右上角“发函征求意见”可向任何单位发函。"), "body", "t2")
    made.setLayout(column(None, row(None, hint, None), None))
    return made
