"""French as it is printed, in every page and every sentence: no line may break before : ; ! ? % or »."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.fr.md", *sorted((ROOT / "docs/fr").glob("*.md"))]
SOURCES = sorted(
    path
    for package in ("kpi_core", "assistant", "addin")
    for path in (ROOT / package).rglob("*.py")
)
CODE = re.compile(r"```.*?```|`[^`\n]*`|<[^>\n]*>|\]\([^)\n]*\)", re.DOTALL)
LOOSE = re.compile(r".{0,20}(?:\S [:;!?%](?![\w=/:])| »|« ).{0,10}")


def loose(words: str) -> list[str]:
    """Return what is set loosely in *words*, code left out: a plain space before such a sign."""
    return LOOSE.findall(CODE.sub("x", words))


def french(tree: ast.AST) -> Iterator[str]:
    """Yield the French of a module's bilingual texts: Text(fr=…) and the command line's t(en, fr)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        said = [k.value for k in node.keywords if k.arg == "fr"] if name == "Text" else []
        said += node.args[1:2] if name == "t" else []
        for each in said:
            for part in ast.walk(each):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_french_page_has_no_break_spaces(page):
    """
    No sign of a page stands alone at the start of a line, however wide the window.
    """
    assert [] == loose(page.read_text("utf-8"))


def test_every_french_sentence_has_no_break_spaces():
    """
    What the product says in French is set as the pages are.
    """
    found = {
        path.relative_to(ROOT): wrong
        for path in SOURCES
        if (
            wrong := [w for said in french(ast.parse(path.read_text("utf-8"))) for w in loose(said)]
        )
    }

    assert {} == found


@pytest.mark.parametrize(
    "words", ["Voici : rien", "Quoi ?", "5 % de plus", "« oui\u00a0»", "non »"]
)
def test_a_plain_space_is_seen(words):
    """
    Each of the signs is looked at.
    """
    assert loose(words)
    assert not loose("À 8\u00a0h\u202f: `a : b` et <https://x.example/?a> «\u00a0oui\u00a0»\u202f!")
