"""KPIs described rather than named: by what they are made of, in people's own words."""

import os
import subprocess
import sys

import pytest

from assistant.reading.called import called
from assistant.reading.metrics import names
from kpi_core.catalog import REGISTRY
from kpi_core.catalog.sayings import SAYINGS
from kpi_core.glossary.concepts import CONCEPTS


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("what does it cost us to land a customer?", "cac"),
        ("combien faut-il débourser pour décrocher un client ?", "cac"),
        ("how long until a lead signs?", "sales_cycle"),
        ("combien de temps met un lead à signer ?", "sales_cycle"),
        ("out of 100 leads, how many end up as customers?", "lead_to_customer"),
        ("quelle portion de nos leads finit en client ?", "lead_to_customer"),
        ("how much money is in deals we haven't closed yet?", "pipeline_value"),
        ("combien d'affaires nous ont échappé ?", "lost_deal_count"),
        ("what does a customer bring in for as long as they stay?", "ltv"),
        ("combien on a signé ?", "revenue"),
        ("how many months before a client has repaid what it cost?", "cac_payback"),
        ("which rep signs the fastest?", "sales_cycle"),
        ("combien nous coûte chaque clic ?", "cpc"),
    ],
)
def test_what_a_kpi_is_made_of_names_it(ask, question, kpi):
    """
    Verbs, images and turns of phrase are read as what they combine, and so as the KPI.
    """
    assert [kpi] == ask.query(question)["kpis"]


@pytest.mark.parametrize(
    "question",
    [
        "How many sales in October?",
        "combien de leads sont devenus clients ?",
        "combien gagne-t-on par client ?",
        "how many customers churned in Q2?",
        "combien de clients avons-nous perdus au T2 ?",
    ],
)
def test_a_description_of_two_things_is_asked_back(ask, question):
    """
    Where words describe two KPIs, or none that is declared, no number is guessed.
    """
    assert "clarify" == ask(question).outcome


def test_what_is_offered_never_leaves_out_a_thing_that_was_said(ask):
    """
    "Customers" is no choice for "customers lost": it would be another question.
    """
    reply = ask("combien de clients avons-nous perdus au T2 ?")

    assert "Taux de résiliation (churn)" == reply.options[0].label
    assert not [o for o in reply.options if o.reading.query.kpis == ["customer_count"]]


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("replay rate in Q2", "reply_rate"),
        ("ad spned in june", "advertising_spend"),
        ("did the opne rate go dwon in october", "open_rate"),
    ],
)
def test_a_mistake_that_makes_another_word_is_put_right_and_said(ask, question, kpi):
    """
    A slip that is a real word is read as the nearest of ours where nothing else makes sense.
    """
    reply = ask(question)

    assert [kpi] == reply.query.kpis
    assert any("read as" in a for a in reply.assumptions)


def test_every_description_is_of_a_kpi_and_names_it():
    """
    A description belongs to a declared KPI, and what it combines is explained by that KPI.
    """
    assert SAYINGS.keys() <= set(REGISTRY)
    for kpi in REGISTRY.values():
        for _, alias in called(kpi):
            assert alias.strip()


def test_no_description_is_of_one_thing_alone_that_others_are_made_of():
    """
    A word that many KPIs are made of ("subscriptions") is no description of one of them.
    """
    alone = {c for c, kpis in names().declared() if len(c) == 1 for c in c if len(kpis) > 1}

    assert alone & {"subscription", "deal", "firm", "get", "win", "keep", "duration"} == set()
    assert all(c.en and c.fr for c in CONCEPTS.values())


@pytest.mark.parametrize("seed", ["1", "3"])
def test_the_same_question_is_read_alike_in_every_run(seed):
    """
    What is found first in a set changes nothing: "mid-market" is a segment in every process.
    """
    code = (
        "from assistant.reading.members import Members\n"
        "from assistant.reading.words import cut\n"
        "from kpi_core.workspace.members import MemberIndex\n"
        "import inspect\n"
        "index = MemberIndex.__new__(MemberIndex)\n"
        "object.__setattr__(index, 'members', {'segment': ['ETI', 'PME']})\n"
        "found = list(Members(index).find(cut('deals of the mid-market')))\n"
        "print([(m.start, m.end, m.choices) for m in found][:1])\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert "[(3, 6, (('segment', 'ETI'),))]" == done.stdout.strip()
