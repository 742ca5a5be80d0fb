"""What can be asked of a workspace, by a command or through a running server.

Each operation takes and returns plain JSON data, so that `kpi import` does the same thing
whether it opens the file itself or asks the server that owns it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from pydantic import ValidationError

from addin import naming
from addin.asked import shaped
from addin.faults import misshapen, refused
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError, shown, unknown
from kpi_core.importing import Hints, Plan, ReadSettings, preview, read
from kpi_core.importing.reading import FactBatch
from kpi_core.query import KpiQuery
from kpi_core.text import Text, counted
from kpi_core.workspace import members, people, safekeeping
from kpi_core.workspace.forgotten import KNOWN_AGAIN, LEFT_OUT, Forgotten, Sieve
from kpi_core.workspace.load import Loaded, Origin, load
from kpi_core.workspace.suspicions import suspicions

Json = dict[str, Any]
Progress = Callable[[int, int | None], None]


@dataclass(slots=True)
class Desk:
    """One workspace, and who is asking."""

    core: Core
    actor: str = "cli"
    progress: Progress | None = field(default=None)

    def query(self, asked: Json) -> Json:
        """Answer a `KpiQuery`: {"query": ..., "as_of": moment?} -> {"results": [KpiResult]}."""
        as_of = asked.get("as_of")
        moment = _moment(as_of) if as_of else None
        results = self.core.query(KpiQuery.model_validate(asked["query"]), as_of=moment)
        return {"results": [r.model_dump(mode="json") for r in results]}

    def preview(self, asked: Json) -> Json:
        """Show how a file would be read: {"file", "hints"} -> plan, sample, rejected, counts."""
        looked = preview(asked["file"], self._read_settings(), _hints(asked))
        return {
            "plan": looked.plan.to_json(),
            "columns": [msgspec.to_builtins(c) for c in looked.plan.columns],
            "sample": json.loads(json.dumps(looked.sample, default=str)),
            "rejected": [msgspec.to_builtins(r) for r in looked.rejected],
            "counts": msgspec.to_builtins(looked.counts),
        }

    def import_file(self, asked: Json) -> Json:
        """Import a file: {"file", "hints", "replace"?} -> what became of its rows."""
        path = Path(asked["file"])
        settings = self.core.snapshot().settings
        with read(path, self._read_settings(), _hints(asked), self.progress) as parsed:
            plan = parsed.plan
            digest = _digest(path)
            self._check_tax(plan, digest, settings.tax)
            self._check_amount(plan, digest)
            origin = Origin(
                file=path.name,
                digest=digest,
                system=plan.system,
                # Amounts given with their VAT rate are stored before tax.
                tax="ht" if plan.vat else plan.tax or settings.tax,
                amount=plan.amount,
                signature=plan.header_signature,
                plan=json.dumps(plan.to_json(), ensure_ascii=False),
                remembered=_to_remember(plan, _hints(asked)),
                told=plan.told,
            )
            sieve = Sieve(Forgotten.of(self.core.store.folder), again=bool(asked.get("again")))
            loaded = load(
                self.core.store,
                origin,
                sieve.batches(parsed.batches(), lambda b, table: FactBatch(b.fact, table)),
                lambda: sieve.refused(parsed.rejected),
                lambda: msgspec.to_builtins(parsed.counts),
                actor=self.actor,
                replace=bool(asked.get("replace")),
            )
            doubts = suspicions(self.core.store.cursor(), loaded.import_id)
            notes = [*parsed.plan.notes, *doubts, *self._about_forgotten(sieve)]
            if loaded.kept_back:
                notes.append(_KEPT_BACK)
            counts = msgspec.to_builtins(parsed.counts) | {"forgotten": sieve.rows}
            return self._told(path, parsed.plan, loaded, counts, notes)

    def _about_forgotten(self, sieve: Sieve) -> Iterator[Text]:
        """Say how many rows named people who asked to be forgotten, and never whom."""
        if sieve.again and sieve.met:
            details: dict[str, object] = {"people": len(sieve.met)}
            with self.core.store.transaction(self.actor, "known again", "people", details):
                sieve.forgotten.remove(sieve.met)
            yield counted(len(sieve.met), *KNOWN_AGAIN)
        elif sieve.rows:
            yield counted(sieve.rows, *LEFT_OUT)

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
        cursor = self.core.store.cursor()
        return {
            "unplaced": [
                {"source": u.source, "rows": u.rows, "resembles": list(u.resembles)}
                for u in members.unplaced(cursor)
            ],
            "members": self.core.snapshot().members.members,
        }

    def settings(self, asked: Json) -> Json:
        """Return the settings, changed by {"changes": {...}} if given."""
        changes = asked.get("changes")
        if changes:
            return self.core.store.change_settings(changes, self.actor).model_dump(mode="json")
        return self.core.snapshot().settings.model_dump(mode="json")

    def backup(self, asked: Json) -> Json:
        """Write a verified copy: {"target"} -> {"target"}."""
        target = safekeeping.backup(self.core.store, Path(asked["target"]), self.actor)
        return {"target": str(target)}

    def forget(self, asked: Json) -> Json:
        """Erase a person: {"email"} -> how many rows, and which copies may still hold them."""
        rows = safekeeping.forget(self.core.store, asked["email"], self.actor)
        return {"rows": rows, "backups": safekeeping.backups_known(self.core.store)}

    def people(self, asked: Json) -> Json:
        """List leads that may be one person, or say of {"one", "other"} whether they are the "same"."""
        store = self.core.store
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
            "unplaced": len(members.unplaced(cursor)),
            "people": people.count_proposals(cursor),
            "audit": audit.verify(cursor),
            "settings": snapshot.settings.model_dump(mode="json"),
        }

    def _read_settings(self) -> ReadSettings:
        settings = self.core.snapshot().settings
        remembered = {
            signature: json.loads(plan)
            for signature, plan in self.core.store.cursor()
            .execute("SELECT signature, plan::VARCHAR FROM mappings")
            .fetchall()
        }
        return ReadSettings(
            locale=settings.locale,
            timezone=settings.timezone,
            currency=settings.currency,
            rates=settings.rates,
            today=self.core.today(),
            remembered=remembered,
        )

    def _declared(self, what: str, digest: str) -> set[str]:
        """Return what other files declared: the same file, imported again, corrects its own word."""
        query = f"SELECT DISTINCT {what} FROM imports WHERE {what} IS NOT NULL AND digest <> ?"
        return {str(row[0]) for row in self.core.store.cursor().execute(query, [digest]).fetchall()}

    def _check_tax(self, plan: Plan, digest: str, workspace: str | None) -> None:
        money = {"spend", "deals", "subscriptions"} & set(plan.facts)
        known = self._declared("tax", digest) | ({workspace} if workspace else set())
        if money and plan.tax and known and plan.tax not in known and not plan.vat:
            raise KpiError(
                Kind.CURRENCY,
                Text(
                    en="This file is {new}, the workspace {old}: mixing them would be wrong. Give the rate with `--vat 20`, so that the amounts can be converted.",
                    fr="Ce fichier est {new}, l’espace de travail {old} : les mélanger serait faux. Donnez le taux avec `--vat 20` pour convertir les montants.",
                ).format(new=plan.tax.upper(), old=", ".join(sorted(known)).upper()),
            )

    def _check_amount(self, plan: Plan, digest: str) -> None:
        known = self._declared("amount", digest)
        if plan.amount and known and plan.amount not in known:
            raise KpiError(
                Kind.CURRENCY,
                Text(
                    en="The amounts of this file are {new}, those of the workspace {old}: adding them up would be wrong. Export the same amount for all deals, or use another workspace.",
                    fr="Les montants de ce fichier sont en {new}, ceux de l’espace de travail en {old}\u00a0: les additionner serait faux. Exportez le même montant pour toutes les affaires, ou utilisez un autre espace.",
                ).format(new=plan.amount.upper(), old=", ".join(sorted(known)).upper()),
            )

    def _told(
        self, path: Path, plan: Plan, loaded: Loaded, counts: Json, notes: list[Text]
    ) -> Json:
        return {
            "file": path.name,
            "system": plan.system,
            "import": loaded.import_id,
            "added": loaded.added,
            "changed": loaded.changed,
            "same": loaded.same,
            "removed": loaded.removed,
            "quarantined": loaded.quarantined,
            "counts": counts,
            "ignored": list(plan.ignored),
            "notes": [{"en": n.en, "fr": n.fr} for n in notes],
            "torn_identities": loaded.torn_identities,
        }


#: What a server lets the command line ask, by name.
OPERATIONS: Mapping[str, Callable[[Desk, Json], Json]] = {
    "query": Desk.query,
    "preview": Desk.preview,
    "import": Desk.import_file,
    "map": Desk.map,
    "settings": Desk.settings,
    "backup": Desk.backup,
    "forget": Desk.forget,
    "people": Desk.people,
    "quarantine": Desk.quarantine,
    "status": Desk.status,
}


def perform(desk: Desk, operation: str, asked: Json) -> Json:
    """
    Run one operation by name, the same whoever asks.

    Raises
    ------
    KpiError
        whatever its user can fix.
    """
    run = OPERATIONS.get(operation)
    if run is None:
        raise unknown(Text(en="an operation", fr="une opération"), operation, OPERATIONS)
    try:
        return run(desk, shaped(operation, asked))
    except ValidationError as error:
        raise misshapen(error.errors()) from None
    except OSError as error:
        raise refused(error) from error


def _need(asked: Json, *names: str) -> None:
    """Refuse what cannot be done without all of *names*."""
    if missing := [name for name in names if name not in asked]:
        raise misshapen({"type": "missing", "msg": "", "loc": (name,)} for name in missing)


def _moment(text: str) -> dt.datetime:
    """Return *text* as the UTC moment that records are stamped with."""
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise KpiError(
            Kind.TYPE,
            Text(
                en="“{text}” is not a moment: write it as 2025-11-01T08:00.",
                fr="« {text} » n’est pas un moment : écrivez-le comme 2025-11-01T08:00.",
            ).format(text=shown(text)),
        ) from None


def _to_remember(plan: Plan, hints: Hints) -> str:
    """
    Return what the next file with the same headers is read by: what its user settled.

    How this file writes days and numbers was found in it, and may be otherwise in the next.
    """
    kept = plan.to_json()
    if hints.date_order is None:
        kept |= {"date_order": None, "date_order_from": None}
    if hints.locale is None:
        kept |= {"number_locale": None, "number_locale_from": None}
    return json.dumps(kept, ensure_ascii=False)


_OPTIONS = {
    "tax": ("ht", "ttc"),
    "amount": ("tcv", "acv", "mrr"),
    "date_order": ("dmy", "mdy", "ymd"),
}


def _hints(asked: Json) -> Hints:
    given = dict(asked.get("hints") or {})
    for option, accepted in _OPTIONS.items():
        if given.get(option) not in (None, *accepted):
            raise KpiError(
                Kind.TYPE,
                Text(
                    en="--{option} takes one of: {accepted}.", fr="--{option} accepte : {accepted}."
                ).format(option=option.replace("_", "-"), accepted=", ".join(accepted)),
            )
    if given.get("as_fact"):
        given["as_fact"] = naming.fact(given["as_fact"])
    if given.get("columns"):
        facts = (given["as_fact"],) if given.get("as_fact") else ()
        given["columns"] = {h: naming.column(c, facts) for h, c in given["columns"].items()}
    return Hints(**given)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_KEPT_BACK = Text(
    en="Nothing was removed: rows that could not be read may be among those that the file still "
    "holds. Mend them (`kpi import FILE --dry-run` lists them), then import again with --replace.",
    fr="Rien n’a été retiré : des lignes illisibles peuvent être de celles que le fichier contient "
    "encore. Corrigez-les (`kpi import FICHIER --dry-run` les liste), puis réimportez avec "
    "--replace.",
)
