"""Axes of pictures: round values to read a height or a width by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from addin import svg

_ROUND = (1, 2, 2.5, 5, 10)


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Return round values from *low* to *high* or a little beyond, *about* so many."""
    if not high > low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in _ROUND if power * times >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values stand: a rectangle of pixels, and the values at its ends."""

    left: float
    top: float
    wide: float
    high: float
    xs: tuple[float, float]
    ys: tuple[float, float]

    def x(self, value: float) -> float:
        """Return where *value* stands across."""
        low, high = self.xs
        return self.left + (value - low) / ((high - low) or 1.0) * self.wide

    def y(self, value: float) -> float:
        """Return where *value* stands down."""
        low, high = self.ys
        return self.top + self.high - (value - low) / ((high - low) or 1.0) * self.high

    def line(self, points: list[tuple[float, float]], colour: str, *, dashes: str = "") -> str:
        """Return a line through *points*."""
        d = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return f'<path d="M{d}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'

    def band(self, points: list[tuple[float, float, float]], colour: str) -> str:
        """Return what lies between the low and the high end of each of *points*."""
        there = [f"{self.x(x):.1f} {self.y(high):.1f}" for x, _, high in points]
        back = [f"{self.x(x):.1f} {self.y(low):.1f}" for x, low, _ in reversed(points)]
        return f'<path d="M{"L".join([*there, *back])}z" fill="{colour}" fill-opacity="0.6"/>'

    def dot(self, x: float, y: float, colour: str, *, hollow: bool = False) -> str:
        """Return a point."""
        inside = svg.PAPER if hollow else colour
        return (
            f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="3.5" fill="{inside}" '
            f'stroke="{colour}" stroke-width="1.5"/>'
        )

    def rules(self, values: list[float], said: Callable[[float], str]) -> list[str]:
        """Return a rule across at each of *values*, named on its left."""
        return [
            part
            for value in values
            for part in (
                svg.line((self.left, self.y(value)), (self.left + self.wide, self.y(value))),
                svg.text(
                    self.left - 6,
                    self.y(value) + 4,
                    said(value),
                    colour=svg.SOFT,
                    anchor="end",
                    size=12,
                ),
            )
        ]
