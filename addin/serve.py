"""The composition root of the server: opens the workspace, leaves word where it is, serves."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from addin.caching import compiled_in
from addin.cli.session import SERVER, find_server, instance
from addin.listening import address_of, listed, listen, names, tidy_when_stopped
from addin.sharing import following
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

if TYPE_CHECKING:
    from addin.server.ready import Readiness
    from kpi_core.answering import Core


def serve(
    folder: Path,
    *,
    host: str,
    port: int,
    today: dt.date | None,
    ready: Callable[[str], None],
    certificate: Path | None = None,
    tools: bool = False,
) -> None:
    """
    Serve the workspace of *folder* until stopped, over https when there is a *certificate*.

    tools: also over the Model Context Protocol, to whoever has a credential.

    Raises
    ------
    KpiError
        AUTH when *host* can be reached from elsewhere, or *tools* are served, and no key guards it.
    """
    if (running := find_server(folder)) is not None:
        raise KpiError(
            Kind.UPSTREAM,
            Text(
                en="A server already serves this workspace at {address}, and one at a time may own its file. Several servers at once answer from a warehouse: kpi serve --replica (docs/deploy.md).",
                fr="Un serveur sert déjà cet espace de travail à l’adresse {address}, et un seul à la fois peut tenir son fichier. Plusieurs serveurs à la fois répondent depuis un entrepôt\u00a0: kpi serve --replica (docs/deploy.md).",
            ).format(address=running.address),
        )
    from addin.https import Door  # noqa: PLC0415 - the refusals above need none of it
    from addin.server import journal  # noqa: PLC0415 - idem
    from addin.server.access import Authority, Keys  # noqa: PLC0415 - idem
    from addin.server.app import create_app  # noqa: PLC0415 - idem
    from addin.server.guard import App  # noqa: PLC0415 - idem
    from addin.server.rates import Rates  # noqa: PLC0415 - idem
    from addin.server.ready import Readiness  # noqa: PLC0415 - idem
    from addin.server.turning import turn  # noqa: PLC0415 - idem
    from addin.sync.runner import ticking  # noqa: PLC0415 - idem
    from addin.warehouse import kept_password  # noqa: PLC0415 - idem
    from kpi_core.answering import Core  # noqa: PLC0415 - idem
    from kpi_core.warehouse.statements import keep_in  # noqa: PLC0415 - idem
    from kpi_core.workspace import Store  # noqa: PLC0415 - idem

    journal.start()
    token = secrets.token_urlsafe(32)
    hosts, outside = names(host)
    with Store(folder) as store:
        authority = Authority(Keys.of(os.environ.get("KPI_API_KEY"), token), store, closed=outside)
        if (outside or tools) and not authority.opens():
            raise KpiError(Kind.AUTH, UNGUARDED.format(host=host) if outside else _KEYLESS)
        listening = listen(host, port)
        announced = address_of("http" if certificate is None else "https", host, listening)
        door: AbstractContextManager[object] = nullcontext()
        address = announced
        if certificate is not None:
            outer, listening = listening, listen("127.0.0.1", 0)
            address = address_of("http", "127.0.0.1", listening)
            door = Door(outer, certificate, listening.getsockname()[:2])
        core, readiness = Core(store, today, kept_password), Readiness()
        origins, rates = listed("KPI_ORIGINS"), Rates()
        app: App = create_app(
            core,
            authority=authority,
            hosts=hosts,
            origins=origins,
            version=version("b2b-kpi"),
            instance=instance(token),
            rates=rates,
            readiness=readiness,
        )
        if tools:
            from addin.mcp.http import beside  # noqa: PLC0415 - only where it is asked for

            app = beside(app, core, authority=authority, hosts=hosts, origins=origins, rates=rates)
        check_model(core)
        tidy_when_stopped()
        left, save = _leave_word(folder, address, token), keep_in(compiled_in(folder))
        # Whatever is being loaded at the end is waited for last, once nobody finds the server.
        with warming(readiness) as warm:
            try:
                with closing(core), door, ticking(core), following(store):
                    ready(announced)
                    warm()
                    turn(app, listening, readiness, patience=5)
            finally:
                left.unlink(missing_ok=True)
                save()


@contextmanager
def warming(readiness: Readiness) -> Iterator[Callable[[], None]]:
    """Yield what begins to warm up beside the first requests: whoever asks none waits for none."""

    def warm() -> None:
        _warm()
        readiness.ready = True

    thread = Thread(target=warm, name="warming", daemon=True)
    try:
        yield thread.start
    finally:
        # Torn from under it, what it loads would be left half there, and the libraries complain.
        if thread.ident is not None:
            thread.join(_LOADING)


def check_model(core: Core) -> None:
    """Say now, not at the first question, that a language model is set up wrong."""
    if any(name.startswith("KPI_MODEL") for name in os.environ):
        from addin.conversing import assistant_of  # noqa: PLC0415 - only where one is configured

        assistant_of(core)


def _warm() -> None:
    """Do what the first cell and the first question would wait for."""
    from assistant.reading.dictionary import is_real  # noqa: PLC0415 - beside the first requests
    from assistant.reading.metrics import names  # noqa: PLC0415 - idem
    from kpi_core.answering.warming import warm  # noqa: PLC0415 - idem

    # The declarations only: a thread that the server's end cuts short must hold nothing open.
    warm()
    names()
    is_real("")


_LOADING = 10  # seconds, more than loading anything takes

UNGUARDED = Text(
    en="{host} can be reached from other machines: make a key first (kpi keys create NAME), set KPI_API_KEY, or serve on 127.0.0.1.",
    fr="{host} est joignable depuis d’autres machines\u00a0: créez d’abord une clé (kpi keys create NOM), définissez KPI_API_KEY, ou servez sur 127.0.0.1.",
)
_KEYLESS = Text(
    en="Tools are served to holders of a key only: make one first (kpi keys create NAME).",
    fr="Les outils ne sont servis qu’aux détenteurs d’une clé\u00a0: créez-en d’abord une (kpi keys create NOM).",
)


def _leave_word(folder: Path, address: str, token: str) -> Path:
    """Write where the server is and its key, for the eyes of the file's owner only."""
    path = folder / SERVER
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"address": address, "token": token, "pid": os.getpid()}, file)
    return path
