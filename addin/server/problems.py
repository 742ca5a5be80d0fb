"""Errors as RFC 9457 problems, in the reader's language and in both."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from addin.faults import telling, where, why
from addin.server.wire import MalformedError
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text


class TooFastError(KpiError):
    """More cells than the key's share: *wait* is in how many seconds they may be asked again."""

    def __init__(self, wait: float) -> None:
        super().__init__(Kind.UPSTREAM, _TOO_FAST)
        self.wait = wait


_TOO_FAST = Text(
    en="Too many cells at once for this key: they will be asked again.",
    fr="Trop de cellules à la fois pour cette clé\u00a0: elles seront redemandées.",
)

BROKEN = Text(
    en="Something broke on our side; the server's log says what. Nothing was changed.",
    fr="Une panne de notre côté\u202f; le journal du serveur dit laquelle. Rien n’a été changé.",
)

_STATUS = {
    Kind.NOT_FOUND: 404,
    Kind.UPSTREAM: 503,
    Kind.AUTH: 401,
    Kind.LIMIT: 413,
}

_TITLES = {
    400: Text(en="Bad request", fr="Requête incorrecte"),
    403: Text(en="Not allowed", fr="Non autorisé"),
    429: Text(en="Too fast", fr="Trop vite"),
    401: Text(en="Key missing or wrong", fr="Clé absente ou fausse"),
    404: Text(en="Not found", fr="Introuvable"),
    405: Text(en="Method not allowed", fr="Méthode non autorisée"),
    413: Text(en="Too large", fr="Trop volumineux"),
    415: Text(en="Unsupported content", fr="Contenu non pris en charge"),
    422: Text(en="Not understood", fr="Non compris"),
    500: Text(en="Internal error", fr="Erreur interne"),
    503: Text(en="Not available now", fr="Indisponible pour l’instant"),
}


def problem(
    status: int,
    detail: Text,
    kind: Kind | None,
    lang: Lang,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return one problem, its sentence in *lang* and, under `message`, in both languages."""
    body = described(status, detail, kind, lang) | more
    told = dict(headers or {})
    if status == 503:  # noqa: PLR2004 - RFC 9110
        told["Retry-After"] = "1"
    return JSONResponse(body, status, told, media_type="application/problem+json")


def described(status: int, detail: Text, kind: Kind | None, lang: Lang) -> dict[str, Any]:
    """Return one problem as it travels, in an answer of its own or in an event of a stream."""
    title = _TITLES.get(status, Text(en="Error", fr="Erreur"))
    return {
        "type": f"urn:b2b-kpi:{kind.value.lower() if kind else 'request'}",
        "title": title[lang],
        "status": status,
        "detail": detail[lang],
        "kind": kind.value if kind else None,
        "message": {"en": detail.en, "fr": detail.fr},
    }


def language_of(request: Request) -> Lang:
    """Return the language that *request* asks for: `?lang=`, else its Accept-Language."""
    said = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return Lang.FR if said.lower().startswith("fr") else Lang.EN


async def on_kpi_error(request: Request, error: Exception) -> JSONResponse:
    """Answer an error that a user can fix."""
    if not isinstance(error, KpiError):
        raise error
    if isinstance(error, TooFastError):
        # Spread out, or all who were refused come back in the same instant.
        seconds = math.ceil(error.wait + random.random())  # noqa: S311 - no secret
        headers = {"Retry-After": str(seconds)}
        lang = language_of(request)
        return problem(429, error.message, error.kind, lang, headers=headers)
    return problem(status_of(error), error.message, error.kind, language_of(request))


def status_of(error: KpiError) -> int:
    """Return the status of an error that a user can fix."""
    return error.status if isinstance(error, MalformedError) else _STATUS.get(error.kind, 422)


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """Answer a body or a parameter that does not have the declared shape."""
    if not isinstance(error, RequestValidationError):
        raise error
    lang = language_of(request)
    faults = [{"at": where(e), "why": why(e)[lang]} for e in error.errors()]
    if any(e["type"] == "json_invalid" for e in error.errors()):
        text = Text(en="The body is not valid JSON.", fr="Le corps n’est pas du JSON valide.")
        return problem(400, text, Kind.TYPE, lang, faults=faults)
    first = telling(error.errors())
    text = Text(
        en="“{at}” is not what is expected: {why}.",
        fr="« {at} » n’est pas ce qui est attendu : {why}.",
    ).format(at=where(first), why=why(first))
    return problem(422, text, Kind.TYPE, lang, faults=faults)


async def on_http(request: Request, error: Exception) -> JSONResponse:
    """Answer what the router itself refuses."""
    if not isinstance(error, HTTPException):
        raise error
    text = _TITLES.get(error.status_code, Text(en="Error", fr="Erreur"))
    lang = language_of(request)
    return problem(error.status_code, text, None, lang, headers=error.headers)


async def on_abandoned(_request: Request, _error: Exception) -> Response:
    """Answer nobody: the client has left, and logs know the number."""
    return Response(status_code=499)


async def on_crash(request: Request, _error: Exception) -> JSONResponse:
    """Answer a fault of ours without telling anything of its inside."""
    text = Text(
        en="Something broke on our side; the server's log says what. Nothing was changed.",
        fr="Une panne de notre côté ; le journal du serveur dit laquelle. Rien n’a été changé.",
    )
    return problem(500, text, None, language_of(request))
