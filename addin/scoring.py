"""Lead scores as every face tells them: plain data, and the rows that a cell spills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.scoring import scoring
from kpi_core.answering.scoring_shapes import ScoreQuery, Scoring
from kpi_core.errors import Kind, KpiError
from kpi_core.scoring.card import Card
from kpi_core.scoring.default import title_of
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
Cell = float | str | None
_MOST, _USUAL, _REASONS = 1000, 20, 3
#: The columns of the hot list: their titles, and what they are.
COLUMNS: tuple[tuple[Text, Unit | None], ...] = (
    (Text(en="lead", fr="lead"), None),
    (Text(en="company", fr="entreprise"), None),
    (Text(en="points", fr="points"), Unit.COUNT),
    (Text(en="label", fr="niveau"), None),
    (Text(en="chance", fr="chance"), Unit.SHARE),
    (Text(en="why", fr="pourquoi"), None),
    (Text(en="salesperson", fr="commercial"), None),
)
LABELS = {"mql": "MQL", "sql": "SQL", None: ""}


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": a `ScoreQuery`}."""
    return told(scoring(core, ScoreQuery.model_validate(asked["query"])))


def told(found: Scoring) -> Json:
    """Return lead scores as plain data; of the lists, the one that was asked for."""
    lines = msgspec.to_builtins(found.lines)
    return {
        "what": found.what,
        "until": found.until.isoformat(),
        "period": found.period and found.period.model_dump(mode="json"),
        "outcome": found.outcome,
        "by": list(found.by),
        "filters": {name: list(members) for name, members in found.filters.items()},
        "card": card_of(found.card),
        "default": found.default,
        "open": found.open,
        "leads": msgspec.to_builtins(found.leads),
        "lines": [
            line | {"group": dict(zip(found.by, line["group"], strict=False))} for line in lines
        ],
        "model": msgspec.to_builtins(found.model),
        "drift": msgspec.to_builtins(found.drift),
        "notes": msgspec.to_builtins(found.notes),
    }


def card_of(card: Card) -> Json:
    """Return a card as it is written in the settings, with the names of its rules."""
    rules = [
        rule.model_dump(mode="json", exclude_defaults=True)
        | {"title": msgspec.to_builtins(title_of(rule))}
        for rule in card.rules
    ]
    return {"mql": card.mql, "sql": card.sql, "open_days": card.open_days, "rules": rules}


def who(lead: Json) -> str:
    """Return what a lead is called: nobody's name where it was never told, or is forgotten."""
    return str(lead["name"] or lead["lead"])


def spilled(found: Scoring, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header and a row a lead, the first to call first; and the columns' units."""
    rows: list[list[Cell]] = [
        [
            lead.name or lead.lead,
            lead.company,
            round(lead.points, 1),
            LABELS[lead.label],
            lead.chance,
            " · ".join(reason.said[lang] for reason in lead.reasons[:_REASONS]),
            lead.owner,
        ]
        for lead in found.leads
    ]
    return [[title[lang] for title, _ in COLUMNS], *rows], [unit for _, unit in COLUMNS]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(scoring(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> ScoreQuery:
    """
    Return the question that a cell's arguments are: [how many], [filter]...

    Raises
    ------
    KpiError
        NUM for a count that cannot be listed; those of a word that is not understood.
    """
    rest = list(row)
    top = _USUAL
    if rest and (rest[0] is None or rest[0] == "" or isinstance(rest[0], int | float)):
        said = rest.pop(0)
        if isinstance(said, int | float):
            if said != int(said) or not 1 <= said <= _MOST:
                raise KpiError(Kind.NUM, _HOW_MANY)
            top = int(said)
    query, _ = cells.query(("lead_volume", *rest))
    if query.period is not None or query.model is not None:
        raise KpiError(Kind.TYPE, _NO_PERIOD)
    return ScoreQuery(top=top, filters=query.filters)


_HOW_MANY = Text(
    en="Ask for 1 to 1,000 leads.",
    fr="Demandez de 1 à 1\u202f000 leads.",
)
_NO_PERIOD = Text(
    en="Open leads are those of today: give how many and filters; no period and no attribution model.",
    fr="Les leads ouverts sont ceux d’aujourd’hui\u00a0: donnez combien et des filtres, sans période ni modèle d’attribution.",
)
