"""What can be asked beyond one number: what comes next, cohorts, paths, where deals are stuck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.reading.vocabulary.roles import Said
from assistant.reading.vocabulary.spending import CONTENTS, COSTS
from assistant.reading.vocabulary.study import Study
from assistant.wire import Intent
from kpi_core.catalog import FUNNEL
from kpi_core.text import Lang, Text

_FORECAST = Study(
    said={
        "": Said(
            en="forecast|forecasts|forecasted|forecasting|a forecast of|projection|projections"
            "|projected|predict|prediction|predictions|predicted|outlook|outlook for|extrapolate",
            fr="prévision|prévisions|une prévision de|prévisionnel|prévisionnels|prévisionnelle"
            "|prévoir|prévois|prévoyez|prédis|prédire|prédiction|prédictions|projection"
            "|projections|extrapoler|extrapole",
        )
    },
    example=Text(
        en="forecast of leads for the next 3 months",
        fr="prévision des leads pour les 3 prochains mois",
    ),
    named=True,
    grain=True,
)
_ANOMALIES = Study(
    said={
        "": Said(
            en="unusual values|abnormal values|outlying values|odd values|anomaly|anomalies|outlier|outliers|unusual|abnormal|atypical|out of the ordinary"
            "|anything odd|anything strange|anything weird|anything unusual|anomalies lately"
            "|anomalies recently|unusual lately|unusual recently|anything unusual lately"
            "|something unusual|something odd|something strange|anything unusual recently|anything odd lately|anything strange lately",
            fr="valeurs atypiques|valeurs anormales|valeurs inhabituelles|valeurs aberrantes|valeurs étranges"
            "|anomalie|anomalies|inhabituel|inhabituels|inhabituelle|inhabituelles|anormal"
            "|anormaux|anormale|anormales|atypique|atypiques|sort de l ordinaire"
            "|sortent de l ordinaire|hors de l ordinaire|de bizarre|d étrange|d inhabituel|d anormal"
            "|anomalies récemment|anomalies récentes|anomalies ces derniers temps"
            "|quelque chose d inhabituel|quelque chose d anormal|quelque chose d étrange"
            "|quelque chose de bizarre|d inhabituel ces derniers temps|d inhabituel récemment|d anormal ces derniers temps",
        )
    },
    example=Text(
        en="any anomalies in leads by week?", fr="des anomalies dans les leads par semaine\u202f?"
    ),
    named=True,
    period=False,
    grain=True,
)
_COHORTS = Study(
    said={
        "customers": Said(
            en="cohort retention|retention by cohort|retention per cohort|retention of cohorts"
            "|retention cohorts|cohort table|cohort matrix|cohort analysis|customer cohorts"
            "|customers cohorts|cohorts of customers|retention curve|retention curves"
            "|retention table|retention matrix|customer retention by cohort"
            "|logo retention by cohort|retention by monthly cohort",
            fr="rétention par cohorte|rétention des cohortes|rétention de cohorte"
            "|cohortes de rétention|tableau de cohortes|tableau des cohortes|tableau de cohorte"
            "|matrice de cohortes|matrice des cohortes|matrice de rétention|tableau de rétention"
            "|analyse de cohortes|analyse de cohorte|analyse des cohortes|cohortes de clients"
            "|cohortes clients|courbe de rétention|courbes de rétention"
            "|rétention des clients par cohorte|rétention clients par cohorte",
        ),
        "revenue_net": Said(
            en="nrr by cohort|net revenue retention by cohort|revenue retention by cohort"
            "|revenue cohorts|nrr cohorts|cohorts of revenue",
            fr="nrr par cohorte|rétention nette par cohorte|rétention nette du revenu par cohorte"
            "|rétention du revenu par cohorte|rétention du ca par cohorte|cohortes de revenu",
        ),
        "revenue_gross": Said(
            en="grr by cohort|gross revenue retention by cohort|grr cohorts",
            fr="grr par cohorte|rétention brute par cohorte|rétention brute du revenu par cohorte",
        ),
        "leads_won": Said(
            en="lead cohorts|cohorts of leads|leads cohorts",
            fr="cohortes de leads|cohortes des leads|cohortes leads",
        ),
        "survival": Said(
            en="survival|survival curve|survival curves|customer survival|survival of customers"
            "|kaplan meier|survival rate of customers",
            fr="survie|courbe de survie|courbes de survie|survie des clients|survie de nos clients"
            "|kaplan meier|taux de survie des clients",
        ),
    },
    example=Text(en="retention by cohort in 2025", fr="rétention par cohorte en 2025"),
    kpis=("retention_rate",),
    around=frozenset(
        {
            "retention_rate",
            "churn_rate",
            "net_revenue_retention",
            "gross_revenue_retention",
            "new_customer_count",
            "customer_count",
            "lead_volume",
        }
    ),
    by=1,
    grain=True,
)
_LIFETIME = Study(
    said={
        "": Said(
            en="predicted ltv|predictive ltv|projected ltv|expected ltv|ltv forecast|ltv prediction"
            "|forecast ltv|future ltv|predicted clv|predictive clv|predicted lifetime value"
            "|predictive lifetime value|projected lifetime value|expected lifetime value"
            "|lifetime value prediction|lifetime value forecast|future value of customers"
            "|future value of our customers",
            fr="ltv prédictive|ltv prédite|ltv prévisionnelle|ltv attendue|ltv future"
            "|prévision de ltv|prévision de la ltv|valeur vie prédictive|valeur vie prédite"
            "|valeur vie prévisionnelle|valeur vie attendue|valeur vie future"
            "|prévision de valeur vie|prévision de la valeur vie|valeur future des clients"
            "|valeur future de nos clients",
        ),
        "customers": Said(
            en="likely to order again|likely to buy again|most likely to order again"
            "|most likely to buy again|expected to order again|expected to buy again"
            "|probability of being alive|still alive",
            fr="les plus susceptibles de recommander|les plus susceptibles de racheter"
            "|susceptibles de recommander|susceptibles de racheter|susceptibles de commander à nouveau"
            "|vont recommander|vont racheter|devraient recommander|devraient racheter"
            "|probabilité de recommander|probabilité de rachat|probabilité d être encore actif",
        ),
    },
    example=Text(en="predicted LTV by segment", fr="LTV prédictive par segment"),
    kpis=("ltv_revenue",),
    around=frozenset(
        {
            "ltv_revenue",
            "ltv_margin",
            "ltv_from_churn",
            "ltv_retention",
            "customer_count",
            "new_customer_count",
        }
    ),
    by=1,
    period=False,
)
_STAGES = Study(
    said={
        "": Said(
            en="bottleneck|bottlenecks|where do deals get stuck|where deals get stuck"
            "|where are deals stuck|where do leads get stuck|where do we lose leads"
            "|where do we lose deals|where do we lose people"
            "|conversion rates stage by stage|conversion rate stage by stage"
            "|conversion rates by stage|conversion by stage|conversion stage by stage"
            "|stage by stage|stage to stage|stage conversion rates|stage conversion",
            fr="goulot|goulots|goulot d étranglement|goulots d étranglement|goulet d étranglement"
            "|où bloquent les affaires|où les affaires bloquent|où ça bloque|où ça coince"
            "|où perd on des leads|où perdons nous des leads|où perd on des affaires"
            "|où perdons nous des affaires|où perd on le plus de leads"
            "|taux de conversion étape par étape|taux de conversion par étape"
            "|taux de conversion d étape en étape|taux de passage par étape"
            "|conversion étape par étape|étape par étape|d étape en étape|d une étape à l autre|taux de passage entre étapes",
        ),
        "stalled": Said(
            en="stalled deals|stalled deal|deals stalled|deals are stalled|deals that are stalled"
            "|stuck deals|deals stuck|deals are stuck|deals that are stuck|deals at a standstill"
            "|stalled opportunities|sleeping deals|rotting deals",
            fr="affaires à l arrêt|affaires bloquées|affaires en sommeil|affaires qui stagnent"
            "|affaires qui dorment|affaires stagnantes|affaires sont à l arrêt"
            "|affaires sont bloquées|deals bloqués|deals à l arrêt|deals qui stagnent"
            "|opportunités bloquées|opportunités à l arrêt|opportunités qui stagnent",
        ),
    },
    example=Text(
        en="where is the bottleneck of our funnel in 2025?",
        fr="où est le goulot d’étranglement de notre entonnoir en 2025\u202f?",
    ),
    kpis=("lead_to_customer",),
    ranked=True,
    around=frozenset(
        {
            "lead_to_customer",
            "lead_volume",
            "open_deal_count",
            "won_deal_count",
            *FUNNEL,
        }
    ),
)
_PATHS = Study(
    said={
        "": Said(
            en="most frequent conversion paths|most common conversion paths|most frequent paths"
            "|most common paths|top conversion paths|top paths|main conversion paths|main paths"
            "|conversion path|conversion paths|paths to conversion|path to conversion"
            "|paths to purchase|path to purchase|customer journey|customer journeys|buyer journey"
            "|buyer journeys|buying journeys|journeys|touchpoint paths|touchpoint sequences",
            fr="parcours de conversion les plus fréquents|parcours les plus fréquents"
            "|parcours de conversion les plus courants|parcours clients les plus fréquents"
            "|chemins de conversion les plus fréquents|principaux parcours de conversion"
            "|principaux parcours|parcours de conversion|parcours client|parcours clients|parcours des clients"
            "|parcours de nos clients|parcours d achat|chemin de conversion|chemins de conversion"
            "|chemins vers la conversion|séquences de contacts|parcours",
        ),
        "models": Said(
            en="attribution models side by side|all attribution models|every attribution model"
            "|each attribution model|attribution models compared|compare attribution models"
            "|compare the attribution models|comparison of attribution models|models side by side",
            fr="modèles d attribution côte à côte|tous les modèles d attribution"
            "|chaque modèle d attribution|modèles d attribution comparés"
            "|compare les modèles d attribution|comparer les modèles d attribution"
            "|comparaison des modèles d attribution|modèles côte à côte",
        ),
    },
    example=Text(en="conversion paths in Q3", fr="parcours de conversion au T3"),
    kpis=("new_customer_count",),
    named=True,
    by=1,
    ranked=True,
)
_DIFFER = Study(
    said={
        "": Said(
            en="significantly|significant|significance|significant difference"
            "|significant differences|statistically significant|statistically|really differ"
            "|really different|clearly differ|differ|differs|by chance|due to chance|just luck",
            fr="significativement|significatif|significatifs|significative|significatives"
            "|différence significative|différences significatives|écart significatif"
            "|écarts significatifs|statistiquement|statistiquement significatif|diffère|diffèrent"
            "|se distingue|se distinguent|dû au hasard|due au hasard|dus au hasard|un hasard",
        )
    },
    example=Text(
        en="which segments differ significantly in win rate in 2025?",
        fr="quels segments diffèrent significativement en taux de gain en 2025\u202f?",
    ),
    named=True,
    by=1,
)
_SCORES = Study(
    said={
        "": Said(
            en="who to call first|whom to call first|who should we call first|who should i call first|who do we call first|who do i call first|who should be called first|who to call next|who to contact first|hot leads|hot lead|hottest leads|warm leads|warmest leads|leads to call first"
            "|leads to call|leads to contact first|lead scores|lead score|lead scoring"
            "|scored leads|scores of leads|scores of our leads|priority leads"
            "|highest scoring leads|leads most likely to convert|leads likely to convert"
            "|leads are most likely to convert|leads are likely to convert|leads will convert",
            fr="qui appeler en premier|qui appeler d abord|qui rappeler d abord|qui contacter d abord|qui relancer d abord|qui contacter en premier|qui relancer en premier|qui doit on appeler en premier|qui dois je appeler en premier|qui faut il appeler en premier|qui appeler en priorité|qui rappeler en premier|leads chauds|leads les plus chauds|lead chaud|leads tièdes|leads à appeler en premier"
            "|leads à appeler en priorité|leads à appeler|leads à rappeler|leads à contacter en premier"
            "|leads prioritaires|scores des leads|score des leads|scores de nos leads"
            "|scoring des leads|scoring de nos leads|lead scoring|leads les mieux notés"
            "|leads les plus susceptibles de convertir|leads susceptibles de convertir"
            "|leads ont le plus de chances de convertir|leads ont le plus de chance de convertir",
        ),
        "quality": Said(
            en="lead quality|quality of leads|quality of our leads|quality of the leads|lead quality score",
            fr="qualité des leads|qualité de nos leads|qualité de leads|qualité du lead",
        ),
    },
    example=Text(
        en="which are the hot leads? or: lead quality by channel in 2025",
        fr="quels sont les leads chauds\u202f? ou\u00a0: qualité des leads par canal en 2025",
    ),
    kpis=("lead_volume",),
    around=frozenset({"lead_volume", "mql_count", "sql_count"}),
    by=1,
    ranked=True,
)
_EXPERIMENTS = Study(
    said={
        "": Said(
            en="a b tests|a b test|ab tests|ab test|split tests|split test|experiments|experiment"
            "|results of our a b tests|results of the a b tests|a b test results|a b tests results"
            "|results of our tests|test results|results of the tests|our a b tests|which version won"
            "|which variant won|winning version|winning variant",
            fr="tests a b|test a b|tests ab|test ab|expériences a b|expérimentations"
            "|résultats de nos tests a b|résultats des tests a b|résultat du test a b"
            "|expérimentation|résultats des tests|résultats de nos tests|résultat du test"
            "|quelle version a gagné|quelle variante a gagné|version gagnante|variante gagnante",
        )
    },
    example=Text(en="results of our A/B tests", fr="résultats de nos tests A/B"),
    kpis=("lead_to_customer",),
    period=False,
)
STUDIES: Mapping[Intent, Study] = {
    Intent.FORECAST: _FORECAST,
    Intent.ANOMALIES: _ANOMALIES,
    Intent.COHORTS: _COHORTS,
    Intent.LIFETIME: _LIFETIME,
    Intent.COSTS: COSTS,
    Intent.STAGES: _STAGES,
    Intent.PATHS: _PATHS,
    Intent.DIFFER: _DIFFER,
    Intent.CONTENTS: CONTENTS,
    Intent.SCORES: _SCORES,
    Intent.EXPERIMENTS: _EXPERIMENTS,
}


def asked(of: str) -> tuple[Intent, str | None]:
    """Return the study that a sign is of, and what it is about."""
    intent, _, about = of.partition(":")
    return Intent(intent), about or None


def names() -> Iterator[tuple[Lang, str, str]]:
    """Yield every way to ask for a study: its language, the words, what the sign is of."""
    for intent, study in STUDIES.items():
        for about, said in study.said.items():
            for lang, words in said.by_language():
                for word in words.split("|"):
                    yield lang, word, f"{intent.value}:{about}"
