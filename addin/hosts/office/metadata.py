"""The functions as Excel lists them, in one language: names are the same in all."""

from __future__ import annotations

import json
from typing import Any

from addin.hosts.signatures import Gives, Parameter, Signature, signatures
from kpi_core.text import Lang


def metadata(lang: Lang) -> str:
    """Return the functions' JSON metadata in *lang*."""
    described = {
        # A cell that shows an error or a formatted number reaches the function as it is.
        "allowCustomDataForDataTypeAny": True,
        "allowErrorForDataTypeAny": True,
        "functions": [_function(signature, lang) for signature in signatures()],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _function(signature: Signature, lang: Lang) -> dict[str, Any]:
    # A formula gives one number; the others spill when they are given ranges, or give a table.
    shape = "scalar" if signature.local and signature.gives is Gives.NUMBER else "matrix"
    return {
        "id": signature.name,
        "name": signature.name,
        "description": f"{signature.title[lang]}. {signature.description[lang]}",
        "result": {"type": "any", "dimensionality": shape},
        "parameters": [_parameter(parameter, lang) for parameter in signature.parameters],
    }


def _parameter(parameter: Parameter, lang: Lang) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "description": parameter.title[lang],
        # Any: Excel would turn a blank into 0 and refuse text that is a number to its reader.
        "type": "any",
        "dimensionality": "matrix",
    }
    if parameter.repeating:
        return {**described, "repeating": True}
    return {**described, "optional": True} if parameter.optional else described
