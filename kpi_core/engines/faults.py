"""Everything that is wrong with a mapping, told at once: where, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right. line: of the file, None where it has none."""

    line: int | None
    section: str
    key: str
    what: Text

    @property
    def where(self) -> Text:
        """Where it is, as people find it."""
        named = ".".join(part for part in (self.section, self.key) if part)
        if self.line is None:
            return Text(en=named or "warehouse.toml", fr=named or "warehouse.toml")
        return Text(en="line {line}, {named}", fr="ligne {line}, {named}").format(
            line=self.line, named=named or "…"
        )


class Lines:
    """On which line of a TOML file each key is: its reader does not say."""

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, str], int] = {}
        section = ""
        for number, line in enumerate(text.splitlines(), 1):
            if opened := re.match(r"\s*\[([^\]]+)\]", line):
                section = ".".join(p.strip().strip("\"'") for p in opened[1].split("."))
                self._found.setdefault((section, ""), number)
                continue
            if named := re.match(r"\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=", line):
                self._found.setdefault((section, named[1].strip("\"'")), number)

    def of(self, section: str, key: str) -> int | None:
        """Return the line of *key* of *section*, else of what holds it."""
        above, _dot, last = section.rpartition(".")
        tried = [(section, key), (f"{section}.{key}".strip("."), ""), (section, ""), (above, last)]
        return next((self._found[place] for place in tried if place in self._found), None)


def faulty(faults: Sequence[Fault]) -> KpiError:
    """Return the error that tells them all."""
    told = sorted(faults, key=lambda fault: (fault.line or 0, fault.section, fault.key))
    listed = [(fault.where, fault.what) for fault in told]
    return KpiError(
        Kind.TYPE,
        Text(
            en="warehouse.toml: " + "; ".join(f"{where.en}: {what.en}" for where, what in listed),
            fr="warehouse.toml\u00a0: "
            + "\u00a0; ".join(f"{where.fr}\u00a0: {what.fr}" for where, what in listed),
        ),
    )
