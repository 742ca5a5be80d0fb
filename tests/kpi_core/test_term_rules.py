"""A term of the glossary that would mislead someone is refused, with every reason at once."""

from dataclasses import replace

import pytest

from kpi_core import term_rules
from kpi_core.catalog import REGISTRY
from kpi_core.errors import DeclarationError
from kpi_core.glossary import GLOSSARY, Term
from kpi_core.measures import Aggregate, Clock, Measure
from kpi_core.text import Text
from kpi_core.units import Unit

LEADS = GLOSSARY["leads"]
WON = GLOSSARY["won_value"]


def term_faults(term, name="leads"):
    """Return what is wrong with *term* when the catalogue calls it *name*."""
    with pytest.raises(DeclarationError) as caught:
        term_rules.check(name, term, REGISTRY)
    return caught.value.faults


@pytest.mark.parametrize("name", GLOSSARY)
def test_every_term_satisfies_the_rules(name):
    """
    No term of the glossary breaks any rule.
    """
    term_rules.check(name, GLOSSARY[name], REGISTRY)


def measured(**changes):
    return replace(LEADS, measure=replace(LEADS.measure, **changes))


@pytest.mark.parametrize(
    ("term", "fault"),
    [
        (replace(LEADS, title=Text(en="Leads", fr="")), "title in fr: empty"),
        (
            replace(LEADS, kpi="lead_volume"),
            "is known in more than one way: a measure, a KPI, the period or a constant",
        ),
        (Term(title=LEADS.title, unit=Unit.COUNT, kpi="cpn"), "is the KPI 'cpn', which does not exist"),
        (
            Term(title=LEADS.title, unit=Unit.COUNT, kpi="cpl"),
            "is counted in count, the KPI 'cpl' in money",
        ),
        (replace(LEADS, part_of=("people",)), "is part of 'people', which is not in the glossary"),
        (replace(LEADS, stage="left_on"), "its stage 'left_on' is no date of a lead's journey"),
        (measured(relation="lead"), "no relation 'lead'"),
        (measured(date="born_on"), "'leads' has no column 'born_on'"),
        (measured(date="email"), "'email' is no date"),
        (measured(inferred="email"), "'email' is no flag"),
        (measured(where={"colour": ("red",)}), "'leads' has no column 'colour'"),
        (measured(within="tribe"), "'leads' has no column 'tribe'"),
        (measured(where={"had_trial": ("yes",)}), "'had_trial' is never 'yes'"),
        (measured(until="paid_on"), "an event has no end"),
        (measured(clock=Clock.GAINED), "says not whom it gained: a column is missing"),
        (measured(aggregate=Aggregate.SUM), "the sum of what? a column is missing"),
        (replace(LEADS, unit=Unit.MONEY), "counts rows in money"),
        (replace(WON, unit=Unit.COUNT), "is counted in count, and 'amount' is decimal(18, 4)"),
        (
            replace(WON, measure=replace(WON.measure, where={"state": ("closed",)})),
            "'state' is never 'closed'",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_term_is_counted_from_what_exists(term, fault):
    """
    A term is known in one way, from columns that exist and hold what it counts.
    """
    assert (fault,) == term_faults(term)


@pytest.mark.parametrize("name", ["Leads", "new", "class", "2nd"])
def test_a_term_is_a_name_in_every_language_of_the_formula(name):
    """
    An input's name is one that Python and JavaScript both leave free.
    """
    assert "is not an identifier in lower snake case" in term_faults(LEADS, name)[0]


def test_a_term_that_nobody_asks_for_goes():
    """
    A term of no KPI is dead weight, and is told.
    """
    assert ("no KPI asks for it",) == term_faults(LEADS, "people")


def test_every_missing_column_of_a_measure_is_told():
    """
    Several faults of one measure are told together.
    """
    bad = Measure(relation="deals", date="closed", column="worth", aggregate=Aggregate.SUM)

    assert (
        "'deals' has no column 'closed'",
        "'deals' has no column 'worth'",
    ) == term_faults(replace(WON, measure=bad), "won_value")
