"""One Google spreadsheet, in as few calls as it can be kept with: 1 unchanged, 3 looked at, 4 written."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from addin.sync.book import Cells, Look, TabSeen
from addin.sync.google import batch, troubles
from addin.sync.google.client import Patient
from addin.sync.output import Output
from kpi_core.errors import Kind, KpiError
from kpi_core.importing import Hints, ReadSettings, Tab, read_tab
from kpi_core.importing.grid import Cell
from kpi_core.text import Text

Json = dict[str, Any]

_SHEETS = "https://sheets.googleapis.com/v4/spreadsheets/"
_DRIVE = "https://www.googleapis.com/drive/v3/files/"
_LOOKED_AT = (
    "properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,hidden,sheetType,gridProperties(rowCount,columnCount)),"
    "charts(chartId,position(overlayPosition(anchorCell)))),"
    "developerMetadata(metadataId,metadataKey,metadataValue)"
)
_TYPED = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}


@dataclass(frozen=True, slots=True)
class GoogleContent:
    """The cells of one tab: numbers as numbers, dates as serial numbers."""

    name: str
    rows: Sequence[Sequence[Cell]]

    @property
    def digest(self) -> str:
        """What tells these cells from any others."""
        return hashlib.sha256(msgspec.json.encode(self.rows)).hexdigest()

    @property
    def empty(self) -> bool:
        """Whether nothing is in the tab at all."""
        return not any(cell not in {None, ""} for row in self.rows for cell in row)

    def understood(self, settings: ReadSettings, hints: Hints) -> Tab:
        """Return what the cells are."""
        return read_tab(self.name, self.rows, settings, hints)


class GoogleBook:
    """A spreadsheet at Google. id: as its address has it."""

    def __init__(self, client: Patient, id_: str) -> None:
        self._client = client
        self._id = id_

    @property
    def calls(self) -> int:
        """How many requests were sent."""
        return self._client.calls

    @property
    def grows(self) -> bool:
        """Whether the history is added to: its rows are never rewritten."""
        return True

    def gate(self) -> str:
        """Return the version that Drive keeps: it rises with every change, our own included."""
        params = {"fields": "version,modifiedTime,trashed", "supportsAllDrives": "true"}
        told = self._client.request("get", f"{_DRIVE}{self._id}", params=params).json()
        if told.get("trashed"):
            raise KpiError(Kind.NOT_FOUND, _TRASHED)
        return f"{told.get('version')} {told.get('modifiedTime')}"

    def check(self) -> None:
        """Check that the account may write in it."""
        params = {"fields": "capabilities(canEdit),mimeType", "supportsAllDrives": "true"}
        told = self._client.request("get", f"{_DRIVE}{self._id}", params=params).json()
        if told.get("mimeType", _MIME) != _MIME:
            raise KpiError(Kind.TYPE, _NO_SHEET)
        if not told.get("capabilities", {}).get("canEdit", True):
            raise KpiError(Kind.AUTH, _READ_ONLY)

    def look(self) -> Look:
        """Return its tabs, its language, and what our last batch left."""
        told: Json = self._client.request(
            "get", f"{_SHEETS}{self._id}", params={"fields": _LOOKED_AT}
        ).json()
        properties = told.get("properties", {})
        found = {int(s["properties"].get("sheetId", 0)): s for s in told.get("sheets", [])}
        own = {key for key, number in batch.NUMBERS.items() if number in found}
        tabs = tuple(
            TabSeen(str(number), p["title"], hidden=bool(p.get("hidden")))
            for number, sheet in found.items()
            if number not in batch.NUMBERS.values()
            and (p := sheet["properties"]).get("sheetType", "GRID") == "GRID"
        )
        left = {m["metadataKey"]: m.get("metadataValue") for m in told.get("developerMetadata", [])}
        return Look(
            title=properties.get("title", ""),
            locale=properties.get("locale", "en_US"),
            timezone=properties.get("timeZone", "Etc/GMT"),
            tabs=tabs,
            own=frozenset(own),
            marker=left.get(batch.MARKER),
            inside=told,
        )

    def read(self, look: Look, tabs: Collection[str]) -> Cells:
        """Return the cells of *tabs* and of our own, in one answer of one moment."""
        sheets = [s["properties"] for s in look.inside["sheets"]]
        titles = {str(p.get("sheetId", 0)): p["title"] for p in sheets}
        own = {str(batch.NUMBERS[key]): key for key in look.own}
        wanted = [*(t for t in titles if t in tabs), *(t for t in titles if t in own)]
        if not wanted:
            return Cells({})
        ranges = [_quoted(titles[t]) for t in wanted]
        told: Json = self._client.request(
            "get",
            f"{_SHEETS}{self._id}/values:batchGet",
            params={"ranges": ranges, "majorDimension": "ROWS", **_TYPED},
        ).json()
        answered = told.get("valueRanges", [])
        if len(answered) != len(wanted):
            raise troubles.unreachable(ValueError())
        rows = {t: given.get("values", []) for t, given in zip(wanted, answered, strict=True)}
        return Cells(
            {t: GoogleContent(titles[t], rows[t]) for t in wanted if t not in own},
            {own[t]: rows[t] for t in wanted if t in own},
        )

    def write(self, look: Look, cells: Cells, output: Output, marker: str) -> None:
        """Write our pages in one batch, and compare what its answer says stands there."""
        requests = batch.requests(look, cells, output, marker)
        body: Json = {
            "requests": requests,
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": batch.ranges(look, output, cells),
        }
        told: Json = self._client.request(
            "post",
            f"{_SHEETS}{self._id}:batchUpdate",
            params={"fields": batch.READ_BACK},
            json=body,
        ).json()
        if not batch.stands(told, output):
            raise KpiError(Kind.UPSTREAM, _ALTERED)


def _quoted(title: str) -> str:
    escaped = title.replace("'", "''")
    return f"'{escaped}'"


_MIME = "application/vnd.google-apps.spreadsheet"
_NO_SHEET = Text(
    en="This file at Google is no Google sheet: open it there and save it as one (File, Save as Google Sheets).",
    fr="Ce fichier chez Google n’est pas une feuille Google\u00a0: ouvrez-le et enregistrez-le comme telle (Fichier, Enregistrer au format Google Sheets).",
)
_READ_ONLY = Text(
    en="The account may read this sheet and not write in it: share it with the account as an editor.",
    fr="Le compte peut lire cette feuille mais pas y écrire\u00a0: partagez-la avec lui comme éditeur.",
)
_TRASHED = Text(
    en="The sheet is in the bin of its owner’s Drive: restore it, or `kpi sync disconnect` it.",
    fr="La feuille est dans la corbeille du Drive de son propriétaire\u00a0: restaurez-la, ou déconnectez-la avec `kpi sync disconnect`.",
)
_ALTERED = Text(
    en="Somebody changed the dashboard while it was written: the next run writes it again.",
    fr="Quelqu’un a modifié le tableau de bord pendant l’écriture\u00a0: la prochaine exécution le réécrira.",
)
