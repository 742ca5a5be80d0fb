"""Sources that every team has, and the channel and platform each belongs to.

Platform > channel > source. A workspace starts with these and may change any of them with
`kpi map`; a source that nobody placed is its own channel and is listed as such.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.registry import folded


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a source stands. kind: paid, organic, outreach, email, offline or other."""

    source: str
    channel: str
    platform: str
    kind: str | None


def _placed(
    source: str, channel: str, platform: str, kind: str, *spellings: str
) -> dict[str, Placed]:
    placed = Placed(source, channel, platform, kind)
    return {folded(name): placed for name in (source, *spellings)}


KNOWN: dict[str, Placed] = (
    _placed(
        "LinkedIn Ads",
        "LinkedIn Ads",
        "LinkedIn",
        "paid",
        "linkedin_ads",
        "linkedin ad",
        "linkedin / cpc",
        "linkedin / paid",
        "linkedin campaign manager",
        "publicité linkedin",
        "linkedin paid",
    )
    | _placed(
        "LinkedIn",
        "LinkedIn organic",
        "LinkedIn",
        "organic",
        "linkedin.com",
        "www.linkedin.com",
        "lnkd.in",
        "linkedin organic",
        "linkedin organique",
        "linkedin / social",
        "linkedin / referral",
    )
    | _placed(
        "LinkedIn outreach",
        "LinkedIn outreach",
        "LinkedIn",
        "outreach",
        "prospection linkedin",
        "waalaxy",
        "linkedin prospection",
        "sales navigator",
    )
    | _placed(
        "Google Ads",
        "Google Ads",
        "Google",
        "paid",
        "google_ads",
        "adwords",
        "google adwords",
        "google / cpc",
        "sea",
        "google sea",
        "paid search",
        "search ads",
        "référencement payant",
        "recherche payante",
    )
    | _placed("Google", "SEO", "Google", "organic", "google / organic")
    # Who types SEO reads SEO again; nine searches in ten are Google's, and count in its total.
    | _placed(
        "SEO",
        "SEO",
        "Google",
        "organic",
        "organic search",
        "recherche organique",
        "référencement naturel",
        "natural search",
    )
    | _placed("Bing", "SEO", "Microsoft", "organic", "bing / organic")
    | _placed(
        "Meta Ads",
        "Meta Ads",
        "Meta",
        "paid",
        "facebook ads",
        "facebook / cpc",
        "facebook / paid",
        "meta_ads",
        "instagram ads",
        "fb ads",
        "facebook ad",
    )
    | _placed(
        "Facebook",
        "Meta organic",
        "Meta",
        "organic",
        "facebook.com",
        "m.facebook.com",
        "l.facebook.com",
        "fb",
        "meta",
        "facebook organic",
    )
    | _placed("Instagram", "Meta organic", "Meta", "organic", "instagram.com", "ig")
    | _placed("Bing Ads", "Microsoft Ads", "Microsoft", "paid", "microsoft ads", "bing / cpc")
    | _placed(
        "Paid social",
        "Paid social",
        "Paid social",
        "paid",
        "social payant",
        "réseaux sociaux payants",
        "paid_social",
    )
    | _placed(
        "Organic social",
        "Organic social",
        "Organic social",
        "organic",
        "social",
        "social media",
        "réseaux sociaux",
        "social organique",
        "organic_social",
    )
    | _placed(
        "Email",
        "Email",
        "Email",
        "email",
        "e-mail",
        "mail",
        "emailing",
        "e-mailing",
        "newsletter",
        "email marketing",
        "mailchimp",
        "brevo",
        "sendinblue",
        "klaviyo",
        "e-mail marketing",
    )
    | _placed(
        "Email outreach",
        "Email outreach",
        "Email",
        "outreach",
        "lemlist",
        "cold email",
        "cold e-mail",
        "prospection e-mail",
        "prospection email",
        "la growth machine",
    )
    | _placed(
        "Direct",
        "Direct",
        "Direct",
        "other",
        "(direct)",
        "direct traffic",
        "(direct) / (none)",
        "trafic direct",
        "accès direct",
        "direct / none",
    )
    | _placed(
        "Referral",
        "Referral",
        "Referral",
        "other",
        "referrals",
        "referral traffic",
        "sites référents",
        "site référent",
        "recommandation",
        "bouche à oreille",
        "word of mouth",
        "parrainage",
    )
    | _placed(
        "Partners",
        "Partners",
        "Partners",
        "other",
        "partner",
        "partenaire",
        "partenaires",
        "partner referral",
        "apporteur d’affaires",
    )
    | _placed(
        "Events",
        "Events",
        "Events",
        "offline",
        "event",
        "événement",
        "événements",
        "salon",
        "salons",
        "trade show",
        "tradeshow",
        "trade fair",
        "foire",
        "congrès",
        "conference",
        "conférence",
    )
    | _placed("Webinar", "Webinars", "Webinars", "other", "webinars", "webinaire", "webinaires")
    | _placed(
        "Phone",
        "Phone",
        "Phone",
        "outreach",
        "cold call",
        "cold calling",
        "appel",
        "téléphone",
        "prospection téléphonique",
    )
    | _placed(
        "Offline sources",
        "Offline sources",
        "Offline sources",
        "offline",
        "offline",
        "sources hors ligne",
        "hors ligne",
    )
    | _placed("Display", "Display", "Display", "paid", "display ads", "programmatic")
    | _placed("Hootsuite", "Organic social", "Organic social", "organic", "sprout social")
)
