"""Law in words for papers: the articles that hold on a day, gathered by act, in Chinese numerals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workbench.core.pack import LawArticle, Pack

_DIGITS = "〇一二三四五六七八九"


def in_words(pack: Pack, codes: Iterable[str], on: date) -> str:
    """Return ``《…条例》第十一条、第十四条和《…法》第三十八条`` for the articles in force on a day.

    Codes that are no law (defaults of the office), and articles not in force on that day, are left out.
    """
    acts: dict[str, list[str]] = {}
    for code in codes:
        law = pack.laws.get(code)
        if law is not None and law.in_force(on):
            acts.setdefault(law.title.zh, []).append(_article(law.article) + _doubt(law))
    told = [f"《{title}》{'、'.join(a for a in articles if a)}" for title, articles in acts.items()]
    return "和".join(["、".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def in_english(pack: Pack, codes: Iterable[str], on: date) -> str:
    """Return the articles in force on a day as ``Articles 11 and 14 of the Regulations …``, for reading versions."""
    acts: dict[str, list[str]] = {}
    for code in codes:
        law = pack.laws.get(code)
        if law is not None and law.in_force(on):
            acts.setdefault(law.title.en, []).append(law.article + (" (to be verified)" if _doubt(law) else ""))
    return "; ".join(_articles_en([a for a in articles if a]) + f"the {title}" for title, articles in acts.items())


def _articles_en(articles: list[str]) -> str:
    if not articles:
        return ""
    listed = " and ".join([", ".join(articles[:-1]), articles[-1]] if len(articles) > 1 else articles)
    return f"{'Articles' if len(articles) > 1 else 'Article'} {listed} of "


def short(pack: Pack, codes: Iterable[str]) -> str:
    """Return the basis in short words for a narrow column, e.g. ``条例5、13；许可法29``; an office default says so."""
    acts: dict[str, list[str]] = {}
    for law in (pack.laws[c] for c in codes if c in pack.laws):
        acts.setdefault(_short_name(pack, law), []).append(law.article + _doubt(law))
    told = [name + "、".join(a for a in articles if a) for name, articles in acts.items()]
    return "；".join(told) or "本单位"


def _short_name(pack: Pack, law: LawArticle) -> str:
    known = pack.lists.get("law_short", {}).get(law.act)
    return known.text.zh if known else law.title.zh


def _doubt(law: LawArticle) -> str:
    """Return the words that mark a row nobody has read in the law itself."""
    return "（待核实）" if law.mark in {"M", "C"} else ""


def _article(article: str) -> str:
    if not article:
        return ""
    return f"第{numeral(int(article))}条" if article.isdigit() else f"第{article}条"


def numeral(number: int) -> str:
    """Return a number below 100 in Chinese numerals, larger ones in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
