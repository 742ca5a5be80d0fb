"""A text is the number that a person of the locale wrote, or an error that says why it is none."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.errors import Kind, KpiError
from kpi_core.values import parse_number
from tests.kpi_core.values.catalogue import rows


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("TXT-", "fn+csv"))
def test_catalogue_of_odd_numbers(row):
    """
    Each odd text of the catalogue gives the number, or the kind of error, that it lists.
    """
    expected = row["expected"]["result"]

    if "e" in expected:
        with pytest.raises(KpiError) as caught:
            parse_number(row["input"]["text"], row["input"]["locale"])
        assert caught.value.kind == expected["e"]
        return
    read = parse_number(row["input"]["text"], row["input"]["locale"])
    value = None if read.value is None else float(read.value)
    assert value == (expected["v"] if expected["v"] is None else pytest.approx(expected["v"]))
    if "currency" in expected:
        assert read.currency == expected["currency"]


@pytest.mark.parametrize(
    ("text", "locale", "value", "currency"),
    [
        ("$342.09K", "en_US", "342090", "USD"),
        ("12 k€", "fr_FR", "12000", "EUR"),
        ("1,2 M€", "fr_FR", "1200000", "EUR"),
        ("R$ 100.000", "pt_BR", "100000", "BRL"),
        ("-12,50 €", "fr_FR", "-12.50", "EUR"),
        ("(€1,000)", "en_US", "-1000", "EUR"),
        ("-$5", "en_US", "-5", "USD"),
        ("1 234,5 CHF", "fr_FR", "1234.5", "CHF"),
        ("5,2 %", "fr_FR", "0.052", None),
        (".5", "en_US", "0.5", None),
        ("1.234.567,8", "de_DE", "1234567.8", None),
    ],
)
def test_amounts_as_exports_write_them(text, locale, value, currency):
    """
    Signs, codes, thousands as `k` and brackets are read as the exports mean them.
    """
    read = parse_number(text, locale)

    assert (read.value, read.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("text", ["<10%", "> 90%", "12 ABC", "#REF!", "1-2", "MARCH1", "12€€"])
def test_not_a_number(text):
    """
    A bound, an identifier or a spreadsheet's error word is not a number, in both languages.
    """
    with pytest.raises(KpiError) as caught:
        parse_number(text, "en_US")

    assert caught.value.kind is Kind.TYPE
    assert text in caught.value.message.fr


def test_an_ambiguous_sign_keeps_the_value():
    """
    `kr` can be three currencies: the value is kept and the doubt is told.
    """
    read = parse_number("kr 1 200", "nb_NO")

    assert read.currency is None
    assert "NOK" in read.note.fr


def test_two_readings_without_a_locale():
    """
    Without a locale, `1,234` is asked back rather than guessed.
    """
    with pytest.raises(KpiError) as caught:
        parse_number("1,234", None)

    assert caught.value.kind is Kind.AMBIGUOUS


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["fr_FR", "en_US", "de_DE"]))
def test_what_a_locale_writes_it_reads_back(value, locale):
    """
    A number written by CLDR's rules for a locale is read back unchanged.
    """
    from babel.numbers import format_decimal

    text = format_decimal(value, format="#,##0.00", locale=locale)

    assert value == parse_number(text, locale).value


@given(st.text(max_size=80), st.sampled_from(["fr_FR", "en_US", "en_IN", None]))
def test_any_text_is_a_number_or_a_sentence(text, locale):
    """
    Whatever the text, the answer is a finite number, no value, or an error the user can read.
    """
    with suppress(KpiError):
        read = parse_number(text, locale)

        assert read.value is None or read.value.is_finite()
