"""What each phrase means on Wednesday 12 November 2025, to the day."""

from datetime import date

import pytest

from kpi_core.periods import Calendar, Grain, resolve
from kpi_core.text import Lang

TODAY = date(2025, 11, 12)
CALENDAR = Calendar(TODAY, fiscal_start=4, first_day=date(2023, 2, 1), day_first=True)

COMPLETE = {
    # written as dates
    "2025-07-01..2025-09-30": "2025-07-01..2025-09-30",
    "2025-07-01/2025-09-30": "2025-07-01..2025-09-30",
    "2025-07-01 → 2025-09-30": "2025-07-01..2025-09-30",
    "2025-07-01–2025-09-30": "2025-07-01..2025-09-30",
    "2025-07/2025-09": "2025-07-01..2025-09-30",
    "2024-12-31": "2024-12-31..2024-12-31",
    "2025-07": "2025-07-01..2025-07-31",
    "2024-02": "2024-02-01..2024-02-29",
    "12/2024": "2024-12-01..2024-12-31",
    "03/2025": "2025-03-01..2025-03-31",
    "03/04/2025": "2025-04-03..2025-04-03",
    "31.12.2024": "2024-12-31..2024-12-31",
    "du 03/03 au 10/04": "2025-03-03..2025-04-10",
    "du lundi 6 au vendredi 10 octobre": "2025-10-06..2025-10-10",
    "du lundi 29 septembre au vendredi 3 octobre": "2025-09-29..2025-10-03",
    # quarters, halves, weeks
    "2025-Q3": "2025-07-01..2025-09-30",
    "2025-T3": "2025-07-01..2025-09-30",
    "2025 T3": "2025-07-01..2025-09-30",
    "Q3'24": "2024-07-01..2024-09-30",
    "2025-S1": "2025-01-01..2025-06-30",
    "2025-H1": "2025-01-01..2025-06-30",
    "2025-W12": "2025-03-17..2025-03-23",
    "S1": "2025-01-01..2025-06-30",
    "S2 2024": "2024-07-01..2024-12-31",
    "H2 2024": "2024-07-01..2024-12-31",
    "T4 2024": "2024-10-01..2024-12-31",
    "S3": "2025-01-13..2025-01-19",
    "S12": "2025-03-17..2025-03-23",
    "S12 2024": "2024-03-18..2024-03-24",
    "semaine n° 12": "2025-03-17..2025-03-23",
    "sem. 12": "2025-03-17..2025-03-23",
    "week 53 of 2020": "2020-12-28..2021-01-03",
    "semaine 1 2025": "2024-12-30..2025-01-05",
    "trim. 3 2024": "2024-07-01..2024-09-30",
    "3ème trimestre": "2025-07-01..2025-09-30",
    "the second quarter": "2025-04-01..2025-06-30",
    "second half of 2024": "2024-07-01..2024-12-31",
    "premier mois de 2025": "2025-01-01..2025-01-31",
    "Q3 last year": "2024-07-01..2024-09-30",
    "T3 de l'an dernier": "2024-07-01..2024-09-30",
    "T1-T3 2025": "2025-01-01..2025-09-30",
    "Q1 2024 to Q2 2025": "2024-01-01..2025-06-30",
    # months and parts of months
    "mars de l'an dernier": "2024-03-01..2024-03-31",
    "mars dernier": "2025-03-01..2025-03-31",
    "novembre dernier": "2024-11-01..2024-11-30",
    "décembre": "2024-12-01..2024-12-31",
    "Sept 2025": "2025-09-01..2025-09-30",
    "févr. 2024": "2024-02-01..2024-02-29",
    "mars '24": "2024-03-01..2024-03-31",
    "au cours du mois de mars": "2025-03-01..2025-03-31",
    "début mars": "2025-03-01..2025-03-10",
    "mi-mars": "2025-03-11..2025-03-20",
    "fin mars": "2025-03-21..2025-03-31",
    "fin février 2024": "2024-02-21..2024-02-29",
    "early March 2024": "2024-03-01..2024-03-10",
    "mid-March": "2025-03-11..2025-03-20",
    "late March": "2025-03-21..2025-03-31",
    "première quinzaine de mars": "2025-03-01..2025-03-15",
    "seconde quinzaine de février 2024": "2024-02-16..2024-02-29",
    # days
    "le 1er mars": "2025-03-01..2025-03-01",
    "29 février": "2024-02-29..2024-02-29",
    "Monday, March 3, 2025": "2025-03-03..2025-03-03",
    "lundi 3 mars": "2025-03-03..2025-03-03",
    "lundi dernier": "2025-11-10..2025-11-10",
    "last Wednesday": "2025-11-05..2025-11-05",
    "avant-hier": "2025-11-10..2025-11-10",
    "il y a 3 jours": "2025-11-09..2025-11-09",
    "J-7": "2025-11-05..2025-11-05",
    "le dernier jour de février 2024": "2024-02-29..2024-02-29",
    "Black Friday": "2024-11-29..2024-11-29",
    "Black Friday 2023": "2023-11-24..2023-11-24",
    "Cyber Monday 2024": "2024-12-02..2024-12-02",
    "le week-end dernier": "2025-11-08..2025-11-09",
    # spans
    "de novembre 2024 à février": "2024-11-01..2025-02-28",
    "du 15 décembre au 10 janvier": "2024-12-15..2025-01-10",
    "du 15 décembre au 10 janvier 2024": "2023-12-15..2024-01-10",
    "du 28 au 3 mars": "2025-02-28..2025-03-03",
    "du 1er au 15 octobre 2024": "2024-10-01..2024-10-15",
    "1-15 octobre": "2025-10-01..2025-10-15",
    "Oct. 1–15, 2024": "2024-10-01..2024-10-15",
    "janvier-mars 2025": "2025-01-01..2025-03-31",
    "entre mars et mai": "2025-03-01..2025-05-31",
    "between March and May 2024": "2024-03-01..2024-05-31",
    "de mi-mars à fin avril": "2025-03-11..2025-04-30",
    "from last month to yesterday": "2025-10-01..2025-11-11",
    "until March 2024": "2023-02-01..2024-03-31",
    "jusqu’à mars": "2023-02-01..2025-03-31",
    "avant 2024": "2023-02-01..2023-12-31",
    # counted from today
    "les douze derniers mois": "2024-11-01..2025-10-31",
    "12 mois glissants": "2024-11-01..2025-10-31",
    "rolling 12 months": "2024-11-01..2025-10-31",
    "année glissante": "2024-11-01..2025-10-31",
    "mois glissant": "2025-10-12..2025-11-11",
    "TTM": "2024-11-01..2025-10-31",
    "les vingt et un derniers jours": "2025-10-22..2025-11-11",
    "last sixty days": "2025-09-13..2025-11-11",
    "soixante-dix derniers jours": "2025-09-03..2025-11-11",
    "the last ninety-nine days": "2025-08-05..2025-11-11",
    "les nonante derniers jours": "2025-08-14..2025-11-11",
    "last two half-years": "2024-07-01..2025-06-30",
    "le dernier trimestre": "2025-07-01..2025-09-30",
    "du dernier trimestre 2024": "2024-10-01..2024-12-31",
    "last quarter of 2024": "2024-10-01..2024-12-31",
    "last quarter of last year": "2024-10-01..2024-12-31",
    "les 3 derniers mois de 2024": "2024-10-01..2024-12-31",
    "les deux premiers mois de 2025": "2025-01-01..2025-02-28",
    "il y a deux mois": "2025-09-01..2025-09-30",
    "two months ago": "2025-09-01..2025-09-30",
    "l'avant-dernier mois": "2025-09-01..2025-09-30",
    "the month before last": "2025-09-01..2025-09-30",
    "N-1": "2024-01-01..2024-12-31",
    "M-1": "2025-10-01..2025-10-31",
    "S-1": "2025-11-03..2025-11-09",
    "l'année dernière à la même époque": "2024-11-01..2024-11-30",
    "this time last year": "2024-11-01..2024-11-30",
    "même trimestre l'an dernier": "2024-10-01..2024-12-31",
    "same quarter last year": "2024-10-01..2024-12-31",
    "YTD 2024": "2024-01-01..2024-11-12",
    "le mois prochain": "2025-12-01..2025-12-31",
    "next quarter": "2026-01-01..2026-03-31",
    "2031-01": "2031-01-01..2031-01-31",
    # fiscal, from April
    "exercice 2024": "2024-04-01..2025-03-31",
    "exercice 2024-2025": "2024-04-01..2025-03-31",
    "exercice 2024/25": "2024-04-01..2025-03-31",
    "FY24": "2024-04-01..2025-03-31",
    "FY2025 Q1": "2025-04-01..2025-06-30",
    "Q1 FY2025": "2025-04-01..2025-06-30",
    "last fiscal year": "2024-04-01..2025-03-31",
    "trimestre fiscal précédent": "2025-07-01..2025-09-30",
}

RUNNING = {
    "ce trimestre": "2025-10-01",
    "this week": "2025-11-10",
    "cette année": "2025-01-01",
    "2025": "2025-01-01",
    "T4 2025": "2025-10-01",
    "en novembre": "2025-11-01",
    "2025-11": "2025-11-01",
    "S46": "2025-11-10",
    "deuxième semestre": "2025-07-01",
    "FY2025": "2025-04-01",
    "l'exercice en cours": "2025-04-01",
    "depuis le début de l’exercice": "2025-04-01",
    "quarter to date": "2025-10-01",
    "QTD": "2025-10-01",
    "WTD": "2025-11-10",
    "cumul annuel": "2025-01-01",
    "so far this month": "2025-11-01",
    "depuis mars": "2025-03-01",
    "since early March": "2025-03-01",
    "depuis lundi": "2025-11-10",
    "depuis 3 mois": "2025-08-12",
    "à partir du 3 mars": "2025-03-03",
    "from March onwards": "2025-03-01",
    "de mars à aujourd'hui": "2025-03-01",
    "de janvier à décembre 2025": "2025-01-01",
    "après mars": "2025-04-01",
    "toute la période": "2023-02-01",
    "all time": "2023-02-01",
    "depuis toujours": "2023-02-01",
    "depuis le début": "2023-02-01",
    "today": "2025-11-12",
}


@pytest.mark.parametrize(("phrase", "expected"), COMPLETE.items())
def test_a_phrase_means_these_days(phrase, expected):
    """
    The phrase gives these two dates, and nothing is said to be unfinished.
    """
    period = resolve(phrase, CALENDAR)

    assert (period.iso, period.running) == (expected, False)


@pytest.mark.parametrize(("phrase", "start"), RUNNING.items())
def test_a_period_that_is_not_over_stops_today(phrase, start):
    """
    Whether said ("ce trimestre") or named ("T4 2025"), it runs from its first day to today.
    """
    period = resolve(phrase, CALENDAR)

    assert (period.iso, period.running) == (f"{start}..{TODAY}", True)


def test_dates_are_kept_as_written():
    """
    Two dates reach into the future when they say so: a target has one.
    """
    period = resolve("2025-11-01..2025-11-30", CALENDAR)

    assert (period.iso, period.running) == ("2025-11-01..2025-11-30", False)


@pytest.mark.parametrize(
    "phrase",
    [
        "DÉBUT MARS",
        "debut   mars",
        "De\u0301but mars",
        "début\u00a0mars",
        "au\u202fdébut de mars",
        "« début mars »",
        "début mars ?",
        "\u200bdébut mars",
        "début du mois de mars",
    ],
)
def test_typing_does_not_matter(phrase):
    """
    Capitals, accents, narrow spaces, quotation marks and small words change nothing.
    """
    assert resolve(phrase, CALENDAR).iso == "2025-03-01..2025-03-10"


@pytest.mark.parametrize("phrase", ["l'an dernier", "l’an dernier", "lʼan dernier", "l´an dernier"])
def test_any_apostrophe_will_do(phrase):
    """
    Spreadsheets curl apostrophes by themselves.
    """
    assert resolve(phrase, CALENDAR).iso == "2024-01-01..2024-12-31"


def test_digits_of_other_scripts():
    """
    A sheet may hold its dates in Arabic-Indic digits.
    """
    assert resolve("٠٣/٢٠٢٥", CALENDAR).iso == "2025-03-01..2025-03-31"


def test_a_locale_decides_the_order_of_day_and_month():
    """
    03/04/2026 is in April for a French reader and in March for an American one.
    """
    french, american = (Calendar(TODAY, day_first=first) for first in (True, False))

    assert resolve("03/04/2026", french).iso == "2026-04-03..2026-04-03"
    assert resolve("03/04/2026", american).iso == "2026-03-04..2026-03-04"
    assert resolve("13/04/2026", Calendar(TODAY)).iso == "2026-04-13..2026-04-13"


@pytest.mark.parametrize(
    ("phrase", "grain"),
    [
        ("mars 2025", Grain.MONTH),
        ("ce trimestre", Grain.QUARTER),
        ("S12", Grain.WEEK),
        ("hier", Grain.DAY),
        ("last 1 months", Grain.MONTH),
        ("les 3 derniers mois", None),
        ("début mars", None),
        ("2025-07-01..2025-09-30", None),
    ],
)
def test_a_period_knows_its_unit(phrase, grain):
    """
    One unit is compared with the unit before; a stretch of days has none.
    """
    assert resolve(phrase, CALENDAR).grain is grain


def test_us_weeks_are_a_setting():
    """
    With weeks from Sunday, week 2 of 2026 opens on 4 January, and the answer says so.
    """
    period = resolve("week 2 of 2026", Calendar(date(2026, 3, 1), week_starts_sunday=True))

    assert period.iso == "2026-01-04..2026-01-10"
    assert any("Sunday" in note[Lang.EN] for note in period.assumed)


@pytest.mark.parametrize(
    ("today", "phrase", "expected"),
    [
        ("2026-01-01", "le mois dernier", "2025-12-01..2025-12-31"),
        ("2026-01-01", "last quarter", "2025-10-01..2025-12-31"),
        ("2026-01-01", "cette semaine", "2025-12-29..2026-01-01"),
        ("2026-01-01", "semaine 1", "2025-12-29..2026-01-01"),
        ("2025-12-30", "S1 2026", "2026-01-01..2026-06-30"),
        ("2025-12-30", "semaine 1", "2025-12-29..2025-12-30"),
        ("2021-01-02", "semaine 53", "2020-12-28..2021-01-02"),
        ("2024-02-29", "same month last year", "2023-02-01..2023-02-28"),
        ("2024-03-31", "mois glissant", "2024-02-29..2024-03-30"),
        ("2025-03-31", "le mois dernier", "2025-02-01..2025-02-28"),
        ("2025-03-31", "YTD 2024", "2024-01-01..2024-03-31"),
        ("2024-02-29", "YTD 2023", "2023-01-01..2023-02-28"),
        ("2025-05-31", "les 3 derniers mois", "2025-02-01..2025-04-30"),
        ("2025-03-01", "hier", "2025-02-28..2025-02-28"),
        ("2026-01-31", "fiscal Q4", "2025-11-01..2026-01-31"),
        ("2025-11-16", "last weekend", "2025-11-08..2025-11-09"),
        ("2025-11-16", "ce week-end", "2025-11-15..2025-11-16"),
    ],
)
def test_edges_of_the_calendar(today, phrase, expected):
    """
    New year, month ends, leap days and week 53 come out right.
    """
    assert resolve(phrase, Calendar(date.fromisoformat(today), fiscal_start=2)).iso == expected
