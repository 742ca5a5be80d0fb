"""The composition root of the server: opens the workspace, leaves word where it is, serves."""

from __future__ import annotations

import datetime as dt
import errno
import ipaddress
import json
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NoReturn

from addin.cli.session import SERVER, find_server, instance
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

if TYPE_CHECKING:
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
                en="A server already serves this workspace at {address}.",
                fr="Un serveur sert déjà cet espace de travail à l’adresse {address}.",
            ).format(address=running.address),
        )
    import uvicorn  # noqa: PLC0415 - the refusals above need none of it

    from addin.https import Door  # noqa: PLC0415 - idem
    from addin.server import journal  # noqa: PLC0415 - idem
    from addin.server.access import Authority, Keys  # noqa: PLC0415 - idem
    from addin.server.app import create_app  # noqa: PLC0415 - idem
    from addin.server.guard import App  # noqa: PLC0415 - idem
    from addin.server.rates import Rates  # noqa: PLC0415 - idem
    from addin.sync.runner import ticking  # noqa: PLC0415 - idem
    from addin.warehouse import kept_password  # noqa: PLC0415 - idem
    from kpi_core.answering import Core  # noqa: PLC0415 - idem
    from kpi_core.warehouse.statements import keep_in  # noqa: PLC0415 - idem
    from kpi_core.workspace import Store  # noqa: PLC0415 - idem

    journal.start()
    token = secrets.token_urlsafe(32)
    hosts = frozenset({"127.0.0.1", "localhost", "[::1]", host.lower(), *_listed("KPI_HOSTS")})
    outside = not loopback(host) or bool(_listed("KPI_HOSTS"))
    with Store(folder) as store:
        authority = Authority(Keys.of(os.environ.get("KPI_API_KEY"), token), store, closed=outside)
        if (outside or tools) and not authority.opens():
            raise KpiError(Kind.AUTH, _UNGUARDED.format(host=host) if outside else _KEYLESS)
        listening = _listen(host, port)
        announced = _address("http" if certificate is None else "https", host, listening)
        door: AbstractContextManager[object] = nullcontext()
        address = announced
        if certificate is not None:
            outer, listening = listening, _listen("127.0.0.1", 0)
            address = _address("http", "127.0.0.1", listening)
            door = Door(outer, certificate, listening.getsockname()[:2])
        core, origins, rates = Core(store, today, kept_password), _listed("KPI_ORIGINS"), Rates()
        app: App = create_app(
            core,
            authority=authority,
            hosts=hosts,
            origins=origins,
            version=version("b2b-kpi"),
            instance=instance(token),
            rates=rates,
        )
        if tools:
            from addin.mcp.http import beside  # noqa: PLC0415 - only where it is asked for

            app = beside(app, core, authority=authority, hosts=hosts, origins=origins, rates=rates)
        _check_model(core)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # a line a request holds its query string, where keys are pasted
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=5,
        )
        _tidy_when_stopped()
        left, save = _leave_word(folder, address, token), keep_in(folder)
        # Whatever is being loaded at the end is waited for last, once nobody finds the server.
        with _warming() as warm:
            try:
                with closing(core), door, ticking(core):
                    ready(announced)
                    warm()
                    uvicorn.Server(config).run(sockets=[listening])
            finally:
                left.unlink(missing_ok=True)
                save()


def _tidy_when_stopped() -> None:
    for told in (signal.SIGINT, signal.SIGTERM):
        # uvicorn sends itself again what stopped it: without this it would die before tidying.
        signal.signal(told, _stop)


@contextmanager
def _warming() -> Iterator[Callable[[], None]]:
    """Yield what begins to warm up beside the first requests: whoever asks none waits for none."""
    warming = Thread(target=_warm, name="warming", daemon=True)
    try:
        yield warming.start
    finally:
        # Torn from under it, what it loads would be left half there, and the libraries complain.
        if warming.ident is not None:
            warming.join(_LOADING)


def _check_model(core: Core) -> None:
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

_UNGUARDED = Text(
    en="{host} can be reached from other machines: make a key first (kpi keys create NAME), set KPI_API_KEY, or serve on 127.0.0.1.",
    fr="{host} est joignable depuis d’autres machines\u00a0: créez d’abord une clé (kpi keys create NOM), définissez KPI_API_KEY, ou servez sur 127.0.0.1.",
)
_KEYLESS = Text(
    en="Tools are served to holders of a key only: make one first (kpi keys create NAME).",
    fr="Les outils ne sont servis qu’aux détenteurs d’une clé\u00a0: créez-en d’abord une (kpi keys create NOM).",
)


def _address(scheme: str, host: str, listening: socket.socket) -> str:
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def loopback(host: str) -> bool:
    """Tell whether *host* is this machine talking to itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listed(variable: str) -> frozenset[str]:
    """
    Return the names in an environment variable, separated by commas.

    KPI_HOSTS: under which a proxy publishes the server (kpi.example.org); KPI_ORIGINS: whose pages
    may ask from a browser (https://intranet.example.org).
    """
    names = os.environ.get(variable, "")
    return frozenset(name.strip().lower() for name in names.split(",") if name.strip())


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or the event loop leaves Nagle's delay on: 40 ms a reply.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise _not_here(host) from None
        raise KpiError(
            Kind.UPSTREAM,
            Text(
                en="Port {port} is taken: choose another one with --port, or --port 0 for any.",
                fr="Le port {port} est pris : choisissez-en un autre avec --port, ou --port 0 pour n’importe lequel.",
            ).format(port=port),
        ) from None
    listening.listen(128)
    return listening


def _not_here(host: str) -> KpiError:
    return KpiError(
        Kind.NOT_FOUND,
        Text(
            en="{host} is not an address of this machine: serve on 127.0.0.1, or on one of its own.",
            fr="{host} n’est pas une adresse de cette machine : servez sur 127.0.0.1, ou sur l’une des siennes.",
        ).format(host=host),
    )


def _leave_word(folder: Path, address: str, token: str) -> Path:
    """Write where the server is and its key, for the eyes of the file's owner only."""
    path = folder / SERVER
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"address": address, "token": token, "pid": os.getpid()}, file)
    return path
