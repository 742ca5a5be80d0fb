"""Whatever a file is, a table: its header, some rows to judge it by, and all of them in batches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.case import Seen
from kpi_core.importing.folding import fold, take_apart
from kpi_core.importing.settings import Hints
from kpi_core.importing.table import RawBatch
from kpi_core.text import Text


class Source(Protocol):
    """A file in which a table was found."""

    @property
    def system(self) -> int:
        """Return where its dates count from: 1900 or 1904."""
        ...

    @property
    def size(self) -> int:
        """Return how much there is to read."""
        ...

    def seen(self) -> Seen:
        """Return what was seen of the table."""
        ...

    def batches(self) -> Iterator[RawBatch]:
        """Yield its rows in file order."""
        ...


def open_source(path: Path, hints: Hints) -> Source:
    """Open a file by what its first bytes are, whatever its name says."""
    extra = [f for header in hints.columns for f in (fold(header), take_apart(header).base)]
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except IsADirectoryError:
        raise KpiError(Kind.TYPE, _FOLDER) from None
    except OSError as error:
        raise KpiError(Kind.NOT_FOUND, _NO_FILE.format(name=path.name)) from error
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        from kpi_core.importing.sheets import Workbook  # noqa: PLC0415 - only workbooks need it

        return Workbook.open(path, hints.sheet, extra)
    from kpi_core.importing.text_file import TextFile  # noqa: PLC0415 - idem for text

    return TextFile.open(path, extra)


_FOLDER = Text(en="This is a folder: give a file.", fr="C’est un dossier : donnez un fichier.")
_NO_FILE = Text(
    en="“{name}” cannot be opened: check the name and the rights.",
    fr="« {name} » ne s’ouvre pas : vérifiez le nom et les droits.",
)
