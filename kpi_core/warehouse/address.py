"""Where a firm's warehouse is, as a setting says it: never with a password in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

#: What the setting may begin with -> the dialect that is spoken there.
SCHEMES: Mapping[str, str] = MappingProxyType({"postgres": "postgres", "postgresql": "postgres"})

# Spark's masters are no hosts that a parser of addresses reads: local[2], a:7077,b:7077.
_SPARK = re.compile(
    r"spark://(?P<master>local(?:\[(?:\d+|\*)\])?|local-cluster\[\d+,\s*\d+,\s*\d+\]"
    r"|[\w.-]+:\d+(?:,[\w.-]+:\d+)*)(?:/(?P<database>[\w-]+(?:\.[\w-]+)?)?)?",
    re.ASCII,
)

#: Environment variables that hold the password, the first that is set.
PASSWORDS = ("KPI_WAREHOUSE_PASSWORD", "PGPASSWORD")

#: Returns the password that is kept for an address, None when none is.
Secret = Callable[[str], str | None]

# What else an address may say, as the driver calls it.
_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "host"})
_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Address:
    """
    A warehouse: its dialect, its database and who asks.

    host: of Spark, its master, with its port; options: what else the driver is told, such as
    `sslmode`.
    """

    dialect: str
    host: str
    port: int | None
    user: str | None
    database: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """What people recognise it by: without user or options."""
        host = f"{self.host}:{self.port}" if self.port else self.host or "localhost"
        return f"{host}/{self.database}" if self.database else host


def read(url: str) -> Address:
    """
    Return the address that *url* says.

    Raises
    ------
    KpiError
        TYPE when it is none, or of an engine that is not known; AUTH when it holds a password.
    """
    if (spark := _SPARK.fullmatch(url.strip())) is not None:
        return Address("spark", spark["master"], None, None, spark["database"] or "")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise _no_address(url) from None
    if parts.password is not None:
        raise KpiError(Kind.AUTH, _PASSWORD)
    dialect = SCHEMES.get(parts.scheme)
    database = unquote(parts.path.lstrip("/"))
    options = dict(parse_qsl(parts.query))
    if "password" in options:
        raise KpiError(Kind.AUTH, _PASSWORD)
    if dialect is None or not database or "/" in database or set(options) - _OPTIONS:
        raise _no_address(url)
    if parts.hostname and "host" in options:  # which of both is asked would not be seen
        raise _no_address(url)
    host = unquote(parts.hostname or options.pop("host", ""))
    if host not in _LOCAL and not host.startswith("/"):
        # The driver's own default goes on in clear when the server offers nothing better.
        options.setdefault("sslmode", "require")
    user = unquote(parts.username) if parts.username else None
    return Address(dialect, host, port, user, database, tuple(sorted(options.items())))


def password(url: str, kept: Secret | None) -> str | None:
    """Return the password for *url*: of the environment, else what is kept for it."""
    for name in PASSWORDS:
        if said := os.environ.get(name):
            return said
    return kept(url) if kept is not None else None


def _no_address(url: str) -> KpiError:
    return KpiError(Kind.TYPE, _NONE.format(url=shown(url)))


_PASSWORD = Text(
    en="An address holds no password: it is read by whoever reads the settings. Take it out, and set KPI_WAREHOUSE_PASSWORD or type `kpi warehouse password`.",
    fr="Une adresse ne contient pas de mot de passe\u00a0: qui lit les réglages le lirait. Retirez-le, puis définissez KPI_WAREHOUSE_PASSWORD ou tapez `kpi warehouse password`.",
)
_NONE = Text(
    en="“{url}” is no warehouse's address: write one such as postgres://reader@db.example.org:5432/analytics (then, if need be, ?sslmode=… and sslrootcert, sslcert, sslkey, connect_timeout or host), or spark://local, spark://master.example.org:7077/database.",
    fr="«\u00a0{url}\u00a0» n’est pas l’adresse d’un entrepôt\u00a0: écrivez par exemple postgres://lecteur@bdd.exemple.fr:5432/analyse (puis, au besoin, ?sslmode=… et sslrootcert, sslcert, sslkey, connect_timeout ou host), ou spark://local, spark://maitre.exemple.fr:7077/base.",
)
