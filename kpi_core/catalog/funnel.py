"""The funnel: how many at each stage, and what share goes on to the next.

A stage rate counts each stage on its own date; `basis=cohort` follows the same people instead.
"""

from kpi_core.catalog.sources import (
    CALQULATE,
    INFINIGROW,
    INSTANTLY,
    INTENTBENCH,
    KLIPFOLIO,
    LUMOADS,
    MY_AD_METRICS,
    PIVIX,
    POSTAFFILIATE,
    VENDEZ,
)
from kpi_core.definition import Better, Example, Kpi, Source, declare, kpi
from kpi_core.text import Text
from kpi_core.units import Unit

# The stages in order: input, then what people call one of them.
STAGES = {
    "visitor": ("visitors", Text(en="visitor", fr="visiteur")),
    "lead": ("leads", Text(en="lead", fr="lead")),
    "mql": ("mqls", Text(en="MQL", fr="MQL")),
    "sql": ("sqls", Text(en="SQL", fr="SQL")),
    "opportunity": ("opportunities", Text(en="opportunity", fr="opportunité")),
    "customer": ("new_customers", Text(en="customer", fr="client")),
}


def _count(
    id: str,  # noqa: A002 - the word of the contract
    name: str,
    title: Text,
    reading: Text,
    *,
    source: Source = INFINIGROW,
    en: tuple[str, ...],
    fr: tuple[str, ...],
) -> Kpi:
    return declare(
        lambda count: count,
        inputs=(name,),
        id=id,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        title=title,
        reading=reading,
        source=source,
        examples=[Example(120, **{name: 120})],
        en=en,
        fr=fr,
    )


lead_volume = _count(
    "lead_volume",
    "leads",
    Text(en="Leads", fr="Volume de leads"),
    Text(en="Leads created in the period.", fr="Leads créés dans la période."),
    source=POSTAFFILIATE,
    en=("leads", "number of leads", "lead count", "leads generated"),
    fr=(
        "leads",
        "volume de leads",
        "nb de leads",
        "nombre de leads",
        "leads générés",
        "demandes entrantes",
    ),
)
mql_count = _count(
    "mql_count",
    "mqls",
    Text(en="MQLs", fr="Nombre de MQL"),
    Text(
        en="Leads qualified by marketing in the period.",
        fr="Leads qualifiés par le marketing dans la période.",
    ),
    en=("mql", "mqls", "marketing qualified leads"),
    fr=("mql", "mqls", "lead qualifié marketing", "leads qualifiés marketing", "leads marketing"),
)
sql_count = _count(
    "sql_count",
    "sqls",
    Text(en="SQLs", fr="Nombre de SQL"),
    Text(
        en="Leads qualified by sales in the period.",
        fr="Leads qualifiés par les commerciaux dans la période.",
    ),
    en=("sql", "sqls", "sales qualified leads"),
    fr=("sql", "sqls", "lead qualifié vente", "leads qualifiés vente", "leads commerciaux"),
)
opportunity_count = _count(
    "opportunity_count",
    "opportunities",
    Text(en="Opportunities created", fr="Opportunités créées"),
    Text(
        en="New-business deals opened in the period.",
        fr="Affaires nouvelles ouvertes dans la période.",
    ),
    en=("opportunities", "new opportunities", "deals created"),
    fr=("opportunités", "opportunités créées", "affaires créées"),
)
new_customer_count = _count(
    "new_customer_count",
    "new_customers",
    Text(en="New customers", fr="Nouveaux clients"),
    Text(
        en="Accounts whose first deal was won in the period.",
        fr="Comptes dont la première affaire a été gagnée dans la période.",
    ),
    source=VENDEZ,
    en=("new customers", "customers won", "customers acquired"),
    fr=("nouveaux clients", "clients gagnés", "clients acquis", "leads signés"),
)
contact_count = _count(
    "contact_count",
    "contacted",
    Text(en="People contacted", fr="Personnes contactées"),
    Text(
        en="People first reached out to in the period.",
        fr="Personnes approchées pour la première fois dans la période.",
    ),
    source=INSTANTLY,
    en=("contacted", "people contacted"),
    fr=("contactés", "prospects contactés", "personnes contactées"),
)
meeting_count = _count(
    "meeting_count",
    "meetings",
    Text(en="Meetings", fr="Rendez-vous"),
    Text(en="First meetings held in the period.", fr="Premiers rendez-vous tenus dans la période."),
    source=INSTANTLY,
    en=("meetings", "demos booked", "meetings booked"),
    fr=("rdv", "rendez-vous", "rendez-vous pris", "démos bookées"),
)


def _rate(
    id: str,  # noqa: A002 - the word of the contract
    reached: str,
    base: str,
    title: Text,
    *,
    source: Source = INFINIGROW,
    en: tuple[str, ...],
    fr: tuple[str, ...],
) -> Kpi:
    # No Wilson interval: in a period, those who reach a stage need not be among its base.
    return declare(
        lambda reached, base: reached / base,
        inputs=(reached, base),
        id=id,
        unit=Unit.SHARE,
        better=Better.HIGHER,
        title=title,
        reading=Text(
            en="Those who reached the second stage in the period, over those who reached the "
            "first in it.",
            fr="Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont "
            "atteint la première.",
        ),
        source=source,
        examples=[Example(0.25, **{reached: 25, base: 100})],
        en=en,
        fr=fr,
    )


_SAID = {
    "lead_to_customer": (
        ("lead conversion rate", "lead to customer rate"),
        ("taux de transformation des leads", "taux lead client", "lead -> client"),
    ),
    "mql_to_sql": (
        ("mql to sql rate", "sales acceptance rate", "mql -> sql"),
        ("passage mql-sql", "taux d’acceptation commerciale", "taux mql sql", "mql -> sql"),
    ),
    "lead_to_mql": (
        ("lead to mql rate", "mql rate"),
        ("taux lead mql", "taux de mql", "lead -> mql"),
    ),
    "sql_to_opportunity": (("sql to opportunity rate",), ("taux sql opportunité",)),
    "opportunity_to_customer": (("opportunity to customer rate",), ("taux opportunité client",)),
    "visitor_to_lead": (("visitor to lead rate",), ("taux visiteur lead",)),
}

_READ = {"lead_to_customer": KLIPFOLIO, "mql_to_sql": INTENTBENCH}


def _stage_rates() -> dict[str, Kpi]:
    rates = {}
    order = list(STAGES)
    for i, first in enumerate(order):
        for second in order[i + 1 :]:
            id_ = f"{first}_to_{second}"
            (base, a), (reached, b) = STAGES[first], STAGES[second]
            en, fr = _SAID.get(id_, ((), ()))
            title = Text(en="{a} to {b} rate", fr="Taux {a} → {b}").format(a=a, b=b)
            rates[id_] = _rate(
                id_,
                reached,
                base,
                Text(en=title.en[0].upper() + title.en[1:], fr=title.fr),
                source=_READ.get(id_, INFINIGROW),
                en=(*en, f"{a.en} to {b.en}"),
                fr=(*fr, f"{a.fr} à {b.fr}"),
            )
    return rates


RATES = _stage_rates()

contacted_to_meeting = _rate(
    "contacted_to_meeting",
    "meetings",
    "contacted",
    Text(en="Contacted to meeting rate", fr="Taux contact → rendez-vous"),
    source=INSTANTLY,
    en=("meeting rate",),
    fr=("taux de rdv", "taux de rendez-vous"),
)
contacted_to_lead = _rate(
    "contacted_to_lead",
    "leads",
    "contacted",
    Text(en="Contacted to lead rate", fr="Taux contact → lead"),
    source=INSTANTLY,
    en=("contacted to lead",),
    fr=("taux contact lead", "contact à lead"),
)
trial_to_paid = _rate(
    "trial_to_paid",
    "paid_after_trial",
    "trials",
    Text(en="Trial to paid rate", fr="Taux essai → payant"),
    source=CALQULATE,
    en=("trial conversion", "trial to paid", "trial -> paid", "trial to subscription"),
    fr=("essai -> payant", "conversion des essais", "essai payant", "essai en abonnement"),
)
soft_conversion_rate = _rate(
    "soft_conversion_rate",
    "soft_conversions",
    "sessions",
    Text(en="Soft conversion rate", fr="Taux de conversion douce"),
    source=LUMOADS,
    en=("soft conversion",),
    fr=("conversion douce",),
)
hard_conversion_rate = _rate(
    "hard_conversion_rate",
    "new_customers",
    "sessions",
    Text(en="Hard conversion rate", fr="Taux de conversion ferme"),
    source=LUMOADS,
    en=("hard conversion",),
    fr=("conversion ferme", "conversion dure"),
)


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    title=Text(en="Conversion rate", fr="Taux de conversion"),
    reading=Text(
        en="Those who converted over those who could. Say which two stages: every source has "
        "another base.",
        fr="Ceux qui se sont convertis rapportés à ceux qui le pouvaient. Précisez les deux "
        "étapes : chaque source a sa base.",
    ),
    source=KLIPFOLIO,
    examples=[
        Example(0.05, conversions=25, prospects=500),
        Example(0.1, conversions=50, prospects=500),
        Example(0.072, conversions=18, prospects=250),
    ],
    en=["conversion rate", "conversion"],
    fr=["taux de conversion", "taux de transformation", "taux de transfo"],
    instead=("lead_to_customer", "lead_to_mql", "mql_to_sql", "trial_to_paid"),
)
def conversion_rate(conversions: float, prospects: float) -> float:
    return conversions / prospects


@kpi(
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Revenue per lead", fr="Chiffre d’affaires par lead"),
    reading=Text(
        en="Revenue signed in the period for each lead created in it.",
        fr="Chiffre d’affaires signé dans la période par lead créé dans la période.",
    ),
    source=MY_AD_METRICS,
    examples=[Example(50, gain=5000, leads=100)],
    en=["revenue per lead"],
    fr=["ca par lead", "revenu par lead"],
)
def revenue_per_lead(gain: float, leads: float) -> float:
    return gain / leads


@kpi(
    unit=Unit.PER_LEAD,
    better=Better.HIGHER,
    title=Text(en="Lead engagement", fr="Engagement des leads"),
    reading=Text(
        en="Opens, visits, downloads and replies for each lead that did something.",
        fr="Ouvertures, visites, téléchargements et réponses par lead actif.",
    ),
    source=PIVIX,
    examples=[Example(4.5, touches=450, touched_leads=100)],
    en=["lead engagement", "touches per lead"],
    fr=["engagement des leads", "interactions par lead"],
)
def lead_engagement(touches: float, touched_leads: float) -> float:
    return touches / touched_leads


@kpi(
    unit=Unit.MONEY,
    better=Better.HIGHER,
    title=Text(en="Lead value", fr="Valeur d’un lead"),
    reading=Text(
        en="What a lead is worth: the chance that it becomes a customer, times a customer's "
        "lifetime value.",
        fr="Ce que vaut un lead : sa chance de devenir client, multipliée par la valeur vie d’un "
        "client.",
    ),
    source=MY_AD_METRICS,
    examples=[Example(72, lead_to_customer_rate=0.1, ltv=720)],
    en=["lead value", "value of a lead"],
    fr=["valeur du lead", "valeur d’un lead"],
)
def lead_value(lead_to_customer_rate: float, ltv: float) -> float:
    return lead_to_customer_rate * ltv
