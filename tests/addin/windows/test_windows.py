"""Excel for Windows: the generated functions, called with the values that Excel would pass."""

import ast
import datetime as dt
import importlib.util
import inspect
import sys
import warnings

import pytest

from addin.functions import computed
from addin.hosts.asking import Patience
from addin.hosts.signatures import signatures
from addin.hosts.windows import calls, server
from addin.hosts.windows.calls import CellError
from addin.hosts.windows.generate import module
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.text import Lang
from tests.addin.running import Server


@pytest.fixture(name="excel", params=["fr", "en"])
def _excel(request, tmp_path, monkeypatch):
    """The module in each language, imported as Excel's Python does."""
    lang = Lang(request.param)
    path = tmp_path / f"b2b_kpi_{lang.value}.py"
    path.write_text(module(lang), encoding="utf-8")
    monkeypatch.setenv("KPI_LOCALE", "fr-FR" if lang is Lang.FR else "en-US")
    monkeypatch.setenv("HOME", str(tmp_path))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    imported = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # another library's own
        spec.loader.exec_module(imported)
    imported.lang, imported.locale = lang, "fr-FR" if lang is Lang.FR else "en-US"
    return imported


def test_every_function_has_its_name_its_arguments_and_words(excel):
    """
    The function wizard shows each function with real arguments, each described in the language.
    """
    tree = ast.parse(inspect.getsource(excel))
    declared = {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}

    assert [s.name for s in signatures()] == list(declared)
    for signature in signatures():
        found = declared[signature.name]
        names = [a.arg for a in found.args.args]
        names += [found.args.vararg.arg] if found.args.vararg else []
        assert [p.name for p in signature.parameters] == names
        assert len(found.args.defaults) == sum(
            p.optional and not p.repeating for p in signature.parameters
        )
        words = ast.get_docstring(found)
        assert words.startswith(signature.title[excel.lang])
        assert len(words) <= 255
        documented = [d.args[0].value for d in found.decorator_list[1:]]
        assert names == documented


@pytest.mark.parametrize("kpi", list(REGISTRY.values()), ids=lambda k: k.id)
def test_every_example_is_the_same_number_to_the_last_bit(excel, kpi):
    """
    As cells, as ranges of one and as columns, Excel's numbers give what every host gives.
    """
    call = getattr(excel, kpi.function)
    for example in kpi.examples:
        given = [example.inputs.get(name) for name in kpi.names]
        expected = kpi(**example.inputs)

        assert expected == call(*given)
        assert expected == call(*[[[value]] for value in given])
        halves = [[[v], [None], [0.0]] if v is not None else None for v in given]
        assert expected == call(*halves)


@pytest.mark.parametrize(
    ("cost", "leads"),
    [
        (1500.0, 0.0),
        (None, 50.0),
        ([[None], [None]], 50.0),
        (-1.0, 50.0),
        ([["1 234,56 €"], [10.0]], 50.0),
        ([[1.0], ["#N/A"], [3.0]], 50.0),
        ([["#DIV/0!"]], 50.0),
        ([["#REF!"]], 50.0),
        ([[True], [3.0]], 50.0),
        (True, 50.0),
        ("douze", 50.0),
        ([[1.0, 2.0, 3.0]], [[1.0], [2.0], [3.0]]),
        (1e308, 1e-308),
    ],
)  # fmt: skip
def test_odd_cells_give_the_same_value_or_the_same_words(excel, cost, leads):
    """
    Whatever a cell holds, Excel's function says what the shared meaning of cells says.
    """
    kpi = REGISTRY.find("cpl")

    def plain(given):
        if isinstance(given, list) and len(given) == len(given[0]) == 1:
            given = given[0][0]
        if isinstance(given, list):
            return [[_error(c) for c in row] for row in given]
        return _error(given)

    found = excel.B2B_CPL(cost, leads)
    expected = computed(kpi, [plain(cost), plain(leads)], excel.locale)

    if isinstance(expected, KpiError):
        assert CellError(expected.kind.code, expected.message[excel.lang]) == found
    else:
        assert expected == found


def _error(cell):
    return {"error": cell} if isinstance(cell, str) and cell.startswith("#") else cell


def test_a_date_counts_as_the_number_behind_it(excel):
    """
    Excel hands a date cell over as a moment: a formula sees the serial that other hosts see.
    """
    found = excel.B2B_CPL(dt.datetime(2025, 9, 30, 12), 1.0)

    assert 45930.5 == found


def test_functions_over_the_data_ask_the_server(excel, demo_copy, monkeypatch):
    """
    A number, a table and a trend of the workspace come over HTTP; without a server, words come.
    """
    started = Server(demo_copy).wait()
    try:
        monkeypatch.setenv("KPI_URL", started.address)
        number = excel.B2B_KPI([["lead_volume"]], [["2025"]])
        table = excel.B2B_TABLE("lead_volume, cpl", "channel", "2025")
        column = excel.B2B_KPI([["lead_volume"], ["nonsense"], ["cpl"]], [["2025"]])
        square = excel.B2B_KPI([["lead_volume"], ["cpl"]], [["2025-Q1", "2025-Q2"]])
        trend = excel.B2B_TREND(
            "lead_volume", "month" if excel.lang is Lang.EN else "mois", "2025-Q1..2025-Q2"
        )
        asked = excel.B2B_ASK("lead volume in 2025")
        spilt = excel.B2B_ASK("leads by channel in 2025")
        unclear = excel.B2B_ASK("acquisition cost")
    finally:
        started.stop()
    monkeypatch.setattr(calls, "PATIENCE", Patience(deadline=0.5))
    silent = excel.B2B_KPI("lead_volume", "2025")

    assert number > 100
    assert 3 == len(table[0])
    assert number == sum(row[1] for row in table[1:])
    assert len(trend) > 1
    assert number == asked == sum(row[1] for row in spilt[1:])
    assert "CPL" in unclear.message
    assert [number] == column[0]
    assert "nonsense" in column[1][0].message
    assert isinstance(column[2][0], float)
    assert [2, 2] == [len(row) for row in square]
    assert 4 == len({cell for row in square for cell in row})
    assert CellError("#N/A", silent.message) == silent
    assert "KPI_URL" in silent.message


def test_the_paid_server_is_loaded_for_those_who_have_its_licence_only(monkeypatch):
    """
    Without a key nothing of xlwings Server is imported, and a sentence says what is free.
    """
    monkeypatch.delenv("XLWINGS_LICENSE_KEY", raising=False)

    with pytest.raises(KpiError, match="needs none"):
        server.functions(Lang.EN)

    assert "xlwings.server" not in sys.modules
    assert "xlwings.pro" not in sys.modules or sys.modules["xlwings"].__pro__ is False
