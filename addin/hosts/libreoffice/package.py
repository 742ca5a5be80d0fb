"""The extension: one file that a person opens with LibreOffice."""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from addin.hosts.libreoffice import descriptions

ROOT = Path(__file__).parents[3]
PLACE = Path("manifests/libreoffice/b2b-kpi.oxt")

_INSIDE = "addin.hosts.libreoffice.inside"
# Old Pythons must be able to read it, to say what is missing.
_ENTRY = f'''"""Loads what is packed beside it."""

import sys

if sys.version_info < (3, 11):
    raise RuntimeError(
        "B2B KPI needs Python 3.11; this LibreOffice has " + sys.version.split()[0] + ". "
        "Install a newer LibreOffice. / Installez un LibreOffice plus récent."
    )
from {_INSIDE}.component import g_ImplementationHelper
'''
_THE_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the first that zip can write


def libreoffice(url: str) -> dict[Path, str | bytes]:
    """Return the extension whose cells ask the server at *url*."""
    return {PLACE: extension(url)}


def extension(url: str) -> bytes:
    """Return the .oxt as bytes."""
    files = {
        "META-INF/manifest.xml": descriptions.manifest(),
        "description.xml": descriptions.about(),
        "description/en.txt": descriptions.ABOUT.en,
        "description/fr.txt": descriptions.ABOUT.fr,
        "LICENSE": (ROOT / "LICENSE").read_text("utf-8"),
        "functions.idl": descriptions.interface(),
        "CalcAddIns.xcu": descriptions.words(),
        "Addons.xcu": descriptions.menu(),
        "Jobs.xcu": descriptions.events(),
        "b2b_kpi.py": _ENTRY,
        f"pythonpath/{_INSIDE.replace('.', '/')}/address.txt": url + "\n",
        **{f"pythonpath/{path}": (ROOT / path).read_text("utf-8") for path in packed()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _THE_SAME_DAY)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # Stored as it is: compressors differ from one machine to the next.
            archive.writestr(entry, text.replace("\r\n", "\n").encode())
    return out.getvalue()


@cache
def packed() -> tuple[str, ...]:
    """Return the modules that run in the office, as paths: those its component imports, no other."""
    found: dict[str, None] = {}
    _follow(f"{_INSIDE}.component", found)
    return tuple(sorted(found))


def _follow(module: str, found: dict[str, None]) -> None:
    path = _file(module)
    if path is None or path in found:
        return
    found[path] = None
    parent, _, _ = module.rpartition(".")
    if parent:
        _follow(parent, found)
    for name in _imported((ROOT / path).read_text("utf-8")):
        _follow(name, found)


def _imported(text: str) -> Iterator[str]:
    # What a function imports when it runs is for machines that have more than the office.
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _file(module: str) -> str | None:
    base = module.replace(".", "/")
    return next((p for p in (f"{base}.py", f"{base}/__init__.py") if (ROOT / p).is_file()), None)
