"""Is this file a workbook, and nothing worse? Asked of its zip before any reader trusts it.

Every entry is inflated and counted: what the zip says of itself may be a lie.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree as ET

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text

MOST_BYTES = 20 << 20
MOST_ENTRIES = 1_000
MOST_INFLATED = 200 << 20
MOST_RATIO = 100
SMALL = 1 << 20
"""Below this size inflated, a high ratio is an empty sheet rather than a bomb."""

_CHUNK = 64 << 10
_LOCAL = struct.Struct("<4s5H3I2H")
_XML = (".xml", ".rels", ".vml")
_FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MAC_DATES = re.compile(rb"<workbookPr[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_ACTIVE = ("vbaproject.bin", "externallinks/", "embeddings/", "activex/", "ddelinks")
# A formula whose cell holds no value. In a `t="str"` cell, no value is an empty text.
_UNCOMPUTED = re.compile(
    rb"<c\b(?P<cell>[^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_FAULT = re.compile(
    rb"<c\b(?=[^>]*\bt=\"e\")[^>]*\br=\"([A-Z]+[0-9]+)\"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?"
    rb"\s*<v>([^<]{1,20})</v>"
)
_CELL = re.compile(rb"\br=\"([A-Z]+[0-9]+)\"")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the zip of a workbook revealed."""

    system: int
    active: bool
    uncomputed: dict[str, str]
    """Sheet part -> the first of its formulas that was saved without a value."""
    faults: dict[str, dict[str, str]]
    """Sheet part -> its cells in error: `C6` -> `#DIV/0!`; the reader would show them empty."""
    parts: dict[str, str]
    """Sheet name -> its part."""
    ids: dict[str, str] = field(default_factory=dict)
    """Sheet name -> the number that it keeps when it is renamed."""


def check(path: Path) -> Checked:
    """Refuse a zip that is no ordinary workbook; return what matters to its reader."""
    if path.stat().st_size > MOST_BYTES:
        raise KpiError(Kind.LIMIT, _TOO_BIG.format(most=MOST_BYTES >> 20))
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            entries = archive.infolist()
            _check_layout(entries, path.stat().st_size)
            found = _check_parts(entries, file, path.stat().st_size)
            return replace(found, parts=_parts(archive), ids=_ids(archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        ET.ParseError,
    ) as error:
        raise KpiError(Kind.TYPE, _DAMAGED) from error


def _check_layout(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise KpiError(Kind.LIMIT, _NOT_NORMAL)
    names = {e.filename.casefold() for e in entries}
    nested = any(n.endswith((".zip", ".7z", ".rar")) for n in names)
    if nested or len(names) < len(entries):
        raise KpiError(Kind.LIMIT, _NOT_NORMAL)
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:  # two entries share bytes: one of the bombs
            raise KpiError(Kind.LIMIT, _NOT_NORMAL)
        end = entry.header_offset + _LOCAL.size + entry.compress_size
        if entry.flag_bits & 1:
            raise KpiError(Kind.TYPE, PASSWORD)
    if sum(e.file_size for e in entries) > MOST_INFLATED:
        raise KpiError(Kind.LIMIT, _EXPANDS.format(most=MOST_INFLATED >> 20))
    if end > size:
        raise KpiError(Kind.TYPE, _DAMAGED)


def _check_parts(entries: list[zipfile.ZipInfo], file: BinaryIO, size: int) -> Checked:
    inflated, system = 0, 1900
    uncomputed: dict[str, str] = {}
    faults: dict[str, dict[str, str]] = {}
    for entry in entries:
        name = entry.filename.casefold()
        before = b""
        for chunk in _inflate(entry, file):
            inflated += len(chunk)
            if inflated > MOST_INFLATED or (inflated > SMALL and inflated > MOST_RATIO * size):
                raise KpiError(Kind.LIMIT, _EXPANDS.format(most=MOST_INFLATED >> 20))
            if not name.endswith(_XML):
                continue
            window = before + chunk
            # Wide characters would hide the words: without their zeros they show.
            if _FORBIDDEN.search(window.replace(b"\0", b"")):
                raise KpiError(Kind.TYPE, _FORBIDDEN_XML)
            if name == "xl/workbook.xml" and _MAC_DATES.search(window):
                system = 1904
            if name.startswith("xl/worksheets/"):
                if first := _first_uncomputed(window):
                    uncomputed.setdefault(entry.filename, first)
                for cell, word in _FAULT.findall(window):
                    faults.setdefault(entry.filename, {})[cell.decode()] = word.decode()
            before = window[-2048:]
    active = any(a in e.filename.casefold() for e in entries for a in _ACTIVE)
    return Checked(system, active, uncomputed, faults, {})


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return which part of the zip holds each sheet."""
    names = set(archive.namelist())
    links, book = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    if not {links, book} <= names:
        return {}
    # The parts were searched for document types before: nothing is left to expand.
    targets = {node.get("Id"): node.get("Target", "") for node in _tree(archive, links)}
    found: dict[str, str] = {}
    for node in _tree(archive, book).iter():
        if node.tag.endswith("}sheet"):
            link = next((v for k, v in node.attrib.items() if k.endswith("}id")), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[node.get("name", "")] = part
    return found


def _ids(archive: zipfile.ZipFile) -> dict[str, str]:
    book = "xl/workbook.xml"
    if book not in archive.namelist():
        return {}
    nodes = [node for node in _tree(archive, book).iter() if node.tag.endswith("}sheet")]
    return {node.get("name", ""): node.get("sheetId", "") for node in nodes}


def _tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 - searched before, see `check`


def _first_uncomputed(window: bytes) -> str | None:
    for found in _UNCOMPUTED.finditer(window):
        if b't="str"' not in found["cell"]:
            place = _CELL.search(found["cell"])
            return place[1].decode() if place else "?"
    return None


def _inflate(entry: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    """Yield what an entry really holds, however long it says it is."""
    file.seek(entry.header_offset)
    head = _LOCAL.unpack(file.read(_LOCAL.size))
    file.seek(head[9] + head[10], 1)
    left = entry.compress_size
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise KpiError(Kind.LIMIT, _NOT_NORMAL)
    stored = entry.compress_type == zipfile.ZIP_STORED
    machine = zlib.decompressobj(-15)
    total = 0
    while left > 0 and not machine.eof:
        data = file.read(min(_CHUNK, left))
        if not data:
            raise EOFError
        left -= len(data)
        while data:
            chunk = data if stored else machine.decompress(data, 1 << 20)
            data = b"" if stored else machine.unconsumed_tail
            total += len(chunk)
            yield chunk
    if total != entry.file_size:  # the header lied about the size
        raise KpiError(Kind.LIMIT, _NOT_NORMAL)


_TOO_BIG = Text(
    en="The workbook is larger than {most} MB: save the sheet as CSV.",
    fr="Le classeur dépasse {most} Mo : enregistrez la feuille en CSV.",
)
_NOT_NORMAL = Text(
    en="This is not a normal Excel file: save it again from Excel, or as CSV.",
    fr="Ce n’est pas un fichier Excel normal : enregistrez-le à nouveau depuis Excel, ou en CSV.",
)
_EXPANDS = Text(
    en="The file expands to more than {most} MB: save the sheet as CSV.",
    fr="Le fichier se déploie à plus de {most} Mo : enregistrez la feuille en CSV.",
)
_FORBIDDEN_XML = Text(
    en="The file contains forbidden XML: save it again from Excel, or as CSV.",
    fr="Le fichier contient du XML interdit : enregistrez-le à nouveau depuis Excel, ou en CSV.",
)
_DAMAGED = Text(
    en="The workbook is damaged: save it again from Excel, or as CSV.",
    fr="Le classeur est abîmé : enregistrez-le à nouveau depuis Excel, ou en CSV.",
)
PASSWORD = Text(
    en="The workbook has a password: save a copy without it.",
    fr="Le classeur est protégé par un mot de passe : enregistrez-en une copie sans mot de passe.",
)
