"""The process that opens files: limited in memory and time, and told nothing that it could leak."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

MEMORY = 2 << 30
CPU_SECONDS = 60
CPU_BYTES_A_SECOND = 2 << 20


def main() -> int:
    """Answer the request on standard input with frames on standard output."""
    out = sys.stdout.buffer
    _limit()
    # Arrow works without NumPy, whose import alone takes a third of this process's start.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    # Imported under the limits: a library that misbehaves is stopped as a file would be.
    from kpi_core.errors import Kind, KpiError  # noqa: PLC0415 - idem
    from kpi_core.importing import reader, wire  # noqa: F401, PLC0415 - idem

    data = sys.stdin.buffer.read()
    if not data:  # whoever started it had no file after all
        return 0
    request: wire.Request = wire.decode(data, wire.Request)
    _limit_time(Path(request.path))
    try:
        _answer(request, out)
    except KpiError as error:
        wire.send(out, wire.ERROR, wire.encode(wire.Failure(error.kind, error.message)))
    except MemoryError:
        wire.send(out, wire.ERROR, wire.encode(wire.Failure(Kind.LIMIT, wire.TOO_MUCH)))
    out.flush()
    return 0


def _answer(request: object, out: BinaryIO) -> None:
    from kpi_core.importing import wire  # noqa: PLC0415 - under the limits, as in `main`
    from kpi_core.importing.outcome import Counts  # noqa: PLC0415 - idem
    from kpi_core.importing.reader import Reader  # noqa: PLC0415 - idem
    from kpi_core.importing.source import open_source  # noqa: PLC0415 - idem

    if not isinstance(request, wire.Request):
        raise TypeError
    if request.only_tabs:
        from kpi_core.importing.sheets import tabs_of  # noqa: PLC0415 - idem

        wire.send(out, wire.TABS, wire.encode(tabs_of(Path(request.path))))
        wire.send(out, wire.DONE, wire.encode(wire.Done(Counts(), ())))
        return
    source = open_source(Path(request.path), request.hints)
    reader = Reader(source, request.settings, request.hints)
    wire.send(out, wire.PLAN, wire.encode(reader.plan))
    if request.only_plan or reader.plan.questions:
        wire.send(out, wire.DONE, wire.encode(wire.Done(reader.counts, ())))
        return
    for done, part in reader.read():
        for fact, batch in part.facts.items():
            wire.send_batch(out, fact, batch)
        if part.rejected:
            wire.send(out, wire.REJECTED, wire.encode(part.rejected))
        wire.send(out, wire.PROGRESS, b"%d %d" % (done, reader.size))
    wire.send(out, wire.DONE, wire.encode(wire.Done(reader.counts, reader.notes())))


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - absent on Windows, where the parent's clock remains
    except ImportError:
        return
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        # macOS refuses RLIMIT_AS; the caps on sizes still hold.
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


def _limit_time(path: Path) -> None:
    try:
        import resource  # noqa: PLC0415 - idem
    except ImportError:
        return
    size = path.stat().st_size if path.exists() else 0
    seconds = CPU_SECONDS + size // CPU_BYTES_A_SECOND
    with suppress(OSError, ValueError):  # a stricter limit may be in force already
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


if __name__ == "__main__":
    sys.exit(main())
