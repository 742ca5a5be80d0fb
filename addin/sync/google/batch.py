"""Our pages as one `batchUpdate`: typed values at places that are computed, so that twice is once.

Columns of others beside ours, and whatever format they gave to our cells, stay: a page is styled
when it is made, later only its values and their number formats are written, and the look of
headings where they come or go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from addin.sync.book import Cells, Look
from addin.sync.google import drawing, following
from addin.sync.output import Cell, Format, Output, Page, Value

Json = dict[str, Any]

#: Numbers that we give to our own tabs: they survive renaming, moving and copying.
NUMBERS: Mapping[str, int] = {
    "dashboard": 920_417_001,
    "problems": 920_417_002,
    "history": 920_417_003,
    "tables": 920_417_004,
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
        new = page.key not in look.own
        first = next_row(page, cells)
        made += _new(look, page, index) if new else _room(look, page, first)
        made += _values(page, cells, output.currency, first, styled=new)
        if not new:
            made += _following(page, cells, first)
    made += _charts(look, cells, output.dashboard)
    marks = {MARKER: marker, following.DRAWN: following.left(output.dashboard)}
    return [*made, *(_marked(look, key, value) for key, value in marks.items())]


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
        last = first + max(len(_written(page)), 1)
        found.append(f"'{title}'!A{first + 1}:{_letters(page.reach)}{last}")
    return found


def stands(told: Json, output: Output) -> bool:
    """Tell whether the answer shows what was written, cell by cell."""
    sheets = {
        int(s["properties"].get("sheetId", 0)): s
        for s in told.get("updatedSpreadsheet", {}).get("sheets", [])
    }
    for page in output.pages:
        places = [(c, place) for c, place in enumerate(page.places) if place is not None]
        wanted = [
            [_entered(row[c]) if c < len(row) else {} for c, _ in places] for row in _written(page)
        ]
        data = sheets.get(NUMBERS[page.key], {}).get("data", [{}])
        lines = [row.get("values", []) for row in data[0].get("rowData", [])]
        shown = [
            [v[at].get("userEnteredValue", {}) if at < len(v) else {} for _, at in places]
            for v in lines
        ]
        if _trimmed(shown) != _trimmed(wanted):
            return False
    return True


def _written(page: Page) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows that are sent: all, or those below the headings that stand there."""
    return page.rows[1:] if page.headed else page.rows


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
        ("ROWS", first + len(_written(page)), grid.get("rowCount", 0)),
        ("COLUMNS", page.reach, grid.get("columnCount", 0)),
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
    rows = _written(page)
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
    blank: list[Json] = [{}]
    for start, end, column in _blocks(page):
        width = end - start
        padded = [
            [_cell(c, currency, first + r, styled=styled) for c in row[start:end]]
            for r, row in enumerate(rows)
        ]
        filled = [{"values": line + blank * (width - len(line))} for line in padded]
        filled += [{"values": blank * width}] * (height - len(rows))
        yield {
            "updateCells": {
                "range": _box(NUMBERS[page.key], first, column, first + height, column + width),
                "fields": fields,
                "rows": filled,
            }
        }


def _blocks(page: Page) -> Iterator[tuple[int, int, int]]:
    """Yield (first, past the last, column of the tab) of our columns that stand side by side."""
    places, start = page.places, 0
    for end in range(1, page.width + 1):
        here, last = places[start], places[end - 1]
        if end < page.width and last is not None and places[end] == last + 1:
            continue
        if here is not None:
            yield start, end, here
        start = end


def _following(page: Page, cells: Cells, first: int) -> Iterator[Json]:
    """Let looks follow the words that they belong to, and clear what was pushed out of our width."""
    number, standing = NUMBERS[page.key], cells.own.get(page.key, [])
    last = first + len(_written(page))
    if page.key != "history":
        last = max(last, len(standing))
        for column in following.pushed(page, standing):
            yield {
                "updateCells": {
                    "range": _box(number, 0, column, len(standing), column + 1),
                    "fields": "userEnteredValue,userEnteredFormat",
                    "rows": [{"values": [{}]}] * len(standing),
                }
            }
    elif page.headed:
        return
    for row, left, right, style in following.restyled(page, standing, first, last):
        yield {
            "repeatCell": {
                "range": _box(number, row, left, row + 1, right + 1),
                "cell": {"userEnteredFormat": drawing.look(style)},
                "fields": drawing.LOOK,
            }
        }


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


def _charts(look: Look, cells: Cells, page: Page) -> Iterator[Json]:
    number = NUMBERS[page.key]
    there: dict[int, tuple[int, int] | None] = {}
    for sheet in look.inside["sheets"]:
        ours = sheet["properties"].get("sheetId") == number
        for chart in sheet.get("charts", []):
            anchor = chart.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
            place = anchor.get("rowIndex", 0), anchor.get("columnIndex", 0)
            there[int(chart["chartId"])] = place if ours else None
    drawn: following.Drawn | None = following.Drawn(0, {})
    if page.key in look.own:
        held = _held(look, following.DRAWN)
        drawn = following.Drawn.told(held.get("metadataValue") if held else None)
    rows = len(_filled(cells.own.get(page.key, []), page.width))
    return following.charts(page, number, there, drawn, rows)


def _filled(rows: Sequence[Sequence[Value]], width: int) -> Sequence[Sequence[Value]]:
    """Return rows without those at the end that hold nothing in our columns."""
    end = len(rows)
    while end and all(value in {None, ""} for value in rows[end - 1][:width]):
        end -= 1
    return rows[:end]


def _held(look: Look, key: str) -> Json | None:
    """Return what a batch left under *key*, if anything."""
    held: list[Json] = look.inside.get("developerMetadata", [])
    return next((m for m in held if m["metadataKey"] == key), None)


def _marked(look: Look, key: str, value: str) -> Json:
    """Leave something of this batch where another run finds it: its name, if its answer was lost."""
    found = _held(look, key)
    if found:
        return {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": found["metadataId"]}}],
                "developerMetadata": {"metadataValue": value},
                "fields": "metadataValue",
            }
        }
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": key,
                "metadataValue": value,
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
