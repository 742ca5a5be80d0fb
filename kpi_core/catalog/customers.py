"""Customers: how many stay, how many leave, what they are worth.

Retention + churn = 1, on the customers present when the period opens.
LTV = average value x orders a year x years kept.
"""

from kpi_core.catalog.sources import (
    ANA,
    CFI,
    CHARTMOGUL,
    CHARTMOGUL_GLOSSARY,
    CHURNMISER,
    CLIC_DIGITAL,
    CLIMB_THE_LADDER,
    EXPRIMERE,
    FRUCTIFI,
    IMBOARD,
    KLIPFOLIO_MRR,
    METRICKIT_PAYBACK,
    OCTOLIS,
    SOFT_CONCEPT,
    TAYLOR_SICARD,
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
    en=["annual churn"],
    fr=["churn annuel"],
)
def annual_churn(monthly_churn: float) -> float:
    return 1 - (1 - monthly_churn) ** 12


_TAKE_A_YEAR = Text(
    en="An annual rate needs a period of one year: ask for twelve months.",
    fr="Un taux annuel demande une période d’un an : prenez douze mois.",
)
_A_YEAR = Requirement(lambda period_years: period_years - 0.99, _TAKE_A_YEAR)
_NO_MORE_THAN_A_YEAR = Requirement(lambda period_years: 1.01 - period_years, _TAKE_A_YEAR)


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Annual retention", fr="Rétention annuelle"),
    reading=Text(
        en="Share of the starting customers still there a year later.",
        fr="Part des clients de départ encore là un an plus tard.",
    ),
    source=EXPRIMERE,
    examples=[Example(0.86, churn_rate=0.14, period_years=1)],
    requires=[_A_YEAR, _NO_MORE_THAN_A_YEAR],
    en=["annual retention"],
    fr=["rétention annuelle"],
)
def annual_retention(churn_rate: float, period_years: float) -> float:
    del period_years  # what the requirements are about
    return 1 - churn_rate


@kpi(
    unit=Unit.YEARS,
    better=Better.HIGHER,
    title=Text(en="Customer lifetime", fr="Durée de vie d’un client"),
    reading=Text(
        en="Years a customer stays at the pace of the period. Undefined while nobody leaves.",
        fr="Années de fidélité au rythme de la période. Indéfinie tant que personne ne part.",
    ),
    source=SOFT_CONCEPT,
    examples=[
        Example(4, period_years=1, churn_rate=0.25),
        Example(2, period_years=0.5, churn_rate=0.25),
    ],
    en=["customer lifetime", "lifetime"],
    fr=["durée de vie client", "ancienneté attendue"],
)
def customer_lifetime(period_years: float, churn_rate: float) -> float:
    return period_years / churn_rate


@kpi(
    unit=Unit.COUNT,
    better=Better.HIGHER,
    title=Text(en="Lifetime in periods", fr="Durée de vie en périodes"),
    reading=Text(
        en="Periods a customer stays when each loses the same share: one over the churn.",
        fr="Nombre de périodes de fidélité si chacune perd la même part : un sur le churn.",
    ),
    source=SOFT_CONCEPT,
    examples=[Example(5, churn_of_period=0.2), Example(50, churn_of_period=0.02)],
    en=["lifetime in periods"],
    fr=["durée de vie en périodes"],
)
def lifetime_in_periods(churn_of_period: float) -> float:
    return 1 / churn_of_period


@kpi(
    unit=Unit.COUNT,
    better=Better.HIGHER,
    title=Text(en="Orders a year and customer", fr="Commandes par an et par client"),
    reading=Text(
        en="Won deals for each year that a customer spent with us, on the mean of start and end.",
        fr="Affaires gagnées par année-client, sur la moyenne du début et de la fin.",
    ),
    source=CLIC_DIGITAL,
    examples=[
        Example(2, won_deals=100, start_customers=40, end_customers=60, period_years=1),
    ],
    en=["purchase frequency"],
    fr=["fréquence d’achat"],
)
def purchase_frequency(
    won_deals: float, start_customers: float, end_customers: float, period_years: float
) -> float:
    return won_deals / ((start_customers + end_customers) / 2 * period_years)


@kpi(
    family="ltv",
    default=True,
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Lifetime value (LTV), on revenue", fr="Valeur vie client (LTV), sur CA"),
    reading=Text(
        en="Revenue a customer brings over the years it stays, before what it costs to serve.",
        fr="Chiffre d’affaires qu’un client apporte tant qu’il reste, avant le coût pour le "
        "servir.",
    ),
    source=OCTOLIS,
    examples=[
        Example(720, average_value=20, purchases_per_year=12, years=3),
        Example(1800, average_value=50, purchases_per_year=12, years=3),
        Example(1503, average_value=300, purchases_per_year=1.67, years=3),
    ],
    en=["lifetime value", "customer lifetime value", "clv"],
    fr=["valeur vie client", "valeur à vie", "clv"],
)
def ltv_revenue(average_value: float, purchases_per_year: float, years: float) -> float:
    return average_value * purchases_per_year * years


@kpi(
    family="ltv",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Lifetime value (LTV), on margin", fr="Valeur vie client (LTV), sur marge"),
    reading=Text(
        en="Gross margin a customer brings over the years it stays.",
        fr="Marge brute qu’un client apporte tant qu’il reste.",
    ),
    source=CHURNMISER,
    examples=[
        Example(337.5, average_value=75, purchases_per_year=3, years=2.5, gross_margin_rate=0.6),
    ],
    en=["margin ltv"],
    fr=["ltv sur marge", "valeur vie sur marge"],
)
def ltv_margin(
    average_value: float, purchases_per_year: float, years: float, gross_margin_rate: float
) -> float:
    return average_value * purchases_per_year * years * gross_margin_rate


@kpi(
    family="ltv",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(
        en="Lifetime value from revenue and churn", fr="Valeur vie à partir du revenu et du churn"
    ),
    reading=Text(
        en="Revenue of one period over the churn of one period.",
        fr="Revenu d’une période rapporté au churn d’une période.",
    ),
    source=CHARTMOGUL,
    examples=[Example(2000, revenue_of_period=100, churn_of_period=0.05)],
)
def ltv_from_churn(revenue_of_period: float, churn_of_period: float) -> float:
    return revenue_of_period / churn_of_period


@kpi(
    family="ltv",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Lifetime value, discounted", fr="Valeur vie client, actualisée"),
    reading=Text(
        en="Present value of a customer's future margins, the first one a year from now.",
        fr="Valeur actuelle des marges futures d’un client, la première dans un an.",
    ),
    source=ANA,
    examples=[
        Example(80.0, margin_of_period=100 / 3, retention_of_period=0.75, discount_rate=0.0625),
        Example(300.0, margin_of_period=100, retention_of_period=0.75, discount_rate=0),
    ],
    requires=[
        Requirement(
            lambda retention_of_period, discount_rate: 1 + discount_rate - retention_of_period,
            Text(
                en="Retention above one plus the discount rate: the sum has no end. Check both "
                "rates.",
                fr="Rétention supérieure à un plus le taux d’actualisation : la somme est sans "
                "fin. Vérifiez les deux taux.",
            ),
        )
    ],
    en=["discounted clv", "discounted ltv"],
    fr=["ltv actualisée", "clv actualisée"],
)
def clv_discounted(
    margin_of_period: float, retention_of_period: float, discount_rate: float
) -> float:
    return margin_of_period * retention_of_period / (1 + discount_rate - retention_of_period)


@kpi(
    family="ltv",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Lifetime value from retention", fr="Valeur vie à partir de la rétention"),
    reading=Text(
        en="Margin of one period over one minus retention, undiscounted, the first period counted "
        "in full.",
        fr="Marge d’une période rapportée à un moins la rétention, sans actualisation, première "
        "période comptée.",
    ),
    source=CFI,
    examples=[Example(80, margin_of_period=20, retention_of_period=0.75)],
)
def ltv_retention(margin_of_period: float, retention_of_period: float) -> float:
    return margin_of_period / (1 - retention_of_period)


@kpi(
    unit=Unit.MULTIPLE,
    better=Better.HIGHER,
    title=Text(en="LTV / CAC", fr="Ratio LTV / CAC"),
    reading=Text(
        en="How many times a customer's margin pays back what it cost to win.",
        fr="Combien de fois la marge d’un client rembourse ce qu’il a coûté.",
    ),
    source=CFI,
    examples=[Example(8, ltv=80, cac=10), Example(3, ltv=30, cac=10)],
    en=["ltv to cac", "ltv/cac", "ltv cac ratio"],
    fr=["ratio ltv cac", "ltv sur cac", "ltv/cac"],
)
def ltv_cac(ltv: float, cac: float) -> float:
    return ltv / cac


@kpi(
    unit=Unit.MONEY,
    better=Better.NEITHER,
    title=Text(en="Maximum allowable CAC", fr="CAC maximal admissible"),
    reading=Text(
        en="The most a customer may cost to keep the LTV / CAC ratio aimed at.",
        fr="Ce qu’un client peut coûter au plus pour tenir le ratio LTV / CAC visé.",
    ),
    source=TAYLOR_SICARD,
    examples=[Example(240, ltv=720, target_ratio=3)],
    en=["maximum allowable cac", "maximum cac", "max cac", "allowable cac"],
    fr=["cac maximal", "cac max", "cac admissible"],
)
def max_cac(ltv: float, target_ratio: float = 3) -> float:
    return ltv / target_ratio


@kpi(
    unit=Unit.MONTHS,
    better=Better.LOWER,
    title=Text(en="CAC payback", fr="Délai de récupération du CAC"),
    reading=Text(
        en="Months of a customer's margin that pay back what it cost to win.",
        fr="Mois de marge d’un client qui remboursent ce qu’il a coûté.",
    ),
    source=METRICKIT_PAYBACK,
    examples=[Example(6, cac=600, monthly_margin=100)],
    en=["payback", "cac payback", "payback period"],
    fr=["délai de récupération du cac", "amortissement du cac", "amortissement", "payback"],
)
def cac_payback(cac: float, monthly_margin: float) -> float:
    return cac / monthly_margin


@kpi(
    unit=Unit.MONEY_PER_MONTH,
    better=Better.HIGHER,
    title=Text(en="Margin a month and customer", fr="Marge mensuelle par client"),
    reading=Text(
        en="MRR of a customer times the gross margin rate.",
        fr="MRR d’un client multiplié par le taux de marge brute.",
    ),
    source=METRICKIT_PAYBACK,
    examples=[Example(60, mrr=10_000, gross_margin_rate=0.6, end_customers=100)],
    en=["monthly margin per customer"],
    fr=["marge mensuelle par client"],
)
def monthly_margin_per_customer(
    mrr: float, gross_margin_rate: float, end_customers: float
) -> float:
    return mrr * gross_margin_rate / end_customers


@kpi(
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Margin a year and customer", fr="Marge annuelle par client"),
    reading=Text(
        en="Average order times orders a year times the gross margin rate.",
        fr="Commande moyenne multipliée par le nombre de commandes par an et par le taux de marge.",
    ),
    source=CHURNMISER,
    examples=[Example(120, average_value=100, purchases_per_year=2, gross_margin_rate=0.6)],
    en=["annual margin per customer"],
    fr=["marge annuelle par client"],
)
def annual_margin_per_customer(
    average_value: float, purchases_per_year: float, gross_margin_rate: float
) -> float:
    return average_value * purchases_per_year * gross_margin_rate


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
    en=["mrr", "monthly recurring revenue"],
    fr=["mrr", "revenu récurrent mensuel", "récurrent"],
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
