"""The functions that tell a study of the data: cohorts, forecasts, leads, costs, experiments."""

from __future__ import annotations

from addin.hosts.signature import BY, FILTER, KPI, PERIOD, Gives, Parameter, Signature
from kpi_core.text import Text


def _counted(name: str, en: str, fr: str, *, optional: bool = False) -> Parameter:
    return Parameter(name, Text(en=en, fr=fr), number=True, optional=optional)


STUDIES = (
    Signature(
        "B2B_COHORTS",
        Text(en="Cohorts", fr="Cohortes"),
        Text(
            en="What is left, at each age, of those who began together: a header, a row a cohort, and the total of the cohorts old enough. A cell is empty until all of its cohort is that old. Survival and projections: a row an age.",
            fr="Ce qui reste, à chaque âge, de ceux qui sont arrivés ensemble\u00a0: un en-tête, une ligne par cohorte et le total des cohortes assez anciennes. Une case reste vide tant que toute sa cohorte n’a pas cet âge. Survie et projections\u00a0: une ligne par âge.",
        ),
        (
            Parameter(
                "measure",
                Text(
                    en="customers, revenue_gross, revenue_net, leads, leads_mql or leads_sql; survival: how long customers stay; projection: renewals to come",
                    fr="customers, revenue_gross, revenue_net, leads, leads_mql ou leads_sql\u202f; survie\u00a0: la durée de fidélité\u202f; projection\u00a0: les renouvellements à venir",
                ),
                number=False,
            ),
            Parameter(
                "grain",
                Text(
                    en="month (unless said otherwise), quarter or year",
                    fr="mois (sauf indication contraire), trimestre ou année",
                ),
                number=False,
                optional=True,
            ),
            PERIOD,
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_FORECAST",
        Text(en="A forecast", fr="Une prévision"),
        Text(
            en="What comes next of a KPI, with its margin of error: a header, a row a unit. No value where repeating the past did as well on what was held out.",
            fr="Ce qui vient d’un indicateur, avec sa marge d’erreur\u00a0: un en-tête, une ligne par unité. Aucune valeur là où répéter le passé faisait aussi bien sur ce qui avait été mis de côté.",
        ),
        (
            KPI,
            Parameter(
                "grain",
                Text(
                    en="week, month (unless said otherwise) or quarter",
                    fr="semaine, mois (sauf indication contraire) ou trimestre",
                ),
                number=False,
                optional=True,
            ),
            Parameter(
                "ahead",
                Text(
                    en="how many units ahead, 1 to 24; 3 unless said otherwise",
                    fr="combien d’unités en avant, de 1 à 24\u202f; 3 sauf indication contraire",
                ),
                number=True,
                optional=True,
            ),
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_ANOMALIES",
        Text(en="What was unusual", fr="Ce qui fut inhabituel"),
        Text(
            en="The last values of a KPI that are further from what was expected than chance and their margin allow: a header, a row a value, the latest first. Without a KPI: those you look at.",
            fr="Les dernières valeurs d’un indicateur plus loin de l’attendu que le hasard et leur marge ne le permettent\u00a0: un en-tête, une ligne par valeur, la plus récente d’abord. Sans indicateur\u00a0: ceux que vous suivez.",
        ),
        (
            Parameter("kpi", KPI.title, number=False, optional=True),
            Parameter(
                "grain",
                Text(
                    en="week, month (unless said otherwise) or quarter",
                    fr="semaine, mois (sauf indication contraire) ou trimestre",
                ),
                number=False,
                optional=True,
            ),
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_PATHS",
        Text(en="Conversion paths", fr="Parcours de conversion"),
        Text(
            en="What people met, channel by channel, before they converted: a header, a row a path, with how many converted, how many did not, and the days it took.",
            fr="Ce que les gens ont rencontré, canal après canal, avant de convertir\u00a0: un en-tête, une ligne par parcours, avec combien ont converti, combien non, et les jours mis.",
        ),
        (
            KPI,
            Parameter(
                "how_many",
                Text(
                    en="how many paths, 1 to 1,000; 20 unless said otherwise",
                    fr="combien de parcours, de 1 à 1\u202f000\u202f; 20 sauf indication contraire",
                ),
                number=True,
                optional=True,
            ),
            PERIOD,
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_CONTENTS",
        Text(en="Contents", fr="Contenus"),
        Text(
            en="What each webinar, white paper or article brought, who met it and what it cost: a header, a row a content, those that brought most leads first.",
            fr="Ce qu’a apporté chaque webinar, livre blanc ou article, qui l’a vu et ce qu’il a coûté\u00a0: un en-tête, une ligne par contenu, d’abord ceux qui ont apporté le plus de leads.",
        ),
        (
            Parameter(
                "kind",
                Text(
                    en="only these: webinar, white paper, case study, article, guide, video, other",
                    fr="seulement ceux-ci\u00a0: webinar, livre blanc, étude de cas, article, guide, vidéo, autre",
                ),
                number=False,
                optional=True,
            ),
            PERIOD,
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_FUNNEL",
        Text(en="The funnel", fr="L’entonnoir"),
        Text(
            en="Who goes on from stage to stage: a header, a row a stage, with the rate of the period, the rate of those given the time and its margin, and the days it took.",
            fr="Qui passe d’étape en étape\u00a0: un en-tête, une ligne par étape, avec le taux de la période, le taux de ceux qui ont eu le temps et sa marge, et les jours mis.",
        ),
        (PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_LIFETIME",
        Text(en="Lifetime value", fr="Valeur vie client"),
        Text(
            en="What customers have brought and may be expected to bring, on average: a header, a row a member, the total. The method is what the data can bear.",
            fr="Ce que les clients ont apporté et devraient apporter, en moyenne\u00a0: un en-tête, une ligne par membre, le total. La méthode est celle que les données permettent.",
        ),
        (
            Parameter("by", BY.title, number=False, optional=True),
            Parameter(
                "months",
                Text(
                    en="how many months ahead, 1 to 120; 36 unless said otherwise",
                    fr="combien de mois en avant, de 1 à 120\u202f; 36 sauf indication contraire",
                ),
                number=True,
                optional=True,
            ),
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_HOT_LEADS",
        Text(en="Hot leads", fr="Leads chauds"),
        Text(
            en="Open leads to call first: points of your card, the chance a model gives where it has proved better, and why; a header, a row a lead.",
            fr="Les leads ouverts à appeler d’abord\u00a0: points de votre carte, chance donnée par un modèle là où il s’est montré meilleur, et pourquoi\u202f; un en-tête, une ligne par lead.",
        ),
        (
            Parameter(
                "how_many",
                Text(
                    en="how many leads, 1 to 1,000; 20 unless said otherwise",
                    fr="combien de leads, de 1 à 1\u202f000\u202f; 20 sauf indication contraire",
                ),
                number=True,
                optional=True,
            ),
            FILTER,
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_COSTS",
        Text(en="Costs by kind", fr="Les coûts par genre"),
        Text(
            en="What was spent by kind (salaries, advertising, tools, hours, overhead…): direct, indirect, total, share; a header, a row a kind, the total.",
            fr="Ce qui a été dépensé par genre (salaires, publicité, outils, heures, frais généraux…)\u00a0: direct, indirect, total, part\u202f; un en-tête, une ligne par genre, le total.",
        ),
        (PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_COMPARE",
        Text(en="Members compared", fr="Membres comparés"),
        Text(
            en="A rate, a cost per unit or satisfaction by segment, channel…: a header, a row a member against all the others, with margins, corrected chance and a verdict. “No clear difference” is an answer.",
            fr="Un taux, un coût par unité ou la satisfaction par segment, canal…\u00a0: un en-tête, une ligne par membre face à tous les autres, avec marges, hasard corrigé et verdict. «\u00a0Pas d’écart net\u00a0» est une réponse.",
        ),
        (KPI, BY, PERIOD, FILTER),
        Gives.TABLE,
    ),
    Signature(
        "B2B_AB_TEST",
        Text(en="An A/B test", fr="Un test A/B"),
        Text(
            en="Versions side by side: the rate, the gain, its margin of error, the chance that it is luck, and the verdict in words. “Not enough data yet” is an answer.",
            fr="Les versions côte à côte : le taux, le gain, sa marge d’erreur, la part du hasard et le verdict en toutes lettres. « Pas encore assez de données » est une réponse.",
        ),
        (
            _counted("conversions_a", "conversions of version A", "conversions de la version A"),
            _counted("n_a", "how many saw version A", "combien ont vu la version A"),
            _counted("conversions_b", "conversions of version B", "conversions de la version B"),
            _counted("n_b", "how many saw version B", "combien ont vu la version B"),
            Parameter(
                "more",
                Text(
                    en="conversions of a further version, then how many saw it",
                    fr="conversions d’une autre version, puis combien l’ont vue",
                ),
                number=True,
                optional=True,
                repeating=True,
            ),
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_AB_TEST_MEANS",
        Text(en="An A/B test of amounts", fr="Un test A/B de montants"),
        Text(
            en="Versions of which an amount was measured, side by side: the mean, the gain, its margin of error, the chance that it is luck (Welch), and the verdict in words.",
            fr="Les versions dont un montant a été mesuré, côte à côte\u00a0: la moyenne, le gain, sa marge d’erreur, la part du hasard (Welch) et le verdict en toutes lettres.",
        ),
        (
            _counted("mean_a", "mean of version A", "moyenne de la version A"),
            _counted("deviation_a", "its standard deviation", "son écart-type"),
            _counted("n_a", "how many were measured", "combien de mesures"),
            _counted("mean_b", "mean of version B", "moyenne de la version B"),
            _counted("deviation_b", "its standard deviation", "son écart-type"),
            _counted("n_b", "how many were measured", "combien de mesures"),
            Parameter(
                "more",
                Text(
                    en="mean of a further version, then its standard deviation, then how many",
                    fr="moyenne d’une autre version, puis son écart-type, puis combien",
                ),
                number=True,
                optional=True,
                repeating=True,
            ),
        ),
        Gives.TABLE,
    ),
    Signature(
        "B2B_SAMPLE_SIZE",
        Text(en="Size of an A/B test", fr="Taille d’un test A/B"),
        Text(
            en="How many must see each version, so that a gain of that size is noticed.",
            fr="Combien de personnes doivent voir chaque version pour déceler un gain de cette taille.",
        ),
        (
            _counted("rate", "the rate of today, such as 3%", "le taux actuel, par exemple 3 %"),
            _counted(
                "lift",
                "the relative gain to notice, such as 20%",
                "le gain relatif à déceler, par exemple 20 %",
            ),
            _counted(
                "power",
                "chance of noticing it, 80% unless said",
                "chance de le déceler, 80 % par défaut",
                optional=True,
            ),
            _counted(
                "risk",
                "risk of a false alarm, 5% unless said",
                "risque de fausse alerte, 5 % par défaut",
                optional=True,
            ),
        ),
        Gives.NUMBER,
    ),
)
