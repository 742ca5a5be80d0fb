"""Ask every question, compare with what is right, and count: answered, right, silently wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.assistant import Assistant
from assistant.evaluation.questions import Asked, Gold
from assistant.reading.manners import stock
from assistant.reading.vocabulary.studies import STUDIES
from assistant.wire import Context, Intent, Question, Reading, Reply
from kpi_core.answering.question import calendar_of, default_period
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.periods import Calendar, Period, resolve, resolve_comparison
from kpi_core.query import KpiQuery, Span
from kpi_core.text import Lang

_TOLD_BY_INTENT = frozenset(
    {
        Intent.DEFINE,
        Intent.MEMBERS,
        Intent.FRESHNESS,
        Intent.CATALOGUE,
        Intent.DORMANT,
        Intent.FOCUS,
        Intent.CHANGE,
        Intent.WHY,
        Intent.SHARE,
        *STUDIES,
    }
)
_COMPARES = frozenset({Intent.CHANGE, Intent.WHY, Intent.FOCUS})


class Verdict(StrEnum):
    """What became of a question."""

    RIGHT = "right"
    WRONG = "wrong"  # answered, and not what was asked: nobody would notice
    ASKED = "asked"  # asked back although it was clear
    DECLINED = "declined"  # declined although it could be answered


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, the reply and the verdict; *why* says what differs."""

    asked: Asked
    reply: Reply
    verdict: Verdict
    why: str
    query: tuple[object, ...]  # what was understood, to compare twins


@dataclass
class Score:
    """Counts over some questions."""

    name: str
    judged: list[Judged] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        """Return how many got *verdict*."""
        return sum(j.verdict is verdict for j in self.judged)

    @property
    def answered(self) -> int:
        """How many were answered."""
        return sum(j.reply.outcome == "answer" for j in self.judged)

    @property
    def right_when_answered(self) -> float | None:
        """Which part of the answers is right; None without an answer."""
        if not self.answered:
            return None
        wrong = self.count(Verdict.WRONG)
        return (self.answered - wrong) / self.answered


def judge(assistant: Assistant, asked: Iterable[Asked]) -> Iterator[Judged]:
    """Ask each question after those before it, and compare the reply with what is right."""
    for one in asked:
        context: Context | None = None
        for earlier in one.before:
            context = assistant.ask(Question(question=earlier, context=context)).context
        reply = assistant.ask(Question(question=one.question, context=context))
        calendar, default = _days(assistant)
        faults = [_differs(gold, reply, calendar, default) for gold in one.golds]
        why = "" if "" in faults else faults[0]
        yield Judged(one, reply, _verdict(reply, why), why, _understood(reply, calendar, default))


def _verdict(reply: Reply, why: str) -> Verdict:
    if not why:
        return Verdict.RIGHT
    if reply.outcome == "answer":
        return Verdict.WRONG
    return Verdict.ASKED if reply.outcome == "clarify" else Verdict.DECLINED


def _days(assistant: Assistant) -> tuple[Calendar, Period]:
    snapshot = assistant.core.snapshot()
    calendar = calendar_of(snapshot, assistant.core.today())
    return calendar, default_period(snapshot, calendar)


def _differs(gold: Gold, reply: Reply, calendar: Calendar, default: Period) -> str:
    """Return what is not as *gold* says; empty when all is."""
    if gold.outcome != reply.outcome:
        return f"{reply.outcome} instead of {gold.outcome}"
    if gold.outcome != "answer" or reply.context is None:
        return ""
    reading = reply.context.reading
    wanted = Intent(gold.intent) if gold.intent else None
    if {reading.intent, wanted} <= {Intent.SHARE, Intent.BREAKDOWN}:
        wanted = reading.intent  # a share is told with its breakdown: the query is the same
    if (
        reading.intent in _TOLD_BY_INTENT or wanted in _TOLD_BY_INTENT
    ) and reading.intent is not wanted:
        return f"{reading.intent} instead of {wanted}"
    if reading.query is None:
        return _without_query(gold, reading)
    if gold.about != reading.about:
        return f"about {reading.about}"
    return _query_differs(gold, reading, reading.query, calendar, default)


def _without_query(gold: Gold, reading: Reading) -> str:
    if reading.intent is Intent.DEFINE and _ids(gold.kpis) != _ids(reading.kpis):
        return f"defines {reading.kpis}"
    dimension = gold.dimension or (gold.by[0] if gold.by else None)
    if reading.intent is Intent.MEMBERS and dimension not in {None, reading.dimension}:
        return f"lists {reading.dimension}"
    return ""


def _query_differs(
    gold: Gold, reading: Reading, query: KpiQuery, calendar: Calendar, default: Period
) -> str:
    faults = []
    named = reading.intent is not Intent.FOCUS and bool(gold.kpis)
    if named and _ids(gold.kpis) != _ids(query.kpis):
        faults.append(f"kpis {query.kpis}")
    period = _period(query, calendar)
    if not _same_days(gold.period, period, calendar.today) and not _same_end(
        query, gold.period, period, calendar.today
    ):
        faults.append(f"period {period}")
    if _filters(gold.filters) != _filters(query.filters):
        faults.append(f"filters {query.filters}")
    if set(gold.by) != set(query.by):
        faults.append(f"by {query.by}")
    if gold.grain != query.grain and not (gold.grain is None and reading.intent is Intent.CHANGE):
        faults.append(f"grain {query.grain}")
    if gold.order is not None and gold.order != query.order:
        faults.append(f"order {query.order}")
    if gold.limit != query.limit:
        faults.append(f"limit {query.limit}")
    if (gold.basis or "event") != query.basis:
        faults.append(f"basis {query.basis}")
    compared = _compared(query, period, calendar, default)
    free = gold.compare is None and reading.intent in _COMPARES
    if not free and not _same_days(gold.compare, compared, calendar.today):
        faults.append(f"compare {compared}")
    return ", ".join(faults)


def _ids(names: Iterable[str]) -> set[str]:
    found = set()
    for name in names:
        try:
            found.add(REGISTRY.find(name).id)
        except KpiError:
            found.add(name)
    return found


def _filters(
    filters: dict[str, tuple[str | None, ...]] | dict[str, list[str | None]],
) -> set[tuple[str, frozenset[str | None]]]:
    # A source and the channel of the same name hold the same rows.
    return {
        ("channel" if d == "source" else d, frozenset(members)) for d, members in filters.items()
    }


def _period(query: KpiQuery, calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    match query.period:
        case Span(start=start, end=end):
            return start, end
        case str() as phrase:
            found = resolve(phrase, calendar)
            return found.start, found.end
    return None


def _compared(
    query: KpiQuery, period: tuple[dt.date, dt.date] | None, calendar: Calendar, default: Period
) -> tuple[dt.date, dt.date] | None:
    if query.compare is None:
        return None
    base = default
    if isinstance(query.period, str):
        base = resolve(query.period, calendar)
    elif period is not None:
        base = Period(*period)
    try:
        found = resolve_comparison(query.compare, base, calendar)
    except KpiError:
        return None
    return found.start, found.end


def _same_days(
    one: tuple[dt.date, dt.date] | None, other: tuple[dt.date, dt.date] | None, today: dt.date
) -> bool:
    """Tell whether two periods are one; a running one may end today or with its unit."""
    if one is None or other is None:
        return one is other
    return one[0] == other[0] and min(one[1], today) == min(other[1], today)


def _same_end(
    query: KpiQuery,
    one: tuple[dt.date, dt.date] | None,
    other: tuple[dt.date, dt.date] | None,
    today: dt.date,
) -> bool:
    """Tell whether what is there on a day is asked for the same day: only the end counts."""
    if query.grain or not all(stock(REGISTRY.find(k)) for k in query.kpis):
        return False
    ends = [today if days is None else min(days[1], today) for days in (one, other)]
    return ends[0] == ends[1]


def _understood(reply: Reply, calendar: Calendar, default: Period) -> tuple[object, ...]:
    if reply.context is None or reply.outcome != "answer":
        return (reply.outcome,)
    reading = reply.context.reading
    query = reading.query
    if query is None:
        return reading.intent, reading.kpis, reading.dimension, reading.days
    period = _period(query, calendar)
    return (
        frozenset(_ids(query.kpis)),
        period,
        frozenset(_filters(query.filters)),
        frozenset(query.by),
        query.grain,
        query.order,
        query.limit,
        _compared(query, period, calendar, default),
    )


def scores(judged: Iterable[Judged]) -> list[Score]:
    """Return the counts by split and language, then over all."""
    found: dict[str, Score] = {}
    everything = Score("all")
    for one in judged:
        for name in (f"{one.asked.split} {one.asked.lang}", one.asked.split):
            found.setdefault(name, Score(name)).judged.append(one)
        everything.judged.append(one)
    return [found[name] for name in sorted(found)] + [everything]


def twins(judged: Iterable[Judged]) -> tuple[int, list[tuple[Judged, Judged]]]:
    """Return how many pairs of twins there are, and those that were not read alike."""
    by_id = {j.asked.id: j for j in judged}
    pairs = [
        (one, by_id[one.asked.twin])
        for one in by_id.values()
        if one.asked.twin in by_id and one.asked.lang is Lang.FR
    ]
    return len(pairs), [(a, b) for a, b in pairs if a.query != b.query]
