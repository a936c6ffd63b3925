"""Offices to work in: the demonstration's stories played to a moment once per run, and copied for every test."""

import importlib.util
import shutil
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from workbench.services import demo, office
from workbench.services.clocks import ScriptedClock

_spec = importlib.util.spec_from_file_location(
    "storage_fixtures", Path(__file__).parent.parent / "storage" / "conftest.py"
)
_storage = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_storage)

server = _storage.server

PASSWORD = "yangli-2026"
FESTIVAL = "chenghu-bay-festival"
at = datetime.fromisoformat
READY = at("2026-04-15 09:30")
"""Everything is settled and the grant may be recommended."""
RECOMMENDED = at("2026-04-15 10:00")
BOTH = at("2026-04-10 08:30")
"""Two cases decided, the festival under review."""


class Office:
    """An office of its own: a desk, a clock that is set, people by account, and the case at hand."""

    def __init__(self, location, local, *, read_only=False):
        self.location = location
        self.clock = ScriptedClock(local)
        self.desk = office.open_office(location, clock=self.clock, read_only=read_only)
        self.people = {p.account: p for p in office.people(self.desk)}
        self.others = []
        streams = self.desk.database.journal.streams("case")
        self.case = streams[-1].split("/")[1] if streams else ""

    officer = property(lambda self: self.people["guqinghe"])
    approver = property(lambda self: self.people["shenzhixing"])
    supervisor = property(lambda self: self.people["luwendi"])

    def person(self, account, *roles, organisation=""):
        """Add somebody."""
        wanted = office.NewPerson(account, f"样例{account}", PASSWORD, frozenset(roles), organisation)
        self.people[account] = office.add_user(self.desk, self.supervisor, wanted)
        return self.people[account]

    def state(self):
        return self.desk.case(self.case)

    def again(self):
        """Open a second desk on the same database, as another window does."""
        self.others.append(office.open_office(self.location, clock=self.clock))
        return self.others[-1]

    def head(self):
        return self.desk.database.journal.head()

    def close(self):
        for desk in (*self.others, self.desk):
            desk.close()


def built(factory, name, until, stories=("grant",)):
    """Return the folder of an office played to a moment, made once per run."""
    played = f"{name}-{until:%Y%m%dT%H%M}-{'-'.join(stories)}"  # two tests may give the same name to two moments
    folder = factory.getbasetemp() / f"office-{played}"
    if not folder.exists():
        demo.perform(folder, until, stories)
    return folder


@pytest.fixture(scope="session")
def office_with(tmp_path_factory):
    """Return a maker of offices in a folder: a copy of one that stories were played in."""

    def make(folder, name, until, stories):
        return Office(shutil.copytree(built(tmp_path_factory, name, until, stories), folder), until)

    return make


@pytest.fixture
def offices(tmp_path, office_with):
    """Return a maker of offices, each closed after the test: by default the festival that may be recommended."""
    opened = []

    def make(name="ready", until=READY, stories=("grant",)):
        opened.append(office_with(tmp_path / f"{name}-{len(opened)}", name, until, stories))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def office_at():
    """Return a function that opens an office at a place, closed after the test."""
    opened = []

    def open_one(location, local, **values):
        opened.append(Office(location, local, **values))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def ready(offices):
    """An office whose festival may be recommended now."""
    return offices()


@pytest.fixture
def recommended(offices):
    """An office whose festival waits for the countersignature."""
    return offices("recommended", RECOMMENDED)


@pytest.fixture
def three(offices):
    """An office with a refused, a granted and an open case."""
    return offices("three", BOTH, ())


@pytest.fixture
def empty(tmp_path):
    """An office with an administrator and an officer, and no case."""
    place = tmp_path / "empty"
    with office.desk_at(place, clock=ScriptedClock(at("2026-04-01 09:00"))) as desk:
        first = office.NewPerson("luwendi", "陆闻笛", PASSWORD, frozenset({"supervisor"}))
        chief = office.add_user(desk, None, first)
        for account, name, roles in (
            ("guqinghe", "顾清和", {"officer", "approver"}),
            ("shenzhixing", "沈知行", {"approver"}),
        ):
            office.add_user(desk, chief, office.NewPerson(account, name, PASSWORD, frozenset(roles)))
    opened = Office(place, at("2026-04-01 09:40"))
    yield opened
    opened.close()


@pytest.fixture
def granted(offices):
    """An office whose festival is granted, served and made public."""
    return offices("granted", at("2026-04-17 10:00"))


@pytest.fixture
def words():
    """Return a function that reads the text of a PDF, without white space."""

    def read(data):
        pdf = pypdfium2.PdfDocument(data)
        try:
            return "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
        finally:
            pdf.close()

    return read
