"""Google Sheets: gspread on an HTTP client of our own, one spreadsheet as a `Book`."""
