"""Formulas in a real office: Python's number to the last bit, and its errors."""

import struct

import pytest

from addin.computing import computed
from addin.hosts.libreoffice.inside.naming import method
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang
from tests.kpi_core.values.catalogue import rows


def written(value):
    """Return *value* as a formula holds it."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return repr(float(value))


def called(function, *arguments):
    """Return the formula that calls *function*."""
    return f"=B2B.{method(function)}({';'.join(arguments)})"


def in_python(function, row, locale="en-US"):
    """Return what a cell shows, computed here."""
    found = computed(REGISTRY.function(function), row, locale)
    return found.kind.code if isinstance(found, KpiError) else found


def test_every_example_is_pythons_number_to_the_last_bit(office):
    """
    Each published example gives in a cell exactly the double that Python gives.
    """
    examples = [
        (kpi, [e.inputs[n] for n in kpi.names if n in e.inputs])
        for kpi in REGISTRY.values()
        for e in kpi.examples
    ]
    formulas = [[called(kpi.function, *map(written, given))] for kpi, given in examples]

    office.formulas(f"A1:A{len(formulas)}", formulas)

    expected = [in_python(kpi.function, given).hex() for kpi, given in examples]
    assert len(expected) > 100
    assert expected == [row[0][0] for row in office.read(f"A1:A{len(formulas)}")]


def test_ranges_are_summed_as_python_sums_them(office):
    """
    A large number does not swallow a small one, blanks are skipped, and texts are read.
    """
    columns = [
        [0.1] * 10,
        [1e16, 1.0, -1e16],
        [1.0, None, 3.0],
        [1.0, 0.0, 3.0],
        ["1,5", 2.0],
        [-0.0],
    ]

    for i, column in enumerate(columns):
        letter = "ABCDEFG"[i]
        place = f"{letter}1:{letter}{len(column)}"
        office.put(place, [[v] for v in column])
        office.formulas("H1", [[called("B2B_REVENUE", place)]])

        expected = in_python("B2B_REVENUE", [[[v] for v in column]])
        assert expected == office.shows("H1")
        if isinstance(expected, float):
            assert struct.pack("<d", expected) == struct.pack("<d", office.shows("H1"))


ODD_TEXTS = [row for p in rows("TXT-", "fn+csv") if (row := p.values[0])]
LOCALES = sorted({row["input"]["locale"].replace("_", "-") for row in ODD_TEXTS})
WITHOUT = pytest.mark.skipif(
    not ODD_TEXTS, reason="the reference material is not beside this checkout"
)
FUNCTIONS = {
    "ROAS": "B2B_ROAS",
    "SUMKPI": "B2B_REVENUE",
    None: "B2B_REVENUE",
    "CVR": "B2B_CONVERSION_RATE",
}
PREFIXES = ("RNG-", "TYP-", "KPI-")
# What no cell of Calc can hold, or what is told apart in another test: the wire's own rows, whole
# columns, errors inside ranges, and the rows about data.
ELSEWHERE = (
    "RNG-01", "RNG-10", "RNG-11", "RNG-12", "ERR-01", "ERR-05", "TYP-01", "TYP-12", "TYP-13", "TYP-19", "TYP-20",
    "KPI-09", "KPI-10", "KPI-11", "KPI-12", "KPI-14", "KPI-17", "KPI-22", "KPI-24",
)  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize(
    "row", [p for prefix in PREFIXES for p in rows(prefix, "fn", without=ELSEWHERE)]
)
def test_the_catalogue_of_odd_inputs(office, row):
    """
    Each odd call of the catalogue shows the number, or the error, that it lists.
    """
    given = dict(row["input"])
    function = FUNCTIONS[given.pop("fn", None)]
    arguments = []
    for i, value in enumerate(given.values()):
        if isinstance(value, list):
            width = max(map(len, value))
            place = (
                f"{'ADG'[i]}1:{'ADGJ'[i][0]}{len(value)}"
                if width == 1
                else f"A{1 + 5 * i}:{'ABC'[width - 1]}{5 * i + len(value)}"
            )
            office.put(place, [line + [None] * (width - len(line)) for line in value])
            arguments.append(place)
        else:
            arguments.append(written(value))

    office.formulas("M1", [[called(function, *arguments)]])

    expected = row["expected"]["result"]
    wanted = Kind(expected["e"]).code if "e" in expected else expected["v"]
    assert wanted == office.shows("M1")


@pytest.mark.shared
@WITHOUT
@pytest.mark.parametrize("locale", LOCALES or [""])
def test_texts_of_a_country_are_its_numbers(office, locale):
    """
    Every odd text of the catalogue is in a cell of that country's office what Python reads.
    """
    texts = [
        row["input"]["text"]
        for row in ODD_TEXTS
        if row["input"]["locale"].replace("_", "-") == locale
        # A cell of Calc holds neither an empty text nor a null character.
        if row["input"]["text"] and "\x00" not in row["input"]["text"]
    ]
    assert texts
    office.speak("en-US", locale)
    office.order("refresh")
    office.put(f"A1:A{len(texts)}", [[text] for text in texts])

    office.formulas(
        f"B1:B{len(texts)}", [[called("B2B_REVENUE", f"A{i + 1}")] for i in range(len(texts))]
    )

    shown = [office.shows(f"B{i + 1}") for i in range(len(texts))]
    assert [in_python("B2B_REVENUE", [text], locale) for text in texts] == shown


def test_what_is_typed_is_the_name_of_every_host(office):
    """
    People type B2B_ROI in any case; the file keeps the name that never changes.
    """
    office.typed("A1", "=B2B_ROI(150;100)")
    office.typed("A2", "=b2b_roi(150;100)")

    assert [[0.5, 0.5], ["=B2B.ROI(150;100)"] * 2] == [
        [office.shows("A1"), office.shows("A2")],
        [row[0][3] for row in office.read("A1:A2")],
    ]


def test_a_blank_cell_given_alone_is_read_as_zero(office):
    """
    Calc passes the number 0 for a blank cell: the declared limits say so, and a range does not.
    """
    office.formulas("B1:B2", [["=B2B.CPL(100;A1)"], ["=B2B.CPL(100;A1:A2)"]])

    assert ["#DIV/0!", "#N/A"] == [office.shows("B1"), office.shows("B2")]


def test_an_error_of_another_cell_comes_out_as_it_went_in(office):
    """
    A cell in error makes the formula show the same error, as Calc's own functions do.
    """
    office.formulas("A1:A3", [["=1/0"], ["=NA()"], ["=SQRT(-1)"]])
    office.formulas("B1:B3", [[called("B2B_CPL", f"A{i}", "5")] for i in (1, 2, 3)])

    assert ["#DIV/0!", "#N/A", "Err:502"] == [office.shows(f"B{i}") for i in (1, 2, 3)]


def test_missing_arguments_and_those_left_blank(office):
    """
    An argument left out is asked for, and an optional one takes its default.
    """
    office.formulas(
        "A1:A4", [["=B2B.CPL(1)"], ["=B2B.CPL()"], ["=B2B.CPL(;5)"], ["=B2B.ROI(150;100)"]]
    )

    assert ["#N/A", "#N/A", "#N/A", 0.5] == [office.shows(f"A{i}") for i in range(1, 5)]


def test_words_are_asked_for(office):
    """
    B2B_WHY says in the office's language what Calc shows as a code, and follows its cell.
    """
    office.put("D1:D2", [[1.0], [None]])
    office.formulas("D2", [["=1/0"]])
    office.formulas(
        "A1:A5",
        [
            ["=B2B.CPL(1500;0)"],
            ["=B2B.CPL(1;2)"],
            ['=B2B.CPL("abc";2)'],
            ["=B2B.CPL(D1:D2;2)"],
            ["=B2B.CPL(1;0)+1"],
        ],
    )
    office.formulas("B1:B6", [[f"=B2B.WHY(A{i})"] for i in range(1, 7)])

    told = [office.shows(f"B{i}") for i in range(1, 7)]
    assert told[0].startswith("Leads: 0")
    assert "No error." == told[1]
    assert told[2] == "“abc” is not a number."
    assert "Row 2, column 1 contains #DIV/0!." == told[3]
    assert "more than one function" in told[4]
    assert "no formula" in told[5]

    office.speak("fr", "fr-FR")
    office.order("refresh")
    office.formulas("A1", [["=B2B.CPL(1600;0)"]])
    assert office.shows("B1").startswith("Leads\u00a0: 0, donc pas de valeur pour")


@pytest.mark.shared
@WITHOUT
@pytest.mark.parametrize("lang", Lang)
def test_words_are_pythons(office, lang):
    """
    For each odd text of the catalogue that is refused, B2B_WHY says Python's sentence, in both languages.
    """
    texts = [
        row["input"]["text"]
        for row in ODD_TEXTS
        if row["input"]["text"] and "\x00" not in row["input"]["text"]
    ]
    refused = {
        text: outcome.message[lang]
        for text in texts
        if isinstance(outcome := computed(REGISTRY["revenue"], [text], "fr-FR"), KpiError)
    }
    office.speak(lang.value, "fr-FR")
    office.order("refresh")
    last = len(refused)
    office.put(f"A1:A{last}", [[text] for text in refused])
    office.formulas(f"B1:B{last}", [[f"=B2B.REVENUE(A{i + 1})"] for i in range(last)])

    office.formulas(f"C1:C{last}", [[f"=B2B.WHY(B{i + 1})"] for i in range(last)])

    assert last > 10
    assert list(refused.values()) == [row[0][0] for row in office.read(f"C1:C{last}")]


def test_words_reach_other_sheets(office):
    """
    B2B_WHY reads the arguments where they are, on another sheet too.
    """
    office.add_sheet("Coûts d'achat")
    office.put_in("Coûts d'achat", "B2", -5.0)
    office.formulas("A1", [["=B2B.CPL($'Coûts d''achat'.$B$2;4)"]])
    office.formulas("B1", [["=B2B.WHY(A1)"]])

    assert ["#NUM!", "Direct cost is negative (-5)."] == [office.shows("A1"), office.shows("B1")]


def test_the_wizard_explains_functions_and_arguments(office):
    """
    The function wizard shows a description of the function and of each of its arguments.
    """
    words, arguments = office.described("B2B_CPL")

    assert words.startswith("Cost per lead (CPL).")
    assert [["cost", "Direct cost"], ["leads", "Leads"]] == [a[:2] for a in arguments]


def test_ten_thousand_formulas(office):
    """
    Ten thousand formulas are computed with no request to anybody, each to its own number.
    """
    count = 10_000
    office.formulas(f"A1:A{count}", [[f"=B2B.ROI({i + 2};{i + 1})"] for i in range(count)])

    assert [[1 / (i + 1)] for i in range(count)] == [
        [pytest.approx(v)] for (v,) in office.data(f"A1:A{count}")
    ]
