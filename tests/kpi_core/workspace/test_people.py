"""Weak matches between people are proposed, and merged only when somebody says so."""

import pytest

from kpi_core.errors import KpiError
from kpi_core.workspace import Store, people, safekeeping
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


SEO = {"email": "a@x.example", "created_on": "2025-03-10", "source": "SEO", "segment": "SMB"}
ADS = {
    "email": "b@x.example",
    "created_on": "2025-04-01",
    "source": "LinkedIn Ads",
    "campaign": "Spring",
    "segment": "Enterprise",
}


@pytest.fixture(name="one")
def _one(made):
    """Return a workspace where two rows of one file were said to be one person, `L1`."""
    made.add("leads", SEO | {"name": "Ana Diaz"}, ADS | {"name": "Anna Diaz"})
    people.make_one(made.store, "L1", "L2", "test")
    return made


def told_of(made):
    """Return what is known of the one person."""
    return made.rows("SELECT email, created_on::VARCHAR, source, campaign, segment FROM leads")


@pytest.mark.parametrize("again", [[ADS], [SEO, ADS], [ADS, SEO]])
def test_one_person_stays_one_however_often_the_rows_come(one, again):
    """
    The rows of which a person was made come again, alone or together, and undo nothing.
    """
    one.add("leads", *again)

    assert [("a@x.example", "2025-03-10", "SEO", None, "SMB")] == told_of(one)
    assert {"SEO": 1} == one.grouped("lead_volume", "channel")


def test_a_file_adds_what_neither_row_of_a_person_said(one):
    """
    Of a person made of two a later file adds what is unknown, and an earlier day where it has one.
    """
    one.add("leads", ADS | {"company": "Firm", "mql_on": "2025-06-02", "country": "FR"})
    one.add("leads", SEO | {"company": "Other", "mql_on": "2025-05-02", "country": None})

    assert [("Firm", "FR", "2025-05-02")] == one.rows(
        "SELECT company, country, mql_on::VARCHAR FROM leads"
    )


@pytest.mark.parametrize("system", ["plain.leads", "hubspot.contacts"])
def test_an_earlier_first_contact_brings_its_channel(one, system):
    """
    A row older than both moves the person's first day, and where they come from with it, whole.
    """
    one.add("leads", ADS | {"created_on": "2025-01-05"}, system=system)

    assert [("a@x.example", "2025-01-05", "LinkedIn Ads", "Spring", "SMB")] == told_of(one)
    assert {"LinkedIn Ads": 1} == one.grouped("lead_volume", "channel")


def test_the_numbers_of_one_person_are_those_of_the_first(one):
    """
    The person keeps the number and the tool of the lead that is kept, and the other's is no more.
    """
    assert [("L1", "plain.leads")] == one.rows("SELECT lead, system FROM leads")
    assert [("L1", False), ("L2", True)] == one.rows(
        "SELECT lead, tombstone FROM leads_history ORDER BY lead"
    )


def test_an_old_report_is_not_rewritten_by_a_decision(made):
    """
    As of the day before two leads were said to be one, revenue stands where it stood then.
    """
    made.add("leads", SEO, ADS)
    made.add(
        "deals",
        {"deal": "D1", "lead": "b@x.example", "state": "won", "kind": "new"}
        | {"created_on": "2025-04-02", "closed_on": "2025-05-01", "amount": 900},
    )
    made.add(
        "touchpoints",
        {"touched_on": "2025-04-01", "lead": "b@x.example", "source": "LinkedIn Ads"},
    )
    then = moment(made)
    people.make_one(made.store, "L1", "L2", "test")

    asked = {"filters": {"channel": ["LinkedIn Ads"]}}
    assert 900 == made.value("revenue", as_of=then, **asked) == made.value("revenue", as_of=then)
    assert {"SEO": 900} == made.grouped("revenue", "channel")
    for fact in ("deals", "touchpoints"):
        assert [("L1",)] == made.rows(f"SELECT lead FROM {fact}")
        assert [("L2", False)] == made.rows(f"SELECT lead, tombstone FROM {fact}_history")


@pytest.mark.parametrize("address", ["a@x.example", "b@x.example", "c@x.example"])
def test_whoever_was_made_of_several_is_forgotten_whole(made, address):
    """
    Forgetting one address of a person erases all that they were, through every decision.
    """
    made.add(
        "leads", lead("a@x.example", name="Ana Quixote"), lead("b@x.example", name="A Quixote")
    )
    made.add(
        "leads", lead("c@x.example", name="Anna Quixote"), lead("d@x.example", name="Dan Other")
    )
    people.make_one(made.store, "L2", "L3", "test")
    people.make_one(made.store, "L1", "L2", "test")

    safekeeping.forget(made.store, address, "test")

    made.close()
    for path in made.folder.iterdir():
        held = path.read_bytes().lower()
        for trace in (b"quixote", b"a@x.example", b"b@x.example", b"c@x.example"):
            assert trace not in held, (path.name, trace)
    with Store(made.folder) as store:
        found = store.cursor().execute("SELECT email FROM leads ORDER BY lead").fetchall()
    assert [(None,), ("d@x.example",)] == found


def test_a_restored_backup_forgets_all_that_a_person_was(made, tmp_path):
    """
    A backup made before two leads were one comes back without either, once they are forgotten.
    """
    made.add(
        "leads", lead("a@x.example", name="Ana Quixote"), lead("b@x.example", name="A Quixote")
    )
    safekeeping.backup(made.store, tmp_path / "kept.duckdb", "test")
    people.make_one(made.store, "L1", "L2", "test")
    safekeeping.forget(made.store, "a@x.example", "test")
    made.close()

    safekeeping.restore(made.folder, tmp_path / "kept.duckdb").unlink()

    with Store(made.folder) as store:
        cursor = store.cursor()
        assert [(2, 0)] == cursor.execute("SELECT count(*), count(email) FROM leads").fetchall()
        assert [(0,)] == cursor.execute("SELECT count(name) FROM leads_history").fetchall()


def test_what_only_the_past_still_holds_is_erased_for_good(made, tmp_path):
    """
    A name that an earlier release left in the history alone is erased, from restored backups too.
    """
    made.add("leads", lead("a@x.example"), lead("b@x.example", name="Ana Quixote"))
    with made.store.transaction("test", "one person", "L1", {"other": "L2"}) as cursor:
        cursor.execute("INSERT INTO leads_history SELECT *, now(), NULL, TRUE FROM leads")
        cursor.execute("DELETE FROM leads_history WHERE lead = 'L1'")
        cursor.execute("DELETE FROM leads WHERE lead = 'L2'")
        cursor.execute("DELETE FROM identities WHERE lead = 'L2'")
    safekeeping.backup(made.store, tmp_path / "kept.duckdb", "test")

    safekeeping.forget(made.store, "b@x.example", "test")

    assert [(None,)] == made.rows("SELECT name FROM leads_history")
    made.close()
    safekeeping.restore(made.folder, tmp_path / "kept.duckdb").unlink()
    with Store(made.folder) as store:
        found = store.cursor().execute("SELECT email, name FROM leads_history").fetchall()
    assert [(None, None)] == found
