"""One table, every host: the same cell is the same number, or the same error in the same words."""

import importlib.util
import math
import warnings

import pytest

from addin.computing import computed
from addin.hosts.capabilities import Capability, Support
from addin.hosts.google.capabilities import SHEETS
from addin.hosts.libreoffice.capabilities import CALC
from addin.hosts.libreoffice.inside.naming import method
from addin.hosts.office.capabilities import EXCEL
from addin.hosts.windows.calls import CellError
from addin.hosts.windows.capabilities import WINDOWS
from addin.hosts.windows.generate import module
from addin.hosts.workbook.capabilities import WORKBOOK
from kpi_core import excel
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Lang
from tests.addin.google.sheets import Sheets, ShownError
from tests.addin.hosts.core import Core, in_javascript
from tests.addin.hosts.excel import Excel
from tests.addin.libreoffice.conftest import _office, _running  # noqa: F401 - fixtures of that host
from tests.addin.workbook.test_lambda import _computed  # noqa: F401 - idem

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

#: What a host must be able to do for the case to be the same; where it cannot, it must differ.
EXERCISES = {
    "a large number among small ones": Capability.EXACT,
    "an empty cell": Capability.BLANK,
    "both empty": Capability.BLANK,
    "an error among numbers": Capability.ERROR_IN_RANGE,
    "the first of two errors": Capability.ERROR_IN_RANGE,
    "a number written as text": Capability.TEXT_NUMBERS,
    "written with a currency": Capability.TEXT_NUMBERS,
    "written as a share": Capability.TEXT_NUMBERS,
    "written in French": Capability.TEXT_NUMBERS,
    "a word": Capability.TEXT_NUMBERS,
    "a word among numbers": Capability.TEXT_NUMBERS,
    "a text that looks like a formula": Capability.TEXT_NUMBERS,
    "a sign without an amount": Capability.TEXT_NUMBERS,
    "a list of numbers": Capability.TEXT_NUMBERS,
}
#: As a sheet holds an error, or a text that begins as a formula does.
FORMULAS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}
ROWS = 1_048_576  # of a whole column

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
    """The JavaScript that hosts have inside, alone: nothing of a host is between."""

    host = None

    def __init__(self, folder):
        self.node = Core(folder)

    def shows(self, name, columns):
        found = in_javascript(self.node, name, [as_range(c) for c in columns], "en-US")[Lang.EN]
        return float(found["v"]) if "v" in found else (found["code"], found["message"])

    def close(self):
        self.node.close()


class InExcel:
    """Microsoft's runtime of custom functions, and what Excel shows of its errors."""

    host, rows = EXCEL, ROWS

    def __init__(self, folder):
        self.excel = Excel(folder, "http://127.0.0.1:9").__enter__()

    def shows(self, name, columns):
        found = self.excel.cell(name, *([[cell] for cell in column] for column in columns))
        if "value" not in found:
            told = found["code"] in {"#VALUE!", "#N/A"}  # Excel has words with these two only
            return found["code"], found["message"] if told else None
        value = found["value"]
        return float(value["basicValue"] if isinstance(value, dict) else value)

    def close(self):
        self.excel.__exit__()


class InSheets:
    """Google's script, in its harness: an error there has words, and one code for all."""

    host, rows = SHEETS, 100_000

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
    """The functions of Excel for Windows, called with what Excel passes; its cells take no words."""

    host, rows = WINDOWS, ROWS

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
        return (found.code, None) if isinstance(found, CellError) else float(found)

    def close(self):
        pass


class InCalc:
    """A real office: a cell there shows an error's code, its words are asked for apart."""

    host, rows = CALC, ROWS

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


class InWorkbook:
    """The formulas of the names of a workbook, all computed at once by another engine."""

    host = WORKBOOK

    def __init__(self, computed):
        calls = [case.values for case in CASES]
        cells, formulas = [], []
        for i, (name, columns) in enumerate(calls):
            kpi, given = REGISTRY.function(name), {}
            for letter, input_, column in zip("ABCDEFGH", kpi.names, columns, strict=False):
                first = 1 + 12 * i
                if column != [None] or name == "B2B_CPL":
                    given[input_] = f"{letter}{first}:{letter}{first + len(column) - 1}"
                for row, cell in enumerate(column, start=first):
                    if cell is not None:
                        cells.append((f"{letter}{row}", self.cell(cell)))
            formulas.append(excel.plain(kpi, given))
        found = computed(formulas, cells)
        self.found = {repr(call): shown for call, shown in zip(calls, found, strict=True)}

    @staticmethod
    def cell(value):
        if isinstance(value, dict):
            return FORMULAS[value["error"]]
        return f'="{value}"' if isinstance(value, str) and value.startswith("=") else value

    def shows(self, name, columns):
        found = self.found[repr((name, columns))]
        return (found.code, None) if isinstance(found, Kind) else found


@pytest.fixture(name="node", scope="module")
def _node(tmp_path_factory):
    host = InNode(tmp_path_factory.mktemp("node"))
    yield host
    host.close()


@pytest.fixture(name="excel_", scope="module")
def _excel(tmp_path_factory):
    host = InExcel(tmp_path_factory.mktemp("excel"))
    yield host
    host.close()


@pytest.fixture(name="sheets", scope="module")
def _sheets(tmp_path_factory):
    host = InSheets(tmp_path_factory.mktemp("sheets"))
    yield host
    host.close()


@pytest.fixture(name="windows")
def _windows(tmp_path, monkeypatch):
    return InWindows(tmp_path, monkeypatch)


@pytest.fixture(name="calc")
def _calc(office):
    return InCalc(office)


@pytest.fixture(name="workbook", scope="module")
def _workbook(computed):
    return InWorkbook(computed)


@pytest.fixture(name="spreadsheet")
def _spreadsheet(request):
    return request.getfixturevalue(request.param)


def agree(host, expected, found):
    """Check a cell: a number to the last bit, or the code and the words that *host* declares."""
    if not isinstance(expected, tuple):
        assert not isinstance(found, tuple), found
        # Another program's sums and products may end in another last digit.
        same = host is WORKBOOK and math.isclose(expected, found, rel_tol=1e-12)
        assert same or expected.hex() == found.hex()
        return
    assert isinstance(found, tuple), found
    for capability, ours, theirs in zip(ERRORS, expected, found, strict=True):
        support = Support.YES if host is None else host.abilities[capability].support
        assert theirs in {Support.YES: {ours}, Support.NO: {None}}.get(support, {ours, None})


ERRORS = (Capability.CODES, Capability.WORDS)
EVERYWHERE = ["node", "excel_", "sheets", "windows", "calc", "workbook"]


@pytest.mark.parametrize("spreadsheet", EVERYWHERE, indirect=True)
@pytest.mark.parametrize(("name", "columns"), CASES)
def test_each_host_shows_what_python_does(spreadsheet, request, name, columns):
    """
    One number, one error, one sentence in each host: or what it declares that it cannot do.
    """
    host = spreadsheet.host
    capability = EXERCISES.get(request.node.callspec.id.rpartition("-")[0])
    expected, found = in_python(name, columns), spreadsheet.shows(name, columns)

    if capability is None or host is None or host.can(capability):
        agree(host, expected, found)
    else:
        with pytest.raises(AssertionError):
            agree(host, expected, found)


@pytest.mark.parametrize("spreadsheet", ["excel_", "sheets", "windows"], indirect=True)
def test_a_whole_column_is_taken_where_it_is_declared(spreadsheet):
    """
    A column down to the last row of the sheet is its filled cells, or more than a call takes.
    """
    column = [[1.0, 2.0] + [None] * (spreadsheet.rows - 2)]

    found = spreadsheet.shows("B2B_REVENUE", column)

    assert spreadsheet.host.can(Capability.WHOLE_COLUMNS) == (found == 3.0)


def test_words_are_declared_in_part_where_some_errors_have_none(excel_):
    """
    Excel has words for a missing argument, none for a division by zero: neither all nor nothing.
    """
    found = [excel_.shows("B2B_CPL", ODD[name])[1] for name in ("both empty", "a base of zero")]

    assert [True, False] == [words is not None for words in found]
    assert EXCEL.abilities[Capability.WORDS].support is Support.PARTLY
