"""The unified manifest, and its words in French. Older Excels read `manifest.xml` instead."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from addin.hosts.office import words
from addin.hosts.office.manifest import identity
from kpi_core.text import Lang, Text

_SCHEMA = (
    "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams{part}.schema.json"
)
_SHORT = Text(
    en="KPIs of B2B marketing and sales in a cell.",
    fr="Les indicateurs du marketing et de la vente B2B en cellule.",
)


def unified(url: str) -> str:
    """Return the manifest of the server at *url*."""
    return _written(
        {
            "$schema": _SCHEMA.format(part=""),
            "manifestVersion": "1.25",
            "id": identity(url),
            "version": "1.0.0",
            "name": {"short": words.NAME, "full": words.NAME},
            "description": {"short": _SHORT.en, "full": words.DESCRIPTION.en},
            "developer": {
                "name": words.NAME,
                "websiteUrl": f"{url}/",
                "privacyUrl": f"{url}/",
                "termsOfUseUrl": f"{url}/",
            },
            "icons": {"outline": "outline.png", "color": "color.png"},
            "accentColor": "#1F4E79",
            "localizationInfo": {
                "defaultLanguageTag": "en",
                "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}],
            },
            "authorization": {
                "permissions": {
                    "resourceSpecific": [{"name": "Document.ReadWrite.User", "type": "Delegated"}]
                }
            },
            "validDomains": [urlsplit(url).netloc],
            "extensions": [_extension(url)],
        }
    )


def french(url: str) -> str:
    """Return the words of the manifest in French, and where those of the functions are."""
    group = "extensions[0].ribbons[0].tabs[0].groups[0]"
    buttons = [(words.PANE, words.PANE_TIP), (words.REFRESH, words.REFRESH_TIP)]
    said = {
        "$schema": _SCHEMA.format(part=".Localization"),
        "name.short": words.NAME,
        "name.full": words.NAME,
        "description.short": _SHORT.fr,
        "description.full": words.DESCRIPTION.fr,
        # The functions are in a file of their own, one a language, as in the add-in only manifest.
        "extensions[0].runtimes[0].customFunctions.metadataUrl": _described(url, Lang.FR),
    }
    for i, (label, tip) in enumerate(buttons):
        control = f"{group}.controls[{i}]"
        said |= {
            f"{control}.label": label.fr,
            f"{control}.supertip.title": label.fr,
            f"{control}.supertip.description": tip.fr,
        }
    return _written(said)


def _extension(url: str) -> dict[str, Any]:
    return {
        "requirements": {
            "scopes": ["workbook"],
            "capabilities": [
                {"name": "SharedRuntime", "minVersion": "1.1"},
                {"name": "CustomFunctionsRuntime", "minVersion": "1.1"},
            ],
        },
        "runtimes": [
            {
                "id": "SharedRuntime",
                "type": "general",
                "code": {
                    "page": f"{url}/office/taskpane.html",
                    "script": f"{url}/office/functions.js",
                },
                "lifetime": "long",
                "actions": [
                    {"id": "B2B_PANE", "type": "openPage", "view": "pane"},
                    {"id": "B2B_REFRESH", "type": "executeFunction"},
                ],
                # No namespace: the name that the user types is the function's, B2B_ROI.
                "customFunctions": {
                    "allowCustomDataForDataTypeAny": True,
                    "metadataUrl": _described(url, Lang.EN),
                },
            }
        ],
        "ribbons": [
            {
                "contexts": ["default"],
                "tabs": [
                    {
                        "builtInTabId": "TabHome",
                        "groups": [
                            {
                                "id": "B2B.Group",
                                "label": words.NAME,
                                "icons": _icons(url),
                                "controls": [
                                    _button(url, "B2B_PANE", words.PANE, words.PANE_TIP),
                                    _button(url, "B2B_REFRESH", words.REFRESH, words.REFRESH_TIP),
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
    }


def _described(url: str, lang: Lang) -> str:
    return f"{url}/office/functions.{lang}.json"


def _button(url: str, action: str, label: Text, tip: Text) -> dict[str, Any]:
    return {
        "id": f"{action}.Button",
        "type": "button",
        "label": label[Lang.EN],
        "icons": _icons(url),
        "supertip": {"title": label[Lang.EN], "description": tip[Lang.EN]},
        "actionId": action,
    }


def _icons(url: str) -> list[dict[str, Any]]:
    return [{"size": size, "url": f"{url}/office/icon-{size}.png"} for size in (16, 32, 80)]


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
