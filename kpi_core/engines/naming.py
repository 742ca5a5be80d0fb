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


# catalog.database.table, or a format and the folder of its files: parquet.`/data/leads`
_SPARK_PART = r"(?:`(?:[^`\x00]|``)+`|[^`.\s\x00]+)"
_SPARK_NAME = re.compile(rf"((?:{_SPARK_PART}\.){{0,2}})({_SPARK_PART})")


def _of_spark(said: str, schema: str) -> tuple[str, str] | None:
    found = _SPARK_NAME.fullmatch(said)
    if found is None:
        return None
    above, name = found.groups()
    bare = [part.strip("`").replace("``", "`") for part in re.findall(_SPARK_PART, above)]
    return ".".join(bare) or schema, name.strip("`").replace("``", "`")


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
PLACES: Mapping[str, Places] = MappingProxyType(
    {
        "postgres": Places("public", _of_postgres, _TABLE),
        "spark": Places("", _of_spark, _SPARK_TABLE),
    }
)
