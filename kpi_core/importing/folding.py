"""Headers as a reader hears them: without case, accents, odd blanks, currency or tax mention."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kpi_core.values.currencies import CODES, SIGNS

_BLANKS = re.compile(r"[\s_]+")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
_SIGN = "|".join(re.escape(sign) for sign in SIGNS)
_CURRENCY = re.compile(rf"^(.*?)[ ]*(?:en |in )?[(\[]?(?:en |in )?({_SIGN}|[A-Z]{{3}})[)\]]?$")
_TAX = re.compile(
    r"^(.*?)[ ]*[(\[]?\b(ht|h\.t\.|hors taxes?|excl\. vat|ttc|t\.t\.c\.|incl\. vat)[)\]]?$"
)
_TTC = frozenset({"ttc", "t.t.c.", "incl. vat"})


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return *text* for comparison: `Étape`, `etape ` and `ETAPE` are one."""
    apart = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).translate(_APOSTROPHES))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return _BLANKS.sub(" ", bare.casefold()).strip(" :*\"'")


@dataclass(frozen=True, slots=True)
class Header:
    """A header taken apart: `Coût HT (EUR)` is a cost, before tax, in euros."""

    folded: str
    base: str
    currency: str | None = None
    tax: str | None = None


@lru_cache(maxsize=8192)
def take_apart(text: str) -> Header:
    """Split the words of a header from the currency and the tax that it mentions."""
    rest, currency, tax = _BLANKS.sub(" ", text).strip(), None, None
    for _ in range(2):  # in either order: `Coût HT (EUR)`, `Montant EUR TTC`
        found = _CURRENCY.match(rest)
        if found and found[1] and (found[2] in CODES or found[2] in SIGNS):
            rest, currency = found[1], SIGNS.get(found[2], (found[2],))[0]
        mention = _TAX.match(rest.casefold())
        if mention and mention[1]:
            rest, tax = rest[: len(mention[1])], "ttc" if mention[2] in _TTC else "ht"
    return Header(fold(text), fold(rest), currency, tax)


def signature(headers: Iterable[str]) -> str:
    """Return what tells this set of headers from another, whatever their order."""
    names = sorted({fold(h) for h in headers} - {""})
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:32]
