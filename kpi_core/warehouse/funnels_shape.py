"""A question about a funnel without its values, apart from what takes the compiler."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.warehouse.shape import Filter

# What a stay is to the period asked for: it ended before, in it, or after (or not yet).
BEFORE, NOW, AFTER = "before", "now", "after"
# How it ended: the deal went on or was won, was lost there, or is there still.
ON, LOST, OPEN = "on", "lost", "open"


@dataclass(frozen=True, slots=True)
class FunnelShape:
    """A question about a funnel without its values."""

    by: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that selects or groups."""
        return tuple(sorted({*self.by, *(f.dimension for f in self.filters)}))
