"""A result becomes one sentence, in the reader's language and numbers; no figure is made here."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.sentences import sentence
from kpi_core.query import Comparison, KpiResult, Span
from kpi_core.text import Lang
from kpi_core.units import Unit

Q3, Q2 = (
    Span(start=dt.date(2025, 7, 1), end=dt.date(2025, 9, 30)),
    Span(start=dt.date(2025, 4, 1), end=dt.date(2025, 6, 30)),
)


def result(variant="cpl", value=1234.56, unit=Unit.MONEY, **more):
    fields = {
        "kpi": variant, "variant": variant, "value": value, "unit": unit,
        "currency": "EUR" if unit is Unit.MONEY else None, "low": None, "high": None,
        "numerator": None, "denominator": None, "inputs": {}, "rows": 3, "period": Q3, "group": {},
        "basis": "event", "caveats": [], "comparison": None, "fresh_to": None,
    }  # fmt: skip
    return KpiResult(**(fields | more))


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_french():
    """
    In French: the title, the amount with its spaces and comma, the dates.
    """
    found = plain(sentence(result(), Lang.FR, "fr-FR"))

    assert "Coût par lead (CPL) : 1 234,56 € (1er juil. – 30 sept. 2025)." == found


def test_english():
    """
    In English: the amount with its sign in front, the dates in English.
    """
    assert "Cost per lead (CPL): €1,234.56 (Jul 1 – Sep 30, 2025)." == plain(
        sentence(result(), Lang.EN, "en-US")
    )


def test_the_margin_is_in_the_sentence():
    """
    A margin of error is told in words, both ends.
    """
    found = plain(sentence(result(low=1000.0, high=1500.0), Lang.FR, "fr-FR"))

    assert found.endswith("Marge d’erreur (95 %) : de 1 000,00 € à 1 500,00 €.")


def test_a_missing_value_is_said():
    """
    No answer is never written as zero.
    """
    assert "pas de valeur" in plain(sentence(result(value=None), Lang.FR, "fr-FR"))


def test_the_unassigned_are_named():
    """
    A group without a member is said to be so.
    """
    assert "(non affecté)" in sentence(result(group={"campaign": None}), Lang.FR, "fr-FR")


@pytest.mark.parametrize(
    "change, unit, words",
    [
        (0.032, Unit.SHARE, "+3,2 points"),
        (0.0464, Unit.SHARE, "+4,6 points"),
        (-0.2, Unit.MONEY, "-20,0 %"),
        (4.0, Unit.POINTS, "+4,0 points"),
    ],
)
def test_a_clear_change_is_told_in_its_own_unit(change, unit, words):
    """
    A share moves in points, an amount in per cent, a score in its points.
    """
    other = Comparison(period=Q2, value=0.5, change=change, low=change, high=change, clear=True)
    variant = {Unit.SHARE: "win_rate", Unit.MONEY: "cpl", Unit.POINTS: "nps"}[unit]

    found = plain(sentence(result(variant, 0.6, unit, comparison=other), Lang.FR, "fr-FR"))

    assert words in found.replace("−", "-")


def test_a_change_inside_the_margin_is_none():
    """
    When the margin includes no change, the sentence says neither rise nor fall.
    """
    other = Comparison(period=Q2, value=1200.0, change=0.03, low=-0.1, high=0.2, clear=False)

    found = sentence(result(comparison=other), Lang.FR, "fr-FR")

    assert "Pas d’écart net" in found
    assert "3,0" not in found


def test_nothing_to_compare_with_is_said():
    """
    A comparison without a value says that there is none.
    """
    other = Comparison(period=Q2, value=None, change=None)

    assert "Nothing to compare with" in sentence(result(comparison=other), Lang.EN, "en-US")
