"""Facts in a firm's own warehouse: read there at each question, never copied.

The workspace keeps what it decides: settings, targets, and which spelling means which member. What
the facts hold is looked at once a version of them: whether they changed is asked at most every so
often, which the mapping says (`fresh`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

import pyarrow as pa

from kpi_core.engines import mapping as mappings
from kpi_core.engines.around import Around
from kpi_core.engines.cubing import Cubes, Kept, Made, Part, made_of, parts
from kpi_core.engines.engine import Reading, Size
from kpi_core.engines.facts import Facts
from kpi_core.engines.looking import Ends, Look, Memory
from kpi_core.engines.opening import engine_of
from kpi_core.engines.prelude import Prelude
from kpi_core.engines.spelling import Spelling, spelling
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS
from kpi_core.measures import Measure
from kpi_core.text import Text
from kpi_core.warehouse.address import Secret, password, read
from kpi_core.warehouse.relations import RELATIONS
from kpi_core.workspace import Store
from kpi_core.workspace.members import MemberIndex, Unplaced, resembled


@dataclass(frozen=True, slots=True)
class _Known:
    """What was looked up of one version of the facts."""

    version: int
    prelude: Prelude
    spelling: Spelling
    large: Mapping[str, Look]
    sizes: Mapping[str, Size]
    kept: Mapping[str, Kept]


class InWarehouse:
    """
    The facts in the warehouse at *url* (see `kpi_core.engines.stored.Origin`).

    secret: returns the password that is kept for it, where the environment says none.
    """

    past = False

    def __init__(self, store: Store, url: str, secret: Secret | None = None) -> None:
        self._store = store
        address = read(url)
        self._dialect = address.dialect
        self.engine = engine_of(address, password(url, secret))
        self._lock = RLock()
        self._kept = Memory()
        self._known: _Known | None = None
        self._looked = float("-inf")
        self._mapping: tuple[object, mappings.Warehouse] | None = None

    def mapping(self) -> mappings.Warehouse:
        """Return what the workspace's file says, read again when it changes."""
        path = self._store.folder / mappings.FILE
        seen = _seen(path)
        with self._lock:
            if self._mapping is None or self._mapping[0] != seen:
                self._mapping = seen, mappings.load(self._store.folder, self._dialect)
            return self._mapping[1]

    def close(self) -> None:
        """End the sessions with the server."""
        self.engine.close()

    def reading(self) -> Reading:
        """Return what reads anything of the warehouse, for one thread."""
        return self.engine.reading(Prelude({}))

    def version(self) -> int:
        """Return the number of the facts as they stand: answers are valid as long as it stays."""
        return self._now().version

    def _now(self) -> _Known:
        mapping = self.mapping()
        with self._lock:
            own = f"{self._store.version} {_seen(self._store.folder / mappings.FILE)}"
            known, moment = self._known, time.monotonic()
            if known is not None and own == self._own and moment - self._looked < mapping.fresh:
                return known
            with closing(self.reading()) as reading:
                stamp = self.engine.stamp(reading, mapping)
                # The counters of a table may come after the transaction that they count: whatever
                # is kept by them is looked at again when they do.
                counted = mapping.cube or (known is not None and known.large)
                sizes = self._sizes(reading, mapping) if counted else None
                marks = [str(size.mark) for size in sizes.values()] if sizes else []
                version = _number(own, stamp, *marks)
                if known is None or known.version != version:
                    known = self._look(reading, mapping, version, sizes)
            self._known, self._looked, self._own = known, moment, own
            return known

    _own = ""

    def _sizes(self, reading: Reading, mapping: mappings.Warehouse) -> Mapping[str, Size]:
        scale = self.engine.scale
        return scale.sizes(reading, list(mapping.tables.values())) if scale is not None else {}

    def _look(
        self,
        reading: Reading,
        mapping: mappings.Warehouse,
        version: int,
        sizes: Mapping[str, Size] | None,
    ) -> _Known:
        settings = self._store.settings()
        engine = self.engine
        around = Around(
            settings.timezone,
            mapping.zone or settings.timezone,
            settings.currency,
            settings.rates,
        )
        sizes = self._sizes(reading, mapping) if sizes is None else sizes
        looks = self._looks(reading, mapping, around, sizes)
        held: dict[str, set[str]] = {}
        for look in looks.values():
            for name, members in look.held().items():
                held.setdefault(name, set()).update(members)
        _same_currency(held.pop("currency", set()), settings.currency, settings.rates)
        with closing(self._store.cursor()) as cursor:
            spelt = spelling(cursor, held, mapping.members)
        said = {
            fact: engine.tables.common(look.table, look.types, around, spelt.respelt)
            for fact, look in looks.items()
        }
        empty = {fact: engine.tables.nothing(fact) for fact in FACTS if fact not in said}
        prelude = Prelude(
            {**empty, **said, "one": engine.tables.one()},
            spelt.values(),
            {fact: look.size.rows for fact, look in looks.items() if look.size is not None},
            mapping.most_rows,
            mapping.most_bytes,
        )
        large = {fact: look for fact, look in looks.items() if look.large}
        cubes, cube = self._cubes(), mapping.cube
        kept = cubes.about(reading, cube) if cubes is not None and cube else {}
        return _Known(version, prelude, spelt, large, sizes, kept)

    def _cubes(self) -> Cubes | None:
        scale = self.engine.scale
        return scale.cubes if scale is not None else None

    def _looks(
        self,
        reading: Reading,
        mapping: mappings.Warehouse,
        around: Around,
        sizes: Mapping[str, Size],
    ) -> dict[str, Look]:
        engine, mapped = self.engine, mapping.tables
        return {
            fact: Look(
                engine,
                reading,
                table,
                engine.types(reading, table, list(table.columns)),
                around,
                sizes.get(fact),
                mapping.most_rows,
                self._kept,
            )
            for fact, table in mapped.items()
        }

    def ends(self, days: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, *Ends]]:
        """Return about how many rows each large fact holds, the first of its *days* and the last."""
        large = self._now().large
        if not large:
            return {}
        with closing(self.reading()) as reading:
            return {
                fact: (look.size.rows if look.size else 0, *replace(look, reading=reading).ends(days[fact]))
                for fact, look in large.items()
            }  # fmt: skip

    def summed(
        self, measure: Measure, dimensions: Sequence[str], first: dt.date, last: dt.date
    ) -> pa.Table | None:
        """Return the sums of *measure* that the warehouse keeps, where they are as the rows are."""
        known, cubes, cube = self._now(), self._cubes(), self.mapping().cube
        kept = known.kept.get(measure.relation)
        part = parts(self.mapping().cube_by).get(measure.relation)
        if cubes is None or cube is None or kept is None or part is None:
            return None
        name = part.names.get(measure)
        if name is None or not set(dimensions) <= set(part.dimensions):
            return None
        if kept.made != made_of(part, known.prelude, known.sizes):
            return None
        with closing(self.reading()) as reading:
            return cubes.read(reading, (cube, kept.place), dimensions, name, (first, last))

    def kept(self) -> list[tuple[str, Kept | None, bool]]:
        """Return what is kept of each relation, None where nothing is, and whether it is as the rows."""
        known = self._now()
        return [
            (r, k := known.kept.get(r), k is not None and k.made == made_of(part, known.prelude, known.sizes))
            for r, part in parts(self.mapping().cube_by).items()
            if set(RELATIONS[r].facts) <= set(self.mapping().tables)
        ]  # fmt: skip

    def keep(self) -> list[Made]:
        """
        Make the sums that the warehouse keeps, those whose rows may have changed.

        Raises
        ------
        KpiError
            AUTH where the mapping, or the warehouse, does not allow it; LIMIT while somebody else does.
        """
        cubes, cube = self._cubes(), self.mapping().cube
        if cubes is None:
            raise KpiError(Kind.AUTH, _ONLY_READ)
        if cube is None:
            raise KpiError(Kind.AUTH, _NOT_ALLOWED)
        # As it is now, not as it was some seconds ago: a mark that comes too early only costs work.
        self._looked = float("-inf")
        known, found = self._now(), []
        old: dict[str, tuple[Part, str]] = {}
        for relation, kept, fresh in self.kept():
            made = made_of(
                part := parts(self.mapping().cube_by)[relation], known.prelude, known.sizes
            )
            if made is None:
                raise KpiError(Kind.AUTH, _NO_MARK.format(relation=relation))
            if kept is not None and fresh:
                found.append(Made(kept, fresh=True))
            else:
                old[relation] = part, made
        if old:
            with closing(self.engine.reading(known.prelude)) as reading:
                written = cubes.write(reading, cube, old)
            found += [Made(kept, fresh=False) for kept in written.values()]
            self._looked = float("-inf")
        return sorted(found, key=lambda made: made.kept.relation)

    def facts(self) -> Facts:
        """Return what reads the facts, for one thread."""
        return self.engine.reading(self._now().prelude)

    def members(self) -> MemberIndex:
        """Return the members that the facts hold, and the spellings that find them."""
        return self._now().spelling.index()

    def unplaced(self) -> list[Unplaced]:
        """Return the sources that stand under no known channel, the most used first."""
        known = self._now()
        # Nobody counts the rows of a large table for a list: its sources come last.
        counted = dict.fromkeys(known.spelling.unplaced(), 0) if known.large else {}
        with closing(self.facts()) as facts:
            for fact, spec in FACTS.items():
                if fact in known.large:
                    continue
                if "source" in spec.members() and fact in self.mapping().tables:
                    for source, rows in facts.ask(
                        f"SELECT source, count(*) FROM {fact} WHERE source IS NOT NULL"
                        " AND channel_kind IS NULL GROUP BY 1"
                    ):
                        counted[source] = counted.get(source, 0) + rows
        with closing(self._store.cursor()) as cursor:
            return resembled(cursor, counted)

    def recorded_by(self, fact: str, moment: dt.datetime) -> bool:  # noqa: ARG002 - see `past`
        """Tell nothing: a warehouse does not say when its rows were learnt."""
        return False

    def corrected(self, fact: str, days: Sequence[str]) -> list[tuple[Any, ...]]:  # noqa: ARG002 - idem
        """Return nothing: what was corrected there is not known here."""
        return []

    def untaxed(self, fact: str) -> list[str]:
        """Return the table of *fact* where nobody said whether its amounts are before tax."""
        table = self.mapping().tables.get(fact)
        return [table.title] if table is not None and self.mapping().tax is None else []

    def amount_kinds(self) -> tuple[str, ...]:
        """Return what the amounts of deals are declared to hold; one, or none."""
        said = self.mapping().amount
        return (said,) if said else ()

    def undeclared(self) -> tuple[str, ...]:
        """Return the table of deals where nobody said what their amount holds."""
        table = self.mapping().tables.get("deals")
        silent = table is not None and "amount" in table.columns and self.mapping().amount is None
        return (table.title,) if table is not None and silent else ()

    def files(self, fact: str) -> Mapping[object, str]:
        """Return the table that rows of *fact* come from."""
        table = self.mapping().tables.get(fact)
        return {None: table.title} if table is not None else {}


def _same_currency(found: Iterable[str], own: str, rates: Mapping[str, object]) -> None:
    foreign = sorted({c.strip().upper() for c in found if c.strip()} - {own, *rates})
    if foreign:
        raise KpiError(Kind.CURRENCY, _FOREIGN.format(own=own, names=", ".join(foreign[:5]), first=foreign[0]))  # fmt: skip


def _number(*parts: str) -> int:
    """Return a number for *parts*, small enough for any client: of 48 bits."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:6])


def _seen(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


_ONLY_READ = Text(
    en="Nothing is ever written in a warehouse of this kind: it is only read. Cells are counted from its rows.",
    fr="Rien n’est jamais écrit dans un entrepôt de cette sorte\u00a0: il n’est que lu. Les cellules sont comptées sur ses lignes.",
)
_NOT_ALLOWED = Text(
    en='Nothing is written in this warehouse: warehouse.toml names no schema for it. Add cube = "kpi_cube", and have whoever runs the warehouse create that schema.',
    fr='Rien n’est écrit dans cet entrepôt\u00a0: warehouse.toml n’y nomme aucun schéma. Ajoutez cube = "kpi_cube", et faites créer ce schéma par qui administre l’entrepôt.',
)
_NO_MARK = Text(
    en="The warehouse does not tell when the rows of {relation} change (a standby, foreign tables, a function): sums of them could not be trusted, and none are kept.",
    fr="L’entrepôt ne dit pas quand les lignes de {relation} changent (serveur de secours, tables externes, fonction)\u00a0: on ne pourrait se fier à leurs sommes, et aucune n’est gardée.",
)
_FOREIGN = Text(
    en='The workspace counts in {own} and the warehouse also holds amounts in {names}: give a rate (kpi settings \'rates={{"{first}": "0.92"}}\'), or map amounts that are converted already.',
    fr='L’espace de travail compte en {own} et l’entrepôt contient aussi des montants en {names}\u00a0: donnez un taux (kpi settings \'rates={{"{first}": "0.92"}}\'), ou décrivez des montants déjà convertis.',
)
