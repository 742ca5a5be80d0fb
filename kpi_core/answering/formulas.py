"""Which counted inputs a KPI comes down to, and its formula over them.

An input may itself be a KPI (LTV / CAC): it is replaced by its formula until only what is
counted from data is left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from kpi_core.arithmetic import Binary, Const, Expr, Input, inputs_of, substitute
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Kpi
from kpi_core.errors import Kind, KpiError
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Clock, Measure
from kpi_core.text import Text
from kpi_core.workspace import Settings

# An indirect cost -> the direct one whose shares it may follow.
INDIRECT = {"indirect_cost": "cost", "lagged_indirect_cost": "lagged_cost"}
COSTS = frozenset({"ad_spend", *INDIRECT, *INDIRECT.values()})


@dataclass(frozen=True)
class Expanded:
    """A KPI down to what is counted: each input's expression, and the whole formula's."""

    kpi: Kpi
    inputs: Mapping[str, Expr]
    expression: Expr
    parts: tuple[Expanded, ...] = ()  # the KPIs among its inputs: theirs must hold too

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The counted inputs, each once, in reading order."""
        return tuple(dict.fromkeys(n for n in inputs_of(self.expression) if n != "period_years"))


def variant(kpi: Kpi, *, empty: Collection[str], by_channel: bool, asked: str) -> Kpi:
    """
    Return the variant that answers when *kpi* is *asked*.

    A family asked by channel answers with the variant that needs no allocation; one whose fact
    holds nothing answers with the variant made for that.
    """
    for fact, other in kpi.without.items():
        if fact in empty:
            return REGISTRY[other]
    if by_channel and kpi.unallocated and asked != kpi.id:
        return REGISTRY[kpi.unallocated]
    return kpi


def expand(kpi: Kpi, settings: Settings, empty: Collection[str]) -> Expanded:
    """
    Return *kpi* over counted inputs.

    Raises
    ------
    KpiError
        AMBIGUOUS when an input can only be typed: the question needs another word.
    """
    if not kpi.measured:
        raise _needs_a_word(kpi)
    inputs: dict[str, Expr] = {}
    parts: list[Expanded] = []
    for name in kpi.names:
        term = GLOSSARY[name]
        if term.constant is not None:
            inputs[name] = Const(float(getattr(settings, name, term.constant)))
        elif term.kpi is None:
            inputs[name] = Input(name)
        else:
            inner = variant(REGISTRY[term.kpi], empty=empty, by_channel=False, asked=term.kpi)
            part = expand(inner, settings, empty)
            parts += [part, *part.parts]
            inputs[name] = part.expression
    return Expanded(kpi, inputs, substitute(kpi.expression, inputs), tuple(parts))


def cohort_base(kpi: Kpi) -> str:
    """Return the date column on which a cohort for *kpi* starts: its denominator's stage."""
    match kpi.denominator:
        case Input(name) if GLOSSARY[name].stage:
            return GLOSSARY[name].stage or "created_on"
        case _:
            return "created_on"


def follows(kpi: Kpi) -> bool:
    """Tell whether *kpi* is a rate between two stages of the same people."""
    match kpi.expression:
        case Binary("/", Input(reached), Input(base)):
            return bool(GLOSSARY[reached].stage and GLOSSARY[base].stage)
        case _:
            return False


def measure(term: str, *, cohort: str | None) -> Measure:
    """Return how *term* is counted: on its own date, or among a cohort that starts at *cohort*."""
    declared = GLOSSARY[term]
    if declared.measure is None:
        raise KeyError(term)
    if cohort and declared.stage:
        return Measure(relation="journeys", date=cohort, reached=declared.stage)
    return declared.measure


def is_state(kpi: Kpi, settings: Settings) -> bool:
    """Tell whether *kpi* is a count of what holds on a day, so that no period means today."""
    terms = expand(kpi, settings, ()).terms if kpi.measured else ()
    clocks = {m.clock for t in terms if (m := GLOSSARY[t].measure)}
    return clocks == {Clock.AT_END}


def _needs_a_word(kpi: Kpi) -> KpiError:
    offered = ", ".join(kpi.instead) or ", ".join(n for n in REGISTRY if REGISTRY[n].measured)[:200]
    return KpiError(
        Kind.AMBIGUOUS,
        Text(
            en="“{title}” alone does not say what is counted. Ask for one of: {offered}.",
            fr="« {title} » seul ne dit pas ce qui est compté. Demandez l’un de : {offered}.",
        ).format(title=kpi.title, offered=offered),
    )
