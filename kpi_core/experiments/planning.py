"""How many must see each version, before it begins; and what was possible with those who did."""

from __future__ import annotations

import math

from kpi_core.errors import Kind, KpiError
from kpi_core.experiments.arms import Arm
from kpi_core.text import Text

POWER = 0.8
RISK = 0.05
_MOST = 10**12


def sample_size(rate: float, lift: float, power: float = POWER, risk: float = RISK) -> int:
    """
    Return how many must see each of two versions to notice a relative *lift* over *rate*.

    rate, lift, power, risk: shares. The variance under "no difference" is that of *rate*, as in the
    usual calculators; pooling both rates gives 6 % more.

    Raises
    ------
    KpiError
        NUM when a share is out of its bounds, or the lift leads out of them.
    """
    other = rate * (1 + lift)
    if not 0 < rate < 1:
        raise KpiError(Kind.NUM, _RATE.format(rate=rate))
    if lift == 0 or not 0 < other < 1:
        raise KpiError(Kind.NUM, _LIFT.format(lift=lift, rate=rate))
    if not 0 < power < 1 or not 0 < risk < 1:
        raise KpiError(Kind.NUM, _SHARE)
    spread = quantile(1 - risk / 2) * math.sqrt(2 * rate * (1 - rate))
    spread += quantile(power) * math.sqrt(rate * (1 - rate) + other * (1 - other))
    needed = (spread / (other - rate)) ** 2
    if needed > _MOST:
        raise KpiError(Kind.NUM, _TOO_SMALL.format(lift=lift))
    return math.ceil(needed)


def power_of(a: Arm, b: Arm, risk: float = RISK) -> float:
    """Return the chance that a difference such as the one seen is noticed with so many."""
    gap = abs(b.rate - a.rate)
    error = math.sqrt(a.rate * (1 - a.rate) / a.shown + b.rate * (1 - b.rate) / b.shown)
    if not error:
        return 1.0 if gap else risk
    edge = quantile(1 - risk / 2)
    return _below(gap / error - edge) + _below(-gap / error - edge)


def quantile(share: float) -> float:
    """Return the point of the normal law that *share* of it lies below."""
    from statistics import NormalDist  # noqa: PLC0415 - when a plan is asked for

    return NormalDist().inv_cdf(share)


def _below(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


_RATE = Text(
    en="{rate} is not a rate to start from: write it between 0% and 100%, such as 3%.",
    fr="{rate} n’est pas un taux de départ\u00a0: écrivez-le entre 0\u202f% et 100\u202f%, par exemple 3\u202f%.",
)
_LIFT = Text(
    en="A lift of {lift} on a rate of {rate} leads to no rate: write the relative gain to notice, such as 20%.",
    fr="Un gain de {lift} sur un taux de {rate} ne donne pas un taux\u00a0: écrivez le gain relatif à déceler, par exemple 20\u202f%.",
)
_SHARE = Text(
    en="Power and risk are shares between 0% and 100%, such as 80% and 5%.",
    fr="La puissance et le risque sont des parts entre 0\u202f% et 100\u202f%, par exemple 80\u202f% et 5\u202f%.",
)
_TOO_SMALL = Text(
    en="A lift of {lift} is too small to be noticed by anybody.",
    fr="Un gain de {lift} est trop petit pour être décelé par qui que ce soit.",
)
