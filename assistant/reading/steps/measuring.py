"""Which KPIs a question names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.manners import MONEY, media
from assistant.reading.metrics import listed, names, offered
from assistant.reading.naming import Named
from assistant.reading.outcome import (
    Choice,
    Refused,
    Unclear,
)
from assistant.reading.parsing import Parsed
from assistant.reading.parts import Parts, complete
from assistant.reading.state import Assembling, Stop
from assistant.reading.vocabulary import RANKS, Role
from assistant.wire import Reading
from kpi_core.arithmetic import Input
from kpi_core.catalog import REGISTRY
from kpi_core.text import Text
from kpi_core.units import Unit

_TWO = 2


def metrics(a: Assembling) -> None:
    """Keep the KPIs that are named; ask where a name means several."""
    for named in a.parsed.metrics.named:
        if named.declined is not None:
            raise Stop(Refused(named.declined))
    found = a.parsed.metrics.named
    words = a.parsed.words
    apart = any(n.joined for n in found) or not all(
        other.worth or listed(words, one, other) for one, other in pairwise(found)
    )
    apart = apart and len({n.kpis for n in found}) > 1
    if apart and all(len(n.kpis) == 1 for n in found):
        raise Stop(_which_of(a, found))
    for named in found:
        meant = _meant(a, named.start, named.end, named.kpis) or _by_medium(a, named.kpis)
        meant = meant or _by_member(a, named.kpis)
        if meant is None and (named.asked or len(named.kpis) > 1):
            raise Stop(_which(a, named.kpis, named.start, named.end))
        if not a.parsed.has(*RANKS) and _for_each(a, named):
            raise Stop(_which_of(a, (named,), read=False))
        a.parts.kpis.append(_middle(a, named, _opened(a, named, meant or named.kpis[0])))
    a.parts.kpis = list(dict.fromkeys(a.parts.kpis))
    _own_unit(a)


def _own_unit(a: Assembling) -> None:
    """Read "what does an account pay a month" as the KPI's own unit, not as a trend by month."""
    grains = a.parsed.all(Role.GRAIN)
    if not grains or a.parts.grain is None or len(a.parts.kpis) != 1:
        return
    words = a.parsed.words
    said = {words[i].text for p in grains for i in range(p.start, p.end)}
    typed = {words[i].text for n in a.parsed.metrics.named for i in n.covered}
    kpi = REGISTRY[a.parts.kpis[0]]
    unit = _UNITS.get(kpi.unit) or ("year" if kpi.id == "purchase_frequency" else None)
    acronym = not typed.isdisjoint({kpi.family, "mrr", "arr", "arpa", "arpu"})
    if unit == a.parts.grain and said & _EACH and not acronym and not a.parsed.has(Role.TREND):
        a.parts.grain = None


_UNITS: dict[Unit, str] = {Unit.MONEY_PER_MONTH: "month", Unit.MONEY_PER_DAY: "day"}
_EACH = frozenset({"per", "a", "each", "every", "par", "chaque", "tous", "toutes"})


def _for_each(a: Assembling, named: Named) -> bool:
    """Tell whether something is asked for each of what a plain count counts: "earned per client"."""
    if any(
        REGISTRY[k].unit is not Unit.COUNT or REGISTRY[k].denominator is not None
        for k in named.kpis
    ):
        return False
    words = a.parsed.words
    return any(
        i > 0 and words[i - 1].text in {"per", "par"} and words[i].text.rstrip("s") in _COUNTED
        for i in named.covered
    )


_COUNTED = frozenset({"client", "customer", "account", "compte", "lead", "deal", "affaire"})


def _opened(a: Assembling, named: Named, kpi: str) -> str:
    """Read "how many deals did we open" as those created: open deals are there, not opened."""
    if kpi != "open_deal_count":
        return kpi
    words = a.parsed.words
    for i in named.covered:
        before = {w.text for w in words[max(0, i - 8) : i]}
        if words[i].text == "open" and before & {"did", "we", "reps", "they"} and "did" in before:
            return "opportunity_count"
        near = {w.text for w in words[max(0, i - 4) : i]}
        if words[i].text.startswith("ouvert") and near & _HAVE:
            return "opportunity_count"
    return kpi


def _middle(a: Assembling, named: Named, kpi: str) -> str:
    """Return the mean where "on average" was said of what a median tells, and back if "typical"."""
    others = [n for n in a.parsed.metrics.named if n is not named]
    taken = {i for n in others for i in n.covered}
    said = {w.text for i, w in enumerate(a.parsed.words) if i not in taken}
    if said & _MEAN and not said & _MEDIAN:
        return _told_beside(kpi) or kpi
    if said & _TYPICAL and not said & _MEAN:
        return next((k for k in REGISTRY if _told_beside(k) == kpi), kpi)
    return kpi


def _told_beside(kpi: str) -> str | None:
    """Return the KPI that is the mean told beside *kpi*, a median."""
    beside = REGISTRY[kpi].beside
    return next((o.id for o in REGISTRY.values() if beside and o.expression == Input(beside)), None)


_MEAN = frozenset({"average", "averaged", "averages", "avg", "mean", "moyen", "moyenne", "moyens"})
_MEDIAN = frozenset({"median", "mediane"})
_TYPICAL = frozenset({"typical", "typically", "typique", "typiquement"})
_HAVE = frozenset({"ont", "avons", "avez", "ai", "a"})


def _which_of(a: Assembling, found: Sequence[Named], *, read: bool = True) -> Unclear:
    """Ask which of two names was meant, where nothing stands between them."""
    first, last = found[0], found[-1]
    typed = a.parsed.text[a.parsed.words[first.start].start : a.parsed.words[last.end - 1].end]
    kpis = list(dict.fromkeys(n.kpis[0] for n in found))
    return Unclear(
        Text(
            en="I am not sure what “{typed}” asks for. Which KPI?",
            fr="Je ne suis pas sûr de ce que demande « {typed} ». Quel indicateur ?",
        ).format(typed=typed),
        tuple(Choice(REGISTRY[k].title, _only(a, k)) for k in offered(kpis) if read),
    )


def _only(a: Assembling, kpi: str) -> Reading:
    named = replace(a.parsed.metrics.named[0], kpis=(kpi,), asked=False, joined=False)
    alone = replace(a.parsed, metrics=replace(a.parsed.metrics, named=(named,)))
    parts = a.anew(alone) or Parts(kpis=[kpi])
    return complete(parts, a.around)


def _by_medium(a: Assembling, kpis: Sequence[str]) -> str | None:
    """Return the only KPI of *kpis* that the channels asked about have: clicks in a newsletter."""
    if len(kpis) < _TWO:
        return None
    channels = [c for c in a.parts.filters.get("channel", ()) if c]
    for platform in a.parts.filters.get("platform", ()):
        channels += a.around.channels_of(platform) if platform else []
    kinds = {k for k, members in a.around.members.kinds.items() if set(channels) & set(members)}
    if not kinds or not all(any(c in a.around.members.kinds[k] for k in kinds) for c in channels):
        return None
    wanted = {_MEDIUM[k] for k in kinds if k in _MEDIUM}
    found = [k for k in kpis if media(REGISTRY[k]) & wanted]
    return found[0] if len(wanted) == 1 and len(found) == 1 else None


def _by_member(a: Assembling, kpis: Sequence[str]) -> str | None:
    """Return the only KPI of *kpis* that a member's own words say: "bounce rate for cold email"."""
    if len(kpis) < _TWO:
        return None
    said = {
        concept
        for mention in a.parsed.mentions
        for item in names().items(a.parsed.words[mention.start : mention.end], frozenset())
        for concept in item.concepts
    }
    # Money spent on "Meta Ads" need not all be advertising.
    found = [k for k in kpis if media(REGISTRY[k]) & said and REGISTRY[k].unit not in MONEY]
    return found[0] if len(found) == 1 else None


_MEDIUM = {"email": "email", "paid": "ads"}


def _meant(a: Assembling, start: int, end: int, kpis: Sequence[str]) -> str | None:
    """Return what the workspace said that these words mean."""
    if len(kpis) < _TWO:
        return None
    typed = " ".join(w.text for w in a.parsed.words[start:end] if not w.sign)
    chosen = a.around.meanings.get(typed)
    if chosen is None or chosen not in kpis:
        return None
    a.assumed.add(
        Text(
            en="“{typed}” read as {title}: your choice (kpi settings meanings).",
            fr="« {typed} » lu comme {title} : votre choix (kpi settings meanings).",
        ).format(typed=typed, title=REGISTRY[chosen].title)
    )
    return chosen


def _which(a: Assembling, kpis: Sequence[str], start: int, end: int) -> Unclear:
    typed = a.parsed.text[a.parsed.words[start].start : a.parsed.words[end - 1].end]
    key = " ".join(w.text for w in a.parsed.words[start:end] if not w.sign)
    return which(typed, key, offered(kpis), lambda kpi: _with_kpi(a, kpi))


def _with_kpi(a: Assembling, kpi: str) -> Reading:
    parts = a.anew(_with_named(a.parsed, kpi)) or Parts(kpis=[kpi])
    return complete(parts, a.around)


def which(typed: str, key: str, kpis: Sequence[str], read: Callable[[str], Reading]) -> Unclear:
    """Ask which of *kpis* was meant by *typed*; *key* is what is remembered of the choice."""
    return Unclear(
        Text(
            en="“{typed}” can mean several things. Which one?",
            fr="« {typed} » peut vouloir dire plusieurs choses. Laquelle\u202f?",
        ).format(typed=typed),
        tuple(Choice(REGISTRY[k].title, read(k), key, k) for k in kpis),
    )


def _with_named(parsed: Parsed, kpi: str) -> Parsed:
    """Return *parsed* with the name that leaves a choice read as *kpi*."""
    named = tuple(
        replace(n, kpis=(kpi,), asked=False) if n.asked or len(n.kpis) > 1 else n
        for n in parsed.metrics.named
    )
    return replace(parsed, metrics=replace(parsed.metrics, named=named))
