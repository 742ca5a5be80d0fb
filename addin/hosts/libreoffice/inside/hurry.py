"""Whoever refreshes is not kept waiting: a pause or a request under way is left at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from addin.hosts.asking import AskAgainError


class Hurry:
    """Cuts short what waits for the server, when somebody asks for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asked = False

    def ask(self) -> None:
        """Have whoever waits stop waiting."""
        with self._changed:
            self._asked = True
            self._changed.notify_all()

    def forget(self) -> None:
        """Wait again."""
        with self._changed:
            self._asked = False

    def pause(self, seconds: float) -> None:
        """
        Wait.

        Raises
        ------
        AskAgainError
            somebody asked to hurry.
        """
        with self._changed:
            if self._changed.wait_for(lambda: self._asked, seconds):
                raise AskAgainError

    def attend(self, attempt: Callable[[], Any]) -> Any:
        """
        Return what *attempt* returns, or raise what it raises.

        Raises
        ------
        AskAgainError
            somebody asked to hurry: the attempt ends by itself, and nobody hears of it.
        """
        found: Future[Any] = Future()

        def work() -> None:
            try:
                found.set_result(attempt())
            except BaseException as fault:  # noqa: BLE001 - raised again where it is waited for
                found.set_exception(fault)
            with self._changed:
                self._changed.notify_all()

        threading.Thread(target=work, name="b2b-kpi-request", daemon=True).start()
        with self._changed:
            self._changed.wait_for(lambda: self._asked or found.done())
        if not found.done():
            raise AskAgainError
        return found.result()
