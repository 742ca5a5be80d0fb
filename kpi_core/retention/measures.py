"""What a cohort can be followed by: its people, its recurring revenue, or how far its leads go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_core.errors import unknown
from kpi_core.registry import folded
from kpi_core.text import Text
from kpi_core.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """
    One thing that a cohort is followed by.

    kpi: a KPI over the same rows, which says what they can be told by.
    reached: of leads, the stage; a date column of the journeys.
    """

    id: str
    title: Text
    reading: Text
    base: Text
    kpi: str
    unit: Unit = Unit.COUNT
    reached: str | None = None
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()


def _leads(id_: str, reached: str, en: str, fr: str, *more: str) -> Followed:
    return Followed(
        id=id_,
        title=Text(en=f"Leads that become {en}", fr=f"Leads devenus {fr}"),
        reading=Text(
            en=f"Share of the leads created together that became {en} by each age.",
            fr=f"Part des leads créés ensemble devenus {fr} à chaque âge.",
        ),
        base=Text(en="leads", fr="leads"),
        kpi="lead_volume",
        reached=reached,
        en=more,
    )


_CUSTOMERS = Text(en="customers", fr="clients")

MEASURES: Mapping[str, Followed] = MappingProxyType(
    {
        f.id: f
        for f in (
            Followed(
                id="customers",
                title=Text(en="Customer retention", fr="Rétention des clients"),
                reading=Text(
                    en="Share of the customers who started together that are still under contract at each age.",
                    fr="Part des clients arrivés ensemble encore sous contrat à chaque âge.",
                ),
                base=_CUSTOMERS,
                kpi="customer_count",
                en=(
                    "customer",
                    "logo",
                    "logos",
                    "logo retention",
                    "customer retention",
                    "retention",
                ),
                fr=("clients", "client", "rétention", "rétention clients"),
            ),
            Followed(
                id="revenue_gross",
                title=Text(
                    en="Gross revenue retention (GRR)", fr="Rétention brute du revenu (GRR)"
                ),
                reading=Text(
                    en="Share of the first recurring revenue still there at each age, additions left out.",
                    fr="Part du premier revenu récurrent encore là à chaque âge, hors ajouts.",
                ),
                base=Text(en="first MRR", fr="premier MRR"),
                kpi="monthly_recurring_revenue",
                unit=Unit.MONEY_PER_MONTH,
                en=("grr", "gross", "gross revenue"),
                fr=("revenu brut", "rétention brute"),
            ),
            Followed(
                id="revenue_net",
                title=Text(en="Net revenue retention (NRR)", fr="Rétention nette du revenu (NRR)"),
                reading=Text(
                    en="Recurring revenue at each age over what it was at first, additions included.",
                    fr="Revenu récurrent à chaque âge rapporté à celui du début, ajouts compris.",
                ),
                base=Text(en="first MRR", fr="premier MRR"),
                kpi="monthly_recurring_revenue",
                unit=Unit.MONEY_PER_MONTH,
                en=("nrr", "net", "net revenue", "revenue"),
                fr=("revenu net", "rétention nette", "revenu"),
            ),
            _leads("leads_mql", "mql_on", "MQLs", "MQL", "mql", "mqls"),
            _leads("leads_sql", "sql_on", "SQLs", "SQL", "sql", "sqls"),
            _leads("leads_won", "customer_on", "customers", "clients", "leads", "lead", "won"),
        )
    }
)

_NAMED = {folded(name): f for f in MEASURES.values() for name in (f.id, *f.en, *f.fr)}


def find(name: str) -> Followed:
    """
    Return what *name* means, in either language.

    Raises
    ------
    KpiError
        NOT_FOUND, with the closest.
    """
    found = _NAMED.get(folded(name))
    if found is None:
        raise unknown(_A_MEASURE, name, MEASURES)
    return found


_A_MEASURE = Text(
    en="something that cohorts are followed by (customers, revenue_gross, revenue_net, leads)",
    fr="une mesure suivie par cohorte (customers, revenue_gross, revenue_net, leads)",
)
