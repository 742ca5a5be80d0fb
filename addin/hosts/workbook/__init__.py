"""A workbook whose names are the functions: Excel with nothing installed."""
