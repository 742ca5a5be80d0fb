"""What the sidebar of Google Sheets frames: the pane, which speaks to its page by messages.

A sidebar is a page of googleusercontent.com inside one of docs.google.com, and every page around
ours has to be let in. Google gives such a page to anybody's script: the name of the site
proves nothing, so the pane trusts it with nothing, and comes with no credential of its own.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Response

from addin.server.framing import framed, policy

POLICY = policy(
    ancestors="https://docs.google.com https://script.google.com https://*.googleusercontent.com"
)


def add_google(app: FastAPI, pane: Path) -> None:
    """Serve `/google/pane.html`: the page of *pane*, which Google's own may frame."""
    page = (pane / "index.html").read_bytes()

    @app.get("/google/pane.html", include_in_schema=False)
    async def sidebar() -> Response:
        return framed(page, "text/html; charset=utf-8", POLICY)
