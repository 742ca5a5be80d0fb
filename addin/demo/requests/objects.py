"""Requests about what lies over the cells: names, protections, charts, conditional formats, filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from addin.demo.book import Book
from addin.demo.errors import Json, RequestError
from addin.demo.grid import Grid
from addin.demo.masks import everything, merged
from addin.demo.requests.asked import Request, kept, mask_of, needed, told

_NAME = re.compile(r"[^\W\d]\w{0,249}")
_NO_NAME = re.compile(r"[a-z]{1,3}\d+|r\d+c\d+|true|false", re.IGNORECASE)


# -- names


def _check_name(book: Book, name: str, but: str = "") -> None:
    if not _NAME.fullmatch(name) or _NO_NAME.fullmatch(name):
        raise RequestError("The name you have entered is invalid.")
    if any(n["name"].lower() == name.lower() and n["namedRangeId"] != but for n in book.named):
        raise RequestError(f"A named range with name: {name} already exists.")


def _add_name(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "namedRange")
    name = given.get("name", "")
    _check_name(book, name)
    made = {
        "namedRangeId": given.get("namedRangeId") or str(book.number()),
        "name": name,
        "range": kept(book, given.get("range") or {}),
    }
    book.named = (*book.named, made)
    return {"addNamedRange": {"namedRange": made}}


def _update_name(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "namedRange")
    mask = mask_of(asked)
    old = _by_id(book.named, "namedRangeId", given.get("namedRangeId"), "named range")
    new = dict(old)
    if everything(mask) or "name" in mask:
        _check_name(book, given.get("name", ""), but=old["namedRangeId"])
        new["name"] = given["name"]
    if everything(mask) or "range" in mask:
        new["range"] = kept(book, given.get("range") or {})
    book.named = tuple(new if n is old else n for n in book.named)
    return {}


def _delete_name(book: Book, asked: Json) -> Json:
    old = _by_id(book.named, "namedRangeId", asked.get("namedRangeId"), "named range")
    book.named = tuple(n for n in book.named if n is not old)
    return {}


def _by_id(held: Any, field: str, wanted: Any, what: str) -> Json:
    for one in held:
        if one[field] == wanted:
            found: Json = one
            return found
    raise RequestError(f"No {what} with id: {wanted}")


# -- what a tab keeps in a list


def _held(grid: Grid, name: str) -> list[Json]:
    return list(grid.objects.get(name, ()))


def _keep(grid: Grid, name: str, held: list[Json]) -> None:
    grid.objects = {**grid.objects, name: held}


def _find(book: Book, name: str, field: str, wanted: Any, what: str) -> tuple[Grid, Json]:
    for grid in book.grids:
        for one in grid.objects.get(name, ()):
            if one[field] == wanted:
                return grid, one
    raise RequestError(f"No {what} with id: {wanted}")


def _swap(grid: Grid, name: str, old: Json, new: Json | None) -> None:
    """Put *new* where *old* was; None removes it."""
    swapped = [new if one is old else one for one in _held(grid, name)]
    _keep(grid, name, [one for one in swapped if one is not None])


# -- protections


def _protection(book: Book, given: Json) -> Json:
    editors = given.get("editors") or {}
    users = sorted({*editors.get("users", []), book.editor, book.owner})
    return {
        **{k: v for k, v in given.items() if v and k not in {"editors", "range"}},
        **({"range": kept(book, given["range"])} if "range" in given else {}),
        "requestingUserCanEdit": True,
        **({} if given.get("warningOnly") else {"editors": {**editors, "users": users}}),
    }


def _add_protection(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "protectedRange")
    grid = book.grid((given.get("range") or {}).get("sheetId"))
    whole = {"range": given.get("range") or {}}
    if not set(whole["range"]) - {"sheetId"}:
        whole = {"range": {"sheetId": grid.id} if grid.id else {}}  # a whole tab has no bounds
    made = _protection(book, {k: v for k, v in given.items() if k != "range"})
    made = {
        "protectedRangeId": given.get("protectedRangeId") or book.number(),
        "range": whole["range"]
        if not set(whole["range"]) - {"sheetId"}
        else kept(book, whole["range"]),
        **made,
    }
    if any(
        p["protectedRangeId"] == made["protectedRangeId"] for p in _held(grid, "protectedRanges")
    ):
        raise RequestError(f"A protected range with ID: {made['protectedRangeId']} already exists.")
    _keep(grid, "protectedRanges", [*_held(grid, "protectedRanges"), made])
    return {"addProtectedRange": {"protectedRange": made}}


def _update_protection(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "protectedRange")
    grid, old = _find(
        book,
        "protectedRanges",
        "protectedRangeId",
        given.get("protectedRangeId"),
        "protected range",
    )
    if not _may(book, old):
        raise RequestError("You are trying to edit a protected cell or object.")
    _swap(grid, "protectedRanges", old, merged(old, given, mask_of(asked)))
    return {}


def _delete_protection(book: Book, asked: Json) -> Json:
    grid, old = _find(
        book,
        "protectedRanges",
        "protectedRangeId",
        asked.get("protectedRangeId"),
        "protected range",
    )
    if not _may(book, old):
        raise RequestError("You are trying to edit a protected cell or object.")
    _swap(grid, "protectedRanges", old, None)
    return {}


def _may(book: Book, protection: Json) -> bool:
    if protection.get("warningOnly") or book.editor == book.owner:
        return True
    return book.editor in protection.get("editors", {}).get("users", ())


# -- charts


def _add_chart(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "chart")
    spec = needed(given, "spec")
    _sources(book, spec)
    position: Json = given.get("position") or {}
    anchor = position.get("overlayPosition", {}).get("anchorCell", {})
    if position.get("newSheet"):
        grid = book.add({})
    else:
        grid = book.grid(anchor.get("sheetId", position.get("sheetId")))
    id_ = given.get("chartId") or book.number()
    if any(c["chartId"] == id_ for g in book.grids for c in _held(g, "charts")):
        raise RequestError(f"Chart with id {id_} already exists.")
    if not position:
        position = {"overlayPosition": {"anchorCell": {"sheetId": grid.id}}}
    made = {"chartId": id_, "spec": spec, "position": position}
    _keep(grid, "charts", [*_held(grid, "charts"), made])
    return {"addChart": {"chart": made}}


def _update_chart(book: Book, asked: Json) -> Json:
    grid, old = _find(book, "charts", "chartId", asked.get("chartId"), "chart")
    spec = needed(asked, "spec")
    _sources(book, spec)
    _swap(grid, "charts", old, {**old, "spec": spec})
    return {}


def _delete_object(book: Book, asked: Json) -> Json:
    grid, old = _find(book, "charts", "chartId", asked.get("objectId"), "embedded object")
    _swap(grid, "charts", old, None)
    return {}


def _place_object(book: Book, asked: Json) -> Json:
    grid, old = _find(book, "charts", "chartId", asked.get("objectId"), "embedded object")
    given = needed(asked, "newPosition")
    mask = mask_of(asked)
    position = {
        "overlayPosition": merged(
            old["position"].get("overlayPosition", {}), given.get("overlayPosition", {}), mask
        )
    }
    _swap(grid, "charts", old, {**old, "position": position})
    return {"updateEmbeddedObjectPosition": {"position": position}}


def _sources(book: Book, message: Any) -> None:
    """Check that every range which a chart draws is one of the spreadsheet."""
    if isinstance(message, list):
        for one in message:
            _sources(book, one)
    elif isinstance(message, dict):
        for source in message.get("sources", ()) if "sources" in message else ():
            book.block(source)
        for below in message.values():
            _sources(book, below)


# -- conditional formats, filters, bands


def _add_rule(book: Book, asked: Json) -> Json:
    rule: Json = needed(asked, "rule")
    ranges: list[Json] = rule.get("ranges") or []
    if not ranges:
        raise RequestError("At least one range must be specified.")
    grid, _ = book.block(ranges[0])
    held = _held(grid, "conditionalFormats")
    bounded = [told(*book.block(r)) for r in ranges]
    held.insert(asked.get("index", 0), {**rule, "ranges": bounded})
    _keep(grid, "conditionalFormats", held)
    return {}


def _change_rule(change: Callable[[Book, list[Json], int, Json], Json]) -> Request:
    """Return a request that finds a rule by its place in the tab."""

    def request(book: Book, asked: Json) -> Json:
        given = asked.get("rule") or {}
        tab = asked.get("sheetId", (given.get("ranges") or [{}])[0].get("sheetId"))
        grid = book.grid(tab)
        held = _held(grid, "conditionalFormats")
        index = asked.get("index", 0)
        if not 0 <= index < len(held):
            raise RequestError(f"No conditional format on sheet: {grid.id} at index: {index}")
        reply = change(book, held, index, asked)
        _keep(grid, "conditionalFormats", held)
        return reply

    return request


def _delete_rule(_book: Book, held: list[Json], index: int, _asked: Json) -> Json:
    return {"deleteConditionalFormatRule": {"rule": held.pop(index)}}


def _update_rule(_book: Book, held: list[Json], index: int, asked: Json) -> Json:
    old = held.pop(index)
    new = asked.get("rule") or old
    held.insert(asked.get("newIndex", index), new)
    return {"updateConditionalFormatRule": {"oldRule": old, "newRule": new}}


def _set_filter(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "filter")
    grid, area = book.block(given.get("range") or {})
    grid.objects = {**grid.objects, "basicFilter": {**given, "range": told(grid, area)}}
    return {}


def _clear_filter(book: Book, asked: Json) -> Json:
    grid = book.grid(asked.get("sheetId"))
    grid.objects = {k: v for k, v in grid.objects.items() if k != "basicFilter"}
    return {}


def _add_bands(book: Book, asked: Json) -> Json:
    given: Json = needed(asked, "bandedRange")
    grid, area = book.block(given.get("range") or {})
    made = {
        **given,
        "bandedRangeId": given.get("bandedRangeId") or book.number(),
        "range": told(grid, area),
    }
    _keep(grid, "bandedRanges", [*_held(grid, "bandedRanges"), made])
    return {"addBanding": {"bandedRange": made}}


def _delete_bands(book: Book, asked: Json) -> Json:
    grid, old = _find(book, "bandedRanges", "bandedRangeId", asked.get("bandedRangeId"), "banding")
    _swap(grid, "bandedRanges", old, None)
    return {}


REQUESTS: Mapping[str, Request] = {
    "addNamedRange": _add_name,
    "updateNamedRange": _update_name,
    "deleteNamedRange": _delete_name,
    "addProtectedRange": _add_protection,
    "updateProtectedRange": _update_protection,
    "deleteProtectedRange": _delete_protection,
    "addChart": _add_chart,
    "updateChartSpec": _update_chart,
    "deleteEmbeddedObject": _delete_object,
    "updateEmbeddedObjectPosition": _place_object,
    "addConditionalFormatRule": _add_rule,
    "updateConditionalFormatRule": _change_rule(_update_rule),
    "deleteConditionalFormatRule": _change_rule(_delete_rule),
    "setBasicFilter": _set_filter,
    "clearBasicFilter": _clear_filter,
    "addBanding": _add_bands,
    "deleteBanding": _delete_bands,
}
