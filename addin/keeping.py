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
    path = _path(name)
    ring = _keyring()
    if ring is not None:
        # Windows' own takes 2,560 bytes, and the key of a service account is longer: the file is
        # for what a ring does not take.
        with suppress(Exception):
            ring.set_password(_SERVICE, name, text)
            path.unlink(missing_ok=True)
            return
        _dropped(ring, name)
    _write(path, text)


def kept(name: str) -> Json | None:
    """
    Return what is kept under *name*, None when nothing is.

    Raises
    ------
    KpiError
        AUTH when others may read the file: it is no secret any more; or when it cannot be read.
    """
    path = _path(name)
    ring = _keyring()
    told, locked = None, False
    if ring is not None:
        try:
            told = ring.get_password(_SERVICE, name)
        except Exception:  # noqa: BLE001 - each backend has its own errors, whose words are its own
            locked = True
    if told is None:
        told = _read(path)
    if told is None and locked:
        raise KpiError(Kind.AUTH, _LOCKED)
    try:
        said: Json | None = json.loads(told) if told else None
    except ValueError:
        raise KpiError(Kind.AUTH, _BROKEN.format(path=path)) from None
    return said


def forget(name: str) -> None:
    """Forget what is kept under *name*, if anything is."""
    path = _path(name)
    ring = _keyring()
    if ring is not None:
        _dropped(ring, name)
    path.unlink(missing_ok=True)


def folder() -> Path:
    """Return where the private files are: `KPI_CREDENTIALS`, else the user's own configuration."""
    if said := os.environ.get("KPI_CREDENTIALS"):
        return Path(said)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / _SERVICE
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / _SERVICE


def _path(name: str) -> Path:
    return folder() / f"{_checked(name)}.json"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made private before anything is in it, and whole or not at all.
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)


def _read(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    if os.name == "posix" and mode & 0o077:
        raise KpiError(Kind.AUTH, _OPEN.format(path=path))
    return text


def _dropped(ring: Any, name: str) -> None:
    with suppress(Exception):  # each backend has its own word for "there is none"
        ring.delete_password(_SERVICE, name)


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
_BROKEN = Text(
    en="{path} is damaged, and the account or address in it with it: give it again with the command that asked for it.",
    fr="{path} est abîmé, et avec lui le compte ou l’adresse qu’il contenait\u00a0: donnez-les de nouveau à la commande qui les demandait.",
)
_LOCKED = Text(
    en="The system’s keyring does not open: unlock it, or set KPI_CREDENTIALS to a folder of your own and connect again (the secrets are then in private files there).",
    fr="Le trousseau du système ne s’ouvre pas\u00a0: déverrouillez-le, ou donnez à KPI_CREDENTIALS un dossier à vous et reconnectez (les secrets y sont alors dans des fichiers privés).",
)
_NAMES = Text(
    en="“{name}” is no name for an account: small letters without accents, digits, dots and dashes.",
    fr="«\u00a0{name}\u00a0» n’est pas un nom de compte\u00a0: minuscules sans accents, chiffres, points et tirets.",
)
