"""A number beside its target: how much of it is reached, or whether it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.base import Answering, bare
from assistant.answering.sentences import dates, label, number, sentence
from assistant.wire import Reply, Table
from kpi_core.answering.landing import landing
from kpi_core.answering.landing_words import lands
from kpi_core.answering.targets import current_dates, target_of
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.query import KpiResult, Span
from kpi_core.text import Text, counted
from kpi_core.units import Unit, written
from kpi_core.workspace.settings import Target

_FEW = 3  # of more, the table tells


def aimed(a: Answering) -> Reply:
    """Tell each number beside its target."""
    found = [(row, _target(a, row)) for kpi in a.query.kpis for row in _rows(a, kpi)]
    rows = [row for row, _ in found]
    with_target = [(row, target) for row, target in found if target is not None]
    if not with_target:
        first = sentence(rows[0], a.lang, a.locale, scope=a.scope) if len(rows) == 1 else ""
        return a.answered(rows, f"{first} {_none(a)}".strip())
    if len(with_target) <= _FEW:
        text = " ".join(_told(a, row, target) for row, target in with_target)
        if len(with_target) < len(found):
            text = f"{text} {_OTHERS[a.lang]}"
    else:
        kept = sum(_kept(row, target) for row, target in with_target)
        text = _COUNT.format(n=kept, all=len(with_target))[a.lang]
    return a.answered(rows, text, table=_table(a, found) if len(found) > 1 else None)


def _target(a: Answering, row: KpiResult) -> float | None:
    return target_of(a.core.snapshot(), row, _filters(a, row.group))


def _filters(a: Answering, group: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    members = {**a.query.filters, **{d: [m] for d, m in group.items()}}
    return {d: tuple(m for m in some if m is not None) for d, some in members.items()}


def _rows(a: Answering, kpi: str) -> list[KpiResult]:
    """Return the numbers of *kpi*, over the dates of its target where no others were given."""
    query = a.query.model_copy(update={"kpis": [kpi], "order": None, "limit": None})
    own = [t for t in _of(a, kpi) if a.query.by or dict(t.filters) == _filters(a, {})]
    if a.query.period is None:
        span = current_dates(own, a.core.today())
        return a.core.query(query.model_copy(update={"period": span}) if span else query)
    rows = a.core.query(query)
    running = next((s for t in own if (s := _same_start(t, rows, a.core.today()))), None)
    return a.core.query(query.model_copy(update={"period": running})) if running else rows


def _of(a: Answering, kpi: str) -> Iterator[Target]:
    for target in a.core.snapshot().settings.targets:
        if target.kpi == REGISTRY.find(kpi).id:
            yield target


def _same_start(target: Target, rows: Sequence[KpiResult], today: dt.date) -> Span | None:
    """Return the dates of *target* where "this quarter" was asked: up to today, of all of it."""
    if not rows or target.start is None or target.end is None:
        return None
    span = rows[0].period
    same = span.start == target.start and span.end == today < target.end
    return Span(start=target.start, end=target.end) if same else None


def _told(a: Answering, row: KpiResult, target: float) -> str:
    """Return the number, its target and how far it is from it."""
    said = [sentence(row, a.lang, a.locale, scope=a.scope)]
    aim = written(target, row.unit, row.currency or "EUR", a.locale)
    declared = REGISTRY[row.variant]
    if row.value is None:
        said.append(_TARGET.format(target=aim)[a.lang])
    elif declared.better is Better.LOWER and not declared.additive:
        apart = written(abs(row.value - target), row.unit, row.currency or "EUR", a.locale)
        words = _AT_MOST_KEPT if row.value <= target else _AT_MOST_MISSED
        said.append(words.format(target=aim, apart=apart)[a.lang])
    elif target > 0:
        reached = written(row.value / target, Unit.SHARE, "EUR", a.locale)
        words = _USED if declared.better is Better.LOWER else _REACHED
        said.append(words.format(target=aim, reached=reached)[a.lang])
    else:
        said.append(_TARGET.format(target=aim)[a.lang])
    if row.low is not None and row.high is not None and row.low <= target <= row.high:
        said.append(_WITHIN[a.lang])
    left = (row.period.end - a.core.today()).days
    if left > 0:
        said.append(_LEFT.format(days=counted(left, *_DAYS))[a.lang])
    return " ".join([*said, *_lands(a, row)])


def _lands(a: Answering, row: KpiResult) -> Iterator[str]:
    """Yield where a running sum will land, and the chance of keeping its target."""
    for own in _of(a, row.variant):
        same = (own.start, own.end) == (row.period.start, row.period.end)
        if not same or dict(own.filters) != _filters(a, row.group):
            continue
        if (found := landing(a.core, own)) is None:
            return
        yield lands(found, row.unit, row.currency or "EUR", a.locale)[a.lang]
        return


def _kept(row: KpiResult, target: float) -> bool:
    if row.value is None:
        return False
    lower = REGISTRY[row.variant].better is Better.LOWER
    return row.value <= target if lower else row.value >= target


def _table(a: Answering, found: Sequence[tuple[KpiResult, float | None]]) -> Table:
    names = list(found[0][0].group)
    return Table(
        head=[_KPI[a.lang], *("" for _ in names), _DATES[a.lang], _VALUE[a.lang], _AIM[a.lang]],
        numeric=[False, *(False for _ in names), False, True, True],
        rows=[
            [
                bare(row, a.lang),
                *(label(n, m, a.lang) for n, m in row.group.items()),
                dates(row.period, a.lang),
                number(row, a.locale),
                "–"
                if target is None
                else written(target, row.unit, row.currency or "EUR", a.locale),
            ]
            for row, target in found
        ],
    )


def _none(a: Answering) -> str:
    """Say that there is no target for what was asked, and for what there are some."""
    kpis = dict.fromkeys(t.kpi for t in a.core.snapshot().settings.targets)
    return _NONE.format(kpis=", ".join(REGISTRY[k].title[a.lang] for k in kpis))[a.lang]


_TARGET = Text(en="Target: {target}.", fr="Objectif\u00a0: {target}.")
_REACHED = Text(
    en="Target: {target}, {reached} of it reached.",
    fr="Objectif\u00a0: {target}, atteint à {reached}.",
)
_USED = Text(
    en="Target: {target} at most, {reached} of it used.",
    fr="Objectif\u00a0: {target} au plus, utilisé à {reached}.",
)
_AT_MOST_KEPT = Text(
    en="Target: {target} at most, kept by {apart}.",
    fr="Objectif\u00a0: {target} au plus, tenu avec {apart} de marge.",
)
_AT_MOST_MISSED = Text(
    en="Target: {target} at most, missed by {apart}.",
    fr="Objectif\u00a0: {target} au plus, dépassé de {apart}.",
)
_WITHIN = Text(
    en="The margin of error includes the target.", fr="La marge d’erreur comprend l’objectif."
)
_LEFT = Text(en="{days} to go.", fr="Il reste {days}.")
_DAYS = (Text(en="{n} day", fr="{n} jour"), Text(en="{n} days", fr="{n} jours"))
_COUNT = Text(
    en="{n} of {all} targets are reached:", fr="{n} objectifs sur {all} sont atteints\u00a0:"
)
_OTHERS = Text(en="The others have no target.", fr="Les autres n’ont pas d’objectif.")
_NONE = Text(
    en="No target was entered for that, over these dates. There are targets for: {kpis}.",
    fr="Aucun objectif n’est enregistré pour cela à ces dates. Il y en a pour\u00a0: {kpis}.",
)
_KPI = Text(en="KPI", fr="Indicateur")
_DATES = Text(en="Dates", fr="Dates")
_VALUE = Text(en="Value", fr="Valeur")
_AIM = Text(en="Target", fr="Objectif")
