"""What repeat orders may be expected, what they are worth, and how well that was told before."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, Self

import numpy as np
import numpy.typing as npt

from kpi_core.answering import lifetimes_words as words
from kpi_core.answering.cohort_words import worded
from kpi_core.answering.lifetimes import Asked, Check
from kpi_core.answering.lifetimes_data import Ahead, Histories, Numbers
from kpi_core.answering.lifetimes_methods import MONTH, histories, money
from kpi_core.errors import Kind, KpiError
from kpi_core.lifetime import bgnbd, gamma_gamma, pareto_nbd
from kpi_core.lifetime.orders import Orders, orders_of
from kpi_core.text import Text, counted

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

Repeating = Literal["bgnbd", "pareto_nbd"]
_STEP = 1e-4  # of a logarithm
_QUARTER = 3  # months
_TIED, _MANY = 0.3, 30  # a correlation that is told, of that many customers
_OFF, _CHANCE = 1 / 3, 3.0  # of what was expected, and standard deviations of a count


class Buying(Protocol):
    """A model of repeat orders."""

    @property
    def covariance(self) -> Numbers | None:
        """Return that of the logarithms of the parameters."""

    @property
    def edge(self) -> tuple[int, ...]:
        """Return the places of the parameters that stand at a limit."""

    @property
    def parameters(self) -> tuple[float, ...]:
        """Return the parameters, in the order of the covariance."""

    def moved(self, parameters: Sequence[float]) -> Self:
        """Return the model with other parameters."""

    def alive(self, orders: Orders) -> Numbers:
        """Return each row's chance to order again ever."""

    def expected(self, orders: Orders, times: npt.ArrayLike) -> Numbers:
        """Return the orders to expect within each time: rows x times."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an order of each customer is worth, with its slopes by the logarithms of a model's."""

    each: Numbers
    slopes: Numbers
    covariance: Numbers
    parameters: Mapping[str, float]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """What is expected of customers who may order again."""

    method: Repeating
    ahead: Ahead
    check: Check | None
    parameters: Mapping[str, float]
    notes: tuple[Text, ...]


def repeats(core: Core, asked: Asked, found: Histories, method: Repeating) -> Repeats:
    """
    Return what is expected of the customers *found*.

    Raises
    ------
    KpiError
        EMPTY when too few ordered again, with how many more are needed.
    """
    orders = _orders(found)
    model = _fit(method, orders)
    names = _NAMES[method]
    worth = worth_of(core, found)
    whole, slopes = _discounted(model, orders, asked)
    value = whole * worth.each
    count, n = len(slopes), len(slopes) + len(worth.slopes)
    covariance = np.zeros((n, n))
    covariance[:count, :count] = model.covariance
    covariance[count:, count:] = worth.covariance
    ahead = Ahead(
        orders=model.expected(orders, [asked.months])[:, 0][orders.row],
        alive=model.alive(orders)[orders.row],
        value=value,
        slopes=np.vstack([slopes * worth.each, worth.slopes * whole]),
        covariance=covariance,
    )
    told = {"repeaters": orders.repeaters, "customers": orders.customers, "name": _TITLES[method]}
    notes = [words.BY_ORDERS.format(**told), *worth.notes, words.INTERVAL]
    if asked.by:
        notes.append(words.TOGETHER)
    if model.edge:
        notes.append(words.EDGE.format(names=", ".join(names[i] for i in model.edge)))
    check, said = _checked(core, asked, found, method)
    parameters = {**dict(zip(names, model.parameters, strict=True)), **worth.parameters}
    return Repeats(method, ahead, check, parameters, (*said, *notes))


def _orders(found: Histories) -> Orders:
    assert found.repeats is not None  # noqa: S101 - of deals
    assert found.last is not None  # noqa: S101 - idem
    return orders_of(found.repeats, found.last, found.followed)


def _fit(method: Repeating, orders: Orders) -> Buying:
    return _FITS[method](orders)


def discounts(asked: Asked, unit: int = 1) -> tuple[Numbers, Numbers]:
    """Return the ends of units of months ahead, and what money in the middle of each is worth today."""
    ends = np.minimum(np.arange(unit, asked.months + unit, unit, dtype=float), asked.months)
    middles = ends - np.diff(ends, prepend=0.0) / 2
    return ends, (1 + asked.discount) ** (-middles / 12)


def _discounted(model: Buying, orders: Orders, asked: Asked) -> tuple[Numbers, Numbers]:
    """Return each customer's discounted orders to come, and their slopes by the parameters' logs."""

    def told(one: Buying, ends: Numbers, worth: Numbers) -> Numbers:
        upto = one.expected(orders, ends)
        found: Numbers = np.diff(upto, axis=1, prepend=0.0) @ worth
        return found

    # For a margin, quarters do.
    coarse = discounts(asked, _QUARTER)
    slopes = []
    for i in range(len(model.parameters)):
        sides = []
        for sign in (1, -1):
            moved = list(model.parameters)
            moved[i] *= float(np.exp(sign * _STEP))
            sides.append(told(model.moved(moved), *coarse))
        slopes.append((sides[0] - sides[1]) / (2 * _STEP))
    return told(model, *discounts(asked))[orders.row], np.array(slopes)[:, orders.row]


def worth_of(core: Core, found: Histories) -> Worth:
    """Return what an order of each customer is worth: Gamma-Gamma, or the mean where it cannot be."""
    assert found.repeats is not None  # noqa: S101 - of deals
    notes = []
    usable = (found.valued > 0) & (found.repeated > 0)
    if refunded := int(((found.valued > 0) & ~usable).sum()):
        notes.append(counted(refunded, *words.NOT_ABOVE))
    if blank := int((found.repeats - found.valued).sum()):
        notes.append(counted(blank, *words.UNVALUED))
    x = np.where(usable, found.valued, 0.0)
    mean = np.divide(found.repeated, x, out=np.zeros_like(x), where=usable)
    try:
        model = gamma_gamma.fit(x[usable], mean[usable])
    except KpiError as error:
        return _flat(core, found, (x, mean), notes, error.message)
    if model.q <= 1:
        return _flat(core, found, (x, mean), notes, words.HEAVY)
    slopes = []
    for i in range(3):
        sides = []
        for sign in (1, -1):
            moved = list(model.parameters)
            moved[i] *= float(np.exp(sign * _STEP))
            sides.append(model.moved(moved).expected(x, mean))
        slopes.append((sides[0] - sides[1]) / (2 * _STEP))
    assert model.covariance is not None  # noqa: S101 - it was fitted
    told = {"n": int(usable.sum()), "mean": money(core, model.mean)}
    notes.insert(0, words.BY_VALUE.format(**told))
    tie = _tie(x[usable], mean[usable])
    if tie is not None:
        notes.append(words.TIED.format(r=Text(en=f"{tie:.2f}", fr=f"{tie:.2f}".replace(".", ","))))
    return Worth(
        model.expected(x, mean),
        np.array(slopes),
        model.covariance,
        dict(zip(("p", "q", "gamma"), model.parameters, strict=True)),
        tuple(notes),
    )


def _flat(
    core: Core, found: Histories, later: tuple[Numbers, Numbers], notes: list[Text], why: Text
) -> Worth:
    """Take every order for the mean of later ones, of all orders where none has a value."""
    assert found.repeats is not None  # noqa: S101 - of deals
    x, mean = later
    count = float(x.sum()) or float((1 + found.repeats).sum())
    total = float(x @ mean) or float(found.value.sum())
    if total <= 0:
        raise KpiError(Kind.EMPTY, words.NO_VALUE)
    each = np.full(len(x), total / count)
    notes.insert(0, words.FLAT_VALUE.format(mean=money(core, total / count), why=why))
    return Worth(each, np.empty((0, len(x))), np.empty((0, 0)), {}, tuple(notes))


def _tie(x: Numbers, mean: Numbers) -> float | None:
    """Return the correlation of how often with how much, where it is worth telling."""
    if len(x) < _MANY or not np.ptp(x) or not np.ptp(mean):
        return None
    found = float(np.corrcoef(x, mean)[0, 1])
    return found if abs(found) > _TIED else None


def _checked(
    core: Core, asked: Asked, found: Histories, method: Repeating
) -> tuple[Check | None, list[Text]]:
    """Learn from the first two thirds of the time alone, and count what came after."""
    first = min(found.first_on)
    cut = first + dt.timedelta(days=(asked.until - first).days * 2 // 3)
    before = histories(core, asked, cut)
    try:
        orders = _orders(before)
        model = _fit(method, orders)
    except KpiError as error:
        return None, [words.UNCHECKED.format(why=error.message)]
    ahead = (asked.until - cut).days / MONTH
    predicted = float(orders.n @ model.expected(orders, [ahead])[:, 0])
    check = Check(cut, orders.customers, predicted, int(before.later.sum()))
    return check, told_check(check, words.CHECKED)


def told_check(check: Check, sentence: Text) -> list[Text]:
    """Say how the forecast of then compares with what came."""
    said = sentence.format(
        day=worded(check.until),
        predicted=round(check.predicted),
        actual=check.actual,
        customers=check.customers,
    )
    off = abs(check.actual - check.predicted)
    chance = _CHANCE * math.sqrt(max(check.predicted, 1.0))
    missed = off > chance and off > _OFF * max(check.predicted, 1.0)
    return [said, words.MISSED] if missed else [said]


_FITS: Mapping[Repeating, Callable[[Orders], Buying]] = {
    "bgnbd": bgnbd.fit,
    "pareto_nbd": pareto_nbd.fit,
}
_NAMES: Mapping[Repeating, tuple[str, ...]] = {
    "bgnbd": ("r", "alpha", "a", "b"),
    "pareto_nbd": ("r", "alpha", "s", "beta"),
}
_TITLES: Mapping[Repeating, str] = {"bgnbd": "BG/NBD", "pareto_nbd": "Pareto/NBD"}
