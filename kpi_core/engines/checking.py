"""Whether a warehouse is what `warehouse.toml` says: everything that is not, told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from kpi_core.engines import looking
from kpi_core.engines.engine import Engine, Reading
from kpi_core.engines.finding import Finding, Weight
from kpi_core.engines.mapping import Table
from kpi_core.engines.mapping import Warehouse as Mapping_
from kpi_core.engines.tables import Sort, Types, fits
from kpi_core.engines.warehouse import InWarehouse
from kpi_core.errors import Kind, KpiError
from kpi_core.facts import FACTS, ColumnKind
from kpi_core.text import Text

_ENOUGH = 12  # words of theirs that are listed


def check(warehouse: InWarehouse, zone: str) -> list[Finding]:
    """
    Return what was found, in the order it was looked at; *zone*: the workspace's.

    What keeps the rest from being looked at (no server, no mapping) is the last finding.
    """
    found: list[Finding] = []
    try:
        with closing(warehouse.reading()) as reading:
            # What is to be said of the server comes before a mapping that cannot be read.
            engine = warehouse.engine
            mapping, unread = _mapping(warehouse)
            found += engine.standing(reading, mapping)
            if unread is not None:
                raise unread
            for table in mapping.tables.values():
                found += _table(engine, reading, table, mapping.zone or zone)
                found += _large(engine, reading, table)
            found += _unmapped(mapping)
            if not any(f.weight is Weight.FAULT for f in found):
                warehouse.version()
                found += _cube(warehouse, reading, mapping)
    except KpiError as error:
        found.append(Finding(Weight.FAULT, "", error.message))
    return found


def _mapping(warehouse: InWarehouse) -> tuple[Mapping_, KpiError | None]:
    try:
        return warehouse.mapping(), None
    except KpiError as error:
        return Mapping_({}), error


def _table(engine: Engine, reading: Reading, table: Table, zone: str) -> Iterator[Finding]:
    where = f"[{table.fact}] {table.title}"
    names = list(table.columns)
    faults = [
        Finding(Weight.FAULT, f"{where} {name}", refusal)
        for name in names
        if (refusal := _refused(lambda n=name: engine.types(reading, table, [n]))) is not None  # type: ignore[misc]
    ]
    if faults and len(faults) == len(names):
        # Not one column: it is the table itself that is not there, or not ours to read.
        yield Finding(Weight.FAULT, where, faults[0].what)
        return
    yield from faults
    if faults:
        return
    types = engine.types(reading, table, names)
    odd = list(_types(table, types, where, zone))
    yield from odd
    if any(f.weight is Weight.FAULT for f in odd):
        return
    if not _size(engine, reading, table):
        yield from _words(engine, reading, table, where)
    if engine.inhabited(reading, table):
        yield Finding(Weight.OK, where, _FOUND)
    else:
        yield Finding(Weight.WARNING, where, _EMPTY)


def _size(engine: Engine, reading: Reading, table: Table) -> int:
    """Return about how many rows a large table holds; 0 for one that is not."""
    if engine.scale is None:
        return 0
    (size,) = engine.scale.sizes(reading, [table]).values()
    return size.rows if size.rows > looking.SMALL else 0


def _large(engine: Engine, reading: Reading, table: Table) -> Iterator[Finding]:
    """Say of a large table where what it holds comes from."""
    if _refused(lambda: _size(engine, reading, table)) is not None or engine.scale is None:
        return
    if not (rows := _size(engine, reading, table)):
        return
    told = set(engine.scale.indexed(reading, table))
    wanted = [*looking.telling(table), *(n for n, c in FACTS[table.fact].columns.items() if c.kind is ColumnKind.DAY and n in table.columns)]  # fmt: skip
    wanted = [name for name in wanted if table.columns[name].value is None]
    ways: dict[str, list[str]] = {"list": [], "index": [], "whole": []}
    for name in wanted:
        ways["list" if name in table.members else "index" if name in told else "whole"].append(name)
    named = {way: ", ".join(names) or "–" for way, names in ways.items()}
    read = Weight.WARNING if engine.scale.indexes else Weight.NOTE
    weight = read if ways["whole"] else Weight.OK
    yield Finding(weight, f"[{table.fact}] {table.title}", _LARGE.format(rows=rows, **named))


def _cube(warehouse: InWarehouse, reading: Reading, mapping: Mapping_) -> Iterator[Finding]:
    """Say of sums by day whether they may be kept there, are there, and are as the rows are."""
    scale, schema = warehouse.engine.scale, mapping.cube
    if scale is None or scale.cubes is None or schema is None:
        return
    allowed = scale.cubes.allowed(reading, schema)
    if allowed is None:
        yield Finding(Weight.WARNING, schema, _NO_CUBE.format(schema=schema))
        return
    yield Finding(Weight.OK, schema, _WRITTEN if allowed else _READ)
    for relation, kept, fresh in warehouse.kept():
        where = f"{schema} {relation}"
        if kept is None:
            yield Finding(Weight.NOTE, where, _NOT_KEPT)
        else:
            told = (_FRESH if fresh else _STALE).format(rows=kept.rows, at=f"{kept.at:%Y-%m-%d %H:%M} UTC")  # fmt: skip
            yield Finding(Weight.OK if fresh else Weight.NOTE, where, told)


def _refused(look: Callable[[], object]) -> Text | None:
    try:
        look()
    except KpiError as error:
        if error.kind is Kind.UPSTREAM:
            raise
        return error.message
    return None


def _types(table: Table, types: Types, where: str, zone: str) -> Iterator[Finding]:
    spec = FACTS[table.fact].columns
    bare = []
    for name, type_ in types.items():
        kind = spec[name].kind if name in spec else ColumnKind.MEMBER
        if not fits(kind, type_):
            yield Finding(Weight.FAULT, f"{where} {name}", _NEEDS[kind])
        if kind in {ColumnKind.DAY, ColumnKind.MOMENT} and type_ is Sort.MOMENT:
            bare.append(name)
    if bare:
        names = ", ".join(bare)
        yield Finding(Weight.NOTE, where, _NO_ZONE.format(names=names, zone=zone))


def _words(engine: Engine, reading: Reading, table: Table, where: str) -> Iterator[Finding]:
    """Yield the words of theirs that are none of our choices: their rows would count nowhere."""
    for name, mapped in table.columns.items():
        column = FACTS[table.fact].columns.get(name)
        if column is None or column.kind is not ColumnKind.CHOICE or mapped.value is not None:
            continue
        if found := engine.strangers(reading, table, name, column.choices, _ENOUGH):
            words = ", ".join(sorted(found))
            choices = ", ".join(column.choices)
            told = _UNKNOWN_WORDS.format(words=words, choices=choices, name=name)
            yield Finding(Weight.WARNING, f"{where} {name}", told)


def _unmapped(mapping: Mapping_) -> Iterator[Finding]:
    if titles := [FACTS[f].title for f in FACTS if f not in mapping.tables]:
        yield Finding(
            Weight.NOTE,
            "",
            Text(
                en=_UNMAPPED.en.format(facts=", ".join(t.en for t in titles)),
                fr=_UNMAPPED.fr.format(facts=", ".join(t.fr for t in titles)),
            ),
        )


_FOUND = Text(
    en="All columns are there, of the right types.",
    fr="Toutes les colonnes sont là, du bon type.",
)
_EMPTY = Text(
    en="The table has no row that counts: check `where`, or who fills it.",
    fr="La table n’a aucune ligne qui compte\u00a0: vérifiez `where`, ou qui la remplit.",
)
_LARGE = Text(
    en="About {rows} {rows:row|rows}. What it holds is known by a list: {list}; by an index: {index}; by reading it from end to end: {whole}.",
    fr="Environ {rows} {rows:ligne|lignes}. Ce qu’elle contient est connu par une liste\u00a0: {list}\u202f; par un index\u00a0: {index}\u202f; en la lisant d’un bout à l’autre\u00a0: {whole}.",
)
_NO_CUBE = Text(
    en="There is no schema {schema} for sums by day, or not for this user: whoever runs the warehouse makes it, CREATE SCHEMA {schema} AUTHORIZATION this user. Cells are counted from the rows.",
    fr="Il n’y a pas de schéma {schema} pour les sommes par jour, ou pas pour cet utilisateur\u00a0: qui administre l’entrepôt le crée, CREATE SCHEMA {schema} AUTHORIZATION cet utilisateur. Les cellules sont comptées sur les lignes.",
)
_WRITTEN = Text(
    en="Sums by day may be kept here: kpi warehouse cube.",
    fr="Les sommes par jour peuvent être gardées ici\u00a0: kpi warehouse cube.",
)
_READ = Text(
    en="Sums by day are read here, and made by another user: this one may not write.",
    fr="Les sommes par jour sont lues ici, et faites par un autre utilisateur\u00a0: celui-ci ne peut pas écrire.",
)
_NOT_KEPT = Text(
    en="None yet: kpi warehouse cube makes them.",
    fr="Aucune encore\u00a0: kpi warehouse cube les fait.",
)
_FRESH = Text(
    en="As the rows are: {rows} {rows:sum|sums}, made {at}.",
    fr="À jour des lignes\u00a0: {rows} {rows:somme|sommes}, du {at}.",
)
_STALE = Text(
    en="The rows, the mapping or the spellings changed since {at}: cells are counted from the rows until kpi warehouse cube runs again.",
    fr="Les lignes, les correspondances ou les graphies ont changé depuis le {at}\u00a0: les cellules sont comptées sur les lignes jusqu’au prochain kpi warehouse cube.",
)
_NO_ZONE = Text(
    en='{names}: moments without a time zone, read as of {zone}. If they are of another one, write zone = "UTC" in warehouse.toml.',
    fr='{names}\u00a0: des moments sans fuseau horaire, lus comme de {zone}. S’ils sont d’un autre, écrivez zone = "UTC" dans warehouse.toml.',
)
_UNKNOWN_WORDS = Text(
    en='These words mean nothing here, and their rows count for no KPI of one kind: {words}. Say what they mean: values = {{ "theirs" = "ours" }}, ours being one of {choices}.',
    fr='Ces mots ne veulent rien dire ici, et leurs lignes ne comptent dans aucun indicateur d’un seul type\u00a0: {words}. Dites ce qu’ils veulent dire\u00a0: values = {{ "le leur" = "le nôtre" }}, le nôtre parmi {choices}.',
)
_UNMAPPED = Text(
    en="Not mapped: {facts}. KPIs that need them say that nothing is recorded.",
    fr="Non décrits\u00a0: {facts}. Les indicateurs qui en ont besoin diront que rien n’est enregistré.",
)
_A_DAY = Text(
    en="A date or a moment is needed: cast it, { sql = \"to_date(theirs, 'DD/MM/YYYY')\" }.",
    fr="Il faut une date ou un moment\u00a0: convertissez, { sql = \"to_date(la_leur, 'DD/MM/YYYY')\" }.",
)
_A_NUMBER = Text(
    en='A number is needed: cast it, { sql = "theirs::numeric" }.',
    fr='Il faut un nombre\u00a0: convertissez, { sql = "le_leur::numeric" }.',
)
_NEEDS = {
    ColumnKind.DAY: _A_DAY,
    ColumnKind.MOMENT: _A_DAY,
    ColumnKind.MONEY: _A_NUMBER,
    ColumnKind.COUNT: _A_NUMBER,
    ColumnKind.NUMBER: _A_NUMBER,
}
