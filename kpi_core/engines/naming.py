"""How a mapping names the tables of each engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_core.text import Text

#: A name of PostgreSQL's, or of a column.
NAME = r"[^\"\x00.]{1,63}"


def _of_postgres(said: str, schema: str) -> tuple[str, str] | None:
    found, _dot, name = said.rpartition(".")
    parts = found or schema, name
    return parts if all(re.fullmatch(NAME, part) for part in parts) else None


def _of(
    quote: str, above: int, *, kept: bool = False
) -> Callable[[str, str], tuple[str, str] | None]:
    """
    Return what reads a name with up to *above* names before it, any of them between *quote*.

    kept: with its quotes, where a name without them is another.
    """
    part = rf"(?:{quote}(?:[^{quote}\x00]|{quote * 2})+{quote}|[^{quote}.\s\x00]+)"
    named = re.compile(rf"((?:{part}\.){{0,{above}}})({part})")

    def bare(said: str) -> str:
        return said if kept else said.strip(quote).replace(quote * 2, quote)

    def read(said: str, schema: str) -> tuple[str, str] | None:
        found = named.fullmatch(said)
        if found is None:
            return None
        names = [bare(one) for one in re.findall(part, found[1])]
        return ".".join(names) or schema, bare(found[2])

    return read


@dataclass(frozen=True, slots=True)
class Places:
    """How tables of an engine are named; *schema*: where one is that names none."""

    schema: str
    named: Callable[[str, str], tuple[str, str] | None]
    way: Text


_TABLE = Text(en="write schema.table, or table", fr="écrivez schema.table, ou table")
_SPARK_TABLE = Text(
    en="write database.table, catalog.database.table, or parquet.`/folder/of/files`",
    fr="écrivez base.table, catalogue.base.table, ou parquet.`/dossier/des/fichiers`",
)
_DATABASE_TABLE = Text(en="write database.table, or table", fr="écrivez base.table, ou table")
_CATALOG_TABLE = Text(
    en="write table, schema.table, or catalog.schema.table",
    fr="écrivez table, schéma.table, ou catalogue.schéma.table",
)
_DATASET_TABLE = Text(
    en="write table, dataset.table, or project.dataset.table",
    fr="écrivez table, jeu.table, ou projet.jeu.table",
)
PLACES: Mapping[str, Places] = MappingProxyType(
    {
        "postgres": Places("public", _of_postgres, _TABLE),
        # catalog.database.table, or a format and the folder of its files: parquet.`/data/leads`
        "spark": Places("", _of("`", 2), _SPARK_TABLE),
        "databricks": Places("", _of("`", 2), _CATALOG_TABLE),
        "clickhouse": Places("", _of('"', 1), _DATABASE_TABLE),
        "trino": Places("", _of('"', 2), _CATALOG_TABLE),
        "snowflake": Places("", _of('"', 2, kept=True), _CATALOG_TABLE),
        "bigquery": Places("", _of("`", 2), _DATASET_TABLE),
    }
)
