"""Where a firm's warehouse is, as a setting says it: never with a password in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Text

# Spark's masters are no hosts that a parser of addresses reads: local[2], a:7077,b:7077.
_SPARK = re.compile(
    r"spark://(?P<master>local(?:\[(?:\d+|\*)\])?|local-cluster\[\d+,\s*\d+,\s*\d+\]"
    r"|[\w.-]+:\d+(?:,[\w.-]+:\d+)*)(?:/(?P<database>[\w-]+(?:\.[\w-]+)?)?)?",
    re.ASCII,
)

#: Environment variables that hold the password of a dialect's, after the one for all of them.
PASSWORD = "KPI_WAREHOUSE_PASSWORD"  # noqa: S105 - the name of where it is
PASSWORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "postgres": ("PGPASSWORD",),
        "clickhouse": ("CLICKHOUSE_PASSWORD",),
        "trino": ("TRINO_PASSWORD",),
        "snowflake": ("SNOWFLAKE_PASSWORD",),
        "databricks": ("DATABRICKS_TOKEN",),
    }
)
#: Environment variable of a token that is sent instead of a user and a password.
TOKEN = "KPI_WAREHOUSE_TOKEN"  # noqa: S105 - idem
#: Dialects whose credentials are their own configuration's, and never a password.
UNASKED = frozenset({"spark", "bigquery"})

#: Returns the password that is kept for an address, None when none is.
Secret = Callable[[str], str | None]

_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
_SECRETS = frozenset(
    {"password", "pwd", "pass", "passwd", "passcode", "token", "access_token", "jwt", "secret",
     "client_secret", "api_key", "private_key", "credentials"}
)  # fmt: skip
#: Of what is spoken over HTTP: `tls=off` on a network of one's own, `ca` a file of authorities.
_WEB = frozenset({"tls", "ca"})
_TLS = ("on", "off")


@dataclass(frozen=True, slots=True)
class _Way:
    """
    What an address of one dialect says.

    names: how many follow the host, at least and at most; options: what else may be said, *needed*
    what must be; example: of one, in both languages.
    """

    dialect: str
    names: tuple[int, int]
    options: frozenset[str]
    example: Text
    user: bool = True
    needed: frozenset[str] = frozenset()


_POSTGRES = _Way(
    "postgres",
    (1, 1),
    frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "host"}),
    Text(
        en="postgres://reader@db.example.org:5432/analytics",
        fr="postgres://lecteur@bdd.exemple.fr:5432/analyse",
    ),
)
_WAYS: Mapping[str, _Way] = MappingProxyType(
    {
        "postgres": _POSTGRES,
        "postgresql": _POSTGRES,
        "clickhouse": _Way(
            "clickhouse",
            (1, 1),
            _WEB,
            Text(
                en="clickhouse://reader@db.example.org:8443/analytics",
                fr="clickhouse://lecteur@bdd.exemple.fr:8443/analyse",
            ),
        ),
        "trino": _Way(
            "trino",
            (1, 2),
            _WEB,
            Text(
                en="trino://reader@trino.example.org:443/catalog/schema",
                fr="trino://lecteur@trino.exemple.fr:443/catalogue/schema",
            ),
        ),
        "bigquery": _Way(
            "bigquery",
            (1, 1),
            frozenset({"location"}),
            Text(
                en="bigquery://project/dataset?location=EU",
                fr="bigquery://projet/jeu_de_donnees?location=EU",
            ),
            user=False,
        ),
        "snowflake": _Way(
            "snowflake",
            (1, 2),
            frozenset({"warehouse", "role"}) | _WEB,
            Text(
                en="snowflake://reader@account/database/schema?warehouse=compute",
                fr="snowflake://lecteur@compte/base/schema?warehouse=calcul",
            ),
        ),
        "databricks": _Way(
            "databricks",
            (1, 2),
            frozenset({"http_path"}) | _WEB,
            Text(
                en="databricks://host.cloud.databricks.com/catalog/schema?http_path=/sql/1.0/warehouses/1a2b",
                fr="databricks://hote.cloud.databricks.com/catalogue/schema?http_path=/sql/1.0/warehouses/1a2b",
            ),
            user=False,
            needed=frozenset({"http_path"}),
        ),
    }
)
_OF_SPARK = Text(
    en="spark://local, spark://master.example.org:7077/database",
    fr="spark://local, spark://maitre.exemple.fr:7077/base",
)


@dataclass(frozen=True, slots=True)
class Address:
    """
    A warehouse: its dialect, its database and who asks.

    host: of Spark, its master, with its port; of BigQuery the project, of Snowflake the account.
    database: with what is within it after a `/`, such as `catalog/schema`.
    options: what else the driver is told, such as `sslmode`.
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

    @property
    def names(self) -> tuple[str, ...]:
        """The database, and what is within it: `(catalog, schema)`."""
        return tuple(self.database.split("/")) if self.database else ()

    def option(self, name: str) -> str | None:
        """Return what the address says of *name*."""
        return dict(self.options).get(name)

    @property
    def encrypted(self) -> bool:
        """Whether what is spoken over HTTP is so over TLS: everywhere but on this machine, unless said."""
        return self.option("tls") != "off"


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
    options = dict(parse_qsl(parts.query))
    if parts.password is not None or {key.lower() for key in options} & _SECRETS:
        raise KpiError(Kind.AUTH, _PASSWORD)
    way = _WAYS.get(parts.scheme)
    database = unquote(parts.path.strip("/"))
    if way is None or not _said(way, parts, database, options):
        raise _no_address(url)
    user = unquote(parts.username) if parts.username else None
    host = unquote(parts.hostname or options.pop("host", ""))
    if host not in _LOCAL and not host.startswith("/"):
        if way is _POSTGRES:
            # The driver's own default goes on in clear when the server offers nothing better.
            options.setdefault("sslmode", "require")
    elif "tls" in way.options:
        options.setdefault("tls", "off")
    return Address(way.dialect, host, port, user, database, tuple(sorted(options.items())))


def _said(way: _Way, parts: SplitResult, database: str, options: Mapping[str, str]) -> bool:
    """Tell whether an address says what one of its dialect must, and nothing else."""
    least, most = way.names
    names = database.split("/")
    return (
        least <= len(names) <= most
        and all(names)
        and not parts.fragment
        # As other tools write a password, or a user, where none is looked for.
        and not any(_FOREIGN & set(said) for said in (*names, *options.values()))
        and way.needed <= set(options) <= way.options
        and options.get("tls", "on") in _TLS
        and (way.user or parts.username is None)
        # Of two hosts, which one is asked would not be seen.
        and not (parts.hostname and "host" in options)
        and (way is _POSTGRES or bool(parts.hostname))
    )


_FOREIGN = frozenset(";@=#")


def password(url: str, kept: Secret | None) -> str | None:
    """Return the password for *url*: of the environment, else what is kept for it."""
    for name in (PASSWORD, *PASSWORDS.get(read(url).dialect, ())):
        if said := os.environ.get(name):
            return said
    return kept(url) if kept is not None else None


def _no_address(url: str) -> KpiError:
    told = _unsecret(shown(url))
    way = _WAYS.get(url.strip().partition("://")[0])
    if way is None:
        ways = dict.fromkeys(way.example for way in _WAYS.values())
        return KpiError(
            Kind.TYPE,
            Text(
                en=_NONE.en.format(url=told, examples=", ".join([*(w.en for w in ways), _OF_SPARK.en])),
                fr=_NONE.fr.format(url=told, examples=", ".join([*(w.fr for w in ways), _OF_SPARK.fr])),
            ),
        )  # fmt: skip
    options = ", ".join(sorted(way.options))
    return KpiError(
        Kind.TYPE,
        Text(
            en=_NOT_SO.en.format(url=told, example=way.example.en, options=options),
            fr=_NOT_SO.fr.format(url=told, example=way.example.fr, options=options),
        ),
    )


def _unsecret(url: str) -> str:
    """Return *url* without what may be a secret: whoever asks, whatever is given to an option."""
    scheme, apart, rest = url.partition("://")
    if not apart:
        scheme, rest = "", url
    told = f"…@{rest.rpartition('@')[2]}" if "@" in rest else rest
    return re.sub(r"[=#].*", "=…", f"{scheme}{apart}{told}")


_PASSWORD = Text(
    en="An address holds no password: it is read by whoever reads the settings. Take it out, and set KPI_WAREHOUSE_PASSWORD or type `kpi warehouse password`.",
    fr="Une adresse ne contient pas de mot de passe\u00a0: qui lit les réglages le lirait. Retirez-le, puis définissez KPI_WAREHOUSE_PASSWORD ou tapez `kpi warehouse password`.",
)
_NONE = Text(
    en="“{url}” is no warehouse's address: write one such as {examples}.",
    fr="«\u00a0{url}\u00a0» n’est pas l’adresse d’un entrepôt\u00a0: écrivez par exemple {examples}.",
)
_NOT_SO = Text(
    en="“{url}” is no address of that kind of warehouse: write one such as {example}. After a “?” it may say: {options}.",
    fr="«\u00a0{url}\u00a0» n’est pas une adresse de cette sorte d’entrepôt\u00a0: écrivez par exemple {example}. Après un «\u00a0?\u00a0», elle peut dire\u00a0: {options}.",
)
