"""What a chart draws: its series, their names and colours, read from the description that Google keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.formats import number_format, shown
from addin.demo.grid import Grid, Value
from addin.demo.ranges import Area

_WIDTH, _HEIGHT = 600, 371  # pixels of a chart that nobody sized
PALETTE = ("#4285F4", "#EA4335", "#FBBC04", "#34A853", "#FF6D01", "#46BDC6")


class Anchor(NamedTuple):
    """Where a chart stands: a cell, and pixels from its corner."""

    row: int
    column: int
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Series:
    """One series: where its numbers are, what the legend says, and whether they are shares."""

    name: str
    source: Json
    values: list[Value]
    colour: str
    kind: str
    share: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    One chart. domain: where the labels are; labels: as the sheet shows them.

    axes: titles by position, `bottom`, `left`; placed: whether it was given a place.
    """

    kind: str
    title: str
    subtitle: str
    domain: Json | None
    labels: list[str]
    series: list[Series]
    axes: dict[str, str]
    legend: str
    stacked: bool
    anchor: Anchor
    width: int
    height: int
    placed: bool


def drawn(book: Book, held: Json) -> Drawn | None:
    """Return what an embedded chart draws; None for a kind that is not known here."""
    spec: Json = held["spec"]
    basic: Json | None = spec.get("basicChart")
    pie: Json | None = spec.get("pieChart")
    if basic is None and pie is None:
        return None
    place: Json = held.get("position", {}).get("overlayPosition", {})
    cell: Json = place.get("anchorCell", {})
    header, domain, sources = _basic(basic) if basic is not None else _pie(pie or {})
    labels = _labels(book, domain, header)
    return Drawn(
        kind=str(basic.get("chartType", "COLUMN")) if basic is not None else "PIE",
        title=spec.get("title", ""),
        subtitle=spec.get("subtitle", ""),
        domain=_below(domain, header) if labels else None,
        labels=labels,
        series=[
            made
            for at, (source, given) in enumerate(sources)
            if (made := _series(book, source, given, header, at)) is not None
        ],
        axes={
            {"BOTTOM_AXIS": "bottom", "LEFT_AXIS": "left"}.get(axis["position"], "right"): axis[
                "title"
            ]
            for axis in (basic or {}).get("axis", ())
            if axis.get("title") and axis.get("position")
        },
        legend=str((basic or pie or {}).get("legendPosition", "")),
        stacked=(basic or {}).get("stackedType", "NOT_STACKED") not in {"NOT_STACKED", ""},
        anchor=Anchor(
            cell.get("rowIndex", 0),
            cell.get("columnIndex", 0),
            place.get("offsetXPixels", 0),
            place.get("offsetYPixels", 0),
        ),
        width=place.get("widthPixels", _WIDTH),
        height=place.get("heightPixels", _HEIGHT),
        placed=bool(cell),
    )


_Sources = list[tuple[Json, Json]]


def _basic(chart: Json) -> tuple[int, Json | None, _Sources]:
    domains: list[Json] = chart.get("domains") or []
    domain = _first(domains[0].get("domain")) if domains else None
    sources = [(_first(s.get("series")) or {}, s) for s in chart.get("series") or ()]
    return int(chart.get("headerCount", 0)), domain, [(s, g) for s, g in sources if s]


def _pie(chart: Json) -> tuple[int, Json | None, _Sources]:
    source = _first(chart.get("series"))
    return 0, _first(chart.get("domain")), [(source, {})] if source else []


def _first(data: Json | None) -> Json | None:
    sources: list[Json] = ((data or {}).get("sourceRange") or {}).get("sources") or []
    return sources[0] if sources else None


def _below(source: Json | None, header: int) -> Json | None:
    if source is None:
        return None
    return {**source, "startRowIndex": source.get("startRowIndex", 0) + header}


def _cells(book: Book, source: Json) -> tuple[Grid, Area] | None:
    try:
        return book.block(source)
    except RequestError:  # the tab is gone, or the range with its rows
        return None


def _labels(book: Book, domain: Json | None, header: int) -> list[str]:
    found = _cells(book, domain) if domain else None
    if found is None:
        return []
    grid, area = found
    return [
        shown(grid.value(r, c), grid.beside(r, c), book.locale)
        for r in range(area.top + header, area.bottom)
        for c in range(area.left, area.right)
    ]


def _series(book: Book, source: Json, given: Json, header: int, at: int) -> Series | None:
    found = _cells(book, source)
    if found is None:
        return None
    grid, area = found
    first = area.top + header
    name = shown(grid.value(area.top, area.left), grid.beside(area.top, area.left), book.locale)
    values = [
        grid.value(r, c) for r in range(first, area.bottom) for c in range(area.left, area.right)
    ]
    below = _below(source, header)
    return Series(
        name if header else "",
        below or source,
        values,
        _colour(given) or PALETTE[at % len(PALETTE)],
        str(given.get("type", "")),
        share=(number_format(grid.beside(first, area.left)) or {}).get("type") == "PERCENT",
    )


def _colour(given: Json) -> str:
    colour: Any = (given.get("colorStyle") or {}).get("rgbColor") or given.get("color")
    if not colour:
        return ""
    return "#" + "".join(f"{round(colour.get(p, 0) * 255):02X}" for p in ("red", "green", "blue"))
