"""What LibreOffice reads of the extension: its interface, the words of its functions, its menu."""

from __future__ import annotations

from xml.sax.saxutils import escape

from addin.hosts.libreoffice.inside.naming import SERVICE, method
from addin.hosts.signatures import Gives, Parameter, Signature, signatures
from kpi_core.text import Lang, Text

VERSION = "0.1.0"
IDENTIFIER = "org.b2bkpi.calc"
ABOUT = Text(
    en="B2B marketing and sales KPIs in cells: =B2B_ROI(150;100). Formulas are computed here, "
    "with no network; =B2B_KPI(…) asks your own server.",
    fr="Les indicateurs marketing et commerciaux B2B dans les cellules : =B2B_ROI(150;100). Les "
    "formules sont calculées ici, sans réseau ; =B2B_KPI(…) interroge votre propre serveur.",
)
_WHY = Signature(
    "B2B_WHY",
    Text(en="Why a cell is in error", fr="Pourquoi une cellule est en erreur"),
    Text(
        en="Says in words what is wrong with a cell of B2B KPI: Calc shows the error's code alone.",
        fr="Dit en toutes lettres ce qui ne va pas dans une cellule de B2B KPI : Calc ne montre que le code de l’erreur.",
    ),
    (
        Parameter(
            "cell",
            Text(en="the cell that is in error", fr="la cellule en erreur"),
            number=False,
        ),
    ),
    Gives.TEXT,
)

_ORDERS = (
    ("refresh", Text(en="Refresh", fr="Actualiser")),
    ("errors", Text(en="Errors of this sheet", fr="Erreurs de cette feuille")),
    ("settings", Text(en="Settings", fr="Réglages")),
)
_EVENTS = ("OnLoadFinished", "OnSaveDone", "OnSaveAsDone")
_OOR = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def offered() -> tuple[Signature, ...]:
    """Return every function that a cell of Calc can call."""
    return (*signatures(), _WHY)


def interface() -> str:
    """Return the functions in UNO's IDL; its source serves as the type library."""
    methods = "\n".join(f"    {_declared(signature)}" for signature in offered())
    return (
        "module org { module b2bkpi {\n"
        "interface XFunctions : com::sun::star::uno::XInterface {\n"
        f"{methods}\n"
        "};\n}; };\n"
    )


def _declared(signature: Signature) -> str:
    name = method(signature.name)
    if signature is _WHY:
        # The document is a parameter that nobody types.
        return (
            f"string {name}([in] com::sun::star::beans::XPropertySet document, "
            f"[in] com::sun::star::table::XCellRange {_plain(_WHY.parameters[0].name)});"
        )
    if signature.local:
        return f"any {name}({_parameters(signature)});"
    return f"com::sun::star::sheet::XVolatileResult {name}({_parameters(signature)});"


def _parameters(signature: Signature) -> str:
    return ", ".join(
        f"[in] {'sequence<any>' if p.repeating else 'any'} {_plain(p.name)}"
        for p in signature.parameters
    )


def _plain(name: str) -> str:
    # `in`, `any`, `string`… are words of IDL: no argument may be one.
    return "the" + name.replace("_", "")


def words() -> str:
    """Return the names and descriptions of functions and arguments, in both languages."""
    functions = "".join(_described(signature) for signature in offered())
    return (
        f'{_XML}\n<oor:component-data {_OOR} oor:name="CalcAddIns" '
        'oor:package="org.openoffice.Office">\n<node oor:name="AddInInfo">'
        f'<node oor:name="{SERVICE}" oor:op="replace"><node oor:name="AddInFunctions">\n'
        f"{functions}</node></node></node>\n</oor:component-data>\n"
    )


def _described(signature: Signature) -> str:
    name = signature.name
    # Excel's files name functions in English whatever their reader speaks.
    compatible = f'<prop oor:name="CompatibilityName"><value xml:lang="en-US">{name}</value></prop>'
    described = Text(
        en=f"{signature.title.en}. {signature.description.en}",
        fr=f"{signature.title.fr}. {signature.description.fr}",
    )
    arguments = "".join(
        f'<node oor:name="{_plain(p.name)}" oor:op="replace">'
        f"{_property('DisplayName', _argument_name(p))}{_property('Description', p.title)}</node>"
        for i, p in enumerate(signature.parameters)
    )
    return (
        f'<node oor:name="{method(name)}" oor:op="replace">'
        f"{_property('DisplayName', Text(en=name, fr=name))}{_property('Description', described)}"
        '<prop oor:name="Category"><value>Add-In</value></prop>'
        f"{compatible}"
        f'<node oor:name="Parameters">{arguments}</node></node>\n'
    )


def _argument_name(parameter: Parameter) -> Text:
    return Text(en=parameter.name, fr=parameter.name)


def _property(name: str, text: Text) -> str:
    values = "".join(f'<value xml:lang="{lang}">{escape(text[lang])}</value>' for lang in Lang)
    return f'<prop oor:name="{name}">{values}</prop>'


def menu() -> str:
    """Return the menu “B2B KPI”, shown over spreadsheets."""
    entries = "".join(
        f'<node oor:name="m{i}" oor:op="replace">'
        f'<prop oor:name="URL"><value>service:org.b2bkpi.Orders?{order}</value></prop>'
        f'{_property("Title", title)}<prop oor:name="Target"><value>_self</value></prop></node>'
        for i, (order, title) in enumerate(_ORDERS)
    )
    return (
        f'{_XML}\n<oor:component-data {_OOR} oor:name="Addons" oor:package="org.openoffice.Office">\n'
        '<node oor:name="AddonUI"><node oor:name="OfficeMenuBar">'
        f'<node oor:name="{IDENTIFIER}" oor:op="replace">'
        '<prop oor:name="Context"><value>com.sun.star.sheet.SpreadsheetDocument</value></prop>'
        f"{_property('Title', Text(en='B2B KPI', fr='B2B KPI'))}"
        f'<node oor:name="Submenu">{entries}</node></node></node></node>\n</oor:component-data>\n'
    )


def events() -> str:
    """Return what the office tells the extension: documents opened and written."""
    bound = "".join(
        f'<node oor:name="{event}" oor:op="fuse"><node oor:name="JobList">'
        '<node oor:name="B2BKPI" oor:op="replace"/></node></node>'
        for event in _EVENTS
    )
    return (
        f'{_XML}\n<oor:component-data {_OOR} oor:name="Jobs" oor:package="org.openoffice.Office">\n'
        '<node oor:name="Jobs"><node oor:name="B2BKPI" oor:op="replace">'
        '<prop oor:name="Service"><value>org.b2bkpi.Documents</value></prop></node></node>'
        f'<node oor:name="Events">{bound}</node>\n</oor:component-data>\n'
    )


def manifest() -> str:
    """Return the list of what the office must load."""
    kinds = {
        "functions.idl": "uno-typelibrary;type=RDB",
        "b2b_kpi.py": "uno-component;type=Python",
        "CalcAddIns.xcu": "configuration-data",
        "Addons.xcu": "configuration-data",
        "Jobs.xcu": "configuration-data",
    }
    entries = "".join(
        f' <manifest:file-entry manifest:media-type="application/vnd.sun.star.{kind}" '
        f'manifest:full-path="{name}"/>\n'
        for name, kind in kinds.items()
    )
    return (
        f'{_XML}\n<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{entries}</manifest:manifest>\n"
    )


def about() -> str:
    """Return the extension's name, version and description."""
    return (
        f'{_XML}\n<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f' <identifier value="{IDENTIFIER}"/>\n <version value="{VERSION}"/>\n'
        ' <display-name><name lang="en">B2B KPI</name><name lang="fr">B2B KPI</name></display-name>\n'
        f" <extension-description>{_sources()}</extension-description>\n</description>\n"
    )


def _sources() -> str:
    return "".join(f'<src lang="{lang}" xlink:href="description/{lang}.txt"/>' for lang in Lang)
