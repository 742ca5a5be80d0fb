"""The spreadsheet of a connection, opened: with its account at Google, or from the disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from addin.sync.book import Book
from addin.sync.connections import USUAL_ACCOUNT, BookKind, Connection
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.text import Lang, Text

_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
_LINK = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{20,})")


def opened(core: Core, connection: Connection) -> Book:
    """
    Return the book of *connection*, for one run.

    Raises
    ------
    KpiError
        AUTH when its account is not on this machine, NOT_FOUND when the workbook is not there.
    """
    if connection.kind == "excel":
        return _workbook(core, connection.reference, connection.output, connection.lang)
    return book(core, connection.kind, connection.reference, connection.credential)


def _workbook(core: Core, path: str, output: dict[str, Any] | None, lang: Lang) -> Book:
    from addin.bringing import Bringing  # noqa: PLC0415 - only workbooks need it
    from addin.sync.excel.book import ExcelBook  # noqa: PLC0415 - idem

    settings = Bringing(core, "sync", None).read_settings()
    return ExcelBook(Path(path), settings, output, lang)


def book(core: Core, kind: BookKind, reference: str, credential: str | None) -> Book:
    """Return a book by what it is known under, before it is connected (see `opened`)."""
    if kind == "excel":
        return _workbook(core, reference, None, Lang.EN)
    from addin.sync.google import accounts  # noqa: PLC0415 - idem for Google
    from addin.sync.google.book import GoogleBook  # noqa: PLC0415 - idem
    from addin.sync.google.client import Patient  # noqa: PLC0415 - idem

    account = credential or USUAL_ACCOUNT
    return GoogleBook(
        Patient(accounts.session(account), shared_with=accounts.address(account)), reference
    )


def told_apart(said: str) -> tuple[BookKind, str]:
    """
    Return what kind of spreadsheet a user names, and under which reference it is kept.

    Raises
    ------
    KpiError
        NOT_FOUND for neither the link of a Google sheet nor a workbook that is there.
    """
    if found := _LINK.search(urlsplit(said).path):
        return "google", found[1]
    from addin.sync.excel.book import BESIDE  # noqa: PLC0415 - only workbooks need it

    path = Path(said).expanduser()
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}:
        if "://" in said:
            raise KpiError(Kind.NOT_FOUND, _ON_THE_WEB)
        if path.stem.endswith(Path(BESIDE).stem):
            raise KpiError(Kind.TYPE, _OURS.format(name=shown(path.name)))
        if not path.is_file():
            raise KpiError(Kind.NOT_FOUND, _NO_WORKBOOK.format(path=shown(said, 200)))
        return "excel", str(path.resolve())
    if _ID.fullmatch(said):
        return "google", said
    raise KpiError(Kind.NOT_FOUND, _NEITHER.format(said=shown(said, 80)))


_ON_THE_WEB = Text(
    en="A workbook is read from this machine’s disk: sync its folder here (OneDrive, SharePoint: “Add shortcut”, then “Always keep on this device”) and give its path.",
    fr="Un classeur est lu sur le disque de cette machine\u00a0: synchronisez ici son dossier (OneDrive, SharePoint\u00a0: «\u00a0Ajouter un raccourci\u00a0», puis «\u00a0Toujours conserver sur cet appareil\u00a0») et donnez son chemin.",
)
_OURS = Text(
    en="“{name}” is a dashboard that a run writes: connect the workbook that your team fills in.",
    fr="«\u00a0{name}\u00a0» est un tableau de bord écrit par une exécution\u00a0: connectez le classeur que remplit votre équipe.",
)
_NO_WORKBOOK = Text(en="There is no workbook {path}.", fr="Il n’y a pas de classeur {path}.")
_NEITHER = Text(
    en="“{said}” is neither the link of a Google sheet (https://docs.google.com/spreadsheets/d/…) nor a workbook (.xlsx).",
    fr="«\u00a0{said}\u00a0» n’est ni le lien d’une feuille Google (https://docs.google.com/spreadsheets/d/…) ni un classeur (.xlsx).",
)
