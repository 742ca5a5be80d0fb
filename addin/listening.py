"""Where a server listens, under which names it is known, and what stops it."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
from typing import NoReturn

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


def tidy_when_stopped() -> None:
    """Let whoever stops this process be obeyed once what is open was closed."""
    for told in (signal.SIGINT, signal.SIGTERM):
        # uvicorn sends itself again what stopped it: without this it would die before tidying.
        signal.signal(told, _stop)


def address_of(scheme: str, host: str, listening: socket.socket) -> str:
    """Return the address that *listening* is reached at."""
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


def names(host: str) -> tuple[frozenset[str], bool]:
    """Return the host names that a server on *host* answers for, and whether others may reach it."""
    published = listed("KPI_HOSTS")
    own = frozenset({"127.0.0.1", "localhost", "[::1]", host.lower()})
    return own | published, bool(published) or not loopback(host)


def listed(variable: str) -> frozenset[str]:
    """
    Return the names in an environment variable, separated by commas.

    KPI_HOSTS: under which a proxy publishes the server (kpi.example.org); KPI_ORIGINS: whose pages
    may ask from a browser (https://intranet.example.org).
    """
    names = os.environ.get(variable, "")
    return frozenset(name.strip().lower() for name in names.split(",") if name.strip())


def listen(host: str, port: int) -> socket.socket:
    """
    Return a socket that listens at *port* of *host*, at any that is free where *port* is 0.

    Raises
    ------
    KpiError
        UPSTREAM when the port is taken, NOT_FOUND when *host* is not an address of this machine.
    """
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
