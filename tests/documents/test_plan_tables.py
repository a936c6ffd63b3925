"""The tables of a finished security plan, read back from its file: what a cell says stands inside the rules of it."""

from bisect import bisect
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

import pypdfium2
import pypdfium2.raw
import pytest
from reportlab.pdfbase import pdfmetrics

from reports.blocks import Para, Table, plain
from reports.check import measure_of
from reports.ink import Glyphs, Rect
from reports.issue import Issue
from reports.pdf import render
from reports.plan_blocks import Shifts
from reports.plan_figures import shifts
from reports.security_plan import POSTS
from reports.style import MM
from reports.tables import names_pages
from workbench.core.crowd_case import crowd_case
from workbench.core.values import Row
from workbench.exchange.pdf_facts import file_facts
from workbench.services import paper_check, plan_paper
from workbench.services.crowd_desk import read as read_package
from workbench.services.plan_source import PlanSource, version_of
from workbench.storage.packs import load_pack, sample_package

ISSUE = Issue("澄州市公安局", "AB-2026-0017", date(2026, 4, 10), datetime(2026, 4, 10, tzinfo=UTC), "CZ-DHA-2026-0017",
              "第六届澄湖湾音乐节", seal="0123456789abcdef" * 2, chain="c1", seq=7, head="ab" * 16)  # fmt: skip
NAME = ("临湖东北侧第二看台与三号餐饮摊位之间的应急疏散通道及无障碍坡道交汇处夜间照明不足路段" * 2)[:60]
TASK = "值守疏散通道，拦阻逆行，记录进出人数，发现占道立即清理并报告；" * 12
REACH = 0.5
"""How far the shape of a character may reach over the middle of a rule [pt]."""


@pytest.fixture(scope="module")
def source():
    pack = load_pack("cn_national")
    application, crowd = read_package(sample_package("chenghu-bay-festival"), pack)
    return PlanSource(application, application, pack, crowd, ISSUE, version_of(application))


def squeezed(text):
    return "".join(text.split())


def posted(source, posts):
    """The plan with these posts alone: values that differ from those of the first one, with the gates and the zones."""
    first = source.plan.rows("posts")[1].values
    rows = tuple(Row("posts", n, {**first, "code": f"N{n:03d}", **post}) for n, post in enumerate(posts, 1))
    plan = replace(source.plan, sheets={**source.plan.sheets, "posts": rows}, site=None)
    return replace(source, plan=plan, crowd=crowd_case(plan, source.pack, None))


class Read:
    """The tables of a finished file by their rules: a row is a band of the page, parted at the same places."""

    def __init__(self, pdf, page_format="plan"):
        self.left = measure_of(page_format).left
        self.pages = [page.boxes for page in file_facts(pdf).pages]
        with pypdfium2.PdfDocument(pdf) as file:
            self.bands = [self._bands(page) for page in file]

    @staticmethod
    def _bands(page):
        """(lower, upper) of each row of a page → places of the rules that part its cells [pt]."""
        found = defaultdict(set)
        for path in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
            left, lower, right, upper = path.get_bounds()
            if right - left < 1 < upper - lower:
                found[round(lower), round(upper)].add((left + right) / 2)
        return {band: sorted(places) for band, places in found.items()}

    def rows(self, widths):
        """The texts of the cells of all tables of these columns, from the top; a row over two pages is one row."""
        edges = list(accumulate((width * MM for width in widths), initial=self.left))
        rows, head = [], None
        for boxes, bands in zip(self.pages, self.bands, strict=True):
            for band in sorted((band for band, places in bands.items() if near(places, edges[1:-1])), reverse=True):
                row = texts_in(boxes, edges, band)
                head = head or row
                if row[0] and row != head:
                    rows.append(row)
                elif row != head:
                    rows[-1] = [before + after for before, after in zip(rows[-1], row, strict=True)]
        return rows


def near(places, others):
    return len(places) == len(others) and all(abs(a - b) < 0.5 for a, b in zip(places, others, strict=True))


def texts_in(boxes, edges, band):
    """What stands in each cell of a row; a character that reaches out of the cell it begins in is an error."""
    lower, upper = band
    cells = [""] * (len(edges) - 1)
    for char, (left, bottom, right, top) in boxes:
        if lower < (bottom + top) / 2 < upper:
            at = min(max(bisect(edges, left + REACH) - 1, 0), len(cells) - 1)
            cells[at] += char
            assert edges[at] - REACH < left, (char, cells)
            assert right < edges[at + 1] + REACH, (char, cells)
            assert lower - 1 < bottom, (char, cells)
            assert top < upper + 1, (char, cells)
    return cells


def tables_of(document):
    """Widths → rows of the texts that the tables of these columns are to say, in the order of the paper."""
    found = defaultdict(list)
    for table in (block for block in document.blocks if isinstance(block, Table) and not names_pages(block)):
        found[tuple(column.width for column in table.columns)] += [
            [squeezed(plain(cell.words)) for cell in row.cells] for row in table.rows
        ]
    return found


LONG_POSTS = (
    {"name": NAME, "lead": NAME, "unit": NAME, "task": TASK, "resp": NAME},
    {"name": NAME, "lead": "W" * 60, "unit": "unbroken" * 8, "task": TASK * 10, "resp": "x" * 200},
    {"name": "岗", "lead": NAME, "task": "守", "phone": "1" * 30},
)
"""Posts with names of 60 characters: long tasks, words that no space divides, a task of more than a page."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_cell_of_a_plan_with_long_names_holds_its_own_text(source, language):
    document = plan_paper.plan_document(posted(replace(source, language=language), LONG_POSTS))
    made = render(document)
    assert paper_check.faults(made.pdf, document.meta) == ()
    read, expected = Read(made.pdf), tables_of(document)
    assert len(expected) > 12
    for widths, rows in expected.items():
        assert read.rows(widths) == rows


def post_rows(block):
    return isinstance(block, Table) and tuple(column.width for column in block.columns) == POSTS


def bars_of(block):
    return isinstance(block, Shifts)


def on_duty(day, hour, hours):
    on = datetime(2026, 4, day, hour)  # noqa: DTZ001 - local time of the plan
    return {"on": on, "off": on + timedelta(hours=hours)}


SHORT = [on_duty(29, hour, 4) for hour in (0, 4, 8, 12, 16, 20)]
LENGTHY = [on_duty(29, 6, 30), on_duty(30, 12, 30)]


@pytest.mark.parametrize(
    ("duties", "hours"),
    [
        (
            SHORT,
            ["00:00–04:00", "04:00–08:00", "08:00–12:00", "12:00–16:00", "16:00–20:00", "04-2920:00–04-3000:00"],
        ),
        (LENGTHY, ["04-2906:00–04-3012:00", "04-3012:00–05-0118:00"]),
        ([SHORT[3], LENGTHY[0], LENGTHY[1]], ["12:00–16:00", "04-2906:00–04-3012:00", "04-3012:00–05-0118:00"]),
    ],
    ids=["four hours", "thirty hours", "both"],
)
def test_short_and_long_shifts_stand_with_the_post_and_in_the_figure(source, duties, hours):
    document = plan_paper.plan_document(posted(source, duties))
    bare = replace(document, blocks=tuple(block for block in document.blocks if post_rows(block) or bars_of(block)))
    made = render(bare)
    assert paper_check.faults(made.pdf, document.meta) == ()
    read = Read(made.pdf)
    assert [(row[0], row[-1]) for row in read.rows(POSTS)] == [(f"N{n:03d}", at) for n, at in enumerate(hours, 1)]
    figure = "".join(char for char, _ in read.pages[-1]).partition("在岗时段")[0]
    assert {told for told in hours if told in figure} == set(hours)


def test_the_hours_of_a_bar_stand_in_it_in_white_or_wholly_beside_it(source):
    document = plan_paper.plan_document(posted(source, [*SHORT, *LENGTHY, on_duty(30, 16, 1)]))
    (block,) = filter(bars_of, document.blocks)
    (chunk,) = shifts(block, 472.0, 700.0)
    bars = [ink for ink in chunk.inks if isinstance(ink, Rect)]
    words = [ink for ink in chunk.inks if isinstance(ink, Glyphs) and ":" in ink.text]
    assert len(bars) == len(block.bars) == 9
    places = set()
    for bar in bars:
        runs = [ink for ink in words if bar.y < ink.y < bar.y + bar.h]
        start = min(ink.x for ink in runs)
        end = max(ink.x + pdfmetrics.stringWidth(ink.text, ink.font, ink.size) for ink in runs)
        assert 0 <= start < end <= 472
        place = "before" if end < bar.x else "after" if start > bar.x + bar.w else "in"
        assert (runs[0].colour == "#ffffff") == (place == "in")
        assert place != "in" or bar.x < start < end < bar.x + bar.w
        places.add(place)
    assert places == {"in", "after"}


def test_a_shift_longer_than_the_office_allows_is_told_by_its_post(source):
    document = plan_paper.plan_document(posted(source, [*SHORT, *LENGTHY]))
    text = "".join(plain(block.words) for block in document.blocks if isinstance(block, Para))
    assert "2个岗位单班超过" in text
    assert "N007、N008" in text


@pytest.mark.long
def test_a_plan_of_five_hundred_posts_is_a_whole_file_with_every_post_in_its_cells(source):
    posts = [{**LONG_POSTS[0], **on_duty(29, 12, 30), "x": n % 25 * 11, "y": n // 25 * 9 + 30} for n in range(500)]
    document = plan_paper.plan_document(posted(source, posts))
    made = render(document)
    assert paper_check.faults(made.pdf, document.meta) == ()
    assert made.pages > 60
    read, expected = Read(made.pdf), tables_of(document)
    assert len(expected[POSTS]) == 500
    for widths, rows in expected.items():
        assert read.rows(widths) == rows
