"""Excel: what it is given, and what a cell shows in the real runtime."""

import itertools
import json
import re
import struct
import zlib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.hosts.office import office, served
from addin.hosts.office.icons import icon
from addin.hosts.office.manifest import manifest
from addin.hosts.office.metadata import metadata
from addin.hosts.office.unified import french, unified
from addin.hosts.signatures import signatures
from kpi_core.catalog import REGISTRY
from kpi_core.text import Lang
from kpi_core.units import Unit
from tests.addin.hosts.core import in_python
from tests.addin.hosts.excel import validated
from tests.addin.hosts.test_javascript import CELLS, NUMBERS, called
from tests.kpi_core.values.catalogue import rows

URL = "https://kpi.example.test"
LOCALES = {Lang.EN: "en-US", Lang.FR: "fr-FR"}
NAMES = [s.name for s in signatures()]
LOCAL = [kpi.function for kpi in REGISTRY.values()]

# The order of elements in Microsoft's schema, as its reference pages list them.
ORDER = {
    "OfficeApp": "Id AlternateId Version ProviderName DefaultLocale DisplayName Description IconUrl "
    "HighResolutionIconUrl SupportUrl AppDomains Hosts Requirements DefaultSettings Permissions "
    "VersionOverrides",
    "VersionOverrides": "Description Requirements Hosts Resources WebApplicationInfo",
    "Host": "Runtimes AllFormFactors DesktopFormFactor",
    "ExtensionPoint": "Script Page Metadata Namespace OfficeTab",
    "DesktopFormFactor": "GetStarted FunctionFile ExtensionPoint",
    "GetStarted": "Title Description LearnMoreUrl",
    "Group": "Label Icon Control",
    "Control": "Label Supertip Icon Action",
    "Supertip": "Title Description",
    "Action": "TaskpaneId SourceLocation FunctionName",
    "Resources": "Images Urls ShortStrings LongStrings",
}
LONGEST = {"ShortStrings": 125, "LongStrings": 250, "Urls": 2048, "Images": 2048}


def bare(element):
    return element.tag.rpartition("}")[2]


@pytest.fixture(name="xml", scope="module")
def _xml():
    return ET.fromstring(manifest(URL))  # noqa: S314 - our own


def test_the_manifests_elements_stand_in_the_order_of_the_schema(xml):
    """
    Excel refuses in silence a manifest whose elements stand in another order.
    """
    checked = 0
    for element in xml.iter():
        order = ORDER.get(bare(element), "").split()
        names = [bare(child) for child in element]
        if order:
            checked += 1
            assert set(names) <= set(order), bare(element)
            assert sorted(names, key=order.index) == names, bare(element)

    assert checked > len(ORDER)


def test_every_resource_is_there_once_and_used(xml):
    """
    What the manifest refers to exists, fits, and nothing is left over.
    """
    resources = next(e for e in xml.iter() if bare(e) == "Resources")
    named = [e.get("id") for group in resources for e in group]
    used = {e.get("resid") for e in xml.iter() if e.get("resid")}

    assert sorted(set(named)) == sorted(named)
    assert used == set(named)
    for group in resources:
        for each in group.iter():
            for value in filter(None, (each.get("DefaultValue"), each.get("Value"))):
                assert len(value) <= LONGEST[bare(group)]
    assert all(len(name) <= 32 for name in named)


def test_the_manifest_speaks_french_and_has_no_namespace(xml):
    """
    The name that is typed is the function's own, in both languages; the words are the reader's.
    """
    overrides = [e for e in xml.iter() if bare(e) == "Override"]
    addresses = {e.get("DefaultValue") for e in xml.iter() if bare(e) == "Url"}

    assert {"fr-FR"} == {e.get("Locale") for e in overrides}
    assert f"{URL}/office/functions.fr.json" in {e.get("Value") for e in overrides}
    assert "Namespace" not in {bare(e) for e in xml.iter()}
    assert all(a.startswith(f"{URL}/") for a in addresses)


def test_the_unified_manifest_is_valid():
    """
    Microsoft's own validator finds nothing to say of the manifest, and would of another.
    """
    good = json.loads(unified(URL))
    bad = json.loads(unified(URL))
    bad["extensions"][0]["runtimes"][0]["customFunctions"]["names"] = []

    assert [] == validated(good)
    assert [] != validated(bad)
    assert tuple(map(int, good["manifestVersion"].split("."))) >= (1, 25)
    assert "namespace" not in good["extensions"][0]["runtimes"][0]["customFunctions"]


def test_the_french_words_are_valid():
    """
    Microsoft's own validator finds nothing to say of the French file, and would of another.
    """
    good = json.loads(french(URL))
    (fault,) = validated(good | {"extensions[0].runtimes[0].customFunctions.reading": "x"})

    assert [] == validated(good)
    assert "customFunctions.reading" in fault


def test_the_unified_manifest_describes_the_functions_in_french():
    """
    A French Excel is sent to the functions' French words, as the add-in only manifest sends it.
    """
    asked = json.loads(french(URL))["extensions[0].runtimes[0].customFunctions.metadataUrl"]

    assert asked in manifest(URL)
    assert json.loads(metadata(Lang.FR)) == json.loads(served(asked.rpartition("/")[2])[0])


def test_the_french_words_stand_where_the_english_ones_do():
    """
    Each path of the French file leads to an English text of the manifest.
    """
    english = json.loads(unified(URL))
    for path in json.loads(french(URL)):
        if path == "$schema":
            continue
        found = english
        for key in re.findall(r"[A-Za-z]+|\d+", path):
            found = found[int(key) if key.isdigit() else key]
        assert isinstance(found, str), path


def test_two_servers_are_two_add_ins():
    """
    The id is the server's for ever, so that two can be installed side by side.
    """
    one, other = (ET.fromstring(manifest(u))[0].text for u in (URL, URL + "1"))  # noqa: S314

    assert one != other
    assert one == json.loads(unified(URL))["id"]


@pytest.mark.parametrize("lang", Lang)
def test_excel_lists_every_function_under_its_own_name(lang):
    """
    Ids and names are the typed ones in both languages; words and arguments are the reader's.
    """
    described = json.loads(metadata(lang))["functions"]

    assert NAMES == [f["id"] for f in described] == [f["name"] for f in described]
    for function, signature in zip(described, signatures(), strict=True):
        assert signature.title[lang] in function["description"]
        assert {"matrix"} == {p["dimensionality"] for p in function["parameters"]}
        assert [p.title[lang] for p in signature.parameters] == [
            p["description"] for p in function["parameters"]
        ]
        assert [p.name for p in signature.parameters if p.repeating] == [
            p["name"] for p in function["parameters"] if p.get("repeating")
        ]
        # No name may be read as a cell, such as ROI2024.
        assert not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}", function["name"])


def test_an_icon_is_a_picture_of_its_size():
    """
    The ribbon's icons are whole PNG files.
    """
    for size in (16, 32, 80, 192):
        png = icon(size)
        data = png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8]

        assert (size, size) == struct.unpack(">II", png[16:24])
        assert size * (1 + (size + 7) // 8) == len(zlib.decompress(data))


def test_everything_is_published():
    """
    What Excel needs is written to `manifests/excel`, for the address that was asked for.
    """
    files = {path.name: content for path, content in office(URL).items()}

    assert {"functions.js", "functions.en.json", "functions.fr.json"} < set(files)
    assert URL in files["manifest.xml"]
    assert URL in files["manifest.json"]


def test_the_runtime_knows_every_function(excel):
    """
    Each listed function is associated in the real runtime, and none besides.
    """
    assert sorted(NAMES) == sorted(excel.do("names"))


def number(found):
    """Return the number of a cell that shows one with its format."""
    return found["value"]["basicValue"]


def compared(excel, lang, function, args):
    """Tell that a cell shows in the runtime what Python says."""
    # Excel passes every argument as a range; a range of one cell is that cell.
    ranges = [arg if isinstance(arg, list) else [[arg]] for arg in args]
    expected = in_python(function, args, LOCALES[lang])[lang]
    found = excel.cell(function, *ranges)
    if "v" in expected:
        assert expected["v"] == number(found)
        return
    assert expected["code"] == found["code"]
    assert expected["message"] == found["message"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), kpi=st.sampled_from(list(REGISTRY.values())), lang=st.sampled_from(Lang))
def test_a_cell_shows_what_python_shows(excel, classeur, data, kpi, lang):
    """
    In the real runtime a formula gives Python's number to the last bit, or its error and words.
    """
    cells = st.one_of(NUMBERS, CELLS)
    # A range of two columns that ends in numbers, so that no blank end is left out.
    ranges = st.lists(st.tuples(cells, NUMBERS).map(list), min_size=2, max_size=4)
    args = data.draw(
        st.lists(st.one_of(cells, ranges), min_size=len(kpi.names), max_size=len(kpi.names))
    )

    compared(excel if lang is Lang.EN else classeur, lang, kpi.function, args)


@pytest.mark.shared
@pytest.mark.parametrize(
    "row",
    [
        r
        for prefix, elsewhere in (
            ("RNG-", {"RNG-01", "RNG-02", "RNG-10", "RNG-11", "RNG-12"}),
            ("ERR-0", set()),
            ("TYP-", {"TYP-01", "TYP-12", "TYP-13", "TYP-19", "TYP-20"}),
            ("KPI-0", set()),
        )
        for r in rows(prefix, "fn", without=elsewhere)
    ],
)
def test_catalogue_of_odd_arguments(excel, row):
    """
    Each odd call of the catalogue ends in Excel as it lists.
    """
    function, args = called(row)
    expected = row["expected"]["result"]

    found = excel.cell(function, *(a if isinstance(a, list) else [[a]] for a in args))

    if "e" in expected:
        codes = {"DIV0": "#DIV/0!", "NUM": "#NUM!", "TYPE": "#VALUE!", "SHAPE": "#VALUE!"}
        assert codes.get(expected["e"], "#N/A") == found["code"]
    else:
        assert number(found) == pytest.approx(expected["v"])


@pytest.mark.shared
@pytest.mark.parametrize("row", rows("TXT-", "fn+csv"))
def test_catalogue_of_odd_numbers(excel, row):
    """
    Each odd text of the catalogue, in a cell that Excel passes, is read in the sheet's language.
    """
    locale, expected = row["input"]["locale"], row["expected"]["result"]
    excel.do("reader", {"locale": locale.replace("_", "-")})

    found = excel.cell("B2B_REVENUE", [[row["input"]["text"]], [1]])

    excel.do("reader", {"locale": "en-US"})
    if "e" in expected:
        assert found["code"] in {"#VALUE!", "#NUM!"}
        assert "Row 1, column 1" in found["message"]
    else:
        assert number(found) == pytest.approx((expected["v"] or 0) + 1)


def test_a_whole_column_is_its_filled_cells(excel):
    """
    `A:A` has more cells than a call may have: those past the last filled one do not count.
    """
    column = [[i] for i in range(200)] + [[""]] * 50_000

    assert 19_900 == number(excel.cell("B2B_REVENUE", column))


def test_an_optional_argument_left_out_or_blank(excel):
    """
    What is optional may be left out, given as null, or point to a blank cell.
    """
    for more in ((), (None,), ([[""]],), ([[None]],)):
        assert 30 == number(excel.cell("B2B_CAC", [[1500]], [[50]], *more))


def test_a_number_has_its_format(excel, classeur):
    """
    A share is shown as 5 %, an amount in the workspace's currency, as the reader writes them.
    """
    share, part = (x.cell("B2B_CTR", [[5]], [[100]])["value"] for x in (excel, classeur))
    excel.do("refresh")
    classeur.do("refresh")
    amount, montant = (x.cell("B2B_CPL", [[1500]], [[50]])["value"] for x in (excel, classeur))

    assert ("Double", 0.05, "0.0%") == tuple(share.values())
    assert '0.0"\u202f"%' == part["numberFormat"]
    assert "[$€]#,##0.00" == amount["numberFormat"]
    assert "#,##0.00\u00a0[$€]" == montant["numberFormat"]


def test_an_older_excel_is_given_plain_numbers(excel):
    """
    Where the runtime does not show formatted numbers, a cell is a number.
    """
    excel.do("reader", {"formats": False})
    found = excel.cell("B2B_CTR", [[5]], [[100]])
    excel.do("reader", {"formats": True})

    assert {"value": 0.05} == found


def test_every_unit_has_a_format(excel):
    """
    Each formula's example is shown with a format that Excel understands.
    """
    shown = set()
    for kpi in REGISTRY.values():
        example = kpi.examples[0]
        given_ = [[[example.inputs[n]]] for n in kpi.names if n in example.inputs]
        value = excel.cell(kpi.function, *given_)["value"]
        assert example.value == pytest.approx(value["basicValue"])
        assert re.fullmatch(
            r'(\[\$[^\]]+\])?[#,]*0(\.0#|\.00|\.0)?(%|".{1,9}")?', value["numberFormat"]
        )
        shown.add(kpi.unit)

    assert len(shown) >= len(Unit) - 2


def test_a_number_from_the_data(excel, server):
    """
    `B2B_KPI` shows the server's number, with the format of the KPI.
    """
    answered = server.send(
        "/v1/cells", {"calls": [{"fn": "B2B_KPI", "rows": [["cpl", "2025-Q3"], ["nonsense"]]}]}
    )["results"][0]

    found = excel.cell("B2B_KPI", [["cpl"]], [["2025-Q3"]], [])
    unknown = excel.cell("B2B_KPI", [["nonsense"]], None, [])

    assert [[{"type": "Double", "basicValue": answered["values"][0], "numberFormat": "[$€]#,##0.00"}]] == found["value"]  # fmt: skip
    assert ("#N/A", answered["errors"]["1"]["message"]) == (unknown["code"], unknown["message"])


@pytest.mark.parametrize(
    "name", ["coût par lead", "Cost per lead", "CPL", "B2B_CPL", " cout  par LEAD ", "cpl"]
)
def test_a_number_has_the_format_of_the_kpi_that_its_words_mean(excel, name):
    """
    However a KPI is called, the number is shown in the unit of the one that answered.
    """
    (found,) = excel.cell("B2B_KPI", [[name]], [["2025-Q3"]], [])["value"][0]
    trend = excel.cell("B2B_TREND", [[name]], [["month"]], [["2025-Q3"]], [])["value"]
    low_high = excel.cell("B2B_INTERVAL", [[name]], [["2025-Q3"]], [])["value"][0]

    shown = [found, *(row[1] for row in trend[1:]), *low_high]
    assert {"[$€]#,##0.00"} == {cell["numberFormat"] for cell in shown}


def test_each_column_of_a_table_has_its_own_format(excel):
    """
    A table of several KPIs called by what people say has the format of each in its column.
    """
    names = [["coût par lead, taux de mql, nombre de leads"]]
    table = excel.cell("B2B_TABLE", names, [["channel"]], [["2025-Q3"]], [])["value"]

    shown = [
        {c["numberFormat"] for c in column if c != ""}
        for column in list(zip(*table[1:], strict=True))[1:]
    ]
    assert [{"[$€]#,##0.00"}, {"0.0%"}, {"#,##0"}] == shown


def test_ranges_of_kpis_and_periods_spill(excel):
    """
    A column of KPIs against a row of periods is a table; a cell that has no number says why.
    """
    kpis, periods = [["cpl"], ["lead_volume"], ["nonsense"]], [["2025-Q2", "2025-Q3"]]

    table = excel.cell("B2B_KPI", kpis, periods, [])["value"]

    one = excel.cell("B2B_KPI", [["lead_volume"]], [["2025-Q3"]], [])["value"]
    assert (3, 2) == (len(table), len(table[0]))
    assert one == [[table[1][1]]]
    assert "#N/A" == table[2][0]["code"]
    assert "nonsense" in table[2][0]["message"]


def test_tables_spill_with_their_formats(excel, classeur):
    """
    `B2B_TABLE` and `B2B_TREND` spill a header and rows; nothing is blank, never null.
    """
    table = excel.cell("B2B_TABLE", [["cpl", "lead_volume"]], [["channel"]], [["2025-Q3"]], [])
    trend = classeur.cell("B2B_TREND", [["lead_volume"]], [["mois"]], [["2025"]], [])
    low_high = excel.cell("B2B_INTERVAL", [["cpl"]], [["2025-Q3"]], [])["value"]

    assert "channel" == table["value"][0][0]
    formats = {c["numberFormat"] for c in (r[1] for r in table["value"][1:]) if c != ""}
    assert {"[$€]#,##0.00"} == formats
    assert "mois" == trend["value"][0][0]
    assert not [c for c in itertools.chain(*table["value"], *trend["value"]) if c is None]
    assert low_high[0][0]["basicValue"] < low_high[0][1]["basicValue"]


def test_filters_are_as_many_as_one_likes(excel):
    """
    The repeated argument reaches the server as so many arguments.
    """
    whole = excel.cell("B2B_KPI", [["lead_volume"]], [["2025-Q3"]], [])["value"][0][0]
    part = excel.cell("B2B_KPI", [["lead_volume"]], [["2025-Q3"]], [[["channel=LinkedIn Ads"]]])
    twice = excel.cell(
        "B2B_KPI", [["lead_volume"]], None, [[["channel=LinkedIn Ads"]], [["2025-Q3"]]]
    )

    assert 0 < part["value"][0][0]["basicValue"] < whole["basicValue"]
    assert part == twice


def test_an_explanation_is_words(classeur):
    """
    `B2B_EXPLAIN` shows its words in the reader's language.
    """
    said = classeur.cell("B2B_EXPLAIN", [["cpl"]], [["2025-Q3"]], [])["value"][0][0]

    assert isinstance(said, str)
    assert "€" in said


def test_a_question_in_words_is_a_number_a_table_or_words(excel, classeur):
    """
    `B2B_ASK` shows the number of `B2B_KPI`, spills a table, says words, and asks back in an error.
    """
    (number,) = excel.cell("B2B_ASK", [["CPL in Q3 2025"]])["value"]
    (same,) = excel.cell("B2B_KPI", [["cpl"]], [["2025-Q3"]], [])["value"]
    table = excel.cell("B2B_ASK", [["CPL by channel in Q3 2025"]])["value"]
    words = classeur.cell("B2B_ASK", [["que veut dire CAC ?"]])["value"][0][0]
    unclear = classeur.cell("B2B_ASK", [["coût d'acquisition"]])

    assert number == same
    assert ["channel", "Cost per lead (CPL)"] == table[0]
    assert {"[$€]#,##0.00"} == {row[1]["numberFormat"] for row in table[1:] if row[1] != ""}
    assert words.startswith("Coût d’acquisition client (CAC)")
    assert "#N/A" == unclear["code"]
    assert "«\u00a0Coût par lead (CPL)\u00a0»" in unclear["message"]
