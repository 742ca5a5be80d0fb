"""Secrets of this machine's user: in a ring or in a private file, and nowhere else."""

import importlib
import os
import sys

import pytest

from addin import keeping
from kpi_core.errors import Kind, KpiError

CANARY = "c4nary8811"
NAME = "google-team"


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_CREDENTIALS", str(tmp_path / "new" / "private"))
    return tmp_path / "new" / "private"


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_secret_is_in_a_file_of_its_owner_alone(folder):
    """
    The file is 0600 in a folder that is 0700, whatever this process lets others do with its files.
    """
    before = os.umask(0)
    try:
        keeping.keep(NAME, {"key": CANARY})
        keeping.keep(NAME, {"key": CANARY + "2"})
    finally:
        os.umask(before)
    (file,) = folder.iterdir()

    assert (0o700, 0o600) == (mode(folder), mode(file))
    assert {"key": CANARY + "2"} == keeping.kept(NAME)
    assert keeping.kept("google-other") is None
    keeping.forget(NAME)
    keeping.forget(NAME)
    assert [] == list(folder.iterdir())


@pytest.mark.parametrize("open_to", [0o640, 0o604, 0o620])
def test_a_secret_that_others_may_read_is_refused(folder, open_to):
    """
    It is no secret any more: where it is and what to do is said, and nothing of it.
    """
    keeping.keep(NAME, {"key": CANARY})
    (file,) = folder.iterdir()
    file.chmod(open_to)

    with pytest.raises(KpiError) as caught:
        keeping.kept(NAME)

    assert Kind.AUTH is caught.value.kind
    assert all(word in caught.value.message.fr for word in (str(file), "chmod 600"))
    assert CANARY not in caught.value.message.en + caught.value.message.fr
    file.chmod(0o600)
    assert {"key": CANARY} == keeping.kept(NAME)


@pytest.mark.parametrize("left", ["", "{", f'{{"key": "{CANARY}', "\x00\xff"])
def test_a_damaged_file_is_told(folder, left):
    """
    Half a file, or none of it: said with where it is, and given again it works.
    """
    keeping.keep(NAME, {})
    (file,) = folder.iterdir()
    file.write_bytes(left.encode("latin-1"))

    if left:
        with pytest.raises(KpiError) as caught:
            keeping.kept(NAME)
        assert CANARY not in str(caught.value)
        assert str(file) in caught.value.message.fr
    keeping.keep(NAME, {"key": CANARY})
    assert {"key": CANARY} == keeping.kept(NAME)


@pytest.mark.parametrize("name", ["../evil", "a/b", "", "Équipe", "UPPER", ".hidden", "a" * 99])
def test_a_name_leads_nowhere_else(folder, name):
    """
    A name is no path: nothing is written outside of the folder.
    """
    for act in (lambda: keeping.keep(name, {}), lambda: keeping.kept(name), lambda: keeping.forget(name)):  # fmt: skip
        with pytest.raises(KpiError):
            act()

    assert not folder.exists()


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_folder_is_the_users_own(monkeypatch, tmp_path, system):
    """
    Without being told, the folder is where each system keeps what is its user's.
    """
    monkeypatch.delenv("KPI_CREDENTIALS", raising=False)
    monkeypatch.setattr(sys, "platform", system)
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name))

    used = "APPDATA" if system == "win32" else "XDG_CONFIG_HOME"
    assert tmp_path / used / "b2b-kpi" == keeping.folder()


# A ring of the tests' own, for the real library: in memory, as small as Windows' own, or shut.
RING = """
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

class Ring(KeyringBackend):
    priority = 9
    held, most, shut = {}, 10**6, False
    def _open(self):
        if self.shut:
            raise KeyringLocked("c4nary8811")
    def set_password(self, service, name, text):
        self._open()
        if len(text) > self.most:
            raise OSError(1783, "The stub received bad data")
        self.held[service, name] = text
    def get_password(self, service, name):
        self._open()
        return self.held.get((service, name))
    def delete_password(self, service, name):
        self._open()
        if (service, name) not in self.held:
            raise PasswordDeleteError("none")
        del self.held[service, name]
"""


@pytest.fixture(name="ring")
def _ring(tmp_path, monkeypatch):
    keyring = pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
    (tmp_path / "a_ring.py").write_text(RING)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("KPI_CREDENTIALS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    before = keyring.get_keyring()
    made = importlib.import_module("a_ring").Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)
    sys.modules.pop("a_ring")


def test_where_there_is_a_ring_no_file_is_written(ring):
    """
    The system's own keyring has the secret, under our name, and the disk has nothing.
    """
    keeping.keep(NAME, {"key": CANARY})

    assert {"key": CANARY} == keeping.kept(NAME)
    assert [("b2b-kpi", NAME)] == list(ring.held)
    assert not keeping.folder().exists()
    keeping.forget(NAME)
    keeping.forget(NAME)
    assert keeping.kept(NAME) is None


def test_what_a_ring_does_not_take_goes_into_a_private_file(ring):
    """
    Windows' ring takes 2,560 bytes: the key of a service account is kept all the same, and once.
    """
    keeping.keep(NAME, {"key": "short"})
    ring.most = 1280
    keeping.keep(NAME, {"key": CANARY * 300})
    (file,) = keeping.folder().iterdir()

    assert {"key": CANARY * 300} == keeping.kept(NAME)
    assert {} == ring.held
    assert 0o600 == mode(file)
    keeping.keep(NAME, {"key": "short"})
    assert [] == list(keeping.folder().iterdir())


def test_a_secret_kept_before_there_was_a_ring_is_found(ring, monkeypatch):
    """
    Installing the extra later locks nobody out.
    """
    monkeypatch.setenv("KPI_CREDENTIALS", str(keeping.folder()))
    keeping.keep(NAME, {"key": CANARY})
    monkeypatch.delenv("KPI_CREDENTIALS")

    assert {} == ring.held
    assert {"key": CANARY} == keeping.kept(NAME)


def test_a_ring_that_is_shut_is_told(ring):
    """
    A locked keyring is said with what to do, and nothing that it said itself is repeated.
    """
    keeping.keep(NAME, {"key": CANARY})
    ring.shut = True

    with pytest.raises(KpiError) as caught:
        keeping.kept(NAME)

    assert "KPI_CREDENTIALS" in caught.value.message.fr
    assert CANARY not in str(caught.value)
