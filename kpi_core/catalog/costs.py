"""Costs: what was spent, and how much of it a campaign does not show.

Total cost = direct + indirect.
"""

from kpi_core.catalog.sources import FLUX, LINKEDIN_PERFORMANCE
from kpi_core.definition import Better, Example, kpi
from kpi_core.text import Text
from kpi_core.units import Unit


@kpi(
    unit=Unit.MONEY,
    title=Text(en="Total cost", fr="Coût total"),
    reading=Text(en="Direct and indirect costs together.", fr="Coûts directs et indirects réunis."),
    source=FLUX,
    examples=[Example(1500, cost=1000, indirect_cost=500)],
    en=["spend", "total spend", "total costs", "money spent"],
    fr=["dépenses", "coûts", "dépense totale", "budget dépensé", "coût total"],
)
def total_cost(cost: float, indirect_cost: float = 0) -> float:
    return cost + indirect_cost


@kpi(
    unit=Unit.MONEY,
    title=Text(en="Direct cost", fr="Coûts directs"),
    reading=Text(
        en="What a channel or a campaign caused: ads, events, the people who run them.",
        fr="Ce qu’un canal ou une campagne a causé : publicité, salons, personnes qui s’en "
        "occupent.",
    ),
    source=FLUX,
    examples=[Example(1000, cost=1000)],
    en=["direct costs", "direct spend"],
    fr=["coût direct", "dépenses directes"],
)
def direct_cost(cost: float) -> float:
    return cost


@kpi(
    unit=Unit.MONEY,
    title=Text(en="Advertising spend", fr="Dépenses publicitaires"),
    reading=Text(
        en="What was paid to ad platforms.", fr="Ce qui a été payé aux régies publicitaires."
    ),
    source=LINKEDIN_PERFORMANCE,
    examples=[Example(1000, ad_spend=1000)],
    en=["ad spend", "media spend"],
    fr=["investissement média", "dépenses média", "dépenses pub"],
)
def advertising_spend(ad_spend: float) -> float:
    return ad_spend


@kpi(
    unit=Unit.MONEY,
    title=Text(en="Indirect cost", fr="Coûts indirects"),
    reading=Text(
        en="Hidden costs: licences, overheads, hours spent on content.",
        fr="Coûts cachés : licences, frais généraux, heures passées sur les contenus.",
    ),
    source=FLUX,
    examples=[Example(500, indirect_cost=500)],
    en=["indirect costs", "hidden costs", "overheads"],
    fr=["coût indirect", "coûts cachés", "frais généraux"],
)
def indirect_costs(indirect_cost: float) -> float:
    return indirect_cost


@kpi(
    unit=Unit.SHARE,
    title=Text(en="Share of indirect cost", fr="Part des coûts indirects"),
    reading=Text(
        en="How much of the total a campaign report would leave out.",
        fr="La part du total qu’un rapport de campagne laisserait de côté.",
    ),
    source=FLUX,
    examples=[Example(0.25, indirect_cost=500, cost=1500)],
    better=Better.NEITHER,
    en=["indirect share", "share of hidden costs"],
    fr=["part de l’indirect", "part des coûts cachés"],
)
def indirect_share(indirect_cost: float, cost: float) -> float:
    return indirect_cost / (cost + indirect_cost)


@kpi(
    unit=Unit.SHARE,
    title=Text(en="Share of direct cost", fr="Part des coûts directs"),
    reading=Text(
        en="Direct costs over all costs.", fr="Coûts directs rapportés à l’ensemble des coûts."
    ),
    source=FLUX,
    examples=[Example(0.75, cost=1500, indirect_cost=500)],
    en=["direct share"],
    fr=["part du direct"],
)
def direct_share(cost: float, indirect_cost: float) -> float:
    return cost / (cost + indirect_cost)
