"""The pages: each in both languages, and no link that leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "README.fr.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)[^)\s]*\)")


def test_every_page_is_in_both_languages():
    """
    docs/X.md is English and docs/fr/X.md says it in French: neither stands alone.
    """
    english, french = ({p.name for p in folder.glob("*.md")} for folder in (DOCS, DOCS / "fr"))

    assert english == french
    assert not [name for name in english if name.count(".") > 1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    """
    Pages and pictures that a page names are there, from where the page stands.
    """
    targets = [t for t in LINK.findall(page.read_text("utf-8")) if "://" not in t]

    assert [] == [t for t in targets if not (page.parent / t).exists()]


@pytest.mark.parametrize("page", sorted((DOCS / "fr").glob("*.md")), ids=lambda page: page.stem)
def test_a_french_page_leads_to_french_pages(page):
    """
    Only the link to its own English twin leaves the folder, and pictures.
    """
    targets = [t for t in LINK.findall(page.read_text("utf-8")) if t.endswith(".md")]

    assert {t for t in targets if t.startswith("../")} <= {f"../{page.name}"}


def test_the_code_names_pages_that_are_there():
    """
    A sentence that sends its reader to a page names one that exists.
    """
    sources = [
        p for part in ("kpi_core", "assistant", "addin") for p in (ROOT / part).rglob("*.py")
    ]
    named = {
        name for p in sources for name in re.findall(r"docs/[\w/-]+\.md", p.read_text("utf-8"))
    }

    assert named
    assert [] == [name for name in sorted(named) if not (ROOT / name).is_file()]
