"""A full disk: the change is refused in words, what was there goes on, and space is all it takes."""

import os
import shutil
import subprocess

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import audit, safekeeping
from tests.command import kpi, refused
from tests.kpi_core.workspace.filled import Filled, spent

MANY = [
    spent(
        i % 900,
        f"2025-{1 + i % 12:02}-{1 + i % 28:02}",
        campaign=os.urandom(12).hex(),
        label=os.urandom(16).hex(),
    )
    for i in range(30_000)
]


@pytest.fixture(name="disk")
def _disk(tmp_path):
    """A disk of 24 MB, made of memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    options = ["-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk, left):
    """Fill *disk* but for *left* bytes."""
    free = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(b"x" * (free - left))


def test_an_import_is_refused_and_works_once_there_is_space(disk):
    """
    Nothing is half imported, questions go on being answered, and the same import then succeeds.
    """
    made = Filled(disk / "w")
    made.add("spend", spent(100, "2025-01-02"))
    before = made.everything()
    fill(disk, 600_000)

    with pytest.raises(KpiError) as caught:
        made.add("spend", *MANY)

    assert Kind.UPSTREAM is caught.value.kind
    assert "plein" in caught.value.message.fr
    assert 100 == made.value("direct_cost")
    assert before == made.everything()
    (disk / "ballast").unlink()
    assert len(MANY) == made.add("spend", *MANY).added["spend"]
    assert audit.verify(made.store.cursor())
    made.close()


def test_a_backup_on_a_full_disk_is_refused_and_leaves_nothing(disk, made):
    """
    A backup that does not fit is said so; no half of it remains to be trusted.
    """
    made.add("spend", *MANY)
    fill(disk, 600_000)

    with pytest.raises(KpiError) as caught:
        safekeeping.backup(made.store, disk / "copy", "test")

    assert "plein" in caught.value.message.fr
    assert ["ballast"] == [path.name for path in disk.iterdir()]
    assert len(MANY) == made.rows("SELECT count(*) FROM spend")[0][0]


def test_the_command_says_so(disk, tmp_path):
    """
    `kpi import` on a full disk ends with one sentence and exit 2, and can be run again.
    """
    path = tmp_path / "file.csv"
    lines = [
        f"{row['spent_on']},LinkedIn Ads,{row['campaign']},{row['label']},{row['amount']}"
        for row in MANY
    ]
    path.write_text("\n".join(["date spent,source,campaign,what it paid for,amount spent", *lines]))
    kpi("settings", "fiscal_start=4", folder=disk / "w")
    fill(disk, 600_000)

    said = refused("import", path, folder=disk / "w", lang="fr")

    assert 1 == said.count("\n")
    assert "plein" in said
    (disk / "ballast").unlink()
    assert f"+{len(MANY)}" in kpi("import", path, folder=disk / "w").stdout
