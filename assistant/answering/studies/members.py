"""Which members differ beyond chance, and what each content brought."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.sentences import label
from assistant.answering.studies.telling import (
    MARGIN,
    between,
    days,
    figure,
    in_a_cell,
    studied,
    tabled,
)
from assistant.wire import Chart, Point, Reply, Series
from kpi_core.answering import contents_words as words
from kpi_core.answering.comparing_members import (
    Compared,
    ComparisonQuery,
    MemberComparison,
    compare_members,
)
from kpi_core.answering.comparing_members_words import VERDICTS
from kpi_core.answering.contents import TITLES, ContentKind, ContentQuery, contents
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Lang, Text, quoted
from kpi_core.units import Unit, written

_LISTED = 30


def differing(a: Answering) -> Reply:
    """Tell each member against all the others together."""
    query = ComparisonQuery(
        kpi=a.query.kpis[0], by=a.query.by[0], period=a.query.period, filters=a.query.filters
    )
    found = compare_members(a.core, query)
    kpi, currency = REGISTRY[found.kpi], found.currency or ""
    rows = [
        [
            label(found.by, one.member, a.lang),
            figure(a, one.value, found.unit, currency),
            between(a, one.low, one.high, found.unit, currency),
            _away(a, found, one),
            VERDICTS[one.verdict][a.lang],
        ]
        for one in found.members
    ]
    heads = [DIMENSIONS[found.by], kpi.title, MARGIN, _AGAINST, _VERDICT]
    period = Text(en=found.period.label(Lang.EN), fr=found.period.label(Lang.FR))
    table = tabled([h[a.lang] for h in heads], rows)
    if table is not None:
        table = table.model_copy(update={"numeric": [False, True, True, True, False]})
    points = [
        Point(label=label(found.by, m.member, a.lang), value=m.value, low=m.low, high=m.high)
        for m in found.members
    ]
    return studied(
        a,
        f"{kpi.title[a.lang]} ({period[a.lang]}){_COLON[a.lang]}{found.said[a.lang]}",
        notes=found.notes,
        table=table,
        chart=Chart(
            kind="bar",
            title=kpi.title[a.lang],
            unit=found.unit.value,
            currency=found.currency,
            series=[Series(name=kpi.title[a.lang], points=points)],
        ),
        formula=in_a_cell("B2B_COMPARE", a, a.query.kpis[0], found.by, days(a)),
    )


def _away(a: Answering, found: MemberComparison, one: Compared) -> str:
    """Write the difference from the others: in points for a rate, in percent for a cost."""
    if one.apart is None:
        return "–"
    value = one.apart.difference
    if found.relative:
        said = figure(a, value, Unit.SHARE)
    elif found.unit is Unit.SHARE:
        said = written(value * 100, Unit.POINTS, "EUR", a.locale)
    else:
        said = figure(a, value, found.unit, found.currency or "")
    return f"+{said}" if value > 0 else said


def brought(a: Answering) -> Reply:
    """Tell what each content brought and who met it."""
    kinds = [kind for kind in ContentKind if kind == a.reading.about]
    query = ContentQuery(period=a.query.period, filters=a.query.filters, kinds=kinds)
    found = contents(a.core, query)
    won = a.query.kpis[0] in {"new_customer_count", "customer_count"}
    ranked = sorted(found.contents, key=lambda c: -(c.customers if won else c.leads))
    rows = [
        [
            label("content", one.name, a.lang),
            TITLES[one.kind][a.lang],
            figure(a, one.leads, Unit.COUNT),
            figure(a, one.customers, Unit.COUNT),
            figure(a, one.rate, Unit.SHARE),
            between(a, one.rate_low, one.rate_high, Unit.SHARE),
            figure(a, one.n, Unit.COUNT),
            figure(a, one.met_customers, Unit.COUNT),
            figure(a, one.per_lead, Unit.MONEY, found.currency),
        ]
        for one in ranked[:_LISTED]
    ]
    period = Text(en=found.period.label(Lang.EN), fr=found.period.label(Lang.FR))
    if not rows:
        return studied(a, _NO_CONTENT.format(period=period)[a.lang], notes=found.notes)
    first = ranked[0]
    most = first.customers if won else first.leads
    names = [c.name for c in ranked if (c.customers if won else c.leads) == most]
    text = _first(len(names), most, won=won).format(
        n=len(found.contents), period=period, names=quoted(names), leads=first.leads,
        customers=first.customers,
    )  # fmt: skip
    heads = [DIMENSIONS["content"], *_OF_CONTENTS]
    return studied(
        a,
        text[a.lang],
        notes=found.notes,
        table=tabled([h[a.lang] for h in heads], rows, words=2),
        formula=in_a_cell("B2B_CONTENTS", a, TITLES[kinds[0]][a.lang] if kinds else None, days(a)),
    )


_COLON = Text(en=": ", fr="\u00a0: ")
_AGAINST = Text(en="against the others", fr="face aux autres")
_VERDICT = Text(en="verdict", fr="verdict")
_NO_CONTENT = Text(
    en="No content of that kind brought or met anybody ({period}).",
    fr="Aucun contenu de ce type n’a apporté ni touché personne ({period}).",
)
_FIRST = Text(
    en="{n} {n:content|contents} ({period}); most leads came by {names}: {leads} {leads:lead|leads}, {customers} {customers:customer|customers}.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; celui qui a apporté le plus de leads\u00a0: {names}, {leads} {leads:lead|leads}, {customers} {customers:client|clients}.",
)
_WON_MOST = Text(
    en="{n} {n:content|contents} ({period}); most customers came by {names}: {customers} {customers:customer|customers}, {leads} {leads:lead|leads}.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; celui qui a apporté le plus de clients\u00a0: {names}, {customers} {customers:client|clients}, {leads} {leads:lead|leads}.",
)
_TIED = Text(
    en="{n} {n:content|contents} ({period}); most leads came alike by {names}: {leads} {leads:lead|leads} each.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; ceux qui ont apporté le plus de leads, à égalité\u00a0: {names}, {leads} {leads:lead|leads} chacun.",
)
_WON_TIED = Text(
    en="{n} {n:content|contents} ({period}); most customers came alike by {names}: {customers} {customers:customer|customers} each.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; ceux qui ont apporté le plus de clients, à égalité\u00a0: {names}, {customers} {customers:client|clients} chacun.",
)
_NO_LEAD = Text(
    en="{n} {n:content|contents} ({period}); none brought a lead.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; aucun n’a apporté de lead.",
)
_NO_CUSTOMER = Text(
    en="{n} {n:content|contents} ({period}); none brought a customer.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; aucun n’a apporté de client.",
)


def _first(tied: int, most: int, *, won: bool) -> Text:
    if not most:
        return _NO_CUSTOMER if won else _NO_LEAD
    if tied > 1:
        return _WON_TIED if won else _TIED
    return _WON_MOST if won else _FIRST


_OF_CONTENTS = (
    *(words.KIND, words.BROUGHT, words.WON),
    *(words.RATE, MARGIN, words.AMONG),
    *(words.WINNERS, words.PER_LEAD),
)
