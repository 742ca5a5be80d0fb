"""The functions that a cell can call, by name, whatever the host.

`B2B_<KPI>` computes on what the cell gives; `B2B_KPI` and its kin ask the workspace's data. Each
row is one call's arguments, and one bad row never fails its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Protocol

from pydantic import ValidationError

from addin.arguments import Argument, Scalar, check_text, finite, number
from addin.computing import computed
from addin.faults import misshapen
from kpi_core.answering import Core
from kpi_core.answering.cells import Argument as Plain
from kpi_core.answering.cells import Cells
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.explain import explain
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import GRAIN_TITLES, Period
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Lang, Text
from kpi_core.units import Unit
from kpi_core.workspace.members import A_DIMENSION

Value = float | str | None | list[list["Value"]]
Outcome = Value | KpiError
#: What the numbers of an answer are: one unit, or one a column of a table.
Units = Unit | list[Unit | None] | None

_Told = tuple[Value, Units]

A_FUNCTION = Text(en="a function", fr="une fonction")
# What a query takes (`kpi_core.query`): longer, and the cell is told so instead of the request.
_LONGEST_NAME, _LONGEST_MEMBER = 200, 500
_LONGEST_QUESTION = 2000  # what `Question` takes
_GRAINS = {
    "day": "day", "jour": "day",
    "week": "week", "semaine": "week",
    "month": "month", "mois": "month",
    "quarter": "quarter", "trimestre": "quarter",
    "year": "year", "an": "year", "annee": "year", "année": "year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """
    What the calls of one function give, in their order, and what their numbers are.

    *units* is empty for a formula: whoever calls it by its name knows.
    """

    outcomes: list[Outcome]
    units: list[Units]


@dataclass(slots=True)
class Functions:
    """Calls over one workspace, in the reader's language and locale."""

    core: Core
    cells: Cells

    def call(
        self, name: str, rows: Sequence[Sequence[Argument]], lang: Lang, locale: str
    ) -> Answers:
        """Return what each row of arguments gives: a value, a table, or the error to show."""
        upper = name.upper()
        if upper == "B2B_KPI":
            return self._kpis(rows)
        if data := _DATA.get(upper):
            told = [_caught(partial(data, self, row, lang, locale)) for row in rows]
            return Answers([outcome for outcome, _ in told], [units for _, units in told])
        kpi = REGISTRY.function(upper)
        if kpi is None:
            error = unknown(A_FUNCTION, name, [*_DATA, "B2B_KPI", *functions()])
            return Answers([error] * len(rows), [])
        return Answers([computed(kpi, row, locale) for row in rows], [])

    def _kpis(self, rows: Sequence[Sequence[Argument]]) -> Answers:
        found: list[Outcome] = [None] * len(rows)
        units: list[Units] = [None] * len(rows)
        flat: list[tuple[Scalar, ...]] = []
        places: list[int] = []
        for i, row in enumerate(rows):
            try:
                flat.append(_flat(row))
                places.append(i)
            except KpiError as error:
                found[i] = error
        answers = self.cells.answered(flat)  # type: ignore[arg-type]  # _flat left no dict
        for place, (answer, unit) in zip(places, answers, strict=True):
            found[place], units[place] = answer, unit
        return Answers(found, units)

    def one(self, row: Sequence[Argument]) -> KpiResult:
        """Return the whole answer that one cell's arguments stand for."""
        query, _ = self.cells.query(_flat(row))  # type: ignore[arg-type]  # idem
        return self.core.query(query)[0]

    def interval(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return the low and high ends of the margin of error, side by side."""
        del lang, locale
        found = self.one(row)
        if found.low is None and found.high is None:
            raise KpiError(
                Kind.NOT_FOUND,
                Text(
                    en="No honest margin of error for this KPI: its parts are not drawn from one base.",
                    fr="Pas de marge d’erreur honnête pour cet indicateur : ses parts ne viennent pas d’une même base.",
                ),
            )
        return [[found.low, found.high]], [found.unit, found.unit]

    def target(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return the target, the value over its dates, and which part of the target that is."""
        del lang, locale
        from addin.aiming import running_span  # noqa: PLC0415 - only targets need it
        from kpi_core.answering.targets import target_of  # noqa: PLC0415 - idem

        query, _ = self.cells.query(_flat(row))  # type: ignore[arg-type]  # _flat left no dict
        about = {n: tuple(m for m in some if m) for n, some in query.filters.items()}
        kpi = REGISTRY.find(query.kpis[0])
        if query.period is None and (span := running_span(self.core, kpi.id, about)):
            query = query.model_copy(update={"period": span})
        (found,) = self.core.query(query)
        aim = target_of(self.core.snapshot(), found, about)
        if aim is None:
            raise KpiError(Kind.NOT_FOUND, _NO_TARGET.format(kpi=kpi.title))
        part = None if found.value is None or not aim else found.value / aim
        return [[aim, found.value, part]], [found.unit, found.unit, Unit.SHARE]

    def explanation(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return the formula with its numbers, in words."""
        return explain(self.one(row), lang, locale), None

    def table(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """
        Return KPIs by a dimension: a header, then a row a member.

        Where the KPIs do not share one period, each title says its own.
        """
        del locale
        kpis, by, rest = _listed(row[0] if row else None), _said(row, 1), row[2:]
        dimension = _dimension(by)
        results = self._grouped(kpis, rest, by=dimension, grain=None)
        days = {r.variant: Period(r.period.start, r.period.end).label(lang) for r in results}
        if len(set(days.values())) == 1:
            days = {}
        return _spread(results, dimension, DIMENSIONS[dimension][lang], lang, days)

    def trend(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return KPIs in time: a header, then a row a unit."""
        del locale
        kpis, grain, rest = _listed(row[0] if row else None), _said(row, 1), row[2:]
        unit = _GRAINS.get(grain.casefold())
        if unit is None:
            raise unknown(Text(en="a grain", fr="un pas de temps"), grain, GRAIN_TITLES)
        results = self._grouped(kpis, rest, by=None, grain=unit)
        return _spread(results, unit, grain, lang, {})

    def _grouped(
        self, kpis: list[str], rest: Sequence[Argument], *, by: str | None, grain: str | None
    ) -> list[KpiResult]:
        # Without a period each KPI takes its own: a state as of today, a flow the default one.
        query, _ = self.cells.query(_flat([kpis[0], *rest]))  # type: ignore[arg-type]  # idem
        asked = query.model_dump() | {"kpis": kpis, "by": [by] if by else [], "grain": grain}
        return self.core.query(KpiQuery.model_validate(asked))

    def ab_test(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return versions of an experiment side by side, with what may be said of each."""
        from addin.experiments import ab_table  # noqa: PLC0415 - only experiments need it

        rows, units = ab_table(row, lang, locale)
        return [[*line] for line in rows], units

    def ab_test_means(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return versions of which an amount was measured side by side, with what may be said."""
        from addin.experiments import means_table_of  # noqa: PLC0415 - only experiments need it

        rows, units = means_table_of(row, lang, locale)
        return [[*line] for line in rows], units

    def sample_size(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return how many must see each version of an experiment."""
        del lang
        from addin.experiments import size_needed  # noqa: PLC0415 - idem

        return size_needed(row, locale), Unit.COUNT

    def ask(self, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        """Return what a question in words asks for: its number, its table, or the answer's words."""
        del locale
        # Only questions need the assistant.
        from addin.conversing import in_a_cell  # noqa: PLC0415

        if len(row) > 1:
            raise KpiError(Kind.SHAPE, _ONE_QUESTION)
        (question,) = _flat(row, _LONGEST_QUESTION) or (None,)
        if question in (None, ""):
            raise KpiError(Kind.EMPTY, _NO_QUESTION)
        return in_a_cell(self.core, str(question), lang)


_NO_QUESTION = Text(
    en='Write a question, for example "CPL by channel last quarter".',
    fr="Écrivez une question, par exemple « CPL par canal au dernier trimestre ».",
)
_NO_TARGET = Text(
    en="No target was entered for {kpi} with these dates and filters: `kpi targets set` enters one.",
    fr="Aucun objectif n’a été saisi pour cet indicateur avec ces dates et ces filtres ({kpi})\u00a0: `kpi targets set` en saisit un.",
)
_ONE_QUESTION = Text(
    en="Write the whole question in one text.",
    fr="Écrivez toute la question dans un seul texte.",
)


class _Tabled(Protocol):
    """What reads the arguments of a cell, answers them, and returns its rows and their units."""

    def __call__(
        self, core: Core, cells: Cells, row: Sequence[Plain], lang: Lang
    ) -> tuple[list[list[float | str | None]], list[Unit | None]]: ...


def _tabled(module: str) -> Callable[[Functions, Sequence[Argument], Lang, str], _Told]:
    """Return what answers by a table of its own: `in_a_cell` of *module*, loaded when it is asked."""

    def answered(self: Functions, row: Sequence[Argument], lang: Lang, locale: str) -> _Told:
        del locale
        in_a_cell: _Tabled = import_module(module).in_a_cell
        rows, units = in_a_cell(self.core, self.cells, _flat(row), lang)  # type: ignore[arg-type]  # _flat left no dict
        return [[*line] for line in rows], units

    return answered


_DATA: dict[str, Callable[[Functions, Sequence[Argument], Lang, str], _Told]] = {
    "B2B_TABLE": Functions.table,
    "B2B_TREND": Functions.trend,
    "B2B_INTERVAL": Functions.interval,
    "B2B_TARGET": Functions.target,
    "B2B_EXPLAIN": Functions.explanation,
    "B2B_ASK": Functions.ask,
    "B2B_COHORTS": _tabled("addin.cohorts"),
    "B2B_FORECAST": _tabled("addin.outlook"),
    "B2B_ANOMALIES": _tabled("addin.anomalies"),
    "B2B_COSTS": _tabled("addin.costs"),
    "B2B_FUNNEL": _tabled("addin.funnel"),
    "B2B_PATHS": _tabled("addin.paths"),
    "B2B_CONTENTS": _tabled("addin.contents"),
    "B2B_COMPARE": _tabled("addin.segments"),
    "B2B_LIFETIME": _tabled("addin.lifetimes"),
    "B2B_HOT_LEADS": _tabled("addin.scoring"),
    "B2B_AB_TEST": Functions.ab_test,
    "B2B_AB_TEST_MEANS": Functions.ab_test_means,
    "B2B_SAMPLE_SIZE": Functions.sample_size,
}


def data_functions() -> list[str]:
    """Return the names of the functions that ask the workspace's data."""
    return list(_DATA)


def functions() -> list[str]:
    """Return the names of the functions that compute on numbers."""
    return [kpi.function for kpi in REGISTRY.values()]


def _caught(call: Callable[[], _Told]) -> tuple[Outcome, Units]:
    try:
        return call()
    except KpiError as error:
        return error, None
    except ValidationError as error:
        return misshapen(error.errors()), None


def _flat(row: Sequence[Argument], longest: int = _LONGEST_NAME) -> tuple[Scalar, ...]:
    """Return arguments of a data function as plain values; a one-cell range is its cell."""
    flat: list[Scalar] = []
    for i, argument in enumerate(row):
        value: Argument = argument
        if isinstance(value, list):
            cells = [cell for line in value for cell in line]
            if len(cells) > 1:
                raise KpiError(
                    Kind.SHAPE,
                    Text(
                        en="Give one cell here; pass a range row by row.",
                        fr="Donnez une seule cellule ici ; passez une plage ligne par ligne.",
                    ),
                )
            value = cells[0] if cells else None
        if isinstance(value, dict):
            number(value, "en-US")
        if isinstance(value, str):
            check_text(value, _LONGEST_MEMBER if i else longest)
        elif isinstance(value, (int, float)):
            finite(value)
        flat.append(value)
    return tuple(flat)


def _listed(argument: Argument) -> list[str]:
    cells = argument if isinstance(argument, list) else [[argument]]
    names = [str(c).strip() for line in cells for c in line if c not in (None, "")]
    split = [part.strip() for name in names for part in name.split(",") if part.strip()]
    if not split:
        raise KpiError(Kind.EMPTY, Text(en="Say which KPI.", fr="Indiquez l’indicateur."))
    return split


def _said(row: Sequence[Argument], at: int) -> str:
    value = _flat(row[at : at + 1])
    if not value or value[0] in (None, ""):
        raise KpiError(
            Kind.EMPTY,
            Text(
                en='Say by what, for example "channel" or "month".',
                fr="Indiquez par quoi, par exemple « canal » ou « mois ».",
            ),
        )
    return str(value[0]).strip()


def _dimension(name: str) -> str:
    wanted = name.casefold()
    for dimension, title in DIMENSIONS.items():
        if wanted in {dimension, title.en.casefold(), title.fr.casefold()}:
            return dimension
    raise unknown(A_DIMENSION, name, DIMENSIONS)


def _spread(
    results: list[KpiResult], key: str, title: str, lang: Lang, days: Mapping[str, str]
) -> _Told:
    variants = list(dict.fromkeys(r.variant for r in results))
    groups: dict[str | None, dict[str, float | None]] = {}
    for found in results:
        groups.setdefault(found.group[key], {})[found.variant] = found.value
    unassigned = Text(en="(unassigned)", fr="(non affecté)")[lang]
    titles = {v: REGISTRY[v].title[lang] for v in variants}
    header: list[Value] = [
        title,
        *(f"{titles[v]}, {days[v]}" if v in days else titles[v] for v in variants),
    ]
    body: list[list[Value]] = [
        [member or unassigned, *(values.get(v) for v in variants)]
        for member, values in groups.items()
    ]
    return [header, *body], [None, *(REGISTRY[v].unit for v in variants)]
