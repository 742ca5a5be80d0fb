"""Headers to meanings: which known export a file is, or which plain table, and what feeds what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kpi_core.importing.folding import Header, take_apart
from kpi_core.importing.own import own_table, titles
from kpi_core.importing.plan import Feed
from kpi_core.importing.systems import SYSTEMS
from kpi_core.importing.vocabulary import AGGREGATES, FIRST_NAMES, LAST_NAMES, TELLING, WORDS
from kpi_core.importing.words import System, Words


@lru_cache(maxsize=1)
def known_headers() -> frozenset[str]:
    """Return every spelling that any export or plain table is known to use."""
    found = set(AGGREGATES.all) | set(FIRST_NAMES.all) | set(LAST_NAMES.all) | titles()
    for system in SYSTEMS:
        for spellings in (*system.needs, *system.columns.values()):
            found.update(spellings.all)
    for columns in WORDS.values():
        for spellings in columns.values():
            found.update(spellings.all)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Match:
    """What the headers say that a file is."""

    system: str
    facts: tuple[str, ...]
    feeds: tuple[Feed, ...]
    constants: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: str = "en"
    known: System | None = None


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a file, looked up by any spelling."""

    raw: tuple[str, ...]
    parts: tuple[Header, ...]

    @classmethod
    def of(cls, raw: Sequence[str]) -> Headers:
        """Take apart the headers of a file."""
        return cls(tuple(raw), tuple(take_apart(h) for h in raw))

    def find(self, spellings: Iterable[str]) -> list[int]:
        """Return the columns that bear one of *spellings*, in the order of the spellings."""
        found: list[int] = []
        for spelling in spellings:
            whole = [i for i, p in enumerate(self.parts) if p.folded == spelling]
            for index in whole or [i for i, p in enumerate(self.parts) if p.base == spelling]:
                if index not in found:
                    found.append(index)
        return found


def match_system(headers: Headers) -> Match | None:
    """Return the first known export whose telling headers are all there."""
    for system in SYSTEMS:
        if all(headers.find(need.all) for need in system.needs):
            return _as_system(system, headers)
    return None


def _as_system(system: System, headers: Headers) -> Match:
    feeds: list[Feed] = []
    seen: list[Words] = list(system.needs)
    for targets, spellings in system.columns.items():
        found = headers.find(spellings.all)
        if not found:
            continue
        seen.append(spellings)
        for target in targets.split():
            fact, _, column = target.partition(".")
            several = target in system.joined
            feeds.append(Feed(fact, column, tuple(found) if several else (found[0],)))
    constants: dict[str, dict[str, str]] = {}
    for target, value in system.constants.items():
        fact, _, column = target.partition(".")
        constants.setdefault(fact, {})[column] = value
    facts = _in_order(
        targets.partition(".")[0] for key in system.columns for targets in key.split()
    )
    return Match(system.id, facts, tuple(feeds), constants, language(headers, seen), system)


def match_plain(headers: Headers, as_fact: str | None) -> Match | None:
    """Return the plain table that the headers tell of; *as_fact* settles what they do not."""
    if own := own_table(headers.raw, as_fact):
        named, feeds, lang = own
        return Match(f"plain.{named}", (named,), feeds, {}, lang.value)
    fact = as_fact or next((f for f, told in TELLING.items() if headers.find(told.all)), None)
    if as_fact is None and fact == "deals" and _about_people(headers):
        fact = "leads"
    if fact is None:
        return None
    facts = [fact]
    taken = plain_feeds(headers, fact)
    # A table of ads holds both what was spent and what was seen for it.
    if fact == "spend" and as_fact in {None, "spend"} and headers.find(TELLING["traffic"].all):
        facts.append("traffic")
        taken += plain_feeds(headers, "traffic")
    constants = {"spend": {"category": "direct"}} if len(facts) > 1 else {}
    if len(facts) > 1:
        constants["traffic"] = {"medium": "ads"}
    seen = [spellings for f in facts for spellings in WORDS[f].values()]
    return Match(f"plain.{fact}", tuple(facts), tuple(taken), constants, language(headers, seen))


def _about_people(headers: Headers) -> bool:
    """Tell a list of contacts with a stage from a list of deals: people have no amount."""
    people = headers.find([*FIRST_NAMES.all, *WORDS["leads"]["email"].all])
    named = [*WORDS["deals"]["deal"].all, *WORDS["deals"]["amount"].all]
    return bool(people) and not headers.find(named)


def plain_feeds(headers: Headers, fact: str) -> list[Feed]:
    """Return what the columns of a plain table mean when it is about *fact*; each is used once."""
    feeds: list[Feed] = []
    used: set[int] = set()
    for column, spellings in WORDS[fact].items():
        free = [i for i in headers.find(spellings.all) if i not in used]
        if free:
            feeds.append(Feed(fact, column, (free[0],)))
            used.add(free[0])
    if fact == "leads":
        first, last = headers.find(FIRST_NAMES.all), headers.find(LAST_NAMES.all)
        if first:
            feeds = [f for f in feeds if f.column != "name"]
            feeds.append(Feed(fact, "name", (*first[:1], *last[:1])))
    if fact == "touchpoints":
        feeds += [Feed(fact, "touched_at", f.sources) for f in feeds if f.column == "touched_on"]
    return feeds


def aggregates(headers: Headers) -> list[int]:
    """Return the columns that hold totals of people rather than people."""
    return headers.find(AGGREGATES.all)


def language(headers: Headers, seen: Iterable[Words]) -> str:
    """Return the language that most of the headers are written in; French when it is even."""
    french = {w for s in seen for w in s.fr}
    english = {w for s in seen for w in s.en}
    names = {n for p in headers.parts for n in (p.folded, p.base)}
    fr, en = len(names & (french - english)), len(names & (english - french))
    return "fr" if fr > en else "en" if en > fr else "?"


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
