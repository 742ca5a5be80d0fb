"""What Calc cannot do is declared, and each declaration is what a real office shows."""

import re

import pytest

from addin.hosts.capabilities import Capability
from addin.hosts.libreoffice import descriptions
from addin.hosts.libreoffice.capabilities import CALC
from tests.addin.libreoffice.running import stored


def words(office):
    office.formulas("A1:A2", [["=B2B.CPL(1;0)"], ["=B2B.WHY(A1)"]])
    return ["#DIV/0!", str] == [office.shows("A1"), type(office.shows("A2"))]


def pending(office):
    office.formulas("A1", [['=B2B.KPI("cpl";"never asked")']])
    return office.shows("A1") == "#N/A"


def blank(office):
    office.formulas("B1:B2", [["=B2B.CPL(A1;5)"], ["=B2B.CPL(A1:A2;5)"]])
    return [0.0, "#N/A"] == [office.shows("B1"), office.shows("B2")]


def error_in_range(office):
    office.formulas("A1:A2", [["=1"], ["=NA()"]])
    office.formulas("B1:B2", [["=B2B.REVENUE(A1:A2)"], ["=B2B.WHY(B1)"]])
    return office.shows("B1") == "Err:504" and "Row 2, column 1" in office.shows("B2")


def booleans(office):
    office.formulas("A1:A2", [["=TRUE()"], ["=3"]])
    office.formulas("B1:B2", [["=B2B.REVENUE(A1:A2)"], ["=B2B.REVENUE(TRUE())"]])
    return [4.0, 1.0] == [office.shows("B1"), office.shows("B2")]


def whole_columns(office):
    office.formulas("B1:B2", [["=B2B.REVENUE(A:A)"], ["=B2B.WHY(B1)"]])
    return office.shows("B1") == "#VALUE!" and "1,000,000" in office.shows("B2")


def too_many(office):
    office.formulas("A1:A2", [["=B2B.CPL(1;2;3)"], ["=B2B.REVENUE(A2:A3)"]])
    office.formulas("B1", [["=B2B.REVENUE(B1)"]])
    return ["Err:504", "Err:504", "Err:522"] == [office.shows(c) for c in ("A1", "A2", "B1")]


def spill(office):
    office.formulas("A1", [['=B2B.INTERVAL("cpl")']])
    return office.shows("B1") == ""


def formats(office):
    office.formulas("A1:A2", [["=B2B.CTR(5;100)"], ["=0.05"]])
    return len({row[0][2] for row in office.read("A1:A2")}) == 1


def schedule(office):
    return orders() == {"refresh", "errors", "settings"}


def pane(office):
    return orders() == {"refresh", "errors", "settings"}


def orders():
    """Return what the menu can be asked for."""
    return set(re.findall(r"Orders\?(\w+)", descriptions.menu()))


PROOFS = {
    proof.__name__: proof
    for proof in (
        words,
        pending,
        blank,
        error_in_range,
        booleans,
        whole_columns,
        too_many,
        spill,
        formats,
        schedule,
        pane,
    )
}
# Shown by the tests of workbooks, and by what the extension is loaded with.
ELSEWHERE = {"copies", "python"}
DECLARED = [c.value for c in Capability if not CALC.can(c)] + [x.name for x in CALC.limits]


@pytest.mark.parametrize("name", [name for name in DECLARED if name not in ELSEWHERE])
def test_each_declared_limit_is_what_calc_does(office, name):
    """
    A limit that an office no longer has must leave the declaration, and the docs with it.
    """
    assert PROOFS[name](office)


def test_a_copy_keeps_calcs_names(office, tmp_path):
    """
    An exported copy is written with Calc's own names, as declared: only saving gives Excel's.
    """
    office.typed("A1", "=B2B_ROI(150;100)")
    office.export(tmp_path / "copy.xlsx", "Calc MS Excel 2007 XML")

    assert ["B2B.ROI(150,100)"] == [formula for formula, _ in stored(tmp_path / "copy.xlsx")]
