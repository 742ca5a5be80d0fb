"""Whether a warehouse is what `warehouse.toml` says: everything that is not, told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from kpi_core.engines import postgres_tables as tables
from kpi_core.engines.mapping import Table
from kpi_core.engines.mapping import Warehouse as Mapping_
from kpi_core.engines.postgres import Reading
from kpi_core.engines.warehouse import InWarehouse
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Text

_ENOUGH = 12  # words of theirs that are listed


class Weight(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was seen."""

    weight: Weight
    where: str
    what: Text


def check(warehouse: InWarehouse, zone: str) -> list[Finding]:
    """
    Return what was found, in the order it was looked at; *zone*: the workspace's.

    What keeps the rest from being looked at (no server, no mapping) is the last finding.
    """
    found: list[Finding] = []
    try:
        with closing(warehouse.reading()) as reading:
            found += _server(reading)
            mapping = warehouse.mapping()
            found += _rights(reading, mapping)
            for table in mapping.tables.values():
                found += _table(reading, table, mapping.zone or zone)
            found += _unmapped(mapping)
        if not any(f.weight is Weight.FAULT for f in found):
            warehouse.version()
    except KpiError as error:
        found.append(Finding(Weight.FAULT, "", error.message))
    return found


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


def _rights(reading: Reading, mapping: Mapping_) -> Iterator[Finding]:
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


def _table(reading: Reading, table: Table, zone: str) -> Iterator[Finding]:
    where = f"[{table.fact}] {table.title}"
    names = list(table.columns)
    faults = [
        Finding(Weight.FAULT, f"{where} {name}", refusal)
        for name in names
        if (refusal := _refused(lambda n=name: reading.types(tables.probe(table, [n])))) is not None  # type: ignore[misc]
    ]
    if faults and len(faults) == len(names):
        # Not one column: it is the table itself that is not there, or not ours to read.
        yield Finding(Weight.FAULT, where, faults[0].what)
        return
    yield from faults
    if faults:
        return
    types = dict(zip(names, reading.types(tables.probe(table, names)), strict=True))
    odd = list(_types(table, types, where, zone))
    yield from odd
    if any(f.weight is Weight.FAULT for f in odd):
        return
    yield from _words(reading, table, where)
    _columns, rows = reading.read(f"SELECT EXISTS (SELECT 1 FROM {tables.source(table)})")
    yield Finding(Weight.OK, where, _FOUND) if rows[0][0] else Finding(Weight.WARNING, where, _EMPTY)  # fmt: skip


def _refused(look: Callable[[], object]) -> Text | None:
    try:
        look()
    except KpiError as error:
        if error.kind is Kind.UPSTREAM:
            raise
        return error.message
    return None


def _types(table: Table, types: dict[str, int], where: str, zone: str) -> Iterator[Finding]:
    spec = FACTS[table.fact].columns
    bare = []
    for name, type_ in types.items():
        kind = spec[name].kind if name in spec else ColumnKind.MEMBER
        accepted = tables.ACCEPTED.get(kind)
        if accepted is not None and type_ not in accepted:
            yield Finding(Weight.FAULT, f"{where} {name}", _NEEDS[kind])
        if kind in {ColumnKind.DAY, ColumnKind.MOMENT} and type_ == tables.NO_ZONE:
            bare.append(name)
    if bare:
        names = ", ".join(bare)
        yield Finding(Weight.NOTE, where, _NO_ZONE.format(names=names, zone=zone))


def _words(reading: Reading, table: Table, where: str) -> Iterator[Finding]:
    """Yield the words of theirs that are none of our choices: their rows would count nowhere."""
    for name, mapped in table.columns.items():
        column = FACTS[table.fact].columns.get(name)
        if column is None or column.kind is not ColumnKind.CHOICE or mapped.value is not None:
            continue
        _names, rows = reading.read(
            f"SELECT DISTINCT ({tables.given(mapped)})::text FROM {tables.source(table)}"
            f" WHERE ({tables.given(mapped)})::text <> ALL ($1::text[]) LIMIT {_ENOUGH}",
            [list(column.choices)],
        )
        if rows:
            words = ", ".join(sorted(str(row[0]) for row in rows))
            choices = ", ".join(column.choices)
            told = _UNKNOWN_WORDS.format(words=words, choices=choices, name=name)
            yield Finding(Weight.WARNING, f"{where} {name}", told)


def _unmapped(mapping: Mapping_) -> Iterator[Finding]:
    if titles := [FACTS[f].title for f in FACTS if f not in mapping.tables]:
        yield Finding(
            Weight.NOTE,
            "",
            Text(
                en=_UNMAPPED.en.format(facts=", ".join(t.en for t in titles)),
                fr=_UNMAPPED.fr.format(facts=", ".join(t.fr for t in titles)),
            ),
        )


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
_FOUND = Text(
    en="All columns are there, of the right types.",
    fr="Toutes les colonnes sont là, du bon type.",
)
_EMPTY = Text(
    en="The table has no row that counts: check `where`, or who fills it.",
    fr="La table n’a aucune ligne qui compte\u00a0: vérifiez `where`, ou qui la remplit.",
)
_NO_ZONE = Text(
    en='{names}: moments without a time zone, read as of {zone}. If they are of another one, write zone = "UTC" in warehouse.toml.',
    fr='{names}\u00a0: des moments sans fuseau horaire, lus comme de {zone}. S’ils sont d’un autre, écrivez zone = "UTC" dans warehouse.toml.',
)
_UNKNOWN_WORDS = Text(
    en='These words mean nothing here, and their rows count for no KPI of one kind: {words}. Say what they mean: values = {{ "theirs" = "ours" }}, ours being one of {choices}.',
    fr='Ces mots ne veulent rien dire ici, et leurs lignes ne comptent dans aucun indicateur d’un seul type\u00a0: {words}. Dites ce qu’ils veulent dire\u00a0: values = {{ "le leur" = "le nôtre" }}, le nôtre parmi {choices}.',
)
_UNMAPPED = Text(
    en="Not mapped: {facts}. KPIs that need them say that nothing is recorded.",
    fr="Non décrits\u00a0: {facts}. Les indicateurs qui en ont besoin diront que rien n’est enregistré.",
)
_A_DAY = Text(
    en="A date or a moment is needed: cast it, { sql = \"to_date(theirs, 'DD/MM/YYYY')\" }.",
    fr="Il faut une date ou un moment\u00a0: convertissez, { sql = \"to_date(la_leur, 'DD/MM/YYYY')\" }.",
)
_A_NUMBER = Text(
    en='A number is needed: cast it, { sql = "theirs::numeric" }.',
    fr='Il faut un nombre\u00a0: convertissez, { sql = "le_leur::numeric" }.',
)
_NEEDS = {
    ColumnKind.DAY: _A_DAY,
    ColumnKind.MOMENT: _A_DAY,
    ColumnKind.MONEY: _A_NUMBER,
    ColumnKind.COUNT: _A_NUMBER,
    ColumnKind.NUMBER: _A_NUMBER,
}
