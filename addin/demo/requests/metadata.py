"""Developer metadata: notes for programs, at the spreadsheet, a tab, rows or columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.masks import merged
from addin.demo.requests.asked import Request, mask_of, needed, span

_EXACT = ("metadataId", "metadataKey", "metadataValue", "visibility")
_LONGEST = 30_000  # characters of keys and values at the spreadsheet, as Google counts them


def matching(book: Book, filters: list[Json]) -> list[Json]:
    """Return the metadata that any of the DataFilters finds."""
    lookups = [f.get("developerMetadataLookup") for f in filters]
    return [
        m for m in book.metadata if any(look is not None and _matches(m, look) for look in lookups)
    ]


def _matches(held: Json, look: Json) -> bool:
    if any(look.get(name) is not None and look[name] != held.get(name) for name in _EXACT):
        return False
    location: Json = held["location"]
    if look.get("locationType") and look["locationType"] != location["locationType"]:
        return False
    wanted: Json | None = look.get("metadataLocation")
    return wanted is None or _place(wanted) == _place(location)


def _place(location: Json) -> Json:
    """Return a location without its type, and with a tab's number even where it is 0."""
    if "dimensionRange" in location:
        return {"sheetId": 0, **location["dimensionRange"]}
    return {k: v for k, v in location.items() if k != "locationType"}


def _located(book: Book, given: Json | None) -> Json:
    """Return a location as Google keeps it, with its type."""
    if not given:
        raise RequestError("developerMetadata.location must be specified")
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "dimensionRange" in given:
        grid, dimension, start, end = span(book, given["dimensionRange"])
        if end - start != 1:
            raise RequestError(
                "developerMetadata.location.dimensionRange must be a single row or column"
            )
        place = {"sheetId": grid.id, "dimension": dimension, "startIndex": start, "endIndex": end}
        return {"locationType": dimension[:-1], "dimensionRange": place}
    return {"locationType": "SHEET", "sheetId": book.grid(given.get("sheetId")).id}


def _create(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "developerMetadata")
    if not given.get("metadataKey"):
        raise RequestError("developerMetadata.metadataKey must be specified")
    if given.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise RequestError("developerMetadata.visibility must be specified")
    id_ = given.get("metadataId") or book.number()
    if any(m["metadataId"] == id_ for m in book.metadata):
        raise RequestError(f"developerMetadata with id {id_} already exists")
    made: Json = {
        "metadataId": id_,
        "metadataKey": given["metadataKey"],
        **({"metadataValue": given["metadataValue"]} if given.get("metadataValue") else {}),
        "location": _located(book, given.get("location")),
        "visibility": given["visibility"],
    }
    _keep(book, (*book.metadata, made))
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def _update(book: Book, asked: Json) -> Json:
    filters: list[Json] = needed(asked, "dataFilters")
    given: Json = asked.get("developerMetadata") or {}
    mask = mask_of(asked)
    found = matching(book, filters)
    if not found:
        raise RequestError("No developer metadata matched the data filters.")
    new: dict[int, Json] = {}
    for old in found:
        told = merged(old, {k: v for k, v in given.items() if k != "location"}, mask)
        if "location" in mask:
            told["location"] = _located(book, given.get("location"))
        new[old["metadataId"]] = told
    _keep(book, tuple(new.get(m["metadataId"], m) for m in book.metadata))
    return {"updateDeveloperMetadata": {"developerMetadata": list(new.values())}}


def _delete(book: Book, asked: Json) -> Json:
    found = matching(book, [needed(asked, "dataFilter")])
    book.metadata = tuple(m for m in book.metadata if m not in found)
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": found} if found else {}}


def _keep(book: Book, held: tuple[Json, ...]) -> None:
    """Keep the metadata, unless keys and values grow past what Google stores."""
    sizes: dict[Any, int] = {}
    for one in held:
        place = one["location"].get("sheetId", one["location"]["locationType"])
        sizes[place] = (
            sizes.get(place, 0) + len(one["metadataKey"]) + len(one.get("metadataValue", ""))
        )
    if any(size > _LONGEST for size in sizes.values()):
        raise RequestError("Developer metadata exceeds the storage quota of 30000 characters.")
    book.metadata = held


REQUESTS: Mapping[str, Request] = {
    "createDeveloperMetadata": _create,
    "updateDeveloperMetadata": _update,
    "deleteDeveloperMetadata": _delete,
}
