"""What a change is made of, as arithmetic: never causes.

A ratio N/D moves by (N1 - N0) times the mean of 1/D (the numerator's part) and by the change of
1/D times the mean of N (the denominator's part): the two-factor Shapley split, which leaves no
remainder and favours no order. Both parts are sums over members, so each member's contribution
is exact, and they add up to the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_core.answering.core import Core
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.query import KpiQuery, KpiResult

#: By what a change is told, the first that the KPI carries and the question does not fix.
BY = ("channel", "campaign", "segment", "country", "product", "owner")


@dataclass(frozen=True, slots=True)
class Part:
    """What one member brought to the change, in the KPI's unit; None is what no member carries."""

    member: str | None
    amount: float
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """
    A change and what it is made of.

    numerator, denominator: their parts of it, None where nothing is divided.
    dimension: what *parts* are members of, the largest first; empty where members do not add up.
    """

    now: KpiResult
    before: KpiResult
    amount: float
    numerator: float | None
    denominator: float | None
    dimension: str | None
    parts: tuple[Part, ...]


def decompose(core: Core, query: KpiQuery) -> Change | None:
    """
    Return what the change of the first KPI of *query* is made of.

    query: compares two periods, without grouping.

    Returns
    -------
    None when either side has no value.
    """
    whole = query.model_copy(
        update={"kpis": query.kpis[:1], "by": [], "grain": None, "limit": None, "order": None}
    )
    (now,) = core.query(whole)
    if now.comparison is None:
        return None
    then = whole.model_copy(update={"period": now.comparison.period, "compare": None})
    (before,) = core.query(then)
    if now.value is None or before.value is None:
        return None
    here = whole.model_copy(update={"period": now.period, "compare": None})
    amount = now.value - before.value
    ratio = _ratio(now, before)
    dimension, parts = _by_member(core, here, then, now, before)
    return Change(
        now=now,
        before=before,
        amount=amount,
        numerator=None if ratio is None else ratio[0],
        denominator=None if ratio is None else ratio[1],
        dimension=dimension,
        parts=parts,
    )


def _ratio(now: KpiResult, before: KpiResult) -> tuple[float, float] | None:
    """Return the parts of numerator and denominator, None when the KPI is no plain ratio."""
    if REGISTRY[now.variant].denominator is None:
        return None
    sides = (now.numerator, now.denominator, before.numerator, before.denominator)
    if any(s is None for s in sides) or not now.denominator or not before.denominator:
        return None
    n1, d1, n0, d0 = (float(s) for s in sides if s is not None)
    if now.value is None or abs(n1 / d1 - now.value) > abs(now.value) * 1e-9:
        return None
    return (n1 - n0) * (1 / d1 + 1 / d0) / 2, (n0 + n1) / 2 * (1 / d1 - 1 / d0)


def _by_member(
    core: Core, here: KpiQuery, then: KpiQuery, now: KpiResult, before: KpiResult
) -> tuple[str | None, tuple[Part, ...]]:
    """Return the contributions of the members of the first dimension that tells them."""
    for dimension in BY:
        if any(len(members) == 1 for name, members in here.filters.items() if name == dimension):
            continue
        grouped = {"by": [dimension], "kpis": [now.variant]}
        try:
            after = core.query(here.model_copy(update=grouped))
            earlier = core.query(then.model_copy(update=grouped))
        except KpiError:
            continue
        if any(r.variant != now.variant for r in (*after, *earlier)):
            continue
        if parts := _parts(dimension, after, earlier, now, before):
            return dimension, parts
    return None, ()


def _parts(
    dimension: str,
    after: Sequence[KpiResult],
    earlier: Sequence[KpiResult],
    now: KpiResult,
    before: KpiResult,
) -> tuple[Part, ...]:
    ends = [{r.group[dimension]: r for r in results} for results in (after, earlier)]
    members = dict.fromkeys((*ends[0], *ends[1]))
    if len(members) < 2:  # noqa: PLR2004 - one member is the whole
        return ()
    amounts: dict[str | None, float] = {}
    for member in members:
        one, other = (end.get(member) for end in ends)
        amount = _brought(one, other, now, before)
        if amount is None:
            return ()
        amounts[member] = amount
    whole = (now.value or 0) - (before.value or 0)
    rest = whole - sum(amounts.values())
    if abs(rest) > 1e-9 * max(abs(whole), abs(now.value or 0), 1e-12):
        amounts[None] = amounts.get(None, 0.0) + rest
    found = [
        Part(
            member,
            amount,
            r.value if (r := ends[1].get(member)) else None,
            r.value if (r := ends[0].get(member)) else None,
        )
        for member, amount in amounts.items()
    ]
    return tuple(sorted(found, key=lambda p: -abs(p.amount)))


def _brought(
    one: KpiResult | None, other: KpiResult | None, now: KpiResult, before: KpiResult
) -> float | None:
    """Return what one member brought to the change of the whole."""
    kpi = REGISTRY[now.variant]
    if kpi.additive:
        return ((one and one.value) or 0) - ((other and other.value) or 0)
    if _ratio(now, before) is None:
        return None
    d1, d0 = now.denominator or 0, before.denominator or 0
    mean = ((now.numerator or 0) + (before.numerator or 0)) / 2
    upper = ((one and one.numerator) or 0) - ((other and other.numerator) or 0)
    lower = ((one and one.denominator) or 0) - ((other and other.denominator) or 0)
    return upper * (1 / d1 + 1 / d0) / 2 - mean * lower / (d0 * d1)


def shares(results: Sequence[KpiResult]) -> list[float | None]:
    """Return which part of their sum each of *results* is; None where it has no value."""
    total = sum(r.value or 0 for r in results)
    return [None if r.value is None or not total else r.value / total for r in results]


def last_whole(results: Sequence[KpiResult]) -> tuple[KpiResult, KpiResult] | None:
    """Return the first and the last unit of a trend that are told in full and have a value."""
    whole = [
        r
        for r in results
        if r.value is not None and not {"clipped", "running"} & {c.code for c in r.caveats}
    ]
    return (whole[0], whole[-1]) if len(whole) > 1 else None
