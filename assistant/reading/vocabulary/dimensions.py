"""What dimensions and units of time are called."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.reading.vocabulary.roles import Said

DIMENSIONS: Mapping[str, Said] = {
    "platform": Said(
        en="platform|platforms|ad platform|ad platforms|network|networks|ad network",
        fr="plateforme|plateformes|régie|régies|réseau|plate-forme",
    ),
    "channel": Said(
        en="channel|channels|acquisition channel|acquisition channels|marketing channel"
        "|marketing channels|lever",
        fr="canal|canaux|canal d acquisition|canaux d acquisition|canal marketing"
        "|canaux marketing|levier|leviers|levier d acquisition|leviers d acquisition",
    ),
    "source": Said(
        en="source|sources|lead source|lead sources|traffic source|traffic sources|origin|origins",
        fr="source|sources|source de leads|sources de leads|origine|origines|provenance"
        "|provenances|source de trafic",
    ),
    "campaign": Said(
        en="campaign|campaigns|sequence|sequences|ad campaign|ad campaigns|marketing campaign|marketing campaigns",
        fr="campagne|campagnes|séquence|séquences|opération|opérations|campagne marketing|campagnes marketing"
        "|campagne publicitaire|campagnes publicitaires",
    ),
    "content": Said(
        en="type of content|types of content|content type|content types|content|asset|assets|piece of content|pieces of content|creative"
        "|creatives|landing page",
        fr="type de contenu|types de contenu|types de contenus|contenu|contenus|création|créations|visuel|visuels",
    ),
    "segment": Said(
        en="segment|segments|customer segment|customer segments|company size|persona|personas"
        "|icp|market segment",
        fr="segment|segments|taille d entreprise|tailles d entreprise|persona|personas"
        "|segment client|segments clients|cible client|icp",
    ),
    "country": Said(
        en="country|countries|market|markets|geography|geo|region|regions|geographies",
        fr="pays|marché|marchés|zone|zones|zone géographique|géographie|région|régions",
    ),
    "owner": Said(
        en="salesperson|salespeople|sales rep|sales reps|rep|reps|owner|owners"
        "|account executive|account executives|seller|sellers|salesman|salesmen|ae|bdr|sdr"
        "|sales person|account manager|account managers|deal owner|team member"
        "|team members",
        fr="commercial|commerciaux|commerciale|commerciales|vendeur|vendeurs|vendeuse"
        "|propriétaire|responsable|responsables|chargé d affaires|chargés d affaires",
    ),
    "product": Said(
        en="product|products|module|modules|product line|product lines|offer|offers|offering|offerings|plan type",
        fr="produit|produits|module|modules|logiciel|offre|offres|gamme|gammes|ligne de produits",
    ),
    "stage": Said(
        en="step of the sales process|steps of the sales process|stage of the sales process|stages of the sales process|step|steps|sales step|sales steps|sales stage|sales stages|stage|stages|deal stage|deal stages|pipeline stage|pipeline stages|funnel stage",
        fr="étape du processus de vente|étapes du processus de vente|étape du cycle|étapes du cycle|étape commerciale|étapes commerciales|étape|étapes|stade|stades|étape du pipeline|étapes du pipeline|phase|phases|étape de vente",
    ),
}

UNITS: Mapping[str, Said] = {
    "day": Said(
        en="day|days",
        fr="jour|jours",
    ),
    "week": Said(
        en="week|weeks",
        fr="semaine|semaines",
    ),
    "month": Said(
        en="month|months",
        fr="mois",
    ),
    "quarter": Said(
        en="quarter|quarters",
        fr="trimestre|trimestres",
    ),
    "year": Said(
        en="year|years",
        fr="an|ans|année|années",
    ),
}

GRAINS: Mapping[str, Said] = {
    "day": Said(
        en="daily|day by day|per day|by day|each day|every day|a day",
        fr="quotidien|quotidienne|quotidiens|quotidiennes|journalier|journalière"
        "|jour par jour|par jour|chaque jour|tous les jours",
    ),
    "week": Said(
        en="weekly|week by week|per week|by week|each week|every week|a week",
        fr="hebdomadaire|hebdomadaires|hebdo|semaine par semaine|par semaine|chaque semaine"
        "|toutes les semaines",
    ),
    "month": Said(
        en="monthly|month by month|per month|by month|each month|every month"
        "|month after month|a month|by months",
        fr="mensuel|mensuelle|mensuels|mensuelles|mois par mois|par mois|chaque mois"
        "|tous les mois|mois après mois|mensuellement",
    ),
    "quarter": Said(
        en="quarterly|quarter by quarter|per quarter|by quarter|each quarter|every quarter",
        fr="trimestriel|trimestrielle|trimestriels|trimestrielles|trimestre par trimestre"
        "|par trimestre|chaque trimestre|tous les trimestres",
    ),
    "year": Said(
        en="yearly|annually|year by year|per year|by year|each year|every year",
        fr="annuellement|année par année|par an|par année|chaque année|tous les ans"
        "|année après année",
    ),
}
