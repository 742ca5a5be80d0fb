"""Answers queries over one workspace, from a snapshot that lasts as long as the data does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from threading import Lock

from kpi_core import arithmetic
from kpi_core.answering import allocation
from kpi_core.answering.engine import Group, Row, run
from kpi_core.answering.formulas import COSTS, Expanded, follows
from kpi_core.answering.margins import change, change_margin
from kpi_core.answering.notes import Surroundings, loaded
from kpi_core.answering.question import Bucket, Question, buckets, understand
from kpi_core.answering.results import result
from kpi_core.answering.snapshot import Snapshot
from kpi_core.catalog import REGISTRY
from kpi_core.caveats import caveat
from kpi_core.definition import Better
from kpi_core.measures import Nothing
from kpi_core.periods import Period, resolve_comparison
from kpi_core.query import Comparison, KpiQuery, KpiResult, Span
from kpi_core.text import Text
from kpi_core.units import Unit, written
from kpi_core.workspace import Store


class Core:
    """
    The one place that answers a `KpiQuery`.

    store: the workspace, which stays open as long as this does.
    today: a fixed clock for tests and reproducible reports; the real one when None.
    """

    def __init__(self, store: Store, today: dt.date | None = None) -> None:
        self.store = store
        self._today = today
        self._snapshot: Snapshot | None = None
        self._lock = Lock()

    def today(self) -> dt.date:
        """Return the day it is in the workspace's time zone."""
        if self._today is not None:
            return self._today
        import zoneinfo  # noqa: PLC0415 - not on the path of a fixed clock

        zone = zoneinfo.ZoneInfo(self.snapshot().settings.timezone)
        return dt.datetime.now(zone).date()

    def snapshot(self) -> Snapshot:
        """Return what is known of the data as it stands now."""
        version = self.store.version
        with self._lock:
            if self._snapshot is None or self._snapshot.version != version:
                self._snapshot = Snapshot(self.store, version)
            return self._snapshot

    def query(self, query: KpiQuery, *, as_of: dt.datetime | None = None) -> list[KpiResult]:
        """
        Return the answers to *query*: one a KPI and group, in reading order.

        as_of: answer with what was known at that moment (UTC), whatever was corrected since.

        Raises
        ------
        KpiError
            a word of the query is not understood, or the question cannot be told that way.
        """
        snapshot = self.snapshot()
        question = understand(query, snapshot, self.today(), as_of)
        results = self._answers(question, snapshot)
        if query.compare:
            other = resolve_comparison(query.compare, question.period, question.calendar)
            results = self._compared(question, snapshot, results, other)
        return _ordered(results, question, query)

    def _answers(self, question: Question, snapshot: Snapshot) -> list[KpiResult]:
        rows = self._rows(question, snapshot)
        if question.dimensions and snapshot.settings.overhead_policy != "none":
            self._allocate(question, snapshot, rows)
        around = self._surroundings(question, snapshot)
        units: dict[dt.date, Bucket] = {b.key: b for b in question.buckets}
        found = []
        for row in rows:
            bucket = units.get(row.bucket) if row.bucket else None
            if row.bucket is None or bucket is not None:
                found += [
                    result(question, snapshot, kpi, row, bucket=bucket, around=around)
                    for kpi in question.kpis
                ]
        return found if question.cohort else self._with_cohorts(question, snapshot, found)

    def _with_cohorts(
        self, question: Question, snapshot: Snapshot, results: list[KpiResult]
    ) -> list[KpiResult]:
        """Put the cohort rate beside a stage rate that its period distorts."""
        doubtful = {
            r.variant for r in results if {c.code for c in r.caveats} & {"above_one", "long_lag"}
        }
        kpis = tuple(k for k in question.kpis if k.kpi.id in doubtful and follows(k.kpi))
        if not kpis:
            return results
        followed = self._answers(replace(question, kpis=kpis, cohort=True), snapshot)
        beside = {(r.variant, tuple(sorted(r.group.items()))): r for r in followed}
        told = []
        for found in results:
            other = beside.get((found.variant, tuple(sorted(found.group.items()))))
            if other is None or other.value is None or found.value is None:
                told.append(found)
                continue
            value = Text(
                en=written(other.value, other.unit, "EUR", "en"),
                fr=written(other.value, other.unit, "EUR", "fr"),
            )
            added = caveat(
                "cohort_beside",
                value=value,
                n=f"{other.numerator or 0:g}",
                base=f"{other.denominator or 0:g}",
            )
            told.append(found.model_copy(update={"caveats": [*found.caveats, added]}))
        return told

    def _rows(self, question: Question, snapshot: Snapshot) -> list[Row]:
        cursor = self.store.cursor()
        try:
            days = snapshot.settings.maturity_days
            parameters = question.parameters(days, question.calendar.today)
            rows = run(cursor, question.shape(), parameters)
        finally:
            cursor.close()
        if question.grain:
            rows += _silent_buckets(question, rows)
        return rows

    def _allocate(self, question: Question, snapshot: Snapshot, rows: list[Row]) -> None:
        """Give each row its part of the indirect costs, and its KPIs anew."""
        if not any("indirect_cost" in kpi.terms for kpi in question.kpis):
            return
        dimensions = tuple(sorted(question.dimensions))
        wide = replace(
            question, kpis=(), by=dimensions, filters={}, extra=("cost", "leads", "indirect_cost")
        )
        parts = allocation.shares(self._rows(wide, snapshot), snapshot.settings.overhead_policy)
        totals: dict[allocation.Key, Decimal] = {}
        for (bucket, group), amount in parts.items():
            members = dict(zip(dimensions, group, strict=True))
            if all(members[n] in kept for n, kept in question.filters.items()):
                key = bucket, tuple(members[n] for n in question.by)
                totals[key] = totals.get(key, Decimal(0)) + amount
        present = {(row.bucket, row.group): row for row in rows}
        for (bucket, group), total in totals.items():
            row = present.get((bucket, group))
            if row is None:
                row = _silent_row(question, group, bucket)
                rows.append(row)
            row.values["indirect_cost"] = total
            for kpi in question.kpis:
                row.results[kpi.kpi.id] = _recomputed(question, kpi, row)

    def _surroundings(self, question: Question, snapshot: Snapshot) -> Surroundings:
        """Ask what the rows leave out: only where a cost is told by something."""
        if not question.dimensions or not any(COSTS & set(k.terms) for k in question.kpis):
            return Surroundings()
        indirect = None
        if any(loaded(kpi.kpi, kpi.terms) for kpi in question.kpis):
            total = self._total(question, snapshot, "indirect_cost", {})
            indirect = _written(total, snapshot.settings.currency) if total else None
        unassigned = {}
        for name in sorted(
            (question.dimensions & {"campaign", "content", "segment"}) & snapshot.spend_dimensions
        ):
            others = {n: m for n, m in question.filters.items() if n != name}
            whole = self._total(question, snapshot, "cost", others)
            loose = self._total(question, snapshot, "cost", {**others, name: (None,)})
            if whole > 0:
                unassigned[name] = loose / whole
        return Surroundings(
            indirect=indirect,
            unassigned=unassigned,
            without_spend=self._children_without_spend(question, snapshot),
        )

    def _total(
        self,
        question: Question,
        snapshot: Snapshot,
        term: str,
        filters: dict[str, tuple[str | None, ...]],
    ) -> float:
        whole = replace(
            question, kpis=(), by=(), filters=filters, grain=None, buckets=(), extra=(term,)
        )
        (row,) = self._rows(whole, snapshot)
        return float(row.values[term] or 0)

    def _children_without_spend(self, question: Question, snapshot: Snapshot) -> tuple[str, ...]:
        if "platform" not in question.filters:
            return ()
        below = replace(
            question,
            kpis=(),
            by=("channel",),
            filters={"platform": question.filters["platform"]},
            grain=None,
            buckets=(),
            extra=("cost", "leads", "new_customers"),
        )
        return tuple(
            sorted(
                str(row.group[0])
                for row in self._rows(below, snapshot)
                if not row.counted["cost"]
                and (row.counted["leads"] or row.counted["new_customers"])
            )
        )

    def _compared(
        self, question: Question, snapshot: Snapshot, results: list[KpiResult], other: Period
    ) -> list[KpiResult]:
        then = replace(
            question,
            period=other,
            buckets=buckets(other, question.grain, question.calendar) if question.grain else (),
        )
        ranks = {b.key.isoformat(): i for i, b in enumerate(question.buckets)}
        then_ranks = {b.key.isoformat(): i for i, b in enumerate(then.buckets)}

        def key(found: KpiResult, ranks: dict[str, int]) -> tuple[object, ...]:
            return found.variant, *(
                ranks.get(member or "", member) if name == question.grain else member
                for name, member in sorted(found.group.items())
            )

        before = {key(r, then_ranks): r for r in self._answers(then, snapshot)}
        return [_with_comparison(r, before.get(key(r, ranks)), other) for r in results]


def _written(amount: float, currency: str) -> Text:
    return Text(
        en=written(amount, Unit.MONEY, currency, "en"),
        fr=written(amount, Unit.MONEY, currency, "fr"),
    )


def _recomputed(question: Question, kpi: Expanded, row: Row) -> float | None:
    values = {name: float(v) for name, v in row.values.items() if v is not None}
    span = question.period
    bucket = next((b for b in question.buckets if b.key == row.bucket), None)
    start, end = (bucket.start, bucket.end) if bucket else (span.start, span.end)
    values["period_years"] = ((end - start).days + 1) / 365.25
    try:
        return arithmetic.evaluate(question.named(kpi, kpi.expression), values)
    except (KeyError, ZeroDivisionError):
        return None


def _silent_buckets(question: Question, rows: Iterable[Row]) -> list[Row]:
    """Return the units of a trend in which nothing was counted: they belong to the trend."""
    rows = list(rows)
    groups = {row.group for row in rows} or ({()} if not question.by else set())
    seen = {(row.group, row.bucket) for row in rows}
    return [
        _silent_row(question, group, bucket.key)
        for group in sorted(groups, key=str)
        for bucket in question.buckets
        if (group, bucket.key) not in seen
    ]


def _silent_row(question: Question, group: Group, bucket: dt.date | None) -> Row:
    """Return a row in which nothing was counted."""
    measures = question.measures
    return Row(
        group=group,
        bucket=bucket,
        values={n: 0 if m.nothing is Nothing.ZERO else None for n, m in measures.items()},
        counted=dict.fromkeys(measures, 0),
        blank={},
        inferred={},
        results={kpi.kpi.id: 0 for kpi in question.kpis if kpi.kpi.denominator is None},
    )


def _with_comparison(found: KpiResult, before: KpiResult | None, other: Period) -> KpiResult:
    span = Span(start=other.start, end=other.end)
    if before is None:
        return found.model_copy(
            update={"comparison": Comparison(period=span, value=None, change=None)}
        )
    moved = low = high = None
    clear = None
    if found.value is not None and before.value is not None:
        kpi = REGISTRY[found.variant]
        moved = change(kpi, before.value, found.value)
        low, high = change_margin(
            kpi, before.value, (before.low, before.high), found.value, (found.low, found.high)
        )
        if low is not None and high is not None:
            clear = not low <= 0 <= high
    return found.model_copy(
        update={
            "comparison": Comparison(
                period=before.period,
                value=before.value,
                change=moved,
                low=low,
                high=high,
                clear=clear,
            )
        }
    )


def _ordered(results: list[KpiResult], question: Question, query: KpiQuery) -> list[KpiResult]:
    """
    Return *results* by group: as asked, else in time, else the best of the first KPI first.

    A group without a value comes last; `limit` counts groups, with all their KPIs.
    """
    groups: dict[tuple[tuple[str, str | None], ...], list[KpiResult]] = {}
    for found in results:
        groups.setdefault(tuple(sorted(found.group.items())), []).append(found)
    first = question.kpis[0].kpi
    descending = query.order == "desc" if query.order else first.better is not Better.LOWER

    def rank(group: tuple[tuple[str, str | None], ...]) -> tuple[bool, float, str]:
        lead = next(r for r in groups[group] if r.variant == first.id)
        if query.order is None and (question.grain or not question.by):
            return False, 0, str(dict(group).get(question.grain or "", ""))
        value = lead.value
        signed = 0.0 if value is None else (-value if descending else value)
        return value is None, signed, str(group)

    ordered: Sequence[tuple[tuple[str, str | None], ...]] = sorted(groups, key=rank)
    return [r for group in ordered[: query.limit] for r in groups[group]]
