"""Runs a shape on the workspace's file and returns its rows as plain numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kpi_core.engines.facts import PATIENCE, Facts
from kpi_core.measures import Aggregate, Nothing
from kpi_core.warehouse.shape import Shape, Statement
from kpi_core.warehouse.statements import statement_of

Group = tuple[str | None, ...]
Value = Decimal | float | int | None


@dataclass(slots=True)
class Row:
    """One group of the answer: its members, its first day, and what was counted in it."""

    group: Group
    bucket: dt.date | None
    values: dict[str, Value]
    counted: dict[str, int]  # rows that carry the value
    blank: dict[str, int]  # rows that should and do not
    inferred: dict[str, int]
    results: dict[str, Value]
    # Of a model that learns: for each count, the paths that converted and the others.
    learnt: dict[str, tuple[int, int]] = field(default_factory=dict)
    untouched: dict[str, float] = field(default_factory=dict)  # of a model: what nothing led to


def run(
    facts: Facts, shape: Shape, parameters: Mapping[str, object], *, seconds: float = PATIENCE
) -> list[Row]:
    """
    Return the rows that *shape* gives for *parameters*.

    Raises
    ------
    KpiError
        LIMIT when the question takes longer than *seconds*.
    """
    return [_row(shape, found) for found in facts.rows(statement_of(shape), parameters, seconds)]


def fetched(
    facts: Facts,
    statement: Statement,
    parameters: Mapping[str, object],
    *,
    seconds: float = PATIENCE,
) -> list[dict[str, object]]:
    """
    Return the rows of *statement*, by the names of their columns.

    Raises
    ------
    KpiError
        LIMIT when it takes longer than *seconds*.
    """
    return facts.rows(statement, parameters, seconds)


def _row(shape: Shape, found: Mapping[str, object]) -> Row:
    def numbers(prefix: str, wanted: list[str]) -> dict[str, Value]:
        return {name: _number(found[f"{prefix}{name}"]) for name in wanted}

    measures = [name for name, _ in shape.measures]
    bucket = found.get("bucket")
    if isinstance(bucket, dt.datetime):  # DuckDB 2.0 truncates a day to a moment
        bucket = bucket.date()
    values = numbers("v_", measures)
    for name, measure in shape.measures:
        if measure.within and int(str(found[f"w_{name}"] or 0)) > 1:
            values[name] = None
    return Row(
        group=tuple(
            _member(found[name]) for name in (shape.by if shape.cells is None else ("cell",))
        ),
        bucket=bucket if isinstance(bucket, dt.date) else None,
        values=values,
        counted={name: int(str(found[f"n_{name}"] or 0)) for name in measures},
        blank={
            name: int(str(found[f"r_{name}"] or 0)) - int(str(found[f"n_{name}"] or 0))
            for name, m in shape.measures
            if m.aggregate is Aggregate.SUM and (m.nothing is Nothing.ZERO or m.relation == "deals")
        },
        inferred={
            name: int(str(found[f"i_{name}"] or 0)) for name, m in shape.measures if m.inferred
        },
        results=numbers("k_", [name for name, _ in shape.formulas]),
        untouched={
            name: float(str(found[f"u_{name}"] or 0)) for name in measures if f"u_{name}" in found
        },
    )


def _number(value: object) -> Value:
    return value if isinstance(value, (int, float, Decimal)) else None


def _member(value: object) -> str | None:
    return None if value is None else str(value)
