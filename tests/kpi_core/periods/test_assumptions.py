"""Whatever a phrase leaves open is said with the answer, on Wednesday 12 November 2025."""

from datetime import date

import pytest

from kpi_core.periods import Calendar, resolve
from kpi_core.text import Lang

CALENDAR = Calendar(date(2025, 11, 12), fiscal_start=4, first_day=date(2023, 2, 1))


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("mars", "2025"),
        ("décembre", "2024"),
        ("S12", "2025"),
        ("semaine 1", "2025"),
        ("du 15 décembre au 10 janvier", "2024–2025"),
        ("depuis mars", "2025"),
        ("jusqu'à mars", "2025"),
    ],
)
def test_an_assumed_year_is_said(phrase, words):
    """
    When the year is left out, the answer says which one was taken, in both languages.
    """
    said = resolve(phrase, CALENDAR).assumed

    assert f"No year given: {words}." in [note[Lang.EN] for note in said]
    assert f"Année non précisée : {words}." in [
        note[Lang.FR].replace("\u00a0", " ") for note in said
    ]


@pytest.mark.parametrize(
    "phrase", ["mars 2025", "de janvier à mars 2025", "le mois dernier", "2024"]
)
def test_nothing_is_assumed_when_everything_is_said(phrase):
    """
    A full phrase carries no remark.
    """
    assert resolve(phrase, CALENDAR).assumed == ()


@pytest.mark.parametrize(
    ("phrase", "note"),
    [
        ("début mars 2025", "1er au 10"),
        ("fin mars 2025", "à partir du 21"),
        ("12 mois glissants", "mois entiers"),
        ("mois glissant", "hier"),
        ("exercice 2024", "avril"),
        ("T4 2025", "aujourd’hui"),
        ("lundi", "lundi"),
        ("il y a deux mois", "entier"),
    ],
)
def test_what_a_phrase_leaves_open_is_said(phrase, note):
    """
    Where a word has no agreed dates, the answer says which ones were taken.
    """
    assert note in " ".join(text[Lang.FR] for text in resolve(phrase, CALENDAR).assumed)
