"""The invented firm, its salespeople, and the companies and people it meets.

Orvanne sells treasury software to companies. It does not exist, nor does anybody here: company
names are made of syllables, and every address is under a domain reserved for examples.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

FIRM = "Orvanne"

PRODUCTS = ("Orvanne Trésorerie", "Orvanne Facturation", "Orvanne Prévision")
OWNERS = ("Élodie Marchand", "Karim Benali", "Solène Le Goff", "Thibault d'Arcy", "Inès Fontaine")
SEGMENTS = ("TPE", "PME", "ETI", "Grand compte")
COUNTRIES = {"France": 0.84, "Belgique": 0.08, "Suisse": 0.05, "Luxembourg": 0.03}

# As people type them in the CRM, now and then.
TYPED = {
    "segment": {"P.M.E.": "PME", "pme": "PME", "Grands comptes": "Grand compte"},
    "country": {"FR": "France", "france": "France", "Belgium": "Belgique", "CH": "Suisse"},
    "owner": {"THIBAULT D’ARCY": "Thibault d'Arcy", "Elodie Marchand": "Élodie Marchand"},
    "product": {"Orvanne tresorerie": "Orvanne Trésorerie"},
}


def _words(*lines: str) -> tuple[str, ...]:
    """Return the words of *lines*: a list of forty names, one a line, would fill a screen."""
    return tuple(word for line in lines for word in line.split())


_FIRST = _words(
    "Adèle Agnès Alix Amélie Antoine Aurélie Bastien Benoît Camille Cécile Chloé Clément Damien",
    "Élise Émile Fanny Farid Gaëlle Guillaume Hélène Hugo Inaya Jérôme Joëlle Julien Laëtitia",
    "Léa Loïc Maëlys Malik Mathilde Maxime Naïm Noémie Océane Paul Raphaël Salomé Théo Zoé",
)
_LAST = _words(
    "Aubertin Bécaud Bonnaire Brochard Castaing Chauvelin Coëtmeur Cordier Delaunoy Desmarets",
    "Duvernet Escoffier Fauchère Ferrand Gaillardet Garrigue Hamelin Jacquemart Kervella Lachenal",
    "Lemoyne Lestrade Malaval Maréchaux Mercadier Montfort Nadaud Ollivier Pélissard Perrichon",
    "Quesnel Ravanel Roussillon Sabatier Seguin Tavernier Thévenin Vasseur Verdelet Ziani",
)
_TRADES = _words(
    "Ateliers Cabinet Comptoir Conseil Distribution Édition Établissements Groupe Imprimerie",
    "Ingénierie Laboratoires Logistique Maison Menuiserie Services Transports",
)
_HEADS = _words("Bel Cor Dal Fer Gal Lor Mar Nor Ol Pra Ro Sal Tal Val Ver Zé")
_HEARTS = ("a", "é", "i", "ou")
_TAILS = _words("brune dor lac mont nelle quin rive tis vert vigne")


@dataclass(frozen=True, slots=True)
class Company:
    """A company met once: its size and its country do not change."""

    name: str
    segment: str
    country: str

    @property
    def domain(self) -> str:
        """A domain that nobody can own."""
        return f"{slug(self.name)}.example.com"


def company_names(rng: random.Random) -> Iterator[str]:
    """Return names of companies, never twice the same: there are ten thousand."""
    names = [
        f"{trade} {head}{heart}{tail}"
        for trade in _TRADES
        for head in _HEADS
        for heart in _HEARTS
        for tail in _TAILS
    ]
    rng.shuffle(names)
    return iter(names)


def person(rng: random.Random) -> str:
    """Return somebody's first and last name."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def role(rng: random.Random, *, deciding: bool) -> str | None:
    """Return somebody's job as they write it, one time in twelve none: who decides goes further."""
    if rng.random() < _UNTOLD:
        return None
    return rng.choices(
        list(_ROLES), [sql if deciding else other for sql, other in _ROLES.values()]
    )[0]


def slug(words: str) -> str:
    """Return *words* as an address holds them: no accent, no space."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


def typed(rng: random.Random, dimension: str, member: str) -> str:
    """Return *member* as typed: one time in fifteen, otherwise than the list has it."""
    others = _OTHERWISE[dimension].get(member)
    return rng.choice(others) if others and rng.random() < _HURRY else member


_HURRY = 1 / 15
_UNTOLD = 1 / 12
# How often among those whom sales took on, and among the others.
_ROLES = {
    "Directeur administratif et financier": (16, 6),
    "DAF": (14, 6),
    "Directrice financière": (10, 5),
    "Gérant": (10, 9),
    "CFO": (6, 3),
    "Responsable trésorerie": (14, 10),
    "Trésorière": (10, 12),
    "Contrôleur de gestion": (8, 13),
    "Comptable": (7, 16),
    "Responsable marketing": (2, 6),
    "Consultant": (2, 7),
    "Stagiaire": (1, 7),
}
_OTHERWISE: dict[str, dict[str, list[str]]] = {
    dimension: {
        member: [raw for raw, meant in spellings.items() if meant == member]
        for member in spellings.values()
    }
    for dimension, spellings in TYPED.items()
}
