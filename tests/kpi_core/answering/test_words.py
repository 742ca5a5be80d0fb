"""What the answers say beside a number, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kpi_core
from kpi_core.caveats import CODES, SENTENCES, caveat
from kpi_core.text import Lang, Text
from kpi_core.typography import faults_in

ROOT = Path(kpi_core.__file__).parent
SPOKEN = sorted([*(ROOT / "answering").glob("*.py"), ROOT / "caveats.py"])


BLANK = re.compile(r"\{[^}]*\}")
A_DATE = "%Y"


@pytest.mark.parametrize("path", SPOKEN, ids=lambda path: path.stem)
def test_every_sentence_is_set_as_its_language_is(path):
    """
    French no-break spaces and quotation marks, English ones in English: in every sentence told.
    """
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text"):
            continue
        for keyword in node.keywords:
            if isinstance(keyword.value, ast.Constant) and keyword.value.value.strip():
                words = BLANK.sub("x", keyword.value.value).strip()
                found += [] if A_DATE in words else faults_in(Lang(keyword.arg), words)

    assert [] == found


def test_a_caveat_is_filled_in_both_languages():
    """
    A caveat carries its figures in the sentence of each language.
    """
    told = caveat("small_sample", n=7)

    assert ("7" in told.message.en, "7" in told.message.fr) == (True, True)
    assert len(CODES) == len(set(CODES))


NUMBERS = frozenset({"n", "days", "age", "won", "lost", "more", "other", "mean"})
ENDLESS = frozenset({"small_sample", "clipped", "cohort_beside"})  # their numbers carry no noun


def counts_of(code):
    """Return the places of a sentence that hold numbers of something."""
    said = SENTENCES[code].en + SENTENCES[code].fr
    return NUMBERS & set(re.findall(r"\{(\w+)[:}]", said)) if code not in ENDLESS else set()


@pytest.mark.parametrize("code", [code for code in sorted(CODES) if counts_of(code)])
def test_a_caveat_about_one_of_something_is_in_the_singular(code):
    """
    Every sentence that counts agrees with its number: a singular that differs from the plural.
    """
    names = re.findall(r"\{(\w+)[:}]", SENTENCES[code].en + SENTENCES[code].fr)
    counts = counts_of(code)
    values = dict.fromkeys(names, Text(en="x", fr="x"))

    one = caveat(code, **values | dict.fromkeys(counts, 1)).message
    two = caveat(code, **values | dict.fromkeys(counts, 2)).message

    for lang in Lang:
        assert getattr(one, lang.value).replace("1", "2") != getattr(two, lang.value)


def test_one_row_that_was_corrected_is_said_in_the_singular():
    """
    French and English both say one row as one row.
    """
    said = caveat("revised", n=1, what=Text(en="spend", fr="dépenses")).message

    assert said.en.startswith("1 row of spend in this period was corrected")
    assert said.fr.startswith("1 ligne «\u202fdépenses\u202f» de cette période a été corrigée")
