"""What every term of the glossary must satisfy: used, worded, and counted from columns that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain

from kpi_core.facts import FACTS
from kpi_core.glossary import GLOSSARY, Term
from kpi_core.measures import Aggregate, Clock, Measure
from kpi_core.rules import MONEY, Catalogue, Faults, is_identifier, raise_all, typeset
from kpi_core.units import Unit

# What a JavaScript function may not name its arguments, and Python may.
_RESERVED = frozenset(
    {
        *("arguments", "await", "case", "catch", "const", "debugger", "default", "delete", "do"),
        *("enum", "eval", "export", "extends", "function", "implements", "instanceof", "interface"),
        *("let", "new", "null", "package", "private", "protected", "public", "static", "super"),
        *("switch", "this", "throw", "typeof", "undefined", "var", "void"),
    }
)


def check(name: str, term: Term, catalogue: Catalogue) -> None:
    """
    Check *term*, which the KPIs of *catalogue* call *name*.

    Raises
    ------
    DeclarationError
        with all its faults.
    """
    raise_all(name, chain.from_iterable(rule(name, term, catalogue) for rule in TERM_RULES))


def _identified(name: str, _term: Term, _catalogue: Catalogue) -> Faults:
    if not is_identifier(name) or name in _RESERVED:
        yield f"{name!r} is not an identifier in lower snake case, in Python and in JavaScript"


def _worded(_name: str, term: Term, _catalogue: Catalogue) -> Faults:
    yield from typeset("title", term.title)


def _used(name: str, _term: Term, catalogue: Catalogue) -> Faults:
    if not any(name in (*kpi.names, kpi.beside) for kpi in catalogue.values()):
        yield "no KPI asks for it"


def _known_one_way(_name: str, term: Term, catalogue: Catalogue) -> Faults:
    ways = [bool(term.measure), bool(term.kpi), term.period, term.constant is not None]
    if sum(ways) > 1:
        yield "is known in more than one way: a measure, a KPI, the period or a constant"
    if term.kpi is not None:
        if term.kpi not in catalogue:
            yield f"is the KPI {term.kpi!r}, which does not exist"
        elif catalogue[term.kpi].unit is not term.unit:
            yield f"is counted in {term.unit}, the KPI {term.kpi!r} in {catalogue[term.kpi].unit}"
    for whole in term.part_of:
        if whole not in GLOSSARY:
            yield f"is part of {whole!r}, which is not in the glossary"


def _measured(_name: str, term: Term, _catalogue: Catalogue) -> Faults:
    from kpi_core.warehouse.building import (  # noqa: PLC0415 - 0.3 s; only the tests check
        Tables,
        build,
    )
    from kpi_core.warehouse.relations import RELATIONS  # noqa: PLC0415 - idem

    if term.stage is not None:
        journeys = build("journeys", Tables(), ()).schema()
        if term.stage not in journeys or not journeys[term.stage].is_date():
            yield f"its stage {term.stage!r} is no date of a lead's journey"
    if (measure := term.measure) is None:
        return
    if measure.relation not in RELATIONS:
        yield f"no relation {measure.relation!r}"
        return
    needed = {*measure.where, *(name for name in (measure.column, measure.within) if name)}
    schema = build(measure.relation, Tables(), needed).schema()
    dates = [measure.date, *((measure.until,) if measure.until else ())]
    flags = [measure.inferred] if measure.inferred else []
    if unknown := [n for n in (*dates, *sorted(needed), *flags) if n not in schema]:
        yield from (f"{measure.relation!r} has no column {name!r}" for name in unknown)
        return
    yield from (f"{name!r} is no date" for name in dates if not schema[name].is_date())
    yield from (f"{name!r} is no flag" for name in flags if not schema[name].is_boolean())
    for name, accepted in measure.where.items():
        flag = schema[name].is_boolean()
        column = FACTS[RELATIONS[measure.relation].facts[0]].columns.get(name)
        choices = column.choices if column else ()
        for value in accepted:
            if flag is not isinstance(value, bool) or (choices and value not in choices):
                yield f"{name!r} is never {value!r}"
    yield from _counted_as_its_unit(term, measure, schema)


def _counted_as_its_unit(term: Term, measure: Measure, schema: Mapping[str, object]) -> Faults:
    if measure.clock is Clock.EVENT and measure.until is not None:
        yield "an event has no end"
    if measure.clock is Clock.GAINED and measure.column is None:
        yield "says not whom it gained: a column is missing"
    if measure.aggregate in {Aggregate.COUNT, Aggregate.DISTINCT}:
        if term.unit is not Unit.COUNT:
            yield f"counts rows in {term.unit}"
        if measure.aggregate is Aggregate.COUNT:
            return
    if measure.column is None:
        yield f"the {measure.aggregate} of what? a column is missing"
        return
    money = str(schema[measure.column]).startswith("decimal")
    if measure.aggregate is not Aggregate.DISTINCT and money is not (term.unit in MONEY):
        yield f"is counted in {term.unit}, and {measure.column!r} is {schema[measure.column]}"


TERM_RULES: tuple[Callable[[str, Term, Catalogue], Faults], ...] = (
    _identified,
    _worded,
    _used,
    _known_one_way,
    _measured,
)
