"""BG/NBD on a million customers, against the way one writes it first: no grouping, no slope."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from bench.measure import Row, seconds
from kpi_core.lifetime import bgnbd
from kpi_core.lifetime.orders import orders_of

CUSTOMERS = 1_000_000
_DAY = 12 / 365.25  # months


def rows(folder: Path) -> Iterator[Row]:
    """Yield the fit, and what it expects of everybody for 36 months."""
    del folder
    x, tx, followed = _shop()
    found: list[bgnbd.BgNbd] = []
    ours = seconds(lambda: found.append(bgnbd.fit(orders_of(x, tx, followed))))
    theirs = seconds(lambda: _plain(x, tx, followed))
    yield Row(
        "BG/NBD fitted to 1,000,000 customers",
        ours,
        theirs,
        "Nelder-Mead on every customer",
        "≤ 30 s",
    )
    if find_spec("lifetimes") is not None:
        theirs = seconds(lambda: _library(x, tx, followed))
        fits = seconds(lambda: bgnbd.fit(orders_of(x, tx, followed)))
        yield Row("the same, with what is unknown of it", fits, theirs, "`lifetimes`, without")
    orders = orders_of(x, tx, followed)
    ours = seconds(lambda: found[0].expected(orders, np.arange(1, 37)))
    theirs = seconds(lambda: _closed(found[0], x, followed))
    yield Row("their orders in each of 36 months", ours, theirs, "2F1 of every customer and month")


def _library(x: np.ndarray, tx: np.ndarray, followed: np.ndarray) -> None:
    """Fit with the library, which was archived before the numpy of today and complains."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter

        BetaGeoFitter().fit(x, tx, followed)


def _shop() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return customers won over five years, who order and leave as the model says, day by day."""
    rng = np.random.default_rng(1)
    followed = rng.integers(1, 1826, CUSTOMERS).astype(float) * _DAY
    rate, leaves = rng.gamma(0.5, 1 / 6, CUSTOMERS), rng.beta(0.8, 2.5, CUSTOMERS)
    x, tx, at = np.zeros(CUSTOMERS), np.zeros(CUSTOMERS), np.zeros(CUSTOMERS)
    here = np.arange(CUSTOMERS)
    while len(here):
        at[here] += rng.exponential(1 / rate[here])
        here = here[at[here] < followed[here]]
        x[here] += 1
        tx[here] = at[here]
        here = here[rng.random(len(here)) > leaves[here]]
    days = np.minimum(np.maximum(np.round(tx / _DAY), 1), np.round(followed / _DAY))
    return x, np.where(x > 0, days * _DAY, 0.0), followed


def _plain(x: np.ndarray, tx: np.ndarray, followed: np.ndarray) -> None:
    """Fit as the note of its authors lays it out in a sheet: one line a customer."""

    def height(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        one = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        two = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        three = -(r + x) * np.log(alpha + followed)
        four = np.where(
            x > 0,
            np.log(a) - np.log(np.maximum(b + x - 1, 1e-9)) - (r + x) * np.log(alpha + tx),
            -1e300,
        )
        return float(-(one + two + np.logaddexp(three, four)).mean())

    minimize(
        height,
        np.zeros(4),
        method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 2000},
    )


def _closed(model: bgnbd.BgNbd, x: np.ndarray, followed: np.ndarray) -> None:
    from scipy.special import hyp2f1

    r, alpha, a, b = model.parameters
    for month in range(1, 37):
        hyp2f1(r + x, b + x, a + b + x - 1, month / (alpha + followed + month))
