"""What an import makes one wonder about. Nothing is changed: a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from kpi_core.facts import FACTS
from kpi_core.text import Text, counted
from kpi_core.workspace.store import identifier

_ENOUGH = 50  # rows, below which a crowded day proves nothing
_CROWDED = 0.5
_MOST = 3  # files that are named


def suspicions(cursor: duckdb.DuckDBPyConnection, import_id: int) -> list[Text]:
    """Return what to check after the import numbered *import_id*."""
    return [
        *_spike(cursor, import_id),
        *_twice(cursor, import_id),
        *_also(cursor, ("deals",), "f.import_id = ?", import_id),
        *_replaced(cursor, import_id),
        *_namesakes(cursor, import_id),
    ]


def also_elsewhere(cursor: duckdb.DuckDBPyConnection, tool: str) -> list[Text]:
    """Return which rows of *tool*, all its tabs, seem to be recorded from somewhere else too."""
    return list(_also(cursor, _SAME, "starts_with(f.system, ? || '.')", tool))


def _also(
    cursor: duckdb.DuckDBPyConnection, facts: Iterable[str], which: str, bound: int | str
) -> Iterator[Text]:
    # Each stored row came with an import: of one tool alone, none stands elsewhere.
    tools = "SELECT count(DISTINCT split_part(system, '.', 1)) FROM imports"
    if cursor.execute(tools).fetchall() >= [(2,)]:
        for fact in facts:
            yield from _same_rows(cursor, fact, which, bound)


def _same_rows(
    cursor: duckdb.DuckDBPyConnection, fact: str, which: str, bound: int | str
) -> Iterator[Text]:
    """The same deal, or the same spend to the cent, may come from an export and from a sheet."""
    rows = cursor.execute(
        f"SELECT i.file, count(DISTINCT f.row_key), min({_NAMED[fact]}) FROM {identifier(fact)} f"
        f" JOIN {identifier(fact)} o ON o.system <> f.system AND {_SAME[fact]}"
        f" JOIN imports i ON i.id = o.import_id WHERE {which}"
        " AND split_part(o.system, '.', 1) <> split_part(f.system, '.', 1)"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3",
        [bound],
    ).fetchall()
    for file, count, named in rows:
        yield counted(count, *_ALSO).format(what=FACTS[fact].title, named=named, file=file)


_SAME = {
    # Two tools number their deals alike: only what was sold to whom makes it the same one.
    "deals": "lower(o.deal) = lower(f.deal) AND o.amount = f.amount"
    " AND lower(o.customer) IS NOT DISTINCT FROM lower(f.customer)",
    "spend": "o.source = f.source AND o.spent_on = f.spent_on AND o.amount = f.amount"
    + "".join(
        f" AND o.{name} IS NOT DISTINCT FROM f.{name}"
        for name in ("campaign", "content", "segment", "country", "product", "label")
    ),
}
_NAMED = {"deals": "f.deal", "spend": "f.source || ' ' || f.spent_on::VARCHAR"}


def _spike(cursor: duckdb.DuckDBPyConnection, import_id: int) -> Iterator[Text]:
    """A CRM that was filled in one go dates everyone on that day."""
    rows = cursor.execute(
        "SELECT created_on, count(*), sum(count(*)) OVER (), count(*) OVER () FROM leads"
        " WHERE import_id = ? AND created_on IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
        [import_id],
    ).fetchall()
    for day, count, total, days in rows:
        if total >= _ENOUGH and days > 1 and count > _CROWDED * total:
            yield Text(
                en="{n} of {total} leads were created on {day}: if the CRM was filled in one go that day, their real dates are lost.",
                fr="{n} leads sur {total} ont été créés le {day}\u00a0: si le CRM a été rempli d’un coup ce jour-là, leurs vraies dates sont perdues.",
            ).format(n=count, total=total, day=day)


def _twice(cursor: duckdb.DuckDBPyConnection, import_id: int) -> Iterator[Text]:
    """The same ads may stand in the platform's export and in somebody's own sheet."""
    rows = cursor.execute(
        "WITH fresh AS (SELECT source, system, min(spent_on) AS first, max(spent_on) AS last FROM spend"
        "   WHERE import_id = ? AND source IS NOT NULL GROUP BY ALL)"
        " SELECT f.source, o.system, min(o.spent_on), max(o.spent_on) FROM fresh f JOIN spend o"
        "   ON o.source = f.source AND o.system <> f.system AND o.spent_on BETWEEN f.first AND f.last"
        " GROUP BY ALL ORDER BY 1, 2",
        [import_id],
    ).fetchall()
    for source, system, first, last in rows:
        yield Text(
            en="Spend on {source} from {a} to {b} is also recorded from {system}: check that it is not counted twice.",
            fr="Des dépenses {source} du {a} au {b} viennent aussi de {system}\u00a0: vérifiez qu’elles ne sont pas comptées deux fois.",
        ).format(source=source, a=first, b=last, system=system)


def _replaced(cursor: duckdb.DuckDBPyConnection, import_id: int) -> Iterator[Text]:
    """A file that corrects another bears its name; one that does not may be a second list."""
    # One statement for all facts: most imports replace nothing.
    asked = " UNION ALL ".join(
        f"SELECT '{identifier(fact)}', o.file, count(*) FROM {identifier(fact)}_history h"
        " JOIN imports o ON o.id = h.import_id JOIN imports n ON n.id = h.superseded_by"
        " WHERE h.superseded_by = ? AND NOT h.tombstone AND o.file <> n.file GROUP BY ALL"
        for fact in FACTS
    )
    rows = cursor.execute(asked, [import_id] * len(FACTS)).fetchall()
    for fact in FACTS:
        own = sorted((-count, file) for of, file, count in rows if of == fact)
        for count, file in own[:_MOST]:
            yield counted(-count, *_REPLACED).format(what=FACTS[fact].title, file=file)


def _namesakes(cursor: duckdb.DuckDBPyConnection, import_id: int) -> Iterator[Text]:
    """A name and a company are too weak to merge two people on."""
    rows = cursor.execute(
        "SELECT count(*), min(name) FROM (SELECT min(name) AS name FROM leads"
        " WHERE name IS NOT NULL AND company IS NOT NULL GROUP BY lower(name), lower(company)"
        " HAVING count(*) > 1 AND bool_or(import_id = ?))",
        [import_id],
    ).fetchall()
    for count, name in rows:
        if count:
            yield counted(count, *_NAMESAKES).format(name=name)


_ALSO = (
    Text(
        en="{n} row of {what} ({named}) is recorded from {file} too, and counts twice: take it out of one of them.",
        fr="{n} ligne «\u00a0{what}\u00a0» ({named}) vient aussi du fichier {file} et compte deux fois\u00a0: retirez-la de l’un des deux.",
    ),
    Text(
        en="{n} rows of {what} ({named}…) are recorded from {file} too, and count twice: take them out of one of them.",
        fr="{n} lignes «\u00a0{what}\u00a0» ({named}…) viennent aussi du fichier {file} et comptent deux fois\u00a0: retirez-les de l’un des deux.",
    ),
)
_REPLACED = (
    Text(
        en="{n} row of {what} that came from {file} was replaced, having the same key. If this file adds to that one, say so in a column (label, campaign, country) and import both again.",
        fr="{n} ligne « {what} » venue de {file} a été remplacée, ayant la même clé. Si ce fichier complète l’autre, distinguez-les par une colonne (libellé, campagne, pays) et réimportez les deux.",
    ),
    Text(
        en="{n} rows of {what} that came from {file} were replaced, having the same key. If this file adds to that one, say so in a column (label, campaign, country) and import both again.",
        fr="{n} lignes « {what} » venues de {file} ont été remplacées, ayant la même clé. Si ce fichier complète l’autre, distinguez-les par une colonne (libellé, campagne, pays) et réimportez les deux.",
    ),
)
_NAMESAKES = (
    Text(
        en="{n} person shares a name and a company with another ({name}…): they are kept apart, having no key in common.",
        fr="{n} personne partage nom et entreprise avec une autre ({name}…) : elles restent distinctes, faute de clé commune.",
    ),
    Text(
        en="{n} people share a name and a company with another ({name}…): they are kept apart, having no key in common.",
        fr="{n} personnes partagent nom et entreprise avec une autre ({name}…) : elles restent distinctes, faute de clé commune.",
    ),
)
