"""Documents to PDF: pages drawn with embedded fonts, then made PDF/A-2u; the same document gives the same bytes.

Byte equality holds for one lock file and platform. reportlab is used as a canvas only; every position comes from
:mod:`reports.compose`.
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import os
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, cast

import pikepdf
from PIL import ImageCms
from reportlab import rl_config
from reportlab.pdfbase import ttfonts
from reportlab.pdfgen.canvas import Canvas

from reports.blocks import Document, Meta, Missing, Rendered
from reports.compose import composed
from reports.furniture import furniture
from reports.ink import (
    Area,
    Bookmark,
    CodeBox,
    Field,
    Glyphs,
    Ink,
    Inks,
    Line,
    Link,
    Placed,
    Rect,
    Rule,
    Sheet,
    Strokes,
    flat,
    sheet_of,
)
from reports.operators import Encode, Pen
from reports.style import A4, fonts

CREATOR = "大型活动安审工作台"
_PRINTED = 4
"""Flag of an annotation that paper may show; archived files may have no other."""
_LOCK = threading.Lock()
"""reportlab keeps fonts, settings and the time of the document in the process: one document at a time."""

_canvas: Any = Canvas
_settings: Any = rl_config


def render(document: Document) -> Rendered:
    """Set a document and return the finished file.

    Args:
        document: Meta data and blocks; its ``moment`` becomes the time of the file.

    Returns:
        The bytes (PDF/A-2u), the number of pages and the characters that could not be shown as they are.
    """
    with _LOCK, _without_collector():
        return _rendered(document)


def _rendered(document: Document) -> Rendered:
    framed = _framed(document)
    with _pinned_time(document.meta.moment):
        raw = _draw(framed, document.meta)
    fillable = any(isinstance(ink, Field) for ink in _inks(framed))
    finished = _finished(raw, document.meta, archivable=not fillable)
    return Rendered(finished, len(framed), _missing(framed))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from going through all the program's memory while thousands of inks are made.

    None of them is garbage before the file is finished, and what they hold is freed by counting references.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _framed(document: Document) -> list[list[Placed]]:
    """Return the parts of every page, its furniture first."""
    made = composed(document)
    return [
        [Placed(furniture(document.meta, number, len(made), _sheet_of(page))), *page]
        for number, page in enumerate(made, 1)
    ]


def drawn(document: Document) -> list[Inks]:
    """Return all that each page draws, head and foot included, in page coordinates."""
    return [flat(page) for page in _framed(document)]


def _sheet_of(page: Sequence[Placed]) -> Sheet | None:
    """Return the paper of a page; ``None`` = A4 upright."""
    return next((sheet for part in page if (sheet := sheet_of(part.inks))), None)


def _inks(framed: Sequence[Sequence[Placed]]) -> Iterator[Ink]:
    """Yield every ink in order, not moved to its place."""
    return (ink for page in framed for part in page for ink in part.inks)


@contextmanager
def _pinned_time(moment: datetime) -> Iterator[None]:
    """Make reportlab write ``moment`` as the time of the document, whatever the process says."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(_utc(moment).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _utc(moment: datetime) -> datetime:
    """Return a moment in UTC; a time without zone is taken as UTC, for it only names the file's time."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _draw(framed: Sequence[Sequence[Placed]], meta: Meta) -> bytes:
    fonts()
    _settings.canvas_basefontname = "SansR"  # else every page names Helvetica
    _settings.useA85 = 0  # streams in letters are made in Python, and taken apart again when the file is finished
    ttfonts.makeToUnicodeCMap = _to_unicode
    buffer = BytesIO()
    canvas = _canvas(buffer, pagesize=A4, invariant=1, pageCompression=1, initialFontName="SansR", lang=meta.language)
    canvas.setTitle(_stored(meta.title))
    canvas.setAuthor(_stored(meta.organ))
    canvas.setSubject(_stored(meta.subject))
    canvas.setKeywords(_stored("; ".join(meta.keywords)))
    canvas.setCreator(CREATOR)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.showOutline()
    canvas.known = {ink.title for ink in _inks(framed) if isinstance(ink, Bookmark)}
    canvas.placed = set()
    encode = _encoder(canvas)
    for page in framed:
        _set_paper(canvas, _sheet_of(page))
        pen = Pen(encode)
        for part in page:
            for ink in pen.draw(part):
                _DRAWERS[type(ink)](canvas, ink)
        canvas.addLiteral(pen.operators())
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _set_paper(canvas: Any, sheet: Sheet | None) -> None:
    """Give the page its paper; every height is still counted from the top."""
    size = A4 if sheet is None else (sheet.w, sheet.h)
    canvas.setPageSize(size)
    if size[1] != A4[1]:
        canvas.translate(0, size[1] - A4[1])


def _stored(text: str) -> str:
    """Return text without what the meta data of a file cannot hold."""
    return "".join("�" if unicodedata.category(char) in {"Cs", "Cc"} else char for char in text)


def _y(y: float) -> float:
    """Turn a height from the top into one from the foot of the page."""
    return A4[1] - y


def _sheet(_canvas: Any, _ink: Sheet) -> None:
    """Draw nothing: the paper was set when the page began."""


def _bookmark(canvas: Any, ink: Bookmark) -> None:
    key = f"b{canvas.getPageNumber()}-{ink.y:.1f}-{ink.level}"
    canvas.bookmarkHorizontal(key, 0, _y(ink.y))
    canvas.addOutlineEntry(_stored(ink.title), key, level=ink.level)
    if ink.title not in canvas.placed:
        canvas.placed.add(ink.title)
        canvas.bookmarkHorizontal(_place(ink.title), 0, _y(ink.y))


def _place(title: str) -> str:
    """Return the name of the place that the first bookmark of a title marks."""
    return f"to-{hashlib.sha256(title.encode()).hexdigest()[:16]}"


def _link(canvas: Any, ink: Link) -> None:
    """Lay a link to a bookmark; one that the document does not have is left as plain text."""
    if ink.target in canvas.known:
        box = (ink.x, _y(ink.y + ink.h), ink.x + ink.w, _y(ink.y))
        canvas.linkRect(_stored(ink.target), _place(ink.target), box, F=_PRINTED)


def _field(canvas: Any, ink: Field) -> None:
    """Add a field; what is typed into it is drawn by the program in which it is filled in, with fonts of its own."""
    form, y = canvas.acroForm, _y(ink.y + ink.h)
    tip = _stored(ink.tip)
    if ink.kind == "box":
        form.checkbox(name=ink.name, tooltip=tip, x=ink.x, y=y, size=ink.h, borderWidth=1, buttonStyle="check")
        return
    hidden = ink.kind == "hidden"
    flags = "readOnly" if hidden else ("multiline" if ink.kind == "lines" else "")
    form.textfield(
        name=ink.name,
        tooltip=tip,
        value=ink.value,
        x=ink.x,
        y=y,
        width=ink.w,
        height=ink.h,
        maxlen=4000,
        borderWidth=0 if hidden else 1,
        fieldFlags=flags,
        annotationFlags="hidden" if hidden else "print",
        fontSize=10,
    )


_DRAWERS: dict[type, Callable[[Any, Any], None]] = {Sheet: _sheet, Bookmark: _bookmark, Link: _link, Field: _field}
"""What stands beside the contents of a page."""


def _encoder(canvas: Any) -> Encode:
    """Return what gives texts the codes of the fonts' subsets in the document of a canvas."""
    document = canvas._doc  # noqa: SLF001 - the fonts keep their subsets by document; there is no other way to it
    known: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    faces = fonts()

    def encode(font: str, text: str) -> tuple[tuple[str, str], ...]:
        found = known.get((font, text))
        if found is None:
            face = faces[font]
            runs = face.splitString(text, document)
            found = tuple((face.getSubsetInternalName(subset, document), codes.hex()) for subset, codes in runs)
            known[font, text] = found
        return found

    return encode


def _to_unicode(fontname: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode map of a font subset.

    In place of reportlab's own, which writes characters above U+FFFF in a way no reader understands.
    """
    pairs = [(code, point) for code, point in enumerate(subset) if point and not 0xD800 <= point < 0xE000]
    lines = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in pairs]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def\n"
        f"/CMapName /{fontname} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{maps}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _finished(raw: bytes, meta: Meta, *, archivable: bool) -> bytes:
    """Make the file PDF/A-2u: XMP meta data, an sRGB output intent, a language, a reproducible identity.

    A form to be filled in cannot be one (its typed text has no embedded font) and does not claim it.
    """
    stamp = _utc(meta.moment).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    with pikepdf.open(BytesIO(raw)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            if archivable:
                xmp["pdfaid:part"] = "2"
                xmp["pdfaid:conformance"] = "U"
            xmp["dc:title"] = _stored(meta.title)
            xmp["dc:creator"] = [_stored(meta.organ)] if meta.organ else [CREATOR]
            xmp["dc:description"] = _stored(meta.subject)
            xmp["dc:language"] = [meta.language]
            xmp["pdf:Keywords"] = _stored("; ".join(meta.keywords))
            xmp["pdf:Producer"] = str(pdf.docinfo["/Producer"])
            xmp["xmp:CreatorTool"] = CREATOR
            xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = stamp
        _set_intent(pdf)
        _name_filters(pdf)
        if not archivable:
            pdf.Root.AcroForm.NeedAppearances = True
        buffer = BytesIO()
        pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _name_filters(pdf: pikepdf.Pdf) -> None:
    """Name the filter of each stream where it stands in a list of one: a list would be unpacked and packed again."""
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and isinstance(stream.get("/Filter"), pikepdf.Array):
            filters = list(cast("Iterable[pikepdf.Object]", stream.Filter))
            if len(filters) == 1:
                stream.Filter = filters[0]


def bare(made: Sequence[Inks]) -> Callable[[], bytes]:
    """Return what draws the runs, rules and shapes of pages with reportlab alone: the measure of :func:`render`.

    Every position is known before the work begins; colours, meta data and the archive format are left out.
    """
    fonts()
    drawn = [[call for ink in inks for call in _calls(ink)] for inks in made]

    def work() -> bytes:
        buffer = BytesIO()
        canvas = _canvas(buffer, pagesize=A4, invariant=1, pageCompression=1, initialFontName="SansR")
        for calls in drawn:
            for name, values in calls:
                getattr(canvas, name)(*values)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return work


def _calls(ink: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if isinstance(ink, Glyphs):
        yield "setFont", (ink.font, ink.size)
        yield "drawString", (ink.x, _y(ink.y), ink.text)
    elif isinstance(ink, Rule):
        yield "line", (ink.x, _y(ink.y), ink.x2, _y(ink.y2))
    elif isinstance(ink, Rect):
        yield "rect", (ink.x, _y(ink.y + ink.h), ink.w, ink.h)
    elif isinstance(ink, Strokes):
        yield "lines", ([(ink.x + x, _y(ink.y + y), ink.x + x2, _y(ink.y + y2)) for x, y, x2, y2 in ink.lines],)
    elif isinstance(ink, Area | Line):
        points = [(ink.x + x, _y(ink.y + y)) for x, y in ink.points]
        yield "lines", ([(*one, *other) for one, other in itertools.pairwise(points)],)


def _set_intent(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(_srgb())
    profile.stream_dict = pikepdf.Dictionary(N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(intent)]))


def _srgb() -> bytes:
    """Return an sRGB profile with its time of making fixed, so that it is the same in every file."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    profile[84:100] = bytes(16)
    return bytes(profile)


def _missing(framed: Sequence[Sequence[Placed]]) -> tuple[Missing, ...]:
    """Return the characters drawn as code boxes, each place once, in reading order."""
    found: dict[Missing, None] = {}
    for ink in _inks(framed):
        if isinstance(ink, CodeBox):
            found[Missing(f"U+{ord(ink.char):04X}", ink.near)] = None
    return tuple(found)
