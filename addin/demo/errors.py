"""What Google answers when it refuses: the status, and the body that its own clients read."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

Json = dict[str, Any]

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    413: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_WORDS = {
    400: "Request contains an invalid argument.",
    401: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    403: "The caller does not have permission",
    404: "Requested entity was not found.",
    409: "The operation was aborted.",
    413: "Request payload size exceeds the limit.",
    429: "Resource has been exhausted (e.g. check quota).",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
    504: "The request took too long to be processed.",
}
_PAGE = """<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <title>Error {code} ({reason})!!1</title>
  <p><b>{code}.</b> <ins>That's an error.</ins>
  <p>The server encountered a temporary error and could not complete your request.
  <p>Please try again in 30 seconds. <ins>That's all we know.</ins>
</html>
"""


class ApiError(Exception):
    """A reply that is an error, with the body that goes with it."""

    def __init__(self, code: int, message: str = "", *details: Json) -> None:
        self.code = code
        self.message = message or words(code)
        self.body: Json = {
            "error": {
                "code": code,
                "message": self.message,
                "status": _STATUS.get(code, "UNKNOWN"),
                **({"details": list(details)} if details else {}),
            }
        }
        super().__init__(self.message)


class RequestError(Exception):
    """What is wrong with one request of a batch, without the place, which the batch adds."""


def words(code: int) -> str:
    """Return Google's usual words for a status."""
    return _WORDS.get(code) or HTTPStatus(code).phrase


def bad_field(field: str, kind: str, value: str) -> ApiError:
    """Say that a field holds what its type does not allow; *value* is quoted as it came."""
    message = f"Invalid value at '{field}' ({kind}), {value}"
    return ApiError(400, message, _violation(field, message))


def unknown_name(name: str, path: str) -> ApiError:
    """Say that a message has no field of this name."""
    at = f" at '{path}'" if path else ""
    message = f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
    return ApiError(400, message, _violation(path, message))


def drive(code: int, reason: str, message: str, *, domain: str = "global") -> ApiError:
    """Return a refusal in the shape of Drive, which gives a reason for each error."""
    refused = ApiError(code, message)
    place = (
        {"location": "fileId", "locationType": "parameter"} if code == HTTPStatus.NOT_FOUND else {}
    )
    errors = [{"message": message, "domain": domain, "reason": reason, **place}]
    refused.body = {"error": {"code": code, "message": message, "errors": errors}}
    return refused


def page(code: int) -> str:
    """Return the page that Google's front end sends when what stands behind it is gone."""
    return _PAGE.format(code=code, reason=HTTPStatus(code).phrase)


def _violation(field: str, message: str) -> Json:
    return {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": field, "description": message}],
    }
