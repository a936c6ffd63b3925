"""The administrator's page of accounts."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.services.views import Person
from workbench.ui.accounts import PeopleModel

PEOPLE = (
    Person("p1", "luwendi", "陆闻笛", frozenset({"supervisor", "administrator"})),
    Person("p2", "guqinghe", "顾清和", frozenset({"officer"}), "大活科"),
)


def test_the_model_of_accounts_keeps_the_rules_of_the_toolkit(qapp):
    model = PeopleModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(PEOPLE)
    shown = tester.model()
    assert shown.rowCount(QModelIndex()) == len(PEOPLE)
    texts = {str(shown.index(1, column).data(Qt.ItemDataRole.DisplayRole)) for column in range(shown.columnCount())}
    assert {"guqinghe", "顾清和"} <= texts
    model.show(())
    assert shown.rowCount(QModelIndex()) == 0
