"""``workbench plan`` on the command line."""

import json

import pypdfium2
import pytest


@pytest.fixture
def fair(packages):
    return packages["job-fair"]


def test_a_package_gives_its_plan_and_its_cards_as_files(run, fair, tmp_path):
    out = tmp_path / "papers"
    done = run("plan", fair, "--cards", "--out", str(out), "--json")
    told = json.loads(done.out)
    assert done.code == 0
    assert len(told["files"]) == 3
    posts = told["plan"]["posts"]
    counts = {}
    for path in out.iterdir():
        file = pypdfium2.PdfDocument(path.read_bytes())
        counts[path.name] = len(file)
        file.close()
    assert max(counts.values()) == 2 * posts
    assert 2 * -(-posts // 4) in counts.values()


def test_the_plan_of_a_case_is_told_with_its_differences(run, data, case):
    done = run("--data", data, "plan", "--case", case)
    assert done.code == 0
    assert "59 个岗位，475 人" in done.out
    assert "保安人数" in done.out


def test_neither_or_both_of_package_and_case_are_refused_in_words(run, fair):
    for arguments in ((), (fair, "--case", "x")):
        done = run("plan", *arguments)
        assert done.code == 2
        assert "--case" in done.err


def test_a_paper_that_there_is_not_is_refused_in_words(run, fair, tmp_path):
    done = run("plan", fair, "--paper", "poster", "--out", str(tmp_path))
    assert done.code == 2
    assert "poster" in done.err
