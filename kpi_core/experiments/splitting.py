"""Whether visitors were shared out as planned: if not, something else differs too."""

from __future__ import annotations

from collections.abc import Sequence

#: Below this, the split is broken rather than unlucky (Fabijan et al., 2019, use as little).
BROKEN = 0.001


def split_p(shown: Sequence[int], planned: Sequence[float] | None = None) -> float:
    """
    Return the p-value of "visitors were shared out as *planned*", equally when nothing is said.

    shown, planned: one number a version. It is Pearson's test of fit.
    """
    from scipy.special import chdtrc  # noqa: PLC0415 - when a test is asked for

    shares = [1.0] * len(shown) if planned is None else list(planned)
    whole, parts = sum(shown), sum(shares)
    expected = [whole * share / parts for share in shares]
    away = sum((n - e) ** 2 / e for n, e in zip(shown, expected, strict=True))
    return float(chdtrc(len(shown) - 1, away))
