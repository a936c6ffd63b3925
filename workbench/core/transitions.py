"""The whole state × command table: which command may be given in which state, before any other rule is asked.

``None`` is the draft: a case that does not exist yet. A command that is refused by state says so with the states in
which it would be in place.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.case import Status
from workbench.core.commands import ALL

S = Status
INTAKE = frozenset({S.RECEIVED, S.CORRECTING})
REVIEW = frozenset({S.ACCEPTED, S.TOLERATED, S.PAUSED})
DECIDING = frozenset({S.RECOMMENDED, S.COUNTERSIGNED})
PERMIT = frozenset({S.GRANTED, S.CLEARED})
RUN = frozenset({S.RUNNING, S.SUSPENDED})
OVER = frozenset({S.ENDED, S.STOPPED, S.REVIEWED})
CLOSED = frozenset({S.NOT_REQUIRED, S.NOT_ACCEPTED, S.REFUSED, S.CANCELLED, S.WITHDRAWN, S.PERMIT_ENDED, S.REVIEWED})
EVERY = frozenset(S)

EDITABLE = INTAKE | REVIEW | DECIDING
"""Judging begins at receipt (completeness is looked at first); after a recommendation it makes the seal stale."""

STATES: dict[str, frozenset[Status | None]] = {
    "receive_package": frozenset({None}),
    "assign_officer": EVERY - {S.ARCHIVED},
    "declare_not_required": frozenset({S.RECEIVED}),
    "refuse_acceptance": frozenset({S.RECEIVED}),
    "correct_on_spot": frozenset({S.RECEIVED}),
    "send_correction": INTAKE | {S.ACCEPTED, S.TOLERATED},
    "receive_supplement": INTAKE | REVIEW | PERMIT,
    "accept": frozenset({S.RECEIVED}),
    "deem_accepted": INTAKE,
    "fulfil_promise": REVIEW | DECIDING | PERMIT,
    "extend_promise": frozenset({S.ACCEPTED, S.TOLERATED, S.GRANTED}),
    "pause_clock": frozenset({S.ACCEPTED, S.TOLERATED}),
    "resume_clock": frozenset({S.PAUSED}),
    "judge_material": EDITABLE,
    "write_note": EVERY - {S.ARCHIVED},
    "remove_note": EVERY - {S.ARCHIVED},
    "judge_plan": EDITABLE,
    "set_duty": EDITABLE | PERMIT | RUN,
    "judge_programme": EDITABLE,
    "answer_programme": EDITABLE,
    "score_factor": EDITABLE,
    "set_level": EDITABLE,
    "judge_site": EDITABLE,
    "choose_fact": EDITABLE,
    "waive_problem": EDITABLE,
    "answer_finding": EVERY - {S.ARCHIVED},
    "record_site_check": REVIEW,
    "set_condition": EDITABLE,
    "remove_condition": EDITABLE,
    "recommend": frozenset({S.ACCEPTED, S.TOLERATED}),
    "return_recommendation": DECIDING,
    "withdraw_recommendation": frozenset({S.RECOMMENDED}),
    "countersign": frozenset({S.RECOMMENDED}),
    "third_sign": frozenset({S.COUNTERSIGNED}),
    "deliver": PERMIT | RUN | OVER | {S.REFUSED},
    "publish": PERMIT | RUN | OVER | {S.REFUSED},
    "record_opening_check": PERMIT,
    "open_event": frozenset({S.CLEARED}),
    "suspend_event": frozenset({S.RUNNING}),
    "resume_event": frozenset({S.SUSPENDED}),
    "stop_event": RUN,
    "end_event": frozenset({S.RUNNING}),
    "review_event": frozenset({S.ENDED, S.STOPPED}),
    "archive_case": CLOSED,
    "request_change": PERMIT,
    "decide_change": PERMIT,
    "cancel_event": PERMIT,
    "withdraw_application": INTAKE | REVIEW | DECIDING,
    "end_permit": PERMIT | RUN | {S.PERMIT_ENDED},
    "record_document": EVERY,
    # time limits
    "extend_decision": REVIEW,
    "offer_hearing": REVIEW,
    "ask_hearing": REVIEW,
    "hold_hearing": frozenset({S.PAUSED}),
    "close_hearing": REVIEW,
    # tolerance
    "attach_letter": REVIEW | DECIDING | PERMIT,
    "remind_promisor": REVIEW | DECIDING | PERMIT,
    "confirm_promise": REVIEW | DECIDING | PERMIT,
    "waive_promise": REVIEW | PERMIT,
    # facts
    "state_fact": EDITABLE,
    # duties
    "return_duties": EDITABLE | PERMIT | RUN,
    # programme
    "set_programme_item": EDITABLE,
    "remove_programme_item": EDITABLE,
    "set_interaction": EDITABLE,
    "set_programme_list": EDITABLE | PERMIT | RUN,
    "remove_programme_list": EDITABLE | PERMIT | RUN,
    "set_alias": EDITABLE | PERMIT | RUN,
    "report_programme_change": PERMIT,
    "judge_variation": PERMIT,
    "record_performance": PERMIT | RUN | OVER,
    # consultation
    "send_consultation": INTAKE | REVIEW,
    "receive_opinion": INTAKE | REVIEW | DECIDING,
    "urge_consultation": INTAKE | REVIEW,
    "withdraw_consultation": INTAKE | REVIEW,
    "record_packet": INTAKE | REVIEW,
    "refuse_reply": EVERY - {S.ARCHIVED},
    "resolve_conflict": EDITABLE,
    "set_meeting": EDITABLE | PERMIT | RUN,
    "remove_meeting": EDITABLE | PERMIT | RUN,
    "close_point": EVERY - {S.ARCHIVED},
    # after the decision
    "confirm_check": REVIEW | PERMIT | RUN,
    "order_rectification": REVIEW | DECIDING | PERMIT | RUN,
    "record_hazards": PERMIT | RUN,
    "record_counts": EVERY - {S.ARCHIVED},
    "withdraw_counts": EVERY - {S.ARCHIVED},
    "recheck_hazards": REVIEW | DECIDING | PERMIT | RUN,
    "serve_paper": REVIEW | DECIDING | PERMIT | RUN | OVER | {S.PERMIT_ENDED},
    "check_condition": PERMIT | RUN | OVER,
    "close_condition": PERMIT | RUN | OVER | {S.CANCELLED, S.PERMIT_ENDED},
    "record_undelivered": PERMIT | RUN | OVER | {S.REFUSED},
    "record_ban": frozenset({S.NOT_ACCEPTED, S.REFUSED}),
    "link_case": EVERY - {S.ARCHIVED},
    # risk
    "reveal_agency": EDITABLE,
    "set_agency_score": EDITABLE,
    "apply_measure": EDITABLE,
    "drop_measure": EDITABLE,
    "dismiss_neighbour": EDITABLE,
    # deployment
    "edit_roster": EDITABLE | PERMIT | RUN,
    # registers
    "set_entry": EVERY - {S.ARCHIVED},
    "strike_entry": EVERY - {S.ARCHIVED},
    # plan in force
    "edit_plan": EDITABLE | PERMIT | RUN,
    # emergency
    "set_scenario": EDITABLE | PERMIT | RUN,
    "set_trigger": EDITABLE | PERMIT | RUN,
    "record_drill": EDITABLE | PERMIT,
    "remove_drill": EDITABLE | PERMIT,
    # papers
}
"""Command kind → states in which it may be given."""


def cells() -> Iterator[tuple[Status | None, str, bool]]:
    """Yield every cell: state, command kind, whether it is open; states outer, both in the order of their files."""
    for state in (None, *Status):
        for kind in ALL:
            yield state, kind, state in STATES[kind]


def table() -> str:
    """Return the table as text: one row per command, one column per state, a dot where it is refused."""
    states: tuple[Status | None, ...] = (None, *Status)
    head = " " * 26 + " ".join(f"{i:>2}" for i in range(len(states)))
    names = [f"{i:>2} {state or 'draft'}" for i, state in enumerate(states)]
    rows = [f"{kind:<26}" + " ".join(" ■" if s in STATES[kind] else " ·" for s in states) for kind in ALL]
    return "\n".join([*names, "", head, *rows])
