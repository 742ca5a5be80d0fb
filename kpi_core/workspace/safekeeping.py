"""Backups that were read back, and forgetting a person everywhere but in the numbers."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text
from kpi_core.workspace import audit, erasing
from kpi_core.workspace.forgotten import Forgotten, keyed, normal
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
        people = forgotten.among(erasing.named_in(store.cursor()))
        records = forgotten.records_among(erasing.records_in(store.cursor()))
        if not people and not records:
            return
        details: dict[str, object] = {"people": len(people | records)}
        with store.transaction("workspace", "forget again", "people", details) as cursor:
            found = erasing.known(cursor, people, records)
            details["rows"] = erasing.erase(cursor, found, forgotten)
        _rewrite(store)


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

    The counts that the person was part of stay, and what they brought keeps its channel: the rows
    remain, without a name. The file is then rewritten, so that no freed page still holds the name. The person is put on the
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
        person = erasing.known(cursor, {wanted})
        listed = person.hashes(forgotten)
        erased = erasing.erase(cursor, person, forgotten)
        if not erased:
            raise _nobody(email, already=forgotten.holds(wanted) is not None)
        forgotten.add(listed)
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
