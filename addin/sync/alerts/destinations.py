"""Where alerts are told: an e-mail server, a webhook of Slack, one of Teams.

The address of a webhook is a secret: whoever has it can write there. It is kept with the other
secrets of this machine's user, outside of the workspace, and is never printed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

import msgspec

from addin import keeping
from kpi_core.errors import Kind, KpiError, shown, unknown
from kpi_core.text import Text

Json = dict[str, Any]

NAMES = ("email", "slack", "teams")
#: More hosts that webhooks may be at, separated by commas; a port may follow (localhost:8080).
HOSTS = "KPI_ALERT_HOSTS"
#: The password of the e-mail server; else the one that was given when it was set up.
PASSWORD = "KPI_SMTP_PASSWORD"  # noqa: S105 - the name of a variable

_ALLOWED = {
    "slack": ("hooks.slack.com",),
    "teams": ("*.webhook.office.com", "*.logic.azure.com", "*.powerplatform.com"),
}
_ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_MOST_READERS = 20


Security = Literal["starttls", "tls", "none"]


class Email(msgspec.Struct, frozen=True):
    """
    A server that takes e-mails.

    security: starttls, tls from the start, or none, which only this machine's own may have.
    """

    host: str
    port: int
    sender: str
    to: list[str]
    security: Security = "starttls"
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"Email({self.host})"

    def secret(self, environment: Mapping[str, str] | None = None) -> str | None:
        """Return the password: the environment's, else the one that is kept."""
        found = (os.environ if environment is None else environment).get(PASSWORD)
        return found or self.password


class Webhook(msgspec.Struct, frozen=True):
    """An address that takes messages."""

    url: str

    def __repr__(self) -> str:
        return "Webhook(…)"


Destination = Email | Webhook


def email(said: Json) -> Email:
    """
    Return the e-mail destination that *said* describes.

    Raises
    ------
    KpiError
        TYPE for a host, a port or an address that is none; AUTH for a line that anybody can read.
    """
    host, port = str(said["host"]), int(said.get("port") or _port(said))
    if not _HOST.fullmatch(host) or not 1 <= port <= 65_535:  # noqa: PLR2004 - ports
        raise KpiError(Kind.TYPE, _NO_HOST.format(host=shown(host)))
    to = list(said["to"])
    for address in (said["sender"], *to):
        if not _ADDRESS.fullmatch(address):
            raise KpiError(Kind.TYPE, _NO_ADDRESS.format(address=shown(address)))
    if not 1 <= len(to) <= _MOST_READERS:
        raise KpiError(Kind.LIMIT, _READERS.format(most=_MOST_READERS))
    security = cast("Security", said.get("security") or "starttls")
    if security == "none" and not _own(host):
        raise KpiError(Kind.AUTH, _BARE.format(host=shown(host)))
    return Email(host, port, said["sender"], to, security, said.get("user"), said.get("secret"))


def _port(said: Json) -> int:
    return {"tls": 465, "none": 25}.get(str(said.get("security")), 587)


def webhook(name: str, url: str) -> Webhook:
    """
    Return the webhook at *url*, once its host may be written to.

    Raises
    ------
    KpiError
        TYPE when it is no https address, AUTH when its host is not on the list; never says it.
    """
    check(name, url)
    return Webhook(url.strip())


def check(name: str, url: str) -> bool:
    """
    Check that a webhook's host may be written to; return whether an administrator named it.

    Raises
    ------
    KpiError
        as `webhook`.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        raise KpiError(Kind.TYPE, _NO_URL) from None
    named = host in _named() or f"{host}:{port}" in _named()
    plain = parts.scheme == "http" and named and _own(host)
    if not host or parts.username or parts.password or not (parts.scheme == "https" or plain):
        raise KpiError(Kind.TYPE, _NO_URL)
    if named:
        return True
    if port not in {None, 443} or not any(_matches(host, known) for known in _ALLOWED[name]):
        hosts = ", ".join(_ALLOWED[name])
        raise KpiError(Kind.AUTH, _FOREIGN.format(host=shown(host), hosts=hosts, variable=HOSTS))
    return False


def _matches(host: str, known: str) -> bool:
    return host.endswith(known[1:]) if known.startswith("*") else host == known


def _named() -> frozenset[str]:
    listed = os.environ.get(HOSTS, "").split(",")
    return frozenset(name.strip().lower() for name in listed if name.strip())


def _own(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def connected(workspace: Path) -> dict[str, Destination]:
    """
    Return what is set up for *workspace*, by name.

    Raises
    ------
    KpiError
        AUTH when others can read what is kept.
    """
    found = keeping.kept(_place(workspace)) or {}
    kept: dict[str, Destination] = {}
    for name, said in found.items():
        if name == "email":
            kept[name] = msgspec.convert(said, Email)
        elif name in NAMES:
            kept[name] = msgspec.convert(said, Webhook)
    return kept


def connect(workspace: Path, name: str, destination: Destination) -> None:
    """Set *name* up for *workspace*, in place of what it was."""
    known = connected(workspace) | {known_name(name): destination}
    keeping.keep(_place(workspace), msgspec.to_builtins(known))


def disconnect(workspace: Path, name: str) -> bool:
    """Forget *name*, with its secret; False when it was not set up."""
    known = connected(workspace)
    if known.pop(known_name(name), None) is None:
        return False
    if known:
        keeping.keep(_place(workspace), msgspec.to_builtins(known))
    else:
        keeping.forget(_place(workspace))
    return True


def described(destination: Destination) -> str:
    """Return where a destination is, as anybody may read it: no address of a webhook."""
    if isinstance(destination, Email):
        return f"{destination.host}:{destination.port} → {', '.join(destination.to)}"
    return urlsplit(destination.url).hostname or ""


def known_name(name: str) -> str:
    """
    Return *name* if it is one that alerts can be told at.

    Raises
    ------
    KpiError
        NOT_FOUND with those there are.
    """
    if name not in NAMES:
        raise unknown(_A_DESTINATION, name, NAMES)
    return name


def _place(workspace: Path) -> str:
    # Two workspaces on one machine are two firms, perhaps: each has its own.
    mark = hashlib.sha256(str(workspace.resolve()).encode()).hexdigest()[:16]
    return f"alerts-{mark}"


_A_DESTINATION = Text(
    en="a place that alerts can be told at (email, slack, teams)",
    fr="un endroit où envoyer des alertes (email, slack, teams)",
)
_NO_HOST = Text(
    en="“{host}” with this port is no e-mail server: write smtp.example.com, and --port 587 or 465.",
    fr="«\u00a0{host}\u00a0» avec ce port n’est pas un serveur d’e-mail\u00a0: écrivez smtp.example.com, et --port 587 ou 465.",
)
_NO_ADDRESS = Text(
    en="“{address}” is not an e-mail address.",
    fr="«\u00a0{address}\u00a0» n’est pas une adresse e-mail.",
)
_READERS = Text(
    en="Give 1 to {most} addresses: a list of your mail system does for more.",
    fr="Donnez 1 à {most} adresses\u00a0: au-delà, une liste de votre messagerie convient.",
)
_BARE = Text(
    en="What is sent to {host} without encryption can be read on its way: use starttls or tls.",
    fr="Ce qui part vers {host} sans chiffrement peut être lu en chemin\u00a0: utilisez starttls ou tls.",
)
_NO_URL = Text(
    en="This is not the address of a webhook: it begins with https:// and has no password in it.",
    fr="Ce n’est pas l’adresse d’un webhook\u00a0: elle commence par https:// et ne contient pas de mot de passe.",
)
_FOREIGN = Text(
    en="Webhooks at {host} are not written to. Known: {hosts}. Whoever runs the server can add others in {variable}.",
    fr="Rien n’est envoyé aux webhooks de {host}. Connus\u00a0: {hosts}. La personne qui administre le serveur peut en ajouter dans {variable}.",
)
