"""Who is let in, and to what: the owner, holders of keys, and those whom a publisher signs for.

Once any key was made, or the server is known under a name of its own, every request for data
says who asks: a proxy on this machine makes the whole world look like this machine.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread

import duckdb

from addin.server.tokens import RefusedError, Tokens
from kpi_core.errors import KpiError
from kpi_core.workspace import Store, keys
from kpi_core.workspace.settings import Settings

log = logging.getLogger(__name__)

#: What the formulas of a sheet need.
_CELLS = frozenset({"/v1/cells", "/v1/kpis", "/v1/about"})
_NOBODY = hashlib.sha256(b"").digest()


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that the server was started with, kept as hashes: api to ask, owner for all."""

    api: bytes | None
    owner: bytes

    @classmethod
    def of(cls, api: str | None, owner: str) -> Keys:
        """Hash the keys as they were given."""
        return cls(keys.hashed(api) if api else None, keys.hashed(owner))


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody who was let in: *subject* is what their cells are counted under."""

    subject: str


def _mark(mark: Callable[[str, dt.date], None], id_: str, day: dt.date) -> None:
    try:
        mark(id_, day)
    except (KpiError, duckdb.Error):
        # The server is stopping, or the disk is full: the day of use is all that is lost.
        log.info("the use of key %s was not written down", id_)


def _signed(given: str) -> bool:
    """Tell whether *given* has the three parts of a signed token."""
    return given.count(".") == 2  # noqa: PLR2004 - a header, claims, a signature


def _utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


@dataclass(slots=True)
class Authority:
    """
    Decides for one workspace. Its own keys are read again whenever the workspace changed.

    refresh: where others decide, looks what they decided before anybody is let in; mark: writes
    down the day on which a key was used.
    """

    static: Keys
    store: Store | None = None
    closed: bool = False  # even with no key made
    tokens: Tokens = field(default_factory=Tokens)
    now: Callable[[], dt.datetime] = _utc
    refresh: Callable[[], None] | None = None
    mark: Callable[[str, dt.date], None] | None = None
    _version: int = -1
    _refreshing: Lock = field(default_factory=Lock, repr=False, compare=False)
    _used: dict[str, dt.date] = field(default_factory=dict)
    _kept: Mapping[str, keys.Kept] = field(default_factory=dict)
    _settings: Settings = field(default_factory=Settings)

    def at_once(self, given: str) -> bool:
        """Tell whether `access` answers from memory: else it may wait for the file, or a publisher."""
        known = self.store is None or self._version == self.store.version
        return known and self.refresh is None and not _signed(given)

    def access(self, path: str, given: str) -> Access | None:
        """
        Return who asks for *path* with the credential *given*, None when it opens nothing.

        Raises
        ------
        KpiError
            UPSTREAM when nobody can tell what was decided: a key may have been revoked.
        """
        if self.refresh is not None:
            self.refresh()
        self._refresh()
        # Each try takes the same steps, whatever is wrong with it.
        hashed = keys.hashed(given)
        owner = hmac.compare_digest(hashed, self.static.owner)
        api = hmac.compare_digest(hashed, self.static.api or _NOBODY) and bool(self.static.api)
        kept = self._key(given)
        if path.startswith("/v1/admin"):
            return Access("owner") if owner else None
        if path.startswith("/v1/sync/"):
            return self._changing(owner=owner)
        if owner or api:
            return Access("owner" if owner else "api")
        if kept is not None:
            return self._with_key(kept, path)
        if _signed(given):
            return self._with_token(given)
        return None if self._asks else Access("anybody")

    def _changing(self, *, owner: bool) -> Access | None:
        """Let in who may run a sheet and let it rest: its owner, or whoever has their machine."""
        if owner:
            return Access("owner")
        return None if self._asks else Access("anybody")

    def opens(self) -> bool:
        """Tell whether anybody but the owner can be let in by a credential."""
        self._refresh()
        keyed = any(kept.key.open(self.now()) for kept in self._kept.values())
        signed = self._settings.entra or self._settings.google
        return bool(self.static.api or keyed or signed)

    @property
    def _asks(self) -> bool:
        signed = self._settings.entra or self._settings.google
        return bool(self.closed or self.static.api or self._kept or signed)

    def _key(self, given: str) -> keys.Kept | None:
        id_, _, secret = given.removeprefix(keys.PREFIX).partition("_")
        kept = self._kept.get(id_)
        same = hmac.compare_digest(keys.hashed(secret), kept.hash if kept else _NOBODY)
        right = same and given.startswith(keys.PREFIX)
        return kept if kept and right and kept.key.open(self.now()) else None

    def _with_key(self, kept: keys.Kept, path: str) -> Access | None:
        if kept.key.scope == "cells" and path not in _CELLS:
            return None
        today = self.now().date()
        # A write may wait behind an import: the answer does not.
        if (
            self.store is not None
            and kept.key.last_used_on != today
            and self._used.get(kept.key.id) != today
        ):
            self._used[kept.key.id] = today
            told = (self.mark or partial(keys.mark_used, self.store), kept.key.id, today)
            Thread(target=_mark, args=told, name="key used", daemon=True).start()
        return Access(f"key {kept.key.id}")

    def _with_token(self, given: str) -> Access | None:
        try:
            return Access(self.tokens.subject(given, self._settings).id)
        except RefusedError as error:
            log.info("a token was refused: %s", error)
            return None

    def _refresh(self) -> None:
        if self.store is None or self._version == self.store.version:
            return
        with self._refreshing:
            self._read(self.store)

    def _read(self, store: Store) -> None:
        # Who waited here while another read need not: and none who read before writes after.
        version = store.version
        if self._version == version:
            return
        self._kept = {kept.key.id: kept for kept in keys.keys(store.cursor())}
        self._settings = store.settings()
        self._version = version
