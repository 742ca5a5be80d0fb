"""Customers under contract: renewals projected (sBG), worth what recurs."""

from __future__ import annotations

import datetime as dt
import math
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kpi_core.answering import lifetimes_words as words
from kpi_core.answering.cohorts import CohortQuery, asked_for
from kpi_core.answering.cohorts import understood as of_cohorts
from kpi_core.answering.cohorts_lifetimes import renewals_in
from kpi_core.answering.lifetimes import Asked, Check
from kpi_core.answering.lifetimes_data import Ahead, Histories, Numbers, column
from kpi_core.answering.lifetimes_methods import MONTH, Answered, group_of, rows_of, shape_of
from kpi_core.answering.lifetimes_repeats import discounts, told_check
from kpi_core.errors import Kind, KpiError
from kpi_core.retention.ages import Step
from kpi_core.retention.renewals import Fit, Renewal, fit
from kpi_core.text import Text
from kpi_core.warehouse import cohorts_lifetimes as lives
from kpi_core.warehouse import lifetimes as warehouse

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_STEP = 1e-4  # of a logarithm
_YEARLY = 0.5  # of the losses, that lie at whole years when contracts are of a year
_YEAR = 12
# Contracts of a year cannot end sooner: longer without any loss is a sign, for that many customers.
_LONG_BEFORE, _MANY = 13, 10
_LARGE = 1e7  # alpha + beta of customers who are all alike
_UNITS = {Step.MONTH: words.MONTH, Step.YEAR: words.YEAR}
_Life = tuple[int, bool, int, int]


def contracts(core: Core, asked: Asked, orders: Histories | None, share: float) -> Answered:
    """
    Return what customers under contract have paid, and may be expected to pay.

    Raises
    ------
    KpiError
        EMPTY or NUM when renewals cannot be projected, with what is missing.
    """
    found = paid(core, asked, orders)
    seen = _lives(core, asked, asked.until)
    step = _step(seen)
    learnt, lost, said = _learnt(seen, step, _recorded(core, asked.until))
    ahead = _ahead(found, learnt, step, asked)
    told = {"unit": _UNITS[step], "lost": lost, "share": words.percent(share)}
    opening = words.CONTRACTS_ONLY if orders is None else words.BY_CONTRACT
    check, checked = _checked(core, asked, found, step)
    notes = [opening.format(**told), *said, *checked, words.INTERVAL]
    if asked.by:
        notes.append(words.TOGETHER)
    return Answered(
        "contracts",
        found,
        ahead,
        orders,
        check,
        {"alpha": learnt.alpha, "beta": learnt.beta},
        tuple(notes),
    )


def paid(core: Core, asked: Asked, orders: Histories | None) -> Histories:
    """
    Return what customers under contract have paid, called as in their deals.

    Raises
    ------
    KpiError
        EMPTY without any customer.
    """
    found = _histories(core, asked, asked.until)
    if not len(found.followed):
        raise KpiError(Kind.EMPTY, words.NOBODY)
    if orders is None:
        return found
    known = dict(zip(orders.accounts, orders.called, strict=True))
    return replace(found, called=[known.get(name, name) for name in found.accounts])


def _histories(core: Core, asked: Asked, until: dt.date) -> Histories:
    rows = rows_of(core, asked, warehouse.subscribed(shape_of(asked)), until)
    none = np.zeros(len(rows))
    return Histories(
        accounts=[str(row["account"]) for row in rows],
        called=[str(row["called"]) for row in rows],
        groups=[group_of(row, asked.by) for row in rows],
        first_on=[day for row in rows if isinstance(day := row["first_on"], dt.date)],
        gained=none.astype(bool),
        followed=column(rows, "followed") / MONTH,
        value=column(rows, "paid") / MONTH,
        margin=none,
        margined=none,
        later=np.array([float(bool(row["stays"])) for row in rows]),
        mrr=column(rows, "mrr"),
    )


def _lives(core: Core, asked: Asked, until: dt.date) -> list[_Life]:
    """Return the unbroken lives of customers, as they were known on *until*."""
    filters = {name: list(members) for name, members in asked.filters.items()}
    query = CohortQuery(measure="customers", filters=filters)
    whole = of_cohorts(core, query, everybody=True)
    period = replace(whole.question.period, end=until)
    whole = replace(whole, horizon=until, question=replace(whole.question, period=period))
    rows = asked_for(core, whole, lives.lifetimes(whole.shape()))
    return [
        (int(str(r["parts"])), bool(r["lost"]), int(str(r["seen"])), int(str(r["n"]))) for r in rows
    ]


def _step(seen: list[_Life]) -> Step:
    """Return whether contracts come up for renewal each year or each month: when customers leave."""
    months = [(round(parts / lives.PARTS), n) for parts, lost, _, n in seen if lost]
    whole = sum(n for _, n in months)
    yearly = sum(n for at, n in months if at and at % _YEAR == 0)
    return Step.YEAR if whole and yearly / whole >= _YEARLY else Step.MONTH


def _learnt(seen: list[_Life], step: Step, recorded: int) -> tuple[Fit, int, list[Text]]:
    """Return the model, the losses it was learnt from, and what is said of it."""
    early = sum(n for *_, months, n in seen if months - recorded > _LONG_BEFORE)
    notes = [words.SURVIVORS.format(n=early)] if early >= _MANY else []
    renewals = _renewals(seen, step, recorded) if notes else renewals_in(seen, step)
    lost = round(sum(renewal.lost for renewal in renewals))
    try:
        return fit(renewals), lost, notes
    except KpiError as error:
        stays = any(r.lost < r.at_risk for r in renewals)
        if error.kind is not Kind.NUM or not stays:
            told = {"lost": lost, "renewals": len(renewals), "unit": _UNITS[step]}
            raise KpiError(Kind.EMPTY, words.NO_RENEWALS.format(**told)) from None
    found = _constant(renewals)
    share = sum(r.lost for r in renewals) / sum(r.at_risk for r in renewals)
    return found, lost, [*notes, words.CONSTANT.format(share=words.percent(share))]


def _renewals(seen: list[_Life], step: Step, recorded: int) -> list[Renewal]:
    """
    Return what happened at each renewal since losses are recorded, that many months ago.

    Who began before is only known to have stayed until then: its earlier renewals tell nothing.
    """
    size = max(months // step.months for *_, months, _ in seen) + 3
    risk, left = np.zeros(size), np.zeros(size)
    for parts, lost, months, n in seen:
        first = -(-max(0, months - recorded) // step.months) + 1
        last, age = months // step.months, max(1, -(-parts // (lives.PARTS * step.months)))
        ended = lost and age <= last
        last = age if ended else last
        if last >= first:
            risk[first] += n
            risk[last + 1] -= n
            left[age] += n * ended
    at_risk = np.cumsum(risk)
    ages = np.flatnonzero(at_risk > 0)
    return [Renewal(int(age), float(at_risk[age]), float(left[age])) for age in ages]


def _constant(renewals: list[Renewal]) -> Fit:
    """Return customers who all leave with one chance: the limit of sBG, with its margin."""
    base, lost = sum(r.at_risk for r in renewals), sum(r.lost for r in renewals)
    share = min(max(lost / base, 1 / (2 * base)), 1 - 1 / (2 * base))
    return Fit(
        _LARGE * share,
        _LARGE * (1 - share),
        math.nan,
        ((1 / (base * share * (1 - share)), 0.0), (0.0, 0.0)),
    )


def _ahead(found: Histories, learnt: Fit, step: Step, asked: Asked) -> Ahead:
    assert found.mrr is not None  # noqa: S101 - of contracts
    ends, worth = discounts(asked)
    recurs = found.mrr
    here = recurs > 0

    def months(one: Fit) -> Numbers:
        """Return each customer's chance to pay in each month ahead."""
        paid: Numbers = _stays(one, step, found.followed, ends - 0.5) * here[:, None]
        return paid

    def valued(one: Fit) -> Numbers:
        value: Numbers = months(one) @ worth * recurs
        return value

    slopes = []
    for i in range(2):
        sides = []
        for sign in (1, -1):
            scale = [1.0, 1.0]
            scale[i] = math.exp(sign * _STEP)
            sides.append(
                valued(replace(learnt, alpha=learnt.alpha * scale[0], beta=learnt.beta * scale[1]))
            )
        slopes.append((sides[0] - sides[1]) / (2 * _STEP))
    return Ahead(
        orders=months(learnt).sum(axis=1),
        alive=here.astype(float),
        value=valued(learnt),
        slopes=np.array(slopes),
        covariance=np.array(learnt.covariance),
    )


def _stays(learnt: Fit, step: Step, followed: Numbers, ahead: Numbers) -> Numbers:
    """Return each customer's chance to be there still, so many months *ahead*: customers x times."""
    oldest = int((followed.max(initial=0) + ahead.max(initial=0)) // step.months) + 1
    left = np.cumprod([1.0] + [learnt.retention(age) for age in range(1, oldest + 1)])
    now = (followed // step.months).astype(int)[:, None]
    then = ((followed[:, None] + ahead) // step.months).astype(int)
    found: Numbers = left[then] / left[now]
    return found


def _checked(
    core: Core, asked: Asked, found: Histories, step: Step
) -> tuple[Check | None, list[Text]]:
    """Learn from the first two thirds of the time alone, and count who is still there."""
    first = max(min(found.first_on), _first_end(core) or min(found.first_on))
    cut = first + dt.timedelta(days=(asked.until - first).days * 2 // 3)
    before = _histories(core, asked, cut)
    try:
        learnt, _, _ = _learnt(_lives(core, asked, cut), step, _recorded(core, cut))
    except KpiError as error:
        return None, [words.UNCHECKED.format(why=error.message)]
    assert before.mrr is not None  # noqa: S101 - of contracts
    here = before.mrr > 0
    if not here.any():
        return None, []
    later = np.array([(asked.until - cut).days / MONTH])
    predicted = float(_stays(learnt, step, before.followed[here], later).sum())
    check = Check(cut, int(here.sum()), predicted, int(before.later[here].sum()))
    return check, told_check(check, words.CHECKED_CONTRACTS)


def _first_end(core: Core) -> dt.date | None:
    """Return the first day on which a loss is recorded."""
    with closing(core.facts()) as facts:
        (row,) = facts.ask("SELECT min(ended_on) FROM subscriptions WHERE ended_on >= started_on")
    return row[0] if isinstance(row[0], dt.date) else None


def _recorded(core: Core, until: dt.date) -> int:
    """Return for how many whole months, up to *until*, losses are recorded."""
    first = _first_end(core)
    return 0 if first is None else max(0, int((until - first).days / MONTH))
