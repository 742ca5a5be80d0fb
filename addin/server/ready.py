"""`GET /ready`: whether a proxy may send requests here, which being alive does not tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


class Ready(BaseModel):
    """It may."""

    status: Literal["ready"] = "ready"


@dataclass(slots=True)
class Readiness:
    """
    Whether this server should be asked: *ready* once it has loaded what answers need.

    check: raises what would keep it from answering; leaving: it was told to stop, and finishes.
    """

    ready: bool = False
    leaving: bool = False
    check: Callable[[], None] | None = None

    def tell(self) -> Ready:
        """
        Return that it is ready.

        Raises
        ------
        KpiError
            UPSTREAM with why it is not.
        """
        if self.leaving:
            raise KpiError(Kind.UPSTREAM, _LEAVING)
        if not self.ready:
            raise KpiError(Kind.UPSTREAM, _STARTING)
        if self.check is not None:
            self.check()
        return Ready()


def add_ready(app: FastAPI, readiness: Readiness) -> None:
    """Serve `GET /ready`."""

    @app.get("/ready")
    def ready() -> Ready:
        """Tell whether requests may be sent here: 503, with why, while they should not."""
        return readiness.tell()


_STARTING = Text(en="This server is starting.", fr="Ce serveur démarre.")
_LEAVING = Text(
    en="This server is stopping: it finishes what it was asked.",
    fr="Ce serveur s’arrête\u00a0: il termine ce qui lui a été demandé.",
)
