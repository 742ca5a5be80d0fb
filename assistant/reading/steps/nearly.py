"""Words that stand near a KPI's name and ask for something else: a team's part, one for each, the inverse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.outcome import Choice, Unclear
from assistant.reading.parts import Parts, complete
from assistant.reading.state import Assembling, Stop
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better
from kpi_core.text import Text
from kpi_core.units import Unit


def near_words(a: Assembling) -> None:
    """Stop where the words beside a KPI change what is counted."""
    _by_marketing(a)
    _marketing_alone(a)
    _inverse(a)
    _for_each(a)


def _by_marketing(a: Assembling) -> None:
    """Ask of "marketing-sourced revenue": what a team brought in is told by channel alone."""
    kpis = [REGISTRY[k] for k in a.parts.kpis]
    if len(kpis) != 1 or a.parts.filters or a.parts.by or not set(kpis[0].names) & _SIGNED:
        return
    words = [w.text for w in a.parsed.words if not w.sign]
    if not _from_a_team(words):
        return
    choices = [
        Choice(_EACH_CHANNEL.format(kpi=kpis[0].title), complete(_by_channel(a), a.around)),
        Choice(_ALL_OF_IT.format(kpi=kpis[0].title), complete(a.parts, a.around)),
    ]
    raise Stop(Unclear(_NO_TEAM, tuple(choices)))


def _from_a_team(words: Sequence[str]) -> bool:
    for at, word in enumerate(words):
        if word not in _TEAMS:
            continue
        before = [w for w in words[max(0, at - 4) : at] if w not in _LITTLE_THE]
        after = words[at + 1 : at + 2]
        if set(after) & _BROUGHT or before[-1:] in _FROM or set(before) & _BROUGHT:
            return True
    return False


def _by_channel(a: Assembling) -> Parts:
    return replace(a.parts, by=["channel"])


_SIGNED = frozenset({"gain", "margin", "pipeline", "won_deals", "new_customers", "opportunities"})
_TEAMS = frozenset({"marketing"})
_LITTLE_THE = frozenset({"the", "our", "le", "la", "l", "notre", "equipe", "team"})
_FROM = [["from"], ["by"], ["par"], ["through"], ["via"]]
_BROUGHT_WORDS = (
    "sourced generated driven originated influenced genere generes generee generees apporte "
    "apportes apportee apportees rapporte issu issus issue issues ramene ramenes"
)
_BROUGHT = frozenset(_BROUGHT_WORDS.split())
_NO_TEAM = Text(
    en="What marketing brought in is not recorded apart from the rest. By channel, or all of it?",
    fr="Ce que le marketing a apporté n’est pas enregistré à part. Par canal, ou le tout\u202f?",
)
_EACH_CHANNEL = Text(en="{kpi}, by channel", fr="{kpi}, par canal")
_ALL_OF_IT = Text(en="{kpi}, all of it", fr="{kpi}, le tout")


def _marketing_alone(a: Assembling) -> None:
    """Ask of "CAC, marketing only": costs are direct, indirect or advertising, of no one team."""
    words = [w.text for w in a.parsed.words if not w.sign]
    alone = any({one, other} & _TEAMS and {one, other} & _ALONE for one, other in pairwise(words))
    costs = [k for k in a.parts.kpis if _counts_costs(k)]
    if alone and costs and len(a.parts.kpis) == 1:
        family = REGISTRY[costs[0]].family
        kpis = [costs[0], *(k.id for k in REGISTRY.values() if k.family == family)]
        raise Stop(Unclear(_NO_TEAM_COST, _offered(a, kpis)))


def _counts_costs(kpi: str) -> bool:
    return any("cost" in name for name in REGISTRY[kpi].names)


def _inverse(a: Assembling) -> None:
    """Ask of "leads per euro": a cost per lead is its inverse."""
    words = [w.text for w in a.parsed.words]
    per = any(one in _PER and other in _MONEY for one, other in pairwise(words))
    kpi = REGISTRY[a.parts.kpis[0]] if len(a.parts.kpis) == 1 else None
    if per and kpi is not None and kpi.unit is Unit.MONEY and kpi.better is Better.LOWER:
        raise Stop(Unclear(_INVERSE, _offered(a, [kpi.id])))


def _for_each(a: Assembling) -> None:
    """Ask of "deals per salesperson on average": a number of deals, not the size of one."""
    for named in a.parsed.metrics.named:
        if named.kpis != ("average_deal",):
            continue
        words = a.parsed.words
        first = min(named.covered)
        each = words[first].text in _DEALS and words[first + 1].text in _PER
        if each and len(named.covered) > 1:  # "average deals per salesperson" is their size
            raise Stop(Unclear(_FOR_EACH, _offered(a, ["won_deal_count", "average_deal"])))


def _offered(a: Assembling, kpis: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(REGISTRY[k].title, complete(replace(a.parts, kpis=[k]), a.around))
        for k in list(dict.fromkeys(kpis))[:3]
    )


_ALONE = frozenset({"only", "alone", "seul", "seule", "seulement", "uniquement", "just", "juste"})
_PER = frozenset({"per", "par", "for", "pour"})
_MONEY = frozenset({"euro", "euros", "eur", "dollar", "dollars", "€", "$"})
_DEALS = frozenset({"deals", "affaires", "contrats", "contracts", "orders", "commandes"})
_NO_TEAM_COST = Text(
    en="What marketing alone costs is not recorded apart. Which cost?",
    fr="Ce que le marketing coûte à lui seul n’est pas enregistré à part. Quel coût\u202f?",
)
_INVERSE = Text(
    en="That is told the other way round. Is it this one?",
    fr="Cela se dit dans l’autre sens. Est-ce celui-ci\u202f?",
)
_FOR_EACH = Text(
    en="How many deals each, or how large they are?",
    fr="Combien d’affaires chacun, ou leur taille\u202f?",
)
