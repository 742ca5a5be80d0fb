"""Periods inside whole questions, on Wednesday 12 November 2025."""

from datetime import date

import pytest

from kpi_core.errors import KpiError
from kpi_core.periods import Calendar, find, leftover_temporal_words, resolve

CALENDAR = Calendar(date(2025, 11, 12), day_first=True, first_day=date(2023, 2, 1))


def seen(question, **options):
    """Return the words of each period, its dates, and "vs" where it is compared with."""
    return [
        (question[slice(*f.span)], f.period.iso, *(("vs",) if f.comparison else ()))
        for f in find(question, CALENDAR, **options)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Quel était notre CPL sur Google Ads en mars par rapport à février ?",
            [
                ("en mars", "2025-03-01..2025-03-31"),
                ("par rapport à février", "2025-02-01..2025-02-28", "vs"),
            ],
        ),
        (
            "what was our CAC on LinkedIn last quarter?",
            [("last quarter", "2025-07-01..2025-09-30")],
        ),
        (
            "How many leads from March 3 to April 10 on LinkedIn?",
            [("from March 3 to April 10", "2025-03-03..2025-04-10")],
        ),
        ("CPL début mars", [("début mars", "2025-03-01..2025-03-10")]),
        (
            "ROI ce mois-ci vs mois dernier",
            [
                ("ce mois-ci", "2025-11-01..2025-11-12"),
                ("vs mois dernier", "2025-10-01..2025-10-12", "vs"),
            ],
        ),
        (
            "CPL Q3 versus the same period last year",
            [
                ("Q3", "2025-07-01..2025-09-30"),
                ("versus the same period last year", "2024-07-01..2024-09-30", "vs"),
            ],
        ),
        (
            "CAC last quarter yoy",
            [("last quarter", "2025-07-01..2025-09-30"), ("yoy", "2024-07-01..2024-09-30", "vs")],
        ),
        (
            "CAC MoM",
            [("MoM", "2025-10-01..2025-10-31"), ("MoM", "2025-09-01..2025-09-30", "vs")],
        ),
        (
            "compare March to April",
            [("March", "2025-03-01..2025-03-31"), ("to April", "2025-04-01..2025-04-30", "vs")],
        ),
        (
            "les leads de janvier à mars 2025, puis ceux du T2",
            [
                ("de janvier à mars 2025", "2025-01-01..2025-03-31"),
                ("du T2", "2025-04-01..2025-06-30"),
            ],
        ),
        (
            "janvier, février et mars",
            [
                ("janvier", "2025-01-01..2025-01-31"),
                ("février", "2025-02-01..2025-02-28"),
                ("mars", "2025-03-01..2025-03-31"),
            ],
        ),
        ("et en mars ?", [("en mars", "2025-03-01..2025-03-31")]),
        ("and May?", [("May", "2025-05-01..2025-05-31")]),
        ("CAC 2024 par canal", [("2024", "2024-01-01..2024-12-31")]),
        ("et sur Google Ads ?", []),
    ],
)
def test_periods_are_found_with_their_words(question, expected):
    """
    The longest reading wins, the small words before it included.
    """
    assert seen(question) == expected
    assert leftover_temporal_words(question, find(question, CALENDAR)) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("may I see the CAC in May?", ["in May"]),
        ("sept leads en sept. 2025", ["en sept. 2025"]),
        ("plus de sept leads en mars", ["en mars"]),
        ("second product in the second quarter", ["in the second quarter"]),
        ("could this may be wrong?", []),
        ("le CAC a été de combien en juin", ["en juin"]),
        ("did CPL fall last month", ["last month"]),
        ("is there an increase this month", ["this month"]),
        ("half of the leads last week", ["last week"]),
        ("50/50 split test in 2024", ["in 2024"]),
        ("3/4 of leads last week", ["last week"]),
        ("un budget de 2025 €", []),
        ("T5 results", []),
        ("le top 10 des campagnes", []),
        ("b2b en 2024", ["en 2024"]),
    ],
)
def test_words_that_look_like_time_are_left_alone(question, expected):
    """
    A verb, a number or a product is no period, and does not make the question refused.
    """
    assert [words for words, *_ in seen(question)] == expected
    assert leftover_temporal_words(question, find(question, CALENDAR)) == []


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("CAC hebdo sur 2024", ["hebdo"]),
        ("CAC début 2025", ["début"]),
        ("CAC at the end of 2024", ["end"]),
        ("CAC du trimestre", ["trimestre"]),
        ("2025 leads on LinkedIn", ["2025"]),
        ("march was good", ["march"]),
        ("CAC last few weeks", ["last", "weeks"]),
        ("leads à Noël", ["Noël"]),
        ("leads récents", ["récents"]),
        ("and the month before?", ["month"]),
        ("CPL sur S3", []),
        ("leads par mois en 2024", ["mois"]),
    ],
)
def test_words_of_time_that_are_left_are_reported(question, left):
    """
    The caller refuses rather than answering for another period.
    """
    assert leftover_temporal_words(question, find(question, CALENDAR)) == left


def test_words_the_caller_understood_are_not_reported():
    """
    "Par mois" is a grouping once somebody has read it as one.
    """
    question = "leads par mois en 2024"
    grouping = (6, 14)

    assert question[slice(*grouping)] == "par mois"
    assert leftover_temporal_words(question, find(question, CALENDAR), taken=[grouping]) == []


def test_the_name_of_a_campaign_is_not_a_period():
    """
    Once the caller knows that "Printemps 2025" is a campaign, only April is a period.
    """
    question = "CPL de la campagne Printemps 2025 en avril"
    at = question.index("Printemps")

    assert seen(question, taken=[(at, at + 14)]) == [("en avril", "2025-04-01..2025-04-30")]
    with pytest.raises(KpiError):
        find(question, CALENDAR)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "show Q1, Q2 and Q3 2024",
            ["2024-01-01..2024-03-31", "2024-04-01..2024-06-30", "2024-07-01..2024-09-30"],
        ),
        (
            "T1 2023, T2 et T3 2024",
            ["2023-01-01..2023-03-31", "2024-04-01..2024-06-30", "2024-07-01..2024-09-30"],
        ),
        ("mars 2024 et avril", ["2024-03-01..2024-03-31", "2024-04-01..2024-04-30"]),
        ("T2 vs T3 2024", ["2024-04-01..2024-06-30", "2024-07-01..2024-09-30"]),
        ("CPL mars 2024 vs février", ["2024-03-01..2024-03-31", "2024-02-01..2024-02-29"]),
        ("T3 vs T3 2024", ["2025-07-01..2025-09-30", "2024-07-01..2024-09-30"]),
    ],
)
def test_a_year_said_once_is_for_all(question, expected):
    """
    In an enumeration or a comparison the year need not be repeated, unless both would be the same.
    """
    assert [iso for _, iso, *_ in seen(question)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "the last week of March",
        "first half of Q3",
        "CAC de mars de T2",
        "leads du 31/02/2025",
        "CAC à fin mars",
    ],
)
def test_a_period_that_cannot_be_read_is_refused(question):
    """
    Half of the words would name another period: the question is refused.
    """
    with pytest.raises(KpiError):
        find(question, CALENDAR)


def test_a_comparison_alone_counts_from_what_is_answered_by_default():
    """
    Without a period, the twelve months that the product answers; in a follow-up, the last period.
    """
    march = resolve("mars 2025", CALENDAR)

    assert seen("vs previous period") == [("vs previous period", "2023-11-01..2024-10-31", "vs")]
    assert seen("vs previous period", base=march) == [
        ("vs previous period", "2025-02-01..2025-02-28", "vs")
    ]


@pytest.mark.parametrize(
    "question",
    [
        "CAC\u202fen\u00a0de\u0301cembre\u200b 2024 ?",
        "𝐂𝐀𝐂 🎉 en décembre 2024",
        "ﬁn ½ œuvre, CAC en De\u0301cembre\u00a02024",
    ],
)
def test_spans_are_those_of_the_original_text(question):
    """
    Whatever was typed, the characters returned are the ones that were read.
    """
    [(words, iso)] = seen(question)

    assert iso == "2024-12-01..2024-12-31"
    assert (words[:2], words[-4:]) == ("en", "2024")


def test_a_long_text_is_read_in_proportion_to_its_length():
    """
    Thousands of words of time do not exhaust the stack or the patience.
    """
    with pytest.raises(KpiError):
        find("mars à " * 2000, CALENDAR)

    assert find("depuis " + "le " * 5000, CALENDAR) == []
