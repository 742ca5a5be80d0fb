"""One run at a time on a sheet: whoever took it last may write, whoever had it before may not.

A workspace has one owner process (see `kpi_core.workspace.access`), so a lease that another opening
of the workspace left is over: that process has ended, whatever its clock said. Within a process the
lease ends with the run. So no clock is asked, and none that jumps can hand a sheet to two runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import duckdb

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import Store


class FencedOffError(KpiError):
    """Another run took the sheet over: this one writes nothing more."""


_held: set[tuple[str, int]] = set()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write what a run found, as long as nobody took the sheet over."""

    sheet: int
    fence: int

    def hold(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """
        Check, inside the transaction that is about to write, that the sheet is still ours.

        Raises
        ------
        FencedOffError
            it is not: the transaction must be given up.
        """
        rows = cursor.execute(
            "SELECT fence FROM sync_leases WHERE sheet = ?", [self.sheet]
        ).fetchall()
        if rows != [(self.fence,)]:
            raise FencedOffError(Kind.UPSTREAM, _FENCED)


@contextmanager
def leased(store: Store, sheet: int) -> Iterator[Lease]:
    """
    Take the sheet for as long as this lasts.

    Raises
    ------
    KpiError
        UPSTREAM when another run works on it.
    """
    held = (store.instance, sheet)
    with _lock:
        if held in _held:
            raise KpiError(Kind.UPSTREAM, _BUSY)
        fence = _taken(store, sheet)
        _held.add(held)
    try:
        yield Lease(sheet, fence)
    finally:
        # Nothing is written: whoever takes the sheet next fences this run off.
        _held.discard(held)


def _taken(store: Store, sheet: int) -> int:
    """Take the sheet from whoever had it, and return the number that fences them off."""
    with store.aside() as cursor:
        # Twice as fast as INSERT … ON CONFLICT, which DuckDB plans as a join.
        taken = cursor.execute(
            "UPDATE sync_leases SET fence = fence + 1, owner = ? WHERE sheet = ? RETURNING fence",
            [store.instance, sheet],
        ).fetchall()
        if not taken:
            cursor.execute("INSERT INTO sync_leases VALUES (?, 1, ?)", [sheet, store.instance])
    return int(taken[0][0]) if taken else 1


_FENCED = Text(
    en="Another run took this sheet over: this one wrote nothing more.",
    fr="Une autre exécution a repris cette feuille\u00a0: celle-ci n’a plus rien écrit.",
)
_BUSY = Text(
    en="A run works on this sheet already: `kpi sync status` shows it.",
    fr="Une exécution est déjà en cours sur cette feuille\u00a0: `kpi sync status` la montre.",
)
