"""Numbers are written as the reader's locale writes them, to the last space."""

from decimal import Decimal

import pytest

from kpi_core.text import Text
from kpi_core.units import UNIT_TITLES, Unit, french, written

NARROW, BLANK = "\u202f", "\u00a0"

CASES = [
    (1234.56, Unit.MONEY, "fr-FR", f"1{NARROW}234,56{BLANK}€"),
    (1234.56, Unit.MONEY, "en-US", "€1,234.56"),
    (1234.56, Unit.MONEY, "en-GB", "€1,234.56"),
    (Decimal("1234567.10"), Unit.MONEY, "fr-FR", f"1{NARROW}234{NARROW}567,10{BLANK}€"),
    (-1234.5, Unit.MONEY, "fr-FR", f"−1{NARROW}234,50{BLANK}€"),
    (-1234.5, Unit.MONEY, "en-US", "−€1,234.50"),
    (0, Unit.MONEY, "fr-FR", f"0,00{BLANK}€"),
    (500, Unit.MONEY_PER_MONTH, "fr-FR", f"500,00{BLANK}€/mois"),
    (500, Unit.MONEY_PER_MONTH, "en-US", "€500.00/month"),
    (500, Unit.MONEY_PER_DAY, "fr-FR", f"500,00{BLANK}€/jour"),
    (500, Unit.MONEY_PER_DAY, "en-US", "€500.00/day"),
    (0.052, Unit.SHARE, "fr-FR", f"5,2{NARROW}%"),
    (0.123, Unit.SHARE, "fr-FR", f"12,3{NARROW}%"),
    (0.123, Unit.SHARE, "en-US", "12.3%"),
    (4.0, Unit.SHARE, "fr-FR", f"400,0{NARROW}%"),
    (10.309278, Unit.SHARE, "fr-FR", f"1{NARROW}030,9{NARROW}%"),
    (10.309278, Unit.SHARE, "en-US", "1,030.9%"),
    (-0.05, Unit.SHARE, "fr-FR", f"−5,0{NARROW}%"),
    (5, Unit.MULTIPLE, "fr-FR", f"5,0{NARROW}×"),
    (5, Unit.MULTIPLE, "en-US", "5.0×"),
    (12345, Unit.COUNT, "fr-FR", f"12{NARROW}345"),
    (12345, Unit.COUNT, "en-US", "12,345"),
    (1.67, Unit.COUNT, "fr-FR", "1,67"),
    (57, Unit.DAYS, "fr-FR", f"57,0{BLANK}jours"),
    (57, Unit.DAYS, "en-US", "57.0 days"),
    (6, Unit.MONTHS, "fr-FR", f"6,0{BLANK}mois"),
    (2.5, Unit.YEARS, "fr-FR", f"2,5{BLANK}ans"),
    (2.5, Unit.YEARS, "en-US", "2.5 years"),
    (40, Unit.POINTS, "fr-FR", f"40,0{BLANK}points"),
    (4.5, Unit.PER_LEAD, "fr-FR", f"4,5{BLANK}par lead"),
    (4.5, Unit.PER_LEAD, "en-US", "4.5 per lead"),
]


@pytest.mark.parametrize(
    ("value", "unit", "locale", "expected"), CASES, ids=[f"{c[2]}-{c[1]}-{c[0]}" for c in CASES]
)
def test_a_number_is_written_as_its_reader_writes(value, unit, locale, expected):
    """
    Separators, currency and spaces are the locale's own, no-break where a line may not break.
    """
    assert expected == written(value, unit, "EUR", locale.replace("-", "_"))


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("locale", ["fr_FR", "en_US"])
def test_nothing_is_a_dash(unit, locale):
    """
    A missing value is a dash in every unit, and never a zero.
    """
    assert "–" == written(None, unit, "EUR", locale)


def test_a_currency_is_the_workspaces():
    """
    An amount bears the currency it is in, not the locale's.
    """
    assert f"1{NARROW}234,56{BLANK}$US" == written(1234.56, Unit.MONEY, "USD", "fr_FR")
    assert "£1,234.56" == written(1234.56, Unit.MONEY, "GBP", "en_GB")


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_a_name_in_both_languages(unit):
    """
    A unit can be said: none of them is shown as a code.
    """
    assert isinstance(UNIT_TITLES[unit], Text)
    assert UNIT_TITLES[unit].en
    assert UNIT_TITLES[unit].fr


@pytest.mark.parametrize("locale", ["fr", "fr-FR", "fr_CA", "FR_be"])
def test_french_is_french_wherever_it_is_spoken(locale):
    """
    A locale of any French-speaking country is written in French.
    """
    assert french(locale)
    assert not french("en-CA")


@pytest.mark.parametrize("unit", list(Unit))
def test_what_rounds_to_zero_has_no_sign(unit):
    """
    A hair below zero is written as zero, never as minus zero.
    """
    assert written(0, unit, "EUR", "fr-FR") == written(-0.0001, unit, "EUR", "fr-FR")
