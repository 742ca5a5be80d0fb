"""The catalogue: every KPI on offer, one file a family."""

from kpi_core.catalog import (
    acquisition,
    costs,
    customers,
    funnel,
    media,
    profitability,
    sales,
    satisfaction,
)
from kpi_core.registry import Registry

REGISTRY = Registry.of(
    profitability, acquisition, costs, funnel, sales, customers, media, satisfaction
)

#: What an open question ("how are we doing?") shows: fewer is better.
FOCUS = ("roi_net", "cac_loaded", "cpl", "lead_volume", "mql_to_sql", "win_rate", "revenue")

__all__ = ["FOCUS", "REGISTRY"]
