"""Spark as one of the engines (see `kpi_core.engines.engine`): its catalogs, its folders of files."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from kpi_core.engines.engine import Scale
from kpi_core.engines.finding import Finding, Seen, Weight
from kpi_core.engines.mapping import Table, Warehouse
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.spark import Reading
from kpi_core.engines.spark_process import Connection, in_words
from kpi_core.engines.spark_tables import TABLES, WORDS, collected
from kpi_core.engines.tables import Sort, Types
from kpi_core.errors import KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

_FORMATS = ("parquet", "orc")
_PATH = re.compile(r"(?:[a-z][a-z0-9+.-]*:/)?/\S*", re.IGNORECASE)


class Spark:
    """A Spark, of this machine or of a cluster (see `Engine`)."""

    tables = TABLES
    # What it tells of a table's size comes from statistics that few keep, and it has no index.
    scale: Scale | None = None

    def __init__(self, address: Address) -> None:
        self._connection = Connection(address)

    def reading(self, prelude: Prelude) -> Reading:
        """Return what reads it, for one thread."""
        return Reading(self._connection, prelude)

    def close(self) -> None:
        """Leave it; the last workspace of this process ends it."""
        self._connection.close()

    def stamp(self, reading: Reading, mapping: Warehouse) -> str:
        """
        Return the names, sizes and times of the files of the mapped tables.

        Where a table is not made of files that can be listed, nothing tells that it changed: it is
        then taken to have changed each time that is asked for, which the mapping's `fresh` says.
        """
        reading.forget()
        sources = [TABLES.source(table) for table in mapping.tables.values()]
        told = [_files(reading, source) for source in dict.fromkeys(sources)]
        return repr(told) if None not in told else str(time.time_ns())

    def types(self, reading: Reading, table: Table, names: Sequence[str]) -> Types:
        """Return the types, by Spark's names."""
        found = reading.types(TABLES.probe(table, names)) if names else []
        return {name: WORDS.sort(type_) for name, type_ in zip(names, found, strict=True)}

    def held(self, reading: Reading, rows: str, names: Sequence[str]) -> dict[str, set[str]]:
        """Return the values of each column: one reading of the rows for all of them."""
        (found,) = reading.table(collected(rows, names)).to_pylist()
        return {name: {str(value) for value in found[name]} for name in names}

    def standing(self, reading: Reading, mapping: Warehouse) -> Iterator[Finding]:
        """Yield what is to be said of this Spark, and of what can be told of its tables."""
        _names, rows = reading.read(
            "SELECT split(version(), ' ')[0], current_timezone(), current_catalog(),"
            " current_database(), current_user()"
        )
        version, zone, catalog, database, user = rows[0]
        place = f"{catalog}.{database}"
        with in_words(self._connection.address):
            context = self._connection.session().sparkContext
            told = _SERVER.format(version=version, master=context.master, place=place, user=user)
        yield Finding(Weight.OK, place, told)
        if zone != "UTC":
            yield Finding(Weight.FAULT, place, _CLOCK)
        yield Finding(Weight.NOTE, place, _READS)
        for table in mapping.tables.values():
            with suppress(KpiError):  # what is wrong with it is told with its columns
                if _files(reading, TABLES.source(table)) is None:
                    yield Finding(Weight.NOTE, f"[{table.fact}] {table.title}", _UNTOLD)

    def strangers(
        self, reading: Reading, table: Table, name: str, known: Sequence[str], most: int
    ) -> list[str]:
        """Return values of theirs that are none of *known*."""
        word = TABLES.text(table.columns[name])
        _names, rows = reading.read(
            f"SELECT DISTINCT word FROM (SELECT {word} AS word FROM {TABLES.source(table)}) AS said"
            f" WHERE NOT array_contains(from_json(:p1, 'array<string>'), word) LIMIT {most}",
            [list(known)],
        )
        return [str(row[0]) for row in rows]

    def inhabited(self, reading: Reading, table: Table) -> bool:
        """Tell whether any row counts."""
        return bool(reading.read(f"SELECT 1 FROM {TABLES.source(table)} LIMIT 1")[1])

    def seen(self, reading: Reading, schema: str | None) -> Iterator[Seen]:
        """Yield the tables of the catalog; or the folders within *schema*, where it is a path."""
        if schema is not None and _PATH.fullmatch(schema):
            yield from self._folders(reading, schema)
            return
        with in_words(self._connection.address):
            ask = self._connection.session().sql
            named = [schema] if schema else [row[0] for row in ask("SHOW DATABASES").collect()]
            within = [(base, ".".join(map(TABLES.quoted, base.split(".")))) for base in named]
            found = [
                (base, row["tableName"])
                for base, place in within
                for row in ask(f"SHOW TABLES IN {place}").collect()
                if not row["isTemporary"]
            ]
        for base, name in found:
            with suppress(KpiError):  # a view whose tables are gone is none that can be read
                yield Seen(base, name, _columns(reading, TABLES.place(base, name)))

    def _folders(self, reading: Reading, path: str) -> Iterator[Seen]:
        with in_words(self._connection.address):
            session: Any = self._connection.session()
            jvm, context = session._jvm, session._jsc  # noqa: SLF001 - Python lists no folders
            at = jvm.org.apache.hadoop.fs.Path(path)
            system = at.getFileSystem(context.hadoopConfiguration())
            found = [str(status.getPath().toUri().toString()) for status in system.listStatus(at)]
        for folder in sorted(found):
            if folder.rpartition("/")[2].startswith((".", "_")):
                continue
            for kind in _FORMATS:
                name = folder.removeprefix("file:")
                with suppress(KpiError):  # files of another kind
                    columns = _columns(reading, TABLES.place(kind, name))
                    yield Seen(kind, name, columns, f"{kind}.{TABLES.quoted(name)}")
                    break

    def words(self, reading: Reading, table: Seen, column: str, most: int) -> list[str]:
        """Return the values of a column."""
        named = f"CAST({TABLES.quoted(column)} AS STRING)"
        _names, rows = reading.read(
            f"SELECT DISTINCT {named} FROM {TABLES.place(table.schema, table.name)}"
            f" WHERE {named} IS NOT NULL LIMIT {most}"
        )
        return [str(row[0]) for row in rows]


def _columns(reading: Reading, place: str) -> dict[str, Sort]:
    with in_words(reading.connection.address):
        session = reading.connection.session()
        found = reading.queried(session, f"SELECT * FROM {place}", {}).schema
        return {field.name: WORDS.sort(field.dataType.simpleString()) for field in found.fields}


def _files(reading: Reading, source: str) -> list[str] | None:
    """Return the files that *source* reads, each with its size and time; None where it is not told."""
    with in_words(reading.connection.address):
        session: Any = reading.connection.session()
        found = reading.queried(session, f"SELECT * FROM {source}", {})
        leaves = found._jdf.queryExecution().analyzed().collectLeaves()  # noqa: SLF001 - Python is told names only
        collections = session._jvm.scala.collection.immutable  # noqa: SLF001 - idem
        nothing = getattr(getattr(collections, "Nil$"), "MODULE$")
        told = []
        for place in range(leaves.size()):
            leaf = leaves.apply(place)
            kind = leaf.getClass().getSimpleName()
            if kind in {"OneRowRelation", "OneRowRelation$", "LocalRelation"}:
                continue
            if kind != "LogicalRelation" or not _of_files(leaf):
                return None
            # One text for all of them: asked one by one, ten thousand files take seconds.
            listed = leaf.relation().location().listFiles(nothing, nothing)
            told.append(str(listed.toString()))
        return told


def _of_files(leaf: Any) -> bool:
    return bool(leaf.relation().getClass().getSimpleName() == "HadoopFsRelation")


_SERVER = Text(
    en="Spark {version} on {master}, in {place}, as {user}.",
    fr="Spark {version} sur {master}, dans {place}, en tant que {user}.",
)
_CLOCK = Text(
    en="The session did not take UTC for its time zone: ask who configured this Spark.",
    fr="La session n’a pas pris UTC pour fuseau horaire\u00a0: demandez à qui a configuré ce Spark.",
)
_READS = Text(
    en="Spark knows no read-only session: only queries are sent, and storage credentials that can only read are safer.",
    fr="Spark n’a pas de session en lecture seule\u00a0: seules des requêtes de lecture lui sont envoyées, et des droits d’accès au stockage en lecture seule sont plus sûrs.",
)
_UNTOLD = Text(
    en="Nothing tells when this table changes: it is read anew every `fresh` seconds of warehouse.toml.",
    fr="Rien ne dit quand cette table change\u00a0: elle est relue toutes les `fresh` secondes de warehouse.toml.",
)
