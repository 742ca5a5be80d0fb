"""The script that every JavaScript host has inside: declarations, formulas, and their reading."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from addin.hosts.javascript.declared import declared
from kpi_core.catalog import REGISTRY
from kpi_core.javascript import source

_HERE = Path(__file__).parent
_PARTS = ("sums.js", "words.js", "numbers.js", "arguments.js", "compute.js")
_OFFERED = "compute, trimmed, spread, parseNumber, exactSum, fill, declared: DECLARED"


@cache
def core() -> str:
    """Return the script: it defines `B2B_CORE`, and nothing else."""
    data = json.dumps(declared(), ensure_ascii=False, separators=(",", ":"))
    parts = [
        f"const DECLARED = {data};",
        source(REGISTRY.values()),
        *((_HERE / name).read_text("utf-8") for name in _PARTS),
        f"return {{ {_OFFERED} }};",
    ]
    # A line separator is a line's end to older engines, even inside a text.
    body = "\n".join(parts).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'const B2B_CORE = (() => {{\n"use strict";\n{body}\n}})();\n'
