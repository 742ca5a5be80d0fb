"""Backups are read back before they are trusted, and bring everything back."""

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import Store, audit, safekeeping
from kpi_core.workspace.store import FILE
from tests.kpi_core.workspace.filled import Filled, lead, spent


def everything_in(folder):
    """Return every row of the workspace of *folder*."""
    made = Filled(folder)
    found = made.everything()
    made.close()
    return found


def test_a_backup_brings_everything_back(made, target):
    """
    What was backed up is what is restored: every row of every table, and the journal.
    """
    made.add("spend", spent(100), spent(70, "2025-04-01"))
    made.add("leads", lead("ana@firm.example", name="Ana"))
    safekeeping.backup(made.store, target, "test")
    before = made.everything()
    made.add("spend", spent(999))
    made.close()

    safekeeping.restore(made.folder, target)

    assert before == everything_in(made.folder)
    with Store(made.folder) as store:
        assert audit.verify(store.cursor())


def test_people_found_after_a_restore_get_new_numbers(made, target):
    """
    A person met after a restore is never mistaken for one that the backup holds.
    """
    made.add("leads", lead("ana@firm.example"), lead("bob@firm.example"))
    safekeeping.backup(made.store, target, "test")
    made.close()
    safekeeping.restore(made.folder, target)

    other = Filled(made.folder)
    other.add("leads", lead("carol@firm.example"))

    assert [(3, 3)] == other.rows("SELECT count(*), count(DISTINCT lead) FROM leads")
    other.close()


def test_what_was_replaced_is_kept(made, target):
    """
    Restoring by mistake loses nothing: the replaced workspace lies beside the restored one.
    """
    made.add("spend", spent(100))
    safekeeping.backup(made.store, target, "test")
    made.add("spend", spent(130))
    before = made.everything()
    made.close()

    kept = safekeeping.restore(made.folder, target)
    again = safekeeping.restore(made.folder, target)

    assert kept != again
    safekeeping.restore(made.folder, kept)
    assert before == everything_in(made.folder)


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "text", "other"])
def test_a_damaged_backup_is_refused_and_nothing_changes(made, target, damage):
    """
    A backup that was cut, altered, or is not one at all, is refused; the workspace stays.
    """
    import duckdb

    made.add("spend", *(spent(i, label=f"label {i}") for i in range(2000)))
    safekeeping.backup(made.store, target, "test")
    before = made.everything()
    made.close()
    data = bytearray(target.read_bytes())
    match damage:
        case "cut":
            data = data[: len(data) // 2]
        case "bit":
            data[data.rindex(b"label 1") + 3] ^= 4
        case "empty":
            data = b""
        case "text":
            data = b"date;amount\n2025-01-01;12\n"
        case "other":
            target.unlink()
            with duckdb.connect(str(target)) as other:
                other.execute('CREATE TABLE "not a name" AS SELECT 1')
            data = target.read_bytes()
    target.write_bytes(data)

    with pytest.raises(KpiError) as caught:
        safekeeping.restore(made.folder, target)

    assert Kind.UPSTREAM is caught.value.kind
    assert str(target) in caught.value.message.fr
    assert [FILE, "workspace.lock"] == sorted(p.name for p in made.folder.iterdir())
    assert before == everything_in(made.folder)


def test_a_backup_whose_journal_was_altered_is_refused(made, target):
    """
    Rows changed behind the journal's back make a backup that nobody should trust.
    """
    import duckdb

    safekeeping.backup(made.store, target, "test")
    made.close()
    with duckdb.connect(str(target)) as other:
        other.execute("UPDATE audit SET actor = 'someone else' WHERE id = 1")

    with pytest.raises(KpiError) as caught:
        safekeeping.restore(made.folder, target)

    assert Kind.UPSTREAM is caught.value.kind


def test_a_damaged_workspace_can_be_replaced(made, target):
    """
    The very case that backups are for: a file that no longer opens is put aside for one that does.
    """
    made.add("spend", spent(100))
    safekeeping.backup(made.store, target, "test")
    before = made.everything()
    made.close()
    (made.folder / FILE).write_bytes(b"not a database" * 1000)
    with pytest.raises(KpiError) as caught:
        Store(made.folder)
    assert "kpi restore" in caught.value.message.fr

    kept = safekeeping.restore(made.folder, target)

    assert before == everything_in(made.folder)
    assert kept.read_bytes().startswith(b"not a database")


def test_a_workspace_in_use_is_never_replaced(made, target):
    """
    Restoring under a program that has the workspace open is refused, and leaves no trace.
    """
    safekeeping.backup(made.store, target, "test")

    with pytest.raises(KpiError) as caught:
        safekeeping.restore(made.folder, target)

    assert Kind.UPSTREAM is caught.value.kind
    assert not list(made.folder.glob("*incoming*"))


def test_a_backup_never_overwrites(made, target):
    """
    A name that is taken is refused: yesterday's backup is not today's casualty.
    """
    target.write_text("yesterday")

    with pytest.raises(KpiError):
        safekeeping.backup(made.store, target, "test")

    assert "yesterday" == target.read_text()


def test_a_backup_into_no_folder_is_refused_in_words(made, target):
    """
    A folder that is not there is said, nothing is left behind, and the workspace goes on.
    """
    before = made.everything()

    with pytest.raises(KpiError) as caught:
        safekeeping.backup(made.store, target / "x.duckdb", "test")

    assert Kind.UPSTREAM is caught.value.kind
    assert before == made.everything()


def test_a_backup_is_for_its_owners_eyes(made, target):
    """
    A copy of people's addresses is readable by nobody else on the machine.
    """
    safekeeping.backup(made.store, target, "test")

    assert [0o600, 0o600, 0o700] == [
        path.stat().st_mode & 0o777 for path in (target, made.folder / FILE, made.folder)
    ]


def test_a_copy_in_the_making_is_for_its_owners_eyes(made, target):
    """
    From its first byte a backup lies where nobody else may enter, and is theirs when it comes out.
    """
    import threading

    made.add("spend", *(spent(i, label=f"label {i}") for i in range(2000)))
    seen, done = set(), threading.Event()

    def watch():
        while not done.is_set():
            for path in target.parent.iterdir():
                try:
                    seen.add((path.name, path.stat().st_mode & 0o077))
                except FileNotFoundError:
                    continue

    watching = threading.Thread(target=watch)
    watching.start()
    safekeeping.backup(made.store, target, "test")
    done.set()
    watching.join()

    ours = {(name, mode) for name, mode in seen if name.startswith(target.name)}
    assert (f"{target.name}.partial", 0) in ours
    assert {0} == {mode for _, mode in ours}
    assert [target.name] == [p.name for p in target.parent.glob("kept*")]


def test_a_copy_that_was_cut_short_leaves_no_obstacle(made, target):
    """
    What a killed backup left is thrown away by the next one.
    """
    left = target.with_name(target.name + ".partial")
    left.mkdir()
    (left / FILE).write_bytes(b"half")

    safekeeping.backup(made.store, target, "test")

    assert target.exists()
    assert not left.exists()
