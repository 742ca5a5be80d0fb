"""The same workspaces as the answering tests."""

from tests.kpi_core.answering.conftest import workspace

__all__ = ["workspace"]
