"""What is watched, and where a workspace keeps it. Another kind of rule is another class here."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Literal

import duckdb
import msgspec

from kpi_core.errors import Kind, KpiError
from kpi_core.text import Text
from kpi_core.workspace import Store

Grain = Literal["day", "week", "month", "quarter", "year"]
Filters = dict[str, list[str]]

MOST = 200


class Threshold(msgspec.Struct, frozen=True, tag_field="kind", tag="threshold"):
    """A KPI beyond *value* in each of the last *count* whole units of time."""

    kpi: str
    above: bool
    value: float
    grain: Grain = "week"
    count: int = 1
    filters: Filters = msgspec.field(default_factory=dict)


class Drift(msgspec.Struct, frozen=True, tag_field="kind", tag="drift"):
    """A KPI whose last whole unit differs from the one before by more than the margin of error."""

    kpi: str
    grain: Grain = "month"
    filters: Filters = msgspec.field(default_factory=dict)


class Missed(msgspec.Struct, frozen=True, tag_field="kind", tag="missed"):
    """
    A KPI on the wrong side of its target.

    A ratio: in each of the last *count* whole units. A sum: over the dates of its target, once
    they are over.
    """

    kpi: str
    above: bool
    grain: Grain = "month"
    count: int = 1
    filters: Filters = msgspec.field(default_factory=dict)


class Age(msgspec.Struct, frozen=True, tag_field="kind", tag="age"):
    """Data whose last day is more than *days* ago: one kind of it, or all when *fact* is None."""

    days: int
    fact: str | None = None


class Failing(msgspec.Struct, frozen=True, tag_field="kind", tag="failing"):
    """A sheet whose last run failed for good, or waits for a word."""


Rule = Threshold | Drift | Missed | Age | Failing


@dataclass(frozen=True, slots=True)
class Kept:
    """
    A rule of a workspace.

    said: as its user wrote it. targets: names of destinations; none: every one that is set up.
    """

    id: int
    said: str
    rule: Rule
    targets: tuple[str, ...]


def add(store: Store, said: str, rule: Rule, targets: tuple[str, ...], now: dt.datetime) -> Kept:
    """
    Keep a rule.

    Raises
    ------
    KpiError
        LIMIT when there are 200 already; TYPE when one of them watches the same.
    """
    with store.aside() as cursor:
        known = rules(cursor)
        if twin := next((kept for kept in known if kept.rule == rule), None):
            raise KpiError(Kind.TYPE, _TWIN.format(id=twin.id, said=twin.said))
        if len(known) >= MOST:
            raise KpiError(Kind.LIMIT, _TOO_MANY.format(most=MOST))
        # A number is never given again: what was told of a rule that left is not this one's.
        id_ = cursor.execute(
            "INSERT INTO alert_rules SELECT 1 + greatest((SELECT coalesce(max(id), 0) FROM alert_rules),"
            " (SELECT coalesce(max(rule), 0) FROM alert_states)), ?, ?, ?, ?, FALSE RETURNING id",
            [said, msgspec.json.encode(rule).decode(), json.dumps(targets), now],
        ).fetchall()[0][0]
    return Kept(id_, said, rule, targets)


def remove(store: Store, id_: int) -> Kept:
    """
    Watch a rule no more, and return it.

    Raises
    ------
    KpiError
        NOT_FOUND when there is none.
    """
    with store.aside() as cursor:
        found = next((kept for kept in rules(cursor) if kept.id == id_), None)
        if found is None:
            raise KpiError(Kind.NOT_FOUND, _NO_RULE.format(id=id_))
        cursor.execute("DELETE FROM alert_rules WHERE id = ?", [id_])
    return found


def rules(cursor: duckdb.DuckDBPyConnection) -> list[Kept]:
    """Return what is watched, in the order it was asked for."""
    rows = cursor.execute(
        "SELECT id, said, rule::VARCHAR, targets::VARCHAR FROM alert_rules WHERE NOT muted ORDER BY id"
    ).fetchall()
    return [
        Kept(id_, said, msgspec.json.decode(rule, type=Rule), tuple(json.loads(targets)))
        for id_, said, rule, targets in rows
    ]


_TWIN = Text(
    en="Alert {id} watches that already (“{said}”). To have it told elsewhere, `kpi alerts remove {id}` and add it again with --to.",
    fr="L’alerte {id} surveille déjà cela («\u00a0{said}\u00a0»). Pour qu’elle soit signalée ailleurs, `kpi alerts remove {id}`, puis ajoutez-la de nouveau avec --to.",
)
_TOO_MANY = Text(
    en="There are {most} alerts already: remove one first.",
    fr="Il y a déjà {most} alertes\u00a0: supprimez-en une d’abord.",
)
_NO_RULE = Text(
    en="No alert has the number {id}: `kpi alerts list` shows them.",
    fr="Aucune alerte n’a le numéro {id}\u00a0: `kpi alerts list` les montre.",
)
