"""Amounts are before tax and in one currency, or say in which they are."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpi_core.errors import Kind
from kpi_core.importing import Hints, recognise
from tests.kpi_core.importing.files import SETTINGS, rows, whole, written

WITH_RATES = replace(SETTINGS, rates={"USD": Decimal("0.9")})


def spent(folder, amount, header="Coût", settings=SETTINGS, **hints):
    """Read one amount from a table of spending."""
    text = f"Date;Canal;{header}\n13/08/2026;A;{amount}\n"
    (row,) = rows(written(folder, text), "spend", settings, **hints)
    return row["amount"], row["currency"]


@pytest.mark.parametrize(
    ("amount", "header", "expected"),
    [
        ("10,00", "Coût (USD)", (Decimal(10), "USD")),
        ("10,00 $", "Coût", (Decimal(10), "USD")),
        ("10,00 CHF", "Coût", (Decimal(10), "CHF")),
        ("10,00", "Coût en €", (Decimal(10), "EUR")),
        ("10,00", "Coût", (Decimal(10), "EUR")),
    ],
)
def test_the_currency_is_found_where_it_is(amount, header, expected, tmp_path):
    """
    The currency is in the header, beside the amount, or the workspace's own.
    """
    assert spent(tmp_path, amount, header) == expected


def test_a_rate_brings_amounts_home(tmp_path):
    """
    With a rate, an amount is converted, rounded half to even at the fourth decimal.
    """
    assert spent(tmp_path, "10,12345", "Coût (USD)", WITH_RATES) == (Decimal("9.1111"), "EUR")


def test_without_a_rate_an_amount_keeps_its_currency(tmp_path):
    """
    A currency without a rate is kept as it is, and the plan says so.
    """
    path = written(tmp_path, "Date;Canal;Coût (CHF)\n13/08/2026;A;10\n")

    facts, _, _, plan = whole(path, WITH_RATES)

    assert facts["spend"][0]["currency"] == "CHF"
    assert any("CHF" in n.fr for n in plan.notes)


def test_each_row_may_have_its_currency(tmp_path):
    """
    A currency column rules row by row.
    """
    text = "Date;Canal;Coût;Devise\n13/08/2026;A;10;USD\n14/08/2026;A;10;eur\n15/08/2026;A;10;\n"

    found = rows(written(tmp_path, text), "spend", WITH_RATES)

    assert [(r["amount"], r["currency"]) for r in found] == [(9, "EUR"), (10, "EUR"), (10, "EUR")]


def test_a_dollar_is_the_workspaces_dollar(tmp_path):
    """
    In a Canadian workspace, `$` is the Canadian dollar.
    """
    assert spent(tmp_path, "10 $", settings=replace(SETTINGS, currency="CAD"))[1] == "CAD"


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [("10 €", "USD", "USD"), ("10", "Euros", "code de devise"), ("10 kr", "", "NOK, SEK, DKK")],
)
def test_currencies_that_disagree_are_told(amount, currency, words, tmp_path):
    """
    A row whose amount and currency disagree, or whose sign can be several, is set aside.
    """
    text = f"Date;Canal;Coût;Devise\n13/08/2026;A;{amount};{currency}\n"

    _, (bad,), _, _ = whole(written(tmp_path, text))

    assert bad.kind is Kind.CURRENCY
    assert words in bad.message.fr


@pytest.mark.parametrize("vat", [Decimal(20), Decimal("0.2")])
def test_tax_is_taken_off(vat, tmp_path):
    """
    An amount with VAT is divided by one plus the rate, however the rate is written.
    """
    assert spent(tmp_path, "120,00", "Coût TTC", vat=vat)[0] == Decimal(100)


def test_a_rate_of_tax_is_asked_for(tmp_path):
    """
    Amounts that include VAT without its rate are asked about.
    """
    path = written(tmp_path, "Date;Canal;Coût TTC\n13/08/2026;A;120\n")

    assert [q.option for q in recognise(path, SETTINGS).questions] == ["--vat"]


def test_unknown_tax_is_told(tmp_path):
    """
    A file that does not mention tax is read, with a note; one that does needs none.
    """
    unknown = written(tmp_path, "Date;Canal;Coût\n13/08/2026;A;120\n", "a.csv")
    known = written(tmp_path, "Date;Canal;Coût HT\n13/08/2026;A;120\n", "b.csv")

    assert any("--tax" in n.fr for n in recognise(unknown, SETTINGS).notes)
    assert recognise(unknown, SETTINGS, Hints(tax="ht")).tax == "ht"
    assert not any("--tax" in n.fr for n in recognise(known, SETTINGS).notes)


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        ("ACV", "acv"),
        ("Annual contract value", "acv"),
        ("Valeur annuelle du contrat", "acv"),
        ("ACV (EUR)", "acv"),
        ("TCV", "tcv"),
        ("Total contract value", "tcv"),
        ("Valeur totale du contrat HT", "tcv"),
        ("MRR", "mrr"),
        ("Revenu mensuel récurrent", "mrr"),
        ("Montant", None),
        ("Amount", None),
    ],
)
def test_a_header_says_what_an_amount_holds(header, holds, tmp_path):
    """
    Deals headed by a contract value say whether it is of the whole contract, a year or a month.
    """
    text = f"Deal ID;Deal Stage;Close date;{header}\nD1;Won;13/08/2026;120\n"
    path = written(tmp_path, text)

    (deal,) = rows(path, "deals", as_fact="deals")

    assert deal["amount"] == Decimal(120)
    assert recognise(path, SETTINGS, Hints(as_fact="deals")).amount == holds


def test_the_user_says_what_an_amount_holds(tmp_path):
    """
    What the user says of an amount wins over its header, and holds for the next file like it.
    """
    text = "Record ID,Deal Name,Deal Stage,Amount,ACV\n1,X,Won,30,10\n"
    path = written(tmp_path, text)

    said = recognise(path, SETTINGS, Hints(amount="tcv"))
    memory = replace(SETTINGS, remembered={said.header_signature: said.to_json()})

    assert said.amount == "tcv"
    assert recognise(path, memory).amount == "tcv"
    assert recognise(path, SETTINGS).amount is None
    assert recognise(path, SETTINGS, Hints(columns={"ACV": "amount"})).amount == "acv"


def test_hubspot_contract_values_are_amounts(tmp_path):
    """
    HubSpot's deals without « Amount » are worth their contract value, which is said to be one.
    """
    text = "Record ID,Deal Name,Deal Stage,Total contract value\n1,X,Closed Won,30\n"
    path = written(tmp_path, text)

    assert [d["amount"] for d in rows(path, "deals")] == [Decimal(30)]
    assert recognise(path, SETTINGS).amount == "tcv"
