"""What a word of a question can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpi_core.text import Lang


class Role(StrEnum):
    """What a word does."""

    BY = "by"
    EACH = "each"  # groups by what follows, wherever it stands
    WHICH = "which"
    DIMENSION = "dimension"
    UNIT = "unit"  # of time, after BY
    GRAIN = "grain"  # "monthly": needs no BY
    TREND = "trend"
    BEST = "best"
    WORST = "worst"
    MOST = "most"
    LEAST = "least"
    TOP = "top"
    BOTTOM = "bottom"
    CHEAP = "cheap"
    DEAR = "dear"
    COMPARE = "compare"
    WHY = "why"
    UP = "up"
    DOWN = "down"
    IMPROVE = "improve"
    WORSEN = "worsen"
    MOVE = "move"
    SHARE = "share"
    AMONG = "among"  # some of a group: a rate
    NOT = "not"
    DEFINE = "define"
    HOW = "how"  # how is it computed
    CATALOGUE = "catalogue"
    LIST = "list"
    FUNNEL = "funnel"
    FRESH = "fresh"
    FOCUS = "focus"
    DORMANT = "dormant"
    WHOLE = "whole"
    EXCEPT = "except"
    NONE = "none"  # not assigned
    COHORT = "cohort"
    MODEL = "model"  # of attribution
    CHART = "chart"
    TABLE = "table"
    AGAIN = "again"  # a follow-up
    AFTER = "after"  # of a follow-up: the period after
    BEFORE = "before"  # of a follow-up: the period before
    ABOVE = "above"
    BELOW = "below"
    TARGET = "target"
    FORECAST = "forecast"
    SUPPOSED = "supposed"  # what would be if
    STUDY = "study"  # more than one number
    WEEKDAY = "weekday"  # of which day of the week, at which hour
    DESTROY = "destroy"
    OPINION = "opinion"
    PRIVATE = "private"
    BENCHMARK = "benchmark"
    TAMPER = "tamper"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Said:
    """The expressions for one thing in both languages, `|` between them."""

    en: str
    fr: str

    def by_language(self) -> tuple[tuple[Lang, str], ...]:
        """Return the expressions of each language."""
        return (Lang.EN, self.en), (Lang.FR, self.fr)


@dataclass(frozen=True, slots=True)
class Sign:
    """A word's role, and of what: a dimension, a unit of time."""

    role: Role
    of: str = ""


#: Roles that order members.
RANKS = (
    Role.BEST,
    Role.WORST,
    Role.MOST,
    Role.LEAST,
    Role.TOP,
    Role.BOTTOM,
    Role.CHEAP,
    Role.DEAR,
)
#: Roles that say how a number moved.
MOVES = (Role.UP, Role.DOWN, Role.IMPROVE, Role.WORSEN, Role.MOVE)
