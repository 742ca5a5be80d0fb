"""Bodies read by one strict parser, whatever the route: no NaN, no key twice, no half character."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from addin.server import wire


class StrictRequest(Request):
    """A request whose JSON every parser before and after us reads alike."""

    async def json(self) -> Any:
        """Return the body's value; one that is not strict JSON is reported as not JSON."""
        body = await self.body()
        try:
            return wire.decode_any(body)
        except wire.MalformedError as error:
            # The one error that FastAPI tells apart from a fault while it reads.
            raise json.JSONDecodeError(error.message.en, "", 0) from None


class StrictRoute(APIRoute):
    """A route that reads its body as a `StrictRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strict
