"""Who has a workspace: one process at a time, and in it many readers beside one who replaces it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, get_ident
from weakref import WeakKeyDictionary

import duckdb

PATIENCE = 60.0
"""Seconds that whoever replaces the file waits for the last reader; no query takes longer."""


_A_MOMENT = 0.5
# A process that ends while it starts another leaves the mark to it for as long as that takes.


class InUseError(Exception):
    """Somebody else has what was asked for."""


class Ownership:
    """
    The mark that this process owns a workspace, held until released or until the process ends.

    The engine locks its own file only while it has it open, and the file is closed while it is
    copied or rewritten: this mark is what keeps another process out meanwhile.

    Raises
    ------
    InUseError
        another process holds it.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(ImportError):
            import fcntl  # noqa: PLC0415 - absent on Windows, where an open file is locked anyway

            patience = time.monotonic() + _A_MOMENT
            while True:
                try:
                    fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    if time.monotonic() > patience:
                        self.release()
                        raise InUseError from None
                    time.sleep(0.01)
                else:
                    return

    def release(self) -> None:
        """Let another process own the workspace."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class Readers:
    """
    The cursors that are open, and a way to be without any for a while.

    A thread that reads already may go on and open more: it would otherwise wait for itself.
    """

    def __init__(self) -> None:
        self._turn = Condition()
        self._away = False
        self._cursors: WeakKeyDictionary[duckdb.DuckDBPyConnection, int] = WeakKeyDictionary()

    def enter(self, opened: Callable[[], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
        """Return a new cursor, once the file is there to be read."""
        with self._turn:
            self._turn.wait_for(
                lambda: not self._away or self._read_by(lambda by: by == get_ident())
            )
            cursor = opened()
            self._cursors[cursor] = get_ident()
            return cursor

    @contextmanager
    def kept_out(self) -> Iterator[None]:
        """
        Wait until the other threads have read, and keep them waiting until this ends.

        Raises
        ------
        InUseError
            one of them reads for longer than anyone may.
        """
        with self._turn:
            self._away = True
        try:
            self._wait_for_the_last()
            yield
        finally:
            with self._turn:
                self._away = False
                self._turn.notify_all()

    def _wait_for_the_last(self) -> None:
        patience = time.monotonic() + PATIENCE
        while self._read_by(lambda by: by != get_ident()):
            if time.monotonic() > patience:
                raise InUseError
            time.sleep(0.002)

    def _read_by(self, wanted: Callable[[int], bool]) -> bool:
        """Tell whether a thread that is *wanted* has a cursor that is still open."""
        with self._turn:
            cursors = list(self._cursors.items())
        return any(wanted(thread) and _open(cursor) for cursor, thread in cursors)


def _open(cursor: duckdb.DuckDBPyConnection) -> bool:
    try:
        cursor.cursor().close()
    except duckdb.ConnectionException:
        return False
    return True
