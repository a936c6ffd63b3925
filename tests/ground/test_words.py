"""The project speaks of itself alone, ships only invented names, and keeps sample data out of its code."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = re.compile(
    r"/work/|\bclaude\b|anthropic|chatgpt|openai|\bLLM\b|sub-?agent|coding agent|AI[- ]generated|"
    r"pypi\.org|pythonhosted|npmjs|deb\.debian\.org",
    re.IGNORECASE,
)
CODES = re.compile(
    r"""["'](M\d{1,2}\.\d{1,2}|TR-\d\d|EM\d\d|FA\d\d|CB\d\d|SG\d|DP\d|P[AWLVIGX]\d{1,2}|[A-E]\d\d)["']"""
)


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def texts(paths):
    for path in paths:
        if (
            path.is_file()
            and "__pycache__" not in path.parts
            and path.suffix not in {".zip", ".xlsx", ".ttf", ".png", ".pdf", ".dxf", ".pyc"}
        ):
            yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_file_speaks_of_how_or_where_it_was_written():
    for path, text in texts(tracked()):
        if path != Path(__file__):
            found = OUTSIDE.search(text)
            assert found is None, f"{path.relative_to(ROOT)}: {found.group()}"


def test_no_commit_message_speaks_of_how_or_where_it_was_written():
    log = subprocess.run(["git", "log", "--format=%B"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert OUTSIDE.search(log) is None


def test_the_code_holds_no_code_list_of_a_pack():
    for path in sorted((ROOT / "workbench").rglob("*.py")):
        found = CODES.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.relative_to(ROOT)}: {found.group()}"


@pytest.fixture(scope="module")
def sample_words(packages):
    """Names and dates that the sample packages state, long enough to be told from ordinary words."""
    from workbench.exchange.package import read_package
    from workbench.storage.packs import load_pack

    pack = load_pack("cn_national")
    words = set()
    for path in packages.values():
        application = read_package(path, pack)
        keys = ("ev.name", "loc.name", "und.name", "und.legal_rep", "ven.owner", "app.organ", "ev.start_date")
        words |= {str(application.fields.get(k)) for k in keys if application.fields.get(k)}
        words |= {str(row["name"]) for row in application.rows("parties")}
        words.add(path.stem)
    return {w for w in words if len(w) >= 4 and w != "expo"}


def test_the_code_names_no_sample(sample_words):
    # A word that a pack also uses is the field's, not the sample's.
    packs = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "forms").rglob("*.toml") if "samples" not in p.parts)
    own = {w for w in sample_words if w not in packs}
    for path, text in texts(sorted((ROOT / "workbench").rglob("*.*"))):
        found = [w for w in own if w in text]
        assert not found, f"{path.relative_to(ROOT)}: {found}"
