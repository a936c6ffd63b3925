"""Words and looks of step 3: a duty, its state, its gaps, a cell of the matrix, for eyes and for listeners."""

from __future__ import annotations

from datetime import date

from workbench.core.pack import Pack
from workbench.services.views import DutyView, PartyView
from workbench.ui.i18n import day, say, tr

LEAD, SUPPORT, OVERSEE, NONE = "lead", "support", "oversee", ""
"""What a party does for a duty."""
CYCLE = {NONE: SUPPORT, SUPPORT: OVERSEE, OVERSEE: NONE}
"""What a click makes of a cell that is not the accountable party's."""
LOOKS = {
    "done": ("circle-check", "ok"),
    "doing": ("progress", "warn"),
    "undone": ("circle-dashed", "neu"),
    "not_applicable": ("ban", "neu"),
}
"""State of a duty → icon and colour family."""


def role(duty: DutyView, party: str) -> str:
    """Return what a party does for a duty."""
    if party == duty.party:
        return LEAD
    if party in duty.support:
        return SUPPORT
    return OVERSEE if party in duty.oversee else NONE


def role_word(name: str) -> str:
    """Return the word of a role."""
    return {LEAD: tr("主责"), SUPPORT: tr("配合"), OVERSEE: tr("监督")}.get(name, "")


def state_word(status: str, pack: Pack) -> str:
    """Return the pack's word of a state."""
    choice = pack.lists.get("duty_states", {}).get(status)
    return say(choice.text) if choice else status


def gap_word(duty: DutyView) -> str:
    """Return what the accountable cell of a duty with gaps says."""
    return say(duty.gaps[0]) if duty.gaps else ""


def due_word(due: str) -> str:
    """Return the day by which a duty is due; a word of the pack stays as it is."""
    try:
        return day(date.fromisoformat(due))
    except ValueError:
        return due


def mark_word(mark: str) -> str:
    """Return what an evidence mark says about the basis."""
    return {
        "A": tr("依据原文"),
        "B": tr("依据摘录"),
        "C": tr("依据较弱"),
        "X": tr("计算得出"),
        "M": tr("待核实"),
        "P": tr("本单位默认"),
    }.get(mark, mark)


def mark_kind(mark: str) -> str:
    """Return the colour family of an evidence mark."""
    return {"A": "ok", "B": "info", "M": "warn", "C": "warn"}.get(mark, "neutral")


def phase_word(phase: str, pack: Pack) -> str:
    """Return the pack's word of a phase."""
    choice = pack.lists.get("duty_phases", {}).get(phase)
    return say(choice.text) if choice else phase


def signed_word(party: PartyView) -> tuple[str, str, str]:
    """Return icon, colour and words of a party's signature under its list."""
    if party.signed is True:
        return "circle-check", "ok", tr("清单已签")
    if party.signed is False:
        return "clock", "warn", tr("清单未签齐")
    return "file-text", "t2", tr("未报签署")


def organisations(party: PartyView) -> str:
    """Return the organisations of a party, shortened to the first and how many more there are."""
    if not party.organisations:
        return tr("未填报")
    first, rest = party.organisations[0], len(party.organisations) - 1
    return tr("{name} 等 {count} 家", name=first, count=rest + 1) if rest else first


def duty_sentence(duty: DutyView, pack: Pack, parties: dict[str, PartyView]) -> str:
    """Return a duty for a listener."""
    owner = say(parties[duty.party].title) if duty.party in parties else duty.party
    parts = [f"{duty.code} {say(duty.title)}", tr("主责 {party}", party=owner), state_word(duty.status, pack)]
    if duty.person:
        parts.append(tr("责任人 {name}", name=duty.person))
    parts += [say(gap) for gap in duty.gaps]
    return tr("，").join(parts)


def cell_sentence(duty: DutyView, party: PartyView, pack: Pack) -> str:
    """Return a cell for a listener."""
    name = role(duty, party.code)
    parts = [duty.code, say(party.title), role_word(name) or tr("无")]
    if name == LEAD:
        parts += [say(gap) for gap in duty.gaps] or [state_word(duty.status, pack)]
    return tr("，").join(parts)
