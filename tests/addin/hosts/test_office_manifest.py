"""Excel: what it is given to install, by Microsoft's own validator and in the order of its schema."""

import json
import re
import struct
import zlib
from xml.etree import ElementTree as ET

import pytest

from addin.hosts.office import office, served
from addin.hosts.office.icons import icon
from addin.hosts.office.manifest import manifest
from addin.hosts.office.metadata import metadata
from addin.hosts.office.unified import french, unified
from addin.hosts.signatures import signatures
from kpi_core.text import Lang
from tests.addin.hosts.excel import validated

URL = "https://kpi.example.test"
NAMES = [s.name for s in signatures()]

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
