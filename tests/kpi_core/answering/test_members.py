"""Which members a filter keeps: named ones, unassigned ones, and names of two dimensions."""

from __future__ import annotations

import pytest

from kpi_core.answering.cells import Cells
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import CHANNEL_HIERARCHY, FACTS
from kpi_core.workspace import members
from tests.kpi_core.answering.conftest import codes
from tests.kpi_core.answering.rows import deal, lead, spent

MARCH = "2025-03"
OWN = [name for name in FACTS["leads"].members() if name != "source"]


@pytest.mark.parametrize("kept", [["A", None], [None, "A"], ["A", None, "B"]])
@pytest.mark.parametrize("dimension", OWN)
def test_members_or_missing(workspace, dimension, kept):
    """
    A filter that names members and the unassigned keeps both, in any order, for every dimension.
    """
    workspace.add(
        "leads",
        *(lead(n, **{dimension: m}) for n, m in enumerate(["A", "A", "B", "C", None, None, None])),
    )

    found = workspace.ask("lead_volume", period=MARCH, filters={dimension: kept})

    assert 5 + ("B" in kept) == found.value


@pytest.mark.parametrize("kept", [["LinkedIn", None], [None, "LinkedIn"]])
@pytest.mark.parametrize("dimension", CHANNEL_HIERARCHY)
def test_linkedin_or_missing(workspace, dimension, kept):
    """
    LinkedIn or no source at all is asked by platform, by channel and by source alike.
    """
    workspace.add("leads", lead(1, source="LinkedIn"), lead(2, source="SEO"), lead(3, source=None))

    found = workspace.ask("lead_volume", period=MARCH, filters={dimension: kept})

    assert 2 == found.value


def test_missing_alone_keeps_the_unassigned(workspace):
    """
    Only the unassigned are kept when they alone are asked for.
    """
    workspace.add("leads", lead(1), lead(2, source=None), lead(3, source=None))

    assert 2 == workspace.ask("lead_volume", period=MARCH, filters={"channel": [None]}).value


def test_a_child_without_spend_is_never_the_unassigned(workspace):
    """
    With the unassigned asked for too, no channel called "None" is said to flatter the total.
    """
    workspace.add("leads", lead(1), lead(2, source=None))
    workspace.add("spend", spent(10, "LinkedIn Ads"))

    found = workspace.ask("cpl", period=MARCH, filters={"platform": ["LinkedIn", None]})

    assert (5, set()) == (found.value, {"child_without_spend"} & codes(found))


def said(found):
    return " ".join(c.message.en for c in found.caveats if c.code == "assumed")


@pytest.fixture(name="both")
def _both(workspace):
    """A workspace in which a channel bears its platform's name."""
    workspace.add("leads", lead(1), lead(2, source="linkedin.com"), lead(3, source="Club"))
    members.place_source(
        workspace.store, "Club", "LinkedIn", "LinkedIn", kind="other", actor="test"
    )
    return workspace


def test_a_platform_named_as_a_channel_is_said(workspace):
    """
    Where no channel has the name, `channel=LinkedIn` is the platform, and the answer says so.
    """
    workspace.add("leads", lead(1), lead(2, source="linkedin.com"), lead(3, source="SEO"))

    found = workspace.ask("lead_volume", period=MARCH, filters={"channel": ["linkedin"]})

    assert 2 == found.value
    assert "No channel is called “LinkedIn”: the platform of that name is counted." in said(found)
    (french,) = [c.message.fr for c in found.caveats if c.code == "assumed"]
    assert french.endswith("la plateforme du même nom est retenue.")


def test_the_dimension_that_is_named_wins(both):
    """
    Where channel and platform share a name, the one that is asked for counts, and it is said.
    """
    channel = both.ask("lead_volume", period=MARCH, filters={"channel": ["LinkedIn"]})
    platform = both.ask("lead_volume", period=MARCH, filters={"platform": ["LinkedIn"]})

    assert (1, 3) == (channel.value, platform.value)
    assert "ask for platform=LinkedIn" in said(channel)
    assert "" == said(platform)


def test_a_bare_name_stays_the_platform(both):
    """
    In a cell, a bare "LinkedIn" is the platform's total whatever channels are called.
    """
    cells = [("lead_volume", MARCH, name) for name in ("LinkedIn", "channel=LinkedIn")]

    assert [3.0, 1.0] == Cells(both.core).answer(cells)


def test_channels_and_platforms_are_not_mixed(workspace):
    """
    A channel beside a platform is asked back: one of them holds the other.
    """
    workspace.add("leads", lead(1))

    with pytest.raises(KpiError) as refused:
        workspace.ask(
            "lead_volume", period=MARCH, filters={"channel": ["LinkedIn", "LinkedIn Ads"]}
        )

    assert Kind.AMBIGUOUS is refused.value.kind


def answer(n, score, survey=None, day="2025-03-10"):
    return {"answered_on": day, "survey": survey, "respondent": f"r{n}", "score": score}


def test_answers_of_no_kind_are_counted_nowhere_and_said(workspace):
    """
    Scores that say neither NPS nor CSAT are guessed to be neither: the answer tells how many.
    """
    workspace.add(
        "surveys",
        answer(1, 10, "nps"),
        answer(2, 2, "nps"),
        answer(3, 9),
        answer(4, 8),
        answer(5, 7, day="2025-05-01"),
    )

    found = workspace.ask("nps", period=MARCH)

    assert (0, 2) == (found.value, found.denominator)
    assert ["2 rows"] == [c.message.en[:6] for c in found.caveats if c.code == "untyped"]
    assert "untyped" not in codes(workspace.ask("lead_volume", period=MARCH))


def test_a_file_of_answers_without_a_kind_says_why_there_is_no_score(workspace):
    """
    When no answer says its kind, the cell's reason is that column, not an empty base.
    """
    workspace.add("surveys", answer(1, 10), answer(2, 9))

    (cell,) = Cells(workspace.core).answer([("nps", MARCH)])

    assert "#N/A" == cell.kind.code
    assert "NPS ou CSAT" in cell.message.fr
    assert "untyped" == workspace.ask("csat", period=MARCH).caveats[0].code


def test_traffic_without_a_medium_says_why_there_is_no_click_rate(workspace):
    """
    Clicks of an unsaid medium give no CTR, and the reason names the missing column.
    """
    workspace.add(
        "traffic", {"seen_on": "2025-03-01", "source": "SEO", "impressions": 100, "clicks": 7}
    )

    (cell,) = Cells(workspace.core).answer([("ctr", MARCH)])
    asked = workspace.ask("ctr", period=MARCH)

    assert ("#N/A", None) == (cell.kind.code, asked.value)
    assert "“medium”" in cell.message.en
    assert "untyped" == asked.caveats[0].code


def test_a_cell_whose_net_cost_is_nothing_says_so(workspace):
    """
    A cost refunded to the cent gives no ratio in a cell either, and the reason is the cost.
    """
    workspace.add("spend", spent(500, "SEO"), spent(-500, "SEO", "2025-03-12"))
    workspace.add("leads", lead(1, source="SEO"))
    workspace.add("deals", deal(1, lead="p1@exemple.fr"))

    cells = Cells(workspace.core).answer([(k, MARCH, "SEO") for k in ("cpl", "roas", "roi")])

    assert [True] * 3 == ["remboursements" in cell.message.fr for cell in cells]
