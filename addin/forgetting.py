"""A person erased wherever the workspace's owner can reach: its file, and its servers' conversations."""

from __future__ import annotations

from typing import Any

from addin import sharing
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import Store, safekeeping


def forget(store: Store, email: str, actor: str) -> dict[str, Any]:
    """
    Erase a person, and return how many rows, and which copies may still hold them.

    Raises
    ------
    KpiError
        NOT_FOUND when nobody is known by that address, and where else to erase; UPSTREAM when the servers' conversations
        cannot be reached: nothing was erased anywhere.
    """
    warehouse = store.settings().warehouse is not None
    talks = sharing.forget(store, email)
    try:
        rows = safekeeping.forget(store, email, actor)
    except KpiError as error:
        if error.kind is not Kind.NOT_FOUND:
            raise
        if not talks:
            raise (KpiError(Kind.NOT_FOUND, IN_WAREHOUSE) if warehouse else error) from None
        rows = 0  # known to the conversations only
    told = {"rows": rows, "backups": safekeeping.backups_known(store)}
    told |= {"warehouse": True} if warehouse else {}
    return told | ({"conversations": talks} if talks else {})


IN_WAREHOUSE = Text(
    en="The facts are in your warehouse, which is only read from here: nothing was erased there. Have whoever runs it erase this person, in its copies too.",
    fr="Les faits sont dans votre entrepôt, que l’on ne fait que lire d’ici\u00a0: rien n’y a été effacé. Demandez à qui le tient d’effacer cette personne, dans ses copies aussi.",
)
