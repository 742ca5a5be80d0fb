"""Costs as a picture: what revenue pays them, and leads against spend, channel by channel."""

from __future__ import annotations

import datetime as dt
from typing import Any

from addin import svg
from addin.axes import Frame, ticks
from addin.costs import break_even_said, response_basis, response_said
from kpi_core.figures import whole
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_ACROSS, _HIGH, _LEFT = 580, 150, 60  # pixels
_BAR, _BEFORE = 20, 130
_STEPS = 40  # points of a curve


def drawn(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of costs and their responses, as `addin.costs.told` gives them.

    A dot is a month: what a channel spent, and its leads. The curve is the fitted response, dashed
    where it is too steep to be one; where chance could have made it, or beyond what was spent, there
    is none.
    """
    day = dt.date.fromisoformat
    when = Period(day(told["period"]["start"]), day(told["period"]["end"])).label(lang)
    wide = _ACROSS - 2 * svg.EDGE
    parts = [svg.text(svg.EDGE, 28, _TITLE[lang], size=17, bold=True)]
    more, y = svg.paragraph(svg.EDGE, 50, f"{when}. {_READING[lang]}", wide, colour=svg.SOFT)
    parts += more
    spoken = []
    if (said := break_even_said(told, locale)) is not None:
        more, y = _break_even(told, y + 4, lang, locale)
        parts += more
        more, y = svg.paragraph(svg.EDGE, y + 14, said[lang], wide)
        parts += more
        spoken.append(said[lang])
    for one in told["responses"]:
        found = response_said(one, locale, told["currency"])[lang]
        spoken.append(found)
        parts.append(svg.text(svg.EDGE, y + 18, one["channel"], bold=True))
        y += 34
        if one["response"] is not None:
            more, y = _panel(one["response"], y, lang, (told["currency"], locale))
            parts += more
        more, y = svg.paragraph(svg.EDGE, y + 12, found, wide, size=12)
        parts += more
    if (beside := response_basis(told)) is not None:
        more, y = svg.paragraph(svg.EDGE, y + 12, beside[lang], wide, colour=svg.SOFT, size=12)
        parts += more
    return svg.alone(_TITLE[lang], " ".join(spoken) or when, parts, (_ACROSS, y + 4), lang)


def _break_even(told: Json, y: float, lang: Lang, locale: str) -> tuple[list[str], float]:
    """Draw what must be signed beside what was."""
    bars = ((_NEEDED, told["break_even_revenue"], svg.LIGHT), (_SIGNED, told["revenue"], svg.DARK))
    most = max(value for _, value, _ in bars) or 1.0
    room = _ACROSS - 2 * svg.EDGE - _BEFORE - 110
    parts = []
    for title, value, colour in bars:
        long = max(value, 0.0) / most * room
        parts += [
            svg.text(svg.EDGE, y + 14, title[lang], size=12),
            svg.rect(svg.EDGE + _BEFORE, y, long, _BAR, colour),
            svg.text(
                svg.EDGE + _BEFORE + long + 6,
                y + 14,
                _money(value, told["currency"], locale),
                size=12,
            ),
        ]
        y += _BAR + 6
    return parts, y


def _panel(found: Json, y: float, lang: Lang, wording: tuple[str, str]) -> tuple[list[str], float]:
    """Draw the months of a channel, and the curve through their middle."""
    currency, locale = wording
    spent, leads = ([point[i] for point in found["points"]] for i in (0, 1))
    low, high = min(spent), max(spent)
    curve = [
        (s, found["level"] * s ** found["elasticity"])
        for s in (low + (high - low) * i / _STEPS for i in range(_STEPS + 1))
    ]
    rules = ticks(0.0, max(leads), 3)
    across = ticks(0.0, high, 3)
    frame = Frame(
        left=_LEFT,
        top=y,
        wide=_ACROSS - _LEFT - svg.EDGE - 30,
        high=_HIGH,
        xs=(0.0, across[-1]),
        ys=(0.0, rules[-1]),
    )
    parts = frame.rules(rules, lambda value: written(value, Unit.COUNT, "", locale))
    under = [(s, min(r, rules[-1])) for s, r in curve]
    if found["low"] > 0:
        dashes = "" if found["marginal"] is not None else "5 4"
        parts.append(frame.line(under, svg.DARK, dashes=dashes))
    parts += [frame.dot(s, r, svg.DARK) for s, r in zip(spent, leads, strict=True)]
    y += _HIGH
    parts += [
        svg.text(
            frame.x(s),
            y + 16,
            _money(s, currency, locale),
            colour=svg.SOFT,
            anchor="middle",
            size=12,
        )
        for s in across
    ]
    parts.append(svg.text(svg.EDGE, y + 32, _AXES[lang], colour=svg.SOFT, size=12))
    return parts, y + 38


def _money(value: float, currency: str, locale: str) -> str:
    return whole(value, Unit.MONEY, currency, locale)


_TITLE = Text(en="Costs, break-even and response", fr="Coûts, point mort et réponse")
_READING = Text(
    en="Dots: months. Curve: the response that fits them; none where chance alone could have made it, dashes where it is too steep for spend to be the reason.",
    fr="Points\u00a0: les mois. Courbe\u00a0: la réponse qui leur convient\u202f; aucune si le hasard seul a pu la faire, en pointillés si elle est trop raide pour venir des dépenses.",
)
_AXES = Text(
    en="leads a month against spend a month", fr="leads par mois face aux dépenses par mois"
)
_NEEDED = Text(en="to be signed", fr="à signer")
_SIGNED = Text(en="signed", fr="signé")
