"""More and less: "le plus bas", "shortest", "moins élevées"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.reading.vocabulary.roles import Role, Said
from kpi_core.text import Lang

_UP = Said(
    en="high|large|big|great|slow|long|strong|heavy|wide",
    fr="élevé|élevée|élevés|élevées|haut|haute|hauts|hautes|grand|grande|grands|grandes|gros|grosse"
    "|grosses|fort|forte|forts|fortes|lent|lente|lents|lentes|lentement|long|longue|longs|longues|important|importante|importants"
    "|importantes|nombreux|nombreuses|lourd|lourde",
)
_DOWN = Said(
    en="low|small|short|weak|fast|quick|tiny|little",
    fr="bas|basse|basses|petit|petite|petits|petites|faible|faibles|court|courte|courts|courtes"
    "|rapide|rapides|vite|rapidement|réduit|réduite|bref|brève|léger|légère",
)
_ENGLISH = {
    "big": "bigg",
    "heavy": "heavi",
    "tiny": "tini",
    "large": "larg",
    "wide": "wid",
    "little": "littl",
}


def degrees() -> Iterator[tuple[Lang, str, Role]]:
    """Yield every way of putting one member above or below the others."""
    for adjectives, more, less in ((_UP, Role.MOST, Role.LEAST), (_DOWN, Role.LEAST, Role.MOST)):
        for adjective in adjectives.fr.split("|"):
            for article in ("", "le ", "la ", "les "):
                yield Lang.FR, f"{article}plus {adjective}", more
                yield Lang.FR, f"{article}moins {adjective}", less
        for adjective in adjectives.en.split("|"):
            stem = _ENGLISH.get(adjective, adjective)
            for ending in ("est", "er"):
                yield Lang.EN, stem + ending, more
            yield Lang.EN, f"most {adjective}", more
            yield Lang.EN, f"least {adjective}", less
