"""Contents: the leads they brought, who met them, and what they cost, against a count by hand."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from kpi_core.answering.contents import ContentKind, ContentQuery, contents, kind_of
from kpi_core.errors import KpiError
from tests.kpi_core.answering.rows import deal, lead, spent

SPRING = "2025-01-01..2025-06-30"
NAMES = ("Webinar : la clôture", "Livre blanc IA", "Article : trésorerie", None)


def asked(workspace, **query):
    return contents(workspace.core, ContentQuery.model_validate({"period": SPRING} | query))


def test_who_met_a_content_is_counted_once(workspace):
    """
    Leads and customers who met a content are people, whatever their contacts: as walking them gives.
    """
    chance = random.Random(3)  # noqa: S311 - no secret, the same each time
    leads, touches, deals = [], [], []
    for n in range(120):
        leads.append(
            lead(n, "2025-02-01", content=chance.choice(NAMES), segment=chance.choice("AB"))
        )
        for _ in range(chance.randrange(5)):
            day = f"2025-{chance.randrange(1, 9):02}-{chance.randrange(1, 28):02}"
            touches.append(
                {"touched_on": day, "lead": f"p{n}@exemple.fr", "content": chance.choice(NAMES),
                 "source": "x", "action": str(len(touches))}
            )  # fmt: skip
        if chance.random() < 0.4:
            day = f"2025-{chance.randrange(3, 9):02}-15"
            deals.append(deal(n, 100, "won", day, lead=f"p{n}@exemple.fr"))
    workspace.add("leads", *leads)
    workspace.add("touchpoints", *touches)
    workspace.add("deals", *deals)
    people = {row["email"]: row for row in leads if row["segment"] == "A"}
    won = {d["lead"]: d["closed_on"] for d in deals if d["closed_on"] <= "2025-06-30"}
    met, customers, any_ = defaultdict(set), defaultdict(set), set()
    for touch in touches:
        who, day, name = touch["lead"], touch["touched_on"], touch["content"]
        if who not in people:
            continue
        if name and "2025-01-01" <= day <= "2025-06-30":
            met[name].add(who)
        if who in won and day <= won[who]:
            any_.add(who)
            if name:
                customers[name].add(who)

    found = asked(workspace, filters={"segment": ["A"]})

    assert len(any_) == found.winners
    assert {n for n in NAMES if n} == {c.name for c in found.contents}
    for one in found.contents:
        mine = [p for p in people.values() if p["content"] == one.name]
        assert len(mine) == one.leads
        assert (len(met[one.name]), len(customers[one.name])) == (one.met, one.met_customers)
        assert pytest.approx(len(customers[one.name]) / len(any_)) == one.share
        assert one.share_low < one.share < one.share_high
        assert sum(p["email"] in won for p in mine) == one.customers


def test_cost_per_lead_where_spend_names_the_content(workspace):
    """
    What a content cost has its margin; without spend that names it there is no cost, not zero.
    """
    workspace.add("leads", *(lead(n, content=NAMES[n % 2]) for n in range(80)))
    workspace.add("spend", spent(400, "LinkedIn Ads", content=NAMES[0]), spent(900, "LinkedIn Ads"))

    webinar, paper = sorted(
        asked(workspace).contents, key=lambda c: c.kind is not ContentKind.WEBINAR
    )

    assert (400, 10) == (webinar.cost, webinar.per_lead)
    assert webinar.per_lead_low < 10 < webinar.per_lead_high
    assert (None, None) == (paper.cost, paper.per_lead)


def test_only_some_kinds(workspace):
    """
    Asked for webinars, only they are told; what is missing around them is said.
    """
    workspace.add("leads", *(lead(n, content=NAMES[n % 3]) for n in range(9)))

    found = asked(workspace, kinds=["webinar"])

    assert [NAMES[0]] == [c.name for c in found.contents]
    said = " ".join(n.en for n in found.notes)
    assert "No touchpoint is recorded" in said
    assert "No spend names a content" in said


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Webinaire : la paie", "webinar"),
        ("WEBINAR Q3", "webinar"),
        ("Livre blanc « IA »", "white_paper"),
        ("The e-book", "white_paper"),
        ("Étude de cas Dupont", "case_study"),
        ("Article de blog", "article"),
        ("Guide de la trésorerie", "guide"),
        ("Vidéo de démonstration", "video"),
        ("Annonce 3", "other"),
    ],
)
def test_a_kind_is_read_from_the_name(name, kind):
    """
    Webinars, white papers and the like are known by their French or English words.
    """
    assert kind == kind_of(name).value


def test_no_content_is_a_sentence(workspace):
    """
    Data that names no content says which column is missing.
    """
    workspace.add("leads", lead(1))

    with pytest.raises(KpiError, match="content column"):
        asked(workspace)
