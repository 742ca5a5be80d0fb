"""What comes next of a KPI, and what was unusual of it."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.sentences import label
from assistant.answering.studies.telling import MARGIN, between, in_a_cell, rounded, studied, tabled
from assistant.wire import Chart, Point, Reply, Series
from kpi_core.answering import outlook_words as words
from kpi_core.answering.outlook import (
    AnomalyQuery,
    Grain,
    Outlook,
    OutlookQuery,
    anomalies,
    outlook,
)
from kpi_core.answering.outlook import Point as Unit_
from kpi_core.answering.question import calendar_of, unit_of
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Calendar, Period, resolve
from kpi_core.periods import Grain as TimeGrain
from kpi_core.query import Span
from kpi_core.text import Text

_MOST, _USUAL, _SHOWN = 24, 3, 24
_LONG = frozenset({TimeGrain.MONTH, TimeGrain.QUARTER, TimeGrain.YEAR})
_DAYS: dict[Grain, int] = {"week": 7, "month": 28, "quarter": 90}


def forecast(a: Answering) -> Reply:
    """Tell what comes next, for the days asked about or else the next units."""
    calendar = calendar_of(a.core.snapshot(), a.core.today())
    wanted = _wanted(a, calendar)
    grain = _grain(a, wanted, calendar)
    found = _asked(a, grain, _USUAL)
    if wanted is not None and found.history:
        known = found.history[-1].span.end
        more = max(1, -(-(wanted.end - known).days // _DAYS[grain]))
        if more > _MOST + 2:
            raise KpiError(Kind.NUM, _FAR.format(unit=words.GRAINS[grain].many))
        found = _asked(a, grain, min(more, _MOST))
    ahead = [p for p in found.ahead if wanted is None or _within(p.span, wanted)]
    title = ", ".join([REGISTRY[found.kpi].title[a.lang], *a.scope])
    if not ahead:
        text = _NONE.format(title=title)[a.lang] if found.ahead else ""
        text = text or f"{title}{_COLON[a.lang]}{found.notes[0][a.lang]}"
        return studied(a, text, notes=found.notes[1:], chart=_drawn(a, found, []))
    first = _FIRST.format(
        title=title,
        when=_when(ahead[0], found, a),
        value=_value(a, ahead[0].value, found),
        low=_value(a, ahead[0].low, found),
        high=_value(a, ahead[0].high, found),
    )[a.lang]
    rest = "" if len(ahead) == 1 else _REST[a.lang]
    rows = [[_when(p, found, a), _value(a, p.value, found), _margin(a, p, found)] for p in ahead]
    heads = [words.GRAINS[found.grain].one[a.lang], _EXPECTED[a.lang], MARGIN[a.lang]]
    return studied(
        a,
        f"{first}{rest}",
        notes=[*_beyond(found, ahead, wanted), *found.notes],
        table=tabled(heads, rows) if len(rows) > 1 else None,
        # Without a gap between what is recorded and the first day asked about.
        chart=_drawn(a, found, [p for p in found.ahead if p.span.end <= ahead[-1].span.end]),
        # A cell begins where the data ends: other days are no such cell.
        formula=in_a_cell("B2B_FORECAST", a, a.query.kpis[0], grain, len(ahead))
        if ahead == list(found.ahead)
        else None,
    )


def unusual(a: Answering) -> Reply:
    """Tell what was unusual, of the KPIs named or else those looked at."""
    grain = a.query.grain or "month"
    if grain not in _DAYS:
        raise KpiError(Kind.TYPE, _GRAINS)
    own = [] if _focus(a) else list(a.query.kpis)
    found = anomalies(a.core, AnomalyQuery(kpis=own, grain=grain, filters=a.query.filters))
    rows = [
        [
            REGISTRY[one.kpi].title[a.lang],
            label(found.grain, one.point.span.start.isoformat(), a.lang),
            rounded(a, one.point.value, one.unit, found.currency),
            rounded(a, one.expected, one.unit, found.currency),
            between(a, one.low, one.high, one.unit, found.currency),
        ]
        for one in found.found
    ]
    heads = [
        _KPI[a.lang], words.GRAINS[found.grain].one[a.lang], words.VALUE[a.lang],
        _EXPECTED[a.lang], _USUALLY[a.lang],
    ]  # fmt: skip
    if not found.kpis:
        text = _NOT_ENOUGH[a.lang]
    elif rows:
        kpi, when, value, expected, _ = rows[0]
        told = {"n": len(rows), "kpi": kpi, "when": when, "value": value, "expected": expected}
        text = _UNUSUAL.format(**told)[a.lang]
    else:
        text = words.NONE_UNUSUAL[a.lang]
    skipped = [
        Text(en=f"{REGISTRY[k].title.en}: {why.en}", fr=f"{REGISTRY[k].title.fr}\u00a0: {why.fr}")
        for k, why in found.skipped
    ]
    one = own[0] if len(own) == 1 else ""
    return studied(
        a,
        text,
        notes=[*found.notes, *skipped],
        table=tabled(heads, rows, words=2),
        formula=None if len(own) > 1 else in_a_cell("B2B_ANOMALIES", a, one, grain),
    )


def _asked(a: Answering, grain: Grain, ahead: int) -> Outlook:
    query = OutlookQuery(kpi=a.query.kpis[0], grain=grain, ahead=ahead, filters=a.query.filters)
    return outlook(a.core, query)


def _wanted(a: Answering, calendar: Calendar) -> Period | None:
    """Return the days asked about, up to the end of a unit that is running."""
    asked = a.query.period
    if asked is None:
        return None
    if isinstance(asked, Span):
        period, running = Period(asked.start, asked.end), False
        grain = None
    else:
        period = resolve(asked, calendar)
        running, grain = period.running, period.grain
    if period.end < calendar.today:
        raise KpiError(Kind.TYPE, _PAST)
    if running and grain is not None:
        _, last = unit_of(calendar.today, str(grain), calendar.fiscal_start)
        return Period(calendar.today, last)
    return Period(max(period.start, calendar.today), period.end)


def _grain(a: Answering, wanted: Period | None, calendar: Calendar) -> Grain:
    said = a.query.grain
    if said in {"day", "year"}:
        raise KpiError(Kind.TYPE, _GRAINS)
    if said is not None:
        return said  # type: ignore[return-value] # one of the three that are left
    if wanted is None or wanted.days >= _DAYS["month"]:
        return "month"
    asked = a.query.period
    named = resolve(asked, calendar).grain if isinstance(asked, str) else None
    return "month" if named in _LONG else "week"


def _beyond(found: Outlook, ahead: list[Unit_], wanted: Period | None) -> list[Text]:
    """Say that whole units are told, where other days were asked about."""
    if wanted is None or not ahead:
        return []
    first, last = ahead[0].span.start, ahead[-1].span.end
    whole = last == wanted.end and (first == wanted.start or wanted.start > first)
    exact = last <= wanted.end and (first >= wanted.start or whole)
    return [] if exact else [_WHOLE.format(units=words.GRAINS[found.grain].many)]


def _within(span: Period, wanted: Period) -> bool:
    return span.start <= wanted.end and wanted.start <= span.end


def _focus(a: Answering) -> bool:
    focus = [REGISTRY.find(k).id for k in a.core.snapshot().settings.focus]
    return [REGISTRY.find(k).id for k in a.query.kpis] == focus


def _when(point: Unit_, found: Outlook, a: Answering) -> str:
    return label(found.grain, point.span.start.isoformat(), a.lang)


def _value(a: Answering, value: float | None, found: Outlook) -> str:
    return rounded(a, value, found.unit, found.currency)


def _margin(a: Answering, point: Unit_, found: Outlook) -> str:
    return f"{_value(a, point.low, found)} – {_value(a, point.high, found)}"


def _drawn(a: Answering, found: Outlook, ahead: list[Unit_]) -> Chart:
    def points(units: list[Unit_]) -> list[Point]:
        return [
            Point(label=_when(p, found, a), value=p.value, low=p.low, high=p.high) for p in units
        ]

    known = list(found.history)[-_SHOWN:]
    series = [Series(name=_RECORDED[a.lang], points=points(known))]
    if ahead:
        # A line that goes on: it begins where what is recorded ends.
        blank = [Point(label=_when(p, found, a), value=None) for p in known[:-1]]
        series[0].points.extend(Point(label=_when(p, found, a), value=None) for p in ahead)
        series.append(Series(name=_EXPECTED[a.lang], points=[*blank, *points([known[-1], *ahead])]))
    return Chart(
        kind="line",
        title=REGISTRY[found.kpi].title[a.lang],
        unit=found.unit.value,
        currency=found.currency or None,
        series=series,
    )


_COLON = Text(en=": ", fr="\u00a0: ")
_EXPECTED = Text(en="expected", fr="attendu")
_RECORDED = Text(en="recorded", fr="enregistré")
_USUALLY = Text(en="within", fr="entre")
_KPI = Text(en="KPI", fr="Indicateur")
_FIRST = Text(
    en="Forecast, {title}: {value} in {when} (95% margin: {low} to {high}).",
    fr="Prévision, {title}\u00a0: {value} en {when} (marge à 95\u202f%\u00a0: {low} à {high}).",
)
_REST = Text(
    en=" The units that follow are below; their margins do not add up.",
    fr=" Les unités suivantes sont ci-dessous\u202f; leurs marges ne s’additionnent pas.",
)
_NONE = Text(
    en="{title}: these days are recorded already, or too far ahead to be foretold.",
    fr="{title}\u00a0: ces jours sont déjà enregistrés, ou trop lointains pour être prévus.",
)
_WHOLE = Text(
    en="Told by whole {units}, which go beyond the days asked about.",
    fr="Dit par {units} entiers, qui dépassent les jours demandés.",
)
_PAST = Text(
    en="These days are over: what is recorded of them is no forecast. Ask, for example: “forecast of leads for the next 3 months”.",
    fr="Ces jours sont passés\u00a0: ce qui en est enregistré n’est pas une prévision. Demandez par exemple\u00a0: «\u00a0prévision des leads pour les 3 prochains mois\u00a0».",
)
_FAR = Text(
    en="A forecast goes at most 24 {unit} further than the data.",
    fr="Une prévision va au plus 24 {unit} plus loin que les données.",
)
_GRAINS = Text(
    en="A forecast and anomalies are told by week, month or quarter.",
    fr="Une prévision et des anomalies se disent par semaine, par mois ou par trimestre.",
)
_UNUSUAL = Text(
    en="{n:One value was|{n} values were} unusual; the latest: {kpi}, {value} in {when} where {expected} was expected.",
    fr="{n:Une valeur inhabituelle|{n} valeurs inhabituelles}\u202f; la plus récente\u00a0: {kpi}, {value} en {when} au lieu de {expected} attendu.",
)
_NOT_ENOUGH = Text(
    en="There is too little data to tell what is unusual.",
    fr="Il y a trop peu de données pour dire ce qui est inhabituel.",
)
