"""What is wrong with a body of `/v1/cells`, in both languages: msgspec tells it in English only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kpi_core.errors import shown
from kpi_core.text import Text, joined

# Where, at the end of its message: "… - at `$.calls[0].rows`".
_AT = re.compile(r" - at `(?:key in )?\$\.?(?P<at>[^`]*)`$")
_MOST = 120  # characters of a path or of a name: both are the caller's

_TYPES: Mapping[str, Text] = {
    "array": Text(en="a list", fr="une liste"),
    "object": Text(en="an object", fr="un objet"),
    "str": Text(en="text", fr="un texte"),
    "int": Text(en="a whole number", fr="un nombre entier"),
    "float": Text(en="a number", fr="un nombre"),
    "bool": Text(en="true or false", fr="true ou false"),
    "null": Text(en="null", fr="null"),
}
_OR = Text(en=" or ", fr=" ou ")
_BODY = Text(en="the body", fr="le corps")
_NAMED = Text(en="“{at}”", fr="«\u00a0{at}\u00a0»")
_EXPECTED = Text(
    en="for {at}, {expected} is expected, not {got}",
    fr="pour {at}, il faut {expected}, et non {got}",
)
_NO_SUCH = Text(
    en="“{field}” is no name of {at}; there are: {names}",
    fr="«\u00a0{field}\u00a0» n’est pas un nom attendu dans {at}\u202f; il y a\u00a0: {names}",
)
_MISSING = Text(en="“{field}” is missing from {at}", fr="il manque «\u00a0{field}\u00a0» dans {at}")
_CHOOSE = Text(
    en="“{value}” cannot be {at}; choose fr or en",
    fr="«\u00a0{value}\u00a0» ne convient pas pour {at}\u202f; choisissez fr ou en",
)
_RANGE = Text(en="a number of {at} is too large", fr="un nombre de {at} est trop grand")
_ELSE = Text(en="{at} is not what is expected", fr="{at} n’est pas ce qui est attendu")
_NOT_JSON = Text(en="this is not JSON", fr="ce n’est pas du JSON")
_NOT_JSON_FROM = Text(
    en="this is not JSON from byte {byte} on", fr="ce n’est pas du JSON à partir de l’octet {byte}"
)


def why(message: str, fields: Callable[[str], tuple[str, ...]]) -> Text:
    """
    Return what *message* says is wrong with a body that is JSON.

    fields: the names that an object takes, by where it stands.
    """
    place = _AT.search(message)
    at, said = (place["at"], message[: place.start()]) if place else ("", message)
    where = _NAMED.format(at=shown(at, _MOST)) if at else _BODY
    if found := re.match(r"Object contains unknown field `(.*)`$", said, re.DOTALL):
        names = ", ".join(fields(at))
        return _NO_SUCH.format(field=shown(found[1], _MOST), at=where, names=names)
    if found := re.match(r"Object missing required field `(.*)`$", said):
        return _MISSING.format(field=found[1], at=where)
    if found := re.match(r"Expected `(.*)`, got `(.*)`$", said):
        return _EXPECTED.format(at=where, expected=_types(found[1]), got=_types(found[2]))
    if found := re.match(r"Invalid enum value (.*)$", said, re.DOTALL):
        return _CHOOSE.format(value=shown(found[1].strip("'"), _MOST), at=where)
    if said == "Number out of range":
        return _RANGE.format(at=where)
    return _ELSE.format(at=where)


def not_json(message: str) -> Text:
    """Return that a body is not JSON, with the byte where it stops being so if *message* tells it."""
    found = re.search(r"\(byte (\d+)\)", message)
    return _NOT_JSON_FROM.format(byte=found[1]) if found else _NOT_JSON


def _types(listed: str) -> Text:
    """Return `array | float` as people say it; a name that is not known stays as it is."""
    names = listed.split(" | ")
    if "float" in names and "int" in names:
        names.remove("int")
    return joined([_TYPES.get(name, Text(en=name, fr=name)) for name in names], _OR)
