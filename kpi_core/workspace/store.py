"""The file of a workspace: one owner process, transactions, and no way out of it from SQL."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Protocol, Self

import duckdb

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import audit, tables
from kpi_core.workspace.access import InUseError, Ownership, Readers
from kpi_core.workspace.settings import Settings

FILE = "workspace.duckdb"
OWNER = "workspace.lock"

# A query may spill, never fill the disk: an uncapped one was seen to write 60 GB.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "max_temp_directory_size": "8GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "preserve_insertion_order": False,
}


class Follower(Protocol):
    """Whoever is told of each change, once it is kept; it raises nothing."""

    def changed(self) -> None:
        """Take note that something was changed."""


class BusyError(KpiError):
    """Another process has the workspace: whoever can wait may try again."""


class Store:
    """
    A workspace's data. Open it as a context manager; one process at a time may.

    threads: how many cores a query may take, all of them if None.
    follower: is told of each change, nobody if None.

    Raises
    ------
    KpiError
        UPSTREAM when another process has the file or nothing can be written where it lies,
        NOT_FOUND when there is none to open.
    """

    def __init__(
        self,
        folder: Path,
        *,
        create: bool = False,
        memory_limit: str = "2GB",
        threads: int | None = None,
    ) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.follower: Follower | None = None
        if not create and not self.path.exists():
            raise _no_workspace(folder)
        self._owned = owned(folder)
        self.instance = secrets.token_hex(8)
        self._write_lock = RLock()
        self._readers = Readers()
        self._settings: tuple[int, Settings] | None = None
        self.config = _CONFIG | {
            "memory_limit": memory_limit,
            **({"threads": threads} if threads else {}),
        }
        try:
            self._connection = self._open()
            self._prepare()
            self._version = self._last_change()
        except BaseException:
            self._owned.release()
            raise

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            return self._connect()
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise _busy(self.folder) from None
            raise _damaged(self.path) from error

    def _connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.path), config=self.config)

    def _prepare(self) -> None:
        # No file, network or extension is reachable from SQL, and nothing can turn that back.
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        found = self._connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'"
        ).fetchall()
        if not found[0][0]:
            self._create()
            return
        columns = self._connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        for statement in tables.missing({(str(t), str(c)) for t, c in columns}):
            self._connection.execute(statement)

    def _create(self) -> None:
        self.path.chmod(0o600)
        with self.transaction("workspace", "create", str(self.path.name), {}) as cursor:
            for statement in tables.statements():
                cursor.execute(statement)
            cursor.execute("INSERT INTO meta VALUES ('schema', ?)", [str(tables.VERSION)])

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()
        self._owned.release()

    @contextmanager
    def paused(self) -> Iterator[Path]:
        """
        Close the file for a while, so that it can be copied whole or replaced.

        Those who read end first; writers and new readers wait, and nobody else can open it.

        Raises
        ------
        KpiError
            UPSTREAM when a reader does not end.
        """
        with self._write_lock, _alone(self._readers, self.folder):
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
        # Which connection is asked only once the file is back: a pause makes a new one.
        return self._readers.enter(lambda: self._connection.cursor())  # noqa: PLW0108 - idem

    @contextmanager
    def transaction(
        self, actor: str, action: str, object_: str, details: Mapping[str, object]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """
        Change the data: all of it and its audit row, or nothing.

        *details* may be filled while the transaction runs; it is written when it ends.

        Raises
        ------
        KpiError
            UPSTREAM when the disk takes no more: nothing was changed.
        """
        with self._write_lock:
            with self._begun() as cursor:
                yield cursor
                number = audit.record(
                    cursor, actor=actor, action=action, object_=object_, details=details
                )
            self._version = number
            if self.follower is not None:
                self.follower.changed()

    @contextmanager
    def aside(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """
        Write what no answer depends on: no act of anybody, and answers stay valid.

        Raises
        ------
        KpiError
            UPSTREAM when the disk takes no more: nothing was changed.
        """
        with self._write_lock, self._begun() as cursor:
            yield cursor

    @contextmanager
    def _begun(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        cursor.execute("BEGIN")
        try:
            yield cursor
            cursor.execute("COMMIT")
        except BaseException as error:
            with suppress(duckdb.TransactionException):  # a refused COMMIT has ended it already
                cursor.execute("ROLLBACK")
            if disk_is_full(error):
                raise disk_full(self.folder) from error
            raise
        finally:
            cursor.close()

    @property
    def version(self) -> int:
        """The number of the last change: answers are valid as long as it stays."""
        return self._version

    def _last_change(self) -> int:
        rows = self.cursor().execute("SELECT coalesce(max(id), 0) FROM audit").fetchall()
        return int(rows[0][0])

    def settings(self) -> Settings:
        """Return the workspace's settings, read once for each change of the data."""
        version = self._version  # before they are read: they are as new as it, or newer
        if self._settings is None or self._settings[0] != version:
            rows = self.cursor().execute("SELECT key, value::VARCHAR FROM settings").fetchall()
            found = Settings.model_validate({key: json.loads(value) for key, value in rows})
            self._settings = version, found
            return found
        return self._settings[1]

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


def owned(folder: Path) -> Ownership:
    """
    Return the mark that this process owns the workspace of *folder*, which is made if need be.

    Raises
    ------
    KpiError
        UPSTREAM when another process owns it, or nothing can be written there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Ownership(folder / OWNER)
    except InUseError:
        raise _busy(folder) from None
    except OSError as error:
        raise _unwritable(folder) from error


@contextmanager
def _alone(readers: Readers, folder: Path) -> Iterator[None]:
    try:
        with readers.kept_out():
            yield
    except InUseError:
        raise _still_read(folder) from None


def disk_is_full(error: BaseException) -> bool:
    """Tell whether *error* is the disk's, in the words of the system it runs on."""
    said = str(error).lower()
    return isinstance(error, (duckdb.Error, OSError)) and (
        "no space left" in said or "not enough space" in said
    )


def _no_workspace(folder: Path) -> KpiError:
    return KpiError(
        Kind.NOT_FOUND,
        Text(
            en="There is no workspace in {folder}. Start with `kpi demo`, or `kpi import FILE`.",
            fr="Aucun espace de travail dans {folder}. Commencez par `kpi demo`, ou `kpi import FICHIER`.",
        ).format(folder=folder),
    )


def _busy(folder: Path) -> BusyError:
    return BusyError(
        Kind.UPSTREAM,
        Text(
            en="Another program has the workspace {folder} open. Stop it, or let `kpi serve` own it: the commands then go through the server.",
            fr="Un autre programme a ouvert l’espace de travail {folder}. Arrêtez-le, ou laissez `kpi serve` le tenir : les commandes passent alors par le serveur.",
        ).format(folder=folder),
    )


def _still_read(folder: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="A long question is still being answered from {folder}: try again when it is.",
            fr="Une longue question est encore en cours sur {folder} : recommencez ensuite.",
        ).format(folder=folder),
    )


def _unwritable(folder: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="Nothing can be written in {folder}: check that it is a folder and that you may write there.",
            fr="Impossible d’écrire dans {folder} : vérifiez que c’est un dossier et que vous avez le droit d’y écrire.",
        ).format(folder=folder),
    )


def disk_full(folder: Path) -> KpiError:
    """Say that nothing more can be written in *folder*."""
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="The disk that holds {folder} is full: nothing was changed. Free some space and try again.",
            fr="Le disque qui contient {folder} est plein : rien n’a été changé. Libérez de l’espace et recommencez.",
        ).format(folder=folder),
    )


def _damaged(path: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="{path} cannot be opened: it is damaged, or was written by a newer release. `kpi restore` brings back a backup.",
            fr="{path} ne s’ouvre pas : fichier abîmé, ou écrit par une version plus récente. `kpi restore` remet une sauvegarde.",
        ).format(path=path),
    )


def identifier(name: str) -> str:
    """Return *name* if it may be written into SQL: names come from declarations, never a user."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"not an identifier of the catalogue: {name!r}")
    return name
