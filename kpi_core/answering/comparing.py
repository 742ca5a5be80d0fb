"""One answer beside the same one of another period: what changed, and what makes it unfair."""

from __future__ import annotations

from kpi_core.answering.margins import change, change_margin
from kpi_core.answering.question import Question
from kpi_core.answering.reading import day_text
from kpi_core.answering.snapshot import Snapshot
from kpi_core.catalog import REGISTRY
from kpi_core.caveats import caveat
from kpi_core.glossary import GLOSSARY
from kpi_core.periods import Period
from kpi_core.query import Caveat, Comparison, KpiResult, Span
from kpi_core.warehouse.relations import RELATIONS

_SOME_DAYS = 7  # weekly exports are the rule


def with_comparison(
    found: KpiResult,
    before: KpiResult | None,
    question: Question,
    other: Period,
    snapshot: Snapshot,
) -> KpiResult:
    """Return *found* with what *before* was, of the period *other*."""
    span = Span(start=other.start, end=other.end)
    if before is None:
        return found.model_copy(
            update={
                "caveats": [*_partly(found, span, question, snapshot), *found.caveats],
                "comparison": Comparison(period=span, value=None, change=None),
            }
        )
    moved = low = high = None
    clear = None
    if found.value is not None and before.value is not None:
        kpi = REGISTRY[found.variant]
        moved = change(kpi, before.value, found.value)
        low, high = change_margin(
            kpi, before.value, (before.low, before.high), found.value, (found.low, found.high)
        )
        if low is not None and high is not None:
            clear = not low <= 0 <= high
    told = [caveat("assumed", what=text) for text in other.assumed]
    told += _partly(found, before.period, question, snapshot)
    told += _uneven(found, before, question)
    return found.model_copy(
        update={
            "caveats": [*told, *found.caveats],
            "comparison": Comparison(
                period=before.period,
                value=before.value,
                change=moved,
                low=low,
                high=high,
                clear=clear,
            ),
        }
    )


def _partly(found: KpiResult, there: Span, question: Question, snapshot: Snapshot) -> list[Caveat]:
    """Say that the data does not hold all of both periods: a rise from a part of a year is none."""
    measures = (GLOSSARY[name].measure for name in found.inputs if name in GLOSSARY)
    facts = {fact for m in measures if m for fact in RELATIONS[m.relation].facts}
    # A subscription that nobody changed is not old news, and one of before the records is known.
    cover = [snapshot.coverage[fact] for fact in sorted(facts - {"subscriptions"})]
    firsts = [c.first for c in cover if c.first]
    if not firsts:
        return []
    if (max(firsts) - min(found.period.start, there.start)).days > _SOME_DAYS:
        return [caveat("begins_within", day=day_text(max(firsts)))]
    end = min(max(found.period.end, there.end), question.calendar.today)
    lasts = [c.last for c in cover if c.last]
    known = found.fresh_to if found.period.end >= there.end else None
    known = known or min(lasts, default=None)
    if known and (end - known).days > _SOME_DAYS:
        return [caveat("ends_within", day=day_text(known))]
    return []


def _uneven(found: KpiResult, before: KpiResult, question: Question) -> list[Caveat]:
    """Name both sides' days where one is cut short and the other is not."""
    today = question.calendar.today
    here = Span(start=found.period.start, end=max(found.period.start, min(found.period.end, today)))
    there = before.period
    days, other = ((s.end - s.start).days + 1 for s in (here, there))
    cut = {"clipped", "running"} & {c.code for r in (found, before) for c in r.caveats}
    if days == other or not (cut or here != found.period):
        return []
    return [
        caveat(
            "uneven",
            days=days,
            start=day_text(here.start),
            end=day_text(here.end),
            other=other,
            from_=day_text(there.start),
            to=day_text(there.end),
        )
    ]
