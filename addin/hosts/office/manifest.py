"""The add-in only manifest: what every Excel reads to find the functions, the pane and the ribbon.

Elements must stand in the order of Microsoft's schema, or Excel refuses the file in silence.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from addin.hosts.office import words
from kpi_core.text import Lang, Text

SIZES = (16, 32, 64, 80)
VERSION = "1.0.0.0"
LOCALES = {Lang.EN: "en-US", Lang.FR: "fr-FR"}

_APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
_OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
_BASIC = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ICONS = (16, 32, 80)


def identity(url: str) -> str:
    """Return the add-in's permanent id: one a server, so that two can be installed."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, url))


def manifest(url: str) -> str:
    """Return the manifest of the server at *url*."""
    app = ET.Element(
        "OfficeApp", {"xmlns": _APP, "xmlns:xsi": _XSI, "xmlns:bt": _BASIC, "xsi:type": "TaskPaneApp"}
    )  # fmt: skip
    _leaf(app, "Id", identity(url))
    _leaf(app, "Version", VERSION)
    _leaf(app, "ProviderName", words.NAME)
    _leaf(app, "DefaultLocale", LOCALES[Lang.EN])
    _value(app, "DisplayName", words.NAME)
    _override(_value(app, "Description", words.DESCRIPTION.en), "Override", words.DESCRIPTION.fr)
    _value(app, "IconUrl", f"{url}/office/icon-32.png")
    _value(app, "HighResolutionIconUrl", f"{url}/office/icon-64.png")
    _value(app, "SupportUrl", f"{url}/")
    _leaf(ET.SubElement(app, "AppDomains"), "AppDomain", url)
    ET.SubElement(ET.SubElement(app, "Hosts"), "Host", Name="Workbook")
    sets = ET.SubElement(ET.SubElement(app, "Requirements"), "Sets", DefaultMinVersion="1.1")
    ET.SubElement(sets, "Set", Name="SharedRuntime", MinVersion="1.1")
    ET.SubElement(sets, "Set", Name="CustomFunctionsRuntime", MinVersion="1.1")
    _value(ET.SubElement(app, "DefaultSettings"), "SourceLocation", f"{url}/office/taskpane.html")
    _leaf(app, "Permissions", "ReadWriteDocument")
    _overrides(app, url)
    ET.indent(app)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(app, "unicode") + "\n"


def _overrides(app: ET.Element, url: str) -> None:
    over = ET.SubElement(
        app, "VersionOverrides", {"xmlns": _OVERRIDES, "xsi:type": "VersionOverridesV1_0"}
    )
    host = ET.SubElement(ET.SubElement(over, "Hosts"), "Host", {"xsi:type": "Workbook"})
    runtimes = ET.SubElement(host, "Runtimes")
    # Long: the functions go on after the pane is closed, and share its page.
    ET.SubElement(runtimes, "Runtime", resid="Taskpane.Url", lifetime="long")
    functions = ET.SubElement(
        ET.SubElement(host, "AllFormFactors"), "ExtensionPoint", {"xsi:type": "CustomFunctions"}
    )
    # No namespace: the name that the user types is the function's, B2B_ROI.
    for part, resource in (("Script", "Script.Url"), ("Page", "Taskpane.Url"), ("Metadata", "Metadata.Url")):  # fmt: skip
        ET.SubElement(ET.SubElement(functions, part), "SourceLocation", resid=resource)
    _desktop(ET.SubElement(host, "DesktopFormFactor"))
    _resources(ET.SubElement(over, "Resources"), url)


def _desktop(desktop: ET.Element) -> None:
    started = ET.SubElement(desktop, "GetStarted")
    for part, resource in (("Title", "Started"), ("Description", "StartedTip"), ("LearnMoreUrl", "Home.Url")):  # fmt: skip
        ET.SubElement(started, part, resid=resource)
    ET.SubElement(desktop, "FunctionFile", resid="Taskpane.Url")
    point = ET.SubElement(desktop, "ExtensionPoint", {"xsi:type": "PrimaryCommandSurface"})
    group = ET.SubElement(ET.SubElement(point, "OfficeTab", id="TabHome"), "Group", id="B2B.Group")
    ET.SubElement(group, "Label", resid="Name")
    _icon(group)
    pane = _button(group, "Pane", "ShowTaskpane")
    _leaf(pane, "TaskpaneId", "B2B.Pane")
    ET.SubElement(pane, "SourceLocation", resid="Taskpane.Url")
    _leaf(_button(group, "Refresh", "ExecuteFunction"), "FunctionName", "B2B_REFRESH")


def _button(group: ET.Element, name: str, action: str) -> ET.Element:
    control = ET.SubElement(group, "Control", {"xsi:type": "Button", "id": f"B2B.{name}.Button"})
    ET.SubElement(control, "Label", resid=name)
    tip = ET.SubElement(control, "Supertip")
    ET.SubElement(tip, "Title", resid=name)
    ET.SubElement(tip, "Description", resid=f"{name}Tip")
    _icon(control)
    return ET.SubElement(control, "Action", {"xsi:type": action})


def _icon(parent: ET.Element) -> None:
    icon = ET.SubElement(parent, "Icon")
    for size in _ICONS:
        ET.SubElement(icon, "bt:Image", size=str(size), resid=f"Icon.{size}")


def _resources(resources: ET.Element, url: str) -> None:
    images = ET.SubElement(resources, "bt:Images")
    for size in _ICONS:
        image = {"id": f"Icon.{size}", "DefaultValue": f"{url}/office/icon-{size}.png"}
        ET.SubElement(images, "bt:Image", image)
    described = {lang: f"{url}/office/functions.{lang}.json" for lang in Lang}
    addresses: dict[str, Text | str] = {
        "Taskpane.Url": f"{url}/office/taskpane.html",
        "Script.Url": f"{url}/office/functions.js",
        "Metadata.Url": Text(en=described[Lang.EN], fr=described[Lang.FR]),
        "Home.Url": f"{url}/",
    }
    short: dict[str, Text | str] = {
        "Name": words.NAME,
        "Pane": words.PANE,
        "Refresh": words.REFRESH,
        "Started": words.STARTED,
    }
    long = {
        "PaneTip": words.PANE_TIP,
        "RefreshTip": words.REFRESH_TIP,
        "StartedTip": words.STARTED_TIP,
    }
    _said(resources, "bt:Urls", "bt:Url", addresses)
    _said(resources, "bt:ShortStrings", "bt:String", short)
    _said(resources, "bt:LongStrings", "bt:String", long)


def _said(parent: ET.Element, group: str, each: str, values: Mapping[str, Text | str]) -> None:
    found = ET.SubElement(parent, group)
    for name, value in values.items():
        english = value.en if isinstance(value, Text) else value
        said = ET.SubElement(found, each, {"id": name, "DefaultValue": english})
        if isinstance(value, Text):
            _override(said, "bt:Override", value.fr)


def _override(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, name, Locale=LOCALES[Lang.FR], Value=value)


def _leaf(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _value(parent: ET.Element, name: str, value: str) -> ET.Element:
    return ET.SubElement(parent, name, DefaultValue=value)
