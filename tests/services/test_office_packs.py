"""An office's own pack: names of the parties and other rows, checked, kept, put into use; cases keep their version."""

import pytest

from workbench.core import commands as c
from workbench.errors import NotAllowedError, PackError
from workbench.services import duty_desk, intake, office_packs, presenting
from workbench.services.acting import do
from workbench.services.desk import pack_named
from workbench.services.looking import Look
from workbench.storage.packs import PackFaults

HEAD = """
[pack]
name = "chengzhou"
version = "{version}"
extends = "cn_national"
zh = "澄州规则包"
en = "Chengzhou rule pack"
valid_from = 2026-01-01
"""
PARTY = """
[[parties]]
code = "A"
zh = "{name}"
en = "Main organiser"

[[duties]]
code = "C06"
party = "D"
basis = ["office"]
"""


@pytest.fixture
def written(tmp_path):
    """Write a version of the office's pack into a folder and return it."""

    def write(version="2026.1", name="主办单位", more=""):
        folder = tmp_path / version / "chengzhou"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pack.toml").write_text(HEAD.format(version=version), encoding="utf-8")
        (folder / "duties.toml").write_text(PARTY.format(name=name) + more, encoding="utf-8")
        return folder

    return write


def matrix(desk, case):
    look = Look(desk, desk.case(case))
    return {p.code: p.title.zh for p in presenting.parties(look.assessment, look.verdicts)}, {
        d.code: d.party for d in presenting.duties(look.assessment, look.verdicts)
    }


def test_renamed_parties_and_moved_duties_of_the_offices_pack_show_in_new_cases_only(ready, written, packages):
    office_packs.install(ready.desk, ready.supervisor, written())
    office_packs.use(ready.desk, ready.supervisor, "chengzhou")
    new = intake.receive(ready.desk, ready.officer, packages["half-marathon"]).case
    names, duties = matrix(ready.desk, new)
    assert (names["A"], duties["C06"]) == ("主办单位", "D")
    names, duties = matrix(ready.desk, ready.case)
    assert (names["A"], duties["C06"]) == ("主办者", "C")
    again = ready.again()
    assert again.pack.name == "chengzhou"
    recorded = [e.kind for e in ready.desk.database.journal.read(office_packs.STREAM)]
    assert recorded == ["pack_installed", "pack_used"]


def test_a_case_is_judged_by_the_version_it_came_under_after_a_new_one_was_taken_in(ready, written, packages):
    office_packs.install(ready.desk, ready.supervisor, written())
    office_packs.use(ready.desk, ready.supervisor, "chengzhou")
    old = intake.receive(ready.desk, ready.officer, packages["half-marathon"]).case
    office_packs.install(ready.desk, ready.supervisor, written("2026.2", "举办单位"))
    ready.desk.forget()
    assert pack_named("chengzhou").version == "2026.2"
    assert matrix(ready.desk, old)[0]["A"] == "主办单位"
    assert Look(ready.desk, ready.desk.case(old)).pack.version == "2026.1"
    do(ready.desk, ready.officer, c.SetDuty(old, "C06", "doing", "林一"))
    assert duty_desk.table(ready.desk, ready.officer, old).lines


def test_a_wrong_pack_is_told_with_all_faults_and_nothing_is_kept(ready, written):
    folder = written(more='\n[[parties]]\ncode = "A"\nzn = "错"\n')
    with pytest.raises(PackFaults) as told:
        office_packs.install(ready.desk, ready.supervisor, folder)
    assert "duties.toml" in str(told.value.faults[0])
    with pytest.raises(PackError):
        office_packs.install(ready.desk, ready.supervisor, folder.parent)
    with pytest.raises(PackFaults):
        office_packs.use(ready.desk, ready.supervisor, "chengzhou")


def test_other_rows_under_the_same_version_number_are_refused(ready, written):
    office_packs.install(ready.desk, ready.supervisor, written())
    office_packs.install(ready.desk, ready.supervisor, written())
    with pytest.raises(PackError, match=r"2026\.1"):
        office_packs.install(ready.desk, ready.supervisor, written(name="另一个名字"))


def test_only_an_administrator_changes_the_rules(ready, written):
    for act in (lambda: office_packs.install(ready.desk, ready.officer, written()),
                lambda: office_packs.use(ready.desk, ready.officer, "cn_jiangsu")):  # fmt: skip
        with pytest.raises(NotAllowedError):
            act()
