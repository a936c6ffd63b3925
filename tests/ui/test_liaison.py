"""The liaison's desk: drop or choose a package, see what is missing, print, nothing of the officers."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from workbench.errors import PackageError, Text
from workbench.services import liaison
from workbench.ui.liaison import CHECKLIST, DropZone, LiaisonPage
from workbench.ui.liaison_models import ClassModel, DutyModel, ProblemModel, counts_of, lines_of

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture(scope="module")
def view(packages):
    return liaison.precheck(packages["chenghu-bay-festival"], as_of=date(2026, 4, 3))


@pytest.fixture
def page(qtbot, view):
    shown = LiaisonPage()
    qtbot.addWidget(shown)
    shown.resize(1440, 900)
    shown.show()
    return shown


def drop(path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions = Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), actions, data, buttons, keys)
    return event, data


@pytest.mark.parametrize("model", [ClassModel, DutyModel, ProblemModel])
def test_models_keep_the_rules_of_the_toolkit(qtbot, view, model):
    made = model()
    tester = QAbstractItemModelTester(made, FATAL)
    made.show({ClassModel: lines_of(view), DutyModel: view.duties, ProblemModel: view.problems}[model])
    made.show(())
    assert tester.model().rowCount() == 0


def test_a_dropped_package_is_asked_for(page, qtbot, tmp_path):
    zone = page.findChild(DropZone)
    event, _data = drop(tmp_path / "包.zip")
    with qtbot.waitSignal(page.package_chosen) as chosen:
        zone.dropEvent(event)
    assert chosen.args == [str(tmp_path / "包.zip")]


def test_a_drop_from_the_network_is_not_taken(page, qtbot):
    zone = page.findChild(DropZone)
    data = QMimeData()
    data.setUrls([QUrl("https://example.invalid/a.zip")])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.assertNotEmitted(page.package_chosen):
        zone.dropEvent(event)


def test_before_a_package_there_is_nothing_to_print(page):
    assert not page._print_list.isVisible()
    assert not page._print_duties.isVisible()


def test_the_nine_classes_say_what_is_missing(page, view):
    page.show_view(view)
    told = [page.classes.index(n).data(ACCESSIBLE) for n in range(page.classes.rowCount())]
    assert len(told) == 9
    assert "需补：保安服务许可证" in told[6]
    assert "可容缺：临建设计施工资质与检测验收报告 · 承诺 4月15日 补齐" in told[8]
    assert counts_of(lines_of(view)) == {"ready": 7, "mend": 1, "tolerated": 1}


def test_the_last_legal_day_is_in_sight(page, view):
    page.show_view(view)
    words = [label.text() for label in page._dates.findChildren(QLabel) if label.text()]
    assert words == ["最晚递交申请：2026-04-09（2026-04-29 − 20 个自然日）"]


def test_the_duties_follow_the_party(page, view):
    page.show_view(view)
    for party in view.parties:
        page._party.setCurrentIndex(page._party.findData(party.code))
        expected = [duty.code for duty in view.duties if duty.party == party.code]
        assert [page.duties.index(n, 0).data() for n in range(page.duties.rowCount())] == expected


def test_the_checklist_and_each_partys_list_can_be_printed(page, view, qtbot):
    page.show_view(view)
    with qtbot.waitSignal(page.paper_requested) as asked:
        QTest.mouseClick(page._print_list, Qt.MouseButton.LeftButton)
    assert asked.args == [CHECKLIST, ""]
    with qtbot.waitSignal(page.paper_requested) as asked:
        page._party_menu.actions()[1].trigger()
    assert asked.args == ["duties", view.parties[1].code]


def test_a_package_that_cannot_be_read_is_told_and_the_desk_stays(page):
    page.show_error(PackageError(Text("压缩包损坏", "the archive is broken")))
    assert "压缩包损坏" in page._banner.words()
    assert page.findChild(DropZone).isVisible()


def test_reading_notes_come_with_their_place_errors_first(page, view):
    page.show_view(view)
    assert page.problems.rowCount() == len(view.problems)
    assert page._tabs.tabText(1) == f"读取记录 {len(view.problems)}"


def test_a_signed_out_person_goes_back_to_sign_in(page, qtbot):
    from workbench.ui.widgets import Button

    back = next(button for button in page.findChildren(Button) if button.face() == "登录")
    with qtbot.waitSignal(page.back_requested):
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)


def test_a_class_whose_plan_lacks_a_content_is_not_called_ready(packages):
    fair = liaison.precheck(packages["lantern-fair"], as_of=date(2026, 2, 5))
    plan = next(group for group in fair.classes if group.contents)
    line = next(line for line in lines_of(fair) if line.number == plan.code.removeprefix("M"))
    missing = next(content for content in plan.contents if not content.file)
    assert line.state == "mend"
    assert missing.title.zh in line.note
