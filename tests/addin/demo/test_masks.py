"""Which parts of an answer are wanted: masks, ranges and what Google leaves out."""

import pytest

from tests.addin.demo.conftest import call


def test_a_mask_leaves_what_it_names(get):
    """
    Paths are written with points, slashes or parentheses.
    """
    wanted = {
        "properties": {"title": "Suivi marketing"},
        "sheets": [{"properties": {"title": "Dépenses"}}],
    }

    for mask in (
        "properties.title,sheets.properties.title",
        "properties/title,sheets(properties(title))",
        "properties(title),sheets/properties/title",
    ):
        assert wanted == get(f"?fields={mask}")


@pytest.mark.parametrize(
    "mask", ["propreties", "sheets.properties.name", "sheets(properties", "a..b)"]
)
def test_a_mask_of_nothing_is_refused(google, sheet, mask):
    """
    A field that no answer has is an invalid argument.
    """
    status, said = call(google, "GET", f"/v4/spreadsheets/{sheet.id}?fields={mask}")

    assert 400 == status
    assert "INVALID_ARGUMENT" == said["error"]["status"]


def test_cells_come_when_asked_for(get):
    """
    Without being asked for, an answer holds no cells; a mask that names them asks for them.
    """
    plain = get()["sheets"][0]
    asked = get("?includeGridData=true&ranges=D%C3%A9penses!B2:C3")["sheets"][0]["data"]
    masked = get("?fields=sheets.data.rowData.values.effectiveValue")["sheets"][0]["data"]

    assert "data" not in plain
    assert [(1, 1, 2)] == [(d["startRow"], d["startColumn"], len(d["rowData"])) for d in asked]
    assert {"numberValue": 1200.5} == masked[0]["rowData"][1]["values"][2]["effectiveValue"]


def test_ranges_choose_the_tabs(sheet, get):
    """
    Only the tabs that a range touches are told.
    """
    sheet.add_tab("Leads")

    titles = [s["properties"]["title"] for s in get("?ranges=Leads!A1")["sheets"]]
    assert ["Leads"] == titles


def test_what_is_zero_is_left_out(apply, sheet, get):
    """
    A tab's number 0 stands in its properties and in no range; a setting that is off is not told.
    """
    area = {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    apply(
        {"mergeCells": {"range": area}},
        {"addNamedRange": {"namedRange": {"name": "tete", "range": area}}},
    )
    told = get()
    properties = told["sheets"][0]["properties"]

    assert 0 == properties["sheetId"] == properties["index"]
    assert {"rowCount": 1000, "columnCount": 26} == properties["gridProperties"]
    assert "sheetId" not in told["sheets"][0]["merges"][0]
    assert "sheetId" not in told["namedRanges"][0]["range"]
    assert 0 == told["sheets"][0]["merges"][0]["startRowIndex"]


def test_trailing_blanks_are_trimmed(sheet, get):
    """
    Lines end with their last value, and a range with its last line; a blank range has no values.
    """
    sheet.tab(0).write("A1", [["a", None, "c"], [], ["", "b"], [""]])
    sheet.tab(0).clear()
    sheet.tab(0).write("A1", [["a", None, "c"], [], [None, "b"]])

    assert [["a", "", "c"], [], ["", "b"]] == get("/values/A1:F9")["values"]
    assert [["a"], ["", "", "b"], ["c"]] == get("/values/A1:F9?majorDimension=COLUMNS")["values"]
    assert "values" not in get("/values/D1:F9")


@pytest.mark.parametrize(
    "title, told",
    [
        ("D3", "'D3'!A1"),
        ("R1C1", "'R1C1'!A1"),
        ("Leads 2026", "'Leads 2026'!A1"),
        ("L'été", "'L''été'!A1"),
        ("Dépenses", "Dépenses!A1"),
        ("2026", "'2026'!A1"),
        ("B2B KPI", "'B2B KPI'!A1"),
    ],
)
def test_titles_are_quoted_where_they_could_be_something_else(sheet, get, title, told):
    """
    A title that looks like a cell, or holds a space or an apostrophe, comes back quoted.
    """
    from urllib.parse import quote

    sheet.tab(0).rename(title)
    written = "'" + title.replace("'", "''") + "'!A1"

    assert told == get("/values/" + quote(written, safe=""))["range"]


@pytest.mark.parametrize(
    "range_", ["Nope!A1", "A0", "ZZZZ1", "Dépenses!", "A1:", "Dépenses!A1:B2:C3", "AB1", "A1001"]
)
def test_a_range_that_cannot_be_read_is_refused(google, sheet, range_):
    """
    No tab, no such cell, or beyond the grid: a 400 in Google's words.
    """
    from urllib.parse import quote

    status, said = call(google, "GET", f"/v4/spreadsheets/{sheet.id}/values/{quote(range_)}")

    assert 400 == status
    assert said["error"]["message"].startswith(("Unable to parse range", "Range ("))


@pytest.mark.parametrize(
    "request_, field, said",
    [
        (
            {"addSheet": {"properties": {"sheetID": 3}}},
            "requests[0].add_sheet.properties",
            "Unknown name",
        ),
        (
            {"repeatCell": {"range": {"startRowIndex": "x"}}},
            "requests[0].repeat_cell.range.start_row_index",
            "TYPE_INT32",
        ),
        (
            {"updateCells": {"rows": [{"values": [{"userEnteredValue": {"numberValue": "x"}}]}]}},
            "requests[0].update_cells.rows[0].values[0].user_entered_value.number_value",
            "TYPE_DOUBLE",
        ),
        (
            {"insertDimension": {"range": {"dimension": "LIGNES"}}},
            "requests[0].insert_dimension.range.dimension",
            "Dimension",
        ),
        (
            {"addChart": {"chart": {"spec": {"basicChart": {"chartType": "PIE"}}}}},
            "requests[0].add_chart.chart.spec.basic_chart.chart_type",
            "PIE",
        ),
        ({"addSheet": []}, "requests[0].add_sheet", "Invalid value"),
    ],
)
def test_a_message_is_checked_field_by_field(apply, request_, field, said):
    """
    An unknown field or a value of the wrong kind is refused with its place.
    """
    status, answer = apply(request_)

    assert 400 == status
    assert field == answer["error"]["details"][0]["fieldViolations"][0]["field"]
    assert said in answer["error"]["message"]


def test_the_mask_of_a_request_is_checked(apply):
    """
    A misspelled field would silently write nothing.
    """
    status, said = apply(
        {"repeatCell": {"range": {"endRowIndex": 1}, "fields": "userEnteredFormat.bold"}}
    )

    assert 400 == status
    assert (
        "Invalid requests[0].repeatCell: Invalid field: userEnteredFormat.bold"
        == said["error"]["message"]
    )


def test_a_format_is_merged_by_its_mask(apply, get):
    """
    What the mask names is replaced, cleared when it is not given; the rest of the format stays.
    """
    one = {"endRowIndex": 1, "endColumnIndex": 1}
    bold = {
        "userEnteredFormat": {
            "textFormat": {"bold": True, "italic": True},
            "backgroundColor": {"red": 1},
        }
    }
    apply(
        {"repeatCell": {"range": one, "cell": bold, "fields": "userEnteredFormat"}},
        {"repeatCell": {"range": one, "cell": {}, "fields": "userEnteredFormat.textFormat.italic"}},
        {
            "repeatCell": {
                "range": one,
                "cell": {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}},
                "fields": "userEnteredFormat.numberFormat",
            }
        },
    )
    [cell] = get("?includeGridData=true&ranges=A1")["sheets"][0]["data"][0]["rowData"][0]["values"]

    assert {
        "textFormat": {"bold": True},
        "backgroundColor": {"red": 1},
        "backgroundColorStyle": {"rgbColor": {"red": 1}},
        "numberFormat": {"type": "TEXT"},
    } == cell["userEnteredFormat"]
