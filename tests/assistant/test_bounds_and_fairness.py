"""Bounds on an answer, totals, levels, and comparisons that the data does not hold."""

import pytest


@pytest.mark.parametrize(
    ("question", "bound"),
    [
        ("canaux avec un CPL sous 60 € en 2025", 60),
        ("which channels have a CPL below €60 in 2025?", 60),
        ("commerciaux avec un taux de gain inférieur à 25 % en 2025", 0.25),
    ],
)
def test_members_under_a_bound_are_those_and_no_others(ask, question, bound):
    """
    "Channels with a CPL under 60 €" tells those under it, and how many there are.
    """
    reply = ask(question)

    assert "answer" == reply.outcome
    assert all(r.value < bound for r in reply.rows) or "0 " in reply.text


def test_a_bound_without_members_is_asked_back(ask):
    """
    "CPL over 50 €" names no members: it is no number.
    """
    assert "clarify" == ask("CPL au-dessus de 50 €").outcome


def test_a_total_of_two_people_is_their_sum(ask):
    """
    "The total revenue of Karim and Solène" is one number; without "total" they stand side by side.
    """
    one = ask("CA total de Karim et Solène en 2025").rows
    two = ask("CA de Karim et Solène en 2025").rows

    assert len(one) == 1
    assert one[0].value == pytest.approx(sum(r.value for r in two))


def test_a_platform_and_a_channel_meet_where_both_are_whole(ask):
    """
    "LinkedIn vs Google Ads": Google Ads is all of Google, so both are told as platforms, and said.
    """
    reply = ask("LinkedIn vs Google Ads, leads 2025")

    assert {"platform": ["LinkedIn", "Google"]} == reply.query.filters
    assert any("plateformes" in a for a in reply.assumptions)


def test_ends_that_are_swapped_are_asked_back(ask):
    """
    "From October 15 to September 5" does not roll over into the year to come.
    """
    reply = ask("Leads du 15 octobre au 5 septembre")

    assert "clarify" == reply.outcome
    assert "avant de commencer" in reply.text


def test_a_comparison_with_days_before_the_data_says_so(ask):
    """
    2023 is recorded from November only: 2024 against it is no fair comparison.
    """
    reply = ask("CPL en 2024 vs 2023")

    assert "Comparaison incomplète" in reply.caveats[0]


def test_old_subscriptions_say_how_old_they_are(ask):
    """
    Churn after the last day of the data is not a calm month: it is unknown.
    """
    reply = ask("churn en novembre")

    assert any("12 jours" in c for c in reply.caveats)


def test_a_cost_by_country_says_that_it_is_part_of_it(ask):
    """
    Hardly any spend carries a country: what is told so is said to be a part, first.
    """
    reply = ask("CPL en Belgique au T3")

    assert "Seule une partie des coûts" in reply.text
    assert "96" in reply.caveats[0]


def test_the_proof_names_the_command_that_lists_the_rows(ask):
    """
    Whoever doubts a number is told how to see the lines it was counted from.
    """
    reply = ask("CPL en Belgique au T3")

    assert (
        "kpi rows cpl --period 2025-07-01..2025-09-30 --where country=Belgique" in reply.details[-1]
    )


def test_two_answers_are_compared_without_saying_them_again(ask):
    """
    "Compare les deux" puts the last two answers side by side.
    """
    reply = ask("Churn des TPE en 2024", "Et les PME ?", "Compare les deux")

    assert {"segment": ["TPE", "PME"]} == reply.query.filters
    assert ["segment"] == reply.query.by


def test_french_names_its_dimensions_in_french(ask):
    """
    What a KPI cannot be told by is said with the French names of what it can.
    """
    reply = ask("leads par étape")

    assert "plateforme, canal" in reply.text
    assert "channel" not in reply.text


def test_points_are_counted_as_french_counts(ask):
    """
    One point and a half is singular in French, two are plural.
    """
    cells = [c for row in ask("churn par commercial au T3 vs T2").table.rows for c in row]

    assert any(c.endswith("point") for c in cells)
    assert any(c.endswith("points") for c in cells)


def test_the_highest_of_those_large_enough_is_not_called_the_highest_of_all(ask):
    """
    Trade shows win few customers, dearer still: the first line names them before anybody cuts Google Ads.
    """
    first = ask("Quel canal a eu le CAC le plus élevé depuis janvier 2024 ?").text.split("\n")[0]

    assert "parmi les 2 sur 8 assez grands pour être classés\u00a0: Google Ads" in first
    assert "sans écart net" in first
    assert "Salons (7\u202f797,97\u00a0€)" in first
    assert "Webinars" not in first  # cheaper: too small as well, and no news here


def test_a_ranking_with_one_member_large_enough_says_so_and_whom_chance_does_not_explain(ask):
    """
    Mid-sized firms are the only segment with enough deals: small firms win more, beyond chance, and are named.
    """
    first = ask("Which segment had the highest win rate in Q3 2025?").text.split("\n")[0]

    assert "of 4, only PME is large enough to be ranked" in first
    assert "TPE (53.8%); ETI (28.0%); for 1 of 2, beyond chance" in first
