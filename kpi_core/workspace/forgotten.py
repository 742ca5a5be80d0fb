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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from kpi_core.text import Text
from kpi_core.workspace.identity import NAMELESS

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
        en="{n} address or identifier that was to be forgotten is known again.",
        fr="{n} adresse ou identifiant à oublier est de nouveau connu.",
    ),
    Text(
        en="{n} addresses or identifiers that were to be forgotten are known again.",
        fr="{n} adresses ou identifiants à oublier sont de nouveau connus.",
    ),
)

# Where a row names a person: by an address, or by a record of its tool.
_ADDRESSED: Mapping[str, tuple[str, ...]] = {
    "leads": ("email", "linkedin_url"),
    "surveys": ("respondent",),
}
_RECORDED: Mapping[str, tuple[str, ...]] = {"leads": ("lead", "external_id")}
# Where a cell may name several, by either. A deal is the firm's: it stays, and only the mention goes.
_MENTIONED: Mapping[str, str] = {"touchpoints": "lead", "deals": "lead"}

Key = tuple[str, str]
"""The kind and the value of what identifies somebody: `email`, `linkedin` or `external`."""


def normal(value: str) -> str:
    """Return an address as it is compared and hashed."""
    return value.strip().casefold()


def keyed(folder: Path, value: str) -> str:
    """Return the hash of *value* with the workspace's own key, which is made if need be."""
    return _hash(_key(folder, create=True), normal(value))


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
        return _key(self.folder, create=True)

    def holds(self, value: str) -> str | None:
        """Return the hash under which *value* is on the list, None when it is not."""
        return self._listed(self.of_address(value)) if self.people else None

    def holds_record(self, record: str) -> str | None:
        """Return the hash under which a record of a tool, `hubspot:12`, is on the list."""
        return self._listed(self.of_record(record)) if self.people else None

    def _listed(self, found: str) -> str | None:
        return found if found in self.people else None

    def of_address(self, value: str) -> str:
        """Return the hash of an e-mail or LinkedIn address, however it is spelled."""
        return _hash(self._secret, normal(value))

    def of_record(self, record: str) -> str:
        """Return the hash of a record of a tool: identifiers may differ by case alone."""
        return _hash(self._secret, record.strip())

    def among(self, values: Iterable[str]) -> set[str]:
        """Return those of *values* that are on the list, as they are compared."""
        return {normal(value) for value in values if self.holds(value)}

    def records_among(self, records: Iterable[str]) -> set[str]:
        """Return those of *records* that are on the list."""
        return {record for record in records if self.holds_record(record)}

    def add(self, hashes: Iterable[str]) -> None:
        """Put people on the list, for good, before anything of them is erased."""
        today = dt.datetime.now(dt.UTC).date().isoformat()
        self._write(dict.fromkeys(hashes, today) | dict(self.people))

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
    """
    Leaves forgotten people out of an import; with *again* it only notes who came back.

    *tool* tells whose records the file names, and *tools* whose else, by the column's own name;
    *headers*, in which columns a rejected row does.
    """

    forgotten: Forgotten
    tool: str = "plain"
    tools: Collection[str] = ()
    again: bool = False
    headers: Collection[str] = ()
    rows: int = 0
    met: dict[Key, str] = field(default_factory=dict)  # key -> the hash it is listed under

    def batches(self, given: Iterable[B], made: Callable[[B, pa.RecordBatch], B]) -> Iterator[B]:
        """Yield the batches without what names a forgotten person; *made* rebuilds one."""
        for batch in given:
            yield self._sifted(batch, made) if self.forgotten.people else batch

    def _sifted(self, batch: B, made: Callable[[B, pa.RecordBatch], B]) -> B:
        table, named = batch.table, _MENTIONED.get(batch.fact)
        if named is not None:
            said = self._mentions(table.column(named))
            found = _among(table.column(named), said)
        else:
            said = {}
            found = self._guilty(batch.fact, table)
        count = 0 if found is None else pc.sum(found).as_py() or 0
        if self.again or not count:
            return batch
        self.rows += count
        if batch.fact != "deals":
            return made(batch, table.filter(pc.invert(found)))
        at = table.schema.get_field_index("lead")
        cells = pa.array(
            [said.get(value, value) for value in table.column(at).to_pylist()],
            table.column(at).type,
        )
        return made(batch, table.set_column(at, table.schema.field(at), cells))

    def _guilty(self, fact: str, table: pa.RecordBatch) -> pa.Array | None:
        """Return which rows name a forgotten person, one a cell."""
        found = None
        for name in _ADDRESSED.get(fact, ()):
            column = table.column(name)
            kind = "linkedin" if name == "linkedin_url" else "email"
            said = {value for value in _different(column) if self._address(value, kind)}
            found = _either(found, _among(column, said))
        for name in _RECORDED.get(fact, ()):
            column = table.column(name)
            if self.tool == "plain" and name == "external_id":
                # The numbers of a plain list are nobody's record beside another address.
                bare = table.column("email").is_null()
                column = pc.if_else(bare, column, pa.scalar(None, column.type))
            said = {value for value in _different(column) if self._record(value)}
            found = _either(found, _among(column, said))
        return found

    def _mentions(self, column: pa.Array) -> dict[str, str]:
        """Return the cells that name a forgotten person -> the same without that mention."""
        found = {}
        for value in _different(column):
            parts = value.replace(",", ";").split(";")
            gone = [self._address(part, "email") or self._record(part) for part in parts]
            if any(gone):
                kept = [NAMELESS if g else part for g, part in zip(gone, parts, strict=True)]
                found[value] = ";".join(kept)
        return found

    def _address(self, value: str, kind: str) -> bool:
        listed = self.forgotten.holds(value)
        if listed:
            self.met[kind, value.strip().lower()] = listed
        return bool(listed)

    def _record(self, value: str) -> bool:
        for tool in (self.tool, *self.tools):
            listed = self.forgotten.holds_record(f"{tool}:{value.strip()}")
            if listed:
                self.met["external", f"{self.tool}:{value.strip()}"] = listed
                return True
        return False

    def refused(self, given: Iterable[R]) -> Iterator[R]:
        """Yield the rejected rows that name no forgotten person."""
        for row in given:
            if self.again or not self._names_somebody(row.raw):
                yield row

    def _names_somebody(self, raw: Mapping[str, str]) -> bool:
        tools = (self.tool, *self.tools)
        numbers = (f"{t}:{raw[h].strip()}" for t in tools for h in self.headers if h in raw)
        return bool(
            self.forgotten.among(addresses(" ".join(raw.values())))
            or self.forgotten.records_among(numbers)
        )


def _different(column: pa.Array) -> list[str]:
    return [str(value) for value in pc.unique(column).to_pylist() if value]


def _among(column: pa.Array, said: Collection[str]) -> pa.Array | None:
    if not said:
        return None
    return pc.fill_null(pc.is_in(column, pa.array(list(said), column.type)), False)


def _either(one: pa.Array | None, other: pa.Array | None) -> pa.Array | None:
    if one is None or other is None:
        return other if one is None else one
    return pc.or_(one, other)


def _hash(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def _key(folder: Path, *, create: bool) -> bytes:
    path = folder / _KEY
    if create and not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text())
