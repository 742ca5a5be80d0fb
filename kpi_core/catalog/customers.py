"""Customers: how many stay, how many leave, what recurs.

retention + churn = 1, on the customers present when the period opens
"""

from kpi_core.catalog.sources import (
    CHARTMOGUL_GLOSSARY,
    CLIMB_THE_LADDER,
    EXPRIMERE,
    FRUCTIFI,
    IMBOARD,
    KLIPFOLIO_MRR,
    WINSABOVE,
)
from kpi_core.definition import Better, Example, Interval, Requirement, kpi
from kpi_core.text import Text
from kpi_core.units import Unit

# More customers at the end than at the start plus the new ones: some new ones were not given.
SAY_NEW_CUSTOMERS = Requirement(
    lambda start_customers, end_customers, customers_gained: (
        start_customers + customers_gained - end_customers
    ),
    Text(
        en="There are more customers at the end than at the start: give the new customers too.",
        fr="Il y a plus de clients à la fin qu’au début : indiquez les nouveaux clients.",
    ),
)

# Those gained are among those present at the end: more would make churn pass 100%.
SAY_WHO_STAYED = Requirement(
    lambda end_customers, customers_gained: end_customers - customers_gained,
    Text(
        en="There are more new customers than customers at the end: count the new ones still there.",
        fr="Il y a plus de nouveaux clients que de clients à la fin : comptez ceux encore présents.",
    ),
)


@kpi(
    family="customer_count",
    default=True,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    title=Text(en="Customers", fr="Clients"),
    reading=Text(
        en="Customers under contract on the last day of the period.",
        fr="Clients sous contrat le dernier jour de la période.",
    ),
    source=CHARTMOGUL_GLOSSARY,
    examples=[Example(50, active_customers=50)],
    without={"subscriptions": "accounts_signed"},
    en=["customers", "active customers", "customer count", "how many customers"],
    fr=["clients", "clients actifs", "nombre de clients"],
)
def customer_count(active_customers: float) -> float:
    return active_customers


@kpi(
    family="customer_count",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    title=Text(en="Customers, accounts that signed", fr="Clients, comptes ayant signé"),
    reading=Text(
        en="Accounts with a won deal by the last day of the period, where no subscription is "
        "recorded.",
        fr="Comptes ayant gagné une affaire au dernier jour de la période, sans abonnements "
        "enregistrés.",
    ),
    source=IMBOARD,
    examples=[Example(85, accounts_won=85)],
    en=["accounts that signed"],
    fr=["comptes ayant signé"],
)
def accounts_signed(accounts_won: float) -> float:
    return accounts_won


@kpi(
    unit=Unit.SHARE,
    better=Better.LOWER,
    interval=Interval.WILSON,
    title=Text(en="Churn rate", fr="Taux de résiliation (churn)"),
    reading=Text(
        en="Share of the customers present at the start who left before the end.",
        fr="Part des clients présents au début qui sont partis avant la fin.",
    ),
    source=FRUCTIFI,
    examples=[
        Example(0.6, start_customers=50, end_customers=20),
        Example(0.15, start_customers=1000, end_customers=1150, customers_gained=300),
        Example(0.05, start_customers=5000, end_customers=4750),
    ],
    requires=[SAY_NEW_CUSTOMERS, SAY_WHO_STAYED],
    en=["churn", "churn rate", "logo churn", "attrition", "customers lost"],
    fr=[
        "churn",
        "taux de résiliation",
        "désabonnement",
        "attrition client",
        "clients perdus",
        "taux de churn",
    ],
)
def churn_rate(start_customers: float, end_customers: float, customers_gained: float = 0) -> float:
    return (start_customers + customers_gained - end_customers) / start_customers


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    interval=Interval.WILSON,
    title=Text(en="Retention rate", fr="Taux de rétention"),
    reading=Text(
        en="Share of the customers present at the start who are still there at the end.",
        fr="Part des clients présents au début qui sont encore là à la fin.",
    ),
    source=EXPRIMERE,
    examples=[
        Example(0.4, start_customers=50, end_customers=20),
        Example(0.85, start_customers=1000, end_customers=1150, customers_gained=300),
    ],
    requires=[SAY_NEW_CUSTOMERS, SAY_WHO_STAYED],
    en=["retention", "retention rate", "customer retention"],
    fr=["rétention", "fidélisation", "rétention client", "clients conservés", "taux de rétention"],
)
def retention_rate(
    start_customers: float, end_customers: float, customers_gained: float = 0
) -> float:
    return (end_customers - customers_gained) / start_customers


@kpi(
    unit=Unit.SHARE,
    better=Better.LOWER,
    title=Text(en="Annual churn from a monthly one", fr="Churn annuel à partir du mensuel"),
    reading=Text(
        en="Share lost in twelve months when each month loses the same share of who is left.",
        fr="Part perdue en douze mois si chaque mois perd la même part de ceux qui restent.",
    ),
    source=CLIMB_THE_LADDER,
    examples=[Example(0.4596399123373385, monthly_churn=0.05)],
    instead=("churn_rate",),
    en=["annual churn"],
    fr=["churn annuel"],
)
def annual_churn(monthly_churn: float) -> float:
    return 1 - (1 - monthly_churn) ** 12


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Annual retention", fr="Rétention annuelle"),
    reading=Text(
        en="Share of the starting customers still there a year later.",
        fr="Part des clients de départ encore là un an plus tard.",
    ),
    source=EXPRIMERE,
    examples=[Example(0.86, churn_rate=0.14)],
    yearly=True,
    en=["annual retention"],
    fr=["rétention annuelle"],
)
def annual_retention(churn_rate: float) -> float:
    return 1 - churn_rate


@kpi(
    family="mrr",
    default=True,
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    title=Text(en="Monthly recurring revenue (MRR)", fr="Revenu récurrent mensuel (MRR)"),
    reading=Text(
        en="Recurring amount of the subscriptions running on the last day of the period.",
        fr="Montant récurrent des abonnements en cours le dernier jour de la période.",
    ),
    source=CHARTMOGUL_GLOSSARY,
    examples=[Example(10_000, mrr=10_000)],
    en=["mrr", "monthly recurring revenue", "subscription revenue", "monthly subscription revenue"],
    fr=[
        "mrr",
        "revenu récurrent mensuel",
        "récurrent",
        "revenu des abonnements",
        "revenu d’abonnement",
    ],
)
def monthly_recurring_revenue(mrr: float) -> float:
    return mrr


@kpi(
    family="arr",
    default=True,
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Annual recurring revenue (ARR)", fr="Revenu récurrent annuel (ARR)"),
    reading=Text(en="Twelve times the MRR.", fr="Douze fois le MRR."),
    source=CHARTMOGUL_GLOSSARY,
    examples=[Example(120_000, mrr=10_000)],
    en=["arr", "annual recurring revenue"],
    fr=["arr", "revenu récurrent annuel"],
)
def annual_recurring_revenue(mrr: float) -> float:
    return mrr * 12


@kpi(
    family="arpa",
    default=True,
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    title=Text(en="Recurring revenue per customer (ARPA)", fr="Revenu récurrent par client (ARPA)"),
    reading=Text(en="MRR over customers.", fr="MRR rapporté au nombre de clients."),
    source=WINSABOVE,
    examples=[Example(1500, mrr=30_000_000, end_customers=20_000)],
    en=["arpa", "arpu", "revenue per customer"],
    fr=["arpa", "arpu", "revenu par client"],
)
def revenue_per_account(mrr: float, end_customers: float) -> float:
    return mrr / end_customers


@kpi(
    unit=Unit.SHARE,
    better=Better.LOWER,
    title=Text(en="Net MRR churn", fr="Churn net du MRR"),
    reading=Text(
        en="MRR cancelled less MRR added by existing customers, over the MRR at the start. "
        "Negative is growth.",
        fr="MRR résilié moins MRR ajouté par les clients existants, rapporté au MRR du début. "
        "Négatif : croissance.",
    ),
    source=KLIPFOLIO_MRR,
    examples=[
        Example(0.06, cancelled_mrr=10_000, expansion_mrr=7000, start_mrr=50_000),
        Example(-0.05, cancelled_mrr=7000, expansion_mrr=12_000, start_mrr=100_000),
        Example(1.0, cancelled_mrr=500, expansion_mrr=0, start_mrr=500),
    ],
    en=["net mrr churn", "revenue churn"],
    fr=["churn net du mrr", "churn de revenu"],
)
def net_mrr_churn(cancelled_mrr: float, expansion_mrr: float, start_mrr: float) -> float:
    return (cancelled_mrr - expansion_mrr) / start_mrr


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Net revenue retention (NRR)", fr="Rétention nette du revenu (NRR)"),
    reading=Text(
        en="MRR, at the end, of the customers present at the start, over what it was. Above 100% "
        "the additions outweigh the losses.",
        fr="MRR, à la fin, des clients présents au début, rapporté à ce qu’il était. Au-delà de "
        "100 %, les ajouts dépassent les pertes.",
    ),
    source=CHARTMOGUL_GLOSSARY,
    examples=[Example(1.05, kept_mrr=105_000, start_mrr=100_000)],
    en=["nrr", "net mrr retention", "net dollar retention"],
    fr=["nrr", "rétention nette", "rétention nette du mrr"],
)
def net_revenue_retention(kept_mrr: float, start_mrr: float) -> float:
    return kept_mrr / start_mrr


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Gross revenue retention (GRR)", fr="Rétention brute du revenu (GRR)"),
    reading=Text(
        en="Share of the MRR of the start still there, additions left out. Never above 100%.",
        fr="Part du MRR du début encore là, hors ajouts. Jamais plus de 100 %.",
    ),
    source=CHARTMOGUL_GLOSSARY,
    examples=[Example(0.92, capped_mrr=92_000, start_mrr=100_000)],
    en=["grr", "gross mrr retention", "gross dollar retention"],
    fr=["grr", "rétention brute", "rétention brute du mrr"],
)
def gross_revenue_retention(capped_mrr: float, start_mrr: float) -> float:
    return capped_mrr / start_mrr
