"""Where the rows of a file are put: among the stored ones, or aside while they may meet them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

import duckdb
import pyarrow as pa

from kpi_core.facts import FACTS
from kpi_core.warehouse.schema import columns_of
from kpi_core.workspace import identity, people, tables
from kpi_core.workspace.filling import Filler, key_again
from kpi_core.workspace.loaded import Loaded, Origin
from kpi_core.workspace.store import identifier


class Batch(Protocol):
    """Rows of one fact, as read from a file."""

    @property
    def fact(self) -> str:
        """The fact table."""

    @property
    def table(self) -> pa.RecordBatch:
        """The columns of the fact, and `source_row`."""


def stage(
    cursor: duckdb.DuckDBPyConnection,
    batches: Iterable[Batch],
    origin: Origin,
    import_id: int,
    now: dt.datetime,
    *,
    currency: str,
) -> dict[str, Filler]:
    """
    Write every row of the file, once.

    The first rows of a tool can meet none of its own, so they go straight among the stored ones:
    that is half the work of a large first import. The others go to `staged_<fact>`.

    Returns
    -------
    fact -> where its rows are and how many, in the order in which the file speaks of them.
    """
    fillers: dict[str, Filler] = {}
    for batch in batches:
        if batch.fact not in fillers:
            target = _target(cursor, identifier(batch.fact), origin)
            fillers[batch.fact] = Filler(
                cursor, batch.fact, target, origin, import_id, now, currency
            )
        fillers[batch.fact].write(batch.table)
    for filler in fillers.values():
        filler.close()
    if origin.again:
        identity.know_again(cursor, origin.again)
    return fillers


def _target(cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin) -> str:
    """Return the table for rows of *fact*: people are always compared, whoever speaks of them."""
    known = cursor.execute(
        f"SELECT 1 FROM {fact} WHERE split_part(system, '.', 1) = ? LIMIT 1", [origin.tool]
    ).fetchall()
    if fact != "leads" and not known:
        return fact
    columns = tables.stored_columns(fact)
    body = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE staged_{fact} ({body})")
    return f"staged_{fact}"


def one_row_a_person(cursor: duckdb.DuckDBPyConnection, origin: Origin, loaded: Loaded) -> None:
    """
    Find whom each staged lead is about, and make one row of the rows about one person.

    That row has the earliest dates, else the last word said.
    """
    loaded.torn_identities += identity.identify_leads(cursor, origin.tool)
    cursor.execute(f"UPDATE staged_leads AS s SET row_key = {key_again('leads', origin)}")
    said = [n for n in columns_of("leads") if n != "lead"]
    said += [f"{n}_raw" for n in FACTS["leads"].members()]
    first = "(coalesce(created_on, DATE '9999-12-31'), source_row)"
    whole = people.whole("-source_row", first)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE people AS SELECT row_key AS of, max(source_row) AS last, {whole}"
        " FROM staged_leads GROUP BY row_key HAVING count(*) > 1"
    )
    merged = cursor.execute(
        "DELETE FROM staged_leads USING people WHERE row_key = of AND source_row < last"
    ).fetchall()
    cursor.execute(
        f"UPDATE staged_leads SET {', '.join(f'{n} = people.{n}' for n in said)} FROM people WHERE row_key = of"
    )
    loaded.merged += int(merged[0][0])
