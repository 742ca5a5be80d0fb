"""The model of a workspace: learnt from its own outcomes, judged on months it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from kpi_core.answering import scoring_words as words
from kpi_core.answering.scoring_data import (
    NEVER,
    Leads,
    Watched,
    day_of,
    featured,
    month_ends,
    months,
    open_at,
    points_of,
)
from kpi_core.answering.scoring_shapes import Drift, Judged, Outcome, Part, Told, Weight
from kpi_core.facts import DIMENSIONS, FACTS
from kpi_core.scoring import judging
from kpi_core.scoring.card import Card
from kpi_core.scoring.default import title_of
from kpi_core.scoring.learning import FLOOR, LATER, PER_FEATURE, Learnt, Rows, learn, split
from kpi_core.statistics import Z
from kpi_core.text import Lang, Text

_MONTHS = 36  # months' ends, the last ones
_MOST = 12_000  # leads
_GOOD, _AS_GOOD = 0.999, 0.01  # areas: one that is too good, and what makes no difference
_STEADY, _MOVED = 0.1, 0.25  # stability indexes (Siddiqi, 2006)
_LEAST, _APART = 30, 0.2  # of leads on either side, and of shares told, before it is said


@dataclass(frozen=True)
class Model:
    """What is told of the model, what gives chances if it is used, and what is said of either."""

    told: Told
    learnt: Learnt | None
    drift: tuple[Drift, ...]
    notes: tuple[Text, ...]


_LOCK = Lock()
_known: dict[tuple[object, ...], Model] = {}


def model_of(watched: Watched) -> Model:
    """Return the model of the data as they stand: the same data give the same model."""
    core = watched.core
    version = core.store.instance, core.snapshot().version
    key = *version, watched.card, watched.days, watched.until, watched.outcome
    with _LOCK:
        if (found := _known.get(key)) is not None:
            return found
    made = _made(watched)
    with _LOCK:
        while len(_known) >= 4:  # noqa: PLR2004 - the two outcomes of two workspaces
            del _known[next(iter(_known))]
        _known[key] = made
    return made


def _made(watched: Watched) -> Model:
    card, leads, until, days = watched.card, watched.leads, watched.until, watched.days
    ends = month_ends(int(leads.created.min()), until)
    parts = split(ends[-_MONTHS - days // 30 :], until, days)
    nothing = Told(
        used=False, why=None, days=days, learnt=None, later=None, whole=None, judged=None, weights=_weights(card),
        intercept=None, penalty=None,
    )  # fmt: skip
    if not parts.learnt:
        young = words.NO_TIME.format(days=days, n=parts.missing)
        return Model(replace(nothing, why=young), None, (), ())
    every = -(-len(leads) // _MOST)
    wanted = [end for end in ends if end >= parts.learnt[0]]
    rows = _rows(watched, wanted, every)
    early, later = rows.of(parts.learnt), rows.of(parts.later)
    told = replace(nothing, learnt=_part(early, parts.learnt), later=_part(later, parts.later))
    notes = _notes(watched, rows, every)
    if (why := _too_little(early, later, watched.outcome)) is not None:
        drift = _drift(watched, rows, None, parts.learnt)
        said = _moved(drift, None, watched.outcome)
        return Model(replace(told, why=why), None, drift, (*notes, *said))
    return _judged(watched, (rows, early, later), told, notes)


def _judged(
    watched: Watched,
    rows: tuple[Rows, Rows, Rows],
    told: Told,
    notes: Sequence[Text],
) -> Model:
    """Learn from early rows, judge by later ones, and learn from both where that is worth it."""
    every, early, later = rows
    card, until, outcome = watched.card, watched.until, watched.outcome
    before = learn(early)
    judged = _held(card, before, early, later)
    told_after = _filled_after(watched.leads, outcome)
    why = _no_better(judged)
    said = list(notes)
    newest = judged.areas["newest"].value
    if judged.areas["model"].value > _GOOD:
        why = words.TOO_GOOD  # no chance is told from what is recorded once it is known
    elif why is None and told_after:
        why = told_after[0]
        said.remove(why)
    elif why is None and newest >= judged.areas["model"].value - _AS_GOOD:
        said.append(words.NEWEST_AS_GOOD.format(newest=words.decimal(newest)))
    off = [f for f in judged.fifths if not f.low <= f.predicted <= f.high]
    if why is None and off:
        said.append(words.UNEVEN.format(n=len(off), fifths=len(judged.fifths)))
    used = before if why is None else None
    learnt_from = np.unique(early.days).tolist()
    drift = _drift(watched, every, used, learnt_from)
    said += _moved(drift, _expected(before, later) if why is None else None, outcome)
    if why is not None:
        return Model(replace(told, judged=judged, why=why), None, drift, tuple(said))
    closed = [int(d) for d in np.unique(every.days) if d + told.days <= until]
    followed = every.of(closed)
    both = learn(followed, [before.model.penalty])
    told = replace(
        told,
        used=True,
        whole=_part(followed, closed),
        judged=judged,
        weights=_weights(card, both),
        intercept=both.intercept,
        penalty=both.model.penalty,
    )
    return Model(told, both, drift, tuple(said))


def _rows(watched: Watched, wanted: Sequence[int], every: int) -> Rows:
    card, leads, days = watched.card, watched.leads, watched.days
    found = []
    for done in months(watched, wanted):
        places = open_at(watched, done)
        places = places[places % every == 0]
        x = featured(watched, done, places, done.day)
        y = (leads.reached[places] <= done.day + days).astype(float)
        age = (done.day - leads.created[places]).astype(float)
        found.append((np.full(len(places), done.day), places // every, x, y, age))
    if not found:
        none = np.empty(0)
        return Rows(none.astype(np.int64), none.astype(np.intp), np.empty((0, len(card.rules))), none, none)  # fmt: skip
    columns = zip(*found, strict=True)
    return Rows(*(np.concatenate(column) for column in columns))


def _part(rows: Rows, days: Sequence[int]) -> Part:
    return Part(day_of(days[0]), day_of(days[-1]), len(days), len(rows), rows.several, rows.won)


def _too_little(early: Rows, later: Rows, outcome: Outcome) -> Text | None:
    """Say what there is too little of to learn or to judge; None where there is enough."""
    name, features = outcome_of(outcome), len(early.varying)
    if not len(early) or not features:
        return words.ALIKE
    if early.won == early.several or (len(later) and later.won == later.several):
        return words.ALL_OF_THEM.format(outcome=name)
    needed = max(PER_FEATURE * features, FLOOR)
    if early.won < needed:
        return words.FEW.format(
            won=early.won, outcome=name, needed=needed, features=features, floor=FLOOR,
            missing=needed - early.won,
        )  # fmt: skip
    if later.won < LATER:
        missing = LATER - later.won
        return words.FEW_LATER.format(won=later.won, outcome=name, needed=LATER, missing=missing)
    return None


def _held(card: Card, model: Learnt, early: Rows, later: Rows) -> Judged:
    chances, points = model.chances(later.x), later.x @ points_of(card)
    scores = {"model": chances, "card": points, "newest": -later.age}
    y, base = later.y, float(early.y.mean())
    parts = judging.brier(y, chances)
    return Judged(
        base=base,
        areas={name: judging.area(y, s, later.leads) for name, s in scores.items()},
        precision={
            **{name: judging.average_precision(y, s) for name, s in scores.items()},
            "chance": float(y.mean()),
        },
        gain=judging.gain(y, chances, points, later.leads),
        brier=parts.score,
        brier_base=float(((base - y) ** 2).mean()),
        reliability=parts.reliability,
        resolution=parts.resolution,
        uncertainty=parts.uncertainty,
        skill=judging.improvement(y, chances, base, later.leads),
        fifths=tuple(judging.reliability(y, chances)),
        curves={name: tuple(judging.curve(y, s)) for name, s in scores.items()},
    )


def _no_better(judged: Judged) -> Text | None:
    for found, sentence in ((judged.gain, words.NO_BETTER), (judged.skill, words.NO_SKILL)):
        if found.low is None or found.low <= 0:
            ends = (found.value, found.low or 0.0, found.high or 0.0)
            gain, low, high = (words.decimal(end, 3) for end in ends)
            return sentence.format(gain=gain, low=low, high=high, base=words.percent(judged.base))
    return None


def _weights(card: Card, learnt: Learnt | None = None) -> tuple[Weight, ...]:
    return tuple(
        Weight(i, title_of(rule), rule.points, None if learnt is None else float(learnt.slopes[i]))
        for i, rule in enumerate(card.rules)
    )


def _drift(
    watched: Watched, rows: Rows, model: Learnt | None, learnt: Sequence[int]
) -> tuple[Drift, ...]:
    """Return how scores are spread at each month's end since those that were learnt from."""
    scores = rows.x @ points_of(watched.card) if model is None else model.chances(rows.x)
    before = scores[np.isin(rows.days, np.array(learnt, dtype=np.int64))]
    found = []
    for day in np.unique(rows.days):
        mask = rows.days == day
        if day <= max(learnt) or not mask.any() or not len(before):
            continue
        closed = model is not None and day + watched.days <= watched.until
        found.append(
            Drift(
                day_of(int(day)),
                int(mask.sum()),
                float(scores[mask].mean()),
                judging.shifted(before, scores[mask]),
                float(scores[mask].sum()) if closed else None,
                int(rows.y[mask].sum()) if closed else None,
            )
        )
    return tuple(found)


def _expected(model: Learnt, later: Rows) -> tuple[int, float, bool]:
    """Return outcomes seen and expected in later months, and whether chance explains the gap."""
    off = later.y - model.chances(later.x)
    by_lead = np.bincount(np.unique(later.leads, return_inverse=True)[1], off)
    within = abs(float(off.sum())) <= Z * float(np.sqrt(by_lead @ by_lead))
    return int(later.y.sum()), float(later.y.sum() - off.sum()), within


def _moved(
    drift: Sequence[Drift], expected: tuple[int, float, bool] | None, outcome: Outcome
) -> list[Text]:
    said = []
    if drift:
        psi = drift[-1].psi
        sentence = words.STEADY if psi < _STEADY else words.MOVING if psi < _MOVED else words.MOVED
        said.append(sentence.format(psi=words.decimal(psi)))
    if expected is not None:
        seen, predicted, within = expected
        sentence = words.RIGHT if within else words.OFF
        told = {"seen": seen, "predicted": round(predicted), "outcome": outcome_of(outcome)}
        said.append(sentence.format(**told))
    return said


def _notes(watched: Watched, rows: Rows, every: int) -> list[Text]:
    said, card = [], watched.card
    if idle := [i for i in range(len(card.rules)) if i not in set(rows.varying.tolist())]:
        en, fr = (", ".join(title_of(card.rules[i])[lang] for i in idle) for lang in Lang)
        said.append(words.CONSTANT.format(n=len(idle), names=Text(en=en, fr=fr)))
    if every > 1:
        said.append(words.SAMPLED.format(n=every))
    return said + _filled_after(watched.leads, watched.outcome)


def _filled_after(leads: Leads, outcome: Outcome) -> list[Text]:
    """Say which attributes are told much oftener of those who got there than of the others."""
    reached = leads.reached < NEVER
    said = []
    for name, told in leads.told.items():
        if min(int(reached.sum()), int((~reached).sum())) < _LEAST:
            continue
        with_, without = float(told[reached].mean()), float(told[~reached].mean())
        if with_ - without > _APART:
            said.append(
                words.FILLED_AFTER.format(
                    what=attribute(name), with_=words.percent(with_),
                    without=words.percent(without), outcome=outcome_of(outcome),
                )
            )  # fmt: skip
    return said


def attribute(name: str) -> Text:
    """Return what an attribute of leads is called."""
    return DIMENSIONS[name] if name in DIMENSIONS else FACTS["leads"].columns[name].title


def outcome_of(outcome: Outcome) -> Text:
    """Return what a lead becomes, as a sentence says it."""
    return words.SQL if outcome == "sql" else words.CUSTOMER
