"""A team's data in one file, with one owner process, and everything that happened to it."""

from kpi_core.workspace.settings import Settings
from kpi_core.workspace.store import Store

__all__ = ["Settings", "Store"]
