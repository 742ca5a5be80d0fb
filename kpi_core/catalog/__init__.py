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
    worth,
)
from kpi_core.catalog.declined import DECLINED
from kpi_core.registry import Registry

#: Words that mean different numbers to different people: asked back, never guessed.
ASKED_BACK = {
    "coût d’acquisition": ("cac_loaded", "cpl"),
    "acquisition cost": ("cac_loaded", "cpl"),
    "coût par acquisition": ("cpa_claimed", "cac_loaded", "cpl"),
    "cost per acquisition": ("cpa_claimed", "cac_loaded", "cpl"),
    "taux de clic": ("ctr", "ctr_email"),
    "taux de clics": ("ctr", "ctr_email"),
    "click rate": ("ctr", "ctr_email"),
    "taux de rebond": ("email_bounce_rate", "site_bounce_rate"),
    "bounce rate": ("email_bounce_rate", "site_bounce_rate"),
    "lead qualifié": ("mql_count", "sql_count"),
    "qualified lead": ("mql_count", "sql_count"),
    # Spent, that is: a plan is not recorded.
    "budget": ("total_cost", "advertising_spend", "direct_cost"),
    "budgets": ("total_cost", "advertising_spend", "direct_cost"),
    "prospect": ("contact_count", "lead_volume"),
    "prospects": ("contact_count", "lead_volume"),
    "rétention en valeur": ("net_revenue_retention", "gross_revenue_retention"),
    "revenue retention": ("net_revenue_retention", "gross_revenue_retention"),
    "dollar retention": ("net_revenue_retention", "gross_revenue_retention"),
    "meilleur canal": ("roi_net", "cpl", "lead_volume"),
    # How many, or which part of them.
    "how many leads became customers": ("lead_to_customer", "new_customer_count"),
    "combien de leads sont devenus clients": ("lead_to_customer", "new_customer_count"),
    # Deals signed, or their amount.
    "number of sales": ("won_deal_count", "revenue"),
    "how many sales": ("won_deal_count", "revenue"),
    "nombre de ventes": ("won_deal_count", "revenue"),
    "combien de ventes": ("won_deal_count", "revenue"),
    "best channel": ("roi_net", "cpl", "lead_volume"),
}

REGISTRY = Registry.of(
    profitability,
    acquisition,
    costs,
    funnel,
    sales,
    customers,
    worth,
    media,
    satisfaction,
    asked_back=ASKED_BACK,
    declined=DECLINED,
)

#: What an open question ("how are we doing?") shows: fewer is better.
FOCUS = ("roi_net", "cac_loaded", "cpl", "lead_volume", "mql_to_sql", "win_rate", "revenue")

#: From a lead to a customer, one below the other.
FUNNEL = ("lead_volume", "mql_count", "sql_count", "opportunity_count", "new_customer_count")

__all__ = ["ASKED_BACK", "DECLINED", "FOCUS", "FUNNEL", "REGISTRY"]
