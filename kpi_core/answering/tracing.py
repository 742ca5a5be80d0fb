"""The rows behind one number: which lines of which files were counted, each input apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kpi_core.answering.core import Core
from kpi_core.answering.engine import fetched, run
from kpi_core.answering.formulas import INDIRECT, Expanded
from kpi_core.answering.question import Question, own_periods, understand
from kpi_core.arithmetic import Expr, inputs_of, substitute
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import CHANNEL_HIERARCHY, FACTS
from kpi_core.measures import Aggregate, Clock, Measure
from kpi_core.periods import Period
from kpi_core.query import KpiQuery
from kpi_core.text import Text
from kpi_core.warehouse.relations import RELATIONS

MOST = 500

Side = Literal["numerator", "denominator", "both"]
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row that was counted. *line* is None where an earlier release imported it."""

    file: str
    line: int | None
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Traced:
    """
    The rows of one input of the formula.

    counted: how many there are; rows: the first of them, by import and line, None when the input
    is not made of rows one by one; decided: the columns by which they count; notes: what the
    reader must know of them.
    """

    term: str
    side: Side
    fact: str
    counted: int
    rows: tuple[TracedRow, ...] | None
    decided: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """What was counted for one number, input by input."""

    variant: str
    period: Period
    inputs: tuple[Traced, ...]


def trace(
    core: Core, query: KpiQuery, *, as_of: dt.datetime | None = None, limit: int = MOST
) -> Trace:
    """
    Return the rows that the answer to *query* counted, at most *limit* of them in all.

    Raises
    ------
    KpiError
        TYPE when *query* has more than one number for an answer; those of `Core.query`.
    """
    if len(query.kpis) > 1 or query.by or query.grain or query.compare:
        raise KpiError(Kind.TYPE, _ONE_NUMBER)
    snapshot = core.snapshot()
    (whole,) = own_periods(query, snapshot)
    question = understand(whole, snapshot, core.today(), as_of)
    if question.shares:
        raise KpiError(Kind.TYPE, _IN_PARTS)
    (kpi,) = question.kpis
    share = max(1, limit // max(1, len(kpi.terms)))
    traced = tuple(_traced(core, question, kpi, term, share) for term in kpi.terms)
    return Trace(kpi.kpi.id, question.period, traced)


def _traced(core: Core, question: Question, kpi: Expanded, term: str, share: int) -> Traced:
    measure = question.measures[question.key(kpi, term)]
    fact = RELATIONS[measure.relation].facts[0]
    listed: tuple[TracedRow, ...] | None = None
    if measure.clock in _BY_HOLDER:
        counted = _count(core, question, question.key(kpi, term))
    else:
        listed, counted = _rows(core, question, measure, fact, share)
    notes = tuple(_notes(core, question, term, measure))
    decided = _decided(question, measure, _columns(fact, measure))
    return Traced(term, _side(kpi, term), fact, counted, listed, decided, notes)


#: What each customer held on two days is compared: a row of the data is no unit of it.
_BY_HOLDER = frozenset({Clock.KEPT, Clock.CAPPED})


def _side(kpi: Expanded, term: str) -> Side:
    """Tell where in the formula *term* stands."""

    def holds(expression: Expr | None) -> bool:
        if expression is None:
            return False
        own = {name: kpi.inputs[name] for name in inputs_of(expression) if name in kpi.inputs}
        return term in inputs_of(substitute(expression, own))

    above, below = holds(kpi.kpi.numerator), holds(kpi.kpi.denominator)
    if above and below:
        return "both"
    return "denominator" if below else "numerator"


def _count(core: Core, question: Question, key: str) -> int:
    with closing(core.facts()) as facts:
        (row,) = run(facts, question.shape(), _parameters(core, question))
    return row.counted[key]


def _rows(
    core: Core, question: Question, measure: Measure, fact: str, share: int
) -> tuple[tuple[TracedRow, ...], int]:
    """Return the first rows that *measure* counted, and how many there are."""
    from kpi_core.warehouse.plan import statement, traced  # noqa: PLC0415 - the compiler takes 0.2 s

    columns = _columns(fact, measure)
    # Sorted by all that is shown, so that the same question lists the same rows.
    rows = traced(question.shape(), measure, columns)
    order = [rows[name].asc(nulls_first=False) for name in rows.columns]
    made = statement(rows.mutate(counted=rows.count().over()).order_by(order).limit(share))
    with closing(core.facts()) as facts:
        found = fetched(facts, made, _parameters(core, question))
    files = core.origin().files(fact)
    counted = int(str(found[0]["counted"])) if found else 0
    return tuple(
        TracedRow(
            file=str(files.get(row["import_id"], "")),
            line=None if row["source_row"] is None else int(str(row["source_row"])),
            values={name: _plain(row[name]) for name in columns if row[name] is not None},
        )
        for row in found
    ), counted


def _parameters(core: Core, question: Question) -> dict[str, object]:
    return question.parameters(core.snapshot().settings.maturity_days, question.calendar.today)


def _columns(fact: str, measure: Measure) -> list[str]:
    """Return what is shown of a row: all that it says but who a person is."""
    named = [name for name, column in FACTS[fact].columns.items() if not column.personal]
    if "source" in named:
        named = [*(n for n in CHANNEL_HIERARCHY if n not in named), *named]
    derived = measure.column is not None and measure.aggregate in _OF_VALUES
    if derived and measure.column and measure.column not in FACTS[fact].columns:
        named.append(measure.column)
    return named


def _decided(question: Question, measure: Measure, columns: list[str]) -> tuple[str, ...]:
    """Return those of *columns* that say whether a row counts, and for how much."""
    asked = (measure.date, measure.until, measure.reached, *measure.where, *question.filters)
    return tuple(n for n in dict.fromkeys((*asked, measure.column)) if n in columns)


_OF_VALUES = frozenset({Aggregate.SUM, Aggregate.MEDIAN, Aggregate.MEAN})


def _plain(value: object) -> Value:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (bool, int, float)) else str(value)


def _notes(core: Core, question: Question, term: str, measure: Measure) -> Iterator[Text]:
    """Yield what the rows alone would not tell."""
    if measure.clock in _BY_HOLDER:
        yield _NOT_ROWS
    if measure.clock in _ON_A_DAY:
        yield _ON_A_DAY[measure.clock].format(
            start=question.period.start - dt.timedelta(days=1), end=question.period.end
        )
    if measure.aggregate in _HOW:
        yield _HOW[measure.aggregate]
    if measure.lagged:
        yield _LAGGED.format(days=question.lag_days or 0)
    policy = core.snapshot().settings.overhead_policy
    if term in INDIRECT and question.dimensions and policy != "none":
        yield _SHARED_OUT


_ON_A_DAY = {
    Clock.AT_START: Text(en="Rows that hold on {start}.", fr="Lignes en vigueur le {start}."),
    Clock.AT_END: Text(en="Rows that hold on {end}.", fr="Lignes en vigueur le {end}."),
    Clock.GAINED: Text(
        en="Rows that hold on {end}, of those who held none on {start}.",
        fr="Lignes en vigueur le {end}, de ceux qui n’en avaient aucune le {start}.",
    ),
}
_HOW = {
    Aggregate.MEDIAN: Text(
        en="The number is the middle value of these rows, not their sum.",
        fr="Le nombre est la valeur du milieu de ces lignes, pas leur somme.",
    ),
    Aggregate.MEAN: Text(
        en="The number is the mean of these rows.", fr="Le nombre est la moyenne de ces lignes."
    ),
    Aggregate.DISTINCT: Text(
        en="Several of these rows may be about the same one, which is counted once.",
        fr="Plusieurs de ces lignes peuvent parler du même, qui n’est compté qu’une fois.",
    ),
    Aggregate.SINGLE: Text(
        en="People counted once a row are never added up: with more than one row there is no number.",
        fr="Des personnes comptées une fois par ligne ne s’additionnent pas : avec plus d’une ligne, il n’y a pas de nombre.",
    ),
}
_NOT_ROWS = Text(
    en="Not listed: what each customer held on two days is compared, so that no row of a file is counted by itself.",
    fr="Non listé : ce que chaque client avait à deux dates est comparé, aucune ligne de fichier n’est comptée pour elle-même.",
)
_LAGGED = Text(
    en="Each row counts {days} days after its own date: the median sales cycle.",
    fr="Chaque ligne compte {days} jours après sa propre date : le cycle de vente médian.",
)
_SHARED_OUT = Text(
    en="The amount used is a share of all the indirect costs: it is not the sum of these rows.",
    fr="Le montant utilisé est une part de tous les coûts indirects : ce n’est pas la somme de ces lignes.",
)
_ONE_NUMBER = Text(
    en="One number is traced at a time: one KPI, without grouping, trend or comparison. Filter instead.",
    fr="On remonte aux lignes d’un seul nombre à la fois : un indicateur, sans regroupement, tendance ni comparaison. Filtrez plutôt.",
)
_IN_PARTS = Text(
    en="A model credits parts of rows: there are none to list. Ask for the rows without a model.",
    fr="Un modèle crédite des parts de lignes\u00a0: il n’y en a pas à lister. Demandez les lignes sans modèle.",
)
