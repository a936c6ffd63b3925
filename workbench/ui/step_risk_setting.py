"""Setting the security level: the commands behind the card, and what waits for a reason or an approver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.services import office
from workbench.services.views import RiskView
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import tr
from workbench.ui.step_risk_level import LevelCard
from workbench.ui.workspace_context import CaseContext


def approvers(desk: Any, person: Any) -> tuple[str, ...]:
    """Return the names of those who may approve a lower level, without the person. Runs on the worker."""
    return tuple(p.name for p in office.people(desk) if "approver" in p.roles and p.id != person.id)


class LevelDesk(QObject):
    """Gives the commands of the level card. A level that was refused waits for its reason or approver."""

    refused = Signal()
    """The card says why; it should be in sight."""

    def __init__(self, context: CaseContext, card: LevelCard, why_not: Callable[[str], str]) -> None:
        super().__init__(card)
        self._context = context
        self._card = card
        self._why_not = why_not
        self._waiting: int | None = None
        card.level_requested.connect(self.set)
        card.edited.connect(self.edit)
        card.withdrawn.connect(self.withdraw)
        context.session.ask(approvers).done.connect(card.offer)

    def show_risk(self, risk: RiskView) -> None:
        """Show the level of a state of the case."""
        self._card.show_risk(risk, self._why_not("set_level"), pending=self._waiting is not None)

    def set(self, level: int) -> None:
        """Set the level with the reason, and for a lower one the approver, that stand beside it."""
        if not self._context.may("set_level"):
            return
        self._waiting = level
        computed = self._context.view.risk.computed_level
        lower = computed is not None and level > computed
        approver = self._card.approver.currentText().strip() if lower else ""
        said = tr("安保等级定为{level}", level=words.level_word(level, self._context.pack))
        command = c.SetLevel(self._context.case, level, self._card.reason.text().strip(), approver)
        self._context.do(command, said=said, refused=self._refused).done.connect(self._done)

    def edit(self) -> None:
        """Give a level again that waited for its reason or approver, or save another reason."""
        risk = self._context.view.risk
        level = self._waiting or risk.level
        now = (self._card.reason.text().strip(), self._card.approver.currentText().strip())
        if level and (self._waiting is not None or now != (risk.level_reason, risk.level_approver)):
            self.set(level)

    def withdraw(self) -> None:
        """Take the level back."""
        self._waiting = None
        self._context.do(c.SetLevel(self._context.case, 0), said=tr("定级已撤回"))

    def _refused(self, fault: WorkbenchError) -> None:
        self._card.say_refusal(getattr(fault, "field", ""), fault)
        self.refused.emit()

    def _done(self, _given: object) -> None:
        self._waiting = None
        self.show_risk(self._context.view.risk)
