"""What the script of Google Sheets says, in both languages."""

from __future__ import annotations

from kpi_core.text import Text

MESSAGES = {
    "UNANSWERED": Text(
        en="The B2B KPI server does not answer. Choose B2B KPI > Refresh in a moment.",
        fr="Le serveur B2B KPI ne répond pas. Choisissez B2B KPI > Actualiser dans un instant.",
    ),
    "REFUSED": Text(
        en="The server refuses this document's key: enter a valid one in B2B KPI > Settings.",
        fr="Le serveur refuse la clé de ce document\u00a0: saisissez-en une valable dans B2B KPI > Réglages.",
    ),
    "QUOTA": Text(
        en="Google's limit of requests for today is reached. Ask for whole ranges: one range is one request.",
        fr="La limite de requêtes de Google pour aujourd’hui est atteinte. Interrogez des plages entières\u00a0: une plage ne coûte qu’une requête.",
    ),
    "OPEN": Text(en="Key figures and functions…", fr="Chiffres clés et fonctions…"),
    "REFRESH": Text(en="Refresh the data", fr="Actualiser les données"),
    "SETTINGS": Text(en="Settings…", fr="Réglages…"),
    "ASK_URL": Text(
        en="Address of your server, or nothing to keep it",
        fr="Adresse de votre serveur, ou rien pour la garder",
    ),
    "ASK_KEY": Text(
        en="This document's key (kpi keys create)", fr="Clé de ce document (kpi keys create)"
    ),
    "NOT_HTTPS": Text(
        en="The address must look like https://kpi.example.com.",
        fr="L’adresse doit ressembler à https://kpi.example.com.",
    ),
}

SIDEBAR = {
    "OPENING": Text(en="Opening…", fr="Ouverture…"),
    "UNREACHED": Text(
        en="The B2B KPI server does not answer: no figures for now. The functions below can be inserted; those on numbers compute without it.",
        fr="Le serveur B2B KPI ne répond pas\u00a0: pas de chiffres pour l’instant. Les fonctions ci-dessous peuvent être insérées\u202f; celles sur des nombres calculent sans lui.",
    ),
    "AGAIN": Text(en="Try again", fr="Réessayer"),
    "SEARCH": Text(en="Find a function", fr="Chercher une fonction"),
    "INSERT": Text(en="Put into the active cell", fr="Insérer dans la cellule active"),
}
