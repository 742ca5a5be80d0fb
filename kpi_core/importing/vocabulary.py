"""Plain tables: the words that marketers head their own columns with, in French and in English.

Two lists decide. `TELLING` says what a table is about; `WORDS` says what each of its columns is
once that is known: a `Date` is a day of spending in one table and a signature in another.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.importing.words import Words, words

_SOURCE = words(
    "source|channel|lead source|original source|platform|network|utm source",
    "canal|source|source d'origine|plateforme|origine|levier",
)
_CAMPAIGN = words(
    "campaign|campaign name|utm campaign", "campagne|nom de la campagne|nom de campagne|opération"
)
_CONTENT = words("content|ad|ad name|creative|utm content|asset", "contenu|annonce|publicité|créa")
_SEGMENT = words("segment|persona|icp|industry|sector", "segment|persona|secteur|cible")
_COUNTRY = words("country|market", "pays|marché")
_OWNER = words(
    "owner|sales agent|sales rep|salesperson|account executive|sdr",
    "commercial|propriétaire|vendeur|responsable|chargé d'affaires",
)
_PRODUCT = words("product|offer|product name", "produit|offre|nom du produit")
_CURRENCY = words("currency|currency code", "devise|code devise")
_DAY = words("date|day|month|period|week of", "date|jour|mois|période|datum")
_COST = words(
    "cost|costs|spend|spent|amount spent|ad spend|media spend|expense|expenses|total spent",
    "coût|coûts|dépense|dépenses|montant dépensé|total dépensé|montant total dépensé|dépenses pub"
    "|dépenses publicitaires|frais|coût total|budget dépensé"
    "|kosten",
)
_COMPANY = words(
    "company|company name|organization|organisation", "entreprise|société|raison sociale"
)
_CUSTOMER = words(
    "customer|account|account name|client|customer name", "client|compte|nom du client"
)
_EMAIL = words(
    "email|e-mail|email address|mail|work email", "e-mail|adresse e-mail|adresse mail|courriel"
)

AMOUNTS: Mapping[str, Words] = {
    "tcv": words(
        "tcv|total contract value|amount (tcv)|contract value (tcv)",
        "tcv|valeur totale du contrat|valeur contractuelle totale|montant (tcv)|montant tcv",
    ),
    "acv": words(
        "acv|annual contract value|amount (acv)|annualized contract value",
        "acv|valeur annuelle du contrat|valeur contractuelle annuelle|montant (acv)|montant acv"
        "|vca",
    ),
    "mrr": words(
        "mrr|monthly recurring revenue|amount (mrr)",
        "mrr|revenu mensuel récurrent|revenu récurrent mensuel|montant (mrr)|montant mrr",
    ),
}
"""What the amount of a deal holds, where its header says so."""

CONTRACT = AMOUNTS["tcv"] + AMOUNTS["acv"] + AMOUNTS["mrr"]

WORDS: Mapping[str, Mapping[str, Words]] = {
    "spend": {
        "spent_on": _DAY,
        "source": _SOURCE,
        "campaign": _CAMPAIGN,
        "content": _CONTENT,
        "segment": _SEGMENT,
        "country": _COUNTRY,
        "product": _PRODUCT,
        "category": words(
            "category|direct or indirect", "catégorie|direct/indirect|direct ou indirect"
        ),
        "label": words(
            "label|item|description|supplier", "libellé|poste|nature|fournisseur|description"
        ),
        "amount": _COST,
        "currency": _CURRENCY,
    },
    "traffic": {
        "seen_on": _DAY,
        "source": _SOURCE,
        "campaign": _CAMPAIGN,
        "content": _CONTENT,
        "segment": _SEGMENT,
        "country": _COUNTRY,
        "product": _PRODUCT,
        "medium": words("medium", "support|type de trafic"),
        "impressions": words(
            "impressions|impr.|views", "impressions|nombre d'impressions|affichages|vues"
        ),
        "clicks": words(
            "clicks|link clicks", "clics|nombre de clics|clics sur un lien|clics sur le lien"
        ),
        "engagements": words("engagements|interactions", "interactions|engagements"),
        "visitors": words(
            "visitors|users", "visiteurs|utilisateurs actifs|utilisateurs|visiteurs uniques"
        ),
        "sessions": words("sessions|visits", "sessions|nombre de sessions|visites"),
        "engaged_sessions": words("engaged sessions", "sessions avec engagement"),
        "sent": words(
            "sent|emails sent|messages sent", "envoyés|envois|e-mails envoyés|emails envoyés"
        ),
        "delivered": words("delivered", "délivrés|livrés"),
        "bounces": words("bounces", "rebonds|npai"),
        "opens": words("opens|total opens", "ouvertures"),
        "unique_opens": words("unique opens", "ouvertures uniques|ouvreurs"),
        "unique_clicks": words("unique clicks", "clics uniques|cliqueurs"),
        "replies": words("replies", "réponses"),
        "claimed_conversions": words("conversions", "conversions"),
    },
    "touchpoints": {
        "touched_on": words(
            "touched at|touched on|timestamp|event date|date|datetime|time",
            "date|horodatage|date du contact",
        ),
        "lead": words(
            "lead|email|e-mail|contact|lead id|contact id|user id|cookie",
            "e-mail|contact|lead|adresse e-mail",
        ),
        "source": _SOURCE,
        "campaign": _CAMPAIGN,
        "content": words("content|page|asset|ad|utm content", "contenu|page|annonce"),
        "action": words(
            "action|event|touchpoint|interaction|event name", "action|événement|point de contact"
        ),
    },
    "leads": {
        "external_id": words(
            "lead id|contact id|id|record id", "id|identifiant|id contact|id du lead"
        ),
        "email": _EMAIL,
        "linkedin_url": words(
            "linkedin|linkedin url|linkedin profile|profile url",
            "profil linkedin|url linkedin|lien linkedin",
        ),
        "name": words("name|full name|contact|lead", "nom complet|contact|nom et prénom|prospect"),
        "company": _COMPANY,
        "role": words(
            "job title|jobtitle|role|position|title|occupation",
            "fonction|poste|intitulé du poste|intitulé de poste|rôle|titre du poste|métier",
        ),
        "contacted_on": words(
            "contacted on|contacted|date contacted", "contacté le|date de contact"
        ),
        "meeting_on": words(
            "meeting date|meeting on|demo date|first meeting",
            "date de rdv|rdv le|rendez-vous|date du rdv",
        ),
        "created_on": words(
            "created|created on|created at|create date|created date|date created|creation date|date"
            "|sign-up date|date registered",
            "créé le|date de création|date|date d'inscription|date d'entrée|arrivé le",
        ),
        "mql_on": words("mql date|mql on|mql", "date mql|mql le|mql"),
        "sql_on": words("sql date|sql on|sql", "date sql|sql le|sql"),
        "trial_on": words("trial start|trial date|trial on", "début d'essai|date d'essai"),
        "paid_on": words(
            "paid on|paid date|first payment", "payé le|date de paiement|premier paiement"
        ),
        "source": words(
            "source|lead source|channel|original source|platform|utm source",
            "source|canal|origine|provenance|plateforme",
        ),
        "campaign": _CAMPAIGN,
        "content": _CONTENT,
        "segment": _SEGMENT,
        "country": _COUNTRY,
        "owner": _OWNER,
        "product": _PRODUCT,
        "score": words("score|lead score", "score|scoring|note"),
    },
    "deals": {
        "deal": words(
            "deal id|opportunity id|id|deal|opportunity|record id|order id|invoice",
            "id|id affaire|affaire|opportunité|n° affaire|référence|n° de facture|facture|n° de "
            "commande",
        ),
        "name": words("deal name|opportunity name|name", "nom de l'affaire|intitulé|nom"),
        "customer": words(
            "account|customer|client|company|account name", "client|compte|société|entreprise"
        ),
        "lead": words("lead|contact|email|e-mail|contact email", "lead|contact|e-mail"),
        "$type": words("type|deal type", "type|type d'affaire"),
        "stage": words("deal stage|stage|status|state", "étape|phase|statut|état|stade"),
        "created_on": words(
            "engage date|created|created on|created at|create date|created date|open date|date "
            "created",
            "créée le|créé le|date de création|ouverte le|date d'ouverture",
        ),
        "closed_on": words(
            "close date|closed date|actual close date|closed on|closed|won on|signed on|closing date|date",
            "date de clôture|date de fermeture|date de clôture réelle|clôture|clôturée le|fermée le|close le"
            "|signée le|signé le|date de signature|gagnée le|date de gain|date",
        ),
        "amount": words(
            "close value|amount|value|deal value|deal amount|revenue|sales",
            "montant|ca|chiffre d'affaires|valeur|montant de l'affaire|revenu|ventes",
        )
        + CONTRACT,
        "margin": words("margin|gross margin|gross profit", "marge|marge brute"),
        "currency": _CURRENCY,
        "probability": words("probability|win probability", "probabilité"),
        "source": _SOURCE,
        "campaign": _CAMPAIGN,
        "segment": words("segment|industry|sector|territory", "segment|secteur|territoire"),
        "country": _COUNTRY,
        "owner": _OWNER,
        "product": _PRODUCT,
    },
    "deal_stages": {
        "deal": words("deal id|opportunity id|deal|opportunity", "id affaire|affaire|opportunité"),
        "stage": words("stage|deal stage", "étape|phase"),
        "entered_on": words(
            "entered on|entered|date entered|entry date", "entrée le|date d'entrée"
        ),
        "left_on": words("left on|left|date left|exit date", "sortie le|date de sortie"),
        "owner": _OWNER,
        "product": _PRODUCT,
        "segment": _SEGMENT,
    },
    "subscriptions": {
        "subscription": words(
            "subscription|subscription id|contract|contract id", "abonnement|contrat|id abonnement"
        ),
        "customer": _CUSTOMER,
        "started_on": words(
            "start|start date|started on|started", "début|date de début|début d'abonnement"
        ),
        "ended_on": words(
            "end|end date|ended on|cancelled on|churn date|canceled on",
            "fin|date de fin|résilié le|résiliation",
        ),
        "mrr": words(
            "mrr|monthly recurring revenue|recurring amount|monthly amount", "mrr|montant mensuel"
        ),
        "currency": _CURRENCY,
        "source": _SOURCE,
        "campaign": _CAMPAIGN,
        "segment": _SEGMENT,
        "country": _COUNTRY,
        "owner": _OWNER,
        "product": words("product|plan|offer", "produit|offre|formule"),
    },
    "surveys": {
        "answered_on": words(
            "answered on|date|response date|submitted at", "date|répondu le|date de réponse"
        ),
        "survey": words("survey|survey type", "enquête|type d'enquête"),
        "respondent": words("respondent|email|e-mail|customer", "répondant|e-mail|client"),
        "score": words("score|rating|nps|csat|nps score", "note|score|nps|csat"),
        "source": _SOURCE,
        "segment": _SEGMENT,
        "country": _COUNTRY,
        "owner": _OWNER,
        "product": _PRODUCT,
    },
    "experiments": {
        "ran_on": _DAY,
        "experiment": words(
            "experiment|experiment name|test|test name|ab test|a/b test",
            "test|nom du test|test a/b|test ab|essai|expérience",
        ),
        "variant": words(
            "variant|variation|variant name|variation name|version|arm",
            "variante|variation|version",
        ),
        "exposed": words(
            "exposed|visitors|users|participants|exposures|sample size|sessions",
            "exposés|personnes exposées|visiteurs|utilisateurs|participants|vues par",
        ),
        "conversions": words(
            "conversions|converted|goals|goal completions",
            "conversions|convertis|objectifs atteints",
        ),
        "amount": words("revenue|amount|value", "chiffre d'affaires|ca|montant|revenu"),
        "currency": _CURRENCY,
    },
}

TELLING: Mapping[str, Words] = {
    "experiments": words("variant|variation|variant name|variation name", "variante|variation"),
    "subscriptions": words(
        "mrr|monthly recurring revenue|subscription id|subscription",
        "abonnement|id abonnement|montant mensuel",
    ),
    "surveys": words("nps|csat|nps score|survey", "enquête|répondu le|répondant"),
    "deal_stages": words(
        "entered on|date entered|entry date", "entrée le|date d'entrée dans l'étape"
    ),
    "deals": words(
        "deal id|opportunity id|deal name|opportunity name|deal stage|close date|close value"
        "|deal|opportunity"
        "|deal value|deal amount|stage",
        "id affaire|affaire|opportunité|étape|phase|date de clôture|date de fermeture|signée le|signé le|date de "
        "signature"
        "|chiffre d'affaires|ca|n° affaire|marge brute",
    ),
    "spend": _COST,
    "touchpoints": words(
        "touched at|touched on|touchpoint|action|event|event name",
        "point de contact|action|événement",
    ),
    "leads": words(
        "email|e-mail|email address|linkedin url|linkedin profile|lead id|mql date|sql date|lead "
        "score",
        "e-mail|adresse e-mail|courriel|profil linkedin|url linkedin|date mql|date sql|prénom",
    ),
    "traffic": words(
        "impressions|clicks|sessions|visits|opens|unique opens|sent|delivered|engagements|impr."
        "|visitors",
        "impressions|clics|visites|ouvertures|envoyés|délivrés|interactions|visiteurs|affichages",
    ),
}
"""In the order tried: a table with a stage is about deals even when it has costs."""

FIRST_NAMES = words("first name|firstname", "prénom")
LAST_NAMES = words("last name|lastname|surname|family name", "nom de famille|nom")

AGGREGATES = words(
    "leads|number of leads|lead count|new leads|mqls|mql|sqls|sql|customers|new customers|deals won"
    "|number of deals|meetings|signups|sign-ups",
    "nb de leads|nb leads|nombre de leads|leads générés|nb mql|nb de mql|nb sql|nb de sql|nb "
    "clients"
    "|nb de clients|nouveaux clients|nombre de clients|nb rdv|nb de rdv|nb de ventes|nb ventes",
)
"""Totals of people: the people themselves must be imported, one row each."""
