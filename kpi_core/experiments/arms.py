"""What was counted of one version: how many saw it and how many did what was hoped, or a mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class Arm:
    """
    One version.

    Raises
    ------
    KpiError
        NUM when the conversions are not among those who saw it, or are no whole numbers; EMPTY
        when nobody saw it.
    """

    conversions: int
    shown: int

    def __post_init__(self) -> None:
        for name in ("conversions", "shown"):
            value = getattr(self, name)
            if not math.isfinite(value) or value != int(value):
                raise KpiError(Kind.NUM, _WHOLE.format(value=value))
            object.__setattr__(self, name, int(value))
        if self.shown <= 0:
            raise KpiError(Kind.EMPTY, _NOBODY)
        if not 0 <= self.conversions <= self.shown:
            raise KpiError(Kind.NUM, _AMONG.format(part=self.conversions, whole=self.shown))

    @property
    def rate(self) -> float:
        """The share that converted."""
        return self.conversions / self.shown


@dataclass(frozen=True, slots=True)
class Sample:
    """
    One version of which an amount was measured: its mean, standard deviation and size.

    Raises
    ------
    KpiError
        NUM when the deviation is negative; EMPTY below two values, which have no spread.
    """

    mean: float
    deviation: float
    size: int

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.deviation)) or self.deviation < 0:
            raise KpiError(Kind.NUM, _SPREAD.format(value=self.deviation))
        if self.size < 2 or self.size != int(self.size):  # noqa: PLR2004 - one value has no spread
            raise KpiError(Kind.EMPTY, _TWO.format(n=self.size))


_WHOLE = Text(
    en="{value} is not a whole number: give how many converted and how many saw it.",
    fr="{value} n’est pas un nombre entier\u00a0: donnez combien ont converti et combien l’ont vu.",
)
_NOBODY = Text(
    en="Nobody saw one of the versions: there is nothing to compare yet.",
    fr="Personne n’a vu l’une des versions\u00a0: il n’y a encore rien à comparer.",
)
_AMONG = Text(
    en="{part} conversions are not among the {whole} who saw it: give the conversions first, then how many saw it.",
    fr="{part} conversions ne tiennent pas parmi les {whole} qui l’ont vue\u00a0: donnez d’abord les conversions, puis combien l’ont vue.",
)
_SPREAD = Text(
    en="{value} is not a standard deviation: it is zero or more.",
    fr="{value} n’est pas un écart-type\u00a0: il vaut zéro ou plus.",
)
_TWO = Text(
    en="A mean over {n} values has no spread: give two at least.",
    fr="Une moyenne sur {n} valeur n’a pas de dispersion\u00a0: il en faut au moins deux.",
)
