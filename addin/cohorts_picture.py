"""A cohort matrix as a heat map: an SVG that stands alone, in one language."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

from addin import svg
from addin.cohorts import COHORT, TOTAL, UNASSIGNED, first_worth
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period
from kpi_core.retention.ages import LETTERS, Step, label
from kpi_core.retention.measures import MEASURES
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_CELL, _ROW, _TOP, _NAME, _BASE, _EDGE = 50, 26, 76, 92, 96, 16  # pixels
_WIDEST = 24
# Light to dark of one hue, which those who see no colours tell apart too; ink that is read on each.
_LIGHT, _DARK = (232, 240, 251), (21, 74, 138)
_INK, _PAPER, _SOFT = "#1f2430", "#ffffff", "#5b6373"
_NIGHT = "#05070c"
_READ_BY_WHITE = 0.18  # luminance below which white is read better than black (WCAG)


def heat_map(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of a matrix, as `addin.cohorts.told` gives it.

    A cell is the darker, the larger its share; one that is not old enough is left out.
    """
    step, followed = Step(told["grain"]), MEASURES[told["measure"]]
    lines = _lines(told, step, lang)
    width = min(max(len(line["shares"]) for line in lines), _WIDEST)
    name = max(_NAME, *(svg.width(str(line["name"])) + _EDGE for line in lines))
    bases = (followed.base[lang], *(first_worth(line["base"], told, locale) for line in lines))
    base = max(_BASE, *(svg.width(said) + 24 for said in bases))
    left = _EDGE + name + base
    across, down = left + width * _CELL + _EDGE, _TOP + len(lines) * _ROW + 8 + 44
    low, high = _range(lines, width, stays=followed.reached is None)
    title, described, known = followed.title[lang], followed.reading[lang], _known(told, lang)
    beneath = f"{_when(told, lang)}. {described}"
    parts = [
        _text(_EDGE, 26, title, size=17, weight="600"),
        _text(_EDGE, 46, beneath, colour=_SOFT),
        _text(_EDGE, _TOP - 8, _first(told, lang), colour=_SOFT),
        _text(left - 12, _TOP - 8, followed.base[lang], colour=_SOFT, anchor="end"),
        *(
            _text(left + (age + 0.5) * _CELL, _TOP - 8, f"{LETTERS[step][lang]}{age}", colour=_SOFT, anchor="middle")
            for age in range(width)
        ),
    ]  # fmt: skip
    for i, line in enumerate(lines):
        y = _TOP + i * _ROW + (8 if line["total"] else 0)
        weight = "600" if line["total"] else "400"
        parts.append(_text(_EDGE, y + 17, str(line["name"]), weight=weight))
        parts.append(_text(left - 12, y + 17, bases[i + 1], weight=weight, anchor="end"))
        for age, share in enumerate(line["shares"][:width]):
            if share is not None:
                parts.append(_cell(left + age * _CELL, y, share, (low, high), locale))
    parts.append(_text(_EDGE, down - 16, known, colour=_SOFT))
    across = max(across, 2 * _EDGE + max(svg.width(said) for said in (beneath, known)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}" font-family="system-ui, sans-serif" lang="{lang.value}" '
        f'aria-labelledby="t d"><title id="t">{escape(title)}</title>'
        f'<desc id="d">{escape(beneath)} {escape(_totals(lines, locale))}</desc>'
        f'<rect width="{across}" height="{down}" fill="{_PAPER}"/>{"".join(parts)}</svg>\n'
    )


def _lines(told: Json, step: Step, lang: Lang) -> list[Json]:
    """Return what is drawn: a line a cohort, or a member where they are parted, and the total."""
    found: list[Json] = []
    if not told["by"]:
        found = [
            {
                "name": label(dt.date.fromisoformat(line["start"]), step, lang),
                "base": line["base"],
                "shares": line["shares"],
                "total": False,
            }
            for line in told["cohorts"]
        ]
    for total in told["totals"]:
        mine = [c["base"] for c in told["cohorts"] if total["group"] in ({}, c["group"])]
        member = next(iter(total["group"].values()), None) or UNASSIGNED[lang]
        found.append(
            {
                "name": member if total["group"] else TOTAL[lang],
                "base": sum(mine),
                "shares": total["shares"],
                "total": not total["group"],
            }
        )
    return found


def _range(lines: list[Json], width: int, *, stays: bool) -> tuple[float, float]:
    """Return the shares that are lightest and darkest; the first, all of a cohort, tells nothing."""
    shares = [
        share
        for line in lines
        for share in line["shares"][int(stays and width > 1) : width]
        if share is not None
    ]
    return min(shares, default=0.0), max(shares, default=1.0)


def _cell(x: float, y: float, share: float, ends: tuple[float, float], locale: str) -> str:
    low, high = ends
    depth = min(max((share - low) / (high - low), 0.0), 1.0) if high > low else 0.5
    red, green, blue = (round(a + (b - a) * depth) for a, b in zip(_LIGHT, _DARK, strict=True))
    ink = _PAPER if _light((red, green, blue)) < _READ_BY_WHITE else _NIGHT
    said = written(share, Unit.SHARE, "", locale)
    return (
        f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{_CELL - 2}" height="{_ROW - 2}" rx="3" '
        f'fill="rgb({red},{green},{blue})"/>'
        + _text(x + _CELL / 2, y + 17, said, colour=ink, anchor="middle", size=11)
    )


def _light(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of a colour, as WCAG has it."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB
        for c in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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


def _first(told: Json, lang: Lang) -> str:
    return DIMENSIONS[told["by"][0]][lang] if told["by"] else COHORT[lang]


def _totals(lines: list[Json], locale: str) -> str:
    last = lines[-1]
    shares = [s for s in last["shares"] if s is not None]
    return f"{last['name']}: {', '.join(written(s, Unit.SHARE, '', locale) for s in shares)}"


def _when(told: Json, lang: Lang) -> str:
    """Say when the cohorts began."""
    day = dt.date.fromisoformat
    days = Period(day(told["period"]["start"]), day(told["period"]["end"])).label(lang)
    return _BEGUN[lang].format(days=days)


def _known(told: Json, lang: Lang) -> str:
    until = dt.date.fromisoformat(told["followed_until"])
    return _KNOWN[lang].format(until=Period(until, until).label(lang))


_BEGUN = Text(en="Cohorts: {days}", fr="Cohortes\u00a0: {days}")
_KNOWN = Text(
    en="Followed until {until}. No cell: not all of the cohort is that old. Total: of the cohorts old enough.",
    fr="Suivi jusqu’au {until}. Pas de case\u00a0: toute la cohorte n’a pas cet âge. Total\u00a0: des cohortes assez anciennes.",
)
