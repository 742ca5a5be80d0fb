"""What a preview shows is written as its reader writes."""

import pytest

from addin.cli import previewing, render
from kpi_core.facts import FACTS
from kpi_core.text import Lang

TOLD = {
    "plan": {"system": "hubspot.deals", "facts": ["deals"], "questions": []},
    "columns": [
        {"header": "Montant", "feeds": ["deals.amount"]},
        {"header": "Pipeline", "feeds": []},
    ],
    "sample": {
        "deals": [
            {
                "deal": "12",
                "state": "won",
                "closed_on": "2025-03-12",
                "amount": "12500.0000",
                "source_row": 2,
            }
        ]
    },
    "rejected": [],
    "counts": {"read": 1, "accepted": 1, "rejected": 0, "blank": 0, "totals": 0},
}


def test_a_preview_is_in_the_readers_language(capsys):
    """
    The tool, the row, the outcome, the amount and the day are written in French.
    """
    render.previewed(TOLD, Lang.FR)

    said = capsys.readouterr().out
    for words in (
        "HubSpot, affaires",
        "ligne",
        "gagnée",
        "12\u202f500,00",
        "12/03/2025",
        "affaires – montant",
    ):
        assert words in said
    for words in ("hubspot.deals", "source_row", "won", "12500", "2025-03-12", "deals"):
        assert words not in said


@pytest.mark.parametrize(
    ("system", "facts", "words"),
    [
        ("plain.spend", ["spend"], "Tableau simple, dépenses"),
        ("hubspot.contacts", ["leads"], "HubSpot, leads et contacts"),
        ("unknown", [], "Tableau inconnu"),
    ],
)
def test_a_file_is_named_in_words(system, facts, words):
    """
    A file is named by its tool and what it holds, never by an identifier of ours.
    """
    assert words == previewing.kind(system, facts).fr


@pytest.mark.parametrize("fact", FACTS)
def test_every_choice_has_words(fact):
    """
    No choice of any column is shown as it is stored for want of a word.
    """
    choices = {c for column in FACTS[fact].columns.values() for c in column.choices}

    assert choices <= set(previewing._CHOICES)


def test_a_moment_keeps_its_hour():
    """
    A time of contact is shown with its hour, and English keeps the day as it is stored.
    """
    moment = ("touchpoints", "touched_at", "2025-03-12 10:30:00")

    assert "12/03/2025 10:30" == previewing.cell(*moment, Lang.FR)
    assert "2025-03-12" == previewing.cell("deals", "closed_on", "2025-03-12", Lang.EN)
    assert "12,500.00" == previewing.cell("deals", "amount", "12500.0000", Lang.EN)
