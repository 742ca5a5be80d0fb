"""A workbook that would fill the memory, or reach outside itself, is refused before it is read."""

import io
import os
import struct
import zipfile

import pytest
import xlsxwriter

from kpi_core.errors import Kind, KpiError
from kpi_core.importing import recognise, workbook
from tests.kpi_core.importing.files import SETTINGS

SHEET = "xl/worksheets/sheet1.xml"


def ordinary():
    """Return the parts of a small workbook, by name."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_row(0, 0, ["Date", "Source", "Coût"])
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path, parts):
    """Write *parts*, pairs of a name and what it holds, as a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts:
            archive.writestr(name, held)
    return path


def inflating(path):
    """A sheet of 250 MB of spaces in a file of 250 kB."""
    parts = ordinary()
    parts[SHEET] = parts[SHEET].replace(b"<sheetData", b" " * (250 << 20) + b"<sheetData")
    return zipped(path, parts.items())


def dense(path):
    """Two hundred times its own size, below the most that may come out."""
    parts = ordinary()
    parts[SHEET] = parts[SHEET].replace(b"<sheetData", b" " * (50 << 20) + b"<sheetData")
    return zipped(path, parts.items())


def lying(path):
    """The same, whose zip says of each part that it holds ten bytes."""
    held = bytearray(inflating(path).read_bytes())
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = held.find(mark)
        while place >= 0:
            struct.pack_into("<I", held, place + at, 10)
            place = held.find(mark, place + 4)
    path.write_bytes(held)
    return path


def overlapping(path):
    """A directory that lists one part twenty times, at the same place."""
    zipped(path, ordinary().items())
    held = path.read_bytes()
    start = held.index(b"PK\1\2")
    end = held.index(b"PK\5\6")
    one = held[start : held.index(b"PK\1\2", start + 4)]
    repeated = b"".join(one[:46] + bytes([97 + i]) + one[47:] for i in range(20))
    directory = held[start:end] + repeated
    count = held[start:end].count(b"PK\1\2") + 20
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    path.write_bytes(held[:start] + directory + tail)
    return path


def crowded(path):
    """More parts than any workbook has."""
    return zipped(path, [*ordinary().items(), *((f"xl/media/{i}.png", b"x") for i in range(1_001))])


def nested(path):
    """A zip within the zip."""
    return zipped(path, [*ordinary().items(), ("xl/media/more.zip", b"PK\3\4")])


def twice(path):
    """Two parts whose names differ by case alone: readers disagree on which is the sheet."""
    return zipped(path, [*ordinary().items(), (SHEET.upper(), b"<worksheet/>")])


def heavy(path):
    """A file larger than is taken at all."""
    return zipped(path, [*ordinary().items(), ("xl/media/1.png", os.urandom((20 << 20) + 1))])


def laughing(path, encoding="utf-8"):
    """Entities of entities, a billion in the end."""
    lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    told = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><worksheet>&a9;</worksheet>'
    )
    return zipped(path, [*(ordinary() | {SHEET: told.encode(encoding)}).items()])


def laughing_wide(path):
    """The same in wide characters, which hide the word from who looks for it in bytes."""
    return laughing(path, "utf-16")


def reaching(path):
    """A part that is a file of the machine."""
    told = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet>&f;</worksheet>'
    return zipped(path, [*(ordinary() | {SHEET: told}).items()])


def locked(path):
    """A zip whose parts ask for a password."""
    held = bytearray(zipped(path, ordinary().items()).read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = held.find(mark)
        while place >= 0:
            held[place + at] |= 1
            place = held.find(mark, place + 4)
    path.write_bytes(held)
    return path


@pytest.mark.parametrize(
    ("bomb", "kind"),
    [
        (inflating, Kind.LIMIT),
        (dense, Kind.LIMIT),
        (lying, Kind.LIMIT),
        (overlapping, Kind.LIMIT),
        (crowded, Kind.LIMIT),
        (nested, Kind.LIMIT),
        (twice, Kind.LIMIT),
        (heavy, Kind.LIMIT),
        (laughing, Kind.TYPE),
        (laughing_wide, Kind.TYPE),
        (reaching, Kind.TYPE),
        (locked, Kind.TYPE),
    ],
)
def test_a_workbook_made_to_harm_is_refused_in_words(tmp_path, bomb, kind):
    """
    Whatever its zip says of itself, it is told to be none, before any reader of sheets sees it.
    """
    path = bomb(tmp_path / "bomb.xlsx")

    with pytest.raises(KpiError) as caught:
        workbook.check(path)

    assert kind is caught.value.kind
    assert caught.value.message.en != caught.value.message.fr
    assert "root:" not in caught.value.message.en


@pytest.mark.parametrize("bomb", [inflating, laughing, reaching])
def test_the_importing_process_says_the_same(tmp_path, bomb):
    """
    The process that reads files refuses them too, and tells its parent why.
    """
    with pytest.raises(KpiError) as caught:
        recognise(bomb(tmp_path / "bomb.xlsx"), SETTINGS)

    assert caught.value.kind in {Kind.LIMIT, Kind.TYPE}
    assert "root:" not in caught.value.message.en


def test_an_ordinary_workbook_is_none_of_these(tmp_path):
    """
    What all these were made of is taken.
    """
    checked = workbook.check(zipped(tmp_path / "book.xlsx", ordinary().items()))

    assert not checked.active
