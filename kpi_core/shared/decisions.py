"""What a workspace decides, beside its facts: all that a server needs to answer as its owner does."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import duckdb

from kpi_core.engines import mapping as mappings
from kpi_core.warehouse.address import read
from kpi_core.workspace import Store
from kpi_core.workspace.keys import Kept, Key, keys

_TABLES: Mapping[str, Sequence[str]] = {
    "settings": ("key", "value"),
    "aliases": ("dimension", "folded", "member"),
    "channels": ("folded", "source", "channel", "platform", "kind"),
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """
    The settings, spellings, places of sources, keys (as hashes) and mapping of one moment.

    tables: of each table its rows, as text; mapping: what `warehouse.toml` says, None without one.
    """

    tables: Mapping[str, tuple[tuple[str | None, ...], ...]]
    keys: tuple[Kept, ...]
    mapping: str | None

    @property
    def warehouse(self) -> str | None:
        """The address that the facts are read at."""
        said = {name: value for name, value in self.tables["settings"]}  # noqa: C416 - pairs, to mypy
        found = json.loads(said.get("warehouse") or "null")
        return str(found) if found else None

    @property
    def dialect(self) -> str:
        """What is spoken at that address."""
        return read(self.warehouse or "").dialect

    def written(self) -> str:
        """Return them as one text, the same for the same decisions."""
        told = {
            "tables": {name: sorted(rows, key=repr) for name, rows in self.tables.items()},
            "keys": [_written(kept) for kept in sorted(self.keys, key=lambda k: k.key.id)],
            "mapping": self.mapping,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, text: str) -> Decisions:
        """Read what `written` wrote."""
        told = json.loads(text)
        tables = {name: tuple(map(tuple, told["tables"].get(name, ()))) for name in _TABLES}
        return cls(tables, tuple(map(_read, told["keys"])), told["mapping"])

    def put(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Write them in place of what a workspace's tables hold."""
        for name, columns in _TABLES.items():
            cursor.execute(f"DELETE FROM {name}")
            places = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
            if rows := self.tables[name]:
                cursor.execute(
                    f"INSERT INTO {name} ({', '.join(columns)}) SELECT {places}",
                    [list(column) for column in zip(*rows, strict=True)],
                )
        cursor.execute("DELETE FROM api_keys")
        for key, hash_ in ((kept.key, kept.hash) for kept in self.keys):
            cursor.execute(
                "INSERT INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                [key.id, key.name, hash_, key.scope, key.created_at, key.expires_at, key.revoked_at],
            )  # fmt: skip


def gathered(store: Store) -> Decisions:
    """Return what the workspace of *store* decides, as of one of its versions."""
    while True:
        version = store.version
        with closing(store.cursor()) as cursor:
            tables = {
                name: tuple(
                    tuple(row)
                    for row in cursor.execute(
                        f"SELECT {', '.join(f'{c}::VARCHAR' for c in columns)} FROM {name}"
                    ).fetchall()
                )
                for name, columns in _TABLES.items()
            }
            found = Decisions(tables, tuple(keys(cursor)), _mapping(store))
        if version == store.version:
            return found


def digest(text: str) -> str:
    """Return what tells one text of decisions from another, or from a damaged one."""
    return hashlib.sha256(text.encode()).hexdigest()


def _mapping(store: Store) -> str | None:
    try:
        return (store.folder / mappings.FILE).read_text("utf-8")
    except FileNotFoundError:
        return None


def _written(kept: Kept) -> dict[str, str | None]:
    key = kept.key
    return {
        "id": key.id,
        "name": key.name,
        "scope": key.scope,
        "hash": kept.hash.hex(),
        "created_at": key.created_at.isoformat(),
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }


def _read(said: Mapping[str, str]) -> Kept:
    expires, revoked = (
        dt.datetime.fromisoformat(said[name]) if said[name] else None
        for name in ("expires_at", "revoked_at")
    )
    created = dt.datetime.fromisoformat(said["created_at"])
    key = Key(said["id"], said["name"], said["scope"], created, expires, revoked, None)
    return Kept(key, bytes.fromhex(said["hash"]))
