"""The house rules, in English, as tests: who may import whom, and which library belongs where."""

import ast
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]

OWNERS = {
    "PySide6": ("workbench.ui", "workbench.app", "workbench.screens"),
    "shiboken6": ("workbench.ui", "workbench.app", "workbench.screens"),
    "sqlalchemy": ("workbench.storage",),
    "alembic": ("workbench.storage",),
    "psycopg": ("workbench.storage",),
    "sqlite3": ("workbench.storage", "workbench.exchange.verify", "workbench.bench"),
    "reportlab": ("reports.pdf", "reports.style", "reports.figures"),
    "celpy": ("workbench.storage",),
    "jupedsim": ("workbench.crowd.microscopic",),
    "openpyxl": ("workbench.exchange",),
    "docx": ("workbench.exchange",),
    "forms": ("workbench.storage.packs",),
    "reports": ("workbench.services", "reports"),
    "typer": ("workbench.cli",),
    "rich": ("workbench.cli",),
}
"""Library → the only modules (or packages) that may import it."""

PURE = ("workbench.core", "workbench.crowd", "workbench.site")
PURE_MAY_USE = {"numpy", "scipy", "shapely", "networkx", "jupedsim", "rfc8785"}


def modules():
    for folder in ("workbench", "reports", "forms"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_below(module, owner):
    return module == owner or module.startswith((f"{owner}.", f"{owner}_"))


MODULES = dict(modules())


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_imported_only_by_the_modules_that_own_it(module):
    for name in imported(MODULES[module]):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or any(is_below(module, o) for o in owners), f"{module} imports {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if any(is_below(m, p) for p in PURE)])
def test_the_pure_floors_import_only_the_standard_library_and_numbers(module):
    allowed = sys.stdlib_module_names | PURE_MAY_USE | {"workbench"}
    assert {name.split(".")[0] for name in imported(MODULES[module])} <= allowed


@pytest.mark.parametrize("module", [m for m in MODULES if any(is_below(m, p) for p in PURE)])
def test_the_pure_floors_read_no_clock_file_or_environment(module):
    source = MODULES[module].read_text(encoding="utf-8")
    for word in ("datetime.now(", "date.today(", "open(", "os.environ", "random."):
        assert word not in source, f"{module}: {word}"


def test_imports_point_down_the_floors(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0, capsys.readouterr().out


def test_the_three_import_names_belong_to_this_distribution():
    from importlib.metadata import packages_distributions

    owners = packages_distributions()
    for name in ("workbench", "forms", "reports"):
        assert (ROOT / name / "__init__.py").exists()
        assert name not in owners or "event-approval-workbench" in owners[name]
