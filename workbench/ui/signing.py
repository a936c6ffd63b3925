"""Four eyes: who recommended, who decides, what became stale; and the field in which a person signs.

A signature asks for the signing person's password once more. Both the password and the act are checked on the worker;
the rules of the act (role, state, four eyes, seal) are the services' own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from workbench.core import commands as c
from workbench.errors import SignInError, Text, WorkbenchError
from workbench.services import office
from workbench.services.views import CaseView, Person, SignatureView
from workbench.ui import announce
from workbench.ui.i18n import clock_time, full_day, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.sign_in import PasswordEdit
from workbench.ui.widgets import Button, ElidedLabel, clear, column, label, picture, row, tag
from workbench.ui.workspace_context import CaseContext

ACTS = (c.Recommend.kind, c.Countersign.kind, c.ThirdSign.kind)
"""The signatures of a decision, in order."""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is to sign.

    Attributes:
        act: Command kind that the person at the desk may sign now; empty = none.
        why: Why nothing can be signed here now; empty when something can.
        back: Command kind with which the person may send or take the recommendation back; empty = none.
    """

    act: str = ""
    why: str = ""
    back: str = ""


def turn_of(view: CaseView, person: Person | None, *, read_only: bool = False) -> Turn:
    """Return what the person at the desk may sign."""
    decision = view.decision
    if decision.decision is not None:
        return Turn()
    if read_only:
        return Turn(why=tr("资料库只读，不能签署"))
    own = person is not None and decision.recommender == person.id
    may = {kind: why is None for kind, why in decision.may.items()}
    if decision.recommender and own:
        back = c.WithdrawRecommendation.kind if may[c.WithdrawRecommendation.kind] else ""
        return Turn(why=tr("审查意见由本人提出，须由另一人复签"), back=back)
    back = c.ReturnRecommendation.kind if may[c.ReturnRecommendation.kind] else ""
    if any(signature.stale for signature in signatures_of(view).values()):
        return Turn(why=tr("签名已失效，须退回，由主审重新签署"), back=back)
    act = next((kind for kind in reversed(ACTS) if may[kind]), "")
    if act:
        return Turn(act, back=back)
    wanted = c.Countersign.kind if decision.recommender else c.Recommend.kind
    why = decision.may[wanted]
    return Turn(why=say(why) if why else "", back=back)


def signatures_of(view: CaseView) -> dict[str, SignatureView]:
    """Return the signatures of the present recommendation by act; those of an earlier round are left out."""
    if not view.decision.recommender:
        return {}
    found: dict[str, SignatureView] = {}
    for signature in view.decision.signatures:
        if signature.act == c.Recommend.kind:
            found = {}
        if signature.act in ACTS:
            found[signature.act] = signature
    return found


def act_title(act: str) -> str:
    """Return who signs an act."""
    return {c.Recommend.kind: tr("主审"), c.Countersign.kind: tr("复签"), c.ThirdSign.kind: tr("第三签")}[act]


class SignPassword(PasswordEdit):
    """The password of the signing person; Enter and Ctrl Enter sign."""

    signed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sign on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.signed.emit()
        else:
            super().keyPressEvent(event)


class SignForm(QWidget):
    """Opinion, password, the act, and the way back. What is typed stays until it is signed."""

    sign_requested = Signal(str)
    """The act; opinion and password stand in the fields."""
    back_requested = Signal(str)
    opinion_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.turn = Turn()
        self.opinion = TextEdit(tr("意见"), 2)
        self.opinion.textChanged.connect(self.opinion_changed)
        self.password = SignPassword()
        self.password.setPlaceholderText(tr("输入本人口令"))
        self.password.setAccessibleName(tr("签署口令"))
        self.sign = Button("", icon="check", kind="primary")
        self.back = Button("", icon="arrow-back-up", kind="danger")
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        line = row(self.password, self.sign, self.back, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(column(self.opinion, line, self.fault, spacing=6))
        self.password.signed.connect(self._ask)
        self.password.textEdited.connect(lambda _text: self.fault.hide())
        self.sign.clicked.connect(lambda _on=False: self._ask())
        self.back.clicked.connect(lambda _on=False: self.back_requested.emit(self.turn.back))

    def show_turn(self, turn: Turn) -> None:
        """Show what can be signed."""
        if turn.act != self.turn.act:
            self.password.clear()
            self.fault.hide()
        self.turn = turn
        signing = {c.Recommend.kind: tr("签署意见")}.get(turn.act, tr("同意"))
        self.sign.set_text(signing)
        self.back.set_text(tr("撤回") if turn.back == c.WithdrawRecommendation.kind else tr("退回"))
        for widget in (self.opinion, self.password, self.sign):
            widget.setVisible(bool(turn.act))
        self.back.setVisible(bool(turn.back))
        self.setVisible(bool(turn.act or turn.back))

    def say_fault(self, words: str) -> None:
        """Say why it was not signed."""
        self.fault.setText(words)
        self.fault.show()
        announce.alert(self, words)

    def set_busy(self, *, busy: bool) -> None:
        """Take no second signature while one is under way."""
        for widget in (self.password, self.sign, self.back):
            widget.setEnabled(not busy)

    def _ask(self) -> None:
        if self.turn.act:
            self.sign_requested.emit(self.turn.act)


class SigningPanel(QFrame):
    """The timeline of signatures with the form at its active place."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self.form = SignForm()
        self._rows: QVBoxLayout = column(spacing=8)
        self._after: QVBoxLayout = column(spacing=6)
        self.setLayout(column(self._rows, self.form, self._after, None, spacing=8, margins=(14, 10, 14, 12)))

    def show_case(self, view: CaseView) -> None:
        """Show the signatures of the present round, whose turn it is, and what an earlier round came to."""
        turn = turn_of(view, self.context.session.person, read_only=self.context.session.read_only)
        signed = signatures_of(view)
        clear(self._rows)
        clear(self._after)
        for taken in view.decision.taken_back[-2:]:
            words = tr("已退回") if taken.kind == c.ReturnRecommendation.kind else tr("已撤回")
            line = f"{taken.act.name} {clock_time(taken.act.at)} {words}{tr('：')}{taken.reason}"
            self._rows.addLayout(_line("arrow-back-up", "t3", ElidedLabel(line, "small", "t2")))
        for act in ACTS:
            place = self._rows if act in signed or act == turn.act or not turn.act else self._after
            self._place(view, act, signed.get(act), turn, place)
        if turn.why:
            self._rows.addLayout(_line("info-circle", "info", label(turn.why, "small", "t2", wrap=True)))
        self._say_after(view)
        self.form.show_turn(turn)

    def _place(self, view: CaseView, act: str, signature: SignatureView | None, turn: Turn, place: QVBoxLayout) -> None:
        if signature is not None:
            place.addLayout(_signed(act, signature, decided=view.decision.decision is not None))
            if signature.stale:
                place.addWidget(stale_box(signature, decided=view.decision.decision is not None))
            return
        if view.decision.decision is not None:
            return
        person = self.context.session.person
        if act == turn.act and person is not None:
            place.addLayout(_line("edit", "accentT", label(f"{act_title(act)} {person.name}", "bodyStrong")))
            return
        note = _waiting(view, act)
        if note:
            head = row(label(act_title(act), "bodyStrong", "t2"), label(note, "small", "t2"), None, spacing=6)
            place.addLayout(_line("circle-dashed", "t3", head))

    def _say_after(self, view: CaseView) -> None:
        delivery, publication = view.decision.delivery, view.decision.publication
        if delivery is not None:
            late = tr("（已逾期）") if delivery.late else ""
            words = tr("{day} 送达 {name}", day=full_day(delivery.on), name=delivery.receiver) + late
            self._after.addLayout(_line("send", "ok", ElidedLabel(words, "small")))
        if publication is not None:
            words = tr("{day} 公开", day=full_day(publication.on))
            self._after.addLayout(_line("broadcast", "ok", ElidedLabel(words, "small")))


def _waiting(view: CaseView, act: str) -> str:
    if act == c.ThirdSign.kind and not view.decision.third:
        return tr("本级活动不需要") if view.row.level_fixed else tr("定级后确定是否需要")
    return tr("待签")


def _line(icon: str, ink: str, words: QWidget | QLayout) -> QLayout:
    """Return a line of the timeline: sign and words."""
    made = row(picture(icon, ink, 18), spacing=10)
    if isinstance(words, QWidget):
        made.addWidget(words, 1)
    else:
        made.addLayout(words, 1)
    return made


def _signed(act: str, signature: SignatureView, *, decided: bool) -> QLayout:
    look, state = ("circle-check-filled", "okF"), tag(tr("有效"), "ok")
    if signature.stale:
        look = ("alert-circle-filled", "warnF" if decided else "badF")
        state = tag(tr("已有变更"), "warn") if decided else tag(tr("已失效"), "bad")
    head = row(
        label(f"{act_title(act)} {signature.name}", "bodyStrong"),
        label(tr("{time} 已签", time=clock_time(signature.at)), "small", "t2"),
        None,
        state,
        spacing=6,
    )
    words = column(head, spacing=0)
    if signature.opinion:
        words.addWidget(ElidedLabel(tr("意见：{what}", what=signature.opinion), "small", "t2"))
    return _line(*look, words)


def stale_box(signature: SignatureView, *, decided: bool) -> QFrame:
    """Return the box that names what changed since a signature; a decision itself stands as it was signed."""
    box = QFrame()
    box.setObjectName("box")
    box.setProperty("kind", "warn" if decided else "bad")
    names = tr("、").join(say(change) for change in signature.changes)
    if decided:
        told = tr("签署时的状态不是现状：{names}。决定按签署时保存，重印逐字节相同。", names=names)
    else:
        told = tr("签署之后内容有变更，该签名已失效：{names}", names=names)
    box.setLayout(row(label(told, "small", "warn" if decided else "bad", wrap=True), margins=(10, 6, 10, 6)))
    return box


def sign(
    context: CaseContext, form: SignForm, command: c.Command, said: str, refused: Callable[[WorkbenchError], None]
) -> None:
    """Check the password of the person at the desk, then give the signed command.

    Args:
        context: The case.
        form: Where the password stands; it is emptied after the check.
        command: The signed act.
        said: Words for a toast.
        refused: Told when the password or the act is refused.
    """
    person = context.session.person
    if person is None or not form.password.text():
        refused(SignInError(Text("请输入本人口令", "enter your own password")))
        form.password.setFocus()
        return
    form.set_busy(busy=True)
    task = context.session.do(office.sign_in, context.session.desk, person.account, form.password.text())
    task.done.connect(lambda _person: context.do(command, said=said, refused=refused))
    task.failed.connect(refused)
    task.ended.connect(lambda: form.set_busy(busy=False))
    task.ended.connect(form.password.clear)
