"""The day of rows that have none: given by the user, or by the period written above the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from kpi_core.errors import KpiError
from kpi_core.importing import sentences as say
from kpi_core.importing.case import Case
from kpi_core.importing.plan import DAY_COLUMNS, Plan
from kpi_core.values import day_order, parse_date

_WRITTEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\b\d{8}\b|\b\d{1,2}(?:er)? [^\W\d_]+\.? \d{4}|\b[^\W\d_]+\.? \d{1,2}, \d{4}"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}"
)


def period_above(lines: Iterable[str], locale: str) -> tuple[date, date] | None:
    """Return the period that the lines above a table state, when they state one."""
    days: list[date] = []
    for line in lines:
        for text in _WRITTEN.findall(line):
            try:
                found = parse_date(text, order=day_order(locale))
            except KpiError:
                continue
            if found:
                days.append(found.day)
    return (min(days), max(days)) if days else None


def settle_day(plan: Plan, case: Case) -> Plan:
    """Return *plan* with the day of its rows settled, or asked for."""
    settings, hints = case.settings, case.hints
    locale = "fr" if plan.language == "fr" else settings.locale
    period = period_above(plan.preamble, locale)
    plan = msgspec.structs.replace(plan, period=period)
    dayless = [
        fact
        for fact in plan.facts
        if fact in DAY_COLUMNS
        and not any((f.fact, f.column) == (fact, DAY_COLUMNS[fact]) for f in plan.feeds)
    ]
    if hints.date is not None:
        given = parse_date(hints.date, settings.locale)
        if given is not None:
            # The user's day wins over any column: every row gets it.
            theirs = {(fact, DAY_COLUMNS[fact]) for fact in plan.facts if fact in DAY_COLUMNS}
            feeds = tuple(
                f for f in plan.feeds if (f.fact, f.column) not in theirs and f.column != "$until"
            )
            note = say.ON_GIVEN_DAY.format(day=given.day.isoformat())
            return msgspec.structs.replace(
                plan, day=given.day, feeds=feeds, notes=(*plan.notes, note)
            )
    # A lead may have no date of creation; what was spent or seen was so on some day.
    if not set(dayless) - {"leads"}:
        return plan
    if period is None:
        asked = say.ask_day(settings.today.isoformat())
        return msgspec.structs.replace(plan, questions=(*plan.questions, asked))
    start, end = period
    if (start.year, start.month) != (end.year, end.month):
        asked = say.ask_day_of_period(start.isoformat(), end.isoformat())
        return msgspec.structs.replace(plan, questions=(*plan.questions, asked))
    note = say.ON_PERIOD_START.format(day=start.isoformat())
    notes = plan.notes if start == end else (*plan.notes, note)
    return msgspec.structs.replace(plan, day=start, notes=notes)
