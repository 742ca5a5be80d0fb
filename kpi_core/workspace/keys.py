"""Keys that open a workspace to a spreadsheet: made here, shown once, kept as hashes.

A key opens the workspace that it was made in and no other: who asks never says which.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

import duckdb

from kpi_core.errors import Kind, KpiError, shown, unknown
from kpi_core.text import Text
from kpi_core.workspace.store import Store

PREFIX = "kpi_"

#: `read`: every question about the data; `cells`: what a sheet's formulas need and no more.
SCOPES = ("read", "cells")

MOST_DAYS = 3650
_SECRET_BYTES = 32
_ID_LETTERS = 10


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it may be shown. Moments are UTC."""

    id: str
    name: str
    scope: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    last_used_on: dt.date | None

    def open(self, now: dt.datetime) -> bool:
        """Tell whether it still opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class Kept:
    """A key as the server compares it."""

    key: Key
    hash: bytes


def create(
    store: Store, name: str, scope: str, days: int | None, *, actor: str, now: dt.datetime
) -> tuple[Key, str]:
    """
    Make a key of 256 random bits, open for *days* or until revoked.

    Returns
    -------
    the key, and the text to give to the sheet: it cannot be shown again.

    Raises
    ------
    KpiError
        NOT_FOUND for a scope that is none, TYPE for a name or a life that is none.
    """
    if scope not in SCOPES:
        raise unknown(Text(en="a scope", fr="une portée"), scope, SCOPES)
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise KpiError(Kind.TYPE, _DAYS.format(most=MOST_DAYS))
    if not name.strip():
        raise KpiError(Kind.EMPTY, _NAMELESS)
    id_ = secrets.token_hex(_ID_LETTERS // 2)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    expires = now + dt.timedelta(days=days) if days else None
    key = Key(id_, name.strip(), scope, now, expires, None, None)
    details: dict[str, object] = {
        "name": key.name,
        "scope": scope,
        "expires": expires.isoformat() if expires else None,
    }
    with store.transaction(actor, "create key", id_, details) as cursor:
        cursor.execute(
            "INSERT INTO api_keys VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
            [id_, key.name, hashed(secret), scope, now, expires],
        )
    return key, f"{PREFIX}{id_}_{secret}"


def revoke(store: Store, id_: str, actor: str, now: dt.datetime) -> Key:
    """
    Close a key for ever.

    Raises
    ------
    KpiError
        NOT_FOUND for a key that there is not.
    """
    found = {kept.key.id: kept.key for kept in keys(store.cursor())}
    wanted = id_.removeprefix(PREFIX).partition("_")[0]  # the whole key was pasted
    if wanted not in found:
        raise KpiError(Kind.NOT_FOUND, _NO_KEY.format(id=shown(wanted)))
    with store.transaction(actor, "revoke key", wanted, {}) as cursor:
        cursor.execute(
            "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", [now, wanted]
        )
    return found[wanted]


def mark_used(store: Store, id_: str, day: dt.date) -> None:
    """Write down that a key was used on *day*."""
    with store.transaction("server", "use key", id_, {"day": day.isoformat()}) as cursor:
        cursor.execute("UPDATE api_keys SET last_used_on = ? WHERE id = ?", [day, id_])


def keys(cursor: duckdb.DuckDBPyConnection) -> list[Kept]:
    """Return every key that was made, the latest first."""
    rows = cursor.execute(
        "SELECT id, name, scope, created_at, expires_at, revoked_at, last_used_on, hash"
        " FROM api_keys ORDER BY created_at DESC, id"
    ).fetchall()
    return [Kept(Key(*row[:-1]), row[-1]) for row in rows]


def hashed(secret: str) -> bytes:
    """Return what is kept of a secret. It is random through and through: a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


_DAYS = Text(
    en="A key lives for 1 to {most} days, or without end.",
    fr="Une clé vit de 1 à {most} jours, ou sans limite.",
)
_NAMELESS = Text(
    en="Name the key after who will use it, so that you know which one to revoke.",
    fr="Donnez à la clé le nom de qui s’en servira, pour savoir laquelle révoquer.",
)
_NO_KEY = Text(
    en="There is no key {id}: `kpi keys list` shows them.",
    fr="Aucune clé {id}\u00a0: `kpi keys list` les affiche.",
)
