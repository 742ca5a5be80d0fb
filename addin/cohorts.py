"""Cohorts as every face tells them: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

import msgspec

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.cohort_cells import What, asked_in_cell
from kpi_core.answering.cohorts import CohortQuery, CohortTable, cohorts
from kpi_core.answering.cohorts_lifetimes import Projection, Survival, projection, survival
from kpi_core.facts import DIMENSIONS
from kpi_core.retention.ages import LETTERS, label
from kpi_core.retention.matrix import Amount
from kpi_core.retention.measures import MEASURES
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
Cell = float | str | None
TOTAL = Text(en="Total", fr="Total")
UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
COHORT = Text(en="cohort", fr="cohorte")
_AGE = Text(en="age", fr="âge")
_ENDS = (Text(en="low", fr="bas"), Text(en="high", fr="haut"))
_SURVIVAL = (
    _AGE,
    Text(en="still there", fr="encore là"),
    *_ENDS,
    Text(en="seen for longer", fr="suivis au-delà"),
    Text(en="lost", fr="perdus"),
    Text(en="median (units)", fr="médiane (unités)"),
)
_PROJECTION = (
    _AGE,
    Text(en="seen", fr="observé"),
    Text(en="projected", fr="projeté"),
    *_ENDS,
    Text(en="expected lifetime (units)", fr="durée attendue (unités)"),
    *_ENDS,
)
BESIDE = Text(en="same-period rate", fr="taux de la même période")


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query", "what"?, "ages"?}: a matrix, survival, or a projection."""
    query = CohortQuery.model_validate(asked["query"])
    match asked.get("what", "matrix"):
        case "survival":
            return told_survival(survival(core, query))
        case "projection":
            return told_projection(projection(core, query, asked.get("ages", 12)))
        case _:
            return told(cohorts(core, query))


def told(found: CohortTable) -> Json:
    """Return a cohort matrix as plain data; amounts are exact to their fourth decimal."""
    return {
        "measure": found.measure,
        "unit": found.unit.value,
        "currency": found.currency if found.unit is not Unit.COUNT else None,
        "grain": found.grain.value,
        "by": list(found.by),
        "filters": {name: list(members) for name, members in found.filters.items()},
        **_when(found),
        "cohorts": [
            {
                "group": _group(found, line.group),
                "cohort": label(line.start, found.grain, Lang.EN),
                "start": line.start.isoformat(),
                "end": line.end.isoformat(),
                "base": float(line.base),
                "kept": _plain(line.kept),
                "shares": list(line.shares),
                "same_period_rate": line.beside,
            }
            for line in found.lines
        ],
        "totals": [
            {
                "group": _group(found, total.group),
                "bases": _plain(total.bases),
                "kept": _plain(total.kept),
                "shares": list(total.shares),
                "low": [None if ends is None else ends[0] for ends in total.ends],
                "high": [None if ends is None else ends[1] for ends in total.ends],
                "cohorts": list(total.cohorts),
            }
            for total in found.totals
        ],
    }


def told_survival(found: Survival) -> Json:
    """Return survival as plain data: shares at whole ages, the median in units of the grain."""
    return {
        "grain": found.grain.value,
        "by": list(found.by),
        **_when(found),
        "groups": [
            {
                "group": _group(found, one.group),
                "customers": one.customers,
                "lost": one.lost,
                "median": one.median.time,
                "median_low": one.median.low,
                "median_high": one.median.high,
                "ages": msgspec.to_builtins(one.ages),
            }
            for one in found.lives
        ],
    }


def told_projection(found: Projection) -> Json:
    """Return a projection as plain data; lifetimes are in units of the grain, discounted."""
    low, high = found.ends or (None, None)
    return {
        "grain": found.grain.value,
        **_when(found),
        "customers": found.customers,
        "lost": found.lost,
        "alpha": found.fit.alpha,
        "beta": found.fit.beta,
        "log_likelihood": found.fit.log_likelihood,
        "discount": found.discount,
        "expected_lifetime": found.expected,
        "expected_low": low,
        "expected_high": high,
        "ages": msgspec.to_builtins(found.ages),
    }


def _when(found: CohortTable | Survival | Projection) -> Json:
    """Return the days that an answer is about, and what must be known of it."""
    return {
        "period": {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()},
        "followed_until": found.horizon.isoformat(),
        "notes": [{"en": note.en, "fr": note.fr} for note in found.notes],
    }


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    asked = asked_in_cell(cells, row)
    match asked.what:
        case What.SURVIVAL:
            return spilled_survival(survival(core, asked.query), lang)
        case What.PROJECTION:
            return spilled_projection(projection(core, asked.query, asked.ages), lang)
        case _:
            return spilled(cohorts(core, asked.query), lang)


def spilled_survival(found: Survival, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header, and a row an age: the share still there, its margin; the median on the first."""
    (lives,) = found.lives  # a cell parts nobody
    header: list[Cell] = [head[lang] for head in _SURVIVAL]
    letter = LETTERS[found.grain][lang]
    rows: list[list[Cell]] = [
        [f"{letter}{age.age}", age.survival, age.low, age.high, age.at_risk, age.lost, median]
        for age, median in zip(lives.ages, chain([lives.median.time], repeat(None)), strict=False)
    ]
    return [header, *rows], [None, *[Unit.SHARE] * 3, *[Unit.COUNT] * 3]


def spilled_projection(found: Projection, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header, and a row an age: as seen, as projected, its margin; the lifetime on the first."""
    header: list[Cell] = [head[lang] for head in _PROJECTION]
    letter = LETTERS[found.grain][lang]
    rows: list[list[Cell]] = [
        [f"{letter}{age.age}", age.seen, age.survival, age.low, age.high, *lifetime]
        for age, lifetime in zip(
            found.ages,
            chain([[found.expected, *(found.ends or (None, None))]], repeat([None] * 3)),
            strict=False,
        )
    ]
    return [header, *rows], [None, *[Unit.SHARE] * 4, *[Unit.COUNT] * 3]


def spilled(found: CohortTable, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header, a row a cohort, and the total over those old enough; and the columns' units."""
    beside = MEASURES[found.measure].reached is not None
    first = [DIMENSIONS[name][lang] for name in found.by]
    header: list[Cell] = [
        *first,
        COHORT[lang],
        MEASURES[found.measure].base[lang],
        *([BESIDE[lang]] if beside else []),
        *ages(found, lang),
    ]
    body: list[list[Cell]] = [
        [
            *(member or UNASSIGNED[lang] for member in line.group),
            label(line.start, found.grain, lang),
            float(line.base),
            *([line.beside] if beside else []),
            *line.shares,
        ]
        for line in found.lines
    ]
    whole = found.totals[-1]
    body.append(
        [
            *("" for _ in first),
            TOTAL[lang],
            float(sum(line.base for line in found.lines)),
            *([None] if beside else []),
            *whole.shares,
        ]
    )
    units: list[Unit | None] = [None] * (len(first) + 1)
    units += [found.unit, *[Unit.SHARE] * (found.ages + beside)]
    return [header, *body], units


def first_worth(value: float, told_: Json, locale: str) -> str:
    """Write what a cohort of *told_* was worth at first: the column says that amounts are a month's."""
    unit = Unit.COUNT if told_["currency"] is None else Unit.MONEY
    return written(value, unit, told_["currency"] or "", locale)


def ages(found: CohortTable, lang: Lang) -> list[str]:
    """Return the names of the columns of ages, such as M3."""
    return [f"{LETTERS[found.grain][lang]}{age}" for age in range(found.ages)]


def _group(found: CohortTable | Survival, members: Sequence[str | None]) -> dict[str, str | None]:
    """Return who a line is about; of the total over all, nobody."""
    return dict(zip(found.by, members, strict=False))


def _plain(amounts: Sequence[Amount | None]) -> list[float | None]:
    return [None if amount is None else float(amount) for amount in amounts]
