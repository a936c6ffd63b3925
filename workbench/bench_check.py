"""What checking and taking in cost, against hashing and text extraction alone; memory in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from workbench.bench import Ratio, alternate, read_bare
from workbench.exchange.enlarged import enlarged
from workbench.services import intake, liaison
from workbench.storage.packs import load_pack, sample_package, samples

ACTS, FILES, MANY_ACTS = 5_000, 500, 10_000
_PEAK = "print(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')))"
"""Prints the peak memory [KiB] of a process; what ``getrusage`` tells would hold that of the parent too."""


def check(_folder: Path, _cases: int) -> Ratio:
    """Measure the pre-check of the first sample package."""
    return _checked("check of the sample package", sample_package(samples()[0]), 1.5, 5)


def check_large(folder: Path, _cases: int) -> Ratio:
    """Measure the pre-check of a package with thousands of acts and hundreds of attachments."""
    pack = load_pack("cn_national")
    large = enlarged(sample_package(samples()[0]), folder / "large.zip", pack, acts=ACTS, files=FILES)
    return _checked(f"check with {ACTS} acts and {FILES} attachments", large, 1.5, 3)


def _checked(name: str, package: Path, target: float, rounds: int) -> Ratio:
    liaison.precheck(package)
    ours, bare = alternate(lambda: liaison.precheck(package), lambda: read_bare(package), rounds)
    mine = _peak(f"from workbench.services.liaison import precheck; precheck({str(package)!r})")
    plain = _peak(f"from workbench.bench import read_bare; read_bare({str(package)!r})")
    note = f"bare: sha256 and text of every file; peak memory {mine} MiB against {plain} MiB"
    return Ratio(name, ours, bare, target, note)


def programme(folder: Path, _cases: int) -> Ratio:
    """Measure the import of a programme of many rows against the spreadsheet library walking the same cells."""
    pack = load_pack("cn_national")
    large = enlarged(sample_package(samples()[0]), folder / "acts.zip", pack, acts=MANY_ACTS, files=0)
    intake.dry_run(large)
    ours, bare = alternate(lambda: intake.dry_run(large), lambda: read_bare(large), 3)
    return Ratio(f"import of a programme of {MANY_ACTS} rows", ours, bare, 1.5, "bare: sha256 and text of every file")


def _peak(code: str) -> int:
    """Return the peak memory [MiB] of a process of its own that runs some code; -1 where the system does not tell."""
    if not Path("/proc/self/status").exists():
        return -1
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", f"{code}\n{_PEAK}"], check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[-1]) // 1024


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {
    "check": check,
    "check-large": check_large,
    "programme": programme,
}
