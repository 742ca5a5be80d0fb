"""The site and the social networks: visits, and what people did with posts."""

from __future__ import annotations

from kpi_core.importing.words import System, words

_CHANNEL = words(
    "Session primary channel group (Default Channel Group)|Session default channel group"
    "|Session source / medium|Session source|First user primary channel group (Default Channel "
    "Group)"
    "|First user default channel group",
    "Groupe de canaux principal de la session (groupe de canaux par défaut)"
    "|Groupe de canaux principal de la session|Groupe de canaux par défaut de la session"
    "|Groupe de canaux par défaut pour la session|Source / support de la session"
    "|Source/support de la session|Source de la session"
    "|Groupe de canaux principal du premier utilisateur (groupe de canaux par défaut)"
    "|Sitzung - Primäre Channelgruppe (Standard-Channelgruppe)",
)

_GA4 = System(
    id="ga4.traffic",
    title="Google Analytics 4",
    needs=(
        _CHANNEL,
        words(
            "Sessions|Users|Active users|Total users",
            "Sitzungen|Utilisateurs actifs|Nombre total d'utilisateurs|Total des utilisateurs"
            "|Utilisateurs",
        ),
    ),
    columns={
        "traffic.seen_on": words("Date", "Date|Datum"),
        "traffic.source": _CHANNEL,
        "traffic.campaign": words("Session campaign", "Campagne de la session|Campagne de session"),
        "traffic.country": words("Country", "Pays|Land"),
        "traffic.sessions": words("Sessions", "Sessions|Sitzungen"),
        "traffic.engaged_sessions": words(
            "Engaged sessions",
            "Sessions avec engagement|Sessions engagées|Sitzungen mit Interaktionen",
        ),
        "traffic.visitors": words(
            "Total users|Active users|Users",
            "Nombre total d'utilisateurs|Total des utilisateurs|Utilisateurs actifs|Utilisateurs",
        ),
        "traffic.claimed_conversions": words(
            "Key events|Conversions", "Événements clés|Conversions"
        ),
    },
    constants={"traffic.medium": "site"},
)

_HOOTSUITE = System(
    id="hootsuite.posts",
    title="Hootsuite",
    needs=(words("Post ID"), words("Social Network"), words("Date (GMT)|Date")),
    columns={
        "traffic.seen_on": words("Date (GMT)|Date"),
        "traffic.source": words("Social Network"),
        "traffic.content": words("Post ID"),
        "traffic.impressions": words("Impressions"),
        "traffic.engagements": words("Engagement|Engagements"),
        "traffic.clicks": words("Post Link Clicks"),
    },
    constants={"traffic.medium": "social"},
)

_SPROUT = System(
    id="sprout.posts",
    title="Sprout Social",
    needs=(words("Post ID"), words("Network"), words("Profile|Sent by")),
    columns={
        "traffic.seen_on": words("Date"),
        "traffic.source": words("Network"),
        "traffic.content": words("Post ID"),
        "traffic.impressions": words("Impressions"),
        "traffic.engagements": words("Engagements"),
        "traffic.clicks": words("Post Link Clicks"),
    },
    constants={"traffic.medium": "social"},
    date_order="mdy",
)

WEB = (_HOOTSUITE, _SPROUT, _GA4)
