"""A window that is killed while somebody types: every acknowledged command is there, and so are the typed words."""

import signal
import subprocess
import sys

from workbench.services import demo, office, review
from workbench.services.clocks import SystemClock
from workbench.services.desk import stream_of

TYPING = """
import sys
from workbench.core.commands import JudgePlan
from workbench.services import office, review
from workbench.services.acting import do
with office.desk_at(sys.argv[1]) as desk:
    person = next(p for p in office.people(desk) if "officer" in p.roles)
    case = desk.database.journal.streams("case")[-1].split("/")[1]
    content = next(iter(desk.pack.plan))
    do(desk, person, JudgePlan(case, content, 1, "已存"))
    review.keep_draft(desk, person, case, f"plan:{content}", "还没写完的一句")
    print(case, content, flush=True)
    sys.stdin.read()
"""


def test_after_a_kill_the_commands_and_the_typed_words_are_there(tmp_path):
    place = tmp_path / "office"
    demo.sample_office(place)
    command = [sys.executable, "-c", TYPING, str(place)]
    typing = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    case, content = typing.stdout.readline().split()
    typing.send_signal(signal.SIGKILL)
    typing.communicate(timeout=20)
    with office.desk_at(place, clock=SystemClock()) as desk:
        person = next(p for p in office.people(desk) if "officer" in p.roles)
        assert desk.case(case).plan[content].note == "已存"
        (draft,) = review.drafts(desk, person, case)
        assert (draft.field, draft.text) == (f"plan:{content}", "还没写完的一句")
        assert desk.database.journal.verify().genuine
        assert desk.database.journal.read(stream_of(case))[-1].version == desk.case(case).version
