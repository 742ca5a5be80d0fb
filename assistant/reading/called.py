"""What a KPI is called: its id, its title, its aliases, and the descriptions of what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_core.catalog.sayings import SAYINGS
from kpi_core.definition import Kpi
from kpi_core.text import Lang


def called(kpi: Kpi) -> Iterator[tuple[Lang | None, str]]:
    """Yield what *kpi* is called, by language: ids are words too."""
    yield None, kpi.id.replace("_", " ")
    if kpi.default:
        yield None, kpi.family.replace("_", " ")
    for lang in Lang:
        title = kpi.title[lang]
        bare = re.sub(r"\s*\([^)]*\)", "", title)
        yield lang, bare.replace(",", " ")
        if kpi.default and "," in bare:
            yield lang, bare.partition(",")[0]
        for alias in kpi.aliases[lang]:
            yield lang, alias
    if said := SAYINGS.get(kpi.id):
        for lang, sayings in ((Lang.EN, said.en), (Lang.FR, said.fr)):
            yield from ((lang, saying) for saying in sayings.split("|") if saying)
