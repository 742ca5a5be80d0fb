"""Customers under contract, and what each is worth.

Start and end are counted on the eve and on the last day of the period. A customer gained is one
present at the end and absent at the start, so that start + gained - end is exactly the number of
starting customers who left: those won and lost in between never enter the base.
"""

from kpi_core.glossary.term import Term
from kpi_core.measures import Aggregate, Clock, Measure
from kpi_core.text import Text
from kpi_core.units import Unit


def _customers(clock: Clock) -> Measure:
    return Measure(
        relation="subscriptions",
        date="started_on",
        until="ended_on",
        last_day_counts=True,
        clock=clock,
        aggregate=Aggregate.DISTINCT,
        column="customer",
    )


def _recurring(clock: Clock, who: str | None = None) -> Measure:
    return Measure(
        relation="subscriptions",
        date="started_on",
        until="ended_on",
        last_day_counts=True,
        clock=clock,
        aggregate=Aggregate.SUM,
        column="mrr",
        who=who,
    )


TERMS = {
    "start_customers": Term(
        title=Text(en="Customers at the start", fr="Clients au début"),
        unit=Unit.COUNT,
        measure=_customers(Clock.AT_START),
    ),
    "end_customers": Term(
        title=Text(en="Customers at the end", fr="Clients à la fin"),
        unit=Unit.COUNT,
        measure=_customers(Clock.AT_END),
    ),
    "customers_gained": Term(
        title=Text(en="New customers", fr="Nouveaux clients"),
        unit=Unit.COUNT,
        measure=_customers(Clock.GAINED),
    ),
    "active_customers": Term(
        title=Text(en="Active customers", fr="Clients actifs"),
        unit=Unit.COUNT,
        measure=_customers(Clock.AT_END),
    ),
    "accounts_won": Term(
        title=Text(en="Accounts that signed", fr="Comptes ayant signé"),
        unit=Unit.COUNT,
        # Where nobody imported subscriptions, an account that signed once is a customer.
        measure=Measure(relation="first_wins", date="closed_on", clock=Clock.AT_END),
    ),
    "mrr": Term(
        title=Text(en="Monthly recurring revenue (MRR)", fr="Revenu récurrent mensuel (MRR)"),
        unit=Unit.MONEY_PER_MONTH,
        measure=_recurring(Clock.AT_END),
    ),
    "period_years": Term(
        title=Text(en="Years in the period", fr="Années dans la période"),
        unit=Unit.YEARS,
        period=True,
    ),
    "average_value": Term(
        title=Text(en="Average value of an order", fr="Valeur moyenne d’une commande"),
        unit=Unit.MONEY,
        kpi="average_deal",
    ),
    "purchases_per_year": Term(
        title=Text(en="Orders a year and customer", fr="Commandes par an et par client"),
        unit=Unit.COUNT,
        kpi="purchase_frequency",
    ),
    "years": Term(
        title=Text(en="Years a customer stays", fr="Années de fidélité d’un client"),
        unit=Unit.YEARS,
        kpi="customer_lifetime",
    ),
    "churn_rate": Term(
        title=Text(en="Churn rate", fr="Taux de résiliation"), unit=Unit.SHARE, kpi="churn_rate"
    ),
    "monthly_churn": Term(
        title=Text(en="Churn rate of a month", fr="Taux de résiliation d’un mois"), unit=Unit.SHARE
    ),
    "churn_of_period": Term(
        title=Text(en="Churn rate of one period", fr="Taux de résiliation d’une période"),
        unit=Unit.SHARE,
    ),
    "revenue_of_period": Term(
        title=Text(
            en="Revenue of a customer in one period", fr="Revenu d’un client sur une période"
        ),
        unit=Unit.MONEY,
    ),
    "margin_of_period": Term(
        title=Text(en="Margin of a customer in one period", fr="Marge d’un client sur une période"),
        unit=Unit.MONEY,
        minimum=None,
        kpi="annual_margin_per_customer",
    ),
    "retention_of_period": Term(
        title=Text(en="Retention of one period", fr="Rétention d’une période"),
        unit=Unit.SHARE,
        kpi="annual_retention",
    ),
    "discount_rate": Term(
        title=Text(en="Discount rate of one period", fr="Taux d’actualisation d’une période"),
        unit=Unit.SHARE,
        constant=0.1,
    ),
    "target_ratio": Term(
        title=Text(en="LTV / CAC ratio aimed at", fr="Ratio LTV / CAC visé"),
        unit=Unit.MULTIPLE,
        constant=3.0,
    ),
    "ltv": Term(
        title=Text(en="Customer lifetime value (LTV)", fr="Valeur vie client (LTV)"),
        unit=Unit.MONEY,
        minimum=None,
        kpi="ltv_margin",
    ),
    "cac": Term(
        title=Text(en="Customer acquisition cost (CAC)", fr="Coût d’acquisition client (CAC)"),
        unit=Unit.MONEY,
        kpi="cac_loaded",
    ),
    "monthly_margin": Term(
        title=Text(en="Gross margin a month and customer", fr="Marge brute par mois et par client"),
        unit=Unit.MONEY_PER_MONTH,
        minimum=None,
        kpi="monthly_margin_per_customer",
    ),
    "start_mrr": Term(
        title=Text(en="MRR at the start", fr="MRR au début"),
        unit=Unit.MONEY_PER_MONTH,
        measure=_recurring(Clock.AT_START),
    ),
    "kept_mrr": Term(
        title=Text(
            en="MRR at the end, of customers present at the start",
            fr="MRR à la fin, des clients présents au début",
        ),
        unit=Unit.MONEY_PER_MONTH,
        measure=_recurring(Clock.KEPT, who="customer"),
    ),
    "capped_mrr": Term(
        title=Text(
            en="MRR kept from the start, additions left out",
            fr="MRR du début conservé, hors ajouts",
        ),
        unit=Unit.MONEY_PER_MONTH,
        measure=_recurring(Clock.CAPPED, who="customer"),
    ),
    "cancelled_mrr": Term(
        title=Text(en="MRR cancelled", fr="MRR résilié"), unit=Unit.MONEY_PER_MONTH
    ),
    "expansion_mrr": Term(
        title=Text(en="MRR added by existing customers", fr="MRR ajouté par les clients existants"),
        unit=Unit.MONEY_PER_MONTH,
    ),
}
