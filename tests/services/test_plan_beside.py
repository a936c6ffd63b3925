"""What the benchmark gives to other setters: all words of the paper, none of them markup."""

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports.blocks import Cell, Column, Document, Heading, Meta, Para, Table, TableRow, words
from workbench.services import plan_beside

META = Meta("F19", "方案", "", "plan", datetime(2026, 4, 1, tzinfo=UTC))
HOSTILE = ['"#panic()\\', "<b>&amp;</b>", "$x$ *粗* _斜_", "第一行\n第二行"]
READ = {
    "typst": lambda source: [json.loads(one) for one in re.findall(r'text\(("(?:[^"\\]|\\.)*")\)', source)],
    "weasyprint": lambda source: [html.unescape(one) for one in re.findall(r"<(?:h\d|p|td)>([^<]*)<", source)],
}


@pytest.mark.parametrize("setter", plan_beside.SETTERS)
def test_every_word_of_headings_paragraphs_and_tables_is_given_as_text(setter):
    heading, para, *cells = HOSTILE
    row = TableRow(tuple(Cell(words(text)) for text in cells))
    table = Table((Column("", 80.0), Column("", 80.0)), (row,))
    document = Document(META, (Heading(heading), Para(words(para), "body"), table))
    given = READ[setter](plan_beside.source(setter, document, Path("/fonts")))
    assert [text for text in given if text] == HOSTILE
