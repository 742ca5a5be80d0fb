"""What an input of a formula is."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi_core.measures import Measure
from kpi_core.text import Text
from kpi_core.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """
    An input's meaning, the same in all KPIs that ask for it.

    It is counted from the data by `measure`, or is itself the KPI named by `kpi`, or is the
    length of the period (`period`); with none of them it can only be typed in a cell.
    `stage` names the date column of `leads` that a cohort follows. `part_of` names the terms
    whose units this one counts some of, each once: a message opened is a message delivered.
    """

    title: Text
    unit: Unit
    minimum: float | None = 0
    measure: Measure | None = field(default=None, hash=False)
    kpi: str | None = None
    period: bool = False
    stage: str | None = None
    constant: float | None = None
    part_of: tuple[str, ...] = ()

    @property
    def measured(self) -> bool:
        """Tell whether data can give it."""
        return bool(self.measure or self.kpi or self.period or self.constant is not None)
