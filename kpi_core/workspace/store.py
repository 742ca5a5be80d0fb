"""The file of a workspace: one owner process, transactions, and no way out of it from SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Self

import duckdb

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import audit, tables
from kpi_core.workspace.settings import Settings

FILE = "workspace.duckdb"

# A query may spill, never fill the disk: an uncapped one was seen to write 60 GB.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "max_temp_directory_size": "8GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "preserve_insertion_order": False,
}


class Store:
    """
    A workspace's data. Open it as a context manager; one process at a time may.

    Raises
    ------
    KpiError
        UPSTREAM when another process has the file, NOT_FOUND when there is none to open.
    """

    def __init__(self, folder: Path, *, create: bool = False, memory_limit: str = "2GB") -> None:
        self.folder = folder
        self.path = folder / FILE
        if not create and not self.path.exists():
            raise _no_workspace(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self._write_lock = RLock()
        self._memory_limit = memory_limit
        self._connection = self._open()
        self._prepare()

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            return duckdb.connect(
                str(self.path), config={**_CONFIG, "memory_limit": self._memory_limit}
            )
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise _busy(self.folder) from None
            raise _damaged(self.path) from error

    def _prepare(self) -> None:
        # No file, network or extension is reachable from SQL, and nothing can turn that back.
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        found = self._connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'"
        ).fetchall()
        if not found[0][0]:
            self.path.chmod(0o600)
            with self.transaction("workspace", "create", str(self.path.name), {}) as cursor:
                for statement in tables.statements():
                    cursor.execute(statement)
                cursor.execute("INSERT INTO meta VALUES ('schema', ?)", [str(tables.VERSION)])

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextmanager
    def paused(self) -> Iterator[Path]:
        """Give the file back for a while, so that it can be copied whole; writers wait."""
        with self._write_lock:
            self._connection.close()
            try:
                yield self.path
            finally:
                self._connection = self._open()
                self._prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of its own, for one thread and one snapshot."""
        return self._connection.cursor()

    @contextmanager
    def transaction(
        self, actor: str, action: str, object_: str, details: Mapping[str, object]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """
        Change the data: all of it and its audit row, or nothing.

        *details* may be filled while the transaction runs; it is written when it ends.
        """
        with self._write_lock:
            cursor = self._connection.cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
                audit.record(cursor, actor=actor, action=action, object_=object_, details=details)
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()

    @property
    def version(self) -> int:
        """The number of the last change: answers are valid as long as it stays."""
        rows = self.cursor().execute("SELECT coalesce(max(id), 0) FROM audit").fetchall()
        return int(rows[0][0])

    def settings(self) -> Settings:
        """Return the workspace's settings."""
        rows = self.cursor().execute("SELECT key, value::VARCHAR FROM settings").fetchall()
        return Settings.model_validate({key: json.loads(value) for key, value in rows})

    def change_settings(self, changes: Mapping[str, object], actor: str) -> Settings:
        """Change some settings, after all of them were found valid together."""
        settings = Settings.model_validate(self.settings().model_dump() | dict(changes))
        said = settings.model_dump(mode="json")
        with self.transaction(actor, "settings", ", ".join(changes), dict(changes)) as cursor:
            for key in changes:
                cursor.execute(
                    "INSERT OR REPLACE INTO settings VALUES (?, ?)", [key, json.dumps(said[key])]
                )
        return settings


def _no_workspace(folder: Path) -> KpiError:
    return KpiError(
        Kind.NOT_FOUND,
        Text(
            en="There is no workspace in {folder}. Start with `kpi demo`, or `kpi import FILE`.",
            fr="Aucun espace de travail dans {folder}. Commencez par `kpi demo`, ou `kpi import FICHIER`.",
        ).format(folder=folder),
    )


def _busy(folder: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="Another program has the workspace {folder} open. Stop it, or let `kpi serve` own it: the commands then go through the server.",
            fr="Un autre programme a ouvert l’espace de travail {folder}. Arrêtez-le, ou laissez `kpi serve` le tenir : les commandes passent alors par le serveur.",
        ).format(folder=folder),
    )


def _damaged(path: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="{path} cannot be opened: it is damaged, or was written by a newer release. `kpi restore` brings back a backup.",
            fr="{path} ne s’ouvre pas : fichier abîmé, ou écrit par une version plus récente. `kpi restore` remet une sauvegarde.",
        ).format(path=path),
    )


def identifier(name: str) -> str:
    """Return *name* if it may be written into SQL: names come from declarations, never a user."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"not an identifier of the catalogue: {name!r}")
    return name
