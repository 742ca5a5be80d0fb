"""What the arguments of a cohort function in a cell ask: a measure, a grain, a period, filters."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.cohorts import CohortQuery
from kpi_core.errors import Kind, KpiError
from kpi_core.retention.ages import Step, step_named
from kpi_core.retention.measures import find
from kpi_core.text import Text


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> CohortQuery:
    """
    Return the question that a cell's arguments are: measure, [grain], [period], [filter]...

    Raises
    ------
    KpiError
        EMPTY without a measure; else those of a word that is not understood.
    """
    name, *rest = row or (None,)
    if not isinstance(name, str) or not name.strip():
        raise KpiError(Kind.EMPTY, _WHAT)
    followed, step = find(name), Step.MONTH
    if rest and isinstance(rest[0], str) and (said := step_named(rest[0])):
        step, rest = said, rest[1:]
    query, _ = cells.query((followed.kpi, *rest))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    return CohortQuery(measure=followed.id, grain=step, period=query.period, filters=query.filters)


_WHAT = Text(
    en="Say what to follow: customers, revenue_gross, revenue_net or leads.",
    fr="Dites ce qui est suivi\u00a0: customers, revenue_gross, revenue_net ou leads.",
)
_NO_MODEL = Text(
    en="Cohorts follow customers and leads themselves: no attribution model applies.",
    fr="Les cohortes suivent les clients et les leads eux-mêmes\u00a0: aucun modèle d’attribution ne s’applique.",
)
