"""Whoever asked to be forgotten stays out of the exports that still hold them."""

import datetime as dt

import pytest

from addin.desk import Desk, perform
from kpi_core.answering import Core
from kpi_core.errors import KpiError

MAIL = "zdenka.quixote@firm.example"
LEADS = f"""e-mail,name,date the lead was created,source
{MAIL},Zdenka Quixote,2025-03-10,LinkedIn Ads
bob@firm.example,Bob,2025-03-11,LinkedIn Ads
"""
DEALS = f"""deal,lead,kind of deal,status,date created,close date,amount
D1,{MAIL},new,won,2025-03-20,2025-04-20,900
D2,bob@firm.example,new,won,2025-03-20,2025-04-21,100
"""


@pytest.fixture(name="ask")
def _ask(made):
    desk = Desk(Core(made.store, dt.date(2025, 11, 12)), actor="test")
    return lambda operation, **asked: perform(desk, operation, asked)


@pytest.fixture(name="exports")
def _exports(tmp_path):
    """Two exports of a tool that goes on knowing everybody."""
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    (tmp_path / "deals.csv").write_text(DEALS, encoding="utf-8")
    return [str(tmp_path / "leads.csv"), str(tmp_path / "deals.csv")]


def held(made):
    """Return whether any table, or the journal, still writes the person's name or address."""
    return any(
        "quixote" in str(row).lower()
        for table in ("leads", "leads_history", "deals", "deals_history", "identities", "quarantine", "audit")
        for row in made.rows(f"SELECT * FROM {table}")
    )  # fmt: skip


def test_the_next_export_does_not_bring_them_back(made, ask, exports):
    """
    Imported again, rows about a forgotten person are left out and counted, and no figure moves.
    """
    for path in exports:
        ask("import", file=path, hints={"tax": "ht"})
    ask("forget", email=MAIL)
    before = made.value("lead_volume"), made.value("revenue")

    told = [ask("import", file=path, hints={"tax": "ht"}) for path in exports]

    assert [1, 1] == [one["counts"]["forgotten"] for one in told]
    assert not held(made)
    assert before == (made.value("lead_volume"), made.value("revenue")) == (2, 1000)
    for one in told:
        (note,) = [n for n in one["notes"] if "--again" in n["en"]]
        assert "1 row about a person" in note["en"]
        assert "1 ligne concernait une personne" in note["fr"]


def test_nobody_is_left_out_where_nobody_asked(made, ask, exports):
    """
    Without a request to be forgotten, an import brings in all it holds.
    """
    told = ask("import", file=exports[0])

    assert 0 == told["counts"]["forgotten"]
    assert {"leads": 2} == told["added"]
    assert held(made)


def test_with_their_consent_they_come_back(made, ask, exports):
    """
    `again` lets them in, takes them off the list, and is written in the journal.
    """
    ask("import", file=exports[0])
    ask("forget", email=MAIL)

    told = ask("import", file=exports[0], again=True)

    assert any("1 address" in n["en"] for n in told["notes"])
    assert [(MAIL,)] == made.rows("SELECT email FROM leads WHERE email LIKE 'zdenka%'")
    assert [(1,)] == made.rows("SELECT count(*) FROM audit WHERE action = 'known again'")
    assert 0 == ask("import", file=exports[0])["counts"]["forgotten"]


def test_a_rejected_row_does_not_bring_them_back(made, ask, exports, tmp_path):
    """
    A row that cannot be read is not quarantined when it names a forgotten person.
    """
    ask("import", file=exports[0])
    ask("forget", email=MAIL)
    path = tmp_path / "again.csv"
    path.write_text(
        f"e-mail,date the lead was created,source\n{MAIL},soon,X\nann@firm.example,soon,X\n",
        encoding="utf-8",
    )

    ask("import", file=str(path))

    assert not held(made)
    assert [(1,)] == made.rows("SELECT count(*) FROM quarantine")


CONTACTS = """Record ID,First Name,Last Name,Email,Create Date,Original Source
12,Zdenka,Quixote,zdenka.quixote@firm.example,2025-03-10,Paid Social
13,Bob,Martin,bob@firm.example,2025-03-12,Organic Search
"""
HUBSPOT = """Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Associated Contact IDs
1,Big,Closed Won,{amount},2025-05-13,2025-04-01,{contacts}
"""
SURVEYS = """date,respondent,score,survey
2025-05-01,{mail},10,nps
2025-05-01,bob@firm.example,0,nps
"""


@pytest.fixture(name="bring")
def _bring(ask, tmp_path):
    """Import a text as a file."""

    def bring(text, name="given.csv", **asked):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return ask(
            "import",
            file=str(tmp_path / name),
            hints={"tax": "ht"} | asked.pop("hints", {}),
            **asked,
        )

    return bring


def credited(made):
    """Return the revenue of each channel."""
    return made.grouped("revenue", "channel")


@pytest.mark.parametrize("contacts", ["12", "12;13", "13;12", "12;;13"])
@pytest.mark.parametrize("amount", [1000, 1200])
def test_revenue_keeps_its_channel_when_the_export_comes_again(made, ask, bring, contacts, amount):
    """
    A deal that a forgotten person brought stays where it was credited, the same export or another.
    """
    bring(CONTACTS, "contacts.csv")
    bring(HUBSPOT.format(amount=1000, contacts=contacts), "deals.csv")
    before = credited(made)
    assert 1 == len(before)
    ask("forget", email=MAIL)

    bring(HUBSPOT.format(amount=amount, contacts=contacts), "deals.csv")

    assert dict.fromkeys(before, amount) == credited(made)
    assert not held(made)
    assert [(False,)] == made.rows("SELECT DISTINCT contains(lead_raw, '12') FROM deals")


def test_an_amount_alone_moves_no_revenue(made, ask, bring):
    """
    A file of deals and amounts, without contacts, leaves a forgotten person's deal in its channel.
    """
    bring(CONTACTS, "contacts.csv")
    bring(HUBSPOT.format(amount=1000, contacts="12"), "deals.csv")
    (channel,) = credited(made)
    ask("forget", email=MAIL)

    bring(
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date\n"
        "1,Big,Closed Won,1300,2025-05-13,2025-04-01\n",
        "amounts.csv",
    )

    assert {channel: 1300} == credited(made)


def test_another_contact_of_the_same_deal_keeps_the_credit(made, ask, bring):
    """
    Of a cell with two people only the forgotten one is blanked; who brought the deal still did.
    """
    leads = "e-mail,date the lead was created,source\n{}"
    bring(leads.format(f"bob@firm.example,2025-01-10,SEO\n{MAIL},2025-03-10,LinkedIn Ads\n"))
    deal = f'D1,"{MAIL}, bob@firm.example",new,won,2025-03-20,2025-04-20,'
    header = DEALS.splitlines()[0]
    bring(f"{header}\n{deal}900\n", "deals.csv")
    ask("forget", email=MAIL)

    bring(f"{header}\n{deal}950\n", "deals.csv")

    assert {"SEO": 950} == credited(made)
    assert [("bob@firm.example",)] == made.rows(
        "SELECT trim(split_part(lead_raw, ';', 2)) FROM deals"
    )
    assert not held(made)


def test_forgetting_twice_takes_nobody_elses_mention(made, ask, bring):
    """
    Who comes back and is forgotten again takes nothing from the other contact of their deal.
    """
    bring(CONTACTS, "contacts.csv")
    bring(HUBSPOT.format(amount=1000, contacts="12;13"), "deals.csv")
    before = credited(made)
    ask("forget", email=MAIL)
    bring(CONTACTS, "contacts.csv", again=True)
    assert before == credited(made)

    ask("forget", email=MAIL)

    assert before == credited(made)
    assert [("13",)] == made.rows("SELECT split_part(lead_raw, ';', 2) FROM deals")


def test_a_contact_added_later_takes_no_credit(made, ask, bring):
    """
    A contact added to a forgotten person's deal is noted, and who came first keeps the credit.
    """
    bring(CONTACTS, "contacts.csv")
    bring(HUBSPOT.format(amount=1000, contacts="12"), "deals.csv")
    before = credited(made)
    ask("forget", email=MAIL)

    bring(HUBSPOT.format(amount=1000, contacts="12;13"), "deals.csv")

    assert before == credited(made)
    assert [("13",)] == made.rows("SELECT split_part(lead_raw, ';', 2) FROM deals")


def test_a_deal_given_to_somebody_else_follows_them(made, ask, bring):
    """
    When the tool names another contact, the deal leaves the forgotten person's channel.
    """
    bring(CONTACTS, "contacts.csv")
    bring(HUBSPOT.format(amount=1000, contacts="12"), "deals.csv")
    ask("forget", email=MAIL)

    bring(HUBSPOT.format(amount=1000, contacts="13"), "deals.csv")

    assert [("bob@firm.example",)] == made.rows("SELECT email FROM leads JOIN deals USING (lead)")


@pytest.mark.parametrize(
    "more", [{}, {"replace": True}, {"again": True}, {"replace": True, "again": True}]
)
def test_no_count_changes_by_forgetting_and_importing_again(made, ask, bring, more):
    """
    Leads, answers and contacts count the same when their exports come again, in whatever way.
    """
    touched = f"date,lead,source,action\n2025-03-01,{MAIL},LinkedIn Ads,click\n"
    files = {"leads.csv": LEADS, "surveys.csv": SURVEYS.format(mail=MAIL), "touched.csv": touched}
    for name, text in files.items():
        bring(text, name, hints={"as_fact": "touchpoints"} if name == "touched.csv" else {})
    kpis = ("lead_volume", "nps", "lead_engagement")
    before = [made.value(kpi) for kpi in kpis]
    numbers = made.rows("SELECT lead FROM leads ORDER BY lead")
    ask("forget", email=MAIL)
    assert before == [made.value(kpi) for kpi in kpis]

    for name, text in files.items():
        bring(text, name, **more)

    assert before == [made.value(kpi) for kpi in kpis]
    assert numbers == made.rows("SELECT lead FROM leads ORDER BY lead")
    assert [(2, 1)] == made.rows(
        "SELECT (SELECT count(*) FROM surveys), (SELECT count(*) FROM touchpoints)"
    )
    assert held(made) == ("again" in more)


def test_who_leaves_the_export_after_coming_back_leaves_the_figures(made, ask, bring):
    """
    Somebody who came back is like anybody: --replace removes them when their tool no longer has them.
    """
    bring(LEADS, "leads.csv")
    ask("forget", email=MAIL)
    bring(LEADS, "leads.csv", again=True)

    bring(
        "\n".join(line for line in LEADS.splitlines() if MAIL not in line) + "\n",
        "leads.csv",
        replace=True,
    )

    assert 1 == made.value("lead_volume")


def test_an_export_without_addresses_does_not_bring_them_back(made, ask, bring):
    """
    A contact known by the tool's own number is left out when only that number comes, read or not.
    """
    bring(CONTACTS, "contacts.csv")
    ask("forget", email=MAIL)

    names = (
        "Record ID,First Name,Last Name,Create Date,Original Source\n"
        "12,Zdenka,Quixote,2025-03-10,Paid Social\n12,Zdenka,Quixote,soon,Paid Social\n"
        "14,Eve,Durand,2025-03-10,Paid Social\n"
    )
    told = bring(names, "names.csv", hints={"as_fact": "leads"})

    assert 1 == told["counts"]["forgotten"]
    assert 3 == made.value("lead_volume")
    assert not held(made)

    bring(names, "names.csv", hints={"as_fact": "leads"}, again=True)

    assert 3 == made.value("lead_volume")
    assert held(made)


def test_the_number_of_another_list_is_another_person(made, ask, bring):
    """
    Plain lists number their rows: the number of a forgotten person, beside another address, is free.
    """
    plain = "id,e-mail,date created,source\n1,{},2025-03-10,SEO\n"
    bring(plain.format(MAIL), "one.csv")
    ask("forget", email=MAIL)

    told = bring(plain.format("eve@firm.example"), "two.csv")

    assert 0 == told["counts"]["forgotten"]
    assert 2 == made.value("lead_volume")


def test_new_rows_about_a_forgotten_person_are_not_stored(made, ask, bring):
    """
    A new answer or visit of somebody forgotten is left out; a new deal is kept, without them.
    """
    bring(LEADS, "leads.csv")
    ask("forget", email=MAIL)

    bring(SURVEYS.format(mail=MAIL), "surveys.csv")
    bring(
        f'date,lead,source,action\n2025-03-01,"bob@firm.example, {MAIL}",LinkedIn Ads,click\n',
        "touched.csv",
        hints={"as_fact": "touchpoints"},
    )
    bring(DEALS, "deals.csv")

    assert [(1, 0, 2)] == made.rows(
        "SELECT (SELECT count(*) FROM surveys), (SELECT count(*) FROM touchpoints), (SELECT count(*) FROM deals)"
    )
    assert [(None,)] == made.rows("SELECT lead FROM deals WHERE deal = 'D1'")
    assert not held(made)


def test_whose_facts_are_in_a_warehouse_is_told_that_it_still_holds_them(made, ask, exports):
    """
    "Nobody is known by that address" would read as done: the facts are elsewhere, and only read.
    """
    ask("import", file=exports[0], hints={"tax": "ht"})
    made.store.change_settings({"warehouse": "postgres://reader@db.example/crm"}, "test")

    told = ask("forget", email=MAIL)
    with pytest.raises(KpiError, match="nothing was erased there") as raised:
        ask("forget", email="nobody@firm.example")

    assert told["warehouse"]
    assert told["rows"] > 0
    assert "rien n’y a été effacé" in raised.value.message.fr
