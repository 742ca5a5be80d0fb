"""A change is whole or was never made, and whoever reads meanwhile sees one version of the data."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import Store, audit, load, members, safekeeping
from kpi_core.workspace.access import Readers
from tests.kpi_core.workspace.filled import Filled, lead, spent


class FaultError(Exception):
    """The machine fails here."""


def failing(*_args, **_more):
    raise FaultError


IMPORT = [
    "kpi_core.workspace.load.merge",
    "kpi_core.workspace.load.stage",
    "kpi_core.workspace.load._quarantine",
    "kpi_core.workspace.audit.record",
    "kpi_core.workspace.members.resolve",
    "kpi_core.workspace.members.place",
    "json.dumps",
]


@pytest.mark.parametrize("where", IMPORT)
def test_an_import_that_fails_leaves_nothing(made, monkeypatch, where):
    """
    Whatever breaks in the middle of an import, no row, spelling, number or journal line remains.
    """
    made.add("spend", spent(100))
    before = made.everything()
    monkeypatch.setattr(where, failing)

    with pytest.raises(FaultError):
        made.add("spend", spent(130), spent(70, source="Elsewhere", campaign="New"))

    monkeypatch.undo()
    assert before == made.everything()
    assert 1 == made.add("spend", spent(130)).changed["spend"]


def test_rows_that_stop_coming_leave_nothing(made):
    """
    A reading process that dies half way gives no half of a file.
    """
    from tests.kpi_core.workspace.filled import batch

    def half():
        yield batch("leads", [lead("ana@firm.example")])
        raise FaultError

    before = made.everything()
    origin = load.Origin("f.csv", "1", "plain.leads", None, "s", "{}")

    with pytest.raises(FaultError):
        load.load(made.store, origin, half(), list, dict, actor="test")

    assert before == made.everything()


def test_a_mapping_that_fails_leaves_nothing(made, monkeypatch):
    """
    A spelling is mapped in the table and in every row, or nowhere.
    """
    made.add("spend", spent(100, product="GTXPro"))
    before = made.everything()
    monkeypatch.setattr(audit, "record", failing)

    with pytest.raises(FaultError):
        members.map_member(made.store, "product", "GTXPro", "GTX Pro", "test")

    monkeypatch.undo()
    assert before == made.everything()


def test_a_failed_change_is_no_new_version(made, monkeypatch):
    """
    Answers kept from before a change that failed are still good.
    """
    before = made.store.version
    monkeypatch.setattr(audit, "record", failing)

    with pytest.raises(FaultError):
        made.store.change_settings({"fiscal_start": 4}, "test")

    assert before == made.store.version


def test_readers_see_one_version_while_rows_are_replaced(made):
    """
    While a file is imported again and again, every answer is one of the states it stood in.
    """
    small = [spent(100), lead("ana@firm.example")]
    made.add("spend", small[0])
    made.add("leads", small[1])
    stop = threading.Event()

    def read():
        seen = set()
        while not stop.is_set():
            seen.add(made.value("direct_cost"))
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for amount in (200, 300, 400, 500, 600, 100):
            made.add("spend", spent(amount))
        stop.set()

        seen = set().union(*(r.result() for r in readers))

    assert seen <= {100, 200, 300, 400, 500, 600}
    assert seen


def test_an_open_transaction_sees_one_version(made):
    """
    Whoever reads in a transaction of their own is not moved by a change made meanwhile.
    """
    made.add("spend", spent(100))
    reading = made.store.cursor()
    reading.execute("BEGIN")
    before = reading.execute("SELECT sum(amount) FROM spend").fetchall()

    made.add("spend", spent(130))

    assert before == reading.execute("SELECT sum(amount) FROM spend").fetchall()
    assert [(130,)] == made.rows("SELECT sum(amount) FROM spend")


def test_a_pause_neither_breaks_readers_nor_loses_writes(made):
    """
    Copying the file again and again while others read and write loses no read and no row.
    """
    made.add("spend", spent(1, "2025-01-01"))
    stop = threading.Event()

    def read():
        n = 0
        while not stop.is_set():
            cursor = made.store.cursor()
            ((total, rows),) = cursor.execute("SELECT sum(amount), count(*) FROM spend").fetchall()
            cursor.close()
            assert total == rows
            n += 1
        return n

    def write():
        for day in range(2, 12):
            made.add("spend", spent(1, f"2025-01-{day:02}"))

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        writer = pool.submit(write)
        for n in range(4):
            safekeeping.backup(made.store, made.folder.parent / f"copy{n}", "test")
        writer.result()
        stop.set()

        assert all(r.result() for r in readers)
    assert [(11,)] == made.rows("SELECT count(*) FROM spend")
    assert audit.verify(made.store.cursor())


def test_a_pause_waits_for_a_question_that_has_begun(made):
    """
    Rows that somebody is still fetching are all fetched before the file is closed.
    """
    made.add("spend", *(spent(1, campaign=f"c{i}") for i in range(200)))
    order = []
    begun = threading.Event()

    def read():
        cursor = made.store.cursor()
        cursor.execute("SELECT a.campaign FROM spend a, spend b")
        begun.set()
        time.sleep(0.2)
        rows = len(cursor.fetchall())
        order.append("read")
        cursor.close()
        return rows

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read)
        begun.wait()
        with made.store.paused():
            order.append("paused")

        assert 40_000 == reader.result()
    assert ["read", "paused"] == order


def test_a_pause_gives_up_on_a_reader_that_does_not_end(made, monkeypatch):
    """
    A question that never ends is told in words, and the workspace goes on.
    """
    monkeypatch.setattr("kpi_core.workspace.access.PATIENCE", 0.05)
    hold, held = threading.Event(), threading.Event()

    def read():
        cursor = made.store.cursor()
        held.set()
        hold.wait()
        cursor.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(read)
        held.wait()
        with pytest.raises(KpiError) as caught, made.store.paused():
            pass
        hold.set()

    assert Kind.UPSTREAM is caught.value.kind
    made.add("spend", spent(100))
    assert 100 == made.value("direct_cost")


def test_a_thread_that_reads_may_open_more_cursors():
    """
    Somebody who waits to close the file does not stop a reader in the middle of its answer.
    """
    readers, connection = Readers(), duckdb.connect()
    first, begun = readers.enter(connection.cursor), threading.Event()

    def replace():
        begun.set()
        with readers.kept_out():
            pass

    waiting = threading.Thread(target=replace)
    waiting.start()
    begun.wait()
    time.sleep(0.02)
    second = readers.enter(connection.cursor)
    first.close()
    second.close()
    waiting.join(5)

    assert not waiting.is_alive()


def test_one_owner_at_a_time(made):
    """
    A second opening of a workspace that is open is refused in words.
    """
    with pytest.raises(KpiError) as caught:
        Store(made.folder)

    assert Kind.UPSTREAM is caught.value.kind
    assert str(made.folder) in caught.value.message.fr


def test_nobody_can_open_it_during_a_pause(made):
    """
    While the file is closed to be copied, it is still owned.
    """
    with made.store.paused(), pytest.raises(KpiError) as caught:
        Store(made.folder)

    assert Kind.UPSTREAM is caught.value.kind


def test_a_closed_workspace_can_be_opened_by_another(made):
    """
    Giving the file back gives all of it back.
    """
    made.add("spend", spent(100))
    made.close()

    other = Filled(made.folder)

    assert 100 == other.value("direct_cost")
    other.close()
