"""Fixtures of the window tests: the theme, sample views, and the rule that a Qt warning fails a test."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from workbench.errors import Text
from workbench.services.views import ClockView, OpenItem, PreviewView, QueuePage, QueueRow
from workbench.ui.i18n import set_language
from workbench.ui.theme import Theme

TODAY = date(2026, 9, 10)
ACTING = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
"""What a person can act on."""
MOST_TABS = 150
"""Presses of Tab before a page counts as a trap."""


@pytest.fixture(autouse=True)
def window_ground(qapp, qtlog):
    """Start each test in light Chinese; fail it when Qt warned."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    set_language("zh")
    if (Theme.current.name, Theme.current.scale, bool(qapp.styleSheet())) != ("light", 100, True):
        Theme("light").apply(qapp)
    yield
    set_language("zh")
    warned = [record.message for record in qtlog.records if record.type.name != "QtDebugMsg"]
    known = ("propagateSizeHints", "This plugin does not support")
    assert not [message for message in warned if not any(part in message for part in known)]


def queue_row(number, title, group="week", **values):
    """Return an invented case in a queue group."""
    base = {
        "case": f"case-{number}",
        "number": f"安审 2026-{number:04d}",
        "title": title,
        "undertaker": "澄湖启浪文化传播有限公司",
        "first_day": date(2026, 10, 2),
        "last_day": date(2026, 10, 5),
        "headcount": 22000,
        "level": 2,
        "level_fixed": False,
        "status": "accepted",
        "step": 2,
        "blocks": ("meets",) * 3 + ("correct", "meets", "tolerated", "meets", "correct", "open"),
        "clock": CLOCKS[group],
        "officer": "顾清和",
    }
    return QueueRow(**{**base, **values})


CLOCKS = {
    "overdue": ClockView("overdue", date(2026, 9, 9), 8, 7, -1, "overdue"),
    "today": ClockView("running", date(2026, 9, 10), 7, 7, 0, "today"),
    "three": ClockView("running", date(2026, 9, 14), 5, 7, 2, "three"),
    "week": ClockView("running", date(2026, 9, 16), 3, 7, 4, "week"),
    "paused": ClockView("paused", date(2026, 9, 15), 4, 7, 3, "paused"),
    "permitted_open": ClockView("decided", None, 5, 7, None, "permitted_open"),
    "waiting": ClockView("none", None, 0, 7, None, "waiting"),
    "closed": ClockView("decided", None, 5, 7, None, "closed"),
}


DONE = ("meets",) * 9


@pytest.fixture
def make_row():
    """Make an invented case: number, title, queue group, other members of the row."""
    return queue_row


@pytest.fixture
def rows():
    """A queue as on 10 September 2026, most urgent first."""
    return (
        queue_row(131, "丹桂广场啤酒文化节", "overdue", level=3, undertaker="湖城文旅运营集团", step=5,
                  officer="陆闻笛",
                  headcount=8000, tags=(Text("超期", "Overdue"),),
                  first_day=date(2026, 9, 25), last_day=date(2026, 9, 27)),
        queue_row(138, "中秋桂花灯会", "today", undertaker="古城街道办事处", step=6, headcount=35000,
                  blocks=("meets",) * 7 + ("tolerated", "not_applicable"), tags=(Text("容缺 1", "1 tolerated"),)),
        queue_row(139, "智能装备博览会", "today", level=3, undertaker="澄湖会展有限公司", status="recommended", step=8,
                  blocks=DONE, officer="许见山", tags=(Text("待复签", "To countersign"),)),
        queue_row(141, "澄湖湾半程马拉松", "three", undertaker="市体育总会", step=3, headcount=15000,
                  first_day=date(2026, 10, 18), last_day=date(2026, 10, 18)),
        queue_row(147, "第六届澄湖湾音乐节", "week", tags=(Text("容缺 1", "1 tolerated"), Text("节目 7", "7 acts"))),
        queue_row(148, "长岭动漫嘉年华", "week", level=3, undertaker="次元港会展", officer="许见山", headcount=9000,
                  blocks=("meets", "meets", "correct") + ("open",) * 6),
        queue_row(149, "湖湾开渔祭", "week", level=3, undertaker="环湖镇人民政府", step=1, headcount=6800,
                  blocks=("meets", "meets") + ("open",) * 7),
        queue_row(150, "环湖龙舟公开赛", "week", level=4, undertaker="市龙舟协会", step=1, officer="", headcount=7500,
                  blocks=("open",) * 9),
        queue_row(136, "跨界电音之夜", "paused", undertaker="蓝鲸现场演艺", step=6, officer="陆闻笛", headcount=11000,
                  tags=(Text("结构检测中", "Structure test"),)),
        queue_row(120, "秋季房车露营大会", "permitted_open", level=4, level_fixed=True, undertaker="营地时光公司",
                  status="granted", step=8, blocks=("meets",) * 6 + ("tolerated", "meets", "tolerated"),
                  officer="陆闻笛",
                  tags=(Text("容缺逾期", "Promise late"),)),
        queue_row(151, "国风汉服游园会", "waiting", level=None, undertaker="湖畔公园管理处", status="received", step=1,
                  blocks=("open",) * 9, headcount=5200),
    )  # fmt: skip


@pytest.fixture
def queue_page(rows):
    """One page with everything."""
    counts = {"mine": 5, "all": 11, "overdue": 1, "today": 2, "paused": 1, "permitted_open": 1, "promise_overdue": 1}
    return QueuePage(rows, counts, len(rows))


@pytest.fixture
def preview():
    """What the preview adds for the festival."""
    return PreviewView(
        "case-147",
        place="澄湖湾露营谷草坪",
        nature=Text("户外音乐节", "Outdoor festival"),
        step_states=("done", "part", "todo", "part", "todo", "todo", "todo", "todo"),
        open_items=(
            OpenItem("correct", Text("④ 安全工作方案缺第 8、10 项", "4 Safety plan lacks parts 8, 10"), 2),
            OpenItem("correct", Text("⑧ 风险评估报告未盖骑缝章", "8 Risk report lacks the seam seal"), 2),
            OpenItem("block", Text("节目单 7 条待议", "7 acts to decide"), 4, due=date(2026, 9, 11)),
            OpenItem("tolerated", Text("⑥ 正式安保服务合同", "6 Security contract"), 2, due=date(2026, 9, 18)),
        ),
        accepted=date(2026, 9, 7),
    )


@pytest.fixture(scope="session")
def sample_source(tmp_path_factory):
    """The sample office, made once."""
    from workbench.services import demo

    folder = tmp_path_factory.mktemp("sample")
    demo.sample_office(folder)
    return folder


@pytest.fixture
def page(workspace, settle):
    """Step 6 of the festival; modules of other pages have a page of their own."""
    workspace.go(6)
    settle()
    return workspace.page()


@pytest.fixture
def part_of(page):
    """Return the part of step 6 of a kind."""

    def found(kind):
        return next(one for one in page.parts if isinstance(one, kind))

    return found


@pytest.fixture
def cut_words():
    """Return the words of a page's one-line labels and its buttons that do not fit where they stand."""

    def found(page):
        labels = [
            label.text()
            for label in page.findChildren(QLabel)
            if type(label) is QLabel and label.isVisible() and not label.wordWrap()
            and label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1
        ]  # fmt: skip
        buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.accessibleName()]
        return labels + [b.accessibleName() for b in buttons if b.minimumSizeHint().width() > b.width() + 1]

    return found


@pytest.fixture
def sample_office(sample_source, tmp_path):
    """A copy of the sample office of one's own: the folder of its database."""
    folder = tmp_path / "office"
    shutil.copytree(sample_source, folder)
    return folder


@pytest.fixture
def opened_window(qtbot, qapp, tmp_path):
    """Open the real window on the real services; give it a database, get it settled."""
    from workbench.app import make_window
    from workbench.screens import settle
    from workbench.ui.settings import Settings

    made = []

    def opened(location, **choices):
        settings = Settings(tmp_path / "window.ini")
        for name, value in choices.items():
            setattr(settings, name, value)
        window = make_window(qapp, settings)
        crashes = []
        window.session.worker.crashed.connect(crashes.append)
        made.append((window, crashes))
        window.resize(1440, 900)
        window.show()
        window.front.start(str(location))
        settle(window)
        qtbot.waitUntil(lambda: window._root.currentWidget() is not None, timeout=30_000)
        return window

    yield opened
    for window, crashes in made:
        settle(window)
        if window.session.desk is not None:
            window.session.desk.close()
        window.close()
        window.deleteLater()
        assert crashes == []


def acting(page):
    """Return the controls of a page; of buttons in a group the one that is down is enough, arrows reach the rest."""
    shown = [w for w in page.findChildren(QWidget) if isinstance(w, ACTING) and w.isVisible() and w.isEnabled()]
    whole = [
        w for w in shown if not isinstance(w.parentWidget(), ACTING) and not w.objectName().startswith("qt_scroll")
    ]
    free = [w for w in whole if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None]
    return [w for w in free if not _excluded(w)]


def _excluded(widget):
    """Whether another button of the same group is down: Tab stops there, and arrows lead on to this one."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.checkedButton() is not None)


def _told(widget):
    """Return enough of a widget to find it."""
    return (
        f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()} in {type(widget.parent()).__name__}"
    )


@pytest.fixture
def tab_walk(qtbot):
    """Press Tab from the first control of a page until it comes round, then Shift Tab; return what was reached.

    Fails when a control is never reached, when one has no name, and when the focus is trapped.
    """

    def walked(page, modifier):
        page.focus_first()
        seen = [QApplication.focusWidget()]
        for _ in range(MOST_TABS):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, modifier)
            if QApplication.focusWidget() in seen:
                return seen
            seen.append(QApplication.focusWidget())
        raise AssertionError("Tab comes round no more")

    def walk(page):
        wanted = acting(page)
        assert wanted
        assert [
            _told(w) for w in wanted if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
        ] == []
        for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            seen = walked(page, modifier)
            assert [_told(w) for w in wanted if w not in seen] == []
        return seen

    return walk
