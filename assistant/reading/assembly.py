"""The parts of a question put together: what it wants, and the query that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.reading.members import WIDEST, Mention
from assistant.reading.metrics import Named, offered
from assistant.reading.outcome import (
    Assumptions,
    Choice,
    Outcome,
    Refused,
    Unclear,
    Understood,
)
from assistant.reading.parsing import Parsed, Placed
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role
from assistant.wire import Intent, Reading
from kpi_core.arithmetic import Input
from kpi_core.catalog import FOCUS, REGISTRY
from kpi_core.definition import Better, Kpi
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Calendar, Found, Grain, Period, resolve, resolve_comparison
from kpi_core.query import KpiQuery, Span
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

PREVIOUS = Text(en="vs the previous period", fr="par rapport à la période précédente")
_TWO = 2
_HIERARCHY = ("platform", "channel", "source")
_MONTHS_OF_DAYS, _MONTHS_OF_WEEKS = 31, 92
_MOVES = (Role.UP, Role.DOWN, Role.IMPROVE, Role.WORSEN, Role.MOVE)
_RANKS = (
    Role.BEST,
    Role.WORST,
    Role.MOST,
    Role.LEAST,
    Role.TOP,
    Role.BOTTOM,
    Role.CHEAP,
    Role.DEAR,
)
_OWN = frozenset("our my we us notre nos mon ma mes nous on".split())

REFUSALS: dict[Role, Text] = {
    Role.TAMPER: Text(
        en="I only read figures of this workspace, by the rules its owner set; that I cannot do. Ask for a KPI, for example “CAC last quarter”.",
        fr="Je ne fais que lire les chiffres de cet espace, selon les règles fixées par son propriétaire\u202f; cela, je ne peux pas. Demandez un indicateur, par exemple « CAC le trimestre dernier ».",
    ),
    Role.DESTROY: Text(
        en="I only read: nothing is changed, deleted, sent or imported from here. Use the commands (kpi import, kpi settings) or your source tool.",
        fr="Je ne fais que lire\u202f: rien n’est modifié, supprimé, envoyé ni importé d’ici. Utilisez les commandes (kpi import, kpi settings) ou l’outil d’origine.",
    ),
    Role.PRIVATE: Text(
        en="Personal data, secrets and settings of the assistant are not told here. Ask for a KPI, for example “leads by channel”.",
        fr="Les données personnelles, les secrets et les réglages de l’assistant ne se disent pas ici. Demandez un indicateur, par exemple « leads par canal ».",
    ),
    Role.OPINION: Text(
        en="I give figures and how sure they are, not opinions or advice. I can show, for example, what a change is made of: “why did our CPL rise?”.",
        fr="Je donne des chiffres et leur marge d’erreur, pas d’avis ni de conseil. Je peux montrer, par exemple, de quoi une variation est faite\u202f: « pourquoi notre CPL a-t-il augmenté ? ».",
    ),
    Role.BENCHMARK: Text(
        en="Whether a figure is good depends on a target or a sourced benchmark, and none was entered. I can show the figure, its margin of error and how it compares with another period.",
        fr="Dire si un chiffre est bon suppose un objectif ou un repère sourcé, et aucun n’a été saisi. Je peux montrer le chiffre, sa marge d’erreur et sa comparaison avec une autre période.",
    ),
    Role.TARGET: Text(
        en="No target was entered in this workspace, so nothing can be compared with one. I can compare with another period.",
        fr="Aucun objectif n’est enregistré dans cet espace\u202f: rien ne peut y être comparé. Je peux comparer avec une autre période.",
    ),
    Role.FORECAST: Text(
        en="I tell what is recorded, not what will come. I can show the trend so far, for example “leads by month this year”.",
        fr="Je dis ce qui est enregistré, pas ce qui viendra. Je peux montrer la tendance jusqu’ici, par exemple « leads par mois cette année ».",
    ),
}


@dataclass
class Parts:
    """What a question asks for, before it is completed by what was answered before."""

    kpis: list[str] = field(default_factory=list)
    period: str | Span | None = None
    meant: Period | None = None
    compare: str | None = None
    filters: dict[str, list[str | None]] = field(default_factory=dict)
    by: list[str] = field(default_factory=list)
    grain: str | None = None
    basis: str | None = None
    order: str | None = None
    limit: int | None = None
    better: bool | None = None
    intent: Intent | None = None
    rising: bool | None = None
    days: int | None = None
    chart: bool = False
    whole: bool = False
    follow: bool = False
    ranks: frozenset[Role] = frozenset()  # what orders the members, whichever they turn out to be


class Stop(Exception):  # noqa: N818 - an outcome on its way out, not a fault
    """The question ends here."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


class Assembly:
    """One question being put together."""

    def __init__(self, parsed: Parsed, around: Surroundings, assumed: Assumptions) -> None:
        self.parsed = parsed
        self.around = around
        self.assumed = assumed
        self.parts = Parts()
        self.used: set[int] = set()  # signs that did their work, by first word
        self.numbers = list(parsed.numbers)

    def parts_of(self) -> Parts:
        """
        Return what the question asks for.

        Raises
        ------
        Stop
            it cannot be answered, or leaves a choice.
        """
        self._refuse()
        self.parts.follow = self._follows()
        self._mentions()
        self._grouping()
        self._periods()
        self._metrics()
        self._ranking()
        self._movement()
        self._others()
        self._shares()
        return self.parts

    # What is refused whatever else was asked.

    def _refuse(self) -> None:
        first = self._first_word()
        for role in (Role.TAMPER, Role.DESTROY, Role.PRIVATE, Role.OPINION):
            if self.parsed.has(role):
                raise Stop(Refused(REFUSALS[role]))
        for placed in self.parsed.all(Role.BENCHMARK):
            if placed.start == first and self.parsed.words[placed.start].text in {"bon", "good"}:
                self._use(placed)  # "Bon, ..."
            else:
                raise Stop(Refused(REFUSALS[Role.BENCHMARK]))
        for role in (Role.TARGET, Role.FORECAST):
            if self.parsed.has(role):
                raise Stop(Refused(REFUSALS[role]))
        today = self.around.calendar.today
        for found in self.parsed.periods:
            if found.period.start > today and not found.comparison:
                raise Stop(Refused(REFUSALS[Role.FORECAST]))

    def _follows(self) -> bool:
        first = self._first_word()
        starts = [p for p in self.parsed.all(Role.AGAIN) if p.start == first]
        for placed in self.parsed.all(Role.AGAIN):
            self._use(placed)
        return bool(starts)

    def _first_word(self) -> int:
        return next((i for i, w in enumerate(self.parsed.words) if not w.sign), 0)

    def _use(self, *placed: Placed) -> None:
        self.used.update(p.start for p in placed)

    # Members.

    def _mentions(self) -> None:
        for mention in self.parsed.mentions:
            if mention.kind is not None:
                self._kind(mention)
        chosen = [(m, self._chosen(m)) for m in self.parsed.mentions if m.kind is None]
        chosen = self._levelled(chosen)
        removed = self._removed([m for m, _ in chosen])
        for mention, (dimension, member) in chosen:
            if mention in removed:
                continue
            kept = self.parts.filters.setdefault(dimension, [])
            if member not in kept:
                kept.append(member)
        for mention, (dimension, member) in chosen:
            if mention in removed:
                self._without(dimension, member)
        for placed in self.parsed.all(Role.NONE):
            self._use(placed)
            self._unassigned(placed)

    def _kind(self, mention: Mention) -> None:
        """Keep the channels of one kind."""
        members = [member for _, member in mention.choices]
        self.parts.filters.setdefault("channel", []).extend(members)
        self.assumed.add(
            Text(
                en="“{typed}” read as the channels {members}.",
                fr="« {typed} » lu comme les canaux {members}.",
            ).format(typed=self._typed(mention), members=", ".join(members))
        )
        beside = [
            p
            for p in self.parsed.all(Role.DIMENSION)
            if p.sign.of == "channel" and (p.start == mention.end or p.end == mention.start)
        ]
        told = self._by_kpi() or any(
            p.end <= mention.start and self.parsed.between(p.end, mention.start)
            for p in self.parsed.all(Role.BY, Role.EACH, Role.WHICH)
        )
        if not told and not self.parsed.has(*_RANKS):
            self._use(*beside)

    def _by_kpi(self) -> bool:
        """Tell whether what comes after "by" is a KPI: "channels by ROI"."""
        return any(
            placed.end <= named.start and self.parsed.between(placed.end, named.start)
            for placed in self.parsed.all(Role.BY)
            for named in self.parsed.metrics.named
        )

    def _chosen(self, mention: Mention) -> tuple[str, str]:
        """Return the member that *mention* names; ask when it can be several."""
        choices = mention.choices
        beside = self._dimension_beside(mention)
        if beside is not None and (same := [c for c in choices if c[0] == beside.sign.of]):
            choices = tuple(same)
            self._use(beside)
        elif beside is not None and beside.sign.of in {"platform", "channel", "source"}:
            self._use(beside)
        first = [c for c in choices if c[0] == choices[0][0]]
        if len(first) > 1:
            typed = self._typed(mention)
            raise Stop(
                Unclear(
                    Text(
                        en="“{typed}” is part of several names. Which one?",
                        fr="« {typed} » fait partie de plusieurs noms. Lequel\u202f?",
                    ).format(typed=typed),
                    tuple(
                        Choice(Text(en=m, fr=m), self._again_with(d, m)) for d, m in first[:3]
                    ),
                )
            )
        dimension, member = first[0]
        if mention.part:
            self.assumed.add(
                Text(
                    en="“{typed}” read as the {dimension} “{member}”.",
                    fr="« {typed} » lu comme « {member} » ({dimension}).",
                ).format(
                    typed=self._typed(mention), dimension=DIMENSIONS[dimension], member=member
                )
            )
        return dimension, member

    def _again_with(self, dimension: str, member: str) -> Reading:
        """Return the whole question once *member* is chosen: the rest of it read anew."""
        rest = Assembly(
            _without_mentions(self.parsed, dimension), self.around, Assumptions()
        )
        try:
            parts = rest.parts_of()
        except Stop:
            parts = Parts(kpis=[k for n in self.parsed.metrics.named for k in n.kpis[:1]])
        parts.filters.setdefault(dimension, []).append(member)
        return complete(parts, self.parsed.lang, self.around)

    def _dimension_beside(self, mention: Mention) -> Placed | None:
        """Return the word that says what *mention* is: "the campaign X", "the X channel"."""
        for placed in self.parsed.all(Role.DIMENSION):
            before = placed.end <= mention.start and self._close(placed.end, mention.start)
            after = placed.start >= mention.end and placed.start - mention.end <= 0
            if (before and not self._grouped(placed)) or after:
                return placed
        return None

    def _close(self, start: int, end: int) -> bool:
        return all(
            self.parsed.words[i].sign and self.parsed.words[i].text not in {"?", ".", ";"}
            or self.parsed.words[i].text in _OF
            for i in range(start, end)
        )

    def _grouped(self, placed: Placed) -> bool:
        """Tell whether the answer is told by this dimension, so that it names no member."""
        return any(
            before.end <= placed.start and self.parsed.between(before.end, placed.start)
            for before in self.parsed.all(Role.BY, Role.EACH, Role.WHICH)
        )

    def _typed(self, mention: Mention) -> str:
        words = self.parsed.words
        return self.parsed.text[words[mention.start].start : words[mention.end - 1].end]

    def _levelled(
        self, chosen: list[tuple[Mention, tuple[str, str]]]
    ) -> list[tuple[Mention, tuple[str, str]]]:
        """Put members of the channel hierarchy on one level, or ask on which."""
        levels = {d for _, (d, _) in chosen if d in _HIERARCHY}
        if len(levels) < _TWO:
            return chosen
        for level in _HIERARCHY:
            wanted = []
            for mention, (dimension, member) in chosen:
                if dimension not in _HIERARCHY:
                    wanted.append((mention, (dimension, member)))
                elif same := [c for c in mention.choices if c[0] == level]:
                    named = [c for c in same if _same_name(c[1], self._typed(mention))]
                    if named:
                        wanted.append((mention, named[0]))
            if len(wanted) == len(chosen):
                return wanted
        raise Stop(self._which_level(chosen))

    def _which_level(self, chosen: Sequence[tuple[Mention, tuple[str, str]]]) -> Unclear:
        """Ask whether platforms or channels are meant."""
        platforms, channels = [], []
        for _, (dimension, member) in chosen:
            if dimension == "platform":
                platforms.append(member)
                channels += self.around.channels_of(member)
            elif dimension in _HIERARCHY:
                channels.append(member)
                platforms.append(self.around.platform_of(member))
        kpis = [k for n in self.parsed.metrics.named for k in n.kpis[:1]]
        choices = []
        for dimension, members in (("platform", platforms), ("channel", channels)):
            unique = list(dict.fromkeys(members))
            choices.append(
                Choice(
                    Text(
                        en=f"{', '.join(unique)} ({DIMENSIONS[dimension].en}s)",
                        fr=f"{', '.join(unique)} ({_PLURAL[dimension]})",
                    ),
                    self._level(dimension, unique, kpis),
                )
            )
        return Unclear(
            Text(
                en="These are a platform and a channel: on which level do you compare?",
                fr="L’un est une plateforme, l’autre un canal\u202f: à quel niveau comparer\u202f?",
            ),
            tuple(choices),
        )

    def _level(self, dimension: str, members: list[str], kpis: list[str]) -> Reading:
        parts = Parts(kpis=kpis, by=[dimension], intent=Intent.COMPARE)
        parts.filters[dimension] = list(members)
        asked = [f for f in self.parsed.periods if not f.comparison]
        if asked:
            parts.period = _phrase(asked[0], self.around.calendar, self.parsed.text)
        return complete(parts, self.parsed.lang, self.around)

    def _removed(self, mentions: Sequence[Mention]) -> list[Mention]:
        found = []
        for placed in self.parsed.all(Role.EXCEPT):
            after = [m for m in mentions if m.start >= placed.end]
            for mention in after:
                if self.parsed.between(placed.end, mention.start) or (
                    found and self.parsed.between(found[-1].end, mention.start)
                ):
                    found.append(mention)
            if found:
                self._use(placed)
        return found

    def _without(self, dimension: str, member: str) -> None:
        others: list[str | None] = [
            m for m in self.around.members.index.members[dimension] if m != member
        ]
        kept = self.parts.filters.get(dimension)
        self.parts.filters[dimension] = (
            [m for m in kept if m != member] if kept else [*others, None]
        )
        self.assumed.add(
            Text(
                en="Everything but {member}, what has no {dimension} included.",
                fr="Tout sauf {member}, y compris ce qui n’a pas de {dimension}.",
            ).format(member=member, dimension=DIMENSIONS[dimension])
        )

    def _unassigned(self, placed: Placed) -> None:
        said = " ".join(w.text for w in self.parsed.words[placed.start : placed.end])
        dimension = next(
            (d for d in DIMENSIONS if DIMENSIONS[d].fr in said or DIMENSIONS[d].en in said), None
        )
        if dimension is None:
            near = [p for p in self.parsed.all(Role.DIMENSION) if p.start not in self.used]
            dimension = near[0].sign.of if near else "campaign"
            self._use(*near[:1])
        self.parts.filters.setdefault(dimension, []).append(None)

    # What the answer is told by.

    def _grouping(self) -> None:
        parsed = self.parsed
        whole = parsed.all(Role.WHOLE)
        if whole:
            self.parts.whole = True
            self._use(*whole)
        for placed in parsed.all(Role.DIMENSION):
            if placed.start in self.used:
                continue
            self._use(placed)
            if whole and not self._grouped(placed):
                continue  # "tous canaux confondus"
            if placed.sign.of not in self.parts.by:
                self.parts.by.append(placed.sign.of)
        for placed in parsed.all(Role.GRAIN, Role.UNIT):
            if placed.start in self.used:
                continue
            self._use(placed)
            if self.parts.grain not in {None, placed.sign.of}:
                raise Stop(
                    Unclear(
                        Text(
                            en="Two units of time were given: which one?",
                            fr="Deux unités de temps sont données\u202f: laquelle\u202f?",
                        )
                    )
                )
            self.parts.grain = placed.sign.of
        self._use(*parsed.all(Role.BY, Role.EACH, Role.WHICH))
        if len(self.parts.by) > 3:  # noqa: PLR2004 - what a query takes
            raise Stop(
                Refused(
                    Text(
                        en="At most three dimensions can be crossed at once.",
                        fr="On ne peut croiser que trois dimensions à la fois.",
                    )
                )
            )

    # When.

    def _periods(self) -> None:
        calendar, text = self.around.calendar, self.parsed.text
        asked = [f for f in self.parsed.periods if not f.comparison]
        against = [f for f in self.parsed.periods if f.comparison]
        if len(asked) == 1 and not against and (two := self._two_ends(asked[0])):
            earlier, later = two
            self.parts.period, self.parts.meant = later.text, later
            self.parts.compare = earlier.text
        elif len(asked) == _TWO and not against:
            one, other = sorted(asked, key=lambda f: (f.period.start, f.period.end))
            self.parts.period = _phrase(other, calendar, text)
            self.parts.meant = other.period
            self.parts.compare = one.period.iso
        elif len(asked) > 1:
            raise Stop(
                Unclear(
                    Text(
                        en="Several periods were given; ask for one, or for two to compare.",
                        fr="Plusieurs périodes sont données\u202f; demandez-en une, ou deux à comparer.",
                    )
                )
            )
        elif asked:
            self.parts.period = _phrase(asked[0], calendar, text)
            self.parts.meant = asked[0].period
        if against:
            base = self.parts.meant or self.around.default
            self.parts.compare = _comparison(against[0], base, calendar, text)
        self._before()

    def _two_ends(self, found: Found) -> tuple[Period, Period] | None:
        """Return both ends of "between Q1 and Q2" where a change between them is asked."""
        if not self.parsed.has(*_MOVES, Role.WHY, Role.COMPARE):
            return None
        said = self.parsed.text[slice(*found.span)]
        for opening, joint in (("entre", " et "), ("between", " and "), ("from", " to ")):
            if said.lower().startswith(opening) and joint in said.lower():
                one, _, other = said[len(opening) :].lower().partition(joint)
                try:
                    ends = [resolve(s.strip(), self.around.calendar) for s in (one, other)]
                except KpiError:
                    return None
                units = {end.grain for end in ends}
                if len(units) == 1 and units <= set(Grain) - {Grain.DAY}:
                    first, last = sorted(ends, key=lambda p: p.start)
                    return first, last
        return None

    def _before(self) -> None:
        """Read "the previous one" as the period before the one that is asked or was answered."""
        before = self.parsed.all(Role.BEFORE)
        if not before:
            return
        self._use(*before)
        if self.parsed.has(Role.COMPARE) or self.parts.period is not None:
            self.parts.compare = self.parts.compare or PREVIOUS[self.parsed.lang]
            return
        if (previous := self.around.previous) is None:
            self.parts.compare = PREVIOUS[self.parsed.lang]
            return
        period = resolve_comparison(PREVIOUS.en, previous, self.around.calendar)
        self.parts.period, self.parts.meant = Span(start=period.start, end=period.end), period

    # Which KPIs.

    def _metrics(self) -> None:
        for named in self.parsed.metrics.named:
            if named.declined is not None:
                raise Stop(Refused(named.declined))
        found = self.parsed.metrics.named
        if any(n.joined for n in found) and all(len(n.kpis) == 1 for n in found):
            raise Stop(self._which_of(found))
        for named in found:
            meant = self._meant(named.start, named.end, named.kpis)
            if meant is None and (named.asked or len(named.kpis) > 1):
                raise Stop(self._which(named.kpis, named.start, named.end))
            self.parts.kpis.append(meant or named.kpis[0])
        self.parts.kpis = list(dict.fromkeys(self.parts.kpis))

    def _which_of(self, found: Sequence[Named]) -> Unclear:
        """Ask which of two names was meant, where nothing stands between them."""
        first, last = found[0], found[-1]
        typed = self.parsed.text[
            self.parsed.words[first.start].start : self.parsed.words[last.end - 1].end
        ]
        kpis = list(dict.fromkeys(n.kpis[0] for n in found))
        return Unclear(
            Text(
                en="I am not sure what “{typed}” asks for. Which KPI?",
                fr="Je ne suis pas sûr de ce que demande « {typed} ». Quel indicateur ?",
            ).format(typed=typed),
            tuple(Choice(REGISTRY[k].title, self._only(k)) for k in offered(kpis)),
        )

    def _only(self, kpi: str) -> Reading:
        named = replace(self.parsed.metrics.named[0], kpis=(kpi,), asked=False, joined=False)
        alone = replace(self.parsed, metrics=replace(self.parsed.metrics, named=(named,)))
        try:
            parts = Assembly(alone, self.around, Assumptions()).parts_of()
        except Stop:
            parts = Parts(kpis=[kpi])
        return complete(parts, self.parsed.lang, self.around)

    def _meant(self, start: int, end: int, kpis: Sequence[str]) -> str | None:
        """Return what the workspace said that these words mean."""
        if len(kpis) < _TWO:
            return None
        typed = " ".join(w.text for w in self.parsed.words[start:end] if not w.sign)
        chosen = self.around.meanings.get(typed)
        if chosen is None or chosen not in kpis:
            return None
        self.assumed.add(
            Text(
                en="“{typed}” read as {title}: your choice (kpi settings meanings).",
                fr="« {typed} » lu comme {title} : votre choix (kpi settings meanings).",
            ).format(typed=typed, title=REGISTRY[chosen].title)
        )
        return chosen

    def _which(self, kpis: Sequence[str], start: int, end: int) -> Unclear:
        typed = self.parsed.text[self.parsed.words[start].start : self.parsed.words[end - 1].end]
        key = " ".join(w.text for w in self.parsed.words[start:end] if not w.sign)
        return which(typed, key, offered(kpis), self._with_kpi)

    def _with_kpi(self, kpi: str) -> Reading:
        rest = Assembly(_with_named(self.parsed, kpi), self.around, Assumptions())
        try:
            parts = rest.parts_of()
        except Stop:
            parts = Parts(kpis=[kpi])
        return complete(parts, self.parsed.lang, self.around)

    # Best and worst.

    def _ranking(self) -> None:
        found = self.parsed.all(*_RANKS)
        if not found:
            return
        roles = {p.sign.role for p in found}
        self.parts.ranks = frozenset(roles)
        if roles & {Role.CHEAP, Role.DEAR}:
            self._costs()
        who = self._who()
        grouped = bool(self.parts.by) or self.parts.grain is not None
        several = any(len(members) > 1 for members in self.parts.filters.values())
        if not grouped and who:
            self.parts.by.append("owner")
            grouped = True
        if not grouped and several:
            self.parts.by.append(next(d for d, m in self.parts.filters.items() if len(m) > 1))
            grouped = True
        if not grouped:
            if roles <= {Role.TOP, Role.MOST, Role.LEAST} and self.parts.kpis and not self._rank_word():
                self._use(*found)
                return
            if self.parts.kpis and not self.parts.follow:
                raise Stop(self._by_what())
        self._use(*found)
        for placed in found:
            self._number_beside(placed)
        ranked(self.parts)

    def _rank_word(self) -> bool:
        return any(
            p.sign.role in {Role.MOST, Role.LEAST, Role.BEST, Role.WORST, Role.TOP}
            for p in self.parsed.all(*_RANKS)
        )

    def _who(self) -> bool:
        first = self._first_word()
        word = self.parsed.words[first].text if self.parsed.words else ""
        return word in {"who", "qui"} and bool(self.around.members.index.members.get("owner"))

    def _number_beside(self, placed: Placed) -> None:
        for number in list(self.numbers):
            near = (
                placed.end <= number <= placed.end + _TWO
                or placed.start - 3 <= number < placed.start
            )
            if near and (count := int(self.parsed.words[number].text)) > 0:
                self.parts.limit = min(count, 10_000)
                self.numbers.remove(number)
                return

    def _costs(self) -> None:
        """Read "the cheapest leads" as a cost: that of what is counted."""
        self.parts.kpis = [_cost_of(kpi) or kpi for kpi in self.parts.kpis]

    def _by_what(self) -> Unclear:
        kpis = self.parts.kpis
        choices = []
        for dimension in ("channel", "campaign", "segment"):
            if self.around.members.index.members.get(dimension):
                parts = Parts(**{**vars(self.parts), "by": [dimension], "intent": Intent.RANK})
                roles = {p.sign.role for p in self.parsed.all(*_RANKS)}
                parts.order, parts.better = _direction(roles, REGISTRY[kpis[0]])
                choices.append(
                    Choice(
                        Text(
                            en=f"By {DIMENSIONS[dimension].en}", fr=f"Par {DIMENSIONS[dimension].fr}"
                        ),
                        complete(parts, self.parsed.lang, self.around),
                    )
                )
        return Unclear(
            Text(en="The best or worst of what?", fr="Le meilleur ou le pire de quoi\u202f?"),
            tuple(choices),
        )

    # Up and down, and why.

    def _movement(self) -> None:
        parsed, parts = self.parsed, self.parts
        moves = parsed.all(*_MOVES)
        why = parsed.all(Role.WHY)
        trend = parsed.all(Role.TREND)
        self._use(*moves, *why, *trend)
        if why:
            parts.intent = Intent.WHY
        elif moves and parts.intent is not Intent.RANK:
            parts.intent = Intent.CHANGE
        elif trend or (parts.grain and parts.intent is not Intent.RANK):
            parts.intent = Intent.TREND
        if moves:
            parts.rising = self._rising(moves)
        if trend and parts.grain is None and parts.intent is Intent.TREND:
            parts.grain = _grain(parts.meant or self.around.default)
        if parts.intent not in {Intent.WHY, Intent.CHANGE}:
            return
        since = parts.meant is not None and parts.meant.running and parts.meant.grain is None
        if parts.intent is Intent.CHANGE and (parts.grain or since) and parts.compare is None:
            # "since April": how it went from then on, unit by unit.
            parts.grain = parts.grain or _grain(parts.meant or self.around.default)
        elif parts.compare is None:
            parts.compare = PREVIOUS[parsed.lang]

    def _rising(self, moves: Sequence[Placed]) -> bool | None:
        roles = {p.sign.role for p in moves}
        if len(roles) > 1 or Role.MOVE in roles:
            return None
        if roles & {Role.UP, Role.DOWN}:
            return Role.UP in roles
        if not self.parts.kpis:
            return None
        better = REGISTRY[self.parts.kpis[0]].better
        if better is Better.NEITHER:
            return None
        return (Role.IMPROVE in roles) == (better is Better.HIGHER)

    # The rest.

    def _others(self) -> None:
        parsed, parts = self.parsed, self.parts
        if cohort := parsed.all(Role.COHORT):
            self._use(*cohort)
            parts.basis = "cohort"
        if charts := parsed.all(Role.CHART):
            self._use(*charts)
            parts.chart = True
        self._use(*parsed.all(Role.TABLE))
        self._compared()
        if dormant := parsed.all(Role.DORMANT):
            self._use(*dormant)
            self._use(*parsed.all(Role.LIST, Role.WHICH))
            parts.intent = Intent.DORMANT
            self._for_how_long()
        elif self._defines():
            parts.intent = Intent.DEFINE
            self._use(*parsed.all(Role.DEFINE, Role.HOW, Role.LIST, Role.COMPARE))
        elif fresh := parsed.all(Role.FRESH):
            self._use(*fresh, *parsed.all(Role.LIST))
            parts.intent = Intent.FRESHNESS
        elif parsed.has(Role.CATALOGUE) and not parts.kpis:
            self._use(*parsed.all(Role.CATALOGUE, Role.LIST))
            parts.intent = Intent.CATALOGUE
        elif not parts.kpis and (focus := parsed.all(Role.FOCUS)) and not self._rank_word():
            self._use(*focus)
            parts.intent = parts.intent or Intent.FOCUS
        elif not parts.kpis and parts.by and self._lists():
            parts.intent = Intent.MEMBERS
            self._use(*parsed.all(Role.LIST))
        # Said beside a KPI, these add nothing: "the list of leads by channel", "our results: CAC".
        if parts.kpis:
            self._use(*parsed.all(Role.LIST, Role.FOCUS, Role.CATALOGUE))

    def _for_how_long(self) -> None:
        """Read "for 6 months", which is no period of its own."""
        parts = self.parts
        parts.kpis = []
        if parts.meant is not None or parts.grain is None or not self.numbers:
            return
        number = int(self.parsed.words[self.numbers.pop(0)].text)
        days = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.31, "year": 365.25}[parts.grain]
        parts.days, parts.grain = round(number * days), None

    def _compared(self) -> None:
        """Set members side by side where two of them are compared."""
        parts = self.parts
        if not parts.by and parts.intent in {None, Intent.COMPARE, Intent.TREND}:
            several = [d for d, members in parts.filters.items() if len(members) > 1]
            kinds = any(m.kind for m in self.parsed.mentions)
            if several and not kinds and not self.parsed.has(Role.EXCEPT):
                parts.by = several[:1]
                parts.intent = parts.intent or Intent.COMPARE
        found = self.parsed.all(Role.COMPARE)
        self._use(*found)
        if not found or parts.intent in {Intent.WHY, Intent.CHANGE}:
            return
        if parts.compare is None and not parts.by and len(parts.kpis) < _TWO:
            parts.compare = PREVIOUS[self.parsed.lang]
        parts.intent = parts.intent or Intent.COMPARE

    def _defines(self) -> bool:
        parsed, parts = self.parsed, self.parts
        if not parts.kpis or parts.filters or parts.by or parts.period is not None:
            return False
        own = any(w.text in _OWN for w in parsed.words)
        if parsed.has(Role.HOW):
            return True
        if parsed.has(Role.DEFINE):
            return not own or parsed.words[-1].text in {"mean", "means"}
        words = [w.text for w in parsed.words if not w.sign]
        bare = words[:2] in (["what", "is"], ["what", "s"]) or words[:1] == ["whats"]
        if bare and not own and parts.grain is None and "the" not in words:
            return True
        between = parsed.has(Role.COMPARE) and len(parts.kpis) > 1 and not own
        return between and {"difference", "différence"} & {w.raw.lower() for w in parsed.words} != set()

    def _lists(self) -> bool:
        """Tell whether members themselves are asked for: which channels, how many campaigns."""
        if self.parsed.has(*_RANKS, Role.BY, Role.EACH) or self.parts.compare is not None:
            return False
        many = any(w.text in {"many", "combien", "nombre", "number"} for w in self.parsed.words)
        return many or self.parsed.has(Role.LIST, Role.WHICH, Role.CATALOGUE)

    def _shares(self) -> None:
        """Read "which part of the leads comes from LinkedIn"."""
        found = self.parsed.all(Role.SHARE)
        if not found:
            return
        self._use(*found)
        parts = self.parts
        if len(parts.kpis) != 1 or parts.intent in {Intent.RANK, Intent.DEFINE, Intent.WHY}:
            return
        additive = REGISTRY[parts.kpis[0]].additive
        if not parts.by and parts.filters:
            if not additive:
                raise Stop(_no_share(REGISTRY[parts.kpis[0]]))
            parts.by = [min(parts.filters, key=WIDEST.index)]
            parts.intent = Intent.SHARE
        elif parts.by:
            parts.intent = Intent.SHARE if additive else Intent.BREAKDOWN

    def unused(self) -> list[Placed]:
        """Return the signs that changed nothing: what they meant was not understood."""
        return [
            p
            for p in self.parsed.signs
            if p.start not in self.used and p.sign.role not in _HARMLESS
        ]


_HARMLESS = frozenset({Role.FILLER, Role.LIST, Role.WHICH, Role.BY, Role.EACH, Role.TABLE})
_OF = frozenset("the of our my named called de du des d la le les l notre nos nommee appelee en un une".split())
_PLURAL = {"platform": "plateformes", "channel": "canaux", "source": "sources"}


def complete(parts: Parts, lang: Lang, around: Surroundings) -> Reading:
    """Return *parts* as a reading with its query."""
    intent = parts.intent or _plain(parts)
    kpis = list(parts.kpis)
    if intent is Intent.FOCUS:
        kpis = [REGISTRY[k].id for k in FOCUS]
    if intent in {Intent.DEFINE, Intent.CATALOGUE, Intent.FRESHNESS}:
        return Reading(intent=intent, kpis=tuple(kpis))
    if intent is Intent.MEMBERS:
        return Reading(intent=intent, dimension=parts.by[0])
    if intent is Intent.DORMANT:
        return Reading(intent=intent, days=_dormant_days(parts, around))
    filters = {d: list(dict.fromkeys(m)) for d, m in parts.filters.items()}
    if intent is Intent.SHARE:
        filters = {d: m for d, m in filters.items() if d not in parts.by}
    query = KpiQuery(
        kpis=[_typed(k) for k in kpis],
        period=parts.period,
        filters=filters,
        by=parts.by,
        grain=parts.grain,  # type: ignore[arg-type] - pydantic checks it
        basis=parts.basis or "event",  # type: ignore[arg-type]
        compare=parts.compare,
        order=parts.order,  # type: ignore[arg-type]
        limit=parts.limit,
    )
    member = next((m for d in parts.by for m in parts.filters.get(d, ())), None)
    return Reading(
        intent=intent,
        query=query,
        rising=parts.rising,
        better=parts.better,
        chart=parts.chart,
        dimension=member if intent is Intent.SHARE else None,
    )


def ranked(parts: Parts) -> None:
    """Order *parts* as its words ask, once it is known what is ranked and by what."""
    if parts.ranks and parts.kpis and (parts.by or parts.grain):
        parts.intent = Intent.RANK
        parts.order, parts.better = _direction(parts.ranks, REGISTRY[parts.kpis[0]])


def _typed(kpi: str) -> str:
    """Return the name under which *kpi* is asked: the family of a default, so that rules apply."""
    declared = REGISTRY[kpi]
    return declared.family if declared.default else declared.id


def _plain(parts: Parts) -> Intent:
    if parts.grain:
        return Intent.TREND
    if parts.compare:
        return Intent.COMPARE
    return Intent.BREAKDOWN if parts.by else Intent.VALUE


def _dormant_days(parts: Parts, around: Surroundings) -> int:
    if parts.days is not None:
        return min(parts.days, 36_500)
    if parts.meant is None:
        return 90
    return max(1, (around.calendar.today - parts.meant.start).days)


def _phrase(found: Found, calendar: Calendar, text: str) -> str | Span:
    """Return the words of a period when they say it alone, else its dates."""
    said = text[slice(*found.span)]
    try:
        alone = resolve(said, calendar)
    except KpiError:
        alone = None
    period = found.period
    if alone is not None and (alone.start, alone.end) == (period.start, period.end):
        return said
    return Span(start=period.start, end=period.end)


def _comparison(found: Found, base: Period, calendar: Calendar, text: str) -> str:
    said = text[slice(*found.span)]
    try:
        alone = resolve_comparison(said, base, calendar)
    except KpiError:
        return found.period.iso
    same = (alone.start, alone.end) == (found.period.start, found.period.end)
    return said if same else found.period.iso


def _grain(period: Period) -> str:
    if period.days <= _MONTHS_OF_DAYS:
        return "day"
    return "week" if period.days <= _MONTHS_OF_WEEKS else "month"


def _direction(roles: Iterable[Role], kpi: Kpi) -> tuple[str, bool | None]:
    """Return the order of a ranking, and whether the best or the worst comes first."""
    roles = set(roles)
    best = "asc" if kpi.better is Better.LOWER else "desc"
    other = {"asc": "desc", "desc": "asc"}[best]
    if roles & {Role.WORST, Role.BOTTOM}:
        return other, False
    if roles & {Role.CHEAP, Role.LEAST}:
        return "asc", None
    if roles & {Role.DEAR, Role.MOST}:
        return "desc", None
    return best, True


def _cost_of(kpi: str) -> str | None:
    """Return the KPI that is a cost for one of what *kpi* counts."""
    match REGISTRY[kpi].expression:
        case Input(name):
            term = "new_customers" if name == "active_customers" else name
        case _:
            return None
    for other in REGISTRY.values():
        match other.denominator:
            case Input(name) if (
                name == term and other.default and other.unit is Unit.MONEY and other.measured
                and other.better is Better.LOWER
            ):
                return other.id
    return None


def which(
    typed: str, key: str, kpis: Sequence[str], reading: object
) -> Unclear:
    """Ask which of *kpis* was meant by *typed*."""
    read = reading
    assert callable(read)  # noqa: S101 - a function of ours
    return Unclear(
        Text(
            en="“{typed}” can mean several things. Which one?",
            fr="« {typed} » peut vouloir dire plusieurs choses. Laquelle\u202f?",
        ).format(typed=typed),
        tuple(Choice(REGISTRY[k].title, read(k), key, k) for k in kpis),
    )


def _same_name(member: str, typed: str) -> bool:
    from kpi_core.registry import folded  # noqa: PLC0415 - one comparison

    return folded(member).replace(" ", "") == folded(typed).replace(" ", "")


def _no_share(kpi: Kpi) -> Refused:
    return Refused(
        Text(
            en="{kpi} does not add up over members, so none has a share of it. Ask for it by channel, or for the share of leads, customers, cost or revenue.",
            fr="{kpi} ne s’additionne pas d’un membre à l’autre\u202f: aucun n’en a une part. Demandez-le par canal, ou la part des leads, des clients, des dépenses ou du CA.",
        ).format(kpi=kpi.title)
    )


def _without_mentions(parsed: Parsed, dimension: str) -> Parsed:
    """Return *parsed* without the mentions of *dimension* that leave a choice."""
    kept = [m for m in parsed.mentions if m.choices[0][0] != dimension]
    return replace(parsed, mentions=kept)


def _with_named(parsed: Parsed, kpi: str) -> Parsed:
    """Return *parsed* with the name that leaves a choice read as *kpi*."""
    named = tuple(
        replace(n, kpis=(kpi,), asked=False) if n.asked or len(n.kpis) > 1 else n
        for n in parsed.metrics.named
    )
    return replace(parsed, metrics=replace(parsed.metrics, named=named))


