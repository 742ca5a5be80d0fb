"""A/B tests in a cell and on the command line: versions side by side, and what may be said."""

import json

import pytest

from kpi_core.experiments import Arm, Sample, compare, compare_means
from tests.command import kpi, refused


def test_versions_spill_with_their_verdicts(client):
    """
    A header, then a row a version; the numbers are the core's, the last column says it in words.
    """
    header, first, second, third = client.cell(
        "B2B_AB_TEST", 500, 10_000, 600, 10_000, 505, 10_000, lang="fr", locale="fr-FR"
    )
    found = compare(Arm(500, 10_000), Arm(600, 10_000))

    assert ["version", "taux", "gain relatif"] == header[:3]
    assert ["A", 0.05, "référence"] == [*first[:2], first[8]]
    assert ["B", 0.06, found.lift, found.low, found.high] == pytest.approx(second[:5])
    assert ["gagne", "pas encore assez de données"] == [second[8], third[8]]
    assert "6,0\u202f% contre 5,0\u202f%" in second[9]


def test_a_range_of_days_is_summed(client):
    """
    The days of a version in a column are the version.
    """
    days = [[100], [150], [250]]

    assert client.cell("B2B_AB_TEST", 500, 10_000, 600, 10_000) == client.cell(
        "B2B_AB_TEST", days, [[5000], [5000]], 600, 10_000
    )


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((), "EMPTY"),
        ((5, 10), "SHAPE"),
        ((5, 10, 6), "SHAPE"),
        ((5, None, 6, 10), "EMPTY"),
        ((11, 10, 6, 10), "NUM"),
        ((5, 0, 6, 10), "EMPTY"),
        ((0.5, 10, 6, 10), "NUM"),
        (("five", 10, 6, 10), "TYPE"),
        ((1, 2) * 27, "LIMIT"),
    ],
)
def test_what_is_no_experiment_says_what_is_missing(client, arguments, kind):
    """
    Half a pair, more conversions than visitors, words: an error that says what to give.
    """
    assert kind == client.cell("B2B_AB_TEST", *arguments)["kind"]


def test_means_spill_with_their_verdicts(client):
    """
    Amounts are compared by Welch's test; a cell and the command say the same sentence.
    """
    numbers = (120, 35, 200, 134, 40, 210, 121, 35, 190)
    header, first, second, third = client.cell("B2B_AB_TEST_MEANS", *numbers, locale="en-US")
    found = compare_means(Sample(120, 35, 200), Sample(134, 40, 210))
    told = json.loads(kpi("abtest", "120/35/200", "134/40/210", "121/35/190", "--json").stdout)
    french = kpi("abtest", "120/35/200", "134/40/210", lang="fr").stdout

    assert ["mean", "compared with"] == [header[1], first[6]]
    assert [134, found.difference / 120, found.low, found.high] == pytest.approx(second[1:5])
    # Two against the first: the smallest p-value is doubled (Holm).
    assert 2 * found.p == pytest.approx(second[5])
    assert ["wins", "not enough data yet"] == [second[6], third[6]]
    assert second[7] == told[1]["words"]
    assert "134 against 120" in second[7]
    assert "B a une moyenne plus haute que A" in french


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ((), "EMPTY"),
        ((1, 2, 3, 4, 5), "SHAPE"),
        ((1, 2, 3), "SHAPE"),
        ((1, -2, 30, 4, 5, 60), "NUM"),
        ((1, 2, 1, 4, 5, 60), "EMPTY"),
        ((1, 2, 3) * 27, "LIMIT"),
    ],
)
def test_means_without_a_spread_say_what_is_missing(client, arguments, kind):
    """
    A deviation below zero, a single value, half a version: an error that says what to give.
    """
    assert kind == client.cell("B2B_AB_TEST_MEANS", *arguments)["kind"]


def test_the_size_of_an_experiment_is_a_number(client):
    """
    From 3 % with a gain of a fifth: 13,051 a version, more for more power.
    """
    assert 13_051 == client.cell("B2B_SAMPLE_SIZE", 0.03, 0.2)
    assert 13_051 < client.cell("B2B_SAMPLE_SIZE", 0.03, 0.2, 0.9)
    assert client.cell("B2B_SAMPLE_SIZE", 0.03, 0.2, 0.8, 0.05) == 13_051
    assert "EMPTY" == client.cell("B2B_SAMPLE_SIZE", 0.03)["kind"]
    assert "NUM" == client.cell("B2B_SAMPLE_SIZE", 3, 0.2)["kind"]


def test_the_command_says_it_in_the_readers_language():
    """
    `kpi abtest` prints the versions and the verdict, a planned split checked first.
    """
    told = kpi("abtest", "50/1000", "72/1000", lang="fr").stdout
    broken = kpi("abtest", "500/5300", "600/4700", "--planned", "50:50").stdout
    (first, second) = json.loads(kpi("abtest", "50/1000", "72/1000", "--json").stdout)

    assert "B convertit mieux que A" in told
    assert "7,2\u202f%" in told
    assert "not shared out as planned" in broken
    assert (0.05, 0.072) == (first["rate"], second["rate"])
    assert "wins" == second["verdict"]


def test_a_split_that_was_kept_is_confirmed():
    """
    Who says what was planned reads that it was checked, where it is fine too.
    """
    told = kpi("abtest", "50/1000", "72/1004", "--planned", "50:50", lang="fr").stdout
    unsaid = kpi("abtest", "50/1000", "72/1004", lang="fr").stdout

    assert "Les visiteurs ont été répartis comme prévu (p = 0,9" in told
    assert "répartis" not in unsaid


def test_differences_of_rates_are_points_with_one_decimal():
    """
    The table and the sentence write the margin alike.
    """
    told = kpi("abtest", "50/1000", "72/1000", lang="fr").stdout

    assert 2 == told.count("+0,1\u00a0point ") + told.count("+0,1\u00a0point\n")
    assert 2 == told.count("+4,3\u00a0points")


def test_those_who_are_missing_are_counted():
    """
    Not enough data yet: how many must see it, how many have, and the difference.
    """
    told = kpi("abtest", "50/1000", "56/1000", lang="fr").stdout

    assert "un gain relatif de +12,0\u202f%, il faut qu’environ 21\u202f061 personnes" in told
    assert "l’a été par 1\u202f000\u00a0: il en manque environ 20\u202f061." in told


def test_the_command_plans_an_experiment():
    """
    How many visitors and how many days, before it begins.
    """
    told = kpi("abtest", "--rate", "3 %", "--lift", "20%", "--a-day", 400, lang="fr").stdout

    assert "13\u202f051" in told
    assert "66 jours" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "50/1000"),
        (("5",), "not a version"),
        (("5/10",), "two at least"),
        (("5/10", "6/10", "--planned", "1"), "as many planned shares"),
        (("5/10", "6/10", "--planned", "a:b"), "as many planned shares"),
        (("--rate", "lots", "--lift", "20%"), "lots"),
        (("--rate", "3%", "--lift", "0%"), "no rate"),
        (("12/10", "6/10"), "12 conversions"),
    ],
)
def test_slips_of_the_command_are_said(words, said):
    """
    What is missing or cannot be is named, with an example.
    """
    assert said in refused("abtest", *words)
