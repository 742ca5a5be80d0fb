"""What all studies are told with: a table under its head, and the cell that gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.base import Answering
from assistant.answering.formula import call
from assistant.answering.sentences import label
from assistant.wire import Chart, Reply, Table
from kpi_core.figures import without_cents
from kpi_core.periods import Period
from kpi_core.query import Filters, KpiQuery
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written


def studied(
    a: Answering,
    text: str,
    *,
    notes: Iterable[Text] = (),
    table: Table | None = None,
    chart: Chart | None = None,
    formula: str | None = None,
) -> Reply:
    """Return an answer that is no `KpiResult`: its notes are what the reader must know."""
    reply = a.told(text, table=table)
    scope = ", ".join(a.scope)
    about = Text(en=f"Only {scope}.", fr=f"Seulement {scope}.")[a.lang]
    return reply.model_copy(
        update={
            "query": a.query,
            "chart": chart,
            "caveats": [note[a.lang] for note in notes],
            "assumptions": [*reply.assumptions, *([about] if scope else [])],
            "formula": formula,
        }
    )


def tabled(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> Table | None:
    """Return a table whose first columns, *words* of them, are words and the others numbers."""
    if not rows:
        return None
    numeric = [i >= words for i in range(len(head))]
    return Table(head=list(head), numeric=numeric, rows=[list(row) for row in rows])


def figure(a: Answering, value: float | None, unit: Unit, currency: str = "") -> str:
    """Return *value* as it is written, a dash where there is none."""
    return "–" if value is None else written(value, unit, currency or "EUR", a.locale)


def rounded(a: Answering, value: float | None, unit: Unit, currency: str = "") -> str:
    """Return what is expected as it is written: half a lead or cents of a guess would look exact."""
    if value is None or unit not in _WHOLE or (unit is Unit.MONEY and abs(value) < _SMALL):
        return figure(a, value, unit, currency)
    return without_cents(figure(a, round(value), unit, currency))


def between(
    a: Answering, low: float | None, high: float | None, unit: Unit, currency: str = ""
) -> str:
    """Return both ends of a margin of error."""
    if low is None or high is None:
        return "–"
    return f"{figure(a, low, unit, currency)} – {figure(a, high, unit, currency)}"


def who(a: Answering, dimension: str, group: Sequence[str | None]) -> str:
    """Return whose line it is; that of all of them where it is nobody's."""
    return label(dimension, group[0], a.lang) if group else TOTAL[a.lang]


def in_a_cell(name: str, a: Answering, *arguments: str | int | None) -> str | None:
    """Return the formula of a function, None where a cell has no word for a filter."""
    filters = one_each(a.query.filters)
    if filters is None:
        return None
    return call(name, [*(x for x in arguments if x is not None), *filters], a.lang)


def one_each(filters: Filters) -> list[str] | None:
    """Return filters as a cell takes them, None where one has several members."""
    if any(len(members) > 1 or None in members for members in filters.values()):
        return None
    return [f"{dimension}={members[0]}" for dimension, members in filters.items()]


def dates_of(a: Answering) -> Text:
    """Return the days that a question is about, as the core resolves them."""
    asked = KpiQuery(kpis=["lead_volume"], period=a.query.period)
    span = a.core.query(asked)[0].period
    period = Period(span.start, span.end)
    return Text(en=period.label(Lang.EN), fr=period.label(Lang.FR))


def days(a: Answering) -> str | None:
    """Return the period of the question as a cell takes it."""
    period = a.query.period
    return period if period is None or isinstance(period, str) else f"{period.start}..{period.end}"


_WHOLE = frozenset({Unit.COUNT, Unit.MONEY, Unit.MONEY_PER_MONTH})
_SMALL = 100.0
TOTAL = Text(en="Total", fr="Total")
MARGIN = Text(en="Margin of error (95%)", fr="Marge d’erreur (95\u202f%)")
