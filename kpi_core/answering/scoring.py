"""Lead scores: which open leads are worth a call first, and why; how good leads are by member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi_core.answering import scoring_words as words
from kpi_core.answering.cohort_words import worded
from kpi_core.answering.cohorts import followed_until
from kpi_core.answering.question import Question, understand
from kpi_core.answering.scoring_data import (
    Watched,
    day_of,
    featured,
    leads_of,
    number_of,
    open_at,
    points_of,
    standing,
    unmatched,
    who_are,
)
from kpi_core.answering.scoring_model import Model, model_of, outcome_of
from kpi_core.answering.scoring_quality import qualities
from kpi_core.answering.scoring_reasons import reasons
from kpi_core.answering.scoring_shapes import Hot, Quality, ScoreQuery, Scoring
from kpi_core.errors import Kind, KpiError
from kpi_core.query import KpiQuery, Span
from kpi_core.scoring.default import DEFAULT
from kpi_core.text import Text
from kpi_core.warehouse.shape import Filter

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_SHOWN = 5  # names in a sentence


@dataclass(frozen=True)
class Asked:
    """A question whose every word has been understood, and the leads that it is about."""

    query: ScoreQuery
    question: Question
    watched: Watched


@dataclass(frozen=True)
class Standing:
    """One lead: its place, what each rule counts for it, and how many touches that was."""

    place: int
    features: npt.NDArray[np.float64]
    counts: npt.NDArray[np.float64]


def scoring(core: Core, query: ScoreQuery) -> Scoring:
    """
    Return lead scores, as *query* asks.

    Raises
    ------
    KpiError
        EMPTY when there is no lead; NOT_FOUND or TYPE for a word that is not understood.
    """
    if query.what != "quality" and (query.period is not None or query.by):
        raise KpiError(Kind.TYPE, words.ONLY_QUALITY)
    asked = _understood(core, query)
    if query.what == "card":
        return _told(asked, None, notes=())
    if not len(asked.watched.leads):
        raise KpiError(Kind.EMPTY, words.NOBODY)
    notes = _notes(core, asked)
    if query.what == "quality":
        lines, said = qualities(asked.watched, query, asked.question)
        return _told(asked, None, lines=lines, notes=(*said, *notes))
    model = model_of(asked.watched)
    leads, found = _hot(asked, model) if query.what == "hot" else ((), 0)
    said = _about(asked, model)
    return _told(asked, model, leads=leads, found=found, notes=(*said, *notes))


def _understood(core: Core, query: ScoreQuery) -> Asked:
    snapshot = core.snapshot()
    kpi = KpiQuery(kpis=["lead_volume"], period=query.period, filters=query.filters, by=query.by)
    question = understand(kpi, snapshot, core.today())
    until = number_of(followed_until(core))
    shape = tuple(
        Filter(name, len([m for m in members if m is not None]), None in members)
        for name, members in question.filters.items()
    )
    by = question.by if query.what == "quality" else ()
    bound = question.parameters(1, core.today())
    watched = Watched(
        core,
        snapshot.settings.scoring,
        leads_of(core, query.outcome, by, shape, bound),
        until,
        snapshot.settings.maturity_days,
        query.outcome,
    )
    return Asked(query, question, watched)


def _hot(asked: Asked, model: Model) -> tuple[tuple[Hot, ...], int]:
    """Return the best open leads, and how many there are."""
    watched = asked.watched
    leads, until = watched.leads, watched.until
    done = standing(watched)
    places = open_at(watched, done)
    places = places[leads.kept[places]]
    features = featured(watched, done, places, until)
    points = features @ points_of(watched.card)
    chances = None if model.learnt is None else model.learnt.chances(features)
    first = points if chances is None else chances
    # What is equal stays in the order of the leads: the same list each time.
    order = np.lexsort((places, -leads.created[places], -points, -first))[: asked.query.top]
    who = who_are(watched.core, [leads.names[i] for i in places[order]])
    found = tuple(
        _lead(
            watched,
            model,
            Standing(int(places[i]), features[i], done.counts[places[i]]),
            who.get(leads.names[places[i]], {}),
        )
        for i in order
    )
    return found, len(places)


def _lead(watched: Watched, model: Model, at: Standing, known: Mapping[str, str | None]) -> Hot:
    card, learnt = watched.card, model.learnt
    points = float(at.features @ points_of(card))
    created = int(watched.leads.created[at.place])
    return Hot(
        lead=watched.leads.names[at.place],
        name=known.get("name"),
        company=known.get("company"),
        owner=known.get("owner"),
        created_on=day_of(created),
        points=points,
        label="sql" if points >= card.sql else "mql" if points >= card.mql else None,
        chance=None if learnt is None else float(learnt.chances(at.features[None, :])[0]),
        reasons=reasons(
            card,
            at.features,
            at.counts,
            None if learnt is None else learnt.slopes,
            {**known, "age": str(watched.until - created)},
        ),
    )


def _about(asked: Asked, model: Model) -> list[Text]:
    """Say what the scores rest on."""
    told, name = model.told, outcome_of(asked.query.outcome)
    said = [
        words.AS_OF.format(
            day=worded(day_of(asked.watched.until)), n=asked.watched.card.open_days, outcome=name
        )
    ]
    if told.whole is not None:
        about = {"won": told.whole.won, "leads": told.whole.leads, "days": told.days}
        said.insert(0, words.BY_CHANCE.format(outcome=name, **about))
    elif told.why is not None:
        said.insert(0, words.WITHHELD.format(why=told.why))
    return [*said, *model.notes, words.NO_DECISION]


def _notes(core: Core, asked: Asked) -> list[Text]:
    leads, said = asked.watched.leads, list(asked.watched.leads.notes)
    if asked.watched.card == DEFAULT:
        said.append(words.DEFAULT_CARD)
    if "touchpoints" in core.snapshot().empty:
        said.append(words.NO_TOUCHES)
    elif names := unmatched(core, asked.watched.card):
        shown = ", ".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        said.append(words.UNMATCHED.format(n=len(names), names=shown))
    if n := int((leads.created > asked.watched.until).sum()):
        said.append(words.FUTURE.format(n=n, day=worded(day_of(asked.watched.until))))
    if n := int((leads.reached < leads.created).sum()):
        said.append(words.BACKWARDS.format(n=n, outcome=outcome_of(asked.query.outcome)))
    return [*asked.question.notes, *said]


def _came_in(asked: Asked) -> Span:
    """Return the days that leads came on, as far as anybody is followed."""
    period, until = asked.question.period, day_of(asked.watched.until)
    return Span(start=period.start, end=max(period.start, min(period.end, until)))


def _told(
    asked: Asked,
    model: Model | None,
    *,
    leads: tuple[Hot, ...] = (),
    lines: tuple[Quality, ...] = (),
    found: int = 0,
    notes: tuple[Text, ...],
) -> Scoring:
    query = asked.query
    return Scoring(
        what=query.what,
        until=day_of(asked.watched.until),
        period=_came_in(asked) if query.what == "quality" else None,
        outcome=query.outcome,
        by=asked.question.by,
        filters=asked.question.filters,
        card=asked.watched.card,
        default=asked.watched.card == DEFAULT,
        open=found,
        leads=leads,
        lines=lines,
        model=None if model is None else model.told,
        drift=model.drift if model is not None and query.what == "drift" else (),
        notes=notes,
    )
