"""JavaScript reads cells as Python does: the same number to the last bit, the same words."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import addin.hosts.javascript as package
from addin.arguments import KIND_OF
from addin.hosts.javascript import core
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from kpi_core.values import parse_number
from kpi_core.values.currencies import CODES, SIGNS
from tests.addin.hosts.core import Core, in_javascript, in_python
from tests.kpi_core.values.catalogue import rows

LOCALES = ["fr-FR", "en-US", "de-DE", "de_CH", "en-IN", "fr_CH", "nb-NO", "ar", "zh-TW", "xx-YY"]
SPACES = " \u00a0\u202f\u2009\t\x1f"
MARKS = [*SIGNS, *sorted(CODES)[:5], "ABC", "%", "\u066a", "k", "M", "K"]
PIECES = [
    *"0123456789.,'-+()eE_x",
    *SPACES,
    *MARKS,
    "\u2212",
    "\u2013",
    "\u2019",
    "\u0662",
    "\u200b",
]
ODD_PIECES = [
    "²",
    "\uff12",
    "\u202e",
    '="',
    '"',
    "/",
    "n",
    "null",
    "é",
    "\U0001d7d8",
    "\u0000",
    "\n",
]

TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.sampled_from([*PIECES, *ODD_PIECES]), max_size=14).map("".join),
    st.text(st.characters(blacklist_categories=["Cs", "Cn"]), max_size=8),
    st.tuples(
        st.sampled_from(["", "-", "(", "€", "$ ", "kr "]),
        st.floats(0, 1e12).map(lambda x: f"{x:,.2f}"),
        st.sampled_from(["", " %", "k", " €", ")", "-", "\u00a0EUR"]),
    ).map("".join),
    st.from_regex(r"\A-?[0-9]{15,40}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?%?\Z"),
)
NUMBERS = st.one_of(
    st.sampled_from([0, 0.0, -0.0, 1, 1e16, -1e16, 0.1, 5e-324, 1e308, -1e308, 1000005, -0.00002]),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
)
CELLS = st.one_of(
    NUMBERS,
    NUMBERS,
    st.none(),
    st.booleans(),
    TEXTS,
    st.sampled_from(["", "-", "12", "1 234,5", *KIND_OF]),
    st.sampled_from([*KIND_OF, "#REF!", "#VALUE!", "#odd\u202e" * 20]).map(lambda e: {"error": e}),
    st.sampled_from([{}, {"type": "Entity"}, {"error": "#N/A", "more": "1"}]),
)
ROWS = st.lists(st.one_of(NUMBERS, NUMBERS, NUMBERS, CELLS), max_size=4)
RANGES = st.one_of(
    st.lists(ROWS, max_size=4),
    st.lists(NUMBERS.map(lambda n: [n]), min_size=1, max_size=30),
)
ARGUMENTS = st.one_of(CELLS, NUMBERS, RANGES)


@pytest.fixture(name="node", scope="module")
def _node(tmp_path_factory):
    node = Core(tmp_path_factory.mktemp("core"))
    yield node
    node.close()


def same(expected, found):
    """Tell whether two answers are one, numbers to the last bit."""
    for lang in Lang:
        said, told = expected[lang], found[lang]
        if "v" in said and "v" in told:
            assert math.copysign(1, said["v"]) == math.copysign(1, told["v"])
        assert said == told
    return True


@settings(max_examples=1500, deadline=None)
@given(
    kpi=st.sampled_from(list(REGISTRY.values())),
    data=st.data(),
    locale=st.sampled_from(LOCALES),
)
def test_a_cell_shows_what_python_shows(node, kpi, data, locale):
    """
    Whatever a cell holds, JavaScript gives Python's number to the last bit, or its kind and words.
    """
    most = len(kpi.names) + 1
    args = data.draw(st.lists(ARGUMENTS, max_size=most))

    expected = in_python(kpi.function, args, locale)

    assert same(expected, in_javascript(node, kpi.function, args, locale))


@settings(max_examples=2500, deadline=None)
@given(text=TEXTS, locale=st.sampled_from([*LOCALES, None]))
@example(text="9.99999999999999999999999999999999e307", locale="en-US")
@example(text="1e999999k", locale="en-US")
@example(text="-1e-999999", locale="en-US")
@example(text="0,00000000000000000000000000001 %", locale="fr-FR")
@example(text="-12345678901234567890123456785", locale="en-US")
@example(text="9" * 65, locale="en-US")
@example(text="²" * 65, locale="en-US")
@example(text="x" * 65, locale="en-US")
@example(text="1.234", locale=None)
def test_a_text_is_the_number_that_python_reads(node, text, locale):
    """
    A text of any locale is the same number, or is refused in the same words, in both readers.
    """
    try:
        read = parse_number(text, locale)
    except KpiError as error:
        expected = {"e": error.kind, "en": error.message.en, "fr": error.message.fr}
    else:
        expected = None if read.value is None else float(read.value)

    found = node("parseNumber", text, locale)

    assert expected == (float(found) if isinstance(found, str) else found)


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("TXT-", "fn+csv"))
def test_catalogue_of_odd_numbers(node, row):
    """
    Each odd text of the catalogue gives in JavaScript the number, or the kind, that it lists.
    """
    expected = row["expected"]["result"]

    found = node("parseNumber", row["input"]["text"], row["input"]["locale"])

    if "e" in expected:
        assert expected["e"] == found["e"]
    else:
        assert found == (expected["v"] if expected["v"] is None else pytest.approx(expected["v"]))


# What the catalogue's functions of another product are called here: each row's nearest function.
NAMES = {"ROAS": "B2B_ROAS", "SUMKPI": "B2B_REVENUE", "CVR": "B2B_CONVERSION_RATE"}


def called(row):
    """Return the function and arguments that a row of the catalogue stands for."""
    given = row["input"]
    values = [v for k, v in given.items() if k != "fn"]
    if row["id"] == "RNG-11":
        values = [[[1]] * 1_000_001]
    elif row["id"] == "KPI-09":  # rows of pairs: our function takes each column as a range
        return "B2B_ROAS", [[[a] for a, _ in values[0]], [[b] for _, b in values[0]]]
    elif row["id"] == "TYP-12":
        values = values[0]
    return NAMES.get(given.get("fn"), "B2B_REVENUE"), values


# Rows about whole columns, circular references, JSON bodies and the workspace's data are shown
# where those are: in a host, on the wire and over a workspace.
ELSEWHERE = {"RNG-10", "RNG-12", "TYP-01", "TYP-13", "TYP-19", "TYP-20"} | {
    f"KPI-{n}" for n in (10, 11, 12, 14, 17, 22, 24)
}


@pytest.mark.shared
@pytest.mark.parametrize(
    "row", [r for prefix in ("RNG-", "ERR-0", "TYP-", "KPI-") for r in rows(prefix, "fn", without=ELSEWHERE)]
)  # fmt: skip
def test_catalogue_of_odd_arguments(node, row):
    """
    Each odd call of the catalogue ends in JavaScript as it lists, and in Python's words.
    """
    function, args = called(row)
    expected = row["expected"]["result"]

    found = in_javascript(node, function, args, "en-US")

    assert same(in_python(function, args, "en-US"), found)
    if "e" in expected:
        assert expected["e"] == found[Lang.EN]["e"]
    else:
        assert expected["v"] == pytest.approx(found[Lang.EN]["v"])


@settings(max_examples=300, deadline=None)
@given(st.lists(NUMBERS.map(float), max_size=60))
@example([1e308, 1e308, -1e308])
@example([1e16, 1.0, 1e-16])
@example([0.1] * 10)
@example([-0.0])
def test_sums_are_exact(node, numbers):
    """
    A sum is Python's exact one, bit for bit, or too large where Python finds it too large.
    """
    try:
        expected = math.fsum(numbers)
    except OverflowError:
        expected = None

    found = node("exactSum", numbers)

    assert expected == (float(found) if isinstance(found, str) else found)


def test_a_sum_that_no_number_holds(node):
    """
    Two cells that together pass the largest number are an error of that cell, in both.
    """
    expected = in_python("B2B_REVENUE", [[[1e308], [1e308]]], "en-US")

    assert {"NUM"} == {said["e"] for said in expected.values()}
    assert same(expected, in_javascript(node, "B2B_REVENUE", [[[1e308], [1e308]]], "en-US"))


def test_a_number_in_a_sentence_is_shortened_alike(node):
    """
    `-1234567.5` is said as -1.23457e+06 in both, and a tie goes to the even digit.
    """
    for value in (
        -1e-7,
        -0.0001,
        -0.00012345678,
        -1000005.0,
        -1000015.0,
        -0.5,
        -100000.0,
        -120.0,
        -999999.5,
        -1e300,
    ):
        expected = in_python("B2B_CPL", [value, 5], "en-US")

        assert f"({value:g})" in expected[Lang.EN]["message"]
        assert same(expected, in_javascript(node, "B2B_CPL", [value, 5], "en-US"))


def test_every_digit_is_a_digit_to_both(node):
    """
    The digits of every script are read alike, alone and in texts too long to be numbers.
    """
    for code in range(0x80, 0x1FBFA):
        c = chr(code)
        if not c.isdigit():
            continue
        for text in (c, c * 65):
            try:
                expected = float(parse_number(text, "en-US").value)
            except KpiError as error:
                expected = error.kind
            found = node("parseNumber", text, "en-US")
            assert expected == (found["e"] if isinstance(found, dict) else found), hex(code)


def test_blank_ends_of_a_range_are_left_out(node):
    """
    A whole column with two hundred filled rows is two hundred cells, and no cell moves.
    """
    column = [[i] for i in range(200)] + [[None]] * 800 + [[""]]

    assert [[i] for i in range(200)] == node("trimmed", column)
    assert [[1, None], [None, 2]] == node("trimmed", [[1, None, ""], [None, 2, None], ["", "", ""]])
    assert [[None]] == node("trimmed", [[None, ""], [None, None]])
    assert 5 == node("trimmed", 5)


def test_ranges_of_a_data_function_are_one_call_a_cell(node):
    """
    A column of KPIs against a row of periods is a table of calls; one cell goes with each.
    """
    found = node("spread", [[["cac"], ["cpl"]], [["2024", "2025"]], "LinkedIn"])

    assert (2, 2) == (found["down"], found["across"])
    assert [
        ["cac", "2024", "LinkedIn"],
        ["cac", "2025", "LinkedIn"],
        ["cpl", "2024", "LinkedIn"],
        ["cpl", "2025", "LinkedIn"],
    ] == found["calls"]
    assert [["cac"]] == node("spread", ["cac"])["calls"]


def test_the_core_needs_nothing_of_its_host():
    """
    The script can be put in any file: it imports nothing and reads no global but the language's.
    """
    script = re.sub(r"//.*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"", "", core(), flags=re.DOTALL)

    for word in (
        "import ",
        "export ",
        "require(",
        "fetch",
        "globalThis",
        "window",
        "process.",
        "(?<",
    ):
        assert word not in script


@pytest.mark.parametrize(
    "path", sorted(Path(package.__file__).parents[1].rglob("*.js")), ids=lambda path: path.name
)
def test_a_script_fits_in_one_sitting(path):
    """
    A script stays short enough to be read in one go, like any module.
    """
    assert len(path.read_text("utf-8").splitlines()) <= 400
