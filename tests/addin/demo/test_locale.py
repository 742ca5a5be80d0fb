"""What is typed and what is shown, in the locale of the spreadsheet."""

import datetime as dt

import pytest

from addin.demo import Formula


@pytest.fixture(name="tab")
def _tab(google):
    """A blank tab of a sheet in a locale."""
    return lambda locale: google.create("x", locale=locale).tab(0)


@pytest.mark.parametrize(
    "locale, typed, value, shown",
    [
        ("fr_FR", "1 200,50", 1200.5, "1\u202f200,50"),
        ("fr_FR", "1\u202f200", 1200, "1\u202f200"),
        ("fr_FR", "12,5 %", 0.125, "12,50%"),
        ("fr_FR", "1 500 €", 1500, "1\u202f500\u00a0€"),
        ("fr_FR", "05/02/2026", 46058, "05/02/2026"),
        ("fr_FR", "31/12/26", 46387, "31/12/2026"),
        ("fr_FR", "2026-02-05", 46058, "2026-02-05"),
        ("fr_FR", "vrai", True, "VRAI"),
        ("fr_FR", "1,200.50", "1,200.50", "1,200.50"),
        ("fr_FR", "32/01/2026", "32/01/2026", "32/01/2026"),
        ("fr_FR", "n.c.", "n.c.", "n.c."),
        ("fr_FR", "'012", "012", "012"),
        ("fr_FR", "012", 12, "12"),
        ("fr_FR", "-3,5", -3.5, "-3,5"),
        ("en_US", "1,200.50", 1200.5, "1,200.50"),
        ("en_US", "$1,500", 1500, "$1,500"),
        ("en_US", "1 200,50", "1 200,50", "1 200,50"),
        ("en_US", "2/5/2026", 46058, "2/5/2026"),
        ("en_US", "13/5/2026", "13/5/2026", "13/5/2026"),
        ("en_US", "TRUE", True, "TRUE"),
        ("en_US", "vrai", "vrai", "vrai"),
        ("en_US", "12.5%", 0.125, "12.50%"),
        ("en_US", "1e3", 1000, "1.00E+03"),
        ("en_US", "2026-02-05 14:30", 46058 + 14.5 / 24, "2026-02-05 14:30:00"),
        ("en_US", "9:30", 9.5 / 24, "9:30"),
        ("en_GB", "05/02/2026", 46058, "05/02/2026"),
        ("de_DE", "1.200,50", 1200.5, "1.200,50"),
    ],
)
def test_what_is_typed_is_read_in_the_locale(tab, locale, typed, value, shown):
    """
    The same text is a number in one locale and a text in another.
    """
    made = tab(locale)
    made.type("B2", typed)

    assert (
        value == pytest.approx(made.values()[1][1])
        if isinstance(value, float)
        else value == made.values()[1][1]
    )
    assert type(value) is type(made.values()[1][1])
    assert shown == made.shown()[1][1]


@pytest.mark.parametrize(
    "locale, value, pattern, shown",
    [
        ("fr_FR", 1234.5, "", "1234,5"),
        ("en_US", 0.1 + 0.2, "", "0.3"),
        ("en_US", 1 / 3, "", "0.3333333333"),
        ("en_US", 2.5, "0", "3"),
        ("en_US", -2.5, "0.0;(0.0)", "(2.5)"),
        ("en_US", 1234567.891, '#,##0.00" €"', "1,234,567.89 €"),
        ("fr_FR", 1234567.891, "#,##0.0", "1\u202f234\u202f567,9"),
        ("fr_FR", 0.4567, "0.0%", "45,7%"),
        ("en_US", 5, "000", "005"),
        ("en_US", 3.10, "0.##", "3.1"),
        ("en_US", 12, "0.##", "12"),
        ("en_US", -0.001, "0.00", "0.00"),
    ],
)
def test_numbers_are_shown_by_their_pattern(tab, locale, value, pattern, shown):
    """
    Separators are the locale's; halves go up, as people expect of money.
    """
    made = tab(locale)
    made.set(0, 0, value)
    if pattern:
        made.spreadsheet.book.grid(0).put(
            0,
            0,
            value,
            made.grid.beside(0, 0).__class__(
                format={"numberFormat": {"type": "NUMBER", "pattern": pattern}}
            ),
        )

    assert shown == made.shown()[0][0]


@pytest.mark.parametrize(
    "pattern, shown",
    [
        ("dd/MM/yyyy", "05/02/2026"),
        ("M/d/yy", "2/5/26"),
        ("d mmmm yyyy", "5 février 2026"),
        ("mmm yyyy", "févr. 2026"),
        ("dddd", "jeudi"),
        ("yyyy-mm-dd hh:mm", "2026-02-05 14:07"),
        ("h:mm AM/PM", "2:07 PM"),
    ],
)
def test_days_are_shown_by_their_pattern(tab, pattern, shown):
    """
    `m` is a month, or minutes beside hours; names are the locale's.
    """
    made = tab("fr_FR")
    made.set(0, 0, dt.datetime(2026, 2, 5, 14, 7))
    value = made.values()[0][0]
    extra = made.grid.beside(0, 0).__class__(
        format={"numberFormat": {"type": "DATE_TIME", "pattern": pattern}}
    )
    made.grid.put(0, 0, value, extra)

    assert shown == made.shown()[0][0]


def test_changing_the_locale_changes_what_is_shown(tab):
    """
    Values stay.
    """
    made = tab("en_US")
    made.write("A1", [[1200.5, True]])
    made.spreadsheet.set_locale("fr_FR")

    assert [["1200,5", "VRAI"]] == made.shown()
    assert [[1200.5, True]] == made.values()


def test_a_formula_is_kept_and_comes_to_what_was_declared(tab, google):
    """
    Nothing is computed: a formula comes to what its maker says, an error included, or to nothing.
    """
    from tests.addin.demo.conftest import call

    made = tab("en_US")
    made.write(
        "A1",
        [[Formula("=SUM(B1:B2)", 3), Formula("=1/0", "#DIV/0!"), Formula("=SPARKLINE(B1:B2)")]],
    )
    path = f"/v4/spreadsheets/{made.spreadsheet.id}"
    values = call(google, "GET", f"{path}/values/A1:C1?valueRenderOption=UNFORMATTED_VALUE")[1][
        "values"
    ]
    formulas = call(google, "GET", f"{path}/values/A1:C1?valueRenderOption=FORMULA")[1]["values"]
    _, told = call(google, "GET", f"{path}?includeGridData=true&ranges=A1:C1")
    cells = told["sheets"][0]["data"][0]["rowData"][0]["values"]

    assert [[3, "#DIV/0!"]] == values
    assert [["=SUM(B1:B2)", "=1/0", "=SPARKLINE(B1:B2)"]] == formulas
    assert {"errorValue": {"type": "DIVIDE_BY_ZERO", "message": "#DIV/0!"}} == cells[1][
        "effectiveValue"
    ]
    assert {"userEnteredValue": {"formulaValue": "=SPARKLINE(B1:B2)"}} == cells[2]


@pytest.mark.parametrize("option", ["FORMATTED_STRING", "SERIAL_NUMBER"])
def test_days_come_as_serial_numbers_or_as_shown(google, sheet, option):
    """
    The serial number counts days since 1899-12-30.
    """
    from tests.addin.demo.conftest import call

    path = f"/v4/spreadsheets/{sheet.id}/values/A2?valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption={option}"
    [[day]] = call(google, "GET", path)[1]["values"]

    assert ("05/01/2026" if option == "FORMATTED_STRING" else 46027) == day
    assert 46027 == (dt.date(2026, 1, 5) - dt.date(1899, 12, 30)).days
