"""A KPI on numbers gives its value, or an error that says which input to look at."""

from decimal import Decimal

import pytest

from kpi_core.catalog import REGISTRY
from kpi_core.definition import Example, Source, declare
from kpi_core.errors import DeclarationError, Kind, KpiError
from kpi_core.text import Text
from kpi_core.units import Unit

CPL = REGISTRY["cpl"]
CAC = REGISTRY["cac_loaded"]


def refusal(kpi, *args, **named):
    with pytest.raises(KpiError) as caught:
        kpi(*args, **named)
    return caught.value


def test_inputs_come_in_the_order_people_say_them_or_by_name():
    """
    `CPL(1500; 50)` and the same inputs by name are the same number.
    """
    assert 30 == CPL(1500, 50) == CPL(cost=1500, leads=50)


def test_an_optional_input_may_be_left_out():
    """
    The loaded CAC counts indirect costs when they are given, and none when they are not.
    """
    assert 30 == CAC(1500, 50) == CAC(1500, 50, None)
    assert 46 == CAC(1500, 50, 800)


@pytest.mark.parametrize("missing", [{"cost": 1500}, {"cost": 1500, "leads": None}])
def test_a_missing_input_is_named(missing):
    """
    An input left empty is asked for in its own words, in both languages.
    """
    error = refusal(CPL, **missing)

    assert Kind.EMPTY is error.kind
    assert Text(en="Fill in: Leads.", fr="À renseigner\u00a0: Leads.") == error.message


def test_a_negative_input_is_refused():
    """
    A cost or a count below zero cannot be true, and the error quotes it.
    """
    error = refusal(CPL, -5, 50)

    assert (Kind.NUM, "Direct cost is negative (-5).") == (error.kind, error.message.en)
    assert "Coût direct\u00a0: valeur négative (-5)." == error.message.fr


def test_a_credit_note_may_be_negative():
    """
    Signed revenue and margins may be negative: credit notes are taken off.
    """
    assert -2 == REGISTRY["roi_net"](-1000, 1000)


def test_a_zero_base_is_named():
    """
    Dividing by zero names the input that is zero and the KPI that has no value.
    """
    error = refusal(CPL, 100, 0)

    assert (Kind.DIV0, "#DIV/0!") == (error.kind, error.kind.code)
    assert "Leads: 0, so Cost per lead (CPL) has no value." == error.message.en
    assert "Leads\u00a0: 0, donc pas de valeur pour Coût par lead (CPL)." == error.message.fr


def test_the_base_that_is_zero_is_blamed_and_not_another_zero():
    """
    With nothing spent and no lead, the leads are what is missing: nothing divides by the cost.
    """
    error = refusal(REGISTRY["cpl"], cost=0, leads=0)

    assert error.message.en.startswith("Leads: 0")


def test_a_base_may_be_zero_with_no_input_at_zero():
    """
    A retention of 100 % makes the base zero, and no single input is accused.
    """
    error = refusal(REGISTRY["ltv_retention"], margin_of_period=20, retention_of_period=1)

    assert Kind.DIV0 is error.kind
    assert error.message.en.startswith("The base: 0")
    assert error.message.fr.startswith("La base\u00a0: 0")


def test_inputs_that_contradict_each_other_are_refused():
    """
    More customers at the end than at the start, and no new ones: the words say what to add.
    """
    error = refusal(REGISTRY["churn_rate"], 50, 60)

    assert Kind.NUM is error.kind
    assert error.message.fr.endswith("indiquez les nouveaux clients.")


def test_more_new_customers_than_customers_is_refused():
    """
    New customers are among those present at the end, else churn would pass 100 %.
    """
    error = refusal(REGISTRY["churn_rate"], 50, 20, 30)

    assert Kind.NUM is error.kind
    assert "new customers than customers at the end" in error.message.en


@pytest.mark.parametrize("huge", [10**400, float("inf"), Decimal("1e400"), float("nan")])
def test_a_number_past_all_numbers_is_refused(huge):
    """
    What no cell can hold is refused by name, not computed with.
    """
    error = refusal(CPL, 100, huge)

    assert (Kind.NUM, "Leads: the number is too large.") == (error.kind, error.message.en)


def test_a_result_past_all_numbers_is_refused():
    """
    A result that overflows is an error, never infinity.
    """
    error = refusal(CPL, 1e308, 1e-308)

    assert (Kind.NUM, "The result is too large.") == (error.kind, error.message.en)


def test_exact_amounts_are_taken():
    """
    An amount read from a cell as a decimal counts with the others.
    """
    assert 46 == CAC(Decimal(1500), 50, Decimal("800.00"))


def test_nothing_is_zero_and_not_minus_zero():
    """
    A loss of nothing is written 0: minus zero never reaches a reader.
    """
    assert "0.0" == str(CPL(-0.0, 50))


def test_the_name_in_a_cell_is_the_family_for_its_default():
    """
    People type CAC; a variant that is not the default is typed by its own name.
    """
    assert "B2B_CAC" == CAC.function
    assert "B2B_CAC_PAID" == REGISTRY["cac_paid"].function


def test_a_ratio_tells_its_two_sides():
    """
    A ratio keeps its numerator and denominator, so that they are shown and summed apart.
    """
    ratio, amount = REGISTRY["cac_loaded"], REGISTRY["ltv_revenue"]

    assert ratio.expression.left == ratio.numerator
    assert ratio.expression.right == ratio.denominator
    assert amount.expression == amount.numerator
    assert amount.denominator is None


def test_what_can_only_be_typed_is_known():
    """
    A KPI with an input that no data gives says so.
    """
    assert REGISTRY["ltv_revenue"].measured
    assert not REGISTRY["conversion_rate"].measured


def test_unknown_inputs_fail_while_declaring():
    """
    A formula over names that the glossary lacks cannot be declared; all of them are told.
    """
    with pytest.raises(DeclarationError) as caught:
        declare(
            lambda spend, people: spend / people,
            id="bad",
            unit=Unit.MONEY,
            title=Text(en="Bad", fr="Faux"),
            reading=Text(en="Bad.", fr="Faux."),
            source=Source("Nobody", "https://example.org/"),
            examples=[Example(1, spend=1, people=1)],
        )

    assert (
        "'spend' is not in the glossary",
        "'people' is not in the glossary",
    ) == caught.value.faults
