"""E-mail and LinkedIn addresses written one way, so that one person is found once."""

from __future__ import annotations

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore] # no stubs are published
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore] # idem

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.importing.columns import Read, places
from kpi_core.text import Text


def emails(texts: pa.Array) -> Read:
    """Return e-mail addresses in lower case; of several in a cell, the first."""
    lower = pc.replace_substring_regex(pc.utf8_lower(texts), r"^mailto:|[;,\s].*$", "")
    whole = pc.match_substring(lower, "@")
    errors: dict[int, KpiError] = {}
    if not pc.all(whole, skip_nulls=True).as_py():
        for row in places(pc.invert(whole)):
            bad = shown(texts[row].as_py())
            errors[row] = KpiError(Kind.TYPE, _NOT_AN_ADDRESS.format(text=bad))
    return Read(lower, errors)


def linkedin(texts: pa.Array) -> Read:
    """Return LinkedIn addresses without protocol, country, query or last slash."""
    lower = pc.utf8_lower(texts)
    bare = pc.replace_substring_regex(
        lower, r"^(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com", "linkedin.com"
    )
    return Read(pc.replace_substring_regex(bare, r"/*(?:[?#].*)?$", ""))


_NOT_AN_ADDRESS = Text(
    en="“{text}” is not an e-mail address.", fr="« {text} » n’est pas une adresse e-mail."
)
