"""`spreadsheets.batchUpdate`: all of its requests, or none."""

from __future__ import annotations

from addin.demo import telling
from addin.demo.book import Book
from addin.demo.checking import check, check_mask
from addin.demo.errors import ApiError, Json, RequestError
from addin.demo.masks import parsed
from addin.demo.requests import arranging, cells, dimensions, metadata, objects, tabs
from addin.demo.schema import MASKED

REQUESTS = {
    **tabs.REQUESTS,
    **cells.REQUESTS,
    **arranging.REQUESTS,
    **dimensions.REQUESTS,
    **objects.REQUESTS,
    **metadata.REQUESTS,
}


def apply(book: Book, body: Json, editor: str) -> Json:
    """
    Apply every request, in order, and return the answer.

    Raises
    ------
    ApiError: 400, with the place of the first request that cannot be done; nothing was changed.
    """
    check("BatchUpdateSpreadsheetRequest", body)
    requests: list[Json] = body.get("requests") or []
    if not requests:
        raise ApiError(400, "Must specify at least one request.")
    with book.change(editor):
        replies = [_apply(book, at, request) for at, request in enumerate(requests)]
    told: Json = {"spreadsheetId": book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        told["updatedSpreadsheet"] = telling.spreadsheet(
            book,
            data=bool(body.get("responseIncludeGridData")),
            ranges=body.get("responseRanges") or (),
        )
    return told


def _apply(book: Book, at: int, request: Json) -> Json:
    kinds = [kind for kind, asked in request.items() if asked is not None]
    if len(kinds) != 1:
        raise ApiError(400, f"Invalid requests[{at}]: No request set.")
    kind = kinds[0]
    try:
        if kind in MASKED and request[kind].get("fields"):
            check_mask(MASKED[kind], parsed(request[kind]["fields"]))
        return REQUESTS[kind](book, request[kind])
    except RequestError as e:
        raise ApiError(400, f"Invalid requests[{at}].{kind}: {e}") from None
    except ApiError as e:
        raise ApiError(e.code, f"Invalid requests[{at}].{kind}: {e.message}") from None
