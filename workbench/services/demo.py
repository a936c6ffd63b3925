"""The demonstration: scripted people take the sample packages from receipt to decision, through the same services.

The script is data beside the samples. Nothing is bypassed: where a step is meant to be refused, it is refused by the
rules, and the demonstration says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbench.core import commands as c
from workbench.errors import NO_TEXT, Text, WorkbenchError
from workbench.services import documents, intake, office, oversight
from workbench.services.acting import do, do_all
from workbench.services.clocks import ScriptedClock, local_time
from workbench.services.corrections import deficiencies, not_asked
from workbench.services.desk import Desk
from workbench.services.legal import numeral
from workbench.services.looking import Look
from workbench.services.office_standing import script
from workbench.services.views import Person
from workbench.storage.packs import sample_file, sample_package

Step = dict[str, Any]
Report = Callable[..., None]


@dataclass(frozen=True)
class Done:
    """One thing that was done: when, by whom, what, and the paper's file where there is one."""

    at: str
    who: str
    what: Text
    file: str = ""


@dataclass
class Told:
    """What the demonstration did, for a page or for a machine."""

    folder: str
    stories: dict[str, list[Done]] = field(default_factory=dict)
    titles: dict[str, Text] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    verification: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    genuine: bool = False


class _Stage:
    """The office on which the stories are played."""

    def __init__(self, desk: Desk, clock: ScriptedClock, script: dict[str, Any], told: Told) -> None:
        self.desk = desk
        self.clock = clock
        self.script = script
        self.told = told
        self.people: dict[str, Person] = {}
        self.case = ""
        self.package = ""

    def set_up(self) -> None:
        """Name the organ and add the people; the first becomes administrator."""
        for key in ("organ", "organ_code", "section_code", "phone"):
            self.desk.database.settings.put(key, self.script["office"][key])
        password, admin = self.script["office"]["password"], None
        for row in self.script["people"]:
            wanted = office.NewPerson(row["account"], row["name"], password, frozenset(row["roles"]), "")
            self.people[row["account"]] = office.add_user(self.desk, admin, wanted)
            admin = admin or self.people[row["account"]]
            self.told.accounts.append(f"{row['account']}（{row['name']}，{'、'.join(row['roles'])}）/ {password}")

    def play(self, story: dict[str, Any], until: datetime | None, folder: Path | None) -> None:
        """Play a story's steps up to a moment; papers go to ``folder``."""
        self.package = story["package"]
        done = self.told.stories.setdefault(story["id"], [])
        self.told.titles[story["id"]] = Text(story["title"]["zh"], story["title"]["en"])
        for step in story["steps"]:
            at = _moment(step["at"])
            if until is not None and at > until:
                return
            self.clock.set(at)
            person = self.people[step["who"]]
            for what, file in _ACTS[step["act"]](self, person, step, folder):
                done.append(Done(step["at"], person.name, what, file))
            self.told.cases[story["id"]] = self.case

    @property
    def look(self) -> Look:
        """Return the case as it stands."""
        return Look(self.desk, self.desk.case(self.case))


Lines = Iterator[tuple[Text, str]]
Act = Callable[[_Stage, Person, Step, Path | None], Lines]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _plain(zh: str, en: str) -> tuple[Text, str]:
    return Text(zh, en), ""


def _receive(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    path = sample_package(stage.package)
    received = intake.receive(stage.desk, person, path, received=_moment(step["at"]))
    stage.case = received.case
    name = stage.look.case.application.fields["ev.name"]
    yield _plain(f"收件：{name}，案卷 {received.number}", f"received: {name}, case {received.number}")
    fired = [f for f in stage.look.assessment.findings if f.fired]
    codes = "、".join(f.check.code for f in fired) or "无"
    yield _plain(f"自动核对：{codes}", f"checks that fire: {codes}")


def _assign(stage: _Stage, person: Person, _step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, c.AssignOfficer(stage.case, person.id, person.name))
    yield _plain(f"主审：{person.name}", f"case officer: {person.name}")


def _judge_papers(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    """Judge every paper that is needed: as the script says where it says something, else in order."""
    given = {v["item"]: v for v in step.get("verdicts", [])}
    wishes: list[c.Command] = []
    for group in stage.look.classes:
        for paper in group.papers:
            if paper.code in given:
                wishes.append(_material(stage.case, given[paper.code]))
            elif paper.rule_status == "ok" and paper.verdict != "meets":
                wishes.append(c.JudgeMaterial(stage.case, paper.code, "meets"))
    do_all(stage.desk, person, wishes)
    words = {k: r.text for k, r in stage.look.pack.lists["document_verdicts"].items()}
    counts: dict[str, int] = {}
    for said in stage.desk.case(stage.case).materials.values():
        counts[said.verdict] = counts.get(said.verdict, 0) + 1
    zh = "，".join(f"{words[k].zh} {n}" for k, n in counts.items())
    en = ", ".join(f"{words[k].en} {n}" for k, n in counts.items())
    yield _plain(f"材料审查：{zh}", f"documents: {en}")


def _material(case: str, row: Step) -> c.JudgeMaterial:
    reasons = tuple(row.get("reasons", ()))
    return c.JudgeMaterial(case, row["item"], row["verdict"], reasons, row.get("note", ""), row.get("remedy", ""))


def _judge_plan(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    given = {s["content"]: s for s in step.get("scores", [])}
    wishes = [
        c.JudgePlan(
            stage.case,
            code,
            given.get(code, {}).get("score", 2),
            given.get(code, {}).get("note", ""),
            given.get(code, {}).get("remedy", ""),
        )
        for code in stage.look.pack.plan
    ]
    do_all(stage.desk, person, wishes)
    empty = [code for code, s in given.items() if s["score"] == 0]
    yield _plain(f"方案十一项内容已评分，缺 {len(empty)} 项", f"eleven plan contents scored, {len(empty)} missing")


def _judge_site(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    rows = step["verdicts"]
    do_all(stage.desk, person, [c.JudgeSite(stage.case, r["object"], r["verdict"], r.get("note", "")) for r in rows])
    for row in rows:
        yield _plain(f"场地与部署 {row['object']}：{row.get('note', '')}", f"site {row['object']}: {row['verdict']}")


def _judge_programme(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    given = {v["no"]: v for v in step.get("verdicts", [])}
    wishes: list[c.Command] = []
    for row in stage.look.case.application.rows("programme"):
        no = str(row["no"])
        said = given.get(no, {"verdict": step["default"]})
        wishes.append(
            c.JudgeProgramme(
                stage.case,
                no,
                said["verdict"],
                tuple(said.get("grounds", ())),
                tuple(said.get("criteria", ())),
                said.get("evidence", ""),
                said.get("advice", ""),
            )
        )
    do_all(stage.desk, person, wishes)
    yield _plain(
        f"节目 {len(wishes)} 项有结论，其中建议 {len(given)} 项", f"{len(wishes)} acts, advice on {len(given)}"
    )


def _answers(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    rows = step["answers"]
    do_all(stage.desk, person, [c.AnswerProgramme(stage.case, r["no"], r["answer"], accepted=True) for r in rows])
    yield _plain(f"承办者采纳 {len(rows)} 项节目建议", f"the undertaker takes up {len(rows)} pieces of advice")


def _note(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    attachment = stage.look.case.application.attachment(step["file"])
    wish = c.WriteNote(
        case=stage.case,
        note=f"n{len(stage.look.case.notes) + 1}",
        text=step["text"],
        item=step["item"],
        file=step["file"],
        sha256=attachment.sha256 if attachment else "",
        page=step["page"],
        x=Decimal(step["x"]),
        y=Decimal(step["y"]),
        is_reason=step["reason"],
    )
    do(stage.desk, person, wish)
    yield _plain(f"批注 {step['item']}：{step['text']}", f"note on {step['item']}")


def _correction(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    items = deficiencies(stage.look)
    due, left = date.fromisoformat(step["due"]), not_asked(stage.look, items)
    do(stage.desk, person, c.SendCorrection(stage.case, items, due, not_asked=left))
    number = stage.look.case.corrections[-1].number
    yield _plain(f"一次性补正告知 {number}，共 {len(items)} 项", f"correction notice {number}: {len(items)} items")


def _supplement(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    path = sample_file(f"supplements/{stage.package}.zip")
    told = intake.Answered(received=_moment(step["at"]), note=step["note"])
    intake.supplement(stage.desk, person, stage.case, path, told)
    fired = [f.check.code for f in stage.look.assessment.findings if f.fired]
    codes = "、".join(fired) or "无"
    yield _plain(f"补正材料收齐；自动核对：{codes}", f"supplement received; checks that fire: {codes}")


def _accept(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    promises = tuple(c.Promise(**{**p, "due": _moment(p["due"])}) for p in step.get("promises", ()))
    do(stage.desk, person, c.Accept(stage.case, date.fromisoformat(step["on"]), promises))
    look = stage.look
    owed = f"，容缺 {len(promises)} 项" if promises else ""
    yield _plain(
        f"受理 {look.case.acceptance_number}{owed}，决定期限 {look.clock.due}",
        f"accepted, {len(promises)} papers owed, decision due {look.clock.due}",
    )


def _deem_accepted(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, c.DeemAccepted(stage.case, step["note"]))
    look = stage.look
    yield _plain(
        f"逾期未告知补正，视为自 {look.case.accepted} 受理，决定期限 {look.clock.due}",
        f"deemed accepted from {look.case.accepted}, decision due {look.clock.due}",
    )


def _consult(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    due = date.fromisoformat(step["due"])
    shown = (step.get("code", ""), tuple(step.get("sections", ())))
    wish = c.SendConsultation(stage.case, step["request"], step["dept"], tuple(step["questions"]), due, *shown)
    do(stage.desk, person, wish)
    yield _plain(f"征求{step['dept']}意见 {step['request']}", f"consultation {step['request']} sent")


def _opinion(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, c.ReceiveOpinion(stage.case, step["request"], step["position"], step["doc"], step["text"]))
    yield _plain(f"回复 {step['doc']}：{step['text']}", f"reply {step['doc']}: {step['position']}")


def _facts(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    rows = step["facts"]
    wishes = [c.ChooseFact(stage.case, r["fact"], r["scope"], Decimal(r["value"]), r["reason"]) for r in rows]
    do_all(stage.desk, person, wishes)
    for row in rows:
        yield _plain(f"采信 {row['fact']} = {row['value']}：{row['reason']}", f"{row['fact']} = {row['value']} governs")


def _score(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    given = {s["factor"]: (s["before"], s["after"]) for s in step.get("scores", [])}
    before, after = step["default"]
    evidence = step.get("evidence", "")
    wishes = [
        c.ScoreFactor(stage.case, code, *given.get(code, (before, after)), evidence=evidence)
        for code in stage.look.pack.factors
    ]
    do_all(stage.desk, person, wishes)
    found = stage.look.risk
    yield _plain(
        f"风险评分：控制前 {found.before.value}，控制后 {found.after.value}",
        f"risk index before {found.before.value}, after {found.after.value}",
    )


def _level(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    """Set the level; 0 in the script means the computed one."""
    level = int(step["level"] or stage.look.risk.level.computed or 1)
    do(stage.desk, person, c.SetLevel(stage.case, level))
    yield _plain(f"安保等级：{numeral(level)}级", f"security level {level}")


def _site_check(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    """Record the check; the other officer confirms it under the own account."""
    officers = [stage.people[account] for account in step["officers"]]
    wish = c.RecordSiteCheck(
        stage.case,
        _moment(step["at"]),
        step["place"],
        tuple(officer.id for officer in officers),
        tuple(step["items"]),
        tuple(step["findings"]),
        step["conclusion"],
    )
    recorded = do(stage.desk, person, wish)
    other = next(officer for officer in officers if officer.id != person.id)
    do(stage.desk, other, c.ConfirmCheck(stage.case, f"site:{len(recorded.site_checks)}"))
    yield _plain(f"两人现场查验：{step['conclusion']}", "on-site check by two officers")


def _fulfil(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    path = sample_file(f"supplements/later/{step['file']}")
    intake.fulfil(stage.desk, person, stage.case, step["item"], path)
    yield _plain(f"容缺材料 {step['item']} 已补齐，待他人复核", f"promised paper {step['item']} came in")


def _confirm(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, c.ConfirmPromise(stage.case, step["item"], note=step.get("note", "")))
    yield _plain(f"容缺材料 {step['item']} 经复核符合承诺", f"promised paper {step['item']} confirmed by another")


def _conditions(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do_all(stage.desk, person, [c.SetCondition(case=stage.case, **row) for row in step["conditions"]])
    yield _plain(f"拟定许可条件 {len(step['conditions'])} 项", f"{len(step['conditions'])} conditions drafted")


def _recommendation(stage: _Stage, step: Step) -> c.Recommend:
    asked = stage.look.case.application.fields.get("ev.requested_capacity")
    approved = int(str(asked)) if step["outcome"] == "grant" else None
    reasons = tuple(c.RefusalReason(**row) for row in step.get("reasons", ()))
    return c.Recommend(stage.case, step["outcome"], step["opinion"], approved, reasons)


def _recommend(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, _recommendation(stage, step))
    word = Text("准予", "grant") if step["outcome"] == "grant" else Text("不予许可", "refusal")
    yield _plain(f"审查意见：{word.zh}", f"recommends {word.en}")


def _seen_seal(stage: _Stage) -> str:
    signature = stage.look.case.signature("recommend")
    return signature.fingerprint if signature else ""


def _countersign(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, c.Countersign(stage.case, _seen_seal(stage), step["opinion"]))
    decision = stage.look.case.decision
    number = decision.number if decision else ""
    yield _plain(f"复签作出决定 {number}", f"countersigned: decision {number}")


def _refused(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    """Try what the rules must refuse, and tell the refusal."""
    tries = (
        _recommendation(stage, step) if step["tries"] == "recommend" else c.Countersign(stage.case, _seen_seal(stage))
    )
    try:
        do(stage.desk, person, tries)
    except WorkbenchError as refusal:
        yield _plain(f"被拒绝（如设计）：{refusal.message.zh}", f"refused, as it must be: {refusal.message.en}")
        return
    raise AssertionError(f"{step['tries']} should have been refused")


def _issue(stage: _Stage, person: Person, step: Step, folder: Path | None) -> Lines:
    for name in step["papers"]:
        made = documents.issue(stage.desk, person, stage.case, name)
        file = ""
        if folder is not None:
            target = folder / made.file_name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made.pdf)
            file = str(target)
            stage.told.papers.append(file)
        yield Text(f"出具 {made.file_name}", f"issued {made.file_name}"), file


def _deliver(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    do(stage.desk, person, c.Deliver(stage.case, step["method"], step["receiver"], _moment(step["at"]).date()))
    yield _plain(f"送达 {step['receiver']}", f"delivered to {step['receiver']}")


def _publish(stage: _Stage, person: Person, step: Step, _folder: Path | None) -> Lines:
    on, redactions = _moment(step["at"]).date(), tuple(step["redactions"])
    do(stage.desk, person, c.Publish(stage.case, step["where"], on, redactions))
    yield _plain("公开（联系方式、证件号码已隐去）", "published, with redactions")


_ACTS: dict[str, Act] = {
    "receive": _receive,
    "assign": _assign,
    "judge_papers": _judge_papers,
    "judge_plan": _judge_plan,
    "judge_site": _judge_site,
    "judge_programme": _judge_programme,
    "answers": _answers,
    "note": _note,
    "correction": _correction,
    "supplement": _supplement,
    "accept": _accept,
    "deem_accepted": _deem_accepted,
    "consult": _consult,
    "opinion": _opinion,
    "facts": _facts,
    "score": _score,
    "level": _level,
    "site_check": _site_check,
    "fulfil": _fulfil,
    "confirm": _confirm,
    "conditions": _conditions,
    "recommend": _recommend,
    "countersign": _countersign,
    "refused": _refused,
    "issue": _issue,
    "deliver": _deliver,
    "publish": _publish,
}


def run(out: Path, progress: Report | None = None) -> Told:
    """Play the two main stories into a new database below ``out``, export both cases, verify everything.

    Raises:
        WorkbenchError: There is data there already, or something could not be written.
    """
    if office.exists(out):
        raise WorkbenchError(
            Text("该文件夹已有数据", "there is data in this folder already"),
            where=str(out),
            remedy=Text("换一个文件夹，或删除后重试", "choose another folder, or remove it first"),
        )
    told, play = Told(str(out)), script()
    stories = [s for s in play["stories"] if not s.get("sample_only")]
    clock = ScriptedClock(_moment(stories[0]["steps"][0]["at"]))
    with office.desk_at(out, clock=clock) as desk:
        stage = _Stage(desk, clock, play, told)
        stage.set_up()
        for number, story in enumerate(stories):
            stage.play(story, None, out / "papers" / story["id"])
            if progress:
                progress(number + 1, len(stories) + 1, story["title"]["zh"])
        _prove(stage, out)
        office.pin_sample(desk, local_time(clock.now()))
    return told


def _prove(stage: _Stage, out: Path) -> None:
    """Export every case, verify the exports with the stand-alone verifier, and the whole chain."""
    supervisor = next(iter(stage.people.values()))
    point = stage.desk.database.journal.head().full()
    sound: list[bool] = []
    for story, case in stage.told.cases.items():
        target = oversight.export_case(stage.desk, supervisor, case, out / "exports" / f"{story}.zip")
        verdict = oversight.verify_path(target, (point,))
        stage.told.exports.append(str(target))
        stage.told.verification.append(verdict.page)
        sound.append(verdict.in_order)
    chain = oversight.verify_desk(stage.desk)
    stage.told.genuine = all(sound) and chain.genuine
    stage.told.verification += [oversight.told(chain, language) for language in ("zh", "en")]


def perform(
    location: str | Path, until: datetime, stories: tuple[str, ...] = (), progress: Report | None = None
) -> Told:
    """Play stories up to a local moment into a new office, without papers in a folder, and tell what was done.

    Args:
        location: Where the office is made.
        until: Steps after this moment are left out.
        stories: Identifiers of the stories; empty = all.
        progress: Called per story.
    """
    told, play = Told(str(location)), script()
    chosen = [s for s in play["stories"] if not stories or s["id"] in stories]
    clock = ScriptedClock(_moment(chosen[0]["steps"][0]["at"]))
    with office.desk_at(location, clock=clock) as desk:
        stage = _Stage(desk, clock, play, told)
        stage.set_up()
        for number, story in enumerate(chosen):
            stage.play(story, until, None)
            if progress:
                progress(number + 1, len(chosen), story["title"]["zh"])
    return told


def sample_office(location: str | Path, progress: Report | None = None) -> None:
    """Make the office of the sample data: two decided cases and one under review, pinned at the script's day."""
    until = _moment(script()["office"]["sample_until"])
    told = perform(location, until, progress=progress)
    with office.desk_at(location) as desk:
        desk.database.settings.put("sample_hint", "；".join(told.accounts))
        office.pin_sample(desk, until)


def page(told: Told, language: str) -> str:
    """Return what was done as a page."""
    zh = language != "en"
    lines: list[str] = []
    for story, done in told.stories.items():
        lines += ["", told.titles.get(story, NO_TEXT).in_language(language)]
        lines += [f"  {d.at}  {d.who}  {d.what.in_language(language)}" for d in done]
    lines += ["", "核验" if zh else "Verification", *(f"  {line}" for v in told.verification for line in v.split("\n"))]
    lines += ["", "账户（样例）" if zh else "Accounts (sample)", *(f"  {a}" for a in told.accounts)]
    lines += [
        "",
        f"{'文书' if zh else 'Papers'}: {told.folder}/papers",
        f"{'导出' if zh else 'Exports'}: {told.folder}/exports",
    ]
    lines.append(f"{'打开窗口' if zh else 'Open the window'}: workbench --data {told.folder}")
    return "\n".join(lines).lstrip("\n")
