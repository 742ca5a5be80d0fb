"""Markov and Shapley against what was published, against their definitions, and at their limits."""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.attribution import markov, shapley
from kpi_core.attribution.markov import removal

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"

CHANNEL = st.sampled_from("ABCD")
TIMES = st.integers(0, 9)
WALKS = st.lists(
    st.tuples(st.lists(CHANNEL, min_size=1, max_size=5), TIMES, TIMES), min_size=1, max_size=8
).filter(lambda walks: any(won for _, won, _ in walks))


def told(walks):
    return [(path.split(" > "), won, lost) for path, won, lost in walks]


@pytest.mark.parametrize(
    ("walks", "converts", "effects"),
    [
        # analyzecore.com, 2016-08-03
        (
            [["C1 > C2 > C3", 1, 0], ["C1", 0, 1], ["C2 > C3", 0, 1]],
            1 / 3,
            {"C1": 0.5, "C2": 1, "C3": 1},
        ),
        # serhiipuzyrov.com, 2019-07
        ([["g", 2, 1], ["m", 1, 0], ["g > m", 1, 0]], 0.8, {"g": 0.75, "m": 0.5}),
        # the vignette of the R package ChannelAttribution
        (
            [["A > B > A > B > B > A", 1, 0], ["A > B > B > A > A", 1, 0], ["A > A", 1, 0]],
            1,
            {"A": 1, "B": 0.5},
        ),
    ],
)
def test_published_chains(walks, converts, effects):
    """
    The chains that textbooks solve by hand have the removal effects that they print.
    """
    found = removal(told(walks))

    assert found.converts == pytest.approx(converts, abs=1e-9)
    assert found.effects == pytest.approx(effects, abs=1e-9)


@pytest.mark.shared
@pytest.mark.parametrize("order", [2, 3])
def test_ten_thousand_published_paths(order):
    """
    On the paths published with ChannelAttribution, orders 2 and 3 give the exact credits to the digit.
    """
    cases = map(json.loads, (SHARED / "specs" / "reference_cases.jsonl").read_text().splitlines())
    (case,) = (c for c in cases if c["id"] == f"attr_markov_pathdata_o{order}")
    data = SHARED / "data" / "channelattribution_pathdata" / "PathData.csv"
    with data.open() as file:
        walks = [
            (row["path"].split(" > "), float(row["total_conversions"]), float(row["total_null"]))
            for row in csv.DictReader(file, delimiter=";")
        ]
    conversions = sum(won for _, won, _ in walks)

    found = removal(walks, order)

    credit = {channel: share * conversions for channel, share in found.shares().items()}
    assert credit == pytest.approx(case["expected"], abs=case["tol"]["exact"])


@settings(deadline=None)  # the first one loads the solver
@given(WALKS)
def test_every_order_converts_alike(walks):
    """
    However many touches the chain remembers, it converts as often as the paths did; shares add up.
    """
    rate = sum(w for _, w, _ in walks) / sum(w + n for _, w, n in walks)

    for order in (1, 2, 3):
        found = removal(walks, order)
        assert found.converts == pytest.approx(rate, abs=1e-9)
        assert sum(found.shares().values()) == pytest.approx(1, abs=1e-9)
        assert all(0 <= effect <= 1 + 1e-9 for effect in found.effects.values())


@settings(deadline=None)  # the first one loads the solver
@given(WALKS)
def test_channels_that_nothing_tells_apart_get_the_same(walks):
    """
    Where two channels can be swapped without changing the paths, both get the same credit.
    """
    swapped = [
        ([{"A": "B", "B": "A"}.get(c, c) for c in path], won, lost) for path, won, lost in walks
    ]
    both = [*walks, *swapped]

    for order in (1, 2):
        shares = removal(both, order).shares()
        assert shares.get("A", 0) == pytest.approx(shares.get("B", 0), abs=1e-9)
    values = shapley.values((path, won) for path, won, _ in both)
    assert values.get("A", 0) == pytest.approx(values.get("B", 0))


@settings(deadline=None)  # the first one loads the solver
@given(WALKS)
def test_a_channel_that_leads_nowhere_gets_nothing(walks):
    """
    A channel from which nobody ever converts has no credit.
    """
    walks = [*walks, (["A", "Z"], 0, 3), (["Z"], 0, 2)]

    for order in (1, 2, 3):
        assert removal(walks, order).effects["Z"] == pytest.approx(0, abs=1e-12)
    assert 0 == shapley.values((path, won) for path, won, _ in walks)["Z"]


@pytest.mark.parametrize("order", [1, 2, 3])
def test_one_path_and_one_channel(order):
    """
    With one path each channel of it is needed; one channel alone has everything.
    """
    assert {"A": 1, "B": 1} == removal([("AB", 1, 0)], order).effects
    assert {"A": 1} == removal([("AAAA", 3, 7)], order).shares()


def test_no_path_converts():
    """
    Without a conversion there is nothing to credit, and that is said.
    """
    with pytest.raises(ValueError, match="no path converts"):
        removal([("AB", 0, 3)])
    with pytest.raises(ValueError, match="no path converts"):
        removal([])


def test_a_path_of_ten_thousand_touches():
    """
    A very long path is solved like any other.
    """
    assert 1 == pytest.approx(sum(removal([("AB" * 5_000, 1, 0), ("B", 1, 1)]).shares().values()))


def test_published_games():
    """
    The games that others print have the Shapley values that they print.
    """
    # github eeghor/mta, tests/test_shapley.py
    assert {"a": 7, "b": 3} == shapley.values([("a", 4), ("ab", 6)])
    # "Data-driven marketing attribution", Towards Data Science: worths of F, O, L and their sets
    worths = [0, 0.2, 0.1, 0.47, 0.17, 0.67, 0.27, 1.0]
    assert shapley.of_worths(worths) == pytest.approx([0.455, 0.205, 0.34], abs=5e-4)


@settings(deadline=None)  # the first one loads the solver
@given(st.lists(st.floats(-100, 100), min_size=16, max_size=16))
def test_the_definition_is_the_mean_over_all_orders(worths):
    """
    The sums over sets are what each player adds, on average over every order of arrival.
    """
    worths = [0.0, *worths[1:]]
    expected = [0.0] * 4
    orders = list(itertools.permutations(range(4)))
    for order in orders:
        there = 0
        for player in order:
            expected[player] += (worths[there | 1 << player] - worths[there]) / len(orders)
            there |= 1 << player

    assert shapley.of_worths(worths) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)  # the first one loads the solver
@given(WALKS)
def test_sharing_paths_is_the_game_of_their_sets(walks):
    """
    Sharing each path among its channels is the Shapley value of the conversions of its sets.
    """
    bits = {"A": 1, "B": 2, "C": 4, "D": 8}
    worths = [0.0] * 16
    for path, won, _ in walks:
        held = sum({bits[c] for c in path})
        for mask in range(16):
            worths[mask] += won if held & ~mask == 0 else 0

    values = shapley.values((path, won) for path, won, _ in walks)

    expected = dict(zip(bits, shapley.of_worths(worths), strict=True))
    assert {c: values.get(c, 0) for c in bits} == pytest.approx(expected, abs=1e-9)


def test_twelve_players_at_most():
    """
    The definition is summed up to twelve players, and refused past them.
    """
    assert shapley.of_worths([float(m.bit_count()) for m in range(1 << 12)]) == pytest.approx(
        [1] * 12
    )
    with pytest.raises(ValueError, match="at most 12"):
        shapley.of_worths([0.0] * (1 << 13))


def test_nobody_waits_for_models_that_were_not_asked():
    """
    Loading the declarations and the models loads neither numpy nor scipy.
    """
    code = (
        "import sys, kpi_core.attribution.models, kpi_core.attribution.markov, kpi_core.attribution.shapley;"
        "print(*sorted({'numpy', 'scipy'} & set(sys.modules)))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "" == loaded.stdout.strip()


@settings(deadline=None)
@given(WALKS, st.integers(1, 3))
def test_large_chains_are_solved_to_the_same_digits(walks, order):
    """
    Chains with many states, summed walk by walk, have the effects that solving at once gives.
    """
    solved = removal(walks, order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markov, "_SOLVED", 0)
        summed = removal(walks, order)

    assert summed.effects == pytest.approx(solved.effects, abs=1e-12)
    assert summed.converts == pytest.approx(solved.converts, abs=1e-12)
