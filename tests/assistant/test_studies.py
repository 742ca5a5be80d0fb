"""More than one number in the chat: forecasts, cohorts, paths, costs, where deals are held up."""

import datetime as dt

import pytest

from assistant.answering.base import Answering
from assistant.answering.studies.telling import rounded
from assistant.wire import Intent, Reading
from kpi_core.answering.cohorts import CohortQuery, cohorts
from kpi_core.answering.comparing_members import ComparisonQuery, compare_members
from kpi_core.answering.contents import ContentKind, ContentQuery, contents
from kpi_core.answering.costs import CostQuery, costs
from kpi_core.answering.funnel import funnel
from kpi_core.answering.funnel_shapes import FunnelQuery
from kpi_core.answering.outlook import OutlookQuery, outlook
from kpi_core.answering.paths import conversion_paths
from kpi_core.answering.scoring import scoring
from kpi_core.answering.scoring_shapes import ScoreQuery
from kpi_core.query import KpiQuery
from kpi_core.retention.ages import Step
from kpi_core.text import Lang
from kpi_core.units import Unit, written


def test_a_forecast_is_that_of_the_core_for_the_months_asked(ask, core):
    """
    The next three months from 12 November are December to February; November is not among them.
    """
    reply = ask("prévision des leads pour les 3 prochains mois")

    ahead = outlook(core, OutlookQuery(kpi="leads", ahead=5)).ahead
    told = [(row[0], row[1]) for row in reply.table.rows]
    assert told == [
        (month, written(round(p.value), Unit.COUNT, "EUR", "fr-FR"))
        for month, p in zip(
            ("décembre 2025", "janvier 2026", "février 2026"),
            [p for p in ahead if p.span.start.month in {12, 1, 2}],
            strict=True,
        )
    ]
    assert "Jugée sur" in reply.caveats[0]
    drawn = [p.label for p in reply.chart.series[1].points if p.value is not None]
    assert drawn[:2] == ["octobre 2025", "novembre 2025"]


def test_a_forecast_that_loses_gives_no_number(ask, core):
    """
    Where repeating the past did as well, the sentence says so and no month is told.
    """
    assert outlook(core, OutlookQuery(kpi="cac")).ahead == ()

    reply = ask("forecast of CAC")

    assert "No forecast is given" in reply.text
    assert reply.table is None
    assert len(reply.chart.series) == 1


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("How many leads will we get in December?", "decline"),
        ("Combien de leads aurons-nous en décembre ?", "decline"),
        ("what if we double the budget, forecast leads", "decline"),
        ("si on double le budget, prévision des leads", "decline"),
        ("forecast of leads in March 2025", "clarify"),
        ("prévision des leads vs l'an dernier", "clarify"),
        ("forecast of leads and CPL", "clarify"),
        ("bottleneck by segment", "clarify"),
        ("why did the forecast of leads fall", "clarify"),
        ("significativement", "clarify"),
        ("stalled deals in Q3", "clarify"),
        ("coût marginal d'un lead en 2025", "clarify"),
        ("customers most likely to order again by segment", "clarify"),
        ("top 3 hot leads by channel", "clarify"),
        ("parcours de conversion par compte en 2025", "clarify"),
        ("leads par groupe", "clarify"),
        ("A/B tests in Q3", "clarify"),
        ("prévision des parcours de conversion", "clarify"),
    ],
)
def test_what_a_study_does_not_take_is_never_left_out(ask, question, outcome):
    """
    A supposition, a past month, a comparison, a second KPI: asked back or declined.
    """
    assert ask(question).outcome == outcome


def test_a_follow_up_goes_on_with_the_study(ask):
    """
    "And on LinkedIn?" after a forecast is a forecast, not what was counted.
    """
    first = ask("forecast of leads")
    second = ask("and on LinkedIn?")
    third = ask("retention by cohort in 2024", "by segment")

    assert first.context.reading.intent == second.context.reading.intent == "forecast"
    assert second.query.filters == {"platform": ["LinkedIn"]}
    assert (third.context.reading.intent, third.query.by) == ("cohorts", ["segment"])
    assert third.query.period == first.query.period or third.query.period


def test_a_follow_up_that_the_study_cannot_take_is_asked_back(ask):
    """
    A forecast is not told by channel: the breakdown of what was counted would look like one.
    """
    ask("forecast of leads")

    assert ask("and by channel?").outcome == "clarify"


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("NRR by cohort in 2024", "revenue_net"),
        ("rétention par cohorte en 2024", "customers"),
        ("GRR par cohorte en 2024", "revenue_gross"),
    ],
)
def test_cohorts_are_those_of_the_core(ask, core, question, measure):
    """
    Each share of the table is the matrix's own, and what is not that old yet is empty.
    """
    reply = ask(question)

    found = cohorts(core, CohortQuery(measure=measure, grain=Step.MONTH, period="2024"))
    locale = "fr-FR" if reply.lang is Lang.FR else "en-US"
    width = len(reply.table.head) - 2
    assert [row[2:] for row in reply.table.rows[:-1]] == [
        [
            "" if s is None else written(s, Unit.SHARE, "EUR", locale)
            for s in (*line.shares, *[None] * width)[:width]
        ]
        for line in found.lines
    ]


def test_rates_of_members_say_how_many_people_they_rest_on(ask, core):
    """
    Side by side, 90% of 10 and 89% of 38 are not the same evidence: each says its number.
    """
    reply = ask("rétention par cohorte par segment en 2024")

    query = CohortQuery(measure="customers", grain=Step.MONTH, period="2024", by=["segment"])
    found = cohorts(core, query)
    for row, total in zip(reply.table.rows, found.totals, strict=True):
        share = written(total.shares[12], Unit.SHARE, "EUR", "fr-FR")
        assert f"{share} ({int(total.bases[12])})" == row[-1]
    assert any("sur lesquelles porte le taux" in note for note in reply.caveats)


def test_costs_by_kind_add_up_to_what_was_spent(ask, core):
    """
    The total of the sentence is that of the core, to the cent.
    """
    reply = ask("cost structure in 2024")

    found = costs(core, CostQuery(period="2024"))
    assert written(float(found.total), Unit.MONEY, "EUR", "en-US") in reply.text
    assert len(reply.table.rows) == len(found.lines)


def test_stalled_deals_are_those_of_the_funnel(ask, core):
    """
    Counted and listed as the funnel's page does.
    """
    reply = ask("quelles affaires sont à l'arrêt ?")

    stalled = funnel(core, FunnelQuery()).total.stalled
    assert reply.text.startswith(f"{len(stalled)} affaires sont à l’arrêt")
    assert [r[0] for r in reply.table.rows] == [d.name for d in stalled[: len(reply.table.rows)]]
    assert any("Rien n’est connu des affaires après le 31/10/2025" in c for c in reply.caveats)


def test_paths_are_those_of_the_core(ask, core):
    """
    As many converted by each path as the core counts.
    """
    reply = ask("top 5 conversion paths in Q3 2025")

    found = conversion_paths(core, KpiQuery(kpis=["new_customer_count"], period="Q3 2025"), 5)
    assert [row[1] for row in reply.table.rows] == [str(p.converted) for p in found.paths]
    assert len(reply.table.rows) == 5


def test_members_differ_as_the_comparison_says(ask, core):
    """
    The verdict is the core's own sentence.
    """
    reply = ask("quels segments diffèrent significativement en taux de gain en 2025 ?")

    query = ComparisonQuery(kpi="win_rate", by="segment", period="2025")
    assert compare_members(core, query).said.fr in reply.text


def test_a_study_says_whom_it_is_about_and_which_cell_gives_it(ask):
    """
    The members filtered are told, and the formula holds them.
    """
    reply = ask("structure des coûts de LinkedIn Ads en 2024")

    assert "Seulement LinkedIn Ads." in reply.assumptions
    assert reply.formula == '=B2B_COSTS("en 2024";"channel=LinkedIn Ads")'


def test_hot_leads_are_those_of_the_score_with_their_reasons(ask, core):
    """
    The first to call, how many are open, and why: as `kpi score` tells them.
    """
    reply = ask("les 5 leads chauds de Karim Benali")

    query = ScoreQuery(what="hot", filters={"owner": ["Karim Benali"]}, top=5)
    found = scoring(core, query)
    assert [row[0] for row in reply.table.rows] == [lead.name for lead in found.leads]
    assert f"sur {found.open} ouverts" in reply.text
    assert reply.table.rows[0][2].startswith(found.leads[0].reasons[0].said.fr)


def test_hot_leads_are_of_today(ask):
    """
    Of a past year, quality is told, not whom to call.
    """
    assert "qualité des leads" in ask("leads chauds en 2024").text
    assert ask("les 0 leads chauds").outcome == "clarify"
    quality = ask("lead quality by segment in 2024")
    assert quality.query.by == ["segment"]
    assert len(quality.table.rows) >= 4


@pytest.mark.parametrize(
    ("value", "locale", "said"),
    [
        (12_000.0, "en-US", "€12,000"),
        (200_000.2, "en-US", "€200,000"),
        (12_000.0, "fr-FR", "12\u202f000\u00a0€"),
        (99.5, "en-US", "€99.50"),
        (12_000.4, "en-GB", "€12,000"),
    ],
)
def test_a_rounded_amount_loses_its_cents_and_no_thousands(core, value, locale, said):
    """
    €12,000 is twelve thousand: what is cut off is the cents, wherever the thousands are parted.
    """
    a = Answering(core, Reading(intent=Intent.FRESHNESS), Lang.EN, locale)

    assert rounded(a, value, Unit.MONEY, "EUR") == said


@pytest.mark.parametrize(
    "question", ["prévision des leads pour décembre", "forecast of leads in December"]
)
def test_a_month_without_its_year_is_the_next_one(ask, question):
    """
    In November 2025, December is to come, not eleven months over.
    """
    reply = ask(question)

    assert "2025" in reply.text
    assert reply.query.period.start == dt.date(2025, 12, 1)


def test_a_forecast_that_goes_on_is_of_the_month_that_is_named(ask):
    """
    "And in December?" is December; "and last month?" is over, which is said.
    """
    ask("forecast of LinkedIn leads next month")
    december = ask("and in December?")
    over = ask("and last month?")

    assert "December 2025" in december.text
    assert over.outcome == "clarify"


def test_days_that_are_no_whole_months_are_told_by_weeks_and_said(ask):
    """
    The next ten days are no month of 276 leads.
    """
    reply = ask("forecast of leads for the next 10 days")

    assert "week" in reply.text
    assert "go beyond the days" in reply.caveats[0]
    assert "November" in ask("forecast of leads this month").text


def test_nothing_is_written_as_nothing_in_french(ask):
    """
    French counts 0 with the singular: "0 client", never "un client".
    """
    reply = ask("performance des webinars au T3 2025")

    first = reply.table.rows[0]
    assert f"{first[2]} leads, {first[3]} client" in reply.text


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("prévision des leads sur deux mois", "prévision des leads pour les 2 prochains mois"),
        ("forecast of leads over 3 months", "forecast of leads for the next 3 months"),
    ],
)
def test_how_far_a_forecast_goes_needs_no_next(ask, question, same):
    """
    "Over 3 months" of a forecast are the next three.
    """
    assert ask(question).table == ask(same).table


@pytest.mark.parametrize(
    "question",
    ["Qui appeler d’abord ?", "who should we call first?", "qui relancer en premier ?"],
)
def test_who_to_call_first_is_no_opinion(ask, question):
    """
    Whom to call first is the list of hot leads, however it is asked.
    """
    assert Intent.SCORES == ask(question).context.reading.intent


def test_the_content_that_brought_most_customers_is_first_by_customers(ask, core):
    """
    Asked of customers, contents are listed by customers; else by the leads that they brought.
    """
    kinds = [ContentKind.WEBINAR]
    found = contents(core, ContentQuery(period="2025", kinds=kinds)).contents
    before = contents(core, ContentQuery(period="2024", kinds=kinds)).contents

    won = ask("quel webinar a rapporté le plus de clients en 2024 ?")
    came = ask("which webinar brought the most leads in 2025?")

    assert sorted((c.customers for c in before), reverse=True) == [
        int(row[3]) for row in won.table.rows
    ]
    assert sorted((c.leads for c in found), reverse=True) == [int(r[2]) for r in came.table.rows]
    most = max(c.customers for c in before)
    assert all(c.name in won.text for c in before if c.customers == most)
    assert "à égalité" in won.text
    none = ask("quel webinar a rapporté le plus de clients en septembre 2025 ?")
    assert "aucun n’a apporté de client" in none.text
    assert "clarify" == ask("best article or best webinar in 2025").outcome
    assert came.table.rows[0][0] in came.text
    assert "article" == ask("meilleur article de blog en 2025").context.reading.about


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("predicted LTV by segment over 12 months", "forecast of leads"),
        ("LTV prédictive par segment sur 12 mois", "prochains"),
        ("prévision des leads sur 3 mois en 2024", "prochains mois en 2024"),
        ("prévision des leads dans 3 mois", "décembre 2025"),
    ],
)
def test_how_far_is_read_of_a_forecast_that_begins_now_alone(ask, question, never):
    """
    Not of a lifetime value, nor of days that are over, nor of one month that is far ahead.
    """
    assert never not in ask(question).text.partition("«")[0]
