"""Sales: what is signed, what is open, and how long it takes."""

from kpi_core.catalog.sources import (
    IMBOARD,
    IMBOARD_PIPELINE,
    KELLBLOG,
    METRICKIT_VELOCITY,
    QUARTZ,
    VALUESIGNALS,
    WINSABOVE,
)
from kpi_core.definition import Better, Example, Interval, Kpi, declare, kpi
from kpi_core.text import Text
from kpi_core.units import Unit


@kpi(
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Signed revenue", fr="Chiffre d’affaires signé"),
    reading=Text(
        en="Amount of the deals won in the period, credit notes taken off on their own date.",
        fr="Montant des affaires gagnées dans la période, avoirs déduits à leur date.",
    ),
    source=WINSABOVE,
    examples=[Example(5000, gain=5000)],
    en=["revenue", "bookings", "signed revenue", "sales", "turnover", "won value"],
    fr=[
        "chiffre d’affaires",
        "ca",
        "ca signé",
        "ventes signées",
        "deals gagnés",
        "bookings",
        "revenu",
    ],
)
def revenue(gain: float) -> float:
    return gain


@kpi(
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Gross profit", fr="Marge brute"),
    reading=Text(
        en="Gross margin of the deals won in the period.",
        fr="Marge brute des affaires gagnées dans la période.",
    ),
    source=VALUESIGNALS,
    examples=[Example(3000, margin=3000)],
    en=["gross profit", "gross margin", "margin"],
    fr=["marge brute", "marge", "profit"],
)
def gross_profit(margin: float) -> float:
    return margin


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Gross margin rate", fr="Taux de marge brute"),
    reading=Text(
        en="Gross margin over signed revenue, on the deals whose margin is known.",
        fr="Marge brute rapportée au chiffre d’affaires signé, sur les affaires dont la marge est "
        "connue.",
    ),
    source=VALUESIGNALS,
    examples=[Example(0.6, margin=3000, margined_gain=5000)],
    en=["margin rate"],
    fr=["taux de marge"],
)
def gross_margin_rate(margin: float, margined_gain: float) -> float:
    return margin / margined_gain


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    interval=Interval.WILSON,
    title=Text(en="Win rate", fr="Taux de gain"),
    reading=Text(
        en="New-business deals won, over those decided in the period.",
        fr="Affaires nouvelles gagnées, rapportées à celles décidées dans la période.",
    ),
    source=KELLBLOG,
    examples=[Example(0.25, won_new=10, lost_new=30)],
    en=[
        "win rate",
        "close rate",
        "closing rate",
        "success rate",
        "share of deals won",
        "deal win rate",
    ],
    fr=[
        "taux de closing",
        "taux de succès",
        "taux de signature",
        "taux de gain",
        "part d’affaires gagnées",
        "taux d’affaires gagnées",
    ],
)
def win_rate(won_new: float, lost_new: float) -> float:
    return won_new / (won_new + lost_new)


def _deals(id: str, name: str, title: Text, en: tuple[str, ...], fr: tuple[str, ...]) -> Kpi:  # noqa: A002
    return declare(
        lambda deals: deals,
        inputs=(name,),
        id=id,
        unit=Unit.COUNT,
        better=Better.HIGHER if name != "lost_deals" else Better.LOWER,
        title=title,
        reading=Text(en="Deals closed in the period.", fr="Affaires closes dans la période."),
        source=IMBOARD,
        examples=[Example(12, **{name: 12})],
        en=en,
        fr=fr,
    )


won_deal_count = _deals(
    "won_deal_count",
    "won_deals",
    Text(en="Won deals", fr="Affaires gagnées"),
    ("won deals", "deals won"),
    ("affaires gagnées", "affaires signées", "nombre d’affaires gagnées"),
)
lost_deal_count = _deals(
    "lost_deal_count",
    "lost_deals",
    Text(en="Lost deals", fr="Affaires perdues"),
    ("lost deals", "deals lost"),
    ("affaires perdues", "deals perdus"),
)


@kpi(
    family="average_deal",
    default=True,
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Average deal", fr="Affaire moyenne"),
    reading=Text(
        en="Value of won deals over the number of those that have an amount.",
        fr="Montant des affaires gagnées rapporté au nombre de celles qui ont un montant.",
    ),
    source=WINSABOVE,
    examples=[Example(1000, won_value=5000, priced_deals=5)],
    en=["average deal", "average deal size", "average order value", "average basket"],
    fr=["affaire moyenne", "montant moyen des deals", "ticket moyen", "panier moyen"],
)
def average_deal(won_value: float, priced_deals: float) -> float:
    return won_value / priced_deals


@kpi(
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Pipeline value", fr="Valeur du pipeline"),
    reading=Text(
        en="Amount of the opportunities open on the last day of the period.",
        fr="Montant des opportunités ouvertes le dernier jour de la période.",
    ),
    source=IMBOARD_PIPELINE,
    examples=[Example(80_000, pipeline=80_000)],
    en=["pipeline", "pipeline value", "open pipeline"],
    fr=["pipe", "pipeline", "opportunités ouvertes", "encours"],
)
def pipeline_value(pipeline: float) -> float:
    return pipeline


@kpi(
    unit=Unit.COUNT,
    better=Better.HIGHER,
    title=Text(en="Open opportunities", fr="Nombre d’opportunités ouvertes"),
    reading=Text(
        en="Opportunities open on the last day of the period.",
        fr="Opportunités ouvertes le dernier jour de la période.",
    ),
    source=IMBOARD_PIPELINE,
    examples=[Example(40, open_deals=40)],
    en=["open opportunities", "open deals"],
    fr=["nombre d’opportunités ouvertes", "affaires en cours"],
)
def open_deal_count(open_deals: float) -> float:
    return open_deals


@kpi(
    unit=Unit.MONEY_PER_DAY,
    better=Better.HIGHER,
    title=Text(en="Pipeline velocity", fr="Vélocité du pipeline"),
    reading=Text(
        en="Revenue that the open pipeline yields a day: opportunities x win rate x average deal "
        "/ cycle.",
        fr="Chiffre d’affaires que le pipeline rend par jour : opportunités × taux de gain × "
        "affaire moyenne / cycle.",
    ),
    source=METRICKIT_VELOCITY,
    examples=[Example(500, open_deals=40, win_rate=0.25, average_deal=3000, cycle_days=60)],
    en=["velocity", "pipeline velocity", "sales velocity"],
    fr=["vélocité", "vélocité du pipe", "vélocité des ventes"],
)
def pipeline_velocity(
    open_deals: float, win_rate: float, average_deal: float, cycle_days: float
) -> float:
    return open_deals * win_rate * average_deal / cycle_days


@kpi(
    family="sales_cycle",
    default=True,
    unit=Unit.DAYS,
    better=Better.LOWER,
    title=Text(en="Sales cycle, median", fr="Cycle de vente, médiane"),
    reading=Text(
        en="Days from the creation of the lead to the won deal; half of the deals took less.",
        fr="Jours de la création du lead à la signature ; la moitié des affaires a pris moins.",
    ),
    source=QUARTZ,
    examples=[Example(57, lead_cycle_median=57)],
    without={"leads": "cycle_deal"},
    beside="lead_cycle_mean",
    en=[
        "sales cycle",
        "cycle",
        "sales cycle length",
        "time to close",
        "time to win a deal",
        "time to win a customer",
        "duration of the cycle",
    ],
    fr=[
        "cycle de vente",
        "durée du cycle de vente",
        "délai de signature",
        "temps de closing",
        "délai pour signer une affaire",
        "délai pour signer un client",
        "délai de vente",
        "durée de vente",
    ],
)
def cycle_median(lead_cycle_median: float) -> float:
    return lead_cycle_median


@kpi(
    family="sales_cycle",
    unit=Unit.DAYS,
    better=Better.LOWER,
    title=Text(en="Sales cycle, mean", fr="Cycle de vente, moyenne"),
    reading=Text(
        en="Mean days from the creation of the lead to the won deal; a few long deals pull it up.",
        fr="Jours moyens de la création du lead à la signature ; quelques affaires longues la "
        "tirent vers le haut.",
    ),
    source=QUARTZ,
    examples=[Example(63, lead_cycle_mean=63)],
    without={"leads": "cycle_deal_mean"},
    en=["mean sales cycle", "average sales cycle"],
    fr=["cycle de vente moyen", "durée moyenne du cycle de vente"],
)
def cycle_mean(lead_cycle_mean: float) -> float:
    return lead_cycle_mean


@kpi(
    family="sales_cycle",
    unit=Unit.DAYS,
    better=Better.LOWER,
    title=Text(en="Deal cycle, median", fr="Cycle des affaires, médiane"),
    reading=Text(
        en="Days from the creation of the deal to its signature, for those who have no leads.",
        fr="Jours de la création de l’affaire à sa signature, quand il n’y a pas de leads.",
    ),
    source=QUARTZ,
    examples=[Example(57, deal_cycle_median=57)],
    beside="deal_cycle_mean",
    en=["deal cycle", "deal cycle length"],
    fr=["cycle des affaires", "durée des affaires"],
)
def cycle_deal(deal_cycle_median: float) -> float:
    return deal_cycle_median


@kpi(
    family="sales_cycle",
    unit=Unit.DAYS,
    better=Better.LOWER,
    title=Text(en="Deal cycle, mean", fr="Cycle des affaires, moyenne"),
    reading=Text(
        en="Mean days from the creation of the deal to its signature.",
        fr="Jours moyens de la création de l’affaire à sa signature.",
    ),
    source=QUARTZ,
    examples=[Example(63, deal_cycle_mean=63)],
    en=["mean deal cycle"],
    fr=["cycle moyen des affaires"],
)
def cycle_deal_mean(deal_cycle_mean: float) -> float:
    return deal_cycle_mean


@kpi(
    unit=Unit.DAYS,
    better=Better.LOWER,
    title=Text(en="Time in stage, median", fr="Temps dans l’étape, médiane"),
    reading=Text(
        en="Days a deal stays in a stage before it leaves; ask for it by stage.",
        fr="Jours qu’une affaire passe dans une étape avant d’en sortir ; à demander par étape.",
    ),
    source=QUARTZ,
    examples=[Example(12, stage_days=12)],
    en=["time in stage", "days in stage", "stage duration"],
    fr=["temps par étape", "durée par étape", "temps dans l’étape"],
)
def time_in_stage(stage_days: float) -> float:
    return stage_days
