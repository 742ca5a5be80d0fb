"""How many rows PostgreSQL expects to read for a statement, and of which tables: by its own plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]
#: Of a row, of a table that nobody has counted yet.
BYTES = 100
#: The rows of tables, by the server's last count of them.
COUNTS = f"""
SELECT n.nspname, c.relname,
  CASE WHEN c.reltuples < 0 THEN pg_relation_size(c.oid) / {BYTES} ELSE c.reltuples END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))
"""
_INDEXED = frozenset({"Index Scan", "Index Only Scan"})
_WHOLE = frozenset({"Seq Scan", "Sample Scan"})
#: What reads no table of the server's own: how much, and whether it changed, cannot be known.
_OUTSIDE = frozenset({"Foreign Scan", "Custom Scan", "Function Scan", "Table Function Scan"})


@dataclass(frozen=True, slots=True)
class Read:
    """
    One table that a plan reads.

    rows: that come out of it; whole: whether all of it is read for them; part: how much of that is
    done before there is enough (1: all); found: the SQL that gives what an index finds, where a
    filter throws away some of it, which a plan does not count.
    """

    table: tuple[str, str]
    rows: float
    whole: bool
    part: float
    found: str | None = None


def reads(plan: Node) -> Iterator[Read]:
    """Yield what *plan* (of `EXPLAIN (VERBOSE, FORMAT JSON)`) reads."""
    yield from _reads(plan, 1.0)


def rows_of(found: Iterable[Read], held: Mapping[tuple[str, str], float]) -> int:
    """Return how many rows are read, those thrown away included; *held*: by tables read whole."""
    return round(
        # Of a table that is read whole, the workers share what is told here for all of them.
        sum(
            max(held.get(r.table, 0), r.rows) * min(r.part, 1) if r.whole else r.rows * r.part
            for r in found
        )
    )


def outside(plan: Node) -> bool:
    """Tell whether *plan* reads what is not in the server's own tables."""
    return plan["Node Type"] in _OUTSIDE or any(outside(p) for p in plan.get("Plans", ()))


def conditions(plan: Node) -> Iterator[str]:
    """Yield what *plan* gives and which rows it keeps, as it is written out."""
    for name, said in plan.items():
        if name.endswith(("Filter", "Cond", "Output", "Qual")) or name == "Function Call":
            yield from said if isinstance(said, list) else (str(said),)
    for below in plan.get("Plans", ()):
        yield from conditions(below)


def _reads(plan: Node, part: float) -> Iterator[Read]:
    below = list(plan.get("Plans", ()))
    if "Relation Name" in plan and plan["Node Type"] not in _OUTSIDE:
        rows = max([float(plan["Plan Rows"]), *(float(p["Plan Rows"]) for p in below)])
        table = (str(plan.get("Schema", "")), str(plan["Relation Name"]))
        listed = plan["Node Type"] in _INDEXED and "Filter" in plan
        whole = plan["Node Type"] in _WHOLE or (listed and "Index Cond" not in plan)
        yield Read(table, rows, whole, part, _found(plan) if listed and not whole else None)
    # Those who work at once share the rows, and the plan tells those of one.
    share = part * (1 + plan.get("Workers Planned", 0))
    for place, node in enumerate(below):
        yield from _reads(node, share * _repeated(plan, place) * _enough(plan, node))


def _found(plan: Node) -> str:
    schema, table, alias = (
        '"' + str(plan[name]).replace('"', '""') + '"'
        for name in ("Schema", "Relation Name", "Alias")
    )
    return f"SELECT 1 FROM {schema}.{table} AS {alias} WHERE {plan['Index Cond']}"


def _repeated(plan: Node, place: int) -> float:
    """Return how often the inner side of a loop is run."""
    outer, inner = plan.get("Plans", ({}, {}))[0], plan["Plans"][place]
    if plan["Node Type"] != "Nested Loop" or not place or inner["Node Type"] == "Materialize":
        return 1.0
    return max(1.0, float(outer["Plan Rows"]))


def _enough(plan: Node, node: Node) -> float:
    """Return which part of *node* is run before a limit is reached."""
    if plan["Node Type"] != "Limit" or node.get("Parent Relationship") != "Outer":
        return 1.0
    whole = float(node["Total Cost"]) - float(node["Startup Cost"])
    run = float(plan["Total Cost"]) - float(plan["Startup Cost"])
    return min(1.0, run / whole) if whole > 0 else 1.0
