"""Which method answers: contracts, repeat orders, or what was only seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi_core.answering import lifetimes_words as words
from kpi_core.answering.engine import fetched
from kpi_core.answering.lifetimes import Asked, Check, Method
from kpi_core.answering.lifetimes_data import Ahead, Group, Histories, Years, column
from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime.orders import AGAIN
from kpi_core.text import Text, counted
from kpi_core.units import Unit, written
from kpi_core.warehouse import lifetimes as warehouse
from kpi_core.warehouse.lifetimes import LifetimeShape
from kpi_core.warehouse.relations import RELATIONS
from kpi_core.warehouse.shape import Filter, Statement

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

MONTH = 365.25 / 12  # days
_MOST = 0.5  # of the revenue, that contracts must cover to be what is told


@dataclass(frozen=True, slots=True)
class Answered:
    """
    The method that answered, customers to date, and what is expected of them.

    orders: customers by their deals, where there are any: whom the CAC is told of.
    """

    method: Method
    histories: Histories
    ahead: Ahead | None
    orders: Histories | None
    check: Check | None
    parameters: Mapping[str, float]
    notes: tuple[Text, ...]

    def rate(self, group: Group | None) -> float | None:
        """Return the margin rate of a group's deals, else of all; None where no deal tells it."""
        if self.orders is None:
            return None
        for mine in (self.orders.of(group), self.orders.of(None)):
            revenue = float(self.orders.margined[mine].sum())
            if revenue > 0:
                return float(self.orders.margin[mine].sum()) / revenue
        return None


def answered(core: Core, asked: Asked, method: Method) -> Answered:
    """
    Return what *method* gives; `auto` takes the first that the data can bear.

    Raises
    ------
    KpiError
        EMPTY when there is too little for a method that was named.
    """
    from kpi_core.answering.lifetimes_contracts import (  # noqa: PLC0415 - which reads from here
        contracts,
        paid,
    )

    orders = histories(core, asked, asked.until) if core.snapshot().dated_wins else None
    share = _contracted(core, asked)
    notes: list[Text] = []
    if method == "contracts" and share is None:
        raise KpiError(Kind.EMPTY, words.NO_CONTRACTS)
    if share is not None and (method == "contracts" or (method == "auto" and share >= _MOST)):
        try:
            return contracts(core, asked, orders, share)
        except KpiError as error:
            if method != "auto":
                raise
            # Renewals on fixed dates are no chance orders: no other model takes their place.
            method = "historic"
            notes.append(words.NOT_PROJECTED.format(why=error.message))
    if orders is not None:
        return _by_orders(core, asked, orders, method, notes)
    if share is None or method != "historic":
        raise KpiError(Kind.EMPTY, words.NO_ORDERS)
    return Answered("historic", paid(core, asked, None), None, None, None, {}, tuple(notes))


def _by_orders(
    core: Core, asked: Asked, orders: Histories, method: Method, notes: list[Text]
) -> Answered:
    """Return what the orders of accounts tell: what was seen, and what may come where it can."""
    from kpi_core.answering.lifetimes_repeats import repeats  # noqa: PLC0415 - which reads from here

    if not len(orders.followed):
        raise KpiError(Kind.EMPTY, words.NOBODY)
    assert orders.repeats is not None  # noqa: S101 - of deals
    known = _of_orders(core)
    if method == "bgbb":
        from kpi_core.answering.lifetimes_occasions import (  # noqa: PLC0415 - which reads from here
            occasions,
        )

        yearly = occasions(core, asked, orders)
        all_notes = (*yearly.notes, *known)
        return Answered("bgbb", orders, yearly.ahead, orders, None, yearly.parameters, all_notes)
    again, whole = int((orders.repeats > 0).sum()), len(orders.followed)
    missing = core.snapshot().settings.small_sample - again
    if method == "historic" or (method == "auto" and missing > 0):
        if method == "auto":
            told = {"again": counted(again, *AGAIN), "customers": whole, "missing": missing}
            notes.append(words.HISTORIC.format(**told, needed=again + missing))
        return Answered("historic", orders, None, orders, None, {}, (*notes, *known))
    found = repeats(core, asked, orders, "pareto_nbd" if method == "pareto_nbd" else "bgnbd")
    return Answered(
        found.method,
        orders,
        found.ahead,
        orders,
        found.check,
        found.parameters,
        (*notes, *found.notes, *known),
    )


def histories(core: Core, asked: Asked, until: dt.date) -> Histories:
    """Return customers by their won deals up to *until*; `later`: their orders since."""
    rows = rows_of(core, asked, warehouse.ordered(shape_of(asked)), until)
    return Histories(
        accounts=[str(row["account"]) for row in rows],
        called=[str(row["called"]) for row in rows],
        groups=[group_of(row, asked.by) for row in rows],
        first_on=[day for row in rows if isinstance(day := row["first_on"], dt.date)],
        gained=np.array([bool(row["gained"]) for row in rows], dtype=bool),
        followed=column(rows, "followed") / MONTH,
        value=column(rows, "value"),
        margin=column(rows, "margin"),
        margined=column(rows, "margined"),
        later=column(rows, "later"),
        repeats=column(rows, "repeats"),
        last=column(rows, "last") / MONTH,
        valued=column(rows, "valued"),
        repeated=column(rows, "repeated"),
        yearly=Years(
            *(column(rows, name) for name in ("years", "last_year", "whole_years", "yearly"))
        ),
    )


def rows_of(
    core: Core, asked: Asked, statement: Statement, until: dt.date
) -> list[dict[str, object]]:
    """Return the rows of a statement about customers as they were on *until*."""
    with closing(core.facts()) as facts:
        return fetched(facts, statement, {**asked.bound, "until": until})


def shape_of(asked: Asked) -> LifetimeShape:
    """Return the shape to compile."""
    return LifetimeShape(
        asked.by,
        tuple(
            Filter(name, len([m for m in members if m is not None]), None in members)
            for name, members in asked.filters.items()
        ),
    )


def group_of(row: Mapping[str, object], by: tuple[str, ...]) -> Group:
    """Return the members that a row belongs to."""
    return tuple(None if row[name] is None else str(row[name]) for name in by)


def money(core: Core, amount: float) -> Text:
    """Write an amount in a sentence of each language."""
    currency = core.snapshot().settings.currency
    en, fr = (written(amount, Unit.MONEY, currency, lang) for lang in ("en", "fr"))
    return Text(en=en, fr=fr)


def _contracted(core: Core, asked: Asked) -> float | None:
    """Return the part of the revenue that accounts under contract signed; None without any."""
    carried = set(RELATIONS["subscriptions"].dimensions)
    if "subscriptions" in core.snapshot().empty or not {*asked.by, *asked.filters} <= carried:
        return None
    if not core.snapshot().dated_wins:
        return 1.0
    (row,) = rows_of(core, asked, warehouse.contracted(shape_of(asked)), asked.until)
    whole = float(str(row["whole"] or 0))
    return float(str(row["held"] or 0)) / whole if whole > 0 else 1.0


def _of_orders(core: Core) -> list[Text]:
    """Say what is not known of the deals."""
    early = core.snapshot().accounts_from_before
    return [counted(early, *words.FROM_BEFORE)] if early else []
