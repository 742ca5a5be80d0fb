"""Questions that ask for two things in order, or for what only looks like a number of ours."""

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "best and worst channel by CPL",
        "top 3 and bottom 3 channels by CPL in 2025",
        "meilleur canal et meilleur commercial en CA",
        "meilleure campagne par canal en leads",
        "best channel by CPL per month",
    ],
)
def test_two_lists_are_asked_back(ask, question):
    """
    Where two rankings are asked for, one alone would leave the other unsaid.
    """
    reply = ask(question)

    assert "clarify" == reply.outcome
    assert 2 == len(reply.options)


def test_one_list_in_order_is_one(ask):
    """
    "From highest to lowest" names both ends of one list.
    """
    assert "desc" == ask.query("leads by channel from highest to lowest")["order"]


@pytest.mark.parametrize(
    "questions",
    [
        ("CPL par canal au T3", "lequel a le plus baissé ?"),
        ("CPL by channel in Q3", "which one fell the most?"),
    ],
)
def test_which_one_fell_the_most_goes_on(ask, questions):
    """
    After an answer by channel, "which fell the most" is ranked by the move, not by the level.
    """
    reply = ask(*questions)
    first = reply.rows[0]

    assert reply.context.reading.by_change
    assert first.value < first.comparison.value


def test_better_than_somebody_sets_both_side_by_side(ask):
    """
    "Is that better than Google?" keeps what was answered beside Google.
    """
    query = ask.query("CPL on LinkedIn in Q3", "is that better than Google?")

    assert {"LinkedIn", "Google"} == set(query["filters"]["platform"])
    assert ["platform"] == query["by"]


@pytest.mark.parametrize(
    "question",
    ["marketing-sourced revenue", "CA généré par le marketing", "revenue from marketing"],
)
def test_what_a_team_brought_in_is_not_the_whole(ask, question):
    """
    Revenue "from marketing" is not all of the revenue: it is asked back.
    """
    assert "clarify" == ask(question).outcome


@pytest.mark.parametrize("question", ["dépenses marketing T3", "the marketing team's CAC in 2025"])
def test_the_teams_own_cost_needs_no_asking(ask, question):
    """
    What the marketing team spends is not what it brought in.
    """
    assert "answer" == ask(question).outcome


@pytest.mark.parametrize(
    "question",
    ["lead score", "Score des leads en 2025", "reasons for lost deals", "motifs de perte"],
)
def test_scores_and_reasons_are_not_recorded(ask, question):
    """
    A lead's score is not its value, and why a deal was lost is not why the count moved.
    """
    assert "decline" == ask(question).outcome


@pytest.mark.parametrize("question", ["NPS score in 2025", "Note de satisfaction client en 2025"])
def test_a_score_of_satisfaction_is_one(ask, question):
    """
    Where a KPI is a score, the word says nothing more.
    """
    assert "answer" == ask(question).outcome


@pytest.mark.parametrize(
    "question", ["likes on LinkedIn in Q3", "open count of the newsletter in October"]
)
def test_a_number_of_likes_is_no_rate(ask, question):
    """
    Where a number of things was asked and only their rate is known, it is asked back.
    """
    assert "clarify" == ask(question).outcome


def test_two_years_are_told_one_by_one(ask):
    """
    "Revenue 2024 and 2025" is a number for each, not their sum alone.
    """
    assert "year" == ask.query("CA 2024 et 2025")["grain"]


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("deals per salesperson on average", 2),
        ("affaires par commercial en moyenne", 2),
        ("leads per euro spent", 1),
        ("CAC marketing only", 3),
        ("renewals in Q3", 1),
    ],
)
def test_words_beside_a_name_that_change_what_is_counted_are_asked_back(ask, question, offered):
    """
    A number each is no average size, leads per euro no cost per lead, marketing alone no CAC.
    """
    reply = ask(question)

    assert "clarify" == reply.outcome
    assert offered == len(reply.options)


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("montant moyen des affaires par commercial", "average_deal"),
        ("average deal per salesperson", "average_deal"),
        ("revenue per euro spent", "roas"),
        ("renewal rate in 2025", "retention_rate"),
    ],
)
def test_the_kpi_itself_is_still_answered(ask, question, kpi):
    """
    The size of deals by salesperson, the return on a euro and a rate are KPIs of their own.
    """
    assert [kpi] == ask.query(question)["kpis"]


def test_better_than_a_year_that_was_not_understood_is_no_failure(ask):
    """
    Where nothing is there to rank by, a question back is what comes.
    """
    assert "clarify" == ask("on fait mieux que l'an dernier en CA ?").outcome
