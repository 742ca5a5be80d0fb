"""Where leads come from: twelve sources, what they bring, and how each tool spells them.

LinkedIn Ads gets better over the two years and Google Ads gets worse, so that trends have
something to show. Partners, word of mouth and posts bring customers and cost nothing on paper.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_core.demo.people import SEGMENTS, TYPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign as its owner named it, running from one part of the two years to another."""

    name: str
    contents: tuple[str, ...]
    weight: float = 1.0
    since: float = 0.0
    until: float = 1.0
    segment: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    A source of leads.

    leads: a month, at the start and at the end of the two years (contacted people for outreach).
    quality: multiplies the odds of going further, at the start and at the end.
    mix: how many of its leads are TPE, PME, ETI and Grand compte.
    crm: the other spellings found in the CRM. web: the spelling of the site's analytics.
    """

    name: str
    channel: str
    platform: str
    leads: tuple[float, float]
    quality: tuple[float, float]
    mix: tuple[float, float, float, float]
    crm: tuple[str, ...]
    web: str | None = None
    outreach: bool = False
    campaigns: tuple[Campaign, ...] = ()

    def running(self, progress: float) -> tuple[Campaign, ...]:
        """Return the campaigns that run at this part of the two years."""
        return tuple(c for c in self.campaigns if c.since <= progress <= c.until)

    def spelled(self, rng: random.Random) -> str:
        """Return the source as somebody entered it in the CRM: three times in four, by its name."""
        return self.name if rng.random() < _BY_NAME else rng.choice(self.crm)

    @property
    def segments(self) -> Mapping[str, float]:
        """The weight of each segment among its leads."""
        return dict(zip(SEGMENTS, self.mix, strict=True))


_BY_NAME = 0.75

SOURCES: tuple[Source, ...] = (
    Source(
        name="LinkedIn Ads",
        channel="LinkedIn Ads",
        platform="LinkedIn",
        leads=(17, 42),
        quality=(0.75, 1.25),
        mix=(10, 45, 33, 12),
        crm=("linkedin ads", "Linkedin", "linkedin.com"),
        web="linkedin.com",
        campaigns=(
            Campaign(
                name="Génération de leads – Directions financières",
                contents=("Livre blanc « Clôturer en 5 jours »", "Vidéo de démonstration 45 s"),
                weight=3,
                segment="ETI",
            ),
            Campaign(
                name="L'essentiel de la trésorerie (PME)",
                contents=("Guide de la trésorerie", "Étude de cas Ateliers Valibrune"),
                weight=2.5,
                segment="PME",
            ),
            Campaign(
                name="Retargeting visiteurs", contents=("Offre d'essai 30 jours",), since=0.25
            ),
            Campaign(
                name="Lancement Belgique",
                contents=("Guide de la trésorerie",),
                since=0.5,
                country="Belgique",
            ),
        ),
    ),
    Source(
        name="Google Ads",
        channel="Google Ads",
        platform="Google",
        leads=(40, 27),
        quality=(1.15, 0.75),
        mix=(35, 48, 14, 3),
        crm=("google ads", "GoogleAds", "Adwords"),
        web="google / cpc",
        campaigns=(
            Campaign(name="Marque", contents=("Annonce Orvanne",), weight=0.8),
            Campaign(
                name="Recherche : logiciel de trésorerie",
                contents=("Annonce essai gratuit", "Annonce démonstration"),
                weight=3,
            ),
            Campaign(name="Concurrents", contents=("Annonce comparatif",), weight=1.2, until=0.7),
            Campaign(name="Performance Max", contents=("Visuels d'été",), weight=1.8, since=0.45),
        ),
    ),
    Source(
        name="Meta Ads",
        channel="Meta Ads",
        platform="Meta",
        leads=(8, 6),
        quality=(0.4, 0.35),
        mix=(72, 25, 3, 0),
        crm=("meta ads", "Facebook Ads"),
        web="facebook.com",
        campaigns=(
            Campaign(name="Notoriété dirigeants", contents=("Carrousel « 3 erreurs »", "Reel")),
        ),
    ),
    Source(
        name="Newsletter",
        channel="Newsletter",
        platform="E-mail",
        leads=(8, 12),
        quality=(1.0, 1.05),
        mix=(28, 50, 18, 4),
        crm=("newsletter", "Emailing"),
        web="newsletter / email",
        campaigns=(
            Campaign(name="La lettre d'Orvanne", contents=("Édito", "Étude de cas"), weight=2),
            Campaign(name="Scénario de bienvenue", contents=("Message 1", "Message 2")),
        ),
    ),
    Source(
        name="SEO",
        channel="SEO",
        platform="Organic",
        leads=(21, 42),
        quality=(1.05, 1.1),
        mix=(34, 48, 15, 3),
        crm=("seo", "Référencement naturel", "Google (naturel)"),
        web="google / organic",
        campaigns=(
            Campaign(
                name="Blog",
                contents=(
                    "Article : plan de trésorerie, le modèle",
                    "Article : réduire ses délais de paiement",
                    "Comparatif des logiciels",
                ),
                weight=2,
            ),
            Campaign(name="Pages produit", contents=("Tarifs", "Demande de démo")),
        ),
    ),
    Source(
        name="LinkedIn organique",
        channel="LinkedIn organique",
        platform="LinkedIn",
        leads=(4, 9),
        quality=(0.95, 1.05),
        mix=(22, 48, 24, 6),
        crm=("linkedin organique", "Post LinkedIn"),
        web="linkedin / social",
        campaigns=(
            Campaign(
                name="Page entreprise", contents=("Coulisses", "Témoignage client", "Sondage")
            ),
        ),
    ),
    Source(
        name="Webinars",
        channel="Webinars",
        platform="Webinars",
        leads=(13, 19),
        quality=(1.1, 1.15),
        mix=(15, 52, 27, 6),
        crm=("webinar", "Webinaire"),
    ),
    Source(
        name="Salons",
        channel="Salons",
        platform="Événements",
        leads=(12, 15),
        quality=(0.9, 0.9),
        mix=(12, 44, 32, 12),
        crm=("salon", "Événements"),
    ),
    Source(
        name="Partenaires",
        channel="Partenaires",
        platform="Partenaires",
        leads=(5, 8),
        quality=(1.7, 1.75),
        mix=(10, 48, 30, 12),
        crm=("partenaire", "Apporteur d'affaires", "Recommandation"),
        web="partenaires / referral",
        campaigns=(Campaign(name="Réseau d'experts-comptables", contents=("Mise en relation",)),),
    ),
    Source(
        name="Direct",
        channel="Direct",
        platform="Direct",
        leads=(10, 13),
        quality=(1.2, 1.2),
        mix=(28, 47, 20, 5),
        crm=("direct", "Appel entrant"),
        web="(direct) / (none)",
    ),
    Source(
        name="Prospection LinkedIn",
        channel="Prospection LinkedIn",
        platform="LinkedIn",
        leads=(44, 60),
        quality=(1.1, 1.1),
        mix=(4, 46, 36, 14),
        crm=("prospection linkedin", "LinkedIn - prospection"),
        outreach=True,
        campaigns=(
            Campaign(
                name="DAF d'ETI – Île-de-France", contents=("Séquence A", "Séquence B"), weight=2
            ),
            Campaign(name="Relance après salon", contents=("Séquence courte",), since=0.15),
        ),
    ),
    Source(
        name="Prospection e-mail",
        channel="Prospection e-mail",
        platform="E-mail",
        leads=(40, 46),
        quality=(0.9, 0.85),
        mix=(12, 58, 24, 6),
        crm=("prospection email", "Cold e-mail"),
        outreach=True,
        campaigns=(
            Campaign(
                name="PME industrielles", contents=("Objet question", "Objet chiffre"), weight=2
            ),
            Campaign(name="Gérants – Sud-Ouest", contents=("Objet question",), since=0.3),
        ),
    ),
)

BY_NAME: Mapping[str, Source] = MappingProxyType({s.name: s for s in SOURCES})

_SPELLINGS = {
    raw: source
    for source in SOURCES
    for raw in (*source.crm, *([source.web] if source.web else []))
}

DEMO_ALIASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "source": MappingProxyType({raw: source.name for raw, source in _SPELLINGS.items()}),
        **{dimension: MappingProxyType(raws) for dimension, raws in TYPED.items()},
    }
)
"""Dimension -> spelling found in the files -> the member it means."""

DEMO_CHANNELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {raw: (source.channel, source.platform) for raw, source in {**BY_NAME, **_SPELLINGS}.items()}
)
"""Every source found in the files, however spelled -> its channel, its platform."""
