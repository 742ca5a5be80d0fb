"""What a study does not take is named, with a question that it answers."""

from __future__ import annotations

import pytest

from assistant.reading.steps.unfit import cannot, roles
from assistant.reading.vocabulary import Role
from assistant.reading.vocabulary.studies import STUDIES


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("prévision des leads par canal et par pays", "de répartition par canal et pays"),
        ("prévision du cac et du cpl", "plus d’un indicateur à la fois"),
        ("part des leads chauds", "de part du total"),
        ("leads chauds par canal", "de répartition par canal"),
        ("affaires bloquées en 2025", "de période"),
        ("anomalies du CPL en modèle linéaire", "de modèle d’attribution"),
        ("CPL des leads chauds", "d’indicateur qui n’est pas le sien (Coût par lead (CPL))"),
        ("forecast of leads by channel and country", "a breakdown by channel and country"),
        ("predicted LTV by segment in 2025", "a period (it is told as of today)"),
        ("forecast of CAC and CPL", "more than one KPI at once"),
    ],
)
def test_what_a_study_does_not_take_is_named(ask, question, part):
    """
    The part that cannot be done, and what can: never only that it cannot be told that way.
    """
    reply = ask(question)

    assert part in reply.text
    assert ("Demandez par exemple" in reply.text) or ("Ask, for example" in reply.text)


def test_a_comparison_without_members_asks_for_them(ask):
    """
    What differs from what is missing, not forbidden: it is asked for.
    """
    assert "par segment, par canal" in ask("le taux de gain est-il significatif ?").text


@pytest.mark.parametrize("intent", STUDIES)
def test_every_study_has_a_name_to_say_so(intent):
    """
    Each study is named where it has to say what it does not take, whatever was asked.
    """
    said = cannot(intent, STUDIES[intent], roles([Role.WHY, Role.TARGET, Role.WHY])).question

    assert "n’admet pas d’explication ni d’objectif." in said.fr
    assert "does not take a reason why or a target." in said.en
