"""An import is the whole file, once however often it is given, and loses nothing that was known."""

import datetime as dt

import pytest

from tests.kpi_core.workspace.filled import lead, spent


def moment(made):
    """Return a moment after everything that was recorded so far."""
    (last,) = made.rows("SELECT max(happened_at) FROM audit")[0]
    return last


def test_the_same_file_twice_changes_no_number(made):
    """
    A second import of the same rows finds them all known: the figures stay.
    """
    rows = [
        spent(100),
        spent(50, "2025-04-01", "Google Ads"),
        spent(50, "2025-04-01", "Google Ads"),
    ]
    made.add("spend", *rows)
    before = made.rows("SELECT * EXCLUDE (import_id, recorded_at) FROM spend ORDER BY ALL")

    again = made.add("spend", *rows)

    assert ({"spend": 0}, {"spend": 0}, {"spend": 3}) == (again.added, again.changed, again.same)
    assert before == made.rows("SELECT * EXCLUDE (import_id, recorded_at) FROM spend ORDER BY ALL")
    assert 200 == made.value("direct_cost")


def test_two_equal_rows_of_one_file_both_count(made):
    """
    Two clicks bought for the same price on the same day are two rows, not a repetition.
    """
    made.add("spend", spent(50), spent(50))

    assert 100 == made.value("direct_cost")


def test_a_corrected_row_takes_the_old_ones_place(made):
    """
    A changed amount replaces the old one, which goes to the history with the day it was corrected.
    """
    made.add("spend", spent(100))

    told = made.add("spend", spent(130))

    assert {"spend": 1} == told.changed
    assert 130 == made.value("direct_cost")
    ((amount, by, gone),) = made.rows("SELECT amount, superseded_by, tombstone FROM spend_history")
    assert (100, told.import_id, False) == (amount, by, gone)


def test_as_of_gives_the_old_answer_again(made):
    """
    What was answered before a correction can be answered again, to the cent.
    """
    made.add("spend", spent(100), spent("10.10", "2025-05-01"))
    then = moment(made)
    made.add("spend", spent(130), spent("10.10", "2025-05-01"))
    later = moment(made)
    made.add("spend", spent(140), spent("10.10", "2025-05-01"))

    asked = [made.value("direct_cost", as_of=at) for at in (then, later, None)]

    assert [110.10, 140.10, 150.10] == pytest.approx(asked)


def test_before_the_first_import_nothing_was_known(made):
    """
    A moment before any data answers with nothing: neither today's number nor zero.
    """
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    made.add("spend", spent(100))

    assert made.value("direct_cost", as_of=before) is None


def test_replace_removes_what_the_source_no_longer_holds(made):
    """
    With --replace a row that left the source leaves the figures; its history says that it did.
    """
    made.add("spend", spent(100), spent(70, "2025-04-01"))
    then = moment(made)

    told = made.add("spend", spent(100), replace=True)

    assert {"spend": 1} == told.removed
    assert 100 == made.value("direct_cost")
    assert [(70, True)] == made.rows("SELECT amount, tombstone FROM spend_history")
    assert 170 == made.value("direct_cost", as_of=then)


def test_without_replace_an_absent_row_stays(made):
    """
    A file of last week only does not erase the weeks before.
    """
    made.add("spend", spent(100), spent(70, "2025-04-01"))
    made.add("spend", spent(30, "2025-05-01"))

    assert 200 == made.value("direct_cost")


def test_replace_leaves_other_systems_alone(made):
    """
    Replacing what LinkedIn said says nothing of what Google said.
    """
    made.add("spend", spent(100), system="linkedin_ads.performance")
    made.add("spend", spent(40, source="Google Ads"), system="google_ads.campaign")

    made.add("spend", spent(10), system="linkedin_ads.performance", replace=True)

    assert {"LinkedIn": 10, "Google": 40} == made.grouped("direct_cost", "platform")


def test_a_removed_row_that_comes_back_counts_again(made):
    """
    A tombstone is not a ban: the row is added anew when the source holds it again.
    """
    made.add("spend", spent(100), spent(70, "2025-04-01"))
    made.add("spend", spent(100), replace=True)

    made.add("spend", spent(100), spent(70, "2025-04-01"))

    assert 170 == made.value("direct_cost")


def test_rejected_rows_are_kept_with_their_reason(made):
    """
    A row that cannot be read is put aside with its words in both languages, never dropped.
    """
    from kpi_core.errors import Kind
    from kpi_core.importing.outcome import Rejected
    from kpi_core.text import Text

    refused = Rejected(
        7, "Cost", {"Cost": "abc"}, Kind.TYPE, Text(en="not a number", fr="pas un nombre")
    )

    told = made.add("spend", spent(100), rejected=[refused])

    assert 1 == told.quarantined
    assert [(7, "Cost", "TYPE", "not a number", "pas un nombre", '{"Cost": "abc"}')] == made.rows(
        "SELECT source_row, column_name, kind, message_en, message_fr, raw::VARCHAR FROM quarantine"
    )


def test_a_deal_imported_before_its_lead_finds_it_later(made):
    """
    Whichever file comes first, a deal ends up with the channel of the lead that brought it.
    """
    deal = {"deal": "D1", "lead": "ana@firm.example", "kind": "new", "state": "won"}
    dates = {"created_on": "2025-03-20", "closed_on": "2025-04-20", "amount": 900}
    made.add("deals", {**deal, **dates})
    assert [(None,)] == made.rows("SELECT lead FROM deals")

    made.add("leads", lead("Ana@Firm.example"))

    assert made.rows("SELECT lead FROM leads") == made.rows("SELECT lead FROM deals")
    assert {"LinkedIn Ads": 900} == made.grouped("revenue", "channel")


def test_several_contacts_never_multiply_a_deal(made):
    """
    A deal with three contacts is one deal, credited to whoever became a lead first.
    """
    made.add(
        "leads",
        lead("late@firm.example", "2025-03-01"),
        lead("early@firm.example", "2025-01-15") | {"source": "Google Ads"},
        lead("middle@firm.example", "2025-02-01"),
    )
    dates = {"created_on": "2025-03-20", "closed_on": "2025-04-20", "amount": 900}
    names = "late@firm.example; early@firm.example;middle@firm.example"

    made.add("deals", {"deal": "D1", "lead": names, "kind": "new", "state": "won", **dates})

    assert 900 == made.value("revenue")
    assert {"Google Ads": 900} == made.grouped("revenue", "channel")


def test_the_contact_marked_as_primary_is_credited(made):
    """
    Where the file says who the main contact is, the deal is theirs, whoever became a lead first.
    """
    made.add(
        "leads",
        lead("early@firm.example", "2025-01-15"),
        lead("main@firm.example", "2025-03-01") | {"source": "Google Ads"},
    )
    dates = {"created_on": "2025-03-20", "closed_on": "2025-04-20", "amount": 900}
    names = "main@firm.example;;early@firm.example"

    made.add("deals", {"deal": "D1", "lead": names, "kind": "new", "state": "won", **dates})

    assert {"Google Ads": 900} == made.grouped("revenue", "channel")


def test_a_later_lead_never_takes_a_deal_from_an_earlier_one(made):
    """
    Credit that was given stays given: only deals that knew nobody look again.
    """
    dates = {"created_on": "2025-03-20", "closed_on": "2025-04-20", "amount": 900}
    made.add("leads", lead("first@firm.example", "2025-03-01"))
    names = "first@firm.example;second@firm.example"
    made.add("deals", {"deal": "D1", "lead": names, "kind": "new", "state": "won", **dates})

    made.add("leads", lead("second@firm.example", "2025-03-05") | {"source": "Google Ads"})

    assert {"LinkedIn Ads": 900} == made.grouped("revenue", "channel")


def test_an_import_has_one_audit_row_that_counts_it(made):
    """
    The journal says of each import what became of its rows, and nothing else writes it.
    """
    told = made.add("spend", spent(100), spent(70, "2025-04-01"))

    ((action, number, added),) = made.rows(
        "SELECT action, details->>'import', details->'added'->>'spend' FROM audit WHERE action = 'import'"
    )
    assert ("import", str(told.import_id), "2") == (action, number, added)


def test_a_value_that_the_tool_clears_is_cleared(made):
    """
    A cell emptied in the tool that had filled it is empty here, and the old value in the history.
    """
    who = {"email": "ana@firm.example", "created_on": "2025-03-10"}
    made.add("leads", {**who, "mql_on": "2025-03-20"}, system="hubspot.contacts")

    made.add("leads", {**who, "mql_on": None}, system="hubspot.contacts")

    assert [(None,)] == made.rows("SELECT mql_on FROM leads")
    assert 0 == made.value("mqls")
    assert [(dt.date(2025, 3, 20),)] == made.rows("SELECT mql_on FROM leads_history")


def test_what_another_tool_added_is_not_cleared(made):
    """
    The first tool's empty cell says nothing of what only a second tool knew.
    """
    who = {"email": "ana@firm.example", "created_on": "2025-03-10", "company": "Firm"}
    made.add("leads", {**who, "linkedin_url": None}, system="hubspot.contacts")
    made.add("leads", {**who, "linkedin_url": "in/ana"}, system="linkedin.forms")
    made.add(
        "leads", {**who, "linkedin_url": None, "company": "Firm SA"}, system="hubspot.contacts"
    )

    made.add("leads", {**who, "linkedin_url": None, "company": "Firm"}, system="hubspot.contacts")

    assert [("in/ana", "Firm")] == made.rows("SELECT linkedin_url, company FROM leads")


def test_a_column_that_the_file_does_not_hold_stays_as_it_was(made):
    """
    An export with fewer columns takes nothing away: neither amounts, nor stages, nor channels.
    """
    deal = {"deal": "D1", "created_on": "2025-03-20", "state": "lost", "source": "Google Ads"}
    made.add("deals", {**deal, "amount": 900, "owner": "Zoé"}, system="hubspot.deals")
    before = made.rows("SELECT * EXCLUDE (import_id, recorded_at) FROM deals")

    told = made.add("deals", {"deal": "D1", "created_on": "2025-03-20"}, system="hubspot.deals")

    assert {"deals": 1} == told.same
    assert before == made.rows("SELECT * EXCLUDE (import_id, recorded_at) FROM deals")


def test_a_row_that_could_not_be_read_is_not_gone(made):
    """
    With --replace, a bad cell never removes the row it stands in: nothing is removed, and it is said.
    """
    from kpi_core.errors import Kind
    from kpi_core.importing.outcome import Rejected
    from kpi_core.text import Text

    made.add("spend", spent(100), spent(70, "2025-04-01"))
    bad = Rejected(3, "Cost", {"Cost": "7O"}, Kind.TYPE, Text(en="no number", fr="pas un nombre"))

    told = made.add("spend", spent(100), replace=True, rejected=[bad])

    assert told.kept_back
    assert 170 == made.value("direct_cost")


DEAL = {"deal": "D1", "created_on": "2025-03-20", "closed_on": "2025-04-20"}


def test_a_corrected_sign_makes_a_sale_of_a_credit_note(made):
    """
    A negative amount that was a slip is a sale once it is mended, and its customer counts.
    """
    made.add("deals", {**DEAL, "state": "won", "amount": -1000, "kind": "credit"})
    del_kind = {**DEAL, "state": "won", "amount": 1000}

    made.add("deals", del_kind)

    assert 1 == made.value("new_customers")
    assert 1000 == made.value("average_deal")


def test_a_sale_turned_negative_is_a_credit_note(made):
    """
    The kind that a file does not tell follows from the sign that it does.
    """
    made.add("deals", {**DEAL, "state": "won", "amount": 1000, "kind": "new"})

    made.add("deals", {**DEAL, "state": "won", "amount": -1000})

    assert [("credit",)] == made.rows("SELECT kind FROM deals")


def test_a_reopened_deal_is_in_the_pipeline_again(made):
    """
    A file that tells the stage alone, back in negotiation, also ends the old close date.
    """
    made.add("deals", {**DEAL, "state": "won", "amount": 1000, "stage": "Won"})

    made.add("deals", {"deal": "D1", "state": "open", "stage": "Negotiation"})

    assert [("open", None)] == made.rows("SELECT state, closed_on FROM deals")
    assert 1000 == made.value("pipeline_value", period=None)


def test_a_list_without_stages_wins_no_deal_that_is_known_as_open(made):
    """
    A deal in negotiation stays there, whatever list names it, and the import says how many do.
    """
    made.add("deals", {"deal": "D1", "created_on": "2025-03-20", "state": "open", "amount": 1000})

    told = made.add("deals", {**DEAL, "amount": 1000}, {**DEAL, "deal": "D2", "amount": 3000})

    assert 1 == told.kept_open
    assert ["open"] == [s for (s,) in made.rows("SELECT state FROM deals WHERE deal = 'D1'")]


def test_touchpoints_imported_before_their_lead_find_it_later(made):
    """
    Whichever file comes first, a contact ends up with the person it was with.
    """
    touch = {"touched_on": "2025-03-20", "lead": "ana@firm.example", "source": "LinkedIn Ads"}
    made.add("touchpoints", touch)

    made.add("leads", lead("ana@firm.example"))

    assert made.rows("SELECT lead FROM leads") == made.rows("SELECT lead FROM touchpoints")


def test_rows_in_another_currency_than_the_workspaces_are_refused(made):
    """
    In a workspace in dollars euros are foreign: the file is refused, with how many rows there are.
    """
    from kpi_core.errors import KpiError

    made.store.change_settings({"currency": "USD"}, "test")

    with pytest.raises(KpiError, match=r"EUR \(2\)"):
        made.add("spend", *(spent(n, currency="EUR") for n in (1, 2)), spent(3, currency="USD"))

    assert [] == made.rows("SELECT * FROM spend")
