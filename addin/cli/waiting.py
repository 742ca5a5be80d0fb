"""Two commands at once: the second waits for the first, says so, and gives up after a while."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from kpi_core.text import Lang, Text

LONGEST = 10.0
_SAID_AFTER = 1.0
_WAITING = Text(
    en="Waiting for another command that has the workspace open…",
    fr="En attente d’une autre commande qui a ouvert l’espace de travail…",
)

Found = TypeVar("Found")


def until_free(attempt: Callable[[], Found], lang: Lang) -> Found:
    """
    Return what *attempt* finds, trying again while another process has the workspace.

    KPI_WAIT says for how many seconds, 10 unless told.

    Raises
    ------
    BusyError
        the other one did not end in that time.
    """
    from kpi_core.workspace.store import BusyError

    began = time.monotonic()
    said = False
    while True:
        try:
            return attempt()
        except BusyError:
            waited = time.monotonic() - began
            if waited >= _longest():
                raise
        if waited >= _SAID_AFTER and not said:
            sys.stderr.write(_WAITING[lang] + "\n")
            sys.stderr.flush()
            said = True
        # At random, so that several who wait do not all knock at once.
        time.sleep(random.uniform(0.02, 0.2))  # noqa: S311 - no secret


def _longest() -> float:
    try:
        return float(os.environ["KPI_WAIT"])
    except (KeyError, ValueError):
        return LONGEST
