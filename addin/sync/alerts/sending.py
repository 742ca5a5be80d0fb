"""A message on its way: by SMTP, or to a webhook that is what its address says.

Nothing here says the address of a webhook, a password, or what a server answered: errors are read
by others than those who set this up.
"""

from __future__ import annotations

import html
import http.client
import ipaddress
import json
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import urlsplit

from addin.sync.alerts.destinations import Destination, Email, check
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

Json = dict[str, Any]

TIMEOUT = 10.0
_MOST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: one line that says it, and the lines that prove it. Names in it are data."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole message, as plain text."""
        return "\n".join((self.subject, *self.lines))


def send(name: str, destination: Destination, message: Message) -> None:
    """
    Send *message* to the destination called *name*.

    Raises
    ------
    KpiError
        UPSTREAM or AUTH, saying what to look at.
    """
    try:
        if isinstance(destination, Email):
            _mail(destination, message)
        else:
            _post(name, destination.url, _BODIES[name](message))
    except (OSError, http.client.HTTPException, ssl.SSLError) as error:
        raise KpiError(
            Kind.UPSTREAM, _UNREACHED.format(name=_TITLES[name], why=type(error).__name__)
        ) from None


def _mail(to: Email, message: Message) -> None:
    try:
        with _line(to) as line:
            if to.security == "starttls":
                line.starttls(context=ssl.create_default_context())
            secret = to.secret()
            if secret is not None:
                line.login(to.user or to.sender, secret)
            refused = line.send_message(letter(to, message))
    except smtplib.SMTPNotSupportedError:
        raise KpiError(Kind.AUTH, _NO_STARTTLS.format(host=to.host)) from None
    except smtplib.SMTPAuthenticationError:
        raise KpiError(Kind.AUTH, _NO_LOGIN.format(host=to.host)) from None
    except smtplib.SMTPResponseException as error:
        raise KpiError(
            Kind.UPSTREAM, _MAIL_REFUSED.format(host=to.host, code=error.smtp_code)
        ) from None
    except smtplib.SMTPRecipientsRefused:
        raise KpiError(Kind.UPSTREAM, _NO_READERS.format(host=to.host)) from None
    if refused:
        raise KpiError(Kind.UPSTREAM, _NO_READERS.format(host=to.host))


def _line(to: Email) -> smtplib.SMTP:
    if to.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(to.host, to.port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(to.host, to.port, timeout=TIMEOUT)


def letter(to: Email, message: Message) -> EmailMessage:
    """Return *message* as an e-mail: plain text, and the same as HTML with every name escaped."""
    made = EmailMessage()
    # A name of the data with a line break in it would be another header.
    made["Subject"] = _one_line(message.subject)
    made["From"], made["To"] = to.sender, ", ".join(to.to)
    made["Date"], made["Message-ID"] = formatdate(), make_msgid(domain=to.sender.partition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(message.text + "\n")
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in message.lines)
    made.add_alternative(
        f"<html><body><p><strong>{html.escape(message.subject)}</strong></p>{lines}</body></html>",
        subtype="html",
    )
    return made


def _one_line(text: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _MOST_SUBJECT else plain[: _MOST_SUBJECT - 1] + "…"


def _slack(message: Message) -> Json:
    plain = {"type": "plain_text", "emoji": False, "text": message.text[:2900]}
    return {
        # What a notification shows is read for marks: a campaign called <!channel> calls nobody.
        "text": _escaped(message.subject),
        "blocks": [{"type": "section", "text": plain}],
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
    }


def _escaped(text: str) -> str:
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return entities.replace("`", "ˋ")


def _teams(message: Message) -> Json:
    # A run of text is shown as it is; a block of text would be read as Markdown.
    runs = [{"type": "TextRun", "text": message.subject, "weight": "Bolder"}]
    body = [{"type": "RichTextBlock", "inlines": runs}]
    body += [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]}
        for line in message.lines
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [content]}


_BODIES: dict[str, Callable[[Message], Json]] = {"slack": _slack, "teams": _teams}


def _post(name: str, url: str, body: Json) -> None:
    """Post *body* as JSON to the very address that was checked; a redirection is not followed."""
    named = check(name, url)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = str(parts.hostname), parts.port or (443 if secure else 80)
    address = _resolved(host, port, named=named)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.sock = socket.create_connection((address, port), TIMEOUT)
        if secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        connection.request("POST", target, json.dumps(body).encode(), headers)
        with connection.getresponse() as answer, suppress(OSError, http.client.HTTPException):
            answer.read(1 << 16)
    finally:
        connection.close()
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - RFC 9110
        words = _GONE if answer.status in {403, 404, 410} else _HOOK_REFUSED
        raise KpiError(Kind.UPSTREAM, words.format(name=_TITLES[name], status=answer.status))


def _resolved(host: str, port: int, *, named: bool) -> str:
    """Return the address of *host*; one inside this network is for hosts that were named only."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not named and not all(ipaddress.ip_address(each).is_global for each in found):
        raise KpiError(Kind.AUTH, _INSIDE.format(host=host))
    return found[0]


_TITLES = {"email": "e-mail", "slack": "Slack", "teams": "Teams"}
_UNREACHED = Text(
    en="{name} was not reached ({why}): check its address, and this machine's network.",
    fr="{name} n’a pas été joint ({why})\u00a0: vérifiez son adresse et le réseau de cette machine.",
)
_NO_STARTTLS = Text(
    en="{host} offers no encryption or no sign-in on this port: use --security tls with port 465, or another server.",
    fr="{host} n’offre ni chiffrement ni connexion sur ce port\u00a0: utilisez --security tls avec le port 465, ou un autre serveur.",
)
_NO_LOGIN = Text(
    en="{host} refuses the user or the password: give them again with `kpi alerts connect email`.",
    fr="{host} refuse l’utilisateur ou le mot de passe\u00a0: redonnez-les avec `kpi alerts connect email`.",
)
_MAIL_REFUSED = Text(
    en="{host} refuses the message (code {code}): check the sender's address and your rights there.",
    fr="{host} refuse le message (code {code})\u00a0: vérifiez l’adresse d’expédition et vos droits sur ce serveur.",
)
_NO_READERS = Text(
    en="{host} refuses some of the addresses: check them.",
    fr="{host} refuse certaines des adresses\u00a0: vérifiez-les.",
)
_GONE = Text(
    en="{name} does not know this webhook any more (status {status}): make a new one, then `kpi alerts connect`.",
    fr="{name} ne connaît plus ce webhook (statut {status})\u00a0: créez-en un autre, puis `kpi alerts connect`.",
)
_HOOK_REFUSED = Text(
    en="{name} refuses the message (status {status}): it is tried again.",
    fr="{name} refuse le message (statut {status})\u00a0: un nouvel essai suivra.",
)
_INSIDE = Text(
    en="{host} leads to an address inside a private network: nothing is sent there.",
    fr="{host} mène à une adresse d’un réseau privé\u00a0: rien n’y est envoyé.",
)
