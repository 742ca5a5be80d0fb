"""Costs by what they were for: one statement."""

from __future__ import annotations

from functools import lru_cache

from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables, build
from kpi_core.warehouse.plan import of_members, statement
from kpi_core.warehouse.schema import WIDE
from kpi_core.warehouse.shape import Filter, Statement


@lru_cache(maxsize=64)
def labelled(filters: tuple[Filter, ...]) -> Statement:
    """
    Return the SQL for what was spent up to a day, by label, category and month.

    Its rows: `label`, `category`, `media` (bought from a platform), `month` (12 x year + month - 1),
    `amount` of that month, `within` the dates asked for.
    """
    rows = build("spend", Tables(), ())
    rows = of_members(rows, filters).filter(_.spent_on <= parameters.day("end"))
    rows = rows.mutate(
        month=(rows.spent_on.year() * 12 + rows.spent_on.month() - 1).cast("int64"),
    )
    inside = rows.spent_on >= parameters.day("start")
    return statement(
        rows.group_by(["label", "category", "media", "month"]).agg(
            amount=rows.amount.sum().cast(WIDE),
            within=rows.amount.sum(where=inside).cast(WIDE),
        )
    )
