"""Tokens that others sign: Microsoft's for Excel, Google's for the sidebar of Sheets.

A token opens nothing by being well signed. Each claim is compared with what the workspace's
settings let in, after the rules that both publishers give for their own tokens:
https://learn.microsoft.com/entra/identity-platform/claims-validation
https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
"""

from __future__ import annotations

import hashlib
import json
import time
import urllib.request
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import jwt

from kpi_core.workspace.settings import Entra, Google, Settings

Fetch = Callable[[str], bytes]

LEEWAY = 60
KEYS_LAST = 24 * 3600.0
REFRESH_AFTER = 300.0
REMEMBERED = 2_000

_MICROSOFT = "https://login.microsoftonline.com"
_GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs"
_GOOGLE_ISSUERS = frozenset({"https://accounts.google.com", "accounts.google.com"})
_SCOPE = "access_as_user"
_MOST_LETTERS = 8_192


class RefusedError(Exception):
    """The token opens nothing; the text is for the log, and holds none of the token."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a token speaks for: an identifier that no other account ever gets."""

    id: str
    expires: float


def fetch(url: str) -> bytes:
    """Return what a publisher of keys answers. The address is one of ours, never a token's."""
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(url, timeout=5) as answer:
        body: bytes = answer.read(1 << 20)
        return body


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(slots=True)
class KeySets:
    """The publishers' keys, kept for a day; asked again for a key that is unknown, now and then."""

    fetch: Fetch = fetch
    clock: Callable[[], float] = time.monotonic
    _held: dict[str, tuple[float, dict[str, jwt.PyJWK]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def key(self, url: str, kid: str) -> jwt.PyJWK:
        """
        Return the key that *kid* names among those published at *url*.

        Raises
        ------
        RefusedError
            when there is none, or nobody answers.
        """
        with self._lock:
            when, known = self._held.get(url, (float("-inf"), {}))
            age = self.clock() - when
            if age > KEYS_LAST or (kid not in known and age > REFRESH_AFTER):
                known = self._asked(url, known)
                self._held[url] = (self.clock(), known)
        if kid not in known:
            raise RefusedError("signed by a key that its publisher does not show")
        return known[kid]

    def _asked(self, url: str, known: dict[str, jwt.PyJWK]) -> dict[str, jwt.PyJWK]:
        try:
            listed = json.loads(self.fetch(url))["keys"]
            return {
                k["kid"]: jwt.PyJWK(k, algorithm="RS256")
                for k in listed
                if k.get("kty") == "RSA" and k.get("use", "sig") == "sig" and k.get("kid")
            }
        except (OSError, ValueError, KeyError, TypeError, jwt.PyJWTError):
            # Yesterday's keys are still the publisher's own; without any, nobody comes in.
            return known


@dataclass(slots=True)
class Tokens:
    """Checks tokens against a workspace's settings, and remembers the good ones until they expire."""

    key_sets: KeySets = field(default_factory=KeySets)
    now: Callable[[], float] = time.time
    _good: OrderedDict[bytes, Subject] = field(default_factory=OrderedDict)

    def subject(self, token: str, settings: Settings) -> Subject:
        """
        Return whom *token* speaks for.

        Raises
        ------
        RefusedError
            when it opens nothing here.
        """
        known = hashlib.sha256(f"{settings.entra} {settings.google} {token}".encode()).digest()
        if (found := self._good.get(known)) and self.now() < found.expires:
            return found
        found = self._checked(token, settings)
        self._good[known] = found
        while len(self._good) > REMEMBERED:
            self._good.popitem(last=False)
        return found

    def _checked(self, token: str, settings: Settings) -> Subject:
        if len(token) > _MOST_LETTERS:
            raise RefusedError("too long")
        try:
            header = jwt.get_unverified_header(token)
            # Only to know whose keys to ask for: nothing of it is believed before the signature.
            claimed = jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError as error:
            raise RefusedError("no token") from error
        issuer, kid = claimed.get("iss"), header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise RefusedError("not signed as agreed")
        if settings.google and isinstance(issuer, str) and issuer in _GOOGLE_ISSUERS:
            return self._google(token, kid, settings.google)
        if settings.entra:
            return self._entra(token, kid, claimed.get("tid"), settings.entra)
        raise RefusedError("nobody let in signs like this")

    def _entra(self, token: str, kid: str, tenant: object, let_in: Entra) -> Subject:
        if tenant not in let_in.tenants:
            raise RefusedError("another tenant")
        key = self.key_sets.key(f"{_MICROSOFT}/{tenant}/discovery/v2.0/keys", kid)
        claims = _decoded(
            token, key, let_in.audience, f"{_MICROSOFT}/{tenant}/v2.0", ("nbf", "oid")
        )
        wanted = (
            claims.get("tid") == tenant
            and claims.get("ver") == "2.0"
            and claims.get("azp") in let_in.clients
            and _SCOPE in str(claims.get("scp", "")).split()
        )
        if not wanted or not isinstance(claims["oid"], str):
            raise RefusedError("a claim is not as agreed")
        return Subject(f"entra {tenant} {claims['oid']}", float(claims["exp"]))

    def _google(self, token: str, kid: str, let_in: Google) -> Subject:
        key = self.key_sets.key(_GOOGLE_KEYS, kid)
        claims = _decoded(token, key, list(let_in.audiences), list(_GOOGLE_ISSUERS), ("iat", "sub"))
        if let_in.domains and claims.get("hd") not in let_in.domains:
            raise RefusedError("another domain")
        if not isinstance(claims["sub"], str):
            raise RefusedError("a claim is not as agreed")
        return Subject(f"google {claims['sub']}", float(claims["exp"]))


def _decoded(
    token: str,
    key: jwt.PyJWK,
    audience: str | list[str],
    issuer: str | list[str],
    required: tuple[str, ...],
) -> Mapping[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud", *required]},
        )
    except jwt.PyJWTError as error:
        raise RefusedError(type(error).__name__) from error
    # The library takes a list that names us among others; a token for others too is not for us.
    if not isinstance(claims["aud"], str):
        raise RefusedError("for several audiences")
    return claims
