"""A workbook on a disk, synced folders included. It is only ever read; our pages go beside it.

It is copied first, so that what is read is of one moment whoever saves it meanwhile, and read in a
process of its own, as every file that others wrote.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
import weakref
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from addin.sync.book import Cells, Look, TabSeen
from addin.sync.excel import writer
from addin.sync.output import Output, Value
from kpi_core.errors import Kind, KpiError
from kpi_core.importing import Hints, ReadSettings, Tab, read, recognise
from kpi_core.importing.outcome import Counts
from kpi_core.importing.reading import FactBatch, tabs
from kpi_core.text import Lang, Text

Json = dict[str, Any]

BESIDE = " - KPI.xlsx"
_TRIES = 3
_COPIES = "kpi-sync-"
_LONGEST_RUN = 3600  # seconds


@dataclass(slots=True)
class ExcelContent:
    """
    One tab of a copy that nobody changes.

    digest: of what was understood of its own cells, whatever the other tabs hold; until then, of
    the whole workbook.
    """

    copy: Path
    name: str
    digest: str
    empty: bool = False

    def understood(self, settings: ReadSettings, hints: Hints) -> Tab:
        """Return what the cells are."""
        try:
            tab = self._read(settings, replace(hints, sheet=self.name))
        except KpiError as error:
            self.digest = _hashed([error.kind, error.message])
            raise
        rows = [[b.fact, b.table.to_pydict()] for b in tab.batches]
        plan = tab.plan
        self.digest = _hashed([plan.headers, plan.questions, rows, tab.rejected, tab.counts])
        return tab

    def _read(self, settings: ReadSettings, here: Hints) -> Tab:
        try:
            with read(self.copy, settings, here) as parsed:
                batches: tuple[FactBatch, ...] = tuple(parsed.batches())
                return Tab(parsed.plan, batches, tuple(parsed.rejected), parsed.counts)
        except KpiError:
            # A question is refused there; here it is asked. Most tabs leave none open.
            plan = recognise(self.copy, settings, here)
            if not plan.questions:
                raise
            return Tab(plan, (), (), Counts())


@dataclass(slots=True, weakref_slot=True)
class ExcelBook:
    """
    A workbook, and ours beside it.

    remembered: what `write` returned last: what our workbook then was, and held.
    """

    path: Path
    settings: ReadSettings
    remembered: Mapping[str, Any] | None = None
    lang: Lang = Lang.EN

    @property
    def calls(self) -> int:
        """How many requests were sent: nobody is asked."""
        return 0

    @property
    def grows(self) -> bool:
        """Whether the history is added to: our workbook is written anew each time."""
        return False

    @property
    def beside(self) -> Path:
        """Where our own workbook is."""
        return self.path.with_name(self.path.stem + BESIDE)

    def gate(self) -> str:
        """Return what both workbooks are on the disk."""
        return f"{_stat(self.path, needed=True)} {_stat(self.beside, needed=False)}"

    def check(self) -> None:
        """Check that something can be written beside it, and that nobody's file is in the way."""
        try:
            with tempfile.TemporaryFile(dir=self.path.parent):
                pass
        except OSError:
            raise KpiError(Kind.AUTH, _NO_ROOM.format(folder=self.path.parent)) from None
        self._keep_off()

    def look(self) -> Look:
        """Return its tabs, of a copy made now."""
        copy = self._copied()
        try:
            found = tabs(copy, self.settings)
        except KpiError as error:
            # A folder that syncs shows half a workbook for a while.
            told = _UNREADABLE.format(name=self.path.name, why=error.message)
            raise KpiError(error.kind, told) from None
        own = frozenset[str]()
        if self.remembered and _digest(self.beside) == self.remembered["file"]:
            own = frozenset(self.remembered["pages"])
        return Look(
            title=self.path.stem,
            locale=self.settings.locale,
            timezone=self.settings.timezone,
            tabs=tuple(TabSeen(t.id, t.name, hidden=t.hidden) for t in found),
            own=own,
            marker=self.remembered["marker"] if self.remembered and own else None,
            inside=copy,
        )

    def read(self, look: Look, tabs: Collection[str]) -> Cells:
        """Return the tabs of the copy, not read yet, and what our own pages hold."""
        copy: Path = look.inside
        digest = _digest(copy)
        contents = {
            seen.id: ExcelContent(copy, seen.title, f"{digest} {seen.title}")
            for seen in look.tabs
            if seen.id in tabs
        }
        own: dict[str, Sequence[Sequence[Value]]] = {}
        if self.remembered and look.own:
            own = dict(self.remembered["pages"])
        return Cells(contents, own)

    def write(self, look: Look, cells: Cells, output: Output, marker: str) -> Json:
        """Write our workbook beside, whole or not at all, and return what it is."""
        del look, cells
        self._keep_off()
        made = self.beside.with_name(f".{self.beside.name}.new")
        try:
            writer.write(made, output, self.lang, source=self.path.name)
            # Whoever may open the workbook may open what is said of it.
            shutil.copymode(self.path, made)
            wanted = _digest(made)
            self._replaced(made)
        except OSError:
            raise KpiError(Kind.UPSTREAM, _NOT_WRITTEN.format(name=self.beside.name)) from None
        finally:
            with suppress(OSError):
                made.unlink(missing_ok=True)
        if _digest(self.beside) != wanted:
            raise KpiError(Kind.UPSTREAM, _ALTERED.format(name=self.beside.name))
        last = output.numbers[-1] if output.numbers else 0
        return {
            "file": wanted,
            "marker": marker,
            "pages": {
                "dashboard": output.dashboard.values(),
                "problems": output.problems.values(),
                "history": [[last]],
                **({"tables": output.tables.values()} if output.tables else {}),
            },
        }

    def _replaced(self, made: Path) -> None:
        try:
            made.replace(self.beside)
        except PermissionError:  # on Windows, whoever has it open keeps it
            raise KpiError(Kind.UPSTREAM, _OPEN.format(name=self.beside.name)) from None

    def _keep_off(self) -> None:
        """Refuse to write over a file that no run wrote for this very workbook."""
        if self.beside.exists() and writer.source(self.beside) != self.path.name:
            raise KpiError(Kind.AMBIGUOUS, _IN_THE_WAY.format(name=self.beside.name))

    def _copied(self) -> Path:
        """Return a copy of one moment: a folder that syncs may be writing the workbook just now."""
        _sweep()
        folder = tempfile.mkdtemp(prefix=_COPIES)
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        copy = Path(folder) / f"book{self.path.suffix.lower()}"
        for _ in range(_TRIES):
            before = _stat(self.path, needed=True)
            try:
                shutil.copyfile(self.path, copy)
            except OSError:
                raise KpiError(Kind.UPSTREAM, _LOCKED.format(name=self.path.name)) from None
            if _stat(self.path, needed=True) == before:
                return copy
        raise KpiError(Kind.UPSTREAM, _LOCKED.format(name=self.path.name))


def _sweep() -> None:
    """Remove the copies that runs left which were killed: they hold what the team typed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_COPIES}*"):
        with suppress(OSError):
            if time.time() - left.lstat().st_mtime > _LONGEST_RUN:
                shutil.rmtree(left)


def _stat(path: Path, *, needed: bool) -> str:
    try:
        told = path.stat()
    except OSError:
        if needed:
            raise KpiError(Kind.NOT_FOUND, _GONE.format(path=path)) from None
        return "none"
    return f"{told.st_mtime_ns}:{told.st_size}"


def _hashed(told: object) -> str:
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


_NO_ROOM = Text(
    en="Nothing can be written in {folder}, where the dashboard goes: check the rights of the folder.",
    fr="Impossible d’écrire dans {folder}, où va le tableau de bord\u00a0: vérifiez les droits du dossier.",
)
_GONE = Text(
    en="The workbook {path} is not there: put it back, or `kpi sync disconnect` it.",
    fr="Le classeur {path} n’est plus là\u00a0: remettez-le, ou déconnectez-le avec `kpi sync disconnect`.",
)
_LOCKED = Text(
    en="“{name}” is being saved or is locked by another program: the next run reads it.",
    fr="«\u00a0{name}\u00a0» est en cours d’enregistrement ou verrouillé par un autre programme\u00a0: la prochaine exécution le lira.",
)
_OPEN = Text(
    en="“{name}” is open in Excel and cannot be replaced: close it, the next run writes it.",
    fr="«\u00a0{name}\u00a0» est ouvert dans Excel et ne peut pas être remplacé\u00a0: fermez-le, la prochaine exécution l’écrira.",
)
_NOT_WRITTEN = Text(
    en="“{name}” could not be written: make room on the disk, or look at the folder; the data read stay, and the next run writes it.",
    fr="«\u00a0{name}\u00a0» n’a pas pu être écrit\u00a0: faites de la place sur le disque, ou vérifiez le dossier\u202f; les données lues restent, et la prochaine exécution l’écrira.",
)
_UNREADABLE = Text(
    en="“{name}”: {why} If its folder is being synced just now, the next run reads it whole.",
    fr="«\u00a0{name}\u00a0»\u00a0: {why} Si son dossier est en cours de synchronisation, la prochaine exécution le lira entier.",
)
_IN_THE_WAY = Text(
    en="“{name}” stands where the dashboard goes, and no run wrote it for this workbook: rename or move it, so that nothing of yours is overwritten.",
    fr="«\u00a0{name}\u00a0» est à la place du tableau de bord, et aucune exécution ne l’a écrit pour ce classeur\u00a0: renommez-le ou déplacez-le, pour que rien à vous ne soit écrasé.",
)
_ALTERED = Text(
    en="“{name}” was changed while it was written: the next run writes it again.",
    fr="«\u00a0{name}\u00a0» a changé pendant l’écriture\u00a0: la prochaine exécution le réécrira.",
)
