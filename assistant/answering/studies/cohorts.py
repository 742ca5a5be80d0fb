"""What becomes of those who began together, and how long customers stay."""

from __future__ import annotations

from assistant.answering.base import Answering
from assistant.answering.studies.telling import (
    MARGIN,
    TOTAL,
    between,
    days,
    figure,
    in_a_cell,
    studied,
    tabled,
    who,
)
from assistant.wire import Chart, Point, Reply, Series, Table
from kpi_core.answering.cohorts import CohortQuery, CohortTable, cohorts
from kpi_core.answering.cohorts_lifetimes import Lives, survival
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.retention.ages import LETTERS, Step, label
from kpi_core.retention.matrix import Total
from kpi_core.retention.measures import MEASURES
from kpi_core.text import Text
from kpi_core.units import Unit

_WIDEST = 13  # columns of ages that are read at a glance
_TOLD = (12, 6, 3, 1)  # the ages a sentence tells, the first that is known
_YEAR = 12


def followed(a: Answering) -> Reply:
    """Tell a cohort matrix, or survival."""
    if a.reading.about == "survival":
        return _survived(a)
    found = cohorts(a.core, _query(a, a.reading.about or "customers"))
    measure = MEASURES[found.measure]
    total = found.totals[-1]
    text = f"{measure.title[a.lang]}. {measure.reading[a.lang]} {_at(a, found, total)}".strip()
    return studied(
        a,
        text,
        notes=[_EMPTY, *([_IN_BRACKETS] if _counted(found) else []), *found.notes],
        table=_matrix(a, found),
        chart=_curves(a, found),
        formula=in_a_cell("B2B_COHORTS", a, found.measure, found.grain.value, days(a))
        if not found.by
        else None,
    )


def _query(a: Answering, measure: str) -> CohortQuery:
    grain = a.query.grain or "month"
    if grain not in set(Step):
        raise KpiError(Kind.TYPE, _STEPS)
    return CohortQuery(
        measure=measure,
        grain=Step(grain),
        period=a.query.period,
        filters=a.query.filters,
        by=a.query.by,
    )


def _at(a: Answering, found: CohortTable, total: Total) -> str:
    """Tell what is left at the age that says most: a year, else less."""
    shares = total.shares
    ages = [months // found.grain.months for months in _TOLD if months >= found.grain.months]
    age = next((n for n in ages if n < len(shares) and shares[n] is not None), None)
    if age is None:
        return ""
    ends = total.ends[age]
    margin = "" if ends is None else f" ({between(a, *ends, Unit.SHARE)})"
    return _LEFT.format(
        age=f"{LETTERS[found.grain][a.lang]}{age}",
        share=figure(a, shares[age], Unit.SHARE),
        margin=margin,
        n=total.cohorts[age],
    )[a.lang]


def _matrix(a: Answering, found: CohortTable) -> Table | None:
    width = min(found.ages, _WIDEST)
    letter, base = LETTERS[found.grain][a.lang], MEASURES[found.measure].base[a.lang]
    rows = []
    if not found.by:
        for line in found.lines:
            shares = ["" if s is None else figure(a, s, Unit.SHARE) for s in line.shares[:width]]
            worth = figure(a, float(line.base), found.unit, found.currency)
            rows.append([label(line.start, found.grain, a.lang), worth, *shares])
    for total in found.totals:
        shares = [_share(a, found, total, age) for age in range(width)]
        mine = [x.base for x in found.lines if not total.group or x.group == total.group]
        worth = figure(a, float(sum(mine)), found.unit, found.currency)
        name = who(a, found.by[0], total.group) if found.by else TOTAL[a.lang]
        rows.append([name, worth, *shares])
    first = DIMENSIONS[found.by[0]][a.lang] if found.by else _COHORT[a.lang]
    return tabled([first, base, *(f"{letter}{n}" for n in range(width))], rows)


def _counted(found: CohortTable) -> bool:
    """Tell whether rates of members stand side by side, each of people."""
    return bool(found.by) and found.unit is Unit.COUNT


def _share(a: Answering, found: CohortTable, total: Total, age: int) -> str:
    """Write what is left at an age; beside members, how many people that rests on."""
    share = total.shares[age]
    if share is None:
        return ""
    told = figure(a, share, Unit.SHARE)
    if not _counted(found):
        return told
    return f"{told} ({figure(a, float(total.bases[age] or 0), Unit.COUNT)})"


def _curves(a: Answering, found: CohortTable) -> Chart | None:
    """Draw what is left by age: of all, and of each member where there are several."""
    letter = LETTERS[found.grain][a.lang]
    series = []
    for total in found.totals[-6:]:
        ends = total.ends
        points = [
            Point(
                label=f"{letter}{age}",
                value=share,
                low=None if ends[age] is None else ends[age][0],  # type: ignore[index] # not None
                high=None if ends[age] is None else ends[age][1],  # type: ignore[index] # idem
            )
            for age, share in enumerate(total.shares)
        ]
        name = who(a, found.by[0], total.group) if found.by else TOTAL[a.lang]
        series.append(Series(name=name, points=points))
    if not series or len(series[0].points) < 2:  # noqa: PLR2004 - one mark is no line
        return None
    title = MEASURES[found.measure].title[a.lang]
    return Chart(kind="line", title=title, unit=Unit.SHARE.value, currency=None, series=series)


def _survived(a: Answering) -> Reply:
    found = survival(a.core, _query(a, "customers"))
    units = _UNITS[found.grain]
    whole = next((one for one in found.lives if not one.group), found.lives[0])
    said = _median(a, whole, units)
    step = max(1, _YEAR // found.grain.months)
    letter = LETTERS[found.grain][a.lang]
    if found.by:
        rows = [
            [
                who(a, found.by[0], one.group),
                figure(a, one.customers, Unit.COUNT),
                figure(a, one.lost, Unit.COUNT),
                "–" if one.median.time is None else figure(a, one.median.time, Unit.COUNT),
                between(a, one.median.low, one.median.high, Unit.COUNT),
            ]
            for one in found.lives
        ]
        heads = [DIMENSIONS[found.by[0]][a.lang], *(h[a.lang] for h in _OF_GROUPS), MARGIN[a.lang]]
        said = _BY[a.lang]
    else:
        rows = [
            [
                f"{letter}{age.age}",
                figure(a, age.survival, Unit.SHARE),
                between(a, age.low, age.high, Unit.SHARE),
                figure(a, age.at_risk, Unit.COUNT),
            ]
            for age in whole.ages
            if age.age % max(1, step // 4) == 0
        ]
        heads = [_AGE[a.lang], _STILL[a.lang], MARGIN[a.lang], _AT_RISK[a.lang]]
    return studied(a, said, notes=found.notes, table=tabled(heads, rows))


def _median(a: Answering, one: Lives, units: Text) -> str:
    told = {"n": one.customers, "lost": one.lost, "units": units}
    if one.median.time is None:
        return _NO_MEDIAN.format(**told)[a.lang]
    ends = (
        "" if None in {one.median.low, one.median.high}
        else f" ({between(a, one.median.low, one.median.high, Unit.COUNT)})"
    )  # fmt: skip
    median = figure(a, one.median.time, Unit.COUNT)
    return _MEDIAN.format(**told, median=median, ends=ends)[a.lang]


_COHORT = Text(en="cohort", fr="cohorte")
_AGE = Text(en="age", fr="âge")
_STILL = Text(en="still there", fr="encore là")
_AT_RISK = Text(en="followed", fr="suivis")
_OF_GROUPS = (
    Text(en="customers", fr="clients"),
    Text(en="left", fr="partis"),
    Text(en="median", fr="médiane"),
)
_UNITS = {
    Step.MONTH: Text(en="months", fr="mois"),
    Step.QUARTER: Text(en="quarters", fr="trimestres"),
    Step.YEAR: Text(en="years", fr="ans"),
}
_LEFT = Text(
    en="All cohorts old enough together, at {age}: {share}{margin}, over {n} {n:cohort|cohorts}.",
    fr="Toutes les cohortes assez anciennes ensemble, à {age}\u00a0: {share}{margin}, sur {n} {n:cohorte|cohortes}.",
)
_IN_BRACKETS = Text(
    en="In brackets: how many people were old enough, whom the rate rests on.",
    fr="Entre parenthèses\u00a0: combien de personnes étaient assez anciennes, sur lesquelles porte le taux.",
)
_EMPTY = Text(
    en="An empty cell: not all of the cohort is that old yet.",
    fr="Une case vide\u00a0: toute la cohorte n’a pas encore cet âge.",
)
_STEPS = Text(
    en="Cohorts begin by month, quarter or year.",
    fr="Les cohortes commencent par mois, trimestre ou année.",
)
_MEDIAN = Text(
    en="Half of the {n} customers stay {median} {units} or more{ends}; {lost} have left (Kaplan-Meier).",
    fr="La moitié des {n} clients restent {median} {units} ou plus{ends}\u202f; {lost} sont partis (Kaplan-Meier).",
)
_NO_MEDIAN = Text(
    en="More than half of the {n} customers are still there: no median can be told yet; {lost} have left (Kaplan-Meier).",
    fr="Plus de la moitié des {n} clients sont encore là\u00a0: pas encore de médiane\u202f; {lost} sont partis (Kaplan-Meier).",
)
_BY = Text(
    en="How long customers stay (Kaplan-Meier), by member:",
    fr="La durée de fidélité (Kaplan-Meier), par membre\u00a0:",
)
