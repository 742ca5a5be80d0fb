"""How a file writes its days and its numbers: one style a file, and where it was learnt."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kpi_core.facts import FACTS, ColumnKind
from kpi_core.importing import sentences as say
from kpi_core.importing.case import Case
from kpi_core.importing.evidence import DateEvidence, NumberEvidence
from kpi_core.importing.plan import Plan
from kpi_core.text import Text
from kpi_core.values import day_order
from kpi_core.values.locales import separators, underscored

_OWN = {
    "$until": ColumnKind.DAY,
    "$line": ColumnKind.MONEY,
    "$quantity": ColumnKind.NUMBER,
}
_DATES = {ColumnKind.DAY, ColumnKind.MOMENT}


def kind_of(fact: str, column: str) -> ColumnKind:
    """Return how a column is read; the reader's own columns (`$stage`) are plain text, or nearly all."""
    if column in _OWN:
        return _OWN[column]
    known = FACTS[fact].columns.get(column)
    return known.kind if known else ColumnKind.TEXT


def settle_dates(plan: Plan, case: Case) -> Plan:
    """Return *plan* with the order of its days and months, or the question that decides it."""
    columns = _columns(plan, _DATES)
    evidence = DateEvidence()
    evidence.look(case.seen.texts(columns))
    if not case.hints.date_order and evidence.order is None and evidence.either:
        for texts in _whole_file(case, columns):
            evidence.look(texts)
    found = _known_order(plan, case, evidence)
    if found or not evidence.either:
        order, why = found or (None, None)
        return msgspec.structs.replace(plan, date_order=order, date_order_from=why)
    order = day_order(case.hints.locale or case.settings.locale)
    # Headers in the other language hint at the other order: not something to guess about.
    foreign = plan.language != "?" and not case.settings.locale.startswith(plan.language)
    if foreign and case.hints.locale is None:
        doubtful = next(t for t in case.seen.texts(columns) if _either(t))
        questions = (*plan.questions, say.ask_order(doubtful))
        return msgspec.structs.replace(plan, date_order=order, questions=questions)
    return msgspec.structs.replace(plan, date_order=order, date_order_from=say.FROM_LOCALE)


def _known_order(plan: Plan, case: Case, evidence: DateEvidence) -> tuple[str, Text] | None:
    """Return what decides the order before any guess: the user, the values, the past, the tool."""
    if case.hints.date_order:
        return case.hints.date_order, say.FROM_HINT
    if evidence.order:
        return evidence.order, say.FROM_VALUES
    if not evidence.either:
        return None
    if case.before and case.before.date_order:
        return case.before.date_order, say.FROM_MEMORY
    if case.system and (case.system.date_order or plan.language == "fr"):
        order = "dmy" if plan.language == "fr" else (case.system.date_order or "dmy")
        return order, say.FROM_SYSTEM.format(title=case.system.title)
    return None


def _either(text: str) -> bool:
    weighed = DateEvidence()
    weighed.look([text])
    return weighed.either > 0


def _whole_file(case: Case, columns: list[int]) -> Iterable[list[str]]:
    return case.seen.distinct(columns) if case.seen.distinct else ()


def settle_numbers(plan: Plan, case: Case) -> Plan:
    """Return *plan* with the locale of its numbers, or the question that decides it."""
    counts = _columns(plan, {ColumnKind.COUNT})
    amounts = _columns(plan, {ColumnKind.MONEY, ColumnKind.NUMBER})
    evidence = NumberEvidence()
    evidence.look(case.seen.texts(counts), whole=True)
    evidence.look(case.seen.texts(amounts), whole=False)
    preferred = underscored(case.settings.locale)
    if not case.hints.locale and evidence.mark is None and evidence.either:
        for texts in _whole_file(case, amounts):
            evidence.look(texts, whole=False)
    if case.hints.locale:
        return _numbered(plan, underscored(case.hints.locale), say.FROM_HINT)
    if evidence.mark:
        return _numbered(plan, evidence.locale(evidence.mark, preferred), say.FROM_VALUES)
    if case.before and case.before.number_locale:
        return _numbered(plan, case.before.number_locale, say.FROM_MEMORY)
    if not evidence.either:
        return plan  # plain digits: nothing to decide, and a doubtful value further down is told
    return _voted(plan, case, evidence, amounts)


def _voted(plan: Plan, case: Case, evidence: NumberEvidence, columns: list[int]) -> Plan:
    """Let the separator and the headers' language decide together, or ask."""
    preferred = underscored(case.settings.locale)
    by_delimiter = {";": ",", ",": "."}.get(plan.delimiter or "")
    by_language = {"fr": ",", "en": "."}.get(plan.language)
    votes = {v for v in (by_delimiter, by_language) if v}
    if len(votes) == 1:
        locale = evidence.locale(votes.pop(), preferred)
        return _numbered(plan, locale, say.FROM_DELIMITER)
    if not votes:
        locale = evidence.locale(separators(preferred)[1], preferred)
        return _numbered(plan, locale, say.FROM_LOCALE)
    doubtful = next((t for t in case.seen.texts(columns) if "." in t or "," in t), "1.234")
    return msgspec.structs.replace(plan, questions=(*plan.questions, say.ask_mark(doubtful)))


def _numbered(plan: Plan, locale: str, why: Text) -> Plan:
    return msgspec.structs.replace(plan, number_locale=locale, number_locale_from=why)


def _columns(plan: Plan, kinds: set[ColumnKind]) -> list[int]:
    found = {s for f in plan.feeds for s in f.sources if kind_of(f.fact, f.column) in kinds}
    return sorted(found)
