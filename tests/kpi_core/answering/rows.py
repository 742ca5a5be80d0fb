"""Rows that the answering tests fill a workspace with."""

from __future__ import annotations

MARCH = "2025-03"


def spent(amount, source=None, day="2025-03-10", **more):
    return {"spent_on": day, "source": source, "category": "direct", "amount": amount, **more}


def lead(n, day="2025-03-05", source="LinkedIn Ads", **more):
    return {"email": f"p{n}@exemple.fr", "created_on": day, "source": source, **more}


def deal(n, amount=1000, state="won", closed="2025-03-20", **more):
    row = {"deal": f"d{n}", "customer": f"c{n}", "state": state, "created_on": "2025-03-01"}
    return row | {"closed_on": closed if state != "open" else None, "amount": amount} | more


def contract(n, customer, mrr, start="2024-01-01", end=None, **more):
    return {
        "subscription": f"s{n}",
        "customer": customer,
        "started_on": start,
        "ended_on": end,
        "mrr": mrr,
        **more,
    }
