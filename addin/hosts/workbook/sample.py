"""A year of an invented firm, month by month: what the example sheet computes on."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures, under the input that it is."""

    title: Text
    values: tuple[float, ...]


MONTHS = Text(
    en="Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec",
    fr="janv.,févr.,mars,avr.,mai,juin,juil.,août,sept.,oct.,nov.,déc.",
)

FIGURES = {
    "cost": Column(
        Text(en="Direct cost", fr="Coût direct"),
        (8200, 7900, 9100, 8800, 9400, 9900, 7200, 5100, 10400, 11200, 11800, 9600),
    ),
    "leads": Column(
        Text(en="Leads", fr="Leads"),
        (112, 104, 131, 126, 138, 149, 97, 61, 158, 171, 176, 139),
    ),
    "new_customers": Column(
        Text(en="New customers", fr="Nouveaux clients"),
        (7, 6, 9, 8, 9, 11, 7, 4, 10, 12, 13, 11),
    ),
    "gain": Column(
        Text(en="Signed revenue", fr="CA signé"),
        (25200, 21900, 33800, 29600, 34100, 41800, 26300, 14900, 38900, 46100, 50700, 42400),
    ),
}
