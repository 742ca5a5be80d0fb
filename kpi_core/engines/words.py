"""What warehouses answer when they do not, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.address import Address

HOST = Text(
    en="The warehouse {place} cannot be reached: check the host and the port, that the server runs and that this machine may call it (network, firewall).",
    fr="L’entrepôt {place} est injoignable\u00a0: vérifiez l’hôte et le port, que le serveur tourne et que cette machine peut l’appeler (réseau, pare-feu).",
)
LOGIN = Text(
    en="The warehouse {place} refuses the user {user}: check the name, and the password in KPI_WAREHOUSE_PASSWORD or given with `kpi warehouse password`.",
    fr="L’entrepôt {place} refuse l’utilisateur {user}\u00a0: vérifiez le nom, et le mot de passe dans KPI_WAREHOUSE_PASSWORD ou donné par `kpi warehouse password`.",
)
CREDENTIALS = Text(
    en="The warehouse {place} refuses these credentials, or finds none: docs/warehouse.md says where they are read from. It answers: {why}.",
    fr="L’entrepôt {place} refuse ces identifiants, ou n’en trouve pas\u00a0: docs/fr/warehouse.md dit où ils sont lus. Il répond\u00a0: {why}.",
)
DATABASE = Text(
    en="The server has no database of that name ({place}): check the end of the address.",
    fr="Le serveur n’a pas de base de ce nom ({place})\u00a0: vérifiez la fin de l’adresse.",
)
TLS = Text(
    en="The server of {place} offers no encryption, or none that can be trusted: ask who runs it, name its authorities (?ca=/a/file.pem), or add ?tls=off to the address on a network of your own.",
    fr="Le serveur de {place} ne propose pas de chiffrement, ou aucun auquel se fier\u00a0: demandez à qui l’administre, nommez ses autorités (?ca=/un/fichier.pem), ou ajoutez ?tls=off à l’adresse sur un réseau à vous.",
)
MISSING = Text(
    en="The warehouse {place} has not what warehouse.toml names: {why}. `kpi doctor` lists all that is missing.",
    fr="L’entrepôt {place} n’a pas ce que nomme warehouse.toml\u00a0: {why}. `kpi doctor` donne la liste de ce qui manque.",
)
RIGHTS = Text(
    en="The warehouse {place} lets this user read less than is asked: {why}. Ask for the right to read it (docs/warehouse.md).",
    fr="L’entrepôt {place} laisse cet utilisateur lire moins que ce qui est demandé\u00a0: {why}. Demandez le droit de lecture (docs/fr/warehouse.md).",
)
NOT_A_QUERY = Text(
    en="Only queries are sent to {place}, and warehouse.toml holds something else: {why}.",
    fr="Seules des requêtes de lecture sont envoyées à {place}, et warehouse.toml contient autre chose\u00a0: {why}.",
)
VALUES = Text(
    en="A value in the warehouse {place} is not what warehouse.toml says it is: {why}. `kpi doctor` tells the types; correct the expression, or the data.",
    fr="Une valeur de l’entrepôt {place} n’est pas ce qu’en dit warehouse.toml\u00a0: {why}. `kpi doctor` dit les types\u00a0; corrigez l’expression, ou les données.",
)
BUSY = Text(
    en="The warehouse {place} has no room for this question now: {why}. Try again later, or ask for a shorter period.",
    fr="L’entrepôt {place} n’a pas de place pour cette question maintenant\u00a0: {why}. Réessayez plus tard, ou demandez une période plus courte.",
)
LOST = Text(
    en="The connection to the warehouse {place} broke: try again.",
    fr="La connexion à l’entrepôt {place} s’est rompue\u00a0: réessayez.",
)
REFUSES = Text(
    en="The warehouse {place} answers: {why}.", fr="L’entrepôt {place} répond\u00a0: {why}."
)
_NO_DRIVER = Text(
    en="The driver for {title} is not installed: pip install 'b2b-kpi[{extra}]'.",
    fr="Le pilote de {title} n’est pas installé\u00a0: pip install 'b2b-kpi[{extra}]'.",
)


class Cause(StrEnum):
    """Why a warehouse gives no answer."""

    HOST = "host"
    LOGIN = "login"
    CREDENTIALS = "credentials"
    DATABASE = "database"
    TLS = "tls"
    MISSING = "missing"
    RIGHTS = "rights"
    NOT_A_QUERY = "not a query"
    VALUES = "values"
    BUSY = "busy"
    LOST = "lost"
    REFUSES = "refuses"


_TOLD: dict[Cause, tuple[Kind, Text]] = {
    Cause.HOST: (Kind.UPSTREAM, HOST),
    Cause.LOGIN: (Kind.AUTH, LOGIN),
    Cause.CREDENTIALS: (Kind.AUTH, CREDENTIALS),
    Cause.DATABASE: (Kind.NOT_FOUND, DATABASE),
    Cause.TLS: (Kind.AUTH, TLS),
    Cause.MISSING: (Kind.NOT_FOUND, MISSING),
    Cause.RIGHTS: (Kind.AUTH, RIGHTS),
    Cause.NOT_A_QUERY: (Kind.AUTH, NOT_A_QUERY),
    Cause.VALUES: (Kind.TYPE, VALUES),
    Cause.BUSY: (Kind.LIMIT, BUSY),
    Cause.LOST: (Kind.UPSTREAM, LOST),
    Cause.REFUSES: (Kind.UPSTREAM, REFUSES),
}


class BrokenError(KpiError):
    """The session ended under a statement: a new one may answer it."""

    def __init__(self, address: Address) -> None:
        super().__init__(Kind.UPSTREAM, LOST.format(place=address.place))


def because(cause: Cause, address: Address, why: str = "") -> KpiError:
    """Return the error that says why *address* gives no answer; *why*: in its own words, in one line."""
    if cause is Cause.LOST:
        return BrokenError(address)
    kind, text = _TOLD[cause]
    told = why.strip().partition("\n")[0].strip().rstrip(".;:")[:300] or "–"
    return KpiError(kind, text.format(place=address.place, user=address.user or "?", why=told))


def no_driver(title: str, extra: str) -> KpiError:
    """Return the error that says which extra is not installed."""
    return KpiError(Kind.UPSTREAM, _NO_DRIVER.format(title=title, extra=extra))
