"""What a signature trusts: the journal and not its caches, people who still have the role, a checkpoint outside."""

import json
from dataclasses import replace

import pytest

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.evolve import EVOLVE_VERSION
from workbench.errors import NotAllowedError
from workbench.services import legal
from workbench.services.acting import do
from workbench.services.corrections import deficiencies
from workbench.services.desk import stream_of
from workbench.services.looking import Look
from workbench.storage.snapshots import Snapshot


def recommend(case, number):
    return c.Recommend(case, "grant", "建议准予。", number)


def test_a_forged_snapshot_never_reaches_a_signature(ready):
    state = ready.state()
    forged = replace(state, application=replace(state.application, fields={"ev.requested_capacity": 99999}))
    body = json.dumps(codec.plain(forged), ensure_ascii=False).encode()
    stream = stream_of(ready.case)
    ready.desk.database.snapshots.save(Snapshot(stream, state.version, str(EVOLVE_VERSION), body))
    ready.desk.forget()
    do(ready.desk, ready.officer, recommend(ready.case, 25000))
    ready.desk.database.snapshots.clear()
    ready.desk.forget()
    assert ready.state().application.fields["ev.name"] == state.application.fields["ev.name"]
    signature = ready.state().signature("recommend")
    present = Look(ready.desk, ready.state())
    from workbench.core.seal import fingerprint

    assert signature.fingerprint == fingerprint(present.case, present.pack, present.models)


def test_a_person_whose_account_was_closed_acts_no_more(ready):
    accounts, head = ready.desk.database.accounts, None
    now = ready.clock.now()
    accounts.set_active(ready.officer.id, active=False, actor=ready.supervisor.id, at=now)
    head = ready.head()
    with pytest.raises(NotAllowedError):
        do(ready.desk, ready.officer, c.JudgePlan(ready.case, next(iter(ready.desk.pack.plan)), 1, "x"))
    assert ready.head() == head


def test_a_role_taken_away_counts_at_once(ready):
    ready.desk.database.accounts.set_roles(
        ready.officer.id, ["supervisor"], actor=ready.supervisor.id, at=ready.clock.now()
    )
    with pytest.raises(NotAllowedError):
        do(ready.desk, ready.officer, recommend(ready.case, 25000))


def test_each_signature_leaves_a_checkpoint_outside_the_database(ready, tmp_path):
    folder = tmp_path / "second-disk"
    ready.desk.database.settings.put("checkpoint_folder", str(folder))
    do(ready.desk, ready.officer, recommend(ready.case, 25000))
    kept = next(folder.iterdir()).read_text(encoding="ascii").split()
    assert kept == [ready.head().full()]


def test_a_folder_of_checkpoints_that_cannot_be_written_is_told_and_undoes_nothing(ready, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    ready.desk.database.settings.put("checkpoint_folder", str(tmp_path / "file"))
    do(ready.desk, ready.officer, recommend(ready.case, 25000))
    assert ready.state().recommendation is not None
    assert ready.desk.warning is not None


def test_a_notice_tells_faulty_papers_that_nobody_judged(offices):
    from datetime import datetime

    office = offices("refused-intake", datetime.fromisoformat("2026-01-27 11:00"), ("refusal",))
    look = Look(office.desk, office.state())
    wanted = {s.item.code for s in look.assessment.papers if s.status in {"missing", "defective"}}
    told = {d.code for d in deficiencies(look)}
    assert wanted
    assert wanted <= told
    missing = {s.content.code for s in look.assessment.contents if not s.present}
    assert missing
    assert missing <= told


def test_law_that_nobody_has_read_is_marked_wherever_it_is_printed(ready):
    pack = ready.desk.pack
    doubtful = next(code for code, law in pack.laws.items() if law.mark == "M" and law.article)
    sure = next(code for code, law in pack.laws.items() if law.mark == "A" and law.article)
    day = ready.desk.today
    assert "待核实" in legal.short(pack, (doubtful,))
    assert "待核实" in legal.in_words(pack, (doubtful,), day)
    assert "待核实" not in legal.in_words(pack, (sure,), day)
