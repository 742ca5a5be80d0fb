"""What a KPI is, and the decorator that declares one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from kpi_core import arithmetic
from kpi_core.arithmetic import Expr, Formula
from kpi_core.errors import DeclarationError, Kind, KpiError
from kpi_core.glossary import GLOSSARY, Term
from kpi_core.measures import Aggregate
from kpi_core.text import Lang, Text
from kpi_core.units import Unit

Number = int | float | Decimal


class Better(StrEnum):
    """Which way a KPI should go; a ranking's best comes first."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Interval(StrEnum):
    """Which margin of error is honest for a KPI (see `kpi_core/statistics.py`)."""

    NONE = "none"
    WILSON = "wilson"  # each unit of the denominator counts once, some of them succeed
    POISSON = "poisson"  # the amount is given, the count in the denominator is chance
    NPS = "nps"  # promoters and detractors drawn from the same answers


@dataclass(frozen=True, slots=True)
class Source:
    """Where a definition comes from."""

    publisher: str
    url: str


class Example:
    """A worked case: shown in the docs, executed by the tests on every host."""

    def __init__(self, value: float, /, **inputs: float) -> None:
        self.value = value
        self.inputs: Mapping[str, float] = inputs


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the inputs must satisfy: *formula* >= 0, else *message*."""

    formula: Formula
    message: Text


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """
    A formula and everything a face must know to offer it.

    `family` is what people ask for (CAC), `id` the variant that answers (cac_loaded). One
    variant of a family is its default. `stages` names the two ends of a conversion.
    """

    id: str
    formula: Formula
    names: tuple[str, ...]
    unit: Unit
    title: Text
    reading: Text
    source: Source
    examples: Sequence[Example]
    family: str
    default: bool
    better: Better
    interval: Interval
    aliases: Mapping[Lang, tuple[str, ...]]
    requires: Sequence[Requirement] = ()
    defaults: Mapping[str, float] = field(default_factory=dict)
    sample: str | None = None  # the input whose size tells a small sample; else the denominator
    unallocated: str | None = None  # the variant that answers a channel while nothing is allocated
    without: Mapping[str, str] = field(default_factory=dict)  # fact that holds nothing -> variant
    beside: str | None = None  # an input told with the answer: the mean beside a median
    yearly: bool = False  # over data, it means something over one year only
    instead: tuple[str, ...] = ()  # what to offer when the question needs another word

    @property
    def function(self) -> str:
        """The name typed in a cell, permanent: workbooks store it."""
        return "B2B_" + (self.family if self.default else self.id).upper()

    @cached_property
    def expression(self) -> Expr:
        """The formula as a tree over its inputs."""
        return arithmetic.trace(self.formula, self.names)

    @cached_property
    def measured(self) -> bool:
        """Tell whether data can give it, or only numbers typed in a cell."""
        return all(GLOSSARY[name].measured for name in self.names)

    @cached_property
    def additive(self) -> bool:
        """Tell whether members' numbers add up to the whole, so that each has its share of it."""
        measures = [GLOSSARY[name].measure for name in self.names]
        return (
            self.denominator is None
            and not any(True for _ in arithmetic.denominators(self.expression))
            and all(
                m is not None and m.aggregate in {Aggregate.COUNT, Aggregate.SUM} for m in measures
            )
        )

    @property
    def inputs(self) -> Mapping[str, Term]:
        """The inputs in the order people say them."""
        return {name: GLOSSARY[name] for name in self.names}

    @property
    def numerator(self) -> Expr:
        """What is divided; the whole expression when nothing is."""
        match self.expression:
            case arithmetic.Binary("/", left, _):
                return left
            case whole:
                return whole

    @property
    def denominator(self) -> Expr | None:
        """What it is divided by, or None."""
        match self.expression:
            case arithmetic.Binary("/", _, right):
                return right
            case _:
                return None

    def check(self, values: Mapping[str, float]) -> None:
        """Raise the `KpiError` that says which input cannot be true."""
        for name, value in values.items():
            term = GLOSSARY[name]
            if term.minimum is not None and value < term.minimum:
                raise _out_of_bounds(term, value)
        for requirement in self.requires:
            names = arithmetic.parameters(requirement.formula)
            if requirement.formula(*(values.get(n, self.defaults.get(n, 0.0)) for n in names)) < 0:
                raise KpiError(Kind.NUM, requirement.message)

    def __call__(self, *args: Number | None, **named: Number | None) -> float:
        """
        Compute the KPI on numbers; None is an input left empty.

        Raises
        ------
        KpiError
            EMPTY for a missing input, NUM for one that cannot be true, DIV0 for a zero base.
        """
        values = self._filled({**dict(zip(self.names, args, strict=False)), **named})
        self.check(values)
        try:
            value = self._compute(values)
        except ZeroDivisionError:
            raise self.zero_denominator(values) from None
        if not math.isfinite(value):
            raise KpiError(Kind.NUM, RESULT_TOO_LARGE)
        return value + 0.0  # -0.0 would print as -0

    @cached_property
    def _compute(self) -> Callable[[Mapping[str, float]], float]:
        return arithmetic.compiled(self.expression)

    def _filled(self, given: Mapping[str, Number | None]) -> dict[str, float]:
        values = {}
        for name in self.names:
            value = given.get(name)
            if value is None:
                value = self.defaults.get(name)
            if value is None:
                raise KpiError(
                    Kind.EMPTY,
                    FILL_IN.format(what=GLOSSARY[name].title),
                )
            values[name] = _finite(GLOSSARY[name], value)
        return values

    def zero_denominator(self, values: Mapping[str, float]) -> KpiError:
        """Name the input that is zero where something must be."""
        base = next(
            base
            for base in arithmetic.denominators(self.expression)
            if arithmetic.evaluate(base, values) == 0
        )
        guilty = next(
            (GLOSSARY[name].title for name in arithmetic.inputs_of(base) if values[name] == 0),
            THE_BASE,
        )
        return KpiError(
            Kind.DIV0,
            ZERO_BASE.format(what=guilty, kpi=self.title),
        )


def _finite(term: Term, value: Number) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise KpiError(
            Kind.NUM,
            INPUT_TOO_LARGE.format(what=term.title),
        )
    return number


def _out_of_bounds(term: Term, value: float) -> KpiError:
    words = NEGATIVE if term.minimum == 0 else BENEATH
    return KpiError(Kind.NUM, words.format(what=term.title, value=value, least=term.minimum))


def declare(
    formula: Formula,
    *,
    id: str,  # noqa: A002 - the word of the contract
    unit: Unit,
    title: Text,
    reading: Text,
    source: Source,
    examples: Sequence[Example],
    inputs: tuple[str, ...] | None = None,
    family: str | None = None,
    default: bool = False,
    better: Better = Better.NEITHER,
    interval: Interval = Interval.NONE,
    en: Sequence[str] = (),
    fr: Sequence[str] = (),
    requires: Sequence[Requirement] = (),
    sample: str | None = None,
    unallocated: str | None = None,
    without: Mapping[str, str] | None = None,
    beside: str | None = None,
    yearly: bool = False,
    instead: Sequence[str] = (),
) -> Kpi:
    """Declare *formula* as a KPI; *inputs* replaces its parameter names when it is shared."""
    import inspect  # noqa: PLC0415 - only declarations need it

    names = inputs or arithmetic.parameters(formula)
    if unknown := [name for name in names if name not in GLOSSARY]:
        raise DeclarationError(id, [f"{name!r} is not in the glossary" for name in unknown])
    defaults = {
        name: float(parameter.default)
        for name, parameter in zip(
            names, inspect.signature(formula).parameters.values(), strict=True
        )
        if parameter.default is not inspect.Parameter.empty
    }
    return Kpi(
        id=id,
        formula=formula,
        names=names,
        unit=unit,
        title=title,
        reading=reading,
        source=source,
        examples=tuple(examples),
        family=family or id,
        default=default or family is None,
        better=better,
        interval=interval,
        aliases={Lang.EN: tuple(en), Lang.FR: tuple(fr)},
        requires=tuple(requires),
        defaults=defaults,
        sample=sample,
        unallocated=unallocated,
        without=without or {},
        beside=beside,
        yearly=yearly,
        instead=tuple(instead),
    )


def kpi(
    *,
    unit: Unit,
    title: Text,
    reading: Text,
    source: Source,
    examples: Sequence[Example],
    family: str | None = None,
    default: bool = False,
    better: Better = Better.NEITHER,
    interval: Interval = Interval.NONE,
    en: Sequence[str] = (),
    fr: Sequence[str] = (),
    requires: Sequence[Requirement] = (),
    sample: str | None = None,
    unallocated: str | None = None,
    without: Mapping[str, str] | None = None,
    beside: str | None = None,
    yearly: bool = False,
    instead: Sequence[str] = (),
) -> Callable[[Formula], Kpi]:
    """Declare the decorated formula as a KPI; its parameter names are its inputs."""

    def decorate(formula: Formula) -> Kpi:
        return declare(
            formula,
            id=formula.__name__,
            unit=unit,
            title=title,
            reading=reading,
            source=source,
            examples=examples,
            family=family,
            default=default,
            better=better,
            interval=interval,
            en=en,
            fr=fr,
            requires=requires,
            sample=sample,
            unallocated=unallocated,
            without=without,
            beside=beside,
            yearly=yearly,
            instead=instead,
        )

    return decorate


FILL_IN = Text(en="Fill in: {what}.", fr="À renseigner : {what}.")
THE_BASE = Text(en="The base", fr="La base")
ZERO_BASE = Text(
    en="{what}: 0, so {kpi} has no value.",
    fr="{what} : 0, donc pas de valeur pour {kpi}.",
)
RESULT_TOO_LARGE = Text(en="The result is too large.", fr="Le résultat est trop grand.")
INPUT_TOO_LARGE = Text(
    en="{what}: the number is too large.", fr="{what} : le nombre est trop grand."
)
NEGATIVE = Text(en="{what} is negative ({value:g}).", fr="{what} : valeur négative ({value:g}).")
BENEATH = Text(
    en="{what} is {value:g}; the least possible is {least:g}.",
    fr="{what} : {value:g} ; le minimum est {least:g}.",
)
