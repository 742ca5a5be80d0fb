"""Stages: how long is stayed in each, what is lost there, and which one is the bottleneck."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpi_core.answering.funnel_words import LONGEST, LOSES_MORE, STEP
from kpi_core.experiments.arms import Arm
from kpi_core.experiments.chance import corrected, few, fisher_p, normal_p, z_of
from kpi_core.statistics import wilson
from kpi_core.text import Text, capital
from kpi_core.units import Unit, written

Group = tuple[str | None, ...]
#: Stays that it takes to say what is long in a stage.
LEAST = 10
_RISK = 0.05


@dataclass(frozen=True, slots=True)
class Stay:
    """Days between entering and leaving, of the *n* that left: half took at most the median."""

    n: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Lost:
    """Of those who left a stage (or were given the time to), how many did not go on; 95 % margin."""

    n: int
    lost: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Return the share that was lost."""
        return self.lost / self.n

    @property
    def went_on(self) -> tuple[float, float, float]:
        """Return the share that was not lost, and the ends of its margin."""
        return 1 - self.share, 1 - self.high, 1 - self.low


@dataclass(frozen=True, slots=True)
class DealStage:
    """One stage of deals: stays that ended in the period, losses then and before, who is there now."""

    name: str
    stay: Stay
    lost: Lost | None
    usual: Lost | None
    usual_p90: float | None  # of all that ever moved on, None where they are too few
    inferred: int
    open: int
    amount: float
    weighted: float
    stalled: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """
    Where the funnel narrows. reason: `loses_more` than it usually does, or `longest` stay.

    stage: what it is called; said: the sentence. A place, never a cause.
    """

    reason: str
    stage: Text
    said: Text


@dataclass(frozen=True, slots=True)
class Watched:
    """A stage that may be the bottleneck."""

    name: Text
    stay: Stay
    lost: Lost | None
    usual: Lost | None


def lost_of(n: int, lost: int) -> Lost | None:
    """Return a share of losses with its Wilson interval, None of nobody."""
    return Lost(n, lost, *wilson(lost, n)) if n else None


def stay_of(days: Mapping[int, int]) -> Stay:
    """Return the median and the 90th percentile of *days* -> how many."""
    n = sum(days.values())
    return Stay(n, quantile(days, 0.5), quantile(days, 0.9))


def quantile(days: Mapping[int, int], share: float) -> float | None:
    """Return a quantile, between the two nearest values (type 7 of Hyndman & Fan, 1996)."""
    n = sum(days.values())
    if not n:
        return None
    place = (n - 1) * share
    below = int(place)
    low, high = _at(days, below), _at(days, min(below + 1, n - 1))
    return round(low + (high - low) * (place - below), 4)


def _at(days: Mapping[int, int], place: int) -> int:
    passed = 0
    for day in sorted(days):
        passed += days[day]
        if passed > place:
            return day
    raise IndexError(place)


@dataclass(slots=True)
class _Seen:
    now: Counter[int] = field(default_factory=Counter)
    moved_on: Counter[int] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    inferred: int = 0
    n: int = 0
    turns: int = 0


@dataclass(slots=True)
class Visits:
    """The stays of one group, stage by stage; backwards: those that end before they begin."""

    seen: dict[str, _Seen] = field(default_factory=lambda: defaultdict(_Seen))
    backwards: int = 0

    def take(self, row: Mapping[str, object]) -> None:
        """Add one row of `kpi_core.warehouse.funnels.visits`."""
        n, ended, whence = int(str(row["n"])), str(row["ended"]), str(row["whence"])
        stage = self.seen[str(row["stage"])]
        stage.n, stage.turns = stage.n + n, stage.turns + int(str(row["turns"]))
        if ended == "open":
            return
        days = int(str(row["days"]))
        if days < 0:
            self.backwards += n
            return
        stage.left[whence] += n
        if whence == "now":
            stage.now[days] += n
            stage.inferred += int(str(row["inferred"]))
        if ended == "lost":
            stage.lost[whence] += n
        else:
            stage.moved_on[days] += n

    def limits(self) -> dict[str, float | None]:
        """Return stage -> the 90th percentile of all that moved on, None where they are few."""
        return {
            name: quantile(s.moved_on, 0.9) if s.moved_on.total() >= LEAST else None
            for name, s in self.seen.items()
        }

    def order(self) -> list[str]:
        """Return the stages in the order in which deals go through them."""
        return sorted(self.seen, key=lambda name: (self.seen[name].turns / self.seen[name].n, name))

    def stage(
        self, name: str, open_: tuple[int, float, float], stalled: int, limit: float | None
    ) -> DealStage:
        """Return what is told of one stage; *open_*: deals there now, their amount, and weighted."""
        s = self.seen.get(name) or _Seen()
        return DealStage(
            name=name,
            stay=stay_of(s.now),
            lost=lost_of(s.left["now"], s.lost["now"]),
            usual=lost_of(s.left["before"], s.lost["before"]),
            usual_p90=limit,
            inferred=s.inferred,
            open=open_[0],
            amount=open_[1],
            weighted=open_[2],
            stalled=stalled,
        )


def by_group(rows: Iterable[Mapping[str, object]], by: Sequence[str]) -> dict[Group, Visits]:
    """Return the stays of each group."""
    found: dict[Group, Visits] = defaultdict(Visits)
    for row in rows:
        found[group_of(row, by)].take(row)
    return found


def group_of(row: Mapping[str, object], by: Sequence[str]) -> Group:
    """Return the members that a row is about."""
    return tuple(None if row[name] is None else str(row[name]) for name in by)


def bottleneck(stages: Sequence[Watched], small: int) -> Bottleneck | None:
    """
    Return where the funnel narrows.

    It is the stage whose losses grew most against its own usual, among those where chance would
    seldom do as much (Holm, 1979, over the stages); else the one stayed in longest, of at least
    `LEAST`; None when nothing can be told. small: how many a share takes, now and before.
    """
    told = [
        (s, s.lost, s.usual)
        for s in stages
        if s.lost and s.usual and min(s.lost.n, s.usual.n) >= small
    ]
    chances = corrected([_chance(now, usual) for _, now, usual in told])
    worse = [
        (now.share - usual.share, s, now, usual)
        for (s, now, usual), p in zip(told, chances, strict=True)
        if p < _RISK and now.share > usual.share
    ]
    if worse:
        _, stage, now, usual = max(worse, key=lambda w: w[0])
        said = {"stage": stage.name, "n": now.n, "before": usual.n}
        shares = {"now": share(now.share), "usual": share(usual.share)}
        return Bottleneck("loses_more", stage.name, LOSES_MORE.format(**said, **shares))
    long = [(s.stay.median, s) for s in stages if s.stay.median and s.stay.n >= LEAST]
    if not long:
        return None
    # Of stages with one median, the one whose slow deals are slowest.
    median, stage = max(long, key=lambda one: (one[0], one[1].stay.p90 or 0))
    said = {"stage": stage.name, "n": stage.stay.n, "days": amount(median, Unit.DAYS)}
    return Bottleneck("longest", stage.name, LONGEST.format(**said))


def _chance(now: Lost, usual: Lost) -> float:
    """Return how often chance alone would part two shares as much."""
    a, b = Arm(usual.lost, usual.n), Arm(now.lost, now.n)
    return fisher_p(a, b) if few(a, b) else normal_p(z_of(a, b))


def step_title(first: Text, then: Text) -> Text:
    """Return what a step from one stage to the next is called."""
    return capital(STEP.format(first=first, then=then))


def share(value: float) -> Text:
    """Write a share in both languages."""
    return amount(value, Unit.SHARE)


def amount(value: float, unit: Unit, currency: str = "") -> Text:
    """Write a number in both languages."""
    return Text(en=written(value, unit, currency, "en"), fr=written(value, unit, currency, "fr"))
