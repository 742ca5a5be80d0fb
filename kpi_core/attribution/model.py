"""What an attribution model declares of itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpi_core.text import Text

#: What ends the key of a model whose paths are those of accounts.
PER_ACCOUNT = " per account"


class Method(StrEnum):
    """How a model finds its weights."""

    ONE = "one"  # all to one touch
    PLACES = "places"  # by the place in the path: the first, those between, the last
    DECAY = "decay"  # halved each half-life before the conversion
    MILESTONES = "milestones"  # to the touches that made a stage, the rest shared
    MARKOV = "markov"  # what would be lost without the channel
    SHAPLEY = "shapley"  # what the channel adds to those it meets


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """
    One attribution model.

    weights: of `PLACES`, the first touch, all those between and the last one; of `MILESTONES`, the
    touches of the first contact, the lead, the opportunity and the closing, then all the others.
    order: of `MARKOV`, how many touches the chain remembers.
    accounts: whether a path holds the touches of every lead of an account, not of one lead.
    names: what people call it, in both languages, `|` between them.
    """

    id: str
    method: Method
    title: Text
    names: Text
    does: Text
    formula: Text
    unfit: Text
    source: str
    weights: tuple[float, ...] = ()
    order: int = 1
    accounts: bool = False

    @property
    def key(self) -> str:
        """Return what tells it from all others in a compiled question (see `keyed`)."""
        return f"{self.id}{PER_ACCOUNT}" if self.accounts else self.id

    @property
    def learnt(self) -> bool:
        """Whether the weights come from all the paths of the period, not from one path alone."""
        return self.method in {Method.MARKOV, Method.SHAPLEY}

    def called(self) -> tuple[str, ...]:
        """Return every name it goes by."""
        said = (*self.names.en.split("|"), *self.names.fr.split("|"))
        return (self.id, self.title.en, self.title.fr, *said)
