"""Kinds: what was spent on tools or salaries, and what webinars or white papers brought."""

from __future__ import annotations

import pytest

from assistant.reading.outcome import Understood
from assistant.wire import Intent
from kpi_core.answering.contents import ContentKind, kind_of
from kpi_core.answering.costs import CostQuery, costs
from kpi_core.catalog import REGISTRY
from kpi_core.costs.kinds import Cost
from kpi_core.query import KpiQuery
from kpi_core.text import Lang


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
    "question",
    ["leads from agencies in 2025", "ROI des outils en 2025", "which tools do we use?"],
)
def test_what_is_no_cost_of_a_kind_is_not_answered_with_one(ask, question):
    """
    Leads by agencies and the ROI of tools are not recorded: what these cost is something else.
    """
    assert "answer" != ask(question).outcome


def test_each_label_of_a_kind_is_told_with_its_amount_but_pay(ask, core):
    """
    Who asked of licences alone finds them; what one label of pay came to may be one person's.
    """
    found = costs(core, CostQuery(period="2025"))
    tools, people = (
        next(one for one in found.lines if one.kind is kind) for kind in (Cost.TOOLS, Cost.PEOPLE)
    )

    told = ask("how much did we spend on tools in 2025?").text
    paid = ask("how much did we spend on salaries in 2025?").text

    assert sum(tools.labels.values()) == tools.total
    for label, amount in tools.labels.items():
        assert f"“{label}” €{amount:,.2f}" in told
    assert len(people.labels) > 1
    for label in people.labels:
        assert f"“{label}”" in paid
        assert f"“{label}” €" not in paid


def members_of(core, kind):
    return [m for m in core.snapshot().members.members["content"] if kind_of(m) is kind]


def counted_of(core, kind):
    filters = {"content": members_of(core, kind)}
    (found,) = core.query(KpiQuery(kpis=["lead_volume"], period="2025", filters=filters))
    return found.value


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many leads did our white papers bring in 2025?", ContentKind.WHITE_PAPER),
        ("volume de leads de nos études de cas en 2025", ContentKind.CASE_STUDY),
        ("leads of our articles in 2025", ContentKind.ARTICLE),
    ],
)
def test_contents_of_one_kind_are_those_whose_name_says_so(ask, core, question, kind):
    """
    Leads of white papers are no others: neither all leads, nor those of a channel.
    """
    reply = ask(question)

    assert set(members_of(core, kind)) == set(reply.query.filters["content"])
    assert not reply.query.by
    assert f": {counted_of(core, kind):.0f} (" in reply.text.replace("\xa0", " ").replace(" :", ":")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("leads by webinar in 2025", ContentKind.WEBINAR),
        ("leads par article en 2025", ContentKind.ARTICLE),
    ],
)
def test_by_webinar_is_one_row_of_each(ask, core, question, kind):
    """
    A channel called "Webinars" is one number; by webinar, each content has its own.
    """
    reply = ask(question)

    assert ["content"] == reply.query.by
    assert set(members_of(core, kind)) == set(reply.query.filters["content"])


def test_kinds_of_contents_named_together_are_added_up(ask, core):
    """
    Webinars and white papers are contents of two kinds: not the white papers of a channel.
    """
    reply = ask("leads from webinars and white papers in 2025")

    both = {m for k in (ContentKind.WEBINAR, ContentKind.WHITE_PAPER) for m in members_of(core, k)}
    assert {"content"} == set(reply.query.filters)
    assert both == set(reply.query.filters["content"])
    assert "others: " in reply.text


@pytest.mark.parametrize(
    ("question", "by", "grain"),
    [
        ("which channel brought most leads for our white papers in 2025?", ["channel"], None),
        ("quel mois avons-nous eu le plus de leads des livres blancs en 2025 ?", [], "month"),
    ],
)
def test_what_is_ranked_is_what_was_asked_not_the_contents(ask, question, by, grain):
    """
    The best month of white papers ranks months.
    """
    query = ask(question).query

    assert (by, grain) == (list(query.by), query.grain)


@pytest.mark.parametrize(
    "question", ["guide me through our leads in 2025", "leads except white papers in 2025"]
)
def test_what_only_looks_like_a_kind_of_content_selects_none(ask, question):
    """
    "Guide me" names no guide, and what is left out is not what is counted.
    """
    assert "answer" != ask(question).outcome


def test_a_reading_sent_back_with_an_unknown_kind_is_told_of_all(ask):
    """
    What a client sends back may be anything: a kind that there is not narrows nothing.
    """
    for question in ("how much did we spend on tools in 2025?", "best article in 2025"):
        reading = ask(question).context.reading
        other = reading.model_copy(update={"about": "no such kind"})
        reply = ask.assistant.tell(Understood(other), Lang.EN)

        assert "answer" == reply.outcome


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
    assert reply.table.rows
    assert all(kind_of(row[0]) is kind for row in reply.table.rows)


@pytest.mark.parametrize(
    ("question", "kpi"),
    [
        ("quels canaux ont rapporté le plus de leads en 2025 ?", "lead_volume"),
        ("quels canaux ont raporté le plus de clients en 2025 ?", "new_customer_count"),
        ("combien de leads nous a rapporté LinkedIn en 2025 ?", "lead_volume"),
        ("quels canaux ont rapporté le plus de CA en 2025 ?", "revenue"),
        ("combien nous rapporte un lead ?", "revenue_per_lead"),
    ],
)
def test_who_brings_leads_earns_nothing_by_them(ask, question, kpi):
    """
    "Rapporter des leads" counts leads: what one lead is worth is asked without "le plus de".
    """
    (told,) = ask(question).query.kpis

    assert kpi == REGISTRY.find(told).id


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
