"""What PostgreSQL answers when it does not, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_core.engines.words import (
    BUSY,
    DATABASE,
    HOST,
    LOGIN,
    LOST,
    MISSING,
    REFUSES,
    VALUES,
)
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

if TYPE_CHECKING:
    import psycopg

NO_DRIVER = Text(
    en="The driver for PostgreSQL is not installed: pip install 'b2b-kpi[postgres]'.",
    fr="Le pilote de PostgreSQL n’est pas installé\u00a0: pip install 'b2b-kpi[postgres]'.",
)


def unreachable(address: Address, error: psycopg.Error) -> KpiError:
    """Say why nobody gets in: the server is not there, or refuses who asks."""
    said = str(error).lower()
    user = address.user or "?"
    for signs, kind, words in _CONNECTING:
        if any(sign in said for sign in signs):
            return KpiError(kind, words.format(place=address.place, user=user))
    return KpiError(Kind.UPSTREAM, REFUSES.format(place=address.place, why=_first(error)))


def refused(address: Address, error: psycopg.Error) -> KpiError:
    """Say what the server has against a statement."""
    state = error.sqlstate or ""
    for start, kind, words in _STATES:
        if state.startswith(start):
            return KpiError(kind, words.format(place=address.place, why=_first(error)))
    if not state:
        return KpiError(Kind.UPSTREAM, LOST.format(place=address.place))
    return KpiError(Kind.UPSTREAM, REFUSES.format(place=address.place, why=_first(error)))


def _first(error: psycopg.Error) -> str:
    # Only its first line: the others repeat the statement, and with it whose data it asks for.
    told = error.diag.message_primary or str(error).strip().partition("\n")[0]
    return told.strip().rstrip(".")[:300]


_TLS = Text(
    en="The server of {place} offers no encryption, or none that can be trusted: ask who runs it, give sslrootcert, or add ?sslmode=disable to the address on a network of your own.",
    fr="Le serveur de {place} ne propose pas de chiffrement, ou aucun auquel se fier\u00a0: demandez à qui l’administre, donnez sslrootcert, ou ajoutez ?sslmode=disable à l’adresse sur un réseau à vous.",
)
_CONNECTING = (
    (("ssl", "certificate"), Kind.AUTH, _TLS),
    (("password", "pg_hba", "role ", "peer authentication", "authentication"), Kind.AUTH, LOGIN),
    (("database ",), Kind.NOT_FOUND, DATABASE),
    (
        ("could not translate", "resolve", "refused", "timeout", "timed out", "no route",
         "unreachable", "no such file"),
        Kind.UPSTREAM,
        HOST,
    ),
)  # fmt: skip

_RIGHTS = Text(
    en="The warehouse {place} lets this user read less than is asked: {why}. Ask for the right to read it: GRANT SELECT.",
    fr="L’entrepôt {place} laisse cet utilisateur lire moins que ce qui est demandé\u00a0: {why}. Demandez le droit de lecture\u00a0: GRANT SELECT.",
)
# By the server's own codes, the longest first: classes of the SQL standard, in two characters.
_STATES = (
    ("42501", Kind.AUTH, _RIGHTS),
    ("42", Kind.NOT_FOUND, MISSING),
    ("3F", Kind.NOT_FOUND, MISSING),
    ("22", Kind.TYPE, VALUES),
    ("25", Kind.AUTH, _RIGHTS),
    ("53", Kind.LIMIT, BUSY),
    ("57", Kind.UPSTREAM, LOST),
    ("08", Kind.UPSTREAM, LOST),
)
