"""What a workspace's owner shares with its servers, as people set it up, and where its secret is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from addin import keeping
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import Store

if TYPE_CHECKING:
    from kpi_core.answering import Core
    from kpi_core.shared.publishing import Publisher
    from kpi_core.shared.sessions import Sessions

Json = dict[str, Any]

#: The address of the database that servers share.
VARIABLE = "KPI_SHARED"
_PASSWORDS = ("KPI_SHARED_PASSWORD", "PGPASSWORD")
_EVERY = 1.0  # seconds between two looks at what was edited or could not be told


def sessions_of(url: str, name: str) -> Sessions:
    """Return the sessions with the database at *url*, with the password that this machine knows."""
    from kpi_core.shared.sessions import Sessions  # noqa: PLC0415 - only where something is shared

    said = next((found for v in _PASSWORDS if (found := os.environ.get(v))), None)
    if said is None and (kept := keeping.kept(_named(url))) is not None:
        said = str(kept["password"])
    return Sessions(url, said, name)


def keep_password(url: str, password: str) -> None:
    """Keep the password of the database at *url* for this machine's user."""
    keeping.keep(_named(url), {"password": password})


def _named(url: str) -> str:
    from kpi_core.warehouse.address import read  # noqa: PLC0415 - idem

    at = read(url)
    plain = f"shared.{at.user or ''}.{at.place}".lower()
    return re.sub(r"[^a-z0-9.-]+", "-", plain)[:80]


@contextmanager
def attached(store: Store) -> Iterator[Publisher | None]:
    """Tell the servers of the workspace, if it has any, each change made while this lasts."""
    publisher = _publisher(store)
    try:
        if publisher is not None:
            publisher.settle()
        yield publisher
    finally:
        _detach(store)


@contextmanager
def following(store: Store) -> Iterator[None]:
    """As `attached`, and look every second for what was edited, or could not be told before."""
    stopped = Event()

    def follow() -> None:
        while not stopped.wait(_EVERY):
            if (publisher := _of(store)) is not None:
                publisher.settle()

    thread = Thread(target=follow, name="publishing", daemon=True)
    with attached(store):
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()


def _publisher(store: Store) -> Publisher | None:
    from kpi_core.shared.note import Note  # noqa: PLC0415 - reads a file, loads nothing

    note = Note.of(store.folder)
    if note is None:
        return None
    from kpi_core.shared.publishing import Publisher  # noqa: PLC0415 - only where one is shared

    publisher = Publisher(store, note, sessions_of(note.url, "b2b-kpi owner"))
    store.follower = publisher
    return publisher


def _detach(store: Store) -> None:
    if (publisher := _of(store)) is not None:
        store.follower = None
        publisher.close()


def _of(store: Store) -> Publisher | None:
    if store.follower is None:
        return None
    from kpi_core.shared.publishing import Publisher  # noqa: PLC0415 - loaded already

    return store.follower if isinstance(store.follower, Publisher) else None


def unpublished(store: Store) -> Json:
    """Return why the servers do not know of the last change, for whoever made it; else nothing."""
    publisher = _of(store)
    if publisher is None or publisher.trouble is None:
        return {}
    from kpi_core.shared import words  # noqa: PLC0415 - loaded already

    said = words.NOT_TOLD.format(why=publisher.trouble)
    return {"unpublished": {"en": said.en, "fr": said.fr}}


def key_uses(store: Store) -> dict[str, str]:
    """Return the day on which servers last let in each key; none where they cannot be asked."""
    publisher = _of(store)
    if publisher is None:
        return {}
    try:
        return {id_: day.isoformat() for id_, day in publisher.key_uses().items()}
    except KpiError:
        return {}


def forget(store: Store, person: str) -> int:
    """
    Erase what servers keep of *person*, and return how many conversations that was.

    Raises
    ------
    KpiError
        UPSTREAM when it cannot be erased now: nothing was erased anywhere.
    """
    publisher = _of(store)
    return 0 if publisher is None else publisher.forget(person)


def asked_of(core: Core, asked: Json) -> Json:
    """
    Share the workspace ({"init": address, "for"?, "take"?}), publish, stop, or tell how it stands.

    Returns
    -------
    what `Publisher.told` tells; {"place": None} where nothing is shared; {"stopped": place}.

    Raises
    ------
    KpiError
        NOT_FOUND or AUTH: its data is in its file, another workspace decides there, or nothing is
        shared yet.
    """
    store = core.store
    if "init" in asked:
        _begin(store, asked)
    publisher = _of(store)
    if publisher is None:
        if asked.get("stop") or asked.get("publish"):
            raise KpiError(Kind.NOT_FOUND, NOTHING)
        return {"place": None}
    if asked.get("stop"):
        from kpi_core.shared import note  # noqa: PLC0415 - loaded already

        note.forget(store.folder)
        _detach(store)
        return {"stopped": publisher.sessions.address.place}
    if asked.get("publish"):
        publisher.publish()
    return publisher.told()


def _begin(store: Store, asked: Json) -> None:
    from kpi_core.shared import schema, words  # noqa: PLC0415 - only where something is shared
    from kpi_core.shared.note import Note  # noqa: PLC0415 - idem
    from kpi_core.shared.publishing import Publisher  # noqa: PLC0415 - idem

    if store.settings().warehouse is None:
        raise KpiError(Kind.NOT_FOUND, words.IN_THE_FILE)
    url = asked["init"]
    note = Note.of(store.folder)
    if note is None or note.url != url:
        note = Note(url)
    publisher = Publisher(store, note, sessions_of(url, "b2b-kpi owner"))
    try:
        schema.prepare(publisher.sessions, asked.get("for"))
        publisher.publish(take=asked.get("take", False))
    except KpiError:
        publisher.close()
        raise
    _detach(store)
    store.follower = publisher


NOTHING = Text(
    en="This workspace is answered by one server: `kpi shared init postgres://…` lets several do it.",
    fr="Un seul serveur répond pour cet espace de travail\u00a0: `kpi shared init postgres://…` permet à plusieurs de le faire.",
)
