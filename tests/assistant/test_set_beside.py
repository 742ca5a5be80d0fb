"""What stands beside what: periods of one length, numbers under their own title."""

import itertools

import pytest

from kpi_core.answering.margins import change_margin
from kpi_core.catalog import REGISTRY
from kpi_core.query import KpiQuery


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("CPL vs last quarter", "this quarter"),
        ("Did leads go down vs last month?", "this month"),
        ("On a plus de leads que le mois dernier ?", "ce mois-ci"),
        ("revenue compared to 2024", "this year"),
        ("How are we doing vs last quarter?", "this quarter"),
    ],
)
def test_a_unit_is_compared_with_one_like_it(ask, question, period):
    """
    Beside last month stands this month, never the twelve months that are told by default.
    """
    query = ask.query(question)

    assert period == query["period"]
    reply = ask(question)
    both = [r for r in reply.rows if r.comparison is not None]
    assert both
    lengths = [(days_of(r.period), days_of(r.comparison.period)) for r in both]
    assert all(abs(one - other) <= 1 for one, other in lengths)  # a leap day


def days_of(span):
    return (span.end - span.start).days


def test_a_follow_up_compares_like_with_like_too(ask):
    """
    "vs last quarter" after leads of twelve months is no comparison of twelve months with three.
    """
    assert "this quarter" == ask.query("Leads", "vs last quarter")["period"]


@pytest.mark.parametrize("question", ["leads vs September", "leads par rapport à septembre"])
def test_a_period_that_nothing_is_like_is_asked_back(ask, question):
    """
    Beside a month further back, either this month or the last whole one may be meant.
    """
    reply = ask(question)

    assert "clarify" == reply.outcome
    assert 2 == len(reply.options)


@pytest.mark.parametrize("question", ["leads in October vs 2024", "leads en octobre vs 2024"])
def test_a_month_is_compared_with_that_month_of_the_year_named(ask, question):
    """
    "October vs 2024" sets two Octobers side by side, not a month beside a year.
    """
    (row,) = ask(question).rows

    assert ("2025-10-01", "2025-10-31") == days(row.period)
    assert ("2024-10-01", "2024-10-31") == days(row.comparison.period)


def test_periods_of_unlike_lengths_are_said_to_be(ask):
    """
    A month beside a quarter, where it is asked for, comes with both lengths.
    """
    reply = ask("leads in October vs Q3")

    assert any("31 days and 92" in a for a in reply.assumptions)


def test_year_on_year_counts_from_the_period_by_default(ask):
    """
    "Revenue YoY" is the last twelve months beside the twelve before.
    """
    (row,) = ask("revenue YoY", lang="en").rows

    assert ("2024-11-01", "2025-10-31") == days(row.period)
    assert ("2023-11-01", "2024-10-31") == days(row.comparison.period)


def days(span):
    return str(span.start), str(span.end)


def test_each_number_stands_under_its_own_title(ask):
    """
    Two KPIs of two members are two sentences: no CAC is told as a CPL.
    """
    text = ask("CPL and CAC on LinkedIn vs Google in Q3").text
    first, second = text.split("CAC", 1)

    assert 2 == first.count("€")
    assert 2 == second.count("€")


@pytest.mark.parametrize(
    ("question", "rising"),
    [
        ("Why is CAC up this quarter?", True),
        ("Is the win rate down in Q3?", False),
        ("Is the win rate up from last year?", True),
        ("Is CPL better than last quarter?", False),
    ],
)
def test_up_and_down_are_moves(ask, question, rising):
    """
    "Up", "down" and "better than" ask whether a number moved so.
    """
    assert rising is ask(question).context.reading.rising


def test_what_is_up_in_the_air_did_not_rise(ask):
    """
    "Still up in the air" is no move.
    """
    assert ["open_deal_count"] == ask.query("How many deals are still up in the air?")["kpis"]


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("How long do leads take to become customers, on average?", "cycle_mean"),
        ("Combien de temps en moyenne pour signer un client ?", "cycle_mean"),
        ("What is our typical sales cycle?", "sales_cycle"),
        ("Average deal and sales cycle in 2025", "sales_cycle"),
    ],
)
def test_on_average_is_the_mean_and_typical_the_median(ask, question, kpi):
    """
    A median is not told where the mean was asked for, nor the other way round.
    """
    assert kpi in ask.query(question)["kpis"]


@pytest.mark.parametrize(
    "question", ["cumulative leads by month in 2025", "CA cumulé par mois en 2025"]
)
def test_a_running_total_is_asked_back(ask, question):
    """
    Numbers month by month are not told where they were to be added up.
    """
    assert "clarify" == ask(question).outcome


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("Bounce rate for cold email in Q3", "email_bounce_rate"),
        ("LTV vs CAC, on est à quel ratio ?", "ltv_cac"),
        ("Ca nous coute combien un SQL chez les ETI", "cost_per_sql"),
        ("À quelle étape les dossiers restent-ils bloqués le plus longtemps ?", "time_in_stage"),
    ],
)
def test_the_words_around_a_kpi_say_which(ask, question, kpi):
    """
    A member's own words, "ratio", "ça" without its cedilla and where things stall are understood.
    """
    assert [kpi] == ask.query(question)["kpis"]


@pytest.mark.parametrize(
    "question",
    [
        "How much did we invoice in September?",
        "Combien avons-nous facturé en 2024 ?",
        "C'est quoi le mail du dernier lead ?",
    ],
)
def test_invoices_and_addresses_are_declined_however_they_are_asked(ask, question):
    """
    What is not recorded, and what is private, is declined in any form of the word.
    """
    assert "decline" == ask(question).outcome


def test_nothing_but_the_best_is_the_best_alone(ask):
    """
    "Just the best one" shows one.
    """
    assert 1 == ask.query("Revenue by product in 2025", "just the best one")["limit"]


def test_an_annual_churn_is_offered_over_the_period(ask):
    """
    What data alone cannot tell comes with what it can.
    """
    reply = ask("Churn annuel 2024")

    assert "clarify" == reply.outcome
    assert 1 == len(reply.options)


@pytest.mark.parametrize(
    "question", ["Who sold more than last year?", "Qui a signé plus de CA au T3 qu'au T2 ?"]
)
def test_who_did_better_is_told_of_each(ask, question):
    """
    "Who sold more than last year" is answered by names, not by the firm's total.
    """
    reply = ask(question)

    assert ["owner"] == reply.query.by
    assert reply.context.reading.rising


def test_margins_that_overlap_may_be_of_numbers_that_are_apart(ask, core):
    """
    The verdict is that of the margin of the difference, as `B2B_COMPARE` has it: never "no clear
    difference" of two that are apart only because their margins touch.
    """
    found = core.query(KpiQuery(kpis=["cpl"], period="2025", by=["channel"]))
    told = [r for r in found if r.group["channel"] and r.low is not None and r.high is not None]
    seen = set()
    for one, other in itertools.combinations(told, 2):
        ends = (one.low, one.high), (other.low, other.high)
        low, high = change_margin(REGISTRY["cpl"], other.value, ends[1], one.value, ends[0])
        apart = not low <= 0 <= high
        overlap = one.low <= other.high and other.low <= one.high
        if (apart, overlap) in seen or (apart and not overlap):
            continue
        seen.add((apart, overlap))
        reply = ask(f"compare CPL of {one.group['channel']} and {other.group['channel']} in 2025")
        assert ("No clear difference" in reply.text) is not apart, reply.text

    assert {(True, True), (False, True)} == seen
