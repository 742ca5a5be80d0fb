"""The moments of a schedule: cron lines in a time zone, through both changes of the clock.

A line that names its hours runs once a day at each of them: after the gap in spring, in the first
pass of the hour that autumn repeats. One that does not (every 15 minutes) goes by elapsed time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

Times = Sequence[int]  # minutes of the day

_HOUR = 60
_FIELDS = 5


def normal(line: str) -> str:
    """
    Return a cron line of five fields with its hours named one by one, unless it is any hour.

    cronsim treats only lines that name their hours as a clock on the wall would.

    Raises
    ------
    ValueError
        it is none, or no day ever fits it.
    """
    fields = line.upper().split()
    if len(fields) != _FIELDS:
        raise ValueError(line)
    try:
        read = CronSim(" ".join(fields), dt.datetime(2026, 1, 1))  # noqa: DTZ001 - only whether it is one
        next(read)
    except (CronSimError, StopIteration):
        raise ValueError(line) from None
    if fields[1] not in {"*", "*/1"}:
        fields[0] = _ranges(read.minutes)
        fields[1] = _ranges(read.hours)
    return " ".join(fields)


def by_times(times: Times, date: str, week: str) -> str:
    """Return the lines that are due at *times* on the days that two cron fields name."""
    hours: dict[tuple[int, ...], list[int]] = {}
    for hour, minutes in groupby(sorted(times), lambda m: m // _HOUR):
        hours.setdefault(tuple(m % _HOUR for m in minutes), []).append(hour)
    return "; ".join(f"{_ranges(m)} {_ranges(h)} {date} * {week}" for m, h in hours.items())


def by_interval(minutes: int, date: str, week: str) -> str:
    """Return the line that is due every so many *minutes*, which fit into an hour or a day."""
    if minutes < _HOUR:
        return f"{f'*/{minutes}' if minutes > 1 else '*'} * {date} * {week}"
    if minutes == _HOUR:
        return f"0 * {date} * {week}"
    return f"0 {','.join(map(str, range(0, 24, minutes // _HOUR)))} {date} * {week}"


def moments(lines: str, zone: ZoneInfo, after: dt.datetime) -> Iterator[dt.datetime]:
    """
    Yield the moments of *lines* (joined by "; ") that follow *after*, in order, each once.

    Moments are UTC without a zone, as the workspace keeps them.
    """
    start = after.replace(tzinfo=dt.UTC).astimezone(zone)
    last = after
    for moment in merge(*(_of_line(line, start) for line in lines.split("; "))):
        # In the hour that autumn repeats, cronsim starts again from the first pass.
        if moment > last:
            last = moment
            yield moment


def _of_line(line: str, start: dt.datetime) -> Iterator[dt.datetime]:
    for moment in CronSim(line, start):
        yield moment.astimezone(dt.UTC).replace(tzinfo=None)


def _ranges(numbers: Iterable[int]) -> str:
    """Return numbers as a field of cron: 0,15,30,45 or 8-19; never a star."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
