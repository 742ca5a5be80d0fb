"""The SQL of a few questions in each dialect, as it was looked at: `python -m tests.kpi_core.engines.written`."""

from __future__ import annotations

import re
from pathlib import Path

import sqlglot

from kpi_core.engines.support import ENGINES, Ability
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate
from kpi_core.warehouse import (  # fmt: skip
    cohorts,
    cohorts_lifetimes,
    contents,
    costs,
    funnels,
    lifetimes,
    pathing,
)
from kpi_core.warehouse.assembling import compiled
from kpi_core.warehouse.cohorts import CohortShape
from kpi_core.warehouse.funnels_shape import FunnelShape
from kpi_core.warehouse.lifetimes import LifetimeShape
from kpi_core.warehouse.shape import Filter, Shape, Statement

FOLDER = Path(__file__).parent / "sql"
#: Those that `make test` does not ask; what they are told is looked at.
OTHERS = [engine for engine in ENGINES if engine.dialect not in {"duckdb", "postgres"}]


def shape(*names: str, **more) -> Shape:
    return Shape(measures=tuple((name, GLOSSARY[name].measure) for name in names), **more)


LOOKED_AT: dict[str, Statement] = {
    "leads by channel and month, of two segments or none": compiled(
        shape("leads", by=("channel",), grain="month", filters=(Filter("segment", 2, True),))
    ),
    "new customers, lagged costs": compiled(shape("new_customers", "lagged_cost")),
    "customers kept, cell by cell": compiled(shape("kept_mrr", cells=("channel",))),
}
#: Everything that answers are made of, besides measures.
STUDIES: dict[str, Statement] = {
    "held": cohorts.held(CohortShape()),
    "ordering": cohorts.ordering(CohortShape()),
    "reaching": cohorts.reaching(CohortShape(reached="mql_on")),
    "beside": cohorts.beside(CohortShape(reached="mql_on")),
    "lives": cohorts_lifetimes.lifetimes(CohortShape(by=("channel",))),
    "met": contents.met(FunnelShape()),
    "won with": contents.won(FunnelShape()),
    "winners": contents.winners(FunnelShape()),
    "costs": costs.labelled(()),
    "visits": funnels.visits(FunnelShape()),
    "standing": funnels.standing(FunnelShape()),
    "orders": lifetimes.ordered(LifetimeShape()),
    "contracts": lifetimes.contracted(LifetimeShape()),
    "subscriptions": lifetimes.subscribed(LifetimeShape()),
}
PATHS: dict[str, Statement] = {
    "paths": pathing.won(shape("new_customers", by=("channel",), model="markov")),
    "paths that lead nowhere": pathing.lost(shape("new_customers", by=("channel",))),
}
MEDIANS = {n for n, t in GLOSSARY.items() if t.measure and t.measure.aggregate is Aggregate.MEDIAN}


def measures(engine) -> list[str]:
    """Return a measure of each sort that may be asked of *engine*: one is written as another."""
    left_out = MEDIANS if Ability.MEDIANS in engine.lacks else set()
    sorts = {}
    for name, term in GLOSSARY.items():
        if (m := term.measure) is not None and name not in left_out:
            sort = (m.relation, m.clock, m.aggregate, m.lagged, m.reached, m.within, m.inferred)
            sorts.setdefault(sort, name)
    return list(sorts.values())


def pretty(dialect: str) -> str:
    """Return what is looked at, laid out by the dialect's own grammar."""
    told = []
    for title, statement in LOOKED_AT.items():
        tree = sqlglot.parse_one(statement.said(dialect).sql, read=dialect)
        # Snowflake's lists of days are unfolded under a name that is made up each time.
        text = re.sub(r"[0-9a-f]{32}", "made-up", tree.sql(dialect, pretty=True))
        told.append(f"-- {title}\n{text};\n")
    return "\n".join(told)


if __name__ == "__main__":
    for engine in ENGINES[1:]:
        (FOLDER / f"{engine.dialect}.sql").write_bytes(pretty(engine.dialect).encode())
