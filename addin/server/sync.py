"""What the page asks of the sheets that keep themselves: how they are; run one, let it rest."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import FastAPI, Path, Request
from pydantic import BaseModel, ConfigDict

from addin.sync import runner, schedule
from addin.sync.status import SyncStatus, status
from addin.sync.ticking import After, Runner, start_now, utc
from kpi_core.answering import Core

Sheet = Annotated[int, Path(ge=1, le=2**31 - 1)]

#: Whoever may change things here (see `addin.server.access`).
_OWNERS = frozenset({"owner", "anybody"})


class Asked(BaseModel):
    """Nothing more is asked, and it is JSON: no form of another site's page is."""

    model_config = ConfigDict(extra="forbid")


class Changed(BaseModel):
    """What was done to a sheet; the number of its run, where one began."""

    sheet: int
    done: Literal["run", "pause", "resume"]
    run: int | None = None


def add_sync(
    app: FastAPI, core: Core, run: Runner = runner.run, after: After = runner.after
) -> None:
    """Serve `/v1/sync` and what its owner may do to a sheet."""

    @app.get("/v1/sync")
    def sync(request: Request) -> SyncStatus:
        """Tell how every sheet is: when it is due, its last runs, the alerts that stand."""
        return status(core, utc(), may_change=request.scope.get("kpi.subject") in _OWNERS)

    @app.post("/v1/sync/{sheet}/run", status_code=202)
    def begin(sheet: Sheet, _asked: Asked) -> Changed:
        """Begin a run of a sheet, which goes on by itself."""
        begun = start_now(core, sheet, run, actor="page", after=after)
        return Changed(sheet=sheet, done="run", run=begun.id)

    @app.post("/v1/sync/{sheet}/pause")
    def pause(sheet: Sheet, _asked: Asked) -> Changed:
        """Let a sheet rest."""
        schedule.pause(core.store, sheet, utc(), paused=True)
        return Changed(sheet=sheet, done="pause")

    @app.post("/v1/sync/{sheet}/resume")
    def resume(sheet: Sheet, _asked: Asked) -> Changed:
        """Let a sheet go on, from its next moment."""
        schedule.pause(core.store, sheet, utc(), paused=False)
        return Changed(sheet=sheet, done="resume")
