"""What Snowflake answers when it does not, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kpi_core.engines.words import Cause, because
from kpi_core.errors import KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

# The server's numbers of errors.
_CODES: Mapping[Cause, frozenset[int]] = {
    Cause.MISSING: frozenset({904, 2003, 2043, 90105, 606}),
    Cause.RIGHTS: frozenset({3001, 3540}),
    Cause.NOT_A_QUERY: frozenset({1003, 8}),
    Cause.VALUES: frozenset({100035, 100038, 100039, 100040, 100046, 100051, 100069, 100078, 100132, 100183}),
    Cause.BUSY: frozenset({604, 630, 631, 90064, 90068, 90073}),
    Cause.LOST: frozenset({390104, 390110, 390111, 390112, 390114, 8002, 250002}),
    Cause.LOGIN: frozenset({390100, 390101, 390102, 390103, 390144, 390201, 390318, 394400}),
}  # fmt: skip
_SIGNS = (
    (Cause.TLS, ("certificate", "ssl", "tls")),
    (Cause.HOST, ("connection refused", "dns", "resolve", "timed out", "timeout", "unreachable", "404 not found", "http request failed")),
    (Cause.LOGIN, ("incorrect username", "login", "authenticat", "jwt token", "password")),
    (Cause.LOST, ("connection is closed", "connection aborted", "reset by peer", "broken pipe")),
)  # fmt: skip


def refused(address: Address, error: Exception) -> KpiError:
    """Say what an error of the connector's means."""
    found: Any = error
    code, told = getattr(found, "errno", None), str(getattr(found, "raw_msg", None) or found)
    for cause, codes in _CODES.items():
        if code in codes:
            return because(cause, address, _sentence(told))
    for cause, signs in _SIGNS:
        if any(sign in told.lower() for sign in signs):
            return because(cause, address, _sentence(told))
    return because(Cause.REFUSES, address, _sentence(told))


def _sentence(told: str) -> str:
    """Return what an error says: its numbers, and those of the request, are nobody's to read."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    # The first line may be a number and a heading only.
    first = " ".join(lines[:2]) if lines and lines[0].endswith(":") else (lines or [""])[0]
    first = re.sub(r"^(?:\d{6}\s*(?:\(\w+\))?:\s*)+", "", first)
    return re.sub(r"\s*\((?:request_id|sfqid)=.*$", "", first)


SERVER = Text(
    en="Snowflake {version}, {base}.{schema}, as {user} with the role {role}, computed by {warehouse}.",
    fr="Snowflake {version}, {base}.{schema}, en tant que {user} avec le rôle {role}, calculé par {warehouse}.",
)
CLOCK = Text(
    en="The session did not take UTC for its time zone: ask who administers this account.",
    fr="La session n’a pas pris UTC pour fuseau horaire\u00a0: demandez à qui administre ce compte.",
)
IDLE = Text(
    en="No virtual warehouse computes for this user: add ?warehouse=… to the address, or have a default one set.",
    fr="Aucun entrepôt virtuel ne calcule pour cet utilisateur\u00a0: ajoutez ?warehouse=… à l’adresse, ou faites définir celui par défaut.",
)
READS = Text(
    en="Snowflake knows no read-only session: only queries are sent, and a role that may only read (USAGE, SELECT) is safer.",
    fr="Snowflake n’a pas de session en lecture seule\u00a0: seules des requêtes de lecture lui sont envoyées, et un rôle qui ne peut que lire (USAGE, SELECT) est plus sûr.",
)
