"""Shared fixtures: the sample packages and their keys, no network, and the long-suite switch."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", parent=settings.get_profile("explore"), derandomize=True)
settings.load_profile("house")  # a busy machine fails no property, and a run can be repeated: see --explore

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
SHIPPED = ROOT / "forms" / "samples"


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long fault, bench and verification suites")
    parser.addoption("--explore", action="store_true", help="draw new examples for the properties in every run")
    parser.addoption("--keep-pictures", action="store_true", help="keep the pictures of this run as the golden ones")


def pytest_configure(config):
    if config.getoption("--explore"):
        settings.load_profile("explore")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        skipped = [item for item in items if "long" in item.keywords]
        items[:] = [item for item in items if "long" not in item.keywords]
        config.hook.pytest_deselected(items=skipped)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Refuse every socket that could leave the machine; Unix sockets stay (PostgreSQL, window server)."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"network access refused in tests: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def packages():
    """Package name → its zip file."""
    found = {p.stem: p for folder in (SHIPPED, DATA / "packages") for p in folder.glob("*.zip")}
    assert len(found) >= 5
    return found


@pytest.fixture(scope="session")
def keys():
    """Package name → path of its answer key."""
    return {p.stem: p for p in (DATA / "keys").glob("*.json")}


@pytest.fixture(scope="session")
def broken():
    """Folder of the broken inputs."""
    return DATA / "broken"


class Festival:
    """An office with the flagship package received and one officer at the desk, on a database of its own."""

    def __init__(self, folder):
        from datetime import datetime

        from workbench.services import office
        from workbench.services.clocks import ScriptedClock

        self.clock = ScriptedClock(datetime.fromisoformat("2026-04-10 09:00"))
        self.desk = office.open_office(folder, clock=self.clock)
        self.officer, self.other = office.people(self.desk)[:2]
        self.case = self.desk.database.journal.streams("case")[-1].split("/")[1]

    def state(self):
        return self.desk.case(self.case)

    def events(self, *kinds):
        """Return the recorded events of the case, of some kinds or of all."""
        stream = self.desk.database.journal.read(f"case/{self.case}")
        return [event for event in stream if not kinds or event.kind in kinds]


@pytest.fixture(scope="session")
def festival_folder(tmp_path_factory, packages):
    """Folder of an office made once per run: two people, the flagship package received on 7 April."""
    from datetime import datetime

    from workbench.services import intake, office
    from workbench.services.clocks import ScriptedClock

    folder = tmp_path_factory.mktemp("festival")
    clock = ScriptedClock(datetime.fromisoformat("2026-04-07 10:12"))
    with office.desk_at(folder, clock=clock) as desk:
        officer = None
        for account, name in (("guqinghe", "顾清和"), ("xujianshan", "许见山")):
            wanted = office.NewPerson(account, name, "yangli-2026", frozenset({"officer"}), "澄州市公安局")
            officer = office.add_user(desk, officer, wanted)
        intake.receive(desk, officer, packages["chenghu-bay-festival"])
    return folder


@pytest.fixture
def festival(festival_folder, tmp_path):
    """A copy of the festival's office, at nine o'clock on 10 April."""
    import shutil

    folder = tmp_path / "office"
    shutil.copytree(festival_folder, folder)
    opened = Festival(folder)
    yield opened
    opened.desk.close()


@pytest.fixture
def workspace(festival, qtbot, qapp, tmp_path):
    """The festival in the workspace of the window, opened by its officer."""
    from workbench.ui.session import Session
    from workbench.ui.settings import Settings
    from workbench.ui.workspace import Workspace

    session = Session(Settings(tmp_path / "window.ini"), qapp)
    session.desk = festival.desk
    session.sign_in(festival.officer)
    faults = []
    session.worker.crashed.connect(faults.append)
    screen = Workspace(session, festival.case)
    qtbot.addWidget(screen)
    screen.resize(1388, 790)
    screen.show()
    qtbot.waitUntil(lambda: screen.context is not None, timeout=10_000)
    screen.activateWindow()
    yield screen
    session.close()
    session.deleteLater()
    assert not faults, faults[0]


@pytest.fixture
def settle(workspace, qtbot):
    """Wait until the worker has nothing left to do."""
    return lambda: qtbot.waitUntil(lambda: not workspace.session.worker.is_busy(), timeout=20_000)


@pytest.fixture
def toasts(workspace):
    """Words of the toasts so far."""
    said = []
    workspace.session.notified.connect(lambda told, _undo: said.append(told))
    return said
