"""Which costs that came each month have stopped, or left months out."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

_LEAST = 4  # months that make a rhythm
_REGULAR = 0.75  # of the months between the first and the last


@dataclass(frozen=True, slots=True)
class Gap:
    """
    Months, by index (12 x year + month - 1), in which a cost that comes monthly is missing.

    stopped: nothing since *last*.
    """

    label: str
    missing: tuple[int, ...]
    first: int
    last: int
    stopped: bool

    @property
    def span(self) -> int:
        """Return how many months there are from its first to its last."""
        return self.last - self.first + 1

    @property
    def came(self) -> int:
        """Return in how many of them it was recorded."""
        return self.span - sum(month <= self.last for month in self.missing)


def gaps(months: Mapping[str, AbstractSet[int]], until: int) -> list[Gap]:
    """
    Return the costs that come each month and lack some, those that stopped first.

    months: label -> the months in which it was recorded. until: the last whole month of the data.
    A cost comes each month when it was recorded in four at least, and in three of four between its
    first and its last.
    """
    found = []
    for label, recorded in months.items():
        known = {m for m in recorded if m <= until}
        if len(known) < _LEAST:
            continue
        first, last = min(known), max(known)
        if len(known) < _REGULAR * (last - first + 1):
            continue
        missing = tuple(m for m in range(first, until + 1) if m not in known)
        if missing:
            found.append(Gap(label, missing, first, last, stopped=last < until))
    return sorted(found, key=lambda gap: (not gap.stopped, -len(gap.missing), gap.label))
