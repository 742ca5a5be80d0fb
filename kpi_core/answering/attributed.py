"""What an attribution model does to a question: what it may share out, and what must be said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from kpi_core.caveats import caveat
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.query import Caveat
from kpi_core.text import Text
from kpi_core.warehouse.relations import RELATIONS, shared

if TYPE_CHECKING:
    from kpi_core.answering.engine import Row
    from kpi_core.answering.notes import Surroundings
    from kpi_core.answering.question import Question
    from kpi_core.answering.reading import Reading

_LEAST = 0.005  # below, the share would be written as 0 %


def check(question: Question) -> None:
    """
    Refuse what no model can share out.

    Raises
    ------
    KpiError
        TYPE for a cohort, for a median and for a state: they are no sum of conversions.
    """
    if question.model is None:
        return
    if question.cohort:
        raise KpiError(Kind.TYPE, _NO_COHORT)
    if not question.shares:
        return
    for kpi in question.kpis:
        for term in kpi.terms:
            measure = question.measures[question.key(kpi, term)]
            facts = {"leads", "deals"} & set(RELATIONS[measure.relation].facts)
            if facts and not shared(measure):
                raise KpiError(
                    Kind.TYPE,
                    _NO_SUM.format(kpi=kpi.kpi.title, what=GLOSSARY[term].title),
                )


def told(reading: Reading, around: Surroundings) -> Iterator[Caveat]:
    """Say which model it is, with its weights, and what no touch led to."""
    question = reading.question
    if question.model is None:
        return
    title, (lookback, half_life) = question.model.title, question.window
    parts = {term: m for term, m in reading.measures.items() if shared(m)}
    if not parts:
        yield caveat("model_unused", title=title, kpi=reading.kpi.kpi.title)
        return
    if not question.shares:
        yield caveat("model_whole", title=title)
        return
    yield caveat(
        "model", title=title, does=question.model.does.format(half_life=half_life), days=lookback
    )
    if question.model.accounts:
        yield caveat("model_accounts")
    if learnt := _least(reading):
        yield caveat("learnt", won=learnt[0], lost=learnt[1])
    for term in parts:
        if (share := around.untouched.get(term, 0.0)) > _LEAST:
            yield caveat(
                "untouched",
                share=Text(en=f"{share:.0%}", fr=f"{share * 100:.0f}\u202f%"),
                what=GLOSSARY[term].title,
                days=lookback,
            )


def lacking(reading: Reading) -> list[Caveat]:
    """Say how many paths more a model that learns from them needs; empty where there are enough."""
    question, learnt = reading.question, _least(reading)
    least = reading.snapshot.settings.small_sample
    if question.model is None or learnt is None or learnt[0] >= least:
        return []
    return [caveat("few_paths", title=question.model.title, n=learnt[0], more=least - learnt[0])]


def _least(reading: Reading) -> tuple[int, int] | None:
    """Return the paths that the least known of the counts was learnt from."""
    learnt = reading.row.learnt
    return min((learnt[term] for term in reading.measures if term in learnt), default=None)


def untouched(rows: Collection[Row]) -> dict[str, float]:
    """Return which part of each count, over all of *rows*, no touch led to."""
    terms = {term for row in rows for term in row.untouched}
    totals = {term: sum(float(row.values[term] or 0) for row in rows) for term in terms}
    return {
        term: min(1.0, abs(sum(row.untouched.get(term, 0.0) for row in rows) / totals[term]))
        for term in terms
        if totals[term]
    }


_NO_COHORT = Text(
    en="A cohort and an attribution model do not go together: ask for one or the other.",
    fr="Une cohorte et un modèle d’attribution ne vont pas ensemble\u00a0: demandez l’un ou l’autre.",
)
_NO_SUM = Text(
    en="{kpi} cannot be shared out by an attribution model: “{what}” is no sum of conversions. Ask for it without a model.",
    fr="«\u00a0{kpi}\u00a0» ne se répartit pas par un modèle d’attribution\u00a0: «\u00a0{what}\u00a0» n’est pas une somme de conversions. Demandez-le sans modèle.",
)
