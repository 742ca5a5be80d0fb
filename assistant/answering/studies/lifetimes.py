"""What customers have brought and may be expected to bring."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.sentences import label
from assistant.answering.studies.telling import (
    MARGIN,
    between,
    figure,
    in_a_cell,
    rounded,
    studied,
    tabled,
    who,
)
from assistant.wire import Reply, Table
from kpi_core.answering.lifetimes import Lifetime, LifetimeQuery, Line, lifetime
from kpi_core.answering.lifetimes_words import METHODS
from kpi_core.answering.reading import day_text
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Text
from kpi_core.units import Unit

_LISTED = 20


def lifetimes(a: Answering) -> Reply:
    """Tell lifetime values, or the customers of whom most is expected."""
    one_by_one = a.reading.about == "customers"
    query = LifetimeQuery(
        by=[] if one_by_one else a.query.by,
        filters=a.query.filters,
        customers=_LISTED if one_by_one else 0,
    )
    found = lifetime(a.core, query)
    total = found.lines[-1]
    return studied(
        a,
        f"{_said(a, found, total)}{_THOSE[a.lang] if one_by_one else ''}",
        notes=[*_ratio(found), *found.notes],
        table=_customers(a, found) if one_by_one else _groups(a, found),
        formula=None
        if one_by_one
        else in_a_cell("B2B_LIFETIME", a, found.by[0] if found.by else None, found.months),
    )


def _said(a: Answering, found: Lifetime, line: Line) -> str:
    told = {
        "n": line.customers,
        "until": day_text(found.until),
        "method": METHODS[found.method],
        "revenue": _money(a, found, line.revenue),
        "months": found.months,
    }
    if line.predicted is None:
        return _SO_FAR.format(**told)[a.lang]
    return _PREDICTED.format(
        **told,
        ltv=_money(a, found, line.ltv),
        predicted=_money(a, found, line.predicted),
        margin=_margin(a, found, line),
    )[a.lang]


def _groups(a: Answering, found: Lifetime) -> Table | None:
    if not found.by:
        return None
    heads = [DIMENSIONS[found.by[0]], *_OF_GROUPS[:3], MARGIN, *_OF_GROUPS[3:]]
    rows = [
        [
            who(a, found.by[0], line.group),
            figure(a, line.customers, Unit.COUNT),
            _money(a, found, line.revenue),
            _money(a, found, line.predicted),
            _margin(a, found, line),
            _money(a, found, line.ltv),
            _money(a, found, line.cac),
            figure(a, line.ratio, Unit.MULTIPLE),
        ]
        for line in found.lines
    ]
    # A column that nothing fills is left out.
    kept = [i for i in range(len(heads)) if any(row[i] != "–" for row in rows)]
    return tabled([heads[i][a.lang] for i in kept], [[row[i] for i in kept] for row in rows])


def _customers(a: Answering, found: Lifetime) -> Table | None:
    rows = [
        [
            label("customer", one.called, a.lang),
            day_text(one.first_on)[a.lang],
            _money(a, found, one.revenue),
            figure(a, one.alive, Unit.SHARE),
            figure(a, one.expected, Unit.COUNT),
            _money(a, found, one.predicted),
        ]
        for one in found.customers
    ]
    heads = list(_OF_CUSTOMERS)
    if found.method == "contracts":
        heads[4] = _MONTHS
    return tabled([h[a.lang] for h in heads], rows, words=2)


def _ratio(found: Lifetime) -> list[Text]:
    """Say first what the ratio is of, where one stands in the table: not of the LTV beside it."""
    if found.basis != "margin" or not any(line.ratio for line in found.lines):
        return []
    return [_ON_MARGIN]


def _money(a: Answering, found: Lifetime, value: float | None) -> str:
    return rounded(a, value, Unit.MONEY, found.currency)


def _margin(a: Answering, found: Lifetime, line: Line) -> str:
    if line.low is None or line.high is None:
        return between(a, None, None, Unit.MONEY)
    return f"{_money(a, found, line.low)} – {_money(a, found, line.high)}"


_ON_MARGIN = Text(
    en="LTV / CAC is on margin, of the customers won while spend is recorded; the LTV beside it is on revenue, of all.",
    fr="LTV / CAC est sur la marge des clients gagnés depuis que les dépenses sont enregistrées\u202f; la LTV à côté est sur le CA de tous.",
)
_THOSE = Text(
    en="\nThe customers of whom most is expected:", fr="\nLes clients dont on attend le plus\u00a0:"
)
_SO_FAR = Text(
    en="{n} {n:customer has|customers have} brought {revenue} each on average up to {until}; nothing is predicted ({method}).",
    fr="{n} {n:client a|clients ont} apporté {revenue} chacun en moyenne jusqu’au {until}\u202f; rien n’est prédit ({method}).",
)
_PREDICTED = Text(
    en="Lifetime value per customer: {ltv} on average over {n} {n:customer|customers}, {revenue} up to {until} and {predicted} expected over the {months} months from there ({margin}; {method}).",
    fr="Valeur vie par client\u00a0: {ltv} en moyenne sur {n} {n:client|clients}, {revenue} jusqu’au {until} et {predicted} attendus sur les {months} mois qui suivent ({margin}\u202f; {method}).",
)
_OF_GROUPS = (
    Text(en="customers", fr="clients"),
    Text(en="revenue to date", fr="revenu à ce jour"),
    Text(en="predicted", fr="prédit"),
    Text(en="LTV", fr="LTV"),
    Text(en="CAC", fr="CAC"),
    Text(en="LTV / CAC", fr="LTV / CAC"),
)
_MONTHS = Text(en="months to come", fr="mois à venir")
_OF_CUSTOMERS = (
    Text(en="customer", fr="client"),
    Text(en="since", fr="depuis"),
    Text(en="revenue to date", fr="revenu à ce jour"),
    Text(en="still active", fr="encore actif"),
    Text(en="orders to come", fr="commandes à venir"),
    Text(en="predicted", fr="prédit"),
)
