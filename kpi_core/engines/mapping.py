"""What `warehouse.toml` says: which of their tables and columns are which of our facts.

The file lies in the workspace and its expressions are SQL of whoever administers it: they are
written into statements as they stand. Nothing that comes over the network can reach it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpi_core.engines.faults import Fault, Lines, faulty
from kpi_core.engines.naming import NAME, PLACES, Places
from kpi_core.errors import Kind, KpiError, closest
from kpi_core.facts import DIMENSIONS, FACTS, ColumnKind
from kpi_core.text import Text
from kpi_core.warehouse.schema import CHANNEL_COLUMNS

FILE = "warehouse.toml"
_MOST_ROWS = 200_000_000


@dataclass(frozen=True, slots=True)
class Mapped:
    """
    What fills one column: a column of theirs, an expression, or a value for all rows.

    values: their word -> ours; others become *otherwise*.
    """

    column: str | None = None
    sql: str | None = None
    value: str | float | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """
    Where one fact is.

    schema, name: of a table or view; query: a statement instead of it; where: the rows that count.
    members: column -> (schema, table, column) where all its values are listed.
    """

    fact: str
    schema: str
    name: str
    query: str | None
    where: str | None
    columns: Mapping[str, Mapped]
    members: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people recognise it by."""
        if self.query is not None:
            return f"[{self.fact}] query"
        return f"{self.schema}.{self.name}" if self.schema else self.name


@dataclass(frozen=True, slots=True)
class Warehouse:
    """
    A whole mapping.

    zone: the time zone of moments that say none; `None` for the workspace's own.
    tax, amount: what an import would have been asked (`ht`, `ttc`; `tcv`, `acv`, `mrr`).
    fresh: for how many seconds an answer may be given again without looking whether data changed.
    members: dimension -> their spelling -> ours.
    most_rows: that a question may be expected to read, and still be run; most_bytes: idem, of an
    engine that tells bytes; `None` for any.
    cube: the schema where sums by day may be kept; `None` where nothing may be written.
    cube_by: the dimensions that these tell apart; `None` for all.
    """

    tables: Mapping[str, Table]
    zone: str | None = None
    tax: str | None = None
    amount: str | None = None
    fresh: float = 60.0
    members: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    most_rows: int = _MOST_ROWS
    most_bytes: int | None = None
    cube: str | None = None
    cube_by: frozenset[str] | None = None


def load(folder: Path, dialect: str = "postgres") -> Warehouse:
    """
    Return the mapping of the workspace of *folder*; *dialect*: of what it maps.

    Raises
    ------
    KpiError
        NOT_FOUND when there is none; TYPE with every fault of it, each with its line.
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise KpiError(Kind.NOT_FOUND, _NONE.format(path=path)) from None
    return parse(text, dialect)


def parse(text: str, dialect: str = "postgres") -> Warehouse:
    """Return the mapping that *text* says (see `load`)."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KpiError(Kind.TYPE, _NO_TOML.format(why=str(error))) from None
    reader = _Reader(Lines(text), PLACES[dialect])
    found = reader.whole(said)
    if reader.faults:
        raise faulty(reader.faults)
    return found


_GENERAL: dict[str, tuple[str, ...]] = {"tax": ("ht", "ttc"), "amount": ("tcv", "acv", "mrr")}
_KEYS = {
    "schema", "zone", "fresh", "members", "most_rows", "most_bytes", "cube", "cube_by", *_GENERAL,
}  # fmt: skip
_TABLE_KEYS = {"table", "query", "where", "columns", "members"}
_COLUMN_KEYS = {"column", "sql", "value", "values", "else"}
#: What a fact cannot be counted without, besides what `facts` declares.
_NEEDED = {"deals": ("state",), "touchpoints": ("lead",)}
_MOST_FRESH = 86_400
_PLACE = 3  # schema, table, column


class _Reader:
    """Reads a mapping and keeps every fault it meets."""

    def __init__(self, lines: Lines, places: Places) -> None:
        self.faults: list[Fault] = []
        self._lines = lines
        self._places = places
        self._schema = places.schema

    def _fault(self, section: str, key: str, what: Text) -> None:
        self.faults.append(Fault(self._lines.of(section, key), section, key, what))

    def whole(self, said: Mapping[str, Any]) -> Warehouse:
        if "schema" in said:
            self._schema = self._text("", "schema", said["schema"]) or self._places.schema
        tables = {}
        for key, value in said.items():
            if key in FACTS and isinstance(value, dict):
                tables[key] = self._table(key, value)
            elif key not in _KEYS:
                self._fault("", key, _unknown(key, [*FACTS, *sorted(_KEYS)]))
        if not tables:
            self._fault("", "", _NO_TABLES.format(facts=", ".join(FACTS)))
        for key, choices in _GENERAL.items():
            if key in said and said[key] not in choices:
                self._fault("", key, _CHOICES.format(choices=", ".join(choices)))
        fresh = said.get("fresh", 60)
        if isinstance(fresh, bool) or not isinstance(fresh, (int, float)) or not 0 <= fresh <= _MOST_FRESH:  # fmt: skip
            self._fault("", "fresh", _SECONDS)
            fresh = 60
        return Warehouse(
            tables=tables,
            zone=self._zone(said.get("zone")),
            tax=said.get("tax"),
            amount=said.get("amount"),
            fresh=float(fresh),
            members=self._members(said.get("members", {})),
            most_rows=self._most("most_rows", said) or _MOST_ROWS,
            most_bytes=self._most("most_bytes", said),
            cube=self._named("cube", said["cube"]) if "cube" in said else None,
            cube_by=self._dimensions("cube_by", said["cube_by"]) if "cube_by" in said else None,
        )

    def _most(self, key: str, said: Mapping[str, Any]) -> int | None:
        found = said.get(key)
        if key in said and (isinstance(found, bool) or not isinstance(found, int) or found <= 0):
            self._fault("", key, _ROWS if key == "most_rows" else _BYTES)
            return None
        return found

    def _dimensions(self, key: str, said: object) -> frozenset[str]:
        names = said if isinstance(said, list) else [said]
        for name in names:
            if name not in DIMENSIONS:
                self._fault("", key, _unknown(str(name), list(DIMENSIONS)))
        return frozenset(map(str, names))

    def _named(self, key: str, said: object) -> str | None:
        name = self._text("", key, said)
        if name is not None and not re.fullmatch(NAME, name):
            self._fault("", key, _SCHEMA)
        return name

    def _zone(self, name: object) -> str | None:
        import zoneinfo  # noqa: PLC0415 - only where one is named

        if name is not None and name not in zoneinfo.available_timezones():
            self._fault("", "zone", _ZONE)
        return None if name is None else str(name)

    def _members(self, said: object) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for dimension, spellings in self._pairs("", "members", said):
            if dimension not in DIMENSIONS:
                self._fault("members", dimension, _unknown(dimension, list(DIMENSIONS)))
                continue
            found[dimension] = {
                raw: str(member)
                for raw, member in self._pairs("members", dimension, spellings)
                if self._text(f"members.{dimension}", raw, member) is not None
            }
        return found

    def _pairs(self, section: str, key: str, said: object) -> Iterator[tuple[str, Any]]:
        if isinstance(said, dict):
            yield from said.items()
        else:
            self._fault(section, key, _PAIRS)

    def _text(self, section: str, key: str, value: object) -> str | None:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._fault(section, key, _TEXT)
        return None

    def _table(self, fact: str, said: Mapping[str, Any]) -> Table:
        for key in set(said) - _TABLE_KEYS:
            self._fault(fact, key, _unknown(key, sorted(_TABLE_KEYS)))
        query, where = (
            self._text(fact, key, said[key]) if key in said else None for key in ("query", "where")
        )
        schema, name = self._schema, ""
        if ("table" in said) == ("query" in said):
            self._fault(fact, "table", _ONE_SOURCE)
        elif query is None:
            named = self._places.named(self._text(fact, "table", said["table"]) or "", self._schema)
            if named is None:
                self._fault(fact, "table", self._places.way)
            else:
                schema, name = named
        if query is not None and ";" in query:
            self._fault(fact, "query", _ONE_STATEMENT)
        columns = {
            column: mapped
            for column, given in self._pairs(fact, "columns", said.get("columns", {}))
            if (mapped := self._column(fact, column, given)) is not None
        }
        self._complete(fact, columns)
        listed = self._listed(fact, said.get("members", {}), columns)
        return Table(fact, schema, name, query, where, columns, listed)

    def _listed(
        self, fact: str, said: object, columns: Mapping[str, Mapped]
    ) -> dict[str, tuple[str, str, str]]:
        """Return where the values of columns are listed: "schema.table.column"."""
        found = {}
        for column, place in self._pairs(fact, "members", said):
            section = f"{fact}.members"
            if column not in columns:
                self._fault(section, column, _unknown(column, list(columns)))
                continue
            parts = (self._text(section, column, place) or "").split(".")
            if len(parts) == _PLACE - 1:
                parts = [self._schema, *parts]
            if len(parts) != _PLACE or not all(re.fullmatch(NAME, part) for part in parts):
                self._fault(section, column, _LISTED)
                continue
            found[column] = (parts[0], parts[1], parts[2])
        return found

    def _complete(self, fact: str, columns: Mapping[str, Mapped]) -> None:
        spec = FACTS[fact].columns
        needed = [n for n, c in spec.items() if c.required]
        for name in (*needed, *_NEEDED.get(fact, ())):
            if name not in columns:
                self._fault(f"{fact}.columns", "", _LACKS.format(name=name, title=spec[name].title))

    def _column(self, fact: str, column: str, said: object) -> Mapped | None:
        section = f"{fact}.columns"
        spec = FACTS[fact].columns
        placed = CHANNEL_COLUMNS if "source" in spec else ()
        if column not in spec and column not in placed:
            self._fault(section, column, _unknown(column, [*spec, *placed]))
            return None
        if isinstance(said, str):
            return Mapped(column=said) if self._text(section, column, said) else None
        if not isinstance(said, dict) or len({"column", "sql", "value"} & set(said)) != 1:
            self._fault(section, column, _ONE_OF)
            return None
        for key in set(said) - _COLUMN_KEYS:
            self._fault(section, column, _unknown(key, sorted(_COLUMN_KEYS)))
        values = said.get("values", {})
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            self._fault(section, column, _PAIRS)
            values = {}
        self._chosen(fact, column, said, values)
        return Mapped(
            column=said.get("column"),
            sql=said.get("sql"),
            value=said.get("value"),
            values=values,
            otherwise=said.get("else"),
        )

    def _chosen(
        self, fact: str, column: str, said: Mapping[str, Any], values: Mapping[str, str]
    ) -> None:
        """Refuse words that are none of the choices of a column which has some."""
        spec = FACTS[fact].columns.get(column)
        if spec is None or spec.kind is not ColumnKind.CHOICE:
            return
        for word in (*values.values(), said.get("value"), said.get("else")):
            if word is not None and word not in spec.choices:
                what = _CHOICES.format(choices=", ".join(spec.choices))
                self._fault(f"{fact}.columns", column, what)


def _unknown(name: str, known: list[str]) -> Text:
    near = closest(name, known, 1)
    return _UNKNOWN.format(name=name, near=near[0]) if near else _NOT_ONE.format(
        name=name, known=", ".join(known)
    )  # fmt: skip


_NONE = Text(
    en="The workspace names a warehouse, and {path}, which says what its tables are, does not exist. `kpi warehouse init` proposes one from what it finds there.",
    fr="L’espace de travail nomme un entrepôt, et {path}, qui dit ce que sont ses tables, n’existe pas. `kpi warehouse init` en propose un d’après ce qui s’y trouve.",
)
_NO_TOML = Text(
    en="warehouse.toml cannot be read: {why}.", fr="warehouse.toml est illisible\u00a0: {why}."
)
_UNKNOWN = Text(
    en="“{name}” means nothing here; “{near}” does",
    fr="«\u00a0{name}\u00a0» ne veut rien dire ici\u00a0; «\u00a0{near}\u00a0», si",
)
_NOT_ONE = Text(
    en="“{name}” is none of: {known}",
    fr="«\u00a0{name}\u00a0» n’est pas dans la liste\u00a0: {known}",
)
_NO_TABLES = Text(
    en="no table is mapped: add a section for one of {facts}",
    fr="aucune table n’est décrite\u00a0: ajoutez une section parmi {facts}",
)
_CHOICES = Text(en="write one of: {choices}", fr="écrivez l’un de\u00a0: {choices}")
_SECONDS = Text(
    en="write a number of seconds, 0 to 86400", fr="écrivez un nombre de secondes, de 0 à 86400"
)
_ROWS = Text(
    en="write a whole number of rows, such as 200_000_000",
    fr="écrivez un nombre entier de lignes, par exemple 200_000_000",
)
_BYTES = Text(
    en="write a whole number of bytes, such as 50_000_000_000",
    fr="écrivez un nombre entier d’octets, par exemple 50_000_000_000",
)
_SCHEMA = Text(en="write the name of a schema", fr="écrivez le nom d’un schéma")
_LISTED = Text(
    en='write "table.column" or "schema.table.column": where every value of it is listed',
    fr="écrivez «\u00a0table.colonne\u00a0» ou «\u00a0schéma.table.colonne\u00a0»\u00a0: où chaque valeur est listée",
)
_ZONE = Text(
    en="write a time zone such as Europe/Paris",
    fr="écrivez un fuseau horaire, par exemple Europe/Paris",
)
_PAIRS = Text(
    en='write pairs of words: { theirs = "ours" }',
    fr='écrivez des paires de mots\u00a0: { le_leur = "le nôtre" }',
)
_TEXT = Text(en="write a text between quotes", fr="écrivez un texte entre guillemets")
_ONE_SOURCE = Text(
    en="name either a table or a query, and not both",
    fr="nommez une table (table) ou une requête (query), pas les deux",
)
_ONE_STATEMENT = Text(
    en="write one SELECT, without a semicolon", fr="écrivez un seul SELECT, sans point-virgule"
)
_ONE_OF = Text(
    en='write the name of a column, { sql = "..." } or { value = "..." }',
    fr='écrivez le nom d’une colonne, { sql = "..." } ou { value = "..." }',
)
_LACKS = Text(
    en="“{name}” ({title}) is missing: say which column fills it",
    fr="«\u00a0{name}\u00a0» ({title}) manque\u00a0: dites quelle colonne le remplit",
)
