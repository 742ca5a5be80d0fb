"""Sums by day kept in a schema of PostgreSQL, the only place there that anything is written to."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from kpi_core.engines import postgres_words as words
from kpi_core.engines.asking import AbandonedError, asker
from kpi_core.engines.cubing import FIRST, LAST, Kept, Part
from kpi_core.engines.facts import too_long
from kpi_core.engines.postgres import DIALECT, Reading, Sessions, driver, stop
from kpi_core.engines.postgres_tables import TABLES
from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.warehouse.dialects import type_in
from kpi_core.warehouse.plan import columns_of
from kpi_core.warehouse.shape import Shape

if TYPE_CHECKING:
    import psycopg

_LONGEST = 6 * 3600  # seconds, of a part
_WAITING = "5s"  # for whoever still reads what is thrown away
_ABOUT = (
    "relation text PRIMARY KEY, place text NOT NULL, made text NOT NULL,"
    " at timestamptz NOT NULL, rows bigint NOT NULL, seconds double precision NOT NULL"
)
_OURS = re.compile(r"[a-z_]+_[0-9a-f]{12}")


class Cubes:
    """See `kpi_core.engines.cubing.Cubes`."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def about(self, reading: Reading, schema: str) -> Mapping[str, Kept]:
        """Return what is there, by relation."""
        _names, rows = reading.read(
            "SELECT to_regclass($1) IS NOT NULL AND"
            " has_table_privilege(to_regclass($1), 'SELECT')", [_place(schema, "about")],
        )  # fmt: skip
        if not rows[0][0]:
            return {}
        _names, rows = reading.read(
            f"SELECT relation, place, made, at, rows, seconds FROM {_place(schema, 'about')}"
        )
        return {row[0]: Kept(*row) for row in rows}

    def read(
        self, reading: Reading, place: tuple[str, str], dimensions: Sequence[str], name: str,
        days: tuple[dt.date, dt.date],
    ) -> pa.Table | None:  # fmt: skip
        """Return the sums of one measure by day and *dimensions*."""
        groups = ", ".join(["bucket", *map(TABLES.quoted, dimensions)])
        sums = ", ".join(
            f"sum({TABLES.quoted(c)}){type_} AS {TABLES.quoted(f'{c[0]}_x')}"
            for c, type_ in ((f"v_{name}", ""), (f"n_{name}", "::bigint"), (f"r_{name}", "::bigint"))
        )  # fmt: skip
        sql = (
            f"SELECT {groups}, {sums} FROM {_place(*place)}"
            f" WHERE bucket BETWEEN $1 AND $2 AND {TABLES.quoted(f'r_{name}')} > 0 GROUP BY {groups}"
        )
        try:
            names, found = reading.read(sql, list(days))
        except KpiError as error:
            if error.kind in {Kind.NOT_FOUND, Kind.AUTH}:
                return None  # it was made anew meanwhile, or is not ours to read any more
            raise
        columns = zip(*found, strict=True) if found else ([] for _name in names)
        return pa.table({n: pa.array(c) for n, c in zip(names, columns, strict=True)})

    def allowed(self, reading: Reading, schema: str) -> bool | None:
        """Tell whether this user may write there."""
        _names, rows = reading.read(
            "SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1",
            [schema],
        )
        return bool(rows[0][0]) if rows else None

    def write(
        self, reading: Reading, schema: str, parts: Mapping[str, tuple[Part, str]]
    ) -> Mapping[str, Kept]:
        """Make these parts anew, in one transaction: a reader sees all of them or none."""
        waiting = asker()
        with closing(self._sessions.writing(_LONGEST)) as session:
            try:
                with waiting.while_running(partial(stop, session)):
                    return _written(session, reading, schema, parts)
            except driver().errors.QueryCanceled:
                if waiting.gone:
                    raise AbandonedError from None
                raise too_long(_LONGEST) from None
            except driver().Error as error:
                raise _refused(self._sessions, schema, error) from None


def _written(
    session: psycopg.Connection[tuple[Any, ...]],
    reading: Reading,
    schema: str,
    parts: Mapping[str, tuple[Part, str]],
) -> Mapping[str, Kept]:
    (alone,) = session.execute(
        "SELECT pg_try_advisory_lock(hashtext('b2b-kpi cube'), hashtext($1))", [schema]
    ).fetchone() or (False,)
    if not alone:
        raise KpiError(Kind.LIMIT, _BUSY.format(schema=schema))
    about = _place(schema, "about")
    with session.transaction():
        session.execute(f"CREATE TABLE IF NOT EXISTS {about} ({_ABOUT})")
        made = {r: _filled(session, reading, schema, part, of) for r, (part, of) in parts.items()}
        for kept in made.values():
            session.execute(f"DELETE FROM {about} WHERE relation = $1", [kept.relation])
            session.execute(
                f"INSERT INTO {about} VALUES ($1, $2, $3, $4, $5, $6)",
                [kept.relation, kept.place, kept.made, kept.at, kept.rows, kept.seconds],
            )
    _tidied(session, schema)
    return made


def _filled(
    session: psycopg.Connection[tuple[Any, ...]],
    reading: Reading,
    schema: str,
    part: Part,
    made: str,
) -> Kept:
    started, at = time.perf_counter(), dt.datetime.now(dt.UTC)
    place = f"{part.relation}_{uuid4().hex[:12]}"
    shape = Shape(measures=tuple((n, m) for m, n in part.names.items()))
    columns = {
        "bucket": "date NOT NULL",
        **dict.fromkeys(part.dimensions, "text"),
        **{
            c: type_in(t, DIALECT)
            for name, measure in shape.measures
            for c, t in columns_of(shape, name, measure).items()
            if c[:2] in {"v_", "n_", "r_"}
        },
    }
    told = ", ".join(f"{TABLES.quoted(c)} {type_}" for c, type_ in columns.items())
    session.execute(f"CREATE TABLE {_place(schema, place)} ({told})")
    sql, given = reading.whole(part.statement.said(DIALECT), {"start": FIRST, "end": LAST})
    listed = ", ".join(map(TABLES.quoted, columns))
    rows = session.execute(
        f"INSERT INTO {_place(schema, place)} ({listed}) SELECT {listed} FROM ({sql}) AS counted", given
    ).rowcount  # fmt: skip
    session.execute(f"ANALYZE {_place(schema, place)}")
    return Kept(part.relation, place, made, at, rows, time.perf_counter() - started)


def _tidied(session: psycopg.Connection[tuple[Any, ...]], schema: str) -> None:
    """Throw away what nobody reads any more; what somebody still does is left for the next time."""
    kept = {row[0] for row in session.execute(f"SELECT place FROM {_place(schema, 'about')}")}
    there = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = $1 AND tableowner = current_user", [schema])  # fmt: skip
    session.execute(f"SET lock_timeout = '{_WAITING}'")
    for name in [row[0] for row in there]:
        if _OURS.fullmatch(name) and name not in kept:
            with suppress(driver().Error):
                session.execute(f"DROP TABLE {_place(schema, name)}")


def _place(schema: str, name: str) -> str:
    return f"{TABLES.quoted(schema)}.{TABLES.quoted(name)}"


def _refused(sessions: Sessions, schema: str, error: psycopg.Error) -> KpiError:
    if (error.sqlstate or "")[:2] == "3F" or error.sqlstate == "42501":
        user = sessions.address.user or ""
        return KpiError(Kind.AUTH, _NO_RIGHT.format(schema=schema, user=user))
    return words.refused(sessions.address, error)


_BUSY = Text(
    en="Somebody is making the sums of {schema} already: wait until that has ended.",
    fr="Les sommes de {schema} sont déjà en train d’être faites\u00a0: attendez que ce soit fini.",
)
_NO_RIGHT = Text(
    en="This user may not write in the schema {schema}. Whoever runs the warehouse makes it for them: CREATE SCHEMA {schema} AUTHORIZATION {user}.",
    fr="Cet utilisateur ne peut pas écrire dans le schéma {schema}. Qui administre l’entrepôt le crée pour lui\u00a0: CREATE SCHEMA {schema} AUTHORIZATION {user}.",
)
