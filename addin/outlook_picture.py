"""A forecast as a picture: what was, what would have been foretold of its end, and what comes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from addin import svg
from addin.axes import Frame, ticks
from kpi_core.catalog import REGISTRY
from kpi_core.figures import whole
from kpi_core.periods import Period
from kpi_core.periods.labels import month
from kpi_core.retention.ages import Step, label
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Json = dict[str, Any]
_ACROSS, _HIGH, _LEFT = 580, 230, 84  # pixels
_MOST = 36  # units of history
_NAMED = 3  # units named beneath


def drawn(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of a forecast, as `addin.outlook.told` gives it.

    The line is what was; hollow dots what was foretold of the units held out, one ahead; the dashed
    line what comes. Bands are the 95 % margins. Withheld, what comes is not drawn.
    """
    history, held, ahead = told["history"][-_MOST:], told["held_out"], told["ahead"]
    held = held[max(0, len(held) - len(history)) :]
    title = REGISTRY[told["variant"]].title[lang]
    day = dt.date.fromisoformat
    when = Period(day(history[0]["start"]), day((ahead or history)[-1]["end"])).label(lang)
    across = max(_ACROSS, 2 * svg.EDGE + svg.width(title, 17, bold=True))
    parts = [svg.text(svg.EDGE, 28, title, size=17, bold=True)]
    wide = across - 2 * svg.EDGE
    more, y = svg.paragraph(svg.EDGE, 50, f"{when}. {READING[lang]}", wide, colour=svg.SOFT)
    parts += more
    margins = [p[k] for p in (*held, *ahead) for k in ("low", "high")]
    values = [p["value"] for p in (*history, *held, *ahead)] + [e for e in margins if e is not None]
    rules = ticks(min([0.0, *values]) if told["unit"] != Unit.SHARE else min(values), max(values))

    def figure(value: float) -> str:
        return _figure(value, told, locale)

    left = max(_LEFT, svg.EDGE + 6 + max(svg.width(figure(value)) for value in rules))
    frame = Frame(
        left=left,
        top=y + 6,
        wide=across - left - svg.EDGE,
        high=_HIGH,
        xs=(0.0, float(max(1, len(history) + len(ahead) - 1))),
        ys=(rules[0], rules[-1]),
    )

    parts += frame.rules(rules, figure)
    start = len(history) - len(held)
    if held:
        parts.append(
            frame.band([(start + i, p["low"], p["high"]) for i, p in enumerate(held)], svg.LIGHT)
        )
    last = (float(len(history) - 1), history[-1]["value"])
    coming = [(float(len(history) + i), p["value"]) for i, p in enumerate(ahead)]
    if ahead:
        ends_ahead = [(len(history) + i, p["low"], p["high"]) for i, p in enumerate(ahead)]
        parts.append(frame.band([(*last, last[1]), *ends_ahead], svg.LIGHT))
        parts.append(frame.line([last, *coming], svg.DARK, dashes="5 4"))
    parts.append(frame.line([(float(i), p["value"]) for i, p in enumerate(history)], svg.DARK))
    parts += [frame.dot(start + i, p["value"], svg.INK, hollow=True) for i, p in enumerate(held)]
    parts += _beneath(frame, [*history, *ahead], told["grain"], lang)
    y = frame.top + frame.high + 44
    said = told["notes"][0][lang.value]
    more, y = svg.paragraph(svg.EDGE, y, said, wide)
    return svg.alone(title, _described(told, lang, locale), [*parts, *more], (across, y + 4), lang)


def _beneath(frame: Frame, units: list[Json], grain: str, lang: Lang) -> list[str]:
    """Name a few units, the first and the last among them."""
    last = len(units) - 1
    places = sorted({round(last * i / (_NAMED - 1)) for i in range(_NAMED)})
    anchors = {0: "start", last: "end"}
    return [
        svg.text(
            frame.x(i),
            frame.top + frame.high + 18,
            _begun(units[i], grain, lang),
            colour=svg.SOFT,
            anchor=anchors.get(i, "middle"),
            size=12,
        )
        for i in places
    ]


def _begun(point: Json, grain: str, lang: Lang) -> str:
    """Return the unit of *point* as an axis has room for."""
    day = dt.date.fromisoformat(point["start"])
    if grain == "week":
        return Period(day, day).label(lang)
    return month(day, lang) if grain == "month" else label(day, Step(grain), lang)


def _days(point: Json, lang: Lang) -> str:
    day = dt.date.fromisoformat
    return Period(day(point["start"]), day(point["end"])).label(lang)


def _figure(value: float, told: Json, locale: str) -> str:
    return whole(value, Unit(told["unit"]), told["currency"] or "", locale)


def _described(told: Json, lang: Lang, locale: str) -> str:
    """Say the last value, and what comes with its margin."""
    known = told["history"][-1]
    parts = [f"{_days(known, lang)}: {_figure(known['value'], told, locale)}"]
    parts += [
        f"{_days(p, lang)}: {_figure(p['value'], told, locale)} "
        f"({_figure(p['low'], told, locale)} – {_figure(p['high'], told, locale)})"
        for p in told["ahead"]
    ]
    return "; ".join(parts) + f". {told['notes'][0][lang.value]}"


READING = Text(
    en="Line: what was. Circles: what was foretold, one unit ahead, of those held out. Dashes: what comes. Bands: 95% margins.",
    fr="Trait\u00a0: ce qui fut. Cercles\u00a0: ce qui était prévu, une unité en avant, pour celles mises de côté. Pointillés\u00a0: ce qui vient. Bandes\u00a0: marges à 95\u202f%.",
)
