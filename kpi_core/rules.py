"""What every KPI must satisfy, one function a rule, so that a face can rely on it.

A rule yields the faults that it finds, in words for the engineer who wrote the declaration; all
the faults of a declaration are raised together. The tests run the rules over the catalogue.
"""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from kpi_core import arithmetic, typography
from kpi_core.arithmetic import Binary, Const, Expr, Input, Power
from kpi_core.definition import Interval, Kpi
from kpi_core.errors import DeclarationError, KpiError
from kpi_core.facts import FACTS
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Aggregate, Clock, Measure
from kpi_core.text import Text
from kpi_core.units import Unit

Catalogue = Mapping[str, Kpi]
Faults = Iterator[str]

LONGEST_FUNCTION = 31  # longer, and it hides its own arguments in the formula bar

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CELL = re.compile(r"[A-Z]{1,3}\d+|R\d*C\d*")
MONEY = frozenset({Unit.MONEY, Unit.MONEY_PER_MONTH, Unit.MONEY_PER_DAY})


def check(kpi: Kpi, catalogue: Catalogue) -> None:
    """
    Check *kpi* as one of *catalogue*.

    Raises
    ------
    DeclarationError
        with all its faults.
    """
    raise_all(kpi.id, chain.from_iterable(rule(kpi, catalogue) for rule in KPI_RULES))


def raise_all(name: str, found: Iterable[str]) -> None:
    """Raise all the faults *found* in the declaration of *name*, if any."""
    if faults := tuple(found):
        raise DeclarationError(name, faults)


def is_identifier(name: str) -> bool:
    """Tell whether *name* is lower snake case, and a word that Python leaves free."""
    return bool(_ID.fullmatch(name)) and not keyword.iskeyword(name)


def _identified(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    for name in dict.fromkeys((kpi.id, kpi.family)):
        if not is_identifier(name):
            yield f"{name!r} is not an identifier in lower snake case"
        if _CELL.fullmatch(name.upper()):
            yield f"{name!r} reads as the cell {name.upper()}"
    if len(kpi.function) > LONGEST_FUNCTION:
        yield f"{kpi.function} has more than {LONGEST_FUNCTION} characters"


def _family_has_one_default(kpi: Kpi, catalogue: Catalogue) -> Faults:
    variants = [other for other in catalogue.values() if other.family == kpi.family]
    defaults = sorted(other.id for other in variants if other.default)
    if len(defaults) != 1:
        yield f"family {kpi.family!r} has {len(defaults)} defaults: {', '.join(defaults) or 'none'}"
    if kpi.default and kpi.family != kpi.id and kpi.family in catalogue:
        yield f"family {kpi.family!r} is also the id of another KPI"


def _worded(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    yield from typeset("title", kpi.title)
    yield from typeset("reading", kpi.reading)
    for requirement in kpi.requires:
        yield from typeset("requirement", requirement.message)
    if any(text.endswith(".") for text in (kpi.title.en, kpi.title.fr)):
        yield "title ends with a full stop"
    if not all(text.endswith(".") for text in (kpi.reading.en, kpi.reading.fr)):
        yield "reading is not a sentence"


def typeset(what: str, text: Text) -> Faults:
    """Yield what is wrong with how a text of a declaration is set."""
    for fault in typography.faults(text):
        yield f"{what} in {fault}"


def _called(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    for lang, aliases in kpi.aliases.items():
        if kpi.default and not aliases:
            yield f"aliases ({lang}): none, so nobody can ask for it by name"
        for alias in aliases:
            yield from (f"alias in {fault}" for fault in typography.faults_in(lang, alias))


def _worked(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    if not kpi.examples:
        yield "no worked example"
    for example in kpi.examples:
        shown = ", ".join(f"{name}={value:g}" for name, value in example.inputs.items())
        if extra := sorted(set(example.inputs) - set(kpi.names)):
            yield f"example ({shown}): {', '.join(extra)} is no input"
            continue
        try:
            value = kpi(**example.inputs)
        except KpiError as error:
            yield f"example ({shown}): {error.message.en}"
        else:
            if not math.isclose(value, example.value, rel_tol=1e-9, abs_tol=1e-12):
                yield f"example ({shown}): says {example.value!r}, computes {value!r}"


def _sourced(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    if not kpi.source.publisher.strip():
        yield "source: no publisher"
    if not re.fullmatch(r"https://[^\s/]+\.[^\s/]+(/\S*)?", kpi.source.url):
        yield f"source: {kpi.source.url!r} is not an https address"


def _refers_to_what_exists(kpi: Kpi, catalogue: Catalogue) -> Faults:
    variants = [("unallocated", kpi.unallocated), *(("without", v) for v in kpi.without.values())]
    named = [(what, id_) for what, id_ in variants if id_ is not None]
    for what, id_ in (*named, *(("instead", id_) for id_ in kpi.instead)):
        if id_ not in catalogue:
            yield f"{what}: no KPI {id_!r}"
    for what, id_ in named:
        if id_ in catalogue and catalogue[id_].family != kpi.family:
            yield f"{what}: {id_!r} is of another family"
    for fact in kpi.without:
        if fact not in FACTS:
            yield f"without: no fact {fact!r}"
    for what, name in (("beside", kpi.beside), ("sample", kpi.sample)):
        if name is not None and name not in GLOSSARY:
            yield f"{what}: {name!r} is not in the glossary"
    if (
        not kpi.measured
        and kpi.instead
        and any(id_ in catalogue and not catalogue[id_].measured for id_ in kpi.instead)
    ):
        yield "instead: offers what data cannot give either"


def _requires_its_inputs(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    for requirement in kpi.requires:
        for name in arithmetic.parameters(requirement.formula):
            if name not in kpi.names:
                yield f"a requirement asks for {name!r}, which is no input"
    optional = [name in kpi.defaults for name in kpi.names]
    if optional != sorted(optional):
        yield "an input that may be left out comes before one that may not"


def _counts_in_one_unit(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    try:
        money = _money(kpi.expression)
    except ValueError as error:
        yield str(error)
        return
    if money != (kpi.unit in MONEY):
        yield f"its unit is {kpi.unit}, its formula gives an amount to the power {money}"
    bases = list(arithmetic.denominators(kpi.expression))
    if kpi.unit is Unit.MULTIPLE and not bases:
        yield "a multiple that divides nothing"
    if kpi.unit is Unit.SHARE and not bases:
        units = {GLOSSARY[name].unit for name in kpi.names}
        if units != {Unit.SHARE}:
            yield "a share that divides nothing, of inputs that are not shares"


def _money(expr: Expr) -> int:
    """Return the power of money that *expr* is counted in."""
    match expr:
        case Input(name):
            return int(GLOSSARY[name].unit in MONEY)
        case Power(base, power):
            return _money(base) * power
        case Binary("*", left, right):
            return _money(left) + _money(right)
        case Binary("/", left, right):
            return _money(left) - _money(right)
        case Binary(_, left, right):
            if _money(left) != _money(right):
                raise ValueError("adds an amount to what is not one")
            return _money(left)
    return 0


def _honest_margin(kpi: Kpi, _catalogue: Catalogue) -> Faults:
    match kpi.interval:
        case Interval.WILSON if not _counts_some_of_its_base(kpi):
            yield "Wilson's interval, and the numerator is not some of the units of the denominator"
        case Interval.POISSON if not _divides_an_amount_by_a_count(kpi):
            yield "Poisson's interval, and it is not an amount over a count"
        case Interval.NPS if not _sets_two_parts_against_each_other(kpi):
            yield "the interval of a net score, and it is not two parts of the same answers"


def _divides_an_amount_by_a_count(kpi: Kpi) -> bool:
    match kpi.denominator:
        case Input(name):
            return GLOSSARY[name].unit is Unit.COUNT and _money(kpi.numerator) == 1
    return False


def _sets_two_parts_against_each_other(kpi: Kpi) -> bool:
    match kpi.expression:
        case Binary("/", Binary("*", Binary("-", Input(a), Input(b)), Const(100)), Input(answers)):
            return all(_among({part: 1}, {answers: 1}) for part in (a, b))
    return False


def _counts_some_of_its_base(kpi: Kpi) -> bool:
    """Tell whether the numerator, or what it lacks of the denominator, is part of it."""
    if kpi.denominator is None or any(GLOSSARY[n].unit is not Unit.COUNT for n in kpi.names):
        return False
    part, whole = _coefficients(kpi.numerator), _coefficients(kpi.denominator)
    rest = {n: whole.get(n, 0) - part.get(n, 0) for n in (*whole, *part)}
    return _among(part, whole) or _among({n: k for n, k in rest.items() if k}, whole)


def _coefficients(expr: Expr) -> dict[str, int]:
    """Return how often *expr* adds each input; nothing when it does more than add and subtract."""
    match expr:
        case Input(name):
            return {name: 1}
        case Binary("+" | "-" as op, left, right):
            a, b = _coefficients(left), _coefficients(right)
            sign = 1 if op == "+" else -1
            return {n: a.get(n, 0) + sign * b.get(n, 0) for n in (*a, *b)} if a and b else {}
    return {}


def _among(part: Mapping[str, int], whole: Mapping[str, int]) -> bool:
    if set(whole.values()) != {1}:
        return False
    match sorted(part.items(), key=lambda item: -item[1]):
        case [(name, 1)]:
            return (name in whole and len(whole) > 1) or any(_some_of(name, n) for n in whole)
        case [(end, 1), (gained, -1)] if len(whole) == 1:
            # Those here at the end, less those who were not here at the start.
            (start,) = whole
            held = _at(start, Clock.AT_START)
            return held is not None and held == _at(end, Clock.AT_END) == _at(gained, Clock.GAINED)
    return False


def _at(name: str, clock: Clock) -> Measure | None:
    measure = GLOSSARY[name].measure
    if measure is None or measure.clock is not clock:
        return None
    return replace(measure, clock=Clock.AT_START)


def _some_of(part: str, whole: str) -> bool:
    """Tell whether *part* is declared to be some of *whole*, or counts fewer of the same rows."""
    few, all_ = GLOSSARY[part].measure, GLOSSARY[whole].measure
    if whole in GLOSSARY[part].part_of:
        return True
    return (
        few is not None
        and all_ is not None
        and few.aggregate is Aggregate.COUNT
        and replace(few, where={}) == replace(all_, where={})
        and all_.where.items() <= few.where.items()
    )


def _not_circular(kpi: Kpi, catalogue: Catalogue) -> Faults:
    yield from _circles(kpi, catalogue, (kpi.id,))


def _circles(kpi: Kpi, catalogue: Catalogue, path: tuple[str, ...]) -> Faults:
    for name in kpi.names:
        via = GLOSSARY[name].kpi
        if via is None:
            continue
        if via in path:
            yield f"is computed from itself: {' <- '.join((*path, via))}"
        elif via in catalogue:
            yield from _circles(catalogue[via], catalogue, (*path, via))


KPI_RULES: tuple[Callable[[Kpi, Catalogue], Faults], ...] = (
    _identified,
    _family_has_one_default,
    _worded,
    _called,
    _worked,
    _sourced,
    _refers_to_what_exists,
    _requires_its_inputs,
    _counts_in_one_unit,
    _honest_margin,
    _not_circular,
)
