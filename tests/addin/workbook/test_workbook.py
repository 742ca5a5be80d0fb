"""`kpi workbook`: a file that computes in Excel with nothing installed, and says what it is."""

import re
import xml.etree.ElementTree as ET
import zipfile

import pytest

from addin.hosts.signatures import signatures
from kpi_core.catalog import REGISTRY
from tests.command import answer, kpi, refused

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(name="book", scope="module", params=["fr", "en"])
def _book(request, tmp_path_factory):
    """The workbook in each language: its parts, and what its command said."""
    path = tmp_path_factory.mktemp(request.param) / "b2b.xlsx"
    kpi("workbook", path, lang=request.param)
    with zipfile.ZipFile(path) as packed:
        return path, request.param, {n: packed.read(n) for n in packed.namelist()}


def names(parts):
    """Return name -> formula of the workbook."""
    root = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314 - we made it
    return {n.get("name"): n.text for n in root.iter(f"{MAIN}definedName")}


def cells(parts, sheet):
    """Return place -> (formula, value) of a sheet."""
    root = ET.fromstring(parts[f"xl/worksheets/sheet{sheet}.xml"])  # noqa: S314 - idem
    return {
        c.get("r"): (c.findtext(f"{MAIN}f"), c.findtext(f"{MAIN}v"), c.get("t"))
        for c in root.iter(f"{MAIN}c")
    }


def test_every_formula_of_the_catalogue_is_a_name(book):
    """
    What is typed is the add-in's own name, and no name but ours is defined.
    """
    _, _, parts = book
    ours = {s.name for s in signatures() if s.local}

    found = {n for n in names(parts) if not n.startswith("_xlnm")}

    assert ours == found
    assert all(f.startswith("_xlfn.LAMBDA(") for n, f in names(parts).items() if n in ours)


def test_each_function_has_an_example_with_its_value(book):
    """
    A viewer that computes nothing shows the right number beside each function.
    """
    _, _, parts = book
    shown = [(f, v) for f, v, _ in cells(parts, 3).values() if f]

    assert len(REGISTRY) == len(shown)
    for (formula, value), declared in zip(shown, REGISTRY.values(), strict=True):
        assert formula.startswith(f"{declared.function}(")
        assert declared.examples[0].value == pytest.approx(float(value), rel=1e-9)


def test_what_is_shown_as_typed_is_text(book):
    """
    The column that shows how a function is typed holds texts that begin with an equals sign.
    """
    _, lang, parts = book
    typed = {p: c for p, c in cells(parts, 3).items() if re.fullmatch(r"F[2-9]\d*", p)}

    assert typed
    assert {("s", None)} == {(kind, formula) for formula, _, kind in typed.values()}
    shared = parts["xl/sharedStrings.xml"].decode()
    assert (
        re.search(r">=B2B_CPL\(\d+[;,]\d+\)<", shared)[0].count(";" if lang == "fr" else ",") == 1
    )


def test_the_example_has_two_native_charts(book):
    """
    The charts are Excel's own, over the sheet's cells: they follow when a figure changes.
    """
    _, _, parts = book
    charts = [parts[n].decode() for n in parts if n.startswith("xl/charts/chart")]

    assert 2 == len(charts)
    for chart in charts:
        assert re.search(r"<c:f>'?Ex[ea]mple'?!\$\w\$5:\$\w\$16</c:f>", chart)


def test_the_first_sheet_says_what_hides_what(book):
    """
    Whoever has the add-in too reads that the workbook's names come first, and how to find out.
    """
    _, lang, parts = book
    shared = parts["xl/sharedStrings.xml"].decode()

    assert "kpi doctor --workbook" in shared
    assert ("masquent" if lang == "fr" else "hidden in this file") in shared


def test_the_doctor_tells_a_workbook_that_has_both(book, tmp_path):
    """
    Names of its own and calls of the add-in in one file are reported; either alone is not.
    """
    path, _, parts = book
    both = tmp_path / "both.xlsx"
    with zipfile.ZipFile(both, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data.replace(b"<f>B2B_CPL(", b"<f>_xldudf_B2B_CPL("))

    assert {"names": 110, "addin": False, "both": False} == answer("doctor", "--workbook", path)
    assert answer("doctor", "--workbook", both)["both"]
    assert "passent avant" in kpi("doctor", "--workbook", both, lang="fr").stdout


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    """
    A workbook somebody works in is kept, unless they say otherwise; a wrong name is said.
    """
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"mine")

    assert "--force" in refused("workbook", path)
    assert b"mine" == path.read_bytes()
    assert ".xlsx" in refused("workbook", tmp_path / "mine.xls")
    kpi("workbook", path, "--force")
    assert path.read_bytes().startswith(b"PK")


def test_what_is_no_workbook_is_said(tmp_path):
    """
    The doctor refuses a file that is none in one sentence.
    """
    path = tmp_path / "a.xlsx"
    path.write_text("no", encoding="utf-8")

    assert "a.xlsx" in refused("doctor", "--workbook", path)
    assert refused("doctor", "--workbook", tmp_path / "absent.xlsx")
