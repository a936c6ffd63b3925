"""The agency's column is closed: nothing that anybody is shown depends on it until the officer has opened it."""

import json
import re
import sqlite3
from dataclasses import replace

import pytest

from workbench.cli.base import plain
from workbench.core import commands as c
from workbench.services import checking, documents, queue, review, risk_mirror, risk_seats
from workbench.services.acting import do
from workbench.services.clocks import local_time
from workbench.services.looking import Look
from workbench.services.papers_registry import slips
from workbench.services.risk_desk import risk_view

LINE = re.compile(r"^(D\d\.\d.*)$", re.MULTILINE)


def other_scores(place):
    """Turn every score of the kept text of a report into another one; return how many lines there were."""
    changed = 0
    with sqlite3.connect(place / "workbench.db") as database:
        for sha256, page, text in database.execute("SELECT sha256, page, text FROM page_texts").fetchall():
            told, count = LINE.subn(lambda line: re.sub(r"(?<= )[0-4](?= |$)", _another, line[0]), text)
            changed += count
            database.execute("UPDATE page_texts SET text = ? WHERE sha256 = ? AND page = ?", (told, sha256, page))
    return changed


def _another(score):
    return str((int(score[0]) + 2) % 5)


def everything(office):
    """Return all that is told of the case: pages, list, checks, the command line's answer, every paper."""
    desk, officer, case = office.desk, office.officer, office.case
    view = risk_view(desk, officer, case)
    told = replace(view, mirror=risk_mirror.mirror(desk, officer, case))
    look = Look(desk, desk.case(case))
    return {
        "case": repr(review.look_again(desk, officer, case)),
        "risk": repr(view),
        "command line": json.dumps(plain(told), ensure_ascii=False, default=str),
        "checks": json.dumps(plain(checking.listed(checking.findings(desk, officer, case))), default=str),
        "queue": repr(queue.page(desk, officer)),
        **{one.id: documents.checked(look, one).pdf for one in slips(look) if one.paper == "F10"},
    }


@pytest.fixture
def twice(offices, office_at):
    """Return what is told of a case before and after every score of the agency was made another one."""

    def tell(prepare=lambda _office: None):
        first = offices()
        prepare(first)
        place, moment = first.location, local_time(first.clock.now()).replace(tzinfo=None)
        before = everything(first)
        first.close()
        assert other_scores(place) >= 48
        second = office_at(place, moment)
        return before, everything(second), second

    return tell


def scored(office):
    do(office.desk, office.officer, c.ScoreFactor(office.case, "D1.2", 4, 4, evidence="合同"))


def test_nothing_told_depends_on_the_agencys_scores_while_its_column_is_closed(twice):
    before, after, _second = twice(scored)
    assert {name for name in before if before[name] != after[name]} == set()
    assert {"F10", "F10.en"} <= set(before)


def test_the_opened_column_is_told_with_what_differs_from_the_figures(twice):
    def opened(office):
        wish = risk_seats.reveal_command(office.desk, office.officer, office.case, "核对用")
        do(office.desk, office.officer, wish)

    before, _after, second = twice()
    opened(second)
    now = everything(second)
    assert {"risk", "command line", "F10"} <= {name for name in before if before[name] != now[name]}
    seats = risk_view(second.desk, second.officer, second.case).seats
    factors = {one.code: one for one in risk_view(second.desk, second.officer, second.case).factors}
    assert seats.discrepancies
    for code in seats.discrepancies:
        theirs = factors[code].agency
        assert theirs.computed not in {None, theirs.before}
