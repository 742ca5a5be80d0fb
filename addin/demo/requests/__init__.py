"""The requests of `spreadsheets.batchUpdate`, by subject."""
