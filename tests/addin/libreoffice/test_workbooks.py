"""Workbooks that Excel made: they compute in a real office, and go back with Excel's names."""

import zipfile

import pytest
import xlsxwriter

from addin.computing import computed
from addin.hosts.libreoffice.inside.naming import method
from kpi_core.catalog import REGISTRY
from tests.addin.libreoffice.running import stored
from tests.command import kpi

XLSX = "Calc MS Excel 2007 XML"


@pytest.fixture(name="made")
def _made(tmp_path):
    """Make a workbook as Excel stores it: the names that were typed, and the numbers of that day."""

    def made(*formulas, value=42):
        file = tmp_path / "made.xlsx"
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            sheet.write("B1", 150)
            sheet.write("B2", 100)
            for i, formula in enumerate(formulas):
                sheet.write_formula(i, 0, formula, None, value)
        return file

    return made


@pytest.mark.parametrize("prefix", ["", "_xldudf_"])
def test_excels_names_compute_and_go_back(running, made, tmp_path, prefix):
    """
    A function typed in Excel computes here, alone or inside another, and is saved as Excel named it.
    """
    file = made(
        f"={prefix}B2B_ROI(B1,B2)", f'=IFERROR({prefix}B2B_CPL(B1,0),"none")', '="B2B_ROI("&B1', f"=SUM({prefix}B2B_ROI(B1,B2),1)"
    )  # fmt: skip
    running.open(file)
    try:
        assert [0.5, "none", 1.5] == [running.shows(place) for place in ("A1", "A2", "A4")]
        assert not running.modified()
        running.typed("A5", "=B2B_CPL(10;5)")
        running.save_as(tmp_path / "back.xlsx", XLSX)
        running.typed("A6", "=B2B_CPL(12;5)")
        running.save()
    finally:
        running.close()

    back = dict(stored(tmp_path / "back.xlsx"))
    assert "0.5" == back[f"{prefix}B2B_ROI(B1,B2)"]
    assert "1.5" == back[f"SUM({prefix}B2B_ROI(B1,B2),1)"]
    assert {f"{prefix}B2B_CPL(10,5)", f"{prefix}B2B_CPL(12,5)"} <= set(back)
    assert "&quot;B2B_ROI(&quot;&amp;B1" in back
    assert not [formula for formula in back if "B2B." in formula]


def test_a_file_of_calcs_own_keeps_its_names(office, tmp_path):
    """
    An .ods stores the names that never change, and computes when it is opened again.
    """
    office.typed("A1", "=B2B_ROI(150;100)")
    office.save_as(tmp_path / "own.ods", "calc8")
    office.close()
    office.open(tmp_path / "own.ods")

    assert 0.5 == office.shows("A1")
    with zipfile.ZipFile(tmp_path / "own.ods") as archive:
        assert "of:=B2B.ROI(150;100)" in archive.read("content.xml").decode()


def test_numbers_of_the_data_are_asked_again_when_a_file_is_opened(running, ask, stub, made):
    """
    A workbook shows the number of the data as it is now, not of the day it was saved.
    """
    ask(stub.address)
    running.order("refresh")
    running.open(made('=B2B_KPI("cpl","opened")', '=_xldudf_B2B_KPI("cac","opened")'))
    try:
        running.until(lambda: running.data("A1:A2") == [[7.0], [7.0]])
    finally:
        running.close()


def test_an_unknown_function_is_left_as_it_was(running, made, tmp_path):
    """
    A name that is none of ours is not touched, on the way in or out.
    """
    running.open(made("=B2B_NOTHING(1)"))
    try:
        running.save_as(tmp_path / "back.xlsx", XLSX)
    finally:
        running.close()

    assert ["b2b_nothing(1)"] == [f.lower() for f, _ in stored(tmp_path / "back.xlsx")]


def test_our_own_workbook_for_excel_computes(running, tmp_path):
    """
    The workbook of formulas made for Excel, whose names no extension gave, computes here as it is.
    """
    kpi("workbook", tmp_path / "kpi.xlsx")
    running.open(tmp_path / "kpi.xlsx")
    try:
        found = running.survey(2)
    finally:
        running.close()

    ours = [cell for cell in found if cell[3].startswith("=B2B.")]
    assert len(ours) == len(REGISTRY)
    assert [] == [cell for cell in ours if cell[1]]
    for value, _, _, formula in ours:
        name, _, rest = formula.removeprefix("=B2B.").partition("(")
        given = [float(part) for part in rest.removesuffix(")").split(";")]
        (declared,) = [k for k in REGISTRY.values() if method(k.function) == name]
        assert computed(declared, given, "en-US").hex() == value


def test_a_large_workbook_of_excels_computes_whole(running, made):
    """
    A large workbook of Excel's is renamed block by block: every formula computes.
    """
    running.open(made(*[f"=_xldudf_B2B_ROI({i + 2},{i + 1})" for i in range(2_000)], value=0))
    try:
        cells = running.survey(0)
    finally:
        running.close()

    assert [
        computed(REGISTRY.function("B2B_ROI"), [i + 2.0, i + 1.0], "en-US").hex()
        for i in range(2_000)
    ] == [cell[0] for cell in cells]
