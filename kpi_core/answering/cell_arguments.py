"""What the arguments of one cell say, in whatever order they come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kpi_core.answering.cell_words import EPOCH, twice
from kpi_core.attribution.model import Model
from kpi_core.attribution.models import A_MODEL
from kpi_core.attribution.units import A_UNIT
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period
from kpi_core.text import Text

Read = Period | Model | bool | tuple[str, str]
_ENDS = 2  # of dates: a day, or the two ends of a period


@dataclass(slots=True)
class Given:
    """
    What was given so far.

    filters: dimension -> member; serials: dates as the days since the epoch of sheets.
    """

    period: Period | None = None
    filters: dict[str, str] = field(default_factory=dict)
    model: Model | None = None
    accounts: bool | None = None  # whether paths are those of accounts
    serials: list[int] = field(default_factory=list)

    def take(self, read: Read) -> None:
        """
        Keep what one argument says.

        Raises
        ------
        KpiError
            AMBIGUOUS when another argument said it.
        """
        if isinstance(read, Period):
            if self.period is not None:
                raise twice(_A_PERIOD)
            self.period = read
        elif isinstance(read, Model):
            if self.model is not None:
                raise twice(A_MODEL)
            self.model = read
        elif isinstance(read, bool):
            if self.accounts is not None:
                raise twice(A_UNIT)
            self.accounts = read
        else:
            dimension, member = read
            if dimension in self.filters:
                raise twice(DIMENSIONS[dimension])
            self.filters[dimension] = member

    def dated(self) -> None:
        """Read the dates that were given as a period."""
        if not self.serials:
            return
        if self.period is not None or len(self.serials) > _ENDS:
            raise twice(_A_PERIOD)
        days = sorted(dt.date.fromordinal(EPOCH + s) for s in self.serials)
        self.period = Period(days[0], days[-1])


_A_PERIOD = Text(en="period", fr="période")
