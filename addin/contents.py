"""Contents as every face tells them: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.contents import TITLES, ContentQuery, Contents, contents, kind_named
from kpi_core.answering.contents_words import (
    AMONG,
    BROUGHT,
    COST,
    KIND,
    MET,
    PER_LEAD,
    RATE,
    SHARE,
    WINNERS,
    WON,
)
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
Cell = float | str | None
_LOW, _HIGH = Text(en="low", fr="bas"), Text(en="high", fr="haut")
_COLUMNS: tuple[tuple[Text, Unit | None], ...] = (
    (DIMENSIONS["content"], None),
    (KIND, None),
    (BROUGHT, Unit.COUNT),
    (WON, Unit.COUNT),
    (RATE, Unit.SHARE),
    (_LOW, Unit.SHARE),
    (_HIGH, Unit.SHARE),
    (AMONG, Unit.COUNT),
    (MET, Unit.COUNT),
    (WINNERS, Unit.COUNT),
    (SHARE, Unit.SHARE),
    (COST, Unit.MONEY),
    (PER_LEAD, Unit.MONEY),
)


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": a `ContentQuery`}."""
    return told(contents(core, ContentQuery.model_validate(asked["query"])))


def told(found: Contents) -> Json:
    """Return contents as plain data; amounts are in the workspace's currency."""
    return {
        "period": {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()},
        "currency": found.currency,
        "winners": found.winners,
        "contents": msgspec.to_builtins(found.contents),
        "notes": msgspec.to_builtins(found.notes),
    }


def spilled(found: Contents, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header and a row a content, those that brought most leads first; and the units."""
    rows: list[list[Cell]] = [
        [
            one.name,
            TITLES[one.kind][lang],
            *(one.leads, one.customers),
            *(one.rate, one.rate_low, one.rate_high, one.n),
            *(one.met, one.met_customers, one.share),
            *(one.cost, one.per_lead),
        ]
        for one in found.contents
    ]
    return [[title[lang] for title, _ in _COLUMNS], *rows], [unit for _, unit in _COLUMNS]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(contents(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> ContentQuery:
    """
    Return the question that a cell's arguments are: [kind], [period], [filter]...

    Raises
    ------
    KpiError
        TYPE with a model; else those of a word that is not understood.
    """
    first = row[0] if row else None
    kind = kind_named(first) if isinstance(first, str) else None
    rest = row[1:] if kind is not None or first in (None, "") else row
    query, _ = cells.query(("lead_volume", *rest))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    return ContentQuery(
        period=query.period, filters=query.filters, kinds=[] if kind is None else [kind]
    )


_NO_MODEL = Text(
    en="A content is told by what each lead’s source names and by whom it met: no attribution model applies. B2B_TABLE takes one, by content.",
    fr="Un contenu se lit dans la source de chaque lead et dans ceux qui l’ont vu\u00a0: aucun modèle d’attribution ne s’applique. B2B_TABLE en prend un, par contenu.",
)
