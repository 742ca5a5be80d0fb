"""Pictures that stand alone: SVG with a title, a description, one language, and room on a phone."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable
from html import escape

from kpi_core.text import Lang

# Told apart by how light they are, so by those who see no colours too.
INK, PAPER, SOFT, RULE = "#1f2430", "#ffffff", "#5b6373", "#d7dbe3"
DARK, LIGHT = "#154a8a", "#b9cfea"
EDGE = 16  # pixels around
# Of the size of a letter, how wide one is: no font is named, and DejaVu Sans and Verdana are the
# widest of those that stand in for "system-ui".
LETTER, BOLD = 0.61, 0.68


def alone(
    title: str, described: str, parts: Iterable[str], size: tuple[float, float], lang: Lang
) -> str:
    """
    Return a whole picture of *parts*, which shrinks with the page it stands on.

    described: what those who do not see it are told.
    size: across and down, in pixels.
    """
    across, down = (round(pixels) for pixels in size)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}" style="max-width:100%;height:auto" '
        f'font-family="system-ui, sans-serif" lang="{lang.value}" aria-labelledby="t d">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(described)}</desc>'
        f'<rect width="{across}" height="{down}" fill="{PAPER}"/>{"".join(parts)}</svg>\n'
    )


def text(
    x: float,
    y: float,
    said: str,
    *,
    colour: str = INK,
    anchor: str = "start",
    size: int = 13,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """Return words whose line stands on *y*; with a *halo*, they are read on anything."""
    around = f' paint-order="stroke" stroke="{PAPER}" stroke-width="3"' if halo else ""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" '
        f'font-size="{size}"{weight}{around}>{escape(said)}</text>'
    )


def width(said: str, size: int = 12, *, bold: bool = False) -> int:
    """Return the pixels across that *said* may take, whatever the font."""
    return math.ceil(len(said) * size * (BOLD if bold else LETTER))


def wrapped(said: str, wide: float, size: int = 13) -> list[str]:
    """Return *said* in lines no wider than *wide* pixels."""
    return textwrap.wrap(said, max(int(wide / (size * LETTER)), 10), break_long_words=False)


def paragraph(
    x: float, y: float, said: str, wide: float, *, colour: str = INK, size: int = 13
) -> tuple[list[str], float]:
    """Return *said* in lines no wider than *wide* pixels, and where the next one would stand."""
    lines = wrapped(said, wide, size)
    step = size + 5
    parts = [text(x, y + i * step, one, colour=colour, size=size) for i, one in enumerate(lines)]
    return parts, y + len(lines) * step


def rect(x: float, y: float, wide: float, high: float, colour: str) -> str:
    """Return a filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}"/>'


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str = RULE,
    width: float = 1,
    *,
    dashes: str = "",
) -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
    )


def shortened(said: str, wide: float, size: int = 13) -> str:
    """Return *said* cut to what *wide* pixels hold."""
    letters = max(int(wide / (size * LETTER)), 2)
    return said if len(said) <= letters else said[: letters - 1].rstrip() + "…"
