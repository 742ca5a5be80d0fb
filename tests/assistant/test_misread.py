"""Questions that were once answered with another question's number."""

import pytest

from kpi_core.query import KpiQuery


def test_one_period_is_set_against_the_other(ask):
    """
    "More in October than in September" is a change between the two, never their sum.
    """
    reply = ask("Did we get more leads in October than in September?")

    assert "change" == reply.context.reading.intent
    assert ("2025-10-01", "2025-10-31") == days(reply.rows[0].period)
    assert ("2025-09-01", "2025-09-30") == days(reply.rows[0].comparison.period)
    assert reply.text.startswith("No." if reply.rows[0].comparison.change < 0 else "Yes.")


def days(span):
    return str(span.start), str(span.end)


@pytest.mark.parametrize(
    ("question", "falls"),
    [
        ("Quel canal a le plus baissé en octobre en leads ?", True),
        ("Top 3 channels by lead growth", False),
    ],
)
def test_what_moved_the_most_is_ranked_by_its_move(ask, core, question, falls):
    """
    Who fell the most is who lost most, not who has most.
    """
    reply = ask(question)
    moves = [r.value - r.comparison.value for r in reply.rows]

    assert moves == sorted(moves, reverse=not falls)
    assert all(m < 0 if falls else m > 0 for m in moves)
    everyone = core.query(reply.query.model_copy(update={"limit": None, "order": None}))
    whole = [
        r.value - r.comparison.value
        for r in everyone
        if r.value is not None and r.comparison.value is not None and None not in r.group.values()
    ]
    assert moves[0] == (min(whole) if falls else max(whole))


def test_every_member_that_moved_is_told(ask):
    """
    "Which channels fell" is answered by all of them, not by the first line of the table.
    """
    reply = ask("Quels canaux ont baissé en leads au T3 ?")
    fell = [r.group["channel"] for r in reply.rows if (r.comparison.change or 0) < 0]

    assert len(fell) > 1
    assert all(name in reply.text for name in fell if name)


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Leads hors LinkedIn en Belgique au T3", {"country": ["Belgique"]}),
        ("CA hors Belgique de Karim au T3", {"owner": ["Karim Benali"]}),
        ("Win rate excluding SMEs for Solène", {"owner": ["Solène Le Goff"]}),
    ],
)
def test_what_is_left_out_is_only_what_was_said(ask, question, filters):
    """
    "Hors X en Y": X is left out, Y is kept.
    """
    asked = ask(question).query

    assert filters.items() <= asked.filters.items()


@pytest.mark.parametrize(
    ("question", "who", "others"),
    [
        ("Part de Google et Meta dans les leads du T3", {"platform": ["Google", "Meta"]}, {}),
        ("Part des PME dans les leads de LinkedIn", {"segment": ["PME"]}, {"platform": ["LinkedIn"]}),
        ("Share of Karim in won deals of LinkedIn in Q3", {"owner": ["Karim Benali"]}, {"platform": ["LinkedIn"]}),
    ],
)  # fmt: skip
def test_a_share_is_of_whom_was_named_and_of_the_right_whole(ask, core, question, who, others):
    """
    Who comes before the KPI has the share, who comes after it is the whole.
    """
    from kpi_core.units import Unit, written

    reply = ask(question)
    kpi, period = reply.query.kpis, reply.query.period
    (part,) = core.query(KpiQuery(kpis=kpi, period=period, filters={**who, **others}))
    (whole,) = core.query(KpiQuery(kpis=kpi, period=period, filters=others))
    locale = "fr-FR" if reply.lang == "fr" else "en-US"

    assert written(part.value / whole.value, Unit.SHARE, "EUR", locale) in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "deals de moins de 5000 €",
        "leads qui ne viennent pas de France",
        "sans compter Meta Ads ni Google Ads, les leads du T3",
    ],
)
def test_a_limit_that_was_not_understood_is_never_dropped(ask, question):
    """
    Neither an answer nor an option counts what a threshold or a "not" would have left out.
    """
    reply = ask(question)

    assert "answer" != reply.outcome
    assert not reply.options


def test_leads_by_salesperson_are_leads(ask):
    """
    "Leads par commercial" are told by salesperson; they are no sales-qualified leads.
    """
    assert {"kpis": ["lead_volume"], "by": ["owner"]} == ask.query("leads par commercial")


def test_a_breakdown_stays_one_with_something_left_out(ask):
    """
    "Par canal sauf les salons" is still told by channel.
    """
    assert ["channel"] == ask.query("CPL par canal sauf les salons au T3")["by"]


def test_an_option_keeps_the_whole_question(ask, assistant):
    """
    What is asked back loses nothing: KPI, segment and period come with the choice.
    """
    from assistant.wire import Question

    reply = ask("Is e-mail cheaper than LinkedIn Ads per lead for SMEs in Q3?")
    assert "clarify" == reply.outcome
    for option in reply.options:
        asked = assistant.ask(Question(pick=option)).query
        assert ["cpl"] == asked.kpis
        assert ["PME"] == asked.filters["segment"]
        assert asked.period is not None


@pytest.mark.parametrize(
    ("first", "then", "period"),
    [
        ("CPL en mars 2025", "et l'année d'avant ?", ("2024-03-01", "2024-03-31")),
        ("CPL au T3 2025", "et l'an dernier ?", ("2024-07-01", "2024-09-30")),
        ("CPL en 2025", "et l'an dernier ?", ("2024-01-01", "2024-12-31")),
        ("leads in Q1 2025", "and the quarter after that?", ("2025-04-01", "2025-06-30")),
    ],
)
def test_a_year_before_is_the_same_part_of_it(ask, first, then, period):
    """
    After a month or a quarter, "last year" is that month or quarter, a year earlier.
    """
    assert period == days(ask(first, then).rows[0].period)


@pytest.mark.parametrize(
    ("question", "kpis"),
    [
        ("how many deals did we win in Q3, and for how much?", ["won_deal_count", "revenue"]),
        (
            "Combien y a-t-il d’affaires ouvertes en phase de proposition, et pour quel montant ?",
            ["open_deal_count", "pipeline_value"],
        ),
        (
            "combien d’affaires ouvertes et pour quelle valeur ?",
            ["open_deal_count", "pipeline_value"],
        ),
        ("how many deals are open and what are they worth?", ["open_deal_count", "pipeline_value"]),
        ("combien de deals gagnés au T3, et combien valent-ils ?", ["won_deal_count", "revenue"]),
        ("combien d’affaires gagnées en mars et pour combien ?", ["won_deal_count", "revenue"]),
        ("count and amount of won deals in Q3 2025", ["won_deal_count", "revenue"]),
        ("le nombre et le montant des affaires signées au T3 2025", ["won_deal_count", "revenue"]),
        ("how many deals did we win, and for how much each?", ["won_deal_count", "average_deal"]),
    ],
)
def test_a_count_and_its_worth_are_two_numbers(ask, question, kpis):
    """
    "How many, and for how much" is answered by both, over the same days and the same rows.
    """
    reply = ask(question)

    assert kpis == reply.query.kpis
    assert len(kpis) == len(reply.rows)


@pytest.mark.parametrize(
    "question",
    [
        "deals won in Q1 2025 and for how much in Q2 2025",
        "leads in Q1 2025 and CPL in Q2 2025",
        "leads au T1 2025 et CPL au T2 2025",
        "dépenses en janvier, leads en février",
        "revenue in Q1 2025 compared with leads in Q2 2025",
    ],
)
def test_two_numbers_each_of_its_own_days_are_asked_back(ask, question):
    """
    A number of one quarter and another of the next are not both told over the half-year.
    """
    assert "clarify" == ask(question).outcome
    assert "answer" == ask("leads in Q1 2025 and in Q2 2025").outcome
    assert "answer" == ask("CPL in March 2025 compared with CPL in February 2025").outcome


def test_a_worth_that_is_of_other_rows_is_asked_back(ask):
    """
    Opportunities created in a period and the value of those open today are not of one another.
    """
    assert "clarify" == ask("combien d’opportunités créées en mars, et pour quel montant ?").outcome


@pytest.mark.parametrize(
    "question",
    ["how many leads came in March, and for how much?", "nombre de leads et pour combien ?"],
)
def test_a_worth_of_each_is_no_worth_of_all(ask, question):
    """
    What one lead is worth is not what those of March are worth: it is not slipped in for a sum.
    """
    reply = ask(question)

    assert "lead_value" not in (reply.query.kpis if reply.query else [])
    assert "answer" != reply.outcome


@pytest.mark.parametrize("question", ["cost of the team", "combien coûte l’équipe marketing ?"])
def test_a_cost_is_not_told_by_whom_it_pays(ask, question):
    """
    The cost of the team is not the total cost: it is declined with what can be asked.
    """
    reply = ask(question)

    assert "decline" == reply.outcome
    assert "hours" in reply.text or "heures" in reply.text


@pytest.mark.parametrize("question", ["our sales team’s win rate", "taux de gain de notre équipe"])
def test_our_team_is_we(ask, question):
    """
    A team that is only the one who asks changes nothing.
    """
    assert ["win_rate"] == ask(question).query.kpis


@pytest.mark.parametrize(
    "question", ["leads le lundi", "leads on Mondays", "leads chaque vendredi"]
)
def test_every_monday_is_not_the_last_one(ask, question):
    """
    A day of the week that comes back is no date: it is declined, and one day is still one day.
    """
    assert "decline" == ask(question).outcome
    assert "answer" == ask("leads le lundi 3 mars 2025").outcome


def test_a_date_that_cannot_be_is_told_in_the_language_of_the_question(ask):
    """
    6 October 2025 is a Monday: a French question is told so in French.
    """
    reply = ask("leads du mardi 6 au vendredi 10 octobre 2025")

    assert "Le 6 octobre 2025 est un lundi, pas un mardi." == reply.text
