"""Every command: its help, its success, its failures in words, its exit code."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from workbench.cli import base
from workbench.services import office

COMMANDS = (
    *(
        "demo",
        "import",
        "check",
        "template",
        "pdf",
        "export",
        "verify",
        "self-test",
        "bench",
        "screenshots",
        "findings",
        "programme",
    ),
    *("findings", "user add", "user close", "user open", "user password", "packs check"),
)


def tree(folder):
    """Return every file below a folder with its hash."""
    files = [p for p in Path(folder).rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))]
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def chinese(text):
    return re.search(r"[\u4e00-\u9fff]", text) is not None


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(run, command):
    done = run(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert chinese(done.out)
    assert " · " in done.out


def test_the_help_names_every_command(run):
    listed = run("--help").out
    assert all(command.split()[0] in listed for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments", [("nothing",), ("check",), ("verify", "--nothing"), ("--lang", "fr", "check", "x")]
)
def test_wrong_use_ends_with_2(run, arguments):
    assert run(*arguments).code == 2


# programme


def test_the_programme_of_a_case_is_told_for_people_and_for_machines(run, played):
    listed = run("--data", played, "programme", "--year", "2026", "--json")
    told = json.loads(listed.out)
    (number,) = told["events"]
    assert told["total"]["works"] == 52
    plain = run("--data", played, "programme", number, "--json")
    assert (plain.code, plain.err) == (0, "")
    found = json.loads(plain.out)
    assert found["unchanged"] is True
    assert len(found["locked"]) == 64
    assert len(found["items"]) == 52
    shown = run("--data", played, "programme", number)
    assert "修改后通过" in shown.out


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("X-1", "--year", "2026"), 2), (("X-1",), 1)])
def test_a_programme_that_cannot_be_shown_is_told_in_words(run, played, arguments, code):
    assert run("--data", played, "programme", *arguments).code == code


# check


def test_check_ends_with_3_for_what_stands_in_the_way_and_0_for_what_is_in_order(run, packages):
    blocked = run("check", packages["lantern-fair"], "--as-of", "2026-02-05")
    assert (blocked.code, blocked.err) == (3, "")
    assert "M9.3 焰火燃放许可 缺件" in blocked.out
    clean = run("check", packages["job-fair"], "--as-of", "2026-02-27")
    assert clean.code == 0
    assert "没有发现问题" in clean.out


def test_check_speaks_english_and_json(run, packages):
    page = run("--lang", "en", "check", packages["lantern-fair"], "--as-of", "2026-02-05")
    assert "M9.3 Firework" in page.out
    answer = run("check", packages["lantern-fair"], "--as-of", "2026-02-05", "--json")
    assert answer.code == 3
    assert "K06" in {found["k"] for found in json.loads(answer.out)["checks"]["must_fire"]}


@pytest.mark.parametrize("day", ["2026-02-30", "5.2.2026", "2026-13-01"])
def test_a_day_that_is_none_is_wrong_use(run, packages, day):
    done = run("check", packages["job-fair"], "--as-of", day)
    assert done.code == 2
    assert "YYYY-MM-DD" in done.err


def test_an_unknown_pack_is_told_in_words(run, packages):
    done = run("check", packages["job-fair"], "--pack", "cn_nowhere")
    assert done.code == 1
    assert "cn_nowhere" in done.err
    assert chinese(done.err)


# import


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("path_traversal.zip", "../../evil_up.txt"),
        ("zip_bomb.zip", "200 MiB"),
        ("truncated.zip", "不完整或已损坏"),
        ("csv_as_xlsx.xlsx", "不是 xlsx 工作簿"),
        ("empty.xlsx", "文件为空"),
    ],
)
@pytest.mark.parametrize("command", [("import", "--dry-run"), ("import",), ("check",)])
def test_a_package_that_cannot_be_taken_in_is_refused_in_chinese_and_leaves_no_file(
    run, broken, data, name, word, command
):
    before = tree(data)
    if command == ("import",):
        del before["workbench.db"]  # the refusal itself is recorded
    done = run("--data", data, *command, broken / name)
    assert (done.code, done.out) == (1, "")
    assert word in done.err
    assert chinese(done.err)
    after = tree(data)
    assert before.items() <= after.items()
    assert after.keys() - before.keys() <= {"workbench.db"}
    assert tree(Path.cwd()) == {}


def test_a_missing_file_is_told(run):
    done = run("import", "--dry-run", "nowhere.zip")
    assert (done.code, done.out) == (1, "")
    assert done.err == "找不到文件（nowhere.zip）\n"
    assert run("--lang", "en", "check", "nowhere.zip").err == "no such file (nowhere.zip)\n"


def test_a_dry_run_lists_bad_cells_by_sheet_and_cell_and_stores_nothing(run, broken, data):
    before = tree(data)
    done = run("--data", data, "import", "--dry-run", broken / "bad_values.xlsx")
    assert done.code == 0
    for sheet, cell in (("活动", "C19"), ("活动", "C29"), ("出入口", "D4"), ("岗位", "H5")):
        assert re.search(rf"│ {sheet}\s*│ {cell}\s*│", done.out)
    assert "未写入任何内容" in done.out
    told = json.loads(run("--data", data, "import", "--dry-run", broken / "bad_values.xlsx", "--json").out)
    assert (told["case"], told["number"]) == ("", "")
    assert {"活动", "出入口", "岗位"} <= {p["sheet"] for p in told["problems"] if p["severity"] == "error"}
    assert tree(data) == before


def test_an_import_makes_a_case_with_its_files_kept_by_hash(run, packages, data):
    done = run("--data", data, "import", packages["job-fair"], "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert told["number"] == f"CZ-DHA-{told['number'].split('-')[2]}-{told['number'][-4:]}"
    with office.desk_at(data) as desk:
        state = desk.case(told["case"])
        assert state.number == told["number"]
        assert len(state.application.attachments) == told["import"]["attachments"]
        for attachment in state.application.attachments:
            content = desk.database.attachments.get(attachment.sha256)
            assert hashlib.sha256(content).hexdigest() == attachment.sha256


def test_without_json_an_import_names_the_case(run, packages, data):
    done = run("--data", data, "import", packages["job-fair"])
    assert (done.code, done.err) == (0, "")
    assert re.search(r"案卷 CZ-DHA-\d{4}-\d{4} [0-9a-f]{12}\n$", done.out)


def test_what_a_package_says_cannot_command_the_terminal(run, packages, tmp_path):
    book = tmp_path / "application.xlsx"
    with zipfile.ZipFile(packages["job-fair"]) as archive:
        inside = next(n for n in archive.namelist() if n.endswith("application.xlsx"))
        book.write_bytes(archive.read(inside))
    opened = openpyxl.load_workbook(book)
    sheet = opened["活动"]
    for row in sheet.iter_rows(min_col=3, max_col=3):
        if row[0].value == "澄南春季招聘会" or "招聘会" in str(row[0].value):
            row[0].value = "招聘会\u202e\u2066反向"
    opened.save(book)
    for done in (run("check", book, "--as-of", "2026-02-27"), run("import", "--dry-run", book)):
        assert not set(done.out) & set(base.DIRECTIONS)
        assert "\x1b" not in done.out
    assert base.clean("a\x1b]0;x\x07\u202eb\n\t") == "a\ufffd]0;x\ufffd\ufffdb\n\t"


# Signing in


@pytest.mark.parametrize("command", [("import", "x.zip"), ("pdf", "{case}", "F11"), ("export", "{case}", "out.zip")])
def test_a_wrong_password_opens_nothing(run, data, case, command, tmp_path):
    arguments = [part.format(case=case) for part in command]
    done = run("--data", data, *arguments, WORKBENCH_PASSWORD="falsch-falsch")
    assert (done.code, done.out) == (1, "")
    assert "密码不正确" in done.err
    assert tree(tmp_path / "home") == {}


def test_five_wrong_passwords_lock_the_account(run, data, case):
    for _ in range(5):
        run("--data", data, "pdf", case, "F11", WORKBENCH_PASSWORD="falsch-falsch")
    done = run("--data", data, "pdf", case, "F11", WORKBENCH_PASSWORD="yangli-2026")
    assert done.code == 1
    assert "锁定" in done.err


@pytest.mark.parametrize("command", [("import", "x.zip"), ("pdf", "c", "F11"), ("export", "c", "o.zip"), ("verify",)])
def test_a_place_without_data_is_told_and_no_database_is_made(run, tmp_path, command):
    done = run("--data", tmp_path / "nowhere", *command)
    assert done.code == 1
    assert "数据库文件不存在" in done.err
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_cannot_be_written_is_told(run):
    for command in (("demo", "--out", "/proc/nowhere"), ("template", "/proc/nowhere.xlsx")):
        done = run(*command)
        assert (done.code, done.out) == (1, "")
        assert chinese(done.err)


# user add


def test_the_first_account_is_made_without_signing_in_and_the_next_by_an_administrator(run, tmp_path):
    place = tmp_path / "new"
    add = ("--data", place, "user", "add")
    first = run(*add, "lin", "--name", "林样例", "--role", "officer", "--json", WORKBENCH_NEW_PASSWORD="langes-wort-1")
    assert (first.code, json.loads(first.out)["roles"]) == (0, ["administrator", "officer"])
    wrong = run(*add, "wu", "--name", "吴样例", "--role", "approver", "--account", "lin")
    assert (wrong.code, wrong.out) == (1, "")
    right = {"WORKBENCH_PASSWORD": "langes-wort-1"}
    done = run(*add, "wu", "--name", "吴样例", "--role", "approver", "--account", "lin", **right)
    assert (done.code, done.out) == (0, "已添加账户 wu\n")
    again = run(*add, "wu", "--name", "吴样例", "--role", "approver", "--account", "lin", **right)
    assert "账号已存在" in again.err
    other = run(*add, "xu", "--name", "徐样例", "--role", "officer", "--account", "wu", **right)
    assert (other.code, "角色不包括" in other.err) == (1, True)


def test_an_administrator_closes_an_account_opens_it_again_and_gives_it_a_new_password(run, tmp_path):
    place = tmp_path / "new"
    user, right = ("--data", place, "user"), {"WORKBENCH_PASSWORD": "langes-wort-1"}
    run(*user, "add", "lin", "--name", "林样例", "--role", "officer", WORKBENCH_NEW_PASSWORD="langes-wort-1")
    run(*user, "add", "wu", "--name", "吴样例", "--role", "officer", "--account", "lin", **right)
    closed = run(*user, "close", "wu", "--account", "lin", **right)
    assert (closed.code, closed.out) == (0, "已停用账户 wu\n")
    assert run(*user, "close", "lin", "--account", "wu", **right).code == 1
    assert run(*user, "open", "wu", "--account", "lin", **right).code == 0
    changed = {"WORKBENCH_NEW_PASSWORD": "anderes-wort-2", **right}
    assert run(*user, "password", "wu", "--account", "lin", **changed).code == 0
    with office.desk_at(place) as desk:
        assert office.sign_in(desk, "wu", "anderes-wort-2").name == "吴样例"


def test_nobody_closes_the_own_account_or_one_that_is_not_there(run, tmp_path):
    user, right = ("--data", tmp_path / "new", "user"), {"WORKBENCH_PASSWORD": "langes-wort-1"}
    run(*user, "add", "lin", "--name", "林样例", "--role", "officer", WORKBENCH_NEW_PASSWORD="langes-wort-1")
    own = run(*user, "close", "lin", "--account", "lin", **right)
    assert (own.code, "本人" in own.err) == (1, True)
    nobody = run(*user, "close", "zhao", "--account", "lin", **right)
    assert (nobody.code, "没有这个账户" in nobody.err) == (1, True)


@pytest.mark.parametrize(
    ("role", "password", "word"), [("chief", "langes-wort-1", "角色应为"), ("officer", "kurz", "密码至少")]
)
def test_an_account_with_an_unknown_role_or_a_short_password_is_refused(run, tmp_path, role, password, word):
    done = run(
        *("--data", tmp_path / "new", "user", "add", "lin", "--name", "林样例", "--role", role),
        WORKBENCH_NEW_PASSWORD=password,
    )
    assert done.code == 1
    assert word in done.err
    with office.desk_at(tmp_path / "new") as desk:
        assert not office.has_people(desk)


# pdf


@pytest.mark.parametrize("name", ["F11", "grant"])
def test_an_issued_paper_comes_out_as_it_was_issued(run, data, case, name):
    done = run("--data", data, "pdf", case, name)
    assert (done.code, done.err) == (0, "")
    file = Path(done.out.strip())
    assert file.name.startswith("F11_安全许可决定书_")
    with office.desk_at(data) as desk:
        issued = next(d for d in desk.case(case).documents if d.paper == "F11")
        assert hashlib.sha256(file.read_bytes()).hexdigest() == issued.sha256
    assert run("--data", data, "pdf", case, name).code == 0


def test_a_paper_is_found_by_the_number_of_the_case_and_written_where_it_is_wanted(run, data, tmp_path):
    target = tmp_path / "list.pdf"
    done = run("--data", data, "pdf", "CZ-DHA-2026-0001", "F18-B", "--out", target)
    assert (done.code, done.out) == (0, f"{target}\n")
    assert len(pypdfium2.PdfDocument(target)) >= 1


def test_a_file_that_holds_something_else_is_not_written_over(run, data, case, tmp_path):
    for target, command in (
        (tmp_path / "a.pdf", ("--data", data, "pdf", case, "F11", "--out", tmp_path / "a.pdf")),
        (tmp_path / "a.xlsx", ("template", tmp_path / "a.xlsx")),
    ):
        target.write_text("mein", encoding="utf-8")
        done = run(*command)
        assert (done.code, target.read_text(encoding="utf-8")) == (1, "mein")
        assert "不覆盖" in done.err


@pytest.mark.parametrize(
    ("case_id", "name", "word"), [("000000000000", "F11", "没有这个案卷"), ("CZ-DHA-2026-0099", "F11", "没有这个案卷")]
)
def test_a_case_that_is_not_there_is_told(run, data, case_id, name, word):
    done = run("--data", data, "pdf", case_id, name)
    assert (done.code, word in done.err, case_id in done.err) == (1, True, True)
    assert run("--data", data, "export", case_id, "o.zip", "--account", "luwendi").code == 1


def test_a_paper_that_is_not_there_is_told_with_those_that_are(run, data, case):
    done = run("--data", data, "pdf", case, "F12")
    assert done.code == 1
    assert "F11" in done.err


# export and verify


@pytest.fixture
def export(run, data, case, tmp_path):
    target = tmp_path / "case.zip"
    done = run("--data", data, "export", case, target, "--account", "luwendi")
    assert (done.code, done.out) == (0, f"{target}\n")
    return target


def test_an_export_is_genuine_against_the_head_of_its_chain(run, export, head):
    done = run("verify", export, "--checkpoint", head())
    assert (done.code, done.err) == (0, "")
    assert "真实 · GENUINE" in done.out
    assert "workflow" not in done.out


def test_an_export_without_a_checkpoint_from_outside_stays_unknown(run, export):
    done = run("verify", export, "--json")
    assert (done.code, json.loads(done.out)["verdict"]) == (3, "unknown")


def test_a_changed_export_ends_with_3_and_names_the_first_bad_entry(run, export, head, tmp_path):
    folder = tmp_path / "opened"
    with zipfile.ZipFile(export) as archive:
        archive.extractall(folder)
    lines = (folder / "journal.jsonl").read_text(encoding="utf-8").split("\n")
    number = next(i for i, line in enumerate(lines) if '"countersigned"' in line)
    lines[number] = lines[number].replace("同意附条件准予", "同意不附条件准予")
    (folder / "journal.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("verify", folder, "--checkpoint", head())
    assert done.code == 3
    assert "已改动 · ALTERED" in done.out
    assert f"first bad entry: {number + 1}" in done.out
    assert json.loads(run("verify", folder, "--json").out)["first_bad"] == number + 1


def test_an_export_is_not_written_over_and_needs_the_right_role(run, data, case, export):
    again = run("--data", data, "export", case, export, "--account", "luwendi")
    assert (again.code, "不覆盖" in again.err) == (1, True)
    officer = run("--data", data, "export", case, "other.zip", "--account", "guqinghe")
    assert officer.code == 0
    run(
        "--data",
        data,
        "user",
        "add",
        "wu",
        "--name",
        "吴样例",
        "--role",
        "officer",
        "--account",
        "luwendi",
        WORKBENCH_NEW_PASSWORD="langes-wort-1",
    )
    refused = run("--data", data, "export", case, "third.zip", "--account", "wu", WORKBENCH_PASSWORD="langes-wort-1")
    assert (refused.code, "角色不包括" in refused.err) == (1, True)


def test_the_present_database_verifies_without_signing_in(run, data, head):
    done = run("--data", data, "verify")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"记录完整: 全部相符\n{head()}\n"
    assert json.loads(run("--data", data, "verify", "--json").out)["genuine"] is True


@pytest.mark.parametrize("checkpoint", ["x", "CZ01:12", ""])
def test_a_checkpoint_that_is_none_is_told(run, export, checkpoint):
    done = run("verify", export, "--checkpoint", checkpoint)
    assert (done.code, "没有可用的检查点" in done.err) == (1, True)


def test_checkpoints_may_come_in_a_file(run, export, head, tmp_path):
    file = tmp_path / "checkpoints.txt"
    file.write_text(f"2026-04-17\n{head()}\n", encoding="utf-8")
    assert run("verify", export, "--checkpoint", file).code == 0


@pytest.mark.parametrize("what", ["missing", "text"])
def test_what_is_no_export_is_told(run, tmp_path, what):
    path = tmp_path / "x.zip"
    if what == "text":
        path.write_text("x", encoding="utf-8")
    done = run("verify", path)
    assert done.code == (1 if what == "missing" else 3)
    assert chinese(done.out + done.err)


# The rest


def test_the_shipped_packs_are_in_order(run):
    assert run("packs", "check").out == "规则包无问题\n"
    done = run("--lang", "en", "packs", "check", "cn_jiangsu", "--json")
    assert (done.code, json.loads(done.out)) == (0, [])


def test_a_pack_that_is_not_there_is_told(run):
    done = run("packs", "check", "cn_nowhere")
    assert done.code in {1, 3}
    assert "cn_nowhere" in done.out + done.err


def test_the_template_is_a_workbook_with_every_sheet(run, tmp_path):
    done = run("template", tmp_path / "blank.xlsx")
    assert (done.code, done.out) == (0, f"{tmp_path / 'blank.xlsx'}\n")
    assert {"活动", "材料", "节目", "区域"} <= set(openpyxl.load_workbook(tmp_path / "blank.xlsx").sheetnames)


def test_the_environment_names_the_data_and_the_language(run, data, tmp_path):
    assert run("verify", WORKBENCH_DATA=str(data)).code == 0
    english = run("pdf", "000000000000", "F11", WORKBENCH_DATA=str(data), WORKBENCH_LANG="en")
    assert "there is no such case" in english.err


def test_the_facts_of_a_case_are_listed_with_every_statement_and_what_governs(run, case, data):
    done = run("--data", data, "facts", case, "--json")
    assert done.code == 0
    lines = {(line["code"], line["scope"]): line for line in json.loads(done.out)}
    area = lines["FA06", "围合范围"]
    assert area["state"] == "settled"
    assert set(area["values"]) == {"57600", "45600"}
    assert area["governing"] == "57600"
    assert sum(len(places) for places in area["values"].values()) == 5
    assert run("--data", data, "facts", "no-such-case").code == 1
