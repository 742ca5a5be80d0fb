"""Lifetime values as bars: an SVG that stands alone, in one language."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

from addin import svg
from addin.lifetimes import named
from kpi_core.answering.lifetimes_words import METHODS
from kpi_core.figures import whole
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
_BAR, _ROW, _TOP, _EDGE = 18, 30, 92, 16  # pixels
_ACROSS = 420
_MOST = 24  # lines
_PAST, _AHEAD, _INK, _SOFT, _PAPER = "#154a8a", "#9dc0ea", "#1f2430", "#5b6373", "#ffffff"


def bars(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of lifetime values, as `addin.lifetimes.told` gives them.

    What was brought is dark, what is expected light, with its margin as a line across its end.
    """
    lines = told["lines"][-_MOST:]
    names = [f"{named(line, lang)} ({line['customers']})" for line in lines]
    left = _EDGE + max(svg.width(name, bold=True) for name in names) + 12
    widest = max(max(line["revenue"] + (line["high"] or 0), 1e-9) for line in lines)
    across, down = 0, _TOP + len(lines) * _ROW + 36

    def money(value: float) -> str:
        return whole(value, Unit.MONEY, told["currency"], locale)

    parts = [
        _text(_EDGE, 26, _TITLE[lang], size=17, weight="600"),
        _text(_EDGE, 46, _reading(told, lang), colour=_SOFT),
        _square(_EDGE, 58, _PAST, _SEEN[lang]),
        _square(_EDGE + 30 + svg.width(_SEEN[lang]), 58, _AHEAD, _EXPECTED[lang]),
    ]
    spoken = []
    for i, (line, name) in enumerate(zip(lines, names, strict=True)):
        y = _TOP + i * _ROW
        seen = max(line["revenue"], 0.0) / widest * _ACROSS
        ahead = max(line["predicted"] or 0.0, 0.0) / widest * _ACROSS
        weight = "400" if line["group"] else "600"
        parts += [
            _text(left - 12, y + 14, name, anchor="end", weight=weight),
            _bar(left, y, seen, _PAST),
            _bar(left + seen, y, ahead, _AHEAD),
        ]
        said = money(line["revenue"])
        end = seen + ahead
        if line["low"] is not None:
            low, high = (seen + max(line[k], 0.0) / widest * _ACROSS for k in ("low", "high"))
            parts.append(_margin(left + low, left + high, y + _BAR / 2))
            said, end = f"{said} + {money(line['predicted'])}", max(end, high)
        parts.append(_text(left + end + 8, y + 14, said, weight=weight))
        across = max(across, round(left + end) + 8 + svg.width(said, bold=not line["group"]))
        spoken.append(f"{name}: {said}")
    parts.append(_text(_EDGE, down - 14, _until(told, lang), colour=_SOFT))
    across = _EDGE + max(
        across, *(_EDGE + svg.width(s) for s in (_reading(told, lang), _until(told, lang)))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}" font-family="system-ui, sans-serif" lang="{lang.value}" '
        f'aria-labelledby="t d"><title id="t">{escape(_TITLE[lang])}</title>'
        f'<desc id="d">{escape("; ".join(spoken))}</desc>'
        f'<rect width="{across}" height="{down}" fill="{_PAPER}"/>{"".join(parts)}</svg>\n'
    )


def _bar(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{_BAR}" fill="{colour}"/>'


def _margin(low: float, high: float, y: float) -> str:
    ends = "".join(f"M{x:g} {y - 5:g}v10" for x in (low, high))
    return f'<path d="M{low:g} {y:g}H{high:g}{ends}" stroke="{_INK}" fill="none"/>'


def _square(x: float, y: float, colour: str, said: str) -> str:
    square = f'<rect x="{x:g}" y="{y:g}" width="12" height="12" fill="{colour}"/>'
    return square + _text(x + 18, y + 11, said, colour=_SOFT)


def _text(
    x: float,
    y: float,
    said: str,
    *,
    colour: str = _INK,
    anchor: str = "start",
    size: int = 12,
    weight: str = "400",
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}">{escape(said)}</text>'
    )


def _reading(told: Json, lang: Lang) -> str:
    return _READING[lang].format(months=told["months"], method=METHODS[told["method"]][lang])


def _until(told: Json, lang: Lang) -> str:
    until = dt.date.fromisoformat(told["until"])
    return _UNTIL[lang].format(until=Period(until, until).label(lang))


_TITLE = Text(en="Lifetime value per customer", fr="Valeur vie par client")
_READING = Text(
    en="Revenue, a mean per customer; {method}; {months} months ahead, discounted.",
    fr="Revenu, moyenne par client\u202f; {method}\u202f; {months} mois en avant, actualisés.",
)
_SEEN = Text(en="brought so far", fr="déjà apporté")
_EXPECTED = Text(en="expected, with its 95% margin", fr="attendu, avec sa marge à 95\u202f%")
_UNTIL = Text(
    en="In brackets, the number of customers. The data tells of {until} at the latest.",
    fr="Entre parenthèses, le nombre de clients. Les données vont jusqu’au {until}.",
)
