"""Conversion paths as plain data: the same for a command, a server and whoever draws them."""

from __future__ import annotations

from typing import Any

import msgspec

from kpi_core.answering import Core, paths
from kpi_core.answering.paths_flows import Flows, flows
from kpi_core.query import KpiQuery

Json = dict[str, Any]


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query", "limit"?, "models"?, "steps"?}: paths, models side by side, or flows."""
    query = KpiQuery.model_validate(asked["query"])
    if asked.get("models"):
        return paths.as_rows(core, query)
    if steps := asked.get("steps"):
        found = flows(core, query, steps)
        days = {"start": found.period.start.isoformat(), "end": found.period.end.isoformat()}
        return _plain(found) | {"period": days}
    return _plain(paths.conversion_paths(core, query, asked.get("limit", 20)))


def _plain(found: paths.Paths | Flows) -> Json:
    plain: Json = msgspec.to_builtins(found)
    return plain
