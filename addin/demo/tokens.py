"""Who calls: bearer tokens, and the two grants by which Google's own libraries get them."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

from addin.demo.errors import ApiError, Json

_SECONDS = 3599
_LASTING = "1//"  # how tokens begin that others are got with
_JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Tokens:
    """
    The tokens that were given, and those that were taken back.

    A token that nobody asked for is a name in itself: `Bearer ana@firm.example` is Ana.
    """

    def __init__(self) -> None:
        self._users: dict[str, str] = {}
        self._revoked: set[str] = set()
        self.installed_user = "user@demo.example"

    def user(self, headers: Mapping[str, str]) -> str:
        """
        Return who calls.

        Raises
        ------
        ApiError: 403 without a token, 401 with one that was revoked or has expired.
        """
        said = headers.get("authorization", "")
        kind, _, token = said.partition(" ")
        if not said:
            raise ApiError(
                403,
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
            )
        if kind != "Bearer" or not token or token in self._revoked:
            raise ApiError(401)
        return self._users.get(token, token)

    def expire(self) -> None:
        """Let every token that was given out be refused from now on; they can be refreshed."""
        self._revoked.update(t for t in self._users if not t.startswith(_LASTING))

    def revoke(self, token: str) -> None:
        """Take back a token of any kind: a bearer's call is a 401, a refresh is `invalid_grant`."""
        self._revoked.add(token)

    def grant(self, body: bytes) -> tuple[int, Json]:
        """Answer `POST /token`, as a status and a body: nothing but the form is checked."""
        asked = {
            name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()
        }
        match asked.get("grant_type"):
            case kind if kind == _JWT:
                user = _issuer(asked.get("assertion", ""))
                return (
                    self._given(user) if user else _wrong("invalid_grant", "Invalid JWT Signature.")
                )
            case "refresh_token":
                token = asked.get("refresh_token", "")
                if not token or token in self._revoked:
                    return _wrong("invalid_grant", "Token has been expired or revoked.")
                return self._given(self._users.get(token, self.installed_user))
            case "authorization_code":
                if not asked.get("code"):
                    return _wrong("invalid_request", "Missing required parameter: code")
                refresh = _LASTING + secrets.token_urlsafe(24)
                self._users[refresh] = self.installed_user
                code, told = self._given(self.installed_user)
                return code, {**told, "refresh_token": refresh}
            case _:
                return _wrong("unsupported_grant_type", "Invalid grant_type")

    def consent(self, query: Mapping[str, str]) -> str:
        """Return where a browser goes after its user agreed, which everybody does here."""
        back = {"code": "4/" + secrets.token_urlsafe(24), "scope": query.get("scope", "")}
        if "state" in query:
            back["state"] = query["state"]
        target = query.get("redirect_uri", "")
        return f"{target}{'&' if '?' in target else '?'}{urlencode(back)}"

    def _given(self, user: str) -> tuple[int, Json]:
        token = "ya29." + secrets.token_urlsafe(32)
        self._users[token] = user
        return 200, {"access_token": token, "expires_in": _SECONDS, "token_type": "Bearer"}


def _issuer(assertion: str) -> str:
    """Return the account that a signed assertion names; empty when it is no such thing."""
    parts = assertion.split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return str(claims.get("sub") or claims["iss"])
    except (IndexError, KeyError, ValueError, AttributeError):
        return ""


def _wrong(error: str, description: str) -> tuple[int, Json]:
    return 400, {"error": error, "error_description": description}
