#!/usr/bin/env python3
"""Set the workbench up on a fresh Debian machine, then run one of its two main commands.

Standard library only, so that it runs before anything is installed:

    python3 installer/bootstrap.py demo     the main job on the embedded database
    python3 installer/bootstrap.py test     every check and test of the project
    python3 installer/bootstrap.py setup    the environment alone
    python3 installer/bootstrap.py window   the window, on the data of the demo

The environment is ``.venv`` beside this folder; it is made again only when the lock file or the project file changes.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "set-up-of"
DEMO = ROOT / "demo-out"
OLDEST = (3, 11)

WINDOW_PACKAGES = [
    *("libegl1", "libgl1", "libglib2.0-0", "libfontconfig1", "libxkbcommon0", "libdbus-1-3"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
]
TEST_PACKAGES = ["postgresql"]


class SetUpError(Exception):
    """The machine cannot be set up; the message says what a person can do."""


def run(*command: str | Path, **options: object) -> None:
    """Run a command and stop at its failure."""
    subprocess.run([str(part) for part in command], check=True, **options)


def is_installed(package: str) -> bool:
    """Tell whether a Debian package is installed; a renamed one (``…t64``) counts."""
    for name in (package, f"{package}t64"):
        query = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}", name]
        found = subprocess.run(query, capture_output=True, text=True, check=False)
        if found.returncode == 0 and found.stdout.startswith("ii"):
            return True
    return False


def install_system_packages(packages: list[str]) -> None:
    """Install the Debian packages that are missing; explain what to do where this may not."""
    if shutil.which("dpkg-query") is None:
        print("not a Debian machine: assuming that these are present:", " ".join(packages))
        return
    missing = [p for p in packages if not is_installed(p)]
    if not missing:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        raise SetUpError(f"As an administrator run: apt-get install --no-install-recommends {' '.join(missing)}")
    print("installing system packages:", " ".join(missing), flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    try:
        run(*prefix, "apt-get", "update", "-qq", **quiet)
        run(*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, **quiet)
    except subprocess.CalledProcessError as fault:
        names = " ".join(missing)
        raise SetUpError(
            f"Some system packages could not be installed. As an administrator run: apt-get install {names}"
        ) from fault


def wanted_stamp() -> str:
    """Return a fingerprint of everything the environment is made from."""
    digest = hashlib.sha256(f"{sys.version}\n{ROOT}".encode())  # an environment does not survive a move of its folder
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """Make ``.venv`` from the lock file with hashes checked, then add the project itself."""
    if STAMP.exists() and STAMP.read_text() == wanted_stamp():
        return
    print("making the environment in", VENV, flush=True)
    try:
        run(sys.executable, "-m", "venv", "--clear", VENV, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        install_system_packages(["python3-venv"])
        run(sys.executable, "-m", "venv", "--clear", VENV)
    pip = (BIN / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input", "--no-deps")
    run(*pip, "--require-hashes", "--requirement", ROOT / "requirements.lock")
    run(*pip, "--no-build-isolation", "--editable", ROOT)
    # Without byte-code every start costs most of a second more, also where the environment forbids writing it later.
    run(BIN / "python", "-m", "compileall", "-q", *(ROOT / name for name in ("workbench", "reports", "forms")))
    STAMP.write_text(wanted_stamp())


def fresh(folder: Path) -> Path:
    """Return ``folder`` while it does not exist, else the first free one of ``folder-2``, ``folder-3`` and so on."""
    others = (folder.with_name(f"{folder.name}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([folder], others) if not path.exists())


def newest(folder: Path) -> Path:
    """Return the youngest of ``folder`` and its numbered companions; ``folder`` itself when there is none."""
    return max(folder.parent.glob(f"{folder.name}*"), key=lambda path: path.stat().st_mtime_ns, default=folder)


def demo() -> None:
    """Take the sample festival from package to decision, a second one to refusal; earlier demos stay as they are."""
    run(BIN / "workbench", "demo", "--out", fresh(DEMO))


def window() -> None:
    """Open the window on the data that the newest demo left."""
    run(BIN / "workbench", "--data", newest(DEMO))


def check_and_test() -> None:
    """Run the style checks, the type checker and every test."""
    os.chdir(ROOT)
    run(BIN / "ruff", "check", ".")
    run(BIN / "ruff", "format", "--check", "--quiet", ".")
    run(BIN / "mypy")
    run(BIN / "python", "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *sys.argv[2:])


COMMANDS = {"demo": demo, "test": check_and_test, "setup": lambda: None, "window": window}


def main() -> int:
    """Set up, then run the named command; return its exit code."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(__doc__)
        return 2
    if sys.version_info < OLDEST:
        print("Python 3.11 or newer is needed; this is", sys.version.split()[0])
        return 1
    try:
        install_system_packages(WINDOW_PACKAGES + (TEST_PACKAGES if name == "test" else []))
        make_environment()
        COMMANDS[name]()
    except SetUpError as fault:
        print(fault)
        return 1
    except subprocess.CalledProcessError as fault:
        return fault.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
