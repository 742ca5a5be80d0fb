"""PostgreSQL as one of the engines (see `kpi_core.engines.engine`): its catalogue, its rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpi_core.engines import engine as scales
from kpi_core.engines.finding import Finding, Seen, Weight
from kpi_core.engines.mapping import Table, Warehouse
from kpi_core.engines.postgres import Reading, Sessions, last_transaction
from kpi_core.engines.postgres_scale import Scale
from kpi_core.engines.postgres_tables import TABLES, WORDS, numbered
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.tables import Sort, Types
from kpi_core.text import Text
from kpi_core.warehouse.address import Address


class Postgres:
    """A PostgreSQL (see `Engine`)."""

    tables = TABLES

    def __init__(self, address: Address, password: str | None) -> None:
        self._sessions = Sessions(address, password)
        self.scale: scales.Scale | None = Scale(self._sessions)

    def reading(self, prelude: Prelude) -> Reading:
        """Return what reads it, for one thread."""
        return Reading(self._sessions, prelude)

    def close(self) -> None:
        """End the sessions with the server."""
        self._sessions.close()

    def stamp(self, reading: Reading, mapping: Warehouse) -> str:  # noqa: ARG002 - one for all
        """Return what changes with any transaction."""
        return last_transaction(reading)

    def types(self, reading: Reading, table: Table, names: Sequence[str]) -> Types:
        """Return the types, as the server numbers them."""
        found = reading.types(TABLES.probe(table, names)) if names else []
        return {name: numbered(type_) for name, type_ in zip(names, found, strict=True)}

    def held(self, reading: Reading, rows: str, names: Sequence[str]) -> dict[str, set[str]]:
        """Return the values of each column: one reading of the rows for all of them."""
        listed = ", ".join(map(TABLES.quoted, names))
        sets = ", ".join(f"({TABLES.quoted(name)})" for name in names)
        _columns, found = reading.read(
            f"SELECT {listed} FROM ({rows}) AS held GROUP BY GROUPING SETS ({sets})"
        )
        return {
            name: {str(row[place]) for row in found if row[place] is not None}
            for place, name in enumerate(names)
        }

    def standing(self, reading: Reading, mapping: Warehouse) -> Iterator[Finding]:
        """Yield what is to be said of the server, its settings and the user's rights."""
        yield from _server(reading)
        yield from _rights(reading, mapping)

    def strangers(
        self, reading: Reading, table: Table, name: str, known: Sequence[str], most: int
    ) -> list[str]:
        """Return values of theirs that are none of *known*."""
        word = TABLES.text(table.columns[name])
        _names, rows = reading.read(
            f"SELECT DISTINCT word FROM (SELECT {word} AS word FROM {TABLES.source(table)}) AS said"
            f" WHERE word <> ALL ($1::text[]) LIMIT {most}",
            [list(known)],
        )
        return [str(row[0]) for row in rows]

    def inhabited(self, reading: Reading, table: Table) -> bool:
        """Tell whether any row counts."""
        _columns, rows = reading.read(f"SELECT EXISTS (SELECT 1 FROM {TABLES.source(table)})")
        return bool(rows[0][0])

    def seen(self, reading: Reading, schema: str | None) -> Iterator[Seen]:
        """Yield the tables that the catalogue lists to this user."""
        _names, rows = reading.read(
            "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
            " AND ($1::text IS NULL OR table_schema = $1::text)"
            " ORDER BY table_schema, table_name, ordinal_position",
            [schema],
        )
        found: dict[tuple[str, str], dict[str, Sort]] = {}
        for place, name, column, type_ in rows:
            found.setdefault((str(place), str(name)), {})[str(column)] = WORDS.sort(str(type_))
        for (place, name), columns in found.items():
            yield Seen(place, name, columns)

    def words(self, reading: Reading, table: Seen, column: str, most: int) -> list[str]:
        """Return the values of a column."""
        place = f"{TABLES.quoted(table.schema)}.{TABLES.quoted(table.name)}"
        named = TABLES.quoted(column)
        _names, rows = reading.read(
            f"SELECT DISTINCT {named}::text FROM {place} WHERE {named} IS NOT NULL LIMIT {most}"
        )
        return [str(row[0]) for row in rows]


def _server(reading: Reading) -> Iterator[Finding]:
    _names, rows = reading.read(
        "SELECT current_setting('server_version'), current_database(), current_user,"
        " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),"
        " EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'),"
        " current_setting('default_transaction_read_only'), current_setting('server_encoding')"
    )
    version, database, user, ssl, icu, read_only, encoding = rows[0]
    told = _SERVER.format(version=version, database=database, user=user)
    yield Finding(Weight.OK, database, told)
    if read_only != "on":
        yield Finding(Weight.FAULT, database, _WRITES)
    if not ssl:
        yield Finding(Weight.NOTE, database, _CLEAR)
    if not icu:
        yield Finding(Weight.FAULT, database, _NO_ICU)
    if encoding != "UTF8":
        yield Finding(Weight.FAULT, database, _ENCODING.format(encoding=encoding))


def _rights(reading: Reading, mapping: Warehouse) -> Iterator[Finding]:
    _names, rows = reading.read("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if rows and rows[0][0]:
        yield Finding(Weight.WARNING, "", _SUPERUSER)
        return
    named = [t for t in mapping.tables.values() if t.query is None]
    _names, rows = reading.read(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))"
        " AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') ORDER BY 1",
        [[t.schema for t in named], [t.name for t in named]],
    )
    if rows:
        listed = ", ".join(str(row[0]) for row in rows)
        yield Finding(Weight.WARNING, "", _CAN_WRITE.format(tables=listed))


_SERVER = Text(
    en="PostgreSQL {version}, database {database}, as {user}, reading only.",
    fr="PostgreSQL {version}, base {database}, en tant que {user}, en lecture seule.",
)
_WRITES = Text(
    en="The session could write: the server did not take the read-only setting. Ask who runs it.",
    fr="La session pourrait écrire\u00a0: le serveur n’a pas pris le réglage de lecture seule. Demandez à qui l’administre.",
)
_CLEAR = Text(
    en="The connection is not encrypted: fine on one machine, nowhere else.",
    fr="La connexion n’est pas chiffrée\u00a0: acceptable sur une même machine, nulle part ailleurs.",
)
_NO_ICU = Text(
    en="The server lacks the collation und-x-icu (built without ICU): names with accents could not be told apart as elsewhere.",
    fr="Le serveur n’a pas la collation und-x-icu (compilé sans ICU)\u00a0: les noms accentués ne se liraient pas comme ailleurs.",
)
_ENCODING = Text(
    en="The database is in {encoding}: UTF8 is needed.",
    fr="La base est en {encoding}\u00a0: il faut UTF8.",
)
_SUPERUSER = Text(
    en="This user administers the server. Reading needs no more than GRANT SELECT: make a user for it.",
    fr="Cet utilisateur administre le serveur. La lecture ne demande que GRANT SELECT\u00a0: créez un utilisateur pour cela.",
)
_CAN_WRITE = Text(
    en="This user may write in {tables}. Our sessions refuse to, but a user that can only read (GRANT SELECT) is safer.",
    fr="Cet utilisateur peut écrire dans {tables}. Nos sessions s’y refusent, mais un utilisateur qui ne peut que lire (GRANT SELECT) est plus sûr.",
)
