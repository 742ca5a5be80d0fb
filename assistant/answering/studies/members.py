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
from kpi_core.text import Lang, Text
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
    about = a.reading.about
    kinds = [ContentKind(about)] if about else []
    query = ContentQuery(period=a.query.period, filters=a.query.filters, kinds=kinds)
    found = contents(a.core, query)
    won = a.query.kpis == ["new_customer_count"]
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
    text = (_WON_MOST if won else _FIRST).format(
        n=len(found.contents), period=period, name=first.name, leads=first.leads,
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
    en="{n} {n:content|contents} ({period}); most leads came by “{name}”: {leads} {leads:lead|leads}, {customers} {customers:customer|customers}.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; celui qui a apporté le plus de leads\u00a0: «\u00a0{name}\u00a0», {leads} {leads:lead|leads}, {customers} {customers:client|clients}.",
)
_WON_MOST = Text(
    en="{n} {n:content|contents} ({period}); most customers came by “{name}”: {customers} {customers:customer|customers}, {leads} {leads:lead|leads}.",
    fr="{n} {n:contenu|contenus} ({period})\u202f; celui qui a apporté le plus de clients\u00a0: «\u00a0{name}\u00a0», {customers} {customers:client|clients}, {leads} {leads:lead|leads}.",
)
_OF_CONTENTS = (
    *(words.KIND, words.BROUGHT, words.WON),
    *(words.RATE, MARGIN, words.AMONG),
    *(words.WINNERS, words.PER_LEAD),
)
