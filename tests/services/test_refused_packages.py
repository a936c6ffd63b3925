"""A package that is refused as a whole leaves an entry in the journal and nothing else."""

import pytest

from workbench.exchange.notes import PackageRefused
from workbench.services import intake
from workbench.services.intake import REFUSALS


def test_a_refused_package_is_recorded_with_its_entries_and_makes_no_case(ready, broken):
    cases = ready.desk.database.journal.streams("case")
    files = ready.desk.database.attachments.all()
    with pytest.raises(PackageRefused):
        intake.receive(ready.desk, ready.officer, broken / "path_traversal.zip")
    recorded = ready.desk.database.journal.read(REFUSALS)
    assert [event.kind for event in recorded] == ["package_refused"]
    assert recorded[0].body["file"] == "path_traversal.zip"
    assert any(".." in entry for entry in recorded[0].body["entries"])
    assert ready.desk.database.journal.streams("case") == cases
    assert ready.desk.database.attachments.all() == files
    assert ready.desk.database.journal.verify().genuine
