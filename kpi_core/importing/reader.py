"""One table, read in this process: recognised, then turned into facts batch by batch.

The parent never reads a file this way: that is done in a process of its own, which a hostile file
may bring down. A tab that is in memory already (see `grid`) cannot.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpi_core.importing.convert import Converted, Converter
from kpi_core.importing.deal_lines import DealLines
from kpi_core.importing.outcome import Counts
from kpi_core.importing.plan import Plan
from kpi_core.importing.settings import Hints, ReadSettings
from kpi_core.importing.source import Source
from kpi_core.importing.understanding import understand
from kpi_core.text import Text


class Reader:
    """A recognised table, and what reading it gives."""

    def __init__(self, source: Source, settings: ReadSettings, hints: Hints) -> None:
        self.source = source
        self.plan: Plan = understand(self.source.seen(), settings, hints)
        self.counts = Counts()
        self._converter = Converter(self.plan, settings, self.source.system)
        self._lines = DealLines(self.plan)

    @property
    def size(self) -> int:
        """Return how much there is to read, in the unit of `read`'s progress."""
        return self.source.size

    def read(self) -> Iterator[tuple[int, Converted]]:
        """Yield how far the file was read, and what the rows became."""
        for batch in self.source.batches():
            for part in self._converter.convert(batch):
                self._lines.take(part.facts, part.spoiled)
                self.counts.add(part.counts)
                yield batch.done, part
        if spoiled := self._lines.rejected():
            self.counts.reject("deals", len(spoiled))
            yield self.size, Converted(rejected=spoiled)
        for deals in self._lines.rows():
            yield self.size, Converted({"deals": deals})
        if self._lines.joined:
            self.counts.facts["deals"] -= self._lines.joined

    def notes(self) -> tuple[Text, ...]:
        """Return what reading the rows taught about the file."""
        return self._converter.notes + self._lines.notes()
