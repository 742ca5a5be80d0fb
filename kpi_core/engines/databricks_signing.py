"""A service principal of Databricks: its identifier and secret become tokens of an hour."""

from __future__ import annotations

import base64
import json
import ssl
import time
import urllib.request
from collections.abc import Callable

from kpi_core.engines.words import Cause, because
from kpi_core.warehouse.address import Address

_WAITING = 20  # seconds
_EARLY = 60  # seconds before a token ends that another is asked for


class Signing:
    """Signs requests (OAuth, machine to machine); asks for a token when the last one ends."""

    def __init__(self, address: Address, client: str, secret: str) -> None:
        self._address = address
        self._who = base64.b64encode(f"{client}:{secret}".encode()).decode()
        self._token, self._until = "", 0.0

    def provider(self) -> Callable[[], dict[str, str]]:
        """Return what gives the headers of a request, as the connector calls it."""
        return self.headers

    def headers(self) -> dict[str, str]:
        """
        Return the headers of a request.

        Raises
        ------
        KpiError
            AUTH when no token is given; what was answered is not told: it may hold a secret.
        """
        if time.monotonic() >= self._until:
            self._signed()
        return {"Authorization": f"Bearer {self._token}"}

    def _signed(self) -> None:
        at = self._address
        scheme = "https" if at.encrypted else "http"
        port = f":{at.port}" if at.port else ""
        request = urllib.request.Request(  # noqa: S310 - to the host that the address names
            f"{scheme}://{at.host}{port}/oidc/v1/token",
            b"grant_type=client_credentials&scope=all-apis",
            {"Authorization": f"Basic {self._who}"},
        )
        context = ssl.create_default_context(cafile=at.option("ca")) if at.encrypted else None
        try:
            with urllib.request.urlopen(request, timeout=_WAITING, context=context) as answer:  # noqa: S310 - idem
                told = json.load(answer)
            self._token = str(told["access_token"])
            self._until = time.monotonic() + float(told.get("expires_in", 0)) - _EARLY
        except (OSError, ValueError, KeyError) as error:
            raise because(Cause.CREDENTIALS, at, type(error).__name__) from None
