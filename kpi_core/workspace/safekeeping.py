"""Backups that were read back, and forgetting a person everywhere but in the numbers."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.facts import FACTS
from kpi_core.text import Text
from kpi_core.workspace import audit, tables
from kpi_core.workspace.forgotten import Forgotten, addresses, keyed, normal
from kpi_core.workspace.store import FILE, Store, disk_full, disk_is_full, identifier, owned


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
                fr="{path} existe déjà : choisissez un autre nom, rien n’a été écrit.",
            ).format(path=target),
        )
    if not target.parent.is_dir():
        raise _unwritten(target.parent)
    with store.transaction(actor, "backup", target.name, {"folder": str(target.parent)}):
        pass
    try:
        with _apart(target) as partial:
            with store.paused() as path:
                _copy(path, partial)
                if _contents(partial) != _contents(path):
                    raise _not_the_same()
            partial.chmod(0o600)
            partial.replace(target)
    except (duckdb.Error, OSError) as error:
        raise (disk_full if disk_is_full(error) else _unwritten)(target.parent) from error
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
    try:
        with _apart(path) as incoming:
            _copy(source, incoming)
            if _contents(incoming) != _contents(source) or not _intact(incoming):
                raise _not_a_backup(source)
            _forget_again(incoming.parent, Forgotten.of(folder))
            incoming.chmod(0o600)
            kept = _kept_beside(path) if path.exists() else None
            incoming.replace(path)
    except (duckdb.Error, ValueError) as error:
        raise (disk_full(folder) if disk_is_full(error) else _not_a_backup(source)) from error
    return kept


def _forget_again(folder: Path, forgotten: Forgotten) -> None:
    """Erase from a restored workspace, before anyone can read it, whoever asked to be forgotten."""
    if not forgotten.people:
        return
    with Store(folder) as store:
        people = forgotten.among(_named_in(store.cursor()))
        if not people:
            return
        details: dict[str, object] = {"people": len(people)}
        with store.transaction("workspace", "forget again", "people", details) as cursor:
            details["rows"] = _erase_people(cursor, people)
        _rewrite(store)


def _named_in(cursor: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield every address by which the workspace may know somebody."""
    yield from _all(cursor, "SELECT value FROM identities WHERE kind IN ('email', 'linkedin')")
    yield from _all(cursor, "SELECT DISTINCT email FROM leads WHERE email IS NOT NULL")
    for fact in FACTS:
        for column in {"lead_raw", "respondent"} & set(tables.stored_columns(fact)):
            for table in (identifier(fact), f"{identifier(fact)}_history"):
                for said in _all(
                    cursor, f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
                ):
                    yield from addresses(said)
    for raw in _all(cursor, "SELECT raw::VARCHAR FROM quarantine WHERE raw IS NOT NULL"):
        yield from addresses(raw)


def _all(cursor: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(row[0]) for row in cursor.execute(query).fetchall()]


def _kept_beside(path: Path) -> Path:
    """Rename a workspace's file, and what the engine had not yet written into it."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%f")
    kept = path.with_name(f"{FILE}.before-restore-{stamp}")
    path.replace(kept)
    log = path.with_name(FILE + ".wal")
    if log.exists():
        log.replace(kept.with_name(kept.name + ".wal"))
    return kept


@contextmanager
def _apart(path: Path) -> Iterator[Path]:
    """Yield where a copy of a workspace is made before it takes its place: for no other eyes."""
    place = path.with_name(path.name + ".partial")
    shutil.rmtree(place, ignore_errors=True)
    place.unlink(missing_ok=True)
    # The engine makes its files as the system's habit is: nobody else may enter where it does.
    place.mkdir(mode=0o700)
    try:
        yield place / FILE
    finally:
        shutil.rmtree(place, ignore_errors=True)


def forget(store: Store, email: str, actor: str) -> int:
    """
    Erase a person from facts, history and quarantine; the audit keeps a keyed hash.

    The counts that the person was part of stay: what remains of the rows tells nobody apart. The
    file is then rewritten, so that no freed page still holds the name. The person is put on the
    list of those that a restore forgets again and an import leaves out.

    Returns
    -------
    how many rows were erased.

    Raises
    ------
    KpiError
        NOT_FOUND when nobody is known by that address: nothing was changed.
    """
    wanted = normal(email)
    forgotten = Forgotten.of(store.folder)
    details: dict[str, object] = {"person": keyed(store.folder, wanted)}
    with store.transaction(actor, "forget", "person", details) as cursor:
        known_as = _addresses_of(cursor, wanted) | {wanted}
        erased = _erase_people(cursor, {wanted})
        if not erased:
            raise _nobody(email, already=forgotten.holds(wanted) is not None)
        forgotten.add(known_as)
        details["rows"] = erased
    _rewrite(store)
    return erased


def backups_known(store: Store) -> list[str]:
    """Return where copies lie that may still hold a person: backups made, workspaces replaced."""
    made = (
        store.cursor()
        .execute(
            "SELECT object, details->>'folder' FROM audit WHERE action = 'backup' ORDER BY id DESC"
        )
        .fetchall()
    )
    paths = [(name, Path(folder) / name if folder else None) for name, folder in made]
    found = [str(path or name) for name, path in paths if path is None or path.exists()]
    beside = sorted(str(p) for p in store.folder.glob(f"{FILE}.before-restore-*"))
    return list(dict.fromkeys([*found, *(p for p in beside if not p.endswith(".wal"))]))


def _addresses_of(cursor: duckdb.DuckDBPyConnection, wanted: str) -> set[str]:
    return {
        normal(value)
        for (value,) in cursor.execute(
            "SELECT value FROM identities WHERE kind IN ('email', 'linkedin')"
            f" AND lead IN ({_LEADS})",
            {"people": [wanted]},
        ).fetchall()
    }


_LEADS = (
    "SELECT lead FROM identities WHERE kind IN ('email', 'linkedin')"
    " AND list_contains($people, lower(value))"
    " UNION SELECT lead FROM leads WHERE list_contains($people, lower(email))"
)


def _erase_people(cursor: duckdb.DuckDBPyConnection, people: Iterable[str]) -> int:
    wanted = sorted(people)
    leads = [row[0] for row in cursor.execute(_LEADS, {"people": wanted}).fetchall()]
    spellings = [
        row[0]
        for row in cursor.execute(
            "SELECT DISTINCT value FROM identities WHERE list_contains(?::VARCHAR[], lead)",
            [leads],
        ).fetchall()
    ] + wanted
    names = _said_of(cursor, leads) | set(wanted)
    erased = 0
    for fact, spec in FACTS.items():
        personal = [n for n, c in spec.columns.items() if c.personal and n != "lead"]
        for table in (identifier(fact), f"{fact}_history"):
            erased += _erase(
                cursor, fact, table=table, personal=personal, leads=leads, spellings=spellings
            )
    cursor.execute("DELETE FROM identities WHERE list_contains(?::VARCHAR[], lead)", [leads])
    return erased + _count(
        cursor,
        "DELETE FROM quarantine WHERE len(list_filter(?::VARCHAR[], lambda name:"
        " contains(lower(raw::VARCHAR), name) OR contains(lower(message_en), name))) > 0",
        [sorted(names)],
    )


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


def _rewrite(store: Store) -> None:
    """Copy the living rows to a new file and put it in the old one's place."""
    with store.paused() as path, _apart(path) as fresh:
        _copy(path, fresh)
        if _contents(fresh) != _contents(path):
            raise _not_the_same()
        fresh.chmod(0o600)
        fresh.replace(path)


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
            fr="La copie ne contient pas ce que contient l’espace de travail ; elle a été jetée.",
        ),
    )


def _unwritten(folder: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="The backup cannot be written in {folder}: check that the folder is there and that you may write in it.",
            fr="La sauvegarde ne peut pas être écrite dans {folder} : vérifiez que le dossier existe et que vous pouvez y écrire.",
        ).format(folder=folder),
    )


def _not_a_backup(path: Path) -> KpiError:
    return KpiError(
        Kind.UPSTREAM,
        Text(
            en="{path} is not a whole backup of a workspace; nothing was changed.",
            fr="{path} n’est pas une sauvegarde entière d’un espace de travail ; rien n’a été changé.",
        ).format(path=path),
    )


def _nobody(email: str, *, already: bool) -> KpiError:
    said = (
        Text(
            en="“{email}” was forgotten already: nothing is left to erase.",
            fr="« {email} » a déjà été oublié : il ne reste rien à effacer.",
        )
        if already
        else Text(
            en="Nobody with the e-mail “{email}” is known here: nothing was erased. Check how it is spelled.",
            fr="Personne n’est connu ici avec l’e-mail « {email} » : rien n’a été effacé. Vérifiez l’orthographe.",
        )
    )
    return KpiError(Kind.NOT_FOUND, said.format(email=shown(email)))
