"""Which of our functions a workbook uses: those of its own names, those of the add-in, or both."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

_MOST_BYTES = 200 << 20
_NAME = re.compile(rb'<definedName [^>]*name="(B2B_[A-Z0-9_]+)"')
#: How Excel stores a call of an add-in's function, and where it notes the add-in itself.
_ADDIN = re.compile(rb"_xldudf_B2B_|<we:webextension[^>]*B2B|B2B KPI", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found in a workbook."""

    names: int
    addin: bool

    @property
    def both(self) -> bool:
        """Tell whether its names hide functions of the add-in."""
        return bool(self.names) and self.addin


def inspect(path: Path) -> Inspected:
    """
    Look into an .xlsx file, without opening it in anything.

    Raises
    ------
    KpiError
        TYPE for a file that is no workbook, LIMIT for one that unfolds to more than 200 MB.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > _MOST_BYTES:
                raise KpiError(Kind.LIMIT, _TOO_LARGE.format(file=path.name))
            texts = {p.filename: packed.read(p) for p in parts if p.filename.endswith(".xml")}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise KpiError(Kind.TYPE, _NO_WORKBOOK.format(file=path.name)) from None
    names = set(_NAME.findall(texts.get("xl/workbook.xml", b"")))
    used = (t for n, t in texts.items() if n.startswith(("xl/worksheets/", "xl/webextensions/")))
    return Inspected(len(names), any(_ADDIN.search(text) for text in used))


_NO_WORKBOOK = Text(
    en="{file} is no Excel workbook (.xlsx).", fr="{file} n’est pas un classeur Excel (.xlsx)."
)
_TOO_LARGE = Text(
    en="{file} unfolds to more than 200 MB: it is not looked into.",
    fr="{file} dépasse 200 Mo une fois déplié\u00a0: il n’est pas examiné.",
)
