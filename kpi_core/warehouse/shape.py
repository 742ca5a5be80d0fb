"""A question without its values: what the compiler is given, and what it makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpi_core.arithmetic import Expr
from kpi_core.measures import Measure

#: The dialect of the embedded store.
EMBEDDED = "duckdb"


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
class Said:
    """
    SQL of one dialect.

    parameters: the names of its placeholders; tables: the facts it reads, and `one`, by the names
    that a warehouse gives them (none in the embedded store, which has these tables).
    """

    sql: str
    parameters: frozenset[str]
    tables: frozenset[str] = frozenset()


class Statement:
    """A question's SQL, in whatever dialect it is asked for; each is made once, when it is."""

    __slots__ = ("_made", "_say")

    def __init__(self, say: Callable[[str], Said]) -> None:
        self._say = say
        self._made: dict[str, Said] = {}

    def said(self, dialect: str) -> Said:
        """Return it in *dialect*, one of `kpi_core.warehouse.dialects`."""
        if dialect not in self._made:
            self._made[dialect] = self._say(dialect)
        return self._made[dialect]

    @property
    def sql(self) -> str:
        """Its text for the embedded store."""
        return self.said(EMBEDDED).sql

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the values that the embedded store is given with it."""
        return self.said(EMBEDDED).parameters

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Statement) and self.said(EMBEDDED) == other.said(EMBEDDED)
