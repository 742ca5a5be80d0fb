"""Two years of business: 24 complete months, quiet in August, busy in January."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 24
_SATURDAY = 5

# What a month is worth against an average one, January first: French companies stop in August.
_SEASON = (1.22, 1.05, 1.12, 1.00, 0.95, 1.02, 0.84, 0.45, 1.12, 1.12, 1.08, 0.78)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that the data covers, both included."""

    first: date
    last: date

    @classmethod
    def before(cls, today: date) -> Window:
        """Return the 24 complete months that end before the month of *today*."""
        last = today.replace(day=1) - timedelta(days=1)
        return cls(add_months(last.replace(day=1), 1 - MONTHS), last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> list[date]:
        """Every day, in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def months(self) -> list[date]:
        """The first day of every month, in order."""
        return [add_months(self.first, n) for n in range(MONTHS)]

    def progress(self, day: date) -> float:
        """Return how far *day* is: 0 on the first day, 1 on the last."""
        return (day - self.first).days / (self.last - self.first).days

    def trend(self, ends: tuple[float, float], day: date) -> float:
        """Return where something is on *day* that goes straight from one end to the other."""
        start, end = ends
        return start + (end - start) * self.progress(day)


def season(day: date) -> float:
    """Return what the month of *day* is worth against an average month."""
    return _SEASON[day.month - 1]


def weekend(day: date) -> bool:
    """Tell whether offices are closed on *day*."""
    return day.weekday() >= _SATURDAY


def working(day: date) -> date:
    """Return *day*, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def month_length(day: date) -> int:
    """Return how many days the month of *day* has."""
    return calendar.monthrange(day.year, day.month)[1]


def add_months(day: date, months: int) -> date:
    """Return the same day *months* later: 31 January and one month is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))
