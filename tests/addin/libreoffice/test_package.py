"""The extension as a file: what is in it, and what it needs of the machine that opens it."""

import ast
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from addin.hosts import asking, settings
from addin.hosts.libreoffice import descriptions
from addin.hosts.libreoffice.inside import naming, waiting, why
from addin.hosts.libreoffice.inside.words import WORDS
from addin.hosts.libreoffice.package import PLACE, ROOT, extension, libreoffice, packed
from addin.hosts.signatures import signatures
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.text import Lang, Text
from kpi_core.typography import faults, faults_in

OOR = "{http://openoffice.org/2001/registry}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(name="archive")
def _archive():
    with zipfile.ZipFile(io.BytesIO(extension("https://kpi.example.com"))) as archive:
        yield archive


def test_the_same_declarations_give_the_same_file():
    """
    Two builds are equal byte for byte, and only the server's address tells two firms' files apart.
    """
    one, other = extension("https://a.example"), extension("https://b.example")

    assert one == extension("https://a.example")
    mine, theirs = (zipfile.ZipFile(io.BytesIO(file)) for file in (one, other))
    assert mine.namelist() == theirs.namelist()
    told_apart = [n for n in mine.namelist() if mine.read(n) != theirs.read(n)]
    assert ["pythonpath/addin/hosts/libreoffice/inside/address.txt"] == told_apart


def test_an_old_python_is_told_so(archive):
    """
    What is loaded first is read by the oldest Pythons of offices, and says which one is needed.
    """
    text = archive.read("b2b_kpi.py").decode()

    assert ast.parse(text, feature_version=(3, 7))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "version_info", (3, 9))
        with pytest.raises(RuntimeError, match="needs Python"):
            exec(text, {})  # noqa: S102 - our own


def test_every_part_that_is_listed_is_there(archive):
    """
    The manifest names files of the archive, and each of them is well-formed.
    """
    listed = re.findall(r'full-path="([^"]+)"', archive.read("META-INF/manifest.xml").decode())

    assert set(listed) <= set(archive.namelist())
    for name in archive.namelist():
        if name.endswith((".xml", ".xcu")):
            ET.fromstring(archive.read(name))  # noqa: S314 - our own


@pytest.mark.parametrize("lang", Lang)
def test_functions_and_arguments_are_described(archive, lang):
    """
    Every function and every argument has its words in both languages, under the name people type.
    """
    root = ET.fromstring(archive.read("CalcAddIns.xcu"))  # noqa: S314 - our own
    functions = root.findall(f".//*[@{OOR}name='AddInFunctions']/node")

    shown = {}
    for function in functions:
        words = {
            prop.get(f"{OOR}name"): {v.get(LANG): v.text for v in prop}
            for prop in function.findall("prop")
        }
        arguments = [
            v.text
            for prop in function.findall(f".//*[@{OOR}name='Parameters']/node/prop")
            for v in prop
            if v.get(LANG) == lang
        ]
        shown[words["DisplayName"][lang]] = (words["Description"][lang], arguments)
    for signature in descriptions.offered():
        described, arguments = shown.pop(signature.name)
        assert signature.title[lang] in described
        assert signature.description[lang] in described
        assert [p.title[lang] for p in signature.parameters] == arguments[1::2]
    assert {} == shown


def test_the_menu_has_both_languages(archive):
    """
    The menu refreshes, explains and sets up, in French and in English.
    """
    menu = archive.read("Addons.xcu").decode()

    assert all(word in menu for word in ("Actualiser", "Refresh", "Réglages", "Settings"))


def test_no_two_functions_share_a_name():
    """
    Without its underscores each name is still its own.
    """
    names = [naming.method(s.name) for s in descriptions.offered()]
    asked = {"KPI", "TABLE", "TREND", "INTERVAL", "TARGET", "EXPLAIN", "ASK"}
    of_data = asked | {
        "AB_TEST",
        "AB_TEST_MEANS",
        "ANOMALIES",
        "COHORTS",
        "COMPARE",
        "CONTENTS",
        "COSTS",
        "FORECAST",
        "FUNNEL",
        "HOT_LEADS",
        "LIFETIME",
        "PATHS",
        "SAMPLE_SIZE",
    }

    assert len(names) == len(set(names))
    assert {naming.method(f"B2B_{name}") for name in of_data} <= set(names)
    assert len(REGISTRY) + len(of_data) + 1 == len(names)  # and the one that says why


def test_what_is_packed_needs_the_standard_library_only():
    """
    An isolated Python with nothing installed loads the packed modules and computes with them.
    """
    code = (
        "import sys, types; sys.path.insert(0, sys.argv[1]);"
        "from addin.computing import computed; from kpi_core.catalog import REGISTRY;"
        "import addin.hosts.asking, addin.hosts.libreoffice.inside.waiting;"
        "import addin.hosts.libreoffice.inside.why, addin.hosts.libreoffice.inside.documents;"
        "print(computed(REGISTRY.function('B2B_CPL'), ['1 500,5', 3], 'fr-FR'));"
        "ours = {'addin', 'kpi_core'} | set(sys.stdlib_module_names) | {'__main__'};"
        "print(*sorted(n for n in {m.partition('.')[0] for m in sys.modules} - ours if not n.startswith('_')))"
    )

    said = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code, ROOT],
        capture_output=True,
        text=True,
        check=True,
    )

    assert ["500.1666666666667", ""] == said.stdout.split("\n")[:2]


def test_only_what_is_needed_is_packed():
    """
    Neither the warehouse nor the server travels in a spreadsheet's extension.
    """
    assert 40 < len(packed()) < 70
    assert not [p for p in packed() if re.search("server|answering|warehouse|workspace|/cli/", p)]


def test_every_sentence_is_set_as_its_language_sets_it():
    """
    What the extension says keeps to the typography of French and of English.
    """
    texts = [t for s in descriptions.offered() for t in (s.title, s.description)]
    texts += [p.title for s in descriptions.offered() for p in s.parameters]
    texts += [getattr(WORDS, name) for name in WORDS.__slots__]
    texts += [
        t
        for module in (asking, waiting, why, settings, descriptions)
        for t in vars(module).values()
        if isinstance(t, Text)
    ]

    # Code between backquotes, formulas and addresses are not prose.
    plain = [Text(en=_prose(t.en), fr=_prose(t.fr)) for t in texts]
    assert [] == [fault for t in plain for fault in faults(t)]


def _prose(words):
    return re.sub(r"`[^`]*`|=B2B_\w+\([^)]*\)|https://\S+|\bhttps\b|\d{4}-\d\d\S*", "x", words)


def test_excels_names_are_ours_outside_of_texts():
    """
    Names of functions change both ways, in any case; a text that looks like one does not.
    """
    methods = {"B2B_ROI": "ROI", "B2B_LTV_CAC": "LTVCAC"}
    typed = {v: k for k, v in methods.items()}
    pairs = [
        ("=B2B_ROI(A1;B2)", "=B2B.ROI(A1;B2)"),
        ("=_xldudf_B2B_LTV_CAC (1)+b2b_roi(2)", "=B2B.LTVCAC (1)+B2B.ROI(2)"),
        ('="B2B_ROI("&B2B_ROI(1)', '="B2B_ROI("&B2B.ROI(1)'),
        ("=B2B_NOTHING(1)", "=B2B_NOTHING(1)"),
        ("='B2B_ROI(x'!A1", "='B2B_ROI(x'!A1"),
        ("=XB2B_ROI(1)", "=XB2B_ROI(1)"),
    ]

    for excel, ours in pairs:
        assert ours == naming.from_excel(excel, methods)
    assert '="B2B.ROI("&B2B_ROI(1)' == naming.to_excel('="B2B.ROI("&B2B.ROI(1)', typed)
    assert "=B2B_LTV_CAC(1)+B2B.OTHER(2)" == naming.to_excel("=B2B.LTVCAC(1)+B2B.OTHER(2)", typed)


def test_the_settings_are_the_owners_alone(tmp_path):
    """
    The file of the key is readable by its owner only, and the environment comes before it.
    """
    file = tmp_path / "user" / "b2b-kpi.json"
    settings.write(file, settings.Settings("https://kpi.example.com", "secret"))

    assert 0o600 == file.stat().st_mode & 0o777
    assert ("https://kpi.example.com", "secret") == _two(settings.read(file, "https://x", {}))
    environment = {"KPI_URL": "http://127.0.0.1:1/", "KPI_KEY": "other"}
    assert ("http://127.0.0.1:1", "other") == _two(settings.read(file, "https://x", environment))
    assert ("https://x", "") == _two(settings.read(tmp_path / "none", "https://x", {}))
    file.write_text("[1", "utf-8")
    assert ("https://x", "") == _two(settings.read(file, "https://x", {}))
    assert "secret" not in repr(settings.Settings("https://x", "secret"))


def _two(found):
    return found.url, found.key


@pytest.mark.parametrize("url", ["http://kpi.example.com", "ftp://x", "kpi", "https://a@b/", ""])
def test_an_address_that_would_betray_the_key_is_refused(url):
    """
    The key travels to an https address or to this machine, and nowhere else.
    """
    with pytest.raises(KpiError):
        settings.Settings(url, "secret").checked()


def test_the_checkouts_own_extension_is_generated():
    """
    `kpi publish` writes the extension.
    """
    assert [PLACE] == list(libreoffice("https://localhost:8765"))


@pytest.mark.parametrize("page", ["docs/install-libreoffice.md", "docs/fr/install-libreoffice.md"])
def test_the_guide_names_what_there_is(page):
    """
    Every function of the guide exists, every file it points to too, and the French is set as such.
    """
    text = (ROOT / page).read_text("utf-8")
    names = {signature.name for signature in descriptions.offered()}

    assert set(re.findall(r"=(B2B_\w+)", text)) <= names
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert ((ROOT / page).parent / target).is_file()
    if "/fr/" in page:
        prose = re.sub(r"`[^`]*`", "x", text).replace("![", "[")
        words = [line.strip(" |-#") for line in prose.splitlines() if line.strip(" |-#")]
        assert [] == [f for w in words for f in faults_in(Lang.FR, re.sub(r"  +", " ", w))]


def test_the_office_knows_which_functions_end_in_an_argument_that_repeats():
    """
    What is declared of each function over the data is what the component inside the office assumes.
    """
    inside = Path(descriptions.__file__).parent / "inside" / "office.py"
    found = re.search(r"_COUNTED = frozenset\((\{.*?\})\)", inside.read_text("utf-8"), re.DOTALL)
    declared = {s.name for s in signatures() if not s.local and not s.parameters[-1].repeating}

    assert declared == ast.literal_eval(found[1])
