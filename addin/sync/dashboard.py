"""The dashboard tab: the focus KPIs with their margins, changes, targets and trends; the funnel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from addin.sync.output import (
    Area,
    Cell,
    Chart,
    Format,
    Page,
    Style,
    format_of,
    serial_of_moment,
)
from kpi_core.answering import Core
from kpi_core.answering.question import ANCHORED
from kpi_core.answering.snapshot import Snapshot
from kpi_core.answering.targets import target_of
from kpi_core.catalog import FUNNEL, REGISTRY
from kpi_core.definition import Better
from kpi_core.periods import labels
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

CHARTED = 4
MONTHS = 12
_CHART_ROWS = 16
_HEAD = 3  # the row of the headings
_MONTHS_AT = 10  # the column of the first month


@dataclass(frozen=True, slots=True)
class Figures:
    """What the core answered: the focus, month by month, and the funnel."""

    now: Sequence[KpiResult]
    months: Sequence[KpiResult]
    funnel: Sequence[KpiResult]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the dashboard says about itself. run, at: which run last changed it, and when, locally."""

    title: str
    run: int
    at: dt.datetime
    problems: int
    alerts: Sequence[Text] = ()


def ask(core: Core) -> Figures:
    """Ask the core for everything that the dashboard shows; the same data are asked once."""
    return _asked(core, core.snapshot(), core.today())


@lru_cache(maxsize=4)
def _asked(core: Core, _snapshot: Snapshot, _today: dt.date) -> Figures:
    focus = [*core.snapshot().settings.focus]
    return Figures(
        core.query(KpiQuery(kpis=focus, compare="vs the previous period")),
        core.query(KpiQuery(kpis=focus, grain="month")),
        core.query(KpiQuery(kpis=list(FUNNEL))),
    )


def dashboard(core: Core, figures: Figures, standing: Standing, lang: Lang) -> Page:
    """Return the page; what it says depends on the data, the day and the settings only."""
    months = sorted({r.period.start for r in figures.months})[-MONTHS:]
    top = [
        (Cell(_TITLE.format(title=standing.title)[lang], style="title"),),
        (Cell(_fresh(figures, lang), style="note"),),
        (
            Cell(_state(standing, lang), style="note" if not standing.problems else "bad"),
            *[Cell()] * 3,
            Cell(_RUN[lang], style="note"),
            Cell(float(standing.run), Format.COUNT, "note"),
            Cell(),
            Cell(serial_of_moment(standing.at), Format.MOMENT, "note"),
        ),
        (
            *(Cell(title[lang], style="head") for title in _COLUMNS),
            *(Cell(_month(month, lang), style="head") for month in months),
        ),
    ]
    rows = [_row(core, found, figures, months, lang) for found in figures.now]
    below = [
        (Cell(),),
        (Cell(_FUNNEL_TITLE[lang], style="head"), Cell(_NUMBER[lang], style="head")),
    ]
    funnel = [
        (Cell(_title(step.variant, lang)), Cell(step.value, Format.COUNT))
        for step in figures.funnel
    ]
    told = [(Cell(alert[lang], style="bad"),) for alert in standing.alerts]
    if told:
        told = [(Cell(),), (Cell(_ALERTS[lang], style="head"),), *told]
    first_step = len(top) + len(rows) + len(below)
    return Page(
        key="dashboard",
        title=_TAB[lang],
        rows=(*top, *rows, *below, *funnel, *told),
        # As wide however many months there are: what stands beside is somebody's.
        widths=(34, 14, 14, 14, 20, 14, 14, 22, 28, 60, *[12] * MONTHS),
        frozen=_HEAD + 1,
        charts=_charts(figures, months, first_step, len(told), lang),
        shifting=frozenset({(2, 5), (2, 7)}),
        heads=frozenset(words[either] for words in _HEADS for either in Lang),
        ends=tuple(_TITLE.format(title="")[either] for either in Lang),
        months=MONTHS,
    )


def _row(
    core: Core, found: KpiResult, figures: Figures, months: Sequence[dt.date], lang: Lang
) -> tuple[Cell, ...]:
    format_ = format_of(found.unit)
    before = found.comparison
    target = target_of(core.snapshot(), found)
    monthly = {r.period.start: r.value for r in figures.months if r.variant == found.variant}
    # The dates stand beside: how they came about is no news on a dashboard.
    told = [c.message for c in found.caveats if c.message.en != ANCHORED.en]
    notes = [words.fr if lang is Lang.FR else words.en for words in told]
    return (
        Cell(_title(found.variant, lang)),
        Cell(found.value, format_),
        Cell(found.low, format_),
        Cell(found.high, format_),
        Cell(before.value if before else None, format_),
        _change(found),
        Cell(target, format_, _reached(found, target)),
        Cell(line=(_MONTHS_AT, _MONTHS_AT + len(months) - 1)) if months else Cell(),
        Cell(_span(found, lang)),
        Cell(" ".join(notes), style="note"),
        *(Cell(monthly.get(month), format_) for month in months),
    )


def _change(found: KpiResult) -> Cell:
    """Return what changed: coloured only where the change is beyond the margin of error."""
    before = found.comparison
    if before is None or before.change is None:
        return Cell()
    better = REGISTRY[found.variant].better
    rises = before.change > 0
    share = found.unit is Unit.SHARE
    change = before.change * 100 if share else before.change
    format_ = Format.POINTS if share else Format.CHANGE
    if not before.clear or better is Better.NEITHER:
        return Cell(change, format_)
    style: Style = "good" if rises == (better is Better.HIGHER) else "bad"
    return Cell(change, format_, style)


def _reached(found: KpiResult, target: float | None) -> Style:
    better = REGISTRY[found.variant].better
    if target is None or found.value is None or better is Better.NEITHER:
        return ""
    reached = found.value >= target if better is Better.HIGHER else found.value <= target
    return "good" if reached else "bad"


def _charts(
    figures: Figures, months: Sequence[dt.date], first_step: int, alerts: int, lang: Lang
) -> tuple[Chart, ...]:
    """Place the charts under everything that is written, two a row: trends first, the funnel last."""
    last_month = _MONTHS_AT + len(months) - 1
    down = first_step + len(figures.funnel) + alerts + 2
    drawn = [(i, found) for i, found in enumerate(figures.now) if _known(found, figures) > 1]
    charts = [
        Chart(
            number=place + 1,
            kind="line",
            title=_title(found.variant, lang),
            categories=Area(_HEAD, _MONTHS_AT, _HEAD, last_month),
            series=(Area(_HEAD + 1 + i, _MONTHS_AT, _HEAD + 1 + i, last_month),),
            row=down + place // 2 * _CHART_ROWS,
            column=0 if place % 2 == 0 else 5,
            format=format_of(found.unit),
        )
        for place, (i, found) in enumerate(drawn[:CHARTED])
    ]
    if any(step.value for step in figures.funnel):
        place = len(charts)
        last = first_step + len(figures.funnel) - 1
        charts.append(
            Chart(
                number=CHARTED + 1,
                kind="bar",
                title=_FUNNEL_TITLE[lang],
                categories=Area(first_step, 0, last, 0),
                series=(Area(first_step, 1, last, 1),),
                row=down + place // 2 * _CHART_ROWS,
                column=0 if place % 2 == 0 else 5,
                format=Format.COUNT,
            )
        )
    return tuple(charts)


def _known(found: KpiResult, figures: Figures) -> int:
    """Return how many months have a value: a line needs two."""
    return sum(r.variant == found.variant and r.value is not None for r in figures.months)


def _title(variant: str, lang: Lang) -> str:
    return REGISTRY[variant].title[lang]


def _span(found: KpiResult, lang: Lang) -> str:
    return labels.written(found.period.start, found.period.end, lang)


def _month(day: dt.date, lang: Lang) -> str:
    return f"{day:%m/%Y}" if lang is Lang.FR else f"{day:%Y-%m}"


def _fresh(figures: Figures, lang: Lang) -> str:
    known = [r.fresh_to for r in figures.now if r.fresh_to]
    if not known:
        return _EMPTY[lang]
    return _FRESH.format(day=labels.spoken(max(known)))[lang]


def _state(standing: Standing, lang: Lang) -> str:
    if not standing.problems:
        return _WHOLE[lang]
    one = standing.problems == 1
    return (_ONE_PROBLEM if one else _PROBLEMS).format(n=standing.problems)[lang]


_TAB = Text(en="KPI dashboard", fr="Tableau de bord KPI")
_TITLE = Text(en="{title}: key figures", fr="{title}\u00a0: chiffres clés")
_COLUMNS = (
    Text(en="KPI", fr="KPI"),
    Text(en="Value", fr="Valeur"),
    Text(en="Margin: from", fr="Marge\u00a0: de"),
    Text(en="to", fr="à"),
    Text(en="Period before", fr="Période précédente"),
    Text(en="Change", fr="Évolution"),
    Text(en="Target", fr="Objectif"),
    Text(en="Trend", fr="Tendance"),
    Text(en="Dates", fr="Dates"),
    Text(en="What to know", fr="À savoir"),
)
_FRESH = Text(
    en="Data known up to {day}. Values carry a 95 % margin of error where one is honest; a change is coloured only when it is beyond it.",
    fr="Données connues jusqu’au {day}. Les valeurs portent une marge d’erreur à 95\u202f% quand elle est honnête\u00a0; une évolution n’est colorée que si elle la dépasse.",
)
_EMPTY = Text(
    en="No data yet: fill the tabs, and the next run counts them.",
    fr="Aucune donnée pour l’instant\u00a0: remplissez les onglets, la prochaine exécution les comptera.",
)
_WHOLE = Text(en="Every row was understood.", fr="Toutes les lignes ont été comprises.")
_ONE_PROBLEM = Text(
    en="1 thing to look at: see the problems tab.",
    fr="1 point à voir\u00a0: consultez l’onglet des problèmes.",
)
_PROBLEMS = Text(
    en="{n} things to look at: see the problems tab.",
    fr="{n} points à voir\u00a0: consultez l’onglet des problèmes.",
)
_RUN = Text(en="Written by run", fr="Écrit par l’exécution")
_FUNNEL_TITLE = Text(en="From lead to customer", fr="Du lead au client")
_NUMBER = Text(en="Number", fr="Nombre")
_ALERTS = Text(en="Alerts", fr="Alertes")
_HEADS = (*_COLUMNS, _FUNNEL_TITLE, _NUMBER, _ALERTS)
