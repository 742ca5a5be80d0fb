"""What was spent. Direct is what a campaign or a channel caused; the rest is indirect."""

from kpi_core.glossary.term import Term
from kpi_core.measures import Aggregate, Measure, Nothing
from kpi_core.text import Text
from kpi_core.units import Unit


def _spent(nothing: Nothing, *, lagged: bool = False, **where: tuple[str | bool, ...]) -> Measure:
    return Measure(
        lagged=lagged,
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
    "lagged_cost": Term(
        title=Text(en="Direct cost, one sales cycle earlier", fr="Coût direct, un cycle plus tôt"),
        unit=Unit.MONEY,
        measure=_spent(Nothing.MISSING, lagged=True, category=("direct",)),
    ),
    "lagged_indirect_cost": Term(
        title=Text(
            en="Indirect cost, one sales cycle earlier", fr="Coût indirect, un cycle plus tôt"
        ),
        unit=Unit.MONEY,
        measure=_spent(Nothing.ZERO, lagged=True, category=("indirect",)),
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
