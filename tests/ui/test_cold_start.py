"""What a start loads: a process of its own tells which libraries were in before a picture was there."""

import json
import os
import subprocess
import sys

LATER = ("sqlalchemy", "reportlab", "openpyxl", "pikepdf", "pypdfium2", "numpy", "scipy", "celpy", "jupedsim")


def loaded(code):
    told = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {told}"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_the_window_is_painted_before_any_heavy_library_is_loaded():
    names = loaded("from workbench.app import framed_once; framed_once()")
    assert "workbench.ui.main_window" in names
    assert not {name.split(".")[0] for name in names} & set(LATER)
    assert not [name for name in names if name.startswith(("workbench.storage", "reports."))]


def test_the_queue_is_painted_before_anything_of_a_case_is_loaded(sample_office):
    still = "from workbench.ui import queue; queue.PREVIEW_DELAY = 600_000"  # however slow, no cursor has rested yet
    names = loaded(f"{still}; from workbench.app import painted_once; painted_once({str(sample_office)!r})")
    assert "workbench.services.queue" in names
    absent = (
        "reports.",
        "workbench.core.case",
        "workbench.core.evolve",
        "workbench.crowd.model",
        "workbench.ui.workspace",
    )
    assert not [name for name in names if name.startswith(absent)]


def test_the_preview_of_a_row_loads_no_paper_and_no_sum():
    names = loaded("import workbench.services.glance")
    assert "workbench.services.open_items" in names
    assert not [name for name in names if name.startswith(("reports.", "scipy", "numpy", "shapely"))]
