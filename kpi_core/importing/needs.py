"""What each table cannot do without, and what may stand in for it."""

from __future__ import annotations

import msgspec

from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing import sentences as say
from kpi_core.importing.case import Case
from kpi_core.importing.plan import DAY_COLUMNS, Feed, Plan, Question
from kpi_core.text import Text

# Where an export has no identifier: what tells its rows apart, best first.
_STAND_INS = {
    ("deals", "deal"): ("name", "customer", "created_on"),
    ("subscriptions", "subscription"): ("customer", "product", "started_on"),
}
_IDENTITIES = ("email", "linkedin_url", "external_id", "name")


def complete(plan: Plan, _case: Case) -> Plan:
    """Return *plan* with stand-ins for what is missing, and questions for what has none."""
    facts = tuple(f for f in plan.facts if _worth_reading(plan, f))
    notes: list[Text] = []
    questions: list[Question] = []
    feeds = [f for f in plan.feeds if f.fact in facts or not facts]
    last = next((h for h in reversed(plan.headers) if h.strip()), "…")
    for fact in facts or plan.facts:
        present = {f.column for f in feeds if f.fact == fact}
        if fact == "traffic" and not _counts(present):
            questions.append(say.ask_count(last))
        if fact == "leads" and not present & set(_IDENTITIES):
            questions.append(say.ask_column("leads", "email", last))
        for column, declared in FACTS[fact].columns.items():
            if not declared.required or column in present or (fact, column) == ("leads", "lead"):
                continue
            if column == DAY_COLUMNS.get(fact):
                continue  # a file without days is asked for one, not for a column
            stand_in = _stand_in(feeds, fact, column)
            if stand_in:
                feeds.append(stand_in)
                named = " · ".join(plan.headers[s] for s in stand_in.sources)
                notes.append(say.NAME_AS_KEY.format(headers=named))
            else:
                questions.append(say.ask_column(fact, column, last))
        if fact == "touchpoints" and "lead" not in present:
            questions.append(say.ask_column("touchpoints", "lead", last))
        if fact == "deals" and "stage" not in present:
            notes.append(say.ALL_WON)
    return msgspec.structs.replace(
        plan,
        facts=facts or plan.facts,
        feeds=tuple(feeds),
        notes=plan.notes + tuple(notes),
        questions=plan.questions + tuple(questions),
    )


def _worth_reading(plan: Plan, fact: str) -> bool:
    """Tell whether the file has figures for *fact*: an ads export may lack cost or clicks."""
    present = {f.column for f in plan.feeds if f.fact == fact}
    if fact == "traffic":
        return bool(_counts(present))
    return fact != "spend" or "amount" in present


def _counts(columns: set[str]) -> set[str]:
    traffic = FACTS["traffic"].columns
    return {c for c in columns if c in traffic and traffic[c].kind is ColumnKind.COUNT}


def _stand_in(feeds: list[Feed], fact: str, column: str) -> Feed | None:
    by_column = {f.column: f.sources for f in feeds if f.fact == fact}
    sources = [by_column[c][0] for c in _STAND_INS.get((fact, column), ()) if c in by_column]
    return Feed(fact, column, tuple(sources)) if sources else None
