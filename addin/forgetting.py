"""A person erased wherever the workspace's owner can reach: its file, and its servers' conversations."""

from __future__ import annotations

from typing import Any

from addin import sharing
from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import Store, safekeeping


def forget(store: Store, email: str, actor: str) -> dict[str, Any]:
    """
    Erase a person, and return how many rows, and which copies may still hold them.

    Raises
    ------
    KpiError
        NOT_FOUND when nobody is known by that address; UPSTREAM when the servers' conversations
        cannot be reached: nothing was erased anywhere.
    """
    talks = sharing.forget(store, email)
    try:
        rows = safekeeping.forget(store, email, actor)
    except KpiError as error:
        if not talks or error.kind is not Kind.NOT_FOUND:
            raise
        rows = 0  # known to the conversations only
    told = {"rows": rows, "backups": safekeeping.backups_known(store)}
    return told | ({"conversations": talks} if talks else {})
