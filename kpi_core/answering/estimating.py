"""How much a question would read, told before it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from kpi_core.answering.core import Core
from kpi_core.answering.question import Question, buckets, own_periods, understand
from kpi_core.engines.facts import Expected
from kpi_core.periods import resolve_comparison
from kpi_core.query import KpiQuery
from kpi_core.warehouse.statements import statement_of


def expected(core: Core, query: KpiQuery) -> Expected:
    """
    Return about how many rows and bytes *query* would read, as far as the engine tells.

    What is looked up beside it (caveats, the parts of a learnt model) is not counted.

    Raises
    ------
    KpiError
        a word of the query is not understood, or the question cannot be told that way.
    """
    snapshot = core.snapshot()
    found: list[Expected] = []
    with closing(core.facts()) as facts:
        for part in own_periods(query, snapshot):
            for question in _both(understand(part, snapshot, core.today()), query):
                days = snapshot.settings.maturity_days
                values = question.parameters(days, question.calendar.today)
                found.append(facts.expected(statement_of(question.shape()), values))
    return Expected(_sum(one.rows for one in found), _sum(one.bytes for one in found))


def _sum(found: Iterable[int | None]) -> int | None:
    told = [one for one in found if one is not None]
    return sum(told) if told else None


def _both(question: Question, query: KpiQuery) -> Iterator[Question]:
    """Yield the question, then the one it is compared with."""
    yield question
    if query.compare is not None:
        other = resolve_comparison(query.compare, question.period, question.calendar)
        units = buckets(other, question.grain, question.calendar) if question.grain else ()
        yield replace(question, period=other, buckets=units)
