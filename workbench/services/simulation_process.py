"""A worker process of this program: started, watched, ended; a fault of its own is told in words.

Whatever becomes of the worker (done, refused, crashed in native code, too slow, cancelled), it is waited for and its
folder is removed; nothing of it stays.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import Text, WorkbenchError
from workbench.services.simulation_worker import ORDER, RESULT

Line = Mapping[str, Any]
_TICK = 0.1


class SimulationCancelled(WorkbenchError):  # noqa: N818 - said as it is: nothing went wrong
    """The person stopped the simulation."""


@dataclass(frozen=True)
class Watching:
    """How a worker is watched: its lines, whether it is still wanted, the longest time it may take [s]."""

    heard: Callable[[Line], None] | None = None
    cancelled: Callable[[], bool] | None = None
    limit: float = 3600.0


def worker_command(folder: Path) -> list[str]:
    """Return the command that carries out the order in a folder."""
    return [sys.executable, "-m", "workbench.cli", "simulation-worker", str(folder)]


def carried_out(
    order: Mapping[str, Any],
    watching: Watching | None = None,
    command: Callable[[Path], Sequence[str]] = worker_command,
) -> dict[str, Any]:
    """Return what a worker made of an order.

    Args:
        order: Plain values; ``kind`` says what is to be done.
        watching: Progress, cancel, time limit.
        command: The command to run for a folder.

    Raises:
        SimulationCancelled: It was stopped.
        WorkbenchError: The order was refused, the worker crashed, or it took too long.
    """
    watch = watching or Watching()
    with tempfile.TemporaryDirectory(prefix="workbench-simulation-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / ORDER).write_text(json.dumps(order), encoding="utf-8")
        with _running(command(folder)) as process:
            _watch(process, watch)
            code = process.wait()
        if code or not (folder / RESULT).exists():
            raise _crashed(code)
        found: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        return found


@contextlib.contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and command
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as fault:
        told = Text("无法启动仿真进程", "the simulation process cannot be started")
        raise WorkbenchError(told, where=str(fault)) from fault
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _watch(process: subprocess.Popen[bytes], watch: Watching) -> None:
    """Pass the worker's lines on until it has said all; end it when it is not wanted any more or takes too long."""
    lines: queue.Queue[bytes | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    until = time.monotonic() + watch.limit
    while True:
        if watch.cancelled is not None and watch.cancelled():
            raise SimulationCancelled(Text("仿真已取消", "the simulation was cancelled"))
        if time.monotonic() > until:
            raise _too_slow(watch.limit)
        with contextlib.suppress(queue.Empty):
            line = lines.get(timeout=_TICK)
            if line is None:
                reader.join()
                return
            _hear(line, watch)


def _read(process: subprocess.Popen[bytes], lines: queue.Queue[bytes | None]) -> None:
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        for line in process.stdout:
            lines.put(line)
    lines.put(None)


def _hear(line: bytes, watch: Watching) -> None:
    try:
        said = json.loads(line)
    except ValueError:
        return
    if not isinstance(said, dict):
        return
    if "fault" in said:
        raise _fault(said["fault"])
    if watch.heard is not None:
        watch.heard(said)


def _fault(said: Mapping[str, Any]) -> WorkbenchError:
    remedy = Text(*said["remedy"]) if said.get("remedy") else None
    return WorkbenchError(Text(said["zh"], said["en"]), where=said["where"], remedy=remedy)


def _crashed(code: int) -> WorkbenchError:
    how = Text(f"信号 {-code}", f"signal {-code}") if code < 0 else Text(f"退出码 {code}", f"exit code {code}")
    return WorkbenchError(
        Text(
            f"仿真进程意外结束（{how.zh}），没有结果，其他数据未受影响",
            f"the simulation process ended unexpectedly ({how.en}): no result, nothing else is affected",
        ),
        remedy=Text(
            "换一个随机种子或减少人数后重试；网络疏散模型不受影响",
            "try another seed or fewer persons; the network egress model works without it",
        ),
    )


def _too_slow(limit: float) -> WorkbenchError:
    return WorkbenchError(
        Text(f"仿真超过时限 {limit:g} 秒，已停止", f"the simulation exceeded its time limit of {limit:g} s"),
        remedy=Text("减少人数，或提高时限", "lower the number of persons or raise the time limit"),
    )
