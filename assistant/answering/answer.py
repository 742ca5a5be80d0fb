"""A reading becomes a reply: the core is asked, and what it says is put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.answering import aims, lists, plain, ranking, why
from assistant.answering.base import Answering
from assistant.answering.definitions import catalogue, defined
from assistant.answering.studies import (
    cohorts,
    costs,
    lifetimes,
    members,
    outlook,
    paths,
    scores,
    stages,
    versions,
)
from assistant.wire import Intent, Reply
from kpi_core.query import KpiResult


def answer(a: Answering) -> Reply:
    """
    Return the answer to a reading.

    Raises
    ------
    KpiError
        the question cannot be told that way; the sentence says why and what to do.
    """
    if special := _SPECIAL.get(a.reading.intent):
        return special(a)
    if a.reading.intent is Intent.CHANGE and a.query.grain:
        return plain.since(a)
    rows = a.core.query(a.query)
    if a.reading.intent is Intent.SHARE:
        return ranking.share(a, rows)
    tell = _IN_WORDS.get(a.reading.intent, plain.values)
    if tell is plain.breakdown and not a.query.by:
        tell = plain.values
    return a.answered(rows, tell(a, rows))


def _define(a: Answering) -> Reply:
    return a.told(defined(a.reading.kpis, a.lang, a.locale))


def _catalogue(a: Answering) -> Reply:
    text, shown = catalogue(a.lang, a.core.snapshot().settings.focus)
    return a.told(text, table=shown)


def _changed(a: Answering, rows: Sequence[KpiResult]) -> str:
    if a.query.by and rows:
        return plain.changed_by(a, rows)
    return " ".join(plain.changed(a, row) for row in rows[:3])


_SPECIAL: Mapping[Intent, Callable[[Answering], Reply]] = {
    Intent.DEFINE: _define,
    Intent.CATALOGUE: _catalogue,
    Intent.MEMBERS: lists.members,
    Intent.FRESHNESS: lists.freshness,
    Intent.DORMANT: lists.dormant_customers,
    Intent.WHY: why.why,
    Intent.RANK: ranking.rank,
    Intent.TARGET: aims.aimed,
    Intent.FORECAST: outlook.forecast,
    Intent.ANOMALIES: outlook.unusual,
    Intent.COHORTS: cohorts.followed,
    Intent.LIFETIME: lifetimes.lifetimes,
    Intent.COSTS: costs.spent,
    Intent.STAGES: stages.stages,
    Intent.PATHS: paths.paths,
    Intent.DIFFER: members.differing,
    Intent.CONTENTS: members.brought,
    Intent.SCORES: scores.scored,
    Intent.EXPERIMENTS: versions.tested,
}

_IN_WORDS: Mapping[Intent, Callable[[Answering, Sequence[KpiResult]], str]] = {
    Intent.CHANGE: _changed,
    Intent.TREND: plain.trend,
    Intent.BREAKDOWN: plain.breakdown,
    Intent.COMPARE: plain.breakdown,
}
