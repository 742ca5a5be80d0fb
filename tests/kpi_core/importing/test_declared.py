"""What is said of a file when it is imported, and what becomes of its rejected rows."""

import datetime as dt

import duckdb
import pytest

from addin.desk import Desk
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.workspace import Store
from tests.kpi_core.importing.files import written

TODAY = dt.date(2025, 11, 12)
YEAR = {"start": "2025-01-01", "end": "2025-12-31"}
DEALS = "Deal ID,Deal Stage,Close date,{header}\nD{n},Won,2025-03-10,120\n"


@pytest.fixture(name="desk")
def _desk(tmp_path):
    with Store(tmp_path / "w", create=True) as store:
        yield Desk(Core(store, TODAY), actor="test")


def given(desk, folder, text, name="file.csv", **hints):
    """Import a file and return what became of it."""
    path = written(folder, text, name)
    return desk.import_file({"file": str(path), "hints": {"tax": "ht", **hints}})


def assumed(desk, kpi="revenue"):
    """Return what the answer of a KPI assumes, in French."""
    query = {"kpis": [kpi], "period": YEAR}
    (found,) = desk.query({"query": query})["results"]
    return [c["message"]["fr"] for c in found["caveats"] if c["code"] == "assumed"]


@pytest.mark.parametrize(
    ("header", "hints", "words"),
    [
        ("ACV", {}, "Montant = ACV (valeur annuelle)."),
        ("Amount", {"amount": "mrr"}, "Montant = MRR (valeur mensuelle)."),
        ("ACV", {"amount": "tcv"}, "Montant = TCV (valeur totale du contrat)."),
        ("Amount", {}, "Montants tels qu’exportés (TCV, ACV ou MRR non déclaré)."),
    ],
)
def test_revenue_says_what_amounts_hold(header, hints, words, desk, tmp_path):
    """
    A figure over the amount of deals says what that amount was declared to hold.
    """
    given(desk, tmp_path, DEALS.format(header=header, n=1), **hints)

    assert words in assumed(desk)


def test_only_figures_over_amounts_say_so(desk, tmp_path):
    """
    A count of deals says nothing of what their amount holds.
    """
    given(desk, tmp_path, DEALS.format(header="ACV", n=1))

    assert not any("montant" in words.lower() for words in assumed(desk, "win_rate"))


def test_a_file_without_declaration_is_named(desk, tmp_path):
    """
    Where one file says ACV and another nothing, the second is named; told later, it is not.
    """
    given(desk, tmp_path, DEALS.format(header="ACV", n=1))
    given(desk, tmp_path, DEALS.format(header="Amount", n=2), "other.csv")
    before = assumed(desk)
    given(desk, tmp_path, DEALS.format(header="Amount", n=2), "other.csv", amount="acv")

    assert any(words.endswith("other.csv.") for words in before)
    assert "Montant = ACV (valeur annuelle)." in assumed(desk)


def test_mixed_amounts_are_refused(desk, tmp_path):
    """
    Annual and whole contract values are never added up in one workspace.
    """
    given(desk, tmp_path, DEALS.format(header="ACV", n=1))

    with pytest.raises(KpiError) as caught:
        given(desk, tmp_path, DEALS.format(header="TCV", n=2))

    assert caught.value.kind is Kind.CURRENCY
    assert "en TCV" in caught.value.message.fr
    assert "en ACV" in caught.value.message.fr


def test_the_same_file_again_corrects_what_was_said_of_it(desk, tmp_path):
    """
    A wrong --amount or --tax is mended by importing the file once more with the right one.
    """
    deals = DEALS.format(header="Amount", n=1)
    given(desk, tmp_path, deals, amount="mrr", tax="ttc", vat="20")
    before = desk.query({"query": {"kpis": ["revenue"], "period": YEAR}})["results"][0]["value"]

    given(desk, tmp_path, deals, amount="acv", tax="ht")

    (found,) = desk.query({"query": {"kpis": ["revenue"], "period": YEAR}})["results"]
    assert (100, 120) == (before, found["value"])
    assert "Montant = ACV (valeur annuelle)." in assumed(desk)
    with pytest.raises(KpiError, match="ACV"):
        given(desk, tmp_path, DEALS.format(header="TCV", n=2), "other.csv")


def test_an_amount_is_one_of_three(desk, tmp_path):
    """
    Anything but TCV, ACV or MRR is refused with the three of them.
    """
    with pytest.raises(KpiError) as caught:
        given(desk, tmp_path, DEALS.format(header="Amount", n=1), amount="ltv")

    assert "tcv, acv, mrr" in caught.value.message.fr


def test_an_older_workspace_still_opens(tmp_path):
    """
    A workspace made before amounts were declared opens, and takes declared imports from then on.
    """
    with Store(tmp_path / "w", create=True) as store:
        given(Desk(Core(store, TODAY)), tmp_path, DEALS.format(header="Amount", n=1), "old.csv")
    with duckdb.connect(str(tmp_path / "w" / "workspace.duckdb")) as old:
        old.execute("ALTER TABLE imports DROP COLUMN amount")

    with Store(tmp_path / "w") as store:
        given(Desk(Core(store, TODAY)), tmp_path, DEALS.format(header="ACV", n=2), "new.csv")
        told = store.cursor().execute("SELECT file, amount FROM imports ORDER BY id").fetchall()

    assert told == [("old.csv", None), ("new.csv", "acv")]


def test_a_workspace_without_a_column_of_this_release_gains_it(tmp_path):
    """
    Leads stored before their job titles were kept stay as they are; the next import has them. So
    does a fact that was not told of then.
    """
    leads = "Email,Created,Job title\n{mail},2025-03-10,{role}\n"
    with Store(tmp_path / "w", create=True) as store:
        given(Desk(Core(store, TODAY)), tmp_path, leads.format(mail="a@b.fr", role="DAF"), "a.csv")
    with duckdb.connect(str(tmp_path / "w" / "workspace.duckdb")) as old:
        for table in ("leads", "leads_history"):
            old.execute(f"ALTER TABLE {table} DROP COLUMN role")
        old.execute("DROP TABLE surveys")
        old.execute("DROP TABLE surveys_history")

    with Store(tmp_path / "w") as store:
        given(Desk(Core(store, TODAY)), tmp_path, leads.format(mail="c@d.fr", role="CFO"), "c.csv")
        told = store.cursor().execute("SELECT email, role FROM leads ORDER BY 1").fetchall()
        assert [(0,)] == store.cursor().execute("SELECT count(*) FROM surveys").fetchall()

    assert told == [("a@b.fr", None), ("c@d.fr", "CFO")]


SPEND = "Date,Source,Cost\n2025-03-10,A,100\n2025-03-11,A,{second}\n"


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        (SPEND.format(second="soon"), "file.csv", 1),
        (SPEND.format(second="soon"), "copy.csv", 1),
        (SPEND.format(second="soon") + "2025-03-12,A,5\n", "copy.csv", 1),
        (SPEND.format(second="50"), "file.csv", 0),
        (SPEND.format(second="later"), "file.csv", 1),
        (SPEND.format(second="50"), "other.csv", 1),
        ("Date,Source,Cost\n2025-04-10,A,100\n2025-04-11,A,7\n", "file.csv", 1),
        ("Date,Source,Cost\n2025-03-10,A,100\n", "file.csv", 1),
    ],
    ids=[
        "same file", "copy", "copy and more", "mended", "mended wrong", "another name",
        "next month under one name", "shorter",
    ],
)  # fmt: skip
def test_the_quarantine_holds_what_is_still_to_mend(text, name, left, desk, tmp_path):
    """
    A rejected row counts once however often its file is given, and no more once it is mended.
    """
    given(desk, tmp_path, SPEND.format(second="soon"))
    given(desk, tmp_path, text, name)

    assert desk.status({})["quarantined"] == left


def test_two_equal_rejected_rows_are_two(desk, tmp_path):
    """
    Two equal lines of one file that cannot be read are two rows to mend, also when given again.
    """
    text = "Date,Source,Cost\n2025-03-10,A,soon\n2025-03-10,A,soon\n2025-03-11,A,4\n"
    given(desk, tmp_path, text)
    given(desk, tmp_path, text)

    assert desk.status({})["quarantined"] == 2
