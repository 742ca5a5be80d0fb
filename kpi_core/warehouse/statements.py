"""The SQL of shapes, kept in a folder: the next process runs it and loads no compiler.

Loading the compiler takes half a second and compiling a shape 10 to 30 ms, which a command that
answers one question would spend each time. What is kept is text with placeholders, never a value
of anybody's; whoever can write there decides what is run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import duckdb

import kpi_core
from kpi_core.warehouse.shape import Said, Shape, Statement

FILE = "compiled.json"
_MOST = 400  # shapes; some 3 kB each


@dataclass(slots=True)
class Kept:
    """The statements of one folder. stamp: what made them; those of anything else are left."""

    path: Path
    stamp: str
    statements: dict[str, Said] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def of(cls, folder: Path) -> Kept:
        """Return what was kept in *folder*; nothing where it is of another release, or damaged."""
        kept = cls(folder / FILE, _stamp())
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            said = json.loads(kept.path.read_text("utf-8"))
            if said["stamp"] == kept.stamp:
                kept.statements = {
                    str(key): Said(
                        str(sql), frozenset(map(str, names)), frozenset(map(str, tables))
                    )
                    for key, (sql, names, tables) in said["statements"].items()
                }
        return kept

    def save(self) -> None:
        """Write what is new, whole or not at all; that it cannot be written stops nobody."""
        if not self.changed:
            return
        # Another process may have kept others since.
        every = list((Kept.of(self.path.parent).statements | self.statements).items())
        told = {
            "stamp": self.stamp,
            "statements": {
                key: [s.sql, sorted(s.parameters), sorted(s.tables)] for key, s in every[-_MOST:]
            },
        }
        beside = self.path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            beside.write_text(json.dumps(told), "utf-8")
            beside.replace(self.path)
            self.changed = False


_LOCK = Lock()
_kept: Kept | None = None


def keep_in(folder: Path) -> Callable[[], None]:
    """Keep statements in *folder* from now on; returns what writes them down at the end."""
    global _kept  # noqa: PLW0603 - one process, one workspace: like the compiler's own memory
    with _LOCK:
        _kept = kept = Kept.of(folder)
    return kept.save


def statement_of(shape: Shape) -> Statement:
    """Return the SQL of *shape*: as it was kept, else compiled."""
    return remembered(repr(shape), lambda: _compiled(shape))


def lag_of(start: str, end: str) -> Statement:
    """Return the SQL of the median days between two stages (see `kpi_core.warehouse.plan.lag`)."""

    def made() -> Statement:
        from kpi_core.warehouse.plan import lag  # noqa: PLC0415 - the compiler takes 0.5 s

        return lag(start, end)

    return remembered(f"lag {start} {end}", made)


def remembered(said: str, make: Callable[[], Statement]) -> Statement:
    """Return the SQL of what *said* tells, values left out: as it was kept, else made."""
    kept = _kept
    return make() if kept is None else Statement(partial(_remembered, kept, said, make))


def _remembered(kept: Kept, said: str, make: Callable[[], Statement], dialect: str) -> Said:
    key = hashlib.sha256(f"{dialect} {said}".encode()).hexdigest()
    if (known := kept.statements.get(key)) is not None:
        return known
    made = make().said(dialect)
    with _LOCK:
        if len(kept.statements) >= _MOST:
            del kept.statements[next(iter(kept.statements))]
        kept.statements[key] = made
        kept.changed = True
    return made


def _compiled(shape: Shape) -> Statement:
    from kpi_core.warehouse.assembling import compiled  # noqa: PLC0415 - idem

    return compiled(shape)


def _stamp() -> str:
    """Return what changes whenever other SQL may come out: our own files, and what writes and runs it."""
    told = hashlib.sha256(duckdb.__version__.encode())
    for name in ("ibis-framework", "sqlglot"):
        told.update(f"{name} {version(name)}\n".encode())
    root = Path(kpi_core.__file__).parent
    for path in sorted(root.rglob("*.py")):
        # Not by their times: some installers give all files the same.
        told.update(str(path.relative_to(root)).encode() + b"\n" + path.read_bytes())
    return told.hexdigest()
