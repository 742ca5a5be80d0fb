"""What a customer is worth, and whether it pays back what it cost to win.

LTV = average value x orders a year x years kept
"""

from kpi_core.catalog.sources import (
    ANA,
    CFI,
    CHARTMOGUL,
    CHURNMISER,
    CLIC_DIGITAL,
    METRICKIT_PAYBACK,
    OCTOLIS,
    SOFT_CONCEPT,
    TAYLOR_SICARD,
)
from kpi_core.definition import Better, Example, Requirement, kpi
from kpi_core.text import Text
from kpi_core.units import Unit


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
    en=["customer lifetime", "lifetime", "time customers stay", "how long customers stay"],
    fr=[
        "durée de vie client",
        "ancienneté attendue",
        "temps que restent les clients",
        "durée pendant laquelle un client reste",
    ],
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
    en=["purchase frequency", "orders per customer", "how often customers buy"],
    fr=[
        "fréquence d’achat",
        "commandes par client",
        "fréquence de commande",
        "fréquence à laquelle les clients achètent",
    ],
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
    en=[
        "lifetime value",
        "customer lifetime value",
        "clv",
        "customer value",
        "value of a customer",
        "customer worth",
    ],
    fr=["valeur vie client", "valeur à vie", "clv", "valeur d’un client", "valeur client"],
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
    en=[
        "maximum allowable cac",
        "maximum cac",
        "max cac",
        "allowable cac",
        "what we can afford to pay for a customer",
        "cost of a customer we can afford",
    ],
    fr=[
        "cac maximal",
        "cac max",
        "cac admissible",
        "ce qu’on peut se permettre de payer pour un client",
    ],
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
