"""The command line: every main job of the window as a command, with ``--json`` where a machine may read it.

Exit codes: 0 done; 1 a fault of the world (told in words); 2 wrong use; 3 the answer is "not in order" (a package with
blocking findings, a record that is not genuine, a failed self-test).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli import (
    checks,
    clocks,
    consult,
    coverage,
    crowd,
    deciding,
    deployment,
    duties,
    emergency,
    endings,
    numbers,
    risk,
    running,
    simulation,
    site,
    site_plan,
)
from workbench.cli.acceptance import acceptance
from workbench.cli.after import act, after
from workbench.cli.base import (
    CHOICE,
    NOT_IN_ORDER,
    Account,
    AsJson,
    PackName,
    progress,
    refuse_overwriting,
    say,
    show,
    show_json,
    show_problems,
    signed_in,
    stop,
    table,
)
from workbench.cli.facts import facts
from workbench.cli.plan import plan
from workbench.cli.programme import programme as programme_of
from workbench.cli.promises import promise, promises
from workbench.cli.registers import registers
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.services.oversight import PathVerdict
    from workbench.services.views import ChainResult

app = typer.Typer(
    name="workbench",
    help="大型活动安审工作台 · Event Approval Workbench",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
user = typer.Typer(help="账户 · Accounts", no_args_is_help=True)
packs = typer.Typer(help="规则包 · Rule packs", no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(duties.app, name="duties")
app.add_typer(packs, name="packs")
checks.mount(app)
emergency.mount(app)
app.command("programme", help="节目：条目、结论、提示、比对与统计 · The programme of a case, statistics of a year")(
    programme_of
)
app.command(help="安全工作方案：方案、岗位卡、平面图，与申报的差异 · Security plan, cards, map, differences")(plan)
app.add_typer(clocks.app)
app.add_typer(numbers.app, name="numbers")
app.add_typer(promise, name="promise")
app.add_typer(registers, name="registers")
app.add_typer(acceptance, name="acceptance")
app.add_typer(deciding.app, name="decision")
consult.mount(app)
crowd.mount(app)
simulation.mount(app)
coverage.mount(app)
deployment.mount(app)
app.add_typer(risk.app, name="risk")
app.add_typer(site_plan.app, name="site")


def main() -> None:
    """Run the command line; show the world's faults in words and never a traceback."""
    try:
        app(standalone_mode=True)
    except WorkbenchError as fault:
        show(fault.told(CHOICE.language), err=True)
        sys.exit(1)
    except OSError as fault:
        show(say("文件或磁盘出错：", "File or disk error: ") + str(fault), err=True)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data: Annotated[str, typer.Option("--data", help="数据位置：文件夹、文件或 postgresql:// · data location")] = "",
    language: Annotated[str, typer.Option("--lang", help="zh / en")] = "",
) -> None:
    """Open the window, or run the named command."""
    CHOICE.data = data or os.environ.get("WORKBENCH_DATA", "")
    CHOICE.language = language or os.environ.get("WORKBENCH_LANG", "zh")
    if CHOICE.language not in {"zh", "en"}:
        raise typer.BadParameter("zh / en")
    if context.invoked_subcommand is None:
        from workbench.app import run

        stop(run(CHOICE.data, CHOICE.language))


@app.command(
    help="演示：样例音乐节到附条件准予，灯会到不予许可 · The sample festival to a grant, the lantern fair to a refusal"
)
def demo(
    out: Annotated[Path, typer.Option("--out", help="输出文件夹 · output folder")],
    as_json: AsJson = False,
) -> None:
    """Take the sample festival to a countersigned grant and a second package to a refusal."""
    from workbench.services import demo as story

    with progress("演示进行中", "running the demonstration") as report:
        told = story.run(out, progress=report)
    if as_json:
        show_json(told)
    else:
        show(story.page(told, CHOICE.language))


@user.command("add", help="添加账户；口令询问或取自 WORKBENCH_NEW_PASSWORD · Add an account")
def user_add(
    account: str,
    name: Annotated[str, typer.Option("--name", help="姓名 · name")],
    role: Annotated[list[str], typer.Option("--role", help="officer approver supervisor liaison administrator")],
    organisation: Annotated[str, typer.Option("--organisation")] = "",
    by: Account = "",
    as_json: AsJson = False,
) -> None:
    """Add an account; the password is asked for, or read from WORKBENCH_NEW_PASSWORD."""
    from workbench.services import office

    password = os.environ.get("WORKBENCH_NEW_PASSWORD") or typer.prompt(
        say("新账户口令", "password of the new account"), hide_input=True, confirmation_prompt=True
    )
    with office.desk_at(CHOICE.data) as desk:
        actor = signed_in(desk, by) if office.has_people(desk) else None
        person = office.add_user(desk, actor, office.NewPerson(account, name, password, frozenset(role), organisation))
    show_json(person) if as_json else show(say("已添加账户 ", "added account ") + person.account)


@user.command("close", help="停用账户 · Close an account")
def user_close(account: str, by: Account = "") -> None:
    """Let nobody sign in or act with an account any more."""
    from workbench.services import office

    with office.desk_at(CHOICE.data, create=False) as desk:
        office.close_account(desk, signed_in(desk, by), account)
    show(say("已停用账户 ", "closed account ") + account)


@user.command("open", help="恢复账户 · Open a closed account again")
def user_open(account: str, by: Account = "") -> None:
    """Let a closed account act again."""
    from workbench.services import office

    with office.desk_at(CHOICE.data, create=False) as desk:
        office.open_account(desk, signed_in(desk, by), account)
    show(say("已恢复账户 ", "opened account ") + account)


@user.command("password", help="重设口令；取自 WORKBENCH_NEW_PASSWORD 或询问 · Give an account a new password")
def user_password(account: str, by: Account = "") -> None:
    """Give an account a new password and lift a lock."""
    from workbench.services import office

    password = os.environ.get("WORKBENCH_NEW_PASSWORD") or typer.prompt(
        say("新口令", "new password"), hide_input=True, confirmation_prompt=True
    )
    with office.desk_at(CHOICE.data, create=False) as desk:
        office.reset_password(desk, signed_in(desk, by), account, password)
    show(say("已重设口令 ", "new password for ") + account)


def quiet_window() -> None:
    """Keep the toolkit's remark that a painted-only window has no size hints out of the output."""
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")


@app.command("import", help="导入申请包；问题按表和单元格列出，其余照常导入 · Take an application package in")
def import_(
    package: Path,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不入库 · look only, store nothing")] = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Take an application package in; what is wrong is listed by sheet and cell, the rest loads."""
    from workbench.services import intake, office

    if dry_run:
        with progress("读取申请包", "reading the package") as report:
            looked = intake.dry_run(package, progress=report)
        told, problems = {"case": "", "number": "", "import": looked.summary}, looked.problems
        done = say("试导入完成，未写入任何内容", "dry run: nothing stored")
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person = signed_in(desk, account)
            with progress("读取申请包", "reading the package") as report:
                found = intake.receive(desk, person, package, progress=report)
        told, problems = {"case": found.case, "number": found.number, "import": found.summary}, found.problems
        done = say("案卷 ", "case ") + f"{found.number} {found.case}"
    if as_json:
        show_json({**told, "problems": problems})
        return
    show_problems(problems)
    show(done)


@app.command(help="写出空白申请表工作簿 · Write the blank application workbook")
def template(out: Path, pack: PackName = "cn_national") -> None:
    """Write the blank application workbook."""
    from workbench.services import liaison

    if out.exists():
        refuse_overwriting(out)
    liaison.write_template(out, pack)
    show(str(out))


@packs.command("check", help="检查规则包：依据、条件、双语 · Check the rule packs")
def packs_check(names: Annotated[list[str] | None, typer.Argument()] = None, as_json: AsJson = False) -> None:
    """List rows without basis, unreachable conditions and missing translations."""
    from workbench.services import office

    faults = office.check_packs(tuple(names or ()))
    if as_json:
        show_json(faults)
    else:
        rows = [(f.file, str(f.line), f.message.in_language(CHOICE.language), f.nearest or "") for f in faults]
        heads = [say("文件", "file"), say("行", "line"), say("问题", "fault"), say("相近的键", "nearest key")]
        table("", heads, rows) if rows else show(say("规则包无问题", "the packs are in order"))
    stop(NOT_IN_ORDER if faults else 0)


app.command("promises", help="容缺承诺：一案的经过，或全部待补 · Promises of a case, or all open ones")(promises)
app.command("after", help="许可后的情况 · Where everything after the decision stands")(after)
for theme in (site, running, endings, deployment):
    act.add_typer(theme.app)
app.add_typer(act, name="act")
app.command("erase", help="依法删除办结案卷的个人资料，不可恢复 · Erase the personal data of a closed case for good")(
    endings.erase
)
app.command("facts", help="关键事实台账 · The ledger of key facts of a case")(facts)


@packs.command("install", help="检查并存入本单位规则包 · Check an office's own pack and keep it")
def packs_install(
    folder: Path,
    use: Annotated[bool, typer.Option("--use", help="随即启用 · put it into use")] = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Check a pack's folder, keep it beside the data, and judge new cases by it when told to."""
    from workbench.services import office, office_packs

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        pack = office_packs.install(desk, person, folder)
        if use:
            office_packs.use(desk, person, pack.name)
    told = {"pack": pack.name, "version": pack.version, "digest": pack.digest, "used": use}
    show_json(told) if as_json else show(say("已存入 ", "kept ") + f"{pack.name} {pack.version}")


@packs.command("use", help="今后收件用哪个规则包；在办案卷不变 · Judge new cases by a pack from now on")
def packs_use(name: str, account: Account = "") -> None:
    """Judge new cases by a pack from now on; cases under way keep theirs."""
    from workbench.services import office, office_packs

    with office.desk_at(CHOICE.data, create=False) as desk:
        pack = office_packs.use(desk, signed_in(desk, account), name)
    show(say("今后使用 ", "from now on: ") + f"{pack.name} {pack.version}")


@app.command(help="写出案卷文书：已出具的原件，或现状草稿 · Write a paper of a case as PDF")
def pdf(
    case: str,
    document: str,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    account: Account = "",
) -> None:
    """Write a paper of a case: an issued one as it was issued, else a draft of the present state."""
    from workbench.services import documents, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        paper = documents.paper(desk, signed_in(desk, account), case, document)
    target = out or Path(paper.file_name)
    if target.exists() and target.read_bytes() != paper.pdf:
        refuse_overwriting(target)
    target.write_bytes(paper.pdf)
    show(str(target))


@app.command(help="导出案卷：记录、附件、文书和清单 · Export a case with its proof")
def export(case: str, out: Path, account: Account = "") -> None:
    """Export a case: journal, attachments, papers and a manifest of SHA-256."""
    from workbench.services import office, oversight

    with office.desk_at(CHOICE.data, create=False) as desk:
        target = oversight.export_case(desk, signed_in(desk, account), case, out)
    show(str(target))


@app.command(help="核验导出包或本数据库 · Verify an export, or the present database")
def verify(
    path: Annotated[Path | None, typer.Argument()] = None,
    checkpoint: Annotated[list[str] | None, typer.Option("--checkpoint", help="chain:seq:head")] = None,
    as_json: AsJson = False,
) -> None:
    """Verify an export, or the present database: genuine, altered or unknown, with the first bad entry."""
    from workbench.services import office, oversight

    found: ChainResult | PathVerdict
    if path is None:
        with office.desk_at(CHOICE.data, create=False) as desk, progress("核验记录", "verifying the records") as report:
            found = oversight.verify_desk(desk, progress=report)
    else:
        found = oversight.verify_path(path, tuple(checkpoint or ()))
    show_json(found) if as_json else show(oversight.told(found, CHOICE.language))
    stop(0 if found.in_order else NOT_IN_ORDER)


@app.command("self-test", help="自检本安装 · Prove this installation")
def self_test(as_json: AsJson = False) -> None:
    """Prove this installation: window, packs, database, paper, journal."""
    quiet_window()
    from workbench.selftest import run

    results = run()
    if as_json:
        show_json(results)
    else:
        for result in results:
            show(f"{'✓' if result.passed else '✗'} {result.name.in_language(CHOICE.language)}  {result.detail}")
    stop(0 if all(r.passed for r in results) else NOT_IN_ORDER)


@app.command(help="与裸库比较用时 · Ratios against the bare library")
def bench(
    only: Annotated[list[str] | None, typer.Option("--only")] = None,
    cases: Annotated[int, typer.Option("--cases", help="队列规模 · queue size")] = 100_000,
    as_json: AsJson = False,
) -> None:
    """Print ratios against the bare library doing the same work, in one run; windows are painted, never shown."""
    from workbench.bench import run

    quiet_window()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with progress("测量", "measuring") as report:
        results = run(tuple(only or ()), cases=cases, progress=report)
    if as_json:
        show_json(results)
    else:
        rows = [(r.name, f"{r.ours:.4g} s", f"{r.bare:.4g} s", f"{r.ratio:.2f}×", f"{r.target:g}×") for r in results]
        heads = ["", say("本程序", "ours"), say("裸库", "bare"), say("比值", "ratio"), say("目标", "target")]
        table("", heads, rows)
        for result in results:
            if result.note:
                typer.echo(f"{result.name}: {result.note}")


@app.command(help="以样例数据绘出各界面 · Render every screen with the sample data")
def screenshots(
    out: Annotated[Path, typer.Option("--out")],
    only: Annotated[list[str] | None, typer.Option("--only")] = None,
) -> None:
    """Render every screen with the sample data at 1440×900 in both themes and languages."""
    quiet_window()
    from workbench.app import render_screens

    for path in render_screens(out, tuple(only or ())):
        show(str(path))
