"""Words and looks of step 4: an act, its verdict, what the table itself points at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from workbench.core.pack import Choice, Pack
from workbench.core.values import Scalar
from workbench.services.views import ActView
from workbench.ui.i18n import clock_time, day, say, tr

_ICONS = ("check", "adjustments", "ban", "message", "circle-x")
"""Icons of verdicts in pack order, so that no two look alike without colour."""
_VALUE_LISTS = ("interaction_codes", "effect_codes", "performer_origins")
_NO_WORDS = {"no", "none"}


def verdicts(pack: Pack) -> Mapping[str, Choice]:
    """Return the verdicts of the pack in order; the keys 1 to 5 give them."""
    return pack.lists.get("programme_verdicts", {})


def verdict_word(code: str, pack: Pack) -> str:
    """Return the word of a verdict."""
    choice = verdicts(pack).get(code)
    return say(choice.text) if choice else tr("待议")


def verdict_look(code: str, pack: Pack) -> tuple[str, str]:
    """Return icon and colour family of a verdict."""
    known = verdicts(pack)
    if code not in known:
        return "circle-dashed", "t2"
    icon = _ICONS[list(known).index(code) % len(_ICONS)]
    data = known[code].data
    if data.get("needs_content_ground"):
        return icon, "bad"
    if data.get("adverse"):
        return icon, "bad" if icon == "ban" else "warn"
    return icon, "ok" if data.get("settled") == "yes" else "info"


def is_adverse(code: str, pack: Pack) -> bool:
    """Say whether a verdict is against the act."""
    choice = verdicts(pack).get(code)
    return bool(choice and choice.data.get("adverse"))


def waits(act: ActView) -> bool:
    """Say whether an act has no verdict yet."""
    return not act.verdict


def starts(act: ActView) -> datetime | None:
    """Return when an act begins, if that is stated."""
    value = act.row["start"]
    return value if isinstance(value, datetime) else None


def time_lines(act: ActView) -> tuple[str, str]:
    """Return hour and duration, day and stage."""
    begin = starts(act)
    hour = f"{begin:%H:%M}" if begin else "—"
    long = tr("{minutes} 分", minutes=act.row["minutes"]) if act.row["minutes"] is not None else ""
    place = f"{day(begin.date())} {shown(act.row['stage'])}" if begin else shown(act.row["stage"])
    return f"{hour}  {long}".strip(), place


def shown(value: Scalar) -> str:
    """Return a value of the sheet in words; empty when it is not stated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    return clock_time(value) if isinstance(value, datetime) else str(value)


def listed(value: Scalar, pack: Pack) -> str:
    """Return a value that comes from a list of the pack in the language in use."""
    text = shown(value)
    for name in _VALUE_LISTS:
        choice = pack.lists.get(name, {}).get(text)
        if choice is not None:
            return say(choice.text)
    return text


def is_none(value: Scalar, pack: Pack) -> bool:
    """Say whether a value of a list says that there is nothing."""
    for name in _VALUE_LISTS:
        choice = pack.lists.get(name, {}).get(shown(value))
        if choice is not None:
            return choice.text.en.casefold() in _NO_WORDS
    return value is None


def session_title(code: str, acts: Iterable[ActView]) -> str:
    """Return a session with its day."""
    begin = next((moment for act in acts if (moment := starts(act)) is not None), None)
    return f"{code} {day(begin.date())}" if begin else code


def title(act: ActView) -> str:
    """Return an act by artist and work."""
    return " ".join(part for part in (shown(act.row["artist"]), shown(act.row["work"])) if part)


def sentence(act: ActView, pack: Pack) -> str:
    """Return an act for a listener."""
    parts = [tr("第 {no} 项", no=act.no), title(act), " ".join(time_lines(act))]
    parts += [listed(act.row[key], pack) for key in ("genre", "interactive", "effects") if act.row[key]]
    if act.hints:
        parts.append(tr("提示 {codes}", codes=tr("、").join(act.hints)))
    parts.append(verdict_word(act.verdict, pack))
    return tr("，").join(part for part in parts if part)


def facts(act: ActView, pack: Pack) -> list[tuple[str, str]]:
    """Return what the sheet states of an act beyond its title, in sheet order."""
    known = {"no", "session", "artist", "work"}
    sheet = pack.sheets["programme"]
    return [
        (say(column.label), listed(act.row.values.get(column.key), pack))
        for column in sheet.columns
        if column.key not in known and shown(act.row.values.get(column.key))
    ]


def counts(acts: Iterable[ActView], pack: Pack) -> list[tuple[str, int]]:
    """Return how many acts have each verdict that is against them, in pack order."""
    found = [act.verdict for act in acts]
    return [(code, found.count(code)) for code, choice in verdicts(pack).items() if choice.data.get("adverse")]
