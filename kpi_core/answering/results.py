"""One row of counted data becomes one `KpiResult`, with what the reader must know of it."""

from __future__ import annotations

from kpi_core.answering.engine import Row
from kpi_core.answering.formulas import Expanded
from kpi_core.answering.margins import NO_MARGIN, margin
from kpi_core.answering.notes import Surroundings, notes
from kpi_core.answering.question import Bucket, Question
from kpi_core.answering.reading import Reading, number_of
from kpi_core.answering.snapshot import Snapshot
from kpi_core.attribution.model import Method
from kpi_core.query import KpiResult, Span
from kpi_core.units import Unit


def result(
    question: Question,
    snapshot: Snapshot,
    kpi: Expanded,
    row: Row,
    *,
    bucket: Bucket | None,
    around: Surroundings,
) -> KpiResult:
    """Return the answer that *row* gives for *kpi*."""
    span = Span(
        start=bucket.start if bucket else question.period.start,
        end=bucket.end if bucket else question.period.end,
    )
    reading = Reading(question, snapshot, kpi, row, span, bucket)
    value, why = reading.value()
    inputs = {name: reading.number(expr) for name, expr in kpi.inputs.items()}
    own = {**inputs, "period_years": reading.years}
    numerator = number_of(kpi.kpi.numerator, own)
    below = kpi.kpi.denominator
    denominator = None if below is None else number_of(below, own)
    if kpi.kpi.beside:
        inputs[kpi.kpi.beside] = reading.counted(kpi.kpi.beside)
    low, high = NO_MARGIN
    # A share of a conversion is no unit that chance could have moved by itself.
    parts = question.shares and question.model and question.model.method is not Method.ONE
    if value is not None and not parts:
        low, high = margin(kpi.kpi, numerator, denominator, inputs, cohort=question.cohort)
    fresh = [c.last for fact in reading.facts if (c := reading.cover(fact)).last]
    return KpiResult(
        kpi=kpi.kpi.family,
        variant=kpi.kpi.id,
        value=value,
        unit=kpi.kpi.unit,
        currency=snapshot.settings.currency if _is_money(kpi.kpi.unit) else None,
        low=low,
        high=high,
        numerator=numerator,
        denominator=denominator,
        inputs=inputs,
        rows=sum(row.counted.get(question.key(kpi, term), 0) for term in kpi.terms),
        period=span,
        group=_group(question, row, bucket),
        basis="cohort" if question.cohort else "event",
        model=question.model.id if question.model else None,
        caveats=[*why, *notes(reading, value, denominator, around)],
        comparison=None,
        fresh_to=min(fresh, default=None),
    )


def _group(question: Question, row: Row, bucket: Bucket | None) -> dict[str, str | None]:
    group: dict[str, str | None] = dict(zip(question.by, row.group, strict=True))
    if bucket and question.grain:
        group[question.grain] = bucket.key.isoformat()
    return group


def _is_money(unit: Unit) -> bool:
    return unit in {Unit.MONEY, Unit.MONEY_PER_DAY, Unit.MONEY_PER_MONTH}
