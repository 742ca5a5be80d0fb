"""A count and its worth in one question: "how many deals did we win, and for how much"."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from assistant.reading.manners import COUNTS, MONEY, stock
from assistant.reading.naming import Item, Name, Named
from assistant.reading.words import Word
from kpi_core.arithmetic import Binary, Input
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Measure
from kpi_core.units import Unit

_SUM = ("currency",)
_AND = frozenset({"and", "et", "&", "+"})
_EACH = frozenset({"each", "apiece", "chacun", "chacune", "piece"})


def with_worth(
    explained: Callable[[frozenset[str]], Iterator[tuple[float, Name]]],
    items: Sequence[Item],
    named: Named,
    loose: tuple[int, ...],
    counted: Kpi,
    *,
    words: Sequence[Word],
) -> tuple[tuple[Named, ...], tuple[int, ...]]:
    """
    Name what is *counted* in money too, where a loose sum asks for it and one KPI tells it.

    "For how much each" is a mean, and no sum.
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
    told = next(iter(kpis))
    if {w.text for w in words[span.stop : span.stop + 3]} & _EACH:
        mean = _mean(REGISTRY[told], counted)
        if mean is None:
            return (named,), loose
        told = mean
    worth = Named(span.start, span.stop, (told,), covered=frozenset(span), worth=True)
    return (named, worth), tuple(i for i in loose if i not in span)


def _same(worth: Kpi, counted: Kpi) -> bool:
    """Tell whether both are of the same rows: a sum of what happened in a period, or is there."""
    return worth.unit in MONEY and worth.additive and stock(worth) is stock(counted)


def with_count(
    items: Sequence[Item],
    named: Named,
    loose: tuple[int, ...],
    summed: Kpi,
    *,
    words: Sequence[Word],
) -> tuple[Named, ...]:
    """
    Name how many rows *summed* is of, where a count is asked beside it: "count and amount of deals".

    Returns nothing where that is not asked.
    """
    counts = [i for i in items if i.start in loose and not COUNTS.isdisjoint(i.concepts)]
    if summed.unit not in MONEY or len(counts) != 1:
        return ()
    count = counts[0]
    between = words[count.end : named.start] or words[named.end : count.start]
    if not _AND & {w.text for w in between}:
        return ()
    own = _rows_of(summed)
    if own is None:
        return ()
    found = Named(count.start, count.end, (own,), covered=frozenset({count.start}), worth=True)
    return (found, named) if count.start < named.start else (named, found)


def _rows_of(summed: Kpi) -> str | None:
    """Return the KPI that counts the rows which *summed* adds up."""
    sums = _measure(summed)
    if sums is None:
        return None
    found = []
    for kpi in map(REGISTRY.__getitem__, REGISTRY):
        rows = _measure(kpi)
        if rows is None or kpi.unit is not Unit.COUNT:
            continue
        alike = (rows.relation, rows.date, rows.clock) == (sums.relation, sums.date, sums.clock)
        if alike and sums.where.items() <= rows.where.items():
            found.append((len(rows.where), kpi.id))
    least = [id_ for size, id_ in found if size == min(found)[0]]
    return least[0] if len(least) == 1 else None


def _measure(kpi: Kpi) -> Measure | None:
    """Return what *kpi* counts, where it is one input as it stands."""
    match kpi.expression:
        case Input(name):
            return GLOSSARY[name].measure
    return None


def _mean(summed: Kpi, counted: Kpi) -> str | None:
    """Return the one KPI that is a sum such as *summed* over rows such as *counted*."""
    wanted = [_rows(_measure(kpi)) for kpi in (summed, counted)]
    found = [id_ for id_ in REGISTRY if _parts(REGISTRY[id_]) == wanted]
    return found[0] if len(found) == 1 else None


def _parts(kpi: Kpi) -> list[object] | None:
    match kpi.expression:
        case Binary("/", Input(above), Input(below)):
            return [_rows(GLOSSARY[name].measure) for name in (above, below)]
    return None


def _rows(measure: Measure | None) -> object:
    return measure and (measure.relation, measure.date, measure.clock, measure.aggregate)


def counts_and_sums(items: Sequence[Item]) -> bool:
    """Tell whether a count and a sum of money are asked for, or two things one after the other."""
    asked = [
        i
        for i in items
        if not i.joined and (not COUNTS.isdisjoint(i.concepts) or i.concepts in {_SUM, ("much",)})
    ]
    return len(asked) > 1
