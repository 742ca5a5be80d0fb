"""Who ordered how often: what models of repeat orders learn from, alike customers together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime.climbing import Numbers
from kpi_core.text import Text, counted

ENOUGH = 10  # customers who ordered again, below which no law of a population shows


@dataclass(frozen=True, slots=True)
class Orders:
    """
    Customers by their orders; times in one unit, from the first order of each.

    x: orders after the first. tx: when the last was. T: until when each was followed.
    n: how many customers a row stands for. row: of each customer as given, its row.
    """

    x: Numbers
    tx: Numbers
    T: Numbers
    n: Numbers
    row: npt.NDArray[np.intp]

    @property
    def customers(self) -> int:
        """Return how many there are."""
        return round(float(self.n.sum()))

    @property
    def repeaters(self) -> int:
        """Return how many ordered again."""
        return round(float(self.n[self.x > 0].sum()))

    @property
    def repeats(self) -> float:
        """Return how many orders came after the first ones."""
        return float(self.n @ self.x)


def orders_of(
    x: npt.ArrayLike, tx: npt.ArrayLike, followed: npt.ArrayLike, n: npt.ArrayLike | None = None
) -> Orders:
    """
    Return customers grouped by their orders: identical ones are one row.

    Raises
    ------
    KpiError
        NUM when a number cannot be: negative, not finite, or a last order after the end.
    """
    table = np.column_stack([np.asarray(column, dtype=float) for column in (x, tx, followed)])
    counts = np.ones(len(table)) if n is None else np.asarray(n, dtype=float)
    x_, tx_, t_ = table.T
    wrong = ~np.isfinite(table).all(axis=1) | (x_ < 0) | (x_ != np.floor(x_))
    wrong |= (
        (tx_ < 0) | (tx_ > t_) | ((x_ == 0) & (tx_ > 0)) | ((x_ > 0) & (t_ <= 0)) | ~(counts >= 0)
    )
    if wrong.any():
        i = int(np.flatnonzero(wrong)[0])
        raise KpiError(Kind.NUM, _WRONG.format(x=x_[i], tx=tx_[i], t=t_[i]))
    if not len(table):
        empty = np.empty(0)
        return Orders(empty, empty, empty, empty, np.empty(0, dtype=np.intp))
    order = np.lexsort((t_, tx_, x_))
    ordered = table[order]
    first = np.concatenate(([True], (ordered[1:] != ordered[:-1]).any(axis=1)))
    group = np.cumsum(first) - 1
    row = np.empty(len(table), dtype=np.intp)
    row[order] = group
    x_, tx_, t_ = ordered[first].T.copy()
    return Orders(x_, tx_, t_, np.bincount(row, weights=counts).astype(float), row)


def check(orders: Orders) -> None:
    """
    Refuse what no model can learn from, each for its reason.

    Raises
    ------
    KpiError
        EMPTY, with how many more customers who order again are needed.
    """
    if not orders.customers:
        raise KpiError(Kind.EMPTY, _NOBODY)
    missing = ENOUGH - orders.repeaters
    if missing > 0:
        raise KpiError(
            Kind.EMPTY,
            _TOO_FEW.format(
                again=counted(orders.repeaters, *AGAIN),
                customers=counted(orders.customers, *_CUSTOMERS),
                needed=ENOUGH,
                missing=missing,
            ),
        )


_WRONG = Text(
    en="A customer with {x:g} orders after the first, the last after {tx:g}, followed for {t:g}: this cannot be. Orders are counted whole, and the last one lies between the first and the end.",
    fr="Un client avec {x:g} commandes après la première, la dernière à {tx:g}, suivi pendant {t:g}\u00a0: impossible. Les commandes se comptent entières, et la dernière est entre la première et la fin.",
)
_NOBODY = Text(
    en="No customer to learn from: import won deals with their account and their closing date.",
    fr="Aucun client dont apprendre\u00a0: importez des affaires gagnées avec leur compte et leur date de clôture.",
)
AGAIN = (
    Text(en="{n} customer ordered again", fr="{n} client a commandé de nouveau"),
    Text(en="{n} customers ordered again", fr="{n} clients ont commandé de nouveau"),
)
_CUSTOMERS = (
    Text(en="{n} in all", fr="{n} en tout"),
    Text(en="{n} in all", fr="{n} en tout"),
)
_TOO_FEW = Text(
    en="{again}, of {customers}: at least {needed} who did are needed to learn how customers go on, {missing} more.",
    fr="{again}, sur {customers}\u00a0: il en faut au moins {needed} pour apprendre comment les clients continuent, soit {missing} de plus.",
)
