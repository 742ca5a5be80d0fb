"""What a value of the wrong shape is told, in both languages: where it stands and what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

# By pydantic's own stable names; a name that is not here keeps its English words.
_WHY = {
    "literal_error": Text(en="choose {expected}", fr="choisissez {expected}"),
    "enum": Text(en="choose {expected}", fr="choisissez {expected}"),
    "extra_forbidden": Text(en="no such name", fr="ce nom n’existe pas"),
    "missing": Text(en="it is missing", fr="il manque"),
    "greater_than_equal": Text(en="{ge} at least", fr="{ge} au moins"),
    "greater_than": Text(en="more than {gt}", fr="plus de {gt}"),
    "less_than_equal": Text(en="{le} at most", fr="{le} au plus"),
    "less_than": Text(en="less than {lt}", fr="moins de {lt}"),
    "string_pattern_mismatch": Text(
        en="it must look like {pattern}", fr="la forme attendue est {pattern}"
    ),
    "string_too_short": Text(en="it is empty", fr="il est vide"),
    "string_too_long": Text(en="{max_length} characters at most", fr="{max_length} caractères au plus"),
    "too_short": Text(en="{min_length} at least", fr="{min_length} au moins"),
    "too_long": Text(en="{max_length} at most", fr="{max_length} au plus"),
    "json_invalid": Text(en="this is not JSON", fr="ce n’est pas du JSON"),
}  # fmt: skip
_SHAPES = {
    "string": Text(en="text is expected", fr="un texte est attendu"),
    "int": Text(en="a whole number is expected", fr="un nombre entier est attendu"),
    "float": Text(en="a number is expected", fr="un nombre est attendu"),
    "decimal": Text(en="a number is expected", fr="un nombre est attendu"),
    "finite": Text(en="a number is expected", fr="un nombre est attendu"),
    "bool": Text(en="true or false is expected", fr="true ou false est attendu"),
    "date": Text(
        en="a day such as 2025-11-12 is expected", fr="un jour comme 2025-11-12 est attendu"
    ),
    "datetime": Text(
        en="a moment such as 2025-11-01T08:00 is expected",
        fr="un moment comme 2025-11-01T08:00 est attendu",
    ),
    "list": Text(en="a list is expected", fr="une liste est attendue"),
    "tuple": Text(en="a list is expected", fr="une liste est attendue"),
    "dict": Text(en="an object is expected", fr="un objet est attendu"),
    "model": Text(en="an object is expected", fr="un objet est attendu"),
}
# What a pattern asks for, as people say it.
_LOOKS = {
    "^[A-Z]{3}$": Text(en="three capital letters, such as EUR", fr="trois majuscules, comme EUR"),
    "^[a-z]{2}(-[A-Z]{2})?$": Text(
        en="a language and a country, such as fr-FR", fr="une langue et un pays, comme fr-FR"
    ),
}
_OURS = {
    "Value error, a day is written 2025-07-01": Text(
        en="a day is written 2025-07-01", fr="un jour s’écrit 2025-07-01"
    ),
    "Value error, one and other go together": Text(
        en="“one” and “other” go together",
        fr="«\u00a0one\u00a0» et «\u00a0other\u00a0» vont ensemble",
    ),
    "Value error, no file has such a name": Text(
        en="no file has such a name", fr="aucun fichier ne porte un tel nom"
    ),
    "Value error, the period ends before it starts": Text(
        en="the period ends before it starts", fr="la période se termine avant de commencer"
    ),
}


def why(fault: Mapping[str, Any]) -> Text:
    """Return what is wrong with one value."""
    given = fault.get("ctx") or {}
    context = {k: _listed(v) for k, v in given.items()}
    name, said, at = str(fault["type"]), str(fault["msg"]), list(fault.get("loc") or ())
    if found := _OURS.get(said) or _LOOKS.get(str(given.get("pattern"))):
        return found
    if name == "missing" and len(at) > 1:
        return _LACKS.format(name=at[-1])
    if found := _WHY.get(name):
        return found.format(**context)
    if found := _SHAPES.get(name.partition("_")[0]):
        return found
    return Text(en=said, fr=_REFUSED)


def where(fault: Mapping[str, Any]) -> str:
    """Return where the value stands, as `filters/channel/0`."""
    return "/".join(str(part) for part in fault["loc"] if not _inside(part))


def _inside(part: object) -> bool:
    """Tell whether *part* is pydantic's name for one of the shapes of a union, and no name of ours."""
    return isinstance(part, str) and part.startswith(("constrained-", "function-", "list["))


def telling(faults: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """
    Return the fault to tell first.

    A value that may have two shapes has faults for both: that of the shape it comes nearer to.
    """
    at = where(faults[0])
    same = [f for f in faults if where(f) == at or where(f).startswith(f"{at}/")]
    return max(same, key=lambda f: (len(f["loc"]), not str(f["type"]).endswith("_type")))


def misshapen(faults: Iterable[Mapping[str, Any]]) -> KpiError:
    """Return the error that names the first fault of each value."""
    first: dict[str, Text] = {}
    for fault in faults:
        # A value that may have two shapes has a fault for each: the name it goes by is the same.
        first.setdefault(str(fault["loc"][0]) if fault["loc"] else "", why(fault))
    return KpiError(
        Kind.TYPE,
        Text(
            en=" ".join(f"{at}: {text.en}." for at, text in first.items()),
            fr=" ".join(f"{at}\u00a0: {text.fr}." for at, text in first.items()),
        ),
    )


def refused(error: OSError) -> KpiError:
    """Return the error that says which file the system would not give, and why."""
    return KpiError(
        Kind.UPSTREAM,
        Text(en="The system refuses {path}: {why}.", fr="Le système refuse {path} : {why}.").format(
            path=error.filename or "?", why=error.strerror or type(error).__name__
        ),
    )


def _listed(value: object) -> object:
    if isinstance(value, float):
        plain = f"{value:g}"
        return Text(en=plain, fr=plain.replace(".", ","))
    if not isinstance(value, str):
        return value
    return Text(en=value, fr=value.replace(" or ", " ou ").replace("'", ""))


_LACKS = Text(en="“{name}” is missing", fr="il manque «\u00a0{name}\u00a0»")
_REFUSED = "cette valeur n’est pas acceptée"
