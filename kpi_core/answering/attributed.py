"""What an attribution model does to a question: what it may share out, and what must be said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kpi_core.answering.engine import Row
from kpi_core.attribution.model import Model
from kpi_core.caveats import caveat
from kpi_core.definition import Kpi
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Measure
from kpi_core.query import Caveat
from kpi_core.text import Text
from kpi_core.warehouse.relations import RELATIONS, shared

_LEAST = 0.005  # below, the share would be written as 0 %


@dataclass(frozen=True, slots=True)
class Credit:
    """
    A model at work on one KPI.

    shares: whether it says whose the conversions are here; window: the lookback and the half-life,
    in days; measures: how each input is counted; learnt: of each, the paths learnt from.
    """

    model: Model
    shares: bool
    window: tuple[int, int]
    kpi: Kpi
    measures: Mapping[str, Measure]
    learnt: Mapping[str, tuple[int, int]]

    def least(self) -> tuple[int, int] | None:
        """Return the paths that the least known of the counts was learnt from."""
        known = (self.learnt[term] for term in self.measures if term in self.learnt)
        return min(known, default=None)


def check(kpi: Kpi, measures: Mapping[str, Measure]) -> None:
    """
    Refuse what no model can share out.

    Raises
    ------
    KpiError
        TYPE for a median and for a state: they are no sum of conversions.
    """
    for term, measure in measures.items():
        facts = {"leads", "deals"} & set(RELATIONS[measure.relation].facts)
        if facts and not shared(measure):
            raise KpiError(Kind.TYPE, _NO_SUM.format(kpi=kpi.title, what=GLOSSARY[term].title))


def told(credit: Credit, untouched: Mapping[str, float]) -> Iterator[Caveat]:
    """Say which model it is, with its weights, and which part of each count no touch led to."""
    model, (lookback, half_life) = credit.model, credit.window
    parts = [term for term, measure in credit.measures.items() if shared(measure)]
    if not parts:
        yield caveat("model_unused", title=model.title, kpi=credit.kpi.title)
        return
    if not credit.shares:
        yield caveat("model_whole", title=model.title)
        return
    yield caveat(
        "model", title=model.title, does=model.does.format(half_life=half_life), days=lookback
    )
    if model.accounts:
        yield caveat("model_accounts")
    if learnt := credit.least():
        yield caveat("learnt", won=learnt[0], lost=learnt[1])
    for term in parts:
        if (share := untouched.get(term, 0.0)) > _LEAST:
            yield caveat(
                "untouched",
                share=Text(en=f"{share:.0%}", fr=f"{share * 100:.0f}\u202f%"),
                what=GLOSSARY[term].title,
                days=lookback,
            )


def lacking(credit: Credit, least: int) -> list[Caveat]:
    """Say how many paths more a model that learns from them needs; empty where *least* are known."""
    learnt = credit.least()
    if learnt is None or learnt[0] >= least:
        return []
    return [caveat("few_paths", title=credit.model.title, n=learnt[0], more=least - learnt[0])]


def untouched(rows: Collection[Row]) -> dict[str, float]:
    """Return which part of each count, over all of *rows*, no touch led to."""
    terms = {term for row in rows for term in row.untouched}
    totals = {term: sum(float(row.values[term] or 0) for row in rows) for term in terms}
    return {
        # Sums of parts end in noise, which a share on the edge would be rounded by.
        term: round(
            min(1.0, abs(sum(row.untouched.get(term, 0.0) for row in rows) / totals[term])), 9
        )
        for term in terms
        if totals[term]
    }


NO_COHORT = Text(
    en="A cohort and an attribution model do not go together: ask for one or the other.",
    fr="Une cohorte et un modèle d’attribution ne vont pas ensemble\u00a0: demandez l’un ou l’autre.",
)
_NO_SUM = Text(
    en="{kpi} cannot be shared out by an attribution model: “{what}” is no sum of conversions. Ask for it without a model.",
    fr="«\u00a0{kpi}\u00a0» ne se répartit pas par un modèle d’attribution\u00a0: «\u00a0{what}\u00a0» n’est pas une somme de conversions. Demandez-le sans modèle.",
)
