"""What a file does not speak of stays as it was, with all that follows from it."""

from tests.kpi_core.workspace.filled import lead

DEAL = {
    "deal": "D1",
    "kind": "new",
    "state": "won",
    "created_on": "2025-03-20",
    "closed_on": "2025-04-20",
    "amount": 900,
}


def test_a_corrected_amount_keeps_the_deals_channel(made):
    """
    A file of deals and amounts moves no revenue: the deal's own source still places it.
    """
    made.add("deals", DEAL | {"source": "SEO"}, system="hubspot.deals")

    made.add("deals", {"deal": "D1", "amount": 950}, system="hubspot.deals")

    assert {"SEO": 950} == made.grouped("revenue", "channel")
    assert [("SEO", "SEO")] == made.rows("SELECT source_raw, channel FROM deals")


def test_a_corrected_amount_keeps_who_brought_the_deal(made):
    """
    A file without contacts takes no deal from its lead, nor its revenue from the lead's channel.
    """
    made.add("leads", lead("ana@firm.example"), system="hubspot.contacts")
    made.add("deals", DEAL | {"lead": "ana@firm.example"}, system="hubspot.deals")

    made.add("deals", {"deal": "D1", "amount": 950}, system="hubspot.deals")

    assert {"LinkedIn Ads": 950} == made.grouped("revenue", "channel")
    assert [("ana@firm.example",)] == made.rows("SELECT lead_raw FROM deals")


def test_the_day_an_open_deal_is_hoped_for_is_not_its_closing(made):
    """
    A list of close dates without stages closes no deal that is known to be open.
    """
    made.add("deals", DEAL | {"state": "open", "closed_on": None}, system="hubspot.deals")

    made.add("deals", {"deal": "D1", "closed_on": "2025-09-01"}, system="hubspot.deals")

    assert [("open", None)] == made.rows("SELECT state, closed_on FROM deals")
