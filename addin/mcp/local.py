"""The tools over standard input and output, for an application that starts us itself."""

from __future__ import annotations

from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import BaseModel

from addin.cli.session import Session
from addin.mcp.server import Context, make
from addin.mcp.tools import Tool
from addin.server import journal


def serve(session: Session) -> None:
    """Answer what comes in until it ends; nothing but the protocol goes out."""
    journal.start()

    def run(_context: Context, tool: Tool, asked: BaseModel) -> BaseModel:
        # Opened for one call at a time: an application that stays up all day does not keep the
        # workspace from commands, and finds whichever server has started or stopped meanwhile.
        with session.desk() as ask:
            return tool.run(ask, asked)

    anyio.run(_serve, make(run))


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
