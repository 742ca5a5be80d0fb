"""Profitability: what a campaign brings back for what it costs.

Net ROI = ROAS - 1 when nothing but the same cost is counted.
"""

from kpi_core.catalog.sources import CIMM, GOOGLE_ADS, LINKEDIN_CONVERSIONS, PLEZI
from kpi_core.definition import Better, Example, kpi
from kpi_core.text import Text
from kpi_core.units import Unit


@kpi(
    family="roi",
    default=True,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Net ROI, on revenue", fr="ROI net, sur CA"),
    reading=Text(
        en="What is left of the revenue once the cost is paid back, for each unit spent. 400% "
        "means 4 earned net for 1 spent.",
        fr="Ce qui reste du chiffre d’affaires une fois le coût remboursé, par euro dépensé. "
        "400 % : 4 € nets pour 1 € dépensé.",
    ),
    source=PLEZI,
    examples=[
        Example(4.0, gain=5000, cost=1000),
        Example(9.309278350515465, gain=1000, cost=97),
        Example(0.5, gain=1200, cost=600, indirect_cost=200),
    ],
    en=["return on investment", "net roi", "marketing roi", "profitability"],
    fr=["retour sur investissement", "rentabilité", "rendement", "rsi", "roi net"],
)
def roi_net(gain: float, cost: float, indirect_cost: float = 0) -> float:
    return (gain - cost - indirect_cost) / (cost + indirect_cost)


@kpi(
    family="roi",
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Net ROI, on gross margin", fr="ROI net, sur marge brute"),
    reading=Text(
        en="Net ROI counted on the margin, once what was sold is itself paid for.",
        fr="ROI net compté sur la marge, une fois payé le coût de ce qui a été vendu.",
    ),
    source=GOOGLE_ADS,
    examples=[
        Example(0.5, margin=900, cost=600),
        Example(-0.25, margin=600, cost=600, indirect_cost=200),
    ],
    en=["roi on margin", "margin roi"],
    fr=["roi sur marge", "roi marge"],
)
def roi_margin(margin: float, cost: float, indirect_cost: float = 0) -> float:
    return (margin - cost - indirect_cost) / (cost + indirect_cost)


@kpi(
    family="roi",
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Media-only ROI", fr="ROI média seul"),
    reading=Text(
        en="Net ROI against advertising spend alone: flattering, since salaries and tools are "
        "left out.",
        fr="ROI net rapporté aux seules dépenses publicitaires : flatteur, car salaires et outils "
        "n’y sont pas.",
    ),
    source=CIMM,
    examples=[Example(4.0, gain=5000, ad_spend=1000)],
    en=["media roi", "ad roi"],
    fr=["roi média", "roi pub"],
)
def roi_media(gain: float, ad_spend: float) -> float:
    return (gain - ad_spend) / ad_spend


@kpi(
    unit=Unit.MULTIPLE,
    better=Better.HIGHER,
    title=Text(en="ROAS, gross return on spend", fr="ROAS, retour brut sur dépenses"),
    reading=Text(
        en="Revenue for each unit spent. One source calls this ROI; it is net ROI plus one.",
        fr="Chiffre d’affaires par euro dépensé. Une source l’appelle ROI ; c’est le ROI net plus "
        "un.",
    ),
    source=LINKEDIN_CONVERSIONS,
    examples=[Example(5.0, gain=5000, cost=1000), Example(10.309278350515465, gain=1000, cost=97)],
    en=["return on ad spend", "gross roi", "revenue per ad dollar", "ratio of revenue to ads"],
    fr=[
        "retour sur dépenses pub",
        "retour sur dépenses publicitaires",
        "retour pub",
        "ca par euro de pub",
        "ratio ca sur pub",
    ],
)
def roas(gain: float, cost: float) -> float:
    return gain / cost
