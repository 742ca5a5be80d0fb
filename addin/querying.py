"""A query as it is asked of a workspace: its answer, or how much it would read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.query import KpiQuery
from kpi_core.text import Text

Json = dict[str, Any]


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query", "as_of"?} -> {"results"}, or {"query", "estimate": true} -> what it would read."""
    query = KpiQuery.model_validate(asked["query"])
    if asked.get("estimate"):
        from kpi_core.answering.estimating import expected  # noqa: PLC0415 - only this needs it

        found = expected(core, query)
        return {"expected": found.rows, "expected_bytes": found.bytes}
    known = moment(asked["as_of"]) if asked.get("as_of") else None
    results = core.query(query, as_of=known)
    return {"results": [r.model_dump(mode="json") for r in results]}


def moment(text: str) -> dt.datetime:
    """Return *text* as the UTC moment that records are stamped with."""
    try:
        said = dt.datetime.fromisoformat(text)
        return said.astimezone(dt.UTC).replace(tzinfo=None) if said.tzinfo else said
    except (ValueError, OverflowError):
        raise KpiError(
            Kind.TYPE,
            Text(
                en="“{text}” is not a moment: write it as 2025-11-01T08:00.",
                fr="« {text} » n’est pas un moment : écrivez-le comme 2025-11-01T08:00.",
            ).format(text=shown(text)),
        ) from None
