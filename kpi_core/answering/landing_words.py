"""Where a running target will land, as every face says it."""

from __future__ import annotations

import re

from kpi_core.answering.landing import Landing
from kpi_core.text import Text, counted
from kpi_core.units import Unit, written

_EDGE = 0.01


def lands(found: Landing, unit: Unit, currency: str, locale: str) -> Text:
    """Return where a target lands, with its margin and the chance of keeping it."""

    def amount(value: float) -> str:
        return written(round(value) if unit is Unit.COUNT else value, unit, currency, locale)

    return counted(found.weeks, *_LANDING).format(
        expected=amount(found.expected),
        low=amount(found.low),
        high=amount(found.high),
        chance=_chance(found.chance, locale),
    )


def _chance(chance: float, locale: str) -> Text:
    """Return a chance in whole per cent: nobody knows the rest of it."""
    if chance < _EDGE:
        return _UNDER.format(edge=_whole(_EDGE, locale))
    if chance > 1 - _EDGE:
        return _OVER.format(edge=_whole(1 - _EDGE, locale))
    told = _whole(chance, locale)
    return Text(en=told, fr=told)


def _whole(share: float, locale: str) -> str:
    return re.sub(r"[.,]0(?=\D*$)", "", written(round(share, 2), Unit.SHARE, "", locale))


_LANDING = (
    Text(
        en="If what is left is like the last {n} week: {expected} at the end (between {low} and {high}); chance of keeping the target: {chance}.",
        fr="Si la suite ressemble à la dernière semaine ({n})\u00a0: {expected} à la fin (entre {low} et {high})\u202f; chance de tenir l’objectif\u00a0: {chance}.",
    ),
    Text(
        en="If what is left is like the last {n} weeks: {expected} at the end (between {low} and {high}); chance of keeping the target: {chance}.",
        fr="Si la suite ressemble aux {n} dernières semaines\u00a0: {expected} à la fin (entre {low} et {high})\u202f; chance de tenir l’objectif\u00a0: {chance}.",
    ),
)
_UNDER = Text(en="below {edge}", fr="moins de {edge}")
_OVER = Text(en="above {edge}", fr="plus de {edge}")
