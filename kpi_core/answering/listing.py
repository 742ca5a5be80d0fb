"""Lists of customers, where the facts allow: who has not ordered for a while."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kpi_core.answering.core import Core


@dataclass(frozen=True, slots=True)
class Dormant:
    """A customer account and the day of its last won deal."""

    customer: str
    last_order: dt.date
    orders: int


def dormant(core: Core, since: dt.date) -> list[Dormant]:
    """Return the customers who ordered before *since* and not from that day on, longest ago first."""
    facts = core.facts()
    try:
        rows = facts.ask(
            "SELECT customer, max(closed_on), count(*) FROM deals WHERE state = 'won'"
            " AND customer IS NOT NULL AND closed_on IS NOT NULL AND closed_on <= ?"
            " AND kind IS DISTINCT FROM 'credit'"
            " GROUP BY customer HAVING max(closed_on) < ? ORDER BY 2, 1",
            [core.today(), since],
        )
    finally:
        facts.close()
    return [Dormant(*row) for row in rows]
