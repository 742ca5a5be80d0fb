"""What an import says of the rows that it made one."""

import datetime as dt

import pytest

from addin.desk import Desk, perform
from kpi_core.answering import Core

HEADER = "e-mail,name,date the lead was created,source\n"
EVA = "eva@firm.example,Eva,2025-03-10,LinkedIn Ads\n"
BOB = "bob@firm.example,Bob,2025-03-11,LinkedIn Ads\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (EVA + BOB, ""),
        (EVA + EVA + BOB, "1 ligne concernait une personne déjà citée"),
        (EVA + EVA + BOB + BOB, "2 lignes concernaient des personnes déjà citées"),
    ],
)
def test_rows_about_one_person_are_told(made, tmp_path, rows, words):
    """
    Rows that became one are counted in a note, and nothing is said where there are none.
    """
    path = tmp_path / "leads.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    desk = Desk(Core(made.store, dt.date(2025, 11, 12)), actor="test")

    told = perform(desk, "import", {"file": str(path)})

    said = " ".join(note["fr"] for note in told["notes"])
    assert words in said
    assert bool(words) == ("déjà cité" in said)
