"""A model's reading becomes one of ours: every name and date is resolved by the same code as the reader's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.model.proposal import Proposal, offered
from assistant.model.spans import Asked, NotThereError
from assistant.reading.follow import merged
from assistant.reading.parts import PREVIOUS, Parts, complete, grain_of, ranked
from assistant.reading.phrasing import phrase
from assistant.reading.refusals import REFUSALS
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role, filler
from assistant.reading.words import cut
from assistant.wire import Intent, Reading
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.periods import Found, Period, resolve, resolve_comparison
from kpi_core.periods.numerals import cardinals
from kpi_core.query import Span
from kpi_core.text import Lang, Text

_HIERARCHY = frozenset({"platform", "channel", "source"})
_MOST_DIMENSIONS = 3
_MOST_ROWS = 10_000
_TWO = 2
_SIDES = {
    "best": Role.BEST,
    "worst": Role.WORST,
    "highest": Role.MOST,
    "lowest": Role.LEAST,
}
_WITHOUT_KPI = frozenset(
    {Intent.CATALOGUE, Intent.FRESHNESS, Intent.MEMBERS, Intent.DORMANT, Intent.FOCUS}
)


class UnresolvedError(Exception):
    """The reading does not resolve; *why* is counted, never shown."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class FutureError(Exception):
    """The reading asks for what is not over yet: refused as any forecast is."""

    reason: Text = REFUSALS[Role.FORECAST]


@dataclass(frozen=True, slots=True)
class Resolved:
    """
    A reading, and the words of the question that it rests on.

    names: each KPI that was named, and its words; members: the words that name members; times:
        those that name periods; others: those that ask for a number of rows, a grouping, an order.
    """

    reading: Reading
    names: tuple[tuple[str, frozenset[int]], ...]
    members: frozenset[int]
    times: frozenset[int]
    others: frozenset[int]


def resolved(
    proposal: Proposal,
    asked: Asked,
    around: Surroundings,
    lang: Lang,
    *,
    before: Reading | None = None,
    preferred: Mapping[str, Sequence[str | None]] | None = None,
) -> Resolved:
    """
    Return *proposal* as a reading.

    before: what was answered last, for a question that goes on from it.
    preferred: members that the reader chose, for a name that two dimensions have.

    Raises
    ------
    UnresolvedError
        a span is not in the question, or means nothing, or means several things.
    FutureError
        it asks for what is to come.
    """
    try:
        return _Resolving(proposal, asked, around, lang, preferred or {}).resolved(before)
    except NotThereError:
        raise UnresolvedError("span") from None
    except KpiError:
        raise UnresolvedError("period") from None


@dataclass
class _Resolving:
    proposal: Proposal
    asked: Asked
    around: Surroundings
    lang: Lang
    preferred: Mapping[str, Sequence[str | None]]

    def resolved(self, before: Reading | None) -> Resolved:
        said = self.proposal
        if said.intent == "none":
            raise UnresolvedError("none")
        if not self.asked.aligned:
            raise UnresolvedError("spelling")
        parts = Parts(
            kpis=list(dict.fromkeys(offered()[k.id] for k in said.kpis)),
            by=list(dict.fromkeys(said.by)),
            grain=said.grain,
            follow=said.follow,
        )
        if len(parts.by) > _MOST_DIMENSIONS:
            raise UnresolvedError("dimensions")
        members = self._members(parts)
        times = self._periods(parts)
        words: frozenset[int] = frozenset()
        names = tuple((offered()[k.id], self.asked.covered(k.words)) for k in said.kpis)
        if said.limit is not None:
            parts.limit = _number(self.asked.typed(said.limit))
            words |= self.asked.covered(said.limit)
        how = frozenset(i for span in said.said for i in self.asked.covered(span))
        if said.by or said.grain or said.order or said.limit or said.intent != "value":
            words |= how
        self._wanted(parts)
        if said.follow and before is not None:
            parts = merged(parts, before, self.around)
        self._fit(parts)
        return Resolved(complete(parts, self.around), names, members, times, words)

    def _members(self, parts: Parts) -> frozenset[int]:
        covered: frozenset[int] = frozenset()
        for span in self.proposal.members:
            dimension, member = self._member(self.asked.typed(span))
            covered |= self.asked.covered(span)
            kept = parts.filters.setdefault(dimension, [])
            if member not in kept:
                kept.append(member)
        if len(_HIERARCHY & set(parts.filters)) > 1:
            raise UnresolvedError("levels")
        return covered

    def _member(self, typed: str) -> tuple[str, str]:
        members = self.around.members
        choices = members.named(typed)
        if not choices:
            words = cut(typed)
            telling = {i for i, w in enumerate(words) if not w.sign and w.text not in filler()}
            whole = [
                m
                for m in members.find(words)
                if m.kind is None and telling <= set(range(m.start, m.end))
            ]
            choices = list(whole[0].choices) if whole else []
        chosen = [c for c in choices if c[1] in self.preferred.get(c[0], ())]
        choices = chosen or choices
        first = [c for c in choices if c[0] == choices[0][0]]
        if len(first) != 1:
            raise UnresolvedError("member")
        return first[0]

    def _periods(self, parts: Parts) -> frozenset[int]:
        covered: frozenset[int] = frozenset()
        if self.proposal.period is not None:
            parts.period, parts.meant = self._period(self.proposal.period)
            covered |= self.asked.covered(self.proposal.period)
            if parts.meant.start > self.around.calendar.today:
                raise FutureError
        if self.proposal.compare is not None:
            parts.compare = self._comparison(self.proposal.compare, parts)
            covered |= self.asked.covered(self.proposal.compare)
        return covered

    def _period(self, span: str) -> tuple[str | Span, Period]:
        """Return a period as the reader found it there, else as the words say it alone."""
        parsed, covered = self.asked.parsed, self.asked.covered(span)
        found = [f for f in parsed.periods if not f.comparison and self._said(f) & covered]
        if len(found) == 1 and not self._telling(covered ^ self._said(found[0])):
            return phrase(found[0], self.around.calendar, parsed.text), found[0].period
        said = self.asked.typed(span)
        return said, resolve(said, self.around.calendar)

    def _comparison(self, span: str, parts: Parts) -> str:
        parsed, covered = self.asked.parsed, self.asked.covered(span)
        found = [f for f in parsed.periods if self._said(f) & covered]
        if len(found) == 1 and not self._telling(covered ^ self._said(found[0])):
            return found[0].period.iso
        said = self.asked.typed(span)
        resolve_comparison(said, parts.meant or self.around.default, self.around.calendar)
        return said

    def _said(self, found: Found) -> frozenset[int]:
        start, end = found.span
        return frozenset(
            i for i, w in enumerate(self.asked.parsed.words) if start <= w.start and w.end <= end
        )

    def _telling(self, words: frozenset[int]) -> bool:
        return any(
            not w.sign and w.text not in filler() and w.text not in _VERSUS
            for w in (self.asked.parsed.words[i] for i in words)
        )

    def _wanted(self, parts: Parts) -> None:
        """Complete what is wanted as the reader does: a why needs something to compare with."""
        said = self.proposal
        if said.intent not in {"value", "breakdown"}:
            parts.intent = Intent(said.intent)
        several = next((d for d, m in parts.filters.items() if len(m) > 1), None)
        if several and not parts.by and said.intent in {"value", "compare", "trend", "rank"}:
            parts.by = [several]
            parts.intent = parts.intent or Intent.COMPARE
        if parts.intent is Intent.TREND and parts.grain is None:
            parts.grain = grain_of(parts.meant or self.around.default)
        needs = parts.intent in {Intent.WHY, Intent.CHANGE} and not parts.grain
        needs = needs or (
            parts.intent is Intent.COMPARE and not parts.by and len(parts.kpis) < _TWO
        )
        if needs and parts.compare is None:
            parts.compare = PREVIOUS[self.lang]
        if parts.intent is Intent.SHARE and not parts.by and parts.filters:
            parts.by = [next(iter(parts.filters))]
        if said.order is not None:
            parts.ranks = frozenset({_SIDES[said.order]})
            ranked(parts)

    def _fit(self, parts: Parts) -> None:
        """Refuse what is no whole question."""
        if parts.intent in _WITHOUT_KPI:
            if parts.kpis or (parts.intent is Intent.MEMBERS and len(parts.by) != 1):
                raise UnresolvedError("KPI")
            if parts.intent in {Intent.CATALOGUE, Intent.FRESHNESS, Intent.MEMBERS} and (
                parts.filters or parts.period is not None
            ):
                raise UnresolvedError("filters")
            return
        if not parts.kpis:
            raise UnresolvedError("KPI")
        if parts.intent is Intent.RANK and not (parts.order and (parts.by or parts.grain)):
            raise UnresolvedError("ranking")
        if parts.intent is Intent.SHARE and not (
            parts.by and len(parts.kpis) == 1 and REGISTRY[parts.kpis[0]].additive
        ):
            raise UnresolvedError("share")
        if parts.intent is Intent.DEFINE and (parts.filters or parts.by or parts.period):
            raise UnresolvedError("definition")


_VERSUS = frozenset({"vs", "versus", "contre", "than", "against", "rapport", "compare", "compared"})


def _number(typed: str) -> int:
    words = tuple(w.text for w in cut(typed) if not w.sign)
    spelled = dict(cardinals())
    number = int(words[0]) if len(words) == 1 and words[0].isdecimal() else spelled.get(words, 0)
    if not 0 < number <= _MOST_ROWS:
        raise UnresolvedError("limit")
    return number
