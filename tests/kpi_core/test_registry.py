"""People find a KPI by what they call it, and two KPIs never answer to one name."""

from dataclasses import replace

import pytest

from kpi_core.catalog import REGISTRY
from kpi_core.errors import DeclarationError, Kind, KpiError
from kpi_core.registry import Registry, folded
from kpi_core.text import Lang, Text


@pytest.mark.parametrize(
    "name",
    ["cac", "CAC", "cac_loaded", "B2B_CAC", "customer acquisition cost", "Coût  d'acquisition client",
     "cout d’acquisition CLIENT"],
)  # fmt: skip
def test_a_kpi_is_found_however_it_is_typed(name):
    """
    Id, family, function name and aliases find a KPI, whatever the case, accents or apostrophes.
    """
    assert "cac_loaded" == REGISTRY.find(name).id


def test_an_unknown_name_gets_the_closest():
    """
    A misspelt name is answered with the name that was meant.
    """
    with pytest.raises(KpiError) as caught:
        REGISTRY.find("taux de rétentoin")

    assert Kind.NOT_FOUND is caught.value.kind
    assert "taux de rétention" in caught.value.message.fr
    assert "is not a KPI" in caught.value.message.en


def test_names_are_offered_in_the_language_of_the_sentence():
    """
    What was meant is offered in words of the reader's own language, that can be typed as they stand.
    """
    with pytest.raises(KpiError) as caught:
        REGISTRY.find("lead opportunity")

    assert "lead à opportunité" in caught.value.message.fr
    assert "lead to opportunity" in caught.value.message.en
    assert "lead to opportunity" not in caught.value.message.fr
    assert "lead_to_opportunity" == REGISTRY.find("lead à opportunité").id


def test_a_function_is_found_in_any_case():
    """
    A spreadsheet may write the function's name in lower case.
    """
    assert "roi_net" == REGISTRY.function("b2b_roi").id
    assert REGISTRY.function("B2B_NOTHING") is None


def test_reading_order_is_the_order_of_declaration():
    """
    Profitability comes first and satisfaction last, as in the catalogue's files.
    """
    ids = list(REGISTRY)

    assert ("roi_net", "csat") == (ids[0], ids[-1])
    assert len(ids) == len(REGISTRY)


def test_two_kpis_may_not_share_a_name():
    """
    An id declared twice and an alias with two meanings are told together.
    """
    cpl, cpc = REGISTRY["cpl"], REGISTRY["cpc"]
    rival = replace(cpc, aliases={Lang.EN: ("Cost per LEAD",), Lang.FR: ()})

    with pytest.raises(DeclarationError) as caught:
        Registry([cpl, cpl, rival])

    assert (
        "'cpl' is declared twice",
        "'Cost per LEAD' means both 'cpl' and 'cpc'",
    ) == caught.value.faults


def test_names_fold_to_what_people_mean():
    """
    Case, accents, typographic apostrophes, underscores and double spaces do not tell names apart.
    """
    assert "cout d'acquisition client" == folded("Coût d’acquisition__client")


def test_a_word_that_is_asked_back_means_nothing_alone():
    """
    A word may not both be asked back and answer, and what it offers must exist.
    """
    cpl = REGISTRY["cpl"]

    with pytest.raises(DeclarationError) as caught:
        Registry([cpl], asked_back={"Cost per lead": ("cpl", "cac")})

    assert (
        "'cost per lead' is asked back, yet means 'cpl'",
        "'cost per lead' offers 'cac', unknown",
    ) == caught.value.faults


def test_a_word_that_is_declined_is_not_answered_elsewhere():
    """
    A word may not both be declined and answer.
    """
    cpl = REGISTRY["cpl"]
    why = Text(en="Not here.", fr="Pas ici.")

    with pytest.raises(DeclarationError) as caught:
        Registry([cpl], declined={"Cost per LEAD": why})

    assert ("'cost per lead' is declined, yet is answered",) == caught.value.faults
