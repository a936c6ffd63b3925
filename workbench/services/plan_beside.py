"""The headings, paragraphs and tables of a paper given to other setters: typst and WeasyPrint, where they are there.

They are no part of the program; the benchmark sets its own time beside theirs. Figures, cards and lists of contents
are left out, so that theirs is the smaller work.
"""

from __future__ import annotations

import html
import importlib
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import Any

from reports.blocks import Block, Document, Heading, Para, Table, plain

FAMILY = "Noto Sans SC"
SETTERS = ("typst", "weasyprint")


def here() -> tuple[str, ...]:
    """Return the setters that are installed."""
    return tuple(name for name in SETTERS if importlib.util.find_spec(name))


def work(setter: str, document: Document, stack: ExitStack) -> Callable[[], bytes]:
    """Return what sets a paper with one of :func:`here`, its source already made; the stack holds the fonts open."""
    fonts = stack.enter_context(resources.as_file(resources.files("reports") / "fonts"))
    made = source(setter, document, fonts)
    library: Any = importlib.import_module(setter)
    if setter == "typst":
        return lambda: bytes(library.compile(made.encode(), font_paths=[str(fonts)], ignore_system_fonts=True))
    return lambda: bytes(library.HTML(string=made).write_pdf())


def source(setter: str, document: Document, fonts: Path) -> str:
    """Return the paper as one of the setters reads it; text is never markup in it."""
    return _typst(document) if setter == "typst" else _html(document, fonts)


def _typst(document: Document) -> str:
    return "".join(_TYPST_HEAD + [part for block in document.blocks for part in _in_typst(block)])


_TYPST_HEAD = [
    '#set page(paper: "a4", margin: 2cm)\n#set table(stroke: 0.4pt)\n#show table.cell: set text(size: 8.5pt)\n',
    f'#set text(font: "{FAMILY}", size: 10pt, lang: "zh")\n#set par(justify: true)\n',
]


def _in_typst(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"#heading(level: {block.level}, {_quoted(block.text)})\n"
    elif isinstance(block, Para):
        yield f"#par({_quoted(plain(block.words))})\n"
    elif isinstance(block, Table):
        widths = ", ".join(f"{column.width}fr" for column in block.columns)
        head = ", ".join(_quoted(column.title) for column in block.columns)
        yield f"#table(columns: ({widths},), table.header({head}),\n"
        for row in block.rows:
            yield ", ".join(_quoted(plain(cell.words)) for cell in row.cells) + ",\n"
        yield ")\n"


def _quoted(text: str) -> str:
    """Return text as a string of typst, in which nothing is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'text("{escaped}")'


def _html(document: Document, fonts: Path) -> str:
    face = f"@font-face {{ font-family: '{FAMILY}'; src: url('{(fonts / 'NotoSansSC-Regular.ttf').as_uri()}'); }}"
    body = "".join(part for block in document.blocks for part in _in_html(block))
    return f"<html lang='zh'><style>{face}{_STYLE}</style><body>{body}</body></html>"


_STYLE = (
    "@page { size: A4; margin: 2cm } body { font: 10pt 'Noto Sans SC'; text-align: justify } "
    "table { width: 100%; border-collapse: collapse; font-size: 8.5pt } td, th { border: 0.4pt solid }"
)


def _in_html(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
    elif isinstance(block, Para):
        yield f"<p>{html.escape(plain(block.words))}</p>"
    elif isinstance(block, Table):
        yield "<table><thead><tr>"
        yield from (f"<th style='width:{column.width}%'>{html.escape(column.title)}</th>" for column in block.columns)
        yield "</tr></thead>"
        for row in block.rows:
            yield "<tr>" + "".join(f"<td>{html.escape(plain(cell.words))}</td>" for cell in row.cells) + "</tr>"
        yield "</table>"
