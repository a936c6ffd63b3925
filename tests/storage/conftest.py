"""Both databases for the same tests. A PostgreSQL server that cannot be started is a failure, never a skip."""

import os
import pwd
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from workbench.core.records import GENESIS, Event
from workbench.storage.connection import server_url
from workbench.storage.database import open_database
from workbench.storage.schema import metadata

START = datetime(2026, 4, 16, 1, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


class Server:
    """A PostgreSQL server of its own in a temporary folder, reached over a Unix socket."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.names = count(1)

    def run(self, tool, *arguments):
        command = [str(self.bin / tool), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def start(self):
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.run("initdb", "-D", self.folder / "data", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "root")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c shared_buffers=32MB"
        options += " -c fsync=off -c autovacuum=off"  # a vacuum in the pattern database would keep it from being copied
        self.run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", options, "start")
        self.execute("CREATE ROLE office_owner LOGIN CREATEROLE CREATEDB", "CREATE ROLE clerk LOGIN")
        self.execute("CREATE DATABASE pattern OWNER office_owner TEMPLATE template0")
        open_database(self.location("pattern"), clock=Clock(), chain="CZ01").close()
        self.execute("GRANT eaw_app TO clerk")
        self.execute("CREATE DATABASE office OWNER office_owner TEMPLATE pattern")

    def empty(self, name):
        """Empty every table past its guards, as only the server's own administrator can."""
        tables = ", ".join(metadata.tables)
        self.execute(
            "SET session_replication_role = replica",
            f"TRUNCATE {tables} RESTART IDENTITY",
            f"INSERT INTO chain_head VALUES (1, 'CZ01', 0, '{GENESIS}')",
            name=name,
        )

    def stop(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def location(self, name, role="office_owner"):
        return f"postgresql://{role}@/{name}?host={self.folder}"

    def execute(self, *statements, name="postgres", role="root"):
        engine = create_engine(server_url(self.location(name, role)), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def new_database(self, pattern="pattern"):
        name = f"office_{next(self.names)}"
        self.execute(f"CREATE DATABASE {name} OWNER office_owner TEMPLATE {pattern}")
        return name


@pytest.fixture(scope="session")
def server():
    folder = tempfile.mkdtemp(prefix="eaw-pg-")
    running = Server(folder)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where a new, empty database is, of either kind."""
    if request.param == "sqlite":
        place = tmp_path / "office.db"
        open_database(place, clock=Clock(), chain="CZ01").close()
        yield str(place)
        return
    server = request.getfixturevalue("server")
    server.empty("office")
    yield server.location("office", "clerk")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def database(location, clock):
    opened = open_database(location, clock=clock, create=False)
    yield opened
    opened.close()


@pytest.fixture
def append(database):
    """Append one event per given kind to a stream, at the version it has."""

    def do(stream, *kinds, **body):
        events = [Event(kind, body) for kind in kinds]
        return database.journal.append(stream, None, lambda _tx: events, actor="p1", at=START)

    return do
