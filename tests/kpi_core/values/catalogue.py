"""The shared catalogue of odd inputs, read where it lies."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared"
CATALOGUE = SHARED / "specs/bad_inputs.jsonl"
ROWS = (
    [json.loads(line) for line in CATALOGUE.read_text("utf-8").splitlines() if line.strip()]
    if CATALOGUE.exists()
    else []
)


def rows(prefix, *surfaces, without=()):
    """Return one test parameter for each row of the catalogue that the test is about."""
    found = [
        pytest.param(row, id=row["id"])
        for row in ROWS
        if row["id"].startswith(prefix) and row["surface"] in surfaces and row["id"] not in without
    ]
    if found:
        return found
    reason = "the reference material is not beside this checkout"
    return [pytest.param(None, id=prefix, marks=pytest.mark.skip(reason=reason))]
