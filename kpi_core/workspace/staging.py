"""Staged rows get what the file does not say: members, channels, people, and their keys."""

from __future__ import annotations

import datetime as dt

import duckdb
import pyarrow as pa

from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS, columns_of
from kpi_core.workspace import identity, members
from kpi_core.workspace.loaded import Loaded, Origin
from kpi_core.workspace.store import identifier


def fill(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    origin: Origin,
    loaded: Loaded,
    now: dt.datetime,
    *,
    currency: str,
) -> None:
    """
    Make `staged` of the rows as read (`read_<fact>`): with members, channel, person and key.

    One statement writes it, since a pass over a million rows costs as much as reading them did.
    """
    spec = FACTS[fact]
    if "currency" in spec.columns:
        _refuse_foreign_money(cursor, fact, currency)
    joins = []
    columns = {n: f"r.{n}" for n in columns_of(fact) if n not in CHANNEL_COLUMNS}
    for name in spec.members():
        columns[f"{name}_raw"] = f"r.{name}"
        if _learn_members(cursor, fact, name):
            columns[name] = f"coalesce(m_{name}.member, r.{name})"
            joins.append(f"LEFT JOIN learnt_{name} m_{name} ON m_{name}.raw = r.{name}")
    if "source" in spec.members():
        _learn_channels(cursor, fact)
        columns |= {n: f"p.{n}" for n in CHANNEL_COLUMNS}
        joins.append("LEFT JOIN learnt_channels p ON p.raw = r.source")
    if fact != "leads" and "lead" in spec.columns:
        columns |= {"lead": "NULL::VARCHAR", "lead_raw": "r.lead"}
    if fact == "spend":
        columns["category"] = "coalesce(r.category, 'direct')"
    columns |= {
        "row_key": "NULL::UHUGEINT" if fact == "leads" else _keyed(fact, origin, "r"),
        "system": "?",
        "import_id": "?::INTEGER",
        "recorded_at": "?::TIMESTAMP",
        "source_row": "r.source_row",
    }
    body = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE staged AS SELECT {body} FROM read_{fact} r {' '.join(joins)}",
        [origin.system, loaded.import_id, now],
    )
    cursor.execute(f"DROP TABLE read_{fact}")
    if fact == "leads":
        loaded.torn_identities += identity.identify_leads(cursor, origin.tool)
        cursor.execute(f"UPDATE staged SET row_key = {_keyed(fact, origin, 'staged')}")
        loaded.merged += _one_row_a_person(cursor)
    else:
        _number_repeats(cursor, fact, origin)


def _refuse_foreign_money(cursor: duckdb.DuckDBPyConnection, fact: str, currency: str) -> None:
    rows = cursor.execute(
        f"SELECT currency, count(*) FROM read_{fact} WHERE currency <> ? GROUP BY 1 ORDER BY 2 DESC",
        [currency],
    ).fetchall()
    if rows:
        names = ", ".join(f"{name} ({count})" for name, count in rows)
        raise KpiError(
            Kind.CURRENCY,
            Text(
                en='Rows in another currency than {own}: {names}. Give a rate, then import again: kpi settings \'rates={{"{first}": "0.92"}}\'. Nothing was imported.',
                fr='Lignes dans une autre devise que {own} : {names}. Donnez un taux, puis réimportez : kpi settings \'rates={{"{first}": "0.92"}}\'. Rien n’a été importé.',
            ).format(own=currency, names=names, first=rows[0][0]),
        )


def _keyed(fact: str, origin: Origin, rows: str, also: str = "''") -> str:
    """
    Return the key of a row: what its file says, so that mapping a member never doubles it.

    One person or deal has one row whatever file speaks of it; the rest is the tool's own word.
    """
    owner = {"leads": "", "deals": identifier(origin.tool)}.get(fact, origin.system)
    raw = rows == "staged"
    names = []
    for name in FACTS[fact].key:
        if name in FACTS[fact].members():
            # Case and blanks never tell two members apart.
            names.append(f"lower(trim({rows}.{name}{'_raw' if raw else ''}))")
        elif raw and name == "lead" and fact != "leads":
            names.append(f"{rows}.lead_raw")
        else:
            names.append(f"{rows}.{name}")
    # concat takes a missing value for an empty one, and writes the text in one pass.
    parts = ", chr(31), ".join(names)
    return f"md5_number(concat('{owner}', chr(31), {parts}, {also}))"


def _number_repeats(cursor: duckdb.DuckDBPyConnection, fact: str, origin: Origin) -> None:
    """Two lines of a file that say the same are two rows: the second has a key of its own."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE repeated AS SELECT row_key FROM staged GROUP BY 1 HAVING count(*) > 1"
    )
    again = _keyed(fact, origin, "staged", "'#' || n.ordinal")
    if cursor.execute("SELECT count(*) FROM repeated").fetchall()[0][0]:
        cursor.execute(
            f"UPDATE staged SET row_key = {again} FROM ("
            " SELECT source_row AS at, row_number() OVER (PARTITION BY row_key ORDER BY source_row)"
            " - 1 AS ordinal FROM staged SEMI JOIN repeated USING (row_key)) n"
            " WHERE source_row = n.at AND n.ordinal > 0"
        )


def _one_row_a_person(cursor: duckdb.DuckDBPyConnection) -> int:
    """
    Make one row of the rows about one person: the earliest dates, else the last word said.

    Returns
    -------
    how many rows went into another.
    """
    said = [n for n in columns_of("leads") if n != "lead"]
    said += [f"{n}_raw" for n in FACTS["leads"].members()]
    days = {n for n, c in FACTS["leads"].columns.items() if c.kind is ColumnKind.DAY}
    # Where a person comes from is one answer, that of the first row: never a bit of each.
    origin = {"source", "campaign", "content", "source_raw", "campaign_raw", "content_raw"}
    origin |= set(CHANNEL_COLUMNS)
    first = "(coalesce(created_on, DATE '9999-12-31'), source_row)"
    whole = ", ".join(
        f"min({n}) AS {n}"
        if n in days
        else f"arg_min_null({n}, {first}) AS {n}"
        if n in origin
        else f"arg_max({n}, source_row) AS {n}"
        for n in said
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE people AS SELECT row_key AS of, max(source_row) AS last, {whole}"
        " FROM staged GROUP BY row_key HAVING count(*) > 1"
    )
    merged = cursor.execute(
        "DELETE FROM staged USING people WHERE row_key = of AND source_row < last"
    ).fetchall()
    cursor.execute(
        f"UPDATE staged SET {', '.join(f'{n} = people.{n}' for n in said)} FROM people WHERE row_key = of"
    )
    return int(merged[0][0])


def _learn_members(cursor: duckdb.DuckDBPyConnection, fact: str, dimension: str) -> bool:
    """Write what the raw spellings of *dimension* stand for; False when each is its own member."""
    raw = [
        row[0]
        for row in cursor.execute(
            f"SELECT DISTINCT {dimension} FROM read_{fact} WHERE {dimension} IS NOT NULL"
        ).fetchall()
    ]
    respelled = {k: v for k, v in members.resolve(cursor, dimension, raw).items() if k != v}
    if respelled:
        _learn(
            cursor,
            dimension,
            {"raw": list(respelled), "member": list(respelled.values())},
        )
    return bool(respelled)


def _learn_channels(cursor: duckdb.DuckDBPyConnection, fact: str) -> None:
    raw = [
        row[0]
        for row in cursor.execute(
            f"SELECT DISTINCT source FROM read_{fact} WHERE source IS NOT NULL"
        ).fetchall()
    ]
    sources = members.resolve(cursor, "source", raw)
    placed = members.place(cursor, set(sources.values()))
    found = [(spelled, placed[source]) for spelled, source in sources.items()]
    _learn(
        cursor,
        "channels",
        {
            "raw": [spelled for spelled, _ in found],
            "channel": [p.channel for _, p in found],
            "platform": [p.platform for _, p in found],
            "channel_kind": [p.kind for _, p in found],
        },
    )


def _learn(
    cursor: duckdb.DuckDBPyConnection, name: str, columns: dict[str, list[str] | list[str | None]]
) -> None:
    table = pa.table({n: pa.array(values, pa.string()) for n, values in columns.items()})
    with_table(cursor, table, f"CREATE OR REPLACE TEMP TABLE learnt_{name} AS SELECT * FROM given")


def with_table(cursor: duckdb.DuckDBPyConnection, table: pa.Table, statement: str) -> None:
    """Run *statement* with *table* standing in it as `given`."""
    cursor.register("given", table)
    cursor.execute(statement)
    cursor.unregister("given")
