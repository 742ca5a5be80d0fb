"""What a change is made of, in words and as a table."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.pictures import head
from assistant.answering.plain import NOT_CLEAR, changed, values
from assistant.wire import Reply, Table
from kpi_core.answering.decompose import Change, Part, decompose
from kpi_core.catalog import REGISTRY
from kpi_core.explain import substituted
from kpi_core.facts import DIMENSIONS
from kpi_core.query import KpiResult
from kpi_core.text import Text
from kpi_core.units import Unit, written

_TOLD = 3  # contributions told in the sentence; the table holds the others


def why(a: Answering) -> Reply:
    """Answer "why": what the change is made of, arithmetically."""
    change = decompose(a.core, a.query)
    if change is None:
        rows = a.core.query(a.query)
        return a.answered(rows, values(a, rows))
    row = change.now
    text = " ".join([_premise(a, row) + changed(a, row, begun=False), *_made_of(a, change)])
    return a.answered([row], text, table=_contributions(a, change))


def _premise(a: Answering, row: KpiResult) -> str:
    """Say that it moved the other way, where the question takes a rise for a fall."""
    other = row.comparison
    if other is None or other.change is None or other.clear is False:
        return NOT_CLEAR[a.lang] + " "
    if a.reading.rising is None or (other.change > 0) == a.reading.rising:
        return ""
    return (_IN_FACT_UP if other.change > 0 else _IN_FACT_DOWN)[a.lang] + " "


def _made_of(a: Answering, change: Change) -> list[str]:
    said = []
    if change.numerator is not None and change.denominator is not None:
        kpi = REGISTRY[change.now.variant]
        below = kpi.denominator
        said.append(
            Text(
                en="Arithmetically: {a} from {top}, {b} from {below}.",
                fr="Arithmétiquement : {a} du fait de « {top} », {b} du fait de « {below} ».",
            ).format(
                a=_signed(a, change.numerator, change.now),
                b=_signed(a, change.denominator, change.now),
                top=substituted(kpi.numerator, a.lang),
                below="" if below is None else substituted(below, a.lang),
            )[a.lang]
        )
    if change.dimension and change.parts:
        largest = ", ".join(
            f"{_part(a, p)} {_signed(a, p.amount, change.now)}" for p in change.parts[:_TOLD]
        )
        said.append(
            Text(
                en="By {by}, it is explained arithmetically by: {largest}.",
                fr="Par {by}, l’écart s’explique arithmétiquement par : {largest}.",
            ).format(by=DIMENSIONS[change.dimension], largest=largest)[a.lang]
        )
    return said


def _part(a: Answering, part: Part) -> str:
    return part.member or _REST[a.lang]


def _signed(a: Answering, amount: float, row: KpiResult) -> str:
    if row.unit is Unit.SHARE:
        said = written(amount * 100, Unit.POINTS, "EUR", a.locale)
    else:
        said = written(amount, row.unit, row.currency or "EUR", a.locale)
    return said if said.startswith(("-", "−", "–")) or amount <= 0 else f"+{said}"


def _contributions(a: Answering, change: Change) -> Table | None:
    if change.dimension is None:
        return None
    now, money = change.now, change.now.currency or "EUR"
    return Table(
        head=[
            head(change.dimension, a.lang),
            _WAS[a.lang],
            _IS[a.lang],
            _BROUGHT[a.lang],
        ],
        numeric=[False, True, True, True],
        rows=[
            [
                _part(a, p),
                written(p.before, now.unit, money, a.locale),
                written(p.after, now.unit, money, a.locale),
                _signed(a, p.amount, now),
            ]
            for p in change.parts
        ],
    )


_REST = Text(en="not assigned to any", fr="non affecté")
_IN_FACT_UP = Text(en="In fact, it rose.", fr="En fait, c’est une hausse.")
_IN_FACT_DOWN = Text(en="In fact, it fell.", fr="En fait, c’est une baisse.")
_WAS = Text(en="Before", fr="Avant")
_IS = Text(en="After", fr="Après")
_BROUGHT = Text(en="Contribution", fr="Contribution")
