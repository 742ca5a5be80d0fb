"""Secrets of this machine's user: in the system's keyring where there is one, else in a private file.

They are never in a workspace: it is copied, backed up and handed on.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Json = dict[str, Any]

_SERVICE = "b2b-kpi"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")


def keep(name: str, secret: Json) -> None:
    """Keep *secret* under *name*, instead of what was kept there before."""
    text = json.dumps(secret)
    ring = _keyring()
    if ring is not None:
        ring.set_password(_SERVICE, _checked(name), text)
        return
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made private before anything is in it, and whole or not at all.
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)


def kept(name: str) -> Json | None:
    """
    Return what is kept under *name*, None when nothing is.

    Raises
    ------
    KpiError
        AUTH when others may read the file: it is no secret any more.
    """
    ring = _keyring()
    if ring is not None:
        found = ring.get_password(_SERVICE, _checked(name))
        return json.loads(found) if found else None
    path = _path(name)
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    if os.name == "posix" and mode & 0o077:
        raise KpiError(Kind.AUTH, _OPEN.format(path=path))
    said: Json = json.loads(text)
    return said


def forget(name: str) -> None:
    """Forget what is kept under *name*, if anything is."""
    ring = _keyring()
    if ring is not None:
        with suppress(Exception):  # each backend has its own word for "there is none"
            ring.delete_password(_SERVICE, _checked(name))
        return
    _path(name).unlink(missing_ok=True)


def folder() -> Path:
    """Return where the private files are: `KPI_CREDENTIALS`, else the user's own configuration."""
    if said := os.environ.get("KPI_CREDENTIALS"):
        return Path(said)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / _SERVICE
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _SERVICE


def _path(name: str) -> Path:
    return folder() / f"{_checked(name)}.json"


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise KpiError(Kind.TYPE, _NAMES.format(name=name[:40]))
    return name


def _keyring() -> Any:
    """Return the system's keyring, None where there is none or files were asked for."""
    if os.environ.get("KPI_CREDENTIALS"):
        return None
    try:
        import keyring  # noqa: PLC0415 - an optional extra
        from keyring.backends import fail  # noqa: PLC0415 - idem
    except ImportError:
        return None
    return None if isinstance(keyring.get_keyring(), fail.Keyring) else keyring


_OPEN = Text(
    en="{path} holds a secret and can be read by others: close it with `chmod 600`, and make a new secret if others had the time to read it.",
    fr="{path} contient un secret et d’autres peuvent le lire\u00a0: fermez-le avec `chmod 600`, et refaites le secret si d’autres ont pu le lire.",
)
_NAMES = Text(
    en="“{name}” is no name for an account: letters, digits, dots and dashes.",
    fr="« {name} » n’est pas un nom de compte\u00a0: lettres, chiffres, points et tirets.",
)
