"""What Databricks answers when it does not, in words that say what to do."""

from __future__ import annotations

import re

from kpi_core.engines.words import Cause, because
from kpi_core.errors import KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

# By Spark's own states, the longest first: classes of the SQL standard, in two characters.
_STATES = (
    ("42501", Cause.RIGHTS),
    ("42601", Cause.NOT_A_QUERY),
    ("42", Cause.MISSING),
    ("22", Cause.VALUES),
    ("53", Cause.BUSY),
    ("57", Cause.BUSY),
)
_SIGNS = (
    (Cause.RIGHTS, ("insufficient_permissions", "permission_denied", "does not have")),
    (Cause.CREDENTIALS, ("401", "403", "invalid access token", "unauthorized", "forbidden")),
    (Cause.TLS, ("certificate", "ssl", "tls")),
    (Cause.HOST, ("max retries", "connection refused", "name or service", "resolve", "timed out")),
    (Cause.LOST, ("session", "connection aborted", "reset by peer", "broken pipe")),
)


def refused(address: Address, error: Exception) -> KpiError:
    """Say what an error of the connector's means."""
    told = str(getattr(error, "message", None) or error)
    state = re.search(r"SQLSTATE:?\s*(\w{5})", told)
    if state is not None:
        for start, cause in _STATES:
            if state[1].startswith(start):
                return because(cause, address, _sentence(told))
        return because(Cause.REFUSES, address, _sentence(told))
    return because(_sign(f"{type(error).__name__} {told}".lower()), address, _sentence(told))


def _sign(told: str) -> Cause:
    return next((c for c, signs in _SIGNS if any(s in told for s in signs)), Cause.REFUSES)


def _sentence(told: str) -> str:
    """Return what an error says first: what follows repeats the statement, and whom it asks for."""
    first = told.strip().partition("\n")[0].partition("SQLSTATE")[0]
    first = re.sub(r"^(?:[\w.$]+(?:Exception|Error):\s*)+", "", first)
    first = re.sub(r"^\[[A-Z_.0-9]+\]\s*", "", first)
    for advice in (" If necessary set ", " Use `try_", " Verify the spelling", " (Caused by"):
        first = first.partition(advice)[0]
    return first


SERVER = Text(
    en="Databricks (Spark {version}), in {place}, as {user}.",
    fr="Databricks (Spark {version}), dans {place}, en tant que {user}.",
)
CLOCK = Text(
    en="The session did not take UTC for its time zone: ask who administers this workspace.",
    fr="La session n’a pas pris UTC pour fuseau horaire\u00a0: demandez à qui administre cet espace.",
)
READS = Text(
    en="Databricks knows no read-only session: only queries are sent, and a user who may only read (GRANT USE CATALOG, USE SCHEMA, SELECT) is safer.",
    fr="Databricks n’a pas de session en lecture seule\u00a0: seules des requêtes de lecture lui sont envoyées, et un utilisateur qui ne peut que lire (GRANT USE CATALOG, USE SCHEMA, SELECT) est plus sûr.",
)
