"""What an answer says of the records behind it: since when, up to when, and with which tax."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.kpi_core.answering.conftest import codes
from tests.kpi_core.answering.rows import deal, lead, spent

JULY = "2025-07"


def words(found, code):
    return [c.message.fr for c in found.caveats if c.code == code]


def moment():
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def test_before_the_first_import_no_number_is_known(workspace):
    """
    As of a day before any import the answer is missing and says why: no data is not zero.
    """
    workspace.add("leads", lead(1, "2025-06-20"), lead(2, "2025-07-05"), lead(3, "2025-08-02"))

    (found,) = workspace.all("lead_volume", period=JULY, as_of=dt.datetime(2025, 1, 1))

    assert found.value is None
    (said,) = words(found, "not_yet")
    assert "au 01/01/2025" in said
    assert "rien n’était encore importé à cette date" in said


def test_a_fact_imported_later_was_not_known_either(workspace):
    """
    With leads known and spend not yet, leads have a number and their cost has none.
    """
    workspace.add("leads", lead(1, "2025-06-20"), lead(2, "2025-07-05"), lead(3, "2025-08-02"))
    between = moment()
    workspace.add("spend", spent(100, day="2025-07-10"))

    leads, cost = workspace.all("lead_volume", "cpl", period=JULY, as_of=between)

    assert (1, None) == (leads.value, cost.value)
    assert ["not_yet"] == [c.code for c in cost.caveats if c.code in {"not_yet", "no_data"}]


def test_days_that_were_not_yet_imported_are_not_zero(workspace):
    """
    A month whose rows came with a later file has no number as of the earlier one.
    """
    workspace.add("leads", lead(1, "2025-06-20"))
    between = moment()
    workspace.add("leads", lead(2, "2025-07-05"), lead(3, "2025-08-02"))

    (found,) = workspace.all("lead_volume", period=JULY, as_of=between)

    assert (None, True) == (found.value, "no_data" in codes(found))


@pytest.mark.parametrize(
    ("kpi", "named"),
    [("cpl", {"spend"}), ("average_deal", {"deals"}), ("roas", {"spend", "deals"})],
)
def test_tax_is_asked_of_the_files_that_a_kpi_adds_up(workspace, kpi, named):
    """
    Only a file whose amounts a KPI reads is named for its tax: deals say nothing of the CPL.
    """
    workspace.add("spend", spent(100, day="2025-07-10"))
    workspace.add("leads", lead(1, "2025-07-05"))
    workspace.add("deals", deal(1, closed="2025-07-20", created_on="2025-07-06"))
    workspace.store.cursor().execute("UPDATE imports SET tax = NULL")
    files = {"spend": "file1.csv", "deals": "file3.csv"}

    said = " ".join(words(workspace.ask(kpi, period=JULY), "tax_unknown"))

    assert named == {fact for fact, file in files.items() if file in said}


MONTHLY = [f"2025-0{n}-01" for n in range(5, 10)]


@pytest.mark.parametrize(
    "days",
    [MONTHLY, ["2025-07-15", "2025-08-12", "2025-09-17"], ["2025-08-01", "2025-09-01"]],
    ids=["firsts", "one a month", "two firsts"],
)
def test_a_row_a_month_tells_its_whole_month(workspace, days):
    """
    Spend given once a month is the month's: no day of the last one is missing.
    """
    workspace.add("spend", *(spent(100, "SEO", day) for day in days))

    assert "stale" not in codes(workspace.ask("direct_cost", period="2025-09"))


def test_months_that_nobody_gave_are_still_missed(workspace):
    """
    A monthly source that stopped is told from the end of its last month, to a day that is named.
    """
    workspace.add("spend", *(spent(100, "SEO", day) for day in MONTHLY))

    (said,) = words(workspace.ask("direct_cost", period="2025-08-01..2025-10-31"), "stale")

    assert "s’arrêtent au 30/09/2025" in said
    assert said.endswith("il manque 31 jours, jusqu’au 31/10/2025.")


def test_a_daily_source_is_not_covered_by_a_monthly_one(workspace):
    """
    A fee dated the 1st does not hide that advertising told day by day stopped within the month.
    """
    workspace.add("spend", *(spent(100, "SEO", day) for day in MONTHLY))
    workspace.add("spend", *(spent(9, "LinkedIn Ads", f"2025-09-0{n}") for n in (1, 2, 3, 4)))

    assert "stale" in codes(workspace.ask("direct_cost", period="2025-09"))


def test_a_row_a_week_tells_its_whole_week(workspace):
    """
    Spend given each Monday covers up to Sunday: eleven days on, five are missing, not alarming.
    """
    mondays = ("2025-09-01", "2025-09-08", "2025-09-15")
    workspace.add("spend", *(spent(100, "SEO", day) for day in mondays))

    assert "stale" not in codes(workspace.ask("direct_cost", period="2025-09-01..2025-09-26"))
    assert "stale" in codes(workspace.ask("direct_cost", period="2025-09-01..2025-09-30"))


def test_a_mean_is_written_in_each_language(workspace):
    """
    The mean beside a median has the decimal mark of the language.
    """
    workspace.add("leads", lead(1, "2025-07-01"), lead(2, "2025-07-01"))
    workspace.add(
        "deals",
        deal(1, closed="2025-07-11", created_on="2025-07-01", lead="p1@exemple.fr"),
        deal(2, closed="2025-07-12", created_on="2025-07-01", lead="p2@exemple.fr"),
    )

    (caveat,) = [
        c for c in workspace.ask("sales_cycle", period=JULY).caveats if c.code == "median_of"
    ]

    assert "mean 10.5 days" in caveat.message.en
    assert "moyenne 10,5 jours" in caveat.message.fr
