"""The KPIs as plain data, in one language: what every face lists."""

from __future__ import annotations

from functools import cache
from typing import Any

from kpi_core.catalog import FOCUS, REGISTRY
from kpi_core.explain import formula
from kpi_core.text import Lang


@cache
def catalogue(lang: Lang) -> list[dict[str, Any]]:
    """Return every KPI with its formula in words, inputs, unit, source and an example."""
    return [
        {
            "id": kpi.id,
            "family": kpi.family,
            "default": kpi.default,
            "function": kpi.function,
            "title": kpi.title[lang],
            "reading": kpi.reading[lang],
            "formula": formula(kpi, lang),
            "unit": kpi.unit.value,
            "better": kpi.better.value,
            "measured": kpi.measured,
            "focus": kpi.id in FOCUS,
            "aliases": list(kpi.aliases[lang]),
            "inputs": [
                {
                    "name": name,
                    "title": term.title[lang],
                    "unit": term.unit.value,
                    "optional": name in kpi.defaults,
                }
                for name, term in kpi.inputs.items()
            ],
            "source": {"publisher": kpi.source.publisher, "url": kpi.source.url},
            "example": {
                "inputs": dict(kpi.examples[0].inputs),
                "value": kpi.examples[0].value,
            },
        }
        for kpi in REGISTRY.values()
    ]
