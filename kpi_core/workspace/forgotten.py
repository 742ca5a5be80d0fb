"""Who asked to be forgotten: keyed hashes, which tell nobody's name, beside the workspace.

A backup made before still holds the person, and so does the next export of the tool they came
from: this list is what lets a restore forget them again, and an import leave them out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from kpi_core.text import Text

LIST = "forgotten.json"
_KEY = "audit.key"
_ADDRESS = re.compile(r"[^\s@,;<>\"'()\[\]]+@[^\s@,;<>\"'()\[\]]+")

LEFT_OUT = (
    Text(
        en="{n} row about a person who asked to be forgotten was left without them. With their consent: kpi import --again.",
        fr="{n} ligne concernait une personne qui a demandé l’oubli : elle n’y figure pas. Avec son accord : kpi import --again.",
    ),
    Text(
        en="{n} rows about people who asked to be forgotten were left without them. With their consent: kpi import --again.",
        fr="{n} lignes concernaient des personnes qui ont demandé l’oubli : elles n’y figurent pas. Avec leur accord : kpi import --again.",
    ),
)
KNOWN_AGAIN = (
    Text(
        en="{n} address that was to be forgotten is known again.",
        fr="{n} adresse à oublier est de nouveau connue.",
    ),
    Text(
        en="{n} addresses that were to be forgotten are known again.",
        fr="{n} adresses à oublier sont de nouveau connues.",
    ),
)

# Where a row names a person. A deal is the firm's: it stays, and no longer says who brought it.
_NAMING: Mapping[str, tuple[str, ...]] = {
    "leads": ("email", "linkedin_url", "lead"),
    "touchpoints": ("lead",),
    "surveys": ("respondent",),
    "deals": ("lead",),
}


def normal(value: str) -> str:
    """Return an address as it is compared and hashed."""
    return value.strip().casefold()


def keyed(folder: Path, value: str) -> str:
    """Return the hash of *value* with the workspace's own key, which is made if need be."""
    return _hash(_key(folder, create=True), value)


def addresses(text: str) -> set[str]:
    """Return the e-mail addresses that *text* holds."""
    return {normal(found.rstrip(".")) for found in _ADDRESS.findall(text)}


@dataclass(frozen=True)
class Forgotten:
    """The list of one workspace: hash -> the day it was asked."""

    folder: Path
    people: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> Forgotten:
        """Read the list of *folder*; nobody is on it where there is none."""
        try:
            return cls(folder, json.loads((folder / LIST).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls(folder, {})

    @cached_property
    def _secret(self) -> bytes:
        return _key(self.folder, create=False)

    def holds(self, value: str) -> str | None:
        """Return the hash under which *value* is on the list, None when it is not."""
        if not self.people:
            return None
        found = _hash(self._secret, value)
        return found if found in self.people else None

    def among(self, values: Iterable[str]) -> set[str]:
        """Return those of *values* that are on the list."""
        return {value for value in values if self.holds(value)}

    def add(self, values: Iterable[str]) -> None:
        """Put people on the list, for good, before anything of them is erased."""
        today = dt.datetime.now(dt.UTC).date().isoformat()
        new = {keyed(self.folder, value): today for value in values}
        self._write(new | dict(self.people))

    def remove(self, hashes: Iterable[str]) -> None:
        """Take people off the list: they are known again, and it was asked for."""
        gone = set(hashes)
        self._write({h: day for h, day in self.people.items() if h not in gone})

    def _write(self, people: Mapping[str, str]) -> None:
        path = self.folder / LIST
        fresh = path.with_name(LIST + ".fresh")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(dict(people), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


class Batch(Protocol):
    """Rows of one fact, as read from a file."""

    @property
    def fact(self) -> str:
        """The fact table."""

    @property
    def table(self) -> pa.RecordBatch:
        """The columns of the fact, and `source_row`."""


class Row(Protocol):
    """A row that could not be read."""

    @property
    def raw(self) -> dict[str, str]:
        """The row as it stands in the file."""


B = TypeVar("B", bound=Batch)
R = TypeVar("R", bound=Row)


@dataclass(slots=True)
class Sieve:
    """Leaves forgotten people out of an import; with *again* it only notes who came back."""

    forgotten: Forgotten
    again: bool = False
    rows: int = 0
    met: set[str] = field(default_factory=set)

    def batches(self, given: Iterable[B], made: Callable[[B, pa.RecordBatch], B]) -> Iterator[B]:
        """Yield the batches without what names a forgotten person; *made* rebuilds one."""
        for batch in given:
            names = _NAMING.get(batch.fact, ()) if self.forgotten.people else ()
            names = tuple(n for n in names if n in batch.table.schema.names)
            yield self._sifted(batch, names, made) if names else batch

    def _sifted(
        self, batch: B, names: tuple[str, ...], made: Callable[[B, pa.RecordBatch], B]
    ) -> B:
        table = batch.table
        guilty = [self._guilty(table.column(n)) for n in names]
        found = guilty[0]
        for other in guilty[1:]:
            found = pc.or_(found, other)
        count = pc.sum(found).as_py() or 0
        if self.again or not count:
            return batch
        self.rows += count
        if batch.fact != "deals":
            return made(batch, table.filter(pc.invert(found)))
        at = table.schema.get_field_index("lead")
        blank = pc.if_else(found, pa.scalar(None, table.column(at).type), table.column(at))
        return made(batch, table.set_column(at, table.schema.field(at), blank))

    def _guilty(self, column: pa.Array) -> pa.Array:
        said = {value for value in pc.unique(column).to_pylist() if value}
        found = []
        for value in said:
            hashes = [h for one in _people(str(value)) if (h := self.forgotten.holds(one))]
            if hashes:
                self.met.update(hashes)
                found.append(value)
        return pc.fill_null(pc.is_in(column, pa.array(found, column.type)), False)

    def refused(self, given: Iterable[R]) -> Iterator[R]:
        """Yield the rejected rows that name no forgotten person."""
        for row in given:
            if self.again or not self.forgotten.among(addresses(" ".join(row.raw.values()))):
                yield row


def _people(value: str) -> Iterator[str]:
    """Yield each person that a cell may name: several contacts share one."""
    yield from (normal(part) for part in value.replace(",", ";").split(";"))


def _hash(key: bytes, value: str) -> str:
    return hmac.new(key, normal(value).encode(), hashlib.sha256).hexdigest()


def _key(folder: Path, *, create: bool) -> bytes:
    path = folder / _KEY
    if create and not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text())
