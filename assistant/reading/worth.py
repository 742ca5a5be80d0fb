"""A count and its worth in one question: "how many deals did we win, and for how much"."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from assistant.reading.manners import COUNTS, MONEY, stock
from assistant.reading.naming import Item, Name, Named
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.units import Unit

_SUM = ("currency",)


def with_worth(
    explained: Callable[[frozenset[str]], Iterator[tuple[float, Name]]],
    items: Sequence[Item],
    named: Named,
    loose: tuple[int, ...],
    counted: Kpi,
) -> tuple[tuple[Named, ...], tuple[int, ...]]:
    """
    Name what is *counted* in money too, where a loose sum asks for it and one KPI tells it.

    explained: yields the names that combine given concepts, with the weight of what they add.
    """
    sums = [i for i in items if i.start in loose and i.concepts == _SUM]
    if counted.unit is not Unit.COUNT or len(sums) != 1:
        return (named,), loose
    own = (i.concepts for i in items if set(range(i.start, i.end)) <= named.covered)
    kpis = {
        kpi
        for combination in itertools.product(*own)
        for weight, name in explained(frozenset(combination) - COUNTS | {"value"})
        for kpi in name.kpis
        if weight < 1 and not name.asked and _same(REGISTRY[kpi], counted)
    }
    if len(kpis) != 1:
        return (named,), loose
    span = range(sums[0].start, sums[0].end)
    worth = Named(span.start, span.stop, tuple(kpis), covered=frozenset(span), worth=True)
    return (named, worth), tuple(i for i in loose if i not in span)


def _same(worth: Kpi, counted: Kpi) -> bool:
    """Tell whether both are of the same rows: a sum of what happened in a period, or is there."""
    return worth.unit in MONEY and worth.additive and stock(worth) is stock(counted)


def counts_and_sums(items: Sequence[Item]) -> bool:
    """Tell whether a count and a sum of money are asked for, or two things one after the other."""
    asked = [
        i
        for i in items
        if not i.joined and (not COUNTS.isdisjoint(i.concepts) or i.concepts in {_SUM, ("much",)})
    ]
    return len(asked) > 1
