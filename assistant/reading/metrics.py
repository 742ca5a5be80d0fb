"""Which KPIs a question names: the declared names, and any way of saying the things they combine."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from assistant.reading.called import called
from assistant.reading.manners import COUNTS, MONEY, agrees
from assistant.reading.naming import Item, Metrics, Name, Named
from assistant.reading.phrases import Phrases
from assistant.reading.vocabulary import Role, filler, signs
from assistant.reading.vocabulary.little import BETWEEN
from assistant.reading.words import Word, cut
from assistant.reading.worth import with_count, with_worth
from kpi_core.catalog import ASKED_BACK, DECLINED, REGISTRY
from kpi_core.glossary.concepts import CONCEPTS, MANNERS
from kpi_core.periods.words import MODIFIERS
from kpi_core.registry import Registry
from kpi_core.text import Lang, Text

_WIDEST = 8  # concepts in one name
_NAMED = 100  # what a concept that no KPI explains weighs, against one KPI more


@dataclass
class Names:
    """Everything that a KPI can be called, read once from the declarations."""

    registry: Registry
    concepts: Phrases[str] = field(default_factory=Phrases)
    literal: Phrases[Name] = field(default_factory=Phrases)
    _names: dict[frozenset[str], list[Name]] = field(default_factory=dict)
    _said: dict[str, set[str]] = field(default_factory=dict)  # KPI -> all concepts of its names

    def __post_init__(self) -> None:
        for name, concept in CONCEPTS.items():
            for lang, words in ((Lang.EN, concept.en), (Lang.FR, concept.fr)):
                for word in words.split("|"):
                    self.concepts.add(word, name, lang)
        for kpi in self.registry.values():
            for own, alias in called(kpi):
                self._learn(alias, own, (kpi.id,))
        for word, ids in ASKED_BACK.items():
            # "best channel" is a ranking without its KPI: it is asked back as that.
            if not any(m.value.role is Role.BEST for m in signs().at(cut(word), 0)):
                self._learn(word, None, ids, asked=True)
        for word, why in DECLINED.items():
            self._learn(word, None, (), declined=why)

    def _learn(
        self,
        alias: str,
        lang: Lang | None,
        kpis: tuple[str, ...],
        *,
        asked: bool = False,
        declined: Text | None = None,
    ) -> None:
        words = cut(alias)
        literal = tuple(w.text for w in words if not w.sign)
        for combination in self._combinations(words, lang):
            name = Name(combination, literal, lang, kpis, asked, declined)
            self._names.setdefault(combination, []).append(name)
            for kpi in () if asked else kpis:
                self._said.setdefault(kpi, set()).update(combination)
        langs = (lang,) if lang else tuple(Lang)
        self.literal.add(alias, Name(frozenset(), literal, lang, kpis, asked, declined), *langs)

    def _combinations(self, words: Sequence[Word], lang: Lang | None) -> Iterator[frozenset[str]]:
        """Yield what the words of a declared name combine; a word of its own is a concept too."""
        for word in words:
            if (
                not word.sign
                and not word.text.isdigit()
                and word.text not in _EMPTY
                and word.text not in _ENDS
                and word.text not in filler()
                and not self._has(word)
                and not self._inside_one(words, word)
            ):
                self.concepts.add(word.text, "~" + word.text, *((lang,) if lang else ()))
        items = self.items(words, frozenset())
        yield from (frozenset(c) for c in itertools.product(*(i.concepts for i in items)))

    def _has(self, word: Word) -> bool:
        """Tell whether *word* is a concept already."""
        return any(True for _ in self.concepts.at([word], 0))

    def _inside_one(self, words: Sequence[Word], word: Word) -> bool:
        at = words.index(word)
        return any(
            match.start <= at < match.end and match.end - match.start > 1
            for start in range(at + 1)
            for match in self.concepts.at(words, start)
        )

    def items(
        self, words: Sequence[Word], taken: frozenset[int], *, together: bool = False
    ) -> list[Item]:
        """
        Return the concepts of *words* in order, those in *taken* left out.

        together: commas and the like end no name.
        """
        found: list[Item] = []
        at, joined = 0, False
        while at < len(words):
            word = words[at]
            little = at in taken or word.text in _EMPTY or word.text in _ENDS
            matches = (
                []
                if at in taken
                else [
                    m
                    for m in self.concepts.at(words, at)
                    if not any(i in taken for i in range(m.start, m.end))
                    and (m.end - m.start > 1 or not little)
                    and (m.exact or m.end - m.start > 1 or word.text not in filler() | MODIFIERS)
                ]
            )
            if little and not matches:
                joined = joined and (word.text not in _ENDS or _resumed(words, at))
                at += 1
                continue
            end = max((m.end for m in matches), default=0)
            if not end:
                joined = joined and word.text not in _ENDS and (word.sign or word.text in filler())
                at += 1
                continue
            longest = [m for m in matches if m.end == end]
            typed = [m for m in longest if m.exact] or longest
            concepts = tuple(dict.fromkeys(m.value for m in typed))
            if concepts == ("much", "many"):  # "combien" is both: what follows tells
                after = [w.text for w in words[end : end + 9] if not w.sign]
                said = next((t for t in after if t not in _EMPTY - {"de", "d"}), "")
                whose = said and after[after.index(said) + 1 :][:1]  # "combien de sa poche"
                many = said in {"de", "d"} and not _OWN.issuperset(whose or ("sa",))
                concepts = ("many",) if many else ("much",)
            found.append(Item(at, end, concepts, joined or (together and bool(found))))
            at, joined = end, True
        return found

    def meaning(self, words: Sequence[Word], loose: Sequence[int]) -> bool:
        """Tell whether the *loose* words say a thing, not only a manner of counting it."""
        items = self.items(words, frozenset(range(len(words))) - frozenset(loose))
        return any(not MANNERS.issuperset(i.concepts) for i in items)

    def declared(self) -> Iterator[tuple[frozenset[str], tuple[str, ...]]]:
        """Yield what each declared name combines, and the KPIs it is of."""
        for concepts, found in self._names.items():
            yield concepts, tuple(dict.fromkeys(k for n in found for k in n.kpis))

    def find(
        self,
        words: Sequence[Word],
        taken: frozenset[int],
        lang: Lang,
        *,
        among: bool = False,
        together: bool = False,
        also: Sequence[str] = (),
    ) -> Metrics:
        """
        Return the KPIs that *words* name, as few as explain the most of them.

        taken: the words that mean something else.
        among: some of a group are asked for ("of those who open, how many click"): a rate.
        together: the whole question names one KPI, wherever its words stand.
        also: concepts that are said by words which mean something else too: "by stage".
        """
        items = self.items(words, taken, together=together)
        if among:
            items = [_of_a_group(item) for item in items]
        if items and also:
            end = items[-1].end
            items += [Item(end, end, (concept,), joined=True) for concept in also]
        best: list[tuple[float, tuple[Named, ...], tuple[int, ...]]] = [(0, (), ())]
        for stop in range(1, len(items) + 1):
            cost, named, loose = best[stop - 1]
            item = items[stop - 1]
            options = [(cost + _NAMED, named, (*loose, *range(item.start, item.end)))]
            for start in range(stop - 1, max(-1, stop - 1 - _WIDEST), -1):
                window = items[start:stop]
                if (name := self._named(words, window, lang)) is not None:
                    cost, named, loose = best[start]
                    weight, found = name
                    apart = not (named and items[start].joined)
                    found = found if apart else replace(found, joined=True)
                    # Two names with nothing between them are more likely one that was misread.
                    options.append((cost + (10 if apart else 60) + weight, (*named, found), loose))
                if not items[start].joined:
                    break
            best.append(min(options, key=lambda option: option[0]))
        _, named, loose = best[-1]
        return Metrics(*self._set_apart(words, items, named, loose))

    def _set_apart(
        self,
        words: Sequence[Word],
        items: Sequence[Item],
        named: tuple[Named, ...],
        loose: tuple[int, ...],
    ) -> tuple[tuple[Named, ...], tuple[int, ...]]:
        """Give a manner of counting said apart to the one KPI it fits: "MQL in Q2, how many?"."""
        kpis = {k for n in named for k in n.kpis}
        if len(named) != 1 or len(kpis) != 1 or not loose:
            return named, loose
        kpi = self.registry[next(iter(kpis))]
        if both := with_count(items, named[0], loose, kpi, words=words):
            told = {i for n in both for i in n.covered}
            return both, tuple(i for i in loose if i not in told)
        fitting = {
            i
            for item in items
            if item.start in loose and any(agrees(c, kpi) for c in item.concepts)
            for i in range(item.start, item.end)
        }
        if not fitting:
            return with_worth(self._explained, items, named[0], loose, kpi, words=words)
        own = replace(named[0], covered=named[0].covered | fitting)
        return (own,), tuple(i for i in loose if i not in fitting)

    def _named(
        self, words: Sequence[Word], window: Sequence[Item], lang: Lang
    ) -> tuple[float, Named] | None:
        found = [
            pair
            for combination in itertools.product(*(i.concepts for i in window))
            for pair in self._explained(frozenset(combination))
        ]
        if not found:
            return None
        start, end = window[0].start, window[-1].end
        least = min(weight for weight, _ in found)
        names = [name for weight, name in found if weight == least]
        if len({(n.kpis, n.asked, n.declined) for n in names}) > 1:
            names = self._closest(names, words[start:end], lang)
        covered = frozenset(i for item in window for i in range(item.start, item.end))
        kpis = tuple(dict.fromkeys(k for n in names for k in n.kpis))
        ruled = [n for n in names if n.asked or n.declined]
        return least, Named(
            start,
            end,
            kpis,
            asked=bool(ruled and ruled[0].asked),
            declined=None if kpis else next((n.declined for n in ruled), None),
            covered=covered,
        )

    def _explained(self, said: frozenset[str]) -> Iterator[tuple[float, Name]]:
        """Yield the names that explain all of *said*, with the weight of what they add to it."""
        if "rate" in said and said & COUNTS:
            said -= COUNTS  # "how many of them, in percent"
        if "firm" in said and not said - {"firm"} <= MANNERS:
            # "firms that left us" are customers; firms alone may be anybody.
            yield from self._explained(said - {"firm"} | {"customer"})
        for name in self._names.get(said, ()):
            yield 0, name
        if len(said) < 2:  # noqa: PLR2004 - nothing to leave out of one
            return
        for size in range(len(said) - 1, 0, -1):
            for kept in itertools.combinations(sorted(said), size):
                extra = said.difference(kept)
                for name in self._names.get(frozenset(kept), ()):
                    if "many" in extra and not self._counted(said, name):
                        continue
                    weights = [self._goes(concept, name) for concept in extra]
                    if None not in weights:
                        yield sum(w for w in weights if w is not None), name

    def _counted(self, said: frozenset[str], name: Name) -> bool:
        """Tell whether "how many" can be asked of *name*: of money only where no thing is counted."""
        money = any(self.registry[kpi].unit in MONEY for kpi in name.kpis)
        return not money or "currency" in said or not said & _THINGS

    def _goes(self, concept: str, name: Name) -> float | None:
        """Return the weight of *concept* beside *name*; None when it would change what it means."""
        if name.declined is not None:
            return 0.5 if concept in MANNERS else None
        if name.kpis and all(agrees(concept, self.registry[kpi]) for kpi in name.kpis):
            money = any(self.registry[kpi].unit in MONEY for kpi in name.kpis)
            return 0.8 if money and concept == "many" else 0.5
        return 1 if all(concept in self._said.get(kpi, ()) for kpi in name.kpis) else None

    @staticmethod
    def _closest(names: Sequence[Name], words: Sequence[Word], lang: Lang) -> list[Name]:
        """Return, of *names* that combine the same things, the one that was typed."""
        typed = tuple(w.text for w in words if not w.sign)
        for same in (
            [n for n in names if n.literal == typed],
            [n for n in names if n.asked or n.declined],
            _most_said(names),
            [n for n in names if n.lang is lang],
        ):
            if same and len({n.kpis for n in same}) == 1:
                return same
            if same:
                names = same
        return list(names)


def _most_said(names: Sequence[Name]) -> list[Name]:
    """Return those of *names* whose KPI is called so in the most ways: the others are chance."""
    ways = {n.kpis: len({m.literal for m in names if m.kpis == n.kpis}) for n in names}
    most = max(ways.values())
    return [n for n in names if ways[n.kpis] == most and most > 1]


def _resumed(words: Sequence[Word], comma: int) -> bool:
    """Tell whether what comes after a comma goes on with what is before: "un lead, ça coûte combien"."""
    after = words[comma + 1].text if comma + 1 < len(words) else ""
    return words[comma].text == "," and after in _RESUMES


def _of_a_group(item: Item) -> Item:
    concepts = tuple("rate" if c in COUNTS else c for c in item.concepts)
    return Item(item.start, item.end, concepts, joined=True)


_RESUMES = frozenset({"cela", "ca", "c", "il", "elle", "ils", "elles", "it", "they"})


_THINGS = frozenset({"sale", "deal", "subscription", "customer", "lead", "opportunity", "meeting"})
_OWN = frozenset({"sa", "son", "ses", "notre", "nos", "mon", "ma", "mes", "leur", "leurs"})
_EMPTY = frozenset(f"{BETWEEN.en} {BETWEEN.fr}".split())
_LISTS = frozenset({"and", "et", ",", "&", "+", "or", "ou", "vs", "versus", "/", ";"})
_ENDS = frozenset({"and", "et", "or", "ou", ",", ";", "&", "+", "vs", "versus", "?", ".", "!"})


def listed(words: Sequence[Word], one: Named, other: Named) -> bool:
    """Tell whether two names stand side by side in a list, not in two parts of a sentence."""
    between = [w.text for w in words[one.end : other.start]]
    return any(w in _LISTS for w in between) and all(w in _LISTS | _ARTICLES for w in between)


_ARTICLE_WORDS = "the our a an le la les nos notre du des de l d un une their plus well as ainsi que aussi also with avec its"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())


@cache
def names() -> Names:
    """Return the names of the catalogue."""
    return Names(REGISTRY)


def offered(kpis: Iterable[str]) -> tuple[str, ...]:
    """Return at most three of *kpis* that data can tell, or what to offer instead of them."""
    found: list[str] = []
    for id_ in kpis:
        kpi = REGISTRY[id_]
        found += [id_] if kpi.measured else [REGISTRY[i].id for i in kpi.instead]
    return tuple(dict.fromkeys(found))[:3]
