"""What the plan shows: all times, the doors, start or end of a session, or a variant with one opening taken away.

At a moment posts that are not on duty turn pale. A variant is only looked at; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from workbench.core.values import Row
from workbench.services.site_scenarios import Offer, Scenario
from workbench.services.views import CaseView, SiteObjectView
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme

POST = "post"


class MomentPicker(QComboBox):
    """All times, one moment of one session, or a variant."""

    picked = Signal(object)
    """A local time, a variant, or ``None`` for all."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("显示情形"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        self.view().setMinimumWidth(Theme.current.px(240))
        self._shown: tuple[tuple[str, object], ...] = ()
        self._moments: tuple[tuple[str, object], ...] = ((tr("全部时段"), None),)
        self._offers: tuple[tuple[str, object], ...] = ()
        self.activated.connect(lambda _at: self.picked.emit(self.currentData()))
        self.currentTextChanged.connect(self._tell)
        self._tell("")

    def _tell(self, chosen: str) -> None:
        """Say in the tip what is chosen, which a narrow field cuts off, and what it does."""
        self.setToolTip(
            "\n".join(
                part
                for part in (chosen, tr("选时刻：不在岗的岗位变淡；选假设：出口封闭或入口停用时的核算，不写入案卷"))
                if part
            )
        )

    @property
    def moment(self) -> datetime | None:
        """Return the chosen moment."""
        found = self.currentData()
        return found if isinstance(found, datetime) else None

    @property
    def scenario(self) -> Scenario:
        """Return what is chosen as what is asked for."""
        found = self.currentData()
        return found if isinstance(found, Scenario) else Scenario(self.moment)

    def show_case(self, view: CaseView) -> None:
        """Offer the moments of a case and keep the chosen one while it is there."""
        self._moments = ((tr("全部时段"), None), *moments(view.sheets.get("sessions", ())))
        self._fill()

    def show_offers(self, offers: Iterable[Offer]) -> None:
        """Offer the variants of the plan below the moments."""
        named = ((tr("假设：{words}", words=say(one.text)), Scenario(kind=one.kind, code=one.code)) for one in offers)
        self._offers = tuple(named)
        self._fill()

    def _fill(self) -> None:
        offered = (*self._moments, *self._offers)
        if offered == self._shown:
            return
        kept, self._shown = self.currentData(), offered
        with QSignalBlocker(self):
            self.clear()
            for words, found in offered:
                self.addItem(words, found)
            if self._offers:
                self.insertSeparator(len(self._moments))
            there = [data for _, data in offered]
            at = there.index(kept) if kept in there else 0
            self.setCurrentIndex(at + (at >= len(self._moments)))
        self._tell(self.currentText())


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
