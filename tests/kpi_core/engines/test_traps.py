"""Where two engines part on the same rows, ours is the answer: each trap once, by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.kpi_core.engines.conftest import EVERY, Firm

pytestmark = EVERY
LEADS = """
[leads]
table = "leads"
[leads.columns]
lead = "id"
created_on = "made"
source = "origin"
"""
DEALS = """
[deals]
table = "deals"
[deals.columns]
deal = "id"
customer = "account"
state = "state"
created_on = "made"
closed_on = "closed"
amount = "amount"
source = "origin"
"""
SPEND = """
[spend]
table = "spend"
[spend.columns]
spent_on = "day"
source = "origin"
amount = "amount"
label = "label"
"""
DAY = dt.date(2026, 3, 10)


def leads(firm: Firm, *rows, made="date"):
    columns = {"id": "text", "made": made, "origin": "text"}
    firm.table("leads", columns, *rows)


def deals(firm: Firm, *rows):
    columns = {
        "id": "text", "account": "text", "state": "text", "made": "date", "closed": "date",
        "amount": "numeric", "origin": "text",
    }  # fmt: skip
    firm.table("deals", columns, *rows)


def spend(firm: Firm, *rows):
    columns = {"day": "date", "origin": "text", "amount": "numeric", "label": "text"}
    firm.table("spend", columns, *rows)


@pytest.mark.parametrize(
    ("zone", "april"), [("Europe/Paris", 1), ("UTC", 0), ("America/Montreal", 0)]
)
def test_a_moment_belongs_to_the_day_of_the_workspace(firm, zone, april):
    """
    Half past ten in the evening in London is the next day in Paris, whatever clock the server has.
    """
    leads(firm, ("a", dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC), "SEO"), made="timestamptz")
    firm.map(LEADS)
    firm.set(timezone=zone)

    assert april == (firm.ask("lead_volume", period="2026-04").value or 0)
    assert 1 - april == (firm.ask("lead_volume", period="2026-03").value or 0)


def test_a_moment_without_a_zone_is_of_the_zone_that_is_said(firm):
    """
    Of the workspace's own, unless the mapping names another.
    """
    if getattr(firm.server, "dialect", None) == "clickhouse":
        pytest.skip("every moment of a ClickHouse has its zone")
    leads(firm, ("a", dt.datetime(2026, 3, 31, 22, 30), "SEO"), made="timestamp")
    firm.map(LEADS)
    assert 1 == firm.ask("lead_volume", period="2026-03").value

    firm.map('zone = "UTC"\n' + LEADS)
    assert 1 == firm.ask("lead_volume", period="2026-04").value


def test_the_last_days_of_months_stay_in_their_quarter(firm):
    """
    The 31st has no like in shorter months: a fiscal quarter is decided by months alone.
    """
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 3, 31), dt.date(2026, 5, 31)]
    leads(firm, *((str(i), day, "SEO") for i, day in enumerate(days)))
    firm.map(LEADS)
    firm.set(fiscal_start=12)

    found = firm.all("lead_volume", period="2025-12-01..2026-05-31", grain="quarter")

    assert {"2025-12-01": 2, "2026-03-01": 2} == {r.group["quarter"]: r.value for r in found}


def test_nothing_below_the_line_is_an_answer_not_a_fault(firm):
    """
    Spend and no lead: there is no cost per lead, and the reason is said; a server would refuse.
    """
    spend(firm, (DAY, "SEO", 100, None))
    leads(firm, ("a", DAY, "LinkedIn Ads"))
    firm.map(SPEND + LEADS)

    found = {r.group["channel"]: r for r in firm.all("cpl", period="2026-03", by=["channel"])}

    assert found["SEO"].value is None
    assert "zero_denominator" in {c.code for c in found["SEO"].caveats}


def test_cents_are_rounded_away_from_zero(firm):
    """
    A half of the last figure goes up, and down below zero, as an import does.
    """
    halves = {"SEO": Decimal("0.00005"), "Email": Decimal("-0.00015")}
    deals(firm, *((s, s, "won", DAY, DAY, amount, s) for s, amount in halves.items()))
    firm.map(DEALS)

    found = firm.all("revenue", period="2026-03", by=["source"])

    assert {"SEO": 0.0001, "Email": -0.0002} == {r.group["source"]: r.value for r in found}


def test_money_is_added_exactly(firm):
    """
    Ten thousand times ten cents and one odd cent, whatever order they come in.
    """
    spend(firm, *((DAY, "SEO", Decimal("0.1"), None) for _ in range(10_000)), (DAY, "SEO", Decimal("0.01"), None))  # fmt: skip
    firm.map(SPEND)

    assert 1000.01 == firm.ask("total_cost", period="2026-03").value


def test_unassigned_rows_meet_themselves(firm):
    """
    Spend of no channel and leads of none are one row; a join would have lost both.
    """
    spend(firm, (DAY, None, 100, None), (DAY, "  ", 50, None))
    leads(firm, ("a", DAY, None), ("b", DAY, ""), ("c", DAY, " "))
    firm.map(SPEND + LEADS)

    for name in ("channel", "source"):
        (found,) = firm.all("cpl", period="2026-03", by=[name])
        assert ({name: None}, 50) == (found.group, found.value)


def test_people_are_counted_one_by_one(firm):
    """
    Twenty thousand accounts are 20,000: nothing is estimated.
    """
    deals(firm, *((f"d{i}", f"a{i % 20_000}", "won", DAY, DAY, 1, "SEO") for i in range(21_000)))
    firm.map(DEALS)

    assert 20_000 == firm.ask("new_customers", period="2026-03").value


def test_capitals_and_accents_do_not_make_two_customers(firm):
    """
    ÉLAN and élan are one account, whatever alphabet the server sorts by.
    """
    deals(firm, ("1", "ÉLAN ", "won", DAY, DAY, 1, "SEO"), ("2", "élan", "won", DAY, DAY, 1, "SEO"))
    firm.map(DEALS)

    assert 1 == firm.ask("new_customers", period="2026-03").value


def test_only_blanks_are_cut_from_the_ends_of_a_name(firm):
    """
    A tab and a form feed are blanks; the letters v and f, which some engines take for those, are not.
    """
    names = ["vivaldi", "ivaldi", "\tivaldi\f", "soif", "soi"]
    deals(firm, *((str(i), name, "won", DAY, DAY, 1, "SEO") for i, name in enumerate(names)))
    firm.map(DEALS)

    assert 4 == firm.ask("new_customers", period="2026-03").value


def test_of_two_deals_of_one_day_the_first_is_the_same_everywhere(firm):
    """
    By code point: a French dictionary would put `a` before `B`, and credit another channel.
    """
    deals(firm, ("a", "x", "won", DAY, DAY, 1, "SEO"), ("B", "x", "won", DAY, DAY, 1, "Email"))
    firm.map(DEALS)

    found = firm.all("new_customers", period="2026-03", by=["channel"])

    assert {"Email": 1} == {r.group["channel"]: r.value for r in found if r.value}


def test_a_word_ends_where_it_ends(firm):
    """
    `Ads` is media and `Adsum fees` is not: what ends a word is written otherwise there.
    """
    labels = ["LinkedIn Ads", "fees", "MÉDIA", "Adsum", "coffees"]
    spend(firm, *((DAY, "LinkedIn Ads", 10**i, label) for i, label in enumerate(labels)))
    firm.map(SPEND)

    assert 101 == firm.ask("ad_spend", period="2026-03").value


def test_whole_numbers_are_not_divided_as_whole_numbers(firm):
    """
    One engagement of three impressions is a third.
    """
    firm.table("seen", {"day": "date", "n": "integer", "of": "integer"}, (DAY, 1, 3))
    firm.map(
        '[traffic]\ntable = "seen"\n[traffic.columns]\nseen_on = "day"\nclicks = "n"\n'
        'impressions = "of"\nmedium = { value = "ads" }\n'
    )

    assert pytest.approx(1 / 3) == firm.ask("ctr", period="2026-03").value


def test_no_row_is_nothing_and_no_amount_is_unknown(firm):
    """
    A month without a win has 0 between two that have some; a deal without its amount is no 0.
    """
    around = [dt.date(2026, 2, 1), dt.date(2026, 4, 1)]
    deals(firm, *((str(i), f"c{i}", "won", day, day, None, "SEO") for i, day in enumerate(around)))
    firm.map(DEALS)

    assert 0 == firm.ask("new_customers", period="2026-03").value
    assert firm.ask("revenue", period="2026-02").value is None


def test_names_keep_their_capitals_accents_and_quotes(firm):
    """
    A table `Dépenses "2026"` and a column `Montant HT` are found as they are written.
    """
    firm.table("Dépenses 26", {"Jour": "date", "Montant HT": "numeric"}, (DAY, 7))
    firm.map(
        f'[spend]\ntable = "{firm.named("Dépenses 26")}"\n'
        '[spend.columns]\nspent_on = "Jour"\namount = "Montant HT"\n'
    )

    assert 7 == firm.ask("total_cost", period="2026-03").value


def test_amounts_of_another_currency_need_a_rate(firm):
    """
    Without one the question is refused, with both currencies; with one they add up.
    """
    from kpi_core.errors import Kind, KpiError

    columns = {"day": "date", "amount": "numeric", "cur": "text"}
    firm.table("spend", columns, (DAY, 100, "EUR"), (DAY, 100, "usd"), (DAY, 1, None))
    firm.map(
        '[spend]\ntable = "spend"\n[spend.columns]\nspent_on = "day"\namount = "amount"\n'
        'currency = "cur"\n'
    )

    with pytest.raises(KpiError, match=r"EUR.*USD") as refused:
        firm.ask("total_cost", period="2026-03")
    assert Kind.CURRENCY is refused.value.kind

    firm.set(rates={"USD": "0.92"})
    assert 193 == firm.ask("total_cost", period="2026-03").value
