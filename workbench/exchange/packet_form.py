"""The reply as a form that other programs fill in: fields of a PDF, and what forms of every kind share.

A form cannot prove itself as the reply file does. It echoes packet, nonce and manifest back, and it is checked that
what was not to be filled in is as it was sent.
"""

from __future__ import annotations

import hmac
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.errors import Text
from workbench.exchange.libraries import pdf_objects
from workbench.exchange.notes import PackageRefused
from workbench.exchange.reply import MOST_CONDITIONS, MOST_TEXT, Reply

MOST_FIELDS = 200
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_BINDING = ("packet", "manifest", "chain", "case", "request")
BOX = "position_"
"""A box of a PDF form is named for the position it stands for."""


def refused(message: Text, where: str = "") -> PackageRefused:
    """Return the refusal of a filled form."""
    remedy = Text("请对方改正后重新发回", "ask the authority to mend it and send it back")
    return PackageRefused(message, where=where, remedy=remedy)


@dataclass(frozen=True)
class FormAnswer:
    """A reply that came as a form, and the nonce that it echoes."""

    reply: Reply
    nonce: str

    def proved(self, nonce: str) -> bool:
        """Return whether the form is one of the packet with this nonce."""
        return hmac.compare_digest(self.nonce.encode(), nonce.encode())


def answered(bound: Mapping[str, str], values: Mapping[str, str], way: str, name: str) -> FormAnswer:
    """Return the reply of a form.

    Args:
        bound: What it echoes.
        values: Its answers: position, text, conditions (one a line), name, post, doc, date.
        way: ``pdf`` or ``xlsx``.
        name: For messages.

    Raises:
        PackageRefused: It echoes nothing, or position, name or date are missing.
    """
    if any(not bound.get(key) for key in (*_BINDING, "nonce")):
        raise refused(Text("表中没有征求意见的标识，不能对应到函件", "the form does not tell its request"), name)
    texts = {key: _clean(values.get(key, ""), name) for key in ("position", "text", "name", "post", "doc")}
    lines = [line.strip() for line in _clean(values.get("conditions", ""), name).splitlines()]
    conditions = tuple(line for line in lines if line)
    for key, word in _NEEDED.items():
        if not texts[key]:
            raise refused(Text(f"未填写：{word.zh}", f"not filled in: {word.en}"), name)
    if len(conditions) > MOST_CONDITIONS:
        raise refused(Text("要求条数过多", "too many conditions"), name)
    written = _day(values.get("date", ""), name)
    members: dict[str, Any] = {**{key: bound[key] for key in _BINDING}, **texts}
    return FormAnswer(Reply(**members, conditions=conditions, written=written, way=way), bound["nonce"])


_NEEDED = {"position": Text("意见", "the position"), "name": Text("填写人姓名", "the name")}


def _clean(text: str, name: str) -> str:
    if len(text) > MOST_TEXT:
        raise refused(Text(f"文字超过 {MOST_TEXT} 字", f"a text is over {MOST_TEXT} characters"), name)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _day(text: str, name: str) -> datetime:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return datetime(year, month, day)  # noqa: DTZ001 – a local day by contract
    except ValueError as fault:
        raise refused(Text("填写日期缺少或无效", "the date is missing or not valid"), name) from fault


def read_form(data: bytes, name: str) -> FormAnswer:
    """Return the reply that a filled PDF form says it is.

    Raises:
        PackageRefused: Not readable, locked, without fields (printed or scanned), or not filled in.
    """
    values = _fields(data, name)
    ticked = [
        key.removeprefix(BOX) for key, value in values.items() if key.startswith(BOX) and value not in {"", "Off"}
    ]
    if len(ticked) > 1:
        raise refused(Text("勾选了不止一项意见", "more than one position is ticked"), name)
    return answered(values, {**values, "position": "".join(ticked)}, "pdf", name)


def _fields(data: bytes, name: str) -> dict[str, str]:
    library = pdf_objects()
    try:
        with library.open(io.BytesIO(data)) as pdf:
            form = pdf.Root.get("/AcroForm")
            found = dict(_walk(form.get("/Fields", []), library)) if form is not None else {}
    except (library.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise refused(Text("PDF 无法读取：加密或已损坏", "the PDF cannot be read: locked or damaged"), name) from fault
    if not found:
        raise refused(Text("PDF 中没有可读的表单域，可能是打印件或扫描件", "the PDF has no form fields"), name)
    return found


def _walk(fields: Any, library: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield name and value of every field; some programs put fields below others."""
    for place, entry in enumerate(fields):
        if place >= MOST_FIELDS or depth > 4:
            raise ValueError("fields")
        if "/T" in entry:
            yield str(entry["/T"]), _value(entry, library)
        if "/Kids" in entry:
            yield from _walk(entry["/Kids"], library, depth + 1)


def _value(entry: Any, library: Any) -> str:
    value = entry.get("/V", entry.get("/AS", ""))
    text = str(value)
    return text.removeprefix("/") if isinstance(value, library.Name) else text
