"""`POST /v1/cells`: what a spreadsheet shows, cell by cell, whatever it was given."""

import json

import pytest

from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind
from tests.addin.shown import CODES, shows


def test_the_shape_of_an_answer(client):
    """
    Values in the order of the rows, null where there is none, and its error under the row's number.
    """
    rows = [[1500, 50], [1500, 0], [100, 4]]

    assert [
        {
            "values": [30.0, None, 25.0],
            "errors": {"1": {"kind": "DIV0", "code": "#DIV/0!", "message": "Leads is 0."}},
        }
    ] == [_short(r) for r in client.cells(("B2B_CPL", rows))]


def _short(result):
    for error in result["errors"].values():
        assert len(error["message"]) > 5
        error["message"] = "Leads is 0."
    return result


@pytest.mark.parametrize("kpi", REGISTRY.values(), ids=lambda kpi: kpi.id)
def test_every_declared_example(client, kpi):
    """
    Each published example comes back from its cell, as numbers and as ranges.
    """
    for example in kpi.examples:
        given = [example.inputs[n] for n in kpi.names if n in example.inputs]
        ranges = [[[value]] for value in given]

        assert pytest.approx(example.value) == client.cell(kpi.function, *given)
        assert pytest.approx(example.value) == client.cell(kpi.function, *ranges)


def test_every_kind_has_the_code_of_the_map():
    """
    A spreadsheet shows the same error word for the same kind of trouble, everywhere.
    """
    assert CODES == {kind.value: kind.code for kind in Kind}


def test_one_bad_call_never_fails_its_neighbours(firm):
    """
    Of a thousand calls with every kind of fault among them, the good ones are all answered.
    """
    bad = [
        ("B2B_NOTHING", [[1]]),
        ("B2B_CPL", [["abc", 1], [1, 0], [[[1, 2, 3]], [[1], [2], [3]]]]),
        (
            "B2B_KPI",
            [["nonsense"], [], [True], ["cpl", "2025-13"], ["cpl", "x" * 600], ["y" * 300]],
        ),
        (
            "B2B_TABLE",
            [["cpl", "nonsense"], [], [[["cpl"] * 300], "channel"], ["z" * 300, "channel"]],
        ),
        ("B2B_TREND", [["cpl", "century"], ["cpl"]]),
        ("B2B_INTERVAL", [["mql_count"], []]),
        ("B2B_EXPLAIN", [["nonsense"]]),
        ("B2B_CPL", [[10**400, 1], [{"error": "#N/A"}, 1]]),
        ("B2B_KPI", [["cpl", 10**400], ["cpl", {"error": "#REF!"}], ["a\u0000b"]]),
    ]
    good = [("B2B_CPL", [[100, 4]])] * 500

    found = firm.cells(*good, *bad, *good)

    assert 1000 == sum(r["values"] == [25.0] for r in found)
    for (fn, rows), result in zip(bad, found[500:-500], strict=True):
        assert len(rows) == len(result["values"]) == len(result["errors"]), (fn, result)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "“abc” is not a number"), ("fr", "«\u00a0abc\u00a0» n’est pas un nombre")],
)
def test_messages_come_in_the_language_asked_for(client, lang, words):
    """
    The same fault is said in French to a French sheet and in English to an English one.
    """
    assert words in client.cell("B2B_CPL", "abc", 1, lang=lang)["message"]


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("fr-FR", "1 234,5", 1234.5),
        ("fr-FR", "1 234,5 €", 1234.5),
        ("en-US", "1,234.5", 1234.5),
        ("de-DE", "1.234", 1234.0),
        ("en-US", "1.234", 1.234),
        ("de_CH", "1'234.5", 1234.5),
    ],
)
def test_the_locale_decides_how_text_is_read(client, locale, text, value):
    """
    The comma of a French sheet is a decimal and that of an American one a thousand.
    """
    assert value == client.cell("B2B_REVENUE", text, locale=locale)


def test_the_workspaces_locale_is_the_one_left_out(made, own):
    """
    A host that does not tell its locale is read as the workspace writes numbers.
    """
    assert 1.5 == own.cell("B2B_REVENUE", "1,5")
    made.store.change_settings({"locale": "en-US"}, "test")

    assert shows(own.cell("B2B_REVENUE", "1,5"), "TYPE")
    assert 1.5 == own.cell("B2B_REVENUE", "1.5")


def test_ranges_are_summed_exactly(client):
    """
    Ten times a tenth is one, and a large number does not swallow a small one.
    """
    assert 1.0 == client.cell("B2B_REVENUE", [[0.1]] * 10)
    assert 1.0 == client.cell("B2B_REVENUE", [[1e16], [1], [-1e16]])
    assert 6.0 == client.cell("B2B_REVENUE", [[1, 2], [3]])


def test_blanks_are_skipped_and_zeros_count(client):
    """
    A blank is no number, neither in a range nor instead of one.
    """
    assert 4.0 == client.cell("B2B_REVENUE", [[1], [""], [None], [3], ["-"]])
    assert 0.0 == client.cell("B2B_REVENUE", [[0]])
    assert shows(client.cell("B2B_REVENUE", [[""], [None]]), "EMPTY")
    assert shows(client.cell("B2B_REVENUE", []), "EMPTY")
    assert shows(client.cell("B2B_REVENUE", [[]]), "EMPTY")
    assert shows(client.cell("B2B_REVENUE", None), "EMPTY")
    assert shows(client.cell("B2B_REVENUE"), "EMPTY")


def test_booleans(client):
    """
    TRUE in a range is skipped, as the hosts' own SUM does; given alone it is not a number.
    """
    assert 3.0 == client.cell("B2B_REVENUE", [[True], [3], [False]])
    assert shows(client.cell("B2B_REVENUE", True), "TYPE")
    assert shows(client.cell("B2B_REVENUE", "TRUE"), "TYPE")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("#N/A", "NOT_FOUND"),
        ("#NV", "NOT_FOUND"),
        ("#DIV/0!", "DIV0"),
        ("#NUM!", "NUM"),
        ("#NOMBRE!", "NUM"),
        ("#BUSY!", "UPSTREAM"),
        ("#SPILL!", "UPSTREAM"),
        ("#REF!", "TYPE"),
        ("#VALUE!", "TYPE"),
        ("#NAME?", "TYPE"),
    ],
)
def test_an_error_in_a_cell_comes_out_as_it_went_in(client, error, kind):
    """
    The first error of a range, in reading order, is what the formula shows, and where it stands.
    """
    found = client.cell("B2B_REVENUE", [[1, 2], [3, {"error": error}], [{"error": "#NULL!"}, 4]])

    assert shows(found, kind)
    if kind != "UPSTREAM":
        assert "Row 2, column 2" in found["message"]
        assert error in found["message"]
    assert shows(client.cell("B2B_REVENUE", {"error": error}), kind)


def test_a_row_and_a_column_are_not_paired(client):
    """
    One range across and one down is a slip of the hand: both sizes are said.
    """
    found = client.cell("B2B_ROAS", [[1, 2, 3]], [[1], [2], [3]])

    assert shows(found, "SHAPE")
    assert "1x3 and 3x1" in found["message"]


def test_one_argument_too_many_is_said_with_those_there_are(client):
    """
    The sentence lists what the function takes, in the reader's language.
    """
    found = client.cell("B2B_CPL", 1, 2, 3, lang="fr")

    assert shows(found, "SHAPE")
    assert "B2B_CPL prend 2 arguments" in found["message"]


def test_too_many_cells_of_one_call(client):
    """
    A million cells are summed; one more is a limit that is said, not a slow answer.
    """
    assert 1_000_000.0 == client.cell("B2B_REVENUE", [[1] * 1_000_000])
    assert shows(client.cell("B2B_REVENUE", [[1] * 500_001, [1] * 500_000]), "LIMIT")


def test_a_result_that_no_number_holds(client):
    """
    A result past the largest number is #NUM!, never an Infinity that would break the whole answer.
    """
    assert shows(client.cell("B2B_LTV", 1e308, 10, 10), "NUM")
    assert shows(client.cell("B2B_REVENUE", 10**400), "NUM")


@pytest.mark.parametrize("name", ["b2b_cpl", "B2B_CPL", "B2b_Cpl"])
def test_names_are_read_in_any_case(client, name):
    """
    Sheets lets people type functions in small letters.
    """
    assert 25.0 == client.cell(name, 100, 4)


def test_an_unknown_function_names_the_closest(client):
    """
    A misspelt function is told the one that was probably meant.
    """
    found = client.cell("B2B_CPLL", 1, 2)

    assert shows(found, "NOT_FOUND")
    assert "B2B_CPL" in found["message"]


def test_an_empty_request_is_answered(client):
    """
    No calls, no results.
    """
    assert [] == client.cells()
    assert [{"values": [], "errors": {}}] == client.cells(("B2B_CPL", []))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"calls":[{"fn":"B2B_CPL","rows":[[NaN,1]]}]}', 400),
        (b'{"calls":[{"fn":"B2B_CPL","rows":[[Infinity,1]]}]}', 400),
        (b'{"calls":[{"fn":"B2B_CPL","rows":[[1e400,1]]}]}', 422),
        (b'{"calls":[{"fn":"B2B_CPL","rows":[["\\ud800",1]]}]}', 400),
        (b'{"calls":[{"fn":"A","fn":"B2B_CPL","rows":[[1,1]]}]}', 400),
        (b'{"calls":[],"calls":[]}', 400),
        (b'{"calls":[],"c\\u0061lls":[]}', 400),
        (b'{"calls":[{"fn":"B2B_CPL","rows":[[{"error":"#N/A","error":"x"},1]]}]}', 400),
        (b'{"calls":[{"fn":"B2B_CPL","rows":[[[[[1]]],1]]}]}', 422),
        (b'{"calls":[{"fn":"B2B_CPL","rows":[[1,1]],"more":1}]}', 422),
        (b'{"calls":[{"rows":[[1,1]]}]}', 422),
        (b'{"calls":[{"fn":1,"rows":[[1,1]]}]}', 422),
        (b'{"calls":[],"lang":"de"}', 422),
        (b'{"calls":[],"locale":"../../etc"}', 422),
        (b'{"calls":null}', 422),
        (b"[" * 100_000, 422),
        (b'{"calls":' + b"[" * 100_000, 422),
        (b"\x7b\x22\xff", 400),
        (b"", 400),
        (b"null", 422),
    ],
)  # fmt: skip
def test_a_body_that_is_no_request_is_refused_in_words(client, body, status):
    """
    Strict on the way in: what another parser might read otherwise is refused, never guessed.
    """
    answered = client.post("/v1/cells", body)

    assert status == answered.status_code
    said = answered.json()
    assert "TYPE" == said["kind"]
    assert {"en", "fr"} == set(said["message"])
    english = ("Expected", "Object", "Invalid", "JSON is", "unknown", "got", "truncated")
    assert not [word for word in english if word in said["message"]["fr"]]


@pytest.mark.parametrize(
    ("body", "english", "french"),
    [
        (
            {"calls": [], "more": 1},
            "“more” is no name of the body; there are: calls, lang, locale",
            "«\u00a0more\u00a0» n’est pas un nom attendu dans le corps\u202f; il y a\u00a0: calls, lang, locale",
        ),
        (
            {"calls": [{"fn": 1, "rows": []}]},
            "for “calls[0].fn”, text is expected, not a whole number",
            "pour «\u00a0calls[0].fn\u00a0», il faut un texte, et non un nombre entier",
        ),
        (
            {"calls": [{"fn": "B2B_CPL"}]},
            "“rows” is missing from “calls[0]”",
            "il manque «\u00a0rows\u00a0» dans «\u00a0calls[0]\u00a0»",
        ),
        ({"calls": [], "lang": "de"}, "choose fr or en", "choisissez fr ou en"),
    ],
)
def test_a_body_of_the_wrong_shape_names_the_field_and_what_is_expected(
    client, body, english, french
):
    """
    In French as in English: where, what is expected, what was given.
    """
    said = client.post("/v1/cells", body).json()["message"]

    assert english in said["en"]
    assert french in said["fr"]


def test_too_many_calls_are_refused(client):
    """
    Past 20,000 calls the request is refused as a whole, before any is computed.
    """
    body = {"calls": [{"fn": "B2B_CPL", "rows": []}] * 20_001}

    assert 422 == client.post("/v1/cells", body).status_code
    assert 200 == client.post("/v1/cells", {"calls": body["calls"][1:]}).status_code


def test_an_answer_is_json_that_anyone_reads(firm):
    """
    No Infinity and no NaN leave the server, whatever came in.
    """
    body = {
        "calls": [{"fn": "B2B_LTV", "rows": [[1e308, 1e308, 1e308], [5e-324, 1, 1], [-0.0, 1, 1]]}]
    }

    text = firm.post("/v1/cells", body).text

    def refuse(name):
        raise AssertionError(name)

    (result,) = json.loads(text, parse_constant=refuse)["results"]
    assert [None, 5e-324, 0.0] == result["values"]
    assert "-0" not in text
