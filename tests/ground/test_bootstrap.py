"""The set-up script's own decisions; what it installs is tried on fresh machines, not here."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "installer" / "bootstrap.py"


@pytest.fixture(scope="module")
def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_second_demo_goes_beside_the_first_and_the_window_opens_the_newest(bootstrap, tmp_path):
    folder = tmp_path / "demo-out"
    assert bootstrap.newest(folder) == folder
    made = []
    for second in range(3):
        made.append(bootstrap.fresh(folder))
        made[-1].mkdir()
        os.utime(made[-1], (second, second))
        assert bootstrap.newest(folder) == made[-1]
    assert [path.name for path in made] == ["demo-out", "demo-out-2", "demo-out-3"]


def test_an_environment_is_made_again_when_its_folder_moves_or_the_lock_changes(bootstrap, tmp_path, monkeypatch):
    stamps = set()
    for name, lock in (("a", "1"), ("b", "1"), ("b", "2")):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "requirements.lock").write_text(lock)
        (tmp_path / name / "pyproject.toml").write_text("")
        monkeypatch.setattr(bootstrap, "ROOT", tmp_path / name)
        stamps.add(bootstrap.wanted_stamp())
    assert len(stamps) == 3


def test_an_unknown_command_explains_itself_and_installs_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), "fly"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, "bootstrap.py demo" in done.stdout) == (2, True)
