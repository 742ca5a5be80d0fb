"""A question in French or in English becomes a reading, a question back, or a reason why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from threading import Lock

from assistant.reading.asking import OUT_OF_SCOPE, nearest, no_kpi, unmeasured, without
from assistant.reading.assembly import assemble
from assistant.reading.fair import fairly
from assistant.reading.follow import both, continues, merged
from assistant.reading.language import language
from assistant.reading.manners import stock
from assistant.reading.members import Members, country_named
from assistant.reading.metrics import names
from assistant.reading.outcome import Assumptions, Choice, Outcome, Refused, Unclear, Understood
from assistant.reading.parsing import Parsed, parse
from assistant.reading.parts import Parts, complete
from assistant.reading.spelling import Respelt, misspelt
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.studying import misfit
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role
from assistant.reading.words import cut
from assistant.wire import Context, Intent
from kpi_core.answering import Core
from kpi_core.answering.question import calendar_of, default_period
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError, shown
from kpi_core.facts import FACTS
from kpi_core.periods import Calendar, Grain, Period, add_months, resolve
from kpi_core.query import Span
from kpi_core.registry import folded
from kpi_core.text import Lang, Text
from kpi_core.workspace.channels import KNOWN

_ENDS = frozenset({"fin", "end"})
_FEW = 2  # words not understood beside a KPI that was: without them, it may be what was meant


class Reader:
    """Reads questions about one workspace."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._members: tuple[int, Members] | None = None
        self._lock = Lock()

    def read(self, text: str, lang: Lang, context: Context | None = None) -> tuple[Outcome, Lang]:
        """
        Return what *text* asks, and the language it is in.

        lang: the language where the words do not tell; context: what was answered last.
        """
        around = self.around(context)
        if pair := both(text, context):
            return Understood(pair), lang
        try:
            parsed = self._parse(text, around, lang, follows=context is not None)
        except KpiError as error:
            return _bad_period(error), language(cut(text), lang)
        if not any(not w.sign for w in parsed.words):
            return Refused(OUT_OF_SCOPE), lang
        outcome = self._read(parsed, around, context)
        if parsed.has(Role.SHARE) and not isinstance(outcome, Understood):
            # "Part" belongs to a name: "quelle part des MQL deviennent SQL", "share of overhead".
            other = self._parse(text, around, lang, follows=context is not None, share=False)
            second = self._read(other, around, context)
            outcome = second if isinstance(second, Understood) else outcome
        if not isinstance(outcome, Understood) and (
            fixed := misspelt(parsed.text, parsed.words, parsed.unknown)
        ):
            # A real word, one letter from one of ours: "replay rate".
            outcome = self._respelt(fixed, around, lang, context) or outcome
        if isinstance(outcome, Unclear) and _limits(parsed):
            outcome = replace(outcome, choices=())
        return outcome, parsed.lang

    def _respelt(
        self, fixed: Respelt, around: Surroundings, lang: Lang, context: Context | None
    ) -> Outcome | None:
        """
        Return the question as it may have been meant: read where that cannot be wrong ("replay
        rate"), else asked back, since a real word may mean what it says.
        """
        try:
            again = self._parse(fixed.text, around, lang, follows=context is not None)
        except KpiError:
            return None
        second = self._read(again, around, context)
        if not isinstance(second, Understood):
            return None
        if fixed.harmless:
            return Understood(second.reading, (*fixed.said, *second.assumed))
        meant = Text(en=fixed.text, fr=fixed.text)
        return Unclear(fixed.asked, (Choice(meant, second.reading),))

    @staticmethod
    def _parse(
        text: str, around: Surroundings, lang: Lang, *, follows: bool, share: bool = True
    ) -> Parsed:
        return parse(
            text,
            around.members,
            around.calendar,
            around.default,
            lang,
            share=share,
            follows=follows,
        )

    def around(self, context: Context | None = None) -> Surroundings:
        """Return what a question is read against, as the data stands now."""
        snapshot = self._core.snapshot()
        names()  # read once from the declarations
        with self._lock:
            if self._members is None or self._members[0] != snapshot.version:
                self._members = snapshot.version, Members(snapshot.members, kinds=self._kinds())
            members = self._members[1]
        calendar = calendar_of(snapshot, self._core.today())
        default = default_period(snapshot, calendar)
        return Surroundings(
            calendar=calendar,
            default=default,
            members=members,
            facts=self._core.facts,
            meanings={_spoken(word): kpi for word, kpi in snapshot.settings.meanings.items()},
            currency=snapshot.settings.currency,
            focus=snapshot.settings.focus,
            targets=snapshot.settings.targets,
            benchmarks=frozenset(one.kpi for one in snapshot.settings.benchmarks),
            previous=_previous(context, default, calendar) if context else None,
        )

    def _kinds(self) -> dict[str, list[str]]:
        """Return the channels of each kind, as they are placed."""
        tables = " UNION ".join(
            f"SELECT DISTINCT channel_kind, channel FROM {fact}"
            for fact, spec in FACTS.items()
            if "source" in spec.members()
        )
        found: dict[str, list[str]] = {}
        with closing(self._core.facts()) as facts:
            rows = facts.ask(f"SELECT * FROM ({tables}) AS told ORDER BY 1, 2")
        for kind, channel in rows:
            if kind and channel:
                found.setdefault(kind, []).append(channel)
        return found

    def _read(self, parsed: Parsed, around: Surroundings, context: Context | None) -> Outcome:
        assumed = Assumptions()
        for correction in parsed.corrected:
            assumed.add(
                Text(
                    en="“{typed}” read as “{meant}”.", fr="« {typed} » lu comme « {meant} »."
                ).format(typed=shown(correction.typed), meant=correction.meant)
            )
        try:
            assembly = assemble(parsed, around, assumed)
        except Stop as stop:
            return stop.outcome
        except KpiError as error:
            return _bad_period(error)
        parts = assembly.parts
        before = context.reading if context else None
        if before is not None and continues(parsed, parts):
            parts = merged(
                parts, before, around, how=parsed.has(Role.HOW), share=parsed.has(Role.SHARE)
            )
            assembly.use(*parsed.all(Role.SHARE, Role.HOW))
            if before.query is not None and parts.intent is Intent.WHY and parts.compare is None:
                parts.compare = before.query.compare
        unlike = misfit(parts, around.calendar.today) or fairly(parts, parsed, around, assumed)
        if trouble := self._not_understood(parsed, assembly, parts, around) or unlike:
            return trouble
        if parts.intent in _NEED_NO_KPI or parts.kpis:
            missing = [k for k in parts.kpis if not REGISTRY[k].measured]
            if missing and parts.intent is not Intent.DEFINE:
                return unmeasured(missing[0], parts, parsed, around)
            return Understood(complete(parts, around), tuple(assumed.texts))
        return no_kpi(parsed, parts, around)

    # Words that were not understood.

    def _not_understood(
        self, parsed: Parsed, assembly: Assembling, parts: Parts, around: Surroundings
    ) -> Outcome | None:
        words = [parsed.words[i].raw for i in (*parsed.unknown, *assembly.numbers)]
        left = parsed.leftover_time
        _as_of(parts, around.calendar.today)
        if _last_day(parsed, parts):
            left, words = [], [w for w in words if folded(w) not in _ENDS]
        words += [w for w in left if w not in words]
        for placed in assembly.unused():
            first, last = parsed.words[placed.start], parsed.words[placed.end - 1]
            words.append(parsed.text[first.start : last.end])
        loose = [parsed.words[i].raw for i in parsed.metrics.loose if not parsed.words[i].sign]
        if parts.intent is Intent.MEMBERS and not names().meaning(
            parsed.words, parsed.metrics.loose
        ):
            loose = []  # "how many campaigns"
        goes_on = around.previous is not None and not parsed.metrics.named
        if goes_on and not names().meaning(parsed.words, parsed.metrics.loose):
            loose = []  # "and how much is that of the total", after an answer
        if not words and not loose:
            return None
        if not words and not parts.kpis:
            return nearest(parsed, parts, around, loose)
        words += loose
        absent = _absent(words)
        if absent is not None:
            return Refused(absent)
        if not parts.kpis:
            strange = [i for i in parsed.unknown if parsed.words[i].text.isalpha()]
            if not strange or (parsed.mentions and len(strange) < _FEW):
                return nearest(parsed, parts, around, words)
            return Refused(OUT_OF_SCOPE)
        limits = parsed.has(Role.NOT, Role.EXCEPT, Role.ABOVE, Role.BELOW) or any(
            c.isdigit() for w in words for c in w
        )
        return without(words, parts, around, parsed, limits=limits)


_NEED_NO_KPI = frozenset(
    {
        Intent.CATALOGUE,
        Intent.FRESHNESS,
        Intent.MEMBERS,
        Intent.DORMANT,
        Intent.FOCUS,
        Intent.TARGET,
        Intent.ANOMALIES,
    }
)


def _spoken(words: str) -> str:
    """Return *words* as they are looked up: without accents, marks and capitals."""
    return " ".join(word.text for word in cut(words) if not word.sign)


def _last_day(parsed: Parsed, parts: Parts) -> bool:
    """Read "at the end of Q2" as its last day, for what is counted on a day."""
    said = {folded(w) for w in parsed.leftover_time}
    if not said or not said <= _ENDS or parts.meant is None or not parts.kpis:
        return False
    if not all(stock(REGISTRY[k]) for k in parts.kpis):
        return False
    parts.period = Span(start=parts.meant.end, end=parts.meant.end)
    return True


def _as_of(parts: Parts, today: dt.date) -> None:
    """Read "a year ago" as that day, for what is counted on a day."""
    meant = parts.meant
    if meant is None or not parts.kpis or not all(stock(REGISTRY[k]) for k in parts.kpis):
        return
    if meant.grain in _MONTHS and (
        meant.text.lower().endswith("ago") or "il y a" in meant.text.lower()
    ):
        apart = (today.year - meant.start.year) * 12 + today.month - meant.start.month
        day = add_months(today, -(apart // _MONTHS[meant.grain] * _MONTHS[meant.grain]))
        parts.period = Span(start=day, end=day)


_MONTHS = {Grain.YEAR: 12, Grain.QUARTER: 3, Grain.MONTH: 1}


def _limits(parsed: Parsed) -> bool:
    """Tell whether "not" or a threshold was said: an option without it counts the very opposite."""
    bound = bool(parsed.numbers) and parsed.has(Role.MOST, Role.LEAST)
    return bound or parsed.has(Role.NOT, Role.ABOVE, Role.BELOW)


def _absent(words: Sequence[str]) -> Text | None:
    """Say that a known source or a country is simply not in the data."""
    for word in words:
        placed = KNOWN.get(folded(word))
        country = country_named(word)
        if placed or country:
            return Text(
                en="Nothing is recorded for “{word}” in this workspace.",
                fr="Rien n’est enregistré pour « {word} » dans cet espace.",
            ).format(word=shown(word))
    return None


def _bad_period(error: KpiError) -> Outcome:
    return Unclear(error.message)


def _previous(context: Context, default: Period, calendar: Calendar) -> Period | None:
    query = context.reading.query
    match query.period if query else None:
        case Span(start=start, end=end):
            return Period(start, end)
        case str() as phrase:
            try:
                return resolve(phrase, calendar)
            except KpiError:
                return None
    return default
