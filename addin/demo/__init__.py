"""A Google of one's own: spreadsheets, Drive and tokens, for the demo and for tests.

    google = Google()
    sheet = google.create("Suivi marketing", locale="fr_FR", timezone="Europe/Paris")
    sheet.add_tab("Dépenses", [["Date", "Montant"], [date(2026, 1, 5), 1200.5]])
    google.fail(Fault(Status(503), match="batchUpdate"))

Calls come over HTTP (`with serving(google) as url`) or from the same process (`google.answer`).
"""

from __future__ import annotations

from addin.demo.faults import (
    Cut,
    CutShortError,
    DroppedError,
    Failure,
    Fault,
    Hang,
    NoAnswerError,
    Reset,
    Slow,
    Status,
)
from addin.demo.google import Arrived, BeforeCall, Google, Noted, Reply
from addin.demo.server import serving
from addin.demo.spreadsheet import Deleted, Entry, Formula, Spreadsheet, Tab

__all__ = [
    "Arrived",
    "BeforeCall",
    "Cut",
    "CutShortError",
    "Deleted",
    "DroppedError",
    "Entry",
    "Failure",
    "Fault",
    "Formula",
    "Google",
    "Hang",
    "NoAnswerError",
    "Noted",
    "Reply",
    "Reset",
    "Slow",
    "Spreadsheet",
    "Status",
    "Tab",
    "serving",
]
