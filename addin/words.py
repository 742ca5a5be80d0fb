"""The language and locale of whoever is in front of the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kpi_core.text import Lang


def language(arguments: Sequence[str] | None = None) -> Lang:
    """
    Return the language asked for with `--lang`, else `KPI_LANG`, else the terminal's.

    Help texts need it before the command line is parsed.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    said = os.environ.get("KPI_LANG", "")
    for i, word in enumerate(given):
        if word == "--lang" and i + 1 < len(given):
            said = given[i + 1]
        elif word.startswith("--lang="):
            said = word.partition("=")[2]
    if not said:
        said = next(
            (v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "en"
        )
    return Lang.FR if said.lower().startswith("fr") else Lang.EN
