"""The moment that the plan shows: doors, start or end of a session; posts that are not on duty then turn pale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from workbench.core.values import Row
from workbench.services.views import CaseView, SiteObjectView
from workbench.ui.i18n import tr

POST = "post"


class MomentPicker(QComboBox):
    """All times, or one moment of one session."""

    picked = Signal(object)
    """A local time, or ``None`` for all."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("显示时刻"))
        self.setToolTip(tr("选一个时刻，不在岗的岗位变淡"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        self._shown: tuple[tuple[str, object], ...] = ()
        self.activated.connect(lambda _at: self.picked.emit(self.currentData()))

    @property
    def moment(self) -> datetime | None:
        """Return the chosen moment."""
        found = self.currentData()
        return found if isinstance(found, datetime) else None

    def show_case(self, view: CaseView) -> None:
        """Offer the moments of a case and keep the chosen one while it is there."""
        offered = ((tr("全部时段"), None), *moments(view.sheets.get("sessions", ())))
        if offered == self._shown:
            return
        kept, self._shown = self.currentData(), offered
        with QSignalBlocker(self):
            self.clear()
            for words, moment in offered:
                self.addItem(words, moment)
            self.setCurrentIndex(max(0, self.findData(kept)) if kept is not None else 0)


def moments(sessions: Iterable[Row]) -> Iterator[tuple[str, datetime]]:
    """Yield the moments of sessions with their words, in the order of time."""
    names = (("doors", tr("入场")), ("start", tr("开演")), ("end", tr("散场")))
    found = []
    for row in sessions:
        for key, word in names:
            at = row.values.get(key)
            if isinstance(at, datetime):
                found.append((at, f"{at.month}/{at.day} {at:%H:%M} {word}"))
    for at, words in sorted(dict.fromkeys(found)):
        yield words, at


def off_duty(objects: Iterable[SiteObjectView], moment: datetime | None) -> frozenset[str]:
    """Return the posts that are not on duty at a moment; a post that states no times is on duty always."""
    if moment is None:
        return frozenset()
    return frozenset(one.code for one in objects if one.kind == POST and not _on_duty(one.row, moment))


def _on_duty(row: Row, moment: datetime) -> bool:
    on, off = row.values.get("on"), row.values.get("off")
    begun = not isinstance(on, datetime) or on <= moment
    return begun and (not isinstance(off, datetime) or moment <= off)
