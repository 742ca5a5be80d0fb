"""What each tab of a spreadsheet is, and whether what it holds may replace what is known of it.

A run takes all tabs or none: were one of them left as it was yesterday beside others of today, the
figures would be of a spreadsheet that never was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from addin.bringing import hints_of
from addin.sync.book import Cells, Content, Look, TabSeen
from addin.sync.connections import TabState
from kpi_core.errors import Kind, KpiError
from kpi_core.importing import Hints, ReadSettings, Tab
from kpi_core.importing.folding import fold
from kpi_core.importing.matching import known_headers
from kpi_core.importing.sentences import NO_ROWS
from kpi_core.text import Text

FEW_ROWS = 4  # below this many, a table that shrinks proves nothing
SHRINKS_TO = 0.2
MOST_BAD = 0.2
FEW_BAD = 5
SOME_HEADERS = 2


class Verdict(StrEnum):
    """What becomes of a tab in this run."""

    READ = "read"  # its rows count
    IGNORED = "ignored"  # somebody said so
    OTHER = "other"  # nothing that we know, and never was
    ASKS = "asks"  # a question is open: nothing is read of it until it is answered
    NEW = "new"  # it looks like data, and came after the others: somebody must say
    TWIN = "twin"  # it holds mostly the rows of another tab
    LEFT = "left"  # it is gone, and somebody said that this is right
    HELD = "held"  # what it holds may be a mistake: nothing is taken over


@dataclass(frozen=True, slots=True)
class TabReading:
    """A tab as it was read. told: what its owner should know, if anything."""

    seen: TabSeen
    state: TabState | None
    verdict: Verdict
    digest: str
    tab: Tab | None = None
    told: Text | None = None

    @property
    def looks_like_data(self) -> bool:
        """Whether some headers are known ones, though nothing tells what the table is."""
        headers = self.tab.plan.headers if self.tab else ()
        known = known_headers()
        return sum(fold(h) in known for h in headers) >= SOME_HEADERS

    @property
    def tells(self) -> bool:
        """Whether what is to be said of it is of use: a list of anything else is nobody's concern."""
        return self.verdict is not Verdict.OTHER or self.looks_like_data

    @property
    def rows(self) -> int:
        """How many of its rows hold something."""
        return 0 if self.tab is None else self.tab.counts.accepted + self.tab.counts.rejected


def judged(
    look: Look, cells: Cells, states: Mapping[str, TabState], settings: ReadSettings
) -> list[TabReading]:
    """Return every tab with its verdict, those that left included, in the spreadsheet's order."""
    first = not any(state.content for state in states.values())
    found = []
    for seen in look.tabs:
        state = states.get(seen.id)
        if state and state.ignored:
            found.append(TabReading(seen, state, Verdict.IGNORED, ""))
        else:
            found.append(_Judge(seen, state, cells.tabs[seen.id], first=first).verdict(settings))
    there = {seen.id for seen in look.tabs}
    found += [
        _missing(state)
        for state in states.values()
        if state.tab not in there and state.content and not state.ignored
    ]
    return _without_twins(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """One tab that somebody may count on. first: nothing of the spreadsheet was ever committed."""

    seen: TabSeen = field(kw_only=False)
    state: TabState | None = field(kw_only=False)
    content: Content = field(kw_only=False)
    first: bool

    @property
    def known(self) -> bool:
        """Whether its rows count already."""
        return self.state is not None and self.state.content is not None

    def verdict(self, settings: ReadSettings) -> TabReading:
        """Return what becomes of it."""
        if self.content.empty and not self.known:
            return self._as(Verdict.OTHER)
        hints = hints_of(self.state.hints) if self.state else Hints()
        try:
            tab = self.content.understood(settings, hints)
        except KpiError as error:
            return self._refused(error)
        if tab.plan.questions:
            return self._asks(tab, hints)
        if not self.known and not self.first and not (self.state and self.state.hints):
            return self._as(Verdict.NEW, tab, _NEW.format(tab=self.seen.title))
        return self._weighed(tab)

    def _refused(self, error: KpiError) -> TabReading:
        if self.known and error.message == NO_ROWS:
            return self._emptied()
        if self.known:
            return self._held(None, _NO_TABLE.format(tab=self.seen.title, why=error.message))
        return self._as(Verdict.OTHER, told=None if error.kind is Kind.EMPTY else error.message)

    def _asks(self, tab: Tab, hints: Hints) -> TabReading:
        question = tab.plan.questions[0].text
        if self.known:
            return self._held(None, _CHANGED.format(tab=self.seen.title, why=question))
        if not tab.plan.facts and not hints.as_fact:
            return self._as(Verdict.OTHER, tab, question)
        return self._as(Verdict.ASKS, tab, question)

    def _weighed(self, tab: Tab) -> TabReading:
        """Take rows over unless most of them are bad, or most of those before are gone."""
        counts = tab.counts
        if _mostly_bad(tab):
            why = tab.rejected[0].message
            n, whole = counts.rejected, counts.accepted + counts.rejected
            return self._held(tab, _BAD.format(tab=self.seen.title, n=n, all=whole, why=why))
        shrunk = _shrunk(tab, self.state)
        # The same answer twice is no accident of one moment.
        if shrunk and not (self.state and self.state.held == self.content.digest):
            before, now = shrunk
            return self._held(tab, _SHRUNK.format(tab=self.seen.title, now=now, before=before))
        return self._as(Verdict.READ, tab)

    def _emptied(self) -> TabReading:
        """Take over that nothing is left under the header, once that is sure."""
        before = self.state.rows or 0 if self.state else 0
        if before >= FEW_ROWS and not (self.state and self.state.held == self.content.digest):
            told = _SHRUNK.format(tab=self.seen.title, now=0, before=before)
            return self._held(None, told)
        return self._as(Verdict.READ)

    def _held(self, tab: Tab | None, why: Text) -> TabReading:
        if self.state and self.state.confirmed == self.content.digest:
            return self._as(Verdict.READ, tab)
        return self._as(Verdict.HELD, tab, why)

    def _as(self, verdict: Verdict, tab: Tab | None = None, told: Text | None = None) -> TabReading:
        return TabReading(self.seen, self.state, verdict, self.content.digest, tab, told)


def _missing(state: TabState) -> TabReading:
    seen = TabSeen(state.tab, state.title)
    if state.confirmed == GONE:
        return TabReading(seen, state, Verdict.LEFT, GONE)
    return TabReading(seen, state, Verdict.HELD, GONE, None, _GONE.format(tab=state.title))


GONE = "gone"


def _mostly_bad(tab: Tab) -> bool:
    bad, good = tab.counts.rejected, tab.counts.accepted
    return bad >= FEW_BAD and bad > MOST_BAD * (bad + good)


def _shrunk(tab: Tab, state: TabState | None) -> tuple[int, int] | None:
    """Return how many rows there were and are, if four out of five are gone."""
    before = state.rows if state and state.rows else 0
    now = tab.counts.accepted + tab.counts.rejected
    return (before, now) if before >= FEW_ROWS and now < before * SHRINKS_TO else None


def _without_twins(found: Iterable[TabReading]) -> list[TabReading]:
    """Leave out tabs that repeat another's rows: a copy kept beside would count twice."""
    kept: list[TabReading] = []
    known = [r for r in found if r.verdict is Verdict.READ and r.state and r.state.content]
    for reading in found:
        if reading.verdict is not Verdict.READ or reading in known:
            kept.append(reading)
            continue
        others = [*known, *(r for r in kept if r.verdict is Verdict.READ and r not in known)]
        told = bool(reading.state and reading.state.hints)
        twin = next((o for o in others if not told and _repeats(reading, o)), None)
        if twin is None:
            kept.append(reading)
        else:
            why = _TWIN.format(tab=reading.seen.title, other=twin.seen.title)
            kept.append(
                TabReading(
                    reading.seen, reading.state, Verdict.TWIN, reading.digest, reading.tab, why
                )
            )
    return kept


def _repeats(one: TabReading, other: TabReading) -> bool:
    mine, theirs = set(_lines(one)), set(_lines(other))
    return len(mine & theirs) * 2 > max(min(len(mine), len(theirs)), 1)


def _lines(reading: TabReading) -> Iterator[tuple[object, ...]]:
    for batch in reading.tab.batches if reading.tab else ():
        names = [n for n in batch.table.schema.names if n != "source_row"]
        columns = [batch.table.column(n).to_pylist() for n in names]
        yield from ((batch.fact, *line) for line in zip(*columns, strict=True))


_NO_TABLE = Text(
    en="Tab “{tab}” was read before and is not understood any more: {why} The figures stay as they were. Bring its header back, or say that this is right: `kpi sync confirm`.",
    fr="L’onglet «\u00a0{tab}\u00a0» était lu et n’est plus compris\u00a0: {why} Les chiffres restent ceux d’avant. Remettez son en-tête, ou confirmez que c’est voulu\u00a0: `kpi sync confirm`.",
)
_CHANGED = Text(
    en="The columns of tab “{tab}” changed: {why} The figures stay as they were until this is answered (`kpi sync map`), or the header is as before.",
    fr="Les colonnes de l’onglet «\u00a0{tab}\u00a0» ont changé\u00a0: {why} Les chiffres restent ceux d’avant tant que la question est ouverte (`kpi sync map`) ou que l’en-tête n’est pas rétabli.",
)
_BAD = Text(
    en="{n} of {all} rows of tab “{tab}” cannot be read, the first one being: {why} The figures stay as they were. Mend the rows, or say that the others count: `kpi sync confirm`.",
    fr="{n} lignes sur {all} de l’onglet «\u00a0{tab}\u00a0» sont illisibles, à commencer par celle-ci\u00a0: {why} Les chiffres restent ceux d’avant. Corrigez-les, ou confirmez que les autres comptent\u00a0: `kpi sync confirm`.",
)
_SHRUNK = Text(
    en="Tab “{tab}” had {before} rows and has {now}: the figures stay as they were until the next run finds the same, or you say that this is right: `kpi sync confirm`.",
    fr="L’onglet «\u00a0{tab}\u00a0» avait {before} lignes et en a {now}\u00a0: les chiffres restent ceux d’avant jusqu’à ce que la prochaine exécution trouve la même chose, ou que vous confirmiez\u00a0: `kpi sync confirm`.",
)
_GONE = Text(
    en="Tab “{tab}” is gone: the figures stay as they were. Restore it (File, version history), or say that this is right: `kpi sync confirm`.",
    fr="L’onglet «\u00a0{tab}\u00a0» a disparu\u00a0: les chiffres restent ceux d’avant. Restaurez-le (Fichier, historique des versions), ou confirmez que c’est voulu\u00a0: `kpi sync confirm`.",
)
_NEW = Text(
    en="Tab “{tab}” came after the others and looks like data: it does not count until you say so with `kpi sync map`, or that it never shall with `kpi sync ignore`.",
    fr="L’onglet «\u00a0{tab}\u00a0» est apparu après les autres et ressemble à des données\u00a0: il ne compte pas tant que vous ne l’avez pas dit avec `kpi sync map`, ou écarté avec `kpi sync ignore`.",
)
_TWIN = Text(
    en="Tab “{tab}” mostly repeats the rows of “{other}”: it does not count, or they would count twice. If it must, say so with `kpi sync map`.",
    fr="L’onglet «\u00a0{tab}\u00a0» répète surtout les lignes de «\u00a0{other}\u00a0»\u00a0: il ne compte pas, sinon elles compteraient deux fois. S’il le doit, dites-le avec `kpi sync map`.",
)
