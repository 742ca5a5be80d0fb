"""A run of a sheet beside the script that one would write with gspread, on a stand-in for Google.

Both read three tabs over HTTP, work the figures out and write them back. The script knows its tabs
by name and its columns by heart, and keeps nothing; a run recognises them, checks each row, stores
what changed and reads back what it wrote.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gspread
from gspread.utils import ValueRenderOption

from addin.demo import Google, serving
from addin.demo.sessions import pointed
from addin.sync import connections, engine
from addin.sync.google.book import GoogleBook
from addin.sync.google.client import Patient
from addin.sync.runs import Outcome
from bench.measure import Row, peak_mb, seconds
from kpi_core.answering import Core
from kpi_core.query import KpiQuery, Span
from kpi_core.text import Lang
from kpi_core.workspace import Store

SIZES = (1_000, 20_000, 200_000)
SPREAD = (1, 4, 16)  # how many times three tabs hold the same rows
_TODAY = dt.date(2025, 11, 12)
_YEAR = (dt.date(2025, 1, 1), dt.date(2025, 10, 31))
_USER = "bench@firm.example"
_CHANNELS = ("LinkedIn", "Google Ads", "Webinars", "Newsletter")
_EPOCH = dt.date(1899, 12, 30)
_NAMES = ("Spend", "Leads", "Deals")


def rows(_: Path) -> Iterator[Row]:
    """Yield the rows."""
    for size in SIZES:
        yield from _raced(size)


def memory() -> str:
    """Return what a process that runs a sheet holds at most, by how many tabs share its rows."""
    told = []
    for tabs in SPREAD:
        with _elsewhere(SIZES[-1] // 2, tabs) as (address, sheet, _):
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_weighed, args=(address, sheet, theirs))
            process.start()
            told.append(f"{tabs * len(_NAMES)} tabs: {ours.recv():,.0f} MB")
            process.join()
    return f"memory of a run over {SIZES[-1] // 2:,} rows: {', '.join(told)}"


def _raced(size: int) -> Iterator[Row]:
    with _elsewhere(size, 1) as (address, sheet, remote), _workspace() as core:
        number = _connected(core, sheet)
        script = gspread.Client(auth=None, session=pointed(address, _USER))
        alternative = "a gspread script"
        for when in ("first run", "one cost changed", "nothing changed"):
            if when == "one cost changed":
                remote.send("edit")
                remote.recv()
            if when == "nothing changed":
                _ran(core, address, number)  # sees the version that its own write left
            outcomes: list[Outcome] = []
            ours = seconds(lambda: outcomes.append(_ran(core, address, number)))  # noqa: B023 - called at once
            remote.send("calls")
            remote.recv()
            theirs = seconds(lambda: _script(script, sheet))
            remote.send("calls")
            calls = remote.recv()
            _agreed(core, script, sheet)
            remote.send("calls")
            remote.recv()
            what = f"a sheet of {size:,} rows, {when}: {outcomes[0].calls} API calls for {calls}"
            target = {"first run": "4", "one cost changed": "4", "nothing changed": "1"}[when]
            yield Row(what, ours, theirs, alternative, f"{target} calls")


def _agreed(core: Core, script: gspread.Client, sheet: str) -> None:
    """Check that both wrote the same: or it was not the same work."""
    written = script.open_by_key(sheet).worksheet("Dashboard").get("A2:D2")
    period = Span(start=_YEAR[0], end=_YEAR[1])
    (cpl,) = core.query(KpiQuery(kpis=["cpl"], period=period))
    theirs = float(str(written[0][3]).replace(",", ""))
    assert cpl.value is not None
    assert abs(float(cpl.value) - theirs) < 0.01, (cpl.value, theirs)


@contextmanager
def _workspace() -> Iterator[Core]:
    with TemporaryDirectory() as folder, Store(Path(folder) / "w", create=True) as store:
        yield Core(store, _TODAY)


def _connected(core: Core, sheet: str) -> int:
    return connections.connect(
        core.store, "google", sheet, title="Bench", lang=Lang.EN, credential=None, actor="bench"
    ).id


def _ran(core: Core, address: str, number: int) -> Outcome:
    """Run the sheet once, as a run of `kpi sync` does: with a client of its own."""

    def opened(_: Core, known: connections.Connection) -> GoogleBook:
        return GoogleBook(Patient(pointed(address, _USER)), known.reference)

    outcome = engine.run(core, number, opened=opened, actor="bench")
    assert outcome.state not in {"failed", "held"}, outcome
    return outcome


def _weighed(address: str, sheet: str, pipe: Pipe) -> None:
    with _workspace() as core:
        _ran(core, address, _connected(core, sheet))
        pipe.send(peak_mb())


# The script


def _script(client: gspread.Client, sheet: str) -> None:
    """Read, count and write, as one would for one firm in an afternoon."""
    book = client.open_by_key(sheet)
    raw = ValueRenderOption.unformatted
    spend, leads, deals = (
        book.worksheet(name).get_all_records(value_render_option=raw) for name in _NAMES
    )
    months: dict[int, list[float]] = defaultdict(lambda: [0.0, 0, 0.0])
    channels: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])
    for row in spend:
        if (day := _day(row["Date"])) and _YEAR[0] <= day <= _YEAR[1]:
            months[day.month][0] += float(row["Cost excl. VAT"])
            channels[str(row["Channel"])][0] += float(row["Cost excl. VAT"])
    for row in leads:
        if (day := _day(row["Created"])) and _YEAR[0] <= day <= _YEAR[1]:
            months[day.month][1] += 1
            channels[str(row["Source"])][1] += 1
    for row in deals:
        if row["Stage"] == "won" and (day := _day(row["Close date"])):
            months[day.month][2] += float(row["Amount excl. VAT"])
    cost, count = (sum(m[place] for m in months.values()) for place in (0, 1))
    told: list[list[Any]] = [["KPI", "Cost", "Leads", "CPL"], ["All", cost, count, cost / count]]
    told += [[name, c[0], c[1], c[0] / c[1] if c[1] else ""] for name, c in channels.items()]
    told += [[m, *months[m][:2], months[m][2]] for m in sorted(months)]
    board, history = _page(book, "Dashboard"), _page(book, "History")
    board.clear()
    board.update(told, "A1")
    board.format("B2:D20", {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}})
    history.append_row([_TODAY.isoformat(), cost, count, cost / count])


def _day(serial: Any) -> dt.date | None:
    return _EPOCH + dt.timedelta(days=int(serial)) if isinstance(serial, (int, float)) else None


def _page(book: gspread.Spreadsheet, name: str) -> gspread.Worksheet:
    try:
        return book.worksheet(name)
    except gspread.WorksheetNotFound:
        return book.add_worksheet(name, 100, 10)


# The stand-in, in a process of its own


@contextmanager
def _elsewhere(size: int, tabs: int) -> Iterator[tuple[str, str, Pipe]]:
    """Serve a sheet from another process: its address, its id, and a line to that process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_served, args=(size, tabs, theirs))
    process.start()
    try:
        address, sheet = ours.recv()
        yield address, sheet, ours
        ours.send("end")
    finally:
        process.join()


def _served(size: int, tabs: int, pipe: Pipe) -> None:
    google = Google(seed=1)
    sheet = google.create("Bench", locale="en_US", timezone="Europe/Paris")
    for place in range(tabs):
        mark = f" {place}" if place else ""
        for name, table in zip(_NAMES, _tables(size // tabs, place), strict=True):
            if place or name != _NAMES[0]:
                sheet.add_tab(name + mark, table)
            else:
                sheet.tab(0).rename(name)
                sheet.tab(0).write("A1", table)
    with serving(google) as address:
        pipe.send((address, sheet.id))
        while (said := pipe.recv()) != "end":
            if said == "edit":
                sheet.tab(0).set(1, 3, 999)
            pipe.send(sum(google.calls.values()))
            google.calls.clear()


def _tables(size: int, place: int) -> Iterator[list[list[Any]]]:
    """Yield spend (a fifth of the rows), leads (three fifths) and deals of one team."""
    spend, leads = size // 5, size * 3 // 5
    yield [
        ["Date", "Channel", "Campaign", "Cost excl. VAT"],
        *([_on(i), _CHANNELS[i % 4], f"c{place}-{i}", 10 + i % 90 + 0.5] for i in range(spend)),
    ]
    yield [
        ["Email", "Created", "Source"],
        *([f"p{place}.{i}@client.example", _on(i), _CHANNELS[i % 4]] for i in range(leads)),
    ]
    yield [
        ["Deal", "Company", "Created", "Close date", "Stage", "Amount excl. VAT"],
        *(
            [f"d{place}-{i}", f"Firm {i}", _on(i), _on(i + 20), "won", 1000 + i % 700]
            for i in range(size - spend - leads)
        ),
    ]


def _on(number: int) -> dt.date:
    return _YEAR[0] + dt.timedelta(days=number % 280)
