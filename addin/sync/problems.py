"""The problems tab: what was not understood, where, and how to mend it; nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from addin.sync.output import Cell, Format, Page
from kpi_core.text import Lang, Text

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at. row, column, typed: where and what, if it is about one cell."""

    tab: str
    message: Text
    row: int | None = None
    column: str | None = None
    typed: str | None = None


def problems_page(problems: Sequence[Problem], lang: Lang) -> Page:
    """Return the page: one row a problem, the first ones if there are very many."""
    rows = [tuple(Cell(title[lang], style="head") for title in _COLUMNS)]
    rows += [
        (
            Cell(p.tab),
            Cell(None if p.row is None else float(p.row), Format.COUNT),
            Cell(p.column),
            Cell(p.typed),
            Cell(p.message[lang]),
        )
        for p in problems[:MOST]
    ]
    if len(problems) > MOST:
        rows.append((Cell(_MORE.format(n=len(problems) - MOST)[lang], style="note"),))
    if not problems:
        rows.append((Cell(_NONE[lang], style="note"),))
    return Page(key="problems", title=_TAB[lang], rows=tuple(rows), widths=(24, 8, 24, 28, 90))


_TAB = Text(en="KPI problems", fr="Problèmes KPI")
_COLUMNS = (
    Text(en="Tab", fr="Onglet"),
    Text(en="Row", fr="Ligne"),
    Text(en="Column", fr="Colonne"),
    Text(en="What was typed", fr="Ce qui a été saisi"),
    Text(
        en="Why it was not understood, and what to do",
        fr="Pourquoi ce n’est pas compris, et que faire",
    ),
)
_MORE = Text(
    en="… and {n} more: they show once these are mended.",
    fr="… et {n} autres\u00a0: ils apparaîtront quand ceux-ci seront corrigés.",
)
_NONE = Text(
    en="Nothing: every row was understood.", fr="Rien\u00a0: toutes les lignes ont été comprises."
)
