"""Sheets: what each method of the API does with its path, its query and its body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from addin.demo import batch, reading, telling, writing
from addin.demo.book import Book
from addin.demo.checking import check, check_fields
from addin.demo.drive import Shelf
from addin.demo.errors import ApiError, Json, RequestError
from addin.demo.masks import Mask, parsed, selected
from addin.demo.quota import Kind
from addin.demo.requests import metadata

_VALUES = re.compile(r"/values/(.+?)(:append|:clear)?", re.DOTALL)
_METADATA = re.compile(r"/developerMetadata/(\d+)")
_COPY = re.compile(r"/sheets/(\d+):copyTo")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API, read: the rest of its path, its query with repeats, its body."""

    user: str
    rest: str
    query: Mapping[str, Sequence[str]]
    body: Json

    def one(self, name: str) -> str | None:
        """Return a parameter, the last one said; None when it was not."""
        values = self.query.get(name)
        return values[-1] if values else None

    def asks(self, name: str) -> bool:
        """Tell whether a parameter says yes."""
        return (self.one(name) or "").lower() == "true"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the API: its name in the documentation, what it counts as, and what it does."""

    name: str
    counts: Kind
    run: Callable[[Shelf, Book, Call], Json]


def routed(method: str, rest: str) -> Method | None:
    """Return the method of what follows the id of a spreadsheet in a path."""
    if found := _FIXED.get((method, rest)):
        return found
    if found_values := _VALUES.fullmatch(rest):
        return _RANGED.get((method, found_values[2] or ""))
    if _METADATA.fullmatch(rest) and method == "GET":
        return _GET_METADATA
    if _COPY.fullmatch(rest) and method == "POST":
        return _COPY_TO
    return None


def opened(shelf: Shelf, id_: str, user: str, *, writes: bool) -> Book:
    """
    Return a spreadsheet.

    Raises
    ------
    ApiError: 404 when there is none; 403 when *user* may not see it, or not write to it.
    """
    book = shelf.books.get(id_)
    if book is None:
        raise ApiError(404)
    role = book.role(user)
    if role is None or (writes and role not in {"owner", "writer"}):
        raise ApiError(403)
    return book


def create(shelf: Shelf, call: Call) -> Json:
    """Answer `spreadsheets.create`."""
    check("Spreadsheet", call.body)
    asked: Json = call.body.get("properties") or {}
    book = shelf.new(
        asked.get("title") or "Untitled spreadsheet",
        locale=asked.get("locale") or "en_US",
        timezone=asked.get("timeZone") or "Etc/GMT",
    )
    book.owner = call.user
    if tabs := call.body.get("sheets"):
        book.grids = []
        try:
            for tab in tabs:
                book.add(tab.get("properties") or {})
        except RequestError as e:
            del shelf.books[book.id]
            raise ApiError(400, str(e)) from None
    return _masked(telling.spreadsheet(book), call)


def _masked(answer: Json, call: Call) -> Json:
    mask = _mask(call)
    found: Json = selected(answer, mask) if mask else answer
    return found


def _mask(call: Call, message: str = "") -> Mask | None:
    """Return the mask of the answer, None when all of it is wanted."""
    fields = call.one("fields")
    if not fields:
        return None
    mask = parsed(fields)
    if message:
        check_fields(message, mask)
    return mask


def _get(_shelf: Shelf, book: Book, call: Call) -> Json:
    mask = _mask(call, "Spreadsheet")
    # A mask replaces includeGridData, as the documentation says.
    data = telling.wants_data(mask) if mask else call.asks("includeGridData")
    told = telling.spreadsheet(book, data=data, ranges=call.query.get("ranges", ()), mask=mask)
    found: Json = selected(told, mask) if mask else told
    return found


def _batch(_shelf: Shelf, book: Book, call: Call) -> Json:
    _mask(call, "BatchUpdateSpreadsheetResponse")  # a bad mask is refused before anything is done
    return _masked(batch.apply(book, call.body, call.user), call)


def _options(call: Call) -> reading.Options:
    return reading.options(
        call.one("valueRenderOption"), call.one("dateTimeRenderOption"), call.one("majorDimension")
    )


def _range(call: Call) -> str:
    found = _VALUES.fullmatch(call.rest)
    return found[1] if found else ""


def _values(_shelf: Shelf, book: Book, call: Call) -> Json:
    return _masked(reading.value_range(book, _range(call), _options(call)), call)


def _values_batch(_shelf: Shelf, book: Book, call: Call) -> Json:
    wanted = _options(call)
    _mask(call, "BatchGetValuesResponse")
    found = [reading.value_range(book, text, wanted) for text in call.query.get("ranges", ())]
    told: Json = {"spreadsheetId": book.id}
    if found:
        told["valueRanges"] = found
    return _masked(told, call)


def _update(_shelf: Shelf, book: Book, call: Call) -> Json:
    check("ValueRange", call.body)
    as_typed = writing.entered(call.one("valueInputOption"))
    text = _range(call)
    if call.body.get("range") not in {None, text}:
        raise ApiError(
            400,
            f"Requested writing within range [{text}], but the range in the body is [{call.body['range']}]",
        )
    with book.change(call.user):
        done = writing.update(book, text, call.body, as_typed=as_typed).answer
    if call.asks("includeValuesInResponse"):
        wanted = reading.options(
            call.one("responseValueRenderOption"), call.one("responseDateTimeRenderOption"), None
        )
        done["updatedData"] = reading.value_range(book, done["updatedRange"], wanted)
    return _masked(done, call)


def _update_batch(_shelf: Shelf, book: Book, call: Call) -> Json:
    check("BatchUpdateValuesRequest", call.body)
    as_typed = writing.entered(call.body.get("valueInputOption"))
    with book.change(call.user):
        done = [
            writing.update(book, given.get("range", ""), given, as_typed=as_typed)
            for given in call.body.get("data") or []
        ]
    if call.body.get("includeValuesInResponse"):
        wanted = reading.options(
            call.body.get("responseValueRenderOption"),
            call.body.get("responseDateTimeRenderOption"),
            None,
        )
        for one in done:
            area = one.answer["updatedRange"]
            one.answer["updatedData"] = reading.value_range(book, area, wanted)
    cells = {(w.grid.id, r, c) for w in done for r, c in w.cells}
    totals = {
        "totalUpdatedRows": len({(tab, r) for tab, r, _ in cells}),
        "totalUpdatedColumns": len({(tab, c) for tab, _, c in cells}),
        "totalUpdatedCells": sum(len(w.cells) for w in done),
        "totalUpdatedSheets": len({w.grid.id for w in done}),
    }
    told = {k: v for k, v in totals.items() if v}
    return _masked({"spreadsheetId": book.id, **told, "responses": [w.answer for w in done]}, call)


def _append(_shelf: Shelf, book: Book, call: Call) -> Json:
    check("ValueRange", call.body)
    as_typed = writing.entered(call.one("valueInputOption"))
    insert = call.one("insertDataOption") == "INSERT_ROWS"
    with book.change(call.user):
        done = writing.append(book, _range(call), call.body, as_typed=as_typed, insert=insert)
    return _masked(done, call)


def _clear(_shelf: Shelf, book: Book, call: Call) -> Json:
    with book.change(call.user):
        cleared = writing.clear(book, _range(call))
    return {"spreadsheetId": book.id, "clearedRange": cleared}


def _clear_batch(_shelf: Shelf, book: Book, call: Call) -> Json:
    check("BatchClearValuesRequest", call.body)
    with book.change(call.user):
        cleared = [writing.clear(book, text) for text in call.body.get("ranges") or []]
    return {"spreadsheetId": book.id, "clearedRanges": cleared}


def _search(_shelf: Shelf, book: Book, call: Call) -> Json:
    check("SearchDeveloperMetadataRequest", call.body)
    filters: list[Json] = call.body.get("dataFilters") or []
    found = metadata.matching(book, filters)
    told = [{"developerMetadata": m, "dataFilters": filters} for m in found]
    return _masked({"matchedDeveloperMetadata": told} if told else {}, call)


def _metadata(_shelf: Shelf, book: Book, call: Call) -> Json:
    found = _METADATA.fullmatch(call.rest)
    wanted = int(found[1]) if found else 0
    for one in book.metadata:
        if one["metadataId"] == wanted:
            return one
    raise ApiError(404)


def _copy_tab(shelf: Shelf, book: Book, call: Call) -> Json:
    found = _COPY.fullmatch(call.rest)
    target = opened(shelf, call.body.get("destinationSpreadsheetId", ""), call.user, writes=True)
    try:
        source = book.grid(int(found[1]) if found else 0)
        with target.change(call.user):
            title = f"Copy of {source.title}"
            wanted = {k: v for k, v in source.properties.items() if k not in {"sheetId", "index"}}
            place = target.add({**wanted, "title": title})
            twin = source.twin(place.properties)
            target.arrange([twin if g is place else g for g in target.grids])
    except RequestError as e:
        raise ApiError(400, str(e)) from None
    return telling.properties(twin)


_FIXED = {
    ("GET", ""): Method("spreadsheets.get", "Read", _get),
    ("POST", ":batchUpdate"): Method("spreadsheets.batchUpdate", "Write", _batch),
    ("GET", "/values:batchGet"): Method("values.batchGet", "Read", _values_batch),
    ("POST", "/values:batchUpdate"): Method("values.batchUpdate", "Write", _update_batch),
    ("POST", "/values:batchClear"): Method("values.batchClear", "Write", _clear_batch),
    ("POST", "/developerMetadata:search"): Method("developerMetadata.search", "Read", _search),
}
_RANGED = {
    ("GET", ""): Method("values.get", "Read", _values),
    ("PUT", ""): Method("values.update", "Write", _update),
    ("POST", ":append"): Method("values.append", "Write", _append),
    ("POST", ":clear"): Method("values.clear", "Write", _clear),
}
_GET_METADATA = Method("developerMetadata.get", "Read", _metadata)
_COPY_TO = Method("sheets.copyTo", "Write", _copy_tab)
