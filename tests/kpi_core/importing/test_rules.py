"""The ways of real exports: where their header is, how they write days, numbers and nothing."""

from datetime import date
from decimal import Decimal

import pytest

from kpi_core.errors import Kind
from kpi_core.importing import Hints, ReadSettings, recognise
from tests.kpi_core.importing.files import SETTINGS, rows, whole, written

AMERICAN = ReadSettings(
    locale="en-US", timezone="America/New_York", currency="USD", today=date(2026, 11, 12)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_usual_encoding(encoding, tmp_path):
    """
    Accents survive the encodings that Excel, Meta, Google and LinkedIn write.
    """
    path = written(tmp_path, "Date;Canal;Coût\n13/08/2026;Été;5\n", encoding=encoding)

    assert rows(path, "spend")[0]["source"] == "Été"


def test_a_byte_that_windows_does_not_know(tmp_path):
    """
    A byte that no Windows text has is kept as Latin-1, rather than lose the file.
    """
    path = written(tmp_path, b"Date;Canal;Co\xfbt\n13/08/2026;\x81t\xe9;5\n")

    assert rows(path, "spend")[0]["source"].endswith("té")


def test_a_total_is_no_row_but_a_campaign_may_be_called_so(tmp_path):
    """
    A total has no day; a campaign called “Total protection” has one and is kept.
    """
    text = "Campaign,Date,Cost\nTotal protection,2026-08-13,5\nGrand total,,5\nTotaux,--,5\n"

    facts, _, counts, _ = whole(written(tmp_path, text))

    assert [r["campaign"] for r in facts["spend"]] == ["Total protection"]
    assert counts.totals == 2


@pytest.mark.parametrize("nothing", ["", "--", " --", "-", "N/A", "n/a", "–"])
def test_no_value_is_not_zero(nothing, tmp_path):
    """
    What exports write for “no value” is a missing count, never a zero.
    """
    text = f"Date,Channel,Clicks,Impressions\n2026-08-13,Bing,{nothing},7\n"

    (row,) = rows(written(tmp_path, text), "traffic")

    assert (row["clicks"], row["impressions"]) == (None, 7)


@pytest.mark.parametrize("header", ["Étape", "ETAPE", "etape ", "E\u0301tape", "Étape\u00a0"])
def test_headers_are_heard_not_spelled(header, tmp_path):
    """
    Case, accents, blanks and their kinds do not change what a header means.
    """
    text = f"Affaire;{header};Chiffre d’affaires\nA;Gagné;5\n"

    (deal,) = rows(written(tmp_path, text), "deals")

    assert (deal["state"], deal["amount"]) == ("won", 5)


def test_one_late_row_settles_the_order_of_all(tmp_path):
    """
    The order of days and months is the file's: its last row may be the only proof.
    """
    lines = [f"0{1 + n % 9}/02/2026,Bing,5" for n in range(60_000)]
    text = "Date,Channel,Cost\n" + "\n".join(lines) + "\n25/02/2026,Bing,5\n"

    path = written(tmp_path, text)
    plan = recognise(path, AMERICAN)

    assert (plan.date_order, plan.questions) == ("dmy", ())
    assert rows(path, "spend", AMERICAN)[0]["spent_on"] == date(2026, 2, 1)


def test_a_row_against_the_order_is_rejected(tmp_path):
    """
    A row that only the other order could read is told, not read the other way.
    """
    text = "Date;Canal;Coût\n13/08/2026;A;5\n14/08/2026;A;5\n08/15/2026;A;5\n"

    facts, rejected, _, _ = whole(written(tmp_path, text))

    assert len(facts["spend"]) == 2
    assert (rejected[0].row, rejected[0].kind) == (4, Kind.AMBIGUOUS)


def test_english_headers_in_a_french_workspace_are_asked_about(tmp_path):
    """
    When nothing proves the order and the headers are in the other language, the user decides.
    """
    path = written(tmp_path, "Date,Channel,Cost\n03/04/2026,Bing,5\n")

    (question,) = recognise(path, SETTINGS).questions
    american = rows(path, "spend", date_order="mdy")

    assert question.option == "--date-order"
    assert american[0]["spent_on"] == date(2026, 3, 4)


def test_the_workspace_reads_its_own_language(tmp_path):
    """
    French headers in a French workspace need no proof: day first.
    """
    plan = recognise(written(tmp_path, "Date;Canal;Coût\n03/04/2026;A;5\n"), SETTINGS)

    assert (plan.date_order, plan.questions) == ("dmy", ())


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Date;Canal;Coût\n2026-08-13;A;1.234,5\n", "1234.5"),
        ("Date;Canal;Coût\n2026-08-13;A;1.234\n2026-08-13;A;0,5\n", "1234"),
        ("Date;Canal;Coût\n2026-08-13;A;1.5\n", "1.5"),
        ('Date,Channel,Cost\n2026-08-13,A,"1,234"\n', "1234"),
        ("Date;Canal;Coût\n2026-08-13;A;1,234\n", "1.234"),
        ("Date;Canal;Coût\n2026-08-13;A;1 234.5\n", "1234.5"),
        ("Date;Canal;Coût\n2026-08-13;A;12,50 €\n", "12.5"),
    ],
)
def test_one_decimal_mark_a_file(text, amount, tmp_path):
    """
    The values of a file say which mark is the decimal one; then its separator and its language do.
    """
    assert rows(written(tmp_path, text), "spend")[0]["amount"] == Decimal(amount)


def test_a_doubtful_number_is_asked_about(tmp_path):
    """
    When separator and language disagree about `1.234`, the user decides.
    """
    path = written(tmp_path, "Date,Canal,Coût\n2026-08-13,A,1.234\n")

    (question,) = recognise(path, SETTINGS).questions

    assert question.option == "--locale"
    assert rows(path, "spend", locale="en-US")[0]["amount"] == Decimal("1.234")


def test_a_doubtful_number_far_down_is_rejected(tmp_path):
    """
    A file of plain digits proves nothing: a doubtful value far down is told, not guessed.
    """
    lines = ["2026-08-13;A;5"] * 20_000
    text = "Date;Canal;Coût\n" + "\n".join(lines) + "\n2026-08-13;A;1.234\n2026-08-13;A;12,5\n"

    facts, rejected, _, _ = whole(written(tmp_path, text))

    assert facts["spend"][-1]["amount"] == Decimal("12.5")
    assert [(r.row, r.kind) for r in rejected] == [(20_002, Kind.AMBIGUOUS)]


def test_brazilian_thousands(tmp_path):
    """
    `R$ 100.000` is a hundred thousand reais for who says that the file is Brazilian.
    """
    path = written(tmp_path, "Date;Canal;Coût\n2026-08-13;A;R$ 100.000\n")

    (row,) = rows(path, "spend", locale="pt-BR")

    assert (row["amount"], row["currency"]) == (100_000, "BRL")


def test_months_are_stored_on_their_first_day(tmp_path):
    """
    A month without a day is the first of the month, and the plan says so.
    """
    facts, _, _, plan = whole(written(tmp_path, "Mois;Dépenses\nJan 2026;5\njanvier 2026;6\n"))

    assert {r["spent_on"] for r in facts["spend"]} == {date(2026, 1, 1)}
    assert any("premier jour du mois" in n.fr for n in plan.notes)


def test_rows_that_cover_a_month_are_told(tmp_path):
    """
    A Meta export without days is stored on the first day of each row, and the plan says so.
    """
    text = (
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions\n"
        "2026-08-01,2026-08-31,Demo,5,7\n"
    )

    *_, plan = whole(written(tmp_path, text))

    assert any("premier jour" in n.fr for n in plan.notes)


def test_a_long_report_without_days_is_asked_for_one(tmp_path):
    """
    A report over several months is not put on one day by itself.
    """
    text = (
        'Campaign report\n"Jan 1, 2026 - Aug 31, 2026"\nCampaign,Campaign type,Cost,Impr.\n'
        "Brand,Search,5.5,7\n"
    )

    (question,) = recognise(written(tmp_path, text), SETTINGS, Hints()).questions

    assert "--date 2026-08-31" in question.text.fr


def test_a_giant_number_in_a_file_without_style(tmp_path):
    """
    A number no count could hold is told, even where no style was proved.
    """
    text = "Date;Canal;Clics\n13/08/2026;A;5\n13/08/2026;A;1E100\n"

    _, (bad,), _, _ = whole(written(tmp_path, text))

    assert bad.kind is Kind.NUM
