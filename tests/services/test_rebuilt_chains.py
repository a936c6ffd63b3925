"""A chain that was rebuilt from scratch has sound hashes; what was done to it shows in its workflow."""

import json

import pytest

from workbench.core.records import GENESIS, sealed
from workbench.exchange import verify
from workbench.exchange.export import CaseSlice, export_case
from workbench.services import oversight
from workbench.storage.journal import Checkpoint


def rebuilt(at_office, change):
    """Export the case from a chain in which ``change`` took the place of every entry of the case.

    Whoever rebuilds a chain mends the checkpoints that its entries state as well.
    """
    journal = at_office.desk.database.journal
    stream, chain, moved = f"case/{at_office.case}", [], {}
    versions = {}
    for old in journal.entries():
        for entry in change(old) if old.stream == stream else [old]:
            versions[entry.stream] = versions.get(entry.stream, 0) + 1
            previous = chain[-1].hash if chain else GENESIS
            fresh = mended(entry, moved)._replace(seq=len(chain) + 1, version=versions[entry.stream], prev=previous)
            chain.append(sealed(fresh))
        moved[f"{old.chain}:{old.seq}:{old.hash[:24]}"] = f"{old.chain}:{len(chain)}:{chain[-1].hash[:24]}"
    head = Checkpoint(journal.head().chain, len(chain), chain[-1].hash)
    files = oversight._files(at_office.desk, at_office.case)
    content = at_office.desk.database.attachments.get
    part = CaseSlice(at_office.case, head, chain, files, content, journal.payload)
    target = export_case(part, at_office.location.with_name("rebuilt"))
    return verify.verify(target, verify.checkpoints_in(head.full()))


def mended(entry, moved):
    stated = json.loads(entry.body)["data"].get("checkpoint")
    return with_data(entry, checkpoint=moved[stated]) if stated else entry


def with_data(entry, actor=None, **members):
    body = json.loads(entry.body)
    body["data"] |= members
    return entry._replace(
        body=json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")), actor=actor or entry.actor
    )


def only(kind, change):
    """Return a change of the entries of one kind: a list of what takes the entry's place."""
    return lambda entry: change(entry) if entry.kind == kind else [entry]


def codes(found):
    assert found.verdict == "genuine", (found.first_bad, found.zh)
    return sorted({finding.code for finding in found.findings})


def test_the_chain_as_it_is_has_nothing_to_note(granted):
    found = rebuilt(granted, lambda entry: [entry])
    assert (codes(found), found.head) == ([], granted.head().full())


def test_a_grant_without_a_recommendation_is_noted(granted):
    assert codes(rebuilt(granted, only("recommended", lambda _entry: []))) == ["no_recommendation"]


def test_an_author_who_countersigns_the_own_recommendation_is_noted(granted):
    author = granted.officer.id
    own = only("countersigned", lambda e: [with_data(e, actor=author, by=author)])
    assert codes(rebuilt(granted, own)) == ["own_approval"]


def test_a_decision_without_acceptance_is_noted(granted):
    found = codes(rebuilt(granted, only("accepted", lambda _entry: [])))
    assert found == ["decided_before_acceptance", "recommended_before_acceptance"]


def test_a_decision_dated_before_acceptance_is_noted(granted):
    early = only("countersigned", lambda e: [with_data(e, on={"$d": "2026-04-07"})])
    assert codes(rebuilt(granted, early)) == ["clock_impossible"]


def test_a_decision_on_the_day_of_acceptance_is_not_noted(granted):
    same = only("countersigned", lambda e: [with_data(e, on={"$d": "2026-04-08"})])
    assert codes(rebuilt(granted, same)) == []


def test_an_acceptance_dated_before_receipt_is_noted(granted):
    early = only("accepted", lambda e: [with_data(e, on={"$d": "2026-03-31"})])
    assert codes(rebuilt(granted, early)) == ["accepted_before_receipt"]


def test_a_day_after_the_moment_of_recording_is_noted_by_the_local_calendar(granted):
    late = only("decision_delivered", lambda e: [with_data(e, on={"$d": "2026-04-17"})])
    assert codes(rebuilt(granted, late)) == ["clock_future"]


def test_service_before_the_decision_is_noted(granted):
    early = only("decision_delivered", lambda e: [with_data(e, on={"$d": "2026-04-14"})])
    assert codes(rebuilt(granted, early)) == ["clock_impossible"]


def test_a_clock_that_runs_backwards_is_noted(granted):
    back = "2026-04-01T01:00:00.000000+00:00"
    changed = only("recommended", lambda e: [with_data(e, recorded=back)._replace(at=back)])
    assert codes(rebuilt(granted, changed)) == ["clock_back"]


def test_an_entry_that_states_another_moment_or_person_than_it_was_recorded_with_is_noted(granted):
    other = only("recommended", lambda e: [with_data(e, recorded="2026-04-01T01:00:00.000000+00:00", by="p3")])
    assert codes(rebuilt(granted, other)) == ["actor_differs", "clock_differs", "own_approval"]


def test_a_second_decision_is_noted(granted):
    assert codes(rebuilt(granted, only("countersigned", lambda e: [e, e]))) == ["decided_twice", "own_approval"]


def test_a_signature_on_other_content_than_was_recommended_is_noted(granted):
    other = only("countersigned", lambda e: [with_data(e, seal="0" * 64)])
    assert codes(rebuilt(granted, other)) == ["other_seal"]


@pytest.mark.parametrize("kind", ["package_received", "accepted", "recommended", "countersigned"])
def test_without_rebuilding_the_hashes_any_change_is_found_at_its_entry(granted, kind):
    target = oversight.export_case(granted.desk, granted.supervisor, granted.case, granted.location.with_name("plain"))
    lines = (target / "journal.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    own = f"case/{granted.case}"
    number = next(
        i for i, line in enumerate(lines) if json.loads(line)["stream"] == own and json.loads(line)["kind"] == kind
    )
    row = json.loads(lines[number])
    row["body"] = row["body"].replace("2026", "2027", 1)
    lines[number] = json.dumps(row, ensure_ascii=False)
    (target / "journal.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = verify.verify(target, verify.checkpoints_in(granted.head().full()))
    assert (found.verdict, found.first_bad) == ("altered", row["seq"])
