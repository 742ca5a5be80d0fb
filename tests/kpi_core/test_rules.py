"""A KPI that would mislead someone is refused, with every reason at once."""

from dataclasses import replace

import pytest

from kpi_core import rules
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Example, Interval, Requirement, Source
from kpi_core.errors import DeclarationError
from kpi_core.text import Lang, Text
from kpi_core.typography import faults_in
from kpi_core.units import Unit

CPL = REGISTRY["cpl"]
CHURN = REGISTRY["churn_rate"]


def faults(kpi, **others):
    """Return what is wrong with *kpi* beside the rest of the catalogue."""
    with pytest.raises(DeclarationError) as caught:
        rules.check(kpi, {**REGISTRY, kpi.id: kpi, **others})
    return caught.value.faults


@pytest.mark.parametrize("kpi", REGISTRY.values(), ids=lambda kpi: kpi.id)
def test_every_kpi_satisfies_the_rules(kpi):
    """
    No KPI of the catalogue breaks any rule.
    """
    rules.check(kpi, REGISTRY)


def test_all_the_faults_are_told_at_once():
    """
    One run tells the engineer everything there is to fix, under the KPI's id.
    """
    bad = replace(
        CPL, title=Text(en="", fr="Coût par lead"), examples=(), source=Source("", "http://x.org")
    )

    with pytest.raises(DeclarationError) as caught:
        rules.check(bad, REGISTRY)

    assert (
        "title in en: empty",
        "no worked example",
        "source: no publisher",
        "source: 'http://x.org' is not an https address",
    ) == caught.value.faults
    assert str(caught.value).startswith("cpl: title in en: empty; no worked")


@pytest.mark.parametrize(
    ("id_", "fault"),
    [
        ("Cpl", "'Cpl' is not an identifier in lower snake case"),
        ("cost__lead", "'cost__lead' is not an identifier in lower snake case"),
        ("2nd_cost", "'2nd_cost' is not an identifier in lower snake case"),
        ("class", "'class' is not an identifier in lower snake case"),
        ("roi2024", "'roi2024' reads as the cell ROI2024"),
        ("r1c1", "'r1c1' reads as the cell R1C1"),
        ("rc", "'rc' reads as the cell RC"),
        ("average_cost_of_each_new_lead", "more than 31 characters"),
    ],
)
def test_a_name_must_be_fit_for_a_cell(id_, fault):
    """
    A name that is no identifier, that a sheet reads as a cell or that hides its arguments is refused.
    """
    assert fault in "; ".join(faults(replace(CPL, id=id_, family=id_)))


def test_a_family_answers_with_one_variant():
    """
    A family with no default, or two, would not know which variant answers.
    """
    none = replace(REGISTRY["cac_loaded"], default=False)
    two = replace(REGISTRY["cac_paid"], default=True, aliases=REGISTRY["cac_loaded"].aliases)

    assert ("family 'cac' has 0 defaults: none",) == faults(none)
    assert ("family 'cac' has 2 defaults: cac_loaded, cac_paid",) == faults(two)


def test_a_family_is_not_another_kpi():
    """
    A family named as another KPI's id would answer for it.
    """
    assert "family 'roas' is also the id of another KPI" in faults(
        replace(CPL, family="roas", default=True)
    )


@pytest.mark.parametrize(
    ("lang", "words", "fault"),
    [
        (Lang.FR, "Coût d'un lead", "a straight apostrophe"),
        (Lang.FR, 'Le "lead"', "a straight quotation mark"),
        (Lang.FR, "Coût : direct", "no no-break space before"),
        (Lang.FR, "Coût; direct", "no no-break space before"),
        (Lang.FR, "Un taux de 5 %", "no no-break space before"),
        (Lang.FR, "400 €", "no no-break space before"),
        (Lang.FR, "Dit «\u00a0lead »", "no no-break space before"),
        (Lang.FR, "Dit « lead\u00a0»", "no no-break space after «"),
        (Lang.FR, " Coût", "a space too many"),
        (Lang.FR, "", "empty"),
        (Lang.EN, "Said « lead »", "French quotation marks"),
        (Lang.EN, "Cost : direct", "a space before"),
        (Lang.EN, "5 %", "a space before"),
        (Lang.EN, "Direct  cost", "a space too many"),
        (Lang.EN, " ", "empty"),
    ],
)
def test_text_is_set_as_its_language_is(lang, words, fault):
    """
    French spaces and apostrophes are French ones, and English has none of them.
    """
    assert fault in "; ".join(faults_in(lang, words))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            Lang.FR,
            "Coût d’un «\u00a0lead\u00a0»\u202f: 5\u202f% ; 4\u00a0€".replace(" ;", "\u202f;"),
        ),
        (Lang.EN, "The customer's cost: 5% for “leads”; is it high?"),
    ],
)
def test_text_set_well_has_no_fault(lang, words):
    """
    Narrow or plain, a no-break space is accepted.
    """
    assert [] == list(faults_in(lang, words))


def test_a_title_names_and_a_reading_says():
    """
    A title ends without a full stop, a reading with one.
    """
    bad = replace(CPL, title=Text(en="Cost.", fr="Coût"), reading=Text(en="Cost", fr="Coût."))

    assert ("title ends with a full stop", "reading is not a sentence") == faults(bad)


def test_what_a_requirement_says_is_set_well_too():
    """
    The words of a requirement are read by users, so they are checked like the title.
    """
    rule = Requirement(lambda cost: cost, Text(en="Too low.", fr="Trop bas !"))

    (fault,) = faults(replace(CPL, requires=[rule]))

    assert fault.startswith("requirement in fr: no no-break space")


def test_a_default_variant_is_called_something_in_both_languages():
    """
    Without an alias in a language, its speakers could not ask for the KPI by name.
    """
    bad = replace(CPL, aliases={Lang.EN: ("cost per lead",), Lang.FR: ()})

    assert ("aliases (fr): none, so nobody can ask for it by name",) == faults(bad)


def test_an_alias_is_set_well():
    """
    An alias is shown in suggestions, so a straight apostrophe is refused there too.
    """
    bad = replace(CPL, aliases={Lang.EN: ("cost",), Lang.FR: ("coût d'un lead",)})

    assert ('alias in fr: a straight apostrophe in "coût d\'un lead"',) == faults(bad)


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        (Example(31, cost=1500, leads=50), "example (cost=1500, leads=50): says 31, computes 30.0"),
        (Example(30, cost=1500), "example (cost=1500): Fill in: Leads."),
        (Example(0, cost=1500, leads=0), "Leads: 0, so Cost per lead (CPL) has no value."),
        (Example(30, cost=1500, leads=50, mqls=2), "mqls is no input"),
    ],
    ids=["wrong", "lacking", "undefined", "foreign"],
)
def test_an_example_is_executed(example, fault):
    """
    A worked example that the formula does not give is refused, with both numbers.
    """
    assert fault in "; ".join(faults(replace(CPL, examples=[example])))


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ({"unallocated": "cac_none"}, "unallocated: no KPI 'cac_none'"),
        ({"unallocated": "roi_net"}, "unallocated: 'roi_net' is of another family"),
        ({"without": {"leads": "cpl_none"}}, "without: no KPI 'cpl_none'"),
        ({"without": {"lead": "cpl"}}, "without: no fact 'lead'"),
        ({"without": {"leads": "roas"}}, "without: 'roas' is of another family"),
        ({"instead": ("cac", "cpl")}, "instead: no KPI 'cac'"),
        ({"beside": "mean_cost"}, "beside: 'mean_cost' is not in the glossary"),
        ({"sample": "lead"}, "sample: 'lead' is not in the glossary"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_a_declaration_names_exists(declared, fault):
    """
    Every KPI, fact or term that a declaration sends to exists, and variants stay in their family.
    """
    assert (fault,) == faults(replace(CPL, **declared))


def test_what_is_offered_instead_can_be_answered():
    """
    A KPI that only a cell can compute does not send the chat to another such KPI.
    """
    bad = replace(REGISTRY["conversion_rate"], instead=("cpa",))

    assert ("instead: offers what data cannot give either",) == faults(bad)


def test_a_requirement_is_about_the_inputs():
    """
    A requirement over something that is not asked for would always hold, or never.
    """
    rule = Requirement(lambda cost, mqls: cost - mqls, Text(en="No.", fr="Non."))

    assert ("a requirement asks for 'mqls', which is no input",) == faults(
        replace(CPL, requires=[rule])
    )


def test_optional_inputs_come_last():
    """
    In a cell an input may only be left out at the end.
    """
    assert ("an input that may be left out comes before one that may not",) == faults(
        replace(CPL, defaults={"cost": 0.0})
    )


@pytest.mark.parametrize(
    ("unit", "formula", "fault"),
    [
        (Unit.SHARE, lambda cost, leads: cost / leads, "its unit is share, its formula gives"),
        (Unit.MONEY, lambda cost, leads: leads / cost, "its unit is money, its formula gives"),
        (Unit.MONEY, lambda cost, leads: cost * cost / leads, "an amount to the power 2"),
        (Unit.MONEY, lambda cost, leads: cost**2 / cost / (cost / leads), "to the power 0"),
        (Unit.MONEY, lambda cost, leads: cost + leads, "adds an amount to what is not one"),
        (Unit.MULTIPLE, lambda cost, leads: leads + 0 * leads, "a multiple that divides nothing"),
        (Unit.SHARE, lambda cost, leads: leads - 1, "a share that divides nothing"),
    ],
    ids=["share", "inverse", "square", "cancelled", "sum", "multiple", "count"],
)  # fmt: skip
def test_a_unit_is_what_the_formula_gives(unit, formula, fault):
    """
    An amount is not called a share, nor added to a count; a share is one of something.
    """
    bad = replace(CPL, unit=unit, formula=formula, interval=Interval.NONE, examples=())

    assert fault in "; ".join(faults(bad))


@pytest.mark.parametrize("id_", ["mql_to_sql", "ctr", "reply_rate", "open_rate_total", "roas"])
def test_a_rate_whose_numerator_lies_outside_its_base_has_no_wilson_interval(id_):
    """
    Period stage rates, ad clicks, replies and total opens may pass 100 %: Wilson is refused them.
    """
    (fault,) = faults(replace(REGISTRY[id_], interval=Interval.WILSON))

    assert fault.startswith("Wilson's interval, and the numerator is not some of")


def test_retention_is_part_of_its_base_only_as_the_data_counts_it():
    """
    Those at the end less those gained are some of those at the start, and of nobody else.
    """
    gained_twice = replace(
        CHURN,
        formula=lambda start, end, gained: (end - gained - gained) / start,
        examples=[Example(0.2, start_customers=50, end_customers=20, customers_gained=5)],
    )
    of_the_end = replace(
        CHURN,
        formula=lambda start, end, gained: (start - gained) / end,
        examples=[Example(2.5, start_customers=50, end_customers=20, customers_gained=0)],
    )

    for bad in (gained_twice, of_the_end):
        (fault,) = faults(bad)
        assert fault.startswith("Wilson's interval")


@pytest.mark.parametrize("id_", ["roas", "win_rate", "cost_per_session_rate"])
def test_only_a_cost_per_unit_has_a_poisson_interval(id_):
    """
    The exact interval of a count says nothing of a ratio of amounts, nor of one of counts.
    """
    kpi = {
        **REGISTRY,
        "cost_per_session_rate": replace(
            CPL, formula=lambda cost, leads: 2 * cost / (leads + leads), examples=()
        ),
    }[id_]

    assert "Poisson's interval, and it is not an amount over a count" in faults(
        replace(kpi, interval=Interval.POISSON)
    )


def test_only_a_net_score_has_its_interval():
    """
    The multinomial interval needs two parts of the same answers set against each other.
    """
    assert "the interval of a net score, and it is not two parts of the same answers" in faults(
        replace(CPL, interval=Interval.NPS)
    )


def test_no_kpi_is_computed_from_itself():
    """
    A derived input that leads back to the KPI is refused with the way round.
    """
    circular = replace(
        REGISTRY["ltv_margin"],
        names=("ltv",),
        formula=lambda ltv: ltv,
        examples=[Example(1, ltv=1)],
    )

    assert ("is computed from itself: ltv_margin <- ltv_margin",) == faults(circular)
    assert ("is computed from itself: ltv_cac <- ltv_margin <- ltv_margin",) == faults(
        REGISTRY["ltv_cac"], ltv_margin=circular
    )
