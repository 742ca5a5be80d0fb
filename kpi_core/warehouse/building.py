"""Relations as table expressions, for any engine that the compiler knows.

The only join between facts is from a deal to the one lead that brought it, so no row is ever
multiplied: a deal takes the lead's channel when it has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from kpi_core.warehouse import parameters
from kpi_core.warehouse.schema import columns_of

# Where a deal comes from is one answer: its own when it has a source, else its lead's, whole.
_ORIGIN = ("platform", "channel", "channel_kind", "source", "campaign", "content")
_FROM_LEAD = (*_ORIGIN, "segment", "country")


PROVENANCE = {"import_id": "int32", "source_row": "int64"}


@dataclass(frozen=True, slots=True)
class Tables:
    """
    The fact tables of a workspace, as they are or as they were known at a moment.

    traced: with the import and the line that each row came from.
    """

    as_of: bool = False
    traced: bool = False

    def __getitem__(self, fact: str) -> ir.Table:
        columns = dict(columns_of(fact)) | (PROVENANCE if self.traced else {})
        if not self.as_of:
            return ibis.table(columns, name=fact)
        stamped = {**columns, "recorded_at": "timestamp"}
        moment = parameters.moment("as_of")
        now = ibis.table(stamped, name=fact)
        past = ibis.table({**stamped, "superseded_at": "timestamp"}, name=f"{fact}_history")
        return (
            now.filter(now.recorded_at <= moment)
            .select(*columns)
            .union(
                past.filter((past.recorded_at <= moment) & (past.superseded_at > moment)).select(
                    *columns
                )
            )
        )


# What a line of a cost sheet calls the space itself, as opposed to fees and salaries around it.
_MEDIA_WORDS = (
    r"(?i)espace|m[eé]dia|\bads?$|ad spend|advertising|diffusion|^publicit|d[eé]penses? pub"
)

_AROUND_MEDIA = r"(?i)honoraire|agence|agency|\bfees?\b|sala|outil|tool|licen"


def _spend(tables: Tables, _needed: Collection[str]) -> ir.Table:
    spend = tables["spend"]
    named = spend.label.isnull() | (
        spend.label.re_search(_MEDIA_WORDS) & ~spend.label.re_search(_AROUND_MEDIA)
    )
    return spend.mutate(media=(spend.category == "direct") & (spend.channel_kind == "paid") & named)


def _leads(tables: Tables, _needed: Collection[str]) -> ir.Table:
    leads = tables["leads"]
    return leads.mutate(
        mql_on=ibis.coalesce(leads.mql_on, leads.sql_on),
        mql_inferred=leads.mql_on.isnull() & leads.sql_on.notnull(),
        sql_inferred=ibis.literal(value=False),
        had_trial=leads.trial_on.notnull(),
    )


def _deals(tables: Tables, needed: Collection[str]) -> ir.Table:
    deals = tables["deals"]
    sale = deals.kind.isnull() | (deals.kind != "credit")
    new = deals.kind.isnull() | (deals.kind == "new")
    deals = deals.mutate(
        sale=sale,
        is_new=new,
        margined=deals.margin.notnull(),
        account=ibis.coalesce(deals.customer.strip().lower(), deals.lead, deals.deal),
        deal_cycle_days=deals.closed_on.delta(deals.created_on, unit="day"),
    )
    if "first_won" in needed:
        won = (deals.state == "won") & deals.sale
        rank = ibis.row_number().over(
            group_by=[deals.account, won],
            order_by=[deals.closed_on, deals.created_on, deals.deal],
        )
        deals = deals.mutate(first_won=won & deals.is_new & (rank == 0))
    inherited = [name for name in _FROM_LEAD if name in needed]
    if not inherited and "cycle_days" not in needed:
        return deals
    leads = tables["leads"].select("lead", "created_on", *inherited)
    leads = leads.rename({f"lead_{name}": name for name in ("created_on", *inherited)})
    joined = deals.left_join(leads, deals.lead == leads.lead)
    own = joined.source.notnull()
    return joined.mutate(
        cycle_days=joined.closed_on.delta(joined.lead_created_on, unit="day"),
        **{
            name: ibis.ifelse(own, joined[name], joined[f"lead_{name}"])
            if name in _ORIGIN
            else ibis.coalesce(joined[name], joined[f"lead_{name}"])
            for name in inherited
        },
    )


def _open_deals(tables: Tables, needed: Collection[str]) -> ir.Table:
    deals = _deals(tables, needed)
    return deals.filter(deals.sale & ((deals.state == "open") | deals.closed_on.notnull()))


def _first_wins(tables: Tables, needed: Collection[str]) -> ir.Table:
    deals = _deals(tables, {*needed, "first_won"})
    return deals.filter(deals.first_won)


def _journeys(tables: Tables, _needed: Collection[str]) -> ir.Table:
    leads = _leads(tables, ())
    deals = _deals(tables, {"first_won"})
    deals = deals.filter(deals.lead.notnull() & deals.is_new)
    won = deals.filter(deals.first_won)
    opened = deals.group_by("lead").agg(opportunity_on=deals.created_on.min())
    signed = won.group_by("lead").agg(customer_on=won.closed_on.min())
    opened = opened.rename(opened_lead="lead")
    signed = signed.rename(signed_lead="lead")
    joined = leads.left_join(opened, leads.lead == opened.opened_lead)
    return joined.left_join(signed, joined.lead == signed.signed_lead)


def _subscriptions(tables: Tables, _needed: Collection[str]) -> ir.Table:
    subscriptions = tables["subscriptions"]
    return subscriptions.mutate(customer=subscriptions.customer.strip().lower())


def _deal_stages(tables: Tables, _needed: Collection[str]) -> ir.Table:
    stages = tables["deal_stages"]
    return stages.mutate(days=stages.left_on.delta(stages.entered_on, unit="day"))


_PROMOTER, _DETRACTOR = 9, 6  # of 10, as the score's authors cut it
_SATISFIED = 4  # of 5


def _surveys(tables: Tables, _needed: Collection[str]) -> ir.Table:
    surveys = tables["surveys"]
    return surveys.mutate(
        opinion=ibis.cases(
            (surveys.score >= _PROMOTER, "promoter"),
            (surveys.score <= _DETRACTOR, "detractor"),
            else_="passive",
        ),
        satisfied=surveys.score >= _SATISFIED,
    )


_DERIVED: Mapping[str, Callable[[Tables, Collection[str]], ir.Table]] = MappingProxyType(
    {
        "spend": _spend,
        "subscriptions": _subscriptions,
        "leads": _leads,
        "journeys": _journeys,
        "deals": _deals,
        "open_deals": _open_deals,
        "first_wins": _first_wins,
        "deal_stages": _deal_stages,
        "surveys": _surveys,
    }
)


def build(relation: str, tables: Tables, needed: Collection[str]) -> ir.Table:
    """Return a relation with the *needed* columns at least; one without more is its fact table."""
    derived = _DERIVED.get(relation)
    return derived(tables, needed) if derived else tables[relation]
