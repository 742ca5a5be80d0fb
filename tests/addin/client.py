"""The HTTP interface in process: what a client would send, and all that comes back."""

import asyncio
import datetime as dt
import json

import httpx

from addin.server.access import Authority, Keys
from addin.server.app import create_app
from kpi_core.answering import Core

TODAY = dt.date(2025, 11, 12)
OWNER, KEY = "owner-token-of-the-tests", "key-of-the-tests"
JSON = {"content-type": "application/json"}


class Client:
    """One interface over an open workspace."""

    def __init__(self, store, *, api=None, **more):
        self.store = store
        self.core = Core(store, TODAY)
        self.app = create_app(
            self.core,
            authority=Authority(Keys.of(api, OWNER), store, **more.pop("authority", {})),
            hosts=frozenset({"127.0.0.1", "localhost", "[::1]"}),
            version="1",
            instance="tests",
            **more,
        )

    def send(self, method, path, *, content=None, headers=(), host="127.0.0.1", crash=True):
        """Return the answer to one request; a fault of ours is raised unless *crash* is False."""
        return asyncio.run(self._send(method, path, content, headers, host, crash))

    async def _send(self, method, path, content, headers, host, crash):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=crash)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.request(method, path, content=content, headers=headers)

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, body, **more):
        """Post *body*: bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**JSON, **more.pop("headers", {})}
        return self.send("POST", path, content=content, headers=headers, **more)

    def cells(self, *calls, **more):
        """Return the results of calls given as (function, rows)."""
        body = {"calls": [{"fn": fn, "rows": rows} for fn, rows in calls], **more}
        answered = self.post("/v1/cells", body)
        assert answered.status_code == 200, answered.text
        return answered.json()["results"]

    def cell(self, fn, *arguments, **more):
        """Return what one cell shows: its value, or its error as a dictionary."""
        ((only,),) = ([result] for result in self.cells((fn, [list(arguments)]), **more))
        assert set(only) - {"units"} == {"values", "errors"}
        return only["errors"].get("0", only["values"][0])

    def query(self, *kpis, **more):
        """Return the results of a query."""
        answered = self.post("/v1/query", {"kpis": list(kpis), **more})
        assert answered.status_code == 200, answered.text
        return answered.json()["results"]

    def admin(self, operation, body, key=OWNER, **more):
        """Ask an operation of the workspace's owner."""
        headers = {"authorization": f"Bearer {key}"}
        return self.post(f"/v1/admin/{operation}", body, headers=headers, **more)
