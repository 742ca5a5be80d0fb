"""Members compared as a picture: each with its margin, and the value of all the others beside it."""

from __future__ import annotations

import datetime as dt
import textwrap
from html import escape
from typing import Any

from addin import svg
from addin.segments import UNASSIGNED
from kpi_core.answering.comparing_members import Verdict
from kpi_core.answering.comparing_members_words import VERDICTS
from kpi_core.catalog import REGISTRY
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_EDGE, _WIDEST, _ROW, _TOP, _SAID = 16, 360, 30, 76, 300  # pixels
_NAMED = 34
_INK, _PAPER, _SOFT, _LINE = "#1f2430", "#ffffff", "#5b6373", "#d7dbe3"
_COLOURS = {Verdict.BETTER: "#15704a", Verdict.WORSE: "#a8431f", Verdict.UNCLEAR: "#154a8a"}


def drawn(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of a comparison, as `addin.segments.told` gives it.

    A dot is a member's value, its line the 95 % margin, a tick what all the others make together;
    members that were not judged are grey, those without a value left out.
    """
    members = [m for m in told["members"] if m["value"] is not None]
    unit, currency = Unit(told["unit"]), told["currency"] or ""
    name = max((svg.width(_name(m, lang)) for m in members), default=0)
    left = _EDGE + max(90.0, name) + 20
    day = dt.date.fromisoformat
    when = Period(day(told["period"]["start"]), day(told["period"]["end"])).label(lang)
    title = f"{REGISTRY[told['variant']].title[lang]} – {DIMENSIONS[told['by']][lang]}"
    beneath = f"{when} · {_LEGEND[lang]}"
    heads = svg.width(title, 17, bold=True), svg.width(beneath)
    across = _EDGE + round(max(left + _WIDEST + _SAID - _EDGE, *(_EDGE + head for head in heads)))
    low, high = _range(members)
    parts = []
    for i, member in enumerate(members):
        parts += _line(member, (left, _TOP + i * _ROW), (low, high), lang)
    down = _TOP + len(members) * _ROW + 6
    for end, anchor in ((low, "start"), (high, "end")):
        said = written(end, unit, currency, locale)
        x = left if anchor == "start" else left + _WIDEST
        parts.append(_text(x, down + 10, said, colour=_SOFT, anchor=anchor))
    down += 14
    for line in svg.wrapped(told["said"][lang.value], across - 2 * _EDGE, 12):
        down += 18
        parts.append(_text(_EDGE, down, line))
    down += 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}" font-family="system-ui, sans-serif" lang="{lang.value}" '
        f'aria-labelledby="t d"><title id="t">{escape(title)}</title>'
        f'<desc id="d">{escape(told["said"][lang.value])}</desc>'
        f'<rect width="{across}" height="{down}" fill="{_PAPER}"/>'
        + _text(_EDGE, 26, title, size=17, weight="600")
        + _text(_EDGE, 46, beneath, colour=_SOFT)
        + f"{''.join(parts)}</svg>\n"
    )


def _name(member: Json, lang: Lang) -> str:
    return textwrap.shorten(member["member"] or UNASSIGNED[lang], _NAMED, placeholder="…")


def _range(members: list[Json]) -> tuple[float, float]:
    """Return the least and the greatest value drawn."""
    ends = [
        value
        for member in members
        for value in (member["value"], member["low"], member["high"], member["rest"])
        if value is not None
    ]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    return low, high if high > low else low + 1


def _line(
    member: Json, at: tuple[float, float], ends: tuple[float, float], lang: Lang
) -> list[str]:
    left, y = at
    verdict = Verdict(member["verdict"])
    colour = _COLOURS.get(verdict, _SOFT)

    def across(value: float) -> float:
        return left + (value - ends[0]) / (ends[1] - ends[0]) * _WIDEST

    middle = y + 4
    parts = [
        _text(_EDGE, y + 8, _name(member, lang)),
        _stroke((left, middle), (left + _WIDEST, middle), _LINE, 1),
    ]
    if member["low"] is not None and member["high"] is not None:
        parts.append(
            _stroke((across(member["low"]), middle), (across(member["high"]), middle), colour, 3)
        )
    if member["rest"] is not None:
        rest = across(member["rest"])
        parts.append(_stroke((rest, middle - 8), (rest, middle + 8), _INK, 1.5))
    parts.append(
        f'<circle cx="{across(member["value"]):.1f}" cy="{middle:g}" r="5" fill="{colour}"/>'
    )
    said = f"n = {member['n']:g} · {VERDICTS[verdict][lang]}"
    parts.append(_text(left + _WIDEST + 20, y + 8, said, colour=colour))
    return parts


def _stroke(start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> str:
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:g}" x2="{end[0]:.1f}" y2="{end[1]:g}" '
        f'stroke="{colour}" stroke-width="{width:g}"/>'
    )


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


_LEGEND = Text(
    en="line: 95% margin; tick: all the others together",
    fr="trait\u00a0: marge à 95\u202f%\u202f; repère\u00a0: tous les autres ensemble",
)
