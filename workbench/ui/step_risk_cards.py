"""Cards of the risk page that read what was computed: distribution, tornado, single steps, second opinions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from workbench.core.pack import Pack
from workbench.services.views_risk import OpinionView, RiskDeskView
from workbench.ui import step_risk_words as words
from workbench.ui.delegates import rounded
from workbench.ui.i18n import say, tr
from workbench.ui.step_risk_level import Card, data_switch
from workbench.ui.step_risk_pictures import UNSCORED, Histogram, Picture, Tornado, percent, put
from workbench.ui.step_risk_tables import FiguresTable, cells_table
from workbench.ui.widgets import ElidedLabel, clear, column, hairline, label, row, tag

LEVEL_INKS = {1: "l1", 2: "l2", 3: "l3", 4: "l4"}
COLOUR_INKS = {"green": ("okS", "ok"), "yellow": ("warnS", "warn"), "red": ("badS", "bad")}


class DataCard(Card):
    """A picture, and behind a switch the table with the same figures."""

    def __init__(self, title: str, picture: Picture, table: FiguresTable) -> None:
        self.picture, self.table = picture, table
        self.switch = data_switch(title)
        super().__init__(title, self.switch)
        table.hide()
        self.add(picture)
        self.add(table)
        self.switch.toggled.connect(self._switched)

    def set_old(self, *, on: bool) -> None:
        """Let the picture be old, or new again."""
        self.picture.set_old(on=on)

    def _switched(self, on: bool) -> None:
        self.table.setVisible(on)
        self.picture.setVisible(not on)


class SamplingCard(DataCard):
    """The distribution of the index with seed and size of the sample, and the share of each level."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.histogram = Histogram(pack)
        table, self.model_ = cells_table((tr("指数"), tr("样本数"), tr("占比")), tr("抽样数据"), most=6)
        super().__init__(tr("蒙特卡洛分布"), self.histogram, table)
        self._seed = label("", "small", "t2", wrap=True)
        self.add(self._seed)

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show another distribution."""
        found = desk.distribution
        self.histogram.show_desk(desk)
        step = 100 / len(found.counts)
        bins = (
            (f"{number * step:g}–{(number + 1) * step:g}", f"{count:,}", percent(count / found.samples))
            for number, count in enumerate(found.counts)
            if count
        )
        shares = ((words.level_word(level, self._pack), "", percent(share)) for level, share in found.levels)
        self.model_.show((*shares, *bins))
        told = tr("{count} 次 · 种子 {seed} · 等级含下限规则", count=f"{found.samples:,}", seed=found.seed)
        open_ = sum(factor.after is None and not factor.not_applicable for factor in desk.factors)
        if open_:
            told += " · " + tr("{count} 项未评，在 0–4 分内各自独立抽样，分布窄于可能的范围", count=open_)
        self._seed.setText(told)


class TornadoCard(DataCard):
    """What each range alone makes of the index."""

    def __init__(self, jump: Callable[[str], object]) -> None:
        self._jump = jump
        self._codes: tuple[str, ...] = ()
        table, self.model_ = cells_table((tr("因素"), tr("低"), tr("高")), tr("影响最大的因素数据"), most=8)
        super().__init__(tr("影响最大的因素"), Tornado(jump), table)
        self._note = label("", "small", "t2", wrap=True)
        self.add(self._note)
        table.chosen.connect(self._go)

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show other ranges."""
        assert isinstance(self.picture, Tornado)
        self.picture.show_desk(desk)
        self._codes = tuple(swing.code for swing in desk.tornado)
        open_ = any(not swing.scored for swing in desk.tornado)
        note = tr("逐项取区间两端，其余不变；点行去看该因素")
        self._note.setText(tr("{note}；{mark} 未评", note=note, mark=UNSCORED) if open_ else note)
        self.model_.show(
            [
                (f"{s.code} {say(s.title)}" + ("" if s.scored else f" · {tr('未评')}"), f"{s.low:.1f}", f"{s.high:.1f}")
                for s in desk.tornado
            ]
        )

    def _go(self, number: int) -> None:
        self._jump(self._codes[number])


class FlipCard(Card):
    """Single steps of one factor that would change the level, every one of them."""

    def __init__(self, pack: Pack, jump: Callable[[str], object]) -> None:
        super().__init__(tr("哪一项变一级就改变等级"))
        self._pack, self._jump = pack, jump
        self._codes: tuple[str, ...] = ()
        self.told = label("", "small", "t2", wrap=True)
        titles = (tr("因素"), tr("控制后"), tr("指数"), tr("等级"))
        self.table, self.model_ = cells_table(titles, tr("改变等级的单项变动"), most=6)
        self.add(self.told)
        self.add(self.table)
        self.table.chosen.connect(lambda number: jump(self._codes[number]))

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show other steps."""
        self._codes = tuple(step.code for step in desk.flips)
        self.model_.show(
            [
                (
                    f"{step.code} {say(step.title)}",
                    f"{step.before} → {step.after}",
                    f"{step.index:.1f}",
                    words.short_level(step.level),
                )
                for step in desk.flips
            ]
        )
        self.table.setVisible(bool(desk.flips))
        self.told.setText(self._words(desk))

    def _words(self, desk: RiskDeskView) -> str:
        if not desk.flips_known:
            return tr("评完所有因素后，逐项试算上下一级。")
        parts = []
        if desk.up is not None:
            parts.append(tr("距上一级 {points} 分", points=f"{desk.up:.1f}"))
        if desk.down is not None:
            parts.append(tr("高出下一级 {points} 分", points=f"{desk.down:.1f}"))
        count = len(desk.flips)
        parts.append(tr("{count} 个单项变动会改变等级", count=count) if count else tr("任何一项变一级都不改变等级"))
        return " · ".join(parts)


class MatrixPicture(Picture):
    """The rule matrix in its colours, each cell with its word; the cell that holds is framed and dotted."""

    HEIGHT = 128

    def __init__(self) -> None:
        super().__init__()
        self._opinion: OpinionView | None = None

    def show_opinion(self, opinion: OpinionView) -> None:
        """Show another cell."""
        self._opinion = opinion
        self.setAccessibleName(tr("，").join((say(opinion.title), say(opinion.figure), say(opinion.why))))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint the cells."""
        if self._opinion is None:
            return
        cells = self._opinion.cells
        told = {"green": tr("绿"), "yellow": tr("黄"), "red": tr("红")}
        wide, tall = self.width() / len(cells[0]), self.height() / len(cells)
        for y, line in enumerate(cells):
            for x, colour in enumerate(line):
                box = QRectF(x * wide + 1, y * tall + 1, wide - 2, tall - 2)
                soft, ink = COLOUR_INKS[colour]
                held = (y, x) == self._opinion.marked
                rounded(painter, box, soft, "t1" if held else "", 3)
                put(painter, box, ("● " if held else "") + told[colour], ink, 12, 700 if held else 400)


class OpinionCard(Card):
    """The main level and the second opinions below it; one that does not allow the main level is tinted and says so."""

    def __init__(self, pack: Pack) -> None:
        self.agreeing = label("", "small", "t2")
        self.switch = data_switch(tr("风险矩阵"))
        super().__init__(tr("第二意见"), self.agreeing, self.switch)
        self._pack = pack
        self._lines = column(spacing=0)
        self.matrix = MatrixPicture()
        self.add(self._lines)
        self.add(self.matrix)
        self.matrix.hide()
        self.switch.toggled.connect(self.matrix.setVisible)

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show other opinions."""
        scored = any(factor.after is not None for factor in desk.factors)
        opinions = [opinion for opinion in desk.opinions if scored or opinion.code == "red_lines"]
        said = [opinion for opinion in opinions if opinion.levels]
        same = sum(not opinion.differs for opinion in said)
        self.agreeing.setText(tr("{same} / {all} 一致", same=same, all=len(said)) if said else "")
        clear(self._lines)
        index = words.index_word(desk.index_after, desk.range_after)
        main = desk.level or desk.computed or desk.floor
        self._lines.addWidget(self._main(main, index, lowered=desk.lowered))
        for opinion in opinions:
            self._lines.addWidget(hairline())
            self._lines.addWidget(self._line(opinion))
        if not scored:
            self._lines.addWidget(hairline())
            self._lines.addWidget(label(tr("评分后给出其余第二意见。"), "small", "t2", wrap=True))
        held = next((opinion for opinion in desk.opinions if opinion.cells and opinion.marked is not None), None)
        self.switch.setVisible(held is not None)
        self.matrix.setVisible(held is not None and self.switch.isChecked())
        if held is not None:
            self.matrix.show_opinion(held)

    def _main(self, level: int | None, index: str, *, lowered: bool) -> QWidget:
        made = QFrame()
        title = tr("加权指数") + (f" · {tr('定级低于计算')}" if lowered else "")
        made.setLayout(row(self._badge((level,) if level else ()), ElidedLabel(title), label(index, "small", "t2"),
                           margins=(4, 6, 4, 6)))  # fmt: skip
        return made

    def _badge(self, levels: tuple[int, ...]) -> QWidget:
        word = words.short_level(levels[0] if levels else None)
        if len(levels) > 1:
            names = [words.short_level(level) for level in (max(levels), min(levels))]
            word = tr("{low}至{high}", low=names[0], high=names[1])
            if len(levels) == len(words.level_bounds(self._pack)):
                word = tr("各级均可")
        return tag(word, LEVEL_INKS.get(min(levels), "neutral") if 0 < len(levels) < 4 else "neutral")

    def _line(self, opinion: OpinionView) -> QWidget:
        made = QFrame()
        made.setObjectName("differs" if opinion.differs else "plain")
        head = row(self._badge(opinion.levels), ElidedLabel(say(opinion.title)))
        lines = column(head, spacing=2, margins=(4, 6, 4, 6))
        told = " · ".join((say(opinion.figure), say(opinion.why)))
        if opinion.differs:
            told = tr("与主等级不同：{why}", why=told)
        lines.addWidget(label(told, "small", "bad" if opinion.differs else "t2", wrap=True))
        for detail in opinion.details if opinion.differs else ():
            lines.addWidget(label("· " + say(detail), "small", "t2", wrap=True))
        made.setLayout(lines)
        return made
