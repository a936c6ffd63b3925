"""Ratios against the bare library doing the same work, in one run.

Each measurement does our work and the bare work alternately and compares the medians, so that a slow machine slows
both. The targets are those of the design; a ratio is reported, never asserted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from workbench.core import commands as c
from workbench.errors import refuse_unknown
from workbench.services import intake, office, queue
from workbench.services.clocks import ScriptedClock
from workbench.services.desk import Desk, stream_of
from workbench.services.views import Person
from workbench.storage.packs import sample_package, samples

Report = Callable[..., None]
START = datetime(2026, 4, 1, 9, 40)  # noqa: DTZ001 - a local time of the scripted clock


@dataclass(frozen=True)
class Ratio:
    """One measurement: seconds of ours and of the bare work (medians), and the target ratio."""

    name: str
    ours: float
    bare: float
    target: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """Return how many times the bare work ours takes."""
        return self.ours / self.bare if self.bare else float("inf")


def run(only: tuple[str, ...] = (), *, cases: int = 100_000, progress: Report | None = None) -> tuple[Ratio, ...]:
    """Measure everything, or what is named: append, verify, open, queue, frame, start, import, recount and so on."""
    from workbench import (
        bench_check,
        bench_coverage,
        bench_network,
        bench_plan,
        bench_risk,
        bench_simulation,
        bench_site,
    )

    themes = (bench_check, bench_coverage, bench_network, bench_plan, bench_risk, bench_simulation, bench_site)
    benches = {**_BENCHES, **{name: bench for theme in themes for name, bench in theme.BENCHES.items()}}
    refuse_unknown(only, benches)
    wanted = [name for name in benches if not only or name in only]
    results = []
    for number, name in enumerate(wanted):
        if progress:
            progress(number, len(wanted), name)
        with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
            results.append(benches[name](Path(folder), cases))
    return tuple(results)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of both, measured in turn."""
    pairs = [(timed(ours), timed(bare)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


@contextlib.contextmanager
def _office(folder: Path) -> Iterator[tuple[Desk, Person, str]]:
    """Open a new office with one officer and the first sample package as a case."""
    with office.desk_at(folder, clock=ScriptedClock(START)) as desk:
        roles = frozenset({"officer", "supervisor"})
        person = office.add_user(desk, None, office.NewPerson("bench", "测量", "measuring-only", roles))
        case = intake.receive(desk, person, sample_package(samples()[0])).case
        yield desk, person, case


def _verdicts(desk: Desk, case: str, count: int) -> list[c.Command]:
    """Return commands that each change something: verdicts on papers, given and changed in turn."""
    items = list(desk.pack.materials)
    return [c.JudgeMaterial(case, items[n % len(items)], "meets", note=f"第 {n} 次") for n in range(count)]


def append(folder: Path, _cases: int) -> Ratio:
    """Measure a durable command against a raw transaction with the same bytes, tables, guards and pragmas.

    The raw side works on a copy of the database: the same journal entry, the same head, the same row of the register.
    """
    from workbench.services.acting import do

    with _office(folder) as (desk, person, case):
        commands = _verdicts(desk, case, 140)
        for command in commands[:20]:
            do(desk, person, command)
        raw = _copied(folder / office.FILE, folder / "raw.db")
        todo = iter(commands[20:])

        def ours() -> None:
            do(desk, person, next(todo))

        def bare() -> None:
            entry, row = newest
            raw.execute("BEGIN IMMEDIATE")
            raw.execute(f"INSERT INTO journal VALUES ({','.join('?' * len(entry))})", entry)
            raw.execute("UPDATE chain_head SET seq = ?, hash = ?", (entry[0], entry[8]))
            raw.execute(
                f"UPDATE cases SET {', '.join(f'{name} = ?' for name in names)} WHERE case_id = ?", (*row, case)
            )
            raw.execute("COMMIT")

        names = [r[1] for r in raw.execute("PRAGMA table_info(cases)") if r[1] not in {"row", "case_id"}]
        pairs = []
        with contextlib.closing(sqlite3.connect(folder / office.FILE)) as reader:
            for _ in range(100):
                mine = timed(ours)
                newest = (
                    reader.execute("SELECT * FROM journal ORDER BY seq DESC LIMIT 1").fetchone(),
                    reader.execute(f"SELECT {', '.join(names)} FROM cases WHERE case_id = ?", (case,)).fetchone(),
                )
                pairs.append((mine, timed(bare)))
        raw.close()
    mine, plain = (statistics.median(times) for times in zip(*pairs, strict=True))
    return Ratio(
        "durable command append", mine, plain, 2.0, "bare: the same rows by sqlite3 on a copy, guards included"
    )


def _copied(file: Path, target: Path) -> sqlite3.Connection:
    """Return a raw connection to a copy of a database, with the pragmas of ours."""
    raw = sqlite3.connect(target, isolation_level=None)
    with contextlib.closing(sqlite3.connect(file)) as source:
        source.backup(raw)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _fill(desk: Desk, person: Person, case: str, events: int) -> None:
    from workbench.services.acting import do_all

    commands = _verdicts(desk, case, events)
    for start in range(0, events, 200):
        do_all(desk, person, commands[start : start + 200])


def verify(folder: Path, _cases: int) -> Ratio:
    """Measure a verification of the chain against reading the same rows and hashing the same bytes."""
    with _office(folder) as (desk, person, case):
        _fill(desk, person, case, 4000)
        file = folder / office.FILE

        def bare() -> None:
            with contextlib.closing(sqlite3.connect(file)) as raw:
                for row in raw.execute(
                    "SELECT chain, seq, stream, version, kind, actor, at, prev, hash, body FROM journal"
                ):
                    body = hashlib.sha256(row[9].encode()).hexdigest()
                    text = json.dumps(["EAW-J1", *row[:8], body], ensure_ascii=False, separators=(",", ":"))
                    hashlib.sha256(text.encode()).hexdigest()
                for (data,) in raw.execute("SELECT data FROM payloads"):
                    hashlib.sha256(data.encode()).hexdigest()

        ours, plain = alternate(desk.database.journal.verify, bare, 7)
    return Ratio("journal verification", ours, plain, 2.0, "bare: sqlite3 read, json, hashlib of the same rows")


def open_case(folder: Path, _cases: int) -> Ratio:
    """Measure opening a case of 2,000 events against reading and decoding the same rows."""
    with _office(folder) as (desk, person, case):
        _fill(desk, person, case, 2000)
        file, stream = folder / office.FILE, stream_of(case)

        def ours() -> None:
            desk.forget()
            desk.case(case)

        def bare() -> None:
            with contextlib.closing(sqlite3.connect(file)) as raw:
                found = raw.execute("SELECT body FROM journal WHERE stream = ? ORDER BY version", (stream,))
                for (body,) in (*found, *raw.execute("SELECT data FROM payloads")):
                    json.loads(body)

        mine, plain = alternate(ours, bare, 9)
    return Ratio(
        "opening a case of 2,000 events", mine, plain, 1.5, "from the snapshot; bare: read and decode all rows"
    )


def queue_page(folder: Path, cases: int) -> Ratio:
    """Measure a page of the queue with sort, filter and a Chinese word against hand-written SQL."""
    with _office(folder) as (desk, person, case):
        _multiply(desk, case, cases)
        file, word = folder / office.FILE, "灯会"
        wanted = queue.Wanted(text=word, groups=("waiting", "week"), sort="first_day", limit=50)

        def bare() -> None:
            with contextlib.closing(sqlite3.connect(file)) as raw:
                match = '"灯会"'
                raw.execute(
                    "SELECT * FROM cases WHERE (queue_rank = 3 OR (queue_rank = 0 AND due > ?)) AND row IN "
                    "(SELECT rowid FROM cases_text WHERE cases_text MATCH ?) ORDER BY first_day, case_id LIMIT 51",
                    ("2026-04-07", match),
                ).fetchall()
                raw.execute(
                    "SELECT count(*) FROM cases WHERE (queue_rank = 3 OR (queue_rank = 0 AND due > ?)) AND row IN "
                    "(SELECT rowid FROM cases_text WHERE cases_text MATCH ?)",
                    ("2026-04-07", match),
                ).fetchall()
                raw.execute("SELECT queue_rank, due < ?, count(*) FROM cases GROUP BY 1, 2", ("2026-04-01",)).fetchall()

        ours, plain = alternate(lambda: queue.page(desk, person, wanted), bare, 9)
    return Ratio(f"queue page at {cases} cases", ours, plain, 1.3, "bare: page, count and counters in hand-written SQL")


def _multiply(desk: Desk, case: str, count: int) -> None:
    """Fill the register with rows like that of a case; the register is a projection, so no events are needed."""
    from dataclasses import replace

    from workbench.storage.projections import write_row

    row = desk.database.cases.get(case)
    assert row is not None
    words = ("灯会", "音乐节", "马拉松", "博览会", "招聘会")
    with desk.database.store.write() as connection:
        for n in range(count):
            day = START.date() + timedelta(days=n % 300)
            name = f"第{n}届{words[n % len(words)]}"
            write_row(connection, replace(row, case=f"x{n}", number=f"X-{n}", title=name, first_day=day))


BARE_WINDOW = (
    "from PySide6.QtWidgets import QApplication, QLabel;"
    "a = QApplication([]); w = QLabel('.'); w.resize(1440, 900); w.show(); a.processEvents();"
)


def _cold(code: str) -> Callable[[], object]:
    """Return what runs some code in a process of its own, offscreen."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return lambda: subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], check=True, env=environment, capture_output=True
    )


def frame(_folder: Path, _cases: int) -> Ratio:
    """Measure a cold start to the painted window against a bare window of the same library."""
    mine, plain = alternate(_cold("from workbench.app import framed_once; framed_once()"), _cold(BARE_WINDOW), 5)
    return Ratio("cold start to the painted window", mine, plain, 2.0, "whole processes, offscreen")


def start(folder: Path, _cases: int) -> Ratio:
    """Measure a cold start to the painted queue against a bare window of the same library."""
    from workbench.services import demo

    demo.sample_office(folder)
    ours = f"from workbench.app import painted_once; painted_once({str(folder)!r})"
    mine, plain = alternate(_cold(ours), _cold(BARE_WINDOW), 5)
    return Ratio("cold start to painted queue", mine, plain, 2.0, "whole processes, offscreen, without sign-in")


def take_in(_folder: Path, _cases: int) -> Ratio:
    """Measure the import of the first sample package against hashing and text extraction alone."""
    package = sample_package(samples()[0])
    intake.dry_run(package)
    ours, plain = alternate(lambda: intake.dry_run(package), lambda: read_bare(package), 5)
    return Ratio("import of the sample package", ours, plain, 1.5, "bare: sha256 and text of every file")


def read_bare(package: str | Path) -> None:
    """Hash every file of a package and take out its text, with the libraries alone."""
    import io
    import zipfile

    import pypdfium2

    opened = cast("Callable[[io.BytesIO], Any]", pypdfium2.PdfDocument)
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            hashlib.sha256(data).hexdigest()
            if name.endswith(".pdf"):
                document = opened(io.BytesIO(data))
                for page in range(len(document)):
                    document[page].get_textpage().get_text_bounded()
            elif name.endswith((".xlsx", ".docx")):
                _office_text(data, name)


def _office_text(data: bytes, name: str) -> None:
    """Take the text out of a workbook or a document with the libraries that the program uses too."""
    from workbench.exchange.attachments import take_in as taken
    from workbench.exchange.limits import DEFAULT
    from workbench.exchange.notes import Notes

    taken(name, data, DEFAULT, Notes())


OPEN_CASES = 10_000


def recount(folder: Path, _cases: int) -> Ratio:
    """Measure counting all dates of 10,000 open cases again after a change of the calendar.

    The raw side reads the same rows by sqlite3 and counts the dates of each under both calendars, day by day, from
    plain sets. How long it takes to record what moved, when everything did, is told in the note.
    """
    from workbench.services import calendars

    storm = START.date() + timedelta(days=7)
    with _office(folder) as (desk, person, case), contextlib.closing(sqlite3.connect(folder / office.FILE)) as raw:
        _open_cases(desk, case, OPEN_CASES)

        def ours(*, trial: bool = True) -> None:
            calendars.set_day(desk, person, storm, "停止办公", working=False, dry_run=trial)

        mine, bare = alternate(ours, lambda: _recount_by_hand(raw, desk, storm), 3)
        recorded = timed(lambda: ours(trial=False))
    name = f"{OPEN_CASES} open cases counted again"
    return Ratio(name, mine, bare, 4.0, f"bare: sqlite3 and sets; all of them moved and recorded in {recorded:.1f} s")


def _open_cases(desk: Desk, case: str, count: int) -> None:
    """Fill the register with accepted cases that all wait for their decision."""
    from dataclasses import replace

    from workbench.storage.projections import write_row

    row = desk.database.cases.get(case)
    assert row is not None
    dates = cast("dict[str, Any]", row.extra["dates"])
    with desk.database.store.write() as connection:
        for n in range(count):
            on = (START.date() - timedelta(days=n % 4)).isoformat()
            extra = {**row.extra, "dates": {**dates, "received": on, "accepted": on}}
            write_row(connection, replace(row, case=f"x{n}", number=f"X-{n}", status="accepted", extra=extra))


def _recount_by_hand(raw: sqlite3.Connection, desk: Desk, closed: date) -> int:
    """Count the dates of every accepted row under both calendars; return how many rows move."""
    years = desk.calendar.years.values()
    off, work = {d for y in years for d in y.off}, {d for y in years for d in y.work}
    one = timedelta(days=1)

    def walk(day: date, count: int, step: timedelta, without: frozenset[date]) -> date:
        while count:
            day += step
            count -= day in work or (day.weekday() < 5 and day not in off and day not in without)
        return day

    def both(dates: Mapping[str, str], without: frozenset[date]) -> tuple[date, date, date]:
        received, accepted, first = (date.fromisoformat(dates[name]) for name in ("received", "accepted", "first_day"))
        due = walk(accepted, 7, one, without)
        return walk(received, 5, one, without), due, min(due, walk(first, 3, -one, without))

    rows = raw.execute("SELECT case_id, extra FROM cases WHERE status = 'accepted'")
    every = (json.loads(extra)["dates"] for _case, extra in rows)
    return sum(both(dates, frozenset()) != both(dates, frozenset({closed})) for dates in every)


_BENCHES: dict[str, Callable[[Path, int], Ratio]] = {
    "append": append,
    "verify": verify,
    "open": open_case,
    "queue": queue_page,
    "frame": frame,
    "start": start,
    "import": take_in,
    "recount": recount,
}
