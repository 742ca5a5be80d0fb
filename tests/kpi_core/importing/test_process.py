"""A file is opened by a process that has limits and no secrets, and that never outlives its reader."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.importing import read, recognise, wire
from kpi_core.importing.process import reading
from tests.kpi_core.importing.files import SETTINGS, whole, written

SPEND = "Date;Canal;Coût\n13/08/2026;A;5\n"


@pytest.fixture(name="request_of")
def _request_of():
    """Return a function that asks for a file."""

    def ask(path):
        return wire.Request(str(path), SETTINGS, wire.Hints())

    return ask


def running(pid):
    """Tell whether a process is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_process_knows_no_secret(tmp_path, monkeypatch, request_of):
    """
    What is in the environment of the parent does not reach the process that opens files.
    """
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    environ = Path("/proc")
    if not environ.exists():
        pytest.skip("no /proc here")

    with reading(request_of(written(tmp_path, SPEND))) as child:
        known = (environ / str(child.process.pid) / "environ").read_bytes()

    assert b"secret" not in known
    assert b"PYTHONPATH" in known


def test_nothing_outlives_its_reader(tmp_path, request_of):
    """
    A reader that stops half-way leaves no process behind.
    """
    with reading(request_of(written(tmp_path, SPEND))) as child:
        pid = child.process.pid

    assert not running(pid)


def test_a_batch_may_be_the_last_one_wanted(tmp_path):
    """
    The consumer may stop at any batch.
    """
    lines = "13/08/2026;A;5\n" * 300_000
    path = written(tmp_path, "Date;Canal;Coût\n" + lines)

    with read(path, SETTINGS) as parsed:
        first = next(parsed.batches())

    assert first.table.num_rows > 0


def test_a_process_that_dies_is_told_in_words(tmp_path, request_of):
    """
    A crash of the process is a sentence, not a traceback.
    """
    with reading(request_of(written(tmp_path, SPEND))) as child:
        child.process.kill()
        child.process.wait()
        with pytest.raises(KpiError) as caught:
            for _ in child.frames():
                pass

    assert caught.value.kind is Kind.LIMIT


def test_a_process_that_hangs_is_stopped(tmp_path, request_of):
    """
    A process that gives no sign of life is stopped, and the file told to be too long to read.
    """
    pipe = tmp_path / "never.csv"
    os.mkfifo(pipe)

    with reading(request_of(pipe), patience=0.5) as child, pytest.raises(KpiError) as caught:
        for _ in child.frames():
            pass

    assert caught.value.kind is Kind.LIMIT
    assert "trop longue" in caught.value.message.fr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux’s")
def test_memory_is_limited(tmp_path):
    """
    The process cannot take more memory than it is allowed.
    """
    code = (
        "from kpi_core.importing import child; child._limit()\n"
        "try:\n    bytearray(3 << 30)\nexcept MemoryError:\n    print('refused')"
    )
    root = Path(__file__).parents[3]

    told = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert told.stdout == "refused\n"


def test_reading_is_light_to_import():
    """
    The package is imported inside spreadsheets: Arrow comes with the first file only.
    """
    code = (
        "import sys, kpi_core.importing; print('pyarrow' in sys.modules, 'duckdb' in sys.modules)"
    )
    root = Path(__file__).parents[3]

    told = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert told.stdout == "False False\n"


def test_progress_is_told(tmp_path):
    """
    The reader is told how far it is, up to the end.
    """
    told = []
    path = written(tmp_path, "Date;Canal;Coût\n" + "13/08/2026;A;5\n" * 1_000_000)

    with read(path, SETTINGS, None, lambda done, total: told.append((done, total))) as parsed:
        for _ in parsed.batches():
            pass

    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08 ...", "gzip"),
        (b"Date;Co\0\0\1\2\3t", "tableau de texte"),
        (b"\xef\xbb\xbfDate;Co\xfbt\n13/08/2026;5\n", "deux encodages"),
        ("\ufeffDate;Coût\n13/08/2026;5\n".encode("utf-16-le") + b"x", "deux encodages"),
    ],
)
def test_what_is_no_table(content, words, tmp_path):
    """
    A PDF, an archive, or binary data is told for what it is.
    """
    with pytest.raises(KpiError) as caught:
        recognise(written(tmp_path, content), SETTINGS)

    assert caught.value.kind is Kind.TYPE
    assert words in caught.value.message.fr


def test_a_file_that_is_not_there(tmp_path):
    """
    A missing file and a folder are told by name.
    """
    with pytest.raises(KpiError) as missing:
        recognise(tmp_path / "absent.csv", SETTINGS)
    with pytest.raises(KpiError) as folder:
        recognise(tmp_path, SETTINGS)

    assert "absent.csv" in missing.value.message.fr
    assert "dossier" in folder.value.message.fr


def test_many_rejected_rows_wait_on_the_disk(tmp_path):
    """
    A file where nearly every row is bad gives them all, in order, whatever their number.
    """
    path = written(tmp_path, "Date;Canal;Coût\n13/08/2026;A;5\n" + "x;A;5\n" * 50_000)

    _, rejected, counts, _ = whole(path)

    assert counts.rejected == len(rejected) == 50_000
    assert [r.row for r in rejected] == list(range(3, 50_003))


def test_the_surface_does_not_depend_on_what_was_imported_first():
    """
    Whatever part was loaded before, the package's names are its functions, not its modules.
    """
    import kpi_core.importing as package
    from kpi_core.importing import reader, understanding

    assert reader.Reader
    assert understanding.understand
    assert all(callable(getattr(package, name)) for name in package.__all__)
