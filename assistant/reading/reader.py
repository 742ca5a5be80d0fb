"""A question in French or in English becomes a reading, a question back, or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from assistant.reading.assembly import assemble
from assistant.reading.follow import continues, merged
from assistant.reading.manners import stock
from assistant.reading.members import Members, country_named
from assistant.reading.metrics import names, offered
from assistant.reading.outcome import Assumptions, Choice, Outcome, Refused, Unclear, Understood
from assistant.reading.parsing import Parsed, parse
from assistant.reading.parts import Parts, complete
from assistant.reading.parts import ranked as rank
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps.measuring import which
from assistant.reading.surroundings import Surroundings
from assistant.reading.vocabulary import Role
from assistant.wire import Context, Intent, Reading
from kpi_core.answering import Core
from kpi_core.answering.question import calendar_of, default_period
from kpi_core.catalog import FOCUS, REGISTRY
from kpi_core.errors import Kind, KpiError, closest, shown
from kpi_core.facts import FACTS
from kpi_core.periods import Calendar, Period, resolve
from kpi_core.query import Span
from kpi_core.registry import folded
from kpi_core.text import Lang, Text
from kpi_core.workspace.channels import KNOWN

_ENDS = frozenset({"fin", "end"})
_FEW = 2  # words not understood beside a KPI that was: without them, it may be what was meant
_LIKELY = 62  # of 100: below, a name only shares letters with what was typed

OUT_OF_SCOPE = Text(
    en="I answer questions about this workspace's marketing and sales figures. For example: “CAC on LinkedIn last quarter”, “leads by channel in March”, “what does ROAS mean?”.",
    fr="Je réponds aux questions sur les chiffres marketing et commerciaux de cet espace. Par exemple\u00a0: « CAC sur LinkedIn le trimestre dernier », « leads par canal en mars », « que veut dire ROAS ? ».",
)


_NOT_UNDERSTOOD = Text(
    en="I did not understand “{said}”: it is neither a KPI, nor a period, nor a name in this workspace. What did you mean?",
    fr="Je n’ai pas compris « {said} »\u202f: ce n’est ni un indicateur, ni une période, ni un nom de cet espace. Que vouliez-vous dire\u202f?",
)


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
        try:
            parsed = self._parse(text, around, lang, follows=context is not None)
        except KpiError as error:
            return _bad_period(error), lang
        if not any(not w.sign for w in parsed.words):
            return Refused(OUT_OF_SCOPE), lang
        outcome = self._read(parsed, around, context)
        if parsed.has(Role.SHARE) and not isinstance(outcome, Understood):
            # "Part" belongs to a name: "quelle part des MQL deviennent SQL", "share of overhead".
            other = self._parse(text, around, lang, follows=context is not None, share=False)
            second = self._read(other, around, context)
            outcome = second if isinstance(second, Understood) else outcome
        if isinstance(outcome, Unclear) and _limits(parsed):
            outcome = replace(outcome, choices=())
        return outcome, parsed.lang

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
            store=self._core.store,
            meanings=snapshot.settings.meanings,
            previous=_previous(context, default, calendar) if context else None,
        )

    def _kinds(self) -> dict[str, list[str]]:
        """Return the channels of each kind, as they are placed."""
        cursor = self._core.store.cursor()
        tables = " UNION ".join(
            f"SELECT DISTINCT channel_kind, channel FROM {fact}"
            for fact, spec in FACTS.items()
            if "source" in spec.members()
        )
        found: dict[str, list[str]] = {}
        try:
            rows = cursor.execute(f"SELECT * FROM ({tables}) ORDER BY 1, 2").fetchall()
        finally:
            cursor.close()
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
        if trouble := self._not_understood(parsed, assembly, parts, around):
            return trouble
        if parts.intent in _NEED_NO_KPI or parts.kpis:
            unmeasured = [k for k in parts.kpis if not REGISTRY[k].measured]
            if unmeasured and parts.intent is not Intent.DEFINE:
                return self._unmeasured(unmeasured[0], parts, parsed, around)
            return Understood(complete(parts, around), tuple(assumed.texts))
        return self._no_kpi(parsed, parts, around)

    # Words that were not understood.

    def _not_understood(
        self, parsed: Parsed, assembly: Assembling, parts: Parts, around: Surroundings
    ) -> Outcome | None:
        words = [parsed.words[i].raw for i in (*parsed.unknown, *assembly.numbers)]
        left = parsed.leftover_time
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
        if not words and not loose:
            return None
        if not words and not parts.kpis:
            return self._nearest(parsed, parts, around, loose)
        words += loose
        absent = _absent(words)
        if absent is not None:
            return Refused(absent)
        if not parts.kpis:
            strange = [i for i in parsed.unknown if parsed.words[i].text.isalpha()]
            if not strange or (parsed.mentions and len(strange) < _FEW):
                return self._nearest(parsed, parts, around, words)
            return Refused(OUT_OF_SCOPE)
        limits = parsed.has(Role.NOT, Role.EXCEPT, Role.ABOVE, Role.BELOW) or any(
            c.isdigit() for w in words for c in w
        )
        return self._without(words, parts, around, limits=limits)

    def _without(
        self, words: Sequence[str], parts: Parts, around: Surroundings, *, limits: bool
    ) -> Outcome:
        """Ask what the words mean, offering the nearest names and the question without them."""
        said = ", ".join(dict.fromkeys(shown(w) for w in words))
        choices: list[Choice] = []
        if limits:  # without "not" or "over 50", it would be the very opposite
            return Unclear(_NOT_UNDERSTOOD.format(said=said))
        known = [
            (dimension, member)
            for dimension, members in around.members.index.members.items()
            for member in members
        ]
        if len(words) <= _FEW:
            for near in closest(" ".join(words), [m for _, m in known], 2):
                dimension = next(d for d, m in known if m == near)
                if _alike(" ".join(words), near):
                    other = replace(parts, filters={**parts.filters, dimension: [near]})
                    choices.append(Choice(Text(en=near, fr=near), complete(other, around)))
            title = REGISTRY[parts.kpis[0]].title
            choices.append(
                Choice(
                    Text(en="{title}, without “{said}”", fr="{title}, sans « {said} »").format(
                        title=title, said=said
                    ),
                    complete(parts, around),
                )
            )
        return Unclear(_NOT_UNDERSTOOD.format(said=said), tuple(choices[:3]))

    def _nearest(
        self, parsed: Parsed, parts: Parts, around: Surroundings, words: Sequence[str]
    ) -> Outcome:
        """Offer the KPIs whose names are nearest to what was typed."""
        said = " ".join(words)
        found = _candidates(said, parsed)
        if not found:
            return Refused(OUT_OF_SCOPE)
        return Unclear(
            Text(
                en="I am not sure which KPI “{said}” is. Which one?",
                fr="Je ne suis pas sûr de l’indicateur que désigne « {said} ». Lequel\u202f?",
            ).format(said=shown(said)),
            tuple(
                Choice(
                    REGISTRY[k].title,
                    complete(replace(parts, kpis=[k]), around),
                )
                for k in found
            ),
        )

    def _unmeasured(self, kpi: str, parts: Parts, parsed: Parsed, around: Surroundings) -> Outcome:
        """Say that data alone cannot tell *kpi*, and offer what it can."""
        declared = REGISTRY[kpi]
        instead = [k for k in offered([kpi]) if k != kpi]
        if not instead:
            return Refused(
                Text(
                    en="{title} cannot be told from the data alone: compute it in a cell with {function}.",
                    fr="{title}\u00a0: les données seules ne suffisent pas. Calculez-le dans une cellule avec {function}.",
                ).format(title=declared.title, function=declared.function)
            )
        typed = declared.title[parsed.lang]
        chosen = around.meanings.get(folded(typed))
        if chosen in instead:
            said = Text(
                en="“{typed}” read as {title}: your choice (kpi settings meanings).",
                fr="« {typed} » lu comme {title} : votre choix (kpi settings meanings).",
            ).format(typed=typed, title=REGISTRY[chosen].title)
            return Understood(complete(replace(parts, kpis=[chosen]), around), (said,))
        return which(
            typed,
            folded(typed),
            instead,
            lambda k: complete(replace(parts, kpis=[k]), around),
        )

    def _no_kpi(self, parsed: Parsed, parts: Parts, around: Surroundings) -> Outcome:
        """Ask for the KPI, where something else of the question was understood."""
        something = bool(
            parts.filters
            or parts.by
            or parts.period is not None
            or parts.grain
            or parsed.has(*_ABOUT)
        )
        if not something:
            return Refused(OUT_OF_SCOPE)
        ranked = parsed.has(Role.BEST, Role.WORST, Role.MOST, Role.LEAST, Role.TOP, Role.BOTTOM)
        kpis = ("roi_net", "cpl", "lead_volume") if ranked else FOCUS[:3]
        return Unclear(
            Text(
                en="Which KPI?" if not ranked else "Best or worst by which KPI?",
                fr="Quel indicateur\u202f?" if not ranked else "Selon quel indicateur\u202f?",
            ),
            tuple(
                Choice(REGISTRY[k].title, _chosen(replace(parts, kpis=[k]), around)) for k in kpis
            ),
        )


_NEED_NO_KPI = frozenset(
    {Intent.CATALOGUE, Intent.FRESHNESS, Intent.MEMBERS, Intent.DORMANT, Intent.FOCUS}
)
_ABOUT = (Role.BEST, Role.WORST, Role.WHY, Role.TREND, Role.COMPARE, Role.SHARE)


def _chosen(parts: Parts, around: Surroundings) -> Reading:
    rank(parts)
    return complete(parts, around)


def _last_day(parsed: Parsed, parts: Parts) -> bool:
    """Read "at the end of Q2" as its last day, for what is counted on a day."""
    said = {folded(w) for w in parsed.leftover_time}
    if not said or not said <= _ENDS or parts.meant is None or not parts.kpis:
        return False
    if not all(stock(REGISTRY[k]) for k in parts.kpis):
        return False
    parts.period = Span(start=parts.meant.end, end=parts.meant.end)
    return True


def _limits(parsed: Parsed) -> bool:
    """Tell whether "not" or a threshold was said: an option without it counts the very opposite."""
    bound = bool(parsed.numbers) and parsed.has(Role.MOST, Role.LEAST)
    return bound or parsed.has(Role.NOT, Role.ABOVE, Role.BELOW)


def _candidates(said: str, parsed: Parsed) -> list[str]:
    """Return at most three KPIs that *said* may mean: by what they combine, then by their letters."""
    items = names().items(parsed.words, frozenset())
    typed = {c for i in items for c in i.concepts}
    scored: dict[str, float] = {}
    for concepts, found in names().declared():
        for kpi in found:
            if REGISTRY[kpi].measured and concepts & typed:
                score = len(concepts & typed) / len(concepts | typed)
                scored[kpi] = max(scored.get(kpi, 0), score)
    best = sorted((k for k, s in scored.items() if s >= 0.3), key=lambda k: -scored[k])  # noqa: PLR2004
    if best:
        return best[:3]
    aliases = {
        alias: kpi.id
        for kpi in REGISTRY.values()
        if kpi.measured
        for lang in Lang
        for alias in (*kpi.aliases[lang], kpi.title[lang])
    }
    near = [a for a in closest(said, aliases, 6) if _alike(said, a)]
    return list(dict.fromkeys(aliases[a] for a in near))[:3]


def _alike(said: str, name: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only what was not understood pays for it

    return fuzz.ratio(folded(said), folded(name)) >= _LIKELY


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
    if error.kind is Kind.AMBIGUOUS:
        return Unclear(error.message)
    return Refused(error.message)


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
