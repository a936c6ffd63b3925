"""Exports and the stand-alone verifier: genuine is accepted, every tampering is named."""

import ast
import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workbench.core.records import GENESIS, Entry, Event, entry_hash
from workbench.exchange import verify as verifier
from workbench.exchange.export import CaseSlice, ExportError, export_case, keep_checkpoint, read_export
from workbench.exchange.verify import Checkpoint, checkpoints_in, exit_code, verify
from workbench.storage.database import open_database
from workbench.storage.schema import journal as journal_table

AT = datetime(2026, 4, 16, 1, 0, tzinfo=UTC)
STORY = [
    ("package_received", "p1", {"case": "1", "received": "2026-04-16T09:00:00", "title": "澄湖湾音乐节"}),
    ("accepted", "p1", {"on": "2026-04-16"}),
    ("site_checked", "p1", {"officers": ["p1", "p4"], "conclusion": "meets"}),
    ("recommended", "p1", {"outcome": "grant", "fingerprint": "ab" * 32}),
    ("countersigned", "p2", {"seal": "ab" * 32, "number": "澄公许〔2026〕1号", "on": "2026-04-16", "paper": "F11"}),
    ("decision_delivered", "p1", {"on": "2026-04-16"}),
]


class Office:
    """A small office whose clock goes on a minute with every event."""

    def __init__(self, folder):
        self.file = folder / "office.db"
        self.at = AT
        self.attached = {}
        self.database = open_database(self.file, clock=lambda: self.at, chain="CZ01")

    def add(self, stream, kind, actor, **body):
        self.at += timedelta(minutes=1)
        recorded = self.at.isoformat(timespec="microseconds")
        event = Event(kind, {**body, "by": actor, "recorded": recorded})
        return self.database.journal.append(stream, None, lambda _tx: [event], actor=actor, at=self.at)[-1]

    def tell(self, story=STORY, case="1"):
        for kind, actor, body in story:
            self.add(f"case/{case}", kind, actor, **body)

    def attach(self, case, content, name):
        sha256 = self.database.attachments.put(content, name)
        self.attached.setdefault(case, {})[sha256] = name
        self.add(f"case/{case}", "document_issued", "p1", paper="F11", file={"name": name, "sha256": sha256})

    def slice(self, case="1"):
        return CaseSlice(
            case=case,
            head=self.database.journal.head(),
            entries=self.database.journal.entries(),
            attachments=self.attached.get(case, {}),
            content=self.database.attachments.get,
            payload=self.database.journal.payload,
        )

    def checkpoint(self):
        return Checkpoint(*self.database.journal.head())


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def story(office, tmp_path):
    """An export of a told case, with another case and a register between, and the checkpoint of its end."""
    office.add("case/2", "package_received", "p1", case="2", title="别的案卷")
    office.tell(STORY[:4])
    office.add("person/p2", "password_changed", "p2")
    office.database.journal.append(
        "case/1",
        None,
        lambda tx: [Event("noted", {"n": tx.draw_number("大安许字", 2026, "case/1"), "by": "p2"})],
        actor="p2",
        at=office.at,
    )
    office.tell(STORY[4:])
    office.attach("1", b"%PDF decision", "决定书.pdf")
    office.database.access.record("1", actor="p3", at=office.at)
    export = export_case(office.slice(), tmp_path / "case-1.zip")
    return export, office.checkpoint()


def members(export):
    with zipfile.ZipFile(export) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content, target):
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target


def lines(content):
    return [json.loads(line) for line in content["journal.jsonl"].decode().split("\n")[:-1]]


def rewritten(content, rows, target, **manifest):
    """What a careful forger makes: changed rows under a manifest that fits them."""
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    stated = json.loads(content["manifest.json"])
    stated["files"]["journal.jsonl"] = hashlib.sha256(data).hexdigest()
    stated |= manifest
    return packed({**content, "journal.jsonl": data, "manifest.json": json.dumps(stated).encode()}, target)


def chained(rows):
    """Every link and hash made again, as somebody would who knows the format."""
    made, prev = [], GENESIS
    for seq, row in enumerate(rows, 1):
        linked = {**row, "seq": seq, "prev": prev}
        prev = linked["hash"] = verifier.row_hash(linked)
        made.append(linked)
    return made, prev


# Exports


def test_a_genuine_export_is_genuine_against_a_checkpoint_from_outside(story):
    export, checkpoint = story
    result = verify(export, [checkpoint])
    assert (result.verdict, result.first_bad, result.findings) == ("genuine", None, [])
    assert (result.chain, result.count, result.anchors) == ("CZ01", checkpoint.seq, [checkpoint.seq])
    assert exit_code(result) == 0


def test_an_export_as_a_folder_is_judged_the_same(story, office, tmp_path):
    export, checkpoint = story
    with zipfile.ZipFile(export) as archive:
        archive.extractall(tmp_path / "folder")
    assert verify(tmp_path / "folder", [checkpoint]).verdict == "genuine"
    (tmp_path / "folder" / "extra.txt").write_text("x")
    assert verify(tmp_path / "folder", [checkpoint]).verdict == "altered"


def test_without_a_checkpoint_from_outside_nothing_is_called_genuine(story):
    export, checkpoint = story
    assert verify(export).verdict == "unknown"
    assert verify(export, [Checkpoint("XX99", checkpoint.seq, checkpoint.hash)]).verdict == "unknown"
    assert exit_code(verify(export)) == 2


def test_a_checkpoint_from_paper_has_only_the_first_digits(story):
    export, checkpoint = story
    paper = f"EAW1;F11;澄公许〔2026〕1号;2026-04-16;0123456789abcdef;CZ01:{checkpoint.seq}:{checkpoint.hash[:24]}"
    assert checkpoints_in(paper) == [Checkpoint("CZ01", checkpoint.seq, checkpoint.hash[:24])]
    assert verify(export, checkpoints_in(paper)).verdict == "genuine"
    other = Checkpoint("CZ01", checkpoint.seq, "0" * 24)
    assert verify(export, [other]).verdict == "altered"


def test_the_same_case_at_the_same_head_gives_the_same_bytes(office, tmp_path):
    office.tell()
    one = export_case(office.slice(), tmp_path / "one.zip")
    two = export_case(office.slice(), tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()


def test_an_export_shows_the_bodies_of_its_case_only(story):
    content = members(story[0])
    shown = {row["stream"] for row in lines(content) if "body" in row}
    assert shown == {"case/1", "access/1", "register/%E5%A4%A7%E5%AE%89%E8%AE%B8%E5%AD%97-2026"}
    assert "别的案卷" not in content["journal.jsonl"].decode()


def test_no_column_of_the_journal_is_missing_from_an_export(story):
    rows = [row for row in lines(members(story[0])) if "body" in row]
    assert set(rows[0]) == set(journal_table.c.keys()) == set(Entry._fields)


def test_an_export_read_back_gives_the_same_events_and_files(story, office):
    back = read_export(story[0])
    assert back.events == office.database.journal.read("case/1")
    assert back.head == office.database.journal.head()
    (sha256,) = back.attachments
    assert back.content(sha256) == b"%PDF decision"
    assert [entry_hash(entry) for entry in office.database.journal.entries()][-1] == back.head.hash


def test_an_export_never_overwrites(story, office):
    with pytest.raises(ExportError, match="已存在"):
        export_case(office.slice(), story[0])


def test_what_is_no_export_is_refused_in_words(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(ExportError, match="不是案卷导出包"):
        read_export(tmp_path / "x.zip")


def test_checkpoints_kept_in_a_second_folder_are_read_by_the_verifier(story, office, tmp_path):
    file = keep_checkpoint(tmp_path / "stick", office.database.journal.head())
    office.tell(case="3")
    keep_checkpoint(tmp_path / "stick", office.database.journal.head())
    export = export_case(office.slice(), tmp_path / "later.zip")
    result = verify(export, checkpoints_in(file.read_text()))
    assert result.verdict == "genuine"
    assert len(result.anchors) == 2


def test_attachments_named_by_the_case_must_be_there(office, tmp_path):
    office.tell()
    office.attach("1", b"%PDF", "a.pdf")
    office.attached = {}
    export = export_case(office.slice(), tmp_path / "case.zip")
    result = verify(export, [office.checkpoint()])
    assert (result.verdict, result.first_bad) == ("altered", 7)


def test_a_file_under_another_name_than_the_case_gives_it_is_noticed(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    stated = json.loads(content["manifest.json"])
    ((sha256, _name),) = stated["names"].items()
    forged = rewritten(content, lines(content), tmp_path / "x.zip", names={sha256: "草稿.pdf"})
    result = verify(forged, [checkpoint])
    assert (result.verdict, result.first_bad) == ("altered", 11)


def test_a_file_that_no_event_names_is_a_finding(office, tmp_path):
    office.tell()
    sha256 = office.database.attachments.put(b"loose", "loose.pdf")
    office.attached = {"1": {sha256: "loose.pdf"}}
    result = verify(export_case(office.slice(), tmp_path / "case.zip"), [office.checkpoint()])
    assert (result.verdict, [finding.code for finding in result.findings]) == ("genuine", ["file_not_named"])


# Tampering


def test_any_changed_byte_of_any_file_is_noticed(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    for name, data in content.items():
        for place in range(0, len(data), max(1, len(data) // 40)):
            changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            result = verify(packed({**content, name: changed}, tmp_path / "x.zip"), [checkpoint])
            assert result.verdict != "genuine", (name, place)


def test_every_column_of_every_row_is_covered(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    for number, row in enumerate(rows):
        for column, value in row.items():
            for other in (value + 1, -1) if isinstance(value, int) else (value + "x", "", value[::-1] + " "):
                changed = [*rows[:number], {**row, column: other}, *rows[number + 1 :]]
                result = verify(rewritten(content, changed, tmp_path / "x.zip"), [checkpoint])
                assert (result.verdict, result.first_bad) == ("altered", number + 1), (number, column)


def test_any_dropped_row_is_named(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    for number in range(len(rows)):
        changed = rows[:number] + rows[number + 1 :]
        result = verify(rewritten(content, changed, tmp_path / "x.zip"), [checkpoint])
        assert (result.verdict, result.first_bad) == ("altered", number + 1)


def test_any_two_swapped_rows_are_named(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    for number in range(len(rows) - 1):
        changed = [*rows[:number], rows[number + 1], rows[number], *rows[number + 2 :]]
        result = verify(rewritten(content, changed, tmp_path / "x.zip"), [checkpoint])
        assert (result.verdict, result.first_bad) == ("altered", number + 1)


def test_a_tail_cut_at_any_length_is_noticed_even_under_a_fitting_manifest(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    for length in range(len(rows)):
        last = rows[length - 1]["hash"] if length else GENESIS
        forged = rewritten(content, rows[:length], tmp_path / "x.zip", head=f"CZ01:{length}:{last}", entries=length)
        result = verify(forged, [checkpoint])
        assert (result.verdict, result.first_bad) == ("altered", length + 1)
        assert "cut" in result.en
        assert verify(forged).verdict != "genuine"


def test_a_rebuilt_chain_fails_at_the_checkpoint_from_outside(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    for number, row in enumerate(rows):
        if "body" not in row:
            continue
        body = json.loads(row["body"])
        body["data"]["by"] = "p9"
        forged, head = chained([*rows[:number], {**row, "body": json.dumps(body)}, *rows[number + 1 :]])
        target = rewritten(content, forged, tmp_path / "x.zip", head=f"CZ01:{len(rows)}:{head}")
        result = verify(target, [checkpoint])
        assert (result.verdict, result.first_bad) == ("altered", checkpoint.seq)
        assert verify(target).verdict == "unknown"


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("version", 9, "versions"),
        ("chain", "XX99", "another chain"),
        ("prev", "f" * 64, "link"),
        ("at", "2026", "form"),
    ],
)
def test_a_row_with_its_own_fitting_hash_must_still_fit_its_chain(story, tmp_path, column, value, reason):
    export, _checkpoint = story
    content = members(export)
    rows = lines(content)
    rows[4] = {**rows[4], column: value}
    rows[4]["hash"] = verifier.row_hash(rows[4])
    for number in range(5, len(rows)):
        rows[number]["prev"] = rows[number - 1]["hash"]
        rows[number]["hash"] = verifier.row_hash(rows[number])
    result = verify(rewritten(content, rows, tmp_path / "x.zip", head=f"CZ01:{len(rows)}:{rows[-1]['hash']}"))
    assert (result.verdict, result.first_bad) == ("altered", 5)
    assert reason in result.en


def test_a_withheld_body_of_the_case_is_noticed(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    number = next(number for number, row in enumerate(rows) if row["kind"] == "recommended")
    row = dict(rows[number])
    row["body_sha256"] = hashlib.sha256(row.pop("body").encode()).hexdigest()
    changed = [*rows[:number], row, *rows[number + 1 :]]
    result = verify(rewritten(content, changed, tmp_path / "x.zip"), [checkpoint])
    assert (result.verdict, result.first_bad) == ("altered", number + 1)
    assert "taken out" in result.en


def without_body(row):
    row = dict(row)
    row["body_sha256"] = hashlib.sha256(row.pop("body").encode()).hexdigest()
    return row


def respelt(content, data, target):
    """A journal file written in other bytes, under a manifest that fits them."""
    stated = json.loads(content["manifest.json"])
    stated["files"]["journal.jsonl"] = hashlib.sha256(data).hexdigest()
    return packed({**content, "journal.jsonl": data, "manifest.json": json.dumps(stated).encode()}, target)


def test_an_export_under_another_case_number_is_altered_and_hides_no_body(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    number = next(number for number, row in enumerate(rows) if row["kind"] == "recommended")
    withheld = [*rows[:number], without_body(rows[number]), *rows[number + 1 :]]
    bare = [without_body(row) if "body" in row else row for row in rows]
    for changed, case in ((withheld, "99"), (bare, "99"), (rows, "2")):
        forged = rewritten(content, changed, tmp_path / "x.zip", case=case)
        assert verify(forged, [checkpoint]).verdict == "altered"


def test_bodies_of_another_case_do_not_belong_into_an_export(story, office, tmp_path):
    export, checkpoint = story
    rows = [entry._asdict() for entry in office.database.journal.entries()][: checkpoint.seq]
    result = verify(rewritten(members(export), rows, tmp_path / "x.zip"), [checkpoint])
    assert (result.verdict, result.first_bad) == ("altered", 1)
    assert "not of the case" in result.en


def test_a_line_after_the_last_line_break_is_altered_because_readers_would_take_it_in(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    extra = json.dumps({**lines(content)[-2], "kind": "permit_ended"}).encode()
    forged = respelt(content, content["journal.jsonl"] + extra, tmp_path / "x.zip")
    result = verify(forged, [checkpoint])
    assert (result.verdict, result.first_bad) == ("altered", checkpoint.seq + 1)


@pytest.mark.parametrize(
    "respell",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'"seq": 3', b'"seq": 9, "seq": 3'),
        lambda data: data.replace(b'{"chain"', b'{"body": "{}", "chain"'),
        lambda data: data.replace(b'": ', b'":'),
        lambda data: data.replace(b'"CZ01"', b'"CZ\\u00301"'),
    ],
    ids=["line breaks", "byte order mark", "key twice", "hidden body", "blanks", "escapes"],
)
def test_other_bytes_for_the_same_rows_are_altered(story, tmp_path, respell):
    export, checkpoint = story
    content = members(export)
    data = respell(content["journal.jsonl"])
    assert data != content["journal.jsonl"]
    assert verify(respelt(content, data, tmp_path / "x.zip"), [checkpoint]).verdict == "altered"


def test_a_manifest_that_says_more_or_says_it_twice_is_never_genuine(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    more = {**json.loads(content["manifest.json"]), "outcome": "refused"}
    twice = content["manifest.json"].replace(b'"case": "1"', b'"case": "2", "case": "1"')
    for manifest in (json.dumps(more).encode(), twice):
        forged = packed({**content, "manifest.json": manifest}, tmp_path / "x.zip")
        assert verify(forged, [checkpoint]).verdict != "genuine"


def test_entries_after_the_last_checkpoint_are_not_vouched_for(story, tmp_path):
    export, checkpoint = story
    content = members(export)
    rows = lines(content)
    number = next(number for number, row in enumerate(rows) if row["kind"] == "countersigned")
    point = Checkpoint("CZ01", rows[number - 1]["seq"], rows[number - 1]["hash"])
    body = rows[number]["body"].replace("1号", "9号")
    forged, head = chained([*rows[:number], {**rows[number], "body": body}, *rows[number + 1 :]])
    result = verify(rewritten(content, forged, tmp_path / "x.zip", head=f"CZ01:{len(rows)}:{head}"), [point])
    assert [finding.code for finding in result.findings] == ["after_last_checkpoint"]
    assert (result.confirmed, result.findings[0].seq, exit_code(result)) == (point.seq, point.seq + 1, 3)
    assert verify(export, [checkpoint]).confirmed == checkpoint.seq


def test_a_paper_keeps_its_code_in_its_name(office, tmp_path):
    office.tell()
    sha256 = office.database.attachments.put(b"%PDF", "F11_x.pdf")
    office.attached = {"1": {sha256: "F11_x.pdf"}}
    office.add("case/1", "document_issued", "p1", paper="F11", sha256=sha256)
    export = export_case(office.slice(), tmp_path / "case.zip")
    assert verify(export, [office.checkpoint()]).verdict == "genuine"
    content = members(export)
    forged = rewritten(content, lines(content), tmp_path / "x.zip", names={sha256: "F12_x.pdf"})
    assert verify(forged, [office.checkpoint()]).verdict == "altered"


def test_a_database_copy_without_its_files_says_that_they_were_not_checked(story, office, tmp_path):
    office.database.close()
    alone = tmp_path / "alone"
    alone.mkdir()
    result = verify(shutil.copy(office.file, alone / "copy.db"), [story[1]])
    assert [finding.code for finding in result.findings] == ["files_not_checked"]


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b'{"format":"EAW-X1"}', b'{"format":"EAW-X9"}', b"[" * 100_000, b"\xff", b'{"format":1e999}'],
)
def test_a_strange_manifest_is_never_genuine_and_never_a_crash(story, tmp_path, manifest):
    export, checkpoint = story
    result = verify(packed({**members(export), "manifest.json": manifest}, tmp_path / "x.zip"), [checkpoint])
    assert result.verdict in ("unknown", "altered")


@pytest.mark.parametrize("line", ["[]", "{}", "1", "{", '{"kind":"clock"}', "[" * 100_000, "null"])
def test_a_strange_line_is_altered_and_never_a_crash(story, tmp_path, line):
    export, checkpoint = story
    content = members(export)
    data = content["journal.jsonl"] + line.encode() + b"\n"
    stated = json.loads(content["manifest.json"])
    stated["files"]["journal.jsonl"] = hashlib.sha256(data).hexdigest()
    forged = {**content, "journal.jsonl": data, "manifest.json": json.dumps(stated).encode()}
    assert verify(packed(forged, tmp_path / "x.zip"), [checkpoint]).verdict == "altered"


def test_odd_kinds_and_bodies_do_not_stop_the_replay(office, tmp_path):
    for kind in ("clock", "note", "decide", "signed", "take", "accepted", "countersigned"):
        office.database.journal.append(
            "case/1", None, lambda _tx, kind=kind: [Event(kind, {"on": [1], "by": 3, "number": {}})], actor="p1", at=AT
        )
    export = export_case(office.slice(), tmp_path / "odd.zip")
    assert verify(export, [office.checkpoint()]).verdict == "genuine"


def test_many_genuine_cases_are_accepted(tmp_path):
    assert verdicts(tmp_path, 25) == ["genuine"] * 25


@pytest.mark.long
def test_a_thousand_genuine_cases_are_accepted(tmp_path):
    assert verdicts(tmp_path, 1000) == ["genuine"] * 1000


def verdicts(folder, count):
    """The verdict on each of so many cases of odd words, told at random."""
    office, choose = Office(folder), random.Random(7)
    words = ["澄", "𬭚", "e\u0301", '"', "\\", "\u2028", "\x00", "a", "\n", "👩‍👩‍👧"]
    for number in range(count):
        for _event in range(choose.randrange(1, 5)):
            text = "".join(choose.choices(words, k=6))
            office.add(f"case/{number}", "note_written", "p1", text=text, n=choose.randrange(2**53))
    points, found = [office.checkpoint()], []
    for number in range(count):
        export = export_case(office.slice(str(number)), folder / "x.zip")
        found.append(verify(export, points).verdict)
        export.unlink()
    office.database.close()
    return found


# Database copies


def test_a_database_copy_is_judged_like_an_export(story, office, tmp_path):
    checkpoint = story[1]
    office.database.close()
    copy = shutil.copy(office.file, tmp_path / "copy.db")
    assert verify(copy, [checkpoint]).verdict == "genuine"
    assert verify(copy).verdict == "unknown"


def test_a_changed_database_copy_is_altered_at_the_changed_entry(story, office, tmp_path):
    checkpoint = story[1]
    office.database.close()
    for column in Entry._fields[1:]:
        copy = Path(shutil.copy(office.file, tmp_path / f"{column}.db"))
        connection = sqlite3.connect(copy, isolation_level=None)
        connection.execute("DROP TRIGGER journal_no_update")
        value = "seq + 100" if column == "seq" else "9" if column == "version" else "'x'"
        connection.execute(f"UPDATE journal SET {column} = {value} WHERE seq = 3")
        connection.close()
        result = verify(copy, [checkpoint])
        assert (result.verdict, result.first_bad) == ("altered", 3), column


def test_a_database_copy_with_its_tail_cut_and_head_moved_fails_at_the_checkpoint(story, office, tmp_path):
    checkpoint = story[1]
    office.database.close()
    copy = Path(shutil.copy(office.file, tmp_path / "cut.db"))
    connection = sqlite3.connect(copy, isolation_level=None)
    for trigger in ("journal_no_delete", "chain_head_forward"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DELETE FROM journal WHERE seq > 4")
    connection.execute("UPDATE chain_head SET seq = 4, hash = (SELECT hash FROM journal WHERE seq = 4)")
    connection.close()
    assert verify(copy).verdict == "unknown"
    result = verify(copy, [checkpoint])
    assert (result.verdict, result.first_bad) == ("altered", 5)


def test_missing_guards_of_a_copy_are_reported(office):
    office.tell()
    checkpoint = office.checkpoint()
    office.database.close()
    connection = sqlite3.connect(office.file, isolation_level=None)
    connection.execute("DROP TRIGGER journal_no_delete")
    connection.close()
    result = verify(office.file, [checkpoint])
    assert [finding.code for finding in result.findings] == ["guards_missing"]
    assert exit_code(result) == 3


def test_a_changed_attachment_beside_a_database_is_noticed(story, office):
    checkpoint = story[1]
    ((sha256, _name),) = office.database.attachments.all()
    office.database.attachments.path(sha256).write_bytes(b"other")
    office.database.close()
    assert verify(office.file, [checkpoint]).verdict == "altered"


@pytest.mark.parametrize("name", ["nothing.db", "text.txt", "empty.db", "broken.zip"])
def test_what_cannot_be_judged_is_unknown(tmp_path, name):
    if name == "text.txt":
        (tmp_path / name).write_text("hello")
    elif name == "empty.db":
        sqlite3.connect(tmp_path / name).close()
    elif name == "broken.zip":
        (tmp_path / name).write_bytes(b"PK\x05\x06" + b"\0" * 30)
    assert verify(tmp_path / name).verdict == "unknown"


# The workflow


def changed(*steps, without=(), **bodies):
    """The story with some steps left out, some bodies changed, and further steps at the end."""
    told = [(kind, actor, {**body, **bodies.get(kind, {})}) for kind, actor, body in STORY if kind not in without]
    return [*told, *steps]


def signed(actor):
    return [(kind, actor if kind == "countersigned" else by, body) for kind, by, body in STORY]


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (STORY, []),
        (changed(without=("recommended",)), ["no_recommendation"]),
        (signed("p1"), ["own_approval"]),
        (changed(without=("accepted",)), ["recommended_before_acceptance", "decided_before_acceptance"]),
        (changed(without=("site_checked",)), ["no_site_check"]),
        (changed(site_checked={"officers": ["p1", "p1"]}), ["site_check_alone", "no_site_check"]),
        (changed(recommended={"checkpoint": "CZ01:9:" + "0" * 24}), ["checkpoint_differs"]),
        (changed(recommended={"checkpoint": "CZ01:1:" + "0" * 24}), ["checkpoint_differs"]),
        (changed(countersigned={"seal": "cd" * 32}), ["other_seal"]),
        (changed(countersigned={"on": "2026-04-15"}), ["clock_impossible"]),
        (changed(accepted={"on": "2026-04-15"}), ["accepted_before_receipt"]),
        (changed(accepted={"on": "2026-05-01"}), ["clock_future", "clock_impossible"]),
        (changed(without=("countersigned",)), ["delivered_undecided"]),
        (changed(STORY[3], STORY[4]), ["decided_twice"]),
        (changed(("recommendation_withdrawn", "p1", {}), STORY[4]), ["no_recommendation", "decided_twice"]),
        (changed(decision_delivered={"recorded": "2026-01-01T00:00:00.000000+00:00"}), []),
    ],
)
def test_the_workflow_is_replayed(office, tmp_path, told, codes):
    office.tell(told)
    result = verify(export_case(office.slice(), tmp_path / "case.zip"), [office.checkpoint()])
    assert result.verdict == "genuine"
    assert [finding.code for finding in result.findings] == codes
    assert exit_code(result) == (3 if codes else 0)


def test_a_checkpoint_stated_in_an_event_is_compared_with_the_chain(office, tmp_path):
    office.tell()
    office.add("case/1", "document_issued", "p1", checkpoint=office.database.journal.head().short())
    result = verify(export_case(office.slice(), tmp_path / "case.zip"), [office.checkpoint()])
    assert (result.verdict, result.findings) == ("genuine", [])


def test_a_third_signature_by_the_second_person_is_a_finding(office, tmp_path):
    second = ("countersigned", "p2", {"seal": "ab" * 32})
    third = ("third_signed", "p2", {"seal": "ab" * 32, "number": "1", "on": "2026-04-16"})
    office.tell([*STORY[:4], second, third])
    result = verify(export_case(office.slice(), tmp_path / "case.zip"), [office.checkpoint()])
    assert [finding.code for finding in result.findings] == ["own_approval"]


def test_a_clock_set_back_and_a_borrowed_name_are_findings(office, tmp_path):
    office.tell(STORY[:1])
    office.at -= timedelta(days=2)
    moved = [Event("accepted", {"on": "2026-04-16", "by": "p9", "recorded": "2026-04-16T01:00:00.000000+00:00"})]
    office.database.journal.append("case/1", None, lambda _tx: moved, actor="p1", at=office.at)
    result = verify(export_case(office.slice(), tmp_path / "case.zip"), [office.checkpoint()])
    codes = ["clock_back", "clock_differs", "actor_differs", "clock_future"]
    assert [finding.code for finding in result.findings] == codes


# The file by itself


def test_the_verifier_runs_alone_from_another_folder(story, tmp_path):
    export, checkpoint = story
    alone = shutil.copy(verifier.__file__, tmp_path / "stick.py")
    point = f"{checkpoint.chain}:{checkpoint.seq}:{checkpoint.hash[:24]}"
    command = [sys.executable, "-I", "-S", alone, str(export), "--checkpoint", point]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "GENUINE" in done.stdout
    told = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(told.stdout)["verdict"] == "genuine"


def test_the_verifier_imports_the_standard_library_only():
    imported = set()
    for node in ast.walk(ast.parse(Path(verifier.__file__).read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.split(".")[0])
    assert "hashlib" in imported
    assert imported <= set(sys.stdlib_module_names)
