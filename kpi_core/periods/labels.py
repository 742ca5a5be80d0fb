"""How a period is written for people: always as dates, so that nobody has to guess."""

from __future__ import annotations

import re
from datetime import date

from kpi_core.periods.words import MONTHS_EN, MONTHS_FR
from kpi_core.text import Lang, Text

# French reads the first of a month as "premier", which CLDR's patterns cannot write.
_FIRST = re.compile(r"\b1(?=[ –]\D|–\d)")


def written(start: date, end: date, lang: Lang) -> str:
    """Write the dates as the language does, the year and month once where that is enough."""
    from babel.dates import format_interval  # noqa: PLC0415 - CLDR costs 50 ms, only labels pay

    # CLDR puts thin spaces round the dash; plain ones can be searched for and typed.
    found = format_interval(start, end, "yMMMd", locale=lang.value).replace("\u2009", " ")
    return _FIRST.sub("1er", found) if lang is Lang.FR else found


def month(day: date, lang: Lang) -> str:
    """Write the month of *day* as short as the language does: Nov 2025, nov. 2025."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - as above

    return format_skeleton("yMMM", day, locale=lang.value)


def spoken(day: date) -> Text:
    """Write one day in full, for a sentence."""
    return Text(
        en=f"{MONTHS_EN[day.month - 1].capitalize()} {day.day}, {day.year}",
        fr=f"{'1er' if day.day == 1 else day.day} {MONTHS_FR[day.month - 1]} {day.year}",
    )
