"""`spreadsheets.batchUpdate`: what each request does, and that a failing batch does nothing."""

import copy

import pytest

from tests.addin.demo.conftest import call


def cells(*rows):
    return [
        {"values": [{} if v is None else {"userEnteredValue": {_kind(v): v}} for v in row]}
        for row in rows
    ]


def _kind(value):
    if isinstance(value, bool):
        return "boolValue"
    return "stringValue" if isinstance(value, str) else "numberValue"


def test_a_batch_is_done_in_full_or_not_at_all(apply, sheet, google):
    """
    Of a batch whose last request fails, nothing remains: no tab, no cell, no version.
    """
    before = copy.deepcopy(call(google, "GET", f"/v4/spreadsheets/{sheet.id}?includeGridData=true"))
    version = sheet.version

    status, said = apply(
        {"addSheet": {"properties": {"sheetId": 9, "title": "x"}}},
        {
            "updateCells": {
                "start": {"rowIndex": 1},
                "rows": cells(["gone", 1]),
                "fields": "userEnteredValue",
            }
        },
        {"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}}},
        {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
        {"updateSpreadsheetProperties": {"properties": {"title": "gone"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 404}},
    )

    assert 400 == status
    assert {
        "error": {
            "code": 400,
            "message": "Invalid requests[5].deleteSheet: No grid with id: 404",
            "status": "INVALID_ARGUMENT",
        }
    } == said
    assert version == sheet.version
    assert before == call(google, "GET", f"/v4/spreadsheets/{sheet.id}?includeGridData=true")


def test_an_unknown_request_is_refused_as_google_does(apply):
    """
    A request that does not exist is a field that cannot be found.
    """
    status, said = apply({"updateCellz": {}})

    assert 400 == status
    assert (
        "Invalid JSON payload received. Unknown name \"updateCellz\" at 'requests[0]': Cannot find field."
        == said["error"]["message"]
    )


def test_cells_are_written_by_their_type(apply, sheet, get):
    """
    A text that looks like a formula stays a text, a formula is kept as one.
    """
    apply(
        {
            "updateCells": {
                "range": {
                    "startRowIndex": 1,
                    "endRowIndex": 4,
                    "startColumnIndex": 0,
                    "endColumnIndex": 3,
                },
                "rows": cells(["=1+1", 2, True], [None, 0]),
                "fields": "userEnteredValue",
            }
        },
        {
            "updateCells": {
                "start": {"rowIndex": 4},
                "rows": [
                    {"values": [{"userEnteredValue": {"formulaValue": '=IMAGE("http://x")'}}]}
                ],
                "fields": "userEnteredValue",
            }
        },
    )
    tab = sheet.tab(0)

    assert [["=1+1", 2, True], [None, 0]] == tab.values()[1:]
    assert {(4, 0): '=IMAGE("http://x")'} == tab.formulas()
    data = get("?includeGridData=true")["sheets"][0]["data"][0]["rowData"]
    assert {"stringValue": "=1+1"} == data[1]["values"][0]["userEnteredValue"]
    assert {"userEnteredValue": {"formulaValue": '=IMAGE("http://x")'}} == data[4]["values"][0]


def test_a_range_is_cleared_where_nothing_is_given(apply, sheet):
    """
    The range form of updateCells blanks what its rows do not cover, of the fields it names.
    """
    apply(
        {"repeatCell": {"range": {}, "cell": {"note": "kept"}, "fields": "note"}},
        {
            "updateCells": {
                "range": {"endRowIndex": 3, "endColumnIndex": 3},
                "rows": cells(["x"]),
                "fields": "userEnteredValue",
            }
        },
    )

    assert [["x"]] == sheet.tab(0).values()
    assert "kept" == sheet.tab(0).grid.beside(2, 2).note


@pytest.mark.parametrize(
    "request_, words",
    [
        (
            {
                "updateCells": {
                    "range": {"endRowIndex": 1, "endColumnIndex": 1},
                    "rows": cells(["x"]),
                }
            },
            "At least one field must be listed",
        ),
        (
            {"updateCells": {"start": {"rowIndex": 999}, "rows": cells([1], [2]), "fields": "*"}},
            "Attempting to write row: 1000, beyond the last requested row of: 999",
        ),
        ({"addSheet": {"properties": {"title": "dépenses"}}}, "enter another name"),
        ({"addSheet": {"properties": {"sheetId": 0}}}, "id 0 already exists"),
        ({"deleteSheet": {"sheetId": 0}}, "can't remove all the sheets"),
        (
            {"appendDimension": {"dimension": "ROWS", "length": 400_000}},
            "above the limit of 10000000 cells",
        ),
        ({"repeatCell": {"range": {"startRowIndex": 5000}, "fields": "*"}}, "exceeds grid limits"),
        ({"deleteDimension": {"range": {"dimension": "ROWS"}}}, "can't delete all the rows"),
        ({"updateCells": {"range": {"sheetId": 7}, "fields": "*"}}, "No grid with id: 7"),
        (
            {
                "createDeveloperMetadata": {
                    "developerMetadata": {"metadataKey": "k", "location": {"spreadsheet": True}}
                }
            },
            "visibility must be specified",
        ),
    ],
)
def test_what_google_refuses_is_refused(apply, sheet, request_, words):
    """
    A mistake of ours is a 400 that says what is wrong, and changes nothing.
    """
    version = sheet.version
    status, said = apply(request_)

    assert 400 == status
    assert words in said["error"]["message"]
    assert version == sheet.version


def test_our_own_number_survives_renaming_and_moving(apply, sheet):
    """
    A tab is known by the number that we gave it.
    """
    apply({"addSheet": {"properties": {"sheetId": 920_417_001, "title": "B2B KPI", "index": 0}}})
    sheet.tab("B2B KPI").rename("Notre tableau")
    sheet.tab("Notre tableau").place(1)
    status, _ = apply(
        {
            "updateCells": {
                "start": {"sheetId": 920_417_001},
                "rows": cells(["here"]),
                "fields": "userEnteredValue",
            }
        }
    )

    assert 200 == status
    assert ["Dépenses", "Notre tableau"] == sheet.titles()
    assert [["here"]] == sheet.tab(920_417_001).values()


def test_what_points_at_cells_follows_them(apply, sheet, get):
    """
    Names, protections, charts and merges move with the rows and columns that are inserted before them.
    """
    area = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 2, "endColumnIndex": 3}
    source = {"sourceRange": {"sources": [area]}}
    _, said = apply(
        {"addNamedRange": {"namedRange": {"name": "montants", "range": area}}},
        {
            "addProtectedRange": {
                "protectedRange": {"range": area, "warningOnly": True, "description": "B2B KPI"}
            }
        },
        {"mergeCells": {"range": {**area, "startColumnIndex": 4, "endColumnIndex": 6}}},
        {
            "addChart": {
                "chart": {
                    "spec": {
                        "title": "t",
                        "basicChart": {"chartType": "LINE", "series": [{"series": source}]},
                    },
                    "position": {
                        "overlayPosition": {"anchorCell": {"rowIndex": 6, "columnIndex": 1}}
                    },
                }
            }
        },
    )
    chart = said["replies"][3]["addChart"]["chart"]["chartId"]
    sheet.tab(0).insert("ROWS", 0, 2)
    sheet.tab(0).insert("COLUMNS", 0)
    told = get()
    moved = {"startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 3, "endColumnIndex": 4}

    assert moved == told["namedRanges"][0]["range"]
    tab = told["sheets"][0]
    assert moved == tab["protectedRanges"][0]["range"]
    assert {**moved, "startColumnIndex": 5, "endColumnIndex": 7} == tab["merges"][0]
    drawn = tab["charts"][0]
    assert chart == drawn["chartId"]
    assert [moved] == drawn["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"]
    assert {"rowIndex": 8, "columnIndex": 2} == drawn["position"]["overlayPosition"]["anchorCell"]
    apply({"deleteEmbeddedObject": {"objectId": chart}})
    assert "charts" not in get()["sheets"][0]


def test_a_protected_block_keeps_others_out(apply, sheet, google):
    """
    Who is not among the editors is refused; a protection that only warns stops no program.
    """
    block = {"startRowIndex": 0, "endRowIndex": 1}
    apply({"addProtectedRange": {"protectedRange": {"range": block, "editors": {"users": []}}}})
    write = {"range": "A1", "values": [["x"]]}
    path = f"/v4/spreadsheets/{sheet.id}/values/A1?valueInputOption=RAW"

    status, said = call(google, "PUT", path, write, user="bob@firm.example")
    assert 400 == status
    assert "protected" in said["error"]["message"]
    assert 200 == call(google, "PUT", path, write)[0]
    assert (
        200
        == call(
            google, "PUT", path.replace("A1", "A2"), {"values": [["x"]]}, user="bob@firm.example"
        )[0]
    )


def test_the_answer_can_hold_the_sheet_as_it_is_after(apply):
    """
    One call writes, and reads back what it wrote.
    """
    _, said = apply(
        {"updateCells": {"start": {}, "rows": cells([7]), "fields": "userEnteredValue"}},
        includeSpreadsheetInResponse=True,
        responseRanges=["Dépenses!A1"],
        responseIncludeGridData=True,
    )
    [tab] = said["updatedSpreadsheet"]["sheets"]

    assert {"numberValue": 7} == tab["data"][0]["rowData"][0]["values"][0]["effectiveValue"]


def test_a_protection_that_only_warns_stops_no_program(apply, sheet, google):
    """
    The warning is a window of the browser: a program writes, whoever it is.
    """
    block = {"startRowIndex": 0, "endRowIndex": 1}
    warn = {"range": block, "warningOnly": True}
    apply({"addProtectedRange": {"protectedRange": warn}})
    path = f"/v4/spreadsheets/{sheet.id}/values/A1?valueInputOption=RAW"

    assert 200 == call(google, "PUT", path, {"values": [["x"]]}, user="bob@firm.example")[0]


def test_a_range_grows_with_what_is_put_inside(apply, sheet, get):
    """
    Rows inserted within a named range are part of it; those right before or after it are not.
    """
    block = {"startRowIndex": 2, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    apply({"addNamedRange": {"namedRange": {"name": "milieu", "range": block}}})

    def bounds():
        held = get()["namedRanges"][0]["range"]
        return held["startRowIndex"], held["endRowIndex"]

    sheet.tab(0).insert("ROWS", 4)
    assert (2, 4) == bounds()
    sheet.tab(0).insert("ROWS", 3)
    assert (2, 5) == bounds()
    sheet.tab(0).insert("ROWS", 2)
    assert (3, 6) == bounds()
    sheet.tab(0).remove("ROWS", 4, 10)
    assert (3, 4) == bounds()
    sheet.tab(0).remove("ROWS", 3)
    assert "namedRanges" not in get()
