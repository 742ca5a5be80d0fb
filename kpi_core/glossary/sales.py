"""Deals: signed revenue on the day a deal is won, a credit note on its own day."""

from kpi_core.glossary.term import Term
from kpi_core.measures import Aggregate, Clock, Measure, Nothing
from kpi_core.text import Text
from kpi_core.units import Unit


def _closed(
    aggregate: Aggregate, column: str | None = None, **where: tuple[str | bool, ...]
) -> Measure:
    return Measure(
        relation="deals", date="closed_on", aggregate=aggregate, column=column, where=where
    )


def _open(aggregate: Aggregate, column: str | None = None) -> Measure:
    return Measure(
        relation="open_deals",
        date="created_on",
        until="closed_on",
        clock=Clock.AT_END,
        aggregate=aggregate,
        column=column,
    )


def _days(aggregate: Aggregate, column: str) -> Measure:
    return Measure(
        relation="deals",
        date="closed_on",
        aggregate=aggregate,
        column=column,
        where={"state": ("won",), "is_new": (True,), "sale": (True,)},
        nothing=Nothing.MISSING,
    )


TERMS = {
    "gain": Term(
        title=Text(en="Signed revenue", fr="Chiffre d’affaires signé"),
        unit=Unit.MONEY,
        minimum=None,
        measure=_closed(Aggregate.SUM, "amount", state=("won",)),
    ),
    "margin": Term(
        title=Text(en="Gross margin", fr="Marge brute"),
        unit=Unit.MONEY,
        minimum=None,
        measure=Measure(
            relation="deals",
            date="closed_on",
            aggregate=Aggregate.SUM,
            column="margin",
            where={"state": ("won",)},
            nothing=Nothing.MISSING,
        ),
    ),
    "won_value": Term(
        title=Text(en="Value of won deals", fr="Montant des affaires gagnées"),
        unit=Unit.MONEY,
        measure=_closed(Aggregate.SUM, "amount", state=("won",), sale=(True,)),
    ),
    "margined_gain": Term(
        title=Text(
            en="Signed revenue whose margin is known",
            fr="Chiffre d’affaires dont la marge est connue",
        ),
        unit=Unit.MONEY,
        minimum=None,
        measure=_closed(Aggregate.SUM, "amount", state=("won",), margined=(True,)),
    ),
    "priced_deals": Term(
        title=Text(en="Won deals that have an amount", fr="Affaires gagnées avec montant"),
        unit=Unit.COUNT,
        measure=_closed(Aggregate.COUNT, "amount", state=("won",), sale=(True,)),
    ),
    "won_deals": Term(
        title=Text(en="Won deals", fr="Affaires gagnées"),
        unit=Unit.COUNT,
        measure=_closed(Aggregate.COUNT, state=("won",), sale=(True,)),
    ),
    "lost_deals": Term(
        title=Text(en="Lost deals", fr="Affaires perdues"),
        unit=Unit.COUNT,
        measure=_closed(Aggregate.COUNT, state=("lost",)),
    ),
    "won_new": Term(
        title=Text(en="New business won", fr="Nouvelles affaires gagnées"),
        unit=Unit.COUNT,
        measure=_closed(Aggregate.COUNT, state=("won",), is_new=(True,)),
    ),
    "lost_new": Term(
        title=Text(en="New business lost", fr="Nouvelles affaires perdues"),
        unit=Unit.COUNT,
        measure=_closed(Aggregate.COUNT, state=("lost",), is_new=(True,)),
    ),
    "open_deals": Term(
        title=Text(en="Open opportunities", fr="Opportunités ouvertes"),
        unit=Unit.COUNT,
        measure=_open(Aggregate.COUNT),
    ),
    "pipeline": Term(
        title=Text(en="Value of open opportunities", fr="Montant des opportunités ouvertes"),
        unit=Unit.MONEY,
        measure=_open(Aggregate.SUM, "amount"),
    ),
    "lead_cycle_median": Term(
        title=Text(
            en="Median days from lead to won deal", fr="Jours du lead à la signature (médiane)"
        ),
        unit=Unit.DAYS,
        minimum=None,
        measure=_days(Aggregate.MEDIAN, "cycle_days"),
    ),
    "lead_cycle_mean": Term(
        title=Text(
            en="Mean days from lead to won deal", fr="Jours du lead à la signature (moyenne)"
        ),
        unit=Unit.DAYS,
        minimum=None,
        measure=_days(Aggregate.MEAN, "cycle_days"),
    ),
    "deal_cycle_median": Term(
        title=Text(
            en="Median days from deal creation to won",
            fr="Jours de la création à la signature (médiane)",
        ),
        unit=Unit.DAYS,
        minimum=None,
        measure=_days(Aggregate.MEDIAN, "deal_cycle_days"),
    ),
    "deal_cycle_mean": Term(
        title=Text(
            en="Mean days from deal creation to won",
            fr="Jours de la création à la signature (moyenne)",
        ),
        unit=Unit.DAYS,
        minimum=None,
        measure=_days(Aggregate.MEAN, "deal_cycle_days"),
    ),
    "stage_days": Term(
        title=Text(en="Median days in the stage", fr="Jours passés dans l’étape (médiane)"),
        unit=Unit.DAYS,
        minimum=None,
        measure=Measure(
            relation="deal_stages",
            date="left_on",
            aggregate=Aggregate.MEDIAN,
            column="days",
            nothing=Nothing.MISSING,
        ),
    ),
    "win_rate": Term(title=Text(en="Win rate", fr="Taux de gain"), unit=Unit.SHARE, kpi="win_rate"),
    "average_deal": Term(
        title=Text(en="Average deal", fr="Affaire moyenne"), unit=Unit.MONEY, kpi="average_deal"
    ),
    "cycle_days": Term(
        title=Text(en="Sales cycle in days", fr="Cycle de vente en jours"),
        unit=Unit.DAYS,
        kpi="cycle_median",
    ),
    "gross_margin_rate": Term(
        title=Text(en="Gross margin rate", fr="Taux de marge brute"),
        unit=Unit.SHARE,
        minimum=None,
        kpi="gross_margin_rate",
    ),
}
