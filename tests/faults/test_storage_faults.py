"""Faults that are tried: killed processes, rivals, a full disk, a locked file, a lost server."""

import importlib.util
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from workbench.core.records import Event
from workbench.errors import StorageError
from workbench.storage.database import open_database
from workbench.storage.queue import CaseFilter, Days

WORKER = Path(__file__).parent / "worker.py"


@contextmanager
def worker(*arguments):
    process = subprocess.Popen(
        [sys.executable, str(WORKER), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        with process:
            yield process
    finally:
        if process.poll() is None:
            process.kill()


_spec = importlib.util.spec_from_file_location("fault_worker", WORKER)
_worker = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_worker)
DAY = date(2026, 4, 16)


def test_two_rivals_share_one_stream_without_a_fork_or_a_lost_update(location, clock):
    rounds = 40
    with worker("compete", location, rounds) as one, worker("compete", location, rounds) as two:
        for process in (one, two):
            assert process.stdout.readline() == "ready\n"
        for process in (one, two):
            process.stdin.write("go\n")
            process.stdin.flush()
        results = [tuple(map(int, process.stdout.readline().split())) for process in (one, two)]
    with open_database(location, clock=clock) as database:
        events = database.journal.read("case/1")
        assert len(events) == sum(wins for wins, _conflicts in results)
        assert [event.body["on"] for event in events] == list(range(len(events)))
        assert database.journal.verify().genuine
    assert all(wins + conflicts == rounds for wins, conflicts in results)
    assert sum(conflicts for _wins, conflicts in results) > 0


def acknowledged(process, count):
    """Read ``count`` acknowledgements, then kill at a random moment and read what was still said."""
    assert process.stdout.readline() == "ready\n"
    lines = [process.stdout.readline() for _line in range(count)]
    select.select([], [], [], random.random() * 0.01)
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    return [line.split() for line in lines if line.endswith("\n")]


def projected(database):
    rows = database.search_cases(CaseFilter(), Days(DAY, DAY), limit=100).rows
    return rows, database.journal.register("F03", 2026)


def kill_many(location, clock, kills):
    known = {}
    for _kill in range(kills):
        with worker("write", location) as process:
            known |= {int(seq): digest for seq, digest in acknowledged(process, random.randrange(1, 12))}
        with open_database(location, clock=clock) as database:
            database.cases.made_by(_worker.row)
            report = database.journal.verify()
            assert report.genuine, report
            found = {entry.seq: entry.hash for entry in database.journal.entries()}
            assert known.items() <= found.items()
            before = projected(database)
            database.rebuild_projections()
            assert projected(database) == before
            named = {event.body["file"]["sha256"] for event in database.journal.read_all() if "file" in event.body}
            assert database.attachments.faults() == ()
            assert named <= {sha256 for sha256, _name in database.attachments.all()}
    assert known


def test_what_was_acknowledged_survives_sigkill(location, clock):
    kill_many(location, clock, 4)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_was_acknowledged_survives_hundreds_of_sigkills(location, clock):
    kill_many(location, clock, 200)


def test_a_full_disk_refuses_in_words_and_keeps_what_was_recorded(tmp_path, clock):
    file = tmp_path / "office.db"
    with worker("starve", file, 1_200_000) as process:
        told = process.stdout.read().splitlines()
    *lines, refusal = told
    assert refusal.startswith("refused "), told
    assert "nothing was written" in refusal or "disk" in refusal
    known = [line.split() for line in lines[1:]]
    assert len(known) > 5
    with open_database(file, clock=clock) as database:
        assert database.journal.verify().genuine
        found = {str(entry.seq): entry.hash for entry in database.journal.entries()}
        assert dict(known).items() <= found.items()
        database.access.record("1", actor="p1", at=clock())


def test_a_file_that_may_not_be_written_refuses_in_words(clock):
    folder = Path(tempfile.mkdtemp(prefix="eaw-locked-"))
    try:
        with open_database(folder / "office.db", clock=clock) as database:
            database.access.record("1", actor="p1", at=clock())
        (folder / "office.db").chmod(0o444)
        folder.chmod(0o555)
        with worker("locked", folder / "office.db") as process:
            told = process.stdout.read()
        assert told.startswith("refused "), told
        folder.chmod(0o755)
        with open_database(folder / "office.db", clock=clock, read_only=True) as database:
            assert database.journal.verify().count == 1
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_server_lost_in_the_middle_of_an_append_writes_nothing(server, clock):
    server.empty("office")
    with open_database(server.location("office", "clerk"), clock=clock) as database:

        def build(_tx):
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'office'")
            return [Event("received", {})]

        with pytest.raises(StorageError, match="断开"):
            database.journal.append("case/1", 0, build, actor="p1", at=clock())
        assert database.journal.head().seq == 0
        database.access.record("1", actor="p1", at=clock())
        assert database.journal.head().seq == 1


def test_a_busy_database_is_waited_for(tmp_path, clock):
    """A second writer waits for the first one's transaction instead of failing."""
    with open_database(tmp_path / "office.db", clock=clock) as database:
        with worker("compete", tmp_path / "office.db", 3) as process:
            assert process.stdout.readline() == "ready\n"
            with database.store.write():
                process.stdin.write("go\n")
                process.stdin.flush()
                waiting, _, _ = select.select([process.stdout], [], [], 0.3)
                assert not waiting
            assert process.stdout.readline() == "3 0\n"
        assert database.journal.head().seq == 3
