"""Kinds: what was spent on tools or salaries, and what webinars or white papers brought."""

from __future__ import annotations

import pytest

from assistant.wire import Intent
from kpi_core.answering.contents import ContentKind, kind_of
from kpi_core.answering.costs import CostQuery, costs
from kpi_core.costs.kinds import Cost
from kpi_core.query import KpiQuery


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how much did we spend on tools in 2025?", Cost.TOOLS),
        ("combien avons-nous dépensé en outils en 2025 ?", Cost.TOOLS),
        ("combien nous ont coûté les salaires en 2025 ?", Cost.PEOPLE),
        ("what share of our costs are salaries in 2025?", Cost.PEOPLE),
        ("masse salariale en 2025", Cost.PEOPLE),
        ("agency fees in 2025", Cost.FEES),
    ],
)
def test_what_one_kind_of_cost_came_to_is_that_of_the_table_of_costs(ask, core, question, kind):
    """
    A kind of cost is told first, with its part of all, as `kpi costs` has it.
    """
    found = costs(core, CostQuery(period="2025"))
    line = next(one for one in found.lines if one.kind is kind)

    reply = ask(question)

    assert Intent.COSTS == reply.context.reading.intent
    digits = "".join(c for c in reply.text.partition("(")[0] if c.isdigit())
    assert f"{line.total:.2f}".replace(".", "") == digits


@pytest.mark.parametrize(
    "question",
    ["quel est le salaire de Karim ?", "what are the salaries of our reps?", "salaires 2025"],
)
def test_what_people_earn_is_not_told(ask, question):
    """
    What a team costs is told where costs are asked for; what its people earn never is.
    """
    assert "decline" == ask(question).outcome


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many leads did our white papers bring in 2025?", ContentKind.WHITE_PAPER),
        ("leads by webinar in 2025", ContentKind.WEBINAR),
        ("leads par article en 2025", ContentKind.ARTICLE),
        ("volume de leads de nos études de cas en 2025", ContentKind.CASE_STUDY),
    ],
)
def test_contents_of_one_kind_are_those_whose_name_says_so(ask, core, question, kind):
    """
    Leads of white papers are no others: neither all leads, nor those of a channel.
    """
    named = [m for m in core.snapshot().members.members["content"] if kind_of(m) is kind]
    (found,) = core.query(KpiQuery(kpis=["lead_volume"], period="2025", filters={"content": named}))

    reply = ask(question)

    assert set(named) == set(reply.query.filters["content"])
    assert reply.query.by or f": {found.value:.0f} (" in reply.text.replace("\xa0", "")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("quels livres blancs ont rapporté le plus de clients en 2025 ?", ContentKind.WHITE_PAPER),
        ("quels webinaires ont amené le plus de leads en 2025 ?", ContentKind.WEBINAR),
        ("which webinars brought us the most leads in 2025?", ContentKind.WEBINAR),
        ("top 3 des articles en 2025", ContentKind.ARTICLE),
    ],
)
def test_which_brought_most_is_asked_of_the_contents_of_that_kind(ask, question, kind):
    """
    However a kind is named, and by whichever verb, only its contents are in the list.
    """
    reply = ask(question)

    assert (Intent.CONTENTS, kind.value) == (
        reply.context.reading.intent,
        reply.context.reading.about,
    )


def test_a_kpi_of_each_webinar_is_ranked_by_content(ask):
    """
    "Which webinar has the best CPL" ranks webinars: the channel of that name is one number.
    """
    reply = ask("quel webinar a le meilleur CPL en 2025 ?")

    assert ["content"] == reply.query.by
    assert all(kind_of(m or "") is ContentKind.WEBINAR for m in reply.query.filters["content"])


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("how much did we spend on content in 2025?", "content"),
        ("CPL on campaigns in 2025", "campaign"),
        ("how many leads did our campaigns bring in 2025?", "campaign"),
    ],
)
def test_a_number_on_campaigns_or_contents_is_told_by_them(ask, question, by):
    """
    Not as the number of everything: much of it has no campaign and no content.
    """
    assert [by] == ask(question).query.by
