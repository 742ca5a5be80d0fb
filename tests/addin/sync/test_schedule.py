"""The moments of a schedule: none twice, none lost, through both changes of the clock."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.sync.schedule import due, read

DAY = dt.timedelta(days=1)


def local(said, zone, day):
    """Return the moments due on *day*, as the clocks of *zone* show them, with their offset."""
    start = dt.datetime.fromisoformat(day)
    midnight = start.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC).replace(tzinfo=None)
    second = dt.timedelta(seconds=1)
    found = due(read(said, zone), midnight - second, midnight + 23 * dt.timedelta(hours=1))
    shown = [m.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)) for m in found]
    return [f"{m:%H:%M %z}" for m in shown if m.date() == start.date()]


@pytest.mark.parametrize(
    ("zone", "day", "once"),
    [
        ("Europe/Paris", "2026-03-29", "03:00 +0200"),
        ("Europe/Paris", "2026-10-25", "02:30 +0200"),
        ("America/New_York", "2026-03-08", "03:00 -0400"),
        ("America/New_York", "2026-11-01", "02:30 -0500"),
        ("Australia/Lord_Howe", "2026-10-04", "02:30 +1100"),
        ("Europe/Paris", "2026-06-01", "02:30 +0200"),
    ],
)
def test_an_hour_that_is_skipped_or_repeated_runs_once(zone, day, once):
    """
    02:30 that does not exist runs at the end of the gap, 02:30 that comes twice runs once.
    """
    assert [once] == local("every day at 2:30", zone, day)


@pytest.mark.parametrize(
    "said", ["every 30 minutes from 1 to 4", "*/30 1-4 * * *", "30 1-4 * * *", "30 */2 * * *"]
)
def test_steps_of_a_window_and_of_cron_are_times_of_the_clock_too(said):
    """
    In the night that repeats an hour, each time that the clock shows is due once.
    """
    found = local(said, "Europe/Paris", "2026-10-25")

    assert "02:30 +0200" in found
    assert len(found) == len({moment[:5] for moment in found})


@pytest.mark.parametrize(
    ("day", "count"), [("2026-03-29", 23), ("2026-10-25", 23), ("2026-06-01", 23)]
)
def test_every_hour_goes_by_elapsed_time(day, count):
    """
    An hourly run comes after each hour that passed, on the days of 23 and 25 hours too.
    """
    start = dt.datetime.fromisoformat(day)
    found = due(read("every hour", "Europe/Paris"), start, start + dt.timedelta(hours=count))

    assert count == len(found)
    assert {dt.timedelta(hours=1)} == {b - a for a, b in itertools.pairwise(found)}


def test_two_lines_that_meet_at_the_end_of_a_gap_are_one_moment():
    """
    02:15 and 02:45 of a night without that hour, and 03:00, are one run at 03:00.
    """
    found = local("every day at 2:15, 2:45 and 3", "Europe/Paris", "2026-03-29")

    assert ["03:00 +0200"] == found


SAID = st.sampled_from(
    ["every weekday 7:30", "every hour", "toutes les 15 minutes", "every day at 2:30", "*/20 1-3 * * *",
     "le 1er de chaque mois à 9h", "every day at 2:15, 2:45 and 3", "every 30 minutes from 1 to 4",
     "le dernier jour du mois à 2h30", "45 2 * * *", "every 2 hours"]
)  # fmt: skip
ZONES = st.sampled_from(
    ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "UTC",
     "Africa/Cairo", "Pacific/Apia"]
)  # fmt: skip
# Around the days on which the clocks of one half of the world or the other change.
NEAR = st.sampled_from(["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01", "2026-06-15"])  # fmt: skip
CUTS = st.lists(st.integers(0, 3 * 24 * 3600), min_size=1, max_size=12)


@settings(max_examples=400, deadline=None)
@given(said=SAID, zone=ZONES, day=NEAR, cuts=CUTS)
def test_however_often_one_looks_each_moment_is_due_once(said, zone, day, cuts):
    """
    Looked at in pieces or at once, the moments are the same: none twice, none lost, in order.
    """
    planned = read(said, zone)
    start = dt.datetime.fromisoformat(day) - DAY
    looks = [start, *(start + dt.timedelta(seconds=s) for s in sorted(cuts)), start + 3 * DAY]
    pieces = [m for a, b in itertools.pairwise(looks) for m in due(planned, a, b)]

    assert due(planned, start, start + 3 * DAY) == pieces
    assert sorted(set(pieces)) == pieces
    assert all(start < moment <= start + 3 * DAY for moment in pieces)


@settings(max_examples=100, deadline=None)
@given(hour=st.integers(0, 23), minute=st.integers(0, 59), zone=ZONES, day=NEAR)
def test_a_time_of_day_runs_once_a_day_whatever_its_clock_does(hour, minute, zone, day):
    """
    Each day of the calendar has one run of a daily time: no day is left out, none has two.
    """
    planned = read(f"every day at {hour}:{minute:02}", zone)
    first = dt.datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)) - 2 * DAY
    start = first.astimezone(dt.UTC).replace(tzinfo=None) - dt.timedelta(seconds=1)
    found = due(planned, start, start + 5 * DAY)
    days = [m.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).date() for m in found]

    assert len(days) == len(set(days))
    assert {(first + i * DAY).date() for i in range(4)} <= set(days)


def test_a_clock_that_is_years_ahead_is_answered():
    """
    Of a schedule of every minute, ten years later, the last year is counted and no more.
    """
    found = due(read("every minute", "UTC"), dt.datetime(2016, 1, 1), dt.datetime(2026, 1, 1))

    assert dt.datetime(2026, 1, 1) == found[-1]
    assert 366 * 24 * 60 == len(found)
