"""Who goes on from stage to stage, where it narrows, and which deals are stalled."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.sentences import UNASSIGNED, label
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
from kpi_core.answering.funnel import funnel, waited
from kpi_core.answering.funnel_shapes import Funnel, FunnelQuery, Step
from kpi_core.text import Lang, Text, counted
from kpi_core.units import Unit

_LISTED = 30


def stages(a: Answering) -> Reply:
    """Tell the funnel and its bottleneck, or the deals that are stalled."""
    found = funnel(a.core, FunnelQuery(period=a.query.period, filters=a.query.filters))
    return _stalled(a, found) if a.reading.about == "stalled" else _funnel(a, found)


def _funnel(a: Answering, found: Funnel) -> Reply:
    whole = found.total
    steps = {step.then: step for step in whole.steps}
    rows = []
    for stage in whole.stages:
        told = _step(a, steps[stage.id]) if stage.id in steps else [""] * 5
        rows.append([stage.title[a.lang], figure(a, stage.reached, Unit.COUNT), *told])
    period = Text(en=found.period.label(Lang.EN), fr=found.period.label(Lang.FR))
    narrow = whole.bottleneck.said if whole.bottleneck else _NO_BOTTLENECK
    title = _FUNNEL[a.lang]
    said = [f"{title} ({period[a.lang]}). {narrow[a.lang]}", *_held(a, found)]
    points = [Point(label=s.title[a.lang], value=s.reached) for s in whole.stages]
    return studied(
        a,
        "\n".join(said),
        notes=found.notes,
        table=tabled([h[a.lang] for h in _HEADS], rows),
        chart=Chart(
            kind="funnel",
            title=title,
            unit=Unit.COUNT.value,
            currency=None,
            series=[Series(name=title, points=points)],
        ),
        formula=in_a_cell("B2B_FUNNEL", a, days(a)),
    )


def _step(a: Answering, step: Step) -> list[str]:
    went_on, low, high = step.cohort.went_on if step.cohort else (None, None, None)
    return [
        figure(a, step.period_rate, Unit.SHARE),
        figure(a, went_on, Unit.SHARE),
        between(a, low, high, Unit.SHARE),
        figure(a, step.stay.median, Unit.COUNT),
        figure(a, step.stay.p90, Unit.COUNT),
    ]


def _held(a: Answering, found: Funnel) -> list[str]:
    """Tell in which stage of deals most is open, and how many of them are stalled."""
    n = len(found.total.stalled)
    if not found.total.deal_stages:
        return []
    return [_SOME.format(n=n)[a.lang]] if n else [_NONE[a.lang]]


def _stalled(a: Answering, found: Funnel) -> Reply:
    listed = found.total.stalled
    rows = [
        [
            label("deal", one.name or one.deal, a.lang),
            one.stage or UNASSIGNED[a.lang],
            one.owner or "–",
            figure(a, one.amount, Unit.MONEY, found.currency),
            figure(a, one.days, Unit.COUNT),
            figure(a, one.limit, Unit.COUNT),
        ]
        for one in listed[: a.query.limit or _LISTED]
    ]
    if not rows:
        return studied(a, _NONE[a.lang], notes=waited(found.known, found.today))
    told = counted(len(listed), *_DEALS)
    amount = figure(a, found.total.stalled_amount, Unit.MONEY, found.currency)
    more = len(listed) - len(rows)
    notes = [*([_MORE.format(n=more)] if more else []), *waited(found.known, found.today)]
    return studied(
        a,
        _STALLED.format(deals=told, worth=amount)[a.lang],
        notes=notes,
        table=tabled([h[a.lang] for h in _OF_DEALS], rows, words=3),
    )


_FUNNEL = Text(en="Funnel", fr="Entonnoir")
_HEADS = (
    Text(en="stage", fr="étape"),
    Text(en="reached", fr="atteinte par"),
    Text(en="period rate", fr="taux de période"),
    Text(en="cohort rate", fr="taux de cohorte"),
    MARGIN,
    Text(en="median days", fr="jours (médiane)"),
    Text(en="p90 days", fr="jours (p90)"),
)
_OF_DEALS = (
    Text(en="deal", fr="affaire"),
    Text(en="stage", fr="étape"),
    Text(en="salesperson", fr="commercial"),
    Text(en="amount", fr="montant"),
    Text(en="days there", fr="jours dans l’étape"),
    Text(en="9 in 10 took", fr="9 sur 10 ont mis"),
)
_NO_BOTTLENECK = Text(
    en="No stage clearly holds the others up.", fr="Aucune étape ne freine nettement les autres."
)
_DEALS = (
    Text(en="{n} deal is stalled", fr="{n} affaire est à l’arrêt"),
    Text(en="{n} deals are stalled", fr="{n} affaires sont à l’arrêt"),
)
_STALLED = Text(
    en="{deals}, worth {worth}: longer in their stage than 9 in 10 that moved on from it.",
    fr="{deals}, pour {worth}\u00a0: plus longtemps dans leur étape que 9 sur 10 de celles qui en sont sorties.",
)
_SOME = Text(
    en="{n:One open deal is|{n} open deals are} stalled: longer in their stage than 9 in 10 that moved on.",
    fr="{n:Une affaire ouverte est|{n} affaires ouvertes sont} à l’arrêt\u00a0: plus longtemps dans leur étape que 9 sur 10 de celles qui en sont sorties.",
)
_NONE = Text(
    en="No open deal has been in its stage for longer than 9 in 10 of those that moved on from it.",
    fr="Aucune affaire ouverte n’est restée dans son étape plus longtemps que 9 sur 10 de celles qui en sont sorties.",
)
_MORE = Text(
    en="{n} more are not listed: kpi funnel --stalled lists them.",
    fr="{n} de plus ne sont pas listées\u00a0: kpi funnel --stalled les liste.",
)
