"""What can be asked of a workspace, by a command or through a running server.

Each operation takes and returns plain JSON data, so that `kpi import` does the same thing
whether it opens the file itself or asks the server that owns it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from pydantic import ValidationError

from addin import naming, querying
from addin.asked import shaped
from addin.faults import misshapen, refused
from addin.querying import moment
from kpi_core.answering import Core
from kpi_core.engines.asking import however_much
from kpi_core.errors import unknown
from kpi_core.query import KpiQuery
from kpi_core.text import Text
from kpi_core.workspace import members, people, safekeeping, undoing

if TYPE_CHECKING:
    from addin.bringing import Bringing, Progress

Json = dict[str, Any]


@dataclass(slots=True)
class Desk:
    """One workspace, and who is asking."""

    core: Core
    actor: str = "cli"
    progress: Progress | None = field(default=None)

    def query(self, asked: Json) -> Json:
        """Answer a `KpiQuery`: {"query", "as_of"?} -> {"results"}; {"query", "estimate"} -> {"expected"}."""
        return querying.asked_of(self.core, asked)

    def rows(self, asked: Json) -> Json:
        """
        List the rows behind one number: {"query", "as_of"?, "limit"?} -> its inputs, row by row.

        Each input has its term, where it stands in the formula, how many rows were counted, the
        first of them with their file and line, and notes in both languages.
        """
        from kpi_core.answering import tracing  # noqa: PLC0415 - only this operation needs it

        as_of = asked.get("as_of")
        found = tracing.trace(
            self.core,
            KpiQuery.model_validate(asked["query"]),
            as_of=moment(as_of) if as_of else None,
            limit=asked.get("limit", tracing.MOST),
        )
        plain: Json = msgspec.to_builtins(found)
        return plain

    def paths(self, asked: Json) -> Json:
        """
        List conversion paths: {"query", "limit"?} -> the paths and their totals.

        With "models": true, what each model credits each member with, side by side; with
        "steps", how many went from one member to the next over so many touches.
        """
        from addin.paths import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def cohorts(self, asked: Json) -> Json:
        """
        Tell what became of those who began together: {"query": a `CohortQuery`} -> a matrix.

        With "what", how long they stay ("survival"), or renewals to come ("projection", "ages").
        """
        from addin.cohorts import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def comparison(self, asked: Json) -> Json:
        """Compare members: {"query": a `ComparisonQuery`} -> each one against all the others."""
        from addin.segments import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def contents(self, asked: Json) -> Json:
        """Tell what contents brought: {"query": a `ContentQuery`} -> a line each."""
        from addin.contents import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def funnel(self, asked: Json) -> Json:
        """Tell the funnel: {"query": a `FunnelQuery`} -> rates, times, bottleneck, pipeline, stalled."""
        from addin.funnel import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def outlook(self, asked: Json) -> Json:
        """Tell what comes next of a KPI: {"query": an `OutlookQuery`} -> a forecast, judged."""
        from addin.outlook import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def costs(self, asked: Json) -> Json:
        """Tell what was spent and on what: {"query": a `CostQuery`} -> kinds, gaps, returns."""
        from addin.costs import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def hours(self, asked: Json) -> Json:
        """Enter hours as an indirect cost: {"label", "hours", "rate", "period", "source"?}."""
        from addin.costs import enter_hours  # noqa: PLC0415 - only this operation needs it

        return enter_hours(self, asked)

    def experiments(self, asked: Json) -> Json:
        """Tell imported experiments: {"query": an `ExperimentQuery`} -> versions, winner, words."""
        from addin.experimenting import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def anomalies(self, asked: Json) -> Json:
        """Tell what was unusual: {"query": an `AnomalyQuery`} -> the units that were."""
        from addin.anomalies import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def lifetime(self, asked: Json) -> Json:
        """Tell lifetime values: {"query": a `LifetimeQuery`} -> a line a group, and customers."""
        from addin.lifetimes import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def scoring(self, asked: Json) -> Json:
        """Tell lead scores: {"query": a `ScoreQuery`} -> hot leads, quality, the model, its drift."""
        from addin.scoring import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def ask(self, asked: Json) -> Json:
        """Answer a question in words: {"question", "lang"?, "context"?, "pick"?} -> a reply."""
        from addin.conversing import asked_of  # noqa: PLC0415 - only questions need the assistant

        return asked_of(self.core, asked, self.actor).model_dump(mode="json")

    def preview(self, asked: Json) -> Json:
        """Show how a file would be read: {"file", "hints"} -> plan, sample, rejected, counts."""
        return self._bringing().preview(asked)

    def import_file(self, asked: Json) -> Json:
        """Import a file: {"file", "hints", "replace"?} -> what became of its rows."""
        return self._bringing().bring(asked)

    def _bringing(self) -> Bringing:
        from addin.bringing import Bringing  # noqa: PLC0415 - a question loads no reader of files

        return Bringing(self.core, self.actor, self.progress)

    def map(self, asked: Json) -> Json:
        """Map a spelling or place a source; with neither, list what is unplaced."""
        if "channel" in asked:
            _need(asked, "raw")
            rows = members.place_source(
                self.core.store,
                asked["raw"],
                asked["channel"],
                asked.get("platform") or asked["channel"],
                kind=asked.get("kind"),
                actor=self.actor,
            )
            return {"placed": asked["raw"], "rows": rows}
        if asked:
            _need(asked, "dimension", "raw", "member")
            rows = members.map_member(
                self.core.store,
                naming.dimension(asked["dimension"]),
                asked["raw"],
                asked["member"],
                self.actor,
            )
            return {"rows": rows}
        return {
            "unplaced": [
                {"source": u.source, "rows": u.rows, "resembles": list(u.resembles)}
                for u in self.core.origin().unplaced()
            ],
            "members": self.core.snapshot().members.members,
        }

    def settings(self, asked: Json) -> Json:
        """Return the settings, changed by {"changes": {...}} if given."""
        changes = asked.get("changes")
        if changes:
            return self.core.store.change_settings(changes, self.actor).model_dump(mode="json")
        return self.core.store.settings().model_dump(mode="json")

    def targets(self, asked: Json) -> Json:
        """Return the targets and how they stand, changed first (see `addin.aiming`)."""
        from addin.aiming import targets  # noqa: PLC0415 - only targets need it

        return targets(self.core, asked, self.actor)

    def benchmarks(self, asked: Json) -> Json:
        """Return the benchmarks that were entered, changed first (see `addin.benchmarking`)."""
        from addin.benchmarking import benchmarks  # noqa: PLC0415 - only benchmarks need it

        return benchmarks(self.core, asked, self.actor)

    def backup(self, asked: Json) -> Json:
        """Write a verified copy: {"target"} -> {"target"}."""
        target = safekeeping.backup(self.core.store, Path(asked["target"]), self.actor)
        return {"target": str(target)}

    def forget(self, asked: Json) -> Json:
        """Erase a person: {"email"} -> how many rows, and which copies may still hold them."""
        from addin.forgetting import forget  # noqa: PLC0415 - only this operation needs it

        return forget(self.core.store, asked["email"], self.actor)

    def people(self, asked: Json) -> Json:
        """
        List leads that may be one person, or say of {"one", "other"} whether they are the "same".

        With "undo", take back what was said of them, or what was said last.
        """
        store = self.core.store
        if asked.get("undo"):
            one, other = (
                (asked["one"], asked["other"]) if "one" in asked else undoing.last(store.cursor())
            )
            one, other, same = undoing.undo(store, one, other, self.actor)
            return {"one": one, "other": other, "undone": "one" if same else "two"}
        if "one" in asked:
            decide = people.make_one if asked["same"] else people.keep_apart
            decide(store, asked["one"], asked["other"], self.actor)
            return {"one": asked["one"], "other": asked["other"], "same": asked["same"]}
        cursor = store.cursor()
        found = people.proposals(cursor)
        return {
            "proposals": [msgspec.to_builtins(p) for p in found],
            "count": people.count_proposals(cursor),
        }

    def keys(self, asked: Json) -> Json:
        """List the keys, make one ({"create", "scope", "days"?}), or close one ({"revoke"})."""
        from addin.keyed import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core.store, asked, self.actor)

    def quarantine(self, asked: Json) -> Json:
        """List rejected rows, the latest first: {"limit"?} -> rows."""
        rows = (
            self.core.store.cursor()
            .execute(
                "SELECT q.import_id, i.file, q.source_row, q.column_name, q.message_en, q.message_fr,"
                " q.raw::VARCHAR FROM quarantine q JOIN imports i ON i.id = q.import_id"
                " ORDER BY q.import_id DESC, q.source_row LIMIT ?",
                [asked.get("limit", 50)],
            )
            .fetchall()
        )
        names = ("import", "file", "row", "column", "en", "fr", "raw")
        return {"rows": [dict(zip(names, row, strict=True)) for row in rows]}

    def status(self, _asked: Json) -> Json:
        """Return what the workspace holds and whether its records are whole."""
        from kpi_core.workspace import audit  # noqa: PLC0415 - reads the whole audit

        snapshot = self.core.snapshot()
        cursor = self.core.store.cursor()
        quarantined = cursor.execute("SELECT count(*) FROM quarantine").fetchall()[0][0]
        return {
            "folder": str(self.core.store.folder),
            "version": snapshot.version,
            "facts": {
                name: {
                    "rows": c.rows,
                    "first": c.first.isoformat() if c.first else None,
                    "last": c.last.isoformat() if c.last else None,
                }
                for name, c in snapshot.coverage.items()
            },
            "quarantined": quarantined,
            "unplaced": len(self.core.origin().unplaced()),
            "people": people.count_proposals(cursor),
            "audit": audit.verify(cursor),
            "settings": snapshot.settings.model_dump(mode="json"),
        }

    def warehouse(self, asked: Json) -> Json:
        """Check the warehouse: {} -> findings; {"propose": "fr", "within"?} -> a mapping's text."""
        from addin.warehouse import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)

    def shared(self, asked: Json) -> Json:
        """Let several servers answer, or tell how that stands (see `addin.sharing`)."""
        from addin.sharing import asked_of  # noqa: PLC0415 - only this operation needs it

        return asked_of(self.core, asked)


#: What a server lets the command line ask, by name.
OPERATIONS: Mapping[str, Callable[[Desk, Json], Json]] = {
    "query": Desk.query,
    "rows": Desk.rows,
    "paths": Desk.paths,
    "cohorts": Desk.cohorts,
    "comparison": Desk.comparison,
    "contents": Desk.contents,
    "funnel": Desk.funnel,
    "costs": Desk.costs,
    "hours": Desk.hours,
    "experiments": Desk.experiments,
    "outlook": Desk.outlook,
    "anomalies": Desk.anomalies,
    "lifetime": Desk.lifetime,
    "scoring": Desk.scoring,
    "ask": Desk.ask,
    "preview": Desk.preview,
    "import": Desk.import_file,
    "map": Desk.map,
    "settings": Desk.settings,
    "targets": Desk.targets,
    "benchmarks": Desk.benchmarks,
    "backup": Desk.backup,
    "forget": Desk.forget,
    "people": Desk.people,
    "keys": Desk.keys,
    "quarantine": Desk.quarantine,
    "status": Desk.status,
    "warehouse": Desk.warehouse,
    "shared": Desk.shared,
}


def perform(desk: Desk, operation: str, asked: Json) -> Json:
    """
    Run one operation by name, the same whoever asks.

    Raises
    ------
    KpiError
        whatever its user can fix.
    """
    run = OPERATIONS.get(operation) or _of_sync(operation)
    if run is None:
        raise unknown(Text(en="an operation", fr="une opération"), operation, OPERATIONS)
    try:
        given = shaped(operation, asked)
        with however_much() if given.pop("anyway", False) else nullcontext():
            return run(desk, given)
    except ValidationError as error:
        raise misshapen(error.errors()) from None
    except OSError as error:
        raise refused(error) from error


def _of_sync(operation: str) -> Callable[[Desk, Json], Json] | None:
    """Return an operation on the sheets that keep themselves: nothing else loads what they need."""
    if not operation.startswith("sync_"):
        return None
    from addin.sync.operations import OPERATIONS as OF_SYNC  # noqa: PLC0415 - idem

    found = OF_SYNC.get(operation)
    return None if found is None else lambda desk, asked: found(desk.core, asked, desk.actor)


def _need(asked: Json, *names: str) -> None:
    """Refuse what cannot be done without all of *names*."""
    if missing := [name for name in names if name not in asked]:
        raise misshapen({"type": "missing", "msg": "", "loc": (name,)} for name in missing)
