"""What was said of a file can be said again, and what was only taken from it follows."""

import datetime as dt

import pytest

from addin.desk import Desk, perform
from kpi_core.answering import Core
from kpi_core.errors import KpiError
from kpi_core.workspace import audit

DEALS = """deal,kind of deal,status,date created,close date,amount
{},new,won,2025-03-20,2025-04-20,900
"""


@pytest.fixture(name="bring")
def _bring(made, tmp_path):
    """Import a file of one deal, and return what is told."""
    desk = Desk(Core(made.store, dt.date(2025, 11, 12)), actor="test")

    def bring(deal, **hints):
        path = tmp_path / f"{deal}.csv"
        path.write_text(DEALS.format(deal), encoding="utf-8")
        return perform(desk, "import", {"file": str(path), "hints": {"tax": "ht"} | hints})

    return bring


def held(made):
    """Return what the amounts of each file are declared to hold."""
    return dict(made.rows("SELECT DISTINCT file, amount FROM imports ORDER BY 1"))


def test_a_remembered_declaration_follows_its_correction(made, bring):
    """
    A word taken from an earlier file alone changes when the user corrects the earlier file.
    """
    bring("D1", amount="tcv")
    bring("D2")
    assert {"D1.csv": "tcv", "D2.csv": "tcv"} == held(made)

    told = bring("D1", amount="acv")

    assert {"D1.csv": "acv", "D2.csv": "acv"} == held(made)
    (note,) = [n for n in told["notes"] if "D2.csv" in n["fr"]]
    assert "ACV too now" in note["en"]
    assert "désormais en ACV aussi" in note["fr"]
    assert [(1,)] == made.rows("SELECT count(*) FROM audit WHERE action = 'amount corrected'")


def test_what_the_user_said_of_another_file_stands(made, bring):
    """
    A file of which the user spoke is never relabelled: the correction is refused, and names it.
    """
    bring("D1", amount="tcv")
    bring("D2", amount="tcv")
    bring("D2")
    bring("D3")

    with pytest.raises(KpiError) as caught:
        bring("D1", amount="acv")

    assert "ceux de D2.csv en TCV" in caught.value.message.fr
    assert "those of D2.csv TCV" in caught.value.message.en
    assert {"D1.csv": "tcv", "D2.csv": "tcv", "D3.csv": "tcv"} == held(made)


def test_a_word_taken_from_memory_corrects_nobody(made, bring):
    """
    Only what the user says now corrects: what is remembered by now is no reason to relabel.
    """
    bring("D1", amount="tcv")
    made.store.cursor().execute("UPDATE mappings SET plan = replace(plan::VARCHAR, 'tcv', 'acv')")

    with pytest.raises(KpiError, match="D1"):
        bring("D2")

    assert {"D1.csv": "tcv"} == held(made)


def test_a_correction_and_its_import_are_one_change(made, bring, monkeypatch):
    """
    When the import fails at its very end, no other file's word has changed either.
    """
    bring("D1", amount="tcv")
    bring("D2")
    before = made.everything()
    kept = audit.record

    def failing(cursor, **told):
        if told["action"] == "import":
            raise RuntimeError
        return kept(cursor, **told)

    monkeypatch.setattr(audit, "record", failing)
    with pytest.raises(RuntimeError):
        bring("D1", amount="acv")

    assert before == made.everything()
