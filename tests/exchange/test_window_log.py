"""The window's log and the counted flow."""

from datetime import datetime

import pytest

from workbench.exchange.limits import DEFAULT, Limits
from workbench.exchange.notes import Notes
from workbench.exchange.package import read_package
from workbench.exchange.window_log import read_flow, read_log

HEAD = "seq,event,time,operator,doc,detail\r\n"


def log(text, notes=None, encoding="utf-8-sig", limits=DEFAULT):
    return read_log(text.encode(encoding), "window_log.csv", limits, notes or Notes())


def test_the_log_of_the_festival_is_read_with_its_details(packages, pack):
    events = read_package(packages["chenghu-bay-festival"], pack).window_log
    assert [e.event for e in events] == ["received", "tolerance_accepted", "consult_sent", "consult_reply"]
    assert events[0].time == datetime.fromisoformat("2026-04-01 09:40")
    assert events[1].detail == {"items": "M9.5,M7.2"}
    assert events[3].detail == {"approved": "50", "pending": "2"}


@pytest.mark.parametrize(
    "line",
    [
        "x,received,2026-04-01 09:40,,,",
        "1,danced,2026-04-01 09:40,,,",
        "1,received,2026-02-30 09:40,,,",
        "1,received,1.4.,,,",
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_left_out(line):
    notes = Notes()
    events = log(f"{HEAD}{line}\r\n2,accepted,2026-04-02 10:00,甲,SL-1,mode=full\r\n", notes)
    assert [e.seq for e in events] == [2]
    assert [(p.kind, p.row) for p in notes.all()] == [("bad_line", 2)]


def test_a_log_in_the_local_encoding_is_read_and_told():
    notes = Notes()
    (event,) = log(f"{HEAD}1,received,2026-04-01 09:40,窗口,,\r\n", notes, "gb18030")
    assert event.operator == "窗口"
    assert [p.kind for p in notes.all()] == ["converted"]


def test_a_log_without_its_columns_is_not_used():
    notes = Notes()
    assert log("a,b\r\n1,2\r\n", notes) == ()
    assert [p.kind for p in notes.all()] == ["bad_header"]


def test_reading_a_log_stops_at_the_limit():
    notes = Notes()
    lines = "".join(f"{n},received,2026-04-01 09:40,,,\n" for n in range(1, 10))
    assert len(log(HEAD + lines, notes, limits=Limits(rows=4))) == 4
    assert [p.kind for p in notes.all()] == ["row_limit"]


def test_the_counted_flow_of_the_lantern_fair_becomes_rows(packages, pack):
    rows = read_package(packages["lantern-fair"], pack).rows("flow")
    assert rows[0].values == {
        "time": datetime.fromisoformat("2025-02-12 16:40"),
        "zone": "ALL",
        "in_count": 3500,
        "out_count": 300,
        "occupancy": 3200,
    }


def test_a_negative_count_is_not_a_flow():
    notes = Notes()
    text = "time,zone,in_count,out_count,occupancy\n2025-02-12 16:40,ALL,-5,0,0\n"
    assert read_flow(text.encode(), "flow.csv", DEFAULT, notes) == ()
    assert [p.kind for p in notes.all()] == ["bad_line"]
