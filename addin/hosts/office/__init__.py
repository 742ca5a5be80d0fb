"""Excel on Windows, Mac and the web, through Office.js: a manifest, and the functions it loads.

    scripts.py     functions.js: formulas with no network, the rest asked in batches
    metadata.py    functions.<lang>.json: names, words and arguments, as Excel lists them
    manifest.py    the add-in only manifest, for every Excel
    unified.py     the unified manifest, for newer ones
    icons.py       what the ribbon shows
    cells.js, queue.js, start.js    the code of ours that runs in Excel's web view

A function's name is what the user types, with no namespace: workbooks store it, for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from addin.hosts.office.icons import icon, outline
from addin.hosts.office.manifest import SIZES, manifest
from addin.hosts.office.metadata import metadata
from addin.hosts.office.scripts import functions
from addin.hosts.office.unified import french, unified
from kpi_core.text import Lang

FOLDER = Path("manifests/excel")


def office(url: str) -> dict[Path, str | bytes]:
    """Return what Excel is given, for the server at *url*."""
    return {
        FOLDER / "manifest.xml": manifest(url),
        FOLDER / "manifest.json": unified(url),
        FOLDER / "fr.json": french(url),
        FOLDER / "color.png": icon(192),
        FOLDER / "outline.png": outline(32),
        FOLDER / "functions.js": functions(),
        **{FOLDER / f"functions.{lang}.json": metadata(lang) for lang in Lang},
    }


def served(name: str) -> tuple[str | bytes, str] | None:
    """Return what a server serves to Excel under *name*, content and media type: made when asked."""
    make = _SERVED.get(name)
    return None if make is None else make()


@cache
def _script() -> tuple[str, str]:
    # How each locale of the world writes numbers takes a second to read: a third of a server's start.
    return functions(), "text/javascript; charset=utf-8"


@cache
def _words(lang: Lang) -> tuple[str, str]:
    return metadata(lang), "application/json"


@cache
def _icon(size: int) -> tuple[bytes, str]:
    return icon(size), "image/png"


_SERVED: dict[str, Callable[[], tuple[str | bytes, str]]] = {
    "functions.js": _script,
    **{f"functions.{lang}.json": partial(_words, lang) for lang in Lang},
    **{f"icon-{size}.png": partial(_icon, size) for size in SIZES},
}
