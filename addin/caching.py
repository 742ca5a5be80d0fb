"""Where compiled SQL is kept: with the user's other caches, since workspaces ask the same things."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def compiled_in(workspace: Path) -> Path:
    """
    Return the folder of compiled SQL: `KPI_CACHE`, else the user's own, else *workspace*.

    What lies there is run, so the folder is the user's and nobody else may write in it.
    """
    with suppress(OSError, RuntimeError):  # no home, or one that cannot be written
        folder = _own()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _ours_alone(folder) and os.access(folder, os.W_OK):
            return folder
    return workspace


def _own() -> Path:
    if said := os.environ.get("KPI_CACHE"):
        return Path(said)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home(), "b2b-kpi")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "b2b-kpi"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "b2b-kpi")


def _ours_alone(folder: Path) -> bool:
    """Tell whether nobody else may write there; Windows keeps a user's folder to the user."""
    if sys.platform == "win32":
        return True
    seen = folder.stat()
    return seen.st_uid == os.geteuid() and not seen.st_mode & _OTHERS
