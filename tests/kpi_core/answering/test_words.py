"""What the answers say beside a number, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kpi_core
from kpi_core.caveats import CODES, caveat
from kpi_core.text import Lang
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
