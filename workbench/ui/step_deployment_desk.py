"""What step 7 asks of the services: the deployment as it stands, people on posts, fillings, the solver's proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.services import deployment_roster as people
from workbench.services.deployment_roster import Shift
from workbench.services.views_deployment import DeploymentView, ProposalView
from workbench.ui.i18n import say, tr
from workbench.ui.living import alive
from workbench.ui.step_duties_fields import refusal
from workbench.ui.workspace_context import CaseContext

Proposal = tuple[c.EditRoster, ProposalView]


def read(desk: Any, person: Any, case: str) -> DeploymentView:
    """Work the deployment out. Runs on the worker; what it needs is loaded only here."""
    from workbench.services import deployment_desk

    return deployment_desk.deployment_view(desk, person, case)


def filled_up(desk: Any, person: Any, case: str, posts: Sequence[str], days: Sequence[date]) -> Proposal:
    """Work out what fills posts to their requirement. Runs on the worker."""
    from workbench.services import deployment_desk

    return deployment_desk.fill_up(desk, person, case, posts, days)


def filled_on(desk: Any, person: Any, case: str, post: str, day: date) -> Proposal:
    """Work out what puts the people of a day onto the later days. Runs on the worker."""
    from workbench.services import deployment_desk

    return deployment_desk.fill_down(desk, person, case, post, day)


def solved(desk: Any, person: Any, case: str) -> Proposal:
    """Work out the fullest roster. Runs on the worker."""
    from workbench.services import deployment_desk

    return deployment_desk.solve(desk, person, case)


class RosterDesk(QObject):
    """The deployment of the case, and the acts that put people on posts."""

    changed = Signal()
    """Another deployment has been worked out."""
    proposed = Signal(str, bool)
    """What the solver proposes in words, and whether it can be taken over."""

    def __init__(self, context: CaseContext, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.found: DeploymentView | None = None
        self._asked = -1
        self._proposal: Proposal | None = None
        self._shifts: dict[tuple[str, date], tuple[Shift, ...]] = {}

    # What stands

    def read(self, version: int) -> None:
        """Have the deployment worked out for a version of the case; the last one stays in sight meanwhile."""
        if version == self._asked:
            return
        self._asked = version
        task = self.context.session.ask(read, self.context.case)
        task.done.connect(alive(self, self._took))
        task.failed.connect(self.context.session.save_failed)

    def shifts(self, post: str, day: date | None = None) -> tuple[Shift, ...]:
        """Return the shifts of a post, of a day or of all days."""
        if day is not None:
            return self._shifts.get((post, day), ())
        return tuple(one for (key, _day), several in self._shifts.items() if key == post for one in several)

    def may(self) -> bool:
        """Say whether the person may change the roster."""
        return self.found is not None and self.context.may(c.EditRoster.kind)

    # Acts

    def set_people(self, post: str, day: date, persons: int) -> None:
        """Put so many people on a post on a day, shift by shift."""
        self._give(
            people.on_a_day(self.shifts(post, day), persons), tr("{post} 到岗 {count} 人", post=post, count=persons)
        )

    def put(self, shift: Shift, duties: Sequence[c.Duty]) -> None:
        """Put just these people on a shift."""
        self._give(people.given(shift, duties), tr("{post} 名册已改", post=shift.post))

    def copy_down(self, posts: Sequence[str], day: date) -> None:
        """Put the people of the first post on the others, on the same day."""
        source = self.shifts(posts[0], day)
        changes = people.as_on(source, [self.shifts(post, day) for post in posts[1:]])
        self._give(changes, tr("向下填充 {count} 岗", count=len(posts) - 1))

    def fill_up(self, wanted: Iterable[tuple[str, date]]) -> None:
        """Fill posts on days to their requirement, with nobody called whom a force does not have."""
        pairs = list(dict.fromkeys(wanted))
        posts, days = list(dict.fromkeys(p for p, _ in pairs)), list(dict.fromkeys(d for _, d in pairs))
        task = self.context.session.ask(filled_up, self.context.case, posts, days)
        task.done.connect(alive(self, self._filled))
        task.failed.connect(self.context.session.save_failed)

    def fill_on(self, post: str, day: date) -> None:
        """Put the people of a post on a day onto its later days."""
        task = self.context.session.ask(filled_on, self.context.case, post, day)
        task.done.connect(alive(self, self._filled))
        task.failed.connect(self.context.session.save_failed)

    def propose(self) -> None:
        """Ask the solver; nothing is changed."""
        self.proposed.emit(tr("正在试排…"), False)  # noqa: FBT003  (a signal takes places, not names)
        task = self.context.session.ask(solved, self.context.case)
        task.done.connect(alive(self, self._solved))
        task.failed.connect(alive(self, self._unsolved))

    def take(self) -> None:
        """Take the proposal over as one edit."""
        if self._proposal is not None:
            command, found = self._proposal
            self.leave()
            said = tr("已采用建议，改动 {count} 处", count=found.places)
            self.context.do(command, said=said, refused=self._refused)

    def leave(self) -> None:
        """Forget the proposal."""
        self._proposal = None
        self.proposed.emit("", False)  # noqa: FBT003

    # Inside

    def _give(self, changes: tuple[c.RosterChange, ...], said: str) -> None:
        if changes:
            self.context.do(c.EditRoster(self.context.case, changes), said=said, refused=self._refused)

    def _refused(self, fault: WorkbenchError) -> None:
        """Say why people were not put there; the page shows what stands."""
        self.context.session.notify(refusal(fault))
        self.changed.emit()

    def _took(self, found: DeploymentView) -> None:
        self.found = found
        self._shifts = {
            (post.key, day.day): tuple(
                Shift(
                    *(post.key, day.day, one.number, one.start, one.end, one.fill.need, post.unit, one.duties),
                    relief=one.relief,
                )
                for one in day.shifts
            )
            for post in found.posts
            for day in post.days
        }
        self.changed.emit()

    def _filled(self, proposal: Proposal) -> None:
        command, found = proposal
        if not command.changes:
            self.context.session.notify(tr("没有可以补的人：力量已用完，或没有缺口"))
            return
        left = tr("，仍缺 {count}", count=found.after) if found.after else ""
        said = tr("补上 {count} 人·班", count=found.before - found.after) + left
        self.context.do(command, said=said, refused=self._refused)

    def _solved(self, proposal: Proposal) -> None:
        command, found = proposal
        if not command.changes:
            self._proposal = None
            self.proposed.emit(tr("没有更好的排法：缺 {count} 人·班", count=found.after), False)  # noqa: FBT003
            return
        self._proposal = proposal
        told = tr("建议改动 {places} 处：缺口 {before} → {after} 人·班", places=found.places, before=found.before,
                  after=found.after)  # fmt: skip
        if found.bound is not None:
            told += tr("，最少可到 {bound}", bound=found.bound)
        self.proposed.emit(told, True)  # noqa: FBT003

    def _unsolved(self, fault: WorkbenchError) -> None:
        self._proposal = None
        self.proposed.emit(say(fault.message), False)  # noqa: FBT003
