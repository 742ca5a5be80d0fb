"""The true KPIs of the demo, counted by hand from its rows.

Nothing here comes from `kpi_core`: rows are dictionaries, a channel map is a dictionary, and each
number is one comprehension that a reader can check. The engine must give the same answers.

Conventions, all from the product's semantics:

- each measure counts on its own date, both ends of the period included;
- an SQL never marked as MQL counts as an MQL, on the day it became an SQL;
- a new customer is an account whose first won deal is `new`, on the day it closed;
- revenue is what was signed: every won deal of any kind, credit notes (negative) included;
- a deal without a source has its lead's; what has neither is under None;
- a subscription holds on day d when started_on <= d <= ended_on; a period opens with what held on
  its eve and closes with what held on its last day;
- a ratio whose denominator is zero is None, and so is a ratio to costs of which none was recorded:
  no cost known is not a cost of 0 €.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean, median
from typing import Any

Tables = Mapping[str, list[dict[str, Any]]]
Channels = Mapping[str, tuple[str, str]]


def kpis(
    tables: Tables,
    start: date,
    end: date,
    channels: Channels,
    channel: str | None = None,
    *,
    everything: bool = True,
) -> dict[str, Any]:
    """
    Return every KPI from *start* to *end*, both included.

    Of the whole, or with `everything=False` of one *channel* (None: what has no source).
    """
    leads_by_id = {r["lead"]: r for r in tables["leads"]}

    def source_of(row: dict[str, Any]) -> str | None:
        return row["source"] or (leads_by_id.get(row.get("lead")) or {}).get("source")

    def asked(source: str | None) -> bool:
        return everything or (channels[source][0] if source else None) == channel

    def rows(fact: str) -> list[dict[str, Any]]:
        return [r for r in tables[fact] if asked(r["source"])]

    def within(day: date | None) -> bool:
        return day is not None and start <= day <= end

    spend = [r for r in rows("spend") if within(r["spent_on"])]
    direct = total(r["amount"] for r in spend if r["category"] == "direct")
    indirect = total(r["amount"] for r in spend if r["category"] == "indirect")
    cost = direct + indirect if spend else None
    campaign_cost = direct if any(r["category"] == "direct" for r in spend) else None

    people = rows("leads")
    contacted = sum(within(r["contacted_on"]) for r in people)
    leads = sum(within(r["created_on"]) for r in people)
    mqls = sum(within(r["mql_on"] or r["sql_on"]) for r in people)
    sqls = sum(within(r["sql_on"]) for r in people)
    meetings = sum(within(r["meeting_on"]) for r in people)
    trials = sum(within(r["trial_on"]) for r in people)

    deals = [r for r in tables["deals"] if asked(source_of(r))]
    won = [r for r in deals if r["state"] == "won" and within(r["closed_on"])]
    lost = [r for r in deals if r["state"] == "lost" and within(r["closed_on"])]
    revenue = total(r["amount"] for r in won)
    firsts = [r for r in first_won(tables["deals"]) if asked(source_of(r))]
    new_customers = sum(within(r["closed_on"]) for r in firsts)
    sold = [r for r in won if r["kind"] != "credit"]
    new_won = [r for r in won if r["kind"] == "new"]
    new_lost = [r for r in lost if r["kind"] == "new"]
    cycles = [
        (r["closed_on"] - leads_by_id[r["lead"]]["created_on"]).days for r in new_won if r["lead"]
    ]
    open_at_end = [
        r
        for r in deals
        if r["created_on"] <= end and (r["closed_on"] is None or r["closed_on"] > end)
    ]

    subscriptions = rows("subscriptions")
    opening = mrr_by_customer(subscriptions, start - timedelta(days=1))
    closing = mrr_by_customer(subscriptions, end)
    opening_mrr, closing_mrr = total(opening.values()), total(closing.values())
    kept = total(min(mrr, closing.get(c, Decimal(0))) for c, mrr in opening.items())
    still = total(closing.get(c, Decimal(0)) for c in opening)
    lost_customers = len(opening.keys() - closing.keys())

    traffic = [r for r in rows("traffic") if within(r["seen_on"])]

    def traffic_sum(column: str, *media: str) -> int:
        return sum(r[column] or 0 for r in traffic if not media or r["medium"] in media)

    media_spend = total(r["amount"] for r in spend if r["label"].startswith("Achat"))
    impressions, clicks = traffic_sum("impressions", "ads"), traffic_sum("clicks", "ads")

    answers = [r for r in rows("surveys") if within(r["answered_on"])]
    nps = [r["score"] for r in answers if r["survey"] == "nps"]
    csat = [r["score"] for r in answers if r["survey"] == "csat"]

    return {
        "spend_direct": direct,
        "spend_indirect": indirect,
        "spend": direct + indirect,
        "contacted": contacted,
        "leads": leads,
        "mqls": mqls,
        "sqls": sqls,
        "meetings": meetings,
        "trials": trials,
        "cpl": over(campaign_cost, leads),
        "cost_per_mql": over(campaign_cost, mqls),
        "cost_per_sql": over(campaign_cost, sqls),
        "lead_to_mql": over(mqls, leads),
        "mql_to_sql": over(sqls, mqls),
        "new_customers": new_customers,
        "cac_loaded": over(cost, new_customers),
        "cac_paid": over(campaign_cost, new_customers),
        "revenue": revenue,
        "new_revenue": total(r["amount"] for r in new_won),
        "gross_margin": total(r["margin"] for r in won),
        "roi_net": over(revenue - direct - indirect, cost),
        "roas": over(revenue, campaign_cost),
        "win_rate": over(len(new_won), len(new_won) + len(new_lost)),
        "sales_cycle": median(cycles) if cycles else None,
        "sales_cycle_mean": mean(cycles) if cycles else None,
        "average_deal": over(total(r["amount"] for r in sold), len(sold)),
        "pipeline_value": total(r["amount"] for r in open_at_end),
        "open_deals": len(open_at_end),
        "start_customers": len(opening),
        "end_customers": len(closing),
        "churn_rate": over(lost_customers, len(opening)),
        "mrr": closing_mrr,
        "arr": closing_mrr * 12,
        "gross_revenue_retention": over(kept, opening_mrr),
        "net_revenue_retention": over(still, opening_mrr),
        "impressions": impressions,
        "clicks": clicks,
        "ctr": over(clicks, impressions),
        "cpc": over(media_spend, clicks),
        "cpm": over(media_spend * 1000, impressions),
        "sessions": traffic_sum("sessions", "site"),
        "open_rate": over(traffic_sum("unique_opens", "email"), traffic_sum("delivered", "email")),
        "email_ctr": over(traffic_sum("unique_clicks", "email"), traffic_sum("delivered", "email")),
        "bounce_rate": over(traffic_sum("bounces", "email"), traffic_sum("sent", "email")),
        "reply_rate": over(
            traffic_sum("replies", "outreach"), traffic_sum("delivered", "outreach")
        ),
        "engagement_rate": over(
            traffic_sum("engagements", "social"), traffic_sum("impressions", "social")
        ),
        "nps": over(sum(s >= 9 for s in nps) - sum(s <= 6 for s in nps), len(nps)),
        "csat": over(sum(s >= 4 for s in csat), len(csat)),
    }


def by_channel(
    tables: Tables, start: date, end: date, channels: Channels
) -> dict[str | None, dict[str, Any]]:
    """Return the KPIs of each channel, and under None those of what has no source."""
    names = [None, *sorted({name for name, _ in channels.values()})]
    return {name: kpis(tables, start, end, channels, name, everything=False) for name in names}


def first_won(deals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the deal by which each account became a customer, when the data has it."""
    firsts: dict[str, dict[str, Any]] = {}
    for deal in sorted(
        (d for d in deals if d["state"] == "won"), key=lambda d: (d["closed_on"], d["deal"])
    ):
        firsts.setdefault(deal["customer"], deal)
    return [deal for deal in firsts.values() if deal["kind"] == "new"]


def mrr_by_customer(subscriptions: list[dict[str, Any]], day: date) -> dict[str, Decimal]:
    """Return what each customer pays a month on *day*."""
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for s in subscriptions:
        if s["started_on"] <= day and (s["ended_on"] is None or day <= s["ended_on"]):
            paid[s["customer"]] += s["mrr"]
    return dict(paid)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add to the cent, zero when there is nothing."""
    return sum(amounts, Decimal(0))


def over(numerator: Decimal | int | None, denominator: Decimal | int | None) -> float | None:
    """Divide, or say that there is no answer."""
    if numerator is None or not denominator:
        return None
    return float(Decimal(numerator) / Decimal(denominator))
