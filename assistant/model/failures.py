"""What can go wrong with a model, and what the reader of the answer is told of it."""

from __future__ import annotations

from enum import StrEnum

from kpi_core.text import Text


class Failure(StrEnum):
    """Why a model gave no reading."""

    KEY = "key"
    MODEL = "model"
    BUSY = "busy"
    DOWN = "down"
    LATE = "late"
    DECLINED = "declined"
    STRANGE = "strange"
    SPENT = "spent"


class ModelFailure(Exception):  # noqa: N818 - an outcome on its way out, not a fault
    """The model gave nothing usable; *pause* is how long it is best left alone, in seconds."""

    def __init__(self, failure: Failure, pause: float = 0.0) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.pause = pause


def note(failure: Failure) -> Text:
    """Return what is said beside the answer."""
    return Text(
        en="{what} The question was read without it.",
        fr="{what} La question a été lue sans lui.",
    ).format(what=_WHAT[failure])


_WHAT = {
    Failure.KEY: Text(
        en="The language model refused the key (KPI_MODEL_KEY).",
        fr="Le modèle de langage a refusé la clé (KPI_MODEL_KEY).",
    ),
    Failure.MODEL: Text(
        en="There is no such language model at that address (KPI_MODEL, KPI_MODEL_URL).",
        fr="Ce modèle de langage n’existe pas à cette adresse (KPI_MODEL, KPI_MODEL_URL).",
    ),
    Failure.BUSY: Text(
        en="The language model is busy or its quota is used up.",
        fr="Le modèle de langage est saturé ou son quota est épuisé.",
    ),
    Failure.DOWN: Text(
        en="The language model cannot be reached.",
        fr="Le modèle de langage est injoignable.",
    ),
    Failure.LATE: Text(
        en="The language model did not answer in time (KPI_MODEL_SECONDS).",
        fr="Le modèle de langage n’a pas répondu à temps (KPI_MODEL_SECONDS).",
    ),
    Failure.DECLINED: Text(
        en="The language model declined to read the question.",
        fr="Le modèle de langage a refusé de lire la question.",
    ),
    Failure.STRANGE: Text(
        en="The language model’s reading was not usable.",
        fr="La lecture du modèle de langage n’était pas utilisable.",
    ),
    Failure.SPENT: Text(
        en="The language model’s budget for today is spent.",
        fr="Le budget du jour du modèle de langage est épuisé.",
    ),
}
