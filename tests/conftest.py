"""Shared fixtures: the sample packages and their keys, no network, and the long-suite switch."""

import os
import socket
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
SHIPPED = ROOT / "forms" / "samples"


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long fault, bench and verification suites")


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
