"""The functions as formulas of Excel: computed by another engine, they give the same numbers."""

import math
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
import xlsxwriter

from kpi_core import excel
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
NAMES = {"#DIV/0!": Kind.DIV0, "#N/A": Kind.EMPTY, "#NUM!": Kind.NUM}
NAMES |= {"#VALUE!": Kind.NUM, "Err:502": Kind.NUM, "Err:503": Kind.NUM}
GIVEN = ("of:=NA()", "of:=1/0", 'of:="=1+1"')
KPIS = list(REGISTRY.values())
ALWAYS_COMPUTE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(name="computed", scope="module")
def _computed(tmp_path_factory):
    """Return what computes formulas: LibreOffice, which shares no code with us, without our add-in."""
    if shutil.which("soffice") is None:
        if os.environ.get("KPI_REQUIRE_ALL") == "1":
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("calc")
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_COMPUTE, encoding="utf-8")

    def computed(formulas, cells=()):
        path = folder / f"f{len(list(folder.iterdir()))}.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            for place, value in cells:
                page.write(place, value)
            for row, formula in enumerate(formulas):
                page.write_formula(row, 25, f"={formula}")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "fods", "--outdir", str(folder), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return _read(path.with_suffix(".fods"), len(formulas))

    return computed


def _read(path, count):
    """Return the values of column Z: numbers to the last digit, errors by their kind."""
    found = []
    for cell in ET.parse(path).getroot().iter(f"{TABLE}table-cell"):  # noqa: S314 - we made it
        # A cell that the test itself filled with a formula is none of those asked for.
        if cell.get(f"{TABLE}formula", GIVEN[0]) not in GIVEN:
            shown = "".join(t.text or "" for t in cell.iter(f"{TEXT}p"))
            found.append(NAMES.get(shown) or float(cell.get(f"{OFFICE}value", "nan")))
    assert count == len(found)
    return found


def called(kpi, inputs):
    """Return what Python gives: a number, or the kind of its error."""
    try:
        return float(kpi(**inputs))
    except KpiError as error:
        return error.kind


def agree(kpi, ours, theirs):
    """Check that two engines say the same, to Excel's last digit but one."""
    if isinstance(ours, Kind) or isinstance(theirs, Kind):
        assert ours is theirs, kpi.id
    else:
        assert math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-300), kpi.id


def test_every_example_is_the_same_number(computed):
    """
    Each declared example gives in a spreadsheet's own arithmetic what it gives here.
    """
    cases = [(kpi, example.inputs) for kpi in KPIS for example in kpi.examples]

    found = computed([excel.plain(k, {n: repr(v) for n, v in i.items()}) for k, i in cases])

    for (kpi, inputs), theirs in zip(cases, found, strict=True):
        agree(kpi, called(kpi, inputs), theirs)


@pytest.mark.parametrize("value", [0, -1, 1e-7, 1234567.891])
def test_every_function_says_the_same_of_odd_numbers(computed, value):
    """
    Nothing, less than nothing, very little and a lot: the same number, or the same error.
    """
    cases = [
        (kpi, dict.fromkeys(kpi.names, 3.0) | {name: value}) for kpi in KPIS for name in kpi.names
    ]

    found = computed([excel.plain(k, {n: repr(v) for n, v in i.items()}) for k, i in cases])

    for (kpi, inputs), theirs in zip(cases, found, strict=True):
        agree(kpi, called(kpi, inputs), theirs)


def test_ranges_are_summed_blanks_skipped_and_emptiness_said(computed):
    """
    A range adds up, an empty one is missing, and an error that a cell shows comes out again.
    """
    kpi = REGISTRY.find("cpl")
    cells = [("A1", 1000), ("A3", 500), ("B1", 20), ("B2", 30), ("C1", "text")]
    places = [
        {"cost": "A1:A3", "leads": "B1:B2"},
        {"cost": "A1:A3", "leads": "D1:D9"},
        {"cost": "D1:D9", "leads": "B1:B2"},
        {"cost": "A1:A3", "leads": "C1:C2"},
        {"cost": "(1/0)", "leads": "D1:D9"},
    ]

    found = computed([excel.plain(kpi, given) for given in places], cells)

    assert [30.0, Kind.EMPTY, Kind.EMPTY, Kind.EMPTY, Kind.DIV0] == found


def test_an_optional_argument_left_out_is_its_default(computed):
    """
    ROI without indirect costs is ROI with none.
    """
    kpi = REGISTRY.find("roi")

    found = computed(
        [
            excel.plain(kpi, {"gain": "3000", "cost": "1000"}),
            excel.plain(kpi, {"gain": "3000", "cost": "1000", "indirect_cost": "D1:D3"}),
            excel.plain(kpi, {"gain": "3000", "cost": "1000", "indirect_cost": "500"}),
        ]
    )

    assert [2.0, 2.0, 1.0] == found


@pytest.mark.parametrize("kpi", KPIS, ids=lambda k: k.id)
def test_a_name_is_the_same_formula_behind_a_lambda(kpi):
    """
    What the workbook's name computes is what was checked: its LET and LAMBDA only give names.
    """
    text = excel.named(kpi)
    declared, _, rest = text.removeprefix("_xlfn.LAMBDA(").partition(",_xlfn.LET(")
    names = [re.fullmatch(r"_xl[po][mp]\.(\w+)", n)[1] for n in declared.split(",")]
    *sums, body = _split(rest[:-2])

    assert kpi.names == tuple(names)
    assert {n for n in kpi.names if f"_xlop.{n}" in declared} == set(kpi.defaults)
    named = dict(zip(sums[::2], sums[1::2], strict=True))
    for name in sorted(named, key=len, reverse=True):
        body = re.sub(rf"{re.escape(name)}\b", lambda _, n=name: named[n], body)
    body = re.sub(
        r"IF\(_xlfn\.ISOMITTED\(_xlpm\.\w+\),[^,]+,(IF\(COUNT\(_xlpm\.\w+\)=0,[^,]+,SUM\(_xlpm\.\w+\)\))\)",
        r"\1",
        body,
    )
    assert excel.plain(kpi, {n: f"_xlpm.{n}" for n in kpi.names}) == body
    assert len(text) < 8192


def _split(text):
    """Split at the commas of the outermost level."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    assert depth == 0
    return [*parts, text[start:]]
