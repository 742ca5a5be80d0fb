"""Whoever asked to be forgotten stays out of the exports that still hold them."""

import datetime as dt

import pytest

from addin.desk import Desk, perform
from kpi_core.answering import Core

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
