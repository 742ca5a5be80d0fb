"""Which engine answers at an address; what it needs is loaded when it is named, and not before."""

from __future__ import annotations

from importlib import import_module

from kpi_core.engines.engine import Engine
from kpi_core.warehouse.address import Address

#: Dialect -> where its driver is (see `kpi_core.engines.driving.Driver`).
DRIVERS = {
    "clickhouse": ("kpi_core.engines.clickhouse", "ClickHouse"),
    "trino": ("kpi_core.engines.trino", "Trino"),
    "bigquery": ("kpi_core.engines.bigquery", "BigQuery"),
    "snowflake": ("kpi_core.engines.snowflake", "Snowflake"),
    "databricks": ("kpi_core.engines.databricks", "Databricks"),
}


def engine_of(address: Address, password: str | None) -> Engine:
    """Return the warehouse at *address*; nothing is opened before it is asked."""
    if address.dialect == "spark":
        from kpi_core.engines.spark_engine import Spark  # noqa: PLC0415 - where one is named

        return Spark(address)
    if address.dialect in DRIVERS:
        from kpi_core.engines.driven import Driven  # noqa: PLC0415 - idem

        module, name = DRIVERS[address.dialect]
        return Driven(getattr(import_module(module), name)(address, password))
    from kpi_core.engines.postgres_engine import Postgres  # noqa: PLC0415 - idem

    return Postgres(address, password)
