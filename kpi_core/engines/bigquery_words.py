"""What BigQuery answers when it does not, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpi_core.engines.words import Cause, because
from kpi_core.errors import KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

# By the reason that comes with an error, then by what it says.
_REASONS: Mapping[str, Cause] = {
    "accessDenied": Cause.RIGHTS,
    "billingNotEnabled": Cause.REFUSES,
    "bytesBilledLimitExceeded": Cause.BUSY,
    "notFound": Cause.MISSING,
    "quotaExceeded": Cause.BUSY,
    "rateLimitExceeded": Cause.BUSY,
    "resourcesExceeded": Cause.BUSY,
    "backendError": Cause.LOST,
    "internalError": Cause.LOST,
}
_SAID: Mapping[Cause, tuple[str, ...]] = {
    Cause.MISSING: ("unrecognized name", "not found", "does not exist", "must be qualified", "no matching signature"),
    Cause.VALUES: ("bad ", "invalid ", "could not cast", "division by zero", "overflow", "out of range"),
    Cause.NOT_A_QUERY: ("syntax error",),
}  # fmt: skip
_STATUS: Mapping[int, Cause] = {401: Cause.CREDENTIALS, 403: Cause.RIGHTS, 404: Cause.MISSING}


def refused(address: Address, error: Exception) -> KpiError:
    """Say what an error of the client's means."""
    from google.api_core.exceptions import GoogleAPICallError, RetryError  # noqa: PLC0415 - an optional extra
    from google.auth.exceptions import GoogleAuthError, TransportError  # noqa: PLC0415 - idem

    if isinstance(error, RetryError) and error.cause is not None:
        error = error.cause
    if isinstance(error, GoogleAuthError) and not isinstance(error, TransportError):
        # What it says may hold what a token server answered: its kind is enough.
        return because(Cause.CREDENTIALS, address, type(error).__name__)
    if not isinstance(error, GoogleAPICallError):
        return because(Cause.HOST, address, type(error).__name__)
    return because(_cause(error), address, _sentence(error))


def _cause(error: Any) -> Cause:
    reasons = [one.get("reason", "") for one in error.errors if isinstance(one, dict)]
    for reason in reasons:
        if reason in _REASONS:
            return _REASONS[reason]
    if error.code in _STATUS:
        return _STATUS[error.code]
    said = _sentence(error).lower()
    for cause, signs in _SAID.items():
        if any(sign in said for sign in signs):
            return cause
    return Cause.REFUSES


def _sentence(error: Any) -> str:
    """Return what an error says: its address, and the number of the job, are nobody's to read."""
    told = str(error.message or "").partition("\n")[0].partition("; reason:")[0]
    return told.rpartition("prettyPrint=false: ")[2].partition(" at [")[0]


SERVER = Text(en="BigQuery, {place}, as {user}.", fr="BigQuery, {place}, en tant que {user}.")
CLOCK = Text(
    en="The session did not take UTC for its time zone: ask who administers this project.",
    fr="La session n’a pas pris UTC pour fuseau horaire\u00a0: demandez à qui administre ce projet.",
)
READS = Text(
    en="BigQuery knows no read-only session: only queries are sent, and an account that may only read (BigQuery Data Viewer, Job User) is safer. A question is paid for by the bytes that it reads: most_bytes in warehouse.toml refuses larger ones before they are asked.",
    fr="BigQuery n’a pas de session en lecture seule\u00a0: seules des requêtes de lecture lui sont envoyées, et un compte qui ne peut que lire (Lecteur de données BigQuery, Utilisateur de jobs) est plus sûr. Une question se paie aux octets qu’elle lit\u00a0: most_bytes dans warehouse.toml refuse les plus grosses avant de les poser.",
)
