"""Field masks: which parts of an answer are wanted, which parts of a message are to be written.

A mask is a nested dict: `sheets(properties.title),spreadsheetId` is
`{"sheets": {"properties": {"title": {}}}, "spreadsheetId": {}}`. An empty dict means everything below.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from addin.demo.errors import ApiError, Json

Mask = dict[str, Any]

_PIECE = re.compile(r"[\w*@$-]+|[.,/()]")


@lru_cache(maxsize=512)
def parsed(text: str) -> Mask:
    """
    Read a mask. What is returned is shared: it is never to be changed.

    Raises
    ------
    ApiError: 400, the mask cannot be read.
    """
    compact = "".join(text.split())
    pieces = _PIECE.findall(compact)
    if "".join(pieces) != compact or not pieces:
        raise ApiError(400, "Request contains an invalid argument.")
    mask, end = _group(pieces, 0)
    if end != len(pieces):
        raise ApiError(400, "Request contains an invalid argument.")
    return mask


def _group(pieces: list[str], at: int) -> tuple[Mask, int]:
    """Read paths separated by commas, up to the closing parenthesis or the end."""
    found: Mask = {}
    place = found
    while at < len(pieces) and pieces[at] != ")":
        piece = pieces[at]
        if piece == ",":
            place = found
        elif piece == "(":
            inner, at = _group(pieces, at + 1)
            _join(place, inner)
        elif piece not in "./":
            place = place.setdefault(piece, {})
        at += 1
    return found, at


def _join(into: Mask, more: Mask) -> None:
    for name, below in more.items():
        _join(into.setdefault(name, {}), below)


def everything(mask: Mask) -> bool:
    """Tell whether *mask* leaves nothing out."""
    return not mask or "*" in mask


def selected(value: Any, mask: Mask) -> Any:
    """Return *value* with only what *mask* names; lists keep their length."""
    if everything(mask):
        return value
    if isinstance(value, list):
        return [selected(one, mask) for one in value]
    if isinstance(value, dict):
        return {k: selected(v, mask[k]) for k, v in value.items() if k in mask}
    return value


def merged(old: Json, new: Json, mask: Mask) -> Json:
    """Return *old* with what *mask* names taken from *new*; named and not given is removed."""
    if everything(mask):
        return {**old, **new}
    result = dict(old)
    for name, below in mask.items():
        if below and isinstance(new.get(name), dict):
            inner = result.get(name)
            result[name] = merged(inner if isinstance(inner, dict) else {}, new[name], below)
        elif below and isinstance(result.get(name), dict) and name not in new:
            result[name] = merged(result[name], {}, below)
        elif name in new:
            result[name] = new[name]
        else:
            result.pop(name, None)
    return result
