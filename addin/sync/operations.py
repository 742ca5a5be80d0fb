"""What can be asked of the sheets that keep themselves, by a command or through the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from addin.sync import asked as shapes
from addin.sync import planning, runner, watching
from addin.sync.ticking import run_now
from kpi_core.answering import Core

Json = dict[str, Any]
Operation = Callable[[Core, Json, str], Json]


def run(core: Core, asked: Json, actor: str) -> Json:
    """Run a sheet now: {"sheet"?, "force"?} -> what became of it."""
    sheet = planning.which(core, asked)
    worked = run_now(
        core,
        sheet.id,
        runner.run,
        actor=actor,
        force=bool(asked.get("force")),
        after=runner.after,
    )
    outcome = worked.outcome
    return {
        "sheet": sheet.id,
        "title": sheet.title,
        "run": worked.run,
        "state": outcome.state,
        "calls": outcome.calls,
        "details": outcome.details,
        "error": {"en": outcome.error.en, "fr": outcome.error.fr} if outcome.error else None,
    }


#: What a server lets the command line ask, by name: (core, asked, actor) -> answer.
OPERATIONS: Mapping[str, Operation] = {
    "sync_connect": planning.connected,
    "sync_plan": planning.planned,
    "sync_map": planning.mapped,
    "sync_confirm": planning.confirmed,
    "sync_disconnect": planning.disconnected,
    "sync_run": run,
    **watching.OPERATIONS,
}

SHAPES: Mapping[str, type[BaseModel]] = {
    "sync_connect": shapes.Connect,
    "sync_plan": shapes.Which,
    "sync_map": shapes.MapTab,
    "sync_confirm": shapes.Confirm,
    "sync_disconnect": shapes.Which,
    "sync_run": shapes.Run,
    **watching.SHAPES,
}
