"""Two versions side by side: the difference, what chance makes of it, and what may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kpi_core.experiments.arms import Arm, Sample
from kpi_core.experiments.bayes import better
from kpi_core.experiments.chance import (
    corrected,
    few,
    fisher_p,
    normal_p,
    student_at,
    student_p,
    welch,
    z_of,
)
from kpi_core.experiments.planning import RISK, power_of, quantile, sample_size
from kpi_core.experiments.ratios import ratio_interval
from kpi_core.experiments.sequential import always_valid_p
from kpi_core.experiments.splitting import BROKEN, split_p
from kpi_core.statistics import newcombe


class Verdict(StrEnum):
    """What may be said of the second version."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"  # not enough data yet, or no difference worth noticing
    BROKEN = "broken"  # visitors were not shared out as planned


class Method(StrEnum):
    """How chance was reckoned."""

    Z = "z"
    FISHER = "fisher"
    WELCH = "welch"


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Version b against version a.

    difference, low, high: b - a, with its interval. lift, lift_low, lift_high: relative to a; None
    where a is zero, or no end can be told. p: two-sided, as if looked at once, at the planned end.
    p_anytime: the same however often somebody looked. probability: that b is truly better.
    power: the chance that such a difference is noticed with so many. needed: how many a version
    for a chance of 80 %. split: p-value of the sharing out of visitors.
    """

    difference: float
    low: float
    high: float
    lift: float | None
    lift_low: float | None
    lift_high: float | None
    p: float
    method: Method
    verdict: Verdict
    p_anytime: float | None = None
    probability: float | None = None
    power: float | None = None
    needed: int | None = None
    split: float | None = None


def compare(a: Arm, b: Arm, planned: Sequence[float] | None = None) -> Comparison:
    """
    Return what two versions tell, of rates.

    planned: how visitors were to be shared out; nothing checks it when it is not said.

    Sources: Newcombe (1998) for the difference, Miettinen & Nurminen
    (1985) for the lift, the pooled z or Fisher's exact test for chance, a uniform prior for the
    probability.
    """
    exact = few(a, b)
    p = fisher_p(a, b) if exact else normal_p(z_of(a, b))
    low, high = newcombe(a.conversions, a.shown, b.conversions, b.shown)
    split = split_p([a.shown, b.shown], planned) if planned is not None else None
    lift = b.rate / a.rate - 1 if a.conversions else None
    ratio_low, ratio_high = ratio_interval(a, b, quantile(1 - RISK / 2))
    return Comparison(
        difference=b.rate - a.rate,
        low=low,
        high=high,
        lift=lift,
        lift_low=ratio_low - 1 if a.conversions else None,
        lift_high=ratio_high - 1 if ratio_high is not None else None,
        p=p,
        method=Method.FISHER if exact else Method.Z,
        verdict=_verdict(p, b.rate - a.rate, split),
        p_anytime=max(p, always_valid_p(a, b)),
        probability=better(a, b),
        power=power_of(a, b),
        needed=_needed(a, b, lift),
        split=split,
    )


def compare_all(arms: Sequence[Arm], planned: Sequence[float] | None = None) -> list[Comparison]:
    """
    Return what each further version tells against the first.

    With several, the p-values are corrected together (Holm, 1979): one of many wins by luck.
    """
    found = [compare(arms[0], arm) for arm in arms[1:]]
    split = split_p([a.shown for a in arms], planned) if planned is not None else None
    p = corrected([c.p for c in found])
    anytime = corrected([1.0 if c.p_anytime is None else c.p_anytime for c in found])
    return [
        replace(c, p=one, p_anytime=any_, split=split, verdict=_verdict(one, c.difference, split))
        for c, one, any_ in zip(found, p, anytime, strict=True)
    ]


def compare_means(a: Sample, b: Sample) -> Comparison:
    """Return what two versions tell, of an amount each: Welch's test, unequal spreads."""
    difference, error, freedom = welch(a, b)
    p = student_p(difference / error, freedom) if error else (0.0 if difference else 1.0)
    around = student_at(freedom, 1 - RISK) * error
    base = abs(a.mean)
    low, high = difference - around, difference + around
    return Comparison(
        difference=difference,
        low=low,
        high=high,
        lift=difference / base if base else None,
        lift_low=None,  # the mean it is divided by is chance too
        lift_high=None,
        p=p,
        method=Method.WELCH,
        verdict=_verdict(p, difference, None),
    )


def compare_all_means(samples: Sequence[Sample]) -> list[Comparison]:
    """Return what each further version tells against the first; several are corrected together (Holm)."""
    found = [compare_means(samples[0], sample) for sample in samples[1:]]
    return [
        replace(c, p=p, verdict=_verdict(p, c.difference, None))
        for c, p in zip(found, corrected([c.p for c in found]), strict=True)
    ]


def _verdict(p: float, difference: float, split: float | None) -> Verdict:
    if split is not None and split < BROKEN:
        return Verdict.BROKEN
    if p >= RISK or not difference:
        return Verdict.UNCLEAR
    return Verdict.BETTER if difference > 0 else Verdict.WORSE


def _needed(a: Arm, b: Arm, lift: float | None) -> int | None:
    """Return how many a version would notice a difference such as this one, where one can tell."""
    if not lift or not 0 < a.rate < 1 or not 0 < b.rate < 1:
        return None
    return sample_size(a.rate, lift)
