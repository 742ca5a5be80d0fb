"""The owner's side: each change of what a workspace decides is told to its servers, whole."""

from __future__ import annotations

import datetime as dt
import secrets
import socket
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from threading import RLock
from typing import TYPE_CHECKING, Any

from kpi_core.engines import mapping as mappings
from kpi_core.errors import Kind, KpiError
from kpi_core.shared import schema, words
from kpi_core.shared.decisions import Decisions, digest, gathered
from kpi_core.shared.note import Note
from kpi_core.shared.sessions import Sessions
from kpi_core.text import Text
from kpi_core.workspace import Store
from kpi_core.workspace.forgotten import normal

if TYPE_CHECKING:
    import psycopg


class Publisher:
    """
    Publishes what the workspace of *store* decides, where its note says.

    trouble: why the last change could not be told, None when the servers know all.
    """

    def __init__(self, store: Store, note: Note, sessions: Sessions) -> None:
        self._store = store
        self._note = note
        self.sessions = sessions
        self._seen: object = None
        self._lock = RLock()
        self.trouble: Text | None = None

    def changed(self) -> None:
        """Tell what was just changed; what cannot be told is kept as `trouble`, never raised."""
        try:
            self.publish()
        except KpiError as error:
            self.trouble = error.message

    def settle(self) -> None:
        """Tell what was decided since, by an edited mapping or while the database was away."""
        if self.trouble is not None or self._seen != self._state():
            self.changed()

    def publish(self, *, take: bool = False) -> None:
        """
        Publish, unless all of it is known already; *take* from whoever decided so far.

        Raises
        ------
        KpiError
            NOT_FOUND without a warehouse; AUTH when another workspace decides; TYPE when the
            mapping is wrong: the servers go on with what they know.
        """
        with self._lock:
            state = self._state()
            decisions = gathered(self._store)
            text = decisions.written()
            if take or self._note.tried or digest(text) != self._note.digest:
                self._check(decisions)
                self._send(text, take=take)
            self._seen, self.trouble = state, None

    def _state(self) -> object:
        try:
            found = (self._store.folder / mappings.FILE).stat()
        except OSError:
            return self._store.version, None
        return self._store.version, found.st_mtime_ns, found.st_size

    def _check(self, decisions: Decisions) -> None:
        if decisions.warehouse is None:
            raise KpiError(Kind.NOT_FOUND, words.IN_THE_FILE)
        if decisions.mapping is None:
            mappings.load(self._store.folder)  # says that there is none
        else:
            mappings.parse(decisions.mapping, decisions.dialect)

    def _send(self, text: str, *, take: bool) -> None:
        note, mark = self._note, secrets.token_hex(16)
        known = {note.mark, *note.tried}
        # Written down first: whether it arrived may never be told.
        note.tried = (*note.tried, mark)
        note.save(self._store.folder)
        try:
            self.sessions.run(self._publication(text, mark, known, take=take))
        except _AnotherError as error:
            note.tried = tuple(m for m in note.tried if m != mark)
            note.save(self._store.folder)
            raise KpiError(Kind.AUTH, error.message) from None
        note.mark, note.tried, note.digest = mark, (), digest(text)
        note.save(self._store.folder)

    def _publication(
        self, text: str, mark: str, known: set[str], *, take: bool
    ) -> Callable[[psycopg.Connection[tuple[Any, ...]]], None]:
        def sent(session: psycopg.Connection[tuple[Any, ...]]) -> None:
            schema.same_release(
                int(session.execute("SELECT version FROM kpi.meta").fetchall()[0][0]), self.sessions
            )
            # Two who come at once: the second waits here, and then sees the first one's mark.
            session.execute("LOCK TABLE kpi.published IN SHARE ROW EXCLUSIVE MODE")
            found = session.execute(
                "SELECT mark, owner, published_at::date FROM kpi.published"
            ).fetchall()
            if found and found[0][0] == mark:
                return  # it had arrived, and the session broke before that was told
            if found and found[0][0] not in known and not take:
                raise _AnotherError(self.sessions.address.place, found[0][1], found[0][2])
            session.execute(
                "INSERT INTO kpi.published (number, mark, owner, release, digest, decisions)"
                " VALUES (1, %s, %s, %s, %s, %s) ON CONFLICT (one) DO UPDATE SET"
                " number = published.number + 1, mark = excluded.mark, owner = excluded.owner,"
                " published_at = now(), release = excluded.release, digest = excluded.digest,"
                " decisions = excluded.decisions",
                [mark, self._owner(), _release(), digest(text), text],
            )
            session.execute("DELETE FROM kpi.conversations WHERE expires_at < now()")
            record(session, "owner", "publish", mark[:8], "take" if take else "")

        return sent

    def _owner(self) -> str:
        return f"{socket.gethostname()}:{self._store.folder.absolute()}"

    def key_uses(self) -> dict[str, dt.date]:
        """Return the day on which servers last let in each key, by its id."""
        return {str(id_): day for id_, day in self.sessions.ask("SELECT id, last_used_on FROM kpi.key_uses")}  # fmt: skip

    def forget(self, person: str) -> int:
        """Erase the conversations that name *person*, and return how many did."""
        wanted = normal(person)

        def erased(session: psycopg.Connection[tuple[Any, ...]]) -> int:
            kept = session.execute("SELECT id, context FROM kpi.conversations").fetchall()
            # Compared here: what a database takes for small letters is its own affair.
            found = [id_ for id_, context in kept if wanted in normal(context)]
            session.execute("DELETE FROM kpi.conversations WHERE id = ANY(%s)", [found])
            record(session, "owner", "forget", "person", str(len(found)))
            return len(found)

        return self.sessions.run(erased)

    def told(self) -> dict[str, Any]:
        """Return how things stand there: number, moment, and how much servers have written."""
        ((number, when, owner, mark, talks, acts),) = self.sessions.ask(
            "SELECT number, published_at, owner, mark, (SELECT count(*) FROM kpi.conversations),"
            " (SELECT count(*) FROM kpi.audit) FROM kpi.published"
        )
        return {
            "place": self.sessions.address.place,
            "number": number,
            "published_at": when.isoformat(timespec="seconds"),
            "owner": owner,
            "ours": mark in {self._note.mark, *self._note.tried},
            "conversations": talks,
            "acts": acts,
        }

    def close(self) -> None:
        """End its sessions with the database."""
        self.sessions.close()


def record(
    session: psycopg.Connection[tuple[Any, ...]],
    actor: str,
    action: str,
    object_: str,
    details: str = "",
) -> None:
    """Append one act to the audit that servers and their owner share."""
    session.execute(
        "INSERT INTO kpi.audit (process, actor, action, object, details)"
        " VALUES (%s, %s, %s, %s, %s)",
        [socket.gethostname(), actor, action, object_, details],
    )


class _AnotherError(KpiError):
    def __init__(self, place: str, owner: str, when: dt.date) -> None:
        super().__init__(
            Kind.AUTH, words.ANOTHER.format(place=place, owner=owner, when=when.isoformat())
        )


def _release() -> str:
    try:
        return version("b2b-kpi")
    except PackageNotFoundError:
        return "?"
