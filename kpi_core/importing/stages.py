"""What the words of a sales tool say about a deal: whether it is won, and what kind it is."""

from __future__ import annotations

import re

from kpi_core.importing.folding import fold

# Lost first: « Fermé perdu » and “Closed Lost” also hold the word of a closing.
_LOST = re.compile(
    r"\b(lost|perdue?s?|lose|abandonnee?s?|abandoned|disqualified|disqualifiee?|rejected|refusee?s?"
    r"|closed-?lost|no decision|annulee?s?|cancelled|canceled|verloren)\b"
)
_WON = re.compile(
    r"\b(won|win|gagnee?s?|conclue?s?|signee?s?|signed|closed-?won|closedwon|gewonnen|vendue?s?)\b"
)
_NOT = re.compile(r"\b(pas|non|not|to be|a signer|en cours de)\b")
_RENEWAL = re.compile(r"\b(renewal|renouvellement|reconduction|renew)\b")
_NEW = re.compile(
    r"\b(new|nouveau|nouvelle|nouveaux|newbusiness|acquisition|premiere?|first)\b|^newbusiness"
)
_EXPANSION = re.compile(
    r"\b(existing|existante?s?|upgrade|upsell|up-sell|cross-?sell|expansion|extension|add-?on"
    r"|existingbusiness|replacement|downgrade|vente additionnelle|client existant)\b"
)


def state_of(stage: str) -> str:
    """Return `won`, `lost` or `open`: what a stage's name says of the deal."""
    words = fold(stage).replace("-", " ")
    if _LOST.search(words):
        return "lost"
    if _WON.search(words) and not _NOT.search(words):
        return "won"
    return "open"


def kind_of_deal(words: str) -> str | None:
    """Return `new`, `expansion` or `renewal`; None for words that say nothing of it."""
    folded = fold(words)
    for pattern, kind in ((_RENEWAL, "renewal"), (_EXPANSION, "expansion"), (_NEW, "new")):
        if pattern.search(folded):
            return kind
    return None


_CHOICES = {
    "category": {
        "direct": "direct", "directe": "direct", "directs": "direct", "media": "direct",
        "indirect": "indirect", "indirecte": "indirect", "indirects": "indirect",
        "overhead": "indirect", "frais generaux": "indirect",
    },
    "medium": {
        "ads": "ads", "ad": "ads", "cpc": "ads", "ppc": "ads", "paid": "ads", "sea": "ads",
        "paid social": "ads", "publicite": "ads", "pub": "ads", "display": "ads",
        "email": "email", "e-mail": "email", "emailing": "email", "newsletter": "email",
        "social": "social", "reseaux sociaux": "social", "organic social": "social",
        "site": "site", "web": "site", "organic": "site", "seo": "site", "referral": "site",
        "outreach": "outreach", "prospection": "outreach", "cold email": "outreach",
    },
    "state": {
        "open": "open", "ouverte": "open", "en cours": "open",
        "won": "won", "gagnee": "won", "signee": "won", "lost": "lost", "perdue": "lost",
    },
    "kind": {
        "new": "new", "nouvelle": "new", "new business": "new", "nouvelle affaire": "new",
        "expansion": "expansion", "upsell": "expansion", "extension": "expansion",
        "renewal": "renewal", "renouvellement": "renewal", "credit": "credit", "avoir": "credit",
    },
    "survey": {"nps": "nps", "csat": "csat", "satisfaction": "csat"},
}  # fmt: skip


def choice(column: str, words: str) -> str | None:
    """Return the declared choice that *words* mean in *column*, or None."""
    return _CHOICES.get(column, {}).get(fold(words))
