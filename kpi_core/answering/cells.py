"""Thousands of cells at once: each is understood once, and they are counted together.

Additive measures come from cubes; the others from one statement a shape, never one a cell. What
a cell shows is what `Core.query` would answer for it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from threading import Lock

from kpi_core.answering import allocation, formulas
from kpi_core.answering.cell_arguments import Given, Read
from kpi_core.answering.cell_rows import Wanted, at, ends, plain, row_of, shares, span
from kpi_core.answering.cell_words import neither, no_answer, serial, several
from kpi_core.answering.core import Core
from kpi_core.answering.cube import Cube, build
from kpi_core.answering.engine import Row, run
from kpi_core.answering.formulas import INDIRECT, is_state
from kpi_core.answering.question import (
    Question,
    calendar_of,
    default_period,
    dimension_named,
    understand,
)
from kpi_core.answering.reading import Reading
from kpi_core.answering.snapshot import Snapshot
from kpi_core.attribution.model import Model
from kpi_core.attribution.models import MODEL_WORDS, find
from kpi_core.attribution.units import UNIT_WORDS, per_account
from kpi_core.errors import Kind, KpiError
from kpi_core.measures import Measure, Nothing
from kpi_core.periods import Period, resolve
from kpi_core.query import KpiQuery, Span
from kpi_core.registry import folded
from kpi_core.text import Text
from kpi_core.units import Unit
from kpi_core.warehouse.relations import shared
from kpi_core.warehouse.shape import Shape

Argument = str | float | bool | None
Answer = float | KpiError


#: Errors of a warehouse that may be over by the next question: nothing to keep.
_PASSING = frozenset({Kind.UPSTREAM, Kind.AUTH})
_FEW = 12  # cells that may be asked one by one


@dataclass(slots=True)
class Book:
    """What cells of one version of the data share: understood arguments, and cubes."""

    snapshot: Snapshot
    arguments: dict[str, Read] = field(default_factory=dict)
    wanted: dict[tuple[Argument, ...], Wanted | KpiError] = field(default_factory=dict)
    answers: dict[tuple[Argument, ...], Answer] = field(default_factory=dict)
    questions: dict[tuple[str, Model | None, bool, tuple[str, ...]], Question] = field(
        default_factory=dict
    )
    cubes: dict[tuple[str, str | None, tuple[str, ...]], Cube | None] = field(default_factory=dict)
    shares: dict[tuple[object, ...], dict[allocation.Key, Decimal]] = field(default_factory=dict)
    day: dt.date | None = None


def _unit(wanted: Wanted | KpiError) -> Unit | None:
    return None if isinstance(wanted, KpiError) else wanted.kpi.kpi.unit


class Cells:
    """Answers the cells of one workspace."""

    #: Answers kept a version of the data; past it they start again.
    MOST_KEPT = 200_000

    def __init__(self, core: Core) -> None:
        self._core = core
        self._book: Book | None = None
        self._lock = Lock()  # one request empties the book while another reads from it

    def answer(self, cells: Sequence[tuple[Argument, ...]]) -> list[Answer]:
        """
        Return the value of each cell, or the `KpiError` that it shows.

        A cell is the arguments of `B2B_KPI`: the KPI, then periods and filters in any order.
        """
        return [answer for answer, _ in self.answered(cells)]

    def answered(self, cells: Sequence[tuple[Argument, ...]]) -> list[tuple[Answer, Unit | None]]:
        """
        Return the answer to each cell, and the unit of the KPI that its words were found to mean.

        The unit is None where no KPI was found.
        """
        with self._lock:
            book = self._current()
            fresh = [cell for cell in dict.fromkeys(cells) if cell not in book.answers]
            if fresh:
                if len(book.answers) + len(fresh) > self.MOST_KEPT:
                    book.answers.clear()
                    book.wanted.clear()
                    fresh = list(dict.fromkeys(cells))
                self._fill(book, fresh)
            answers, wanted = book.answers, book.wanted
            return [(answers[cell], _unit(wanted[cell])) for cell in cells]

    def query(self, cell: tuple[Argument, ...]) -> tuple[KpiQuery, Period]:
        """
        Return the query that a cell stands for, and its period: its own when it gives none.

        Raises
        ------
        KpiError
            an argument is not understood.
        """
        wanted = self._understood(self._current(), cell)
        if isinstance(wanted, KpiError):
            raise wanted
        filters = {
            name: [member]
            for name, member in zip(wanted.question.filters, wanted.members, strict=True)
        }
        span = Span(start=wanted.period.start, end=wanted.period.end) if wanted.dated else None
        model = wanted.question.model
        query = KpiQuery(
            kpis=[wanted.kpi.kpi.id],
            period=span,
            filters=filters,
            model=model.id if model else None,
            unit="account" if model and model.accounts else "lead",
        )
        return query, wanted.period

    def _current(self) -> Book:
        snapshot = self._core.snapshot()
        today = self._core.today()
        if self._book is None or self._book.snapshot is not snapshot or self._book.day != today:
            self._book = Book(snapshot, day=today)
        return self._book

    def _fill(self, book: Book, cells: Iterable[tuple[Argument, ...]]) -> None:
        later: dict[tuple[str, tuple[str, ...]], list[tuple[tuple[Argument, ...], Wanted]]]
        later = defaultdict(list)
        for cell in cells:
            wanted = self._understood(book, cell)
            if isinstance(wanted, KpiError):
                book.answers[cell] = wanted
                continue
            row = self._from_cubes(book, wanted)
            if row is None and wanted.question.shares:
                book.answers[cell] = self._asked(cell)
            elif row is None:
                later[wanted.kpi.kpi.id, tuple(wanted.question.filters)].append((cell, wanted))
            else:
                book.answers[cell] = self._shared(book, cell, wanted, row)
        for group in later.values():
            try:
                rows = self._from_rows([w for _, w in group])
            except KpiError as error:
                if error.kind is not Kind.LIMIT:
                    raise
                # Together they read too much. Apart, each reads no more than its own days.
                for cell, _wanted in group:
                    book.answers[cell] = self._apart(cell) if len(group) <= _FEW else error
                continue
            for (cell, wanted), row in zip(group, rows, strict=True):
                book.answers[cell] = self._shared(book, cell, wanted, row)

    def _apart(self, cell: tuple[Argument, ...]) -> Answer:
        try:
            return self._asked(cell)
        except KpiError as error:
            if error.kind is not Kind.LIMIT:
                raise
            return error

    def _shared(self, book: Book, cell: tuple[Argument, ...], wanted: Wanted, row: Row) -> Answer:
        """Show a row once its part of the indirect costs is given to it, where a policy says so."""
        policy = book.snapshot.settings.overhead_policy
        if not wanted.question.filters or policy == "none":
            return self._shown(book, wanted, row)
        for indirect in INDIRECT.keys() & set(wanted.kpi.terms):
            shares = self._shares(book, wanted, indirect, policy)
            if shares is None:
                return self._asked(cell)
            row.values[indirect] = shares.get((None, wanted.members), Decimal(0))
        answer = row_of(wanted, row.values, row.counted)
        answer.blank = row.blank
        return self._shown(book, wanted, answer)

    def _shares(
        self, book: Book, wanted: Wanted, indirect: str, policy: str
    ) -> dict[allocation.Key, Decimal] | None:
        """Return every member's part over the days of a cell; None when no cube can tell."""
        question = wanted.question
        names = tuple(question.filters)
        model = question.model
        key = (indirect, model, names, wanted.period.start, wanted.period.end)
        if key not in book.shares:
            terms = (INDIRECT[indirect], "leads", indirect)
            cubes = {
                t: self._cube(book, question, t, formulas.measure(t, cohort=None)) for t in terms
            }
            known = {term: cube for term, cube in cubes.items() if cube and not cube.blanks}
            if len(known) < len(terms):
                return None
            book.shares[key] = shares(wanted, known, indirect, policy)
        return book.shares[key]

    def _asked(self, cell: tuple[Argument, ...]) -> Answer:
        query, _ = self.query(cell)
        (found,) = self._core.query(query)
        return no_answer(found.caveats) if found.value is None else found.value

    def _shown(self, book: Book, wanted: Wanted, row: Row) -> Answer:
        kpi = wanted.kpi
        value = row.results.get(kpi.kpi.id)
        if value is not None and plain(wanted, row):
            return float(value) + 0.0
        span = Span(start=wanted.period.start, end=wanted.period.end)
        told, why = Reading(at(wanted), book.snapshot, kpi, row, span).value()
        return no_answer(why) if told is None else told

    def _understood(self, book: Book, cell: tuple[Argument, ...]) -> Wanted | KpiError:
        found = book.wanted.get(cell)
        if found is None:
            try:
                found = self._understand(book, cell)
            except KpiError as error:
                if error.kind in _PASSING:
                    raise
                found = error
            book.wanted[cell] = found
        return found

    def _understand(self, book: Book, cell: tuple[Argument, ...]) -> Wanted:
        name, *rest = cell or (None,)
        if not isinstance(name, str) or not name.strip():
            raise KpiError(
                Kind.EMPTY,
                Text(
                    en='Say which KPI, for example "CAC".',
                    fr="Indiquez l’indicateur, par exemple « CAC ».",
                ),
            )
        given = self._arguments(book, rest)
        period, filters, model = given.period, given.filters, given.model
        key = (name, model, bool(given.accounts), tuple(sorted(filters)))
        question = book.questions.get(key)
        if question is None:
            query = KpiQuery(
                kpis=[name],
                period=Span(start=period.start, end=period.end) if period else None,
                filters={n: [m] for n, m in filters.items()},
                model=model.id if model else None,
                unit="account" if given.accounts else "lead",
            )
            question = understand(query, book.snapshot, book.day or self._core.today())
            book.questions[key] = question
        members = tuple(filters[n] for n in question.filters)
        days = period or self._default(book, question)
        return Wanted(question, question.kpis[0], days, members, dated=period is not None)

    def _default(self, book: Book, question: Question) -> Period:
        # A question's own period is its first cell's; without one, it is the default again.
        calendar = question.calendar
        kpi = question.kpis[0].kpi
        if is_state(kpi, book.snapshot.settings):
            return Period(calendar.today, calendar.today)
        return default_period(book.snapshot, calendar)

    def _arguments(self, book: Book, arguments: Sequence[Argument]) -> Given:
        given = Given()
        for argument in arguments:
            if argument is None or argument == "":
                continue
            if isinstance(argument, (bool, int, float)):
                given.serials.append(serial(argument))
                continue
            read = book.arguments.get(argument)
            if read is None:
                read = book.arguments[argument] = self._argument(book, argument)
            given.take(read)
        given.dated()
        return given

    def _argument(self, book: Book, argument: str) -> Read:
        """Return the period, the model or the (dimension, member) that *argument* is."""
        name, sign, member = argument.partition("=")
        if sign and folded(name) in MODEL_WORDS:
            return find(member)
        if sign and folded(name) in UNIT_WORDS:
            return per_account(member)
        if sign and (dimension := dimension_named(name)):
            return book.snapshot.members.one(dimension, member)
        found = book.snapshot.members.anywhere(argument)
        calendar = calendar_of(book.snapshot, book.day or self._core.today())
        try:
            period = resolve(argument, calendar)
        except KpiError as error:
            if len(found) == 1:
                return found[0]
            if found:
                raise several(argument, [f"{n}={m}" for n, m in found]) from None
            raise neither(argument, error, book.snapshot) from None
        if found:
            readings = [f"{n}={m}" for n, m in found] + [period.iso]
            raise several(argument, readings)
        return period

    def _from_cubes(self, book: Book, wanted: Wanted) -> Row | None:
        """Return the counted row of a cell, or None when a measure of it is not additive."""
        question, kpi = wanted.question, wanted.kpi
        values: dict[str, float | int | None] = {}
        counted: dict[str, int] = {}
        if question.shares and question.model and question.model.learnt:
            return None
        for term in kpi.terms:
            measure = question.measures[term]
            if not measure.additive or measure.within:
                return None
            cube = self._cube(book, question, term, measure)
            if cube is None or cube.blanks:
                return None
            value, rows = cube.between(wanted.members, *ends(wanted, measure))
            values[term] = 0 if value is None and measure.nothing is Nothing.ZERO else value
            counted[term] = rows
        return row_of(wanted, dict(values), counted)

    def _cube(self, book: Book, question: Question, term: str, measure: Measure) -> Cube | None:
        names = tuple(question.filters)
        model = question.model.key if question.model and question.shares else None
        model = model if shared(measure) else None
        key = (term, model, names)
        if key not in book.cubes:
            first, last = span(book.snapshot)
            facts = self._core.facts()
            try:
                # A lagged measure is the plain one over earlier days.
                plain = replace(measure, lagged=False)
                origin = self._core.origin()
                kept = None if model else origin.summed(plain, names, first, last)
                book.cubes[key] = build(
                    facts, plain, names, first, last,
                    model=model, window=question.window, kept=kept,
                )  # fmt: skip
            except KpiError as error:
                if error.kind is not Kind.LIMIT:
                    raise
                book.cubes[key] = (
                    None  # all its days are too much to read: those asked for may not be
                )
            finally:
                facts.close()
        return book.cubes[key]

    def _from_rows(self, group: list[Wanted]) -> list[Row]:
        """Count the cells of one shape together."""
        question = group[0].question
        names = tuple(question.filters)
        shape = Shape(measures=tuple(question.measures.items()), cells=names)
        parameters: dict[str, object] = {
            "cells": list(range(len(group))),
            "starts": [w.period.start for w in group],
            "eves": [w.period.start - dt.timedelta(days=1) for w in group],
            "ends": [w.period.end for w in group],
            "lag_days": question.lag_days or 0,
        }
        for i, name in enumerate(names):
            parameters[f"m_{name}"] = [w.members[i] for w in group]
        facts = self._core.facts()
        try:
            found = {int(r.group[0] or 0): r for r in run(facts, shape, parameters)}
        finally:
            facts.close()
        nothing = {
            n: 0 if m.nothing is Nothing.ZERO else None for n, m in question.measures.items()
        }
        rows = []
        for i, wanted in enumerate(group):
            row = found.get(i)
            values = (
                {n: None if v is None else float(v) for n, v in row.values.items()}
                if row
                else dict(nothing)
            )
            counted = row.counted if row else dict.fromkeys(nothing, 0)
            answer = row_of(wanted, dict(values), counted)
            answer.blank = row.blank if row else {}
            rows.append(answer)
        return rows
