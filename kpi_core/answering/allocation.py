"""How indirect costs reach a channel, by the workspace's stated policy.

Rows plus what is left unallocated always equal the total: shares are cut in cents and the last
one takes the remainder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from kpi_core.answering.engine import Group, Row

Key = tuple[dt.date | None, Group]

_CENT = Decimal("0.01")


def shares(
    rows: Sequence[Row], policy: str, *, indirect: str = "indirect_cost", direct: str = "cost"
) -> dict[Key, Decimal]:
    """
    Return the indirect cost of each fully assigned group: its own, and its part of the rest.

    rows: one a group, with its *direct* and *indirect* costs and its `leads`, over every member.
    """
    found: dict[Key, Decimal] = {}
    for bucket in {row.bucket for row in rows}:
        inside = [row for row in rows if row.bucket == bucket]
        assigned = [row for row in inside if None not in row.group]
        loose = sum((_money(row, indirect) for row in inside if None in row.group), Decimal(0))
        weights = {row.group: _weight(row, policy, direct) for row in assigned}
        weights = {group: weight for group, weight in weights.items() if weight > 0}
        for group, part in _cut(loose, weights).items():
            found[bucket, group] = part
        for row in inside:
            if None in row.group:
                # What was shared out is no longer here; what nothing could share stays.
                kept = Decimal(0) if weights else _money(row, indirect)
                found[bucket, row.group] = kept
        for row in assigned:
            own = _money(row, indirect)
            found[bucket, row.group] = found.get((bucket, row.group), Decimal(0)) + own
    return found


def _weight(row: Row, policy: str, direct: str) -> Decimal:
    choose: Mapping[str, Callable[[], Decimal]] = {
        "spend": lambda: _money(row, direct),
        "leads": lambda: _money(row, "leads"),
        "equal": lambda: Decimal(int(row.counted[direct] > 0 or row.counted["leads"] > 0)),
    }
    return choose[policy]()


def _cut(total: Decimal, weights: Mapping[Group, Decimal]) -> dict[Group, Decimal]:
    whole = sum(weights.values(), Decimal(0))
    if not whole:
        return {}
    parts = {group: (total * weight / whole).quantize(_CENT) for group, weight in weights.items()}
    # Of equals, always the same one, whatever order the rows came in.
    largest = max(weights, key=lambda group: (weights[group], str(group)))
    parts[largest] += total - sum(parts.values(), Decimal(0))
    return parts


def _money(row: Row, name: str) -> Decimal:
    return Decimal(str(row.values[name] or 0))
