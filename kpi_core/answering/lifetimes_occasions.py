"""What customers who order by the year may be expected to order: BG/BB on whole years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kpi_core.answering import lifetimes_words as words
from kpi_core.answering.lifetimes import Asked
from kpi_core.answering.lifetimes_data import Ahead, Histories, Numbers
from kpi_core.answering.lifetimes_repeats import worth_of
from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime import bgbb
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_core.answering.core import Core

_YEAR = 12  # months
_LEAST = 2  # whole years that somebody must have lived
_STEP = 1e-4  # of a logarithm
_NAMES = ("alpha", "beta", "gamma", "delta")


@dataclass(frozen=True, slots=True)
class Yearly:
    """What is expected of customers, year by year."""

    ahead: Ahead
    parameters: Mapping[str, float]
    notes: tuple[Text, ...]


def occasions(core: Core, asked: Asked, found: Histories) -> Yearly:
    """
    Return what is expected of the customers *found*: an occasion to order is a year since the first.

    Raises
    ------
    KpiError
        TYPE for a horizon that is no whole number of years; EMPTY when nobody was followed for two,
        or too few ordered again, with how many more are needed.
    """
    years = found.yearly
    assert years is not None  # noqa: S101 - of deals
    if asked.months % _YEAR:
        raise KpiError(Kind.TYPE, words.WHOLE_YEARS.format(months=asked.months))
    if (longest := int(years.whole.max(initial=0))) < _LEAST:
        raise KpiError(Kind.EMPTY, words.FEW_YEARS.format(years=longest))
    lived = years.whole > 0
    table = np.column_stack([years.ordered, years.last, years.whole])
    kinds, row = np.unique(table, axis=0, return_inverse=True)
    counts = np.bincount(row.ravel(), weights=lived.astype(float), minlength=len(kinds))
    seen = bgbb.occasions_of(kinds[:, 0], kinds[:, 1], kinds[:, 2], counts)
    model = bgbb.fit(seen)
    # A year is worth the sum of its orders.
    valued = np.where(years.value > 0, years.ordered, 0.0)
    worth = worth_of(
        core, replace(found, repeats=years.ordered, valued=valued, repeated=years.value)
    )
    ahead, expected = (
        asked.months // _YEAR,
        model.expected(seen, asked.months // _YEAR)[row.ravel()],
    )
    whole, slopes = _discounted(model, seen, ahead, asked.discount)
    whole, slopes = whole[row.ravel()], slopes[:, row.ravel()]
    count, n = len(slopes), len(slopes) + len(worth.slopes)
    covariance = np.zeros((n, n))
    covariance[:count, :count] = model.covariance
    covariance[count:, count:] = worth.covariance
    told = {"ordered": int((years.ordered > 0).sum()), "customers": int(lived.sum())}
    notes = [words.BY_YEARS.format(**told), *worth.notes, words.INTERVAL, words.NOT_CHECKED_YEARS]
    if model.edge:
        notes.append(words.EDGE.format(names=", ".join(_NAMES[i] for i in model.edge)))
    return Yearly(
        Ahead(
            orders=expected,
            alive=model.alive(seen)[row.ravel()],
            value=whole * worth.each,
            slopes=np.vstack([slopes * worth.each, worth.slopes * whole]),
            covariance=covariance,
        ),
        {**dict(zip(_NAMES, model.parameters, strict=True)), **worth.parameters},
        tuple(notes),
    )


def _discounted(
    model: bgbb.BgBb, seen: bgbb.Occasions, years: int, rate: float
) -> tuple[Numbers, Numbers]:
    """Return each row's discounted years with an order, and their slopes by the parameters' logs."""
    worth = (1 + rate) ** -(np.arange(years) + 0.5)

    def told(one: bgbb.BgBb) -> Numbers:
        upto = np.column_stack([one.expected(seen, k) for k in range(1, years + 1)])
        found: Numbers = np.diff(upto, axis=1, prepend=0.0) @ worth
        return found

    slopes = []
    for i in range(len(_NAMES)):
        sides = []
        for sign in (1, -1):
            moved = list(model.parameters)
            moved[i] *= float(np.exp(sign * _STEP))
            alpha, beta, gamma, delta = moved
            sides.append(told(bgbb.BgBb(alpha, beta, gamma, delta)))
        slopes.append((sides[0] - sides[1]) / (2 * _STEP))
    return told(model), np.array(slopes)
