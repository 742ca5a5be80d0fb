"""The tables tab: what a function spills in a cell, written by the sync instead of asked by a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from addin.calling import read
from addin.functions import Functions, Value, data_functions
from addin.hosts.signatures import Gives, signatures
from addin.sync.output import Cell, Format, Page, format_of
from kpi_core.answering import Core
from kpi_core.answering.cells import Cells
from kpi_core.answering.snapshot import Snapshot
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

MOST = 12
_WIDTH, _HEIGHT = 26, 200  # of one table; what is beyond is told


def call_of(typed: str) -> tuple[str, list[str | float | None]]:
    """
    Return the function and the arguments that *typed* calls, as a cell would.

    Raises
    ------
    KpiError
        TYPE when it is no call; NOT_FOUND when no function of that name gives a table.
    """
    name, arguments = read(typed)
    if name not in _tables():
        raise unknown(_A_TABLE, name, _tables())
    return name, arguments


def _tables() -> list[str]:
    """Return the functions over data that spill a table."""
    return [s.name for s in signatures() if s.gives is Gives.TABLE and s.name in data_functions()]


def tables_page(core: Core, asked: Sequence[str], lang: Lang) -> Page:
    """Return the page: the tables asked for, one below the other; one that fails says why."""
    rows = _told(core, core.snapshot(), core.today().isoformat(), tuple(asked), lang)
    return Page(
        key="tables",
        title=_TAB[lang],
        rows=rows,
        widths=(28, *[14] * (_WIDTH - 1)),
        ends=(")", *(_TITLE[either] for either in Lang)),
    )


@lru_cache(maxsize=4)
def _told(
    core: Core, _snapshot: Snapshot, _today: str, asked: tuple[str, ...], lang: Lang
) -> tuple[tuple[Cell, ...], ...]:
    functions = Functions(core, Cells(core))
    rows: list[tuple[Cell, ...]] = [(Cell(_TITLE[lang], style="title"),)]
    for typed in asked:
        rows += [(Cell(),), *_table(functions, typed, lang, core.snapshot().settings.locale)]
    if not asked:
        rows.append((Cell(_NONE[lang], style="note"),))
    return tuple(rows)


def _table(functions: Functions, typed: str, lang: Lang, locale: str) -> list[tuple[Cell, ...]]:
    title = (Cell(typed.lstrip("= "), style="title"),)
    try:
        name, arguments = call_of(typed)
    except KpiError as error:
        return [title, (Cell(error.message[lang], style="bad"),)]
    answers = functions.call(name, [arguments], lang, locale)
    outcome = answers.outcomes[0]
    if isinstance(outcome, KpiError):
        return [title, (Cell(outcome.message[lang], style="bad"),)]
    lines = outcome if isinstance(outcome, list) else [[outcome]]
    units = answers.units[0] if answers.units else None
    each = units if isinstance(units, list) else [units] * _WIDTH
    told = [title, tuple(_cell(v, None, head=True) for v in lines[0][:_WIDTH])]
    told += [
        tuple(
            _cell(v, unit)
            for v, unit in zip(line[:_WIDTH], [*each, *[None] * _WIDTH], strict=False)
        )
        for line in lines[1 : _HEIGHT + 1]
    ]
    wider = max((len(line) for line in lines), default=0) - _WIDTH
    if (more := max(len(lines) - 1 - _HEIGHT, 0)) or wider > 0:
        told.append((Cell(_MORE.format(rows=more, columns=max(wider, 0))[lang], style="note"),))
    return told


def _cell(value: Value, unit: Unit | None, *, head: bool = False) -> Cell:
    if isinstance(value, list):
        value = None
    if head:
        return Cell(None if value is None else str(value), style="note")
    number = isinstance(value, int | float) and unit is not None
    return Cell(
        float(value) if isinstance(value, int) else value,
        format_of(unit) if number and unit else Format.GENERAL,
    )


def entered(asked: Sequence[str], change: Mapping[str, object]) -> tuple[str, ...]:
    """
    Return the tables asked for after {"add": call} or {"remove": number, from 1}.

    Raises
    ------
    KpiError
        those of `call_of`; LIMIT for too many; NOT_FOUND for a number that none has.
    """
    if (typed := change.get("add")) is not None:
        call_of(str(typed))
        if len(asked) >= MOST:
            raise KpiError(Kind.LIMIT, _FULL.format(most=MOST))
        return tuple(dict.fromkeys((*asked, str(typed).strip())))
    number = int(str(change.get("remove", 0)))
    if not 1 <= number <= len(asked):
        raise KpiError(Kind.NOT_FOUND, _NO_NUMBER.format(number=number, n=len(asked)))
    return tuple(table for i, table in enumerate(asked, 1) if i != number)


_TAB = Text(en="KPI tables", fr="Tableaux KPI")
_TITLE = Text(en="Tables kept in sync", fr="Tableaux tenus à jour")
_NONE = Text(
    en="No table is asked for: kpi sync tables add enters one.",
    fr="Aucun tableau n’est demandé\u00a0: kpi sync tables add en ajoute un.",
)
_A_TABLE = Text(en="a function that gives a table", fr="une fonction qui donne un tableau")
_MORE = Text(
    en="… and {rows} more rows, {columns} more columns: a cell of your own shows all of it.",
    fr="… et {rows} lignes et {columns} colonnes de plus\u00a0: une cellule à vous montre le tout.",
)
_FULL = Text(
    en="There are {most} tables already: remove one first.",
    fr="Il y a déjà {most} tableaux\u00a0: supprimez-en un d’abord.",
)
_NO_NUMBER = Text(
    en="There is no table {number}: there are {n}. kpi sync tables lists them.",
    fr="Il n’y a pas de tableau {number}\u00a0: il y en a {n}. kpi sync tables les liste.",
)
