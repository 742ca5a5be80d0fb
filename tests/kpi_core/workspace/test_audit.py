"""The journal of a workspace: whole, or visibly broken."""

import pytest

from kpi_core.workspace import Store, audit
from tests.kpi_core.workspace.filled import spent


@pytest.fixture(name="busy")
def _busy(made):
    made.add("spend", spent(100))
    made.add("spend", spent(130))
    made.store.change_settings({"fiscal_start": 4}, "ana")
    return made


def test_a_whole_journal_verifies(busy):
    """
    Every act is there, as it was written, in order.
    """
    assert [("workspace",), ("test",), ("test",), ("ana",)] == busy.rows(
        "SELECT actor FROM audit ORDER BY id"
    )
    assert audit.verify(busy.store.cursor())


def test_it_verifies_after_the_file_was_closed(busy):
    """
    What was hashed is what is read back from the file.
    """
    busy.store.close()

    with Store(busy.folder) as store:
        assert audit.verify(store.cursor())


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET actor = 'someone else' WHERE id = 2",
        "UPDATE audit SET details = '{}' WHERE id = 3",
        "UPDATE audit SET happened_at = happened_at - INTERVAL 1 SECOND WHERE id = 2",
        "UPDATE audit SET action = 'nothing' WHERE id = 4",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit WHERE id = 1",
    ],
)
def test_tampering_breaks_the_chain(busy, tampering):
    """
    A row that was altered or taken out shows, wherever it stands.
    """
    busy.store.cursor().execute(tampering)

    assert not audit.verify(busy.store.cursor())


def test_a_row_altered_with_its_own_hash_still_breaks_the_next(busy):
    """
    Someone who recomputes the hash of the row they changed is betrayed by the one after it.
    """
    (row,) = busy.rows(
        "SELECT id, happened_at, 'nobody', action, object, details::VARCHAR, previous FROM audit"
        " WHERE id = 2"
    )
    busy.store.cursor().execute(
        "UPDATE audit SET actor = 'nobody', hash = ? WHERE id = 2", [audit._hash(*row)]
    )

    assert not audit.verify(busy.store.cursor())
