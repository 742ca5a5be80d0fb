"""The `kpi` command."""

from addin.cli.app import main

__all__ = ["main"]
