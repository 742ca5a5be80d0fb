"""Sixty phrases gathered before the grammar was written."""

import json
from datetime import date
from pathlib import Path

import pytest

from kpi_core.periods import Calendar, resolve

PHRASES = Path(__file__).parents[4] / "shared" / "specs" / "periods.jsonl"

pytestmark = pytest.mark.shared


def test_every_reference_phrase_is_understood():
    """
    Each phrase gives one of the ranges that its author accepts.
    """
    if not PHRASES.exists():
        pytest.skip(f"{PHRASES.name} is not beside the checkout")
    rows = [json.loads(line) for line in PHRASES.read_text(encoding="utf-8").splitlines()]

    got = {
        row["text"]: resolve(
            row["text"], Calendar(date.fromisoformat(row["today"]), fiscal_start=4)
        ).iso.replace("..", "/")
        for row in rows
    }

    assert len(rows) >= 60
    assert {
        row["text"]: got[row["text"]] for row in rows if got[row["text"]] not in row["accept"]
    } == {}
