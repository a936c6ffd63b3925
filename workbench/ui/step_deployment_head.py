"""The head of step 7: the command post over its teams as cards, totals, how far everything is filled."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from workbench.core.pack import Pack
from workbench.services.views_deployment import DeploymentView
from workbench.ui import icons
from workbench.ui.delegates import rounded, text
from workbench.ui.i18n import say, short_day, tr
from workbench.ui.step_deployment_board import SHORT, Board, by_unit_type, filled, leader_of
from workbench.ui.step_deployment_model import day_title
from workbench.ui.step_deployment_words import Team, teams_of
from workbench.ui.step_site_words import dotted
from workbench.ui.theme import Theme
from workbench.ui.widgets import ElidedLabel, column, label

CARD, GAP = 54, 12
"""Height of a card and room between the command post and the teams [px]."""
ICONS = ("shield-star", "users-group", "shield-half", "layout-rows")


@dataclass(frozen=True)
class Filled:
    """A team with its leader and how far it is filled."""

    team: Team
    leader: str
    posts: int
    have: int
    need: int
    rostered: bool

    @property
    def kind(self) -> str:
        """Return the colour family."""
        if not self.rostered or not self.need:
            return "neu"
        if self.have >= self.need:
            return "ok"
        return "warn" if self.have >= SHORT * self.need else "bad"

    def ratio(self) -> str:
        """Return both numbers."""
        return f"{f'{self.have:,}' if self.rostered else '—'} / {self.need:,}"

    def sentence(self) -> str:
        """Return everything on the card."""
        who = self.leader or tr("未定负责人")
        posts = tr("{count} 岗", count=self.posts)
        return tr("，").join((say(self.team.title), who, posts, tr("到岗 {ratio} 人·班", ratio=self.ratio())))


class TeamCard(QAbstractButton):
    """A team: name, have / need, leader and tasks, a bar. Pressed, the table shows its posts only."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._filled: Filled | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_filled(self, filled_: Filled) -> None:
        """Show a team."""
        self._filled = filled_
        self.setAccessibleName(filled_.sentence())
        self.setToolTip(f"{filled_.sentence()}\n{say(filled_.team.task)}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of a card."""
        return QSize(Theme.current.px(190), Theme.current.px(CARD))

    def minimumSizeHint(self) -> QSize:
        """Allow narrow cards."""
        return QSize(Theme.current.px(150), Theme.current.px(CARD))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        if self._filled is None:
            return
        theme, one = Theme.current, self._filled
        painter = QPainter(self)
        area = QRectF(self.rect())
        rounded(painter, area, "sel" if self.isChecked() else "surface", "accentT" if self.isChecked() else "line", 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 8, 8)
        inside = self.rect().adjusted(theme.px(10), theme.px(6), -theme.px(10), -theme.px(6))
        top, below = QRect(inside), QRect(inside)
        top.setHeight(theme.px(19))
        below.setTop(inside.top() + theme.px(19))
        below.setHeight(theme.px(17))
        font = theme.sized(13, 500)
        wide = QFontMetrics(font).horizontalAdvance(one.ratio())
        text(painter, top.adjusted(top.width() - wide - 1, 0, 0, 0), one.ratio(), font, _ink(one))
        painter.drawPixmap(top.left(), top.top() + theme.px(2), icons.pixmap(self._icon, "accentT", 16))
        text(painter, top.adjusted(theme.px(22), 0, -wide - theme.px(8), 0), say(one.team.title), font, "t1")
        text(painter, below, dotted(one.leader or tr("未定负责人"), say(one.team.task)), theme.sized(12),
             "t2" if one.leader else "warn")  # fmt: skip
        _bar(painter, QRectF(inside.left(), inside.bottom() - theme.px(3), inside.width(), theme.px(4)), one)


def _ink(one: Filled) -> str:
    return "t2" if one.kind == "neu" else one.kind


def _bar(painter: QPainter, area: QRectF, one: Filled) -> None:
    rounded(painter, area, "neuL", radius=2)
    if one.need and one.have:
        share = QRectF(area)
        share.setWidth(area.width() * min(1.0, one.have / one.need))
        rounded(painter, share, f"{one.kind}F", radius=2)


class CommandChart(QWidget):
    """One command post over its teams; what is left over (mobile points) and the sums stand beside."""

    team_chosen = Signal(str)
    """The word of a team whose posts are to be shown; empty shows all."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._teams = teams_of(pack)
        self.cards: dict[str, TeamCard] = {}
        self._deputies: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.title = ElidedLabel("", "bodyStrong")
        self.totals = (ElidedLabel("", "small", "t2"), ElidedLabel("", "small", "t2"))
        self.share = label("", "section", "t2")
        self.told = ElidedLabel("", "small", "t2")
        self.gaps = ElidedLabel("", "small", "t2")
        self._build()

    def show_board(self, board: Board, found: DeploymentView | None = None) -> None:
        """Show another board, with who stands in for the commander where somebody does."""
        self._deputies = tuple(one.name for one in found.deputies) if found else ()
        for team in self._teams:
            if team.word in self.cards:
                self.cards[team.word].show_filled(self._filled(board, team))
        have, need = filled(board.lines)
        mobile = [line for line in board.lines if line.team in self._rest()]
        self.title.setText(self._heading(board, len(mobile), sum(line.persons for line in mobile)))
        self.title.setToolTip(self.title.text())
        told = [f"{name} {count}" for name, count in by_unit_type(board.lines, self._pack)]
        half = (len(told) + 1) // 2
        for line, part in zip(self.totals, (told[:half], told[half:]), strict=True):
            line.setText(" · ".join(part))
            line.setToolTip(" · ".join(told))
        self._say_share(board, have, need)
        if found and found.fixed_percent is not None:
            self._say_fixed(int(found.fixed_percent))
        for line in (self.told, self.gaps):
            line.setToolTip(line.toolTip() or line.text())

    # Inside

    def _rest(self) -> set[str]:
        return {team.word for team in self._teams if not team.leads}

    def _filled(self, board: Board, team: Team) -> Filled:
        own = [line for line in board.lines if line.team == team.word]
        leader = leader_of(board.lines, team.word)
        deputies = self._deputies if team is self._teams[0] else ()
        stands_in = tr("副 {names}", names=tr("、").join(deputies)) if deputies else ""
        name = dotted(leader["lead"], leader["phone"], stands_in) if leader else ""
        return Filled(team, name, len(own), *filled(own), rostered=board.rostered)

    def _heading(self, board: Board, mobile: int, people: int) -> str:
        known = {line.team for line in board.lines}
        led = [team for team in self._teams if team.leads and team.word in known]
        posts = sum(team is self._teams[0] for team in led) if self._teams else 0
        told = tr("{posts} 部 {teams} 组", posts=posts, teams=len(led) - posts)
        return told + (" · " + tr("机动点 {count} 处 {people} 人", count=mobile, people=people) if mobile else "")

    def _say_share(self, board: Board, have: int, need: int) -> None:
        if not board.rostered or not need:
            self.share.setText(tr("未排班") if need else "—")
            self.told.setText(tr("需 {need} 人·班", need=f"{need:,}"))
            self.gaps.setText("")
            self.gaps.setToolTip("")
            return
        percent = 100 * have // need
        full = have >= need
        self.share.setText(tr("警力编配 {percent}%", percent=percent))
        self.share.setProperty("ink", "ok" if full else "warn")
        self.share.style().polish(self.share)
        self.told.setText(tr("{have} / {need} 人·班", have=f"{have:,}", need=f"{need:,}"))
        missing = sorted(
            ((gap, day) for gap, day in zip(board.day_gaps(), board.days, strict=True) if gap), reverse=True
        )
        worst = tr("、").join(short_day(day) for _gap, day in sorted(missing[:3], key=lambda one: one[1]))
        said = tr("缺口集中在 {days}", days=worst) if len(missing) < len(board.days) else tr("每日均有缺口")
        self.gaps.setText(said if missing else tr("没有缺口"))
        self.gaps.setToolTip(
            tr("，").join(f"{day_title(day)} {tr('缺 {count} 人', count=gap)}" for gap, day in missing)
        )

    def _say_fixed(self, percent: int) -> None:
        """Say how many of the four fixings stand, in the line that has room."""
        told = tr("四定 {percent}%", percent=percent)
        if self.gaps.text():
            self.told.setText(f"{self.told.text()} · {told}")
        else:
            self.gaps.setText(told)

    def _build(self) -> None:
        px = Theme.current.px
        grid = QGridLayout(self)
        grid.setContentsMargins(px(14), px(8), px(14), px(8))
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(GAP))
        led = [team for team in self._teams if team.leads]
        left, right = (
            column(self.title, *self.totals, None, spacing=0),
            column(self.share, self.told, self.gaps, None, spacing=0),
        )
        for side in (self.share, self.told, self.gaps):
            side.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.gaps.setWordWrap(False)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 2)
        for number, team in enumerate(led):
            card = TeamCard(ICONS[number % len(ICONS)])
            card.toggled.connect(lambda on, word=team.word: self._toggled(word, on=on))
            self.cards[team.word] = card
            self._group.addButton(card)
            if number == 0:
                grid.addWidget(card, 0, 1, Qt.AlignmentFlag.AlignBottom)
            else:
                grid.addWidget(card, 1 + (number - 1) // 3, (number - 1) % 3)
        for place in range(3):
            grid.setColumnStretch(place, 1)

    def _toggled(self, word: str, *, on: bool) -> None:
        if on:
            for other, card in self.cards.items():
                if other != word and card.isChecked():
                    card.blockSignals(True)  # noqa: FBT003  (Qt's own signature)
                    card.setChecked(False)
                    card.blockSignals(False)  # noqa: FBT003
                    card.update()
        self.team_chosen.emit(word if on else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines from the command post to its teams."""
        cards = list(self.cards.values())
        if len(cards) < 2:
            return
        painter = QPainter(self)
        painter.setPen(QPen(Theme.current.colour("line2"), 1))
        top, below = cards[0].geometry(), [card.geometry() for card in cards[1:]]
        middle = (top.bottom() + below[0].top()) // 2
        painter.drawLine(QPoint(top.center().x(), top.bottom()), QPoint(top.center().x(), middle))
        centres = [area.center().x() for area in below[:3]]
        painter.drawLine(min(*centres, top.center().x()), middle, max(*centres, top.center().x()), middle)
        for area in below[:3]:
            painter.drawLine(QPoint(area.center().x(), middle), QPoint(area.center().x(), area.top()))
