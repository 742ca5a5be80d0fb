"""Two versions side by side, against published numbers and against what must always hold."""

import itertools
import json
import math
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.errors import Kind, KpiError
from kpi_core.experiments import (
    Arm,
    Sample,
    Verdict,
    compare,
    compare_all,
    compare_means,
    sample_size,
    split_p,
)
from kpi_core.experiments.bayes import better_of
from kpi_core.experiments.chance import chi_square_p, corrected, fisher_p, normal_p, student_p, z_of
from kpi_core.experiments.ratios import ratio_interval
from kpi_core.experiments.sequential import always_valid_p
from kpi_core.experiments.wording import p_value, sentence
from kpi_core.text import Lang

REFERENCES = Path(__file__).resolve().parents[4] / "shared" / "specs" / "reference_cases.jsonl"
Z = 1.959963984540054


@st.composite
def arms(draw, most=400):
    """A version that somebody saw."""
    shown = draw(st.integers(1, most))
    return Arm(draw(st.integers(0, shown)), shown)


@pytest.fixture(name="reference", scope="module")
def _reference():
    if not REFERENCES.exists():
        pytest.skip("the reference material is not beside this checkout")
    return {c["id"]: c for c in map(json.loads, REFERENCES.read_text("utf-8").splitlines())}


@pytest.mark.shared
def test_two_rates_have_the_published_z_and_p(reference):
    """
    15 of 50 against 25 of 50: the z of a textbook.
    """
    case = reference["prop_15_25"]
    one, other = (Arm(x, n) for x, n in zip(*case["inputs"].values(), strict=True))

    z = z_of(other, one)

    assert pytest.approx(case["expected"]["z"], abs=case["tol"]) == z
    assert pytest.approx(case["expected"]["p"], abs=case["tol"]) == normal_p(z)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["fisher_tea", "fisher_convictions"])
def test_small_tables_have_the_published_exact_p(reference, name):
    """
    Fisher's lady who tasted tea, and his twins: two-sided as R has it.
    """
    case = reference[name]
    (a, b), (c, d) = case["inputs"]

    found = fisher_p(Arm(a, a + b), Arm(c, c + d))

    assert pytest.approx(case["expected"]["p_two"], abs=case["tol"]) == found


@pytest.mark.shared
def test_the_probability_of_being_better_has_the_published_digits(reference):
    """
    The closed sum of a published page, to nine digits, by another way.
    """
    case = reference["evan_bayes"]

    found = [better_of((a, b), (c, d)) for a, b, c, d in case["inputs"]["alpha_beta"]]

    assert pytest.approx(case["expected"], abs=case["tol"]) == found


@pytest.mark.shared
def test_the_size_of_an_experiment_is_the_usual_calculators(reference):
    """
    From 20 % to 25 %: 1,030 a version.
    """
    case = reference["evan_n"]

    assert pytest.approx(case["expected"], abs=case["tol"]) == sample_size(0.2, 0.25)


@pytest.mark.shared
def test_a_ratio_of_rates_has_the_published_interval(reference):
    """
    36 of 40 against 16 of 80: the score interval.
    """
    case = reference["ratio_koopman"]

    found = ratio_interval(Arm(*case["inputs"]["b"]), Arm(*case["inputs"]["a"]), Z)

    assert pytest.approx(case["expected"]["score"], abs=case["tol"]) == found


def test_several_versions_are_tested_together_as_two_are():
    """
    Of two versions, the chi-square of all is the z of the pair.
    """
    one, other = Arm(15, 50), Arm(25, 50)

    assert pytest.approx(normal_p(z_of(one, other))) == chi_square_p([one, other])


@settings(max_examples=60, deadline=None)
@given(arms(30), arms(30))
def test_the_exact_test_adds_up_the_tables_by_hand(a, b):
    """
    Over every table of the same margins, in exact fractions.
    """
    hits = a.conversions + b.conversions
    every = {
        k: Fraction(
            math.comb(a.shown, k) * math.comb(b.shown, hits - k),
            math.comb(a.shown + b.shown, hits),
        )
        for k in range(max(0, hits - b.shown), min(hits, a.shown) + 1)
    }
    expected = sum(p for p in every.values() if p <= every[a.conversions])

    assert sum(every.values()) == 1
    assert pytest.approx(float(expected), abs=1e-9) == fisher_p(a, b)


@settings(max_examples=60, deadline=None)
@given(arms(), arms())
def test_exchanging_the_versions_exchanges_the_answer(a, b):
    """
    What is said of b against a is what is said of a against b, the other way round.
    """
    there, back = compare(a, b), compare(b, a)

    assert pytest.approx(there.p, abs=1e-9) == back.p
    assert pytest.approx(there.difference) == -back.difference
    assert pytest.approx((there.low, there.high), abs=1e-9) == (-back.high, -back.low)
    assert pytest.approx(1, abs=1e-6) == there.probability + back.probability
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert turned.get(there.verdict, there.verdict) is back.verdict


@settings(max_examples=60, deadline=None)
@given(arms(), arms())
def test_every_number_is_where_it_can_be(a, b):
    """
    Intervals hold what was seen; chances are chances; whoever looks often is never more certain.
    """
    found = compare(a, b)

    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert 0 <= found.p <= found.p_anytime <= 1
    assert 0 <= found.probability <= 1
    assert 0 <= found.power <= 1
    if found.lift is not None:
        assert found.lift_low - 1e-9 <= found.lift
        assert found.lift_high is None or found.lift <= found.lift_high + 1e-9
    for lang, locale in ((Lang.EN, "en-US"), (Lang.FR, "fr-FR")):
        said = sentence(found, (a, b), ("A", "B"), lang, locale)
        assert "{" not in said
        assert said.endswith(".")


def test_looking_at_every_visitor_rarely_finds_what_is_not_there():
    """
    Of 400 experiments without a difference, each looked at 40 times, at most one in twenty stops;
    with a p-value that allows for one look, a fifth and more do.
    """
    rng = random.Random(1)  # noqa: S311 - no secret
    stopped = {"any time": 0, "once": 0}
    for _ in range(400):
        a = b = 0
        seen = set()
        for look in range(1, 41):
            a += sum(rng.random() < 0.2 for _ in range(50))
            b += sum(rng.random() < 0.2 for _ in range(50))
            found = Arm(a, 50 * look), Arm(b, 50 * look)
            seen |= {"any time"} if always_valid_p(*found) < 0.05 else set()
            seen |= {"once"} if normal_p(z_of(*found)) < 0.05 else set()
        for name in seen:
            stopped[name] += 1

    assert stopped["any time"] <= 20
    assert stopped["once"] >= 80


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ((500, 10_000), (600, 10_000), Verdict.BETTER),
        ((600, 10_000), (500, 10_000), Verdict.WORSE),
        ((50, 1_000), (60, 1_000), Verdict.UNCLEAR),
        ((0, 10), (0, 10), Verdict.UNCLEAR),
        ((10, 10), (10, 10), Verdict.UNCLEAR),
        ((0, 1), (1, 1), Verdict.UNCLEAR),
        ((2, 100_000), (15, 100_000), Verdict.BETTER),
    ],
)
def test_a_verdict_is_given_when_there_is_enough(a, b, verdict):
    """
    A winner only beyond chance; one visitor, or nobody who converted, is not enough.
    """
    assert verdict is compare(Arm(*a), Arm(*b)).verdict


def test_how_many_are_still_needed_is_said():
    """
    5 % against 6 % of a thousand each: the sentence says how many would tell.
    """
    pair = Arm(50, 1000), Arm(60, 1000)

    said = sentence(compare(*pair), pair, ("A", "B"), Lang.FR, "fr-FR")

    assert "Pas encore assez de données" in said
    assert "7\u202f664" in said


def test_one_of_many_versions_wins_less_easily():
    """
    A difference that stands alone does not when ten versions were tried.
    """
    one = Arm(500, 10_000)
    lucky, others = Arm(570, 10_000), [Arm(500, 10_000)] * 9

    alone, *_ = compare_all([one, lucky])
    together, *_ = compare_all([one, lucky, *others])

    assert Verdict.BETTER is alone.verdict
    assert Verdict.UNCLEAR is together.verdict


def test_holm_keeps_the_order_and_never_lowers_a_p_value():
    """
    The example of Holm's paper, by hand: 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06.
    """
    assert pytest.approx([0.03, 0.06, 0.06]) == corrected([0.01, 0.04, 0.03])


def test_a_broken_split_forbids_a_verdict():
    """
    5,300 against 4,700 of a planned half each is no accident: nothing is said of the rates.
    """
    assert split_p([5300, 4700]) < 1e-6
    assert split_p([5050, 4950]) > 0.3
    assert pytest.approx(1.0) == split_p([900, 100], [9, 1])

    found = compare(Arm(500, 5300), Arm(600, 4700), planned=[1, 1])

    assert Verdict.BROKEN is found.verdict


def test_means_are_compared_with_unequal_spreads():
    """
    Welch's own kind of example: t = -2.46, 24.9 degrees of freedom, p = 0.021 (by hand).
    """
    a, b = Sample(20.82, 2.801, 15), Sample(22.98, 1.952, 15)

    found = compare_means(a, b)

    assert pytest.approx(2.16) == found.difference
    assert pytest.approx(0.021, abs=0.001) == found.p
    assert found.low < 2.16 < found.high
    assert 0 < found.low
    assert Verdict.BETTER is found.verdict
    assert Verdict.UNCLEAR is compare_means(a, a).verdict


def test_students_law_has_its_printed_quantiles():
    """
    2.228 with 10 degrees of freedom leaves 5 % on both sides; 12.706 with one.
    """
    assert pytest.approx(0.05, abs=1e-4) == student_p(2.228, 10)
    assert pytest.approx(0.05, abs=1e-4) == student_p(12.706, 1)


@pytest.mark.parametrize(
    ("rate", "lift"), [(0.01, 0.1), (0.03, 0.2), (0.2, 0.25), (0.5, -0.1), (0.9, 0.05)]
)
def test_so_many_do_notice_it(rate, lift):
    """
    With the size that was planned, about four experiments in five find the difference, or more.
    """
    size = sample_size(rate, lift)
    rng = random.Random(3)  # noqa: S311 - no secret
    found = 0
    for _ in range(600):
        # A count of many coin tosses, by its normal law.
        a, b = (
            min(size, max(0, round(rng.gauss(size * p, math.sqrt(size * p * (1 - p))))))
            for p in (rate, rate * (1 + lift))
        )
        found += normal_p(z_of(Arm(a, size), Arm(b, size))) < 0.05

    assert 0.74 <= found / 600 <= 0.9


IMPOSSIBLE = {
    "seen by nobody": (Kind.EMPTY, Arm, (5, 0)),
    "more than saw it": (Kind.NUM, Arm, (6, 5)),
    "fewer than none": (Kind.NUM, Arm, (-1, 5)),
    "half a person": (Kind.NUM, Arm, (0.5, 5)),
    "no number": (Kind.NUM, Arm, (math.nan, 5)),
    "a negative spread": (Kind.NUM, Sample, (1, -1, 5)),
    "one value": (Kind.EMPTY, Sample, (1, 1, 1)),
    "no rate": (Kind.NUM, sample_size, (0, 0.1)),
    "a rate beyond 100 %": (Kind.NUM, sample_size, (0.5, 1.5)),
    "no lift": (Kind.NUM, sample_size, (0.5, 0)),
    "a lift of nothing": (Kind.NUM, sample_size, (0.5, 1e-9)),
    "a power beyond 100 %": (Kind.NUM, sample_size, (0.5, 0.1, 1.5)),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_cannot_be_is_refused_in_words(what):
    """
    More conversions than visitors, halves of people, sizes that no firm has: a sentence in both languages.
    """
    kind, make, values = IMPOSSIBLE[what]

    with pytest.raises(KpiError) as refused:
        make(*values)

    assert kind is refused.value.kind
    assert refused.value.message.en != refused.value.message.fr


def test_a_p_value_is_never_written_as_nothing():
    """
    A tiny one is smaller than the smallest that is told.
    """
    assert ["0.041", "0.0006", "< 0.0001", "< 0,0001"] == [
        p_value(p, locale)
        for p, locale in itertools.chain(
            zip((0.0412, 0.00061, 1e-9), ["en-US"] * 3, strict=True), [(0.0, "fr-FR")]
        )
    ]
