"""What a model may say: one shape, where names are spans of the question and the rest is listed.

No field can carry a number, a tenant, a workspace, a query or an address: what has no field cannot
be asked for. The shape holds no map, no default and no union of objects, which servers that
enforce schemas do not take.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.query import TimeUnit

TOOL = "read"
_MOST = 8  # KPIs, members or spans of one question

Wanted = Literal[
    "value",
    "trend",
    "breakdown",
    "rank",
    "compare",
    "change",
    "why",
    "share",
    "define",
    "members",
    "catalogue",
    "freshness",
    "dormant",
    "focus",
    "none",
]
Side = Literal["best", "worst", "highest", "lowest"]


@cache
def offered() -> dict[str, str]:
    """Return what a model may name, with its id: the family of a default, else the variant."""
    return {
        (kpi.family if kpi.default else kpi.id): kpi.id for kpi in REGISTRY.values() if kpi.measured
    }


def _known_kpi(name: str) -> str:
    if name not in offered():
        raise ValueError("not a KPI")
    return name


def _known_dimension(name: str) -> str:
    if name not in DIMENSIONS:
        raise ValueError("not a dimension")
    return name


def _few(items: list[Any]) -> list[Any]:
    if len(items) > _MOST:
        raise ValueError("too many")
    return items


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Named(_Strict):
    """A KPI, and the words of the question that name it."""

    id: Annotated[
        str, AfterValidator(_known_kpi), WithJsonSchema({"type": "string", "enum": [*offered()]})
    ]
    words: str


Dimension = Annotated[
    str,
    AfterValidator(_known_dimension),
    WithJsonSchema({"type": "string", "enum": [*DIMENSIONS]}),
]


class Proposal(_Strict):
    """
    How a model reads a question.

    period, compare, members, limit, said: words of the question, as they stand there.
    said: those that ask for the grouping, the order, or what is wanted.
    follow: the question goes on from the one before.
    """

    intent: Wanted
    kpis: Annotated[list[Named], AfterValidator(_few)]
    period: str | None
    compare: str | None
    members: Annotated[list[str], AfterValidator(_few)]
    by: Annotated[list[Dimension], AfterValidator(_few)]
    grain: TimeUnit | None
    order: Side | None
    limit: str | None
    said: Annotated[list[str], AfterValidator(_few)]
    follow: bool


@cache
def schema() -> str:
    """Return the shape as JSON Schema, as short as it can be said."""
    found = Proposal.model_json_schema()
    return json.dumps(_inlined(found, found.get("$defs", {})), separators=(",", ":"))


def _inlined(node: Any, shared: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(n, shared) for n in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(shared[node["$ref"].rpartition("/")[2]], shared)
    if "anyOf" in node:
        first = _inlined(node["anyOf"][0], shared)
        either = {**first, "type": [first["type"], "null"]}
        return either | ({"enum": [*first["enum"], None]} if "enum" in first else {})
    if "properties" in node:
        return {
            "type": "object",
            "properties": {n: _inlined(p, shared) for n, p in node["properties"].items()},
            "required": [*node["properties"]],
            "additionalProperties": False,
        }
    return {
        name: _inlined(value, shared)
        for name, value in node.items()
        if name in {"type", "enum", "items"}
    }


def tool() -> dict[str, Any]:
    """Return the one thing that a model may call."""
    return {
        "type": "function",
        "function": {"name": TOOL, "strict": True, "parameters": json.loads(schema())},
    }


INTENTS: tuple[str, ...] = get_args(Wanted)
