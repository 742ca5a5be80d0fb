"""Where a command finds its workspace: the server that owns it, or the file itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text

if TYPE_CHECKING:
    from addin.bringing import Progress
    from kpi_core.workspace import Store

Json = dict[str, Any]
Ask = Callable[[str, Json], Json]

SERVER = "server.json"
_ASKING, _SUMMING = 600, 7 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Session:
    """What every command was told: which workspace, which language, which day, how to print."""

    folder: Path
    lang: Lang
    today: dt.date | None
    json: bool

    @contextmanager
    def desk(self, *, create: bool = False, progress: Progress | None = None) -> Iterator[Ask]:
        """Yield what asks the workspace an operation by name."""
        from addin.cli.waiting import until_free

        # Whatever the engine writes beside its file is for the owner's eyes too.
        os.umask(0o077)
        found = until_free(lambda: self._reached(create=create), self.lang)
        if isinstance(found, Running):
            yield lambda operation, asked: self._known(_remote(found, operation, asked))
            return
        from addin.caching import compiled_in
        from addin.desk import Desk, perform
        from addin.sharing import attached, unpublished
        from addin.warehouse import kept_password
        from kpi_core.answering import Core
        from kpi_core.warehouse.statements import keep_in

        with found as store:
            save = keep_in(compiled_in(self.folder))
            core = Core(store, self.today, kept_password)
            desk = Desk(core, progress=progress)
            try:
                with attached(store):
                    yield lambda operation, asked: self._known(
                        perform(desk, operation, asked) | unpublished(store)
                    )
            finally:
                core.close()
                save()

    def _known(self, told: Json) -> Json:
        """Return *told*, having said where other servers do not know of it yet."""
        if (said := told.pop("unpublished", None)) is not None:
            sys.stderr.write(said[self.lang.value] + "\n")
        return told

    def _reached(self, *, create: bool) -> Running | Store:
        """Return the server that owns the workspace, else the workspace itself."""
        if (running := find_server(self.folder)) is not None:
            if self.today is not None and self.today != running.today:
                raise KpiError(
                    Kind.TYPE,
                    _OTHER_DAY.format(
                        address=running.address,
                        day=_written(running.today),
                        asked=_written(self.today),
                    ),
                )
            return running
        from kpi_core.workspace import Store

        return Store(self.folder, create=create)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that owns the workspace, the key it left for us, and the day that it has."""

    address: str
    token: str
    today: dt.date


def find_server(folder: Path) -> Running | None:
    """Return the server that says it owns *folder*, if it answers."""
    path = folder / SERVER
    try:
        said = json.loads(path.read_text())
        address, token = said["address"], said["token"]
        with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:  # noqa: S310 - our own loopback address
            told = json.load(answer)
        # After a crash another server may stand there: it is not ours, and gets no key.
        if told["instance"] != instance(token):
            return None
        return Running(address, token, dt.date.fromisoformat(told["today"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def instance(token: str) -> str:
    """Return what a server with this key calls itself: says nothing of the key."""
    return hashlib.sha256(f"instance {token}".encode()).hexdigest()[:16]


def _remote(running: Running, operation: str, asked: Json) -> Json:
    if "file" in asked:
        asked = asked | {"file": str(Path(asked["file"]).absolute())}
    if "target" in asked:
        asked = asked | {"target": str(Path(asked["target"]).absolute())}
    request = urllib.request.Request(  # noqa: S310 - our own loopback address
        f"{running.address}/v1/admin/{operation}",
        data=json.dumps(asked).encode(),
        headers={"Authorization": f"Bearer {running.token}", "Content-Type": "application/json"},
        method="POST",
    )
    # Sums of a large warehouse take as long as its rows; all else ends or is refused long before.
    patience = _SUMMING if asked.get("cube") else _ASKING
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:  # noqa: S310 - idem
            found: Json = json.load(answer)
            return found
    except urllib.error.HTTPError as error:
        said = json.load(error)
        kind = Kind(said["kind"]) if said.get("kind") else Kind.UPSTREAM
        raise KpiError(kind, Text(**said["message"])) from None


def _written(day: dt.date) -> Text:
    return Text(en=day.isoformat(), fr=f"{day:%d/%m/%Y}")


_OTHER_DAY = Text(
    en="A server ({address}) has this workspace open and counts {day} as today: it cannot answer as of {asked}. Leave --today out, or stop that server.",
    fr="Un serveur ({address}) tient cet espace de travail ouvert et, pour lui, nous sommes le {day}\u00a0: il ne peut pas répondre comme si nous étions le {asked}. N’indiquez pas --today, ou arrêtez ce serveur.",
)
