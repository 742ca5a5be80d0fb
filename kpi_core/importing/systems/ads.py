"""Advertising platforms: what was spent, and what was seen and clicked for it."""

from __future__ import annotations

from kpi_core.importing.words import System, words

_DAY = "spend.spent_on traffic.seen_on"
_CAMPAIGN = "spend.campaign traffic.campaign"
_CONTENT = "spend.content traffic.content"


def _constants(source: str) -> dict[str, str]:
    return {
        "spend.source": source,
        "spend.category": "direct",
        "traffic.source": source,
        "traffic.medium": "ads",
    }


# Of LinkedIn's French report, the names of the figures were seen in no file that is published.
_LINKEDIN_DAY = words(
    "Start Date (in UTC)",
    "Date de début (en UTC)|Date de début (UTC)|Date de début (heure UTC)",
)
_LINKEDIN_SPENT = words(
    "Total Spent",
    "Total dépensé|Montant total dépensé|Montant dépensé|Dépenses totales|Total des dépenses"
    "|Dépenses",
)

_LINKEDIN = System(
    id="linkedin_ads.performance",
    title="LinkedIn Campaign Manager",
    needs=(
        _LINKEDIN_DAY,
        _LINKEDIN_SPENT,
    ),
    columns={
        _DAY: _LINKEDIN_DAY,
        _CAMPAIGN: words("Campaign Name", "Nom de la campagne"),
        _CONTENT: words("Creative Name|Ad Headline", "Nom de la publicité|Titre de la publicité"),
        "spend.amount": _LINKEDIN_SPENT,
        "spend.currency": words("Currency", "Devise"),
        "traffic.impressions": words("Impressions", "Impressions"),
        "traffic.clicks": words("Clicks", "Clics"),
        "traffic.engagements": words(
            "Total Engagements",
            "Total des engagements|Engagements totaux|Total des interactions|Interactions totales",
        ),
        "traffic.claimed_conversions": words("Conversions|Leads", "Conversions|Leads|Prospects"),
    },
    constants=_constants("LinkedIn Ads"),
    date_order="mdy",
)

_GOOGLE = System(
    id="google_ads.campaign",
    title="Google Ads",
    needs=(
        words("Campaign", "Campagne|Kampagne"),
        words("Cost", "Coût|Kosten"),
        words(
            "Campaign status|Campaign state|Campaign type|Impr.|Cost / conv.|Currency code",
            "État de la campagne|Type de campagne|Impr.|Coût/conv.|Coût / conv.|Code de la devise"
            "|Code de devise|Währungscode|Impressionen|Klicks",
        ),
    ),
    columns={
        _DAY: words("Day", "Jour|Tag"),
        _CAMPAIGN: words("Campaign", "Campagne|Kampagne"),
        "spend.amount": words("Cost", "Coût|Kosten"),
        "spend.currency": words("Currency code", "Code de la devise|Code de devise|Währungscode"),
        "traffic.impressions": words("Impr.|Impressions", "Impr.|Impressions"),
        "traffic.clicks": words("Clicks", "Clics|Klicks"),
        "traffic.claimed_conversions": words("Conversions", "Conversions"),
    },
    constants=_constants("Google Ads"),
)

_META = System(
    id="meta_ads",
    title="Meta Ads",
    needs=(
        words("Reporting starts|Day", "Début des rapports|Début du rapport|Jour"),
        words("Campaign name|Ad set name|Ad name", "Nom de la campagne|Nom de la publicité"),
        words("Amount spent", "Montant dépensé"),
    ),
    columns={
        _DAY: words("Day|Reporting starts", "Jour|Début des rapports|Début du rapport"),
        "spend.$until traffic.$until": words("Reporting ends", "Fin des rapports|Fin du rapport"),
        _CAMPAIGN: words("Campaign name", "Nom de la campagne"),
        _CONTENT: words(
            "Ad name|Ad set name", "Nom de la publicité|Nom de l'ensemble de publicités"
        ),
        "spend.amount": words("Amount spent", "Montant dépensé"),
        "spend.currency": words("Currency", "Devise"),
        "traffic.impressions": words("Impressions", "Impressions"),
        "traffic.clicks": words(
            "Link clicks|Clicks (all)",
            "Clics sur un lien|Clics sur le lien|Clics sur des liens|Clics (tous)",
        ),
        "traffic.engagements": words(
            "Post engagements|Post engagement",
            "Interactions avec la publication|Interactions avec les publications",
        ),
        "traffic.claimed_conversions": words("Results", "Résultats"),
    },
    constants=_constants("Meta Ads"),
)

_FACEBOOK_CONVERSIONS = System(
    id="facebook_ads.conversions",
    title="Facebook Ads",
    needs=(words("xyz_campaign_id"), words("fb_campaign_id"), words("Spent")),
    columns={
        _CAMPAIGN: words("xyz_campaign_id"),
        _CONTENT: words("ad_id"),
        "spend.segment traffic.segment": words("age|gender"),
        "spend.amount": words("Spent"),
        "traffic.impressions": words("Impressions"),
        "traffic.clicks": words("Clicks"),
        "traffic.claimed_conversions": words("Total_Conversion"),
    },
    joined=frozenset({"spend.segment", "traffic.segment"}),
    constants=_constants("Facebook Ads"),
)

ADS = (_LINKEDIN, _FACEBOOK_CONVERSIONS, _META, _GOOGLE)
