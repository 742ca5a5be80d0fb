"""Sessions of `requests` that lead Google's own client libraries here instead of to Google.

gspread.Client(auth=None, session=pointed(url, "ana@firm.example"))    # over HTTP
gspread.Client(auth=None, session=inside(google, "ana@firm.example"))  # in this process
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from addin.demo.faults import CutShortError, DroppedError, NoAnswerError
from addin.demo.google import Google

HOSTS = (
    "https://sheets.googleapis.com",
    "https://www.googleapis.com",
    "https://oauth2.googleapis.com",
    "https://accounts.google.com",
    "https://docs.google.com",
)


class _Pointing(HTTPAdapter):
    """Sends a call for one of Google's hosts to another address."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        request.url = self._base + _target(request)
        return super().send(request, *args, **more)


class _Inside(HTTPAdapter):
    """Answers a call for one of Google's hosts without leaving the process."""

    def __init__(self, google: Google) -> None:
        self._google = google
        super().__init__()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else body
        assert isinstance(raw, bytes)  # noqa: S101 - nobody streams to a spreadsheet
        headers: Mapping[str, str] = {k: _text(v) for k, v in request.headers.items()}
        try:
            reply = self._google.answer(request.method or "GET", _target(request), headers, raw)
        except DroppedError as e:
            raise requests.ConnectionError(e, request=request) from e
        except CutShortError as e:
            raise requests.exceptions.ChunkedEncodingError(e, request=request) from e
        except NoAnswerError as e:
            raise requests.ReadTimeout(e, request=request) from e
        response = requests.Response()
        response.status_code = reply.status
        response.headers = CaseInsensitiveDict(reply.headers)
        response._content = reply.body  # noqa: SLF001 - there is no other way to make one
        response.encoding = "utf-8"
        response.url = request.url or ""
        response.request = request
        return response


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _target(request: requests.PreparedRequest) -> str:
    parts = urlsplit(request.url or "")
    path = str(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def pointed(base: str, user: str = "") -> requests.Session:
    """Return a session whose calls for Google go to *base*; *user* is its bearer token, if any."""
    return _mounted(_Pointing(base), user)


def inside(google: Google, user: str = "") -> requests.Session:
    """Return a session whose calls for Google are answered by *google* in this process."""
    return _mounted(_Inside(google), user)


def _mounted(adapter: HTTPAdapter, user: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy stands between a program and itself
    for host in HOSTS:
        session.mount(host, adapter)
    if user:
        session.headers["Authorization"] = f"Bearer {user}"
    return session
