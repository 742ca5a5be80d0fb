"""The catalogue of odd files: each is read as it means, or refused in words."""

import re
import struct
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from kpi_core.errors import Kind, KpiError
from kpi_core.importing.text_file import TextFile
from tests.kpi_core.importing.files import looked_at, rows, whole, written
from tests.kpi_core.values.catalogue import rows as catalogue

TEXTS = {row.id: row.values[0] for row in catalogue("IMP-", "csv") if row.values[0]}
BOOKS = {row.id: row.values[0] for row in catalogue("IMP-", "xlsx") if row.values[0]}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not TEXTS, reason="the reference material is not beside this checkout"),
]


def given(name, folder):
    """Write the file that a row of the catalogue gives."""
    row = TEXTS[name]["input"]
    data = bytes.fromhex(row["bytes_hex"]) if "bytes_hex" in row else row["csv"].encode()
    return written(folder, data)


def refused(path, **hints):
    """Return the error that a file meets."""
    with pytest.raises(KpiError) as caught:
        whole(path, **hints)
    return caught.value


def test_imp_01_byte_order_mark(tmp_path):
    """
    The mark of UTF-8 is no part of the first header.
    """
    assert TextFile.open(given("IMP-01", tmp_path)).dialect.header == ("Date",)


def test_imp_02_utf_16(tmp_path):
    """
    Excel's “Unicode text” is UTF-16, cut by tabs.
    """
    found = TextFile.open(given("IMP-02", tmp_path))

    assert (found.coding.encoding, found.dialect.delimiter) == ("utf-16-le", "\t")
    assert found.dialect.header == ("Date", "C")


def test_imp_05_decimal_comma(tmp_path):
    """
    A semicolon and a decimal comma are one amount of 1 234,50.
    """
    (row,) = rows(given("IMP-05", tmp_path), "spend")

    assert (row["amount"], row["spent_on"]) == (Decimal("1234.5000"), date(2026, 2, 1))


def raw(path):
    """Return the rows of a file as texts, with their numbers and those cut wrong."""
    found = [
        ([c.texts.to_pylist() for c in batch.columns], batch.rows.to_pylist(), batch.ragged)
        for batch in TextFile.open(path).batches()
    ]
    assert len(found) == 1
    return found[0]


def test_imp_06_newline_inside_quotes(tmp_path):
    """
    A line end inside quotes ends no row.
    """
    columns, numbers, ragged = raw(given("IMP-06", tmp_path))

    assert (columns, numbers, ragged) == ([["x\ny"], ["2"]], [2], ())


def test_imp_07_old_mac_lines(tmp_path):
    """
    A file whose lines end with CR alone has its rows.
    """
    columns, numbers, _ = raw(given("IMP-07", tmp_path))

    assert (columns, numbers) == ([["x"], ["1"]], [2])


def test_imp_08_quote_never_closed(tmp_path):
    """
    An open quote is told with its line, rather than swallow the rest of the file.
    """
    error = refused(given("IMP-08", tmp_path))

    assert error.kind is Kind.TYPE
    assert "ligne 2 n’est jamais fermé" in error.message.fr


def test_imp_11_column_twice(tmp_path):
    """
    Two columns of the same name are told, not renamed.
    """
    error = refused(given("IMP-11", tmp_path))

    assert error.kind is Kind.SHAPE
    assert "«\u00a0Cost\u00a0»" in error.message.fr


def test_imp_13_preamble_and_total(tmp_path):
    """
    Lines above the header and the total below are no rows, and the preview shows it.
    """
    shown = looked_at(given("IMP-13", tmp_path))

    assert (shown.counts.accepted, shown.counts.totals) == (1, 1)
    assert (shown.plan.header_row, len(shown.plan.preamble)) == (4, 3)
    assert shown.sample["spend"][0]["amount"] == 5


def test_imp_14_excel_separator_line(tmp_path):
    """
    Excel's `sep=;` line names the separator and is no header.
    """
    columns, numbers, _ = raw(given("IMP-14", tmp_path))

    assert (columns, numbers) == ([["1"], ["2"]], [3])


@pytest.mark.parametrize(("name", "words"), [("IMP-15", "est vide"), ("IMP-16", "aucune ligne")])
def test_imp_15_16_nothing_inside(name, words, tmp_path):
    """
    An empty file, and a header without rows, are told apart from zero.
    """
    error = refused(given(name, tmp_path))

    assert error.kind is Kind.EMPTY
    assert words in error.message.fr


def test_imp_20_one_endless_line(tmp_path):
    """
    A line of 200 MB is refused at its first megabyte.
    """
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(b"Date,Cost\n")
        file.truncate(200 << 20)
        file.seek(10)
        for _ in range(4):
            file.write(b"9" * (1 << 20))

    error = refused(path)

    assert error.kind is Kind.LIMIT
    assert "1\u00a0Mo" in error.message.fr


def test_imp_21_too_many_columns(tmp_path):
    """
    A table of 100,000 columns is refused.
    """
    header = ",".join(f"c{n}" for n in range(100_000))

    error = refused(written(tmp_path, f"{header}\n{header}\n"))

    assert error.kind is Kind.LIMIT


@pytest.mark.parametrize("identifier", ["00123", "1-2", "MARCH1", "2026-01-05", "1E5"])
def test_imp_23_24_identifiers_stay_text(identifier, tmp_path):
    """
    Identifiers keep their zeros and never become dates or numbers.
    """
    text = f"Deal ID,Stage,Amount\n{identifier},Won,5\n"

    (deal,) = rows(written(tmp_path, text), "deals")

    assert deal["deal"] == identifier


def book(folder, fill, name="book.xlsx", **options):
    """Write a workbook with one sheet, as *fill* does."""
    path = folder / name
    with xlsxwriter.Workbook(path, options) as workbook:
        fill(workbook, workbook.add_worksheet("Données"))
    return path


def spend_sheet(_workbook, sheet):
    """Fill a sheet with one day of spending."""
    sheet.write_row(0, 0, ["Date", "Canal", "Coût"])
    sheet.write_row(1, 0, ["13/08/2026", "LinkedIn", 12.5])


def repacked(path, change, target="again.xlsx"):
    """Rewrite a workbook, each part changed by *change(name, data)*."""
    again = path.with_name(target)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return again


def test_imp_25_bomb(tmp_path):
    """
    A sheet that inflates to far more than its file is refused while it is counted.
    """
    row = b"<row><c><v>0</v></c></row>" * 40_000
    bomb = repacked(
        book(tmp_path, spend_sheet),
        lambda name, data: data + row * 300 if name.endswith("sheet1.xml") else data,
    )

    error = refused(bomb)

    assert error.kind is Kind.LIMIT
    assert "200\u00a0Mo" in error.message.fr


def test_imp_25_bomb_that_lies(tmp_path):
    """
    A zip that understates what it holds is found out by inflating it.
    """
    path = tmp_path / "liar.xlsx"
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = machine.compress(b"<a/>" * 1_000_000) + machine.flush()
    name = b"xl/workbook.xml"
    fields = (20, 0, 8, 0, 0, 0, len(packed), 10, len(name))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", *fields, 0)
    central = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0, 0)
    start = len(local) + len(name) + len(packed)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), start, 0)
    path.write_bytes(local + name + packed + central + name + end)

    assert refused(path).kind is Kind.LIMIT


@pytest.mark.parametrize("case", ["entries", "nested", "overlapping"])
def test_imp_26_not_a_normal_workbook(case, tmp_path):
    """
    Ten thousand entries, a zip in a zip, or entries that overlap are no workbook.
    """
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        names = {
            "entries": [f"xl/{n}.xml" for n in range(10_000)],
            "nested": ["xl/workbook.xml", "xl/inner.zip"],
            "overlapping": ["xl/a.xml", "xl/b.xml"],
        }[case]
        for name in names:
            archive.writestr(name, "<a/>")
    if case == "overlapping":
        data = bytearray(path.read_bytes())
        second = [m.start() for m in re.finditer(b"PK\1\2", data)][1]
        data[second + 42 : second + 46] = struct.pack("<I", 8)
        path.write_bytes(data)

    error = refused(path)

    assert error.kind is Kind.LIMIT
    assert "Excel normal" in error.message.fr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_imp_28_entities(encoding, tmp_path):
    """
    XML that declares entities is refused, in any encoding.
    """
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
    path = repacked(
        book(tmp_path, spend_sheet),
        lambda name, data: laughs.encode(encoding) if name == "xl/styles.xml" else data,
    )

    error = refused(path)

    assert error.kind is Kind.TYPE
    assert "XML interdit" in error.message.fr


def test_imp_30_formulas_never_computed(tmp_path):
    """
    A formula saved without its value is told, with the tab and the cell, and is not zero.
    """

    def fill(workbook, sheet):
        spend_sheet(workbook, sheet)
        sheet.write_formula("C3", "=C2*2")

    path = repacked(book(tmp_path, fill), lambda _, data: data.replace(b"<v>0</v></c>", b"</c>"))

    error = refused(path)

    assert error.kind is Kind.EMPTY
    assert "onglet «\u00a0Données\u00a0», cellule C3" in error.message.fr


def test_imp_31_macros_and_links(tmp_path):
    """
    Macros and links are left aside with a note; the values are read.
    """
    path = repacked(book(tmp_path, spend_sheet), lambda _, data: data)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<a/>")

    facts, _, _, plan = whole(path)

    assert facts["spend"][0]["amount"] == Decimal("12.5000")
    assert "Macros and links are ignored." in [n.en for n in plan.notes]


def test_dat_02_mac_workbook(tmp_path):
    """
    In a workbook born on a Mac, dates and bare serials count from 1904.
    """

    def fill(workbook, sheet):
        spend_sheet(workbook, sheet)
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(2, 0, datetime(2026, 1, 1), day)
        sheet.write_number(3, 0, 44561)
        sheet.write_column(2, 2, [1, 2])

    found = rows(book(tmp_path, fill, date_1904=True), "spend")

    assert [r["spent_on"] for r in found[1:]] == [date(2026, 1, 1)] * 2


def test_every_row_of_the_catalogue_is_here():
    """
    No file of the catalogue is left without a test; IMP-38 is the server's.
    """
    here = {f"IMP-{n}" for name in globals() for n in re.findall(r"\d\d", name) if "imp_" in name}

    assert (set(TEXTS) | set(BOOKS)) - {"IMP-38"} == here
