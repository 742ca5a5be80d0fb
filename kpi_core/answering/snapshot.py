"""What is known of a workspace's data as it stands, read once a version of it."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kpi_core.answering.engine import run
from kpi_core.engines.stored import Origin
from kpi_core.facts import FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.query import Span
from kpi_core.warehouse.shape import Shape
from kpi_core.warehouse.statements import lag_of
from kpi_core.workspace import Settings, Store, members

# The days that say how far a fact goes: what happened, never what is planned.
_DAYS = {
    "spend": ("spent_on",),
    "traffic": ("seen_on",),
    "touchpoints": ("touched_on",),
    "leads": (
        "created_on",
        "contacted_on",
        "meeting_on",
        "mql_on",
        "sql_on",
        "trial_on",
        "paid_on",
    ),
    "deals": ("created_on", "closed_on"),
    "deal_stages": ("entered_on", "left_on"),
    "subscriptions": ("started_on",),
    "surveys": ("answered_on",),
    "experiments": ("ran_on",),
}

# The facts whose rows add up days, and may add up those of a week or of a month.
_SUMMED = ("spend", "traffic")
_TAXED = ("spend", "deals")

_WEEKS = 3  # the days a week apart, or the months in a row, that make a rhythm


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many rows a fact holds, and the days they span."""

    rows: int
    first: dt.date | None
    last: dt.date | None


def _each(aggregate: str, days: Sequence[str]) -> str:
    return ", ".join(f"{aggregate}({day})" for day in days)


def _coverage(count: object, first: object, last: object) -> Coverage:
    return Coverage(
        int(str(count)),
        first if isinstance(first, dt.date) else None,
        last if isinstance(last, dt.date) else None,
    )


class Snapshot:
    """The workspace at one version. Everything is read when first asked for."""

    def __init__(self, store: Store, version: int, origin: Origin) -> None:
        self.version = version
        self.origin = origin
        self._store = store

    def _rows(self, query: str, *bound: object) -> list[tuple[object, ...]]:
        with closing(self.origin.facts()) as facts:
            return facts.ask(query, bound)

    @cached_property
    def settings(self) -> Settings:
        """The settings."""
        return self._store.settings()

    @cached_property
    def members(self) -> members.MemberIndex:
        """The members of every dimension."""
        return self.origin.members()

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """How far each fact goes."""
        large = self.origin.ends(_DAYS)
        # One statement: what each costs besides its rows is what a small workspace waits for.
        told = " UNION ALL ".join(
            f"SELECT '{fact}', count(*), least({_each('min', days)}), greatest({_each('max', days)})"
            f" FROM {fact}"
            for fact, days in _DAYS.items()
            if fact not in large
        )
        found = {str(fact): _coverage(*ends) for fact, *ends in (self._rows(told) if told else ())}
        return found | {fact: _coverage(*ends) for fact, ends in large.items()}

    def coverage_at(self, fact: str, as_of: dt.datetime | None) -> Coverage:
        """Return how far *fact* went at a moment; how far it goes when that is None."""
        if as_of is None:
            return self.coverage[fact]
        if (fact, as_of) not in self._then:
            days = ", ".join(_DAYS[fact])
            known = (
                f"(SELECT {days} FROM {fact} WHERE recorded_at <= ? UNION ALL SELECT {days}"
                f" FROM {fact}_history WHERE recorded_at <= ? AND superseded_at > ?)"
            )
            self._then[fact, as_of] = self._covered(fact, known, as_of, as_of, as_of)
        return self._then[fact, as_of]

    def _covered(self, fact: str, rows: str, *bound: object) -> Coverage:
        days = _DAYS[fact]
        ends = f"least({_each('min', days)}), greatest({_each('max', days)})"
        (found,) = self._rows(f"SELECT count(*), {ends} FROM {rows}", *bound)
        return _coverage(*found)

    @cached_property
    def _then(self) -> dict[tuple[str, dt.datetime], Coverage]:
        return {}

    def told_until(self, fact: str) -> dt.date | None:
        """
        Return the last day that the rows of *fact* speak of.

        It is the day of the last row, or the end of its month or week where sources give one
        day for each: spend dated the 1st is the spend of the month.
        """
        if fact not in self._told:
            last = self.coverage[fact].last
            if fact in _SUMMED and last is not None:
                by_source: dict[object, list[dt.date]] = {}
                (day,) = _DAYS[fact]
                for source, when in self._rows(
                    f"SELECT DISTINCT source, {day} FROM {fact} WHERE {day} IS NOT NULL ORDER BY 2"
                ):
                    if isinstance(when, dt.date):
                        by_source.setdefault(source, []).append(when)
                last = _told_by(list(by_source.values()))
            self._told[fact] = last
        return self._told[fact]

    def told_by(self, fact: str, today: dt.date) -> dt.date | None:
        """Return the last day up to *today* that the rows of *fact* speak of."""
        last = self.told_until(fact)
        if last is None or last <= today:
            return last
        if fact in _SUMMED:
            return today  # a month that runs
        ends = ", ".join(f"max({d}) FILTER (WHERE {d} <= ?)" for d in _DAYS[fact])
        (dates,) = self._rows(f"SELECT {ends} FROM {fact}", *[today] * len(_DAYS[fact]))
        return max((d for d in dates if isinstance(d, dt.date)), default=None)

    def last_told(self, facts: Iterable[str], today: dt.date) -> dt.date | None:
        """Return the last day up to *today* that any of *facts* speaks of."""
        days = (self.told_by(fact, today) for fact in facts)
        return max((day for day in days if day is not None), default=None)

    @cached_property
    def _told(self) -> dict[str, dt.date | None]:
        return {}

    def recorded_by(self, fact: str, moment: dt.datetime) -> bool:
        """Tell whether any row of *fact* had been imported at a moment."""
        return self.origin.recorded_by(fact, moment)

    @property
    def empty(self) -> frozenset[str]:
        """The facts that hold nothing at all."""
        return frozenset(fact for fact, c in self.coverage.items() if not c.rows)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which anything is recorded."""
        return max((c.last for c in self.coverage.values() if c.last), default=None)

    @cached_property
    def has_margin(self) -> bool:
        """Whether any deal tells its margin."""
        return bool(self._rows("SELECT 1 FROM deals WHERE margin IS NOT NULL LIMIT 1"))

    @cached_property
    def has_indirect(self) -> bool:
        """Whether any indirect cost is recorded."""
        return bool(self._rows("SELECT 1 FROM spend WHERE category = 'indirect' LIMIT 1"))

    @cached_property
    def has_kinds(self) -> bool:
        """Whether deals tell new business from renewals."""
        return not self._rows("SELECT 1 FROM deals WHERE kind IS NULL AND state = 'won' LIMIT 1")

    @cached_property
    def accounts_from_before(self) -> int:
        """How many accounts renewed or grew before any new deal of theirs is recorded."""
        (row,) = self._rows(
            "SELECT count(*) FROM (SELECT kind, row_number() OVER (PARTITION BY customer"
            " ORDER BY closed_on, coalesce(created_on, closed_on), deal) AS place"
            " FROM deals WHERE state = 'won' AND kind <> 'credit' AND customer IS NOT NULL) AS won"
            " WHERE place = 1 AND kind IN ('expansion', 'renewal')"
        )
        return int(str(row[0]))

    @cached_property
    def undated_wins(self) -> int:
        """How many won deals have no closing date, and so belong to no period."""
        (row,) = self._rows("SELECT count(*) FROM deals WHERE state = 'won' AND closed_on IS NULL")
        return int(str(row[0]))

    @cached_property
    def dated_wins(self) -> bool:
        """Whether any won deal says when it was won."""
        return bool(
            self._rows("SELECT 1 FROM deals WHERE state = 'won' AND closed_on IS NOT NULL LIMIT 1")
        )

    def revised(self, fact: str, start: dt.date, end: dt.date) -> int:
        """Return how many rows of *fact* dated in the period were corrected since first told."""
        if fact not in self._revisions:
            self._revisions[fact] = [
                [day for day in row if isinstance(day, dt.date)]
                for row in self.origin.corrected(fact, _DAYS[fact])
            ]
        return sum(any(start <= day <= end for day in row) for row in self._revisions[fact])

    @cached_property
    def _revisions(self) -> dict[str, list[list[dt.date]]]:
        return {}

    @cached_property
    def spend_dimensions(self) -> frozenset[str]:
        """The dimensions that at least one direct cost carries."""
        names = ("platform", "channel", *FACTS["spend"].members())
        counted = ", ".join(f"count({name})" for name in names)
        (row,) = self._rows(f"SELECT {counted} FROM spend WHERE category = 'direct'")
        return frozenset(name for name, n in zip(names, row, strict=True) if n)

    def untaxed_files(self, facts: Collection[str]) -> tuple[str, ...]:
        """Return the files of *facts* whose amounts nobody said to be before or after tax."""
        files = {file for fact in facts for file in self._untaxed.get(fact, ())}
        return tuple(sorted(files))

    @cached_property
    def _untaxed(self) -> dict[str, list[str]]:
        return {fact: self.origin.untaxed(fact) for fact in _TAXED}

    @cached_property
    def amount_kinds(self) -> tuple[str, ...]:
        """What the amounts of deals are declared to hold: `tcv`, `acv`, `mrr`; one, or none."""
        return self.origin.amount_kinds()

    @cached_property
    def undeclared_files(self) -> tuple[str, ...]:
        """The files of deals of which nobody said what their amount holds, not even later."""
        return self.origin.undeclared()

    def median_lag(self, base: str, reached: str) -> float | None:
        """Return the median days from one stage date of a person to a later one."""
        key = (base, reached)
        if key not in self._lags:
            with closing(self.origin.facts()) as facts:
                (row,) = facts.rows(lag_of(base, reached), {})
            self._lags[key] = None if row["lag"] is None else float(str(row["lag"]))
        return self._lags[key]

    def cycle_days(self, as_of: dt.datetime | None = None) -> int | None:
        """Return the median sales cycle of all the records, in whole days; None when unknown."""
        if as_of not in self._cycles:
            term = "deal_cycle_median" if "leads" in self.empty else "lead_cycle_median"
            known = GLOSSARY[term].measure
            assert known is not None  # noqa: S101 - declared in the glossary
            shape = Shape(measures=((term, known),), as_of=as_of is not None)
            bounds = {"start": dt.date(1900, 1, 1), "end": dt.date(2200, 1, 1), "as_of": as_of}
            with closing(self.origin.facts()) as facts:
                (row,) = run(facts, shape, bounds)
            days = row.values[term]
            # Half a day more is a day: 56.5 and 57.5 both round up.
            self._cycles[as_of] = None if days is None else max(0, math.floor(float(days) + 0.5))
        return self._cycles[as_of]

    @cached_property
    def _cycles(self) -> dict[dt.datetime | None, int | None]:
        return {}

    def untyped(self, fact: str, kind: str, column: str | None, span: Span) -> int:
        """Return how many rows of the days of *span* tell *column* and not their *kind*."""
        key = (fact, kind, column or kind)
        if key not in self._untyped:
            (day,) = _DAYS[fact]
            told = f" AND {column} IS NOT NULL" if column else ""
            self._untyped[key] = [
                row[0]
                for row in self._rows(f"SELECT {day} FROM {fact} WHERE {kind} IS NULL{told}")
                if isinstance(row[0], dt.date)
            ]
        return sum(span.start <= day <= span.end for day in self._untyped[key])

    @cached_property
    def _untyped(self) -> dict[tuple[str, str, str], list[dt.date]]:
        return {}

    @cached_property
    def _lags(self) -> dict[tuple[str, str], float | None]:
        return {}


def _told_by(sources: Sequence[Sequence[dt.date]]) -> dt.date:
    """Return the last day that *sources* speak of; one told day by day is told no further."""
    together = sorted({day for days in sources for day in days})
    if (end := _end_of_last(together)) > (last := together[-1]):
        return end
    daily = {days[-1] for days in sources if _end_of_last(days) == days[-1]}
    if any((day.year, day.month) == (last.year, last.month) for day in daily):
        return last
    return max(map(_end_of_last, sources))


def _end_of_last(days: Sequence[dt.date]) -> dt.date:
    """Return the end of what the last of *days* speaks of: of its month or week, or itself."""
    last = days[-1]
    months = [day.year * 12 + day.month for day in days]
    in_a_row = len(months) >= _WEEKS and all(
        after - before == 1 for before, after in pairwise(months)
    )
    firsts = len(days) > 1 and all(day.day == 1 for day in days)
    if firsts or in_a_row:
        return last.replace(day=calendar.monthrange(last.year, last.month)[1])
    weekly = len(days) >= _WEEKS and all(
        (after - before).days == 7  # noqa: PLR2004 - a week
        for before, after in pairwise(days)
    )
    return last + dt.timedelta(days=6 - last.weekday()) if weekly else last
