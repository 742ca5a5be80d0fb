"""Sums by day kept in the warehouse itself, where its owner allows it: what cells are added up from.

What is kept is additive, by day and every member that its rows carry: sums and counts of what
happened. Distinct counts, medians and states are never kept: they are no sum of days. What is kept
is read only while the tables, the mapping and the spellings are those that it was made from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

import pyarrow as pa

from kpi_core.engines.engine import Size
from kpi_core.engines.prelude import Prelude
from kpi_core.facts import FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Measure
from kpi_core.warehouse.relations import RELATIONS
from kpi_core.warehouse.shape import Shape, Statement
from kpi_core.warehouse.statements import statement_of

#: Days beyond any that rows tell.
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """
    What is kept of one relation: a row a day and combination of its *dimensions*.

    names: measure -> what its columns are called.
    """

    relation: str
    dimensions: tuple[str, ...]
    names: Mapping[Measure, str]

    @property
    def statement(self) -> Statement:
        """What counts it from the rows."""
        measures = tuple((name, measure) for measure, name in self.names.items())
        return statement_of(Shape(measures=measures, by=self.dimensions, grain="day"))


@dataclass(frozen=True, slots=True)
class Kept:
    """
    What is there of one relation.

    place: its table; made: of which definition and which state of the tables; rows: its own.
    """

    relation: str
    place: str
    made: str
    at: dt.datetime
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one relation: *fresh* where what was there was still good."""

    kept: Kept
    fresh: bool


class Cubes(Protocol):
    """Where an engine keeps them."""

    def about(self, reading: Any, schema: str) -> Mapping[str, Kept]:
        """Return what is there, by relation; nothing where there is no such schema."""

    def read(
        self, reading: Any, place: tuple[str, str], dimensions: Sequence[str], name: str,
        days: tuple[dt.date, dt.date],
    ) -> pa.Table | None:  # fmt: skip
        """Return the sums of one measure by day and *dimensions*; None when the table is gone."""

    def write(
        self, reading: Any, schema: str, parts: Mapping[str, tuple[Part, str]]
    ) -> Mapping[str, Kept]:
        """
        Make these parts anew, each with what it is made of, all of them or none.

        Raises
        ------
        KpiError
            AUTH without the right to write there; LIMIT while somebody else does.
        """

    def allowed(self, reading: Any, schema: str) -> bool | None:
        """Tell whether this user may write there; None where there is no such schema."""


@cache
def parts(by: frozenset[str] | None = None) -> Mapping[str, Part]:
    """
    Return what is kept of each relation: every input of a KPI that days and members add up to.

    by: the dimensions that are told apart, all of them when None; where a source stands goes with it.
    """
    found: dict[str, dict[Measure, str]] = {}
    for name, term in GLOSSARY.items():
        if (measure := term.measure) is not None and keeps(measure):
            found.setdefault(measure.relation, {}).setdefault(replace(measure, lagged=False), name)
    told = by if by is None or "source" not in by else by | {"platform", "channel"}
    return {
        r: Part(r, tuple(d for d in RELATIONS[r].dimensions if told is None or d in told), names)
        for r, names in found.items()
    }


def keeps(measure: Measure) -> bool:
    """Tell whether sums of *measure* by day and member may be added up."""
    return measure.additive and measure.within is None and measure.reached is None


def made_of(part: Part, prelude: Prelude, sizes: Mapping[str, Size]) -> str | None:
    """Return what a part is made of, as it stands; None where the engine cannot tell of a table."""
    said = part.statement.said("postgres")
    above = prelude.of(said.tables)
    given = {name: prelude.values[name] for name in sorted(above.parameters)}
    marks = []
    for fact in sorted(said.tables & FACTS.keys() & sizes.keys()):
        if (mark := sizes[fact].mark) is None:
            return None
        marks.append(f"{fact} {mark}")
    told = "\n".join([said.sql, above.sql, repr(given), *marks])
    return hashlib.sha256(told.encode()).hexdigest()
