"""Rows for what nothing was counted in: a quiet month, a channel that fell to nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kpi_core import arithmetic
from kpi_core.answering.engine import Group, Row
from kpi_core.answering.formulas import Expanded
from kpi_core.answering.question import Question
from kpi_core.measures import Nothing


def silent_row(question: Question, group: Group, bucket: dt.date | None) -> Row:
    """Return a row in which nothing was counted."""
    measures = question.measures
    row = Row(
        group=group,
        bucket=bucket,
        values={n: 0 if m.nothing is Nothing.ZERO else None for n, m in measures.items()},
        counted=dict.fromkeys(measures, 0),
        blank={},
        inferred={},
        results={},
    )
    row.results = {kpi.kpi.id: recomputed(question, kpi, row) for kpi in question.kpis}
    return row


def silent_rows(question: Question, rows: Collection[Row], groups: Collection[Group]) -> list[Row]:
    """
    Return the rows that *rows* lack for *groups*, in each unit of a trend.

    Units in which nothing was counted belong to a trend, as do members that another period knows.
    """
    buckets = [bucket.key for bucket in question.buckets] if question.grain else [None]
    seen = {(row.group, row.bucket) for row in rows}
    return [
        silent_row(question, group, bucket)
        for group in sorted(groups, key=str)
        for bucket in buckets
        if (group, bucket) not in seen
    ]


def recomputed(question: Question, kpi: Expanded, row: Row) -> float | None:
    """Return *kpi* over the values of *row* as they stand."""
    values = {name: float(v) for name, v in row.values.items() if v is not None}
    span = question.period
    bucket = next((b for b in question.buckets if b.key == row.bucket), None)
    start, end = (bucket.start, bucket.end) if bucket else (span.start, span.end)
    values["period_years"] = ((end - start).days + 1) / 365.25
    try:
        return arithmetic.evaluate(question.named(kpi, kpi.expression), values)
    except (KeyError, ZeroDivisionError):
        return None
