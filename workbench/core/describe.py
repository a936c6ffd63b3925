"""The history page's words: what an event is called, and what changed from before to after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from workbench.core.case import Case
from workbench.core.events import COMMAND_OF, Happened
from workbench.core.evolve_parts import EDITS
from workbench.core.evolve_timing import RECOMPUTED
from workbench.core.pack import Pack
from workbench.core.parts_consultation import Consulting
from workbench.core.parts_plan import PlanEdit
from workbench.core.parts_timing import moving_name
from workbench.core.payloads import ERASING
from workbench.core.seal import COVERED
from workbench.core.values import Application
from workbench.errors import NO_TEXT, Text

TITLES: dict[str, Text] = {
    "package_received": Text("收件", "package received"),
    "officer_assigned": Text("指定主审", "officer assigned"),
    "declared_not_required": Text("告知不需许可", "told that no permit is needed"),
    "acceptance_refused": Text("不予受理", "acceptance refused"),
    "corrected_on_spot": Text("当场更正", "corrected on the spot"),
    "correction_sent": Text("发出补正告知", "correction notice sent"),
    "supplement_received": Text("收到补正材料", "supplement received"),
    "accepted": Text("受理", "accepted"),
    "deemed_accepted": Text("视为受理", "deemed accepted"),
    "promise_fulfilled": Text("容缺材料补齐", "promise kept"),
    "promise_extended": Text("延长承诺期限", "promise extended"),
    "clock_paused": Text("期限中止", "clock stopped"),
    "clock_resumed": Text("期限恢复", "clock resumed"),
    "material_judged": Text("材料结论", "verdict on a paper"),
    "note_written": Text("批注", "note"),
    "note_removed": Text("删除批注", "note removed"),
    "plan_judged": Text("方案内容评分", "plan content scored"),
    "duty_set": Text("责任落实", "duty"),
    "programme_judged": Text("节目结论", "programme conclusion"),
    "programme_answered": Text("承办者答复", "undertaker's answer"),
    "factor_scored": Text("风险因素评分", "risk factor scored"),
    "level_set": Text("确定安保等级", "security level set"),
    "site_judged": Text("场地结论", "site verdict"),
    "fact_chosen": Text("认定事实", "governing fact chosen"),
    "problem_waived": Text("平面图问题准予保留", "problem of the plan left standing"),
    "finding_answered": Text("对问题的说明", "answer to a finding"),
    "site_checked": Text("现场查验", "on-site check"),
    "condition_set": Text("附带要求", "condition"),
    "condition_removed": Text("删除附带要求", "condition removed"),
    "recommended": Text("提出审查意见", "recommended"),
    "recommendation_returned": Text("退回审查意见", "recommendation returned"),
    "recommendation_withdrawn": Text("撤回审查意见", "recommendation withdrawn"),
    "countersigned": Text("复签", "countersigned"),
    "third_signed": Text("第三签", "third signature"),
    "decision_delivered": Text("送达", "delivered"),
    "decision_published": Text("公开", "made public"),
    "opening_checked": Text("举办前检查", "inspection before opening"),
    "event_opened": Text("活动开始", "event opened"),
    "event_suspended": Text("活动暂停", "event suspended"),
    "event_resumed": Text("活动恢复", "event resumed"),
    "event_stopped": Text("活动停止", "event stopped"),
    "event_ended": Text("活动结束", "event ended"),
    "event_reviewed": Text("活动总结", "after-action review"),
    "case_archived": Text("归档", "archived"),
    "change_requested": Text("变更申请", "change requested"),
    "change_decided": Text("变更决定", "change decided"),
    "event_cancelled": Text("取消活动", "event cancelled"),
    "application_withdrawn": Text("撤回申请", "application withdrawn"),
    "permit_ended": Text("许可终止", "permit ended"),
    "document_issued": Text("出具文书", "paper issued"),
    # time limits
    "decision_extended": Text("延长决定期限", "period for the decision extended"),
    "hearing_offered": Text("告知听证权利", "right to a hearing told"),
    "hearing_asked": Text("申请听证", "hearing asked for"),
    "hearing_held": Text("举行听证", "hearing held"),
    "hearing_closed": Text("听证终结", "hearing closed"),
    # tolerance
    "promise_letter_attached": Text("承诺书归卷", "letter of a promise on file"),
    "promisor_reminded": Text("催告承诺人", "promisor reminded"),
    "promise_confirmed": Text("容缺补齐复核", "kept promise confirmed"),
    "promise_waived": Text("免除容缺承诺", "promise waived"),
    # facts
    "fact_stated": Text("登记陈述", "statement entered"),
    # duties
    "duties_returned": Text("责任清单收回", "signed lists came back"),
    # programme
    "programme_item_set": Text("节目细项", "part of an act"),
    "programme_item_removed": Text("删除节目细项", "part of an act removed"),
    "interaction_set": Text("互动环节登记", "interaction sub-form"),
    "programme_list_set": Text("节目比对名单", "list to compare the programme with"),
    "programme_list_removed": Text("删除比对名单", "list removed"),
    "alias_set": Text("节目别名", "alias"),
    "programme_change_reported": Text("登记变更后节目单", "changed programme recorded"),
    "variation_judged": Text("变更节目结论", "conclusion on a changed item"),
    "performance_recorded": Text("节目现场核验", "verification on site"),
    # consultation
    "consultation_sent": Text("征求意见", "consultation sent"),
    "opinion_received": Text("收到意见", "opinion received"),
    "consultation_urged": Text("催办征求意见", "consultation urged"),
    "consultation_withdrawn": Text("不再等待意见", "consultation withdrawn"),
    "packet_made": Text("制作征求意见包", "packet made"),
    "reply_refused": Text("拒收回复文件", "reply refused"),
    "conflict_resolved": Text("意见分歧处理", "conflict resolved"),
    "meeting_set": Text("会商纪要", "minutes of a joint meeting"),
    "meeting_removed": Text("删除会商纪要", "minutes removed"),
    "point_closed": Text("会商未决事项", "open point of a meeting"),
    # after the decision
    "check_confirmed": Text("确认检查记录", "check confirmed"),
    "rectification_ordered": Text("责令整改", "rectification ordered"),
    "hazards_found": Text("现场登记隐患", "hazards found on site"),
    "hazards_rechecked": Text("隐患复查", "hazards re-checked"),
    "paper_served": Text("送达通知书", "paper served"),
    "condition_checked": Text("核验许可条件", "condition checked"),
    "condition_closed": Text("许可条件销号", "condition closed"),
    "delivery_failed": Text("送达未成", "delivery failed"),
    "ban_recorded": Text("登记限制申请期限", "ban on applying recorded"),
    "counts_recorded": Text("登记人流计数", "people counted"),
    "counts_withdrawn": Text("撤回人流计数", "counts of people taken back"),
    "neighbour_dismissed": Text("旧案不作比照", "earlier case left out of the comparison"),
    "case_linked": Text("关联案卷", "case linked"),
    # registers
    "roster_edited": Text("勤务排班", "roster"),
    "entry_set": Text("登记", "entered in a register"),
    "entry_struck": Text("删除登记", "entry struck"),
    # risk
    "agency_revealed": Text("公开评估单位评分", "agency's scores opened"),
    "agency_scored": Text("录入评估单位评分", "agency's score entered"),
    "measure_applied": Text("采取控制措施", "control measure taken"),
    "measure_dropped": Text("撤回控制措施", "control measure taken back"),
    # plan in force
    "plan_edited": Text("修改现行方案", "plan in force edited"),
    # emergency
    "scenario_set": Text("补充应急场景", "emergency scenario completed"),
    "trigger_set": Text("补充熔断触发项", "circuit-breaker trigger completed"),
    "drill_recorded": Text("登记桌面推演", "table-top exercise recorded"),
    "drill_removed": Text("删除桌面推演", "table-top exercise removed"),
    # papers
}
"""Event kind → its name."""

_BESIDE: dict[str, Text] = {
    ERASING: Text("依法删除个人资料", "personal data erased by law"),
    RECOMPUTED: Text("日历变动，期限重算", "calendar changed: dates worked out again"),
    "record_set": Text("登记", "entered in a register"),
    "record_struck": Text("删除登记", "entry struck"),
}
"""Events that no command of a case makes."""

_OTHER: dict[str, Text] = {
    "status": Text("状态", "status"),
    "officer_name": Text("主审", "officer"),
    "notes": Text("批注", "note"),
    "later_meetings": Text("会商纪要", "minutes of a joint meeting"),
    "consulting": NO_TEXT,
    "later_duties": Text("责任落实", "duty"),
    "later_fulfilments": Text("承诺兑现", "promise kept"),
    "promise_steps": Text("承诺经过", "course of a promise"),
    "finding_answers": Text("对问题的说明", "answer to a finding"),
    "roster": Text("勤务排班", "roster"),
    "decision": Text("决定", "decision"),
    "delivery": Text("送达", "delivery"),
    "publication": Text("公开", "publication"),
    "opening_checks": Text("举办前检查", "opening check"),
    "run": Text("活动过程", "event"),
    "review": Text("总结", "review"),
    "changes": Text("变更", "change"),
    "documents": Text("文书", "paper"),
    "closure": Text("终结", "closure"),
    "after": Text("许可后", "after the decision"),
    "advised": Text("此前的节目结论", "earlier conclusion"),
    "programme_lists": Text("比对名单", "list to compare"),
    "aliases": Text("别名", "alias"),
    "variations": Text("变更后节目单", "changed programme"),
    "variation_verdicts": Text("变更节目结论", "conclusion on a changed item"),
    "performed": Text("现场核验", "verification on site"),
    "registers": Text("登记", "register"),
    "later_plan": Text("现行方案（许可后）", "plan in force, after the decision"),
}
"""Fields outside the seal that the history shows, with their names."""

_CONSULTING: dict[str, Text] = {
    "packets": Text("征求意见包", "packet"),
    "urgings": Text("催办", "urging"),
    "refused": Text("拒收的回复文件", "refused reply"),
    "closed": Text("会商未决事项", "open point of a meeting"),
}
"""The parts of how opinions were asked for."""

_SILENT = frozenset({"act", "by", "version", "fingerprint", "nonce", "manifest", "forms"})
"""Parts that are told elsewhere on the page."""


def describe(happened: Happened, pack: Pack) -> Text:
    """Return what happened, with the name of the object where the event concerns one: ``材料结论：营业执照``."""
    if happened.kind in _BESIDE:
        return _BESIDE[happened.kind]
    title = TITLES[happened.kind]
    code = happened.body.get(EDITS.get(COMMAND_OF[happened.kind], ("", ""))[1])
    if not code:
        return _with_codes(title, happened.body.get("changes"))
    name = _object_name(str(code), pack)
    return Text(f"{title.zh}：{name.zh}", f"{title.en}: {name.en}")


def _with_codes(title: Text, changes: object) -> Text:
    """Return the title with the objects of several changes, where the event has such."""
    if not isinstance(changes, list) or not changes:
        return title
    codes = list(dict.fromkeys(str(change["code"]) for change in changes))
    more = " …" if len(codes) > 3 else ""
    return Text(f"{title.zh}：{'、'.join(codes[:3])}{more}", f"{title.en}: {', '.join(codes[:3])}{more}")


def _object_name(code: str, pack: Pack) -> Text:
    for table in (pack.materials, pack.plan, pack.duties, pack.factors):
        if code in table:
            text = table[code].text
            return Text(f"{code} {text.zh}", f"{code} {text.en}")
    return Text(code, code)


def changes(before: Case | None, after: Case) -> tuple[tuple[Text, str, str], ...]:
    """Return what an event changed: (what, before, after), one line per entry of a map; empty = not stated.

    Values are codes, dates and words as stored. The application is told by its differences, value by value.
    """
    if before is None:
        return ()
    labels = {**COVERED, **_OTHER}
    told = tuple(
        line
        for name, label in labels.items()
        if getattr(before, name) != getattr(after, name)
        for line in _lines(label, getattr(before, name), getattr(after, name))
    )
    return (*told, *_calendars(before, after))


def _calendars(before: Case, after: Case) -> Iterator[tuple[Text, str, str]]:
    """Tell another edition of the calendar, and the dates that it moved."""
    for use in after.calendars[len(before.calendars) :]:
        earlier = before.calendars[-1].version if before.calendars else ""
        yield Text("工作日历", "working-day calendar"), earlier, use.version
        for moved in use.moved:
            yield moving_name(moved.deadline), shown(moved.before), shown(moved.after)


def _lines(label: Text, before: object, after: object) -> Iterator[tuple[Text, str, str]]:
    if isinstance(before, Application) and isinstance(after, Application):
        yield from _application(before, after)
    elif isinstance(before, Consulting):
        for name, part in _CONSULTING.items():
            yield from _lines(part, getattr(before, name), getattr(after, name))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _entries(label, before, after)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _list(label, before, after)
    else:
        yield label, shown(before), shown(after)


def _entries(
    label: Text, before: Mapping[object, object], after: Mapping[object, object]
) -> Iterator[tuple[Text, str, str]]:
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old != new:
            part = " ".join(str(k) for k in key if k) if isinstance(key, tuple) else str(key)
            yield Text(f"{label.zh}：{part}", f"{label.en}: {part}"), shown(old), shown(new)


def _list(label: Text, before: tuple[object, ...], after: tuple[object, ...]) -> Iterator[tuple[Text, str, str]]:
    """Tell entries that changed in place, then those that were added."""
    for old, new in zip(before, after, strict=False):
        if old != new:
            yield label, shown(old), shown(new)
    for new in after[len(before) :]:
        yield label, "", shown(new)


def _application(before: Application, after: Application) -> Iterator[tuple[Text, str, str]]:
    for key in {**before.fields, **after.fields}:
        old, new = before.fields.get(key), after.fields.get(key)
        if old != new:
            yield Text(f"申请表 {key}", f"form {key}"), shown(old), shown(new)
    files = {a.name: a.sha256 for a in before.attachments}
    present = {a.name: a.sha256 for a in after.attachments}
    for name in {**files, **present}:
        if files.get(name) != present.get(name):
            yield Text(f"附件 {name}", f"attachment {name}"), files.get(name, "")[:12], present.get(name, "")[:12]
    for sheet in {**before.sheets, **after.sheets}:
        old_rows, new_rows = before.sheets.get(sheet, ()), after.sheets.get(sheet, ())
        if old_rows != new_rows:
            yield Text(f"表 {sheet}", f"sheet {sheet}"), _count(old_rows, new_rows), _count(new_rows, old_rows)


def _count(rows: tuple[object, ...], others: tuple[object, ...]) -> str:
    """Return how many rows stand here and how many of them not there."""
    return f"{len(rows)} (Δ{sum(row not in others for row in rows)})"


def shown(value: object) -> str:
    """Return a stored value as one line of text."""
    if value is None or value == ():
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return _several(value)


def _several(value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(shown(v) for v in value)
    if isinstance(value, PlanEdit):
        return _plan_edit(value)
    if is_dataclass(value):
        parts = [getattr(value, f.name) for f in fields(value) if f.name not in _SILENT]
        return " · ".join(text for text in map(shown, parts) if text)
    return str(value)


def _plan_edit(edit: PlanEdit) -> str:
    """Return an edit of the plan: the columns that differ, and the shape by its kind and number of points."""
    told = [f"{key}={shown(value)}" for key, value in edit.values if value is not None]
    drawn = [f"{edit.shape.geometry} ({sum(map(len, edit.shape.rings))})"] if edit.shape else []
    return " · ".join((edit.state, *told, *drawn))
