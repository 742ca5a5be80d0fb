"""Lifetime value: what customers have brought, and what they may be expected to bring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kpi_core.answering import lifetimes_words as words
from kpi_core.answering.cohorts import followed_until
from kpi_core.answering.question import understand
from kpi_core.errors import Kind, KpiError
from kpi_core.query import Filters, KpiQuery, Name
from kpi_core.text import Text
from kpi_core.units import Unit, written

if TYPE_CHECKING:
    from kpi_core.answering.core import Core
    from kpi_core.answering.lifetimes_costs import Costs
    from kpi_core.answering.lifetimes_data import Ahead, Histories

Method = Literal["auto", "historic", "bgnbd", "pareto_nbd", "bgbb", "contracts"]
Group = tuple[str | None, ...]
_MOST = 1000


class LifetimeQuery(BaseModel):
    """
    A question about lifetime value.

    by, filters: as in a `KpiQuery`; a customer belongs to the members of its first order.
    horizon: how many months ahead. discount: a year; the workspace's when None.
    method: `auto` takes what the data can bear, and says why. customers: how many to list.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Annotated[list[Name], Field(max_length=1)] = []
    filters: Filters = {}
    horizon: Annotated[int, Field(ge=1, le=120, strict=True)] = 36
    discount: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    method: Method = "auto"
    customers: Annotated[int, Field(ge=0, le=_MOST, strict=True)] = 0


@dataclass(frozen=True, slots=True)
class Line:
    """
    One group, each amount a mean per customer.

    orders, revenue, margin: to date; margin None where no deal tells it. alive: the mean chance of
    a next order (of contracts: the share that runs). expected: further orders (of contracts:
    months paid) within the horizon. predicted: their discounted revenue, with its 95 % ends.
    won, cac, ratio: customers won while spend is recorded, what each cost, and how many times
    their own lifetime value covers it.
    """

    group: Group
    customers: int
    orders: float | None
    revenue: float
    margin: float | None
    alive: float | None
    expected: float | None
    predicted: float | None
    low: float | None
    high: float | None
    won: int | None
    cac: float | None
    ratio: float | None

    @property
    def ltv(self) -> float | None:
        """Return the lifetime value on revenue: to date and predicted."""
        return None if self.predicted is None else self.revenue + self.predicted


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; amounts and chances as in a `Line`."""

    called: str
    group: Group
    first_on: dt.date
    orders: int | None
    revenue: float
    alive: float
    expected: float
    predicted: float


@dataclass(frozen=True, slots=True)
class Check:
    """
    The model learnt up to a day only, held against what came after.

    predicted, actual: repeat orders from then on of the customers known then; of contracts,
    customers still there at the end.
    """

    until: dt.date
    customers: int
    predicted: float
    actual: int


@dataclass(frozen=True, slots=True)
class Lifetime:
    """
    Lifetime values, a line a group and the last over all where there are several.

    method: what answered. until: the last day that the data tells of; months: how far the
    predictions go from there. parameters: of the fitted laws, times in months. basis: whether the
    ratio to the CAC is on margin or on revenue.
    """

    method: Method
    by: tuple[str, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    until: dt.date
    months: int
    discount: float
    lines: tuple[Line, ...]
    customers: tuple[Customer, ...]
    check: Check | None
    parameters: Mapping[str, float]
    basis: Literal["margin", "revenue"]
    notes: tuple[Text, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose every word has been understood."""

    by: tuple[str, ...]
    filters: Mapping[str, tuple[str | None, ...]]
    bound: Mapping[str, object]
    until: dt.date
    months: int
    discount: float
    notes: tuple[Text, ...]


def lifetime(core: Core, query: LifetimeQuery) -> Lifetime:
    """
    Return lifetime values, as *query* asks.

    Raises
    ------
    KpiError
        EMPTY when there is too little for the method that was named, with how much is missing;
        NOT_FOUND or TYPE for a word that is not understood.
    """
    from kpi_core.answering import lifetimes_costs, lifetimes_methods  # noqa: PLC0415 - numpy and scipy take 0.3 s

    asked = understood(core, query)
    answered = lifetimes_methods.answered(core, asked, query.method)
    found, ahead = answered.histories, answered.ahead
    if not len(found.followed):
        raise KpiError(Kind.EMPTY, words.NOBODY)
    costs = lifetimes_costs.matched(core, asked, answered)
    groups = sorted(set(found.groups), key=lambda g: [(m is None, str(m)) for m in g])
    lines = [_line(found, ahead, group, costs, answered.rate(group)) for group in groups]
    if asked.by:
        lines.append(_line(found, ahead, None, costs, answered.rate(None)))
    assumed = []
    if ahead is not None and query.discount is None:
        en, fr = (written(asked.discount, Unit.SHARE, "", lang) for lang in ("en", "fr"))
        assumed = [words.DISCOUNT.format(rate=Text(en=en, fr=fr))]
    return Lifetime(
        method=answered.method,
        by=asked.by,
        filters=asked.filters,
        until=asked.until,
        months=asked.months,
        discount=asked.discount,
        lines=tuple(lines),
        customers=_listed(found, ahead, query.customers),
        check=answered.check,
        parameters=answered.parameters,
        basis=costs.basis,
        notes=(*asked.notes, *answered.notes, *assumed, *costs.notes),
        currency=core.snapshot().settings.currency,
    )


def understood(core: Core, query: LifetimeQuery) -> Asked:
    """Return what *query* means."""
    snapshot, today = core.snapshot(), core.today()
    orders = snapshot.dated_wins
    if not orders and "subscriptions" in snapshot.empty:
        raise KpiError(Kind.EMPTY, words.NOBODY)
    # Deals and subscriptions do not carry the same members: a KPI of each says which may be asked.
    kpi = "revenue" if orders and query.method != "contracts" else "mrr"
    question = understand(KpiQuery(kpis=[kpi], filters=query.filters, by=query.by), snapshot, today)
    discount = query.discount
    if discount is None:
        discount = snapshot.settings.discount_rate
    until = followed_until(core)
    bound = question.parameters(1, today) | {"until": until, "horizon": until, "today": today}
    return Asked(
        question.by, question.filters, bound, until, query.horizon, discount, question.notes
    )


def _line(
    found: Histories,
    ahead: Ahead | None,
    group: Group | None,
    costs: Costs,
    rate: float | None,
) -> Line:
    mine = found.of(group)
    n = len(mine)
    won, cac, ratio = costs.of(group)
    revenue = float(found.value[mine].mean())
    alive = expected = predicted = low = high = None
    if ahead is not None:
        alive, expected = float(ahead.alive[mine].mean()), float(ahead.orders[mine].mean())
        predicted = float(ahead.value[mine].mean())
        low, high = ahead.ends(mine)
    return Line(
        group=group or (),
        customers=n,
        orders=None if found.repeats is None else 1 + float(found.repeats[mine].mean()),
        revenue=revenue,
        margin=None if rate is None else revenue * rate,
        alive=alive,
        expected=expected,
        predicted=predicted,
        low=low,
        high=high,
        won=won,
        cac=cac,
        ratio=ratio,
    )


def _listed(found: Histories, ahead: Ahead | None, most: int) -> tuple[Customer, ...]:
    """Return the customers of whom most is expected, the best first."""
    if ahead is None or not most:
        return ()
    order: Sequence[int] = [int(i) for i in (-ahead.value).argsort(kind="stable")[:most]]
    return tuple(
        Customer(
            found.called[i],
            found.groups[i],
            found.first_on[i],
            None if found.repeats is None else 1 + int(found.repeats[i]),
            float(found.value[i]),
            float(ahead.alive[i]),
            float(ahead.orders[i]),
            float(ahead.value[i]),
        )
        for i in order
    )
