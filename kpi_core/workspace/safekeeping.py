"""Backups that were read back, and forgetting a person everywhere but in the numbers."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import secrets
from pathlib import Path

import duckdb

from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS
from kpi_core.text import Text
from kpi_core.workspace import audit, tables
from kpi_core.workspace.store import FILE, Store, disk_full, disk_is_full, identifier, owned

_KEY = "audit.key"


def backup(store: Store, target: Path, actor: str) -> Path:
    """
    Write a copy of the workspace to *target*, read it back, and only then say it is done.

    Raises
    ------
    KpiError
        UPSTREAM when *target* exists already or cannot be written, or when the copy does not hold
        what the workspace does.
    """
    if target.exists():
        raise KpiError(
            Kind.UPSTREAM,
            Text(
                en="{path} exists already: choose another name, nothing was written.",
                fr="{path} existe déjà : choisissez un autre nom, rien n’a été écrit.",
            ).format(path=target),
        )
    if not target.parent.is_dir():
        raise _unwritten(target.parent)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    with store.transaction(actor, "backup", target.name, {}):
        pass
    try:
        with store.paused() as path:
            _copy(path, partial)
            if _contents(partial) != _contents(path):
                raise _not_the_same()
        partial.chmod(0o600)
        partial.replace(target)
    except (duckdb.Error, OSError) as error:
        raise (disk_full if disk_is_full(error) else _unwritten)(target.parent) from error
    finally:
        _thrown_away(partial)
    return target


def restore(folder: Path, source: Path) -> Path | None:
    """
    Put a backup in place of the workspace of *folder*; what was there is kept beside it.

    Returns
    -------
    where the replaced workspace is, None if there was none.

    Raises
    ------
    KpiError
        NOT_FOUND or UPSTREAM when *source* is not a workspace that can be read whole.
    """
    if not source.is_file():
        raise KpiError(
            Kind.NOT_FOUND,
            Text(en="There is no file {path}.", fr="Il n’y a pas de fichier {path}.").format(
                path=source
            ),
        )
    ownership = owned(folder)  # refuses while another program has it
    try:
        return _put_back(folder, source)
    finally:
        ownership.release()


def _put_back(folder: Path, source: Path) -> Path | None:
    path = folder / FILE
    incoming = folder / (FILE + ".incoming")
    _thrown_away(incoming)
    try:
        _copy(source, incoming)
        if _contents(incoming) != _contents(source) or not _intact(incoming):
            raise _not_a_backup(source)
        incoming.chmod(0o600)
        kept = _kept_beside(path) if path.exists() else None
        incoming.replace(path)
    except (duckdb.Error, ValueError) as error:
        raise (disk_full(folder) if disk_is_full(error) else _not_a_backup(source)) from error
    finally:
        _thrown_away(incoming)
    return kept


def _kept_beside(path: Path) -> Path:
    """Rename a workspace's file, and what the engine had not yet written into it."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%f")
    kept = path.with_name(f"{FILE}.before-restore-{stamp}")
    path.replace(kept)
    log = path.with_name(FILE + ".wal")
    if log.exists():
        log.replace(kept.with_name(kept.name + ".wal"))
    return kept


def _thrown_away(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)


def forget(store: Store, email: str, actor: str) -> int:
    """
    Erase a person from facts, history and quarantine; the audit keeps a keyed hash.

    The counts that the person was part of stay: what remains of the rows tells nobody apart. The
    file is then rewritten, so that no freed page still holds the name.

    Returns
    -------
    how many rows were erased.
    """
    wanted = email.strip().casefold()
    details: dict[str, object] = {"person": _keyed(store.folder, wanted)}
    erased = 0
    with store.transaction(actor, "forget", "person", details) as cursor:
        leads = [
            row[0]
            for row in cursor.execute(
                "SELECT lead FROM identities WHERE kind = 'email' AND value = ?"
                " UNION SELECT lead FROM leads WHERE lower(email) = ?",
                [wanted, wanted],
            ).fetchall()
        ]
        spellings = [
            row[0]
            for row in cursor.execute(
                "SELECT DISTINCT value FROM identities WHERE list_contains(?::VARCHAR[], lead)",
                [leads],
            ).fetchall()
        ] + [wanted]
        names = _said_of(cursor, leads) | {wanted}
        for fact, spec in FACTS.items():
            personal = [n for n, c in spec.columns.items() if c.personal and n != "lead"]
            for table in (identifier(fact), f"{fact}_history"):
                erased += _erase(
                    cursor, fact, table=table, personal=personal, leads=leads, spellings=spellings
                )
        cursor.execute("DELETE FROM identities WHERE list_contains(?::VARCHAR[], lead)", [leads])
        erased += _count(
            cursor,
            "DELETE FROM quarantine WHERE len(list_filter(?::VARCHAR[], lambda name:"
            " contains(lower(raw::VARCHAR), name) OR contains(lower(message_en), name))) > 0",
            [sorted(names)],
        )
        details["rows"] = erased
    _rewrite(store)
    return erased


def _said_of(cursor: duckdb.DuckDBPyConnection, leads: list[str]) -> set[str]:
    """Return what a rejected row can call these people by: addresses and full names."""
    found = cursor.execute(
        "SELECT value FROM identities WHERE kind IN ('email', 'linkedin')"
        " AND list_contains(?::VARCHAR[], lead)"
        " UNION SELECT name FROM leads WHERE contains(trim(name), ' ')"
        " AND list_contains(?::VARCHAR[], lead)"
        " UNION SELECT name FROM leads_history WHERE contains(trim(name), ' ')"
        " AND list_contains(?::VARCHAR[], lead)",
        [leads, leads, leads],
    ).fetchall()
    return {str(value).strip().lower() for (value,) in found}


def _erase(
    cursor: duckdb.DuckDBPyConnection,
    fact: str,
    *,
    table: str,
    personal: list[str],
    leads: list[str],
    spellings: list[str],
) -> int:
    columns = tables.stored_columns(fact)
    erased = 0
    if "lead" in columns:
        blanks = [
            f"{n} = NULL" for n in (*personal, *(["lead_raw"] if "lead_raw" in columns else []))
        ]
        if blanks:
            erased += _count(
                cursor,
                f"UPDATE {table} SET {', '.join(blanks)} WHERE list_contains(?::VARCHAR[], lead)",
                [leads],
            )
        if "lead_raw" in columns:
            erased += _count(
                cursor,
                f"UPDATE {table} SET lead_raw = NULL WHERE lead_raw IS NOT NULL AND"
                " len(list_intersect(list_transform(string_split(replace(lower(lead_raw), ',', ';'), ';'),"
                " lambda x: trim(x)), ?::VARCHAR[])) > 0",
                [spellings],
            )
    if "respondent" in columns:
        erased += _count(
            cursor,
            f"UPDATE {table} SET respondent = NULL WHERE list_contains(?::VARCHAR[], lower(respondent))",
            [spellings],
        )
    return erased


def _count(cursor: duckdb.DuckDBPyConnection, statement: str, values: list[object]) -> int:
    return int(cursor.execute(statement, values).fetchall()[0][0])


def _keyed(folder: Path, value: str) -> str:
    path = folder / _KEY
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return hmac.new(bytes.fromhex(path.read_text()), value.encode(), hashlib.sha256).hexdigest()


def _rewrite(store: Store) -> None:
    """Copy the living rows to a new file and put it in the old one's place."""
    with store.paused() as path:
        fresh = path.with_name(path.name + ".fresh")
        fresh.unlink(missing_ok=True)
        _copy(path, fresh)
        try:
            if _contents(fresh) != _contents(path):
                raise _not_the_same()
            fresh.chmod(0o600)
            fresh.replace(path)
        finally:
            _thrown_away(fresh)


def _copy(source: Path, target: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{_quoted(source)}' AS old (READ_ONLY)")
        connection.execute(f"ATTACH '{_quoted(target)}' AS new")
        connection.execute("COPY FROM DATABASE old TO new")
        connection.execute("DETACH new")


def _contents(path: Path) -> dict[str, tuple[int, int]]:
    """Return how many rows each table holds and what they add up to: every value is read."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        return {
            name: connection.execute(
                f"SELECT count(*), coalesce(sum(hash(t)), 0) FROM {identifier(name)} t"
            ).fetchall()[0]
            for (name,) in names
        }


def _intact(path: Path) -> bool:
    with duckdb.connect(str(path), read_only=True) as connection:
        return audit.verify(connection)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _not_the_same() -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="The copy does not hold what the workspace does; it was thrown away.",
            fr="La copie ne contient pas ce que contient l’espace de travail ; elle a été jetée.",
        ),
    )


def _unwritten(folder: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="The backup cannot be written in {folder}: check that the folder is there and that you may write in it.",
            fr="La sauvegarde ne peut pas être écrite dans {folder} : vérifiez que le dossier existe et que vous pouvez y écrire.",
        ).format(folder=folder),
    )


def _not_a_backup(path: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="{path} is not a whole backup of a workspace; nothing was changed.",
            fr="{path} n’est pas une sauvegarde entière d’un espace de travail ; rien n’a été changé.",
        ).format(path=path),
    )


def stamp(at: dt.datetime) -> str:
    """Return *at* as backups are named by default."""
    return at.strftime("%Y%m%d-%H%M%S")
