"""Contracts that come up for renewal: who stays, projected beyond what was seen.

Shifted beta-geometric (Fader & Hardie, 2007): each customer leaves at every renewal with a chance
of their own, and these chances follow a Beta law. Those most likely to leave do so first, so that
retention rises with age though nobody changes:

    retention(i) = (beta + i - 1) / (alpha + beta + i - 1)      S(k) = product of i = 1..k
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi_core.errors import Kind, KpiError
from kpi_core.retention.newton import Parameters, maximum
from kpi_core.statistics import Z
from kpi_core.text import Text

_STEP = 1e-5  # of a logarithm, for slopes of what has no simple one
_FIRST_TWO = 2
_ROUNDING = 1e-9
_MOST = 1_000_000  # terms; 3,000 do at a discount of one in a hundred thousand


@dataclass(frozen=True, slots=True)
class Renewal:
    """What happened at one renewal: how many came up for it, how many left."""

    age: int  # 1 for the first
    at_risk: float
    lost: float


@dataclass(frozen=True, slots=True)
class Fit:
    """
    A fitted model.

    covariance: of the logarithms of alpha and beta, by the observed information.
    """

    alpha: float
    beta: float
    log_likelihood: float
    covariance: tuple[tuple[float, float], tuple[float, float]]

    def survival(self, age: int) -> float:
        """Return the share still there after *age* renewals."""
        return _survival(self.alpha, self.beta, age)

    def interval(self, age: int) -> tuple[float, float]:
        """Return the 95 % interval of `survival`: delta method, by the log of minus the log."""
        survival = self.survival(age)
        if age == 0 or not 0 < survival < 1:
            return survival, survival
        whole = [self.alpha + self.beta + i for i in range(age)]
        by_alpha = -sum(1 / each for each in whole) * self.alpha
        by_beta = sum(1 / (self.beta + i) - 1 / each for i, each in enumerate(whole)) * self.beta
        spread = self._spread(by_alpha, by_beta) / abs(math.log(survival))
        power = math.exp(Z * spread)
        return survival**power, survival ** (1 / power)

    def retention(self, age: int) -> float:
        """Return the share that renews at renewal *age*, of those who come up for it."""
        return (self.beta + age - 1) / (self.alpha + self.beta + age - 1)

    def expected(self, discount: float) -> float | None:
        """
        Return how many periods a new customer pays for, discounted at *discount* a period.

        The first is paid at once. Undiscounted it has no end when alpha is 1 or less: None.
        """
        remaining = self.remaining(1, discount)
        return None if remaining is None else 1 + remaining / (1 + discount)

    def expected_interval(self, discount: float) -> tuple[float, float] | None:
        """Return the 95 % interval of `expected`: delta method, on its logarithm."""
        middle = self.expected(discount)
        if middle is None:
            return None
        slopes = []
        for up in ((_STEP, 0.0), (0.0, _STEP)):
            ends = [
                Fit(
                    self.alpha * math.exp(sign * up[0]),
                    self.beta * math.exp(sign * up[1]),
                    self.log_likelihood,
                    self.covariance,
                ).expected(discount)
                for sign in (1, -1)
            ]
            if ends[0] is None or ends[1] is None:
                return None
            slopes.append((math.log(ends[0]) - math.log(ends[1])) / (2 * _STEP))
        power = math.exp(Z * self._spread(slopes[0], slopes[1]))
        return middle / power, middle * power

    def remaining(self, renewal: int, discount: float) -> float | None:
        """
        Return the discounted expected residual lifetime (DERL), in renewals to come.

        Of whoever is about to come up for *renewal* (1 for the first), that one undiscounted
        (Fader & Hardie, 2010). None where it has no end: no discount, and alpha is 1 or less.
        """
        stay = self.beta + renewal - 1
        if discount <= 0:
            return stay / (self.alpha - 1) if self.alpha > 1 else None
        whole = self.alpha + stay
        return stay / whole * _gauss(stay + 1, whole + 1, 1 / (1 + discount))

    def _spread(self, by_alpha: float, by_beta: float) -> float:
        (aa, ab), (_, bb) = self.covariance
        return math.sqrt(
            max(by_alpha * by_alpha * aa + 2 * by_alpha * by_beta * ab + by_beta * by_beta * bb, 0)
        )


def renewals_of(cohorts: Sequence[Sequence[float]]) -> list[Renewal]:
    """
    Return the renewals of several cohorts together, from how many were there at ages 0, 1, 2...

    cohorts: one sequence a cohort, each as long as it was seen.

    Raises
    ------
    KpiError
        NUM when a count is negative or grows.
    """
    at_risk: dict[int, float] = {}
    lost: dict[int, float] = {}
    for counts in cohorts:
        for age, (before, after) in enumerate(pairwise(counts), 1):
            if not (math.isfinite(before) and 0 <= after <= before):
                raise KpiError(Kind.NUM, _GROWS.format(before=before, after=after, age=age))
            at_risk[age] = at_risk.get(age, 0) + before
            lost[age] = lost.get(age, 0) + before - after
    return [Renewal(age, at_risk[age], lost[age]) for age in sorted(at_risk) if at_risk[age]]


def fit(renewals: Sequence[Renewal], start: tuple[float, float] = (1.0, 1.0)) -> Fit:
    """
    Return the model that makes *renewals* the likeliest.

    start: alpha and beta to begin from; any above zero end at the same.

    Raises
    ------
    KpiError
        EMPTY when there is too little, with what is missing; NUM when no such model fits.
    """
    seen = [r for r in renewals if r.at_risk > 0]
    _learnable(seen)
    alpha, beta = start
    found = maximum(lambda u, v: _likelihood(seen, u, v), (math.log(alpha), math.log(beta)))
    if found is None:
        raise _steady(seen)  # so little slower that nothing tells it from one chance for everybody
    (u, v), value, covariance = found
    return Fit(math.exp(u), math.exp(v), value, covariance)


def _learnable(seen: Sequence[Renewal]) -> None:
    """Refuse what holds no maximum, each for its reason."""
    if len(seen) < _FIRST_TWO:
        raise KpiError(Kind.EMPTY, _TOO_SHORT.format(n=len(seen)))
    base, lost = sum(r.at_risk for r in seen), sum(r.lost for r in seen)
    if not lost:
        raise KpiError(Kind.EMPTY, _NOBODY_LEFT)
    if lost >= base:
        raise KpiError(Kind.NUM, _EVERYBODY_LEFT)
    if not any(r.lost for r in seen if r.age > 1):
        raise KpiError(Kind.EMPTY, _ONLY_FIRST)
    # The slope of the likelihood away from one chance for everybody (the geometric law).
    share = lost / base
    away = sum((r.age - 1) * ((r.at_risk - r.lost) / (1 - share) - r.at_risk) for r in seen)
    if away <= _ROUNDING * base:
        raise _steady(seen)


def _steady(seen: Sequence[Renewal]) -> KpiError:
    """Say which constant loss there is."""
    share = sum(r.lost for r in seen) / sum(r.at_risk for r in seen)
    return KpiError(Kind.NUM, _NO_DECLINE.format(en=f"{share:.1%}", fr=_french(share)))


def _likelihood(seen: Sequence[Renewal], u: float, v: float) -> Parameters:
    """Return the log-likelihood at (log alpha, log beta), its slope and its curvature."""
    alpha, beta = math.exp(u), math.exp(v)
    value = ga = gb = haa = hab = hbb = 0.0
    for renewal in seen:
        kept, i = renewal.at_risk - renewal.lost, renewal.age - 1
        whole, stay = alpha + beta + i, beta + i
        value += kept * math.log(stay) + renewal.lost * u - renewal.at_risk * math.log(whole)
        shared, bent = renewal.at_risk / whole, renewal.at_risk / whole**2
        ga += renewal.lost / alpha - shared
        gb += kept / stay - shared
        haa += bent - renewal.lost / alpha**2
        hab += bent
        hbb += bent - kept / stay**2
    return Parameters(
        value,
        (alpha * ga, beta * gb),
        (alpha * alpha * haa + alpha * ga, alpha * beta * hab, beta * beta * hbb + beta * gb),
    )


def _gauss(b: float, c: float, z: float) -> float:
    """
    Return 2F1(1, b; c; z) for 0 < b < c and 0 < z < 1, by Gauss's continued fraction.

    `scipy.special.hyp2f1` gives no number for some of these (scipy 1.17), and a sum takes 1 / (1 - z) terms.
    """
    value, top, bottom = 1.0, 1.0, 0.0  # Lentz's way, from the front
    for n in range(_MOST):
        for part in (
            (b + n) * (c + n - 1) / ((c + 2 * n - 1) * (c + 2 * n)) if n else b / c,
            (n + 1) * (c - b + n) / ((c + 2 * n) * (c + 2 * n + 1)),
        ):
            bottom = 1 / (1 - part * z * bottom)
            top = 1 - part * z / top
            change = top * bottom
            value *= change
            if abs(change - 1) < 1e-15:  # noqa: PLR2004 - what a double tells apart
                return 1 / value
    return 1 / value


def _survival(alpha: float, beta: float, age: int) -> float:
    return math.exp(math.fsum(math.log(beta + i) - math.log(alpha + beta + i) for i in range(age)))


def _french(share: float) -> str:
    return f"{share * 100:.1f}\u202f%".replace(".", ",")


_TOO_SHORT = Text(
    en="{n} renewal was seen: two at least are needed to learn how retention changes with age. Wait for the next one, or take a shorter --grain.",
    fr="{n} renouvellement observé\u00a0: il en faut au moins deux pour apprendre comment la rétention change avec l’âge. Attendez le suivant, ou prenez un --grain plus court.",
)
_NOBODY_LEFT = Text(
    en="Nobody has left yet: nothing says how long they stay. Wait until some have.",
    fr="Personne n’est encore parti\u00a0: rien ne dit combien de temps ils restent. Attendez que certains partent.",
)
_EVERYBODY_LEFT = Text(
    en="Everybody left at the first renewal: there is nobody to project.",
    fr="Tout le monde est parti au premier renouvellement\u00a0: il n’y a personne à projeter.",
)
_ONLY_FIRST = Text(
    en="All who left did so at the first renewal, nobody later: the later losses are needed to project. Wait for more renewals.",
    fr="Tous ceux qui sont partis l’ont fait au premier renouvellement, personne ensuite\u00a0: il faut des départs ultérieurs pour projeter. Attendez d’autres renouvellements.",
)
_NO_DECLINE = Text(
    en="Losses do not slow down with age, which this model rests on: project a constant loss of {en} a renewal instead.",
    fr="Les départs ne ralentissent pas avec l’âge, ce que suppose ce modèle\u00a0: projetez plutôt une perte constante de {fr} par renouvellement.",
)
_GROWS = Text(
    en="From {before} to {after} at age {age}: of those who began together, fewer stay, and never less than none.",
    fr="De {before} à {after} à l’âge {age}\u00a0: de ceux qui ont commencé ensemble, il en reste moins, et jamais moins que zéro.",
)
