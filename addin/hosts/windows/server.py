"""
The same functions for xlwings Server: optional, and NOT part of the open product.

`xlwings.server` belongs to the paid part of xlwings (PolyForm Noncommercial, or a licence for
business use). Nothing here is loaded, installed or tested against it unless XLWINGS_LICENSE_KEY
is set by whoever holds a licence. It sends one request a cell: prefer the Office.js add-in.
"""

from __future__ import annotations

import os
from typing import Any

from addin.hosts.windows.generate import module
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang, Text


def functions(lang: Lang) -> dict[str, Any]:
    """
    Return the functions, declared to xlwings Server.

    Raises
    ------
    KpiError
        AUTH without a licence key.
    """
    if not os.environ.get("XLWINGS_LICENSE_KEY"):
        raise KpiError(Kind.AUTH, _LICENCE)
    names: dict[str, Any] = {}
    text = module(lang).replace("import xlwings as xw", "import xlwings.server as xw")
    exec(compile(text, "b2b_kpi", "exec"), names)  # noqa: S102 - the text is our own, generated
    return {name: value for name, value in names.items() if name.startswith("B2B_")}


_LICENCE = Text(
    en="xlwings Server needs a licence of its own: set XLWINGS_LICENSE_KEY, or use the Office.js add-in, which needs none.",
    fr="xlwings Server demande sa propre licence\u00a0: définissez XLWINGS_LICENSE_KEY, ou employez le complément Office.js, qui n’en demande pas.",
)
