"""Which language a question is in, from its little words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.words import Word
from kpi_core.text import Lang

_FRENCH = frozenset(
    "le la les un une des du de d l au aux et ou quel quelle quels quelles combien comment pourquoi notre nos mon ma mes "
    "votre vos est sont etait etaient a ont avons avez sur pour par dans depuis en ce cette ces qui que quoi nous vous on il "
    "mois semaine trimestre annee dernier derniere derniers dernieres hier canal canaux campagne campagnes clients cout couts "
    "chiffre affaires taux montre donne moi ca plus moins meilleur pire liste quelqu avec sans entre".split()
)
_ENGLISH = frozenset(
    "the a an of to is are was were what which how why our my your we did do does has have in on at by for from since and or "
    "month week quarter year last previous this that yesterday channel channels campaign campaigns customers customer cost "
    "costs rate show give tell me us best worst most least many much with without between compared number who".split()
)


def language(words: Sequence[Word], otherwise: Lang) -> Lang:
    """Return the language of *words*; *otherwise* where they do not tell."""
    french = sum(w.text in _FRENCH for w in words)
    english = sum(w.text in _ENGLISH for w in words)
    french += sum(not w.raw.isascii() and w.raw.isalpha() for w in words)
    if french == english:
        return otherwise
    return Lang.FR if french > english else Lang.EN
