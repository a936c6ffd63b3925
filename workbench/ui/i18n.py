"""Words of the window: the source text is Chinese, English stands in ``resources/i18n/en_*.json``.

A text is written where it is shown, as ``tr("剩 {days} 日", days=4)``; the English file of the page maps the same
source. Texts of the rules come from packs and services as :class:`~workbench.errors.Text` and go through :func:`say`.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from workbench.errors import Text
from workbench.services.clocks import local_time

LANGUAGES = ("zh", "en")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Choice:
    """The language in use; one per process, as the window is."""

    language = "zh"


def language() -> str:
    """Return the language in use, ``zh`` or ``en``."""
    return _Choice.language


def set_language(name: str) -> None:
    """Use ``zh`` or ``en`` from now on; views are rebuilt by whoever calls this."""
    if name not in LANGUAGES:
        raise ValueError(name)
    _Choice.language = name


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """Return the English of every source text, from all files of the pages."""
    words: dict[str, str] = {}
    for entry in (files("workbench.ui") / "resources" / "i18n").iterdir():
        if entry.name.startswith("en_"):
            words.update(json.loads(entry.read_text(encoding="utf-8")))
    return words


def tr(text: str, **values: object) -> str:
    """Return ``text`` in the language in use with ``values`` put in.

    A text without an English entry stays Chinese: better seen than lost (the tests refuse it).
    """
    words = english().get(text, text) if _Choice.language == "en" else text
    return words.format(**values) if values else words


def say(text: Text) -> str:
    """Return a text of the rules in the language in use."""
    return text.in_language(_Choice.language)


def headed(text: Text) -> str:
    """Return a text of the rules as it stands at the head of a line or column: English with a capital."""
    words = say(text)
    return words[:1].upper() + words[1:]


def day(value: date) -> str:
    """Return ``9月16日`` or ``16 Sep``."""
    if _Choice.language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]}"
    return f"{value.month}月{value.day}日"


def full_day(value: date) -> str:
    """Return ``2026年9月16日 周三`` or ``Wed 16 Sep 2026``."""
    if _Choice.language == "en":
        return f"{value:%a} {day(value)} {value.year}"
    return f"{value.year}年{day(value)} 周{'一二三四五六日'[value.weekday()]}"


def short_day(value: date) -> str:
    """Return ``9/16`` or ``16 Sep``, for narrow columns."""
    return day(value) if _Choice.language == "en" else f"{value.month}/{value.day}"


def span(first: date | None, last: date | None) -> str:
    """Return ``9/25–9/27`` or ``25–27 Sep``; a single day stands alone, an unknown one is a dash."""
    if first is None:
        return "—"
    if last is None or last == first:
        return short_day(first)
    if _Choice.language == "en" and first.month == last.month:
        return f"{first.day}–{day(last)}"
    return f"{short_day(first)}–{short_day(last)}"


def clock_time(value: datetime) -> str:
    """Return ``9月16日 10:42`` or ``16 Sep 10:42``; an aware moment is shown in local time."""
    shown = local_time(value) if value.tzinfo else value
    return f"{day(shown.date())} {shown:%H:%M}"
