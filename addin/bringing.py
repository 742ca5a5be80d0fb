"""A file brought into the workspace: read, checked against what others declared, stored, told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from addin import naming
from kpi_core.answering import Core
from kpi_core.errors import Kind, KpiError
from kpi_core.importing import Hints, Plan, ReadSettings, preview, read
from kpi_core.importing.folding import fold
from kpi_core.importing.reading import FactBatch
from kpi_core.importing.systems import SYSTEMS
from kpi_core.importing.words import System
from kpi_core.text import Text, counted
from kpi_core.workspace import Store
from kpi_core.workspace.forgotten import KNOWN_AGAIN, LEFT_OUT, Forgotten, Sieve
from kpi_core.workspace.load import Loaded, Origin, load
from kpi_core.workspace.suspicions import suspicions

Json = dict[str, Any]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Bringing:
    """Files into one workspace, by one actor."""

    core: Core
    actor: str
    progress: Progress | None

    def preview(self, asked: Json) -> Json:
        """Return how a file would be read."""
        looked = preview(asked["file"], self.read_settings(), hints_of(asked.get("hints") or {}))
        return {
            "plan": looked.plan.to_json(),
            "columns": [msgspec.to_builtins(c) for c in looked.plan.columns],
            "sample": json.loads(json.dumps(looked.sample, default=str)),
            "rejected": [msgspec.to_builtins(r) for r in looked.rejected],
            "counts": msgspec.to_builtins(looked.counts),
        }

    def bring(self, asked: Json) -> Json:
        """
        Store a file, wholly or not at all, and return what became of its rows.

        Raises
        ------
        KpiError
            NOT_FOUND where the facts are read in a warehouse: what is stored here would count nowhere.
        """
        if self.core.store.settings().warehouse is not None:
            raise KpiError(Kind.NOT_FOUND, _IN_WAREHOUSE)
        path = Path(asked["file"])
        reading, hints = self.read_settings(), hints_of(asked.get("hints") or {})
        with read(path, reading, hints, self.progress) as parsed:
            plan = parsed.plan
            sieve = self.sieve(plan, again=bool(asked.get("again")))
            origin, corrected = self.origin(
                plan, path.name, _digest(path), hints, reading, sieve=sieve
            )
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
            if loaded.merged:
                notes.append(counted(loaded.merged, *_MERGED))
            if loaded.kept_open:
                notes.append(counted(loaded.kept_open, *_KEPT_OPEN))
            if corrected and plan.amount:
                files = ", ".join(sorted(corrected.values()))
                notes.append(_CORRECTED.format(files=files, new=plan.amount.upper()))
            if loaded.kept_back:
                notes.append(_KEPT_BACK)
            counts = msgspec.to_builtins(parsed.counts) | {"forgotten": sieve.rows}
            return self._told(path, parsed.plan, loaded, counts, notes)

    def origin(
        self,
        plan: Plan,
        name: str,
        digest: str,
        hints: Hints,
        reading: ReadSettings,
        *,
        sieve: Sieve,
        system: str | None = None,
    ) -> tuple[Origin, dict[str, str]]:
        """
        Return where rows come from, once they are found to mix with the others.

        digest: what tells the file or tab from others; system: whose rows they are, if not the
        tool's that the plan names.

        Returns
        -------
        the origin, and the files (digest -> name) that follow what is said of this one.

        Raises
        ------
        KpiError
            CURRENCY when amounts are before tax here and after it there, or of other contracts.
        """
        tax = self.core.snapshot().settings.tax
        self._check_tax(plan, digest, tax)
        corrected = self._check_amount(plan, digest, hints)
        said = {"amount_said": _who_said(plan, hints, reading)}
        origin = Origin(
            file=name,
            digest=digest,
            system=system or plan.system,
            # Amounts given with their VAT rate are stored before tax.
            tax="ht" if plan.vat else plan.tax or tax,
            amount=plan.amount,
            corrected=tuple(sorted(corrected)),
            signature=plan.header_signature,
            plan=json.dumps(plan.to_json() | said, ensure_ascii=False),
            remembered=_to_remember(plan, hints),
            told=plan.told,
            again=sieve.met if sieve.again else {},
        )
        return origin, corrected

    def sieve(self, plan: Plan, *, again: bool = False) -> Sieve:
        """Return what leaves out the people who asked to be forgotten."""
        feeds = [f for f in plan.feeds if f.column in {"lead", "external_id"}]
        headers = frozenset(plan.headers[source] for feed in feeds for source in feed.sources)
        # “Record ID” is HubSpot's number, whatever else the file holds.
        own = {fold(h) for h in headers}
        tools = {s.id.partition(".")[0] for s in SYSTEMS if own & _record_names(s)}
        tool = plan.system.partition(".")[0]
        forgotten = Forgotten.of(self.core.store.folder)
        return Sieve(forgotten, tool, frozenset(tools - {tool}), again=again, headers=headers)

    def _about_forgotten(self, sieve: Sieve) -> Iterator[Text]:
        """Say how many rows named people who asked to be forgotten, and never whom."""
        if sieve.again and sieve.met:
            listed = set(sieve.met.values())
            details: dict[str, object] = {"people": len(listed)}
            with self.core.store.transaction(self.actor, "known again", "people", details):
                sieve.forgotten.remove(listed)
            yield counted(len(listed), *KNOWN_AGAIN)
        elif sieve.rows:
            yield counted(sieve.rows, *LEFT_OUT)

    def read_settings(self) -> ReadSettings:
        """Return what the workspace knows before it reads a file or tab."""
        settings = self.core.snapshot().settings
        return ReadSettings(
            locale=settings.locale,
            timezone=settings.timezone,
            currency=settings.currency,
            rates=settings.rates,
            today=self.core.today(),
            remembered=_remembered(self.core.store, self.core.store.version),
        )

    def _check_tax(self, plan: Plan, digest: str, workspace: str | None) -> None:
        money = {"spend", "deals", "subscriptions"} & set(plan.facts)
        # The same file, imported again, corrects its own word.
        others = "SELECT DISTINCT tax FROM imports WHERE tax IS NOT NULL AND digest <> ?"
        rows = self.core.store.cursor().execute(others, [digest]).fetchall()
        known = {str(tax) for (tax,) in rows} | ({workspace} if workspace else set())
        if money and plan.tax and known and plan.tax not in known and not plan.vat:
            raise KpiError(
                Kind.CURRENCY,
                Text(
                    en="This file is {new}, the workspace {old}: mixing them would be wrong. Give the rate with `--vat 20`, so that the amounts can be converted.",
                    fr="Ce fichier est {new}, l’espace de travail {old} : les mélanger serait faux. Donnez le taux avec `--vat 20` pour convertir les montants.",
                ).format(new=plan.tax.upper(), old=", ".join(sorted(known)).upper()),
            )

    def _check_amount(self, plan: Plan, digest: str, hints: Hints) -> dict[str, str]:
        """Return the files, digest -> name, that follow what the user now says of this one."""
        rows = (
            self.core.store.cursor()
            .execute(
                "SELECT digest, any_value(file), any_value(amount),"
                " bool_and(coalesce(plan->>'amount_said', '') = 'memory') FROM imports"
                " WHERE amount <> ? AND digest <> ? GROUP BY digest ORDER BY 2",
                [plan.amount, digest],
            )
            .fetchall()
        )
        if hints.amount and all(remembered for *_, remembered in rows):
            return {str(other): str(file) for other, file, *_ in rows}
        if rows:
            firm = [row for row in rows if not (hints.amount and row[3])]
            raise KpiError(
                Kind.CURRENCY,
                _TWO_AMOUNTS.format(
                    new=(plan.amount or "").upper(),
                    old=str(firm[0][2]).upper(),
                    files=", ".join(str(file) for _, file, *_ in firm[:3]),
                ),
            )
        return {}

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


@lru_cache(maxsize=8)
def _remembered(store: Store, _version: int) -> dict[str, Json]:
    """Return how files of known headers are read; a sheet asks at each look, the same data once."""
    rows = store.cursor().execute("SELECT signature, plan::VARCHAR FROM mappings").fetchall()
    return {signature: json.loads(plan) for signature, plan in rows}


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


def _who_said(plan: Plan, hints: Hints, reading: ReadSettings) -> str:
    """Tell whether the user says what amounts hold, or the file, or only an earlier file like it."""
    if hints.amount:
        return "user"
    before = reading.remembered.get(plan.header_signature, {}).get("amount")
    return "memory" if before is not None and before == plan.amount else "file"


def _record_names(system: System) -> set[str]:
    """Return the headers under which a tool gives its own numbers of people, folded."""
    found = system.columns.get("leads.external_id")
    return set(found.all) if found else set()


_OPTIONS = {
    "tax": ("ht", "ttc"),
    "amount": ("tcv", "acv", "mrr"),
    "date_order": ("dmy", "mdy", "ymd"),
}


def hints_of(said: Json) -> Hints:
    """
    Return what a user says of a file or tab, with facts and columns by whatever name is used.

    Raises
    ------
    KpiError
        an option that takes none of what was said.
    """
    given = dict(said)
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


_TWO_AMOUNTS = Text(
    en="The amounts of this file are {new}, those of {files} {old}: adding them up would be wrong. Export the same amount for all deals, or use another workspace.",
    fr="Les montants de ce fichier sont en {new}, ceux de {files} en {old}\u00a0: les additionner serait faux. Exportez le même montant pour toutes les affaires, ou utilisez un autre espace.",
)
_CORRECTED = Text(
    en="What the amounts of {files} hold was only taken from an earlier file: they are {new} too now.",
    fr="Ce que contiennent les montants de {files} n’était repris que d’un fichier antérieur\u00a0: ils sont désormais en {new} aussi.",
)
_KEPT_BACK = Text(
    en="Nothing was removed: rows that could not be read may be among those that the file still "
    "holds. Mend them (`kpi import FILE --dry-run` lists them), then import again with --replace.",
    fr="Rien n’a été retiré : des lignes illisibles peuvent être de celles que le fichier contient "
    "encore. Corrigez-les (`kpi import FICHIER --dry-run` les liste), puis réimportez avec "
    "--replace.",
)
_IN_WAREHOUSE = Text(
    en="This workspace reads its facts in a warehouse: rows imported here would count nowhere. Load them there, or take the warehouse out of the settings (kpi settings warehouse=).",
    fr="Cet espace de travail lit ses faits dans un entrepôt\u00a0: des lignes importées ici ne compteraient nulle part. Chargez-les là-bas, ou retirez l’entrepôt des réglages (kpi settings warehouse=).",
)
_MERGED = (
    Text(
        en="{n} row was about a person whom another row of the file names: their rows are one.",
        fr="{n} ligne concernait une personne déjà citée dans le fichier\u00a0: ses lignes n’en font qu’une.",
    ),
    Text(
        en="{n} rows were about people whom another row of the file names: each person’s rows are one.",
        fr="{n} lignes concernaient des personnes déjà citées dans le fichier\u00a0: les lignes d’une même personne n’en font qu’une.",
    ),
)
_KEPT_OPEN = (
    Text(
        en="{n} deal of this list is known as open or lost, and stays so: give the file a stage column if it was won.",
        fr="{n} affaire de cette liste est connue comme ouverte ou perdue, et le reste : ajoutez une colonne d’étape au fichier si elle a été gagnée.",
    ),
    Text(
        en="{n} deals of this list are known as open or lost, and stay so: give the file a stage column if they were won.",
        fr="{n} affaires de cette liste sont connues comme ouvertes ou perdues, et le restent : ajoutez une colonne d’étape au fichier si elles ont été gagnées.",
    ),
)
