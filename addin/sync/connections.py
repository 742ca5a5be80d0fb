"""The spreadsheets that a workspace keeps, and what it remembers of each of their tabs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import duckdb

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Lang, Text
from kpi_core.workspace import Store

Json = dict[str, Any]
#: Under which name an account is kept when none is said.
USUAL_ACCOUNT = "default"
BookKind = Literal["google", "excel"]

_COLUMNS = "id, kind, reference, title, lang, credential, paused, gate::VARCHAR, output::VARCHAR"


@dataclass(frozen=True, slots=True)
class Connection:
    """
    One spreadsheet. reference: its id at Google, or the path of a workbook.

    gate: what it and the workspace were at the end of the last run that left nothing to do.
    output: what our own pages held when they were last written.
    """

    id: int
    kind: BookKind
    reference: str
    title: str
    lang: Lang
    credential: str | None
    paused: bool
    gate: Json | None
    output: Json | None

    @property
    def tool(self) -> str:
        """Return the name under which its rows are stored: `sheet3`."""
        return f"sheet{self.id}"


@dataclass(frozen=True, slots=True)
class TabState:
    """
    What is remembered of a tab.

    content: what was last committed of it, None when nothing ever was. rows: how many of its rows
    held something then. held: what waits for a second look; confirmed: what somebody said yes to.
    """

    tab: str
    title: str
    hints: Json = field(default_factory=dict)
    ignored: bool = False
    content: str | None = None
    rows: int | None = None
    held: str | None = None
    confirmed: str | None = None


def connections(cursor: duckdb.DuckDBPyConnection) -> list[Connection]:
    """Return every spreadsheet, in the order in which they were connected."""
    rows = cursor.execute(f"SELECT {_COLUMNS} FROM sync_sheets ORDER BY id").fetchall()
    return [_connection(row) for row in rows]


def connection(cursor: duckdb.DuckDBPyConnection, sheet: int) -> Connection:
    """
    Return one spreadsheet.

    Raises
    ------
    KpiError
        NOT_FOUND when there is none of this number.
    """
    rows = cursor.execute(f"SELECT {_COLUMNS} FROM sync_sheets WHERE id = ?", [sheet]).fetchall()
    if not rows:
        raise KpiError(Kind.NOT_FOUND, _NO_SHEET.format(sheet=shown(str(sheet))))
    return _connection(rows[0])


def connect(
    store: Store,
    kind: BookKind,
    reference: str,
    *,
    title: str,
    lang: Lang,
    credential: str | None,
    actor: str,
) -> Connection:
    """Remember a spreadsheet; one that is known already gets another title, language, account."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    details: dict[str, object] = {"kind": kind}
    with store.transaction(actor, "connect sheet", title, details) as cursor:
        known = cursor.execute(
            "SELECT id FROM sync_sheets WHERE kind = ? AND reference = ?", [kind, reference]
        ).fetchall()
        if known:
            sheet = int(known[0][0])
            cursor.execute(
                "UPDATE sync_sheets SET title = ?, lang = ?, credential = ?, gate = NULL WHERE id = ?",
                [title, lang.value, credential, sheet],
            )
        else:
            sheet = _number(cursor, kind, reference)
            cursor.execute(
                "INSERT INTO sync_sheets VALUES (?, ?, ?, ?, ?, ?, ?, FALSE, NULL, NULL)",
                [sheet, kind, reference, title, lang.value, credential, now],
            )
        details["sheet"] = sheet
    return connection(store.cursor(), sheet)


def stored(cursor: duckdb.DuckDBPyConnection, kind: BookKind, reference: str) -> int | None:
    """Return the number under which the rows of a spreadsheet are stored, None when none ever were."""
    found = cursor.execute(
        "SELECT max(try_cast(regexp_extract(system, '^sheet([0-9]+)[.]tab', 1) AS INTEGER))"
        " FROM imports WHERE starts_with(digest, ?)",
        [f"{kind}:{reference}:"],
    ).fetchall()
    return None if found[0][0] is None else int(found[0][0])


def _number(cursor: duckdb.DuckDBPyConnection, kind: BookKind, reference: str) -> int:
    """Return the number that it had, else one that none ever had."""
    # Its rows would count twice under another number, and those of another spreadsheet under its.
    if (before := stored(cursor, kind, reference)) is not None:
        return before
    used = cursor.execute(
        "SELECT coalesce(max(n), 0) + 1 FROM (SELECT max(id) AS n FROM sync_sheets"
        " UNION ALL SELECT max(sheet) FROM sync_leases UNION ALL SELECT max(sheet) FROM sync_runs)"
    ).fetchall()
    return int(used[0][0])


def disconnect(store: Store, sheet: int, *, actor: str) -> Connection:
    """Forget a spreadsheet; the rows that it brought stay, as those of a file would."""
    found = connection(store.cursor(), sheet)
    with store.transaction(actor, "disconnect sheet", found.title, {"sheet": sheet}) as cursor:
        for table in ("sync_schedules", "sync_tabs"):
            cursor.execute(f"DELETE FROM {table} WHERE sheet = ?", [sheet])
        cursor.execute("DELETE FROM sync_sheets WHERE id = ?", [sheet])
    return found


def tabs(cursor: duckdb.DuckDBPyConnection, sheet: int) -> dict[str, TabState]:
    """Return tab -> what is remembered of it."""
    rows = cursor.execute(
        "SELECT tab, title, hints::VARCHAR, ignored, content, row_count, held, confirmed"
        " FROM sync_tabs WHERE sheet = ?",
        [sheet],
    ).fetchall()
    return {
        tab: TabState(tab, title, json.loads(hints), ignored, *rest)
        for tab, title, hints, ignored, *rest in rows
    }


def remember(
    cursor: duckdb.DuckDBPyConnection, sheet: int, tab: str, title: str, **said: object
) -> None:
    """Write down what is *said* of a tab, the rest stays. Names are those of the columns."""
    unknown = set(said) - _SAYABLE
    if unknown:
        raise ValueError(unknown)
    changes = {"title": title, **said}
    changed = cursor.execute(
        f"UPDATE sync_tabs SET {', '.join(f'{name} = ?' for name in changes)} WHERE sheet = ? AND tab = ?",
        [*changes.values(), sheet, tab],
    ).fetchall()
    if changed == [(0,)]:
        new = {"sheet": sheet, "tab": tab, "hints": "{}", "ignored": False, **changes}
        cursor.execute(
            f"INSERT INTO sync_tabs ({', '.join(new)}) VALUES ({', '.join('?' * len(new))})",
            [*new.values()],
        )


_SAYABLE = {"hints", "ignored", "signature", "content", "row_count", "held", "confirmed"}


def _connection(row: tuple[Any, ...]) -> Connection:
    *plain, gate, output = row
    id_, kind, reference, title, lang, credential, paused = plain
    loaded: list[Mapping[str, Any] | None] = [
        json.loads(text) if text else None for text in (gate, output)
    ]
    return Connection(id_, kind, reference, title, Lang(lang), credential, paused, *loaded)  # type: ignore[arg-type] # JSON of our own


_NO_SHEET = Text(
    en="There is no connected sheet {sheet}: `kpi sync status` lists them.",
    fr="Aucune feuille connectée ne porte le numéro {sheet}\u00a0: `kpi sync status` les liste.",
)
