"""Ages and cohorts: calendar units that customers start in, and anniversaries that they live through.

A customer who began on the 31st of January is one month old on the last day of February.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from kpi_core.periods import add_months
from kpi_core.text import Lang, Text


class Step(StrEnum):
    """The unit of a cohort, which is also the unit of its age."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it lasts."""
        return _MONTHS[self]


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}
_YEAR = 12
#: What a column of ages is called: month 3 is M3, or T2 for a quarter in French.
LETTERS = {
    Step.MONTH: Text(en="M", fr="M"),
    Step.QUARTER: Text(en="Q", fr="T"),
    Step.YEAR: Text(en="Y", fr="A"),
}
_QUARTER = {Lang.EN: "Q", Lang.FR: "T"}


def cohort_of(index: int) -> dt.date:
    """Return the first day of the cohort whose first month is *index*: 12 x year + month - 1."""
    return dt.date(index // _YEAR, index % _YEAR + 1, 1)


def last_day(start: dt.date, step: Step) -> dt.date:
    """Return the last day on which anybody of the cohort that opens on *start* can have begun."""
    return add_months(start, step.months) - dt.timedelta(days=1)


def matured_on(start: dt.date, step: Step, age: int) -> dt.date:
    """Return the day on which the last of a cohort is *age* units old."""
    return add_months(last_day(start, step), step.months * age)


def ripe(start: dt.date, step: Step, horizon: dt.date) -> int:
    """Return the highest age that everybody of a cohort has reached by *horizon*; -1 when it is not whole."""
    age = -1
    while matured_on(start, step, age + 1) <= horizon:
        age += 1
    return age


def label(start: dt.date, step: Step, lang: Lang) -> str:
    """Write a cohort: 2025-03, 2025-Q1 (2025-T1), 2025; a unit of a fiscal year by its first month."""
    if step is Step.MONTH or (start.month - 1) % step.months:
        return f"{start:%Y-%m}"
    if step is Step.YEAR:
        return f"{start:%Y}"
    return f"{start.year}-{_QUARTER[lang]}{(start.month + 2) // 3}"


def step_named(name: str) -> Step | None:
    """Return the unit called *name* in either language, None when it is none that cohorts have."""
    return _STEPS.get(name.strip().casefold())


_STEPS = {
    "month": Step.MONTH, "months": Step.MONTH, "monthly": Step.MONTH, "mois": Step.MONTH,
    "quarter": Step.QUARTER, "quarters": Step.QUARTER, "trimestre": Step.QUARTER,
    "trimestres": Step.QUARTER,
    "year": Step.YEAR, "years": Step.YEAR, "an": Step.YEAR, "ans": Step.YEAR,
    "année": Step.YEAR, "annee": Step.YEAR, "années": Step.YEAR,
}  # fmt: skip
