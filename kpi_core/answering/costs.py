"""What was spent and on what, what is missing from it, and what it takes to be paid back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, StrictBool

from kpi_core.answering.costs_words import (
    ABSENT,
    AFTER,
    BEFORE,
    DIRECT,
    NO_MARGIN,
    NONE,
    OTHER,
    SKIPPED,
    STOPPED,
    STOPPED_WITH_GAPS,
)
from kpi_core.answering.engine import fetched
from kpi_core.answering.question import Question, understand
from kpi_core.costs.completeness import Gap, gaps
from kpi_core.costs.kinds import KINDS, Cost, kind_of
from kpi_core.costs.response import Response, response
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Period
from kpi_core.query import Filters, KpiQuery, KpiResult, Phrase, Span
from kpi_core.text import Lang, Text

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_YEAR = 12
_SHOWN = 4  # months that a sentence lists


class CostQuery(BaseModel):
    """
    A question about costs.

    period, filters: as in a `KpiQuery`. marginal: also what one lead more went with, channel by
    channel, over all the months that are recorded.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: Phrase | Span | None = None
    filters: Filters = {}
    marginal: StrictBool = False


@dataclass(frozen=True, slots=True)
class CostLine:
    """A kind of cost: what was spent directly, indirectly, and how much under each label."""

    kind: Cost
    direct: Decimal
    indirect: Decimal
    labels: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """Return both together."""
        return self.direct + self.indirect


@dataclass(frozen=True, slots=True)
class Return:
    """ROI when some of the costs are counted: *roi* is net of them, None without any."""

    counted: Text
    cost: float | None
    roi: float | None


@dataclass(frozen=True, slots=True)
class Costs:
    """
    What was spent in a period, exact to the cent.

    hidden: the indirect costs, as the KPI of that name has them. returns: ROI as more costs are
    counted.
    needed: the signed revenue that pays all costs, at *margin*; None where nothing was signed.
    responses: channel -> what one lead more went with; None where it cannot be told. watched: the
    whole months that they rest on, whatever the period asked for.
    """

    period: Period
    currency: str
    filters: Mapping[str, tuple[str | None, ...]]
    lines: tuple[CostLine, ...]
    gaps: tuple[Gap, ...]
    returns: tuple[Return, ...]
    revenue: float | None
    margin: float | None
    needed: float | None
    responses: tuple[tuple[str | None, Response | None], ...]
    watched: Period | None
    notes: tuple[Text, ...]

    @property
    def total(self) -> Decimal:
        """Return all that was spent."""
        return sum((line.total for line in self.lines), Decimal(0))

    @property
    def hidden(self) -> Decimal:
        """Return what of it is indirect: what a report of campaigns leaves out."""
        return sum((line.indirect for line in self.lines), Decimal(0))

    def share(self, amount: Decimal) -> float | None:
        """Return which part of the total *amount* is, None of nothing."""
        return float(amount / self.total) if self.total else None


def costs(core: Core, query: CostQuery) -> Costs:
    """
    Return what was spent in a period, of what kind, and what is missing from it.

    Raises
    ------
    KpiError
        EMPTY without any cost in the period; those of a question that is not understood.
    """
    plain = KpiQuery(kpis=["total_cost"], period=query.period, filters=query.filters)
    question = understand(plain, core.snapshot(), core.today())
    rows = _rows(core, question)
    lines = _lines(rows)
    if not lines:
        label = Text(
            en=f"({question.period.label(Lang.EN)})", fr=f"({question.period.label(Lang.FR)})"
        )
        raise KpiError(Kind.EMPTY, NONE.format(when=label))
    period = question.period
    found = core.query(plain.model_copy(update={"kpis": _RETURNS, "period": _span(period)}))
    answers = {row.variant: row for row in found}
    revenue, margin = answers["revenue"].value, answers["gross_margin_rate"].value
    missing = gaps(_months(rows), _last_whole(core, question))
    total = sum((line.total for line in lines), Decimal(0))
    watched = _watched(core, question) if query.marginal else None
    return Costs(
        period=period,
        currency=core.snapshot().settings.currency,
        filters=question.filters,
        lines=tuple(lines),
        gaps=tuple(missing),
        returns=_returns(answers),
        revenue=revenue,
        margin=margin,
        needed=float(total) / (margin or 1.0)
        if revenue and (margin is None or margin > 0)
        else None,
        responses=_responses(core, question, watched) if watched else (),
        watched=watched,
        notes=(
            *period.assumed,
            *question.notes,
            # Of ROI with all costs: what of them reaches nobody, what the data lacks.
            *(Text(en=c.message.en, fr=c.message.fr) for c in answers["roi_net"].caveats),
            *_notes(lines, missing, margin, question),
        ),
    )


def _rows(core: Core, question: Question) -> list[dict[str, object]]:
    from kpi_core.warehouse.costs import labelled  # noqa: PLC0415 - the compiler takes 0.2 s

    with closing(core.facts()) as facts:
        statement = labelled(question.shape().filters)
        return fetched(facts, statement, question.parameters(1, question.calendar.today))


def _lines(rows: Iterable[Mapping[str, object]]) -> list[CostLine]:
    direct: dict[Cost, Decimal] = defaultdict(Decimal)
    indirect: dict[Cost, Decimal] = defaultdict(Decimal)
    labels: dict[Cost, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        amount = row["within"]
        if not isinstance(amount, Decimal):
            continue
        label = None if row["label"] is None else str(row["label"])
        kind = kind_of(label, media=bool(row["media"]))
        (indirect if row["category"] == "indirect" else direct)[kind] += amount
        if label:
            labels[kind][label] += amount
    return sorted(
        (
            CostLine(k, direct[k], indirect[k], dict(sorted(labels[k].items())))
            for k in {*direct, *indirect}
        ),
        key=lambda line: (line.kind is Cost.OTHER, -line.total),
    )


def _months(rows: Iterable[Mapping[str, object]]) -> dict[str, set[int]]:
    """Return the months of each label; what has none comes from a platform, and is its own matter."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row["label"] is not None and row["amount"]:
            found[str(row["label"])].add(int(str(row["month"])))
    return found


def _last_whole(core: Core, question: Question) -> int:
    """Return the last month that is over and that the data of costs could tell."""
    until = core.snapshot().last_day or question.calendar.today
    day = min(question.period.end, until, question.calendar.today) + dt.timedelta(days=1)
    return day.year * _YEAR + day.month - 2


def _returns(answers: Mapping[str, KpiResult]) -> tuple[Return, ...]:
    """Return ROI with advertising alone, with direct costs, with all: the same revenue each time."""
    roas = answers["roas"].value
    return (
        Return(BEFORE, answers["advertising_spend"].value, answers["roi_media"].value),
        Return(DIRECT, answers["direct_cost"].value, None if roas is None else roas - 1),
        Return(AFTER, answers["total_cost"].value, answers["roi_net"].value),
    )


_RETURNS = [
    "advertising_spend", "roi_media", "direct_cost", "roas", "total_cost", "roi_net", "revenue",
    "gross_margin_rate",
]  # fmt: skip


def _watched(core: Core, question: Question) -> Period | None:
    """Return the whole months in which both costs and leads are recorded, to the period's end."""
    snapshot = core.snapshot()
    firsts = [snapshot.coverage[f].first for f in ("spend", "leads")]
    if None in firsts:
        return None
    begun = max(day for day in firsts if day)
    last = _last_whole(core, question) + 1
    end = dt.date(last // _YEAR, last % _YEAR + 1, 1) - dt.timedelta(days=1)
    start = dt.date(begun.year, begun.month, 1)
    return Period(start, end) if start <= end else None


def _responses(
    core: Core, question: Question, watched: Period
) -> tuple[tuple[str | None, Response | None], ...]:
    """Return what one lead more went with, channel by channel."""
    filters = {name: list(members) for name, members in question.filters.items()}
    found = core.query(
        KpiQuery(
            kpis=["direct_cost", "lead_volume"],
            period=_span(watched),
            filters=filters,
            by=["channel"],
            grain="month",
        )
    )
    spend: dict[str | None, dict[dt.date, float]] = defaultdict(dict)
    leads: dict[str | None, dict[dt.date, float]] = defaultdict(dict)
    for row in found:
        kept = spend if row.variant == "direct_cost" else leads
        kept[row.group["channel"]][row.period.start] = float(row.value or 0)
    named = sorted(
        (name for name in spend if name is not None and any(spend[name].values())),
        key=lambda name: -sum(spend[name].values()),
    )
    return tuple((name, _response(spend[name], leads.get(name, {}))) for name in named)


def _response(spend: Mapping[dt.date, float], leads: Mapping[dt.date, float]) -> Response | None:
    days = sorted(spend)
    return response([spend[d] for d in days], [leads.get(d, 0.0) for d in days])


def _notes(
    lines: Sequence[CostLine], missing: Sequence[Gap], margin: float | None, question: Question
) -> list[Text]:
    notes = []
    for gap in missing:
        if gap.stopped:
            told = {"label": gap.label, "since": _month(gap.last), "n": gap.came, "of": gap.span}
            notes.append((STOPPED if gap.came == gap.span else STOPPED_WITH_GAPS).format(**told))
        else:
            listed = [_month(m) for m in gap.missing[:_SHOWN]]
            more = "…" if len(gap.missing) > _SHOWN else ""
            months = Text(
                en=", ".join(m.en for m in listed) + more, fr=", ".join(m.fr for m in listed) + more
            )
            notes.append(SKIPPED.format(label=gap.label, n=len(gap.missing), months=months))
    present = {line.kind for line in lines}
    if not question.filters:
        absent = [KINDS[c].title for c in _EXPECTED if c not in present]
        if absent:
            kinds = Text(en=", ".join(t.en for t in absent), fr=", ".join(t.fr for t in absent))
            notes.append(ABSENT.format(kind=kinds))
    total = sum((line.total for line in lines), Decimal(0))
    other = next((line.total for line in lines if line.kind is Cost.OTHER), Decimal(0))
    if total and other * 100 >= total:
        share = f"{other / total * 100:.0f}"
        notes.append(OTHER.format(share=share, kind=KINDS[Cost.OTHER].title))
    if margin is None:
        notes.append(NO_MARGIN)
    return notes


_EXPECTED = (Cost.PEOPLE, Cost.TOOLS)  # whoever sells has some


def _month(index: int) -> Text:
    from babel.dates import format_date  # noqa: PLC0415 - only where months are missing

    first = dt.date(index // _YEAR, index % _YEAR + 1, 1)
    return Text(
        en=format_date(first, "MMM yyyy", locale="en"),
        fr=format_date(first, "MMM yyyy", locale="fr"),
    )


def _span(period: Period) -> Span:
    return Span(start=period.start, end=period.end)
