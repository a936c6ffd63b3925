"""The process in which people are walked: orders from a file, progress as lines, the result into a file.

The order lies in ``order.json`` of a folder that the parent made and removes. Each line on the standard output is one
JSON object: ``{"time": …, "left": …, "of": …}``, ``{"case": …}`` for a finished case, or ``{"fault": …}``. The process
ends when its standard input does: a parent that is gone leaves nobody behind, and no folder.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.crowd.evacuation import Bounds
from workbench.crowd.microscopic import Walker
from workbench.crowd.microscopic_plan import Wish
from workbench.crowd.microscopic_site import evacuate_all
from workbench.crowd.plan_site import SiteWords, read_plans
from workbench.crowd.vv import Lab, judged
from workbench.crowd.vv_suite import chosen
from workbench.errors import WorkbenchError

ORDER, RESULT = "order.json", "result.json"
REFUSED = 3


def work(folder: Path) -> int:
    """Carry out the order in a folder; return the exit code."""
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    try:
        result = _KINDS[order["kind"]](order)
    except WorkbenchError as fault:
        say({"fault": told(fault)})
        return REFUSED
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")
    return 0


def _end_with_parent(folder: Path) -> None:
    while os.read(0, 1024):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def say(line: Mapping[str, object]) -> None:
    """Tell the parent something."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def told(fault: WorkbenchError) -> dict[str, object]:
    """Return a fault as plain values."""
    remedy = fault.remedy
    return {
        "zh": fault.message.zh,
        "en": fault.message.en,
        "where": fault.where,
        "remedy": [remedy.zh, remedy.en] if remedy else None,
    }


def words_of(order: Mapping[str, Any]) -> SiteWords:
    """Return the words of a site plan as the order gives them."""
    return SiteWords(**{key: frozenset(kinds) for key, kinds in order["words"].items()})


def limits_of(order: Mapping[str, Any]) -> Bounds:
    """Return the constants of the reading as the order gives them."""
    limits: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in order["limits"].items()}
    return Bounds(**limits)


def _evacuate(order: Mapping[str, Any]) -> dict[str, Any]:
    drawn = order["plan"]
    found = evacuate_all(
        read_plans(drawn.encode() if isinstance(drawn, str) else drawn, order["name"], words_of(order)),
        Wish(**order["wish"]),
        Walker(**order["walker"]),
        limits_of(order),
        lambda time, left, of: say({"time": time, "left": left, "of": of}),
    )
    return asdict(found)


def _verify(order: Mapping[str, Any]) -> dict[str, Any]:
    lab = Lab(Walker(**order["walker"]), limits_of(order))
    cases = chosen(order["only"], long=True)
    for number, case in enumerate(cases):
        say({"begun": case.code, "done": number, "of": len(cases)})
        say({"case": asdict(judged(case, lab)), "done": number + 1, "of": len(cases)})
    return {}


_KINDS = {"evacuate": _evacuate, "verify": _verify}
