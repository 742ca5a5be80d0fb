"""How people say that conversions are to be credited by a model: "linear attribution", "au dernier clic"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.reading.words import Word
from kpi_core.attribution.models import MODELS
from kpi_core.text import Lang

_AROUND = {
    Lang.EN: (
        "{}",
        "{} attribution",
        "{} model",
        "{} attribution model",
        "{} credit",
        "under {}",
        "under {} attribution",
        "under a {} model",
        "under the {} model",
        "{} weights",
    ),
    Lang.FR: (
        "{}",
        "attribution {}",
        "modèle {}",
        "modèle de {}",
        "en modèle {}",
        "en modèle de {}",
        "avec le modèle {}",
        "avec le modèle de {}",
        "selon le modèle {}",
        "selon le modèle de {}",
        "modèle d attribution de {}",
        "modèle d attribution {}",
        "attribution au {}",
        "attribution en {}",
        "attribution par {}",
    ),
}
#: These also name moments of a lead, so that a word before them has to say that they are a model.
_MOMENTS = frozenset({"first", "last"})
_BY = frozenset(
    {
        *("with", "by", "on", "in", "using", "under", "as"),
        *("canal", "channel", "campagne", "campaign", "source", "plateforme", "platform"),
        *("avec", "au", "en", "par", "selon", "modele", "model", "attribution"),
    }
)


def names() -> Iterator[tuple[Lang, str, str]]:
    """Yield every way to say a model: its language, the words, its id."""
    for model in MODELS.values():
        for lang, title, said in (
            (Lang.EN, model.title.en, model.names.en),
            (Lang.FR, model.title.fr, model.names.fr),
        ):
            for name in dict.fromkeys((title.split(" (")[0].lower(), *said.split("|"))):
                for around in _AROUND[lang]:
                    yield lang, around.format(name), model.id


def a_moment(words: Sequence[Word], start: int, end: int, model: str) -> bool:
    """Tell "from first touch to deal" from "revenue by channel, first touch"."""
    said = {w.text for w in words[start:end]}
    if model not in _MOMENTS or said & {"attribution", "model", "modele", "credit", "au"}:
        return False
    return start > 0 and not words[start - 1].sign and words[start - 1].text not in _BY
