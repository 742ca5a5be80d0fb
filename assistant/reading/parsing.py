"""What each word of a question is: part of a name of ours or of theirs, of a date, or a sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.reading.apart import told_apart
from assistant.reading.language import language
from assistant.reading.members import Members, Mention, is_capital
from assistant.reading.metrics import names
from assistant.reading.naming import Metrics
from assistant.reading.placed import Placed
from assistant.reading.plainly import plainly
from assistant.reading.spelling import Correction, corrections
from assistant.reading.vocabulary import Role, filler, signs
from assistant.reading.vocabulary.models import a_moment
from assistant.reading.words import Word, cut
from kpi_core.answering.contents import ContentKind
from kpi_core.catalog import REGISTRY
from kpi_core.periods import Calendar, Found, Period, find, leftover_temporal_words
from kpi_core.periods.words import AMBIGUOUS, USUALLY_MONTHS
from kpi_core.registry import folded
from kpi_core.text import Lang
from kpi_core.units import Unit

# Words after which a unit of time is what the answer is told by: "which month", "best quarter".
_ANNOUNCE = frozenset(
    {Role.BY, Role.EACH, Role.WHICH, Role.BEST, Role.WORST, Role.MOST, Role.LEAST, Role.TOP}
)
_AND = frozenset({"and", "et", "&", ",", "by", "par", "per"})
_CONTENT_KINDS = frozenset(kind.value for kind in ContentKind)
_CONFUSED = frozenset({"mean", "means"})  # an average, and what a word says


@dataclass
class Parsed:
    """A question with every word accounted for, or listed as not understood."""

    text: str
    words: list[Word]
    lang: Lang
    corrected: tuple[Correction, ...]
    signs: list[Placed]
    mentions: list[Mention]
    periods: list[Found]
    metrics: Metrics
    leftover_time: list[str]
    unknown: list[int]
    numbers: list[int] = field(default_factory=list)

    def has(self, *roles: Role) -> bool:
        """Tell whether any of *roles* is played."""
        return any(p.sign.role in roles for p in self.signs)

    def all(self, *roles: Role) -> list[Placed]:
        """Return the signs that play any of *roles*, in order."""
        return [p for p in self.signs if p.sign.role in roles]

    def between(self, start: int, end: int) -> bool:
        """Tell whether nothing but little words stand from word *start* to word *end*."""
        return all(self.words[i].text in filler() or self.words[i].sign for i in range(start, end))


@dataclass(frozen=True, slots=True)
class _Claim:
    start: int
    end: int
    weight: tuple[int, int]
    what: Placed | Mention | None


def parse(
    text: str,
    members: Members,
    calendar: Calendar,
    default: Period,
    lang: Lang,
    *,
    share: bool = True,
    follows: bool = False,
    announced: bool = False,
) -> Parsed:
    """
    Return what each word of *text* is.

    default: the period that a comparison counts from when none is named.
    follows: whether something was answered before, which "the month before" counts from.
    announced: whether "in" was put before a bare month or year already.
    share: whether "part" may ask for a share of the whole; else it belongs to a KPI's name.

    Raises
    ------
    KpiError
        a date is there but cannot be one, or can be two.
    """
    lang = language(cut(text), lang)
    text = plainly(text, lang)
    words = cut(text)
    fixed = tuple(corrections(words, members.vocabulary))
    if fixed:
        text = _rewritten(text, words, fixed)
        words = cut(text)
    claims = _claims(words, members, share=share)
    placed = [c.what for c in claims if isinstance(c.what, Placed)]
    mentions = [c.what for c in claims if isinstance(c.what, Mention)]
    timed = _time_signs(placed, words, french=lang is Lang.FR)
    timed += [
        p
        for p in placed
        if p.sign.role in {Role.BEFORE, Role.AFTER}
        and (follows or words[p.start].text in {"from", "than"})
    ]
    spans = [
        *(_span(words, m.start, m.end) for m in mentions),
        *(_span(words, c.start, c.end) for c in claims if c.what is None),
        *(_span(words, p.start, p.end) for p in placed if p in timed or p.sign.role is Role.STUDY),
    ]
    periods = find(text, calendar, base=default, taken=spans)
    inside = {
        i
        for i, w in enumerate(words)
        if any(f.span[0] <= w.start and w.end <= f.span[1] for f in periods)
    }
    placed = [
        p
        for p in placed
        if p in timed or not (p.sign.role is Role.UNIT or inside & set(range(p.start, p.end)))
    ]
    mentions = [m for m in mentions if not inside & set(range(m.start, m.end))]
    mentions, metrics, taken = told_apart(words, placed, mentions, inside, lang, follows=follows)
    covered = {i for n in metrics.named for i in n.covered}
    claimed = taken | covered
    free = [i for i, w in enumerate(words) if i not in claimed and not w.sign]
    if not announced and (plain := _announced(text, words, free, lang, alone=not periods)):
        again = {"share": share, "follows": follows, "announced": True}
        found = parse(plain, members, calendar, default, lang, **again)
        return replace(found, corrected=(*fixed, *found.corrected))
    numbers = [i for i in free if words[i].text.isdigit()]
    loose = set(metrics.loose)
    unknown = [
        i
        for i in free
        if i not in loose
        and not words[i].text.isdigit()
        and (words[i].text not in filler() or _told_by(words, i))
    ]
    literal = [_span(words, c.start, c.end) for c in claims if c.what is None]
    left = leftover_temporal_words(
        text, periods, taken=[*literal, *(_span(words, i, i + 1) for i in sorted(claimed - inside))]
    )
    left = [w for w in left if not _own_unit(w, metrics)]
    return Parsed(
        text=text,
        words=words,
        lang=lang,
        corrected=fixed,
        signs=placed,
        mentions=mentions,
        periods=periods,
        metrics=metrics,
        leftover_time=left,
        unknown=unknown,
        numbers=numbers,
    )


def _told_by(words: Sequence[Word], i: int) -> bool:
    """Tell "par compte", which asks for a breakdown, from a word that says nothing."""
    return words[i].text in _WHOSE and i > 0 and words[i - 1].text in {"par", "per", "by"}


_WHOSE = frozenset(
    {"compte", "comptes", "entreprise", "entreprises", "groupe", "groupes", "personne"}
)


def _own_unit(word: str, metrics: Metrics) -> bool:
    """Tell whether *word* is the unit that the KPI is told in anyway: "in years", "how many days"."""
    kpis = [REGISTRY[k] for n in metrics.named for k in n.kpis]
    units = {kpi.unit for kpi in kpis}
    if any(word.lower() in folded(kpi.title[lang]).split() for kpi in kpis for lang in Lang):
        return True  # "orders a year"
    return any(
        word.lower().startswith(stems) for unit in units for stems in _UNIT_WORDS.get(unit, ())
    )


_UNIT_WORDS: Mapping[Unit, tuple[str, ...]] = {
    Unit.YEARS: ("year", "an", "année"),
    Unit.MONTHS: ("month", "mois"),
    Unit.MONEY_PER_MONTH: ("month", "mois", "mensuel"),
    Unit.MONEY_PER_DAY: ("day", "jour"),
    Unit.DAYS: ("day", "jour"),
}


def _announced(
    text: str, words: Sequence[Word], free: Sequence[int], lang: Lang, *, alone: bool
) -> str | None:
    """
    Return *text* with "in" before a month or a year that nothing announces: "cpl linkedin mars".

    Only what is left over is read so: whatever could mean something else already did.
    """
    for i in free:
        word = words[i]
        year = word.text.isdigit() and len(word.text) == 4 and word.text[:2] == "20"  # noqa: PLR2004
        last = all(w.sign for w in words[i + 1 :]) and word.text in AMBIGUOUS
        if word.text in USUALLY_MONTHS or last or (year and alone):
            said = "en " if lang is Lang.FR else "in "
            return text[: word.start] + said + text[word.start :]
    return None


def _claims(words: Sequence[Word], members: Members, *, share: bool) -> list[_Claim]:
    """Return who has which words: the longest expression wins, a name of theirs before a sign."""
    found: list[_Claim] = []
    for start, word in enumerate(words):
        if word.sign:
            continue
        for match in signs().at(words, start):
            role = match.value.role
            if (role is Role.SHARE and not share) or _a_mean(words, match.start, match.end):
                continue
            if role is Role.MODEL and a_moment(words, match.start, match.end, match.value.of):
                continue
            if role is Role.WEEKDAY and _one_day(words, match.end):
                continue
            placed = Placed(match.start, match.end, match.value)
            found.append(_claim(words, match.start, match.end, 2, placed))
        found += (
            _claim(words, match.start, match.end, 4, None)
            for match in names().literal.at(words, start)
            if match.end - match.start > 1
        )
        found += (
            _claim(words, match.start, match.end, 1, None)
            for match in names().concepts.at(words, start)
            if match.end - match.start > 1
        )
    mentions = list(members.find(words))
    among = _among_contents(mentions)
    for mention in mentions:
        own = not mention.part or is_capital(words, mention.start, mention.end)
        own = own and not _of_others(words, mention)
        found.append(
            _claim(
                words, mention.start, mention.end, _priority(mention, own=own, among=among), mention
            )
        )
    found.sort(key=lambda c: (-c.weight[0], -c.weight[1], c.start))
    kept: list[_Claim] = []
    free = bytearray(b"\1" * len(words))
    for claim in found:
        own = isinstance(claim.what, Mention) and claim.what.part
        if all(free[claim.start : claim.end]) and not (own and _beside_none(claim, words)):
            free[claim.start : claim.end] = bytes(claim.end - claim.start)
            kept.append(claim)
    return sorted(kept, key=lambda c: c.start)


def _priority(mention: Mention, *, own: bool, among: bool) -> int:
    """Return which of two names of as many words wins: a channel called so before a kind of content."""
    if mention.kind in _CONTENT_KINDS:
        return 4 if mention.each or among else 1
    return 3 if own else 0


def _among_contents(mentions: Sequence[Mention]) -> bool:
    """Tell whether a kind of content is named that no channel is called: "webinars and articles"."""
    named = {m.start for m in mentions if m.kind is None and not m.part}
    return any(m.kind in _CONTENT_KINDS and m.start not in named for m in mentions)


def _of_others(words: Sequence[Word], mention: Mention) -> bool:
    """Tell "our competitors" from a campaign of that name, which is announced or has its capital."""
    said = [w for w in words[mention.start : mention.end] if not w.sign]
    if len(said) > 1 or said[0].raw[:1].isupper():
        return False
    before = [w.text for w in words[max(0, mention.start - 3) : mention.start]]
    announced = any(
        m.value.role is Role.DIMENSION and m.value.of in {d for d, _ in mention.choices}
        for i in range(max(0, mention.start - 3), mention.start)
        for m in signs().at(words[: mention.start], i)
    )
    others = any(m.value.role is Role.BENCHMARK for m in signs().at(words, mention.start))
    return others and bool(before) and not announced


def _beside_none(claim: _Claim, words: Sequence[Word]) -> bool:
    """Refuse a part of a name that is a single short word."""
    said = [w for w in words[claim.start : claim.end] if not w.sign]
    return len(said) == 1 and len(said[0].text) < 4  # noqa: PLR2004 - "PME" of "PME industrielles"


def _claim(
    words: Sequence[Word], start: int, end: int, priority: int, what: Placed | Mention | None
) -> _Claim:
    said = sum(not w.sign for w in words[start:end])
    return _Claim(start, end, (said, priority), what)


def _one_day(words: Sequence[Word], after: int) -> bool:
    """Tell one day from every such day: "le lundi 3 mars", "le lundi de la semaine dernière"."""
    follows = words[after].text if after < len(words) else ""
    return follows[:1].isdigit() or follows in _ONE_DAY


_ONE_DAY = frozenset({"dernier", "prochain", "passe", "de", "suivant", "precedent", "premier", "d"})


def _a_mean(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell an average from a meaning: "mean sales cycle", "what does CAC mean"."""
    if end - start != 1 or words[start].text not in _CONFUSED:
        return False
    return any(not w.sign and w.text not in filler() for w in words[end:])


def _time_signs(placed: Sequence[Placed], words: Sequence[Word], *, french: bool) -> list[Placed]:
    """Return the units of time that the answer is told by, so that no date is read in them."""
    found = [p for p in placed if p.sign.role in {Role.GRAIN, Role.WEEKDAY}]
    for before, after in pairwise(placed):
        if after.sign.role is not Role.UNIT or (words[after.start].text == "an" and not french):
            continue
        near = all(
            w.text in filler() or w.sign or w.text.isdigit()
            for w in words[before.end : after.start]
        )
        told = before.sign.role in _ANNOUNCE
        between = {w.text for w in words[before.end : after.start]}
        chained = (
            before.sign.role in {Role.DIMENSION, Role.UNIT, Role.GRAIN}
            and between <= _AND
            and bool(between & {"and", "et", "&"})
        )
        if near and (told or chained):
            found.append(after)
    return found


def _span(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    return words[start].start, words[end - 1].end


def _rewritten(text: str, words: Sequence[Word], fixed: Sequence[Correction]) -> str:
    for correction in reversed(fixed):
        word = words[correction.at]
        text = text[: word.start] + correction.meant + text[word.end :]
    return text
