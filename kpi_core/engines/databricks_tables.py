"""How Databricks is told of a mapped table: as Spark is (see `kpi_core.engines.tables`)."""

from __future__ import annotations

from dataclasses import replace

from kpi_core.engines.spark_tables import WORDS as OF_SPARK
from kpi_core.engines.tables import Tables

WORDS = replace(OF_SPARK, dialect="databricks")
TABLES = Tables(WORDS)
