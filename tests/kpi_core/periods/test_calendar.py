"""Days and units, at the edges where calendars go wrong."""

from datetime import date

import pytest

from kpi_core.periods import Calendar, Grain, add_months, day_first_in, hours_in_day

TODAY = date(2025, 11, 12)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-03-31", -1, "2026-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", -48, "2020-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-01-15", -13, "2023-12-15"),
        ("2025-10-31", 0, "2025-10-31"),
    ],
)
def test_a_month_away_is_a_day_that_exists(day, months, expected):
    """
    31 March less a month is 28 February; 29 February a year earlier is the 28th.
    """
    assert str(add_months(date.fromisoformat(day), months)) == expected


@pytest.mark.parametrize(
    ("grain", "offset", "start", "end"),
    [
        (Grain.DAY, 0, "2025-11-12", "2025-11-12"),
        (Grain.WEEK, 0, "2025-11-10", "2025-11-16"),
        (Grain.WEEK, -1, "2025-11-03", "2025-11-09"),
        (Grain.MONTH, 0, "2025-11-01", "2025-11-30"),
        (Grain.MONTH, -12, "2024-11-01", "2024-11-30"),
        (Grain.QUARTER, 0, "2025-10-01", "2025-12-31"),
        (Grain.QUARTER, 1, "2026-01-01", "2026-03-31"),
        (Grain.HALF, -1, "2025-01-01", "2025-06-30"),
        (Grain.YEAR, -1, "2024-01-01", "2024-12-31"),
    ],
)
def test_units_around_today(grain, offset, start, end):
    """
    Each unit is found by how far it is from the one that holds today.
    """
    assert tuple(map(str, Calendar(TODAY).unit(grain, offset))) == (start, end)


def test_units_do_not_depend_on_the_day_of_the_month():
    """
    Standing on the 31st, the month before is still the month before.
    """
    for month_end in (date(2025, 3, 31), date(2025, 5, 31), date(2025, 12, 31), date(2024, 3, 30)):
        start, end = Calendar(month_end).unit(Grain.MONTH, -1)

        assert (start.day, (end - start).days >= 27) == (1, True)
        assert (month_end.replace(day=1) - end).days == 1


@pytest.mark.parametrize(
    ("sunday", "day", "name"),
    [
        (True, "2026-01-04", "2026 week 2"),
        (True, "2026-01-03", "2026 week 1"),
        (True, "2025-12-28", "2026 week 1"),
        (False, "2026-01-04", "2026-W01"),
        (False, "2025-12-29", "2026-W01"),
        (False, "2021-01-03", "2020-W53"),
    ],
)
def test_week_systems_have_names_that_cannot_be_confused(sunday, day, name):
    """
    The first Sunday of 2026 is in US week 2 and in ISO week 1: the name shows which is meant.
    """
    calendar = Calendar(TODAY, week_starts_sunday=sunday)

    assert calendar.week_name(date.fromisoformat(day)) == name


def test_week_53_exists_in_some_years_only():
    """
    2020 has a week 53, 2025 has none.
    """
    calendar = Calendar(TODAY)

    assert (calendar.weeks_in(2020), calendar.weeks_in(2025), calendar.weeks_in(2026)) == (
        53,
        52,
        53,
    )
    assert str(calendar.numbered(Grain.WEEK, 53, 2020).end) == "2021-01-03"
    with pytest.raises(ValueError):
        calendar.numbered(Grain.WEEK, 53, 2025)


@pytest.mark.parametrize(
    ("grain", "number"), [(Grain.QUARTER, 5), (Grain.HALF, 0), (Grain.DAY, 366)]
)
def test_a_year_has_no_fifth_quarter(grain, number):
    """
    A number that the year does not reach is refused, never carried into the next year.
    """
    with pytest.raises(ValueError):
        Calendar(TODAY).numbered(grain, number, 2025)


@pytest.mark.parametrize(
    ("start", "by_end", "day", "name"),
    [
        (10, True, "2026-10-01", "FY2027 Q1"),
        (10, True, "2026-09-30", "FY2026 Q4"),
        (2, False, "2026-01-31", "FY2025 Q4"),
        (2, False, "2026-02-01", "FY2026 Q1"),
        (4, False, "2025-11-12", "FY2025 Q3"),
        (1, True, "2025-11-12", "FY2025 Q4"),
    ],
)
def test_fiscal_quarters_are_named_as_the_company_names_them(start, by_end, day, name):
    """
    The same day is in FY2026 or FY2027, as the setting says; a January start changes nothing.
    """
    calendar = Calendar(TODAY, fiscal_start=start, fiscal_named_by_end=by_end)

    assert calendar.fiscal_name(date.fromisoformat(day)) == name


@pytest.mark.parametrize("start", range(1, 13))
@pytest.mark.parametrize("by_end", [True, False])
def test_a_fiscal_year_holds_the_days_that_bear_its_name(start, by_end):
    """
    Naming a day and opening the year of that name agree, whatever the settings.
    """
    calendar = Calendar(TODAY, fiscal_start=start, fiscal_named_by_end=by_end)
    for month in range(1, 13):
        day = date(2025, month, 28)

        first, last = calendar.fiscal_year(calendar.fiscal_year_of(day))

        assert first <= day <= last


@pytest.mark.parametrize(
    ("day", "tz", "hours"),
    [
        ("2026-03-29", "Europe/Berlin", 23),
        ("2026-10-25", "Europe/Berlin", 25),
        ("2026-03-30", "Europe/Berlin", 24),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
        ("2018-11-04", "America/Sao_Paulo", 23),  # the clocks skipped midnight itself
    ],
)
def test_days_of_clock_changes_have_their_real_hours(day, tz, hours):
    """
    Daily pacing divides by the hours that the day has.
    """
    assert hours_in_day(date.fromisoformat(day), tz) == hours


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("fr", True),
        ("fr-FR", True),
        ("en-GB", True),
        ("en_US", False),
        ("en", None),
        (None, None),
        ("", None),
    ],
)
def test_the_locale_tells_which_comes_first(locale, expected):
    """
    French writes the day first, US English the month; a bare "en" does not tell.
    """
    assert day_first_in(locale) is expected
