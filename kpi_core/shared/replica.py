"""One of several servers: it holds what the owner published, in memory, and nothing of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb
from pydantic import ValidationError

from kpi_core.engines import mapping as mappings
from kpi_core.errors import Kind, KpiError
from kpi_core.shared import schema, words
from kpi_core.shared.decisions import Decisions, digest
from kpi_core.shared.publishing import record
from kpi_core.shared.sessions import Sessions
from kpi_core.workspace import Settings, Store, tables

if TYPE_CHECKING:
    import psycopg


class Replica(Store):
    """
    A workspace as its owner last published it; nothing can be changed here.

    folder: a private one, which holds the mapping as long as this process lives.

    Raises
    ------
    KpiError
        UPSTREAM when the database does not answer, NOT_FOUND when nothing was published there,
        AUTH when it lets nobody in.
    """

    def __init__(self, folder: Path, sessions: Sessions) -> None:
        self.sessions = sessions
        self._looking = Lock()
        self._looked = float("-inf")
        self._failed: tuple[float, KpiError] | None = None
        super().__init__(folder, create=True, memory_limit="256MB", threads=1)
        self._version = -1
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(":memory:", config=self.config)

    def _create(self) -> None:
        with self._begun() as cursor:
            for statement in tables.statements():
                cursor.execute(statement)

    def refresh(self) -> None:
        """
        Hold what is published now: what was before any request came is known to it.

        Requests that come together are told by one look.

        Raises
        ------
        KpiError
            UPSTREAM when the database does not answer: what it said before may be wrong by now.
        """
        came = time.monotonic()
        with self._looking:
            if self._looked > came:
                return
            if self._failed is not None and self._failed[0] > came:
                raise KpiError(Kind.UPSTREAM, self._failed[1].message)
            began = time.monotonic()
            try:
                self._look()
            except KpiError as error:
                self._failed = time.monotonic(), error
                if self._version < 0:  # while it starts, its administrator reads why
                    raise
                raise KpiError(Kind.UPSTREAM, error.message) from None
            self._looked = began

    def _look(self) -> None:
        ((version, number),) = self.sessions.ask(
            "SELECT version, number FROM kpi.meta LEFT JOIN kpi.published ON true"
        )
        schema.same_release(version, self.sessions)
        if number is None:
            raise KpiError(Kind.NOT_FOUND, words.NOTHING.format(place=self._place))
        if number != self._version:
            self._hold()

    @property
    def _place(self) -> str:
        return self.sessions.address.place

    def _hold(self) -> None:
        ((number, said, text),) = self.sessions.ask(
            "SELECT number, digest, decisions FROM kpi.published"
        )
        if digest(text) != said:
            raise KpiError(Kind.UPSTREAM, words.OLDER.format(place=self._place))
        decisions = Decisions.of(text)
        self._readable(decisions)
        # First the mapping: whoever reads between the two looks again once the number has changed.
        self._write(decisions.mapping or "")
        with self._write_lock:
            with self._begun() as cursor:
                decisions.put(cursor)
            self._version = int(number)

    def _readable(self, decisions: Decisions) -> None:
        """Refuse, before anything is replaced, what a newer release knows and this one does not."""
        try:
            Settings.model_validate(
                {k: json.loads(v or "") for k, v in decisions.tables["settings"]}
            )
            mappings.parse(decisions.mapping or "", decisions.dialect)
        except (ValidationError, KpiError):
            raise KpiError(Kind.UPSTREAM, words.OLDER.format(place=self._place)) from None

    def _write(self, text: str) -> None:
        path = self.folder / mappings.FILE
        if path.exists() and path.read_text("utf-8") == text:
            return
        beside = path.with_suffix(".new")
        beside.write_text(text, "utf-8")
        # The same moment for the same text, on every server: the version of an answer is made of it.
        moment = int.from_bytes(hashlib.sha256(text.encode()).digest()[:7])
        os.utime(beside, ns=(moment, moment))
        beside.replace(path)

    @contextmanager
    def transaction(
        self,
        actor: str,  # noqa: ARG002 - nobody may
        action: str,  # noqa: ARG002 - idem
        object_: str,  # noqa: ARG002 - idem
        details: Mapping[str, object],  # noqa: ARG002 - idem
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Refuse: what is decided is its owner's to change."""
        raise KpiError(Kind.AUTH, words.ELSEWHERE)
        yield

    @contextmanager
    def aside(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Refuse, as `transaction` does."""
        raise KpiError(Kind.AUTH, words.ELSEWHERE)
        yield

    def mark_used(self, id_: str, day: dt.date) -> None:
        """Write down, for the owner, that a key was used on *day*."""

        def marked(session: psycopg.Connection[tuple[Any, ...]]) -> None:
            found = session.execute(
                "INSERT INTO kpi.key_uses VALUES (%s, %s) ON CONFLICT (id) DO UPDATE"
                " SET last_used_on = excluded.last_used_on"
                " WHERE key_uses.last_used_on < excluded.last_used_on",
                [id_, day],
            )
            if found.rowcount:
                record(session, "server", "use key", id_, day.isoformat())

        self.sessions.run(marked)
