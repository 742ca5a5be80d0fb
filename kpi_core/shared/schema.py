"""The schema `kpi` of the database that servers share, and how an older one is brought up to date.

published: what the workspace's owner decided, whole, one row. key_uses, audit: what the servers
write of keys and of their own acts. conversations: what was answered last, for a follow-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_core.errors import Kind, KpiError
from kpi_core.shared import words
from kpi_core.shared.sessions import Sessions
from kpi_core.text import Text

if TYPE_CHECKING:
    import psycopg

# One entry a release that changed it, never edited afterwards: its place is its number.
_STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE kpi.published (one boolean PRIMARY KEY DEFAULT true CHECK (one),
          number bigint NOT NULL, mark text NOT NULL, owner text NOT NULL,
          published_at timestamptz NOT NULL DEFAULT now(), release text NOT NULL,
          digest text NOT NULL, decisions text NOT NULL)""",
        "CREATE TABLE kpi.key_uses (id text PRIMARY KEY, last_used_on date NOT NULL)",
        """CREATE TABLE kpi.audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          happened_at timestamptz NOT NULL DEFAULT now(), process text NOT NULL, actor text NOT NULL,
          action text NOT NULL, object text NOT NULL, details text NOT NULL)""",
        """CREATE TABLE kpi.conversations (id bytea PRIMARY KEY, context text NOT NULL,
          asked_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL)""",
        "CREATE INDEX conversations_expire ON kpi.conversations (expires_at)",
    ),
)
VERSION = len(_STEPS)

# What a server that answers needs, and no more: it can change nothing that was decided.
_RIGHTS = (
    "GRANT USAGE ON SCHEMA kpi TO {role}",
    "GRANT SELECT ON kpi.meta, kpi.published, kpi.key_uses TO {role}",
    "GRANT INSERT, UPDATE ON kpi.key_uses TO {role}",
    "GRANT INSERT ON kpi.audit TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON kpi.conversations TO {role}",
)
_ALONE = 0x6B7069  # "kpi": one migration at a time


def prepare(sessions: Sessions, role: str | None = None) -> None:
    """
    Make the schema, or bring it up to date, and give *role* what a server needs.

    Raises
    ------
    KpiError
        NOT_FOUND when there is no such role, or a newer release made the schema; AUTH when this
        user may not create one.
    """

    def made(session: psycopg.Connection[tuple[Any, ...]]) -> None:
        session.execute("SELECT pg_advisory_xact_lock(%s)", [_ALONE])
        known = session.execute("SELECT to_regclass('kpi.meta')").fetchall()[0][0]
        if known is None:
            session.execute("CREATE SCHEMA IF NOT EXISTS kpi")
            session.execute(
                "CREATE TABLE kpi.meta (one boolean PRIMARY KEY DEFAULT true CHECK (one),"
                " version integer NOT NULL)"
            )
            session.execute("INSERT INTO kpi.meta (version) VALUES (0)")
        version = int(session.execute("SELECT version FROM kpi.meta").fetchall()[0][0])
        same_release(version, sessions, older=True)
        for step in _STEPS[version:]:
            for statement in step:
                session.execute(statement)
        session.execute("UPDATE kpi.meta SET version = %s", [VERSION])
        if role is not None:
            _grant(session, role)

    sessions.run(made)


def same_release(version: int, sessions: Sessions, *, older: bool = False) -> None:
    """
    Refuse a schema that another release made; *older* ones only where they cannot be changed.

    Raises
    ------
    KpiError
        NOT_FOUND
    """
    place = sessions.address.place
    if version > VERSION:
        raise KpiError(Kind.NOT_FOUND, words.OLDER.format(place=place))
    if version < VERSION and not older:
        raise KpiError(Kind.NOT_FOUND, words.NEWER.format(place=place))


def _grant(session: psycopg.Connection[tuple[Any, ...]], role: str) -> None:
    found = session.execute(
        "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = %s", [role]
    ).fetchall()
    if not found:
        raise KpiError(Kind.NOT_FOUND, _NO_ROLE.format(role=role))
    for statement in _RIGHTS:
        session.execute(statement.format(role=found[0][0]))


_NO_ROLE = Text(
    en="The database has no user {role}: create it first (CREATE USER … PASSWORD …).",
    fr="La base n’a pas d’utilisateur {role}\u00a0: créez-le d’abord (CREATE USER … PASSWORD …).",
)
