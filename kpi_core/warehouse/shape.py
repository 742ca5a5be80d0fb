"""A question without its values: what the compiler is given, and what it makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.arithmetic import Expr
from kpi_core.measures import Measure


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep the rows of some members of a dimension; *missing* keeps the unassigned ones."""

    dimension: str
    members: int
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """
    All of a question but its values: two questions of one shape run the same SQL.

    measures: name -> how it is counted; formulas: name -> expression over measure names.
    model: the attribution model that says whose a conversion is, where its touches do.
    """

    measures: tuple[tuple[str, Measure], ...]
    formulas: tuple[tuple[str, Expr], ...] = ()
    by: tuple[str, ...] = ()
    grain: str | None = None
    fiscal_start: int = 1
    filters: tuple[Filter, ...] = ()
    as_of: bool = False
    cells: tuple[str, ...] | None = None  # many cells at once, each with one member of these
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with placeholders, and their names."""

    sql: str
    parameters: frozenset[str]
