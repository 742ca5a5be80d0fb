"""Whose name a sheet is opened in: a service account, a person who consented, or a local stand-in."""

from __future__ import annotations

import ipaddress
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials as Consent
from google.oauth2.service_account import Credentials as Service

from addin import keeping
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Lang, Text

Json = dict[str, Any]

#: The least that a sync needs: the cells of what is shared with it, and when a file changed.
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
_TOKENS = "https://oauth2.googleapis.com/token"
_AT_GOOGLE = "https://docs.google.com/spreadsheets/d/"
_PATIENCE = 300  # seconds that a person has to agree


def service_account(name: str, file: Path) -> str:
    """
    Keep the key of a service account, and return its address, which sheets are shared with.

    Raises
    ------
    KpiError
        NOT_FOUND, TYPE when the file is not such a key.
    """
    said = _json(file, _NO_KEY)
    if said.get("type") != "service_account" or not {"client_email", "private_key"} <= set(said):
        raise KpiError(Kind.TYPE, _NO_KEY.format(file=file.name))
    try:
        Service.from_service_account_info(said)  # type: ignore[no-untyped-call] # google-auth has no types here
    except ValueError:
        raise KpiError(Kind.TYPE, _NO_KEY.format(file=file.name)) from None
    kept = ("type", "project_id", "private_key_id", "private_key", "client_email", "token_uri")
    info = {k: said[k] for k in kept if k in said}
    _keep(name, {"kind": "service", "info": info}, said["client_email"])
    return str(said["client_email"])


def consent(name: str, file: Path, lang: Lang) -> None:
    """
    Ask the person at this machine for consent in their browser, and keep it.

    Raises
    ------
    KpiError
        NOT_FOUND, TYPE when the file names no installed application; AUTH when they refused.
    """
    said = _json(file, _NO_CLIENT)
    from google_auth_oauthlib.flow import InstalledAppFlow  # noqa: PLC0415 - only for this

    if "installed" not in said:
        raise KpiError(Kind.TYPE, _NO_CLIENT.format(file=file.name))
    try:
        flow = InstalledAppFlow.from_client_config(said, list(SCOPES))
    except ValueError:
        raise KpiError(Kind.TYPE, _NO_CLIENT.format(file=file.name)) from None
    _free(name, flow.client_config["client_id"])
    try:
        # What it prints is for a person, and what we print may be JSON.
        with redirect_stdout(sys.stderr):
            given = flow.run_local_server(
                host="127.0.0.1",
                port=0,
                timeout_seconds=_PATIENCE,
                authorization_prompt_message=_VISIT[lang],
                success_message=_AGREED[lang],
                prompt="consent",  # else Google tells the lasting token the first time only
            )
    except Exception:  # noqa: BLE001 - whose words may hold a code or a secret
        raise KpiError(Kind.AUTH, _REFUSED) from None
    if not given.refresh_token:
        raise KpiError(Kind.AUTH, _REFUSED)
    keep_consent(name, given.client_id, given.client_secret, given.refresh_token)


def keep_consent(name: str, client: str, secret: str, refresh: str) -> None:
    """Keep what a person's consent is renewed with."""
    said = {"kind": "consent", "client": client, "secret": secret, "refresh": refresh}
    _keep(name, said, client)


def stand_in(name: str, address: str, user: str) -> None:
    """
    Keep the address of a stand-in for Google on this very machine.

    Raises
    ------
    KpiError
        AUTH when it is elsewhere.
    """
    host = urlsplit(address).hostname or ""
    if not _here(host):
        raise KpiError(Kind.AUTH, _ELSEWHERE)
    _keep(name, {"kind": "local", "address": address, "user": user}, user)


def session(name: str) -> requests.Session:
    """
    Return a session that signs what it sends to Google, and follows no redirect elsewhere.

    Raises
    ------
    KpiError
        AUTH when there is no such account on this machine.
    """
    said = keeping.kept(_named(name))
    if said is None:
        raise KpiError(Kind.AUTH, _NO_ACCOUNT.format(name=shown(name)))
    if said["kind"] == "local":
        from addin.demo.sessions import pointed  # noqa: PLC0415 - the demo's own

        made: requests.Session = pointed(said["address"], said["user"])
    elif said["kind"] == "service":
        signer = Service.from_service_account_info(said["info"], scopes=SCOPES)  # type: ignore[no-untyped-call] # idem
        made = AuthorizedSession(signer)  # type: ignore[no-untyped-call] # idem
    else:
        renewed = Consent(  # type: ignore[no-untyped-call] # idem
            None,
            refresh_token=said["refresh"],
            client_id=said["client"],
            client_secret=said["secret"],
            token_uri=_TOKENS,
            scopes=SCOPES,
        )
        made = AuthorizedSession(renewed)  # type: ignore[no-untyped-call] # idem
    made.max_redirects = 0
    return made


def address(name: str) -> str | None:
    """Return the address that sheets are shared with, where the account has one of its own."""
    said = keeping.kept(_named(name))
    if said is None or said["kind"] == "consent":
        return None
    return _whose(said)


def page(name: str, reference: str) -> str:
    """Return where a person looks at a sheet: at Google, or on the stand-in of its account."""
    try:
        said = keeping.kept(_named(name))
    except KpiError:  # open to others, or damaged: a run says so
        said = None
    local = said is not None and said["kind"] == "local"
    return (
        f"{said['address']}/spreadsheets/{reference}" if said and local else _AT_GOOGLE + reference
    )


def _named(name: str) -> str:
    return f"google-{name}"


def _keep(name: str, said: Json, whose: str) -> None:
    _free(name, whose)
    keeping.keep(_named(name), said)


def _free(name: str, whose: str) -> None:
    """Let no account take the place of another's, whose sheets would be locked out without a word."""
    try:
        before = keeping.kept(_named(name))
    except KpiError:  # open to others, or damaged: another one is just what it needs
        return
    if before is not None and whose != (was := _whose(before)):
        raise KpiError(Kind.AMBIGUOUS, _TAKEN.format(name=shown(name), was=shown(was, 100)))


def _whose(said: Json) -> str:
    """Return who an account is: its address, or the client that a person consented to."""
    match said["kind"]:
        case "service":
            return str(said["info"]["client_email"])
        case "consent":
            return str(said["client"])
        case _:
            return str(said["user"])


def _json(file: Path, wrong: Text) -> Json:
    try:
        said = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise KpiError(Kind.NOT_FOUND, _NO_FILE.format(file=file)) from None
    except (OSError, ValueError):
        raise KpiError(Kind.TYPE, wrong.format(file=file.name)) from None
    return said if isinstance(said, dict) else {}


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_NO_FILE = Text(en="There is no file {file}.", fr="Il n’y a pas de fichier {file}.")
_NO_KEY = Text(
    en="{file} is not the key of a service account: download it in the Google Cloud console (IAM, Service accounts, Keys, JSON).",
    fr="{file} n’est pas la clé d’un compte de service\u00a0: téléchargez-la dans la console Google Cloud (IAM, Comptes de service, Clés, JSON).",
)
_NO_CLIENT = Text(
    en="{file} is not the client of an installed application: create an OAuth client of type “Desktop app” in the Google Cloud console and download it.",
    fr="{file} n’est pas le client d’une application installée\u00a0: créez un client OAuth de type «\u00a0Application de bureau\u00a0» dans la console Google Cloud et téléchargez-le.",
)
_VISIT = Text(
    en="Agree in the browser; if none opened, go to {url}",
    fr="Donnez votre accord dans le navigateur\u202f; s’il ne s’est pas ouvert, allez à {url}",
)
_AGREED = Text(
    en="Thank you. This window can be closed.", fr="Merci. Cette fenêtre peut être fermée."
)
_REFUSED = Text(
    en="No consent was given within five minutes, or not to all that is asked for: run the command again, and accept everything in the browser.",
    fr="Aucun accord n’a été donné en cinq minutes, ou pas pour tout ce qui est demandé\u00a0: relancez la commande et acceptez tout dans le navigateur.",
)
_TAKEN = Text(
    en="This machine keeps another account under the name “{name}” ({was}), and its sheets need it: give the new one a name of its own with --account.",
    fr="Cette machine garde un autre compte sous le nom «\u00a0{name}\u00a0» ({was}), et ses feuilles en ont besoin\u00a0: donnez un autre nom au nouveau avec --account.",
)
_NO_ACCOUNT = Text(
    en="This machine keeps no Google account “{name}”: connect with `kpi sync connect LINK --service-account FILE`, or `--oauth FILE`.",
    fr="Cette machine ne garde aucun compte Google «\u00a0{name}\u00a0»\u00a0: connectez avec `kpi sync connect LIEN --service-account FICHIER`, ou `--oauth FICHIER`.",
)
_ELSEWHERE = Text(
    en="A stand-in for Google is only taken from this machine: 127.0.0.1.",
    fr="Un remplaçant de Google n’est accepté que sur cette machine\u00a0: 127.0.0.1.",
)
