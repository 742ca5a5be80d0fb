"""Experiments as they were counted day by day: one statement."""

from __future__ import annotations

from functools import lru_cache

from ibis import _

from kpi_core.warehouse import parameters
from kpi_core.warehouse.building import Tables
from kpi_core.warehouse.plan import statement
from kpi_core.warehouse.schema import WIDE
from kpi_core.warehouse.shape import Statement


@lru_cache(maxsize=1)
def versions() -> Statement:
    """
    Return the SQL for what each version of each experiment counted from `start` to `end`.

    Its rows: `experiment`, `variant`, `exposed`, `conversions`, `amount`, `first` and `last` day.
    """
    rows = Tables()["experiments"]
    rows = rows.filter(
        (rows.ran_on >= parameters.day("start")) & (rows.ran_on <= parameters.day("end"))
    )
    return statement(
        rows.group_by(["experiment", "variant"]).agg(
            exposed=_.exposed.sum().cast("int64"),
            conversions=_.conversions.sum().cast("int64"),
            amount=_.amount.sum().cast(WIDE),
            first=_.ran_on.min(),
            last=_.ran_on.max(),
        )
    )
