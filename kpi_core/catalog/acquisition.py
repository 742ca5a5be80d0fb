"""Acquisition: what a lead, a qualified lead and a customer cost."""

from kpi_core.catalog.sources import (
    GOOGLE_ADS_CPA,
    LINKEDIN_CONVERSIONS,
    METRICKIT,
    POSTAFFILIATE,
    TRIPLEDART,
    VENDEZ,
)
from kpi_core.definition import Better, Example, Interval, kpi
from kpi_core.text import Text
from kpi_core.units import Unit


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="Cost per lead (CPL)", fr="Coût par lead (CPL)"),
    reading=Text(en="Direct cost of one lead.", fr="Coût direct d’un lead."),
    source=POSTAFFILIATE,
    examples=[Example(60, cost=6000, leads=100), Example(30, cost=1500, leads=50)],
    en=["cost per lead", "lead cost", "price per lead"],
    fr=["coût par lead", "coût du lead", "prix du lead", "coût par contact généré"],
)
def cpl(cost: float, leads: float) -> float:
    return cost / leads


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="Cost per MQL", fr="Coût par MQL"),
    reading=Text(
        en="Direct cost of one lead qualified by marketing.",
        fr="Coût direct d’un lead qualifié par le marketing.",
    ),
    source=TRIPLEDART,
    examples=[Example(150, cost=6000, mqls=40)],
    en=["cost per marketing qualified lead", "cpmql", "mql cost"],
    fr=["coût par lead qualifié marketing", "coût par mql", "prix du mql"],
)
def cost_per_mql(cost: float, mqls: float) -> float:
    return cost / mqls


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="Cost per SQL", fr="Coût par SQL"),
    reading=Text(
        en="Direct cost of one lead qualified by sales.",
        fr="Coût direct d’un lead qualifié par les commerciaux.",
    ),
    source=TRIPLEDART,
    examples=[Example(400, cost=6000, sqls=15)],
    en=["cost per sales qualified lead", "cpsql", "sql cost"],
    fr=["coût par lead qualifié vente", "coût par sql", "prix du sql"],
)
def cost_per_sql(cost: float, sqls: float) -> float:
    return cost / sqls


@kpi(
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="Cost per action (CPA)", fr="Coût par action (CPA)"),
    reading=Text(
        en="Cost of one named action: a sale, a download, a sign-up.",
        fr="Coût d’une action nommée : une vente, un téléchargement, une inscription.",
    ),
    source=GOOGLE_ADS_CPA,
    examples=[Example(30, cost=1500, actions=50), Example(100 / 30, cost=100, actions=30)],
    en=["cost per action", "cost per conversion"],
    fr=["coût par action", "coût par conversion"],
    instead=("cpa_claimed", "cac_loaded", "cpl"),
)
def cpa(cost: float, actions: float) -> float:
    return cost / actions


@kpi(
    family="cpa",
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(
        en="Cost per conversion claimed by the platform",
        fr="Coût par conversion revendiquée par la plateforme",
    ),
    reading=Text(
        en="Advertising spend for one conversion as the platform counts it, view-through included.",
        fr="Dépense publicitaire par conversion telle que la plateforme la compte, post-affichage "
        "compris.",
    ),
    source=LINKEDIN_CONVERSIONS,
    examples=[Example(17.99, ad_spend=58_719.36, claimed_conversions=3264)],
    en=["cost per claimed conversion", "platform cpa"],
    fr=["coût par conversion revendiquée", "cpa plateforme"],
)
def cpa_claimed(ad_spend: float, claimed_conversions: float) -> float:
    return ad_spend / claimed_conversions


@kpi(
    family="cac",
    default=True,
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(
        en="Customer acquisition cost (CAC), fully loaded",
        fr="Coût d’acquisition client (CAC), complet",
    ),
    reading=Text(
        en="All marketing and sales spend, indirect costs included, for one new customer.",
        fr="Toutes les dépenses marketing et commerciales, coûts indirects compris, par nouveau "
        "client.",
    ),
    source=VENDEZ,
    examples=[
        Example(246, cost=12_300, new_customers=50),
        Example(30, cost=1500, new_customers=50),
        Example(46, cost=1500, new_customers=50, indirect_cost=800),
    ],
    en=[
        "customer acquisition cost",
        "loaded cac",
        "cost per customer",
        "cost of a new customer",
        "cost to win a customer",
        "cost of a signed customer",
    ],
    fr=[
        "coût d’acquisition client",
        "coût par client",
        "coût d’un nouveau client",
        "cac complet",
        "coût pour gagner un client",
        "coût d’un client signé",
    ],
    unallocated="cac_direct",
)
def cac_loaded(cost: float, new_customers: float, indirect_cost: float = 0) -> float:
    return (cost + indirect_cost) / new_customers


@kpi(
    family="cac",
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="CAC, direct costs", fr="CAC, coûts directs"),
    reading=Text(
        en="Direct spend for one new customer; what is not allocated to the channel is shown "
        "beside it.",
        fr="Dépense directe par nouveau client ; l’indirect non réparti est indiqué à côté.",
    ),
    source=METRICKIT,
    examples=[Example(30, cost=1500, new_customers=50)],
    en=["direct cac"],
    fr=["cac direct"],
)
def cac_direct(cost: float, new_customers: float) -> float:
    return cost / new_customers


@kpi(
    family="cac",
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="Paid CAC, advertising only", fr="CAC payé, publicité seule"),
    reading=Text(
        en="Advertising spend for one new customer; salaries, tools and events are left out.",
        fr="Dépense publicitaire par nouveau client ; salaires, outils et salons n’y sont pas.",
    ),
    source=METRICKIT,
    examples=[Example(20, ad_spend=1000, new_customers=50)],
    en=["paid cac"],
    fr=["cac payé", "cac publicitaire"],
)
def cac_paid(ad_spend: float, new_customers: float) -> float:
    return ad_spend / new_customers


@kpi(
    family="cac",
    unit=Unit.MONEY,
    better=Better.LOWER,
    interval=Interval.POISSON,
    title=Text(en="CAC, spend one sales cycle earlier", fr="CAC décalé d’un cycle de vente"),
    reading=Text(
        en="Spend of the period moved back by the median sales cycle, indirect costs included, "
        "over the new customers of the period.",
        fr="Dépenses de la période reculée du cycle de vente médian, coûts indirects compris, "
        "rapportées aux nouveaux clients de la période.",
    ),
    source=VENDEZ,
    examples=[
        Example(246, lagged_cost=12_300, new_customers=50),
        Example(46, lagged_cost=1500, new_customers=50, lagged_indirect_cost=800),
    ],
    en=["lagged cac", "cac lag=median_cycle"],
    fr=["cac décalé", "cac décalé du cycle de vente"],
)
def cac_lagged(lagged_cost: float, new_customers: float, lagged_indirect_cost: float = 0) -> float:
    return (lagged_cost + lagged_indirect_cost) / new_customers
