"""A lawful erasure through the services: who may, when, what is left, and that everything goes on working."""

import json

import pytest

from workbench.core import commands as c
from workbench.core.decide_base import Refusal
from workbench.core.evolve import replay
from workbench.errors import NotAllowedError, StorageError
from workbench.exchange import verify
from workbench.services import documents, glance, oversight, queue, review
from workbench.services.acting import do
from workbench.storage.queue import CaseFilter

WHY = "依申请删除（2026-04-15 来函）"


PERSONAL = {"legal_rep", "lead", "phone", "event_lead", "event_phone", "contact", "contact_phone", "safety_lead"}


def names(at_office, case):
    """Return the people and telephone numbers that an application names."""
    application = at_office.desk.case(case).application
    found = {value for key, value in application.fields.items() if key.split(".")[1] in PERSONAL}
    found |= {r.values[key] for r in application.rows("parties") for key in PERSONAL & r.values.keys()}
    return sorted(str(value) for value in found if value)


@pytest.fixture
def administrator(ready):
    return ready.person("guanli", "administrator")


@pytest.fixture
def withdrawn(ready):
    """The office whose festival was taken back by the applicant."""
    do(ready.desk, ready.officer, c.WithdrawApplication(ready.case, "主办者来函撤回"))
    return ready


def test_an_open_case_keeps_its_data_and_a_reason_is_asked_for(ready, administrator):
    head = ready.head()
    with pytest.raises(Refusal, match="尚未办结"):
        oversight.erase_personal_data(ready.desk, administrator, ready.case, WHY)
    with pytest.raises(Refusal, match="依据"):
        oversight.erase_personal_data(ready.desk, administrator, ready.case, " ")
    with pytest.raises(NotAllowedError):
        oversight.erase_personal_data(ready.desk, ready.approver, ready.case, WHY)
    assert ready.head() == head


def test_after_an_erasure_the_case_says_so_everywhere_and_names_nobody(withdrawn, administrator):
    desk, case = withdrawn.desk, withdrawn.case
    gone = names(withdrawn, case)
    assert len(gone) > 10
    after = oversight.erase_personal_data(desk, administrator, case, WHY)
    assert after.application.erased
    row = desk.database.cases.get(case)
    assert (row.title, row.undertaker, row.place) == ("个人资料已依法删除", "", "")
    assert row.number == after.number
    shown = [
        review.open_case(desk, withdrawn.officer, case),
        glance.preview(desk, withdrawn.officer, case),
        oversight.timeline(desk, withdrawn.supervisor, case),
        row,
    ]
    for view in (*shown, list(desk.database.journal.entries())):
        assert not [name for name in gone if name in repr(view)]
    assert "个人资料已依法删除" in repr(shown[0])
    assert oversight.timeline(desk, withdrawn.supervisor, case)[-1].title.zh == "依法删除个人资料"
    for name in (*gone, "澄州湖声样例文化传播有限公司"):
        assert desk.database.search_cases(CaseFilter(text=name), queue.days(desk)).total == 0


def test_the_state_after_an_erasure_is_what_a_replay_gives_here_and_at_another_desk(withdrawn, administrator):
    other = withdrawn.again()
    assert not other.case(withdrawn.case).application.erased
    after = oversight.erase_personal_data(withdrawn.desk, administrator, withdrawn.case, WHY)
    assert other.case(withdrawn.case) == after
    assert replay(other.database.journal.read(f"case/{withdrawn.case}")) == after
    withdrawn.desk.forget()
    assert withdrawn.desk.case(withdrawn.case) == after


def test_a_rebuild_after_an_erasure_gives_the_same_row(withdrawn, administrator):
    oversight.erase_personal_data(withdrawn.desk, administrator, withdrawn.case, WHY)
    before = withdrawn.desk.database.cases.get(withdrawn.case)
    withdrawn.desk.database.rebuild_projections()
    assert withdrawn.desk.database.cases.get(withdrawn.case) == before


def test_a_decided_case_keeps_its_seals_and_papers_and_its_export_is_genuine(three):
    administrator = three.person("guanli", "administrator")
    decided = next(r for r in oversight.decisions(three.desk, three.supervisor) if r.outcome == "refuse")
    before = three.desk.case(decided.case)
    gone = names(three, decided.case)
    after = oversight.erase_personal_data(three.desk, administrator, decided.number, WHY)
    assert (after.signatures, after.documents) == (before.signatures, before.documents)
    (row,) = [r for r in oversight.decisions(three.desk, three.supervisor) if r.case == decided.case]
    assert not row.stale
    assert (row.paper_number, row.decided, row.officer) == (decided.paper_number, decided.decided, decided.officer)
    view = review.open_case(three.desk, three.supervisor, decided.case)
    assert [(s.stale, s.erased, s.changes) for s in view.decision.signatures] == [(False, True, ())] * len(
        after.signatures
    )
    assert oversight.verify_desk(three.desk).genuine
    target = oversight.export_case(three.desk, three.supervisor, decided.case, three.location.with_name("out"))
    told = oversight.verify_path(target, (three.head().full(),))
    assert told.in_order, told.page
    assert "个人资料已依法删除" in told.page
    assert not [name for name in gone if name in (target / "journal.jsonl").read_text(encoding="utf-8")]
    assert not (target / "payloads").exists()


def test_the_applications_of_an_office_stand_in_no_journal_body(three):
    for case in three.desk.database.journal.streams("case"):
        for event, entry in zip(
            three.desk.database.journal.read(case),
            [e for e in three.desk.database.journal.entries() if e.stream == case],
            strict=True,
        ):
            if event.kind in ("package_received", "supplement_received"):
                assert list(json.loads(entry.body)["data"]["application"]) == ["$payload"]
                assert event.body["application"]["fields"]


def test_an_export_with_its_data_seals_to_the_same_fingerprint_elsewhere(granted):
    from workbench.core.seal import fingerprint
    from workbench.exchange.export import read_export
    from workbench.services.looking import Look

    target = oversight.export_case(granted.desk, granted.supervisor, granted.case, granted.location.with_name("out"))
    back = read_export(target)
    here = Look(granted.desk, granted.state())
    assert replay(back.events) == granted.state()
    assert fingerprint(replay(back.events), here.pack, here.models) == fingerprint(here.case, here.pack, here.models)
    assert verify.verify(target, verify.checkpoints_in(granted.head().full())).verdict == "genuine"


def test_nothing_can_be_erased_twice(withdrawn, administrator):
    oversight.erase_personal_data(withdrawn.desk, administrator, withdrawn.case, WHY)
    with pytest.raises(StorageError, match="没有可以删除"):
        oversight.erase_personal_data(withdrawn.desk, administrator, withdrawn.case, WHY)


def test_papers_of_an_erased_case_are_still_made_or_refused_in_words(withdrawn, administrator):
    oversight.erase_personal_data(withdrawn.desk, administrator, withdrawn.case, WHY)
    assert documents.paper(withdrawn.desk, withdrawn.supervisor, withdrawn.case, "CL").pdf.startswith(b"%PDF")


def test_a_name_entered_at_a_post_is_gone_after_an_erasure(ready, administrator):
    desk, case = ready.desk, ready.case
    post = str(desk.case(case).application.rows("posts")[0]["code"])
    do(desk, ready.officer, c.EditPlan(case, (c.PlanChange("posts", post, "set", (("lead", "白露样例"),)),)))
    assert "白露样例" in repr(desk.case(case).working_plan)
    do(desk, ready.officer, c.WithdrawApplication(case, "主办者来函撤回"))
    after = oversight.erase_personal_data(desk, administrator, case, WHY)
    assert after.working_plan == {}
    assert "白露样例" not in repr(list(desk.database.journal.entries()))
    assert replay(desk.database.journal.read(f"case/{case}")) == after
    assert oversight.timeline(desk, ready.supervisor, case)
