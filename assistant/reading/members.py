"""The workspace's own names in a question: channels, campaigns, countries, products, people.

A name is found whatever its case, accents and typography, in either language where the two
differ (Allemagne, Germany), and by a part of it that no other name shares. What a name says is
never an instruction: it only selects rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.reading.metrics import names
from assistant.reading.vocabulary import filler, signs
from assistant.reading.words import Word, cut
from kpi_core.registry import folded
from kpi_core.workspace.channels import KNOWN
from kpi_core.workspace.members import MemberIndex

#: Where a bare name is looked for first: "LinkedIn" is the platform's total.
WIDEST = (
    "platform",
    "channel",
    "source",
    "country",
    "segment",
    "product",
    "campaign",
    "owner",
    "content",
    "stage",
)
_LONGEST = 12  # words of one name
_MANY = 3  # more names than that share the word: it names none of them


@dataclass(frozen=True, slots=True)
class Mention:
    """
    Words *start* to *end* name a member, or any of several (*choices*) when a part was typed.

    part: only a part of the name was typed.
    """

    start: int
    end: int
    choices: tuple[tuple[str, str], ...]  # (dimension, member)
    part: bool = False


@dataclass
class Members:
    """The names of one version of the data, ready to be found."""

    index: MemberIndex
    _whole: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    _parts: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    vocabulary: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for dimension in WIDEST:
            for member in self.index.members.get(dimension, ()):
                for spelling in _spellings(dimension, member):
                    self._learn(dimension, member, spelling)
        for key, (dimension, member) in _equivalents(self.index.members):
            if (dimension, member) not in self._whole[key]:
                self._whole[key].append((dimension, member))

    def _learn(self, dimension: str, member: str, spelling: str) -> None:
        words = [w.text for w in cut(spelling) if not w.sign]
        key = "".join(words)
        if not key:
            return
        if (dimension, member) not in self._whole[key]:
            self._whole[key].append((dimension, member))
        distinctive = [w for w in words if w not in filler() and len(w) > 1]
        self.vocabulary.update(distinctive)
        if len(distinctive) > 1 or len(words) > 1:
            for start in range(len(words)):
                for end in range(start + 1, len(words) + 1):
                    if end - start < len(words) and any(w in distinctive for w in words[start:end]):
                        self._parts["".join(words[start:end])].add((dimension, member))

    def named(self, spelling: str) -> list[tuple[str, str]]:
        """Return what the whole name *spelling* can be."""
        return self._whole.get("".join(w.text for w in cut(spelling) if not w.sign), [])

    def find(self, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield every mention of a member, overlapping ones too, the longest of each start first."""
        for start, word in enumerate(words):
            if word.sign:
                continue
            key, ends = "", []
            for end in range(start, min(len(words), start + _LONGEST)):
                if not words[end].sign:
                    key += words[end].text
                    ends.append((end + 1, key))
            for end, joined in reversed(ends):
                if (found := self._whole.get(joined)) and not self._too_common(words[start:end]):
                    yield Mention(start, end, tuple(found))
                elif (some := self._parts.get(joined)) and self._telling(words[start:end], some):
                    yield Mention(start, end, _sorted(some), part=True)

    @staticmethod
    def _too_common(words: Sequence[Word]) -> bool:
        """Tell whether a member is called by nothing but little words ("the", "par")."""
        return all(w.text in filler() for w in words if not w.sign)

    @staticmethod
    def _telling(words: Sequence[Word], some: Iterable[tuple[str, str]]) -> bool:
        """Tell whether a part of a name can only be that: none of its words says anything else."""
        said = [w for w in words if not w.sign]
        return bool(some) and any(not _otherwise(w) for w in said) and not said[0].text.isdigit()


def _otherwise(word: Word) -> bool:
    """Tell whether *word* has a meaning of its own in a question."""
    return (
        word.text in filler()
        or word.text.isdigit()
        or any(True for _ in signs().at([word], 0))
        or any(True for _ in names().concepts.at([word], 0))
    )


def _sorted(some: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(some, key=lambda found: (WIDEST.index(found[0]), found[1])))


def _spellings(dimension: str, member: str) -> Iterator[str]:
    yield member
    if dimension == "country":
        yield from _countries().get(folded(member), ())


def _equivalents(
    members: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the known spellings of sources, in both languages, that lead to members of the data."""
    held = {
        (dimension, folded(member)): member
        for dimension in ("platform", "channel", "source")
        for member in members.get(dimension, ())
    }
    groups: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for key, placed in KNOWN.items():
        groups[placed.source, placed.channel, placed.platform].add(key)
    for (source, channel, platform), spellings in groups.items():
        together = spellings | {folded(source)}
        for dimension, own in (("platform", platform), ("channel", channel), ("source", source)):
            # The data may hold any of the spellings as its member: "Salons" for "Events".
            for spelled in (folded(own), *sorted(together)):
                member = held.get((dimension, spelled))
                if member is None or (dimension == "platform" and _wider(own, channel)):
                    continue
                for key in together:
                    yield "".join(w.text for w in cut(key) if not w.sign), (dimension, member)
                break


def _wider(platform: str, channel: str) -> bool:
    """Tell whether a platform holds more than this channel, so that the channel's words are not its."""
    return folded(platform) != folded(channel)


def country_named(word: str) -> bool:
    """Tell whether *word* is a country, whatever the data holds."""
    return len(word) > 2 and folded(word) in _countries()  # noqa: PLR2004 - "de", "la" are codes


def _countries() -> Mapping[str, tuple[str, ...]]:
    global _COUNTRIES  # noqa: PLW0603 - read once from CLDR, which takes a moment
    if _COUNTRIES is None:
        from babel import Locale  # noqa: PLC0415 - CLDR, and only for workspaces with countries

        names_of: dict[str, set[str]] = defaultdict(set)
        for locale in ("fr", "en"):
            for code, name in Locale(locale).territories.items():
                if len(code) == 2:  # noqa: PLR2004 - a country, not a region of the world
                    names_of[code].add(name)
        for code, more in _DEMONYMS.items():
            names_of[code].update(more.split("|"))
        table: dict[str, set[str]] = defaultdict(set)
        for code, spelled in names_of.items():
            for name in (*spelled, code):
                table[folded(name)] |= spelled
        _COUNTRIES = {key: tuple(sorted(spelled)) for key, spelled in table.items()}
    return _COUNTRIES


_COUNTRIES: Mapping[str, tuple[str, ...]] | None = None

# CLDR has no adjectives.
_DEMONYMS = {
    "FR": "French|français|française|françaises",
    "BE": "Belgian|belge|belges",
    "CH": "Swiss|suisse|suisses",
    "LU": "luxembourgeois|luxembourgeoise|luxembourgeoises|Luxembourgish",
    "DE": "German|allemand|allemands|allemande|allemandes",
    "ES": "Spanish|espagnol|espagnols|espagnole|espagnoles",
    "IT": "Italian|italien|italiens|italienne|italiennes",
    "GB": "UK|British|britannique|britanniques|Great Britain|Grande-Bretagne|Angleterre|England",
    "US": "USA|American|américain|américains|américaine|américaines|United States of America|États-Unis",
    "NL": "Dutch|néerlandais|néerlandaise|Holland|Hollande",
    "PT": "Portuguese|portugais|portugaise|portugaises",
    "CA": "Canadian|canadien|canadiens|canadienne|canadiennes",
    "MA": "Moroccan|marocain|marocains|marocaine",
}
