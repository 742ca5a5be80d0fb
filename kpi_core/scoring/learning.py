"""Learning chances from leads as they were at the ends of months, and judging them on later ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from kpi_core.scoring.logistic import Calibration, Logistic, calibrated, fit

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: Outcomes that there must be for each column that differs (Peduzzi et al., 1996), and at least.
PER_FEATURE: Final = 10
FLOOR: Final = 50
#: Outcomes that there must be to judge by.
LATER: Final = 20
#: The strongest first: each is a good start for the next.
PENALTIES: Final = (100.0, 10.0, 1.0)
_FOLDS: Final = 5


@dataclass(frozen=True)
class Rows:
    """Leads as they were at the ends of months: a row a lead and month, what came after it in y."""

    days: npt.NDArray[np.int64]
    leads: Places
    x: Numbers
    y: Numbers
    age: Numbers

    def __len__(self) -> int:
        return len(self.y)

    def of(self, days: Sequence[int]) -> Rows:
        """Return the rows of some months' ends."""
        mask = np.isin(self.days, np.array(days, dtype=np.int64))
        return Rows(self.days[mask], self.leads[mask], self.x[mask], self.y[mask], self.age[mask])

    @property
    def won(self) -> int:
        """Return how many leads got there, each counted once."""
        return len(np.unique(self.leads[self.y > 0]))

    @property
    def several(self) -> int:
        """Return how many leads there are, each counted once."""
        return len(np.unique(self.leads))

    @property
    def varying(self) -> Places:
        """Return the columns that are not the same everywhere."""
        return np.flatnonzero(np.ptp(self.x, axis=0) > 0) if len(self) else np.empty(0, np.intp)


@dataclass(frozen=True)
class Learnt:
    """A calibrated model: of all columns, those it was learnt from have a slope."""

    model: Logistic
    calibration: Calibration
    slopes: Numbers
    intercept: float

    @classmethod
    def of(cls, model: Logistic, calibration: Calibration, kept: Places, columns: int) -> Self:
        """Return a model of *columns*, of which those at *kept* were fitted."""
        slopes = np.zeros(columns)
        slopes[kept] = calibration.stretch * model.slopes
        intercept = calibration.shift + calibration.stretch * model.intercept
        return cls(model, calibration, slopes, intercept)

    def chances(self, x: Numbers) -> Numbers:
        """Return the chance of each row."""
        found: Numbers = expit(self.intercept + x @ self.slopes)
        return found


def learn(rows: Rows, penalties: Sequence[float] = PENALTIES) -> Learnt:
    """
    Return the model of *rows*: the penalty, of *penalties*, and the calibration by what a fifth of
    the leads, left out in turn, tell of the model of the others.

    Raises
    ------
    ValueError
        when all outcomes are the same.
    """
    kept = rows.varying
    x, y = rows.x[:, kept], rows.y
    fold = rows.leads % _FOLDS
    # Where a fifth holds nearly all outcomes, the others teach nothing: no choice can be made.
    if not all(0 < y[fold != f].sum() < (fold != f).sum() for f in range(_FOLDS)):
        model = fit(x, y, penalties[0])
        return Learnt.of(model, Calibration(0.0, 1.0), kept, rows.x.shape[1])
    best: tuple[float, float, Numbers] | None = None
    models: list[Logistic | None] = [None] * _FOLDS
    for penalty in penalties:
        logits = np.empty(len(y))
        for f in range(_FOLDS):
            models[f] = model = fit(x[fold != f], y[fold != f], penalty, models[f])
            logits[fold == f] = model.logits(x[fold == f])
        loss = float(np.logaddexp(0, logits).sum() - y @ logits)
        if best is None or loss < best[0]:
            best = loss, penalty, logits
    assert best is not None  # noqa: S101 - there is a penalty
    _, penalty, logits = best
    model = fit(x, y, penalty, models[0])
    return Learnt.of(model, calibrated(logits, y), kept, rows.x.shape[1])


@dataclass(frozen=True, slots=True)
class Split:
    """Ends of months to learn from and to judge by; missing: months that neither has enough of."""

    learnt: tuple[int, ...]
    later: tuple[int, ...]
    missing: int = 0


def split(ends: Sequence[int], until: int, days: int) -> Split:
    """
    Return which months' ends a model is learnt from, and by which later ones it is judged.

    A month's end counts once its leads were followed for *days*, up to *until*. The last third
    judges. What was learnt from had had its *days* before the first of those began: nothing that
    came later is known to the model.
    """
    closed = [end for end in ends if end + days <= until]
    for third in range(max(1, len(closed) // 3), 0, -1):
        later = closed[len(closed) - third :]
        learnt = [end for end in closed if later and end + days <= later[0]]
        if learnt:
            return Split(tuple(learnt), tuple(later))
    # A month to learn from, its days, a month to judge by, its days again.
    needed = 2 * days
    told = until - ends[0] if ends else 0
    return Split((), (), max(1, -(-(needed - told) // 30)))
