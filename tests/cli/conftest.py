"""The command line as a person meets it: arguments in; exit code, output and error output back."""

import shutil
import sys
from datetime import datetime

import pytest

from workbench import cli
from workbench.services import demo, office

PASSWORD = "yangli-2026"


class Done:
    """What a command left: exit code, output, error output."""

    def __init__(self, code, captured):
        self.code, self.out, self.err = code, captured.out, captured.err


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Return a function that runs the command line in an empty folder, signed in as the sample officer."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    for name, value in (
        ("WORKBENCH_DATA", ""),
        ("WORKBENCH_LANG", "zh"),
        ("WORKBENCH_ACCOUNT", "guqinghe"),
        ("WORKBENCH_PASSWORD", PASSWORD),
        ("XDG_DATA_HOME", str(tmp_path / "data-home")),
        ("XDG_STATE_HOME", str(tmp_path / "state-home")),
    ):
        monkeypatch.setenv(name, value)

    def command(*arguments, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        done = Done(ended.value.code, capsys.readouterr())
        assert "Traceback" not in done.out + done.err
        return done

    return command


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Return the folder of an office whose festival is granted, made once."""
    folder = tmp_path_factory.mktemp("cli") / "office"
    demo.perform(folder, datetime.fromisoformat("2026-04-17 10:00"), ("grant",))
    return folder


@pytest.fixture
def data(played, tmp_path):
    """Return a copy of that office."""
    return shutil.copytree(played, tmp_path / "office")


@pytest.fixture
def case(data):
    """Return the identifier of its case."""
    with office.desk_at(data) as desk:
        return desk.database.journal.streams("case")[0].split("/")[1]


@pytest.fixture
def head(data):
    """Return a function that reads the full checkpoint of the office."""

    def read():
        with office.desk_at(data) as desk:
            return desk.database.journal.head().full()

    return read
