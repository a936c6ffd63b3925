"""A process that works on a database until it is told to stop, is killed, or the world refuses.

worker.py compete LOCATION ROUNDS     ROUNDS appends, each on the version just read; print (wins, conflicts)
worker.py write LOCATION              append for ever; print "seq hash" after every acknowledged append
worker.py starve LOCATION BYTES       as write, but no file may grow beyond BYTES; print the refusal and stop
worker.py locked LOCATION             one append as a user who may not write there; print the refusal
"""

import hashlib
import os
import resource
import signal
import sys
import tempfile
from datetime import UTC, datetime

from workbench.core.records import Event
from workbench.errors import ConflictError, StorageError
from workbench.storage.database import open_database
from workbench.storage.projections import CaseRow

NOBODY = 65534


def now():
    return datetime.now(UTC)


def row(events, tx):
    title = "".join(str(event.body.get("text", ""))[:4] for event in tx.read(events[-1].stream)[-3:])
    return CaseRow(events[-1].stream.removeprefix("case/"), events[-1].version, title=title, clock="waiting")


def opened(location):
    database = open_database(location, clock=now)
    database.cases.made_by(row)
    return database


def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def compete(location, rounds):
    wins = conflicts = 0
    with opened(location) as database:
        say("ready")
        sys.stdin.readline()
        while wins + conflicts < int(rounds):
            version = len(database.journal.read("case/1"))

            def build(_tx, version=version):
                hashlib.pbkdf2_hmac("sha256", b"work", b"inside the transaction", 10_000)  # room for the rival
                return [Event("judged", {"by": os.getpid(), "on": version})]

            try:
                database.journal.append("case/1", version, build, actor="p1", at=now())
                wins += 1
            except ConflictError:
                conflicts += 1
    say(wins, conflicts)


def write(location):
    with opened(location) as database:
        say("ready")
        number = 0
        while True:
            number += 1
            sha256 = database.attachments.put(f"{os.getpid()} {number}".encode() * 50, "a.txt")
            body = {"text": "澄湖" * (number % 50), "file": {"sha256": sha256}}

            def build(tx, body=body):
                beside = Event("supplement_received", {"application": {"fields": [["x", body["text"]]]}})
                return [Event("noted", body), beside, Event("issued", {"n": tx.draw_number("F03", 2026)})]

            *_others, last = database.journal.append(f"case/{number % 7}", None, build, actor="p1", at=now())
            say(last.seq, last.hash)


def starve(location, size):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    opened(location).close()
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    try:
        write(location)
    except StorageError as refusal:
        say("refused", refusal.told("en"))


def locked(location):
    with tempfile.TemporaryDirectory() as folder:
        opened(f"{folder}/warm.db").close()  # whatever is imported late lies where nobody may read
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        write(location)
    except StorageError as refusal:
        say("refused", refusal.told("en"))


if __name__ == "__main__":
    {"compete": compete, "write": write, "starve": starve, "locked": locked}[sys.argv[1]](*sys.argv[2:])
