"""A firm's own list of KPIs, and its targets, in the chat."""

import datetime as dt
import re

import pytest

from assistant.assistant import Assistant
from kpi_core.answering import Core
from kpi_core.workspace import Store
from tests.assistant.conftest import Talk
from tests.command import TODAY, kpi

TARGETS = """targets=[
  {"kpi": "cpl", "value": 150},
  {"kpi": "lead_volume", "value": 600, "start": "2025-07-01", "end": "2025-09-30"},
  {"kpi": "lead_volume", "value": 700, "start": "2025-10-01", "end": "2025-12-31"},
  {"kpi": "win_rate", "value": 0.27},
  {"kpi": "revenue", "value": 100000, "start": "2025-07-01", "end": "2025-09-30",
   "filters": {"owner": ["Karim Benali"]}}
]"""


@pytest.fixture(name="firm", scope="module")
def _firm(new_demo, tmp_path_factory):
    """The demo with a list of three KPIs and five targets."""
    folder = new_demo(tmp_path_factory.mktemp("firm") / "w")
    kpi("settings", 'focus=["lead_volume", "cpl", "win_rate"]', TARGETS, folder=folder)
    with Store(folder) as store:
        yield Assistant(Core(store, dt.date.fromisoformat(TODAY)))


@pytest.fixture(name="ask_firm")
def _ask_firm(firm):
    return Talk(firm)


def test_how_are_we_doing_shows_the_firms_own_list(ask_firm):
    """
    An open question is answered by the KPIs that the firm looks at, in its order.
    """
    reply = ask_firm("How are we doing this quarter?")

    assert ["lead_volume", "cpl", "win_rate"] == [r.variant for r in reply.rows]


def test_a_choice_of_kpis_is_the_firms_own(ask_firm):
    """
    A channel without a KPI is asked back with those that the firm looks at.
    """
    reply = ask_firm("les campagnes de Karim Benali")

    assert {r.variant for r in reply.rows} <= {"lead_volume", "cpl", "win_rate"}


def test_a_sum_tells_how_much_of_its_target_is_reached(ask_firm, firm):
    """
    Leads of a quarter against the target of that very quarter.
    """
    reply = ask_firm("Leads in Q3 vs target")
    (row,) = reply.rows

    assert "target" == reply.context.reading.intent
    assert f"{row.value / 600 * 100:.1f}%" in reply.text
    assert "Target: 600," in reply.text


def test_a_cost_is_kept_or_missed(ask_firm):
    """
    A CPL has a most: kept, or missed by so much.
    """
    reply = ask_firm("Le CPL au T3 par rapport à l'objectif ?")
    (row,) = reply.rows

    assert "Objectif\u00a0: 150,00\u00a0€ au plus, dépassé de" in reply.text
    assert row.comparison is None
    assert f"{row.value - 150:.2f}".replace(".", ",") in reply.text


def test_a_margin_that_includes_the_target_is_said(ask_firm):
    """
    A win rate whose margin of error includes its target has not clearly reached it.
    """
    reply = ask_firm("win rate against its target in Q3")
    (row,) = reply.rows

    assert row.low <= 0.27 <= row.high
    assert "The margin of error includes the target." in reply.text


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Are we on target?", "to go"),
        ("Où en est-on par rapport à l'objectif de leads ?", "Il reste 49 jours"),
        ("leads this quarter vs goal", "49 days to go"),
    ],
)
def test_a_running_target_is_told_with_what_is_left(ask_firm, question, says):
    """
    Without a period, or in the running one: the target that runs today, with the days to go.
    """
    reply = ask_firm(question)

    assert "answer" == reply.outcome
    assert says in reply.text or reply.table is not None
    assert "2025-12-31" in {str(r.period.end) for r in reply.rows}


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("will we hit our leads target in Q4?", "leads against target in Q4"),
        ("allons-nous atteindre l’objectif de leads au T4 ?", "leads au T4 : objectif"),
    ],
)
def test_whether_a_target_will_be_hit_is_told_by_the_target(ask_firm, question, same):
    """
    A question about a target to be reached is answered by it and by what is left, not declined.
    """
    assert ask_firm(same).rows == ask_firm(question).rows
    # Whole people and whole per cent: nobody knows the rest of it.
    assert re.search(
        r"(: \d+ at the end \(between \d+ and \d+\); chance of keeping the target: \d+%"
        r"|: \d+ à la fin \(entre \d+ et \d+\)\u202f; chance de tenir l’objectif\u00a0: \d+\u202f%)\.",
        ask_firm(question).text,
    )
    assert "answer" == ask_firm(question).outcome


def test_a_month_to_come_is_not_the_one_of_last_year(ask_firm):
    """
    "Will we … in December", in November, is of no December that is over.
    """
    assert "answer" != ask_firm("will we hit our leads target in December?").outcome


def test_all_targets_are_counted(ask_firm):
    """
    "Are we on target?" is answered for each KPI that has one, those looked at first.
    """
    reply = ask_firm("Sommes-nous dans les objectifs ?")

    assert ["lead_volume", "cpl", "win_rate"] == [r.variant for r in reply.rows]
    assert reply.text


def test_a_target_of_a_member_is_only_theirs(ask_firm):
    """
    Karim's target is no target of everybody's.
    """
    his = ask_firm("CA de Karim Benali au T3 vs objectif")
    theirs = ask_firm("CA au T3 vs objectif")

    assert "Objectif\u00a0: 100\u202f000,00\u00a0€" in his.text
    assert "Aucun objectif n’est enregistré" in theirs.text


def test_a_follow_up_asks_for_the_target(ask_firm):
    """
    "And against the target?" keeps the KPI and its period.
    """
    reply = ask_firm("Leads au T3", "et par rapport à l'objectif ?")

    assert "Objectif\u00a0: 600" in reply.text


def test_without_targets_it_is_said(ask):
    """
    Where nobody entered a target, nothing is compared with one.
    """
    reply = ask("Are we on target?")

    assert "decline" == reply.outcome
    assert "No target was entered" in reply.text
