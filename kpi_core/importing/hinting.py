"""What the user said about the columns: it replaces what the headers suggest."""

from __future__ import annotations

from kpi_core.errors import unknown
from kpi_core.facts import FACTS
from kpi_core.importing import sentences as say
from kpi_core.importing.folding import fold
from kpi_core.importing.matching import Headers, Match
from kpi_core.importing.plan import Feed
from kpi_core.importing.settings import Hints


def check_hints(hints: Hints) -> None:
    """Refuse a table that does not exist before any file is read."""
    if hints.as_fact is not None and hints.as_fact not in FACTS:
        raise unknown(say.NO_SUCH_FACT, hints.as_fact, FACTS)


def fact_of_targets(hints: Hints) -> str | None:
    """Return the one table that has all the columns the user named, when there is just one."""
    named = [target.rpartition(".") for target in hints.columns.values() if target]
    facts = [
        fact
        for fact, declared in FACTS.items()
        if all(table in {"", fact} and column in declared.columns for table, _, column in named)
    ]
    return facts[0] if named and len(facts) == 1 else None


def apply_columns(match: Match, headers: Headers, hints: Hints) -> Match:
    """Return *match* with the columns that the user named, or asked to ignore."""
    feeds = list(match.feeds)
    chosen: dict[tuple[str, str], list[int]] = {}
    for header, target in hints.columns.items():
        index = _place(headers, header)
        feeds = [f for f in (_without(f, index) for f in feeds) if f.sources]
        for fact, column in _targets(match, target):
            chosen.setdefault((fact, column), []).append(index)
    for (fact, column), sources in chosen.items():
        feeds = [f for f in feeds if (f.fact, f.column) != (fact, column)]
        feeds.append(Feed(fact, column, tuple(sources)))
        if column == "$line":  # what the user calls the price of a line wins over any amount
            feeds = [f for f in feeds if (f.fact, f.column) != ("deals", "amount")]
        if (fact, column) == ("touchpoints", "touched_on"):
            feeds = [f for f in feeds if f.column != "touched_at"]
            feeds.append(Feed(fact, "touched_at", tuple(sources)))
    return Match(
        match.system, match.facts, tuple(feeds), match.constants, match.language, match.known
    )


def _place(headers: Headers, header: str) -> int:
    for index, raw in enumerate(headers.raw):
        if fold(raw) == fold(header):
            return index
    raise unknown(say.NO_SUCH_HEADER, header, [h for h in headers.raw if h.strip()])


def _without(feed: Feed, index: int) -> Feed:
    return Feed(feed.fact, feed.column, tuple(s for s in feed.sources if s != index))


def _targets(match: Match, target: str) -> list[tuple[str, str]]:
    """Return the fact columns that a target names: in every table of the file that has it."""
    if not target:
        return []
    table, _, column = target.rpartition(".")
    facts = [f for f in match.facts if table in {"", f}]
    found = [(f, column) for f in facts if column in FACTS[f].columns]
    # A lead's key is decided by the store; what the file calls a lead is its identifier there.
    found = [(f, "external_id" if (f, c) == ("leads", "lead") else c) for f, c in found]
    if column == "line_amount" and "deals" in facts:
        found = [("deals", "$line")]
    if not found:
        names = [c for f in facts or match.facts for c in FACTS[f].columns]
        raise unknown(say.NO_SUCH_COLUMN.format(facts=", ".join(match.facts)), target, names)
    return found
