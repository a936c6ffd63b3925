"""The demonstration as a person runs it: what it prints and what lies in the folder agree with the journal."""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from workbench.core.case import Status
from workbench.exchange import verify
from workbench.services import demo, office, oversight
from workbench.services.looking import Look
from workbench.services.paper_names import file_name

WORKBENCH = Path(sys.executable).with_name("workbench")
VERIFIER = Path(verify.__file__)


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Return folder and answer of one run of the command."""
    folder = tmp_path_factory.mktemp("demonstration") / "out"
    done = subprocess.run(
        [WORKBENCH, "demo", "--out", folder, "--json"], check=False, capture_output=True, text=True, cwd="/"
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder, json.loads(done.stdout)


@pytest.fixture(scope="session")
def told(played):
    return played[1]


@pytest.fixture(scope="module")
def desk(played):
    opened = office.open_office(played[0], read_only=True)
    yield opened
    opened.close()


def case(desk, told, story):
    return desk.case(told["cases"][story])


def words(path):
    """Return the text of a PDF without white space, in the form in which texts are compared."""
    document = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return plain(text)


def plain(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def paper(told, story, code):
    return next(p for p in told["papers"] if f"/{story}/{code}_" in p)


def test_one_case_is_granted_and_served_and_the_other_refused(desk, told):
    granted, refused = case(desk, told, "grant"), case(desk, told, "refusal")
    assert (granted.status, refused.status) == (Status.GRANTED, Status.REFUSED)
    assert len(granted.corrections) == len(granted.supplements) == 1
    assert (refused.deemed, granted.deemed) == (True, False)
    for each in (granted, refused):
        assert each.delivery.on >= each.decision.on >= each.accepted
        assert each.signature("recommend").by != each.signature("countersign").by


def test_what_is_printed_stands_in_the_journal(desk, told):
    for story in ("grant", "refusal"):
        state = case(desk, told, story)
        lines = "\n".join(line["what"]["zh"] for line in told["stories"][story])
        assert state.number in lines
        assert state.decision.number in lines
        assert all(notice.number in lines for notice in state.corrections)
        assert f"视为自 {state.accepted} 受理" in lines if state.deemed else state.acceptance_number in lines
        look = Look(desk, state)
        assert f"决定期限 {look.clock.due}" in lines
    look = Look(desk, case(desk, told, "grant"))
    assert f"控制前 {look.risk.before.value}，控制后 {look.risk.after.value}" in "".join(
        line["what"]["zh"] for line in told["stories"]["grant"]
    )


def test_every_step_is_told_at_its_own_time_by_its_own_person(told):
    script = {story["id"]: story for story in demo.script()["stories"]}
    names = {row["account"]: row["name"] for row in demo.script()["people"]}
    for story, lines in told["stories"].items():
        steps = [(step["at"], names[step["who"]]) for step in script[story]["steps"]]
        assert list(dict.fromkeys((line["at"], line["who"]) for line in lines)) == list(dict.fromkeys(steps))


def test_what_the_rules_must_refuse_is_refused_for_its_own_reason(told):
    said = [line["what"]["zh"] for line in told["stories"]["grant"] if "被拒绝" in line["what"]["zh"]]
    assert said == [
        "被拒绝（如设计）：容缺材料尚未补齐：M9.5",
        "被拒绝（如设计）：审批人与提出审查意见的人不得为同一人",
    ]


def checks_told(told, story):
    """Return the checks that fire, as the story's lines tell them, one set per line."""
    said = [line["what"]["zh"] for line in told["stories"][story] if "自动核对：" in line["what"]["zh"]]
    return [set(re.findall(r"K\d+", line)) for line in said]


def test_the_crowded_zone_and_the_short_lanes_are_found_at_receipt_and_mended_by_the_supplement(desk, told):
    received, supplemented = checks_told(told, "grant")
    assert {"K11", "K14"} <= received
    assert {"K11", "K14", "K15", "K16"}.isdisjoint(supplemented)
    found = Look(desk, case(desk, told, "grant")).assessment.crowd
    assert [(z.code, z.peak, z.holding.persons) for z in found.capacity.zones][:1] == [("Z01", 7000, 7200)]
    assert (found.entry.lanes, found.entry.lanes_needed) == (22, 21)


def test_the_refused_fair_was_over_its_load_and_could_not_be_left_in_time(told):
    (received,) = checks_told(told, "refusal")
    assert {"K11", "K15"} <= received


def test_every_line_is_told_in_both_languages(told):
    for lines in told["stories"].values():
        for line in lines:
            assert line["what"]["zh"]
            assert line["what"]["en"]


# Papers


def test_every_paper_of_the_script_lies_in_the_folder(played):
    folder, told = played
    wanted = {
        (story["id"], name)
        for story in demo.script()["stories"]
        if not story.get("sample_only")
        for step in story["steps"]
        if step["act"] == "issue"
        for name in step["papers"]
    }
    found = {(p.parent.name, p.name.split("_")[0]) for p in (folder / "papers").rglob("*.pdf")}
    assert found == wanted
    assert {Path(p) for p in told["papers"]} == set((folder / "papers").rglob("*.pdf"))


def test_every_paper_is_byte_for_byte_the_one_that_the_journal_names(desk, told):
    kept = {d.sha256: d for story in told["cases"] for d in case(desk, told, story).documents}
    assert len(kept) == len(told["papers"]) == 12
    for path in told["papers"]:
        content = Path(path).read_bytes()
        issued = kept[hashlib.sha256(content).hexdigest()]
        assert desk.database.attachments.get(issued.sha256) == content
        assert file_name(issued.paper, issued.title, issued.number) == Path(path).name


def test_every_paper_carries_its_number_and_its_place_in_the_chain(desk, told):
    for story in told["cases"]:
        for issued in case(desk, told, story).documents:
            text = words(paper(told, story, issued.paper.partition(":")[0]))
            assert plain(issued.number) in text
            assert f"{desk.database.journal.head().chain}:" in text


@pytest.mark.parametrize(("story", "code"), [("grant", "F11"), ("refusal", "F12")])
def test_a_decision_carries_the_seal_and_the_entry_of_the_deciding_event(desk, told, story, code):
    state, text = case(desk, told, story), words(paper(told, story, code))
    signed = state.signature("countersign")
    entry = next(e for e in desk.database.journal.read(f"case/{state.id}") if e.kind == "countersigned")
    assert signed.fingerprint[:16] in text.replace("-", "")
    assert f"{entry.chain}:{entry.seq}:{entry.hash[:24]}" in text
    assert f"{state.decision.on.year}年{state.decision.on.month}月{state.decision.on.day}日" in text


def test_the_permit_states_conditions_number_of_people_and_remedies(desk, told):
    state, text = case(desk, told, "grant"), words(paper(told, "grant", "F11"))
    assert len(state.conditions) == 4
    for condition in state.conditions.values():
        assert plain(condition.text) in text
    assert str(state.recommendation.approved) in text.replace(",", "")
    assert plain(state.application.fields["ev.name"]) in text


def test_the_refusal_states_condition_fact_evidence_and_both_remedies(desk, told):
    state, text = case(desk, told, "refusal"), words(paper(told, "refusal", "F12"))
    assert {r.condition for r in state.recommendation.reasons} == {"3", "4"}
    for reason in state.recommendation.reasons:
        assert plain(reason.fact) in text
        assert plain(reason.evidence) in text
    for article in ("第(三)项", "第(四)项"):
        assert article in text
    for remedy in ("申请行政复议", "提起行政诉讼"):
        assert remedy in text


def test_the_correction_notice_names_every_deficiency_and_the_day(desk, told):
    notice, text = case(desk, told, "grant").corrections[0], words(paper(told, "grant", "F05"))
    assert len(notice.items) == 19
    for item in notice.items:
        assert plain(item.problem) in text
        assert plain(item.remedy) in text
    assert f"{notice.due.year}年{notice.due.month}月{notice.due.day}日" in text


# Proof


def test_both_exports_and_the_chain_hold(told):
    assert told["genuine"]
    assert len(told["exports"]) == 2
    assert sum("真实 · GENUINE" in page for page in told["verification"]) == 2


def test_the_verifier_run_alone_finds_nothing_to_note(desk, told):
    last = [e for e in desk.database.journal.entries() if not e.stream.startswith("access/")][-1]
    point = f"{last.chain}:{last.seq}:{last.hash}"
    for export in told["exports"]:
        run = [sys.executable, "-I", VERIFIER, export, "--checkpoint", point, "--json"]
        done = subprocess.run(run, check=False, capture_output=True, text=True, cwd="/")
        answer = json.loads(done.stdout)
        assert (done.returncode, answer["verdict"], answer["findings"]) == (0, "genuine", [])


def test_the_database_itself_verifies_as_a_copy(played, desk):
    answer = verify.verify(played[0] / office.FILE, verify.checkpoints_in(desk.database.journal.head().full()))
    assert (answer.verdict, answer.findings) == ("genuine", [])


def test_an_export_against_a_checkpoint_printed_on_the_permit_holds(told):
    printed = verify.checkpoints_in(words(paper(told, "grant", "F11")))
    assert len(printed) == 3
    found = verify.verify(next(p for p in told["exports"] if "grant" in p), printed)
    assert (found.verdict, found.anchors) == ("genuine", [printed[0].seq])


# Running again


def tree(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_with_data_is_refused_and_nothing_in_it_changes(played):
    folder = played[0]
    before = tree(folder)
    done = subprocess.run([WORKBENCH, "demo", "--out", folder], check=False, capture_output=True, text=True, cwd="/")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("该文件夹已有数据")
    assert "换一个文件夹" in done.stderr
    assert tree(folder) == before


def test_the_folder_opens_at_the_day_of_the_last_step(desk):
    assert (desk.today.isoformat(), desk.sample_day.isoformat()) == ("2026-04-17", "2026-04-17")


def test_the_page_tells_both_stories_the_accounts_and_where_things_are(told, played):
    lines = {
        name: [demo.Done(d["at"], d["who"], demo.Text(**d["what"])) for d in done]
        for name, done in told["stories"].items()
    }
    titles = {name: demo.Text(**title) for name, title in told["titles"].items()}
    whole = demo.Told(told["folder"], lines, titles, verification=told["verification"], accounts=told["accounts"])
    for language, wanted in (
        ("zh", ("灯会：", "核验", "账户（样例）", "打开窗口")),
        ("en", ("Lantern fair", "Accounts")),
    ):
        page = demo.page(whole, language)
        assert all(word in page for word in wanted)
        assert f"workbench --data {played[0]}" in page
        assert page.count("顾清和") > 40


def test_a_supervisor_sees_both_decisions_and_neither_is_stale(desk):
    chief = next(p for p in office.people(desk) if p.account == "luwendi")
    rows = oversight.decisions(desk, chief)
    assert [(r.outcome, r.officer, r.approver, r.stale) for r in rows] == [
        ("grant", "顾清和", "沈知行", False),
        ("refuse", "顾清和", "沈知行", False),
    ]
