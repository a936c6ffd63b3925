"""What happened in a case: one event kind per command, its body, and how old shapes are lifted.

The body of an event is the command's fields, plus ``by`` and ``by_name`` (who), ``recorded`` (UTC) and what was
derived or drawn while deciding (a number, a fingerprint, a limit).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from workbench.core.records import Event

KINDS: dict[str, str] = {
    "receive_package": "package_received",
    "assign_officer": "officer_assigned",
    "declare_not_required": "declared_not_required",
    "refuse_acceptance": "acceptance_refused",
    "correct_on_spot": "corrected_on_spot",
    "send_correction": "correction_sent",
    "receive_supplement": "supplement_received",
    "accept": "accepted",
    "deem_accepted": "deemed_accepted",
    "fulfil_promise": "promise_fulfilled",
    "extend_promise": "promise_extended",
    "pause_clock": "clock_paused",
    "resume_clock": "clock_resumed",
    "judge_material": "material_judged",
    "write_note": "note_written",
    "remove_note": "note_removed",
    "judge_plan": "plan_judged",
    "set_duty": "duty_set",
    "judge_programme": "programme_judged",
    "answer_programme": "programme_answered",
    "score_factor": "factor_scored",
    "set_level": "level_set",
    "judge_site": "site_judged",
    "choose_fact": "fact_chosen",
    "waive_problem": "problem_waived",
    "answer_finding": "finding_answered",
    "record_site_check": "site_checked",
    "set_condition": "condition_set",
    "remove_condition": "condition_removed",
    "recommend": "recommended",
    "return_recommendation": "recommendation_returned",
    "withdraw_recommendation": "recommendation_withdrawn",
    "countersign": "countersigned",
    "third_sign": "third_signed",
    "deliver": "decision_delivered",
    "publish": "decision_published",
    "record_opening_check": "opening_checked",
    "open_event": "event_opened",
    "suspend_event": "event_suspended",
    "resume_event": "event_resumed",
    "stop_event": "event_stopped",
    "end_event": "event_ended",
    "review_event": "event_reviewed",
    "archive_case": "case_archived",
    "request_change": "change_requested",
    "decide_change": "change_decided",
    "cancel_event": "event_cancelled",
    "withdraw_application": "application_withdrawn",
    "end_permit": "permit_ended",
    "record_document": "document_issued",
    # time limits
    "extend_decision": "decision_extended",
    "offer_hearing": "hearing_offered",
    "ask_hearing": "hearing_asked",
    "hold_hearing": "hearing_held",
    "close_hearing": "hearing_closed",
    # tolerance
    "attach_letter": "promise_letter_attached",
    "remind_promisor": "promisor_reminded",
    "confirm_promise": "promise_confirmed",
    "waive_promise": "promise_waived",
    # facts
    "state_fact": "fact_stated",
    # duties
    "return_duties": "duties_returned",
    # programme
    "set_programme_item": "programme_item_set",
    "remove_programme_item": "programme_item_removed",
    "set_interaction": "interaction_set",
    "set_programme_list": "programme_list_set",
    "remove_programme_list": "programme_list_removed",
    "set_alias": "alias_set",
    "report_programme_change": "programme_change_reported",
    "judge_variation": "variation_judged",
    "record_performance": "performance_recorded",
    # consultation
    "send_consultation": "consultation_sent",
    "receive_opinion": "opinion_received",
    "urge_consultation": "consultation_urged",
    "withdraw_consultation": "consultation_withdrawn",
    "record_packet": "packet_made",
    "refuse_reply": "reply_refused",
    "resolve_conflict": "conflict_resolved",
    "set_meeting": "meeting_set",
    "remove_meeting": "meeting_removed",
    "close_point": "point_closed",
    # after the decision
    "confirm_check": "check_confirmed",
    "order_rectification": "rectification_ordered",
    "record_hazards": "hazards_found",
    "recheck_hazards": "hazards_rechecked",
    "serve_paper": "paper_served",
    "check_condition": "condition_checked",
    "close_condition": "condition_closed",
    "record_undelivered": "delivery_failed",
    "record_ban": "ban_recorded",
    "link_case": "case_linked",
    "record_counts": "counts_recorded",
    "withdraw_counts": "counts_withdrawn",
    # deployment
    "edit_roster": "roster_edited",
    # registers
    "set_entry": "entry_set",
    "strike_entry": "entry_struck",
    # risk
    "reveal_agency": "agency_revealed",
    "set_agency_score": "agency_scored",
    "apply_measure": "measure_applied",
    "drop_measure": "measure_dropped",
    "dismiss_neighbour": "neighbour_dismissed",
    # plan in force
    "edit_plan": "plan_edited",
    # emergency
    "set_scenario": "scenario_set",
    "set_trigger": "trigger_set",
    "record_drill": "drill_recorded",
    "remove_drill": "drill_removed",
    # papers
}
"""Command kind → event kind."""

COMMAND_OF = {event: command for command, event in KINDS.items()}
"""Event kind → command kind."""

SCHEMAS: dict[str, int] = {}
"""Event kind → present schema number, where it is not 1."""

Upcaster = Callable[[Mapping[str, Any]], Mapping[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(event kind, schema) → the step that lifts a body of that schema to the next one. Old bytes never change."""


class Happened(Protocol):
    """An event, recorded or not."""

    @property
    def kind(self) -> str:
        """Return the event kind."""

    @property
    def body(self) -> Mapping[str, Any]:
        """Return the plain values."""

    @property
    def schema(self) -> int:
        """Return the number of the body's shape."""


def event(kind: str, body: Mapping[str, Any]) -> Event:
    """Return an event in its present schema."""
    return Event(kind, body, SCHEMAS.get(kind, 1))


def lifted(happened: Happened) -> Mapping[str, Any]:
    """Return the body in the present schema.

    Raises:
        LookupError: The event is newer than this program, or a step is missing.
    """
    body, schema = happened.body, happened.schema
    present = SCHEMAS.get(happened.kind, 1)
    if schema > present:
        raise LookupError(f"{happened.kind} schema {schema} is newer than {present}")
    while schema < present:
        body, schema = UPCASTERS[happened.kind, schema](body), schema + 1
    return body
