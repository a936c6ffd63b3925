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
_VALUE_LISTS = ("interaction_codes", "effect_codes", "performer_origins", "words")


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


def session_title(code: str, acts: Iterable[ActView]) -> str:
    """Return a session with its day."""
    begin = next((moment for act in acts if (moment := starts(act)) is not None), None)
    return f"{code} {day(begin.date())}" if begin else code


def title(act: ActView) -> str:
    """Return an act by artist and work."""
    return " ".join(part for part in (shown(act.row["artist"]), shown(act.row["work"])) if part)


def time_word(act: ActView) -> str:
    """Return hour and stage in one line; a part has neither of its own."""
    if act.part is not None:
        return ""
    begin = starts(act)
    return " ".join(t for t in (f"{begin:%H:%M}" if begin else "", shown(act.row["stage"])) if t)


def line(act: ActView, *, under_head: bool) -> str:
    """Return performer and work; under the performer's own head the work alone."""
    if under_head or act.part is not None:
        return shown(act.row["work"]) or title(act)
    return title(act)


def interaction_word(act: ActView, pack: Pack) -> str:
    """Return the kind of interaction; empty where there is none."""
    return listed(act.form.what, pack) if act.strength else ""


def strength_ink(strength: int) -> str:
    """Return the colour family of an interaction by its strength, 1 to 3."""
    return ("ok", "ok", "warn", "bad")[min(strength, 3)]


def flags(act: ActView) -> tuple[str, ...]:
    """Return what the table shows as flags: harms, what the sub-form lacks, hint words, criteria; never a taste."""
    harms = [say(harm) for harm in act.harms if act.strength > 1]
    lacks = [tr("互动缺 {count} 项", count=len(act.lacks))] if act.lacks else []
    hits = [tr("词 {count}", count=len(act.hits))] if act.hits else []
    return (*harms, *lacks, *hits, *act.hints)


def flag_kind(act: ActView, place: int) -> str:
    """Return the colour family of a flag by its place: harms and lacks warn, hints inform."""
    warned = (len(act.harms) if act.strength > 1 else 0) + bool(act.lacks)
    return "warn" if place < warned else "info"


def review_word(act: ActView) -> str:
    """Return where the co-review of an act stands, or whether the sheet names an approval."""
    told = say(act.co_review)
    if told:
        return told.partition(" ")[2] or told
    return tr("有批文") if act.row["approval"] else tr("未填批文")


def tally(acts: Iterable[ActView]) -> str:
    """Return how many of several items are concluded."""
    own = list(acts)
    return f"{sum(bool(act.verdict) for act in own)} / {len(own)}"


def sentence(act: ActView, pack: Pack) -> str:
    """Return an act for a listener."""
    parts = [tr("第 {no} 项", no=act.no), title(act), " ".join(time_lines(act))]
    parts += [listed(act.row[key], pack) for key in ("genre", "interactive", "effects") if act.row[key]]
    if act.hints or act.hits:
        codes = (*act.hints, *(f"{hit.criterion} {hit.hit.word}" for hit in act.hits))
        parts.append(tr("提示 {codes}", codes=tr("、").join(codes)))
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
