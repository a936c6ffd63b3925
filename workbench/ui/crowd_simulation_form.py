"""What to walk in a simulated evacuation: the plan, persons, seed, repetitions, limits; the run's progress below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QProgressBar, QWidget

from workbench.crowd.microscopic_plan import LONGEST, MOST_PERSONS
from workbench.services.simulation import MOST_RUNS
from workbench.ui.background_run import Line
from workbench.ui.crowd_simulation_bench import MINUTE, Given
from workbench.ui.crowd_simulation_words import progress_words
from workbench.ui.file_forms import choose_file
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row

LONGEST_RUN = 24 * 60
"""Longest running time that can be asked for [min]."""
PARTS = 1000
"""Steps of the progress bar per run."""


class SimulationForm(QFrame):
    """One line of fields and the button that begins or cancels; below it the progress of a run."""

    wanted = Signal()
    """The runs should begin."""
    unwanted = Signal()
    """The run under way should end."""
    plan_chosen = Signal()
    """Another plan should be read."""

    def __init__(self, given: Given) -> None:
        super().__init__()
        self.source = QComboBox()
        self.persons, self.seed, self.runs = _number(MOST_PERSONS), _number(2**31 - 1), _number(MOST_RUNS)
        self.minutes, self.limit = _number(int(LONGEST // MINUTE)), _number(LONGEST_RUN)
        self.start = Button(tr("开始仿真"), icon="player-play", kind="primary", small=True)
        self.stop = Button(tr("取消"), icon="x", small=True)
        self.bar, self.under_way = QProgressBar(), label("", "small", "t2")
        self._build()
        self._fill(given)
        self._wire()

    @property
    def file(self) -> Path | None:
        """Return the plan's file; ``None`` = the plan of the case."""
        found = self.source.currentData()
        return found if isinstance(found, Path) else None

    def given(self) -> Given:
        """Return what is typed."""
        persons, seed, runs, minutes, limit = (int(one.text() or 0) for one in self._fields())
        return Given(persons, seed, runs, minutes, limit, self.file)

    def faulty(self) -> QLineEdit | None:
        """Return the first field that cannot be used."""
        return next((one for one in self._fields() if not one.hasAcceptableInput()), None)

    def use_file(self, path: str) -> None:
        """Walk in the plan of a file instead of that of the case."""
        wanted = Path(path)
        with QSignalBlocker(self.source):
            known = [self.source.itemData(place) for place in range(self.source.count())]
            if wanted not in known:
                self.source.insertItem(self.source.count() - 1, wanted.name, wanted)
                known.insert(-1, wanted)
            self.source.setCurrentIndex(known.index(wanted))
        self.plan_chosen.emit()

    def show_state(self, *, running: bool, ready: bool) -> None:
        """Show whether a run is under way, and whether one can begin."""
        self.start.setVisible(not running)
        self.start.setEnabled(ready)
        for widget in (self.stop, self.bar, self.under_way):
            widget.setVisible(running)
        for field in (*self._fields(), self.source):
            field.setEnabled(not running)

    def show_progress(self, line: Line) -> None:
        """Show a line of progress."""
        done = float(str(line.get("left", 0))) / max(1.0, float(str(line.get("of", 1))))
        self.bar.setMaximum(int(str(line.get("runs", 1))) * PARTS)
        self.bar.setValue(int((int(str(line.get("run", 1))) - 1 + done) * PARTS))
        self.under_way.setText(progress_words(line))

    def _chosen(self, place: int) -> None:
        if place == self.source.count() - 1:
            with QSignalBlocker(self.source):
                self.source.setCurrentIndex(0)
            choose_file(self, tr("选择平面图"), self.use_file)
        else:
            self.plan_chosen.emit()

    def _fields(self) -> tuple[QLineEdit, ...]:
        return self.persons, self.seed, self.runs, self.minutes, self.limit

    def _fill(self, given: Given) -> None:
        for field, value in zip(self._fields(), given.numbers(), strict=True):
            field.setText(str(value) if value else "")
        self.source.addItem(tr("案卷平面图"), None)
        if given.source is not None:
            self.source.addItem(given.source.name, given.source)
        self.source.addItem(tr("选择文件…"), "")
        self.source.setCurrentIndex(0 if given.source is None else 1)

    def _wire(self) -> None:
        self.source.activated.connect(self._chosen)
        self.start.clicked.connect(lambda _on=False: self.wanted.emit())
        self.stop.clicked.connect(lambda _on=False: self.unwanted.emit())
        for field in self._fields():
            field.returnPressed.connect(self.wanted)

    def _build(self) -> None:
        self.source.setAccessibleName(tr("平面图"))
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source.setMinimumContentsLength(13)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("仿真进度"))
        self.bar.setFixedSize(Theme.current.px(180), Theme.current.px(8))
        first = row(label(tr("平面图"), ink="t2"), self.source, 4, *self._named(), None, self.start, self.stop)
        self.setLayout(column(first, row(self.bar, self.under_way, None), spacing=6))

    def _named(self) -> list[QWidget | int | None]:
        """Return the fields with their names and units."""
        minute = tr("分钟")
        words = (
            (tr("人数"), tr("放在起始区域里的人数"), ""),
            (tr("种子"), tr("同一种子、同一参数得到同一结果；多次运行时逐次加一"), ""),
            (tr("次数"), tr("用不同种子重复，看结果的离散"), ""),
            (tr("模拟时长"), tr("到此仍有人未疏散，即停止并如实说明"), minute),
            (tr("运行时限"), tr("计算机运行的最长时间，各次合计；超过即停止"), minute),
        )
        made: list[QWidget | int | None] = []
        for field, (name, tip, unit) in zip(self._fields(), words, strict=True):
            field.setAccessibleName(name)
            field.setToolTip(tip)
            made += [_buddy(name, field), field, *([label(unit, ink="t2")] if unit else []), 4]
        return made


def _buddy(name: str, field: QLineEdit) -> QLabel:
    words = label(name, ink="t2")
    words.setBuddy(field)
    return words


def _number(most: int) -> QLineEdit:
    made = QLineEdit()
    made.setValidator(QIntValidator(1, most, made))
    made.setFixedWidth(Theme.current.px(30 + 7 * min(len(str(most)), 6)))
    return made


def greatest(field: QLineEdit) -> int:
    """Return the greatest number a field takes."""
    validator = field.validator()
    assert isinstance(validator, QIntValidator)
    return validator.top()
