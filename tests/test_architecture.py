"""What reviewers would otherwise have to repeat, as tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("kpi_core", "assistant", "addin")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
BESIDE = sorted((ROOT / "tests").rglob("*.py"))
TESTS = [path for path in BESIDE if path.name.startswith("test_")]
LONGEST = 400
MACHINE = re.compile(r"/work/|/root/|pypi\.org|npmjs|deb\.debian")

# Modules longer than the limit, with what they must be split into. Only ever shrinks.
TOO_LONG: dict[str, str] = {}


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*MODULES, *BESIDE], ids=named)
def test_module_fits_in_one_sitting(path):
    """
    A module, of the product or of its tests, stays short enough to be read in one go.
    """
    length = len(path.read_text(encoding="utf-8").splitlines())

    assert length <= LONGEST or named(path) in TOO_LONG


def test_exceptions_only_shrink():
    """
    A module that was allowed to be long and is not any more leaves the list.
    """
    short = [
        n for n in TOO_LONG if len((ROOT / n).read_text(encoding="utf-8").splitlines()) <= LONGEST
    ]

    assert [] == short


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_says_what_it_is(path):
    """
    A module with code opens with a sentence.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert not tree.body or ast.get_docstring(tree)


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_each_test_states_a_truth_about_the_product(path):
    """
    Each test has a docstring that says what holds.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert [] == silent


def test_the_project_speaks_of_itself_alone():
    """
    No file names a path of a machine or the host of a registry.
    """
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    texts = [
        ROOT / name
        for name in tracked
        if name.endswith((".py", ".md", ".toml", ".txt", ".js", ".html", ".css", ".json"))
        and name != "tests/test_architecture.py"
    ]
    guilty = [
        named(p) for p in texts if p.is_file() and MACHINE.search(p.read_text(encoding="utf-8"))
    ]

    assert [] == guilty


@pytest.mark.parametrize("module", ["kpi_core.catalog", "kpi_core.periods", "addin.cli"])
def test_importing_the_declarations_is_cheap(module):
    """
    What is loaded inside a spreadsheet, or for `kpi --help`, loads no warehouse and no server.
    """
    code = (
        f"import sys, {module}; "
        "print(*sorted({'duckdb', 'ibis', 'pyarrow', 'numpy', 'scipy', 'fastapi', 'pydantic'} & set(sys.modules)))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "" == loaded.stdout.strip()


# Who puts formulas or files for spreadsheets anywhere, and why what they write cannot be somebody's text.
WRITERS = {
    "addin/costs.py": "a file that our own importer reads at once, and that is gone then",
    "addin/demo/writing.py": "what is typed by hand into the stand-in, as a sheet would take it",
    "addin/hosts/google/runtime.gs": "formulas of ours, by name, and those that stood there",
    "addin/hosts/libreoffice/inside/documents.py": "formulas that stood there",
    "addin/hosts/workbook/writer.py": "the examples of declarations",
    "addin/pane/excel.js": "formulas of ours, by name",
    "kpi_core/demo/files.py": "an invented firm",
}
WRITES = re.compile(
    r"write_formula|write_dynamic|USER_ENTERED|setFormula|\.formulas(?:Local|R1C1)? = |csv\.writer|DictWriter"
)


def test_formulas_are_written_in_few_places():
    """
    Text of other people cannot become a formula: whoever writes formulas is known, and why it is safe.
    """
    found = {
        named(path)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".js", ".gs"} and WRITES.search(path.read_text(encoding="utf-8"))
    }

    assert set(WRITERS) == found
