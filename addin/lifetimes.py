"""Lifetime values as every face tells them: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.lifetimes import Lifetime, LifetimeQuery, Line, Method, lifetime
from kpi_core.answering.question import dimension_named
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.facts import DIMENSIONS
from kpi_core.registry import folded
from kpi_core.text import Lang, Text
from kpi_core.units import Unit
from kpi_core.workspace.members import A_DIMENSION

Json = dict[str, Any]
Cell = float | str | None
TOTAL = Text(en="Total", fr="Total")
UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
WHO = Text(en="customers", fr="clients")
_MOST = 120  # months

#: What is told of a line, in the order of its columns: its name, its title, what it is.
COLUMNS: tuple[tuple[str, Text, Unit], ...] = (
    ("customers", WHO, Unit.COUNT),
    ("revenue", Text(en="revenue to date", fr="revenu à ce jour"), Unit.MONEY),
    ("margin", Text(en="margin to date", fr="marge à ce jour"), Unit.MONEY),
    ("alive", Text(en="active", fr="actifs"), Unit.SHARE),
    ("expected", Text(en="orders to come", fr="commandes à venir"), Unit.COUNT),
    ("predicted", Text(en="predicted", fr="prédit"), Unit.MONEY),
    ("low", Text(en="low", fr="bas"), Unit.MONEY),
    ("high", Text(en="high", fr="haut"), Unit.MONEY),
    ("ltv", Text(en="LTV", fr="LTV"), Unit.MONEY),
    ("cac", Text(en="CAC", fr="CAC"), Unit.MONEY),
    ("ltv_cac", Text(en="LTV / CAC", fr="LTV / CAC"), Unit.MULTIPLE),
)
MONTHS = Text(en="months to come", fr="mois à venir")


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": a `LifetimeQuery`}."""
    return told(lifetime(core, LifetimeQuery.model_validate(asked["query"])))


def told(found: Lifetime) -> Json:
    """Return lifetime values as plain data; amounts are means per customer."""
    check = found.check
    return {
        "method": found.method,
        "by": list(found.by),
        "filters": {name: list(members) for name, members in found.filters.items()},
        "until": found.until.isoformat(),
        "months": found.months,
        "discount": found.discount,
        "currency": found.currency,
        "basis": found.basis,
        "parameters": dict(found.parameters),
        "lines": [_line(found, line) for line in found.lines],
        "customers": [
            {
                "customer": one.called,
                "group": dict(zip(found.by, one.group, strict=True)),
                "first_on": one.first_on.isoformat(),
                "orders": one.orders,
                "revenue": one.revenue,
                "alive": one.alive,
                "expected": one.expected,
                "predicted": one.predicted,
            }
            for one in found.customers
        ],
        "check": None
        if check is None
        else {
            "until": check.until.isoformat(),
            "customers": check.customers,
            "predicted": check.predicted,
            "actual": check.actual,
        },
        "notes": [{"en": note.en, "fr": note.fr} for note in found.notes],
    }


def _line(found: Lifetime, line: Line) -> Json:
    return {
        "group": dict(zip(found.by, line.group, strict=False)),
        "customers": line.customers,
        "orders": line.orders,
        "revenue": line.revenue,
        "margin": line.margin,
        "alive": line.alive,
        "expected": line.expected,
        "predicted": line.predicted,
        "low": line.low,
        "high": line.high,
        "ltv": line.ltv,
        "won": line.won,
        "cac": line.cac,
        "ltv_cac": line.ratio,
    }


def heads(told_: Json, lang: Lang) -> list[str]:
    """Return the titles of the columns after the first."""
    return [
        (MONTHS if name == "expected" and told_["method"] == "contracts" else title)[lang]
        for name, title, _ in COLUMNS
    ]


def named(line: Json, lang: Lang) -> str:
    """Return who a line is about."""
    if not line["group"]:
        return TOTAL[lang]
    return next(iter(line["group"].values())) or UNASSIGNED[lang]


def spilled(found: Lifetime, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header and a row a group, the last over all; and the columns' units."""
    plain = told(found)
    first = DIMENSIONS[found.by[0]][lang] if found.by else ""
    rows: list[list[Cell]] = [
        [named(line, lang), *(line[name] for name, _, _ in COLUMNS)] for line in plain["lines"]
    ]
    return [[first, *heads(plain, lang)], *rows], [None, *(unit for _, _, unit in COLUMNS)]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(lifetime(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> LifetimeQuery:
    """
    Return the question that a cell's arguments are: [by], [months], [method=...], [filter]...

    Raises
    ------
    KpiError
        NOT_FOUND for a method that is none; those of a word that is not understood.
    """
    rest = list(row)
    asked: Json = {}
    if rest and not (isinstance(rest[0], int | float) or _filters(rest[0])):
        said = rest.pop(0)
        if said not in (None, ""):
            dimension = dimension_named(str(said))
            if dimension is None:
                raise unknown(A_DIMENSION, str(said), DIMENSIONS)
            asked["by"] = [dimension]
    if rest and (rest[0] is None or isinstance(rest[0], int | float)):
        months = rest.pop(0)
        if months is not None:
            if months != int(months) or not 1 <= months <= _MOST:
                raise KpiError(Kind.NUM, _HOW_FAR)
            asked["horizon"] = int(months)
    named = [said for said in rest if _filters(said) and _method(str(said))]
    if named:
        asked["method"] = method = (
            str(named[0]).partition("=")[2].strip().casefold().replace("/", "")
        )
        if method not in get_args(Method):
            raise unknown(_A_METHOD, method, get_args(Method))
    query, _ = cells.query(("revenue", *(said for said in rest if said not in named)))
    if query.period is not None or query.model is not None:
        raise KpiError(Kind.TYPE, _NO_PERIOD)
    return LifetimeQuery(filters=query.filters, **asked)


def _filters(said: Argument) -> bool:
    return isinstance(said, str) and "=" in said


def _method(said: str) -> bool:
    return folded(said.partition("=")[0]) in {"method", "methode"}


_A_METHOD = Text(en="a method", fr="une méthode")
_HOW_FAR = Text(
    en="Lifetime values look from 1 to 120 months ahead.",
    fr="Les valeurs vie regardent de 1 à 120 mois en avant.",
)
_NO_PERIOD = Text(
    en="Lifetime values are learnt from all the data: give a dimension, months ahead, and filters; no period and no attribution model.",
    fr="Les valeurs vie s’apprennent de toutes les données\u00a0: donnez une dimension, des mois en avant et des filtres, sans période ni modèle d’attribution.",
)
