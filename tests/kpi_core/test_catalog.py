"""The catalogue as its users know it: names for ever, sources read, published numbers reproduced."""

from pathlib import Path

import pytest

from kpi_core import catalog
from kpi_core.arithmetic import inputs_of
from kpi_core.catalog import FOCUS, REGISTRY, sources
from kpi_core.definition import Better, Source
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.text import Lang
from kpi_core.typography import faults

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"

# A workbook stores the name and the order: what is here may grow, and never change.
SIGNATURES = {
    "B2B_ROI": "gain; cost; [indirect_cost]",
    "B2B_ROAS": "gain; cost",
    "B2B_CPL": "cost; leads",
    "B2B_CAC": "cost; new_customers; [indirect_cost]",
    "B2B_CPA": "cost; actions",
    "B2B_CONVERSION_RATE": "conversions; prospects",
    "B2B_CHURN_RATE": "start_customers; end_customers; [customers_gained]",
    "B2B_RETENTION_RATE": "start_customers; end_customers; [customers_gained]",
    "B2B_LTV": "average_value; purchases_per_year; years",
    "B2B_LTV_CAC": "ltv; cac",
    "B2B_CTR": "clicks; impressions",
    "B2B_ENGAGEMENT_RATE": "engagements; social_impressions",
    "B2B_MQL_TO_SQL": "sqls; mqls",
    "B2B_WIN_RATE": "won_new; lost_new",
    "B2B_NPS": "promoters; detractors; nps_answers",
}

# Which variant answers for a family, as the rules of meaning say.
DEFAULTS = {
    "roi": "roi_net",
    "ltv": "ltv_revenue",
    "sales_cycle": "cycle_median",
    "churn": "churn_rate",
    "retention": "retention_rate",
    "cac": "cac_loaded",
    "mql -> sql": "mql_to_sql",
}

# What French marketers call them.
SAID = {
    "roi_net": "retour sur investissement|rentabilité|rendement|RSI",
    "roas": "retour sur dépenses pub|retour pub|CA par euro de pub",
    "cpl": "coût par lead|coût du lead|prix du lead|coût par contact généré",
    "cost_per_mql": "coût par lead qualifié marketing|prix du MQL",
    "cost_per_sql": "coût par lead qualifié vente|prix du SQL",
    "cac_loaded": "coût d'acquisition client|coût par client|coût d'un nouveau client",
    "cpa": "coût par action|coût par conversion",
    "lead_volume": "volume de leads|nb de leads|leads générés|demandes entrantes",
    "mql_count": "lead qualifié marketing|leads marketing",
    "sql_count": "lead qualifié vente|leads commerciaux",
    "mql_to_sql": "passage MQL-SQL|taux d'acceptation commerciale",
    "lead_to_customer": "taux de transformation des leads|lead -> client",
    "win_rate": "taux de closing|taux de succès|taux de signature|taux de gain",
    "meeting_count": "RDV|rendez-vous pris|démos bookées",
    "contacted_to_meeting": "taux de RDV",
    "trial_to_paid": "essai -> payant|conversion des essais",
    "ltv_revenue": "valeur vie client|valeur à vie|CLV",
    "ltv_cac": "ratio LTV CAC",
    "cac_payback": "délai de récupération du CAC|amortissement",
    "churn_rate": "taux de résiliation|désabonnement|attrition client|clients perdus",
    "retention_rate": "fidélisation|rétention client|clients conservés",
    "revenue": "chiffre d'affaires|ventes signées|deals gagnés|bookings",
    "monthly_recurring_revenue": "revenu récurrent mensuel|récurrent",
    "annual_recurring_revenue": "revenu récurrent annuel",
    "gross_profit": "marge brute|marge|profit",
    "average_deal": "affaire moyenne|montant moyen des deals|ticket moyen|panier moyen",
    "pipeline_value": "pipe|opportunités ouvertes|encours",
    "pipeline_velocity": "vélocité du pipe",
    "cycle_median": "durée du cycle de vente|délai de signature|temps de closing",
    "ctr": "taux de clics pub",
    "ctor": "taux de réactivité|clics/ouvertures",
    "open_rate": "taux d'ouverture|TO",
    "reply_rate": "taux de réponse",
    "email_bounce_rate": "rebond mail|NPAI",
    "engagement_rate": "interactions",
    "cpc": "coût par clic",
    "cpm": "coût pour mille",
    "traffic": "visites|sessions|trafic du site",
    "total_cost": "dépenses|budget dépensé",
    "advertising_spend": "investissement média",
    "cac_lagged": "CAC décalé",
    "net_revenue_retention": "NRR|rétention nette",
    "gross_revenue_retention": "GRR|rétention brute",
    "lead_value": "valeur d'un lead",
    "nps": "recommandation",
    "csat": "satisfaction client",
}

# Words that mean several things to different people, as the rules of meaning list them.
ASKED_BACK = (
    "coût d'acquisition", "coût par acquisition", "taux de rebond", "taux de clic", "prospect",
    "prospects", "meilleur canal", "budget", "rétention en valeur", "revenue retention",
)  # fmt: skip

# Words that no data here can answer: what the sentence must name, and offer instead.
DECLINED = {
    "CA facturé": "factures|CA signé",
    "chiffre d'affaires facturé": "factures|CA signé",
    "invoiced revenue": "factures|CA signé",
    "CA encaissé": "encaissements|CA signé",
    "cash collected": "encaissements|CA signé",
    "collected revenue": "encaissements|CA signé",
    "attrition des salariés": "salariés|taux de résiliation",
    "employee turnover": "salariés|taux de résiliation",
}

# Said of a rate whose two ends are not named: data gives none, so the question comes back.
NEEDS_A_WORD = ("taux de transfo", "taux de conversion", "CPA", "coût par action")

# Pages that the notes on definitions do not name, found and read since.
READ_SINCE = {
    "ANALYTICS_DEMYSTIFIED", "ASSEMBLED", "CALQULATE", "CHARTMOGUL_GLOSSARY", "CLIC_DIGITAL",
    "CLIMB_THE_LADDER", "FLUX", "GETFEEDBACK", "GOOGLE_ADS_CPA", "IMBOARD", "IMBOARD_PIPELINE",
    "INSTANTLY", "LINKEDIN_CONVERSIONS", "LINKEDIN_PERFORMANCE", "LUMOADS", "MAILINGREPORT",
    "MEMBERCLICKS", "METRICKIT_PAYBACK", "METRICKIT_VELOCITY", "MY_AD_METRICS", "PIVIX", "QUARTZ",
    "SKYSENDERS", "TAYLOR_SICARD", "TRIPLEDART", "VALUESIGNALS", "VAROS", "WINSABOVE",
}  # fmt: skip


def sourced():
    return {name: s for name, s in vars(sources).items() if isinstance(s, Source)}


@pytest.mark.parametrize("function", SIGNATURES)
def test_names_and_arguments_are_for_ever(function):
    """
    The functions that workbooks hold keep their name and the order of their arguments.
    """
    kpi = REGISTRY.function(function)

    shown = "; ".join(f"[{name}]" if name in kpi.defaults else name for name in kpi.names)

    assert SIGNATURES[function] == shown


def test_no_two_kpis_share_a_function():
    """
    Every KPI is typed by a name of its own.
    """
    assert len(REGISTRY) == len({kpi.function for kpi in REGISTRY.values()})


@pytest.mark.parametrize("family", DEFAULTS)
def test_a_family_answers_with_its_stated_variant(family):
    """
    Asked for a family, the catalogue answers with the variant that the rules of meaning name.
    """
    assert DEFAULTS[family] == REGISTRY.find(family).id


@pytest.mark.parametrize("id_", SAID)
def test_french_marketers_find_what_they_call(id_):
    """
    What French marketers say in their own words leads to the KPI they mean.
    """
    assert {id_} == {REGISTRY.find(name).id for name in SAID[id_].split("|")}


@pytest.mark.parametrize("name", ASKED_BACK)
def test_words_of_several_meanings_are_asked_back(name):
    """
    A word that could be two KPIs is answered with the choice, each of which data can give.
    """
    with pytest.raises(KpiError) as caught:
        REGISTRY.find(name)

    assert Kind.AMBIGUOUS is caught.value.kind
    assert caught.value.message.fr.startswith(f"«\u00a0{name}\u00a0» peut vouloir dire")


@pytest.mark.parametrize("name", DECLINED)
def test_what_no_data_holds_is_declined(name):
    """
    A figure that is never imported is declined by name, with what to ask instead, in both languages.
    """
    with pytest.raises(KpiError) as caught:
        REGISTRY.find(name)

    assert Kind.NOT_FOUND is caught.value.kind
    assert all(word in caught.value.message.fr for word in DECLINED[name].split("|"))
    assert "sk for" in caught.value.message.en


@pytest.mark.parametrize("word", catalog.DECLINED)
def test_a_declined_word_is_set_as_its_language_is(word):
    """
    The sentence that declines keeps the typography of each language.
    """
    assert [] == list(faults(catalog.DECLINED[word]))


@pytest.mark.parametrize("name", NEEDS_A_WORD)
def test_a_rate_without_its_ends_is_counted_from_no_data(name):
    """
    A conversion without its stages, or an action without its name, is found and never measured.
    """
    found = REGISTRY.find(name)

    assert not found.measured
    assert found.instead


@pytest.mark.parametrize("word", catalog.ASKED_BACK)
def test_what_is_offered_back_can_be_answered(word):
    """
    The chat never offers a KPI that the data could not give either, nor only one.
    """
    offered = catalog.ASKED_BACK[word]

    assert 2 <= len(offered) <= 3
    assert all(REGISTRY[id_].measured for id_ in offered)


def test_an_open_question_shows_a_few_kpis_that_data_can_give():
    """
    The focus list is short, known and measured: fewer is better.
    """
    assert len(FOCUS) <= 7
    assert all(REGISTRY[id_].measured for id_ in FOCUS)


def test_every_cost_is_better_when_lower():
    """
    The best cost per anything is the lowest; a ranking must never praise the dearest.
    """
    costs = [
        k for k in REGISTRY.values() if k.function.startswith(("B2B_CP", "B2B_COST_", "B2B_CAC"))
    ]

    assert 12 <= len(costs)
    assert {Better.LOWER} == {kpi.better for kpi in costs}


def test_every_source_is_cited():
    """
    A page that no KPI is attributed to is not kept.
    """
    cited = {kpi.source for kpi in REGISTRY.values()}

    assert cited == set(sourced().values())


@pytest.mark.shared
def test_every_source_was_read():
    """
    Each page is in the notes on definitions or the worked examples, or is listed as read since.
    """
    if not SPECS.exists():
        pytest.skip("the reference material is not beside this checkout")
    notes = "".join(
        (SPECS / name).read_text("utf-8") for name in ("definitions.md", "worked_examples.jsonl")
    )

    assert READ_SINCE == {name for name, s in sourced().items() if s.url not in notes}


def test_each_title_is_its_own():
    """
    No two KPIs are shown under one title in a language.
    """
    for lang in Lang:
        titles = [kpi.title[lang] for kpi in REGISTRY.values()]

        assert sorted(titles) == sorted(set(titles))


PUBLISHED = [
    ("ROI of 5,000 € of sales on 1,000 €", "roi_net", {"gain": 5000, "cost": 1000}, 4.0),
    ("ROAS, called ROI by its source", "roas", {"gain": 1000, "cost": 97}, 10.309),
    ("the net ROI of the same campaign", "roi_net", {"gain": 1000, "cost": 97}, 9.309),
    ("25 of 500 contacted", "conversion_rate", {"conversions": 25, "prospects": 500}, 0.05),
    ("CAC of 1,500 € for 50", "cac_loaded", {"cost": 1500, "new_customers": 50}, 30),
    ("CPA of 1,500 € for 50", "cpa", {"cost": 1500, "actions": 50}, 30),
    ("CPA of 100 € for 30", "cpa", {"cost": 100, "actions": 30}, 3.33),
    (
        "LTV of 20 € x 12 x 3",
        "ltv_revenue",
        {"average_value": 20, "purchases_per_year": 12, "years": 3},
        720,
    ),
    ("churn from 50 to 20", "churn_rate", {"start_customers": 50, "end_customers": 20}, 0.6),
    (
        "retention from 50 to 20",
        "retention_rate",
        {"start_customers": 50, "end_customers": 20},
        0.4,
    ),
    (
        "Google's ROI, ad cost included",
        "roi_net",
        {"gain": 1200, "cost": 200, "indirect_cost": 600},
        0.5,
    ),
    ("Plezi's ROI", "roi_net", {"gain": 400, "cost": 100}, 3.0),
    ("ARR is twelve MRR", "annual_recurring_revenue", {"mrr": 10_000}, 120_000),
    ("lead value", "lead_value", {"lead_to_customer_rate": 0.1, "ltv": 720}, 72),
    ("maximum CAC at 3 for 1", "max_cac", {"ltv": 720}, 240),
]


@pytest.mark.parametrize(
    ("id_", "inputs", "expected"), [p[1:] for p in PUBLISHED], ids=[p[0] for p in PUBLISHED]
)
def test_published_examples_are_reproduced(id_, inputs, expected):
    """
    The examples that the sources print come out, to the digits that they print.
    """
    digits = len(str(expected).partition(".")[2])

    assert expected == round(REGISTRY[id_](**inputs), digits)


def test_gross_return_is_net_return_plus_one():
    """
    The source that calls ROAS "ROI" is one above everybody else's, and both are offered by name.
    """
    roas, net = REGISTRY["roas"](1000, 97), REGISTRY["roi_net"](1000, 97)

    assert ("1030.9 %", "930.9 %") == (f"{roas * 100:.1f} %", f"{net * 100:.1f} %")


@pytest.mark.parametrize(
    ("start", "end", "gained"), [(50, 20, 0), (1000, 1150, 300), (10, 10, 10), (7, 0, 0)]
)
def test_churn_and_retention_are_two_halves_of_one(start, end, gained):
    """
    Churn and retention add up to one and stay between nothing and everything: 40 %, never 67 %.
    """
    churn = REGISTRY["churn_rate"](start, end, gained)
    retention = REGISTRY["retention_rate"](start, end, gained)

    assert 0 <= churn <= 1
    assert 0 <= retention <= 1
    assert pytest.approx(1) == churn + retention


@pytest.mark.parametrize("id_", ["churn_rate", "retention_rate"])
@pytest.mark.parametrize(("end", "gained"), [(60, 0), (51, 0), (20, 30), (80, 29)])
def test_churn_is_never_negative(id_, end, gained):
    """
    One source prints a negative churn when customers grow: here the missing count is asked for.
    """
    with pytest.raises(KpiError) as caught:
        REGISTRY[id_](50, end, gained)

    assert Kind.NUM is caught.value.kind


def test_roi_subtracts_the_cost_once():
    """
    A source subtracts the cost from a net profit, which counts it twice; here gain means revenue.
    """
    assert 0 == REGISTRY["roi_net"](gain=1000, cost=1000)
    assert -1 == REGISTRY["roi_net"](gain=0, cost=1000)


@pytest.mark.parametrize(
    ("monthly", "annual"),
    [(0.01, 0.1136), (0.02, 0.2153), (0.03, 0.3062), (0.05, 0.4596), (0.1, 0.7176)],
)
def test_a_monthly_churn_compounds_over_a_year(monthly, annual):
    """
    A year of monthly churn is 1 - (1 - m)^12, as the published conversion tables have it.
    """
    assert annual == round(REGISTRY["annual_churn"](monthly), 4)
    assert 1 == REGISTRY["annual_churn"](1)


@pytest.mark.parametrize("id_", ["customer_lifetime", "lifetime_in_periods", "ltv_from_churn"])
def test_nobody_leaving_makes_no_lifetime_infinite(id_):
    """
    While nobody leaves, a lifetime counted from churn has no value, and is never infinite.
    """
    kpi = REGISTRY[id_]

    with pytest.raises(KpiError) as caught:
        kpi(**{name: 0 if GLOSSARY[name].unit == "share" else 1 for name in kpi.names})

    assert Kind.DIV0 is caught.value.kind


def test_no_input_is_asked_for_in_vain():
    """
    Every argument of every function changes its result: none is read and forgotten.
    """
    assert not [k.id for k in REGISTRY.values() if set(k.names) != set(inputs_of(k.expression))]
