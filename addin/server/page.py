"""What the page asks before it shows anything: how this workspace writes numbers, and whether it has any."""

from __future__ import annotations

import datetime as dt
import mimetypes

from fastapi import FastAPI
from pydantic import BaseModel

from kpi_core.answering import Core

# The page is JavaScript modules, and a browser refuses one that comes as plain text, as it does
# from a machine whose registry says so.
mimetypes.add_type("text/javascript", ".js")


class About(BaseModel):
    """
    The workspace, in a few words.

    locale: how numbers are written; focus: the KPIs that an open question shows, in order.
    rows: how many rows of data there are; 0 when nothing was imported yet.
    """

    locale: str
    currency: str
    today: dt.date
    focus: tuple[str, ...]
    rows: int
    version: int


def add_about(app: FastAPI, core: Core) -> None:
    """Serve `GET /v1/about`."""

    @app.get("/v1/about")
    def about() -> About:
        """Tell how the workspace writes numbers, and whether it holds any."""
        snapshot = core.snapshot()
        return About(
            locale=snapshot.settings.locale,
            currency=snapshot.settings.currency,
            today=core.today(),
            focus=snapshot.settings.focus,
            rows=sum(fact.rows for fact in snapshot.coverage.values()),
            version=snapshot.version,
        )
