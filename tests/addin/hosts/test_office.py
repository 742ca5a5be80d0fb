"""Excel: what a cell shows in the real runtime."""

import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.hosts.signatures import signatures
from kpi_core.catalog import REGISTRY
from kpi_core.text import Lang
from kpi_core.units import Unit
from tests.addin.hosts.core import in_python
from tests.addin.hosts.test_javascript import CELLS, NUMBERS, called
from tests.kpi_core.values.catalogue import rows

LOCALES = {Lang.EN: "en-US", Lang.FR: "fr-FR"}


def test_the_runtime_knows_every_function(excel):
    """
    Each listed function is associated in the real runtime, and none besides.
    """
    assert sorted(s.name for s in signatures()) == sorted(excel.do("names"))


def number(found):
    """Return the number of a cell that shows one with its format."""
    return found["value"]["basicValue"]


def compared(excel, lang, function, args):
    """Tell that a cell shows in the runtime what Python says."""
    # Excel passes every argument as a range; a range of one cell is that cell.
    ranges = [arg if isinstance(arg, list) else [[arg]] for arg in args]
    expected = in_python(function, args, LOCALES[lang])[lang]
    found = excel.cell(function, *ranges)
    if "v" in expected:
        assert expected["v"] == number(found)
        return
    assert expected["code"] == found["code"]
    assert expected["message"] == found["message"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), kpi=st.sampled_from(list(REGISTRY.values())), lang=st.sampled_from(Lang))
def test_a_cell_shows_what_python_shows(excel, classeur, data, kpi, lang):
    """
    In the real runtime a formula gives Python's number to the last bit, or its error and words.
    """
    cells = st.one_of(NUMBERS, CELLS)
    # A range of two columns that ends in numbers, so that no blank end is left out.
    ranges = st.lists(st.tuples(cells, NUMBERS).map(list), min_size=2, max_size=4)
    args = data.draw(
        st.lists(st.one_of(cells, ranges), min_size=len(kpi.names), max_size=len(kpi.names))
    )

    compared(excel if lang is Lang.EN else classeur, lang, kpi.function, args)


@pytest.mark.shared
@pytest.mark.parametrize(
    "row",
    [
        r
        for prefix, elsewhere in (
            ("RNG-", {"RNG-01", "RNG-02", "RNG-10", "RNG-11", "RNG-12"}),
            ("ERR-0", set()),
            ("TYP-", {"TYP-01", "TYP-12", "TYP-13", "TYP-19", "TYP-20"}),
            ("KPI-0", set()),
        )
        for r in rows(prefix, "fn", without=elsewhere)
    ],
)
def test_catalogue_of_odd_arguments(excel, row):
    """
    Each odd call of the catalogue ends in Excel as it lists.
    """
    function, args = called(row)
    expected = row["expected"]["result"]

    found = excel.cell(function, *(a if isinstance(a, list) else [[a]] for a in args))

    if "e" in expected:
        codes = {"DIV0": "#DIV/0!", "NUM": "#NUM!", "TYPE": "#VALUE!", "SHAPE": "#VALUE!"}
        assert codes.get(expected["e"], "#N/A") == found["code"]
    else:
        assert number(found) == pytest.approx(expected["v"])


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("TXT-", "fn+csv"))
def test_catalogue_of_odd_numbers(excel, row):
    """
    Each odd text of the catalogue, in a cell that Excel passes, is read in the sheet's language.
    """
    locale, expected = row["input"]["locale"], row["expected"]["result"]
    excel.do("reader", {"locale": locale.replace("_", "-")})

    found = excel.cell("B2B_REVENUE", [[row["input"]["text"]], [1]])

    excel.do("reader", {"locale": "en-US"})
    if "e" in expected:
        assert found["code"] in {"#VALUE!", "#NUM!"}
        assert "Row 1, column 1" in found["message"]
    else:
        assert number(found) == pytest.approx((expected["v"] or 0) + 1)


def test_a_whole_column_is_its_filled_cells(excel):
    """
    `A:A` has more cells than a call may have: those past the last filled one do not count.
    """
    column = [[i] for i in range(200)] + [[""]] * 50_000

    assert 19_900 == number(excel.cell("B2B_REVENUE", column))


def test_an_optional_argument_left_out_or_blank(excel):
    """
    What is optional may be left out, given as null, or point to a blank cell.
    """
    for more in ((), (None,), ([[""]],), ([[None]],)):
        assert 30 == number(excel.cell("B2B_CAC", [[1500]], [[50]], *more))


def test_a_number_has_its_format(excel, classeur):
    """
    A share is shown as 5 %, an amount in the workspace's currency, as the reader writes them.
    """
    share, part = (x.cell("B2B_CTR", [[5]], [[100]])["value"] for x in (excel, classeur))
    excel.do("refresh")
    classeur.do("refresh")
    amount, montant = (x.cell("B2B_CPL", [[1500]], [[50]])["value"] for x in (excel, classeur))

    assert ("Double", 0.05, "0.0%") == tuple(share.values())
    assert '0.0"\u202f"%' == part["numberFormat"]
    assert "[$€]#,##0.00" == amount["numberFormat"]
    assert "#,##0.00\u00a0[$€]" == montant["numberFormat"]


def test_an_older_excel_is_given_plain_numbers(excel):
    """
    Where the runtime does not show formatted numbers, a cell is a number.
    """
    excel.do("reader", {"formats": False})
    found = excel.cell("B2B_CTR", [[5]], [[100]])
    excel.do("reader", {"formats": True})

    assert {"value": 0.05} == found


def test_every_unit_has_a_format(excel):
    """
    Each formula's example is shown with a format that Excel understands.
    """
    shown = set()
    for kpi in REGISTRY.values():
        example = kpi.examples[0]
        given_ = [[[example.inputs[n]]] for n in kpi.names if n in example.inputs]
        value = excel.cell(kpi.function, *given_)["value"]
        assert example.value == pytest.approx(value["basicValue"])
        assert re.fullmatch(
            r'(\[\$[^\]]+\])?[#,]*0(\.0#|\.00|\.0)?(%|".{1,9}")?', value["numberFormat"]
        )
        shown.add(kpi.unit)

    assert len(shown) >= len(Unit) - 2


def test_a_number_from_the_data(excel, server):
    """
    `B2B_KPI` shows the server's number, with the format of the KPI.
    """
    answered = server.send(
        "/v1/cells", {"calls": [{"fn": "B2B_KPI", "rows": [["cpl", "2025-Q3"], ["nonsense"]]}]}
    )["results"][0]

    found = excel.cell("B2B_KPI", [["cpl"]], [["2025-Q3"]], [])
    unknown = excel.cell("B2B_KPI", [["nonsense"]], None, [])

    assert [[{"type": "Double", "basicValue": answered["values"][0], "numberFormat": "[$€]#,##0.00"}]] == found["value"]  # fmt: skip
    assert ("#N/A", answered["errors"]["1"]["message"]) == (unknown["code"], unknown["message"])


@pytest.mark.parametrize(
    "name", ["coût par lead", "Cost per lead", "CPL", "B2B_CPL", " cout  par LEAD ", "cpl"]
)
def test_a_number_has_the_format_of_the_kpi_that_its_words_mean(excel, name):
    """
    However a KPI is called, the number is shown in the unit of the one that answered.
    """
    (found,) = excel.cell("B2B_KPI", [[name]], [["2025-Q3"]], [])["value"][0]
    trend = excel.cell("B2B_TREND", [[name]], [["month"]], [["2025-Q3"]], [])["value"]
    low_high = excel.cell("B2B_INTERVAL", [[name]], [["2025-Q3"]], [])["value"][0]

    shown = [found, *(row[1] for row in trend[1:]), *low_high]
    assert {"[$€]#,##0.00"} == {cell["numberFormat"] for cell in shown}


def test_each_column_of_a_table_has_its_own_format(excel):
    """
    A table of several KPIs called by what people say has the format of each in its column.
    """
    names = [["coût par lead, taux de mql, nombre de leads"]]
    table = excel.cell("B2B_TABLE", names, [["channel"]], [["2025-Q3"]], [])["value"]

    shown = [
        {c["numberFormat"] for c in column if c != ""}
        for column in list(zip(*table[1:], strict=True))[1:]
    ]
    assert [{"[$€]#,##0.00"}, {"0.0%"}, {"#,##0"}] == shown


def test_ranges_of_kpis_and_periods_spill(excel):
    """
    A column of KPIs against a row of periods is a table; a cell that has no number says why.
    """
    kpis, periods = [["cpl"], ["lead_volume"], ["nonsense"]], [["2025-Q2", "2025-Q3"]]

    table = excel.cell("B2B_KPI", kpis, periods, [])["value"]

    one = excel.cell("B2B_KPI", [["lead_volume"]], [["2025-Q3"]], [])["value"]
    assert (3, 2) == (len(table), len(table[0]))
    assert one == [[table[1][1]]]
    assert "#N/A" == table[2][0]["code"]
    assert "nonsense" in table[2][0]["message"]


def test_tables_spill_with_their_formats(excel, classeur):
    """
    `B2B_TABLE` and `B2B_TREND` spill a header and rows; nothing is blank, never null.
    """
    table = excel.cell("B2B_TABLE", [["cpl", "lead_volume"]], [["channel"]], [["2025-Q3"]], [])
    trend = classeur.cell("B2B_TREND", [["lead_volume"]], [["mois"]], [["2025"]], [])
    low_high = excel.cell("B2B_INTERVAL", [["cpl"]], [["2025-Q3"]], [])["value"]

    assert "channel" == table["value"][0][0]
    formats = {c["numberFormat"] for c in (r[1] for r in table["value"][1:]) if c != ""}
    assert {"[$€]#,##0.00"} == formats
    assert "mois" == trend["value"][0][0]
    assert not [c for c in itertools.chain(*table["value"], *trend["value"]) if c is None]
    assert low_high[0][0]["basicValue"] < low_high[0][1]["basicValue"]


def test_filters_are_as_many_as_one_likes(excel):
    """
    The repeated argument reaches the server as so many arguments.
    """
    whole = excel.cell("B2B_KPI", [["lead_volume"]], [["2025-Q3"]], [])["value"][0][0]
    part = excel.cell("B2B_KPI", [["lead_volume"]], [["2025-Q3"]], [[["channel=LinkedIn Ads"]]])
    twice = excel.cell(
        "B2B_KPI", [["lead_volume"]], None, [[["channel=LinkedIn Ads"]], [["2025-Q3"]]]
    )

    assert 0 < part["value"][0][0]["basicValue"] < whole["basicValue"]
    assert part == twice


def test_an_explanation_is_words(classeur):
    """
    `B2B_EXPLAIN` shows its words in the reader's language.
    """
    said = classeur.cell("B2B_EXPLAIN", [["cpl"]], [["2025-Q3"]], [])["value"][0][0]

    assert isinstance(said, str)
    assert "€" in said


def test_a_question_in_words_is_a_number_a_table_or_words(excel, classeur):
    """
    `B2B_ASK` shows the number of `B2B_KPI`, spills a table, says words, and asks back in an error.
    """
    (number,) = excel.cell("B2B_ASK", [["CPL in Q3 2025"]])["value"]
    (same,) = excel.cell("B2B_KPI", [["cpl"]], [["2025-Q3"]], [])["value"]
    table = excel.cell("B2B_ASK", [["CPL by channel in Q3 2025"]])["value"]
    words = classeur.cell("B2B_ASK", [["que veut dire CAC ?"]])["value"][0][0]
    unclear = classeur.cell("B2B_ASK", [["coût d'acquisition"]])

    assert number == same
    assert ["channel", "Cost per lead (CPL)"] == table[0]
    assert {"[$€]#,##0.00"} == {row[1]["numberFormat"] for row in table[1:] if row[1] != ""}
    assert words.startswith("Coût d’acquisition client (CAC)")
    assert "#N/A" == unclear["code"]
    assert "«\u00a0Coût par lead (CPL)\u00a0»" in unclear["message"]
