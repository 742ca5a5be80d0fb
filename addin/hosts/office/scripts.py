"""The script that Excel loads: the JavaScript core, then this host's own parts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from addin.hosts.javascript import core
from addin.hosts.office.words import REFUSED, TOO_LONG, UNANSWERED, number_format
from addin.hosts.signatures import Signature, signatures
from kpi_core.text import Text
from kpi_core.units import Unit

_HERE = Path(__file__).parent
_PARTS = ("cells.js", "queue.js", "start.js")


@cache
def functions() -> str:
    """Return the script; the server that it asks is the one that serves it."""
    data = {
        "messages": {
            "UNANSWERED": _both(UNANSWERED),
            "REFUSED": _both(REFUSED),
            "TOO_LONG": _both(TOO_LONG),
        },
        "formats": {unit: number_format(unit) for unit in Unit},
        "signatures": {s.name: _signature(s) for s in signatures()},
    }
    declared = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    parts = "\n".join((_HERE / name).read_text("utf-8") for name in _PARTS)
    return f'{core()}(() => {{\n"use strict";\nconst OFFICE = {declared};\n{parts}}})();\n'


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "parameters": len(signature.parameters),
        "repeats": signature.parameters[-1].repeating,
        "gives": signature.gives,
        "local": signature.local,
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}
