"""What the arguments of a cohort function in a cell ask: a measure, a grain, a period, filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.cohorts import CohortQuery
from kpi_core.errors import Kind, KpiError
from kpi_core.registry import folded
from kpi_core.retention.ages import Step, step_named
from kpi_core.retention.measures import find
from kpi_core.text import Text

MOST_AGES = 120
_AHEAD = 12


class What(StrEnum):
    """What is told of those who began together."""

    MATRIX = "matrix"
    SURVIVAL = "survival"  # how long customers stay
    PROJECTION = "projection"  # renewals to come


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell asks for; *ages*: how many units a projection goes beyond what was seen."""

    what: What
    query: CohortQuery
    ages: int = _AHEAD


_NAMED = {
    What.SURVIVAL: ("survival", "survie", "kaplan meier", "kaplan-meier", "retention time"),
    What.PROJECTION: ("projection", "renewals", "renouvellements", "sbg"),
}
_WHATS = {name: what for what, names in _NAMED.items() for name in names}


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> Asked:
    """
    Return what a cell's arguments ask for: measure, [grain], [period], [filter]...

    In the place of a measure, "survival" tells how long customers stay, and "projection" the
    renewals to come, whose number of units may follow the grain.

    Raises
    ------
    KpiError
        EMPTY without a measure; NUM for a projection of no units or too many; else those of a word
        that is not understood.
    """
    name, *rest = row or (None,)
    if not isinstance(name, str) or not name.strip():
        raise KpiError(Kind.EMPTY, _WHAT)
    what = _WHATS.get(folded(name), What.MATRIX)
    followed = find(name if what is What.MATRIX else "customers")
    step = Step.MONTH
    if rest and isinstance(rest[0], str) and (said := step_named(rest[0])):
        step, rest = said, rest[1:]
    ages = _AHEAD
    if what is What.PROJECTION and rest and isinstance(rest[0], int | float):
        if not 1 <= rest[0] <= MOST_AGES or rest[0] != int(rest[0]):
            raise KpiError(Kind.NUM, _AGES.format(most=MOST_AGES))
        ages, rest = int(rest[0]), rest[1:]
    query, _ = cells.query((followed.kpi, *rest))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    asked = CohortQuery(measure=followed.id, grain=step, period=query.period, filters=query.filters)
    return Asked(what, asked, ages)


_WHAT = Text(
    en="Say what to follow: customers, revenue_gross, revenue_net or leads; or survival, projection.",
    fr="Dites ce qui est suivi\u00a0: customers, revenue_gross, revenue_net ou leads\u202f; ou survie, projection.",
)
_AGES = Text(
    en="A projection goes from 1 to {most} whole units further.",
    fr="Une projection va de 1 à {most} unités entières plus loin.",
)
_NO_MODEL = Text(
    en="Cohorts follow customers and leads themselves: no attribution model applies.",
    fr="Les cohortes suivent les clients et les leads eux-mêmes\u00a0: aucun modèle d’attribution ne s’applique.",
)
