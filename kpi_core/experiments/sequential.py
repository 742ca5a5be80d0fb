"""A p-value that stays honest however often somebody looks while the experiment runs."""

from __future__ import annotations

import math

from kpi_core.experiments.arms import Arm

EXPECTED = 0.2  # relative lift around which the test is most powerful


def always_valid_p(a: Arm, b: Arm) -> float:
    """
    Return the p-value of the mixture sequential probability ratio test.

    A mixture of normal effects, EXPECTED of the pooled rate wide, against none (Johari, Pekelis &
    Walsh, 2017). It is never smaller than chance allows, whenever one stops; so it is larger than
    that of a test whose size was fixed before.
    """
    pooled = (a.conversions + b.conversions) / (a.shown + b.shown)
    error = pooled * (1 - pooled) * (1 / a.shown + 1 / b.shown)
    if not error:
        return 1.0
    mixed = (EXPECTED * pooled) ** 2
    gap = b.rate - a.rate
    log_ratio = 0.5 * math.log(error / (error + mixed)) + mixed * gap * gap / (
        2 * error * (error + mixed)
    )
    return min(1.0, math.exp(-log_ratio))
