"""A period is always shown as dates, in the reader's language."""

from datetime import date

import pytest

from kpi_core.periods import Calendar, Period, resolve
from kpi_core.text import Lang

CALENDAR = Calendar(date(2025, 11, 12))


@pytest.mark.parametrize(
    ("phrase", "fr", "en"),
    [
        ("T3 2025", "1er juil. – 30 sept. 2025", "Jul 1 – Sep 30, 2025"),
        ("mars 2025", "1er–31 mars 2025", "Mar 1 – 31, 2025"),
        ("2024", "1er janv. – 31 déc. 2024", "Jan 1 – Dec 31, 2024"),
        ("hier", "11 nov. 2025", "Nov 11, 2025"),
        ("1er novembre 2025", "1er nov. 2025", "Nov 1, 2025"),
        (
            "du 21 octobre 2025 au 1er novembre 2025",
            "21 oct. – 1er nov. 2025",
            "Oct 21 – Nov 1, 2025",
        ),
        (
            "du 15 décembre au 10 janvier",
            "15 déc. 2024 – 10 janv. 2025",
            "Dec 15, 2024 – Jan 10, 2025",
        ),
    ],
)
def test_dates_in_words(phrase, fr, en):
    """
    The dates are written as each language writes them, the year once where that is enough.
    """
    period = resolve(phrase, CALENDAR)

    assert (period.label(Lang.FR), period.label(Lang.EN)) == (fr, en)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    "phrase",
    ["T3 2025", "mars 2025", "2024", "hier", "le 1er mai", "S1", "du 21 octobre au 1er novembre"],
)
def test_a_label_can_be_typed_back(phrase, lang):
    """
    What an answer shows can be pasted into a cell, and means the same days.
    """
    period = resolve(phrase, CALENDAR)

    assert resolve(period.label(lang), CALENDAR).iso == period.iso


def test_a_period_counts_its_days():
    """
    Both ends are included.
    """
    assert resolve("2025-07-01..2025-09-30", CALENDAR).days == 92


def test_a_period_cannot_end_before_it_starts():
    """
    Such a period cannot even be built.
    """
    with pytest.raises(ValueError):
        Period(date(2025, 2, 1), date(2025, 1, 31))
