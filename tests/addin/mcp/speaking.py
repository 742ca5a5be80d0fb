"""The protocol's own client, as an application speaks with the tools."""

import asyncio
from contextlib import asynccontextmanager

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from tests.command import KPI, TODAY, environment


def started(folder, *more, **env):
    """Return how an application starts the tools of *folder*."""
    general = ["--workspace", str(folder), "--today", TODAY, *more]
    return StdioServerParameters(command=str(KPI), args=[*general, "mcp"], env=environment(**env))


@asynccontextmanager
async def by_hand(folder, mode="auto", **env):
    """Start the tools as an application does, and speak with them over their own streams."""
    async with Client(stdio_client(started(folder, **env)), mode=mode) as client:
        yield client


@asynccontextmanager
async def by_http(address, key=None, mode="auto", **headers):
    """Speak with the tools at *address*."""
    told = {**({"Authorization": f"Bearer {key}"} if key else {}), **headers}
    async with (
        httpx2.AsyncClient(headers=told, timeout=30, trust_env=False) as web,
        Client(streamable_http_client(f"{address}/v1/mcp", http_client=web), mode=mode) as client,
    ):
        yield client


def spoken(connection, *calls):
    """Return what each (tool, arguments) of *calls* gives over *connection*."""

    async def speak():
        async with connection as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(speak())


def said(result):
    """Return the text of a result."""
    (text,) = result.content
    return text.text
