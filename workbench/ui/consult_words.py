"""Words and rows of the page of consultations."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.parts_consultation import Meeting, Reply
from workbench.services.clocks import local_time
from workbench.services.consult_values import ANSWERED, LATE, SUPERSEDED, WAITING, WITHDRAWN, ProposalView, RequestView
from workbench.services.views import CaseView
from workbench.ui.i18n import full_day, say, tr
from workbench.ui.step_decision_lines import Line
from workbench.ui.workspace_context import CaseContext

PROPOSAL, REQUEST, CONFLICT, MEETING = "proposal", "request", "conflict", "meeting"
"""What a row of the list stands for; its key is ``kind:code``."""


def state_word(state: str) -> tuple[str, str]:
    """Return the word and the colour family of a request's state."""
    return {
        WAITING: (tr("等待回复"), "info"),
        LATE: (tr("逾期未复"), "bad"),
        ANSWERED: (tr("已回复"), "ok"),
        SUPERSEDED: (tr("已被代替"), "neu"),
        WITHDRAWN: (tr("不再等待"), "neu"),
    }[state]


def left_lines(view: CaseView) -> list[Line]:
    """Return the list at the left: what differs, what was sent, who is due to be asked, who met."""
    return [*_conflicts(view), *_requests(view), *_proposals(view), *_meetings(view)]


def _conflicts(view: CaseView) -> list[Line]:
    found = view.consult.conflicts
    if not found:
        return []
    family = "neu" if all(conflict.resolved for conflict, _ in found) else "bad"
    head = Line(tr("意见分歧"), tag=str(len(found)), family=family, heading=True)
    return [head, *(_conflict(view, at) for at in range(len(found)))]


def _requests(view: CaseView) -> list[Line]:
    found = view.consult.requests
    rows = [_request(one) for one in found]
    empty = Line(tr("还没有发函。选下面的部门拟函，或点“发函征求意见”。"), empty=True)
    return [Line(tr("已发函"), tag=str(len(found)), heading=True), *(rows or [empty])]


def _proposals(view: CaseView) -> list[Line]:
    due = [one for one in view.consult.proposals if not one.asked]
    empty = Line(tr("规则提出的部门都已发函"), empty=True)
    return [Line(tr("应征求意见"), tag=str(len(due)), heading=True), *([_proposal(one) for one in due] or [empty])]


def _meetings(view: CaseView) -> list[Line]:
    found = view.consult.meetings
    rows = [_meeting(view, key, meeting) for key, meeting in found]
    empty = Line(tr("没有会商纪要"), empty=True)
    return [Line(tr("会商纪要"), tag=str(len(found)), heading=True), *(rows or [empty])]


def _proposal(one: ProposalView) -> Line:
    sure = one.holds is True
    words = tr("应征求") if sure else tr("待核实")
    why = say(one.why) if sure else tr("申请表未填明是否：{why}", why=say(one.why))
    key = f"{PROPOSAL}:{one.code}"
    return Line(say(one.dept), (why,), "send", "accentT", tag=words, family="warn" if sure else "neu", key=key)


def _request(one: RequestView) -> Line:
    word, family = state_word(one.state)
    times = tr("{sent} 发，{due} 前回复", sent=full_day(one.sent), due=full_day(one.due))
    urged = tr("已催办 {count} 次", count=len(one.urgings)) if one.urgings else ""
    details = tuple(part for part in (one.number or one.request, times, urged) if part)
    return Line(one.dept, details, "file-certificate", tag=word, family=family, key=f"{REQUEST}:{one.request}")


def _conflict(view: CaseView, at: int) -> Line:
    conflict, resolution = view.consult.conflicts[at]
    word, family = (tr("已处理"), "ok") if conflict.resolved else (tr("待处理"), "bad")
    details = (resolution.reason,) if resolution else ()
    return Line(say(conflict.title), details, "git-compare", tag=word, family=family, key=f"{CONFLICT}:{conflict.key}")


def _meeting(view: CaseView, key: str, meeting: Meeting) -> Line:
    open_ = sum(point.meeting == key and not point.outcome for point in view.consult.points)
    word = tr("未决 {count}", count=open_) if open_ else ""
    when = f"{meeting.at:%Y-%m-%d %H:%M} · {meeting.place}"
    return Line(meeting.title, (when,), "users", tag=word, family="warn", key=f"{MEETING}:{key}")


def proposal_lines(one: ProposalView, context: CaseContext) -> list[Line]:
    """Return a proposal in full: why, law, questions, sections, day."""
    basis = tr("、").join(one.basis)
    marks = {"M": tr("待核实"), "P": tr("单位默认")}
    return [
        Line(tr("事由"), (say(one.why),), "info-circle"),
        Line(tr("依据"), (f"{basis} {marks.get(one.mark, one.mark)}",), "scale"),
        Line(tr("拟提问题"), tuple(f"{n}. {say(q)}" for n, q in enumerate(one.questions, 1)), "message"),
        Line(tr("拟提供内容"), (tr("、").join(context.word("packet_sections", s) for s in one.sections),), "package"),
        Line(tr("建议回复期限"), (full_day(one.due),), "calendar-event"),
    ]


def request_lines(one: RequestView, view: CaseView, context: CaseContext) -> list[Line]:
    """Return a request in full: questions, what was shown, urging, packets, replies, refused files."""
    shown = [context.word("packet_sections", code) for code in one.sections]
    shown += [name.rpartition("/")[2] for name in one.files]
    lines = [
        Line(tr("问题"), tuple(f"{n}. {q}" for n, q in enumerate(one.questions, 1)), "message"),
        Line(tr("随函提供"), (tr("、").join(shown) or tr("无"),), "package"),
    ]
    if one.superseded:
        lines.append(Line(tr("已由 {request} 代替", request=one.superseded), icon="refresh"))
    if one.withdrawn is not None:
        lines.append(Line(tr("不再等待"), (full_day(one.withdrawn.on), one.withdrawn.reason), "ban"))
    lines += [reply_line(reply, context) for reply in one.replies]
    for at, urging in enumerate(one.urgings, 1):
        words = (full_day(urging.on), urging.number, urging.note)
        title = tr("第 {at} 次催办：{channel}", at=at, channel=context.word("urging_channels", urging.channel))
        lines.append(Line(title, tuple(word for word in words if word), "bell"))
    for key, packet in one.packets:
        expires = tr("回复有效至 {day}", day=full_day(packet.expires))
        lines.append(Line(tr("意见包 {key}", key=key[:8]), (full_day(packet.made), expires), "package"))
    return [*lines, *_refused(one.request, view)]


def _refused(request: str, view: CaseView) -> Iterator[Line]:
    for one in view.consult.refused:
        if one.request == request:
            when = f"{local_time(one.at):%Y-%m-%d %H:%M}"
            words = (say(one.reason), when)
            yield Line(tr("拒收：{file}", file=one.file), words, "file-alert", "bad", tag=tr("已留存"), family="neu")


def reply_line(reply: Reply, context: CaseContext) -> Line:
    """Return a reply as a row."""
    late = tr("逾期") if reply.late else ""
    conditions = tuple(f"· {one}" for one in reply.conditions)
    signed = " ".join(part for part in (reply.name, reply.post, reply.doc) if part)
    details = (reply.text, *conditions, signed, f"{full_day(reply.received)} {way_word(reply.way)}")
    position = context.word("opinion_positions", reply.position)
    return Line(position, tuple(d for d in details if d), "message", "accentT", tag=late, family="warn")


def way_word(way: str) -> str:
    """Return in which form a reply came."""
    known = {"letter": tr("书面复函"), "packet": tr("意见包回复"), "pdf": tr("PDF 表"), "xlsx": tr("工作簿")}
    return known.get(way, way)


def meeting_lines(view: CaseView, key: str, meeting: Meeting, context: CaseContext) -> list[Line]:
    """Return the minutes in full; its points can be acted on."""
    people = tuple(" ".join(part for part in (p.dept, p.name, p.post) if part) for p in meeting.participants)
    said = tuple(f"{p.dept}：{context.word('opinion_positions', p.position)} {p.text}" for p in meeting.positions)
    lines = [
        Line(tr("主持 {chair}，记录 {recorder}", chair=meeting.chair, recorder=meeting.recorder), icon="user"),
        Line(tr("参加人员"), people, "users"),
        Line(tr("各部门意见"), said or (tr("无"),), "message"),
        Line(tr("议定事项"), meeting.decisions or (tr("无"),), "list-check"),
    ]
    for point in view.consult.points:
        if point.meeting == key:
            words = (tr("{owner}，{due} 前", owner=point.owner, due=full_day(point.due)), point.outcome)
            word, family = (tr("已办结"), "ok") if point.outcome else (tr("未决"), "warn")
            lines.append(
                Line(
                    point.text, tuple(w for w in words if w), "circle-dashed", tag=word, family=family, key=point.point
                )
            )
    return lines
