"""Answers queries over one workspace, from a snapshot that lasts as long as the data does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING

from kpi_core.answering import allocation, attributed, learning
from kpi_core.answering.comparing import with_comparison
from kpi_core.answering.engine import Group, Row, run
from kpi_core.answering.formulas import COSTS, INDIRECT, follows
from kpi_core.answering.notes import Surroundings, loaded
from kpi_core.answering.question import Bucket, Question, buckets, own_periods, understand
from kpi_core.answering.results import result
from kpi_core.answering.silence import recomputed, silent_row, silent_rows
from kpi_core.answering.snapshot import Snapshot
from kpi_core.caveats import caveat
from kpi_core.definition import Better
from kpi_core.engines.facts import Facts
from kpi_core.engines.stored import Origin, Stored
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import resolve_comparison
from kpi_core.query import KpiQuery, KpiResult
from kpi_core.text import Text
from kpi_core.units import Unit, written
from kpi_core.warehouse.address import Secret
from kpi_core.workspace import Store

if TYPE_CHECKING:
    from kpi_core.engines.warehouse import InWarehouse


class Core:
    """
    The one place that answers a `KpiQuery`.

    store: the workspace, which stays open as long as this does.
    today: a fixed clock for tests and reproducible reports; the real one when None.
    secret: returns the password kept for a warehouse, where the environment says none.
    """

    def __init__(
        self, store: Store, today: dt.date | None = None, secret: Secret | None = None
    ) -> None:
        self.store = store
        self._today = today
        self._secret = secret
        self._snapshot: Snapshot | None = None
        self._stored = Stored(store)
        self._warehouse: tuple[int, str | None, InWarehouse | None] = (-1, None, None)
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
        origin = self.origin()
        version = origin.version()
        with self._lock:
            if self._snapshot is None or self._snapshot.version != version:
                self._snapshot = Snapshot(self.store, version, origin)
            return self._snapshot

    def origin(self) -> Origin:
        """Return where the facts are: in the workspace's file, or in the warehouse it names."""
        return self.warehouse() or self._stored

    def warehouse(self) -> InWarehouse | None:
        """Return the warehouse that the settings name, None where the facts were imported."""
        with self._lock:
            version, url, found = self._warehouse
            if version != self.store.version:
                version, named = self.store.version, self.store.settings().warehouse
                if named != url:
                    if found is not None:
                        found.close()
                    found = None if named is None else self._opened(named)
                self._warehouse = version, named, found
            return found

    def _opened(self, url: str) -> InWarehouse:
        from kpi_core.engines.warehouse import InWarehouse  # noqa: PLC0415 - where one is named

        return InWarehouse(self.store, url, self._secret)

    def close(self) -> None:
        """End what it holds open outside the workspace."""
        with self._lock:
            if self._warehouse[2] is not None:
                self._warehouse[2].close()
            self._warehouse = (-1, None, None)

    def facts(self) -> Facts:
        """Return what reads the facts, for one thread; close it after use."""
        return self.origin().facts()

    def query(self, query: KpiQuery, *, as_of: dt.datetime | None = None) -> list[KpiResult]:
        """
        Return the answers to *query*: one a KPI and group, in reading order.

        as_of: answer with what was known at that moment (UTC), whatever was corrected since.

        Raises
        ------
        KpiError
            a word of the query is not understood, or the question cannot be told that way.
        """
        self.remembers(as_of)
        snapshot = self.snapshot()
        today = self.today()
        parts = own_periods(query, snapshot)
        questions = [understand(part, snapshot, today, as_of) for part in parts]
        found = [r for question in questions for r in self._asked(question, snapshot, query)]
        if len(parts) > 1:
            places = {
                kpi.kpi.id: query.kpis.index(name)
                for part, question in zip(parts, questions, strict=True)
                for name, kpi in zip(dict.fromkeys(part.kpis), question.kpis, strict=True)
            }
            found.sort(key=lambda r: places[r.variant])
        return _ordered(found, questions[0], query)

    def remembers(self, as_of: dt.datetime | None) -> None:
        """Refuse a moment of the past where what was corrected since is not kept."""
        if as_of is not None and not self.origin().past:
            raise KpiError(Kind.NOT_FOUND, _NO_PAST)

    def _asked(
        self, question: Question, snapshot: Snapshot, query: KpiQuery
    ) -> Iterator[KpiResult]:
        rows = self._counted(question, snapshot)
        groups = {row.group for row in rows} or ({()} if not question.by else set())
        if query.compare is None:
            yield from self._told(question, snapshot, rows, groups)
            return
        other = resolve_comparison(query.compare, question.period, question.calendar)
        then = replace(
            question,
            period=other,
            buckets=buckets(other, question.grain, question.calendar) if question.grain else (),
        )
        earlier = self._counted(then, snapshot)
        # A member that fell to nothing is told: it is the change that matters most.
        groups |= {row.group for row in earlier}
        ranks = {b.key.isoformat(): i for i, b in enumerate(question.buckets)}
        then_ranks = {b.key.isoformat(): i for i, b in enumerate(then.buckets)}

        def key(found: KpiResult, ranks: dict[str, int]) -> tuple[object, ...]:
            return found.variant, *(
                ranks.get(member or "", member) if name == question.grain else member
                for name, member in sorted(found.group.items())
            )

        before = {key(r, then_ranks): r for r in self._told(then, snapshot, earlier, groups)}
        for found in self._told(question, snapshot, rows, groups):
            yield with_comparison(found, before.get(key(found, ranks)), question, other, snapshot)

    def _counted(self, question: Question, snapshot: Snapshot) -> list[Row]:
        """Return what was counted of each group, its part of the indirect costs included."""
        rows = self._rows(question, snapshot)
        if question.dimensions and snapshot.settings.overhead_policy != "none":
            for indirect, direct in INDIRECT.items():
                self._allocate(question, snapshot, rows, indirect, direct)
        return rows

    def _told(
        self,
        question: Question,
        snapshot: Snapshot,
        rows: list[Row],
        groups: Collection[Group],
    ) -> list[KpiResult]:
        """Return the answers that *rows* give, and those of the *groups* that none is of."""
        rows = rows + silent_rows(question, rows, groups)
        around = replace(
            self._surroundings(question, snapshot), untouched=attributed.untouched(rows)
        )
        units: dict[dt.date, Bucket] = {b.key: b for b in question.buckets}
        found = []
        for row in rows:
            bucket = units.get(row.bucket) if row.bucket else None
            if row.bucket is None or bucket is not None:
                found += [
                    result(question, snapshot, kpi, row, bucket=bucket, around=around)
                    for kpi in question.kpis
                ]
        # Who reached a stage late is followed by lead, and credited by touch: not side by side.
        alone = question.cohort or question.model is not None
        return found if alone else self._with_cohorts(question, snapshot, found)

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
        cohorts = replace(question, kpis=kpis, cohort=True)
        rows = self._rows(cohorts, snapshot)
        followed = self._told(cohorts, snapshot, rows, {row.group for row in rows})
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
        facts = self.facts()
        try:
            days = snapshot.settings.maturity_days
            parameters = question.parameters(days, question.calendar.today)
            if question.model and question.model.learnt and question.shares:
                return learning.rows(facts, question, parameters)
            return run(facts, question.shape(), parameters)
        finally:
            facts.close()

    def _allocate(
        self,
        question: Question,
        snapshot: Snapshot,
        rows: list[Row],
        indirect: str,
        direct: str,
    ) -> None:
        """Give each row its part of the *indirect* costs, and its KPIs anew."""
        if not any(indirect in kpi.terms for kpi in question.kpis):
            return
        dimensions = tuple(sorted(question.dimensions))
        wide = replace(
            question, kpis=(), by=dimensions, filters={}, extra=(direct, "leads", indirect)
        )
        policy = snapshot.settings.overhead_policy
        parts = allocation.shares(
            self._rows(wide, snapshot), policy, indirect=indirect, direct=direct
        )
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
                row = silent_row(question, group, bucket)
                rows.append(row)
            row.values[indirect] = total
            for kpi in question.kpis:
                row.results[kpi.kpi.id] = recomputed(question, kpi, row)

    def _surroundings(self, question: Question, snapshot: Snapshot) -> Surroundings:
        """Ask what the rows leave out: only where a cost is told by something."""
        if not question.dimensions or not any(COSTS & set(k.terms) for k in question.kpis):
            return Surroundings()
        indirect = None
        if told := [kpi.terms for kpi in question.kpis if loaded(kpi.kpi, kpi.terms)]:
            lagged = all("lagged_indirect_cost" in terms for terms in told)
            term = "lagged_indirect_cost" if lagged else "indirect_cost"
            total = self._total(question, snapshot, term, {})
            indirect = _written(total, snapshot.settings.currency) if total else None
        unassigned = {}
        for name in sorted(
            (question.dimensions & {"campaign", "content", "segment", "country", "product"})
            & snapshot.spend_dimensions
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
                if row.group[0] is not None
                and not row.counted["cost"]
                and (row.counted["leads"] or row.counted["new_customers"])
            )
        )


_NO_PAST = Text(
    en="A warehouse keeps no record of what was corrected: ask without a moment (as of), or of a table that keeps its history there.",
    fr="Un entrepôt ne garde pas trace de ce qui a été corrigé\u00a0: demandez sans date d’observation, ou d’une table qui y garde son histoire.",
)


def _written(amount: float, currency: str) -> Text:
    return Text(
        en=written(amount, Unit.MONEY, currency, "en"),
        fr=written(amount, Unit.MONEY, currency, "fr"),
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
        if query.order is None and (question.grain or not question.by):
            return False, 0, f"{dict(group).get(question.grain or '', '')} {group}"
        lead = next((r for r in groups[group] if r.variant == first.id), None)
        value = lead.value if lead else None
        signed = 0.0 if value is None else (-value if descending else value)
        return value is None, signed, str(group)

    ordered: Sequence[tuple[tuple[str, str | None], ...]] = sorted(groups, key=rank)
    return [r for group in ordered[: query.limit] for r in groups[group]]
