"""When each sheet is due: what its user wrote, its cron lines, and the moments that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import duckdb

from addin.sync.cron import moments
from addin.sync.phrases import understood
from addin.sync.phrasing import french_time
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text
from kpi_core.workspace import Store
from kpi_core.workspace.settings import Settings

#: Nobody catches up more: a clock that was set ten years ahead costs no minutes of counting.
LONGEST = dt.timedelta(days=366)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Schedule:
    """
    When something is due.

    said: as its user wrote it. cron: lines of five fields, joined by "; ". words: said back.
    """

    said: str
    cron: str
    zone: str
    words: Text

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the due moments that follow *moment*, in order; all are UTC, without a zone."""
        return moments(self.cron, ZoneInfo(self.zone), moment)

    def told(self, now: dt.datetime) -> Text:
        """Return what was understood, with the next three due moments in its zone."""
        following = list(islice(self.after(now), _SHOWN))

        return _TOLD.format(
            words=Text(en=_begun(self.words.en), fr=_begun(self.words.fr)),
            zone=self.zone,
            moments=Text(
                en="; ".join(shown(m, self.zone, Lang.EN) for m in following),
                fr="\u202f; ".join(shown(m, self.zone, Lang.FR) for m in following),
            ),
        )


def read(said: str, zone: str) -> Schedule:
    """
    Return the schedule that *said* means, in English, French or cron, in an IANA time zone.

    Raises
    ------
    KpiError
        TYPE when a word, or the zone, is not understood.
    """
    known = Settings.known_zone(zone)
    cron, words = understood(said)
    found = Schedule(said.strip(), cron, known, words)
    if next(found.after(dt.datetime(2026, 1, 1)), None) is None:  # noqa: DTZ001 - UTC, as everywhere here
        raise KpiError(Kind.TYPE, _NEVER)
    return found


def due(schedule: Schedule, since: dt.datetime, now: dt.datetime) -> list[dt.datetime]:
    """Return the moments of *schedule* after *since*, up to *now* included, of the last year."""
    start = max(since, now - LONGEST)
    return list(takewhile(lambda moment: moment <= now, schedule.after(start)))


def shown(moment: dt.datetime, zone: str, lang: Lang) -> str:
    """Write *moment*, which is UTC, as a person of *zone* reads it: Tue 24 Nov 2026, 07:30."""
    from babel.dates import format_datetime  # noqa: PLC0415 - CLDR, which a tick never needs

    local = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
    if lang is Lang.EN:
        return format_datetime(local, _FORMS.en, locale="en")
    day = format_datetime(
        local, _FORMS.fr.replace("d", "'1er'") if local.day == 1 else _FORMS.fr, locale="fr"
    )
    return f"{day} à {french_time(local.hour, local.minute)}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The schedule of a sheet. since: the slots before it are nobody's."""

    sheet: int
    schedule: Schedule
    since: dt.datetime
    paused: bool


def keep(store: Store, sheet: int, schedule: Schedule, now: dt.datetime) -> None:
    """
    Give *sheet* a schedule, in place of the one it may have; what was due before is nobody's.

    Raises
    ------
    KpiError
        NOT_FOUND when there is no such sheet.
    """
    with store.aside() as cursor:
        known(cursor, sheet)
        cursor.execute(
            "INSERT OR REPLACE INTO sync_schedules VALUES (?, ?, ?, ?, ?)",
            [sheet, schedule.said, schedule.cron, schedule.zone, now],
        )


def forget(store: Store, sheet: int) -> None:
    """Take the schedule of *sheet* away; its runs stay."""
    with store.aside() as cursor:
        known(cursor, sheet)
        cursor.execute("DELETE FROM sync_schedules WHERE sheet = ?", [sheet])


def pause(store: Store, sheet: int, now: dt.datetime, *, paused: bool) -> None:
    """Let *sheet* rest, or go on from *now*: what was due while it rested is nobody's."""
    with store.aside() as cursor:
        known(cursor, sheet)
        cursor.execute("UPDATE sync_sheets SET paused = ? WHERE id = ?", [paused, sheet])
        if not paused:
            begin_at(cursor, sheet, now)


def begin_at(cursor: duckdb.DuckDBPyConnection, sheet: int, moment: dt.datetime) -> None:
    """Let no slot of *sheet* before *moment* be due."""
    cursor.execute("UPDATE sync_schedules SET since = ? WHERE sheet = ?", [moment, sheet])


def kept(cursor: duckdb.DuckDBPyConnection) -> list[Kept]:
    """Return the schedules of all sheets."""
    rows = cursor.execute(
        "SELECT p.sheet, p.said, p.cron, p.timezone, p.since, s.paused"
        " FROM sync_schedules p JOIN sync_sheets s ON s.id = p.sheet ORDER BY p.sheet"
    ).fetchall()
    return [
        Kept(sheet, Schedule(said, cron, zone, _words(said)), since, paused)
        for sheet, said, cron, zone, since, paused in rows
    ]


def known(cursor: duckdb.DuckDBPyConnection, sheet: int) -> None:
    """
    Check that *sheet* is connected.

    Raises
    ------
    KpiError
        NOT_FOUND when it is not.
    """
    if not cursor.execute("SELECT 1 FROM sync_sheets WHERE id = ?", [sheet]).fetchall():
        raise KpiError(Kind.NOT_FOUND, _NO_SHEET.format(sheet=sheet))


def _words(said: str) -> Text:
    try:
        return understood(said)[1]
    except KpiError:  # written by a release that understood more
        return Text(en=said, fr=said)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


_FORMS = Text(en="EEE d MMM y, HH:mm", fr="EEE d MMM y")
_TOLD = Text(
    en="{words} ({zone}). Next: {moments}.",
    fr="{words} ({zone}). Prochaines fois\u00a0: {moments}.",
)
_NEVER = Text(
    en="No day ever fits this schedule.", fr="Aucun jour ne correspond jamais à cet horaire."
)
_NO_SHEET = Text(
    en="No sheet has the number {sheet}: `kpi sync status` lists them.",
    fr="Aucune feuille n’a le numéro {sheet}\u00a0: `kpi sync status` les liste.",
)
