"""A report that repeats a deal on several lines still holds one deal."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.importing import Plan
from tests.kpi_core.importing.files import SETTINGS, rows, whole, written

WON = "O1,Big,Acme,Closed Won,8/13/2026"
HEAD = "Opportunity ID,Opportunity Name,Account Name,Stage,Close Date"


def deals(folder, header, *lines, **hints):
    """Return the deals of a Salesforce report, each line the won deal O1 and more cells."""
    text = "\n".join([f"{HEAD},{header}", *(f"{WON},{line}" for line in lines), ""])
    return rows(written(folder, text), "deals", **hints)


def test_several_contacts_never_multiply_a_deal(tmp_path):
    """
    A deal listed once a contact is one deal, with its amount as is and all of its contacts.
    """
    (deal,) = deals(tmp_path, "Amount,Email", "100,bob@acme.fr", "100,ana@acme.fr")

    assert (deal["amount"], deal["lead"]) == (Decimal(100), "bob@acme.fr;ana@acme.fr")


@pytest.mark.parametrize("ticked", ["1", "true", "VRAI", "Oui"])
def test_the_primary_contact_comes_first(ticked, tmp_path):
    """
    The contact that the report flags as primary comes first, set apart from the others.
    """
    header = "Amount,Email,Primary"
    lines = ("100,bob@acme.fr,0", f"100,ana@acme.fr,{ticked}", "100,eve@acme.fr,0")

    (deal,) = deals(tmp_path, header, *lines)

    assert deal["lead"] == "ana@acme.fr;;bob@acme.fr;eve@acme.fr"


def test_a_hubspot_deal_repeated_by_contact_is_one_deal(tmp_path):
    """
    HubSpot's deals, listed once an associated contact, are one deal with its contacts.
    """
    text = (
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Associated Contact IDs\n"
        "1,X,Closed Won,12,2026-08-13,7\n2,Y,Closed Won,5,2026-08-13,8\n"
        "1,X,Closed Won,12,2026-08-13,9\n"
    )

    found, _, counts, plan = whole(written(tmp_path, text))

    assert {d["deal"]: d["lead"] for d in found["deals"]} == {"1": "7;9", "2": "8"}
    assert (counts.accepted, counts.facts) == (3, {"deals": 2})
    assert any("réunies" in note.fr and "\xa0: 1." in note.fr for note in plan.notes)


@pytest.mark.parametrize("amounts", [("100", "100"), ("100", ""), ("", "100")])
def test_products_share_the_amount_of_their_deal(amounts, tmp_path):
    """
    A deal listed once a product keeps its own amount, whether each line repeats it or one does.
    """
    lines = [f"{a},{p}" for a, p in zip(amounts, ("Licence", "Support"), strict=True)]

    (deal,) = deals(tmp_path, "Amount,Product Name", *lines)

    assert (deal["amount"], deal["product"]) == (Decimal(100), "Licence · Support")


@pytest.mark.parametrize(
    ("header", "lines", "amount"),
    [
        ("Total Price,Product Name", ("100,A", "30,B"), 130),
        ("Total Price,Product Name", ("100,A", "100,A"), 200),
        ("Total Price,Quantity,Product Name", ("100,2,A", "30,3,B"), 130),
        ("Sales Price,Quantity,Product Name", ("100,2,A", "30,3,B"), 290),
        ("Sales Price,Quantity,Product Name", ("100,1.5,A", "30,,B"), 180),
        ("Amount,Total Price,Product Name", ("130,100,A", "130,30,B"), 130),
        ("Amount,Sales Price,Quantity,Product Name", ("130,50,2,A", "130,30,1,B"), 130),
    ],
)
def test_prices_of_lines_add_up(header, lines, amount, tmp_path):
    """
    Without an amount of its own, a deal is worth the sum of its lines, a price times a quantity.
    """
    (deal,) = deals(tmp_path, header, *lines)

    assert deal["amount"] == Decimal(amount)


def test_french_product_lines_add_up(tmp_path):
    """
    A French report with « Prix total » a line gives one deal worth their sum.
    """
    text = (
        "Propriétaire de l'opportunité;Date de clôture;Etape;Opportunity Number;Prix total;"
        "Nom du produit\nAna;13/08/2026;Conclue;O1;1 200,50;Licence\n"
        "Ana;13/08/2026;Conclue;O1;99,50;Support\n"
    )

    (deal,) = rows(written(tmp_path, text), "deals")

    assert (deal["amount"], deal["product"]) == (Decimal(1300), "Licence · Support")


def test_amounts_that_differ_are_asked_about(tmp_path):
    """
    Lines of one deal with different amounts are refused, with the option that settles them.
    """
    header, lines = "Amount,Product Name", ("100,A", "70,B")

    with pytest.raises(KpiError) as caught:
        deals(tmp_path, header, *lines)
    (deal,) = deals(tmp_path, header, *lines, columns={"Amount": "line_amount"})

    assert caught.value.kind is Kind.AMBIGUOUS
    assert "« O1 » (lignes 2, 3)" in caught.value.message.fr.replace("\xa0", " ")
    assert '--map "Amount=line_amount"' in caught.value.message.fr
    assert deal["amount"] == Decimal(170)


def test_prices_and_contacts_together_are_refused(tmp_path):
    """
    A deal with several contacts and a price a line is refused: each price may stand there twice.
    """
    with pytest.raises(KpiError) as caught:
        deals(tmp_path, "Total Price,Email", "100,bob@acme.fr", "100,ana@acme.fr")

    assert "plusieurs contacts" in caught.value.message.fr


def test_a_deal_in_two_currencies_is_refused(tmp_path):
    """
    Lines of one deal in different currencies are refused rather than added up.
    """
    with pytest.raises(KpiError) as caught:
        deals(tmp_path, "Total Price,Opportunity Currency", "100,EUR", "70,USD")

    assert "devises différentes" in caught.value.message.fr


def test_the_last_state_of_a_deal_wins(tmp_path):
    """
    A deal listed open, then won, is won, on its last closing day, from its first creation.
    """
    text = (
        "Deal ID,Stage,Amount,Created date,Close date\nD1,Lost,10,2026-03-02,2026-04-01\n"
        "D1,Won,10,2026-03-01,2026-05-01\n"
    )

    (deal,) = rows(written(tmp_path, text), "deals")

    assert (deal["state"], str(deal["created_on"]), str(deal["closed_on"])) == (
        "won", "2026-03-01", "2026-05-01",
    )  # fmt: skip


def test_namesakes_without_an_identifier_stay_apart(tmp_path):
    """
    Two deals of one name are two deals where the file has no identifier to say otherwise.
    """
    text = (
        "Deal name,Stage,Amount,Close date\nLicence,Won,10,2026-03-02\nLicence,Won,10,2026-03-02\n"
    )

    assert len(rows(written(tmp_path, text), "deals")) == 2


def test_line_amounts_are_remembered(tmp_path):
    """
    A column once said to hold the price of a line is read so in the next file like it.
    """
    text = f"{HEAD},Amount\n{WON},100\n{WON},70\n"
    path = written(tmp_path, text)
    plan: Plan = whole(path, columns={"Amount": "line_amount"})[3]
    again = replace(SETTINGS, remembered={plan.header_signature: plan.to_json()})

    assert [d["amount"] for d in rows(path, "deals", again)] == [Decimal(170)]


PRICES = "Total Price,Product Name"


@pytest.mark.parametrize("bad", ["abc,Support", "250,Support,spare,cells"])
@pytest.mark.parametrize("first", [True, False])
def test_a_deal_with_an_unreadable_line_is_set_aside_whole(bad, first, tmp_path):
    """
    A deal one of whose lines cannot be read is never worth less: all its lines are rejected.
    """
    good = f"{WON},100,Licence"
    lines = [f"{WON},{bad}", good] if first else [good, f"{WON},{bad}"]
    other = "O2,Small,Acme,Closed Won,8/13/2026,70,Licence"
    text = "\n".join([f"{HEAD},{PRICES}", *lines, other, ""])

    found, rejected, counts, _ = whole(written(tmp_path, text))

    assert {"O2": Decimal(70)} == {d["deal"]: d["amount"] for d in found["deals"]}
    assert (counts.read, counts.accepted, counts.rejected) == (3, 1, 2)
    assert counts.facts == {"deals": 1}
    row, unread = (3, 2) if first else (2, 3)
    (told,) = [r for r in rejected if r.row == row]
    assert f"ligne {unread}, est illisible" in told.message.fr
    assert f"row {unread}, cannot be read" in told.message.en
    assert told.raw["Opportunity ID"] == "O1"


def test_margins_of_lines_add_up(tmp_path):
    """
    Where each line has its price and its margin, the deal has the sum of both.
    """
    (deal,) = deals(tmp_path, "Total Price,Gross Margin,Product Name", "100,40,A", "30,5,B",
                    columns={"Gross Margin": "margin"})  # fmt: skip

    assert (deal["amount"], deal["margin"]) == (Decimal(130), Decimal(45))


@pytest.mark.parametrize("dates", [("9/1/2026", "8/13/2026"), ("8/13/2026", "9/1/2026")])
def test_a_deal_reopened_has_no_closing_date(dates, tmp_path):
    """
    A deal whose last line is open is open, whatever day an earlier line says it closed on.
    """
    lines = f"O1,Big,Acme,Closed Won,{dates[0]},5\nO1,Big,Acme,Negotiation,{dates[1]},5\n"

    (deal,) = rows(written(tmp_path, f"{HEAD},Amount\n{lines}"), "deals")

    assert (deal["state"], deal["closed_on"]) == ("open", None)
