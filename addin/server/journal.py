"""What the server writes of its own running: where something broke, never whose data or which key.

The words of an exception may quote a cell, an address or a connection's password: the journal keeps
its kind and the lines of code that led to it.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import traceback
from types import TracebackType

LEVEL = "KPI_LOG_LEVEL"
_HIDDEN = "…"
_NAMED = (
    r"[\w-]*(?:key|token|password|passwd|pwd|secret|authorization|cookie|signature|ticket)[\w-]*"
)
_SECRETS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), shown)
    for pattern, shown in (
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", _HIDDEN),
        (r"\beyJ[\w-]+\.[\w-]+\.[\w-]*", _HIDDEN),
        (r"\bkpi_\w+_[\w-]+", _HIDDEN),
        (r"\bx(?:ox[a-z]|app)-[\w-]+", _HIDDEN),
        (r"\b(bearer|basic)\s+[^\s'\",]+", rf"\1 {_HIDDEN}"),
        (r"://[^\s/@]+@", f"://{_HIDDEN}@"),
        (
            rf"({_NAMED}[\"']?\s*[=:]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s\"'&,;}})]+)",
            rf"\1{_HIDDEN}",
        ),
        (r"[^\s@,;<>\"'()\[\]=]+@[^\s@,;<>\"'()\[\]]+", f"{_HIDDEN}@{_HIDDEN}"),
    )
)


class Discreet(logging.Formatter):
    """Writes one line an event, without secrets; an exception by its kind and its place."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and where the exception came from below it."""
        said = without_secrets(record.getMessage()).encode("unicode_escape").decode("ascii")
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"
        if record.exc_info and record.exc_info[1]:
            line += "\n" + places(record.exc_info[1])
        return line


def without_secrets(text: str) -> str:
    """Return *text* with whatever looks like a key, a password or an address hidden."""
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


def places(error: BaseException) -> str:
    """Return the kind of *error* and of what caused it, with the lines of code and no word of theirs."""
    told: list[str] = []
    met: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in met:
        met.add(id(found))
        told.append(f"{type(found).__module__}.{type(found).__qualname__}")
        told += [f"  {f.filename}:{f.lineno} in {f.name}" for f in _frames(found.__traceback__)]
        found = found.__cause__ or found.__context__
    return "\n".join(told)


def _frames(trace: TracebackType | None) -> traceback.StackSummary:
    return traceback.extract_tb(trace)


def start() -> None:
    """Let everything that is logged, by libraries too, go through `Discreet` to the error output."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet())
    level = logging.getLevelNamesMapping().get(os.environ.get(LEVEL, "").upper(), logging.WARNING)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # A library may have set its own: only the root writes.
    for name in list(logging.Logger.manager.loggerDict):
        kept = logging.getLogger(name)
        kept.handlers.clear()
        kept.propagate = True
    logging.captureWarnings(capture=True)
    threading.excepthook = _on_thread


def _on_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        log = logging.getLogger(__name__)
        log.error("a thread ended", exc_info=told.exc_value)
