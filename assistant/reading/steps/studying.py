"""What is asked beyond one number, and what of a question it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assistant.reading.outcome import Refused, Unclear
from assistant.reading.parts import Parts
from assistant.reading.placed import Placed
from assistant.reading.refusals import REFUSALS
from assistant.reading.state import Assembling, Stop
from assistant.reading.steps import unfit
from assistant.reading.vocabulary import RANKS, Role
from assistant.reading.vocabulary.studies import STUDIES, asked
from assistant.reading.vocabulary.study import Study
from assistant.wire import Intent
from kpi_core.costs.kinds import Cost
from kpi_core.periods import add_months
from kpi_core.query import Span
from kpi_core.text import Text

#: KPIs that cohorts follow: "NRR by cohort".
_FOLLOWED = {
    "retention_rate": "customers",
    "churn_rate": "customers",
    "net_revenue_retention": "revenue_net",
    "gross_revenue_retention": "revenue_gross",
}
#: Said beside a study, these ask for nothing more.
_BESIDE = (
    Role.LIST, Role.WHICH, Role.COMPARE, Role.FUNNEL, Role.TABLE, Role.FOCUS, Role.CATALOGUE,
    Role.TREND, Role.FORECAST, Role.COHORT, Role.HOW,
)  # fmt: skip


def foretells(a: Assembling) -> bool:
    """Tell whether a forecast is asked for, which alone may be of days to come."""
    return any(asked(p.sign.of)[0] is Intent.FORECAST for p in a.parsed.all(Role.STUDY))


def studies(a: Assembling) -> None:
    """Keep which study is asked for; say what it does not take where it was asked too much."""
    found = a.parsed.all(Role.STUDY)
    meant = list(dict.fromkeys(asked(p.sign.of) for p in found))
    if not meant:
        meant = _followed(a) or _of_contents(a)
    if not meant:
        return
    intents = {intent for intent, _ in meant}
    if intents == {Intent.FORECAST} and a.parts.kpis == list(STUDIES[Intent.LIFETIME].kpis):
        meant, intents = [(Intent.LIFETIME, None)], {Intent.LIFETIME}
    abouts = {about for _, about in meant if about}
    if len(intents) > 1 or len(abouts) > 1:
        raise Stop(Unclear(_ONE.format(example=STUDIES[meant[0][0]].example)))
    intent, about = meant[0][0], next((m for _, m in meant if m), None)
    study = STUDIES[intent]
    a.parts.intent, a.parts.about = intent, about
    forward(a.parts, a.around.calendar.today)
    if intent is Intent.COSTS and about in _KINDS and not _spends(a, found):
        private = about == Cost.PEOPLE  # whose, and how much each
        said = unfit.cannot(intent, study, [unfit.SPENT_ONLY])
        raise Stop(Refused(REFUSALS[Role.PRIVATE]) if private else said)
    _check(a, intent, study)
    a.use(*found, *a.parsed.all(*_BESIDE))
    parts = a.parts
    ordered = len(parts.kpis) == 1 and study.most.issuperset(parts.kpis)
    if not ((study.named or ordered) and parts.kpis):
        parts.kpis = list(study.kpis)
    parts.intent, parts.about, parts.compare, parts.basis = intent, about, None, None
    parts.assumed_before = parts.beside = False
    parts.ranks, parts.order = frozenset(), None
    single = study.by == 0 or (intent, about) in _UNGROUPED
    if single and set(parts.by) <= set(parts.filters):
        parts.by = []  # of several members together
    if study.ranked:
        _how_many(a, found[0].start if found else 0)


def _how_many(a: Assembling, start: int) -> None:
    """Read "the 5 hot leads"."""
    before = start - 1
    if before not in a.numbers or a.parts.limit is not None:
        return
    said = int(a.parsed.words[before].text)
    if 0 < said <= _MOST:
        a.parts.limit = said
        a.numbers.remove(before)


_MOST = 1000


def _followed(a: Assembling) -> list[tuple[Intent, str | None]]:
    """Read "NRR by cohort" as the matrix of cohorts: a rate of those who left has no other basis."""
    about = _FOLLOWED.get(a.parts.kpis[0]) if len(a.parts.kpis) == 1 else None
    if about is None or not a.parsed.has(Role.COHORT):
        return []
    return [(Intent.COHORTS, about)]


def _spends(a: Assembling, found: Sequence[Placed]) -> bool:
    """Tell what was spent on tools from leads that came by them, or which tools there are."""
    if a.parts.kpis:
        return set(a.parts.kpis) <= _SPENT
    return any(w.text in _PAID for p in found for w in a.parsed.words[p.start : p.end])


_KINDS = frozenset(kind.value for kind in Cost)
_SPENT = frozenset({"total_cost", "direct_cost", "indirect_costs"})
_PAID_WORDS = (
    "cost costs fees payroll bill cout couts salariaux salarial depenses frais charges masse "
    "honoraires"
)
_PAID = frozenset(_PAID_WORDS.split())


def _of_contents(a: Assembling) -> list[tuple[Intent, str | None]]:
    """Read "which white papers brought most customers" as what each content of a kind brought."""
    parts = a.parts
    kinds = [m.kind for m in a.parsed.mentions if m.kind and m.choices[0][0] == "content"]
    most = set(parts.kpis) <= STUDIES[Intent.CONTENTS].most and len(parts.kpis) <= 1
    plain = parts.grain is None and parts.compare is None and parts.by == ["content"]
    if not kinds or not most or not plain or not parts.ranks or not parts.ranks <= _FIRST:
        return []
    if len(kinds) == 1 or not parts.kpis:
        parts.by = []
        parts.filters.pop("content", None)
        return [(Intent.CONTENTS, kind) for kind in kinds]
    return []


def forward(parts: Parts, today: dt.date) -> None:
    """Read a month or a quarter without its year as the next one: a forecast is of what comes."""
    meant = parts.meant
    if parts.intent is not Intent.FORECAST or meant is None or meant.end >= today:
        return
    if not any("year" in text.en for text in meant.assumed):
        return
    months = (meant.end.year - meant.start.year) * 12 + meant.end.month - meant.start.month + 1
    start = add_months(meant.start, 12)
    parts.period = Span(start=start, end=add_months(start, months) - dt.timedelta(days=1))
    parts.meant = None


def misfit(parts: Parts, today: dt.date) -> Unclear | None:
    """Return what is said of a study that was asked too much: leaving it out answers something else."""
    study = STUDIES.get(parts.intent) if parts.intent else None
    if study is None or parts.intent is None:
        return None
    forward(parts, today)
    asked_of = parts.intent, parts.about
    meant = parts.meant
    if parts.intent is Intent.FORECAST and meant and not meant.running and meant.end < today:
        return Unclear(_PAST.format(example=study.example))
    if parts.intent is Intent.DIFFER and not parts.by:
        return unfit.among(parts.intent, study)
    by = 0 if asked_of in _UNGROUPED else study.by
    single = study.named and parts.intent is not Intent.ANOMALIES
    dated = study.period and asked_of not in _TIMELESS
    left = [
        *([unfit.several(parts.kpis)] if single and len(parts.kpis) > 1 else []),
        *([unfit.grouped(parts.by)] if len(parts.by) > by else []),
        *([unfit.cut(parts.grain)] if parts.grain is not None and not study.grain else []),
        *([unfit.PERIOD] if parts.period is not None and not dated else []),
        *([unfit.COMPARED] if parts.compare else []),
    ]
    if left:
        return unfit.cannot(parts.intent, study, left)
    return None if parts.kpis or not single else Unclear(_WHICH.format(example=study.example))


#: Told of all that is recorded, or of today; and told of no member apart.
_TIMELESS = {(Intent.STAGES, "stalled"), (Intent.COSTS, "marginal")}
_UNGROUPED = {(Intent.LIFETIME, "customers"), (Intent.SCORES, None)}


def _check(a: Assembling, intent: Intent, study: Study) -> None:
    """Stop at what is asked beside the study and would be left out."""
    parts = a.parts
    beside = set(parts.kpis) - study.around
    late = intent is Intent.FORECAST and not _to_come(a)
    part = intent is Intent.COSTS and parts.about in _KINDS  # "what share are salaries"
    otherwise = set(_OTHERWISE) - ({Role.SHARE} if part else set())
    a.use(*(a.parsed.all(Role.SHARE) if part else ()))
    if late:
        raise Stop(Unclear(_PAST.format(example=study.example)))
    ranks = set(RANKS) - (_FIRST if study.ranked else set())
    left = [
        *unfit.roles(
            role
            for role in (*_OTHERWISE, *RANKS)
            if role in otherwise | ranks and a.parsed.has(role)
        ),
        *([unfit.COMPARED] if any(f.comparison for f in a.parsed.periods) else []),
        *([unfit.MODEL] if parts.model is not None else []),
        *([unfit.beside(sorted(beside))] if beside and not study.named else []),
    ]
    if left:
        raise Stop(unfit.cannot(intent, study, left))


_FIRST = {Role.MOST, Role.TOP, Role.BEST}
#: Asked for beside a study, these ask for something else.
_OTHERWISE = (
    Role.SHARE, Role.WHY, Role.DEFINE, Role.TARGET, Role.ABOVE, Role.BELOW, Role.MODEL,
)  # fmt: skip


def _to_come(a: Assembling) -> bool:
    """Tell whether the days asked for are not over yet."""
    meant = a.parts.meant
    return meant is None or meant.running or meant.end >= a.around.calendar.today


_ONE = Text(
    en="That is more than one question. Ask, for example: “{example}”.",
    fr="Cela fait plus d’une question. Demandez par exemple\u00a0: «\u00a0{example}\u00a0».",
)
_WHICH = Text(
    en="It is told of one KPI: name it. Ask, for example: “{example}”.",
    fr="Cela se dit d’un indicateur\u00a0: nommez-le. Demandez par exemple\u00a0: «\u00a0{example}\u00a0».",
)
_PAST = Text(
    en="These days are over: what is recorded of them is no forecast. Ask, for example: “{example}”.",
    fr="Ces jours sont passés\u00a0: ce qui en est enregistré n’est pas une prévision. Demandez par exemple\u00a0: «\u00a0{example}\u00a0».",
)
