"""The workspace's own names in a question: channels, campaigns, countries, products, people.

A name is found whatever its case, accents and typography, in either language where the two
differ (Allemagne, Germany), and by a part of it that no other name shares. What a name says is
never an instruction: it only selects rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.reading.dictionary import is_real
from assistant.reading.kinds import content_kind, kinds_at
from assistant.reading.metrics import names
from assistant.reading.vocabulary import Role, filler, signs
from assistant.reading.words import Word, cut, keys
from kpi_core.answering.contents import ContentKind, kind_of
from kpi_core.periods.words import vocabulary as time_words
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
_NEAR = 4  # words between "campaign" and its name
_MANY = 3  # more names than that share the word: it names none of them


@dataclass(frozen=True, slots=True)
class Mention:
    """
    Words *start* to *end* name a member, or any of several (*choices*) when a part was typed.

    part: only a part of the name was typed; kind: all the channels or contents of one kind were
    named; each: one by one, "which webinar", never a channel of that name as a whole.
    """

    start: int
    end: int
    choices: tuple[tuple[str, str], ...]  # (dimension, member)
    part: bool = False
    kind: str | None = None
    each: bool = False


@dataclass
class Members:
    """The names of one version of the data, ready to be found."""

    index: MemberIndex
    _whole: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    _parts: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    _stems: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    _bags: dict[frozenset[str], list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    vocabulary: frozenset[str] = frozenset()
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)  # kind -> its channels
    _words: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)  # words of a name, by its letters
    _contents: dict[ContentKind, list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for dimension in WIDEST:
            for member in self.index.members.get(dimension, ()):
                self._learn(dimension, member, member)
                for spelling in _spellings(dimension, member):
                    # Another way to say it, of which a part says nothing.
                    self._learn_whole(
                        [w.text for w in cut(spelling) if not w.sign], dimension, member
                    )
        for content in self.index.members.get("content", ()):
            self._contents[kind_of(content)].append(("content", content))
        for key, (dimension, member) in sorted(_equivalents(self.index.members)):
            self._learn_whole([w.text for w in cut(key) if not w.sign], dimension, member)
        self.vocabulary = frozenset(self._words)

    def _learn_whole(self, words: Sequence[str], dimension: str, member: str) -> None:
        self._words.update(w for w in words if w not in filler() and len(w) > 1)
        # "mid-market" and "midmarket": as many words as any way of writing it has
        self._counts["".join(words)] = max(len(words), self._counts.get("".join(words), 0))
        found = self._whole["".join(words)]
        if (dimension, member) not in found:
            found.append((dimension, member))
        for i in (1, 2):  # the name without its endings: "trade shows", "organiques"
            stemmed = self._stems["".join(keys(w)[i] for w in words)]
            if (dimension, member) not in stemmed:
                stemmed.append((dimension, member))

    def _learn(self, dimension: str, member: str, spelling: str) -> None:
        words = [w.text for w in cut(spelling) if not w.sign]
        if not words:
            return
        self._learn_whole(words, dimension, member)
        if len(bag := _bag(words)) > 1 and (dimension, member) not in self._bags[bag]:
            self._bags[bag].append((dimension, member))
        distinctive = [w for w in words if w not in filler() and len(w) > 1]
        if len(distinctive) > 1 or len(words) > 1:
            for start in range(len(words)):
                for end in range(start + 1, len(words) + 1):
                    if end - start < len(words) and any(w in distinctive for w in words[start:end]):
                        self._parts["".join(words[start:end])].add((dimension, member))
                        self._counts.setdefault("".join(words[start:end]), end - start)

    def named(self, spelling: str) -> list[tuple[str, str]]:
        """Return what the whole name *spelling* can be."""
        return self._whole.get("".join(w.text for w in cut(spelling) if not w.sign), [])

    def find(self, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield every mention of a member, overlapping ones too, the longest of each start first."""
        for start, word in enumerate(words):
            if word.sign:
                continue
            if kind := self._kind(words, start) or self._of_contents(words, start):
                yield kind
            for end, joined, *stems in reversed(_ends(words, start)):
                if not self._run_together(words[start:end], joined) and (
                    mention := self._mention(words, start, end, joined, stems)
                ):
                    yield mention

    def _mention(
        self, words: Sequence[Word], start: int, end: int, joined: str, stems: Sequence[str]
    ) -> Mention | None:
        """Return what words *start* to *end* name: a whole name, its words in another order, a part."""
        said = words[start:end]
        whole = self._whole.get(joined) or next(
            (self._stems[s] for s in stems if s in self._stems), None
        )
        several = content_kind(said) is not None and words[start].text.endswith("s")
        if several and whole and {d for d, _ in whole} == {"content"}:
            return None  # "our case studies" are all of them, not the one called "case study"
        if whole and not self._too_common(said):
            return Mention(start, end, tuple(whole))
        if bag := self._shuffled([w.text for w in said if not w.sign]):
            return Mention(start, end, tuple(bag))
        some = None if joined.isdigit() else self._parts.get(joined)
        if some and (
            self._telling(said, some)
            or is_capital(words, start, end)
            or _announced(words, start, some)
        ):
            return Mention(start, end, _sorted(some), part=True)
        return None

    def _shuffled(self, inside: Sequence[str]) -> list[tuple[str, str]]:
        """Return the names made of the same words in another order, little ones between."""
        if len(inside) < 2 or inside[0] in filler() or inside[-1] in filler():  # noqa: PLR2004
            return []
        bag = _bag(inside)
        # "Google Ads, ad" says a word twice, "Google Ads x 2" more than the name.
        more = len(bag) < sum(w not in filler() for w in inside)
        return [] if more or any(w in _PLACING for w in inside) else self._bags.get(bag, [])

    def _run_together(self, words: Sequence[Word], joined: str) -> bool:
        """Tell whether *words* only make a name without their blanks: "March and" is no Marchand."""
        said = [w for w in words if not w.sign]
        if len(said) <= self._counts.get(joined, len(said)):
            return False
        return all(_otherwise(w) or w.text in time_words() for w in said)

    def _kind(self, words: Sequence[Word], start: int) -> Mention | None:
        """Return the channels of the kind that a word says beside a thing: "paid channels"."""
        kind = next((k for k, said in _KINDS.items() if words[start].text in said), None)
        if kind is None or not self.kinds.get(kind):
            return None
        if kind == "organic" and words[start].text != "naturel":
            return Mention(
                start, start + 1, tuple(("channel", c) for c in self.kinds[kind]), kind=kind
            )
        near = [words[i].text for i in (start - 1, start + 1) if 0 <= i < len(words)]
        platforms = {folded(p) for p in self.index.members.get("platform", ())}
        if not any(w in _THINGS or w in platforms for w in near):
            return None
        return Mention(start, start + 1, tuple(("channel", c) for c in self.kinds[kind]), kind=kind)

    def _of_contents(self, words: Sequence[Word], start: int) -> Mention | None:
        """Return the contents of the kind that words say: "our white papers", "par article"."""
        for end, kind, each in kinds_at(words, start):
            if found := self._contents.get(kind):
                return Mention(start, end, tuple(found), kind=kind.value, each=each)
        return None

    @staticmethod
    def _too_common(words: Sequence[Word]) -> bool:
        """Tell whether a member is called by nothing but little words ("the", "par")."""
        return all(w.text in filler() for w in words if not w.sign)

    @staticmethod
    def _telling(words: Sequence[Word], some: Iterable[tuple[str, str]]) -> bool:
        """Tell whether a part of a name can only be that: none of its words says anything else."""
        said = [w for w in words if not w.sign]
        if len(said) == 1 and is_real(said[0].text) and said[0].raw.islower():
            return False  # "sans relance": a word, until something says that it is a name
        return bool(some) and any(not _otherwise(w) for w in said) and not said[0].text.isdigit()


# What sizes of firms are called in both languages; a workspace adds its own with `kpi map`.
_SIZES = tuple(
    frozenset(same.split("|"))
    for same in (
        "pme|smb|sme|smbs|smes|small and medium businesses|small business|petites et moyennes entreprises",
        "tpe|très petites entreprises|très petite entreprise|micro-business|very small business|very small businesses|micro businesses",
        "eti|entreprises de taille intermédiaire|entreprise de taille intermédiaire|mid-market|midmarket|mid market|mid-size|midsize companies",
        "grand compte|grands comptes|enterprise|enterprises|key account|key accounts|large accounts|large account",
        "startup|startups|start-up|start-ups|jeune pousse",
    )
)
_STAGES = tuple(
    frozenset(same.split("|"))
    for same in (
        "négociation|negotiation|negociation",
        "démonstration|demonstration|démo|demo",
        "proposition|proposal|devis|quote|proposition commerciale",
        "qualification|qualifying",
        "gagnée|gagné|won|closed won",
        "perdue|perdu|lost|closed lost",
    )
)
_PLACING = frozenset(
    {"on", "sur", "in", "from", "for", "pour", "at", "by", "vs", "et", "and", "ou", "or"}
)
_KINDS = {
    "paid": frozenset(
        {"paid", "payant", "payants", "payante", "payantes", "sponsorise", "sponsorises"}
    ),
    "organic": frozenset({"organic", "organique", "organiques", "naturel", "naturels"}),
    "outreach": frozenset({"outreach", "outbound", "prospection"}),
    "offline": frozenset({"offline"}),
}
_THINGS_WORDS = (
    "acquisition campagne campagnes campaign campaigns canal canaux channel channels clients "
    "customers efforts lead leads levier leviers marketing media medias source sources "
    "traffic trafic email emails mail mails message messages"
)
_THINGS = frozenset(_THINGS_WORDS.split()) | {"part", "partie", "one", "ones", "side"}


def _ends(words: Sequence[Word], start: int) -> list[tuple[int, str, str, str]]:
    """Return where a name that begins at *start* may end, its letters and their stems so far."""
    key, french, english = "", "", ""
    found = []
    for end in range(start, min(len(words), start + _LONGEST)):
        if not words[end].sign:
            key += words[end].text
            french += words[end].keys[1]
            english += words[end].keys[2]
            found.append((end + 1, key, french, english))
    return found


def _bag(words: Sequence[str]) -> frozenset[str]:
    """Return the telling words of a name, without their endings or their order."""
    return frozenset(keys(w)[1] for w in words if w not in filler() and len(w) > 1)


def is_capital(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether a word inside a sentence has a capital of its own: a name was typed."""
    return (
        start > 0
        and all(
            w.raw[:1].isupper() and not w.raw.isupper() and len(w.text) > 3  # noqa: PLR2004
            for w in words[start:end]
            if not w.sign
        )
    )


def _announced(words: Sequence[Word], start: int, some: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a word before it says what it is: "la campagne relance"."""
    before = start - 1
    while before >= 0 and words[before].text in filler():
        before -= 1
    # "la campagne relance", never "top 5 campaigns en leads"
    if before < 0 or words[before].text.endswith("s") or start - before > _NEAR:
        return False
    dimensions = {d for d, _ in some}
    return any(
        m.value.role is Role.DIMENSION and m.value.of in dimensions
        for m in signs().at(words[:start], before)
    )


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
    for same in {"segment": _SIZES, "stage": _STAGES}.get(dimension, ()):
        if folded(member) in {folded(s) for s in same}:
            yield from sorted(same)
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
    platforms = {folded(platform) for _, _, platform in groups}
    for (source, channel, platform), spellings in groups.items():
        together = spellings | {folded(source)}
        for dimension, own in (("platform", platform), ("channel", channel), ("source", source)):
            # The words of one source of several are not those of the channel that holds them all.
            if dimension != "source" and folded(own) not in together:
                continue
            # The data may hold any of the spellings as its member: "Salons" for "Events".
            member = next(
                (m for s in (folded(own), *sorted(together)) if (m := held.get((dimension, s)))),
                None,
            )
            for key in together if member is not None else ():
                # A platform's own name is all of it, never one of its channels.
                if dimension == "platform" or key not in platforms or folded(own) == key:
                    yield key, (dimension, member or "")


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
