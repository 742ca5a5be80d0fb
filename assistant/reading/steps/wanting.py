"""What is wanted of the numbers: a trend, a change, why, a share, a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.members import WIDEST
from assistant.reading.outcome import Refused, Unclear
from assistant.reading.parts import PREVIOUS, grain_of
from assistant.reading.placed import Placed
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.shared import quotient, rank_word
from assistant.reading.vocabulary import MOVES, RANKS, Role, filler
from assistant.wire import Intent
from kpi_core.catalog import FUNNEL, REGISTRY
from kpi_core.definition import Better, Kpi
from kpi_core.text import Text
from kpi_core.units import Unit

_TWO = 2
_OWN_WORDS = "ma mes mon my nos notre nous on our us we"
_RATES = frozenset({Unit.SHARE, Unit.MULTIPLE, Unit.POINTS})
_OWN = frozenset(_OWN_WORDS.split())


def movement(a: Assembling) -> None:
    """Keep whether a trend, a change or its reasons are wanted."""
    parsed, parts = a.parsed, a.parts
    moves = _in_time(a, parsed.all(*MOVES))
    why = parsed.all(Role.WHY)
    trend = parsed.all(Role.TREND)
    a.use(*moves, *why, *trend)
    if why:
        parts.intent = Intent.WHY
    elif moves and (parts.intent is Intent.RANK or _ranked_before(a)):
        _rank_by_change(a, moves)
    elif moves:
        parts.intent = Intent.CHANGE
    elif trend or (parts.grain and parts.intent is not Intent.RANK):
        parts.intent = Intent.TREND
    if moves and (parts.intent is Intent.WHY or _yes_or_no(a)):
        parts.rising = _rising(a, moves)
    if trend and parts.grain is None and parts.intent is Intent.TREND:
        parts.grain = grain_of(parts.meant or a.around.default)
    if parts.intent not in {Intent.WHY, Intent.CHANGE}:
        return
    since = parts.meant is not None and parts.meant.running and parts.meant.grain is None
    if parts.intent is Intent.CHANGE and (parts.grain or since) and parts.compare is None:
        # "since April": how it went from then on, unit by unit.
        parts.grain = parts.grain or grain_of(parts.meant or a.around.default)
    elif parts.compare is None:
        parts.compare, parts.assumed_before = PREVIOUS[parsed.lang], True


def _in_time(a: Assembling, moves: list[Placed]) -> list[Placed]:
    """Return the moves over time; a member "lower than" another is set beside it instead."""
    several = [d for d, members in a.parts.filters.items() if len(members) > 1]
    than = any(a.parsed.words[i].text == "than" for p in moves for i in range(p.start, p.end))
    if not several or not than or a.parts.by or a.parts.compare:
        return moves
    a.use(*moves)
    a.parts.by, a.parts.intent = several[:1], Intent.COMPARE
    return []


def _ranked_before(a: Assembling) -> bool:
    """Tell whether what moved the most is asked of what was answered: "which one fell the most"."""
    return bool(a.parts.ranks) and not a.parts.kpis and a.around.previous is not None


def _rank_by_change(a: Assembling, moves: Sequence[Placed]) -> None:
    """Read "which channel fell the most": ranked by how much each moved, not by where it stands."""
    rising = _rising(a, moves)
    if a.parts.grain or not (a.parts.by or _ranked_before(a)) or rising is None:
        raise Stop(Unclear(_WHICH_CHANGE))
    a.parts.by_change, a.parts.order = True, "desc" if rising else "asc"
    a.parts.compare = a.parts.compare or PREVIOUS[a.parsed.lang]


_WHICH_CHANGE = Text(
    en="Ranked by what change? Name what is ranked and two periods, such as “which channel fell the most in leads, Q3 vs Q2”.",
    fr="Classer selon quelle variation ? Nommez ce qui est classé et deux périodes, par exemple «\u00a0quel canal a le plus baissé en leads, T3 vs T2\u00a0».",
)


def _yes_or_no(a: Assembling) -> bool:
    """Tell whether yes or no is an answer: "did it fall", "a-t-il baissé"."""
    words = [w.text for w in a.parsed.words if not w.sign]
    turned = any(
        one == "t" and other in {"il", "elle", "ils", "elles", "on"}
        for one, other in pairwise(words)
    ) or any(one in {"est", "sont", "ont"} and other in _THEY for one, other in pairwise(words))
    return (
        turned
        or words[:1] in _ASKS
        or words[:2] == ["est", "ce"]
        or "est ce que" in " ".join(words)
    )


_THEY = frozenset({"il", "elle", "ils", "elles", "ce"})
_ASKS = [[w] for w in ("did", "has", "have", "is", "are", "was", "were", "does", "do")]


def _rising(a: Assembling, moves: Sequence[Placed]) -> bool | None:
    roles = {p.sign.role for p in moves}
    if len(roles) > 1 or Role.MOVE in roles:
        return None
    if roles & {Role.UP, Role.DOWN}:
        return Role.UP in roles
    if not a.parts.kpis:
        return None
    better = REGISTRY[a.parts.kpis[0]].better
    if better is Better.NEITHER:
        return None
    return (Role.IMPROVE in roles) == (better is Better.HIGHER)


def others(a: Assembling) -> None:
    """Keep what else is wanted: a meaning, a list, a picture, members side by side."""
    parsed, parts = a.parsed, a.parts
    if cohort := parsed.all(Role.COHORT):
        a.use(*cohort)
        parts.basis = "cohort"
    if models := parsed.all(Role.MODEL):
        a.use(*models[:1])
        parts.model = models[0].sign.of
    if charts := parsed.all(Role.CHART):
        a.use(*charts)
        parts.chart = True
    a.use(*parsed.all(Role.TABLE))
    _compared(a)
    if dormant := parsed.all(Role.DORMANT):
        a.use(*dormant, *parsed.all(Role.LIST, Role.WHICH))
        parts.intent = Intent.DORMANT
        _for_how_long(a)
    elif fresh := parsed.all(Role.FRESH):
        a.use(*fresh, *parsed.all(Role.LIST))
        parts.intent = Intent.FRESHNESS
    elif parts.kpis:
        _with_kpis(a)
    else:
        _without_kpi(a)


def _with_kpis(a: Assembling) -> None:
    """Keep whether a KPI is to be told or to be explained."""
    if _defines(a):
        a.parts.intent = Intent.DEFINE
        a.use(*a.parsed.all(Role.DEFINE, Role.HOW, Role.LIST, Role.COMPARE))
    elif _owned(a):
        a.use(*a.parsed.all(Role.DEFINE))  # "c'est quoi notre CAC": the number
    if a.parts.chart and a.parts.intent is None and not a.parts.by and not a.parts.follow:
        a.parts.intent, a.parts.grain = Intent.TREND, grain_of(a.parts.meant or a.around.default)
    # Said beside a KPI, these add nothing: "the list of leads by channel", "our results: CAC".
    a.use(*a.parsed.all(Role.LIST, Role.FOCUS, Role.CATALOGUE))


def _without_kpi(a: Assembling) -> None:
    """Keep what is asked without naming a KPI: what there is, how things are."""
    parsed, parts = a.parsed, a.parts
    if parsed.has(Role.CATALOGUE):
        a.use(*parsed.all(Role.CATALOGUE, Role.LIST, Role.HOW))
        parts.intent = Intent.CATALOGUE
    elif parsed.has(Role.FUNNEL) and not rank_word(a):
        a.use(*parsed.all(Role.FUNNEL))
        parts.kpis = list(FUNNEL)  # one below the other, from a lead to a customer
    elif parsed.has(Role.FOCUS) and not rank_word(a):
        a.use(*parsed.all(Role.FOCUS))
        parts.intent = parts.intent or Intent.FOCUS
    elif parts.by and _lists(a):
        parts.intent = Intent.MEMBERS
        a.use(*parsed.all(Role.LIST))


def _for_how_long(a: Assembling) -> None:
    """Read "for 6 months", which is no period of its own."""
    parts = a.parts
    parts.kpis = []
    if parts.meant is not None or parts.grain is None or not a.numbers:
        return
    number = int(a.parsed.words[a.numbers.pop(0)].text)
    days = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.31, "year": 365.25}[parts.grain]
    parts.days, parts.grain = round(number * days), None


def _compared(a: Assembling) -> None:
    """Set members side by side where two of them are compared."""
    parts = a.parts
    if not parts.by and parts.intent in {None, Intent.COMPARE, Intent.TREND}:
        # With None among them, all but a few are meant: one whole.
        several = [d for d, m in parts.filters.items() if len(m) > 1 and None not in m]
        kinds = any(m.kind for m in a.parsed.mentions)
        if several and not kinds and not a.parsed.has(Role.EXCEPT) and not _summed(a):
            parts.by = several[:1]
            parts.intent = parts.intent or Intent.COMPARE
    found = a.parsed.all(Role.COMPARE)
    a.use(*found)
    found = [p for p in found if not quotient(a, p)]
    if not found or parts.intent in {Intent.WHY, Intent.CHANGE}:
        return
    if parts.compare is None and not parts.by and len(parts.kpis) < _TWO:
        parts.beside = a.around.previous is not None and bool(parts.filters)
        parts.compare = None if parts.beside else PREVIOUS[a.parsed.lang]
    parts.intent = parts.intent or Intent.COMPARE


def _summed(a: Assembling) -> bool:
    """Tell whether several members are asked for as one: "the total of Karim and Solène"."""
    additive = all(REGISTRY[k].additive for k in a.parts.kpis)
    words = {w.text for w in a.parsed.words}
    return additive and bool(a.parts.kpis) and (a.parts.whole or bool(words & _TOTAL))


_TOTAL = frozenset(
    {
        "total",
        "totale",
        "totaux",
        "totales",
        "totalise",
        "totalisent",
        "combined",
        "cumul",
        "cumule",
    }
    | {"cumulated", "altogether", "together", "ensemble", "somme", "sum"}
)


def _defines(a: Assembling) -> bool:
    parsed, parts = a.parsed, a.parts
    if not parts.kpis or parts.filters or parts.by or parts.period is not None:
        return False
    own = _owned(a)
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


def _owned(a: Assembling) -> bool:
    """Tell whether it is the firm's own number that is asked for: "what is our CAC"."""
    starts = {n.start for n in a.parsed.metrics.named}
    words = a.parsed.words
    before = {words[i - 1].text for i in starts if i > 0}
    before |= {words[i - 2].text for i in starts if i > 1 and words[i - 1].text in filler()}
    return bool(before & _OWN)


def _lists(a: Assembling) -> bool:
    """Tell whether members themselves are asked for: which channels, how many campaigns."""
    if a.parsed.has(*RANKS, Role.BY, Role.EACH) or a.parts.compare is not None:
        return False
    if a.parts.filters or a.parts.period is not None:
        return False
    many = any(w.text in {"many", "combien", "nombre", "number"} for w in a.parsed.words)
    return many or a.parsed.has(Role.LIST, Role.WHICH, Role.CATALOGUE)


def among(a: Assembling) -> None:
    """Keep "of those who open, how many click" where it is a rate that was found."""
    found = a.parsed.all(Role.AMONG)
    if a.parts.kpis and all(REGISTRY[k].unit in _RATES for k in a.parts.kpis):
        a.use(*found)
    # "meetings out of the Partners campaign": whose, not of how many.
    a.use(
        *(
            p
            for p in found
            for m in a.parsed.mentions
            if p.end <= m.start and a.parsed.between(p.end, m.start)
        )
    )


def shares(a: Assembling) -> None:
    """Read "which part of the leads comes from LinkedIn"."""
    found = a.parsed.all(Role.SHARE)
    if not found:
        return
    parts = a.parts
    if len(parts.kpis) != 1 or parts.intent in {Intent.RANK, Intent.DEFINE, Intent.WHY}:
        a.use(*found)
        return
    if parts.filters or parts.by or REGISTRY[parts.kpis[0]].unit is Unit.SHARE:
        a.use(*found)  # else it asks for a part of something that was not understood
    additive = REGISTRY[parts.kpis[0]].additive
    together = parts.intent is Intent.COMPARE and set(parts.by) <= set(parts.filters)
    if parts.filters and (not parts.by or together):
        if not additive:
            raise Stop(_no_share(REGISTRY[parts.kpis[0]]))
        dimension = _whose_share(a, found[0])
        parts.by, parts.shared = [dimension], tuple(parts.filters[dimension])
        # By unit of time, the parts stand side by side.
        parts.intent = Intent.TREND if parts.grain else Intent.SHARE
    elif parts.by:
        plain = additive and not parts.grain
        parts.intent = Intent.SHARE if plain else parts.intent or Intent.BREAKDOWN


def _whose_share(a: Assembling, sign: Placed) -> str:
    """Return the dimension of whom "part" is of: the member before the KPI, else the first one."""
    named = [m for m in a.parsed.mentions if m.start >= sign.end] or list(a.parsed.mentions)
    for mention in named:
        dimensions = [d for d, _ in mention.choices if d in a.parts.filters]
        if mention.kind is not None:
            dimensions = [mention.choices[0][0]]
        if dimensions:
            return dimensions[0]
    return min(a.parts.filters, key=WIDEST.index)


def _no_share(kpi: Kpi) -> Refused:
    return Refused(
        Text(
            en="{kpi} does not add up over members, so none has a share of it. Ask for it by channel, or for the share of leads, customers, cost or revenue.",
            fr="{kpi} ne s’additionne pas d’un membre à l’autre\u202f: aucun n’en a une part. Demandez-le par canal, ou la part des leads, des clients, des dépenses ou du CA.",
        ).format(kpi=kpi.title)
    )
