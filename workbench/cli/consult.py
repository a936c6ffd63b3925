"""Consultation: what was asked and answered; packets made, opened, replied to and received."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, Account, AsJson, say, show, show_json, signed_in, table

if TYPE_CHECKING:
    from workbench.exchange.packet import Packet
    from workbench.services.consult_values import ConsultView

WITH = "text= condition= post= doc= scan="
"""Names that ``packet reply --with`` knows."""

packet = typer.Typer(help="征求意见包 · Sealed packets of consultation", no_args_is_help=True)


def mount(app: typer.Typer) -> None:
    """Hang the commands in."""
    app.add_typer(packet, name="packet")
    app.command("consult", help="征求意见与会商一览 · Consultations of a case")(consult)


def consult(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """List who is due to be asked, what was asked and answered, and what meetings left open."""
    from workbench.services import consultations, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        view = consultations.view(desk, signed_in(desk, account), case)
    show_json(view) if as_json else _show(view)


def _show(view: ConsultView) -> None:
    language = CHOICE.language
    due = [
        (p.dept.in_language(language), p.why.in_language(language), "、".join(p.basis), str(p.due), p.asked)
        for p in view.proposals
    ]
    heads = [say("部门", "authority"), say("事由", "why"), say("依据", "basis"), say("回复期限", "reply by")]
    table(say("应征求意见", "to be asked"), [*heads, say("已发", "asked")], due)
    rows = [
        (r.request, r.number, r.dept, str(r.sent), str(r.due), r.state, r.replies[-1].position if r.replies else "")
        for r in view.requests
    ]
    heads = [say("编号", "request"), say("文号", "letter"), say("部门", "authority"), say("发出", "sent")]
    heads += [say("期限", "due"), say("状态", "state"), say("意见", "position")]
    table(say("征求意见", "requests"), heads, rows)
    for conflict, resolution in view.conflicts:
        show(f"! {conflict.title.in_language(language)}" + (f" — {resolution.reason}" if resolution else ""))
    for point in view.points:
        show(f"{'✓' if point.outcome else '○'} {point.text}（{point.owner} {point.due}）{point.outcome}")


@packet.command("make", help="制作征求意见包：只含函件列明的内容 · Make the packet of a request")
def make(
    case: str,
    request: str,
    out: Annotated[Path, typer.Option("--out", help="输出文件夹 · output folder")],
    form: Annotated[list[str] | None, typer.Option("--form", help="packet / pdf / xlsx")] = None,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Make the packet of a request: the packet itself, a fillable PDF, a workbook."""
    from workbench.services import office, packets

    forms = tuple(form or packets.FORMS)
    if unknown := [one for one in forms if one not in packets.FORMS]:
        raise typer.BadParameter(f"{unknown[0]}: packet / pdf / xlsx")
    with office.desk_at(CHOICE.data, create=False) as desk:
        made = packets.make(desk, signed_in(desk, account), case, request, out, forms=forms)
    if as_json:
        show_json({"packet": made.packet, "files": [str(path) for path in made.files]})
        return
    for path in made.files:
        show(str(path))


@packet.command("show", help="显示征求意见包的内容，不用数据库 · Show what a packet holds, without any database")
def show_packet(file: Path, as_json: AsJson = False) -> None:
    """Show exactly what a packet declares."""
    from workbench.services import packet_desk

    opened = packet_desk.open_packet(file)
    show_json({"asked": opened.asked, "sections": opened.sections}) if as_json else _show_packet(opened)


def _show_packet(opened: Packet) -> None:
    asked, language = opened.asked, CHOICE.language
    show(f"{asked.organ} → {asked.dept}  {asked.letter or asked.request}  {asked.event}")
    show(say("请于以下日期前回复：", "reply by: ") + str(asked.due))
    for number, question in enumerate(asked.questions, 1):
        show(f"{number}. {question}")
    for section in opened.sections:
        show(f"\n■ {section.title.in_language(language)}")
        for line in section.lines:
            show(f"  {line.en if language == 'en' else line.zh}  {line.value}")
        if section.rows:
            table("", [en if language == "en" else zh for zh, en in section.heads], section.rows)
    for one in opened.files:
        show(say("附件：", "enclosed: ") + one.title)


@packet.command("open", help="在窗口中打开征求意见包并填写回复 · Open a packet in the window and reply")
def open_(file: Path) -> None:
    """Open a packet in a window of its own: no database, no account."""
    from workbench.services import packet_desk

    packet_desk.open_packet(file)
    from workbench.app import run_packet

    raise typer.Exit(run_packet(file, CHOICE.language))


@packet.command("reply", help="不开窗口，直接写出回复文件 · Write the reply to a packet")
def reply(
    file: Path,
    position: Annotated[str, typer.Option("--position", help="意见代码或文字 · code or word of the position")],
    name: Annotated[str, typer.Option("--name", help="填写人姓名 · name")],
    out: Annotated[Path | None, typer.Option("--out")] = None,
    values: Annotated[list[str] | None, typer.Option("--with", help=WITH)] = None,
) -> None:
    """Write the reply to a packet, for scripts."""
    from workbench.services import packet_desk

    opened = packet_desk.open_packet(file)
    words = {word: choice.code for choice in opened.asked.positions for word in (choice.zh, choice.en)}
    given = _given(values or [])
    said = packet_desk.Said(
        words.get(position, position),
        "\n".join(given["text"]),
        tuple(given["condition"]),
        name=name,
        post="".join(given["post"][-1:]),
        doc="".join(given["doc"][-1:]),
        scan=Path(given["scan"][-1]) if given["scan"] else None,
    )
    show(str(packet_desk.write_reply(opened, said, out or Path(packet_desk.reply_name(opened)))))


def _given(values: list[str]) -> dict[str, list[str]]:
    """Return what ``--with`` gave, by name."""
    given: dict[str, list[str]] = {name: [] for name in ("text", "condition", "post", "doc", "scan")}
    for pair in values:
        key, _, value = pair.partition("=")
        if key not in given or not value:
            raise typer.BadParameter(WITH, param_hint="--with")
        given[key].append(value)
    return given


@packet.command("receive", help="登记回复文件（回复、PDF、工作簿） · Receive a reply")
def receive(
    file: Path,
    case: Annotated[str, typer.Option("--case", help="只接受该案的回复 · only for this case")] = "",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Take a reply in where it belongs; a refused one is kept on record with the reason."""
    from workbench.services import documents, office, replies

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        wanted = documents.find(desk, case).id if case else ""
        taken = replies.receive(desk, person, file, wanted)
    if as_json:
        show_json(taken)
    else:
        late = say("（逾期）", " (late)") if taken.late else ""
        show(f"{taken.number} {taken.request} {taken.dept}: {taken.position.in_language(CHOICE.language)}{late}")
