"""Hours, offsets and time zones: which instant a wall clock showed, and which day that was."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from datetime import timezone as fixed
from zoneinfo import ZoneInfo

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.values.months import SHORT

# Hour, minute, second, half of the day, offset: five groups after those of the day.
TIME = (
    r"(?:(?:[T,]| à| at)? ?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r" ?([aApP]\.?[mM]\.?)?(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
_NOON = 12


def read_time(text: str, found: re.Match[str], first: int) -> tuple[time, int | None] | None:
    """Return the time of day in groups *first* and after, and its offset from UTC in minutes."""
    hour, minute, second, half, offset = found.groups()[first - 1 : first + 4]
    if hour is None:
        return None
    hours = int(hour)
    if half:
        hours = hours % _NOON + (_NOON if half[0] in "pP" else 0)
    try:
        # A leap second (23:59:60) is the last ordinary second of its minute.
        at = time(hours, int(minute), 59 if second == "60" else int(second or 0))
    except ValueError:
        raise KpiError(Kind.TYPE, _NO_SUCH_TIME.format(text=text.strip())) from None
    return at, _minutes(offset)


def _minutes(offset: str | None) -> int | None:
    if offset is None:
        return None
    if offset[0] not in "+-":
        return 0
    size = int(offset[1:3]) * 60 + int(offset[-2:])
    return -size if offset[0] == "-" else size


def localised(
    wall: datetime, offset: int | None, zone: str, timezone: str
) -> tuple[datetime, date]:
    """Return the instant (UTC) of a wall clock in *zone*, and the day that it was in *timezone*."""
    if offset is not None:
        moment = wall.replace(tzinfo=fixed(timedelta(minutes=offset))).astimezone(UTC)
    else:
        there = wall.replace(tzinfo=ZoneInfo(zone))
        moment = there.astimezone(UTC)
        other = there.replace(fold=1).astimezone(UTC)
        if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
            raise KpiError(Kind.TYPE, _said(_SKIPPED, wall))
        if moment != other:
            raise KpiError(Kind.AMBIGUOUS, _said(_TWICE, wall))
    return moment, moment.astimezone(ZoneInfo(timezone)).date()


def _said(sentence: Text, wall: datetime) -> Text:
    month = SHORT[wall.month - 1]
    return sentence.format(at=f"{wall:%H:%M}", day=wall.day, month=month, year=wall.year)


_NO_SUCH_TIME = Text(
    en="“{text}” holds a time that does not exist.",
    fr="« {text} » contient une heure qui n’existe pas.",
)
_SKIPPED = Text(
    en="{at} did not exist on {day} {month} {year} (clock change).",
    fr="{at} n’a pas existé le {day} {month} {year} (changement d’heure).",
)
_TWICE = Text(
    en="{at} happened twice on {day} {month} {year} (clock change): add the offset, as in +01:00.",
    fr="{at} a eu lieu deux fois le {day} {month} {year} (changement d’heure) : "
    "ajoutez le décalage, par exemple +01:00.",
)
