"""A disk that is full while a sheet is synced: said in words, nothing lost, and space is all it takes."""

import os
import shutil
import subprocess

import pytest

from addin.demo import Google, serving
from kpi_core.workspace import Store, audit
from tests.addin.sync.conftest import LEADS, SPEND
from tests.command import kpi

LARGE = [[f"2025-{1 + i % 10:02}-{1 + i % 28:02}", "LinkedIn", os.urandom(24).hex(), i] for i in range(20_000)]  # fmt: skip


@pytest.fixture(name="disk")
def _disk(tmp_path):
    """A disk of 40 MB, made of memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    options = ["-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_run_on_a_full_disk_fails_in_words_and_works_once_there_is_space(disk, tmp_path):
    """
    A tab that outgrew the disk: nothing is half taken over, the dashboard stays, the next run is whole.
    """
    google = Google(seed=5)
    sheet = google.create("Suivi", locale="fr_FR", timezone="Europe/Paris")
    sheet.tab(0).rename("Dépenses")
    spend = sheet.tab(0)
    spend.write("A1", SPEND[:-1])
    sheet.add_tab("Leads", LEADS)
    link = f"https://docs.google.com/spreadsheets/d/{sheet.id}"
    with serving(google) as address:

        def run(*words, code=0):
            return kpi(
                "sync", *words, folder=disk / "w", code=code, KPI_CREDENTIALS=str(tmp_path / "a")
            )

        run("connect", link, "--stand-in", address)
        run("run")
        board = {t.title: t.values() for t in sheet.tabs() if t.title.endswith("KPI")}
        spend.append(*LARGE)
        free = shutil.disk_usage(disk).free
        (disk / "ballast").write_bytes(b"x" * (free - 600_000))
        failed = run("run", code=2)
        stands = {t.title: t.values() for t in sheet.tabs() if t.title.endswith("KPI")}
        listed = run("status")
        (disk / "ballast").unlink()
        whole = run("run")

    with Store(disk / "w") as store:
        rows = store.cursor().execute("SELECT count(*) FROM spend").fetchall()[0][0]
        doubled = store.cursor().execute("SELECT count(*) FROM spend_history").fetchall()[0][0]
        assert audit.verify(store.cursor())

    assert "full" in failed.stderr
    assert board == stands
    assert "Suivi" in listed.stdout
    assert "was written" in whole.stdout
    assert (20 + len(LARGE), 0) == (rows, doubled)
