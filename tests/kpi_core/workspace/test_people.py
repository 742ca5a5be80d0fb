"""Weak matches between people are proposed, and merged only when somebody says so."""

import pytest

from kpi_core.errors import KpiError
from kpi_core.workspace import people
from tests.kpi_core.workspace.filled import lead
from tests.kpi_core.workspace.test_imports import moment

URL = "https://www.linkedin.com/in/ana-diaz"


@pytest.fixture(name="twice")
def _twice(made):
    """Return a workspace where one person stands under two e-mails of one LinkedIn address."""
    made.add(
        "leads",
        lead("ana@firm.example", "2025-03-10", linkedin_url=URL, name="Ana Diaz"),
        system="hubspot.contacts",
    )
    made.add(
        "leads",
        lead("ana@home.example", "2025-02-01", linkedin_url=URL, mql_on="2025-05-02")
        | {"source": "Google Ads"},
        system="waalaxy.prospects",
    )
    return made


def pairs(made):
    """Return what is proposed: the earlier lead's e-mail, the other's, and the reason."""
    found = people.proposals(made.store.cursor())
    return [(p.one.email, p.other.email, p.why) for p in found]


def test_two_e_mails_of_one_linkedin_address_are_proposed(twice):
    """
    A shared LinkedIn address is a reason to ask, and the earlier lead is named first.
    """
    assert [("ana@home.example", "ana@firm.example", "linkedin")] == pairs(twice)
    assert 2 == twice.value("lead_volume")


def test_namesakes_of_one_firm_are_proposed_whatever_their_accents(made):
    """
    The same name at the same firm is proposed; the same name elsewhere is not.
    """
    made.add(
        "leads",
        lead("a@x.example", name="Zoé Martin", company="Élan"),
        lead("b@x.example", name="zoe martin", company="elan"),
        lead("c@x.example", name="Zoé Martin", company="Autre"),
    )

    assert [("a@x.example", "b@x.example", "name")] == pairs(made)


def test_one_person_is_counted_once_from_where_they_first_came(twice):
    """
    Said to be one, the two rows are one lead: the first date, the first channel, every stage.
    """
    twice.add(
        "deals",
        {
            "deal": "D1",
            "lead": "ana@firm.example",
            "state": "won",
            "kind": "new",
            "created_on": "2025-04-01",
            "closed_on": "2025-06-01",
            "amount": 900,
        },
    )
    then = moment(twice)
    (found,) = people.proposals(twice.store.cursor())

    people.make_one(twice.store, found.one.lead, found.other.lead, "test")

    assert 1 == twice.value("lead_volume")
    assert {"Google Ads": 1} == twice.grouped("lead_volume", "channel")
    assert {"Google Ads": 900} == twice.grouped("revenue", "channel")
    assert 1 == twice.value("mqls")
    assert [] == pairs(twice)
    assert 2 == twice.value("lead_volume", as_of=then)


def test_whoever_names_the_other_later_names_that_person(twice):
    """
    A later file under either e-mail finds the one person, and makes nobody new.
    """
    (found,) = people.proposals(twice.store.cursor())
    people.make_one(twice.store, found.one.lead, found.other.lead, "test")

    twice.add("leads", lead("ana@firm.example", sql_on="2025-06-01"), system="hubspot.contacts")
    twice.add("leads", lead("ana@home.example"), system="hubspot.contacts")

    assert 1 == twice.value("lead_volume")
    assert 1 == twice.value("sqls")


def test_people_said_to_be_two_are_not_proposed_again(twice):
    """
    A decision is remembered: two people stay two, and nobody is asked twice.
    """
    (found,) = people.proposals(twice.store.cursor())

    people.keep_apart(twice.store, found.other.lead, found.one.lead, "test")

    assert [] == pairs(twice)
    assert 0 == people.count_proposals(twice.store.cursor())
    assert 2 == twice.value("lead_volume")


@pytest.mark.parametrize("decide", [people.make_one, people.keep_apart])
def test_a_lead_that_is_not_there_is_refused(twice, decide):
    """
    A number mistyped, or the same one twice, changes nothing and is said.
    """
    before = twice.everything()

    with pytest.raises(KpiError, match="L999"):
        decide(twice.store, "L1", "L999", "test")
    with pytest.raises(KpiError, match="L1"):
        decide(twice.store, "L1", "L1", "test")

    assert before == twice.everything()
