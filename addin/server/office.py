"""What Excel loads from the server: its functions, their words, the ribbon's icons and the pane.

These pages are shown inside Microsoft's, so they say who may frame them; nothing else may.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, HTTPException, Response

from addin.hosts.office import served
from addin.server.framing import framed, policy

_OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
_MICROSOFT = (
    "https://*.officeapps.live.com https://*.office.com https://*.microsoft365.com "
    "https://*.cloud.microsoft https://*.sharepoint.com"
)
POLICY = policy(scripts="https://appsforoffice.microsoft.com", ancestors=f"'self' {_MICROSOFT}")


def add_office(app: FastAPI, pane: Path) -> None:
    """Serve `/office/*`; the pane's page is *pane*, with Excel's scripts before its own."""
    page = _with_scripts((pane / "index.html").read_text("utf-8"))

    @app.get("/office/taskpane.html", include_in_schema=False)
    async def taskpane() -> Response:
        return framed(page, "text/html; charset=utf-8", POLICY)

    @app.get("/office/{name}", include_in_schema=False)
    def part(name: str) -> Response:
        found = served(name)
        if found is None:
            raise HTTPException(404)
        return framed(*found, POLICY)


def _with_scripts(page: str) -> str:
    scripts = f'<script src="{_OFFICE_JS}"></script>\n    <script src="/office/functions.js"></script>\n  '
    return page.replace("</head>", f"  {scripts}</head>", 1)
