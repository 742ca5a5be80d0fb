"""What a file does not say is asked once, in one sentence with the option to type."""

import pytest

from kpi_core.errors import Kind, KpiError
from kpi_core.importing import Hints, Plan, ReadSettings, recognise
from tests.kpi_core.importing.files import SETTINGS, rows, whole, written


def asked(path, **hints):
    """Return the options that a file needs, and their sentences."""
    plan = recognise(path, SETTINGS, Hints(**hints))
    return {q.option: q.text for q in plan.questions}


def refused(path, **hints):
    """Return the error that a file meets."""
    with pytest.raises(KpiError) as caught:
        recognise(path, SETTINGS, Hints(**hints))
    return caught.value


def test_an_unknown_table(tmp_path):
    """
    A table that nothing tells apart is asked about, with its own columns in the sentence.
    """
    path = written(tmp_path, "Quand;Combien\n13/08/2026;5\n")

    assert "Quand, Combien" in asked(path)["--as"].fr
    (row,) = rows(
        path, "spend", as_fact="spend", columns={"Quand": "spent_on", "combien": "amount"}
    )
    assert row["amount"] == 5


def test_named_columns_may_tell_the_table(tmp_path):
    """
    Columns that only one table has say which table it is.
    """
    path = written(tmp_path, "Quand;Combien\n13/08/2026;5\n")

    (row,) = rows(path, "spend", columns={"Quand": "spent_on", "Combien": "amount"})

    assert row["amount"] == 5


def test_spent_or_earned(tmp_path):
    """
    A bare amount may be a cost or a sale.
    """
    assert (
        "--as dépenses ou --as affaires"
        in asked(written(tmp_path, "Date;Montant\n13/08/2026;5\n"))["--as"].fr
    )


def test_a_column_that_is_missing(tmp_path):
    """
    A table without its figures is asked which column holds them.
    """
    path = written(tmp_path, "Date;Canal;Budget\n13/08/2026;A;5\n")

    assert '--map "Budget=montant dépensé"' in asked(path, as_fact="spend")["--map"].fr
    assert rows(path, "spend", as_fact="spend", columns={"Budget": "amount"})[0]["amount"] == 5


def test_an_answered_question_is_asked_no_more(tmp_path):
    """
    A remembered plan answers for the next file with the same header, in any column order.
    """
    first = written(tmp_path, "Quand;Combien\n03/04/2026;5\n", "one.csv")
    told = Hints(as_fact="spend", columns={"Quand": "spent_on", "Combien": "amount"}, tax="ht")
    plan = recognise(first, SETTINGS, told)
    settings = ReadSettings(
        locale=SETTINGS.locale,
        timezone=SETTINGS.timezone,
        currency=SETTINGS.currency,
        today=SETTINGS.today,
        remembered={plan.header_signature: plan.to_json()},
    )

    second = written(tmp_path, "Combien;Quand\n7;04/04/2026\n", "two.csv")
    (row,) = rows(second, "spend", settings)

    assert row["amount"] == 7
    assert recognise(second, settings).tax == "ht"


def test_a_plan_is_plain_data(tmp_path):
    """
    A plan survives being written as JSON data and read back.
    """
    plan = recognise(
        written(tmp_path, "Date (GMT);Canal;Coût HT (USD)\n13/08/2026;A;5\n"), SETTINGS
    )

    assert plan == Plan.from_json(plan.to_json())
    assert (plan.currency, plan.tax) == ("USD", "ht")


def test_a_map_to_nothing_ignores_the_column(tmp_path):
    """
    A column mapped to nothing is left out.
    """
    path = written(tmp_path, "Date;Canal;Campagne;Coût\n13/08/2026;A;B;5\n")

    assert rows(path, "spend", columns={"Campagne": ""})[0]["campaign"] is None


def test_several_columns_may_make_one_member(tmp_path):
    """
    Columns mapped to one member are joined in the order they were named.
    """
    path = written(tmp_path, "Date;Canal;Zone;Ville;Coût\n13/08/2026;A;Sud;Nice;5\n")

    (row,) = rows(path, "spend", columns={"Zone": "segment", "Ville": "segment"})

    assert row["segment"] == "Sud · Nice"


@pytest.mark.parametrize(
    ("hints", "words"),
    [
        ({"columns": {"Cout": "montant"}}, "montant"),
        ({"columns": {"Prix": "amount"}}, "Prix"),
        ({"as_fact": "depenses"}, "depenses"),
        ({"currency": "EURO"}, "EURO"),
    ],
)
def test_a_wrong_answer_is_told(hints, words, tmp_path):
    """
    An option that names nothing known is told in its own words.
    """
    path = written(tmp_path, "Date;Canal;Coût\n13/08/2026;A;5\n")

    assert f"«\u00a0{words}\u00a0»" in refused(path, **hints).message.fr


def test_totals_of_people_are_no_people(tmp_path):
    """
    A table of numbers of leads is refused with what to import instead.
    """
    error = refused(written(tmp_path, "Mois;Nb de leads\njanvier 2026;12\n"))

    assert error.kind is Kind.SHAPE
    assert "export du CRM" in error.message.fr


def test_totals_beside_a_cost_are_left_out(tmp_path):
    """
    The cost of a table with numbers of leads is read; the numbers are left out, and told.
    """
    facts, _, _, plan = whole(written(tmp_path, "Mois;Dépenses;Leads\njanvier 2026;5;12\n"))

    assert facts["spend"][0]["amount"] == 5
    assert any("«\u00a0Leads\u00a0»" in n.fr for n in plan.notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Record ID,Company name,Company owner\n1,Acme,Ana\n", "transactions"),
        (
            (
                "# Start date: 20260801\nDate,Session default channel group,Sessions\n20260801,Direct,1\n"
                "\n# Start date: 20260801\nCountry,Active users\nFrance,12\n"
            ),
            "un rapport à la fois",
        ),
        ('Email Campaign Report\n"Title:","News"\n"Total Recipients:","1,750"\n', "Reports"),
    ],
)
def test_exports_that_hold_nothing_to_count(text, words, tmp_path):
    """
    A list of companies, or the report of one campaign, is refused with the export to ask for.
    """
    error = refused(written(tmp_path, text))

    assert error.kind is Kind.SHAPE
    assert words in error.message.fr


def test_lifecycle_stages_without_dates_are_told(tmp_path):
    """
    A lifecycle stage without its date makes no MQL, and the plan says what to add.
    """
    text = (
        "Record ID,Email,Lifecycle Stage,Create Date\n"
        "1,zoe@acme.fr,marketingqualifiedlead,2026-08-01\n"
    )

    facts, _, _, plan = whole(written(tmp_path, text))

    assert facts["leads"][0]["mql_on"] is None
    assert any("MQL" in n.fr for n in plan.notes)


def test_what_is_not_read_is_listed(tmp_path):
    """
    The plan shows each column with what it feeds, and those that feed nothing.
    """
    plan = recognise(written(tmp_path, "Date;Canal;Coût;Météo\n13/08/2026;A;5;soleil\n"), SETTINGS)

    assert plan.ignored == ("Météo",)
    assert plan.columns[2].feeds == ("spend.amount",)


def test_a_list_of_leads_may_be_given_its_day(tmp_path):
    """
    Leads without a date are read as they are; `--date` gives them one.
    """
    path = written(tmp_path, "E-mail;Entreprise\nzoe@acme.fr;Acme\n")

    assert rows(path, "leads")[0]["created_on"] is None
    assert rows(path, "leads", date="13/08/2026")[0]["created_on"].isoformat() == "2026-08-13"


def test_a_recognised_file_is_not_read(tmp_path):
    """
    Recognising a file stops at its plan.
    """
    plan = recognise(written(tmp_path, "Date,Cost\n2026-08-01,abc\n"), SETTINGS, Hints())

    assert plan.system == "plain.spend"
