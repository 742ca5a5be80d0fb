"""Whether a message is what Google would take: no unknown field, nothing of the wrong kind, no unknown word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from addin.demo.errors import ApiError, Json, RequestError, bad_field, unknown_name
from addin.demo.masks import Mask
from addin.demo.schema import fields, is_message

_TYPES = "type.googleapis.com/google.apps.sheets.v4"
_KINDS = {"int": "TYPE_INT32", "number": "TYPE_DOUBLE", "text": "TYPE_STRING", "bool": "TYPE_BOOL"}
_HALF = 2**31

_Check = Callable[[Any], None]


class _Wrong(Exception):  # noqa: N818 - it never leaves this module
    """What is wrong, and the path to it from the inside out."""

    def __init__(self, make: Callable[[str], ApiError]) -> None:
        self.make = make
        self.path: list[str] = []


def check(message: str, value: Json) -> None:
    """
    Look through a message as it came.

    Raises
    ------
    ApiError: 400, with the place and Google's words.
    """
    try:
        _message(message)(value)
    except _Wrong as e:
        raise e.make("".join(reversed(e.path)).removeprefix(".")) from None


def check_mask(message: str, mask: Mask) -> None:
    """
    Look through the mask of a request.

    Raises
    ------
    RequestError: it names a field that the message does not have.
    """
    if wrong := _unknown(message, mask):
        raise RequestError(f"Invalid field: {wrong}")


def check_fields(message: str, mask: Mask) -> None:
    """
    Look through the mask of an answer.

    Raises
    ------
    ApiError: 400, it names a field that the answer does not have.
    """
    if wrong := _unknown(message, mask):
        violation = {
            "field": wrong,
            "description": f"Error expanding 'fields' parameter. Cannot find matching fields for path '{wrong}'.",
        }
        kind = "type.googleapis.com/google.rpc.BadRequest"
        raise ApiError(400, "", {"@type": kind, "fieldViolations": [violation]})


def _unknown(message: str, mask: Mask) -> str | None:
    known = fields(message)
    for name, below in mask.items():
        if name == "*":
            continue
        kind = known.get(name, "").removeprefix("[")
        if not kind:
            return name
        if is_message(kind) and (wrong := _unknown(kind, below)):
            return f"{name}.{wrong}"
    return None


@cache
def _message(name: str) -> _Check:
    """Return what looks through a message: made when first needed, for some hold themselves."""
    checks: dict[str, _Check] = {}

    def look(value: Any) -> None:
        if value.__class__ is not dict:
            raise _Wrong(lambda path: bad_field(path, f"{_TYPES}.{name}", json.dumps(value)))
        for field, held in value.items():
            checker = checks.get(field)
            if checker is None:
                if field not in fields(name):
                    raise _Wrong(partial(unknown_name, field))
                checker = checks[field] = _kind(fields(name)[field], field)
            if held is not None:
                try:
                    checker(held)
                except _Wrong as e:
                    e.path.append(f".{_snake(field)}")
                    raise

    return look


def _kind(kind: str, field: str) -> _Check:
    if kind.startswith("["):
        return _list(_kind(kind[1:], field))
    if kind.startswith("|"):
        return _word(frozenset(kind.strip("|").split("|")), field)
    return _message(kind) if is_message(kind) else _PLAIN[kind]


def _list(one: _Check) -> _Check:
    def look(value: Any) -> None:
        if value.__class__ is not list:
            raise _Wrong(lambda path: bad_field(path, f"{_TYPES}.ListValue", json.dumps(value)))
        for place, held in enumerate(value):
            try:
                one(held)
            except _Wrong as e:
                e.path.append(f"[{place}]")
                raise

    return look


def _word(words: frozenset[str], field: str) -> _Check:
    name = f"{_TYPES}.{field[0].upper()}{field[1:]}"

    def look(value: Any) -> None:
        if value not in words and not str(value).endswith("_UNSPECIFIED"):
            raise _Wrong(lambda path: bad_field(path, name, json.dumps(value)))

    return look


def _plain(kind: str, holds: Callable[[Any], bool]) -> _Check:
    def look(value: Any) -> None:
        if not holds(value):
            raise _Wrong(lambda path: bad_field(path, _KINDS[kind], json.dumps(value)))

    return look


def _is_int(value: Any) -> bool:
    return value.__class__ is int and -_HALF <= value < _HALF


_PLAIN: dict[str, _Check] = {
    "int": _plain("int", _is_int),
    "number": _plain("number", lambda v: v.__class__ is float or v.__class__ is int),
    "text": _plain("text", lambda v: v.__class__ is str),
    "bool": _plain("bool", lambda v: v.__class__ is bool),
    "any": lambda _: None,
}


@cache
def _snake(name: str) -> str:
    """Return a field as messages of errors name it."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
