"""From the top of a file to the plan that reads it: what it is, what is missing, what to ask."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kpi_core.errors import Kind, KpiError, shown
from kpi_core.importing import sentences as say
from kpi_core.importing.case import Case, Seen
from kpi_core.importing.days import settle_day
from kpi_core.importing.deal_lines import settle_lines
from kpi_core.importing.folding import signature
from kpi_core.importing.hinting import apply_columns, check_hints, fact_of_targets
from kpi_core.importing.matching import Headers, Match, aggregates, match_plain, match_system
from kpi_core.importing.money import settle_amount, settle_currency, settle_tax
from kpi_core.importing.needs import complete
from kpi_core.importing.plan import Plan
from kpi_core.importing.settings import Hints, ReadSettings
from kpi_core.importing.styles import settle_dates, settle_numbers
from kpi_core.importing.systems import SYSTEMS
from kpi_core.importing.vocabulary import WORDS
from kpi_core.text import Text


def understand(seen: Seen, settings: ReadSettings, hints: Hints) -> Plan:
    """Return the plan of a file, with the questions that only its user can answer."""
    check_hints(hints)
    headers = Headers.of(seen.headers)
    key = signature(seen.headers)
    before = _remembered(settings, hints, key, headers)
    match = _match(headers, hints) if before is None else before[0]
    if match is not None and match.known and match.known.refused:
        raise KpiError(Kind.SHAPE, match.known.refused)
    if match is not None and match.system == "ga4.traffic":
        _one_section(seen)
    if match is not None:
        match = apply_columns(match, headers, hints)
        _no_duplicates(match, seen.headers)
    if not any(any(cell.strip() for cell in row) for row in seen.rows):
        raise KpiError(Kind.EMPTY, say.NO_ROWS)
    if match is None:
        return _unknown(seen, headers, key, settings)
    plan = Plan(
        system=match.system,
        facts=match.facts,
        headers=seen.headers,
        header_row=seen.header_row,
        header_signature=key,
        feeds=match.feeds,
        constants={fact: dict(values) for fact, values in match.constants.items()},
        encoding=seen.encoding,
        delimiter=seen.delimiter,
        sheet=seen.sheet,
        preamble=seen.preamble,
        language=match.language,
        notes=seen.notes + _standing_notes(match, headers),
        questions=seen.questions,
        zones=_zones(match, seen.headers),
    )
    case = Case(
        seen=seen,
        headers=headers,
        settings=settings,
        hints=hints,
        before=before[1] if before else None,
        system=match.known,
    )
    for settle in _SETTLED:
        plan = settle(plan, case)
    return plan


_SETTLED = (
    settle_lines,
    complete,
    settle_day,
    settle_dates,
    settle_numbers,
    settle_currency,
    settle_tax,
    settle_amount,
)


def _match(headers: Headers, hints: Hints) -> Match | None:
    found = match_system(headers)
    if hints.as_fact is None:
        return found or _about_counts(headers, match_plain(headers, fact_of_targets(hints)))
    if found and hints.as_fact in found.facts:
        feeds = tuple(f for f in found.feeds if f.fact == hints.as_fact)
        return Match(
            found.system, (hints.as_fact,), feeds, found.constants, found.language, found.known
        )
    return match_plain(headers, hints.as_fact)


def _about_counts(headers: Headers, match: Match | None) -> Match | None:
    """Refuse a table of totals of people: rates and costs would be counted from nobody."""
    totals = aggregates(headers)
    fed = {i for feed in match.feeds for i in feed.sources} if match else set()
    identities = {"email", "external_id", "linkedin_url", "name", "deal"}
    if totals and (match is None or not any(f.column in identities for f in match.feeds)):
        measures = ("spend", "traffic")
        if match is None or match.facts[0] not in measures or set(totals) >= fed:
            raise KpiError(Kind.SHAPE, say.AGGREGATED.format(header=shown(headers.raw[totals[0]])))
    return match


def _remembered(
    settings: ReadSettings, hints: Hints, key: str, headers: Headers
) -> tuple[Match, Plan] | None:
    """Return the plan settled for this header before, its columns found where they are now."""
    data = settings.remembered.get(key)
    if data is None:
        return None
    plan = Plan.from_json(data)
    if hints.as_fact is not None and hints.as_fact not in plan.facts:
        return None
    parts = Headers.of(plan.headers).parts
    place = {p.folded: i for i, p in enumerate(headers.parts)}
    feeds = tuple(
        msgspec.structs.replace(feed, sources=tuple(place[parts[s].folded] for s in feed.sources))
        for feed in plan.feeds
    )
    known = next((s for s in SYSTEMS if s.id == plan.system), None)
    match = Match(plan.system, plan.facts, feeds, plan.constants, plan.language, known)
    return match, plan


def _unknown(seen: Seen, headers: Headers, key: str, settings: ReadSettings) -> Plan:
    """Return the plan of a file that nothing tells apart: the user is asked what it is."""
    named = [h for h in seen.headers if h.strip()]
    amounts = headers.find(WORDS["deals"]["amount"].all)
    question = say.ask_which_amount(seen.headers[amounts[0]]) if amounts else say.ask_what(named)
    return Plan(
        system="unknown",
        facts=(),
        headers=seen.headers,
        header_row=seen.header_row,
        header_signature=key,
        feeds=(),
        encoding=seen.encoding,
        delimiter=seen.delimiter,
        sheet=seen.sheet,
        preamble=seen.preamble,
        currency=settings.currency,
        notes=seen.notes,
        questions=(*seen.questions, question),
    )


def _one_section(seen: Seen) -> None:
    """Refuse a report of several tables: the second would be read as rows of the first."""
    if any(row and row[0].startswith("#") for row in seen.rows):
        raise KpiError(Kind.SHAPE, say.SECTIONS)


def _no_duplicates(match: Match, headers: Sequence[str]) -> None:
    folded = [p.folded for p in Headers.of(headers).parts]
    for feed in match.feeds:
        for source in feed.sources:
            if folded.count(folded[source]) > 1:
                raise KpiError(Kind.SHAPE, say.TWICE.format(header=shown(headers[source])))


def _standing_notes(match: Match, headers: Headers) -> tuple[Text, ...]:
    notes: list[Text] = []
    known = match.known
    columns = {f.column for f in match.feeds}
    # A stage without its date cannot place a person in time.
    staged = "$stage" in columns and not columns & {"mql_on", "sql_on"}
    if known and known.note and (staged or "$stage" not in columns):
        notes.append(known.note)
    fed = {i for feed in match.feeds for i in feed.sources}
    if not known and match.facts[0] in {"spend", "traffic"}:
        notes += [
            say.IGNORED_COUNTS.format(header=shown(headers.raw[i]))
            for i in aggregates(headers)
            if i not in fed
        ]
    return tuple(notes)


def _zones(match: Match, headers: Sequence[str]) -> dict[int, str]:
    """Return the columns whose header names a time zone: `Date (GMT)`, `Start Date (in UTC)`."""
    fed = {s for feed in match.feeds for s in feed.sources}
    return {i: "UTC" for i in fed if headers[i].casefold().rstrip(" )").endswith(("gmt", "utc"))}
