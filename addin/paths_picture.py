"""Conversion paths as a picture: flows from touch to touch (a Sankey diagram), and models side by side."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from addin import svg
from kpi_core.facts import DIMENSIONS
from kpi_core.glossary import GLOSSARY
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_COLUMN, _BAR, _FLOW = 142, 9, 300  # pixels: a step across, a node across, everybody down
_LINE, _GAP = 15, 8  # pixels: a line of a name, and between two nodes
_LAST = 112  # pixels for what became of them

UNASSIGNED = Text(en="(unassigned)", fr="(non affecté)")
OTHERS = Text(en="others", fr="autres")
CONVERTED = Text(en="converted", fr="convertis")
LOST = Text(en="not converted", fr="non convertis")


@dataclass(slots=True)
class _Spot:
    """Where a node stands: its top, its height, and how much of each side is taken."""

    y: float
    high: float
    taken: float = 0.0
    given: float = 0.0


@dataclass(slots=True)
class _Column:
    """One step: its nodes between those who have converted and those who have left before."""

    x: float
    won: _Spot
    lost: _Spot
    nodes: list[_Spot] = field(default_factory=list)


def sankey(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of flows, as `addin.paths.asked_of` gives them.

    A band is as wide as many people went that way, its dark part those who converted; who has no
    further touch goes on along the upper edge (converted) or the lower one (did not).
    """
    title = f"{_title(told['term'], lang)} – {_by(told, lang)}"
    across = 2 * svg.EDGE + len(told["steps"]) * _COLUMN + _BAR + _LAST
    parts = [svg.text(svg.EDGE, 28, title, size=17, bold=True)]
    more, top = svg.paragraph(
        svg.EDGE,
        50,
        f"{_when(told, lang)}. {_READING[lang]}",
        across - 2 * svg.EDGE,
        colour=svg.SOFT,
    )
    parts += more
    if not told["steps"]:
        parts.append(svg.text(svg.EDGE, top + 6, NONE[lang]))
        return svg.alone(title, NONE[lang], parts, (across, top + 30), lang)
    columns, bottom = _laid_out(told, top + 16, lang)
    parts += _bands(told, columns)
    for step, (column, nodes) in enumerate(zip(columns, told["steps"], strict=False)):
        parts.append(svg.text(column.x, top + 6, _TOUCH.format(n=step + 1)[lang], colour=svg.SOFT))
        for spot, node in zip(column.nodes, nodes, strict=True):
            parts += _node(column.x, spot, _named(node["touch"], lang), node, locale)
    ends = columns[-1]
    total = told["converted"] + told["lost"]
    for spot, n, name in (
        (ends.won, told["converted"], CONVERTED),
        (ends.lost, told["lost"], LOST),
    ):
        if n:
            parts += _labelled(
                ends.x, spot, name[lang], f"{_count(n, locale)} · {_share(n / total, locale)}"
            )
    more, bottom = svg.paragraph(
        svg.EDGE, bottom + 24, _beneath(told, lang, locale), across - 2 * svg.EDGE, colour=svg.SOFT
    )
    return svg.alone(
        title, _described(told, lang, locale), [*parts, *more], (across, bottom + 6), lang
    )


def _laid_out(told: Json, top: float, lang: Lang) -> tuple[list[_Column], float]:
    """Return where the nodes of each step stand, and where the picture ends."""
    total = told["converted"] + told["lost"]
    scale = _FLOW / total
    gone = [(0, 0)]
    for step in range(len(told["steps"])):
        ended = [k for k in told["links"] if k["step"] == step and k["end"] is None]
        won, lost = gone[-1]
        gone.append(
            (won + sum(k["converted"] for k in ended), lost + sum(k["lost"] for k in ended))
        )
    slots = [
        [
            max(_LINE * (len(_lines(_named(n["touch"], lang))) + 1), _people(n) * scale) + _GAP
            for n in nodes
        ]
        for nodes in told["steps"]
    ]
    high = max(
        sum(each) + (won + lost) * scale + 2 * _GAP
        for each, (won, lost) in zip([*slots, [_LINE * 3, _LINE * 3]], gone, strict=True)
    )
    columns = []
    for step, (won, lost) in enumerate(gone):
        column = _Column(
            svg.EDGE + step * _COLUMN,
            _Spot(top, won * scale),
            _Spot(top + high - lost * scale, lost * scale),
        )
        if step < len(slots):
            middle = high - (won + lost) * scale - sum(slots[step])
            y = top + won * scale + middle / 2 + _GAP / 2
            for node, slot in zip(told["steps"][step], slots[step], strict=True):
                column.nodes.append(_Spot(y, _people(node) * scale))
                y += slot
        columns.append(column)
    return columns, top + high


def _bands(told: Json, columns: list[_Column]) -> list[str]:
    """Draw who went where, each band from where the one above it ended."""
    scale = _FLOW / (told["converted"] + told["lost"])
    light: list[str] = []
    dark: list[str] = []
    for step, (here, after) in enumerate(pairwise(columns)):
        if here.won.high:
            dark += _lane(here.x, after.x, here.won, after.won.y, dark=True)
            after.won.taken = here.won.high
        for link in sorted(_links(told, step), key=_from_the_top):
            start = here.nodes[link["start"]]
            for n, gone, into in (
                (link["converted"], after.won, dark),
                (link["lost"], after.lost, light),
            ):
                if n:
                    end = gone if link["end"] is None else after.nodes[link["end"]]
                    ends = (start.y + start.given, end.y + end.taken)
                    into.append(_band((here.x, after.x), ends, n * scale, dark=into is dark))
                    start.given += n * scale
                    end.taken += n * scale
        if here.lost.high:
            light += _lane(here.x, after.x, here.lost, after.lost.y + after.lost.taken, dark=False)
    return [*light, *dark]


def _links(told: Json, step: int) -> Iterator[Json]:
    """Yield the links of *step*; where paths end, those who converted apart from the others."""
    for link in told["links"]:
        if link["step"] == step and link["end"] is None:
            yield link | {"lost": 0}
            yield link | {"converted": 0}
        elif link["step"] == step:
            yield link


def _from_the_top(link: Json) -> tuple[int, float]:
    """Sort so that bands cross least: who is done leaves upwards, who gives up downwards."""
    if link["end"] is None:
        return link["start"], -1 if link["converted"] else math.inf
    return link["start"], link["end"]


def _lane(x: float, after: float, spot: _Spot, y: float, *, dark: bool) -> list[str]:
    """Draw those whose path ended before, past the names of a step and on to the next."""
    through = _band((x - _BAR, x + _BAR), (spot.y, spot.y), spot.high, dark=dark)
    return [through, _band((x, after), (spot.y, y), spot.high, dark=dark)]


def _band(
    between: tuple[float, float], tops: tuple[float, float], high: float, *, dark: bool
) -> str:
    left, right = between[0] + _BAR, between[1]
    middle, (one, other) = (left + right) / 2, tops
    colour, opacity = (svg.DARK, 0.72) if dark else (svg.LIGHT, 0.75)
    return (
        f'<path d="M{left:.1f} {one:.1f}C{middle:.1f} {one:.1f} {middle:.1f} {other:.1f} '
        f"{right:.1f} {other:.1f}v{high:.2f}C{middle:.1f} {other + high:.1f} {middle:.1f} "
        f'{one + high:.1f} {left:.1f} {one + high:.1f}z" fill="{colour}" fill-opacity="{opacity}"/>'
    )


def _node(x: float, spot: _Spot, name: str, node: Json, locale: str) -> list[str]:
    said = f"{_count(_people(node), locale)} · {_share(node['converted'] / _people(node), locale)}"
    return _labelled(x, spot, name, said)


def _people(node: Json) -> int:
    people: int = node["converted"] + node["lost"]
    return people


def _labelled(x: float, spot: _Spot, name: str, said: str) -> list[str]:
    lines = _lines(name)
    y = spot.y + max((spot.high - _LINE * (len(lines) + 1)) / 2, 0) + 11
    left = x + _BAR + 5
    return [
        svg.rect(x, spot.y, _BAR, max(spot.high, 1), svg.INK),
        *(svg.text(left, y + i * _LINE, one, bold=True, halo=True) for i, one in enumerate(lines)),
        svg.text(left, y + len(lines) * _LINE, said, halo=True, size=12),
    ]


def _lines(name: str) -> list[str]:
    """Return *name* on one or two lines that fit between two steps."""
    letters = int((_COLUMN - _BAR - 10) / (13 * svg.LETTER))
    return textwrap.wrap(name, letters, max_lines=2, placeholder="…") or [""]


def _named(touch: list[str | None] | None, lang: Lang) -> str:
    if touch is None:
        return OTHERS[lang]
    return " / ".join(member or UNASSIGNED[lang] for member in touch)


def _title(term: str, lang: Lang) -> str:
    return _PATHS[lang].format(what=GLOSSARY[term].title[lang])


def _by(told: Json, lang: Lang) -> str:
    return ", ".join(DIMENSIONS[name][lang] for name in told["dimensions"])


def _when(told: Json, lang: Lang) -> str:
    day = dt.date.fromisoformat
    label = Period(day(told["period"]["start"]), day(told["period"]["end"])).label(lang)
    return label + (_ACCOUNTS[lang] if told["unit"] == "account" else "")


def _count(n: float, locale: str) -> str:
    return written(n, Unit.COUNT, "", locale)


def _share(value: float, locale: str) -> str:
    return written(value, Unit.SHARE, "", locale)


def _beneath(told: Json, lang: Lang, locale: str) -> str:
    said = []
    if told["untouched"]:
        said.append(_UNTOUCHED.format(n=_count(told["untouched"], locale))[lang])
    if told["longer"]:
        said.append(
            _LONGER.format(n=_count(told["longer"], locale), steps=len(told["steps"]))[lang]
        )
    return " ".join(said)


def _described(told: Json, lang: Lang, locale: str) -> str:
    began = ", ".join(
        f"{_named(node['touch'], lang)} {_count(_people(node), locale)} "
        f"({_share(node['converted'] / _people(node), locale)})"
        for node in told["steps"][0]
    )
    total = _TOTAL.format(
        won=_count(told["converted"], locale), lost=_count(told["lost"], locale), began=began
    )
    return f"{_when(told, lang)}. {total[lang]} {_beneath(told, lang, locale)}".strip()


_ACCOUNTS = Text(en=" (whole accounts)", fr=" (comptes entiers)")
NONE = Text(en="No path in this period.", fr="Aucun parcours sur cette période.")
_PATHS = Text(en="Paths to: {what}", fr="Parcours vers\u00a0: {what}")
_TOUCH = Text(en="touch {n}", fr="contact {n}")
_READING = Text(
    en="A band is as wide as many people went that way: dark, those who converted; light, those who did not. The percentage is the share that converted.",
    fr="Une bande est aussi large que le nombre de personnes qui l’ont suivie\u00a0: foncé, celles qui ont converti\u202f; clair, les autres. Le pourcentage est la part qui a converti.",
)
_UNTOUCHED = Text(
    en="{n} converted without a touch in time.", fr="{n} ont converti sans contact à temps."
)
_LONGER = Text(
    en="{n} had more than {steps} touches: what came later is not drawn.",
    fr="{n} ont eu plus de {steps} contacts\u00a0: la suite n’est pas dessinée.",
)
_TOTAL = Text(
    en="{won} converted, {lost} did not. First touch, with the share that converted: {began}.",
    fr="{won} convertis, {lost} non convertis. Premier contact, avec la part qui a converti\u00a0: {began}.",
)
