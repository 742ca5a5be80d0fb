"""Charts and sparklines as simple SVG: enough to judge what a dashboard would look like."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from addin.demo import ranges
from addin.demo.book import Book, Place
from addin.demo.charts import PALETTE, Drawn, Series
from addin.demo.errors import ApiError
from addin.demo.formats import separators, shown_number
from addin.demo.grid import Value

_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 44, 46  # pixels around the plot
_STEPS = 4
_LABELS = 8
_LETTERS = 14
_SPARK = re.compile(r"=\s*SPARKLINE\(\s*([^;,)]+)(.*)\)\s*", re.IGNORECASE | re.DOTALL)
_BARS = re.compile(r'"(column|winloss)"', re.IGNORECASE)

Numbers = Sequence[float | None]


def chart(drawn: Drawn, locale: str) -> str:
    """Return a chart as SVG."""
    plot = _pie(drawn) if drawn.kind == "PIE" else _plotted(drawn, locale)
    title = f'<text x="12" y="22" class="title">{escape(drawn.title)}</text>' if drawn.title else ""
    subtitle = (
        f'<text x="12" y="37" class="label">{escape(drawn.subtitle)}</text>'
        if drawn.subtitle
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{drawn.width}" '
        f'height="{drawn.height}" viewBox="0 0 {drawn.width} {drawn.height}" '
        f'aria-label="{escape(drawn.title or drawn.kind.lower())}">'
        f"{title}{subtitle}{plot}{_legend(drawn)}</svg>"
    )


def numbers(values: Sequence[Value]) -> list[float | None]:
    """Return the numbers among values; anything else is a gap."""
    return [
        float(v) if isinstance(v, int | float) and not isinstance(v, bool) else None for v in values
    ]


class _Scale:
    """From values to pixels; the axis begins at zero unless a line has no reason to."""

    def __init__(self, drawn: Drawn, series: Sequence[Numbers]) -> None:
        known = [v for one in series for v in one if v is not None] or [0.0]
        low, high = min(known), max(known)
        if drawn.stacked:
            sums = [sum(v or 0 for v in stack) for stack in zip(*series, strict=False)]
            low, high = min(0.0, *sums), max(0.0, *sums)
        if drawn.kind not in {"LINE", "SCATTER"} or low < (high - low):
            low, high = min(0.0, low), max(0.0, high)
        step = _nice((high - low) / _STEPS or abs(high) or 1.0)
        self.low = math.floor(low / step) * step
        self.high = max(math.ceil(high / step) * step, self.low + step)
        self.step = step
        self.sideways = drawn.kind == "BAR"
        self.left, self.top = _LEFT * (2 if self.sideways else 1), _TOP
        self.width = max(drawn.width - self.left - _RIGHT, 1)
        self.height = max(drawn.height - _TOP - _BOTTOM, 1)

    def at(self, value: float) -> float:
        """Return the pixel of a value, along the axis of values."""
        share = (value - self.low) / (self.high - self.low)
        return (
            self.left + share * self.width
            if self.sideways
            else self.top + (1 - share) * self.height
        )

    def ticks(self) -> list[float]:
        """Return the values that the axis names."""
        count = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(count + 1)]


def _nice(step: float) -> float:
    """Round a step up to 1, 2 or 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= step * (1 - 1e-9))


def _plotted(drawn: Drawn, locale: str) -> str:
    series = [numbers(one.values) for one in drawn.series]
    count = max((len(one) for one in series), default=0)
    if not count:
        return ""
    scale = _Scale(drawn, series)
    parts = [_axis(drawn, scale, locale), _names(drawn, scale, count)]
    bars = [i for i, s in enumerate(drawn.series) if _kind(drawn, s) in {"COLUMN", "BAR"}]
    floors = [0.0] * count
    for place, (one, values) in enumerate(zip(drawn.series, series, strict=True)):
        if place in bars:
            parts.append(
                _bars(drawn, scale, one, values, turn=(bars.index(place), len(bars)), floors=floors)
            )
        else:
            parts.append(_line(_kind(drawn, one), scale, one, values))
    return "".join(parts)


def _kind(drawn: Drawn, one: Series) -> str:
    if drawn.kind == "COMBO":
        return one.kind or "COLUMN"
    return {"STEPPED_AREA": "AREA"}.get(drawn.kind, drawn.kind)


def _axis(drawn: Drawn, scale: _Scale, locale: str) -> str:
    parts = []
    shares = all(one.share for one in drawn.series)
    for value in scale.ticks():
        at = scale.at(value)
        said = escape(_short(value, scale, locale, shares=shares))
        if scale.sideways:
            bottom = scale.top + scale.height
            parts.append(
                f'<path class="rule" d="M{at:.1f} {scale.top}V{bottom}"/>'
                f'<text class="label" text-anchor="middle" x="{at:.1f}" y="{bottom + 16}">{said}</text>'
            )
        else:
            parts.append(
                f'<path class="rule" d="M{scale.left} {at:.1f}h{scale.width}"/>'
                f'<text class="label" text-anchor="end" x="{scale.left - 6}" y="{at + 4:.1f}">{said}</text>'
            )
    return "".join(parts)


def _short(value: float, scale: _Scale, locale: str, *, shares: bool) -> str:
    """Return a value of the axis: as a share, or in thousands or millions where all are large."""
    if shares:
        return shown_number(value, {"type": "PERCENT", "pattern": "0.#%"}, locale)
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value and max(abs(scale.low), abs(scale.high)) >= size * 10:
            return shown_number(round(value / size, 2), None, locale) + "\u00a0" + letter
    return f"{value:.10g}".replace(".", separators(locale)[0])


def _names(drawn: Drawn, scale: _Scale, count: int) -> str:
    """Write the labels of the domain, as many as there is room for."""
    labels = (drawn.labels + [""] * count)[:count]
    every = 1 if scale.sideways else max(1, math.ceil(count / _LABELS))
    parts = []
    for place in range(0, count, every):
        said = labels[place]
        most = _LETTERS + 3 if scale.sideways else _LETTERS
        said = escape(said if len(said) <= most else said[: most - 1] + "…")
        if scale.sideways:
            at = scale.top + (place + 0.5) * scale.height / count + 4
            parts.append(
                f'<text class="label" text-anchor="end" x="{scale.left - 6}" y="{at:.1f}">{said}</text>'
            )
        else:
            at = scale.left + (place + 0.5) * scale.width / count
            y = scale.top + scale.height + 16
            parts.append(
                f'<text class="label" text-anchor="middle" x="{at:.1f}" y="{y}">{said}</text>'
            )
    return "".join(parts)


def _bars(
    drawn: Drawn,
    scale: _Scale,
    one: Series,
    values: Numbers,
    *,
    turn: tuple[int, int],
    floors: list[float],
) -> str:
    """Draw the bars of a series beside those of the others, or on top of them."""
    count = len(floors)
    room = (scale.height if scale.sideways else scale.width) / count
    place, shared = (0, 1) if drawn.stacked else turn
    thick = room * 0.7 / shared
    parts = []
    for index, value in enumerate(values):
        if value is None:
            continue
        floor = floors[index] if drawn.stacked else 0.0
        ends = sorted((scale.at(max(floor, scale.low)), scale.at(floor + value)))
        if drawn.stacked:
            floors[index] += value
        start = (
            (scale.top if scale.sideways else scale.left)
            + index * room
            + room * 0.15
            + place * thick
        )
        x, y, w, h = (ends[0], start, ends[1] - ends[0], thick)
        if not scale.sideways:
            x, y, w, h = start, ends[0], thick, ends[1] - ends[0]
        parts.append(
            f'<rect fill="{one.colour}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"/>'
        )
    return "".join(parts)


def _line(kind: str, scale: _Scale, one: Series, values: Numbers) -> str:
    """Draw a line with gaps where there is no number, its area, or its points alone."""
    room = scale.width / max(len(values), 1)
    points = [
        (scale.left + (i + 0.5) * room, scale.at(v)) if v is not None else None
        for i, v in enumerate(values)
    ]
    marks = "".join(
        f'<circle fill="{one.colour}" cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="3"/>' for p in points if p
    )
    if kind == "SCATTER":
        return marks
    path = ""
    for before, point in zip([None, *points], points, strict=False):
        if point:
            path += f"{'L' if before else 'M'}{point[0]:.1f} {point[1]:.1f}"
    drawn = f'<path fill="none" stroke="{one.colour}" stroke-width="2" d="{path}"/>' if path else ""
    known = [p for p in points if p]
    if kind == "AREA" and known:
        floor = scale.at(max(scale.low, 0.0))
        outline = "L".join(f"{x:.1f} {y:.1f}" for x, y in known)
        shape = f"M{known[0][0]:.1f} {floor:.1f}L{outline}L{known[-1][0]:.1f} {floor:.1f}Z"
        drawn = f'<path fill="{one.colour}" fill-opacity="0.25" d="{shape}"/>{drawn}'
    return drawn + (marks if len(known) <= 2 * _LABELS else "")


def _pie(drawn: Drawn) -> str:
    values = [max(v or 0.0, 0.0) for v in numbers(drawn.series[0].values)] if drawn.series else []
    total = sum(values)
    if not total:
        return ""
    x, y = drawn.width * 0.35, (drawn.height + _TOP) / 2
    radius = max(min(x - 12, (drawn.height - _TOP) / 2 - 12), 1)
    parts, turned = [], 0.0
    for place, value in enumerate(values):
        share = value / total
        if not share:
            continue
        parts.append(
            _slice((x, y), radius, (turned, turned + share), PALETTE[place % len(PALETTE)])
        )
        turned += share
    return "".join(parts)


def _slice(
    centre: tuple[float, float], radius: float, turns: tuple[float, float], colour: str
) -> str:
    if turns[1] - turns[0] >= 1 - 1e-9:
        return (
            f'<circle fill="{colour}" cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="{radius:.1f}"/>'
        )
    ends = []
    for turn in turns:
        angle = 2 * math.pi * turn - math.pi / 2
        ends.append(
            f"{centre[0] + radius * math.cos(angle):.1f} {centre[1] + radius * math.sin(angle):.1f}"
        )
    wide = int(turns[1] - turns[0] > 0.5)  # noqa: PLR2004 - half a turn
    arc = f"A{radius:.1f} {radius:.1f} 0 {wide} 1 {ends[1]}"
    return f'<path fill="{colour}" d="M{centre[0]:.1f} {centre[1]:.1f}L{ends[0]}{arc}Z"/>'


def _legend(drawn: Drawn) -> str:
    if drawn.kind == "PIE":
        said = [(label, PALETTE[i % len(PALETTE)]) for i, label in enumerate(drawn.labels)]
    elif drawn.legend == "NO_LEGEND" or not any(one.name for one in drawn.series):
        return ""
    else:
        said = [(one.name, one.colour) for one in drawn.series]
    parts = []
    along = float(_LEFT)
    for place, (name, colour) in enumerate(said):
        x, y = along, float(drawn.height - 12)
        if drawn.kind == "PIE":
            x, y = drawn.width * 0.72, _TOP + 16.0 + 18 * place
        parts.append(
            f'<rect fill="{colour}" x="{x:.1f}" y="{y - 9:.1f}" width="10" height="10"/>'
            f'<text class="label" x="{x + 14:.1f}" y="{y:.1f}">{escape(name)}</text>'
        )
        along += 28 + 6.5 * len(name)
    return "".join(parts)


class Spark(NamedTuple):
    """What a sparkline draws: where its numbers are, and whether as columns."""

    place: Place
    columns: bool


def spark(book: Book, formula: str, tab: str) -> Spark | None:
    """Read `=SPARKLINE(range)` in a cell of the tab; None when the formula is something else."""
    found = _SPARK.fullmatch(formula)
    if not found:
        return None
    text = found[1].strip()
    try:
        place = book.find(text if "!" in text else f"{ranges.quoted(tab)}!{text}")
    except ApiError:
        return None
    return Spark(place, bool(_BARS.search(found[2])))


def sparkline(book: Book, formula: str, tab: str, size: tuple[int, int]) -> str:
    """Return what a sparkline draws in a cell of *size* pixels; empty when the formula is none."""
    read = spark(book, formula, tab)
    if read is None:
        return ""
    grid, area = read.place.grid, read.place.area
    values = numbers(
        [
            grid.value(r, c)
            for r in range(area.top, area.bottom)
            for c in range(area.left, area.right)
        ]
    )
    known = [v for v in values if v is not None]
    if not known:
        return ""
    shapes = _spark_bars if read.columns else _spark_line
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'aria-label="{escape(formula)}">{shapes(values, (min(known), max(known)), size)}</svg>'
    )


def _spark_line(values: Numbers, bounds: tuple[float, float], size: tuple[int, int]) -> str:
    low, high = bounds
    width, height = size
    step = (width - 6) / max(len(values) - 1, 1)
    points = " ".join(
        f"{3 + i * step:.1f},{height - 3 - (v - low) / ((high - low) or 1) * (height - 6):.1f}"
        for i, v in enumerate(values)
        if v is not None
    )
    return f'<polyline fill="none" stroke="{PALETTE[0]}" stroke-width="1.5" points="{points}"/>'


def _spark_bars(values: Numbers, bounds: tuple[float, float], size: tuple[int, int]) -> str:
    low, high = min(bounds[0], 0.0), max(bounds[1], 0.0)
    width, height = size
    step = (width - 4) / len(values)
    scale = (height - 4) / ((high - low) or 1)
    return "".join(
        f'<rect fill="{PALETTE[0]}" x="{2 + i * step:.1f}" y="{2 + (high - max(v, 0)) * scale:.1f}" '
        f'width="{max(step - 1, 1):.1f}" height="{max(abs(v) * scale, 0.5):.1f}"/>'
        for i, v in enumerate(values)
        if v is not None
    )
