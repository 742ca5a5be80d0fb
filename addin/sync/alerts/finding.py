"""What a rule finds in the workspace now: it stands, it does not, or nothing can tell.

A unit of time that is not over is not looked at, and a value that is missing is no breach.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import singledispatch

from addin.sync import runs
from addin.sync.alerts.rules import Age, Drift, Failing, Grain, Missed, Rule, Threshold
from addin.sync.alerts.words import amount, locale_for
from assistant.answering.sentences import comparison
from kpi_core.answering import Core
from kpi_core.answering.question import unit_of
from kpi_core.answering.targets import target_of
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.facts import FACTS
from kpi_core.periods import Period
from kpi_core.query import KpiQuery, KpiResult, Span
from kpi_core.text import Lang, Text, counted
from kpi_core.workspace import Store

QUIET, STANDS, UNKNOWN = "quiet", "stands", "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What was found.

    state: quiet, unknown, or stands, followed by what makes it another one than before.
    words: the numbers that say so, or why nothing can tell.
    """

    state: str
    words: Text

    @property
    def stands(self) -> bool:
        """Whether there is something to tell."""
        return self.state.startswith(STANDS)


def find(rule: Rule, core: Core) -> Finding:
    """Return what *rule* finds now; a question that cannot be asked any more is unknown."""
    try:
        return look(rule, core)
    except KpiError as error:
        return Finding(UNKNOWN, error.message)


@singledispatch
def look(rule: object, _core: Core) -> Finding:
    """
    Return what *rule* finds now.

    Raises
    ------
    KpiError
        its question cannot be asked of this workspace.
    """
    raise TypeError(f"nothing finds {type(rule).__name__}")


@look.register
def _threshold(rule: Threshold, core: Core) -> Finding:
    units = _last_units(core, rule.grain, rule.count)
    span = Span(start=units[0].start, end=units[-1].end)
    results = core.query(_query(rule, span).model_copy(update={"grain": rule.grain}))
    values = {str(r.group[rule.grain]): r for r in results}
    told = [values.get(unit.start.isoformat()) for unit in units]
    missing = next((i for i, r in enumerate(told) if r is None or r.value is None), None)
    if missing is not None:
        return Finding(UNKNOWN, _missing(told[missing], units[missing]))
    known = [r for r in told if r is not None and r.value is not None]
    beyond = all(_beyond(rule, r.value or 0.0) for r in known)
    return Finding(STANDS if beyond else QUIET, _values(rule, core, units, known))


@look.register
def _missed(rule: Missed, core: Core) -> Finding:
    spans = _ended(rule, core) if REGISTRY[rule.kpi].additive else _units(rule, core)
    if not spans:
        return Finding(UNKNOWN, _NO_TARGET.format(kpi=REGISTRY[rule.kpi].title))
    lines: list[Text] = []
    beyond: list[bool] = []
    for unit in spans:
        (found,) = core.query(_query(rule, Span(start=unit.start, end=unit.end)))
        target = target_of(core.snapshot(), found, {n: (*m,) for n, m in rule.filters.items()})
        if target is None:
            return Finding(UNKNOWN, _NO_TARGET.format(kpi=REGISTRY[rule.kpi].title))
        if found.value is None:
            return Finding(UNKNOWN, _missing(found, unit))
        beyond.append(found.value > target if rule.above else found.value < target)
        lines.append(_line(rule.kpi, found.value, unit, core, target))
    # A sum whose target is missed of other dates than before is another thing to tell.
    mark = f" {spans[-1].start}" if REGISTRY[rule.kpi].additive else ""
    return Finding(f"{STANDS}{mark}" if all(beyond) else QUIET, _joined(lines))


def _units(rule: Missed, core: Core) -> list[Period]:
    return _last_units(core, rule.grain, rule.count)


def _ended(rule: Missed, core: Core) -> list[Period]:
    """Return the dates of the latest target of a sum that are over."""
    filters = {n: (*members,) for n, members in rule.filters.items()}
    ended = [
        Period(target.start, target.end)
        for target in core.snapshot().settings.targets
        if target.kpi == rule.kpi
        and dict(target.filters) == filters
        and target.start is not None
        and target.end is not None
        and target.end < core.today()
    ]
    return sorted(ended, key=lambda span: span.end)[-1:]


def _query(rule: Threshold | Drift | Missed, span: Span) -> KpiQuery:
    filters: dict[str, list[str | None]] = {n: [*members] for n, members in rule.filters.items()}
    return KpiQuery(kpis=[rule.kpi], period=span, filters=filters)


def _beyond(rule: Threshold, value: float) -> bool:
    return value > rule.value if rule.above else value < rule.value


def _values(rule: Threshold, core: Core, units: list[Period], told: list[KpiResult]) -> Text:
    """Return the value of each unit, the oldest first."""
    return _joined(
        [_line(rule.kpi, r.value, unit, core) for r, unit in zip(told, units, strict=True)]
    )


def _line(
    kpi: str, value: float | None, unit: Period, core: Core, target: float | None = None
) -> Text:
    settings = core.snapshot().settings
    return (_VALUE if target is None else _VALUE_TARGET).format(
        value=amount(kpi, value, settings),
        target=amount(kpi, target, settings),
        period=Text(en=unit.label(Lang.EN), fr=unit.label(Lang.FR)),
    )


def _joined(lines: list[Text]) -> Text:
    return Text(
        en="; ".join(line.en for line in lines) + ".",
        fr="\u202f; ".join(line.fr for line in lines) + ".",
    )


def _missing(result: KpiResult | None, unit: Period) -> Text:
    period = Text(en=unit.label(Lang.EN), fr=unit.label(Lang.FR))
    why = next((c.message for c in result.caveats), None) if result else None
    if why is None:
        return _NO_VALUE.format(period=period)
    return _NO_VALUE_WHY.format(period=period, why=Text(en=why.en, fr=why.fr))


@look.register
def _drift(rule: Drift, core: Core) -> Finding:
    before, last = _last_units(core, rule.grain, 2)
    query = _query(rule, Span(start=last.start, end=last.end))
    (found,) = core.query(query.model_copy(update={"compare": before.iso}))
    other = found.comparison
    if found.value is None or other is None or other.value is None:
        return Finding(UNKNOWN, _missing(found, last if found.value is None else before))
    settings = core.snapshot().settings
    words = _DRIFTED.format(
        value=amount(rule.kpi, found.value, settings),
        period=Text(en=last.label(Lang.EN), fr=last.label(Lang.FR)),
        moved=Text(
            en=comparison(found, Lang.EN, locale_for(settings, Lang.EN)),
            fr=comparison(found, Lang.FR, locale_for(settings, Lang.FR)),
        ),
    )
    if other.clear is None:
        return Finding(UNKNOWN, _NO_MARGIN.format(words=words))
    # Each unit that differs from the one before is another thing to tell.
    return Finding(f"{STANDS} {last.start}" if other.clear else QUIET, words)


def _last_units(core: Core, grain: Grain, count: int) -> list[Period]:
    """Return the last *count* units that are over, the oldest first."""
    fiscal = core.snapshot().settings.fiscal_start
    first, _ = unit_of(core.today(), grain, fiscal)
    units: list[Period] = []
    for _ in range(count):
        start, end = unit_of(first - dt.timedelta(days=1), grain, fiscal)
        units.insert(0, Period(start, end))
        first = start
    return units


@look.register
def _age(rule: Age, core: Core) -> Finding:
    snapshot, today = core.snapshot(), core.today()
    facts = [rule.fact] if rule.fact else list(FACTS)
    # A deal may be dated ahead: what is to come tells nothing of how fresh the data is.
    last = snapshot.last_told(facts, today)
    if last is None:
        return Finding(UNKNOWN, _NO_DATA)
    old = (today - last).days
    label = Period(last, last)
    words = counted(old, *_LAST_DAY).format(
        day=Text(en=label.label(Lang.EN), fr=label.label(Lang.FR))
    )
    return Finding(STANDS if old > rule.days else QUIET, words)


@look.register
def _failing(_rule: Failing, core: Core) -> Finding:
    troubled = _troubled(core.store)
    if not troubled:
        return Finding(QUIET, _ALL_RUN)
    words = [
        _FAILS.format(title=title, why=Text(en=why[0] or _STOPPED.en, fr=why[1] or _STOPPED.fr))
        for _, title, *why in troubled
    ]
    sheets = ",".join(str(sheet) for sheet, *_ in troubled)
    return Finding(
        f"{STANDS} {sheets}",
        Text(en=" ".join(w.en for w in words), fr=" ".join(w.fr for w in words)),
    )


def _troubled(store: Store) -> list[tuple[int, str, str | None, str | None]]:
    """
    Return the sheets whose last run failed for good, was cut off for good, or waits for a word.

    A run that is still tried again decides nothing: what the one before it came to, stands.
    """
    cursor = store.cursor()
    try:
        rows = cursor.execute(
            "SELECT s.id, s.title, r.error_en, r.error_fr, r.state, r.attempts, r.slot IS NULL,"
            " r.outcome, r.id FROM sync_sheets s JOIN sync_runs r ON r.sheet = s.id"
            " WHERE NOT s.paused AND r.state <> 'skipped'"
            f" QUALIFY row_number() OVER (PARTITION BY s.id ORDER BY r.started_at DESC, r.id DESC) <= {_LOOKED_BACK}"
            " ORDER BY s.id, r.started_at DESC, r.id DESC"
        ).fetchall()
    finally:
        cursor.close()
    troubled: dict[int, tuple[int, str, str | None, str | None] | None] = {}
    newer: set[int] = set()
    for sheet, title, en, fr, state, attempts, asked, outcome, id_ in rows:
        failed = state == "failed" or (state == "running" and runs.interrupted(store, id_))
        # Superseded by a later moment, it is not tried again.
        over = state == "done" or (
            failed and (attempts >= runs.ATTEMPTS or asked or sheet in newer)
        )
        newer.add(sheet)
        if over and sheet not in troubled:
            troubled[sheet] = (sheet, title, en, fr) if failed or outcome == "held" else None
    return [each for each in troubled.values() if each is not None]


_LOOKED_BACK = 10
_VALUE = Text(en="{value} ({period})", fr="{value} ({period})")
_VALUE_TARGET = Text(
    en="{value} for a target of {target} ({period})",
    fr="{value} pour un objectif de {target} ({period})",
)
_NO_TARGET = Text(
    en="No target is set for {kpi} over these dates (`kpi targets set`): that is no breach.",
    fr="Aucun objectif n’est fixé pour cet indicateur sur ces dates ({kpi}\u00a0: `kpi targets set`)\u00a0: ce n’est pas un dépassement.",
)
_NO_VALUE = Text(
    en="No value over {period}: that is no breach.",
    fr="Pas de valeur ({period})\u00a0: ce n’est pas un dépassement.",
)
_NO_VALUE_WHY = Text(
    en="No value over {period}: that is no breach. {why}",
    fr="Pas de valeur ({period})\u00a0: ce n’est pas un dépassement. {why}",
)
_DRIFTED = Text(en="{value} ({period}). {moved}", fr="{value} ({period}). {moved}")
_NO_MARGIN = Text(
    en="{words} No margin of error is known here: nothing can tell whether it is chance.",
    fr="{words} Aucune marge d’erreur n’est connue ici\u00a0: rien ne dit si c’est le hasard.",
)
_NO_DATA = Text(en="There is no data yet.", fr="Il n’y a pas encore de données.")
_LAST_DAY = (
    Text(en="The data goes up to {day}: {n} day ago.", fr="Les données vont jusqu’au {day}, il y a {n} jour."),
    Text(en="The data goes up to {day}: {n} days ago.", fr="Les données vont jusqu’au {day}, il y a {n} jours."),
)  # fmt: skip
_ALL_RUN = Text(en="Every sheet runs.", fr="Toutes les feuilles tournent.")
_FAILS = Text(en="“{title}”: {why}", fr="«\u00a0{title}\u00a0»\u00a0: {why}")
_STOPPED = Text(
    en="its run was cut off three times.", fr="son exécution a été interrompue trois fois."
)
