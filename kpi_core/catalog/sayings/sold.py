"""Leads, deals and customers: described in words."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept

SOLD: Mapping[str, Concept] = {
    "lead_volume": Concept(
        en="how many leads",
        fr="",
    ),
    "opportunity_count": Concept(
        en="",
        fr="création d’opportunités",
    ),
    "new_customer_count": Concept(
        en=(
            "customers we got|customers brought in|firms that signed for the first time"
            "|customers who bought for the first time|first-time customers"
            "|firms that became customers"
        ),
        fr=(
            "clients obtenus|clients ramenés|entreprises ayant signé pour la première fois"
            "|premiers achats de clients pour la première fois"
            "|clients signés pour la première fois|entreprises devenues clientes"
        ),
    ),
    "contact_count": Concept(
        en="prospects that we contacted|prospects contacted",
        fr="prospects que nous avons contactés|personnes démarchées",
    ),
    "visitor_to_lead": Concept(
        en="visit to lead rate|share of visitors who become leads",
        fr="part des visites devenues leads",
    ),
    "lead_to_customer": Concept(
        en=(
            "share of leads that become paying customers|lead to signature rate|share of leads won"
        ),
        fr="taux de signature des leads|part des leads signés",
    ),
    "mql_to_sql": Concept(
        en=(
            "share of mqls that become sqls|share of mqls accepted by sales"
            "|share of marketing leads taken by sales"
        ),
        fr="part des mql acceptés par les commerciaux",
    ),
    "contacted_to_meeting": Concept(
        en=(
            "chance of a meeting with people contacted|share of people contacted who get a meeting"
        ),
        fr=("chance d’obtenir un rdv avec une personne contactée"),
    ),
    "contacted_to_lead": Concept(
        en="share of people contacted who become leads",
        fr="part des contactés devenus leads",
    ),
    "trial_to_paid": Concept(
        en="share of trials that become subscriptions|share of those who try that pay",
        fr="part des essais devenus abonnements",
    ),
    "lead_value": Concept(
        en="what a lead is worth",
        fr="combien vaut un lead",
    ),
    "revenue": Concept(
        en=(
            "how much we signed|how much we won|how much did we close|value of won deals"
            "|amount of deals won|what amount won|money from deals won"
        ),
        fr="combien on a signé|quel montant signé|montant des affaires gagnées|valeur des affaires signées",
    ),
    "gross_profit": Concept(
        en=(
            "what we keep after the cost of sales|margin on revenue in euros|margin on deals won"
            "|margin kept on deals won"
        ),
        fr=(
            "ce qui reste après le coût des ventes|marge gardée|marge sur les affaires signées"
            "|marge gardée sur les affaires signées"
        ),
    ),
    "gross_margin_rate": Concept(
        en=(
            "share of revenue kept as margin|margin as a share of revenue|gross margin percentage"
            "|margin kept for 100 euros of revenue"
        ),
        fr="part du ca gardée en marge|marge en pourcentage du ca|marge gardée pour 100 € de ca",
    ),
    "win_rate": Concept(
        en=(
            "share of opportunities won|percentage of opportunities we win"
            "|share of decided deals won|chance of winning a deal"
            "|share of deals decided that we win"
        ),
        fr=(
            "part des opportunités gagnées|part des affaires décidées gagnées"
            "|chance de gagner une affaire"
        ),
    ),
    "won_deal_count": Concept(
        en="deals brought in|contracts brought in",
        fr="affaires rentrées|contrats ramenés",
    ),
    "average_deal": Concept(
        en=(
            "average value of a deal won|typical deal size|average revenue per deal"
            "|how big a deal is"
        ),
        fr=(
            "montant moyen d’une affaire gagnée|valeur moyenne d’un contrat signé"
            "|ca moyen par affaire|montant moyen signé"
        ),
    ),
    "pipeline_value": Concept(
        en=(
            "value of open deals|money in open deals|money at a stage|how much is in open deals"
            "|value of opportunities not closed"
        ),
        fr=(
            "valeur des affaires en cours|argent dans les affaires pas encore signées"
            "|montant des opportunités ouvertes|argent sur la table"
        ),
    ),
    "open_deal_count": Concept(
        en=(
            "number of open opportunities|number of open deals|deals in progress"
            "|opportunities in play"
        ),
        fr=(
            "nombre d’opportunités en cours|nombre d’affaires encore ouvertes"
            "|affaires pas encore signées|affaires en discussion"
        ),
    ),
    "pipeline_velocity": Concept(
        en="speed of the pipeline in euros a day|money the pipeline makes a day",
        fr="vitesse du pipeline|vitesse à laquelle le pipeline produit de l’argent",
    ),
    "cycle_median": Concept(
        en=(
            "time from lead to signature|time from lead to customer|time from lead to won deal"
            "|time for a deal to be won|how long it takes to sell"
            "|time a lead takes to become a customer|days to sign"
        ),
        fr=(
            "temps entre le lead et la signature|délai entre lead et client"
            "|délai du lead à l’affaire gagnée|temps pour gagner un client"
            "|temps qu’un lead met à devenir client|jours pour signer"
        ),
    ),
    "cycle_mean": Concept(
        en=(
            "average time from lead to signature|average time to close|average time to sign"
            "|mean time from lead to won deal|average days to close a deal"
        ),
        fr=(
            "temps moyen pour signer|durée moyenne entre lead et signature"
            "|délai moyen de signature|délai moyen de vente"
        ),
    ),
    "cycle_deal": Concept(
        en=(
            "time from deal creation to won|time from opportunity to signature"
            "|days from opportunity to won"
        ),
        fr="délai entre création de l’affaire et signature|temps entre opportunité et signature",
    ),
    "time_in_stage": Concept(
        en=(
            "average time in a stage|average time spent in a stage|how long deals stay in a stage"
            "|time deals spend in a stage|where deals stall"
            "|stage where deals stall|stage where deals stay stalled"
        ),
        fr=(
            "temps moyen dans une étape|temps moyen passé à une étape"
            "|temps que les affaires restent dans une étape|temps des affaires par étape"
            "|étape où les affaires stagnent|étape où les affaires restent bloquées"
        ),
    ),
    "customer_count": Concept(
        en="firms under contract|customers under contract|firms that subscribe",
        fr="entreprises sous contrat|entreprises abonnées|nombre de clients sous contrat",
    ),
    "churn_rate": Concept(
        en="customers who leave|share of customers who left|share of customers lost",
        fr="clients partis|part des clients partis|clients qui nous quittent",
    ),
    "retention_rate": Concept(
        en="customers kept|share of customers who stay",
        fr="clients gardés|part des clients qui restent",
    ),
    "monthly_recurring_revenue": Concept(
        en="what subscriptions bring in|what comes in from subscriptions",
        fr=(
            "ce que rapportent les abonnements|ce qui rentre des abonnements|valeur des abonnements"
        ),
    ),
    "annual_recurring_revenue": Concept(
        en=(
            "what subscriptions bring in over a full year|annual value of subscriptions"
            "|annual revenue of subscriptions|annualised recurring revenue|annual mrr"
        ),
        fr=(
            "abonnements sur une année pleine|valeur annuelle des abonnements"
            "|ce que rapportent les abonnements sur une année pleine|mrr annualisé"
            "|revenu annuel des abonnements"
        ),
    ),
    "revenue_per_account": Concept(
        en=(
            "subscription revenue per customer|average revenue per account"
            "|what a customer pays|average customer pays|what a customer pays in subscription|mrr per customer"
        ),
        fr=(
            "revenu d’abonnement par client|abonnement moyen par client"
            "|ce que paie un client en abonnement|ce qu’un client paie|client paie en moyenne|mrr par client"
        ),
    ),
    "net_mrr_churn": Concept(
        en="recurring revenue lost, net|net revenue churn",
        fr="revenu récurrent perdu net",
    ),
    "net_revenue_retention": Concept(
        en=(
            "recurring revenue kept with upsells|recurring revenue kept including expansion"
            "|subscriptions kept with upsells|net revenue retention"
        ),
        fr=(
            "revenu récurrent gardé avec les extensions|abonnements gardés avec les extensions"
            "|valeur des abonnements gardée avec extensions|rétention nette du revenu"
        ),
    ),
    "gross_revenue_retention": Concept(
        en=(
            "recurring revenue kept without upsells|recurring money kept ignoring upsells"
            "|gross revenue retention"
        ),
        fr=(
            "revenu récurrent gardé sans les extensions|abonnements gardés hors extensions"
            "|rétention brute du revenu"
        ),
    ),
    "customer_lifetime": Concept(
        en="time a customer stays|how long we keep a customer|customer life",
        fr=(
            "temps pendant lequel un client reste|combien de temps un client reste"
            "|temps de vie d’un client"
        ),
    ),
    "purchase_frequency": Concept(
        en=(
            "how often customers order|orders a customer places a year"
            "|how many times a year a customer buys|deals per customer"
        ),
        fr=(
            "combien de fois un client achète|commandes annuelles par client"
            "|fréquence de commande des clients|combien de fois par an un client commande"
        ),
    ),
    "ltv_revenue": Concept(
        en=(
            "what a customer brings in over its life|value of a customer over its life"
            "|what a customer is worth over its life"
        ),
        fr="ce que rapporte un client sur toute sa vie|valeur d’un client sur toute sa vie",
    ),
    "ltv_cac": Concept(
        en=(
            "how many times a customer earns back its cost"
            "|how many times a customer returns its acquisition cost"
            "|lifetime value over acquisition cost"
            "|lifetime value to acquisition cost of a customer"
        ),
        fr=(
            "combien de fois un client rapporte ce qu’il a coûté"
            "|combien de fois un client rembourse son coût|valeur vie sur coût d’acquisition"
            "|valeur vie sur coût d’acquisition d’un client"
        ),
    ),
    "max_cac": Concept(
        en=(
            "most we can afford for a customer|the most we can afford to pay to acquire a customer"
        ),
        fr="plafond pour un client|jusqu’à combien payer pour acquérir un client",
    ),
    "cac_payback": Concept(
        en=(
            "time for a customer to pay back its cost|time to pay back the acquisition cost"
            "|months for a customer to pay back|time to recover the cost of winning a customer"
        ),
        fr=(
            "temps pour rembourser le coût d’un client|temps pour amortir un client"
            "|temps pour récupérer le coût d’acquisition"
            "|temps pour amortir le coût d’un client gagné"
        ),
    ),
    "nps": Concept(
        en="customers who would recommend us",
        fr="clients prêts à nous recommander",
    ),
    "csat": Concept(
        en="how satisfied customers are|customers who are satisfied",
        fr="clients satisfaits",
    ),
}
