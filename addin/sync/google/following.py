"""What must follow our content when it moves in its tab: headings' looks, columns pushed aside, charts.

Google moves looks and charts with the cells that people put in or take out, and leaves them where
they are when we write other words: what stands there tells where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from addin.sync.google import drawing
from addin.sync.output import Chart, Page, Style, Value, is_month

Json = dict[str, Any]

DRAWN = "b2bkpi.charts"


def pushed(page: Page, standing: Sequence[Sequence[Value]]) -> list[int]:
    """
    Return the columns beside ours that columns put in between pushed out of our width.

    Those are the end of our headings in one piece, from inside our width on: a column beside that
    only bears one of our words is somebody's own.
    """
    # Rows may have been put in above the headings as well.
    return next(filter(None, (_beyond(page, row) for row in standing)), [])


def _beyond(page: Page, row: Sequence[Value]) -> list[int]:
    headings, found, last = page.headings, 0, -1
    beyond = []
    for column, value in enumerate(row):
        if found == page.width or (column >= page.width and last != column - 1):
            break
        ours = value == headings[found] if found < len(headings) else is_month(value)
        if ours:
            found, last = found + 1, column
            if column >= page.width:
                beyond.append(column)
    return beyond


def restyled(
    page: Page, standing: Sequence[Sequence[Value]], first: int, last: int
) -> Iterator[tuple[int, int, int, Style]]:
    """
    Yield (row, first column, last column, style) where a title or a heading comes or goes.

    first, last: the rows of the tab that are written. Elsewhere looks are left as people made them.
    """
    heads = page.heads.union(page.headings)
    for row in range(first, last):
        shown = standing[row] if row < len(standing) else ()
        at = row - first
        cells = page.rows[at] if at < len(page.rows) else ()
        begun: tuple[int, Style] | None = None
        for column in range(page.width + 1):
            had = _look(page, heads, shown[column] if column < len(shown) else None)
            style = cells[column].style if column < len(cells) else ""
            now: Style = style if style in {"title", "head"} else ""
            change = None if had == now or column == page.width else now
            if begun and change != begun[1]:
                yield row, begun[0], column - 1, begun[1]
                begun = None
            if change is not None and begun is None:
                begun = column, change


def _look(page: Page, heads: frozenset[str], value: Value) -> Style:
    """Return how a cell was styled that says *value*."""
    if not isinstance(value, str):
        return ""
    if value in heads or (page.months and is_month(value)):
        return "head"
    return "title" if page.ends and value.endswith(page.ends) else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    What the last batch left of our charts: on how many rows, and where it put which.

    None for a spreadsheet that was written before this was kept.
    """

    rows: int
    at: Mapping[int, tuple[int, int]]

    @classmethod
    def told(cls, value: str | None) -> Drawn | None:
        """Read what a batch left; anything else is nothing."""
        try:
            return None if value is None else msgspec.json.decode(value, type=cls)
        except msgspec.DecodeError:
            return None

    def text(self) -> str:
        """Return what is left for the next batch."""
        return msgspec.json.encode(self).decode()


def charts(
    page: Page,
    number: int,
    there: Mapping[int, tuple[int, int] | None],
    drawn: Drawn | None,
    rows: int,
) -> Iterator[Json]:
    """
    Yield what makes the charts those of *page*, however they were before.

    A chart that somebody deleted stays away, one that somebody moved stays where it is.
    there: id -> (row, column), None on another tab; drawn: what the last batch left, with no chart
    at all for a page that is new; rows: how many rows the page has in its tab now.
    """
    wanted = {_id(number, chart.number): chart for chart in page.charts}
    for id_, place in there.items():
        if place is not None and id_ not in wanted and 0 < id_ - _id(number, 0) < 10:  # noqa: PLR2004 - the last digit
            yield {"deleteEmbeddedObject": {"objectId": id_}}
    for id_, chart in wanted.items():
        spec = drawing.chart_spec(chart, number)
        if id_ in there:
            yield {"updateChartSpec": {"chartId": id_, "spec": spec}}
            if _follows(chart, there[id_], drawn, rows):
                yield _moved(id_, chart, number)
        elif drawn is not None and chart.number not in drawn.at:
            yield _added(id_, chart, number, spec)


def left(page: Page) -> str:
    """Return what the next batch must know of the charts of *page*."""
    return Drawn(len(page.rows), {c.number: (c.row, c.column) for c in page.charts}).text()


def _follows(chart: Chart, place: tuple[int, int] | None, drawn: Drawn | None, rows: int) -> bool:
    """Tell whether a chart stands where it was put, and must stand elsewhere now."""
    if place is None or place == (chart.row, chart.column):
        return False
    put = drawn.at.get(chart.number) if drawn else None
    # Rows that somebody put in or took out above it moved it as well.
    return put is None or (
        place[1] == put[1] and place[0] - put[0] in {0, rows - (drawn.rows if drawn else 0)}
    )


def _id(number: int, chart: int) -> int:
    return number * 10 % 2**31 + chart


def _anchor(chart: Chart, number: int) -> Json:
    return {"sheetId": number, "rowIndex": chart.row, "columnIndex": chart.column}


def _moved(id_: int, chart: Chart, number: int) -> Json:
    return {
        "updateEmbeddedObjectPosition": {
            "objectId": id_,
            "newPosition": {"overlayPosition": {"anchorCell": _anchor(chart, number)}},
            "fields": "anchorCell",
        }
    }


def _added(id_: int, chart: Chart, number: int, spec: Json) -> Json:
    overlay = {
        "anchorCell": _anchor(chart, number),
        "widthPixels": 560,
        "heightPixels": 300,
    }
    made = {"chartId": id_, "spec": spec, "position": {"overlayPosition": overlay}}
    return {"addChart": {"chart": made}}
