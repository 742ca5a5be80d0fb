"""What was spent. Direct is what a campaign or a channel caused; the rest is indirect."""

from kpi_core.glossary.term import Term
from kpi_core.measures import Aggregate, Measure, Nothing
from kpi_core.text import Text
from kpi_core.units import Unit


def _spent(nothing: Nothing, **where: tuple[str | bool, ...]) -> Measure:
    return Measure(
        relation="spend",
        date="spent_on",
        aggregate=Aggregate.SUM,
        column="amount",
        where=where,
        nothing=nothing,
    )


TERMS = {
    "cost": Term(
        title=Text(en="Direct cost", fr="Coût direct"),
        unit=Unit.MONEY,
        measure=_spent(Nothing.MISSING, category=("direct",)),
    ),
    "indirect_cost": Term(
        title=Text(en="Indirect cost", fr="Coût indirect"),
        unit=Unit.MONEY,
        measure=_spent(Nothing.ZERO, category=("indirect",)),
    ),
    "ad_spend": Term(
        title=Text(en="Advertising spend", fr="Dépenses publicitaires"),
        unit=Unit.MONEY,
        measure=_spent(Nothing.MISSING, media=(True,)),
    ),
    "actions": Term(
        title=Text(en="Conversions to the named action", fr="Conversions vers l’action visée"),
        unit=Unit.COUNT,
    ),
}
