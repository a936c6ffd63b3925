"""Beside the matrix: the duty under the cursor, what it rests on, who is named, how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QWidget

from workbench.core.pack import Pack
from workbench.errors import WorkbenchError
from workbench.services.views import DutyView, PartyView
from workbench.ui import announce
from workbench.ui import step_duties_words as words
from workbench.ui.i18n import full_day, say, tr
from workbench.ui.saved_text import SavedLine, SavedText
from workbench.ui.step_duties_fields import Choices, Locked, Option, captioned, read_only, refusal
from workbench.ui.widgets import Button, FlowLayout, clear, column, label, panel, row, tag

LINES = ("person", "phone", "post")
TEXTS = ("evidence", "note")
FIELDS = (*LINES, *TEXTS)


class DutyPane(QScrollArea):
    """The duty in full; each field saves itself."""

    field_settled = Signal(str, str, str)
    """Code of the duty, field, text."""
    status_requested = Signal(str)
    register_requested = Signal(str)
    """An organisation (its name) that should be shown with what the register knows of it."""
    looked_at = Signal()
    """What was taken over from an earlier case is right."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._code = ""
        self._own: tuple[str, ...] = ()
        self._known: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()

    def show_duty(self, duty: DutyView, party: PartyView | None, why_not: str) -> None:
        """Show a duty; ``why_not`` says why it cannot be changed, empty when it can."""
        same = duty.code == self._code
        self._code = duty.code
        self._title.setText(f"{duty.code} {say(duty.title)}")
        self._show_tags(duty)
        self._source.setVisible(bool(duty.source))
        self._taken.setText(tr("套用自 {number}，尚未核对", number=duty.source))
        self.seen.setEnabled(not why_not)
        self._basis.setText(say(duty.basis) or tr("本单位默认"))
        self._mark.setText(words.mark_word(duty.mark))
        self._mark.setProperty("kind", words.mark_kind(duty.mark))
        self._mark.style().polish(self._mark)
        self._owner.setText(self._owner_words(duty, party))
        self._own = tuple(name for name in party.organisations if name in self._known) if party else ()
        self.known.setVisible(bool(self._known))
        self.known.set_caret(len(self._known) > 1)
        self._asked.setText(self._evidence_words(duty))
        self.status.show_choice(duty.status)
        self.status.allow(why_not)
        self.locked.show_reason(why_not)
        self._show_fields(duty, same=same, why_not=why_not)
        if not same:
            self._fault.hide()

    def show_organisations(self, names: Iterable[str]) -> None:
        """Take the organisations of the case: the button offers them after those of the duty's own party."""
        self._known = tuple(names)

    def _choose_organisation(self) -> None:
        """Ask which organisation is meant; a single one is shown at once."""
        found = tuple(dict.fromkeys((*self._own, *self._known)))
        if len(found) == 1:
            self.register_requested.emit(found[0])
            return
        self.organisations.clear()
        for number, name in enumerate(found):
            if number and number == len(self._own):
                self.organisations.addSeparator()
            chosen = self.organisations.addAction(name.replace("&", "&&"))
            chosen.triggered.connect(lambda _on=False, name=name: self.register_requested.emit(name))
        self.organisations.popup(self.known.mapToGlobal(self.known.rect().bottomLeft()))

    def settle(self) -> None:
        """Save what is being typed before the cursor moves on."""
        for field in self.fields.values():
            field.settle()

    def refuse(self, duty: DutyView, where: str, error: WorkbenchError) -> None:
        """Show the last saved value and say why the new one was not taken, at its field."""
        if duty.code != self._code:
            return
        field = self.fields.get(where)
        if field is not None:
            field.start(str(duty.due_set or "") if where == "due" else getattr(duty, where))
            field.say_fault(refusal(error))
            self.ensureWidgetVisible(field)
            return
        told = refusal(error)
        self._fault.setText(told)
        self._fault.show()
        announce.alert(self, told)

    # Construction

    def _build(self) -> None:
        self._title = label("", "section", wrap=True)
        self.locked = Locked()
        self._tags = QWidget()
        self._tags.setLayout(FlowLayout(self._tags))
        self._basis = label("", "body", "t2", wrap=True)
        self._mark = tag("")
        quote = panel("alt")
        quote.setLayout(column(self._basis, self._mark, spacing=4, margins=(10, 7, 8, 7)))
        self._owner = label("", wrap=True)
        self.known = Button(tr("登记与回溯"), icon="history", small=True)
        self.organisations = QMenu(tr("登记与回溯"), self)
        self.known.clicked.connect(lambda _on=False: self._choose_organisation())
        self._asked = label("", "small", "t2", wrap=True)
        self._fault = label("", "small", "bad", wrap=True)
        self._fault.hide()
        self._taken = label("", "small", "tol", wrap=True)
        self.seen = Button(tr("核对无误"), icon="check", small=True)
        self.seen.clicked.connect(lambda _on=False: self.looked_at.emit())
        self._source = panel("alt")
        line = row(self._taken, self.seen, spacing=8, margins=(10, 6, 8, 6))
        line.setStretch(0, 1)
        self._source.setLayout(line)
        states = self._pack.lists.get("duty_states", {})
        self.status = Choices(
            tr("落实状态"),
            [
                Option(c, say(s.text), words.LOOKS.get(c, ("", ""))[0], str(n))
                for n, (c, s) in enumerate(states.items(), 1)
            ],
        )
        self.status.chosen.connect(self.status_requested)
        inside = panel("surface")
        inside.setLayout(
            column(
                self._title, self._tags, self.locked, self._source, quote,
                captioned(tr("主责方（由责任清单确定）"), self._owner), row(self.known, None),
                captioned(tr("落实状态"), self.status), self._fault, self._make_fields(), None,
                spacing=10, margins=(16, 12, 14, 12),
            )
        )  # fmt: skip
        self.setWidget(inside)

    def _make_fields(self) -> QWidget:
        self.fields: dict[str, SavedLine | SavedText] = {
            "person": SavedLine(tr("责任人（一名）")),
            "phone": SavedLine(tr("电话")),
            "post": SavedLine(tr("职务")),
            "evidence": SavedText(tr("佐证")),
            "note": SavedText(tr("说明")),
            "due": SavedLine(tr("落实期限 YYYY-MM-DD")),
        }
        for name, field in self.fields.items():
            field.settled.connect(lambda text, n=name: self.field_settled.emit(self._code, n, text))
        made = QWidget()
        lines = row(*(captioned(self.fields[n].edit.accessibleName(), self.fields[n]) for n in ("phone", "post")))
        made.setLayout(
            column(
                captioned(tr("责任人（一名）"), self.fields["person"]), lines,
                captioned(tr("落实期限 YYYY-MM-DD"), self.fields["due"]),
                captioned(tr("佐证"), self.fields["evidence"]), self._asked,
                captioned(tr("说明"), self.fields["note"]), spacing=8,
            )
        )  # fmt: skip
        return made

    # Inside

    def _show_tags(self, duty: DutyView) -> None:
        layout = self._tags.layout()
        assert layout is not None
        clear(layout)
        for gap in duty.gaps:
            layout.addWidget(tag(say(gap), "bad"))
        layout.addWidget(tag(words.phase_word(duty.phase, self._pack)))
        if duty.due:
            layout.addWidget(tag(tr("{day} 前落实", day=words.due_word(duty.due))))
        if duty.returned is not None:
            kind = "warn" if duty.outdated else "ok"
            layout.addWidget(tag(tr("{day} 收回", day=full_day(duty.returned)), kind))
        if duty.signed_on is not None:
            layout.addWidget(tag(tr("{day} 签认", day=full_day(duty.signed_on)), "ok"))

    def _show_fields(self, duty: DutyView, *, same: bool, why_not: str) -> None:
        values: Mapping[str, str] = {name: getattr(duty, name) for name in FIELDS}
        values = {**values, "due": str(duty.due_set or "")}
        for name, field in self.fields.items():
            read_only(field, on=bool(why_not))
            field.setToolTip(why_not)
            if same:
                field.show_saved(values[name])
            else:
                field.start(values[name])

    @staticmethod
    def _owner_words(duty: DutyView, party: PartyView | None) -> str:
        if party is None:
            return duty.party
        return tr("：").join((say(party.title), tr("、").join(party.organisations) or tr("未填报单位")))

    def _evidence_words(self, duty: DutyView) -> str:
        known = self._pack.duties.get(duty.code)
        return tr("应有佐证：{evidence}", evidence=say(known.evidence)) if known and known.evidence.zh else ""
