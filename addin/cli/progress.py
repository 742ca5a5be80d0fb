"""How far a long file was read, where there is a terminal to show it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kpi_core.text import Lang, Text


@contextmanager
def shown_progress(
    lang: Lang, *, quiet: bool
) -> Iterator[Callable[[int, int | None], None] | None]:
    """Yield what to call with the bytes read and their total, None where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(Text(en="Reading", fr="Lecture")[lang], total=None)
        yield lambda done, total: drawn.update(task, completed=done, total=total)
