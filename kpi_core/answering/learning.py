"""Rows under a model that learns its weights from all the paths: Markov, Shapley.

What was touched is shared out by the weights that the paths of its own group and unit of time give,
so that a row is what the same question filtered to it would answer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kpi_core.answering.engine import Group, Row, fetched, run
from kpi_core.answering.question import CHANNELS, Question
from kpi_core.answering.silence import recomputed, silent_row
from kpi_core.attribution import markov, shapley
from kpi_core.attribution.model import Method, Model
from kpi_core.engines.facts import Facts
from kpi_core.measures import Aggregate, Measure
from kpi_core.warehouse.relations import shared

_Where = tuple[dt.date | None, Group]  # a unit of time, and the members that no touch tells
_Touch = tuple[str | None, ...]
_DIGITS = {Aggregate.SUM: Decimal("0.0001"), Aggregate.COUNT: Decimal("0.0000000001")}


@dataclass(slots=True)
class _Paths:
    """The paths of one group and unit: how often each was walked, and what it brought."""

    won: dict[tuple[_Touch, ...], dict[str, Decimal]] = field(default_factory=dict)
    own: dict[_Touch, dict[str, Decimal]] = field(default_factory=dict)  # nothing led to these
    lost: dict[tuple[_Touch, ...], int] = field(default_factory=dict)

    @property
    def converted(self) -> int:
        return int(sum(brought["n"] for brought in self.won.values()))


def rows(facts: Facts, question: Question, parameters: Mapping[str, object]) -> list[Row]:
    """Return the rows of *question*, whose model learns."""
    found = _Rows(question)
    parts = {name: m for name, m in question.measures.items() if shared(m)}
    if others := [name for name in question.measures if name not in parts]:
        for told in run(facts, question.shape(*others), parameters):
            into = found.at(told.bucket, told.group)
            into.values |= told.values
            into.counted |= told.counted
            into.blank |= told.blank
    for names in _alike(parts):
        walked = _walked(facts, question, names, parameters)
        for (bucket, around), paths in walked.items():
            found.take(bucket, around, paths, {name: parts[name] for name in names})
    for row in found.rows.values():
        row.results = {kpi.kpi.id: recomputed(question, kpi, row) for kpi in question.kpis}
    return list(found.rows.values())


class _Rows:
    """The rows of an answer, while what each is credited with is found."""

    def __init__(self, question: Question) -> None:
        self.rows: dict[tuple[dt.date | None, Group], Row] = {}
        self._question = question

    def at(self, bucket: dt.date | None, group: Group) -> Row:
        if (bucket, group) not in self.rows:
            self.rows[bucket, group] = silent_row(self._question, group, bucket)
        return self.rows[bucket, group]

    def take(
        self, bucket: dt.date | None, around: Group, paths: _Paths, measures: Mapping[str, Measure]
    ) -> None:
        """Add what *paths* credit to each member."""
        model = _model(self._question)
        learnt = (paths.converted, sum(paths.lost.values()))
        credited: dict[Group, list[_Brought]] = {}
        if not CHANNELS & set(self._question.by):
            credited[around] = []  # told even where no path holds the members asked for
        for touch, brought in _credited(model, paths, measures):
            if _kept(self._question, touch):
                credited.setdefault(_group(self._question, around, touch), []).append(brought)
        for group, parts in credited.items():
            row = self.at(bucket, group)
            for part in parts:
                _add(row, part)
            if model.method is Method.MARKOV:
                row.learnt |= dict.fromkeys(measures, learnt)


def _model(question: Question) -> Model:
    assert question.model is not None  # noqa: S101 - the caller looked
    return question.model


def _alike(parts: Mapping[str, Measure]) -> Iterable[list[str]]:
    """Return the names of the measures that count the same rows."""
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name, m in parts.items():
        where = tuple(sorted(m.where.items()))
        alike[m.relation, m.date, where, m.reached].append(name)
    return alike.values()


def _asked(question: Question) -> list[str]:
    return [name for name in _ORDER if name in question.dimensions]


_ORDER = ("platform", "channel", "source", "campaign", "content")
assert frozenset(_ORDER) == CHANNELS  # noqa: S101 - the order of the path's members


def _walked(
    facts: Facts,
    question: Question,
    names: Sequence[str],
    parameters: Mapping[str, object],
) -> dict[_Where, _Paths]:
    from kpi_core.warehouse import pathing  # noqa: PLC0415 - the compiler takes 0.2 s

    shape = question.shape(*names)
    groups = [name for name in question.by if name not in CHANNELS]
    found: dict[_Where, _Paths] = defaultdict(_Paths)

    def where(told: Mapping[str, object]) -> _Where:
        day = told.get("bucket")
        bucket = day.date() if isinstance(day, dt.datetime) else day
        members = tuple(None if told[g] is None else str(told[g]) for g in groups)
        return bucket if isinstance(bucket, dt.date) else None, members

    # By path: who gets the last cent of a share must not depend on the order that rows come in.
    won = sorted(fetched(facts, pathing.won(shape), parameters), key=lambda r: str(r["path"]))
    for told in won:
        numbers = {
            n: Decimal(str(v or 0)) for n, v in told.items() if n == "n" or n[:4] in _BROUGHT
        }
        paths, walk = found[where(told)], pathing.members_of(str(told["path"]))
        if told["untouched"]:
            into = paths.own.setdefault(walk[0], {})
        else:
            into = paths.won.setdefault(walk, {})
        for name, number in numbers.items():
            into[name] = into.get(name, Decimal(0)) + number
    if _model(question).method is Method.MARKOV:
        lost = fetched(facts, pathing.lost(shape), parameters)
        for told in sorted(lost, key=lambda r: str(r["path"])):
            if where(told) in found:
                found[where(told)].lost[pathing.members_of(str(told["path"]))] = int(str(told["n"]))
    return found


_BROUGHT = ("sum_", "has_")

#: name -> (value, of it untouched, rows counted, rows without amount)
_Brought = dict[str, tuple[Decimal, Decimal, int, int]]


def _credited(
    model: Model, paths: _Paths, measures: Mapping[str, Measure]
) -> Iterable[tuple[_Touch, _Brought]]:
    """Yield what each member is credited with."""
    met: dict[_Touch, list[dict[str, Decimal]]] = defaultdict(list)
    for walk, brought in paths.won.items():
        for touch in dict.fromkeys(walk):
            met[touch].append(brought)
    for touch, brought in paths.own.items():
        met[touch].append(brought)
    found: dict[_Touch, _Brought] = defaultdict(dict)
    shares = _shares(model, paths)
    for name, measure in measures.items():
        amount = _amount(measure)
        total = sum((brought[amount] for brought in paths.won.values()), Decimal(0))
        if model.method is Method.SHAPLEY:
            walks = [(walk, float(brought[amount])) for walk, brought in paths.won.items()]
            parts = {t: Decimal(repr(v)) for t, v in shapley.values(walks).items()}
        else:
            parts = {t: total * Decimal(repr(s)) for t, s in shares.items()}
        credit = _cut(parts, total, _DIGITS[measure.aggregate])
        has = amount if measure.column is None else f"has_{measure.column}"
        for touch in dict.fromkeys([*met, *(t for t, part in credit.items() if part)]):
            own = paths.own.get(touch, {}).get(amount, Decimal(0))
            counted = int(sum(brought[has] for brought in met[touch]))
            rows_met = int(sum(brought["n"] for brought in met[touch]))
            value = credit.get(touch, Decimal(0)) + own
            found[touch][name] = (value, own, counted, rows_met - counted)
    return found.items()


def _amount(measure: Measure) -> str:
    if measure.column is None:
        return "n"
    return f"{'sum' if measure.aggregate is Aggregate.SUM else 'has'}_{measure.column}"


def _shares(model: Model, paths: _Paths) -> dict[_Touch, float]:
    if model.method is not Method.MARKOV or not paths.won:
        return {}
    walks = dict.fromkeys([*paths.won, *paths.lost])
    walked = [
        (walk, float(paths.won.get(walk, {"n": Decimal(0)})["n"]), paths.lost.get(walk, 0))
        for walk in walks
    ]
    return markov.removal(walked, model.order).shares()


def _cut(parts: Mapping[_Touch, Decimal], total: Decimal, digits: Decimal) -> dict[_Touch, Decimal]:
    """Round *parts* so that they add up to *total*: the largest remainders are rounded up."""
    down = {touch: (part // digits) * digits for touch, part in parts.items()}
    left = int((total - sum(down.values(), Decimal(0))) / digits) if parts else 0
    # Of equal remainders, always the same ones, whatever order the paths came in.
    order = sorted(parts, key=lambda t: (down[t] - parts[t], str(t)))
    for i in range(abs(left)):
        down[order[i % len(order)]] += digits if left > 0 else -digits
    return down


def _kept(question: Question, touch: _Touch) -> bool:
    told = dict(zip(_asked(question), touch, strict=True))
    return all(told[name] in members for name, members in question.filters.items() if name in told)


def _group(question: Question, around: Group, touch: _Touch) -> Group:
    told = dict(zip(_asked(question), touch, strict=True))
    others = iter(around)
    return tuple(told[name] if name in told else next(others) for name in question.by)


def _add(row: Row, brought: _Brought) -> None:
    for name, (value, own, counted, blank) in brought.items():
        row.values[name] = Decimal(str(row.values[name] or 0)) + value
        row.counted[name] = row.counted.get(name, 0) + counted
        row.blank[name] = row.blank.get(name, 0) + blank
        row.untouched[name] = row.untouched.get(name, 0.0) + float(own)
