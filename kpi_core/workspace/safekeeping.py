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
from kpi_core.workspace.store import FILE, Store, identifier

_KEY = "audit.key"


def backup(store: Store, target: Path, actor: str) -> Path:
    """
    Write a copy of the workspace to *target*, read it back, and only then say it is done.

    Raises
    ------
    KpiError
        UPSTREAM when *target* exists already, or the copy does not hold what the workspace does.
    """
    if target.exists():
        raise KpiError(
            Kind.UPSTREAM,
            Text(
                en="{path} exists already: choose another name, nothing was written.",
                fr="{path} existe déjà : choisissez un autre nom, rien n’a été écrit.",
            ).format(path=target),
        )
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    with store.transaction(actor, "backup", target.name, {}):
        pass
    with store.paused() as path:
        _copy(path, partial)
        if _counts(partial) != _counts(path):
            partial.unlink()
            raise KpiError(
                Kind.UPSTREAM,
                Text(
                    en="The backup does not hold what the workspace does; it was thrown away.",
                    fr="La sauvegarde ne contient pas ce que contient l’espace de travail ; elle a été jetée.",
                ),
            )
    partial.chmod(0o600)
    partial.replace(target)
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
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    incoming = folder / (FILE + ".incoming")
    incoming.unlink(missing_ok=True)
    try:
        _copy(source, incoming)
        _counts(incoming)
        intact = _intact(incoming)
    except duckdb.Error as error:
        incoming.unlink(missing_ok=True)
        raise _not_a_backup(source) from error
    if not intact:
        incoming.unlink()
        raise _not_a_backup(source)
    incoming.chmod(0o600)
    kept = None
    if path.exists():
        with Store(folder):  # refuses while another program has it
            pass
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        kept = folder / f"{FILE}.before-restore-{stamp}"
        path.replace(kept)
        (folder / (FILE + ".wal")).unlink(missing_ok=True)
    incoming.replace(path)
    return kept


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
        for fact, spec in FACTS.items():
            personal = [n for n, c in spec.columns.items() if c.personal and n != "lead"]
            for table in (identifier(fact), f"{fact}_history"):
                erased += _erase(
                    cursor, fact, table=table, personal=personal, leads=leads, spellings=spellings
                )
        cursor.execute("DELETE FROM identities WHERE list_contains(?::VARCHAR[], lead)", [leads])
        erased += _count(
            cursor,
            "DELETE FROM quarantine WHERE contains(lower(raw::VARCHAR), ?)"
            " OR contains(lower(message_en), ?)",
            [wanted, wanted],
        )
        details["rows"] = erased
    _rewrite(store)
    return erased


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
        if _counts(fresh) != _counts(path):
            fresh.unlink()
            raise RuntimeError("the rewritten workspace does not hold what the old one did")
        fresh.chmod(0o600)
        fresh.replace(path)


def _copy(source: Path, target: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{_quoted(source)}' AS old (READ_ONLY)")
        connection.execute(f"ATTACH '{_quoted(target)}' AS new")
        connection.execute("COPY FROM DATABASE old TO new")
        connection.execute("DETACH new")


def _counts(path: Path) -> dict[str, int]:
    names = ["audit", "imports", "quarantine", "identities", "aliases", "channels", "settings"]
    names += [table for fact in FACTS for table in (fact, f"{fact}_history")]
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0])
            for name in names
        }


def _intact(path: Path) -> bool:
    with duckdb.connect(str(path), read_only=True) as connection:
        return audit.verify(connection)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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
