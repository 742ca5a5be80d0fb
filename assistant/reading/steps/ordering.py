"""What the answer is told by, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from assistant.reading.called import called
from assistant.reading.outcome import (
    Choice,
    Refused,
    Unclear,
)
from assistant.reading.parts import Parts, complete, direction, ranked
from assistant.reading.placed import Placed
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.rivals import one_ranking
from assistant.reading.steps.shared import grouped, rank_word
from assistant.reading.vocabulary import RANKS, Role
from assistant.reading.vocabulary.studies import STUDIES, asked
from assistant.reading.words import cut
from assistant.wire import Intent
from kpi_core.arithmetic import Input
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.facts import DIMENSIONS
from kpi_core.query import TimeUnit
from kpi_core.text import Text
from kpi_core.units import Unit

_TWO = 2
_UNITS: dict[str, TimeUnit] = {u: u for u in get_args(TimeUnit)}


def grouping(a: Assembling) -> None:
    """Keep the dimensions and the unit of time that the answer is told by."""
    parsed = a.parsed
    a.parts.each = parsed.has(Role.EACH) or any(
        w.text in {"chacun", "chacune", "apiece"} for w in parsed.words
    )
    whole = parsed.all(Role.WHOLE)
    if whole:
        a.parts.whole = True
        a.use(*whole)
    for placed in parsed.all(Role.DIMENSION):
        if placed.start in a.used:
            continue
        if _which_one(a, placed):
            continue  # "the sequence": one of them, and nothing says which
        a.use(placed)
        if not grouped(a, placed, every=False) and any(
            p.start >= placed.end and a.parsed.between(placed.end, p.start)
            for p in a.parsed.all(Role.EXCEPT)
        ):
            continue  # "all countries but France": the whole of them
        if whole and not grouped(a, placed):
            continue  # "tous canaux confondus"
        if _acts(a, placed) and not _told_by(a, placed):
            continue  # "how many deals did our reps sign": who acts, not what it is told by
        if placed.sign.of not in a.parts.by:
            a.parts.by.append(placed.sign.of)
    _units(a)
    a.use(*parsed.all(Role.BY, Role.EACH, Role.WHICH))
    if len(a.parts.by) > 3:  # noqa: PLR2004 - what a query takes
        raise Stop(Refused(_AT_MOST_THREE))


_AT_MOST_THREE = Text(
    en="At most three dimensions can be crossed at once.",
    fr="On ne peut croiser que trois dimensions à la fois.",
)
_TWO_UNITS = Text(
    en="Two units of time were given: which one?",
    fr="Deux unités de temps sont données : laquelle ?",
)


def _units(a: Assembling) -> None:
    for placed in a.parsed.all(Role.GRAIN, Role.UNIT):
        if placed.start in a.used:
            continue
        a.use(placed)
        if a.parts.grain not in {None, placed.sign.of}:
            raise Stop(Unclear(_TWO_UNITS))
        a.parts.grain = _UNITS[placed.sign.of]


def _which_one(a: Assembling, placed: Placed) -> bool:
    words = a.parsed.words
    last, before = words[placed.end - 1].text, words[placed.start - 1].text if placed.start else ""
    single = not last.endswith(("s", "x")) and before in {
        "la",
        "le",
        "l",
        "the",
        "this",
        "cette",
        "ce",
    }
    return single and not grouped(a, placed) and not rank_word(a) and bool(a.parsed.metrics.named)


def _acts(a: Assembling, placed: Placed) -> bool:
    """Tell whether a dimension only says where things happen, or who does them."""
    words = [w.text for w in a.parsed.words]
    before = words[max(0, placed.start - 3) : placed.start]
    # "How many leads did our channels bring": one number, where next to all have one.
    many = bool({"many", "much", "combien"} & set(words)) and bool(_OURS & set(before))
    many = many and placed.sign.of not in {"campaign", "content"}
    return many or placed.sign.of == "owner" or any(w in {"to", "avec", "with"} for w in before)


_OURS = frozenset({"our", "nos", "my", "mes"})


def _told_by(a: Assembling, placed: Placed) -> bool:
    """Tell whether a dimension that nothing announces is what the answer is told by."""
    marked = grouped(a, placed) or a.parsed.has(*RANKS, Role.LIST, Role.COMPARE, Role.SHARE)
    marked = marked or a.parsed.has(Role.ABOVE, Role.BELOW)
    chained = any(p.end < placed.start for p in a.parsed.all(Role.BY, Role.EACH))
    return marked or chained or not a.parsed.metrics.named


def ranking(a: Assembling) -> None:
    """Keep what orders the members, and how many of them are wanted."""
    _who_moved(a)
    found = [p for p in a.parsed.all(*RANKS) if p.start not in a.used]
    if not found or _threshold(a, found):
        return  # "plus de 20 rdv" is no order, and nothing here reads a threshold
    roles = {p.sign.role for p in found}
    a.parts.ranks = frozenset(roles)
    if a.parts.compare and not (a.parts.by or _who(a)) and _sets_apart(roles, a.parts.kpis):
        a.use(*found)
        _changed(a, roles)
        return
    if _than_who(a, found):
        a.use(*found)
        a.parts.ranks, a.parts.beside, a.parts.intent = frozenset(), True, Intent.COMPARE
        return
    if roles & {Role.CHEAP, Role.DEAR}:
        _costs(a)
    _size(a, found)
    if _of_the_name(a, found):
        a.use(*found)
        a.parts.ranks = frozenset()
        return
    if not _grouped_by(a) and a.parts.kpis:
        if roles <= {Role.TOP, Role.MOST, Role.LEAST} and not rank_word(a):
            a.use(*found)
            return
        if _lists(a):
            a.use(*found)
            return
        if not a.parts.follow:
            raise Stop(_by_what(a))
    a.use(*found)
    one_ranking(a, found)
    _how_many(a, found)
    ranked(a.parts)


def _lists(a: Assembling) -> bool:
    """Tell whether a study is asked for whose list begins with the first anyway."""
    return any(STUDIES[asked(p.sign.of)[0]].ranked for p in a.parsed.all(Role.STUDY))


def _than_who(a: Assembling, found: Sequence[Placed]) -> bool:
    """Tell whether what was answered is set beside somebody: "is that better than Google?"."""
    if a.parts.kpis or a.around.previous is None:
        return False
    words = a.parsed.words
    return any(
        words[p.end].text in _THAN
        for p in found
        for m in a.parsed.mentions
        if p.end < m.start and a.parsed.between(p.end, m.start)
    )


def _who_moved(a: Assembling) -> None:
    """Read "who sold more than last year" as asked of each, not of all together."""
    words = {w.text for w in a.parsed.words}
    if words & _THAN and a.parts.compare and a.parts.kpis and not a.parts.by and _who(a):
        a.parts.by, a.parts.intent = ["owner"], Intent.CHANGE
        more, less = bool(words & _MORE), bool(words & _LESS)
        a.parts.rising = more if more is not less else None
        a.use(*a.parsed.all(Role.MOST, Role.LEAST, Role.ABOVE, Role.BELOW))


_MORE = frozenset({"more", "plus"})
_LESS = frozenset({"less", "fewer", "moins"})
_THAN = frozenset({"than", "que", "qu"})


def _how_many(a: Assembling, found: Sequence[Placed]) -> None:
    for placed in (*found, *a.parsed.all(Role.DIMENSION)):
        _number_beside(a, placed)
    if a.parts.limit is None and _only_one(a, found):
        a.parts.limit = 1


def _changed(a: Assembling, roles: set[Role]) -> None:
    """Read "more leads in October than in September?" as a change, not a ranking."""
    a.parts.ranks, a.parts.intent = frozenset(), Intent.CHANGE
    a.parts.rising = bool(roles & {Role.MOST, Role.BEST})
    if roles & {Role.BEST, Role.WORST} and REGISTRY[a.parts.kpis[0]].better is Better.LOWER:
        a.parts.rising = not a.parts.rising


def _only_one(a: Assembling, found: Sequence[Placed]) -> bool:
    """Tell whether nothing but the first is wanted: "just the best one", "uniquement la pire"."""
    words = [w.text for w in a.parsed.words]
    for placed in found:
        before = set(words[max(0, placed.start - 3) : placed.start])
        after = words[placed.end : placed.end + 1]
        several = any(w.endswith("s") for w in after) or bool(before & {"les", "des"})
        if placed.sign.role in _ONE_OF and before & _ONLY and not several:
            return True
    return False


_ONE_OF = frozenset({Role.BEST, Role.WORST, Role.MOST, Role.LEAST})
_ONLY = frozenset({"just", "only", "juste", "seulement", "uniquement", "seul", "seule"})


def _sets_apart(roles: set[Role], kpis: Sequence[str]) -> bool:
    """Tell whether *roles* set one period above the other: "more", or "better" of what has a better."""
    if roles <= {Role.MOST, Role.LEAST}:
        return True
    known = bool(kpis) and REGISTRY[kpis[0]].better is not Better.NEITHER
    return len(roles) == 1 and roles <= {Role.BEST, Role.WORST} and known


def _size(a: Assembling, found: Sequence[Placed]) -> None:
    """Ask whether "the biggest deals" are the largest or the most; a good customer is no KPI."""
    for named in a.parsed.metrics.named:
        kpi = REGISTRY[named.kpis[0]] if len(named.kpis) == 1 else None
        if kpi is None or kpi.unit is not Unit.COUNT:
            continue
        for placed in found:
            said = {w.text for w in a.parsed.words[placed.start : placed.end]}
            if placed.end not in named.covered:
                continue
            number = a.parsed.words[placed.end].text in _NUMBER  # "the largest number of leads"
            if said & _BIG and not number:
                raise Stop(_how_big(a))
            if placed.sign.role in {Role.BEST, Role.WORST} and not a.parts.by:
                raise Stop(_by_what(a))


_NUMBER = frozenset({"number", "nombre", "nb", "volume", "share", "part"})
_BIG_WORDS = (
    "gros grosse grosses grand grande grands grandes big biggest bigger large largest larger"
)
_BIG = frozenset(_BIG_WORDS.split())


def _how_big(a: Assembling) -> Unclear:
    kpis = ("average_deal", "revenue", a.parts.kpis[0])
    choices = []
    for kpi in dict.fromkeys(kpis):
        parts = replace(a.parts, kpis=[kpi])
        ranked(parts)
        choices.append(Choice(REGISTRY[kpi].title, complete(parts, a.around)))
    return Unclear(
        Text(en="Biggest by what?", fr="Les plus gros selon quoi\u202f?"), tuple(choices)
    )


def _of_the_name(a: Assembling, found: Sequence[Placed]) -> bool:
    """Tell whether "most" belongs to the KPI's own name: "the most we can afford to pay"."""
    if len(a.parts.kpis) != 1 or a.parts.by or a.parts.grain:
        return False
    own = {w.text for _, name in called(REGISTRY[a.parts.kpis[0]]) for w in cut(name)}
    said = {a.parsed.words[i].text for p in found for i in range(p.start, p.end)}
    return said <= own


def _threshold(a: Assembling, found: Sequence[Placed]) -> bool:
    """Tell whether a number follows "more than": a bound on the figures themselves."""
    return any(
        p.sign.role in {Role.MOST, Role.LEAST} and {p.end, p.end + 1} & set(a.numbers)
        for p in found
    )


def _grouped_by(a: Assembling) -> bool:
    """Tell whether there is something to order: what was said, who did it, members side by side."""
    if a.parts.by or a.parts.grain is not None:
        return True
    several = next((d for d, m in a.parts.filters.items() if len(m) > 1), None)
    if _who(a):
        a.parts.by.append("owner")
    elif several is not None:
        a.parts.by.append(several)
    return bool(a.parts.by)


def _who(a: Assembling) -> bool:
    first = a.first_word()
    word = a.parsed.words[first].text if a.parsed.words else ""
    return word in {"who", "qui"} and bool(a.around.members.index.members.get("owner"))


def _number_beside(a: Assembling, placed: Placed) -> None:
    for number in list(a.numbers):
        near = (
            placed.end <= number <= placed.end + _TWO or placed.start - 3 <= number < placed.start
        )
        if near and (count := int(a.parsed.words[number].text)) > 0:
            a.parts.limit = min(count, 10_000)
            a.numbers.remove(number)
            return


def _costs(a: Assembling) -> None:
    """Read "the cheapest leads" as a cost: that of what is counted."""
    a.parts.kpis = [cost_of(kpi) or kpi for kpi in a.parts.kpis]


def _by_what(a: Assembling) -> Unclear:
    kpis = a.parts.kpis
    choices = []
    for dimension in ("channel", "campaign", "segment"):
        if a.around.members.index.members.get(dimension):
            parts = Parts(**{**vars(a.parts), "by": [dimension], "intent": Intent.RANK})
            roles = {p.sign.role for p in a.parsed.all(*RANKS)}
            parts.order, parts.better = direction(roles, REGISTRY[kpis[0]])
            choices.append(
                Choice(
                    Text(
                        en=f"By {DIMENSIONS[dimension].en}",
                        fr=f"Par {DIMENSIONS[dimension].fr}",
                    ),
                    complete(parts, a.around),
                )
            )
    return Unclear(
        Text(en="The best or worst of what?", fr="Le meilleur ou le pire de quoi\u202f?"),
        tuple(choices),
    )


def cost_of(kpi: str) -> str | None:
    """Return the KPI that is a cost for one of what *kpi* counts."""
    match REGISTRY[kpi].expression:
        case Input(name):
            term = "new_customers" if name == "active_customers" else name
        case _:
            return None
    for other in REGISTRY.values():
        match other.denominator:
            case Input(name) if (
                name == term
                and other.default
                and other.unit is Unit.MONEY
                and other.measured
                and other.better is Better.LOWER
            ):
                return other.id
    return None
