"""Names of the months, as French, English and German exports write them."""

from __future__ import annotations

import unicodedata

from kpi_core.text import Text

_NAMES = (
    "jan janv janvier january januar jän janner",
    "feb fév févr fev fevr février february februar",
    "mar mars march mär märz mrz maerz",
    "apr avr avril april",
    "may mai",
    "jun juin june juni",
    "jul juil juillet july juli",
    "aug août aout august",
    "sep sept septembre september",
    "oct octobre october okt oktober",
    "nov novembre november",
    "dec déc décembre december dez dezember",
)


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


_NUMBER = {_bare(name): n for n, names in enumerate(_NAMES, 1) for name in names.split()}

SHORT = (
    Text(en="Jan", fr="janvier"),
    Text(en="Feb", fr="février"),
    Text(en="Mar", fr="mars"),
    Text(en="Apr", fr="avril"),
    Text(en="May", fr="mai"),
    Text(en="Jun", fr="juin"),
    Text(en="Jul", fr="juillet"),
    Text(en="Aug", fr="août"),
    Text(en="Sep", fr="septembre"),
    Text(en="Oct", fr="octobre"),
    Text(en="Nov", fr="novembre"),
    Text(en="Dec", fr="décembre"),
)


def month_number(word: str) -> int | None:
    """Return 1 to 12 for a month's name or abbreviation, None for any other word."""
    return _NUMBER.get(_bare(word.rstrip(".")))
