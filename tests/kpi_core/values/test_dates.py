"""A text or a serial is the day that its column means, or an error that says why it is none."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_core.errors import Kind, KpiError
from kpi_core.values import from_serial, parse_date
from tests.kpi_core.values.catalogue import rows

# Arithmetic on periods is proved with the periods themselves.
PERIODS = {"DAT-17", "DAT-18", "DAT-22", "DAT-26", "DAT-27", "DAT-28"}


def read(given_):
    """Read a row of the catalogue and write the answer as the catalogue does."""
    if "serial" in given_:
        got = from_serial(given_["serial"], given_.get("system", 1900), given_.get("host", "excel"))
        return {got.date().isoformat(), got.isoformat()}
    got = parse_date(given_["text"], given_.get("locale"), given_.get("tz", "UTC"))
    if got.month_only:
        return {f"{got.day:%Y-%m}"}
    return {got.day.isoformat()} | ({f"{got.moment:%Y-%m-%dT%H:%M:%SZ}"} if got.moment else set())


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("DAT-", "fn+csv", without=PERIODS | {"DAT-23"}))
def test_catalogue_of_odd_dates(row):
    """
    Each odd date of the catalogue gives the day, or the kind of error, that it lists.
    """
    expected = row["expected"]["result"]

    if "e" in expected:
        with pytest.raises(KpiError) as caught:
            read(row["input"])
        assert caught.value.kind == expected["e"]
    else:
        assert expected["v"] in read(row["input"])


def test_a_script_date_keeps_the_day_of_the_sheet():
    """
    DAT-23: the serial and the instant of a cell that shows 1 January are both 1 January in Paris.
    """
    assert from_serial(46023, host="sheets").date() == date(2026, 1, 1)
    assert parse_date("2025-12-31T23:00:00.000Z", timezone="Europe/Paris").day == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("20260801", None, date(2026, 8, 1)),
        ("12-04-2022 09:30", "dmy", date(2022, 4, 12)),
        ("Jun 09, 2018 09:30 pm", None, date(2018, 6, 9)),
        ("1 septembre 2026", None, date(2026, 9, 1)),
        ("1er mars 2026", None, date(2026, 3, 1)),
        ("Aug 1, 2026", None, date(2026, 8, 1)),
        ("15-janv.-26", None, date(2026, 1, 15)),
        ("3/1/17", "mdy", date(2017, 3, 1)),
        ("lundi 5 janvier 2026", None, date(2026, 1, 5)),
        ("2026/01/05 14h30", None, date(2026, 1, 5)),
        ("25/12/2026", None, date(2026, 12, 25)),
    ],
)
def test_dates_as_exports_write_them(text, order, day):
    """
    Every way that a known export writes a day is read, whatever the locale.
    """
    assert parse_date(text, order=order).day == day


@pytest.mark.parametrize("text", ["Jan 2026", "janvier 2026", "janv.-26", "2026-01", "01/2026"])
def test_a_month_is_not_a_day(text):
    """
    A month alone is told apart from the first day of that month.
    """
    found = parse_date(text, "fr_FR")

    assert (found.day, found.month_only) == (date(2026, 1, 1), True)


def test_an_hour_places_the_day_in_the_time_zone():
    """
    An export in GMT gives the day of the workspace, and the instant in UTC.
    """
    found = parse_date("2024-03-01 23:30", timezone="Europe/Paris", zone="UTC")

    assert found.day == date(2024, 3, 2)
    assert found.moment == datetime(2024, 3, 1, 23, 30, tzinfo=UTC)


def test_only_the_day_matters_when_only_the_day_is_asked():
    """
    An hour that a clock change skipped does not hide the day that it fell on.
    """
    found = parse_date("2026-03-29T02:30", timezone="Europe/Berlin", instant=False)

    assert found.day == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("text", "locale", "kind", "words"),
    [
        ("03/04/2026", None, Kind.AMBIGUOUS, "jour/mois ou mois/jour"),
        ("32/13/2026", "fr_FR", Kind.TYPE, "n’existe pas"),
        ("2026-01-01 25:00", "fr_FR", Kind.TYPE, "heure"),
        ("46023", "fr_FR", Kind.TYPE, "n’est pas une date"),
        ("01/01/0021", "fr_FR", Kind.TYPE, "1900"),
        ("bientôt", "fr_FR", Kind.TYPE, "n’est pas une date"),
    ],
)
def test_what_is_wrong_is_said(text, locale, kind, words):
    """
    A text that names no day is refused in words that say what is wrong with it.
    """
    with pytest.raises(KpiError) as caught:
        parse_date(text, locale)

    assert caught.value.kind is kind
    assert words in caught.value.message.fr


@pytest.mark.parametrize("serial", [60, 0, -1, 2958466])
def test_serials_that_are_no_day(serial):
    """
    Excel's 29 February 1900, day zero and the far future are errors, never a nearby day.
    """
    with pytest.raises(KpiError):
        from_serial(serial)


@given(st.dates(date(1900, 1, 1)), st.sampled_from(["dmy", "mdy"]))
def test_one_order_reads_back_its_own_dates(day, order):
    """
    A day written in an order is read back unchanged in that order.
    """
    pattern = "{0.day}/{0.month}/{0.year}" if order == "dmy" else "{0.month}/{0.day}/{0.year}"

    assert parse_date(pattern.format(day), order=order).day == day


@given(st.text(max_size=80), st.sampled_from(["fr_FR", "en_US", None]))
def test_any_text_is_a_date_or_a_sentence(text, locale):
    """
    Whatever the text, the answer is a day, no value, or an error the user can read.
    """
    with suppress(KpiError):
        found = parse_date(text, locale, "Europe/Paris")

        assert found is None or found.day.year >= 1900
