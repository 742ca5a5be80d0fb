"""The requests about names, charts, formats and metadata, and the calls that are no batch."""

import pytest

from tests.addin.demo.conftest import call

HEAD = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 3}


def test_names_point_at_cells(do, get, google, sheet):
    """
    A name is read like a range, and can be given to other cells.
    """
    [reply] = do({"addNamedRange": {"namedRange": {"name": "Entetes", "range": HEAD}}})
    id_ = reply["addNamedRange"]["namedRange"]["namedRangeId"]
    assert [["Date", "Canal", "Montant"]] == get("/values/entetes")["values"]

    moved = {
        "namedRangeId": id_,
        "name": "canaux",
        "range": {**HEAD, "startColumnIndex": 1, "endColumnIndex": 2},
    }
    do({"updateNamedRange": {"namedRange": moved, "fields": "name,range"}})
    assert [["Canal"]] == get("/values/canaux")["values"]
    do({"deleteNamedRange": {"namedRangeId": id_}})
    assert "namedRanges" not in get()


def test_a_name_whose_cells_are_gone_is_no_range(do, google, sheet):
    """
    Reading it is refused in words.
    """
    last = {"startRowIndex": 999, "endRowIndex": 1000}
    size = {"gridProperties": {"rowCount": 10}}
    do(
        {"addNamedRange": {"namedRange": {"name": "fin", "range": last}}},
        {"updateSheetProperties": {"properties": size, "fields": "gridProperties.rowCount"}},
    )
    status, said = call(google, "GET", f"/v4/spreadsheets/{sheet.id}/values/fin")

    assert 400 == status
    assert "exceeds grid limits" in said["error"]["message"]


def test_protections_are_changed_and_removed(do, tab):
    """
    By their number.
    """
    [reply] = do(
        {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "warningOnly": True}}}
    )
    made = reply["addProtectedRange"]["protectedRange"]
    assert {} == made["range"]
    do(
        {
            "updateProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": made["protectedRangeId"],
                    "description": "à nous",
                },
                "fields": "description",
            }
        }
    )
    assert ["à nous"] == [p["description"] for p in tab()["protectedRanges"]]
    do({"deleteProtectedRange": {"protectedRangeId": made["protectedRangeId"]}})
    assert "protectedRanges" not in tab()


def test_charts_are_changed_moved_and_removed(do, tab):
    """
    By their number, ours if we gave one.
    """
    spec = {"title": "un", "basicChart": {"chartType": "LINE"}}
    do(
        {
            "addChart": {
                "chart": {
                    "chartId": 77,
                    "spec": spec,
                    "position": {"overlayPosition": {"anchorCell": {"rowIndex": 3}}},
                }
            }
        }
    )
    do(
        {"updateChartSpec": {"chartId": 77, "spec": {**spec, "title": "deux"}}},
        {
            "updateEmbeddedObjectPosition": {
                "objectId": 77,
                "newPosition": {"overlayPosition": {"widthPixels": 300}},
                "fields": "widthPixels",
            }
        },
    )
    [held] = tab()["charts"]

    assert "deux" == held["spec"]["title"]
    assert {"anchorCell": {"rowIndex": 3}, "widthPixels": 300} == held["position"][
        "overlayPosition"
    ]
    do({"deleteEmbeddedObject": {"objectId": 77}})
    assert "charts" not in tab()


def test_conditional_formats_are_kept_in_order(do, tab):
    """
    Put in at a place, changed and taken out by it.
    """

    def rule(number):
        condition = {"type": "NUMBER_LESS", "values": [{"userEnteredValue": str(number)}]}
        return {
            "ranges": [HEAD],
            "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}},
        }

    do(
        {"addConditionalFormatRule": {"rule": rule(1)}},
        {"addConditionalFormatRule": {"rule": rule(2), "index": 0}},
    )
    do({"updateConditionalFormatRule": {"index": 1, "rule": rule(3)}})
    limits = [
        r["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for r in tab()["conditionalFormats"]
    ]
    assert ["2", "3"] == limits
    [reply] = do({"deleteConditionalFormatRule": {"index": 0}})
    assert rule(2) == reply["deleteConditionalFormatRule"]["rule"]


def test_filters_bands_and_rules_of_entry_are_kept(do, tab):
    """
    What is laid over the cells is told as it was given.
    """
    [_, bands, _] = do(
        {"setBasicFilter": {"filter": {"range": HEAD}}},
        {
            "addBanding": {
                "bandedRange": {"range": HEAD, "rowProperties": {"firstBandColor": {"red": 1}}}
            }
        },
        {
            "setDataValidation": {
                "range": HEAD,
                "rule": {"condition": {"type": "NOT_BLANK"}, "strict": True},
            }
        },
    )
    told = tab("?includeGridData=true&ranges=A1")

    assert HEAD == told["basicFilter"]["range"] == told["bandedRanges"][0]["range"]
    assert {"condition": {"type": "NOT_BLANK"}, "strict": True} == told["data"][0]["rowData"][0][
        "values"
    ][0]["dataValidation"]
    do(
        {"clearBasicFilter": {"sheetId": 0}},
        {"deleteBanding": {"bandedRangeId": bands["addBanding"]["bandedRange"]["bandedRangeId"]}},
    )
    assert not {"basicFilter", "bandedRanges"} & set(tab())


@pytest.mark.parametrize(
    "location, kind",
    [
        ({"spreadsheet": True}, "SPREADSHEET"),
        ({"sheetId": 0}, "SHEET"),
        ({"dimensionRange": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}}, "ROW"),
    ],
)
def test_metadata_stand_somewhere(do, google, sheet, location, kind):
    """
    They are found by key and by kind of place, and go with what they stand at.
    """
    made = {
        "metadataId": 4,
        "metadataKey": "k",
        "metadataValue": "v",
        "visibility": "PROJECT",
        "location": location,
    }
    do({"createDeveloperMetadata": {"developerMetadata": made}})
    path = f"/v4/spreadsheets/{sheet.id}/developerMetadata"

    def found(**lookup):
        body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
        said = call(google, "POST", f"{path}:search", body)[1]
        return [
            m["developerMetadata"]["metadataId"] for m in said.get("matchedDeveloperMetadata", [])
        ]

    assert (
        [4]
        == found(metadataKey="k")
        == found(locationType=kind)
        == found(metadataLocation=location)
    )
    assert [] == found(metadataKey="other")
    if kind == "ROW":
        told = call(
            google, "GET", f"/v4/spreadsheets/{sheet.id}?ranges=A2:A4&includeGridData=true"
        )[1]
        rows = told["sheets"][0]["data"][0]["rowMetadata"]
        assert [0, 1, 0] == [len(row.get("developerMetadata", [])) for row in rows]
    assert kind == call(google, "GET", f"{path}/4")[1]["location"]["locationType"]
    sheet.tab(0).remove("ROWS", 2)
    assert ([] if kind == "ROW" else [4]) == found(metadataKey="k")
    do({"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": 4}}}})
    assert 404 == call(google, "GET", f"{path}/4")[0]


def test_several_ranges_are_written_and_cleared_at_once(google, sheet):
    """
    All of them, or none when one cannot be read.
    """
    path = f"/v4/spreadsheets/{sheet.id}/values"
    data = [
        {"range": "A8", "values": [[1, 2]]},
        {"range": "Dépenses!B9:B10", "values": [[3, 4]], "majorDimension": "COLUMNS"},
    ]
    body = {"valueInputOption": "RAW", "data": data, "includeValuesInResponse": True}
    said = call(google, "POST", f"{path}:batchUpdate", body)[1]

    assert (4, 3, 2, 1) == tuple(
        said[f"totalUpdated{what}"] for what in ("Cells", "Rows", "Columns", "Sheets")
    )
    assert [["1", "2"]] == said["responses"][0]["updatedData"]["values"]
    assert [[1, 2], [None, 3], [None, 4]] == sheet.tab(0).values()[7:]
    wrong = {
        **body,
        "data": [{"range": "A8", "values": [["x"]]}, {"range": "Nope!A1", "values": [[1]]}],
    }
    assert 400 == call(google, "POST", f"{path}:batchUpdate", wrong)[0]
    assert 1 == sheet.tab(0).values()[7][0]
    said = call(google, "POST", f"{path}:batchClear", {"ranges": ["A8:Z8", "B9:B"]})[1]
    assert ["Dépenses!A8:Z8", "Dépenses!B9:B1000"] == said["clearedRanges"]
    assert 3 == len(sheet.tab(0).values())


@pytest.mark.parametrize(
    "values, words",
    [
        ([[{"a": 1}]], "struct_value"),
        ("text", "Invalid value at 'data.values'"),
        (["text"], "Invalid value at 'data.values[0]'"),
        ([["x" * 50_001]], "50000 characters"),
        ([[1], [2], [3]], "tried writing to row [4]"),
        ([[1, 2]], "tried writing to column [B]"),
    ],
)
def test_values_that_do_not_fit_are_refused(google, sheet, values, words):
    """
    Neither their kind nor their place.
    """
    path = f"/v4/spreadsheets/{sheet.id}/values/A2:A3?valueInputOption=RAW"
    status, said = call(google, "PUT", path, {"values": values})

    assert 400 == status
    assert words in said["error"]["message"]


def test_how_values_are_meant_must_be_said(google, sheet):
    """
    Without an option, or with an unknown one, nothing is written.
    """
    for option in ("", "?valueInputOption=TYPED"):
        assert (
            400
            == call(
                google, "PUT", f"/v4/spreadsheets/{sheet.id}/values/A1{option}", {"values": [[1]]}
            )[0]
        )
    assert (
        400
        == call(google, "GET", f"/v4/spreadsheets/{sheet.id}/values/A1?valueRenderOption=RAW")[0]
    )


def test_a_tab_is_copied_to_another_spreadsheet(google, sheet):
    """
    With its cells, under a title that says so.
    """
    other = google.create("Autre")
    status, told = call(
        google,
        "POST",
        f"/v4/spreadsheets/{sheet.id}/sheets/0:copyTo",
        {"destinationSpreadsheetId": other.id},
    )

    assert (200, "Copy of Dépenses") == (status, told["title"])
    assert sheet.tab(0).values() == other.tab("Copy of Dépenses").values()


def test_a_body_that_is_no_message_is_refused(google, sheet):
    """
    Neither what is no JSON, nor a list, nor too much.
    """
    path = f"/v4/spreadsheets/{sheet.id}:batchUpdate"
    headers = {"Authorization": "Bearer x"}

    for body, status in ((b"{", 400), (b"[]", 400), (b" " * (10 * 2**20 + 1), 413)):
        assert status == google.answer("POST", path, headers, body).status


def test_a_path_that_is_none_is_not_found(google, sheet):
    """
    A method that does not exist is a page of Google's front end.
    """
    for method, path in (
        ("GET", "/v4/spreadsheets"),
        ("POST", f"/v4/spreadsheets/{sheet.id}:nope"),
        ("GET", "/drive/v3/nothing"),
    ):
        assert 404 == google.answer(method, path, {"Authorization": "Bearer x"}).status


def test_our_own_mistake_is_no_fault_of_the_connection(google, sheet, url, caplog):
    """
    Whoever calls over HTTP gets a 500 and the log the reason.
    """
    import requests

    def fails(_call):
        raise ZeroDivisionError

    google.before_call(fails)
    answer = requests.get(f"{url}/v4/spreadsheets/{sheet.id}", timeout=5)

    assert 500 == answer.status_code
    assert "ZeroDivisionError" in caplog.text
