"""One table, every host: the same cell is the same number, or the same error in the same words."""

import importlib.util
import warnings

import pytest

from addin.computing import computed
from addin.hosts.libreoffice.capabilities import LIMITS
from addin.hosts.libreoffice.inside.naming import method
from addin.hosts.windows.calls import CellError
from addin.hosts.windows.generate import module
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from tests.addin.google.sheets import Sheets, ShownError
from tests.addin.hosts.core import Core, in_javascript
from tests.addin.hosts.excel import Excel
from tests.addin.libreoffice.conftest import _office, _running  # noqa: F401 - fixtures of that host

ERROR = {"error": "#N/A"}
BY_ZERO = {"error": "#DIV/0!"}

#: What cells hold, whatever the host: a column an argument. None is a blank.
ODD = {
    "numbers": [[1500.0], [50.0]],
    "columns": [[1000.0, None, 500.0], [20.0, 30.0]],
    "a large number among small ones": [[1e16, 1.0, -1e16], [1.0]],
    "tenths that are no binary fractions": [[0.1] * 10, [3.0]],
    "zero is a value": [[1.0, 0.0, 3.0], [2.0]],
    "a base of zero": [[1500.0], [0.0]],
    "nothing of nothing": [[0.0], [0.0]],
    "an empty cell": [[None], [50.0]],
    "an empty column": [[None, None], [50.0]],
    "both empty": [[None], [None]],
    "less than nothing": [[-1.0], [50.0]],
    "a number written as text": [["1500"], [50.0]],
    "written with a currency": [["€1,500.00"], [50.0]],
    "written as a share": [["5%"], [2.0]],
    "written in French": [["1 234,56 €"], [2.0]],
    "a word": [["twelve"], [50.0]],
    "a word among numbers": [[1.0, "twelve", 3.0], [50.0]],
    "a text that looks like a formula": [["=1+1"], [50.0]],
    "blanks as text": [["  "], [50.0]],
    "an error": [[ERROR], [50.0]],
    "an error among numbers": [[1.0, ERROR, 3.0], [50.0]],
    "the first of two errors": [[1.0, BY_ZERO, ERROR], [50.0]],
    "an error in the second argument": [[1.0], [BY_ZERO]],
    "too large a sum": [[1e308, 1e308], [1.0]],
    "too large a quotient": [[1e308], [1e-308]],
    "very small": [[5e-324], [2.0]],
    "a sign without an amount": [["€"], [50.0]],
    "a list of numbers": [["1;2"], [50.0]],
}

#: Where Calc differs, and the limit of it that says so.
IN_CALC = {
    "an empty cell": "blank",
    "both empty": "blank",
    "an error among numbers": "range_error",
    "the first of two errors": "range_error",
}

CASES = [
    *(pytest.param("B2B_CPL", columns, id=name) for name, columns in ODD.items()),
    *(
        pytest.param(
            kpi.function, [[example.inputs.get(n)] for n in kpi.names], id=f"{kpi.function} {i}"
        )
        for kpi in REGISTRY.values()
        for i, example in enumerate(kpi.examples)
    ),
]


def as_range(column):
    """Return an argument: a cell alone, or a column of cells."""
    return column[0] if len(column) == 1 else [[cell] for cell in column]


def in_python(name, columns):
    """Return what a cell is to show: a number, or an error's code and words."""
    found = computed(REGISTRY.function(name), [as_range(c) for c in columns], "en-US")
    if isinstance(found, KpiError):
        return found.kind.code, found.message.en
    return float(found)


class InNode:
    """The JavaScript that hosts have inside, alone."""

    def __init__(self, folder):
        self.node = Core(folder)

    def shows(self, name, columns):
        found = in_javascript(self.node, name, [as_range(c) for c in columns], "en-US")[Lang.EN]
        return float(found["v"]) if "v" in found else (found["code"], found["message"])

    def close(self):
        self.node.close()


class InExcel:
    """Microsoft's runtime of custom functions."""

    def __init__(self, folder):
        self.excel = Excel(folder, "http://127.0.0.1:9").__enter__()

    def shows(self, name, columns):
        found = self.excel.cell(name, *([[cell] for cell in column] for column in columns))
        if "value" not in found:
            return found["code"], found["message"]
        value = found["value"]
        return float(value["basicValue"] if isinstance(value, dict) else value)

    def close(self):
        self.excel.__exit__()


class InSheets:
    """Google's script, in its harness: an error there has words, and one code for all."""

    def __init__(self, folder):
        self.sheets = Sheets(folder).__enter__()

    def shows(self, name, columns):
        given = [as_range([self.cell(c) for c in column]) for column in columns]
        try:
            return float(self.sheets.cell(name, *given))
        except ShownError as error:
            return None, str(error)

    @staticmethod
    def cell(value):
        return "" if value is None else value["error"] if isinstance(value, dict) else value

    def close(self):
        self.sheets.__exit__()


class InWindows:
    """The functions of Excel for Windows, called with what Excel passes."""

    def __init__(self, folder, monkeypatch):
        monkeypatch.setenv("KPI_LOCALE", "en-US")
        monkeypatch.setenv("HOME", str(folder))
        path = folder / "b2b_kpi.py"
        path.write_text(module(Lang.EN), encoding="utf-8")
        spec = importlib.util.spec_from_file_location("b2b_kpi", path)
        self.module = importlib.util.module_from_spec(spec)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # another library's own
            spec.loader.exec_module(self.module)

    def shows(self, name, columns):
        given = [[[c["error"] if isinstance(c, dict) else c] for c in column] for column in columns]
        found = getattr(self.module, name)(*given)
        return (found.code, found.message) if isinstance(found, CellError) else float(found)

    def close(self):
        pass


class InCalc:
    """A real office: a cell there shows an error's code, its words are asked for apart."""

    def __init__(self, office):
        self.office = office

    def shows(self, name, columns):
        given = []
        for i, column in enumerate(columns):
            letter = "ABCDEFGH"[i]
            for row, cell in enumerate(column, start=1):
                if isinstance(cell, dict):
                    formula = "=NA()" if cell == ERROR else "=1/0"
                    self.office.formulas(f"{letter}{row}", [[formula]])
                else:
                    self.office.put(f"{letter}{row}", [[cell]])
            last = f":{letter}{len(column)}" if len(column) > 1 else ""
            given.append(f"{letter}1{last}")
        self.office.formulas("Z1", [[f"=B2B.{method(name)}({';'.join(given)})"]])
        found = self.office.shows("Z1")
        return (found, None) if isinstance(found, str) else found

    def close(self):
        pass


@pytest.fixture(name="host", scope="module", params=[InNode, InExcel, InSheets])
def _host(request, tmp_path_factory):
    host = request.param(tmp_path_factory.mktemp("host"))
    yield host
    host.close()


def agree(expected, found):
    """Check a cell: a number to the last bit, or the code and the words that the host can show."""
    if not isinstance(expected, tuple):
        assert not isinstance(found, tuple), found
        assert expected.hex() == found.hex()
        return
    assert isinstance(found, tuple), found
    for ours, theirs in zip(expected, found, strict=True):
        assert theirs in {ours, None}


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_javascript_hosts_show_what_python_does(host, name, columns):
    """
    Node, Microsoft's runtime and Google's script: one number, one error, one sentence.
    """
    agree(in_python(name, columns), host.shows(name, columns))


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_excel_for_windows_shows_what_python_does(tmp_path, monkeypatch, name, columns):
    """
    The functions that xlwings imports, called with the values that Excel would pass.
    """
    found = InWindows(tmp_path, monkeypatch).shows(name, columns)

    agree(in_python(name, columns), found)


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_calc_shows_what_python_does(office, request, name, columns):
    """
    A real LibreOffice: the same double, an error of the same code, or a limit that it declares.
    """
    limit = IN_CALC.get(request.node.callspec.id)
    assert limit is None or limit in {declared.name for declared in LIMITS}

    if limit is None:
        agree(in_python(name, columns), InCalc(office).shows(name, columns))
    else:
        with pytest.raises(AssertionError):
            agree(in_python(name, columns), InCalc(office).shows(name, columns))
