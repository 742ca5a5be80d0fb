"""Google's API as the client that everybody uses meets it, over HTTP and in the same process."""

import gspread
import pytest
from gspread.utils import ExportFormat, ValueRenderOption

UNFORMATTED = {"valueRenderOption": "UNFORMATTED_VALUE"}


def test_a_sheet_opens_by_its_key(opened):
    """
    Its title and its tabs are those of the sheet.
    """
    assert "Suivi marketing" == opened.title
    assert ["Dépenses"] == [w.title for w in opened.worksheets()]
    assert 0 == opened.sheet1.id


def test_a_sheet_that_is_not_there_is_not_found(client, sheet):
    """
    A wrong key says so, in the client's own words.
    """
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open_by_key("nothing")


def test_values_are_read_as_shown_and_as_they_are(opened):
    """
    What is shown is French; what is stored is a serial day and a number.
    """
    shown = opened.worksheet("Dépenses").get_all_values()
    stored = opened.values_batch_get(["Dépenses!A1:C20"], UNFORMATTED)["valueRanges"]

    assert ["05/01/2026", "LinkedIn", "1200,5"] == shown[1]
    assert [
        {
            "range": "Dépenses!A1:C20",
            "majorDimension": "ROWS",
            "values": [
                ["Date", "Canal", "Montant"],
                [46027, "LinkedIn", 1200.5],
                [46028, "Google Ads", "n.c."],
            ],
        }
    ] == stored


def test_raw_values_stay_what_they_are(opened, sheet):
    """
    RAW keeps a text a text, even one that looks like a formula or a French number.
    """
    opened.sheet1.update([["=1+1", "1 200,50", 7, True]], "A5")

    assert ["=1+1", "1 200,50", 7, True] == sheet.tab("Dépenses").values()[4]
    assert {} == sheet.tab("Dépenses").formulas()


def test_typed_values_are_read_in_the_locale(opened, sheet):
    """
    What is entered as a user would type it becomes a number, a day, a formula.
    """
    opened.sheet1.update(
        [["1 200,50 €", "12/02/2026", "VRAI", "=SUM(C2:C3)"]],
        "A5",
        value_input_option="USER_ENTERED",
    )
    tab = sheet.tab("Dépenses")

    assert [1200.5, 46065, True] == tab.values()[4]
    assert ["1\u202f200,50\u00a0€", "12/02/2026", "VRAI"] == tab.shown()[4]
    assert {(4, 3): "=SUM(C2:C3)"} == tab.formulas()
    assert [["=SUM(C2:C3)"]] == opened.sheet1.get(
        "D5", value_render_option=ValueRenderOption.formula
    )


def test_null_skips_a_cell_and_an_empty_text_clears_it(opened, sheet):
    """
    Only what is given is written.
    """
    opened.sheet1.update([[None, "", 3]], "A2")

    assert [46027, None, 3] == sheet.tab("Dépenses").values()[1]


def test_a_tab_can_be_added_formatted_filled_and_deleted(opened, sheet):
    """
    The usual life of a tab.
    """
    added = opened.add_worksheet("Synthèse", rows=10, cols=4)
    added.update([["Mois", "CPL"], ["mars", 42]])
    added.format("A1:B1", {"textFormat": {"bold": True}})
    added.batch_clear(["A2:B2"])
    added.append_row(["avril", 40])

    assert [["Mois", "CPL"], ["avril", 40]] == sheet.tab("Synthèse").values()
    assert (10, 4) == (sheet.tab("Synthèse").row_count, sheet.tab("Synthèse").column_count)

    opened.del_worksheet(added)
    assert ["Dépenses"] == sheet.titles()


def test_an_append_goes_below_the_table_that_the_range_touches(opened, sheet):
    """
    A range on a table appends to that one; over the whole tab, to the last.
    """
    sheet.tab(0).write("F1", [["other"]])
    opened.sheet1.append_row([1, 2, 3], table_range="A1")

    assert [1, 2, 3] == sheet.tab(0).values()[3]


def test_developer_metadata_travel_with_the_sheet(opened, sheet, google):
    """
    A key written in a batch is read with the sheet, searched, and replaced.
    """
    made = {
        "metadataKey": "b2bkpi.run",
        "metadataValue": "one",
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    lookup = [{"developerMetadataLookup": {"metadataKey": "b2bkpi.run"}}]
    opened.batch_update({"requests": [{"createDeveloperMetadata": {"developerMetadata": made}}]})
    changed = {
        "dataFilters": lookup,
        "developerMetadata": {"metadataValue": "two"},
        "fields": "metadataValue",
    }
    opened.batch_update({"requests": [{"updateDeveloperMetadata": changed}]})
    read = opened.fetch_sheet_metadata({"fields": "developerMetadata"})["developerMetadata"]
    found = opened.client.request(
        "post",
        f"https://sheets.googleapis.com/v4/spreadsheets/{sheet.id}/developerMetadata:search",
        json={"dataFilters": lookup},
    ).json()["matchedDeveloperMetadata"]
    one = opened.client.request(
        "get",
        f"https://sheets.googleapis.com/v4/spreadsheets/{sheet.id}/developerMetadata/{read[0]['metadataId']}",
    ).json()

    assert {"b2bkpi.run": "two"} == sheet.metadata
    assert ["two"] == [m["metadataValue"] for m in read]
    assert [one] == read == [m["developerMetadata"] for m in found]
    assert {"locationType": "SPREADSHEET", "spreadsheet": True} == one["location"]


def test_an_export_is_a_workbook(client, sheet):
    """
    The file holds what the sheet holds, in its tabs.
    """
    import io

    from python_calamine import CalamineWorkbook

    file = client.export(sheet.id, ExportFormat.EXCEL)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))

    assert ["Dépenses"] == book.sheet_names
    read = book.get_sheet_by_name("Dépenses").to_python()
    assert ["Date", "Canal", "Montant"] == read[0]
    assert "2026-01-05" == str(read[1][0])[:10]
    assert ["LinkedIn", 1200.5] == read[1][1:]


def test_calls_are_counted_by_what_google_calls_them(google, opened):
    """
    A caller's economy can be asserted.
    """
    google.calls.clear()
    opened.values_batch_get(["Dépenses"])
    opened.sheet1.update([[1]], "A9")

    assert {"values.batchGet": 1, "spreadsheets.get": 1, "values.update": 1} == dict(google.calls)
