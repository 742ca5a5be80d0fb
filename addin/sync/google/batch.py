"""Our pages as one `batchUpdate`: typed values at places that are computed, so that twice is once.

Columns of others beside ours, and whatever format they gave to our cells, stay: a page is styled
when it is made, later only its values and their number formats are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from addin.sync.book import Cells, Look
from addin.sync.google import drawing
from addin.sync.output import Cell, Format, Output, Page, Value

Json = dict[str, Any]

#: Numbers that we give to our own tabs: they survive renaming, moving and copying.
NUMBERS: Mapping[str, int] = {
    "dashboard": 920_417_001,
    "problems": 920_417_002,
    "history": 920_417_003,
}
MARKER = "b2bkpi.run"
READ_BACK = (
    "updatedSpreadsheet(sheets(properties(sheetId),data(startRow,"
    "rowData(values(userEnteredValue)))))"
)

_SPARE_ROWS = 30


def requests(look: Look, cells: Cells, output: Output, marker: str) -> list[Json]:
    """Return every request of the batch: whole, or nothing of it."""
    made: list[Json] = []
    for index, page in enumerate(output.pages):
        first = next_row(page, cells)
        if page.key not in look.own:
            made += _new(look, page, index)
        else:
            made += _room(look, page, first)
        made += _values(page, cells, output.currency, first, styled=page.key not in look.own)
    return [*made, *_charts(look, output), _marked(look, marker)]


def next_row(page: Page, cells: Cells) -> int:
    """Return where *page* is written from: below what stands there if it only grows."""
    if page.key != "history" or page.key not in cells.own:
        return 0
    return len(cells.own[page.key])


def ranges(look: Look, output: Output, cells: Cells) -> list[str]:
    """Return what the answer is to show of our pages."""
    titles = {
        p["sheetId"]: p["title"]
        for s in look.inside["sheets"]
        if (p := s["properties"]).get("sheetId")
    }
    found = []
    for page in output.pages:
        title = titles.get(NUMBERS[page.key], _free(look, page)).replace("'", "''")
        first = next_row(page, cells)
        last = first + max(len(_written(page, first)), 1)
        found.append(f"'{title}'!A{first + 1}:{_letters(page.width)}{last}")
    return found


def stands(told: Json, output: Output, cells: Cells) -> bool:
    """Tell whether the answer shows what was written, cell by cell."""
    sheets = {
        int(s["properties"].get("sheetId", 0)): s
        for s in told.get("updatedSpreadsheet", {}).get("sheets", [])
    }
    for page in output.pages:
        wanted = [[_entered(c) for c in row] for row in _written(page, next_row(page, cells))]
        data = sheets.get(NUMBERS[page.key], {}).get("data", [{}])
        shown = [
            [v.get("userEnteredValue", {}) for v in row.get("values", [])]
            for row in data[0].get("rowData", [])
        ]
        if _trimmed(shown) != _trimmed(wanted):
            return False
    return True


def _written(page: Page, first: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows that are sent: of a page that grows, those below its header."""
    return page.rows[1:] if first else page.rows


def _new(look: Look, page: Page, index: int) -> Iterator[Json]:
    number = NUMBERS[page.key]
    yield {
        "addSheet": {
            "properties": {
                "sheetId": number,
                "title": _free(look, page),
                "index": index,
                "gridProperties": {
                    "rowCount": len(page.rows) + _SPARE_ROWS + 4 * 16 * bool(page.charts),
                    "columnCount": max(page.width, 12),
                    "frozenRowCount": page.frozen,
                },
                "tabColorStyle": {"rgbColor": drawing.OWN},
            }
        }
    }
    yield {
        "addProtectedRange": {
            "protectedRange": {
                "range": {"sheetId": number},
                "description": "B2B KPI",
                "warningOnly": True,
            }
        }
    }
    for column, width in enumerate(page.widths):
        yield {
            "updateDimensionProperties": {
                "range": _span(number, "COLUMNS", column, column + 1),
                "properties": {"pixelSize": width * 7},
                "fields": "pixelSize",
            }
        }


def _room(look: Look, page: Page, first: int) -> Iterator[Json]:
    """Ask for the rows and columns that the tab lacks."""
    number = NUMBERS[page.key]
    grid = next(
        s["properties"]["gridProperties"]
        for s in look.inside["sheets"]
        if s["properties"].get("sheetId") == number
    )
    for dimension, wanted, has in (
        ("ROWS", first + len(_written(page, first)), grid.get("rowCount", 0)),
        ("COLUMNS", page.width, grid.get("columnCount", 0)),
    ):
        if wanted > has:
            yield {
                "appendDimension": {
                    "sheetId": number,
                    "dimension": dimension,
                    "length": wanted - has,
                }
            }


def _values(page: Page, cells: Cells, currency: str, first: int, *, styled: bool) -> Iterator[Json]:
    rows = _written(page, first)
    standing = cells.own.get(page.key, [])
    # What our page held further down, or what a row put in between pushed there, goes.
    height = max(len(rows), len(standing) - first)
    if not height:
        return
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    if styled:
        fields = "userEnteredValue,userEnteredFormat"
    elif page.key != "history":
        fields += ",userEnteredFormat.textFormat.foregroundColorStyle"
    blank: list[Json] = [{"values": [{}] * page.width}]
    padded = [
        {
            "values": [_cell(c, currency, first + r, styled=styled) for c in row]
            + [{}] * (page.width - len(row))
        }
        for r, row in enumerate(rows)
    ]
    yield {
        "updateCells": {
            "range": _box(NUMBERS[page.key], first, 0, first + height, page.width),
            "fields": fields,
            "rows": [*padded, *blank * (height - len(rows))],
        }
    }
    for column in _pushed(page, standing):
        yield {
            "updateCells": {
                "range": _box(NUMBERS[page.key], 0, column, len(standing), column + 1),
                "fields": "userEnteredValue",
                "rows": [{"values": [{}]}] * len(standing),
            }
        }


def _pushed(page: Page, standing: Sequence[Sequence[Value]]) -> Iterator[int]:
    """Yield the columns beside ours that a column put in between pushed out: our headings tell."""
    head = page.frozen - 1
    if page.key == "history" or len(standing) <= head:
        return
    ours = {c.value for c in page.rows[head] if c.style == "head"}
    for column, value in enumerate(standing[head]):
        if column >= page.width and value in ours:
            yield column


def _cell(cell: Cell, currency: str, row: int, *, styled: bool) -> Json:
    made: Json = {}
    if entered := _entered(cell, row):
        made["userEnteredValue"] = entered
    format_ = drawing.cell_format(cell, currency, styled=styled)
    if format_:
        made["userEnteredFormat"] = format_
    return made


def _entered(cell: Cell, row: int | None = None) -> Json:
    if cell.line is not None:
        first, last = (_letters(c + 1) for c in cell.line)
        # Read back, a sparkline is only known to be one.
        return (
            {"formulaValue": f"=SPARKLINE({first}{row + 1}:{last}{row + 1})"}
            if row is not None
            else {"formulaValue": ""}
        )
    if cell.value is None:
        return {}
    if isinstance(cell.value, str):
        return {"stringValue": cell.value}
    return {"numberValue": cell.value}


def _trimmed(rows: Sequence[Sequence[Json]]) -> list[list[Json]]:
    """Return rows without the empty cells at their ends, and sparklines alike."""
    cut = []
    for row in rows:
        cells = [{"formulaValue": ""} if "formulaValue" in c else _plain(c) for c in row]
        while cells and not cells[-1]:
            cells.pop()
        cut.append(cells)
    while cut and not cut[-1]:
        cut.pop()
    return cut


def _plain(entered: Json) -> Json:
    if "numberValue" in entered:
        return {"numberValue": float(entered["numberValue"])}
    if entered.get("stringValue") == "":
        return {}
    return dict(entered)


def _charts(look: Look, output: Output) -> Iterator[Json]:
    """Draw the charts of a page that is made; later ones that are still there follow the table."""
    number = NUMBERS["dashboard"]
    page = output.dashboard
    there: set[int] = set()
    for sheet in look.inside["sheets"]:
        if sheet["properties"].get("sheetId") == number:
            there = {int(c["chartId"]) for c in sheet.get("charts", [])}
    for chart in page.charts:
        id_ = number * 10 % 2**31 + chart.number
        spec = drawing.chart_spec(chart, number)
        if id_ in there:
            yield {"updateChartSpec": {"chartId": id_, "spec": spec}}
        elif page.key not in look.own:
            place = {"sheetId": number, "rowIndex": chart.row, "columnIndex": chart.column}
            yield {
                "addChart": {
                    "chart": {
                        "chartId": id_,
                        "spec": spec,
                        "position": {
                            "overlayPosition": {
                                "anchorCell": place,
                                "widthPixels": 560,
                                "heightPixels": 300,
                            }
                        },
                    }
                }
            }


def _marked(look: Look, marker: str) -> Json:
    """Leave the name of this batch where a run that lost the answer finds it."""
    found = [m for m in look.inside.get("developerMetadata", []) if m["metadataKey"] == MARKER]
    if found:
        return {
            "updateDeveloperMetadata": {
                "dataFilters": [
                    {"developerMetadataLookup": {"metadataId": found[0]["metadataId"]}}
                ],
                "developerMetadata": {"metadataValue": marker},
                "fields": "metadataValue",
            }
        }
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": MARKER,
                "metadataValue": marker,
                "visibility": "DOCUMENT",
                "location": {"spreadsheet": True},
            }
        }
    }


def _free(look: Look, page: Page) -> str:
    """Return the page's title, numbered if somebody's tab has it already."""
    taken = {s["properties"]["title"].casefold() for s in look.inside["sheets"]}
    names = [page.title, *(f"{page.title} ({n})" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)


def _box(number: int, row: int, column: int, last_row: int, last_column: int) -> Json:
    return {
        "sheetId": number,
        "startRowIndex": row,
        "endRowIndex": last_row,
        "startColumnIndex": column,
        "endColumnIndex": last_column,
    }


def _span(number: int, dimension: str, start: int, end: int) -> Json:
    return {"sheetId": number, "dimension": dimension, "startIndex": start, "endIndex": end}


def _letters(count: int) -> str:
    """Return the letters of the column *count*, from 1."""
    found = ""
    while count:
        count, rest = divmod(count - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


__all__ = ["MARKER", "NUMBERS", "READ_BACK", "Format", "ranges", "requests", "stands"]
