"""The messages of the Sheets API that are known here: their fields, and what each may hold.

One line a message: `name,name:kind …`. A kind is `int`, `number`, `text`, `bool`, `any`, the words of a
choice between bars, or another message; `[` before it makes a list. `any` is not looked into: it is
kept and given back as it came. Source: the discovery document of Google Sheets v4.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_ALIGN = "|LEFT|CENTER|RIGHT|"
_CHARTS = "|BAR|LINE|AREA|COLUMN|SCATTER|COMBO|STEPPED_AREA|"
_DIMENSION = "|ROWS|COLUMNS|"
_LEGENDS = "|BOTTOM_LEGEND|LEFT_LEGEND|RIGHT_LEGEND|TOP_LEGEND|NO_LEGEND|"
_LINES = "|INVISIBLE|CUSTOM|SOLID|DOTTED|MEDIUM_DASHED|MEDIUM_DASHED_DOTTED|LONG_DASHED|LONG_DASHED_DOTTED|"
_LOCATIONS = "|ROW|COLUMN|SHEET|SPREADSHEET|"
_NUMBERS = "|TEXT|NUMBER|PERCENT|CURRENCY|DATE|TIME|DATE_TIME|SCIENTIFIC|"
_POINTS = "|CIRCLE|DIAMOND|HEXAGON|PENTAGON|SQUARE|STAR|TRIANGLE|X_MARK|"
_AXES = "|BOTTOM_AXIS|LEFT_AXIS|RIGHT_AXIS|"
_CONDITIONS = (
    "|NUMBER_GREATER|NUMBER_GREATER_THAN_EQ|NUMBER_LESS|NUMBER_LESS_THAN_EQ|NUMBER_EQ|NUMBER_NOT_EQ"
    "|NUMBER_BETWEEN|NUMBER_NOT_BETWEEN|TEXT_CONTAINS|TEXT_NOT_CONTAINS|TEXT_STARTS_WITH|TEXT_ENDS_WITH"
    "|TEXT_EQ|TEXT_IS_EMAIL|TEXT_IS_URL|DATE_EQ|DATE_BEFORE|DATE_AFTER|DATE_ON_OR_BEFORE"
    "|DATE_ON_OR_AFTER|DATE_BETWEEN|DATE_NOT_BETWEEN|DATE_IS_VALID|ONE_OF_RANGE|ONE_OF_LIST|BLANK"
    "|NOT_BLANK|CUSTOM_FORMULA|BOOLEAN|TEXT_NOT_EQ|DATE_NOT_EQ|FILTER_EXPRESSION|"
)

_DECLARED: Mapping[str, str] = {
    # what calls carry
    "BatchUpdateSpreadsheetRequest": "requests:[Request includeSpreadsheetInResponse,responseIncludeGridData:bool responseRanges:[text",
    "BatchUpdateValuesRequest": "valueInputOption,responseValueRenderOption,responseDateTimeRenderOption:text includeValuesInResponse:bool data:[ValueRange",
    "BatchClearValuesRequest": "ranges:[text",
    "SearchDeveloperMetadataRequest": "dataFilters:[DataFilter",
    "CopySheetToAnotherSpreadsheetRequest": "destinationSpreadsheetId:text",
    # the spreadsheet
    "Spreadsheet": "spreadsheetId,spreadsheetUrl:text properties:SpreadsheetProperties sheets:[Sheet namedRanges:[NamedRange developerMetadata:[DeveloperMetadata dataSources,dataSourceSchedules:any",
    "SpreadsheetProperties": "title,locale,timeZone:text autoRecalc:|ON_CHANGE|MINUTE|HOUR| defaultFormat:CellFormat spreadsheetTheme,iterativeCalculationSettings:any importFunctionsExternalUrlAccessAllowed:bool",
    "Sheet": "properties:SheetProperties data:[GridData merges:[GridRange conditionalFormats:[ConditionalFormatRule protectedRanges:[ProtectedRange basicFilter:BasicFilter charts:[EmbeddedChart bandedRanges:[BandedRange developerMetadata:[DeveloperMetadata filterViews,rowGroups,columnGroups,slicers,tables:any",
    "SheetProperties": "sheetId,index:int title:text sheetType:|GRID|OBJECT|DATA_SOURCE| gridProperties:GridProperties hidden,rightToLeft:bool tabColor:Color tabColorStyle:ColorStyle dataSourceSheetProperties:any",
    "GridProperties": "rowCount,columnCount,frozenRowCount,frozenColumnCount:int hideGridlines,rowGroupControlAfter,columnGroupControlAfter:bool",
    "GridData": "startRow,startColumn:int rowData:[RowData rowMetadata,columnMetadata:[DimensionProperties",
    "RowData": "values:[CellData",
    # cells
    "CellData": "userEnteredValue,effectiveValue:ExtendedValue userEnteredFormat,effectiveFormat:CellFormat formattedValue,hyperlink,note:text dataValidation:DataValidationRule textFormatRuns:[TextFormatRun chipRuns,pivotTable,dataSourceTable,dataSourceFormula:any",
    "ExtendedValue": "numberValue:number stringValue,formulaValue:text boolValue:bool errorValue:any",
    "CellFormat": f"numberFormat:NumberFormat backgroundColor:Color backgroundColorStyle:ColorStyle borders:Borders padding:Padding horizontalAlignment:{_ALIGN} verticalAlignment:|TOP|MIDDLE|BOTTOM| wrapStrategy:|OVERFLOW_CELL|LEGACY_WRAP|CLIP|WRAP| textDirection:|LEFT_TO_RIGHT|RIGHT_TO_LEFT| textFormat:TextFormat hyperlinkDisplayType:|LINKED|PLAIN_TEXT| textRotation:TextRotation",
    "NumberFormat": f"type:{_NUMBERS} pattern:text",
    "TextFormat": "foregroundColor:Color foregroundColorStyle:ColorStyle fontFamily:text fontSize:int bold,italic,strikethrough,underline:bool link:Link",
    "TextFormatRun": "startIndex:int format:TextFormat",
    "Link": "uri:text",
    "TextRotation": "angle:int vertical:bool",
    "Color": "red,green,blue,alpha:number",
    "ColorStyle": "rgbColor:Color themeColor:|TEXT|BACKGROUND|ACCENT1|ACCENT2|ACCENT3|ACCENT4|ACCENT5|ACCENT6|LINK|",
    "Borders": "top,bottom,left,right:Border",
    "Border": "style:|DOTTED|DASHED|SOLID|SOLID_MEDIUM|SOLID_THICK|NONE|DOUBLE| width:int color:Color colorStyle:ColorStyle",
    "Padding": "top,right,bottom,left:int",
    "DataValidationRule": "condition:BooleanCondition inputMessage:text strict,showCustomUi:bool",
    "BooleanCondition": f"type:{_CONDITIONS} values:[ConditionValue",
    "ConditionValue": "relativeDate:|PAST_YEAR|PAST_MONTH|PAST_WEEK|YESTERDAY|TODAY|TOMORROW| userEnteredValue:text",
    # places
    "GridRange": "sheetId,startRowIndex,endRowIndex,startColumnIndex,endColumnIndex:int",
    "GridCoordinate": "sheetId,rowIndex,columnIndex:int",
    "DimensionRange": f"sheetId,startIndex,endIndex:int dimension:{_DIMENSION}",
    "DimensionProperties": "hiddenByFilter,hiddenByUser:bool pixelSize:int developerMetadata:[DeveloperMetadata dataSourceColumnReference:any",
    "SortSpec": "dimensionIndex:int sortOrder:|ASCENDING|DESCENDING| foregroundColor,backgroundColor:Color foregroundColorStyle,backgroundColorStyle:ColorStyle dataSourceColumnReference:any",
    # what lies over the cells
    "NamedRange": "namedRangeId,name:text range:GridRange",
    "ProtectedRange": "protectedRangeId:int range:GridRange namedRangeId,tableId,description:text warningOnly,requestingUserCanEdit:bool unprotectedRanges:[GridRange editors:Editors",
    "Editors": "users,groups:[text domainUsersCanEdit:bool",
    "DeveloperMetadata": "metadataId:int metadataKey,metadataValue:text location:DeveloperMetadataLocation visibility:|DOCUMENT|PROJECT|",
    "DeveloperMetadataLocation": f"locationType:{_LOCATIONS} spreadsheet:bool sheetId:int dimensionRange:DimensionRange",
    "DataFilter": "developerMetadataLookup:DeveloperMetadataLookup a1Range:text gridRange:GridRange",
    "DeveloperMetadataLookup": f"locationType:{_LOCATIONS} metadataLocation:DeveloperMetadataLocation locationMatchingStrategy:|EXACT_LOCATION|INTERSECTING_LOCATION| metadataId:int metadataKey,metadataValue:text visibility:|DOCUMENT|PROJECT|",
    "ConditionalFormatRule": "ranges:[GridRange booleanRule:BooleanRule gradientRule:GradientRule",
    "BooleanRule": "condition:BooleanCondition format:CellFormat",
    "GradientRule": "minpoint,midpoint,maxpoint:InterpolationPoint",
    "InterpolationPoint": "color:Color colorStyle:ColorStyle type:|MIN|MAX|NUMBER|PERCENT|PERCENTILE| value:text",
    "BasicFilter": "range:GridRange sortSpecs:[SortSpec criteria,filterSpecs:any tableId:text",
    "BandedRange": "bandedRangeId:int bandedRangeReference:text range:GridRange rowProperties,columnProperties:BandingProperties",
    "BandingProperties": "headerColor,firstBandColor,secondBandColor,footerColor:Color headerColorStyle,firstBandColorStyle,secondBandColorStyle,footerColorStyle:ColorStyle",
    # charts
    "EmbeddedChart": "chartId:int spec:ChartSpec position:EmbeddedObjectPosition border:any",
    "EmbeddedObjectPosition": "sheetId:int overlayPosition:OverlayPosition newSheet:bool",
    "OverlayPosition": "anchorCell:GridCoordinate offsetXPixels,offsetYPixels,widthPixels,heightPixels:int",
    "ChartSpec": "title,altText,subtitle,fontName:text titleTextFormat,subtitleTextFormat:TextFormat titleTextPosition,subtitleTextPosition:TextPosition maximized:bool backgroundColor:Color backgroundColorStyle:ColorStyle hiddenDimensionStrategy:|SKIP_HIDDEN_ROWS_AND_COLUMNS|SKIP_HIDDEN_ROWS|SKIP_HIDDEN_COLUMNS|SHOW_ALL| basicChart:BasicChartSpec pieChart:PieChartSpec scorecardChart:ScorecardChartSpec sortSpecs:[SortSpec filterSpecs,dataSourceChartProperties,bubbleChart,candlestickChart,histogramChart,orgChart,treemapChart,waterfallChart:any",
    "BasicChartSpec": f"chartType:{_CHARTS} legendPosition:{_LEGENDS}INSIDE_LEGEND| axis:[BasicChartAxis domains:[BasicChartDomain series:[BasicChartSeries headerCount:int threeDimensional,interpolateNulls,lineSmoothing:bool stackedType:|NOT_STACKED|STACKED|PERCENT_STACKED| compareMode:|DATUM|CATEGORY| totalDataLabel:DataLabel",
    "BasicChartAxis": f"position:{_AXES} title:text format:TextFormat titleTextPosition:TextPosition viewWindowOptions:ViewWindow",
    "ViewWindow": "viewWindowMin,viewWindowMax:number viewWindowMode:|DEFAULT_VIEW_WINDOW_MODE|VIEW_WINDOW_MODE_UNSUPPORTED|EXPLICIT|PRETTY|",
    "BasicChartDomain": "domain:ChartData reversed:bool",
    "BasicChartSeries": f"series:ChartData targetAxis:{_AXES} type:{_CHARTS} lineStyle:LineStyle dataLabel:DataLabel color:Color colorStyle:ColorStyle pointStyle:PointStyle styleOverrides:any",
    "LineStyle": f"width:int type:{_LINES}",
    "PointStyle": f"size:number shape:{_POINTS}",
    "DataLabel": "type:|NONE|DATA|CUSTOM| textFormat:TextFormat placement:|CENTER|LEFT|RIGHT|ABOVE|BELOW|INSIDE_END|INSIDE_BASE|OUTSIDE_END| customLabelData:ChartData",
    "ChartData": "sourceRange:ChartSourceRange aggregateType:|AVERAGE|COUNT|MAX|MEDIAN|MIN|SUM| columnReference,groupRule:any",
    "ChartSourceRange": "sources:[GridRange",
    "PieChartSpec": f"legendPosition:{_LEGENDS}LABELED_LEGEND| domain,series:ChartData threeDimensional:bool pieHole:number",
    "ScorecardChartSpec": "keyValueData,baselineValueData:ChartData aggregateType:|AVERAGE|COUNT|MAX|MEDIAN|MIN|SUM| keyValueFormat,baselineValueFormat,customFormatOptions:any scaleFactor:number numberFormatSource:|FROM_DATA|CUSTOM|",
    "TextPosition": f"horizontalAlignment:{_ALIGN}",
    # requests of a batch
    "Request": "addSheet:AddSheet deleteSheet:DeleteSheet duplicateSheet:DuplicateSheet updateSheetProperties:UpdateSheetProperties updateSpreadsheetProperties:UpdateSpreadsheetProperties updateCells:UpdateCells repeatCell:RepeatCell appendCells:AppendCells setDataValidation:SetDataValidation sortRange:SortRange copyPaste:CopyPaste mergeCells:MergeCells unmergeCells:UnmergeCells findReplace:FindReplace appendDimension:AppendDimension insertDimension:InsertDimension deleteDimension:OfDimension moveDimension:MoveDimension updateDimensionProperties:UpdateDimensionProperties autoResizeDimensions:AutoResizeDimensions addNamedRange:AddNamedRange updateNamedRange:UpdateNamedRange deleteNamedRange:DeleteNamedRange addProtectedRange:AddProtectedRange updateProtectedRange:UpdateProtectedRange deleteProtectedRange:DeleteProtectedRange addChart:AddChart updateChartSpec:UpdateChartSpec deleteEmbeddedObject:DeleteEmbeddedObject updateEmbeddedObjectPosition:UpdateEmbeddedObjectPosition addConditionalFormatRule:AddConditionalFormatRule updateConditionalFormatRule:UpdateConditionalFormatRule deleteConditionalFormatRule:DeleteConditionalFormatRule setBasicFilter:SetBasicFilter clearBasicFilter:DeleteSheet addBanding:AddBanding deleteBanding:DeleteBanding createDeveloperMetadata:CreateDeveloperMetadata updateDeveloperMetadata:UpdateDeveloperMetadata deleteDeveloperMetadata:DeleteDeveloperMetadata",
    "AddSheet": "properties:SheetProperties",
    "DeleteSheet": "sheetId:int",
    "DuplicateSheet": "sourceSheetId,insertSheetIndex,newSheetId:int newSheetName:text",
    "UpdateSheetProperties": "properties:SheetProperties fields:text",
    "UpdateSpreadsheetProperties": "properties:SpreadsheetProperties fields:text",
    "UpdateCells": "rows:[RowData fields:text start:GridCoordinate range:GridRange",
    "RepeatCell": "range:GridRange cell:CellData fields:text",
    "AppendCells": "sheetId:int rows:[RowData fields,tableId:text",
    "SetDataValidation": "range:GridRange rule:DataValidationRule filteredRowsIncluded:bool",
    "SortRange": "range:GridRange sortSpecs:[SortSpec",
    "CopyPaste": "source,destination:GridRange pasteType:|PASTE_NORMAL|PASTE_VALUES|PASTE_FORMAT|PASTE_NO_BORDERS|PASTE_FORMULA|PASTE_DATA_VALIDATION|PASTE_CONDITIONAL_FORMATTING| pasteOrientation:|NORMAL|TRANSPOSE|",
    "MergeCells": "range:GridRange mergeType:|MERGE_ALL|MERGE_COLUMNS|MERGE_ROWS|",
    "UnmergeCells": "range:GridRange",
    "FindReplace": "find,replacement:text matchCase,matchEntireCell,searchByRegex,includeFormulas,allSheets:bool range:GridRange sheetId:int",
    "AppendDimension": f"sheetId,length:int dimension:{_DIMENSION}",
    "InsertDimension": "range:DimensionRange inheritFromBefore:bool",
    "OfDimension": "range:DimensionRange",
    "MoveDimension": "source:DimensionRange destinationIndex:int",
    "UpdateDimensionProperties": "range:DimensionRange properties:DimensionProperties fields:text dataSourceSheetRange:any",
    "AutoResizeDimensions": "dimensions:DimensionRange dataSourceSheetDimensions:any",
    "AddNamedRange": "namedRange:NamedRange",
    "UpdateNamedRange": "namedRange:NamedRange fields:text",
    "DeleteNamedRange": "namedRangeId:text",
    "AddProtectedRange": "protectedRange:ProtectedRange",
    "UpdateProtectedRange": "protectedRange:ProtectedRange fields:text",
    "DeleteProtectedRange": "protectedRangeId:int",
    "AddChart": "chart:EmbeddedChart",
    "UpdateChartSpec": "chartId:int spec:ChartSpec",
    "DeleteEmbeddedObject": "objectId:int",
    "UpdateEmbeddedObjectPosition": "objectId:int newPosition:EmbeddedObjectPosition fields:text",
    "AddConditionalFormatRule": "rule:ConditionalFormatRule index:int",
    "UpdateConditionalFormatRule": "rule:ConditionalFormatRule index,newIndex,sheetId:int",
    "DeleteConditionalFormatRule": "index,sheetId:int",
    "SetBasicFilter": "filter:BasicFilter",
    "AddBanding": "bandedRange:BandedRange",
    "DeleteBanding": "bandedRangeId:int",
    "CreateDeveloperMetadata": "developerMetadata:DeveloperMetadata",
    "UpdateDeveloperMetadata": "dataFilters:[DataFilter developerMetadata:DeveloperMetadata fields:text",
    "DeleteDeveloperMetadata": "dataFilter:DataFilter",
    # answers, for their masks
    "ValueRange": "range:text majorDimension:text values:any",
    "BatchGetValuesResponse": "spreadsheetId:text valueRanges:[ValueRange",
    "BatchUpdateSpreadsheetResponse": "spreadsheetId:text replies:any updatedSpreadsheet:Spreadsheet",
}

#: What the masks of requests name fields of.
MASKED: Mapping[str, str] = {
    "updateCells": "CellData",
    "repeatCell": "CellData",
    "appendCells": "CellData",
    "updateSheetProperties": "SheetProperties",
    "updateSpreadsheetProperties": "SpreadsheetProperties",
    "updateDimensionProperties": "DimensionProperties",
    "updateNamedRange": "NamedRange",
    "updateProtectedRange": "ProtectedRange",
    "updateEmbeddedObjectPosition": "OverlayPosition",
    "updateDeveloperMetadata": "DeveloperMetadata",
}


@cache
def fields(message: str) -> Mapping[str, str]:
    """Return the fields of a message, each with its kind."""
    found = {}
    for part in _DECLARED[message].split():
        names, _, kind = part.partition(":")
        found.update(dict.fromkeys(names.split(","), kind))
    return found


def is_message(kind: str) -> bool:
    """Tell whether a kind is a message of its own."""
    return kind in _DECLARED
