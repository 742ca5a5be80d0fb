"""The requests of a batch about tabs, rows, columns and cells: what each leaves in the sheet."""

HEAD = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 3}


def test_a_tab_is_duplicated(do, sheet, get):
    """
    With its cells and merges, under a number and a title of its own.
    """
    do({"mergeCells": {"range": HEAD}})
    [reply] = do(
        {"duplicateSheet": {"newSheetId": 5, "newSheetName": "Copie", "insertSheetIndex": 0}}
    )

    assert (5, 0, "Copie") == tuple(
        reply["duplicateSheet"]["properties"][name] for name in ("sheetId", "index", "title")
    )
    assert sheet.tab("Dépenses").values() == sheet.tab("Copie").values()
    sheet.tab("Copie").set(0, 0, "x")
    assert "Date" == sheet.tab("Dépenses").values()[0][0]
    do({"duplicateSheet": {}}, {"duplicateSheet": {}})
    assert {"Copy of Dépenses", "Copy of Dépenses 2"} <= set(sheet.titles())


def test_properties_of_a_tab_are_written_by_mask(do, sheet, tab):
    """
    Colour, freezing, hiding; what the mask does not name stays.
    """
    sheet.add_tab("Leads")
    given = {
        "sheetId": 0,
        "title": "ignored",
        "hidden": True,
        "tabColorStyle": {"rgbColor": {"red": 1}},
        "gridProperties": {"frozenRowCount": 1},
    }
    do(
        {
            "updateSheetProperties": {
                "properties": given,
                "fields": "hidden,tabColorStyle,gridProperties.frozenRowCount",
            }
        }
    )
    told = tab()["properties"]

    assert {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1} == told["gridProperties"]
    assert {"red": 1} == told["tabColor"]
    assert told["hidden"]
    assert "Dépenses" == told["title"]
    do({"updateSheetProperties": {"properties": {}, "fields": "hidden,tabColor"}})
    assert not {"hidden", "tabColor", "tabColorStyle"} & set(tab()["properties"])


def test_tabs_are_put_in_order(do, sheet):
    """
    A place counts the tabs as they are before the move.
    """
    for title in ("b", "c"):
        sheet.add_tab(title)
    do({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 3}, "fields": "index"}})
    assert ["b", "c", "Dépenses"] == sheet.titles()
    do({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 1}, "fields": "index"}})
    assert ["b", "Dépenses", "c"] == sheet.titles()


def test_rows_that_are_cut_off_are_gone(do, sheet):
    """
    A smaller grid loses what was outside.
    """
    size = {"gridProperties": {"rowCount": 2, "columnCount": 2}}
    do(
        {
            "updateSheetProperties": {
                "properties": size,
                "fields": "gridProperties(rowCount,columnCount)",
            }
        }
    )

    assert [["Date", "Canal"], [46027, "LinkedIn"]] == sheet.tab(0).values()


def test_the_spreadsheet_has_properties(do, get):
    """
    A name, a locale, a time zone.
    """
    given = {"title": "Neuf", "locale": "en_US", "timeZone": "Europe/London"}
    do({"updateSpreadsheetProperties": {"properties": given, "fields": "title,locale"}})
    told = get()["properties"]

    assert ("Neuf", "en_US", "Europe/Paris") == (told["title"], told["locale"], told["timeZone"])


def test_cells_are_appended_below_what_is_there(do, sheet):
    """
    The grid grows when it must.
    """
    sheet.tab(0).remove("ROWS", 3, 997)
    row = {
        "values": [
            {"userEnteredValue": {"stringValue": "Total"}},
            {},
            {"userEnteredValue": {"numberValue": 2.0}},
        ]
    }
    do({"appendCells": {"sheetId": 0, "rows": [row], "fields": "userEnteredValue"}})

    assert ["Total", None, 2] == sheet.tab(0).values()[3]
    assert 4 == sheet.tab(0).row_count


def test_rows_are_sorted(do, sheet):
    """
    Numbers come before texts, blanks last whatever the order; other columns stay.
    """
    sheet.tab(0).write("A2", [["b", 1], [None, 2], [3, 3], ["A", 4], [10, 5]])
    area = {"startRowIndex": 1, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 2}
    do({"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 0}]}})
    assert [3, 5, 4, 1, 2] == [row[1] for row in sheet.tab(0).values()[1:]]
    assert "n.c." == sheet.tab(0).values()[2][2]
    do(
        {
            "sortRange": {
                "range": area,
                "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}],
            }
        }
    )
    assert [1, 4, 5, 3, 2] == [row[1] for row in sheet.tab(0).values()[1:]]


def test_rows_and_columns_move(do, sheet):
    """
    The place is counted before anything is taken out.
    """
    do(
        {
            "moveDimension": {
                "source": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                "destinationIndex": 3,
            }
        }
    )
    assert ["Canal", "Montant", "Date"] == sheet.tab(0).values()[0]
    do(
        {
            "moveDimension": {
                "source": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3},
                "destinationIndex": 0,
            }
        }
    )
    assert ["Google Ads", "Canal", "LinkedIn"] == [row[0] for row in sheet.tab(0).values()]


def test_sizes_are_kept_and_move_along(do, sheet, tab):
    """
    A width is the column's, wherever it goes; a column can be hidden, or fitted to its texts.
    """
    second = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    do(
        {
            "updateDimensionProperties": {
                "range": second,
                "properties": {"pixelSize": 300, "hiddenByUser": True},
                "fields": "*",
            }
        },
        {
            "autoResizeDimensions": {
                "dimensions": {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
            }
        },
    )
    sheet.tab(0).insert("COLUMNS", 0)
    sizes = tab("?includeGridData=true&ranges=A1:D1")["data"][0]["columnMetadata"]

    assert [
        {"pixelSize": 100},
        {"pixelSize": 100},
        {"pixelSize": 300, "hiddenByUser": True},
    ] == sizes[:3]
    assert 100 > sizes[3]["pixelSize"]


def test_merged_cells_keep_the_first(do, sheet, tab):
    """
    Part of a merged block can be neither merged nor separated.
    """
    do({"mergeCells": {"range": HEAD}})
    assert ["Date"] == sheet.tab(0).values()[0]
    part = {**HEAD, "endColumnIndex": 2}
    do(
        {"unmergeCells": {"range": HEAD}},
        {"mergeCells": {"range": part, "mergeType": "MERGE_COLUMNS"}},
    )
    assert 2 == len(tab()["merges"])


def test_half_a_merged_block_is_refused(do, apply):
    """
    As in the sheet itself.
    """
    do({"mergeCells": {"range": HEAD}})
    for request in (
        {"mergeCells": {"range": {**HEAD, "endColumnIndex": 2, "endRowIndex": 2}}},
        {"unmergeCells": {"range": {**HEAD, "endColumnIndex": 2}}},
    ):
        status, said = apply(request)
        assert 400 == status
        assert "select all cells in a merged range" in said["error"]["message"]


def test_blocks_are_copied(do, sheet):
    """
    Over a larger block, again and again.
    """
    do(
        {
            "copyPaste": {
                "source": {"startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 2},
                "destination": {
                    "startRowIndex": 5,
                    "endRowIndex": 7,
                    "startColumnIndex": 1,
                    "endColumnIndex": 2,
                },
            }
        }
    )

    assert [[None, 46027, "LinkedIn"]] * 2 == sheet.tab(0).values()[5:]


def test_texts_are_found_and_replaced(do, sheet):
    """
    In any case unless told, in texts only.
    """
    [reply] = do({"findReplace": {"find": "LINKEDIN", "replacement": "LI", "allSheets": True}})

    assert {"occurrencesChanged": 1, "valuesChanged": 1} == reply["findReplace"]
    assert "LI" == sheet.tab(0).values()[1][1]
    assert [{"findReplace": {}}] == do(
        {"findReplace": {"find": "li", "matchCase": True, "sheetId": 0, "replacement": "x"}}
    )
