"""Leads as columns, and what each had done by the end of any month: nothing later is looked at."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kpi_core.answering.scoring_shapes import Outcome
from kpi_core.answering.scoring_words import UNKNOWN_MEMBER
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.scoring.card import Card, Rule
from kpi_core.scoring.matching import matched
from kpi_core.text import Text
from kpi_core.warehouse.statements import remembered

if TYPE_CHECKING:
    from types import ModuleType

    from kpi_core.answering.core import Core
    from kpi_core.warehouse.shape import Filter, Statement

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
NEVER = 10_000_000  # as a day
_EPOCH = dt.date(1970, 1, 1).toordinal()
_FIGURES = 12  # of a weight, after the point


@dataclass(frozen=True)
class Deals:
    """The deals of leads that lost one: whose, since which day, lost on which (NEVER: not lost)."""

    places: Places
    begun: Whole
    lost: Whole


@dataclass(frozen=True)
class Leads:
    """
    Leads that came, a place each, in the order of their names; days count from 1970.

    reached: the day of the outcome, NEVER while it has none. traits: what does not age, leads x
    rules (nothing under rules that are about touches or newness). told: attribute -> whether known.
    deals: those of leads that lost one.
    """

    names: list[str]
    created: Whole
    reached: Whole
    kept: Mask
    members: Mapping[str, npt.NDArray[np.object_]]
    traits: Numbers
    told: Mapping[str, Mask]
    deals: Deals
    notes: tuple[Text, ...]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Watched:
    """Leads of a workspace under a card: up to the day *until*, and *days* given to an outcome."""

    core: Core
    card: Card
    leads: Leads
    until: int
    days: int
    outcome: Outcome


@dataclass(frozen=True)
class Done:
    """What leads had done by a day: touches by rule, their weight on that day, the last of them."""

    day: int
    counts: Numbers
    weights: Numbers
    last: Whole


def day_of(number: int) -> dt.date:
    """Return the date of a day."""
    return dt.date.fromordinal(number + _EPOCH)


def number_of(day: dt.date) -> int:
    """Return the number of a date."""
    return day.toordinal() - _EPOCH


def leads_of(
    core: Core,
    outcome: Outcome,
    by: Sequence[str],
    filters: tuple[Filter, ...],
    bound: Mapping[str, object],
) -> Leads:
    """Return all leads that are dated, those the filters keep marked."""
    card = core.snapshot().settings.scoring
    ruled = {rule.dimension for rule in card.rules if rule.dimension}
    dimensions = tuple(sorted({*by, *ruled}))
    statement = remembered(
        f"scoring leads {outcome} {dimensions} {filters}",
        lambda: _compiled().leads(outcome, dimensions, filters),
    )
    found = _read(core, statement, bound)
    members = {n: np.array(found[n].to_pylist(), dtype=object) for n in dimensions}
    roles = found["role"].to_pylist()
    traits, notes = _traits(core, card, members, roles)
    told = {name: np.array([m is not None for m in members[name]]) for name in ruled & set(members)}
    if any(rule.role for rule in card.rules):
        told["role"] = np.array([role is not None for role in roles], dtype=bool)
    names = [str(name) for name in found["lead"].to_pylist()]
    return Leads(
        names=names,
        created=_days(found["created_on"]),
        reached=_days(found["reached_on"]),
        kept=np.array(found["kept"].to_pylist(), dtype=bool),
        members=members,
        traits=traits,
        told=told,
        deals=_deals(core, names),
        notes=tuple(notes),
    )


def _deals(core: Core, names: Sequence[str]) -> Deals:
    found = _read(core, remembered("scoring pursued", lambda: _compiled().pursued()), {})
    at, rows = _places(names, found)
    begun = _days(found["begun"])[rows]
    return Deals(at, np.where(begun == NEVER, -NEVER, begun), _days(found["lost_on"])[rows])


def _traits(
    core: Core,
    card: Card,
    members: Mapping[str, npt.NDArray[np.object_]],
    roles: Sequence[str | None],
) -> tuple[Numbers, list[Text]]:
    notes: list[Text] = []
    traits = np.zeros((len(roles), len(card.rules)))
    of_role = matched([rule.role for rule in card.rules], {r for r in roles if r})
    taken = np.array([of_role.get(role, -1) if role else -1 for role in roles], dtype=np.intp)
    for i, rule in enumerate(card.rules):
        if rule.kind == "role":
            traits[:, i] = taken == i
        elif rule.dimension:
            wanted = _wanted(core, rule, notes)
            traits[:, i] = [member in wanted for member in members[rule.dimension]]
    return traits, notes


def _wanted(core: Core, rule: Rule, notes: list[Text]) -> set[str]:
    """Return the members that a rule is about, as the data spell them."""
    found, dimension = set(), rule.dimension or ""
    for said in rule.members:
        try:
            where, member = core.snapshot().members.one(dimension, said)
        except KpiError:
            where, member = "", ""
        if where == dimension:
            found.add(member)
        else:
            notes.append(UNKNOWN_MEMBER.format(member=said, dimension=DIMENSIONS[dimension]))
    return found


def months(watched: Watched, wanted: Sequence[int]) -> Iterator[Done]:
    """
    Yield what leads had done by each of the days *wanted*: ends of months, the last *until*.

    What is yielded is told of its day until the next is asked for.
    """
    card, leads, until = watched.card, watched.leads, watched.until
    size = len(card.rules)
    statement = remembered(f"scoring touched {size}", lambda: _compiled().touched(size))
    found = _read(watched.core, statement, _bound(watched))
    place, rule, n, weight, last = _touches(leads, found)
    month = np.asarray(found["month"].cast(pa.int16()))[place[1]]
    counts = np.zeros((len(leads), len(card.rules)))
    weights, latest = np.zeros_like(counts), np.full(len(leads), -NEVER)
    rates = _rates(card)
    by_month = np.argsort(month, kind="stable")
    in_turn = month[by_month]
    starts = np.flatnonzero(np.diff(in_turn, prepend=-1))
    done = dict(zip(in_turn[starts].tolist(), np.split(by_month, starts)[1:], strict=True))
    before: int | None = None
    at = place[0]
    for this, end in _month_by_month(done, wanted, until):
        if before is not None:
            weights *= np.exp(-rates * (end - before))
        before = end
        if (rows := done.get(this)) is not None:
            np.maximum.at(latest, at[rows], last[rows])
            ruled = rows[rule[rows] >= 0]
            counts[at[ruled], rule[ruled]] += n[ruled]
            weights[at[ruled], rule[ruled]] += weight[ruled]
        if end in wanted:
            yield Done(end, counts, weights, latest)
        if end >= max(wanted):
            return  # what was yielded last stays as it is


def _month_by_month(
    done: Mapping[int, object], wanted: Sequence[int], until: int
) -> Iterator[tuple[int, int]]:
    """Yield each month in which anything was done or is asked for: its number, and its last day."""
    for month in sorted({*done, *(_month(day_of(day)) for day in wanted)}):
        yield month, min(_end_of(month), until)


def _end_of(month: int) -> int:
    year, of_year = divmod(month, 12)
    return number_of(dt.date(year, of_year + 1, calendar.monthrange(year, of_year + 1)[1]))


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def month_ends(first: int, until: int) -> list[int]:
    """Return the ends of the months from that of *first* up to *until*."""
    months_ = range(_month(day_of(first)), _month(day_of(until)) + 1)
    return [end for month in months_ if (end := _end_of(month)) <= until]


def standing(watched: Watched) -> Done:
    """Return what leads had done by the last day: what `months` tells of it, read at once."""
    size = len(watched.card.rules)
    statement = remembered(f"scoring standing {size}", lambda: _compiled().standing(size))
    return _done(watched, _read(watched.core, statement, _bound(watched)))


def at_an_age(watched: Watched, after: int) -> Done:
    """Return what each lead had done *after* days from its creation, or by its outcome if sooner."""
    outcome, size = watched.outcome, len(watched.card.rules)
    statement = remembered(
        f"scoring aged {size} {outcome}", lambda: _compiled().at_an_age(size, outcome)
    )
    return _done(watched, _read(watched.core, statement, _bound(watched) | {"after": after}))


def _done(watched: Watched, found: pa.Table) -> Done:
    leads = watched.leads
    (at, _), rule, n, weight, last = _touches(leads, found)
    counts = np.zeros((len(leads), len(watched.card.rules)))
    weights, latest = np.zeros_like(counts), np.full(len(leads), -NEVER)
    ruled = rule >= 0
    np.maximum.at(latest, at, last)
    counts[at[ruled], rule[ruled]] = n[ruled]
    weights[at[ruled], rule[ruled]] = weight[ruled]
    return Done(watched.until, counts, weights, latest)


def featured(watched: Watched, done: Done, places: Places, day: int | Whole) -> Numbers:
    """Return what each rule counts for the leads at *places*, on a day or on one of each."""
    card, leads = watched.card, watched.leads
    features = leads.traits[places].copy()
    for i, rule in enumerate(card.rules):
        if rule.kind == "action":
            # Engines part on the last figures of a power: what is equal would rank otherwise.
            weight = np.round(done.weights[places, i], _FIGURES)
            if rule.full is not None:
                weight = np.minimum(weight, rule.full)
            features[:, i] = np.where(done.counts[places, i] >= rule.at_least, weight, 0.0)
        elif rule.kind == "new":
            age = np.maximum(day - leads.created[places], 0)
            features[:, i] = np.exp(-_rate(rule) * age)
    return features


def open_at(watched: Watched, done: Done) -> Places:
    """
    Return the places of the leads that are open and awake on the day of what was *done*.

    Whoever lost a deal by then and had no other under way is not: the answer was no.
    """
    leads, day = watched.leads, done.day
    seen = np.maximum(done.last, leads.created)
    awake = day - seen <= watched.card.open_days
    deals, refused = leads.deals, np.zeros(len(leads), dtype=bool)
    begun, lost = deals.begun <= day, deals.lost <= day
    refused[deals.places[lost]] = True
    refused[deals.places[begun & ~lost]] = False
    return np.flatnonzero((leads.created <= day) & (leads.reached > day) & awake & ~refused)


def points_of(card: Card) -> Numbers:
    """Return the points of each rule."""
    return np.array([rule.points for rule in card.rules])


def who_are(core: Core, names: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """Return what is known of some leads by their names."""
    found = _read(
        core, remembered("scoring named", lambda: _compiled().named()), {"leads": list(names)}
    )
    return {str(row.pop("lead")): row for row in found.to_pylist()}


def unmatched(core: Core, card: Card) -> list[str]:
    """Return the kinds of touch that no rule counts."""
    said = _actions(core)
    return sorted(set(said) - set(matched([rule.action for rule in card.rules], said)))


def _actions(core: Core) -> list[str]:
    found = _read(core, remembered("scoring actions", lambda: _compiled().actions()), {})
    return [str(action) for action in found["action"].to_pylist()]


def _bound(watched: Watched) -> dict[str, object]:
    card = watched.card
    taken = matched([rule.action for rule in card.rules], _actions(watched.core))
    bound: dict[str, object] = {"until": day_of(watched.until)}
    for i, rule in enumerate(card.rules):
        bound[f"words_{i}"] = [action for action, rule_ in taken.items() if rule_ == i]
        bound[f"rate_{i}"] = _rate(rule)
    return bound


def _rates(card: Card) -> Numbers:
    return np.array([_rate(rule) for rule in card.rules])


def _rate(rule: Rule) -> float:
    return math.log(2) / rule.half_life if rule.half_life else 0.0


def _touches(
    leads: Leads, found: pa.Table
) -> tuple[tuple[Places, Places], Whole, Numbers, Numbers, Whole]:
    """Return touches of the leads that came, as columns: (lead, row), rule, n, weight, last day."""
    at, rows = _places(leads.names, found)
    return (
        (at, rows),
        np.asarray(found["rule"].cast(pa.int64()))[rows],
        np.asarray(found["n"].cast(pa.float64()))[rows],
        np.asarray(found["weight"].cast(pa.float64()))[rows],
        _days(found["last"])[rows],
    )


def _places(names: Sequence[str], found: pa.Table) -> tuple[Places, Places]:
    """Return the places of the leads that came, and the rows of *found* that are theirs."""
    # Of no rows, a warehouse tells no type.
    known = pc.index_in(found["lead"].cast(pa.string()), value_set=pa.array(names, pa.string()))
    at = np.asarray(pc.fill_null(known, -1), dtype=np.intp)
    rows = np.flatnonzero(at >= 0)
    return at[rows], rows


def _compiled() -> ModuleType:
    from kpi_core.warehouse import scoring  # noqa: PLC0415 - the compiler takes 0.5 s

    return scoring


def _read(core: Core, statement: Statement, bound: Mapping[str, object]) -> pa.Table:
    with closing(core.facts()) as facts:
        return facts.arrow(statement, bound)


def _days(column: pa.ChunkedArray) -> Whole:
    days = column.cast(pa.date32()).cast(pa.int32())
    return np.asarray(pc.fill_null(days, NEVER), dtype=np.int64)
