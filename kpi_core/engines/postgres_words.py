"""What PostgreSQL answers when it does not, in words that say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    return KpiError(Kind.UPSTREAM, _REFUSES.format(place=address.place, why=_first(error)))


def refused(address: Address, error: psycopg.Error) -> KpiError:
    """Say what the server has against a statement."""
    state = error.sqlstate or ""
    for start, kind, words in _STATES:
        if state.startswith(start):
            return KpiError(kind, words.format(place=address.place, why=_first(error)))
    if not state:
        return KpiError(Kind.UPSTREAM, LOST.format(place=address.place))
    return KpiError(Kind.UPSTREAM, _REFUSES.format(place=address.place, why=_first(error)))


def _first(error: psycopg.Error) -> str:
    # Only its first line: the others repeat the statement, and with it whose data it asks for.
    told = error.diag.message_primary or str(error).strip().partition("\n")[0]
    return told.strip().rstrip(".")[:300]


_HOST = Text(
    en="The warehouse {place} cannot be reached: check the host and the port, that the server runs and that this machine may call it (network, firewall).",
    fr="L’entrepôt {place} est injoignable\u00a0: vérifiez l’hôte et le port, que le serveur tourne et que cette machine peut l’appeler (réseau, pare-feu).",
)
_LOGIN = Text(
    en="The warehouse {place} refuses the user {user}: check the name, and the password in KPI_WAREHOUSE_PASSWORD or given with `kpi warehouse password`.",
    fr="L’entrepôt {place} refuse l’utilisateur {user}\u00a0: vérifiez le nom, et le mot de passe dans KPI_WAREHOUSE_PASSWORD ou donné par `kpi warehouse password`.",
)
_DATABASE = Text(
    en="The server has no database of that name ({place}): check the end of the address.",
    fr="Le serveur n’a pas de base de ce nom ({place})\u00a0: vérifiez la fin de l’adresse.",
)
_TLS = Text(
    en="The server of {place} offers no encryption, or none that can be trusted: ask who runs it, give sslrootcert, or add ?sslmode=disable to the address on a network of your own.",
    fr="Le serveur de {place} ne propose pas de chiffrement, ou aucun auquel se fier\u00a0: demandez à qui l’administre, donnez sslrootcert, ou ajoutez ?sslmode=disable à l’adresse sur un réseau à vous.",
)
_CONNECTING = (
    (("ssl", "certificate"), Kind.AUTH, _TLS),
    (("password", "pg_hba", "role ", "peer authentication", "authentication"), Kind.AUTH, _LOGIN),
    (("database ",), Kind.NOT_FOUND, _DATABASE),
    (
        ("could not translate", "resolve", "refused", "timeout", "timed out", "no route",
         "unreachable", "no such file"),
        Kind.UPSTREAM,
        _HOST,
    ),
)  # fmt: skip

_MISSING = Text(
    en="The warehouse {place} has not what warehouse.toml names: {why}. `kpi doctor` lists all that is missing.",
    fr="L’entrepôt {place} n’a pas ce que nomme warehouse.toml\u00a0: {why}. `kpi doctor` donne la liste de ce qui manque.",
)
_RIGHTS = Text(
    en="The warehouse {place} lets this user read less than is asked: {why}. Ask for the right to read it: GRANT SELECT.",
    fr="L’entrepôt {place} laisse cet utilisateur lire moins que ce qui est demandé\u00a0: {why}. Demandez le droit de lecture\u00a0: GRANT SELECT.",
)
_VALUES = Text(
    en="A value in the warehouse {place} is not what warehouse.toml says it is: {why}. `kpi doctor` tells the types; correct the expression, or the data.",
    fr="Une valeur de l’entrepôt {place} n’est pas ce qu’en dit warehouse.toml\u00a0: {why}. `kpi doctor` dit les types\u00a0; corrigez l’expression, ou les données.",
)
_BUSY = Text(
    en="The warehouse {place} has no room for this question now: {why}. Try again later, or ask for a shorter period.",
    fr="L’entrepôt {place} n’a pas de place pour cette question maintenant\u00a0: {why}. Réessayez plus tard, ou demandez une période plus courte.",
)
LOST = Text(
    en="The connection to the warehouse {place} broke: try again.",
    fr="La connexion à l’entrepôt {place} s’est rompue\u00a0: réessayez.",
)
_REFUSES = Text(
    en="The warehouse {place} answers: {why}.", fr="L’entrepôt {place} répond\u00a0: {why}."
)
# By the server's own codes, the longest first: classes of the SQL standard, in two characters.
_STATES = (
    ("42501", Kind.AUTH, _RIGHTS),
    ("42", Kind.NOT_FOUND, _MISSING),
    ("3F", Kind.NOT_FOUND, _MISSING),
    ("22", Kind.TYPE, _VALUES),
    ("25", Kind.AUTH, _RIGHTS),
    ("53", Kind.LIMIT, _BUSY),
    ("57", Kind.UPSTREAM, LOST),
    ("08", Kind.UPSTREAM, LOST),
)
