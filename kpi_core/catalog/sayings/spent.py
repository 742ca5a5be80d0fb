"""What is spent, and what it brings: described in words."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.glossary.concept import Concept

SPENT: Mapping[str, Concept] = {
    "roi_net": Concept(
        en="return on what was spent once costs are paid|return on costs once paid back",
        fr=(
            "rentabilité une fois les coûts remboursés"
            "|rentabilité de l’investissement une fois les coûts remboursés"
        ),
    ),
    "roas": Concept(
        en=(
            "return per euro spent|return on money spent|what comes back for what was spent"
            "|revenue per euro spent|revenue per euro of cost"
        ),
        fr=(
            "retour par euro dépensé|ca par euro dépensé|retour pour ce qu’on a dépensé"
            "|ca par euro investi"
        ),
    ),
    "cpl": Concept(
        en="what we pay for a lead|spend per lead",
        fr="dépense par lead",
    ),
    "cost_per_mql": Concept(
        en="spend per mql|cost of a lead that becomes an mql",
        fr="dépense par mql|coût d’un lead devenu mql",
    ),
    "cost_per_sql": Concept(
        en="spend per sql|cost of a lead that becomes an sql",
        fr="dépense par sql|coût d’un lead devenu sql",
    ),
    "cac_loaded": Concept(
        en="cost of winning a new customer|what we pay for a customer",
        fr="dépense par client|prix d’un client|cac chargé|cac complet|cac tous coûts compris",
    ),
    "cac_direct": Concept(
        en="cac on direct costs",
        fr="cac sur coûts directs",
    ),
    "cac_paid": Concept(
        en="advertising cost of a new customer|ad cost to win a customer|ad cost of a customer",
        fr=(
            "coût publicitaire d’un nouveau client|coût pub d’un client"
            "|coût publicitaire d’un client gagné"
        ),
    ),
    "total_cost": Concept(
        en="costs|expenses",
        fr="argent dépensé|charges",
    ),
    "direct_cost": Concept(
        en="",
        fr="charges directes",
    ),
    "advertising_spend": Concept(
        en="money spent on ads|what we pay ad platforms",
        fr="argent dépensé en publicité|budget pub dépensé",
    ),
    "indirect_costs": Concept(
        en="costs nobody sees",
        fr="dépenses indirectes|frais de structure",
    ),
    "indirect_share": Concept(
        en="share of indirect costs in all costs",
        fr="part des frais indirects|poids des coûts indirects",
    ),
    "ctr": Concept(
        en=(
            "what makes people want to click|desire to click|share of ads clicked"
            "|clicks relative to impressions|share of impressions that get a click"
        ),
        fr=(
            "envie de cliquer|ce qui donne envie de cliquer|part des annonces cliquées"
            "|clics rapportés aux affichages"
        ),
    ),
    "open_rate": Concept(
        en=(
            "share of emails opened|share of delivered emails opened|emails that get opened"
            "|people who open the email"
        ),
        fr="part des e-mails ouverts|ouverture des e-mails|part des messages ouverts",
    ),
    "reply_rate": Concept(
        en=(
            "share of messages that get a reply|people contacted who reply"
            "|replies to our messages|people who reply by email|share of emails that get a reply"
        ),
        fr=(
            "part des messages qui ont une réponse|personnes contactées qui répondent"
            "|réponses à nos messages|part des e-mails qui ont une réponse"
        ),
    ),
    "email_bounce_rate": Concept(
        en="share of emails that bounce|emails that bounce",
        fr="part des e-mails non délivrés|e-mails en rebond",
    ),
    "engagement_rate": Concept(
        en="engagement of posts|engagement on our posts",
        fr="engagement des publications|interactions sur nos posts",
    ),
    "site_bounce_rate": Concept(
        en="share of visits that bounce|visitors who bounce|sessions that bounce",
        fr="part des visites en rebond|visiteurs qui rebondissent|rebond du site",
    ),
    "impression_count": Concept(
        en="how often our ads are shown|how many times our ads are shown",
        fr="combien de fois nos annonces sont affichées|affichages de nos annonces",
    ),
    "click_count": Concept(
        en="how many clicks we pay for|how many paid clicks|clicks bought|ad clicks bought",
        fr="combien de clics payés|clics achetés",
    ),
    "claimed_conversion_count": Concept(
        en="conversions the platform claims",
        fr="conversions que la plateforme revendique",
    ),
    "cpc": Concept(
        en="price of a click|ad cost per click|spend per click",
        fr="prix du clic|coût publicitaire par clic",
    ),
    "cpm": Concept(
        en=(
            "cost of a thousand ad views|cost per thousand impressions"
            "|price of a thousand impressions|ad cost per thousand impressions"
        ),
        fr=(
            "prix pour mille affichages|coût de mille impressions"
            "|prix de mille affichages publicitaires"
        ),
    ),
    "cost_per_session": Concept(
        en="price of a visit",
        fr="prix d’une visite",
    ),
}
