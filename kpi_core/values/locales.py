"""How each locale separates thousands and decimals, and orders the day and the month."""

from __future__ import annotations

import re
from functools import lru_cache

# The two languages of the product answer without loading CLDR (60 ms).
_SEPARATORS = {"fr": (" ", ","), "en": (",", ".")}
# Nor do these two, as which a host without CLDR reads the locales that write numbers like them.
_WITHOUT_CLDR = {"de_DE": (".", ","), "de_CH": ("'", ".")}
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_MONTH_FIRST = {"en", "en_US", "en_PH", "en_PR", "en_GU", "es_US", "es_PR"}


def underscored(locale: str) -> str:
    """Write a locale as CLDR does: `fr-FR` and `fr_FR` are one."""
    return locale.strip().replace("-", "_")


@lru_cache(maxsize=64)
def separators(locale: str) -> tuple[str, str]:
    """Return the thousands mark and the decimal mark; a space stands for any kind of space."""
    name = underscored(locale)
    language, _, territory = name.partition("_")
    if language in _SEPARATORS and territory in {
        "",
        "FR",
        "BE",
        "CA",
        "US",
        "GB",
        "IN",
        "IE",
        "AU",
    }:
        return _SEPARATORS[language]
    if name in _WITHOUT_CLDR:
        return _WITHOUT_CLDR[name]
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 60 ms, for rarer locales only

    try:
        symbols = Locale.parse(name).number_symbols["latn"]
    except (UnknownLocaleError, ValueError):
        return _SEPARATORS.get(language, _SEPARATORS["en"])
    group = "'" if symbols["group"] == "\u2019" else symbols["group"]
    return (_SPACES.sub(" ", str(group)), str(symbols["decimal"]))


def grouped_by_lakh(locale: str) -> bool:
    """Tell whether *locale* also groups digits as 12,34,567."""
    return underscored(locale).endswith("_IN")


def day_order(locale: str) -> str:
    """Return `mdy` where the month is written before the day, else `dmy`."""
    return "mdy" if underscored(locale) in _MONTH_FIRST else "dmy"
