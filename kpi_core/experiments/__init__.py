"""Experiments: which of two versions does better, how sure that is, and how long to go on.

    found = compare(Arm(50, 1000), Arm(72, 1000))
    found.p, found.low, found.high, found.verdict

Rates only need counts; means need a mean, a spread and a size. Nothing here reads data.
"""

from kpi_core.experiments.arms import Arm, Sample
from kpi_core.experiments.comparing import (
    Comparison,
    Verdict,
    compare,
    compare_all,
    compare_all_means,
    compare_means,
)
from kpi_core.experiments.planning import sample_size
from kpi_core.experiments.splitting import split_p

__all__ = [
    "Arm",
    "Comparison",
    "Sample",
    "Verdict",
    "compare",
    "compare_all",
    "compare_all_means",
    "compare_means",
    "sample_size",
    "split_p",
]
