"""Tables headed by the product's own column titles, in French or in English: what it documents.

They come before any vocabulary, so that whoever follows the documentation is never asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpi_core.facts import FACTS
from kpi_core.importing.folding import fold
from kpi_core.importing.plan import Feed
from kpi_core.text import Lang


def titles() -> frozenset[str]:
    """Return every column title, folded."""
    return frozenset(
        fold(column.title[lang])
        for fact in FACTS.values()
        for column in fact.columns.values()
        for lang in Lang
    )


def own_table(
    headers: Sequence[str], as_fact: str | None
) -> tuple[str, tuple[Feed, ...], Lang] | None:
    """Return the fact that *headers* are the titles of, what feeds what, and their language."""
    folded = [fold(header) for header in headers]
    best: tuple[int, str, tuple[Feed, ...], Lang] | None = None
    for name, fact in FACTS.items():
        if as_fact not in {None, name}:
            continue
        for lang in Lang:
            at = {fold(column.title[lang]): c for c, column in fact.columns.items()}
            feeds = tuple(
                Feed(name, at[header], (i,)) for i, header in enumerate(folded) if header in at
            )
            fed = {feed.column for feed in feeds}
            whole = len(fed) == len(feeds) and all(
                c in fed for c, column in fact.columns.items() if column.required and c != "lead"
            )
            # One header of another vocabulary, and all of them are read by it.
            ours = len(feeds) == sum(1 for header in folded if header)
            if whole and ours and (not best or len(feeds) > best[0]):
                best = (len(feeds), name, feeds, lang)
    return best[1:] if best else None
