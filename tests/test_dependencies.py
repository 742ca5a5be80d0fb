"""What is installed is what was locked: every package by its hash, and nothing beside."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUNTIME, DEVELOPMENT = (
    ROOT / ".ci" / name for name in ("requirements.txt", "requirements-dev.txt")
)
PINNED = re.compile(r"([A-Za-z0-9._-]+)(\[[^]]*\])?==[^ ;]+( ;.*)?")
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def normal(name):
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", name)[0]).lower()


def locked(path):
    """Return the packages of a lock, each with its hashes."""
    found = {}
    for entry in re.split(r"\n(?=\S)", path.read_text("utf-8").strip()):
        said, *hashes = [part.strip() for part in entry.split("\\\n")]
        assert PINNED.fullmatch(said), said
        found[normal(said)] = hashes
    return found


@pytest.mark.parametrize("path", [RUNTIME, DEVELOPMENT], ids=lambda path: path.name)
def test_every_package_is_pinned_with_its_hashes(path):
    """
    A package that was altered since it was locked is not installed.
    """
    found = locked(path)

    assert len(found) > 30
    for name, hashes in found.items():
        assert hashes, name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), name


def test_whatever_is_declared_is_locked():
    """
    A dependency that was added and not locked would be missing where only the locks are installed.
    """
    groups = DECLARED["dependency-groups"]
    needed = {normal(d) for d in [*DECLARED["project"]["dependencies"], *groups["build"]]}

    assert needed <= set(locked(RUNTIME))
    assert needed | {normal(d) for d in groups["dev"]} <= set(locked(DEVELOPMENT))


def test_nothing_is_installed_without_its_hash():
    """
    Each `pip install` of the Makefile asks for hashes; the checkout itself brings nothing with it.
    """
    made = (ROOT / "Makefile").read_text("utf-8")
    installs = [line.strip() for line in made.splitlines() if "pip install" in line]
    building = [line for line in installs if line.endswith("uv")]  # which makes the locks
    unhashed = [line for line in installs if "--require-hashes" not in line]

    assert 1 == len(building)
    assert all("--no-deps" in line for line in unhashed if line not in building)
