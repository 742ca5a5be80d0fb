"""The choices of a question back, kept for the next call: `kpi ask 2` picks the second."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from kpi_core.errors import Kind, KpiError
from kpi_core.registry import folded
from kpi_core.text import Text

Json = dict[str, Any]
_FILE = "choices.json"
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_KEPT = 600  # seconds for which a question back stands


def keep(folder: Path, reply: Json) -> None:
    """Keep what *reply* offers, for whoever owns *folder*; forget what was offered before."""
    path = folder / _FILE
    if not reply["options"]:
        path.unlink(missing_ok=True)
        return
    kept = {"at": time.time(), "lang": reply["lang"]} | {
        key: reply[key] for key in ("options", "context")
    }
    # A folder that cannot be written to still answers.
    with suppress(OSError), os.fdopen(os.open(path, _ANEW, 0o600), "w") as file:
        json.dump(kept, file)


def picked(folder: Path, typed: str, number: int | None) -> Json | None:
    """
    Return the choice that was made by its number or in its words; None where *typed* is a question.

    Raises
    ------
    KpiError
        EMPTY for a number where nothing is offered, or not so many choices.
    """
    offered = _offered(folder)
    options: list[Json] = offered["options"] if offered else []
    if number is None and typed.isdigit() and options:
        number = int(typed)
    if number is not None:
        if not 0 < number <= len(options):
            raise KpiError(Kind.EMPTY, _NONE if not options else _FEWER.format(n=len(options)))
        chosen = options[number - 1]
    else:
        same = [o for o in options if folded(o["label"]) == folded(typed)]
        if not same:
            return None
        (chosen, *_) = same
    asked: Json = {"pick": chosen, "lang": offered["lang"] if offered else None}
    return asked | ({"context": offered["context"]} if offered and offered["context"] else {})


def _offered(folder: Path) -> Json | None:
    try:
        kept: Json = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return kept if 0 <= time.time() - kept["at"] <= _KEPT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


_NONE = Text(
    en="Nothing is offered to choose from: ask a question first.",
    fr="Aucun choix n’est proposé\u00a0: posez d’abord une question.",
)
_FEWER = Text(en="Only {n} choices are offered.", fr="Il n’y a que {n} choix proposés.")
