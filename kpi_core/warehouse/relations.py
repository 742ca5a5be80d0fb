"""What measures count rows of: a fact table, or one fact with what follows from it.

The only join between facts is from a deal to the one lead that brought it, so no row is ever
multiplied: a deal takes the lead's channel when it has none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_core.measures import Measure
from kpi_core.warehouse.schema import dimensions_of


@dataclass(frozen=True, slots=True)
class Relation:
    """The facts that a relation reads, and the dimensions its rows carry (`building` makes it)."""

    facts: tuple[str, ...]
    dimensions: tuple[str, ...]


def _of(first: str, *others: str) -> Relation:
    return Relation((first, *others), dimensions_of(first))


RELATIONS: Mapping[str, Relation] = MappingProxyType(
    {
        "spend": _of("spend"),
        "traffic": _of("traffic"),
        "touchpoints": _of("touchpoints"),
        "subscriptions": _of("subscriptions"),
        "leads": _of("leads"),
        "journeys": _of("leads", "deals"),
        "deals": _of("deals"),
        "open_deals": _of("deals"),
        "first_wins": _of("deals"),
        "deal_stages": _of("deal_stages"),
        "surveys": _of("surveys"),
    }
)

# A row of these is one conversion of one lead, which touches led to.
CONVERSIONS: Mapping[str, str] = MappingProxyType({"leads": "lead", "deals": "deal"})


def shared(measure: Measure) -> bool:
    """Tell whether an attribution model shares out what *measure* counts."""
    return measure.relation in CONVERSIONS and measure.additive
