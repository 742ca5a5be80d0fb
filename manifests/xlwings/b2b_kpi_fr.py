"""Les fonctions B2B KPI d’Excel pour Windows. Produit par `kpi publish` ; ne pas modifier.

À installer une fois : pip install "b2b-kpi[excel]", puis xlwings addin install. Dans un classeur,
indiquez ce fichier sous xlwings > UDF Modules et choisissez Import Functions. Les formules se
passent du réseau ; les fonctions sur vos données interrogent KPI_URL avec KPI_KEY.
"""

import xlwings as xw

from addin.hosts.windows.calls import data, local


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_KPI(kpi, period=None, *filter):
    "Un indicateur de vos données – Un nombre tiré des données de l’espace de travail ; une plage d’indicateurs, de périodes ou de filtres se déverse."
    return data("B2B_KPI", (kpi, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpis", ndim=2, err_to_str=True, doc="un ou plusieurs indicateurs, séparés par des virgules ou dans une plage")
@xw.arg("by", ndim=2, err_to_str=True, doc="par quoi : canal, campagne, produit…")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_TABLE(kpis, by, period=None, *filter):
    "Indicateurs par canal, campagne… – Un tableau d’indicateurs : un en-tête, puis une ligne par membre."
    return data("B2B_TABLE", (kpis, by, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpis", ndim=2, err_to_str=True, doc="un ou plusieurs indicateurs, séparés par des virgules ou dans une plage")
@xw.arg("grain", ndim=2, err_to_str=True, doc="jour, semaine, mois, trimestre ou année")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_TREND(kpis, grain, period=None, *filter):
    "Un indicateur dans le temps – Un tableau d’indicateurs dans le temps : un en-tête, puis une ligne par jour, semaine, mois, trimestre ou année."
    return data("B2B_TREND", (kpis, grain, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_INTERVAL(kpi, period=None, *filter):
    "La marge d’erreur d’un indicateur – Les bornes basse et haute de la marge d’erreur, côte à côte."
    return data("B2B_INTERVAL", (kpi, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_TARGET(kpi, period=None, *filter):
    "L’objectif d’un indicateur – L’objectif, la valeur sur ses dates et la part de l’objectif que cela représente, côte à côte."
    return data("B2B_TARGET", (kpi, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_EXPLAIN(kpi, period=None, *filter):
    "Un indicateur expliqué – La formule avec ses nombres, en toutes lettres."
    return data("B2B_EXPLAIN", (kpi, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("question", ndim=2, err_to_str=True, doc="une question, comme « CPL par canal au dernier trimestre »")
def B2B_ASK(question):
    "Une question en toutes lettres – Le nombre qui répond à la question, un tableau s’il y en a plusieurs, ou des mots ; une question qui se lit de deux façons est posée en retour."
    return data("B2B_ASK", (question,))


@xw.func(category="B2B KPI")
@xw.arg("measure", ndim=2, err_to_str=True, doc="customers, revenue_gross, revenue_net, leads, leads_mql ou leads_sql ; survie : la durée de fidélité ; projection : les renouvellements à venir")
@xw.arg("grain", ndim=2, err_to_str=True, doc="mois (sauf indication contraire), trimestre ou année")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_COHORTS(measure, grain=None, period=None, *filter):
    "Cohortes – Ce qui reste, à chaque âge, de ceux qui sont arrivés ensemble : un en-tête, une ligne par cohorte et le total des cohortes assez anciennes. Une case reste vide tant que toute sa cohorte n’a pas cet âge. Survie et projections : une ligne par…"
    return data("B2B_COHORTS", (measure, grain, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("grain", ndim=2, err_to_str=True, doc="semaine, mois (sauf indication contraire) ou trimestre")
@xw.arg("ahead", ndim=2, err_to_str=True, doc="combien d’unités en avant, de 1 à 24 ; 3 sauf indication contraire")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_FORECAST(kpi, grain=None, ahead=None, *filter):
    "Une prévision – Ce qui vient d’un indicateur, avec sa marge d’erreur : un en-tête, une ligne par unité. Aucune valeur là où répéter le passé faisait aussi bien sur ce qui avait été mis de côté."
    return data("B2B_FORECAST", (kpi, grain, ahead, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("grain", ndim=2, err_to_str=True, doc="semaine, mois (sauf indication contraire) ou trimestre")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_ANOMALIES(kpi=None, grain=None, *filter):
    "Ce qui fut inhabituel – Les dernières valeurs d’un indicateur plus loin de l’attendu que le hasard et leur marge ne le permettent : un en-tête, une ligne par valeur, la plus récente d’abord. Sans indicateur : ceux que vous suivez."
    return data("B2B_ANOMALIES", (kpi, grain, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("how_many", ndim=2, err_to_str=True, doc="combien de parcours, de 1 à 1 000 ; 20 sauf indication contraire")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_PATHS(kpi, how_many=None, period=None, *filter):
    "Parcours de conversion – Ce que les gens ont rencontré, canal après canal, avant de convertir : un en-tête, une ligne par parcours, avec combien ont converti, combien non, et les jours mis."
    return data("B2B_PATHS", (kpi, how_many, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kind", ndim=2, err_to_str=True, doc="seulement ceux-ci : webinar, livre blanc, étude de cas, article, guide, vidéo, autre")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_CONTENTS(kind=None, period=None, *filter):
    "Contenus – Ce qu’a apporté chaque webinar, livre blanc ou article, qui l’a vu et ce qu’il a coûté : un en-tête, une ligne par contenu, d’abord ceux qui ont apporté le plus de leads."
    return data("B2B_CONTENTS", (kind, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_FUNNEL(period=None, *filter):
    "L’entonnoir – Qui passe d’étape en étape : un en-tête, une ligne par étape, avec le taux de la période, le taux de ceux qui ont eu le temps et sa marge, et les jours mis."
    return data("B2B_FUNNEL", (period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("by", ndim=2, err_to_str=True, doc="par quoi : canal, campagne, produit…")
@xw.arg("months", ndim=2, err_to_str=True, doc="combien de mois en avant, de 1 à 120 ; 36 sauf indication contraire")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_LIFETIME(by=None, months=None, *filter):
    "Valeur vie client – Ce que les clients ont apporté et devraient apporter, en moyenne : un en-tête, une ligne par membre, le total. La méthode est celle que les données permettent."
    return data("B2B_LIFETIME", (by, months, *filter))


@xw.func(category="B2B KPI")
@xw.arg("how_many", ndim=2, err_to_str=True, doc="combien de leads, de 1 à 1 000 ; 20 sauf indication contraire")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_HOT_LEADS(how_many=None, *filter):
    "Leads chauds – Les leads ouverts à appeler d’abord : points de votre carte, chance donnée par un modèle là où il s’est montré meilleur, et pourquoi ; un en-tête, une ligne par lead."
    return data("B2B_HOT_LEADS", (how_many, *filter))


@xw.func(category="B2B KPI")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_COSTS(period=None, *filter):
    "Les coûts par genre – Ce qui a été dépensé par genre (salaires, publicité, outils, heures, frais généraux…) : direct, indirect, total, part ; un en-tête, une ligne par genre, le total."
    return data("B2B_COSTS", (period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("kpi", ndim=2, err_to_str=True, doc="un indicateur : cac, « coût par lead »…")
@xw.arg("by", ndim=2, err_to_str=True, doc="par quoi : canal, campagne, produit…")
@xw.arg("period", ndim=2, err_to_str=True, doc="une période en toutes lettres, comme « le dernier trimestre » ou T3 2025, ou deux dates : 2025-07-01..2025-09-30")
@xw.arg("filter", ndim=2, err_to_str=True, doc="un canal, une campagne, un produit… : LinkedIn, ou canal=LinkedIn")
def B2B_COMPARE(kpi, by, period=None, *filter):
    "Membres comparés – Un taux, un coût par unité ou la satisfaction par segment, canal… : un en-tête, une ligne par membre face à tous les autres, avec marges, hasard corrigé et verdict. « Pas d’écart net » est une réponse."
    return data("B2B_COMPARE", (kpi, by, period, *filter))


@xw.func(category="B2B KPI")
@xw.arg("conversions_a", ndim=2, err_to_str=True, doc="conversions de la version A")
@xw.arg("n_a", ndim=2, err_to_str=True, doc="combien ont vu la version A")
@xw.arg("conversions_b", ndim=2, err_to_str=True, doc="conversions de la version B")
@xw.arg("n_b", ndim=2, err_to_str=True, doc="combien ont vu la version B")
@xw.arg("more", ndim=2, err_to_str=True, doc="conversions d’une autre version, puis combien l’ont vue")
def B2B_AB_TEST(conversions_a, n_a, conversions_b, n_b, *more):
    "Un test A/B – Les versions côte à côte : le taux, le gain, sa marge d’erreur, la part du hasard et le verdict en toutes lettres. « Pas encore assez de données » est une réponse."
    return data("B2B_AB_TEST", (conversions_a, n_a, conversions_b, n_b, *more))


@xw.func(category="B2B KPI")
@xw.arg("mean_a", ndim=2, err_to_str=True, doc="moyenne de la version A")
@xw.arg("deviation_a", ndim=2, err_to_str=True, doc="son écart-type")
@xw.arg("n_a", ndim=2, err_to_str=True, doc="combien de mesures")
@xw.arg("mean_b", ndim=2, err_to_str=True, doc="moyenne de la version B")
@xw.arg("deviation_b", ndim=2, err_to_str=True, doc="son écart-type")
@xw.arg("n_b", ndim=2, err_to_str=True, doc="combien de mesures")
@xw.arg("more", ndim=2, err_to_str=True, doc="moyenne d’une autre version, puis son écart-type, puis combien")
def B2B_AB_TEST_MEANS(mean_a, deviation_a, n_a, mean_b, deviation_b, n_b, *more):
    "Un test A/B de montants – Les versions dont un montant a été mesuré, côte à côte : la moyenne, le gain, sa marge d’erreur, la part du hasard (Welch) et le verdict en toutes lettres."
    return data("B2B_AB_TEST_MEANS", (mean_a, deviation_a, n_a, mean_b, deviation_b, n_b, *more))


@xw.func(category="B2B KPI")
@xw.arg("rate", ndim=2, err_to_str=True, doc="le taux actuel, par exemple 3 %")
@xw.arg("lift", ndim=2, err_to_str=True, doc="le gain relatif à déceler, par exemple 20 %")
@xw.arg("power", ndim=2, err_to_str=True, doc="chance de le déceler, 80 % par défaut")
@xw.arg("risk", ndim=2, err_to_str=True, doc="risque de fausse alerte, 5 % par défaut")
def B2B_SAMPLE_SIZE(rate, lift, power=None, risk=None):
    "Taille d’un test A/B – Combien de personnes doivent voir chaque version pour déceler un gain de cette taille."
    return data("B2B_SAMPLE_SIZE", (rate, lift, power, risk))


@xw.func(category="B2B KPI")
@xw.arg("gain", ndim=2, err_to_str=True, doc="Chiffre d’affaires signé")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
def B2B_ROI(gain, cost, indirect_cost=None):
    "ROI net, sur CA – Ce qui reste du chiffre d’affaires une fois le coût remboursé, par euro dépensé. 400 % : 4 € nets pour 1 € dépensé. (Chiffre d’affaires signé − Coût direct − Coût indirect) ÷ (Coût direct + Coût indirect)"
    return local("B2B_ROI", (gain, cost, indirect_cost))


@xw.func(category="B2B KPI")
@xw.arg("margin", ndim=2, err_to_str=True, doc="Marge brute")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
def B2B_ROI_MARGIN(margin, cost, indirect_cost=None):
    "ROI net, sur marge brute – ROI net compté sur la marge, une fois payé le coût de ce qui a été vendu. (Marge brute − Coût direct − Coût indirect) ÷ (Coût direct + Coût indirect)"
    return local("B2B_ROI_MARGIN", (margin, cost, indirect_cost))


@xw.func(category="B2B KPI")
@xw.arg("gain", ndim=2, err_to_str=True, doc="Chiffre d’affaires signé")
@xw.arg("ad_spend", ndim=2, err_to_str=True, doc="Dépenses publicitaires")
def B2B_ROI_MEDIA(gain, ad_spend):
    "ROI média seul – ROI net rapporté aux seules dépenses publicitaires : flatteur, car salaires et outils n’y sont pas. (Chiffre d’affaires signé − Dépenses publicitaires) ÷ Dépenses publicitaires"
    return local("B2B_ROI_MEDIA", (gain, ad_spend))


@xw.func(category="B2B KPI")
@xw.arg("gain", ndim=2, err_to_str=True, doc="Chiffre d’affaires signé")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
def B2B_ROAS(gain, cost):
    "ROAS, retour brut sur dépenses – Chiffre d’affaires par euro dépensé. Une source l’appelle ROI ; c’est le ROI net plus un. Chiffre d’affaires signé ÷ Coût direct"
    return local("B2B_ROAS", (gain, cost))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_CPL(cost, leads):
    "Coût par lead (CPL) – Coût direct d’un lead. Coût direct ÷ Leads"
    return local("B2B_CPL", (cost, leads))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
def B2B_COST_PER_MQL(cost, mqls):
    "Coût par MQL – Coût direct d’un lead qualifié par le marketing. Coût direct ÷ Leads qualifiés marketing (MQL)"
    return local("B2B_COST_PER_MQL", (cost, mqls))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
def B2B_COST_PER_SQL(cost, sqls):
    "Coût par SQL – Coût direct d’un lead qualifié par les commerciaux. Coût direct ÷ Leads qualifiés vente (SQL)"
    return local("B2B_COST_PER_SQL", (cost, sqls))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("actions", ndim=2, err_to_str=True, doc="Conversions vers l’action visée")
def B2B_CPA(cost, actions):
    "Coût par action (CPA) – Coût d’une action nommée : une vente, un téléchargement, une inscription. Coût direct ÷ Conversions vers l’action visée"
    return local("B2B_CPA", (cost, actions))


@xw.func(category="B2B KPI")
@xw.arg("ad_spend", ndim=2, err_to_str=True, doc="Dépenses publicitaires")
@xw.arg("claimed_conversions", ndim=2, err_to_str=True, doc="Conversions revendiquées par la plateforme")
def B2B_CPA_CLAIMED(ad_spend, claimed_conversions):
    "Coût par conversion revendiquée par la plateforme – Dépense publicitaire par conversion telle que la plateforme la compte, post-affichage compris. Dépenses publicitaires ÷ Conversions revendiquées par la plateforme"
    return local("B2B_CPA_CLAIMED", (ad_spend, claimed_conversions))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
def B2B_CAC(cost, new_customers, indirect_cost=None):
    "Coût d’acquisition client (CAC), complet – Toutes les dépenses marketing et commerciales, coûts indirects compris, par nouveau client. (Coût direct + Coût indirect) ÷ Nouveaux clients"
    return local("B2B_CAC", (cost, new_customers, indirect_cost))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
def B2B_CAC_DIRECT(cost, new_customers):
    "CAC, coûts directs – Dépense directe par nouveau client ; l’indirect non réparti est indiqué à côté. Coût direct ÷ Nouveaux clients"
    return local("B2B_CAC_DIRECT", (cost, new_customers))


@xw.func(category="B2B KPI")
@xw.arg("ad_spend", ndim=2, err_to_str=True, doc="Dépenses publicitaires")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
def B2B_CAC_PAID(ad_spend, new_customers):
    "CAC payé, publicité seule – Dépense publicitaire par nouveau client ; salaires, outils et salons n’y sont pas. Dépenses publicitaires ÷ Nouveaux clients"
    return local("B2B_CAC_PAID", (ad_spend, new_customers))


@xw.func(category="B2B KPI")
@xw.arg("lagged_cost", ndim=2, err_to_str=True, doc="Coût direct, un cycle plus tôt")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("lagged_indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect, un cycle plus tôt")
def B2B_CAC_LAGGED(lagged_cost, new_customers, lagged_indirect_cost=None):
    "CAC décalé d’un cycle de vente – Dépenses de la période reculée du cycle de vente médian, coûts indirects compris, rapportées aux nouveaux clients de la période. (Coût direct, un cycle plus tôt + Coût indirect, un cycle plus tôt) ÷ Nouveaux clients"
    return local("B2B_CAC_LAGGED", (lagged_cost, new_customers, lagged_indirect_cost))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
def B2B_TOTAL_COST(cost, indirect_cost=None):
    "Coût total – Coûts directs et indirects réunis. Coût direct + Coût indirect"
    return local("B2B_TOTAL_COST", (cost, indirect_cost))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
def B2B_DIRECT_COST(cost):
    "Coûts directs – Ce qu’un canal ou une campagne a causé : publicité, salons, personnes qui s’en occupent. Coût direct"
    return local("B2B_DIRECT_COST", (cost,))


@xw.func(category="B2B KPI")
@xw.arg("ad_spend", ndim=2, err_to_str=True, doc="Dépenses publicitaires")
def B2B_ADVERTISING_SPEND(ad_spend):
    "Dépenses publicitaires – Ce qui a été payé aux régies publicitaires. Dépenses publicitaires"
    return local("B2B_ADVERTISING_SPEND", (ad_spend,))


@xw.func(category="B2B KPI")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
def B2B_INDIRECT_COSTS(indirect_cost):
    "Coûts indirects – Coûts cachés : licences, frais généraux, heures passées sur les contenus. Coût indirect"
    return local("B2B_INDIRECT_COSTS", (indirect_cost,))


@xw.func(category="B2B KPI")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
def B2B_INDIRECT_SHARE(indirect_cost, cost):
    "Part des coûts indirects – La part du total qu’un rapport de campagne laisserait de côté. Coût indirect ÷ (Coût direct + Coût indirect)"
    return local("B2B_INDIRECT_SHARE", (indirect_cost, cost))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("indirect_cost", ndim=2, err_to_str=True, doc="Coût indirect")
def B2B_DIRECT_SHARE(cost, indirect_cost):
    "Part des coûts directs – Coûts directs rapportés à l’ensemble des coûts. Coût direct ÷ (Coût direct + Coût indirect)"
    return local("B2B_DIRECT_SHARE", (cost, indirect_cost))


@xw.func(category="B2B KPI")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_LEAD_VOLUME(leads):
    "Volume de leads – Leads créés dans la période. Leads"
    return local("B2B_LEAD_VOLUME", (leads,))


@xw.func(category="B2B KPI")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
def B2B_MQL_COUNT(mqls):
    "Nombre de MQL – Leads qualifiés par le marketing dans la période. Leads qualifiés marketing (MQL)"
    return local("B2B_MQL_COUNT", (mqls,))


@xw.func(category="B2B KPI")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
def B2B_SQL_COUNT(sqls):
    "Nombre de SQL – Leads qualifiés par les commerciaux dans la période. Leads qualifiés vente (SQL)"
    return local("B2B_SQL_COUNT", (sqls,))


@xw.func(category="B2B KPI")
@xw.arg("opportunities", ndim=2, err_to_str=True, doc="Opportunités créées")
def B2B_OPPORTUNITY_COUNT(opportunities):
    "Opportunités créées – Affaires nouvelles ouvertes dans la période. Opportunités créées"
    return local("B2B_OPPORTUNITY_COUNT", (opportunities,))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
def B2B_NEW_CUSTOMER_COUNT(new_customers):
    "Nouveaux clients – Comptes dont la première affaire a été gagnée dans la période. Nouveaux clients"
    return local("B2B_NEW_CUSTOMER_COUNT", (new_customers,))


@xw.func(category="B2B KPI")
@xw.arg("contacted", ndim=2, err_to_str=True, doc="Personnes contactées")
def B2B_CONTACT_COUNT(contacted):
    "Personnes contactées – Personnes approchées pour la première fois dans la période. Personnes contactées"
    return local("B2B_CONTACT_COUNT", (contacted,))


@xw.func(category="B2B KPI")
@xw.arg("meetings", ndim=2, err_to_str=True, doc="Rendez-vous")
def B2B_MEETING_COUNT(meetings):
    "Rendez-vous – Premiers rendez-vous tenus dans la période. Rendez-vous"
    return local("B2B_MEETING_COUNT", (meetings,))


@xw.func(category="B2B KPI")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
@xw.arg("visitors", ndim=2, err_to_str=True, doc="Visiteurs")
def B2B_VISITOR_TO_LEAD(leads, visitors):
    "Taux visiteur → lead – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads ÷ Visiteurs"
    return local("B2B_VISITOR_TO_LEAD", (leads, visitors))


@xw.func(category="B2B KPI")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
@xw.arg("visitors", ndim=2, err_to_str=True, doc="Visiteurs")
def B2B_VISITOR_TO_MQL(mqls, visitors):
    "Taux visiteur → MQL – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads qualifiés marketing (MQL) ÷ Visiteurs"
    return local("B2B_VISITOR_TO_MQL", (mqls, visitors))


@xw.func(category="B2B KPI")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
@xw.arg("visitors", ndim=2, err_to_str=True, doc="Visiteurs")
def B2B_VISITOR_TO_SQL(sqls, visitors):
    "Taux visiteur → SQL – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads qualifiés vente (SQL) ÷ Visiteurs"
    return local("B2B_VISITOR_TO_SQL", (sqls, visitors))


@xw.func(category="B2B KPI")
@xw.arg("opportunities", ndim=2, err_to_str=True, doc="Opportunités créées")
@xw.arg("visitors", ndim=2, err_to_str=True, doc="Visiteurs")
def B2B_VISITOR_TO_OPPORTUNITY(opportunities, visitors):
    "Taux visiteur → opportunité – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Opportunités créées ÷ Visiteurs"
    return local("B2B_VISITOR_TO_OPPORTUNITY", (opportunities, visitors))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("visitors", ndim=2, err_to_str=True, doc="Visiteurs")
def B2B_VISITOR_TO_CUSTOMER(new_customers, visitors):
    "Taux visiteur → client – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Nouveaux clients ÷ Visiteurs"
    return local("B2B_VISITOR_TO_CUSTOMER", (new_customers, visitors))


@xw.func(category="B2B KPI")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_LEAD_TO_MQL(mqls, leads):
    "Taux lead → MQL – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads qualifiés marketing (MQL) ÷ Leads"
    return local("B2B_LEAD_TO_MQL", (mqls, leads))


@xw.func(category="B2B KPI")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_LEAD_TO_SQL(sqls, leads):
    "Taux lead → SQL – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads qualifiés vente (SQL) ÷ Leads"
    return local("B2B_LEAD_TO_SQL", (sqls, leads))


@xw.func(category="B2B KPI")
@xw.arg("opportunities", ndim=2, err_to_str=True, doc="Opportunités créées")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_LEAD_TO_OPPORTUNITY(opportunities, leads):
    "Taux lead → opportunité – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Opportunités créées ÷ Leads"
    return local("B2B_LEAD_TO_OPPORTUNITY", (opportunities, leads))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_LEAD_TO_CUSTOMER(new_customers, leads):
    "Taux lead → client – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Nouveaux clients ÷ Leads"
    return local("B2B_LEAD_TO_CUSTOMER", (new_customers, leads))


@xw.func(category="B2B KPI")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
def B2B_MQL_TO_SQL(sqls, mqls):
    "Taux MQL → SQL – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads qualifiés vente (SQL) ÷ Leads qualifiés marketing (MQL)"
    return local("B2B_MQL_TO_SQL", (sqls, mqls))


@xw.func(category="B2B KPI")
@xw.arg("opportunities", ndim=2, err_to_str=True, doc="Opportunités créées")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
def B2B_MQL_TO_OPPORTUNITY(opportunities, mqls):
    "Taux MQL → opportunité – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Opportunités créées ÷ Leads qualifiés marketing (MQL)"
    return local("B2B_MQL_TO_OPPORTUNITY", (opportunities, mqls))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("mqls", ndim=2, err_to_str=True, doc="Leads qualifiés marketing (MQL)")
def B2B_MQL_TO_CUSTOMER(new_customers, mqls):
    "Taux MQL → client – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Nouveaux clients ÷ Leads qualifiés marketing (MQL)"
    return local("B2B_MQL_TO_CUSTOMER", (new_customers, mqls))


@xw.func(category="B2B KPI")
@xw.arg("opportunities", ndim=2, err_to_str=True, doc="Opportunités créées")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
def B2B_SQL_TO_OPPORTUNITY(opportunities, sqls):
    "Taux SQL → opportunité – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Opportunités créées ÷ Leads qualifiés vente (SQL)"
    return local("B2B_SQL_TO_OPPORTUNITY", (opportunities, sqls))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("sqls", ndim=2, err_to_str=True, doc="Leads qualifiés vente (SQL)")
def B2B_SQL_TO_CUSTOMER(new_customers, sqls):
    "Taux SQL → client – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Nouveaux clients ÷ Leads qualifiés vente (SQL)"
    return local("B2B_SQL_TO_CUSTOMER", (new_customers, sqls))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("opportunities", ndim=2, err_to_str=True, doc="Opportunités créées")
def B2B_OPPORTUNITY_TO_CUSTOMER(new_customers, opportunities):
    "Taux opportunité → client – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Nouveaux clients ÷ Opportunités créées"
    return local("B2B_OPPORTUNITY_TO_CUSTOMER", (new_customers, opportunities))


@xw.func(category="B2B KPI")
@xw.arg("meetings", ndim=2, err_to_str=True, doc="Rendez-vous")
@xw.arg("contacted", ndim=2, err_to_str=True, doc="Personnes contactées")
def B2B_CONTACTED_TO_MEETING(meetings, contacted):
    "Taux contact → rendez-vous – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Rendez-vous ÷ Personnes contactées"
    return local("B2B_CONTACTED_TO_MEETING", (meetings, contacted))


@xw.func(category="B2B KPI")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
@xw.arg("contacted", ndim=2, err_to_str=True, doc="Personnes contactées")
def B2B_CONTACTED_TO_LEAD(leads, contacted):
    "Taux contact → lead – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Leads ÷ Personnes contactées"
    return local("B2B_CONTACTED_TO_LEAD", (leads, contacted))


@xw.func(category="B2B KPI")
@xw.arg("paid_after_trial", ndim=2, err_to_str=True, doc="Essais devenus abonnements payants")
@xw.arg("trials", ndim=2, err_to_str=True, doc="Essais démarrés")
def B2B_TRIAL_TO_PAID(paid_after_trial, trials):
    "Taux essai → payant – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Essais devenus abonnements payants ÷ Essais démarrés"
    return local("B2B_TRIAL_TO_PAID", (paid_after_trial, trials))


@xw.func(category="B2B KPI")
@xw.arg("soft_conversions", ndim=2, err_to_str=True, doc="Conversions douces (formulaire, démo, webinaire, essai)")
@xw.arg("sessions", ndim=2, err_to_str=True, doc="Sessions")
def B2B_SOFT_CONVERSION_RATE(soft_conversions, sessions):
    "Taux de conversion douce – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Conversions douces (formulaire, démo, webinaire, essai) ÷ Sessions"
    return local("B2B_SOFT_CONVERSION_RATE", (soft_conversions, sessions))


@xw.func(category="B2B KPI")
@xw.arg("new_customers", ndim=2, err_to_str=True, doc="Nouveaux clients")
@xw.arg("sessions", ndim=2, err_to_str=True, doc="Sessions")
def B2B_HARD_CONVERSION_RATE(new_customers, sessions):
    "Taux de conversion ferme – Ceux qui ont atteint la seconde étape dans la période, rapportés à ceux qui ont atteint la première. Nouveaux clients ÷ Sessions"
    return local("B2B_HARD_CONVERSION_RATE", (new_customers, sessions))


@xw.func(category="B2B KPI")
@xw.arg("conversions", ndim=2, err_to_str=True, doc="Conversions")
@xw.arg("prospects", ndim=2, err_to_str=True, doc="Personnes pouvant se convertir")
def B2B_CONVERSION_RATE(conversions, prospects):
    "Taux de conversion – Ceux qui se sont convertis rapportés à ceux qui le pouvaient. Précisez les deux étapes : chaque source a sa base. Conversions ÷ Personnes pouvant se convertir"
    return local("B2B_CONVERSION_RATE", (conversions, prospects))


@xw.func(category="B2B KPI")
@xw.arg("gain", ndim=2, err_to_str=True, doc="Chiffre d’affaires signé")
@xw.arg("leads", ndim=2, err_to_str=True, doc="Leads")
def B2B_REVENUE_PER_LEAD(gain, leads):
    "Chiffre d’affaires par lead – Chiffre d’affaires signé dans la période par lead créé dans la période. Chiffre d’affaires signé ÷ Leads"
    return local("B2B_REVENUE_PER_LEAD", (gain, leads))


@xw.func(category="B2B KPI")
@xw.arg("touches", ndim=2, err_to_str=True, doc="Ouvertures, visites, réponses et téléchargements")
@xw.arg("touched_leads", ndim=2, err_to_str=True, doc="Leads actifs")
def B2B_LEAD_ENGAGEMENT(touches, touched_leads):
    "Engagement des leads – Ouvertures, visites, téléchargements et réponses par lead actif. Ouvertures, visites, réponses et téléchargements ÷ Leads actifs"
    return local("B2B_LEAD_ENGAGEMENT", (touches, touched_leads))


@xw.func(category="B2B KPI")
@xw.arg("lead_to_customer_rate", ndim=2, err_to_str=True, doc="Taux lead → client")
@xw.arg("ltv", ndim=2, err_to_str=True, doc="Valeur vie client (LTV)")
def B2B_LEAD_VALUE(lead_to_customer_rate, ltv):
    "Valeur d’un lead – Ce que vaut un lead : sa chance de devenir client, multipliée par la valeur vie d’un client. Taux lead → client × Valeur vie client (LTV)"
    return local("B2B_LEAD_VALUE", (lead_to_customer_rate, ltv))


@xw.func(category="B2B KPI")
@xw.arg("gain", ndim=2, err_to_str=True, doc="Chiffre d’affaires signé")
def B2B_REVENUE(gain):
    "Chiffre d’affaires signé – Montant des affaires gagnées dans la période, avoirs déduits à leur date. Chiffre d’affaires signé"
    return local("B2B_REVENUE", (gain,))


@xw.func(category="B2B KPI")
@xw.arg("margin", ndim=2, err_to_str=True, doc="Marge brute")
def B2B_GROSS_PROFIT(margin):
    "Marge brute – Marge brute des affaires gagnées dans la période. Marge brute"
    return local("B2B_GROSS_PROFIT", (margin,))


@xw.func(category="B2B KPI")
@xw.arg("margin", ndim=2, err_to_str=True, doc="Marge brute")
@xw.arg("margined_gain", ndim=2, err_to_str=True, doc="Chiffre d’affaires dont la marge est connue")
def B2B_GROSS_MARGIN_RATE(margin, margined_gain):
    "Taux de marge brute – Marge brute rapportée au chiffre d’affaires signé, sur les affaires dont la marge est connue. Marge brute ÷ Chiffre d’affaires dont la marge est connue"
    return local("B2B_GROSS_MARGIN_RATE", (margin, margined_gain))


@xw.func(category="B2B KPI")
@xw.arg("won_new", ndim=2, err_to_str=True, doc="Nouvelles affaires gagnées")
@xw.arg("lost_new", ndim=2, err_to_str=True, doc="Nouvelles affaires perdues")
def B2B_WIN_RATE(won_new, lost_new):
    "Taux de gain – Affaires nouvelles gagnées, rapportées à celles décidées dans la période. Nouvelles affaires gagnées ÷ (Nouvelles affaires gagnées + Nouvelles affaires perdues)"
    return local("B2B_WIN_RATE", (won_new, lost_new))


@xw.func(category="B2B KPI")
@xw.arg("won_deals", ndim=2, err_to_str=True, doc="Affaires gagnées")
def B2B_WON_DEAL_COUNT(won_deals):
    "Affaires gagnées – Affaires closes dans la période. Affaires gagnées"
    return local("B2B_WON_DEAL_COUNT", (won_deals,))


@xw.func(category="B2B KPI")
@xw.arg("lost_deals", ndim=2, err_to_str=True, doc="Affaires perdues")
def B2B_LOST_DEAL_COUNT(lost_deals):
    "Affaires perdues – Affaires closes dans la période. Affaires perdues"
    return local("B2B_LOST_DEAL_COUNT", (lost_deals,))


@xw.func(category="B2B KPI")
@xw.arg("won_value", ndim=2, err_to_str=True, doc="Montant des affaires gagnées")
@xw.arg("priced_deals", ndim=2, err_to_str=True, doc="Affaires gagnées avec montant")
def B2B_AVERAGE_DEAL(won_value, priced_deals):
    "Affaire moyenne – Montant des affaires gagnées rapporté au nombre de celles qui ont un montant. Montant des affaires gagnées ÷ Affaires gagnées avec montant"
    return local("B2B_AVERAGE_DEAL", (won_value, priced_deals))


@xw.func(category="B2B KPI")
@xw.arg("pipeline", ndim=2, err_to_str=True, doc="Montant des opportunités ouvertes")
def B2B_PIPELINE_VALUE(pipeline):
    "Valeur du pipeline – Montant des opportunités ouvertes le dernier jour de la période. Montant des opportunités ouvertes"
    return local("B2B_PIPELINE_VALUE", (pipeline,))


@xw.func(category="B2B KPI")
@xw.arg("open_deals", ndim=2, err_to_str=True, doc="Opportunités ouvertes")
def B2B_OPEN_DEAL_COUNT(open_deals):
    "Nombre d’opportunités ouvertes – Opportunités ouvertes le dernier jour de la période. Opportunités ouvertes"
    return local("B2B_OPEN_DEAL_COUNT", (open_deals,))


@xw.func(category="B2B KPI")
@xw.arg("open_deals", ndim=2, err_to_str=True, doc="Opportunités ouvertes")
@xw.arg("win_rate", ndim=2, err_to_str=True, doc="Taux de gain")
@xw.arg("average_deal", ndim=2, err_to_str=True, doc="Affaire moyenne")
@xw.arg("cycle_days", ndim=2, err_to_str=True, doc="Cycle de vente en jours")
def B2B_PIPELINE_VELOCITY(open_deals, win_rate, average_deal, cycle_days):
    "Vélocité du pipeline – Chiffre d’affaires que le pipeline rend par jour : opportunités × taux de gain × affaire moyenne / cycle. Opportunités ouvertes × Taux de gain × Affaire moyenne ÷ Cycle de vente en jours"
    return local("B2B_PIPELINE_VELOCITY", (open_deals, win_rate, average_deal, cycle_days))


@xw.func(category="B2B KPI")
@xw.arg("lead_cycle_median", ndim=2, err_to_str=True, doc="Jours du lead à la signature (médiane)")
def B2B_SALES_CYCLE(lead_cycle_median):
    "Cycle de vente, médiane – Jours de la création du lead à la signature ; la moitié des affaires a pris moins. Jours du lead à la signature (médiane)"
    return local("B2B_SALES_CYCLE", (lead_cycle_median,))


@xw.func(category="B2B KPI")
@xw.arg("lead_cycle_mean", ndim=2, err_to_str=True, doc="Jours du lead à la signature (moyenne)")
def B2B_CYCLE_MEAN(lead_cycle_mean):
    "Cycle de vente, moyenne – Jours moyens de la création du lead à la signature ; quelques affaires longues la tirent vers le haut. Jours du lead à la signature (moyenne)"
    return local("B2B_CYCLE_MEAN", (lead_cycle_mean,))


@xw.func(category="B2B KPI")
@xw.arg("deal_cycle_median", ndim=2, err_to_str=True, doc="Jours de la création à la signature (médiane)")
def B2B_CYCLE_DEAL(deal_cycle_median):
    "Cycle des affaires, médiane – Jours de la création de l’affaire à sa signature, quand il n’y a pas de leads. Jours de la création à la signature (médiane)"
    return local("B2B_CYCLE_DEAL", (deal_cycle_median,))


@xw.func(category="B2B KPI")
@xw.arg("deal_cycle_mean", ndim=2, err_to_str=True, doc="Jours de la création à la signature (moyenne)")
def B2B_CYCLE_DEAL_MEAN(deal_cycle_mean):
    "Cycle des affaires, moyenne – Jours moyens de la création de l’affaire à sa signature. Jours de la création à la signature (moyenne)"
    return local("B2B_CYCLE_DEAL_MEAN", (deal_cycle_mean,))


@xw.func(category="B2B KPI")
@xw.arg("stage_days", ndim=2, err_to_str=True, doc="Jours passés dans l’étape (médiane)")
def B2B_TIME_IN_STAGE(stage_days):
    "Temps dans l’étape, médiane – Jours qu’une affaire passe dans une étape avant d’en sortir ; à demander par étape. Jours passés dans l’étape (médiane)"
    return local("B2B_TIME_IN_STAGE", (stage_days,))


@xw.func(category="B2B KPI")
@xw.arg("active_customers", ndim=2, err_to_str=True, doc="Clients actifs")
def B2B_CUSTOMER_COUNT(active_customers):
    "Clients – Clients sous contrat le dernier jour de la période. Clients actifs"
    return local("B2B_CUSTOMER_COUNT", (active_customers,))


@xw.func(category="B2B KPI")
@xw.arg("accounts_won", ndim=2, err_to_str=True, doc="Comptes ayant signé")
def B2B_ACCOUNTS_SIGNED(accounts_won):
    "Clients, comptes ayant signé – Comptes ayant gagné une affaire au dernier jour de la période, sans abonnements enregistrés. Comptes ayant signé"
    return local("B2B_ACCOUNTS_SIGNED", (accounts_won,))


@xw.func(category="B2B KPI")
@xw.arg("start_customers", ndim=2, err_to_str=True, doc="Clients au début")
@xw.arg("end_customers", ndim=2, err_to_str=True, doc="Clients à la fin")
@xw.arg("customers_gained", ndim=2, err_to_str=True, doc="Nouveaux clients")
def B2B_CHURN_RATE(start_customers, end_customers, customers_gained=None):
    "Taux de résiliation (churn) – Part des clients présents au début qui sont partis avant la fin. (Clients au début + Nouveaux clients − Clients à la fin) ÷ Clients au début"
    return local("B2B_CHURN_RATE", (start_customers, end_customers, customers_gained))


@xw.func(category="B2B KPI")
@xw.arg("start_customers", ndim=2, err_to_str=True, doc="Clients au début")
@xw.arg("end_customers", ndim=2, err_to_str=True, doc="Clients à la fin")
@xw.arg("customers_gained", ndim=2, err_to_str=True, doc="Nouveaux clients")
def B2B_RETENTION_RATE(start_customers, end_customers, customers_gained=None):
    "Taux de rétention – Part des clients présents au début qui sont encore là à la fin. (Clients à la fin − Nouveaux clients) ÷ Clients au début"
    return local("B2B_RETENTION_RATE", (start_customers, end_customers, customers_gained))


@xw.func(category="B2B KPI")
@xw.arg("monthly_churn", ndim=2, err_to_str=True, doc="Taux de résiliation d’un mois")
def B2B_ANNUAL_CHURN(monthly_churn):
    "Churn annuel à partir du mensuel – Part perdue en douze mois si chaque mois perd la même part de ceux qui restent. 1 − (1 − Taux de résiliation d’un mois) ^ 12"
    return local("B2B_ANNUAL_CHURN", (monthly_churn,))


@xw.func(category="B2B KPI")
@xw.arg("churn_rate", ndim=2, err_to_str=True, doc="Taux de résiliation")
def B2B_ANNUAL_RETENTION(churn_rate):
    "Rétention annuelle – Part des clients de départ encore là un an plus tard. 1 − Taux de résiliation"
    return local("B2B_ANNUAL_RETENTION", (churn_rate,))


@xw.func(category="B2B KPI")
@xw.arg("mrr", ndim=2, err_to_str=True, doc="Revenu récurrent mensuel (MRR)")
def B2B_MRR(mrr):
    "Revenu récurrent mensuel (MRR) – Montant récurrent des abonnements en cours le dernier jour de la période. Revenu récurrent mensuel (MRR)"
    return local("B2B_MRR", (mrr,))


@xw.func(category="B2B KPI")
@xw.arg("mrr", ndim=2, err_to_str=True, doc="Revenu récurrent mensuel (MRR)")
def B2B_ARR(mrr):
    "Revenu récurrent annuel (ARR) – Douze fois le MRR. Revenu récurrent mensuel (MRR) × 12"
    return local("B2B_ARR", (mrr,))


@xw.func(category="B2B KPI")
@xw.arg("mrr", ndim=2, err_to_str=True, doc="Revenu récurrent mensuel (MRR)")
@xw.arg("end_customers", ndim=2, err_to_str=True, doc="Clients à la fin")
def B2B_ARPA(mrr, end_customers):
    "Revenu récurrent par client (ARPA) – MRR rapporté au nombre de clients. Revenu récurrent mensuel (MRR) ÷ Clients à la fin"
    return local("B2B_ARPA", (mrr, end_customers))


@xw.func(category="B2B KPI")
@xw.arg("cancelled_mrr", ndim=2, err_to_str=True, doc="MRR résilié")
@xw.arg("expansion_mrr", ndim=2, err_to_str=True, doc="MRR ajouté par les clients existants")
@xw.arg("start_mrr", ndim=2, err_to_str=True, doc="MRR au début")
def B2B_NET_MRR_CHURN(cancelled_mrr, expansion_mrr, start_mrr):
    "Churn net du MRR – MRR résilié moins MRR ajouté par les clients existants, rapporté au MRR du début. Négatif : croissance. (MRR résilié − MRR ajouté par les clients existants) ÷ MRR au début"
    return local("B2B_NET_MRR_CHURN", (cancelled_mrr, expansion_mrr, start_mrr))


@xw.func(category="B2B KPI")
@xw.arg("kept_mrr", ndim=2, err_to_str=True, doc="MRR à la fin, des clients présents au début")
@xw.arg("start_mrr", ndim=2, err_to_str=True, doc="MRR au début")
def B2B_NET_REVENUE_RETENTION(kept_mrr, start_mrr):
    "Rétention nette du revenu (NRR) – MRR, à la fin, des clients présents au début, rapporté à ce qu’il était. Au-delà de 100 %, les ajouts dépassent les pertes. MRR à la fin, des clients présents au début ÷ MRR au début"
    return local("B2B_NET_REVENUE_RETENTION", (kept_mrr, start_mrr))


@xw.func(category="B2B KPI")
@xw.arg("capped_mrr", ndim=2, err_to_str=True, doc="MRR du début conservé, hors ajouts")
@xw.arg("start_mrr", ndim=2, err_to_str=True, doc="MRR au début")
def B2B_GROSS_REVENUE_RETENTION(capped_mrr, start_mrr):
    "Rétention brute du revenu (GRR) – Part du MRR du début encore là, hors ajouts. Jamais plus de 100 %. MRR du début conservé, hors ajouts ÷ MRR au début"
    return local("B2B_GROSS_REVENUE_RETENTION", (capped_mrr, start_mrr))


@xw.func(category="B2B KPI")
@xw.arg("period_years", ndim=2, err_to_str=True, doc="Années dans la période")
@xw.arg("churn_rate", ndim=2, err_to_str=True, doc="Taux de résiliation")
def B2B_CUSTOMER_LIFETIME(period_years, churn_rate):
    "Durée de vie d’un client – Années de fidélité au rythme de la période. Indéfinie tant que personne ne part. Années dans la période ÷ Taux de résiliation"
    return local("B2B_CUSTOMER_LIFETIME", (period_years, churn_rate))


@xw.func(category="B2B KPI")
@xw.arg("churn_of_period", ndim=2, err_to_str=True, doc="Taux de résiliation d’une période")
def B2B_LIFETIME_IN_PERIODS(churn_of_period):
    "Durée de vie en périodes – Nombre de périodes de fidélité si chacune perd la même part : un sur le churn. 1 ÷ Taux de résiliation d’une période"
    return local("B2B_LIFETIME_IN_PERIODS", (churn_of_period,))


@xw.func(category="B2B KPI")
@xw.arg("won_deals", ndim=2, err_to_str=True, doc="Affaires gagnées")
@xw.arg("start_customers", ndim=2, err_to_str=True, doc="Clients au début")
@xw.arg("end_customers", ndim=2, err_to_str=True, doc="Clients à la fin")
@xw.arg("period_years", ndim=2, err_to_str=True, doc="Années dans la période")
def B2B_PURCHASE_FREQUENCY(won_deals, start_customers, end_customers, period_years):
    "Commandes par an et par client – Affaires gagnées par année-client, sur la moyenne du début et de la fin. Affaires gagnées ÷ ((Clients au début + Clients à la fin) ÷ 2 × Années dans la période)"
    return local("B2B_PURCHASE_FREQUENCY", (won_deals, start_customers, end_customers, period_years))


@xw.func(category="B2B KPI")
@xw.arg("average_value", ndim=2, err_to_str=True, doc="Valeur moyenne d’une commande")
@xw.arg("purchases_per_year", ndim=2, err_to_str=True, doc="Commandes par an et par client")
@xw.arg("years", ndim=2, err_to_str=True, doc="Années de fidélité d’un client")
def B2B_LTV(average_value, purchases_per_year, years):
    "Valeur vie client (LTV), sur CA – Chiffre d’affaires qu’un client apporte tant qu’il reste, avant le coût pour le servir. Valeur moyenne d’une commande × Commandes par an et par client × Années de fidélité d’un client"
    return local("B2B_LTV", (average_value, purchases_per_year, years))


@xw.func(category="B2B KPI")
@xw.arg("average_value", ndim=2, err_to_str=True, doc="Valeur moyenne d’une commande")
@xw.arg("purchases_per_year", ndim=2, err_to_str=True, doc="Commandes par an et par client")
@xw.arg("years", ndim=2, err_to_str=True, doc="Années de fidélité d’un client")
@xw.arg("gross_margin_rate", ndim=2, err_to_str=True, doc="Taux de marge brute")
def B2B_LTV_MARGIN(average_value, purchases_per_year, years, gross_margin_rate):
    "Valeur vie client (LTV), sur marge – Marge brute qu’un client apporte tant qu’il reste. Valeur moyenne d’une commande × Commandes par an et par client × Années de fidélité d’un client × Taux de marge brute"
    return local("B2B_LTV_MARGIN", (average_value, purchases_per_year, years, gross_margin_rate))


@xw.func(category="B2B KPI")
@xw.arg("revenue_of_period", ndim=2, err_to_str=True, doc="Revenu d’un client sur une période")
@xw.arg("churn_of_period", ndim=2, err_to_str=True, doc="Taux de résiliation d’une période")
def B2B_LTV_FROM_CHURN(revenue_of_period, churn_of_period):
    "Valeur vie à partir du revenu et du churn – Revenu d’une période rapporté au churn d’une période. Revenu d’un client sur une période ÷ Taux de résiliation d’une période"
    return local("B2B_LTV_FROM_CHURN", (revenue_of_period, churn_of_period))


@xw.func(category="B2B KPI")
@xw.arg("margin_of_period", ndim=2, err_to_str=True, doc="Marge d’un client sur une période")
@xw.arg("retention_of_period", ndim=2, err_to_str=True, doc="Rétention d’une période")
@xw.arg("discount_rate", ndim=2, err_to_str=True, doc="Taux d’actualisation d’une période")
def B2B_CLV_DISCOUNTED(margin_of_period, retention_of_period, discount_rate):
    "Valeur vie client, actualisée – Valeur actuelle des marges futures d’un client, la première dans un an. Marge d’un client sur une période × Rétention d’une période ÷ (1 + Taux d’actualisation d’une période − Rétention d’une période)"
    return local("B2B_CLV_DISCOUNTED", (margin_of_period, retention_of_period, discount_rate))


@xw.func(category="B2B KPI")
@xw.arg("margin_of_period", ndim=2, err_to_str=True, doc="Marge d’un client sur une période")
@xw.arg("retention_of_period", ndim=2, err_to_str=True, doc="Rétention d’une période")
def B2B_LTV_RETENTION(margin_of_period, retention_of_period):
    "Valeur vie à partir de la rétention – Marge d’une période rapportée à un moins la rétention, sans actualisation, première période comptée. Marge d’un client sur une période ÷ (1 − Rétention d’une période)"
    return local("B2B_LTV_RETENTION", (margin_of_period, retention_of_period))


@xw.func(category="B2B KPI")
@xw.arg("ltv", ndim=2, err_to_str=True, doc="Valeur vie client (LTV)")
@xw.arg("cac", ndim=2, err_to_str=True, doc="Coût d’acquisition client (CAC)")
def B2B_LTV_CAC(ltv, cac):
    "Ratio LTV / CAC – Combien de fois la marge d’un client rembourse ce qu’il a coûté. Valeur vie client (LTV) ÷ Coût d’acquisition client (CAC)"
    return local("B2B_LTV_CAC", (ltv, cac))


@xw.func(category="B2B KPI")
@xw.arg("ltv", ndim=2, err_to_str=True, doc="Valeur vie client (LTV)")
@xw.arg("target_ratio", ndim=2, err_to_str=True, doc="Ratio LTV / CAC visé")
def B2B_MAX_CAC(ltv, target_ratio=None):
    "CAC maximal admissible – Ce qu’un client peut coûter au plus pour tenir le ratio LTV / CAC visé. Valeur vie client (LTV) ÷ Ratio LTV / CAC visé"
    return local("B2B_MAX_CAC", (ltv, target_ratio))


@xw.func(category="B2B KPI")
@xw.arg("cac", ndim=2, err_to_str=True, doc="Coût d’acquisition client (CAC)")
@xw.arg("monthly_margin", ndim=2, err_to_str=True, doc="Marge brute par mois et par client")
def B2B_CAC_PAYBACK(cac, monthly_margin):
    "Délai de récupération du CAC – Mois de marge d’un client qui remboursent ce qu’il a coûté. Coût d’acquisition client (CAC) ÷ Marge brute par mois et par client"
    return local("B2B_CAC_PAYBACK", (cac, monthly_margin))


@xw.func(category="B2B KPI")
@xw.arg("mrr", ndim=2, err_to_str=True, doc="Revenu récurrent mensuel (MRR)")
@xw.arg("gross_margin_rate", ndim=2, err_to_str=True, doc="Taux de marge brute")
@xw.arg("end_customers", ndim=2, err_to_str=True, doc="Clients à la fin")
def B2B_MONTHLY_MARGIN_PER_CUSTOMER(mrr, gross_margin_rate, end_customers):
    "Marge mensuelle par client – MRR d’un client multiplié par le taux de marge brute. Revenu récurrent mensuel (MRR) × Taux de marge brute ÷ Clients à la fin"
    return local("B2B_MONTHLY_MARGIN_PER_CUSTOMER", (mrr, gross_margin_rate, end_customers))


@xw.func(category="B2B KPI")
@xw.arg("average_value", ndim=2, err_to_str=True, doc="Valeur moyenne d’une commande")
@xw.arg("purchases_per_year", ndim=2, err_to_str=True, doc="Commandes par an et par client")
@xw.arg("gross_margin_rate", ndim=2, err_to_str=True, doc="Taux de marge brute")
def B2B_ANNUAL_MARGIN_PER_CUSTOMER(average_value, purchases_per_year, gross_margin_rate):
    "Marge annuelle par client – Commande moyenne multipliée par le nombre de commandes par an et par le taux de marge. Valeur moyenne d’une commande × Commandes par an et par client × Taux de marge brute"
    return local("B2B_ANNUAL_MARGIN_PER_CUSTOMER", (average_value, purchases_per_year, gross_margin_rate))


@xw.func(category="B2B KPI")
@xw.arg("clicks", ndim=2, err_to_str=True, doc="Clics")
@xw.arg("impressions", ndim=2, err_to_str=True, doc="Impressions")
def B2B_CTR(clicks, impressions):
    "Taux de clics (CTR), publicité – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Clics ÷ Impressions"
    return local("B2B_CTR", (clicks, impressions))


@xw.func(category="B2B KPI")
@xw.arg("clicked_messages", ndim=2, err_to_str=True, doc="Messages cliqués au moins une fois")
@xw.arg("messages_delivered", ndim=2, err_to_str=True, doc="Messages délivrés")
def B2B_CTR_EMAIL(clicked_messages, messages_delivered):
    "Taux de clics, e-mail – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Messages cliqués au moins une fois ÷ Messages délivrés"
    return local("B2B_CTR_EMAIL", (clicked_messages, messages_delivered))


@xw.func(category="B2B KPI")
@xw.arg("clicked_messages", ndim=2, err_to_str=True, doc="Messages cliqués au moins une fois")
@xw.arg("opened_messages", ndim=2, err_to_str=True, doc="Messages ouverts au moins une fois")
def B2B_CTOR(clicked_messages, opened_messages):
    "Taux de réactivité (CTOR) – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Messages cliqués au moins une fois ÷ Messages ouverts au moins une fois"
    return local("B2B_CTOR", (clicked_messages, opened_messages))


@xw.func(category="B2B KPI")
@xw.arg("opened_messages", ndim=2, err_to_str=True, doc="Messages ouverts au moins une fois")
@xw.arg("messages_delivered", ndim=2, err_to_str=True, doc="Messages délivrés")
def B2B_OPEN_RATE(opened_messages, messages_delivered):
    "Taux d’ouverture – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Messages ouverts au moins une fois ÷ Messages délivrés"
    return local("B2B_OPEN_RATE", (opened_messages, messages_delivered))


@xw.func(category="B2B KPI")
@xw.arg("opens", ndim=2, err_to_str=True, doc="Ouvertures, répétitions comprises")
@xw.arg("messages_delivered", ndim=2, err_to_str=True, doc="Messages délivrés")
def B2B_OPEN_RATE_TOTAL(opens, messages_delivered):
    "Ouvertures totales par message – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Ouvertures, répétitions comprises ÷ Messages délivrés"
    return local("B2B_OPEN_RATE_TOTAL", (opens, messages_delivered))


@xw.func(category="B2B KPI")
@xw.arg("replies", ndim=2, err_to_str=True, doc="Réponses à la prospection")
@xw.arg("outreach_delivered", ndim=2, err_to_str=True, doc="Messages de prospection délivrés")
def B2B_REPLY_RATE(replies, outreach_delivered):
    "Taux de réponse – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Réponses à la prospection ÷ Messages de prospection délivrés"
    return local("B2B_REPLY_RATE", (replies, outreach_delivered))


@xw.func(category="B2B KPI")
@xw.arg("bounces", ndim=2, err_to_str=True, doc="Messages non remis (NPAI)")
@xw.arg("messages_sent", ndim=2, err_to_str=True, doc="Messages envoyés")
def B2B_EMAIL_BOUNCE_RATE(bounces, messages_sent):
    "Taux de rebond e-mail – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Messages non remis (NPAI) ÷ Messages envoyés"
    return local("B2B_EMAIL_BOUNCE_RATE", (bounces, messages_sent))


@xw.func(category="B2B KPI")
@xw.arg("engagements", ndim=2, err_to_str=True, doc="Clics, partages, commentaires et mentions J’aime")
@xw.arg("social_impressions", ndim=2, err_to_str=True, doc="Impressions des publications")
def B2B_ENGAGEMENT_RATE(engagements, social_impressions):
    "Taux d’engagement, sur impressions – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Clics, partages, commentaires et mentions J’aime ÷ Impressions des publications"
    return local("B2B_ENGAGEMENT_RATE", (engagements, social_impressions))


@xw.func(category="B2B KPI")
@xw.arg("ad_engagements", ndim=2, err_to_str=True, doc="Clics, partages, commentaires et mentions J’aime sur les annonces")
@xw.arg("impressions", ndim=2, err_to_str=True, doc="Impressions")
def B2B_ENGAGEMENT_ADS(ad_engagements, impressions):
    "Taux d’engagement des annonces – Sur les mêmes envois ou affichages ; une personne peut compter plusieurs fois. Clics, partages, commentaires et mentions J’aime sur les annonces ÷ Impressions"
    return local("B2B_ENGAGEMENT_ADS", (ad_engagements, impressions))


@xw.func(category="B2B KPI")
@xw.arg("engaged_sessions", ndim=2, err_to_str=True, doc="Sessions avec engagement")
@xw.arg("sessions", ndim=2, err_to_str=True, doc="Sessions")
def B2B_ENGAGEMENT_SITE(engaged_sessions, sessions):
    "Taux d’engagement du site – Sessions de plus de 10 s, de deux vues ou avec un événement clé, sur toutes les sessions. Sessions avec engagement ÷ Sessions"
    return local("B2B_ENGAGEMENT_SITE", (engaged_sessions, sessions))


@xw.func(category="B2B KPI")
@xw.arg("sessions", ndim=2, err_to_str=True, doc="Sessions")
@xw.arg("engaged_sessions", ndim=2, err_to_str=True, doc="Sessions avec engagement")
def B2B_SITE_BOUNCE_RATE(sessions, engaged_sessions):
    "Taux de rebond du site – Sessions sans engagement, sur toutes les sessions. (Sessions − Sessions avec engagement) ÷ Sessions"
    return local("B2B_SITE_BOUNCE_RATE", (sessions, engaged_sessions))


@xw.func(category="B2B KPI")
@xw.arg("sessions", ndim=2, err_to_str=True, doc="Sessions")
def B2B_TRAFFIC(sessions):
    "Trafic du site (sessions) – Selon le décompte de la plateforme. Sessions"
    return local("B2B_TRAFFIC", (sessions,))


@xw.func(category="B2B KPI")
@xw.arg("impressions", ndim=2, err_to_str=True, doc="Impressions")
def B2B_IMPRESSION_COUNT(impressions):
    "Impressions publicitaires – Selon le décompte de la plateforme. Impressions"
    return local("B2B_IMPRESSION_COUNT", (impressions,))


@xw.func(category="B2B KPI")
@xw.arg("clicks", ndim=2, err_to_str=True, doc="Clics")
def B2B_CLICK_COUNT(clicks):
    "Clics publicitaires – Selon le décompte de la plateforme. Clics"
    return local("B2B_CLICK_COUNT", (clicks,))


@xw.func(category="B2B KPI")
@xw.arg("claimed_conversions", ndim=2, err_to_str=True, doc="Conversions revendiquées par la plateforme")
def B2B_CLAIMED_CONVERSION_COUNT(claimed_conversions):
    "Conversions revendiquées par la plateforme – Selon le décompte de la plateforme. Conversions revendiquées par la plateforme"
    return local("B2B_CLAIMED_CONVERSION_COUNT", (claimed_conversions,))


@xw.func(category="B2B KPI")
@xw.arg("ad_spend", ndim=2, err_to_str=True, doc="Dépenses publicitaires")
@xw.arg("clicks", ndim=2, err_to_str=True, doc="Clics")
def B2B_CPC(ad_spend, clicks):
    "Coût par clic (CPC) – Dépense publicitaire par clic. Dépenses publicitaires ÷ Clics"
    return local("B2B_CPC", (ad_spend, clicks))


@xw.func(category="B2B KPI")
@xw.arg("ad_spend", ndim=2, err_to_str=True, doc="Dépenses publicitaires")
@xw.arg("impressions", ndim=2, err_to_str=True, doc="Impressions")
def B2B_CPM(ad_spend, impressions):
    "Coût pour mille impressions (CPM) – Dépense publicitaire pour mille impressions. Dépenses publicitaires × 1 000 ÷ Impressions"
    return local("B2B_CPM", (ad_spend, impressions))


@xw.func(category="B2B KPI")
@xw.arg("cost", ndim=2, err_to_str=True, doc="Coût direct")
@xw.arg("sessions", ndim=2, err_to_str=True, doc="Sessions")
def B2B_COST_PER_SESSION(cost, sessions):
    "Coût par session – Coût direct d’une visite du site. Coût direct ÷ Sessions"
    return local("B2B_COST_PER_SESSION", (cost, sessions))


@xw.func(category="B2B KPI")
@xw.arg("promoters", ndim=2, err_to_str=True, doc="Promoteurs (9-10)")
@xw.arg("detractors", ndim=2, err_to_str=True, doc="Détracteurs (0-6)")
@xw.arg("nps_answers", ndim=2, err_to_str=True, doc="Réponses NPS")
def B2B_NPS(promoters, detractors, nps_answers):
    "Net promoter score (NPS) – Promoteurs moins détracteurs pour cent réponses, de −100 à 100. (Promoteurs (9-10) − Détracteurs (0-6)) × 100 ÷ Réponses NPS"
    return local("B2B_NPS", (promoters, detractors, nps_answers))


@xw.func(category="B2B KPI")
@xw.arg("satisfied", ndim=2, err_to_str=True, doc="Réponses satisfaites (4-5)")
@xw.arg("csat_answers", ndim=2, err_to_str=True, doc="Réponses CSAT")
def B2B_CSAT(satisfied, csat_answers):
    "Satisfaction client (CSAT) – Réponses de 4 ou 5 sur 5. Réponses satisfaites (4-5) ÷ Réponses CSAT"
    return local("B2B_CSAT", (satisfied, csat_answers))

