"""What campaigns did cost, and who answered them."""

from datetime import date
from decimal import Decimal

import pytest

from kpi_core.importing import preview
from tests.kpi_core.importing.files import SETTINGS, rows, whole, written

MAILCHIMP = "Title,Send Date,Total Recipients,Successful Deliveries{more}\n"
ZOHO = "Campaign Name,Start Date,Budgeted Cost,Actual Cost\n"
WAALAXY = "firstName,linkedinUrl,state,prospectList,lastReplyDetectedDate,connectionRequestDate\n"


@pytest.mark.parametrize(
    ("header", "cost"),
    [("Campaign Cost", "120.5"), ("Cost", "120.5"), ("Coût (EUR)", "120.5")],
)
def test_the_cost_of_a_mailing_is_spent(header, cost, tmp_path):
    """
    A cost column added to Mailchimp's report is direct spend of its campaign, on the day sent.
    """
    text = MAILCHIMP.format(more=f",{header}") + f"News,2026-08-13,10,9,{cost}\n"

    (spend,) = rows(written(tmp_path, text), "spend")

    assert (spend["amount"], spend["campaign"], spend["category"], spend["spent_on"]) == (
        Decimal("120.5"), "News", "direct", date(2026, 8, 13),
    )  # fmt: skip


@pytest.mark.parametrize("cost", ["0", "0.00", ""])
def test_a_mailing_whose_cost_nobody_told_costs_nothing_known(cost, tmp_path):
    """
    Mailchimp's cost of 0 is a cost that it was never told: no spend is recorded, the sends are.
    """
    text = MAILCHIMP.format(more=",Campaign Cost") + f"News,2026-08-13,10,9,{cost}\n"

    found, rejected, *_ = whole(written(tmp_path, text))

    assert (found["spend"], rejected) == ([], [])
    assert found["traffic"][0]["sent"] == 10


def test_a_budget_is_never_a_cost(tmp_path):
    """
    Of a Zoho campaign only the actual cost is spent; without one, nothing is made up from the budget.
    """
    text = ZOHO + "A,2026-08-01,500,300\nB,2026-08-02,800,\n"

    found, rejected, *_ = whole(written(tmp_path, text))

    assert [row["amount"] for row in found["spend"]] == [Decimal(300)]
    assert [r.raw["Campaign Name"] for r in rejected] == ["B"]


def test_a_campaign_sent_without_a_cost_is_kept(tmp_path):
    """
    A Zoho campaign that was sent but has no actual cost keeps its sends, and has no spend.
    """
    text = ZOHO.replace("\n", ",Num sent\n") + "A,2026-08-01,500,,40\n"

    found, rejected, *_ = whole(written(tmp_path, text))

    assert ([row["sent"] for row in found["traffic"]], found["spend"], rejected) == ([40], [], [])


def test_a_budget_alone_is_not_read_as_spend(tmp_path):
    """
    A list of campaigns with their budget only is asked about rather than taken for spend.
    """
    path = written(tmp_path, "Campaign Name,Start Date,Budgeted Cost\nA,2026-08-01,500\n")

    assert [q.option for q in preview(path, SETTINGS).plan.questions]


@pytest.mark.parametrize(
    ("state", "replied_on", "created_on"),
    [
        ("interested", "2026-08-10", date(2026, 8, 10)),
        ("replied", "2026-08-10", date(2026, 8, 10)),
        ("later_interested", "2026-08-10", date(2026, 8, 10)),
        ("not_interested", "2026-08-10", date(2026, 8, 10)),
        ("connected", "", None),
    ],
)
def test_a_reply_makes_the_lead(state, replied_on, created_on, tmp_path):
    """
    Whoever replies in Waalaxy is a lead on that day, even to refuse, and never an MQL by that alone.
    """
    text = WAALAXY + f"Zoé,linkedin.com/in/zoe,{state},CMO,{replied_on},2026-08-01\n"

    (lead,) = rows(written(tmp_path, text), "leads")

    assert (lead["created_on"], lead["contacted_on"]) == (created_on, date(2026, 8, 1))
    assert (lead["mql_on"], lead["sql_on"]) == (None, None)


@pytest.mark.parametrize("status", ["Replied", "Not interested", "Unsubscribed from email"])
def test_a_lemlist_reply_makes_the_lead(status, tmp_path):
    """
    In lemlist too the day of the reply makes the lead, whatever its status became.
    """
    header = "email,campaigns,leadStatus,firstContactedDate,lastRepliedDate\n"
    text = (
        header
        + f"zoe@acme.fr,Q3,{status},2026-08-01,2026-08-06\nbob@acme.fr,Q3,{status},2026-08-01,\n"
    )

    found = rows(written(tmp_path, text), "leads")

    assert [row["created_on"] for row in found] == [date(2026, 8, 6), None]
