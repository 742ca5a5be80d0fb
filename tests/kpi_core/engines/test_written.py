"""For engines that nothing runs here: every statement is written, and their own grammar reads it."""

from __future__ import annotations

import pytest
import sqlglot
import sqlglot.expressions as sge
from ibis.common.exceptions import OperationNotDefinedError, UnsupportedOperationError

from kpi_core.engines import support
from kpi_core.engines.support import ENGINES, Ability
from kpi_core.text import Lang
from kpi_core.warehouse.assembling import compiled
from kpi_core.warehouse.dialects import DIALECTS, own_name
from tests.kpi_core.engines.written import (
    FOLDER,
    MEDIANS,
    OTHERS,
    PATHS,
    STUDIES,
    measures,
    pretty,
    shape,
)


def looked_through(statement, dialect):
    """Check that a dialect's grammar finds in a statement the values and tables that it declares."""
    said = statement.said(dialect)
    tree = sqlglot.parse_one(said.sql, read=dialect)
    given = {node.name for node in tree.find_all(sge.Placeholder, sge.Parameter)}
    tables = {node.name for node in tree.find_all(sge.Table)}
    assert said.parameters == given
    assert {own_name(name) for name in said.tables} <= tables
    assert "kpi_parameter" not in said.sql.lower()


#: Databricks speaks as Spark does; what it is told is looked at below.
APART = [engine for engine in OTHERS if engine.dialect != "databricks"]


@pytest.mark.parametrize("engine", APART, ids=lambda engine: engine.dialect)
def test_every_measure_is_written_in_every_dialect(engine):
    """
    Those that the engine cannot count are declared, and are the only ones left out.
    """
    for name in measures(engine):
        looked_through(compiled(shape(name, grain="quarter", fiscal_start=4)), engine.dialect)


@pytest.mark.parametrize("engine", APART, ids=lambda engine: engine.dialect)
def test_every_study_is_written_in_every_dialect(engine):
    """
    Cohorts, funnels, orders and contracts, and the parts that a model gives.
    """
    for statement in STUDIES.values():
        looked_through(statement, engine.dialect)
    for model in ("time_decay", "w_shaped"):
        asked = shape("new_customers", by=("channel",), model=model)
        looked_through(compiled(asked), engine.dialect)


@pytest.mark.parametrize("engine", OTHERS, ids=lambda engine: engine.dialect)
def test_what_an_engine_lacks_is_what_it_is_declared_to_lack(engine):
    """
    What it learns to do is to be declared; so is what it forgets.
    """
    asked = {Ability.MEDIANS: [compiled(shape(min(MEDIANS)))], Ability.PATHS: [*PATHS.values()]}
    for ability, statements in asked.items():
        for statement in statements:
            if ability not in engine.lacks:
                looked_through(statement, engine.dialect)
                continue
            with pytest.raises((OperationNotDefinedError, UnsupportedOperationError)):
                statement.said(engine.dialect)


@pytest.mark.parametrize("engine", ENGINES[1:], ids=lambda engine: engine.dialect)
def test_what_is_written_is_what_was_looked_at(engine):
    """
    A change of any dialect is seen before it is kept: `python -m tests.kpi_core.engines.written`.
    """
    assert (FOLDER / f"{engine.dialect}.sql").read_bytes().decode() == pretty(engine.dialect)


def test_every_dialect_is_declared():
    """
    The table of the docs tells of each of them, in both languages, and stands there as declared.
    """
    assert set(DIALECTS) == {engine.dialect for engine in ENGINES}
    for lang in Lang:
        assert all(engine.title[lang] in support.table(lang) for engine in ENGINES)
        assert len(ENGINES) + 2 == support.table(lang).splitlines()[-1].count("|")
