"""A `KpiQuery` becomes `KpiResult`s: the only place where a number over data is made."""

from kpi_core.answering.core import Core

__all__ = ["Core"]
