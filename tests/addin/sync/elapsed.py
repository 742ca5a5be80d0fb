"""Weeks and months up to a day, filled by hand: what alerts look at."""

import datetime as dt

from tests.kpi_core.workspace.filled import lead, spent

NOW = dt.datetime(2025, 11, 12, 8)
TODAY = dt.date(2025, 11, 12)  # a Wednesday: the last whole weeks begin on 27 Oct. and 3 Nov.
WEEKS = ("2025-10-20", "2025-10-27", "2025-11-03", "2025-11-10")


def weekly(made, *costs, leads=10):
    """Record the spend of the weeks, and as many leads in each."""
    for i, (day, cost) in enumerate(zip(WEEKS, costs, strict=False)):
        if cost is not None:
            made.add("spend", spent(cost, day), system=f"w{i}", replace=True)
            made.add("leads", *(lead(f"{day}.{n}@a.example", day) for n in range(leads)))


def monthly(made, leads, *costs):
    """Record the spend and the leads of the months up to October."""
    for month, cost in zip(range(11 - len(costs), 11), costs, strict=True):
        day = f"2025-{month:02}-10"
        made.add("spend", spent(cost, day), system=f"m{month}")
        made.add("leads", *(lead(f"{day}.{n}@a.example", day) for n in range(leads)))
