"""What customers cost to win: spend of the same days and channels as those who were won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from kpi_core.answering import lifetimes_words as words
from kpi_core.answering.cohort_words import worded
from kpi_core.answering.lifetimes import Asked
from kpi_core.answering.lifetimes_data import Group, Numbers
from kpi_core.answering.lifetimes_methods import Answered
from kpi_core.catalog import REGISTRY
from kpi_core.errors import KpiError
from kpi_core.facts import DIMENSIONS
from kpi_core.query import KpiQuery, KpiResult, Span
from kpi_core.text import Text, counted

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_Told = tuple[int, float | None, float | None]

_MOST_LACKING = 0.2  # of direct spend, beyond which what members cost says little


@dataclass(frozen=True, slots=True)
class Costs:
    """
    What was spent to win customers, by group.

    told: group -> customers won, CAC, LTV / CAC; the empty group is all of them.
    """

    told: Mapping[Group | None, _Told]
    basis: Literal["margin", "revenue"]
    notes: tuple[Text, ...]

    def of(self, group: Group | None) -> tuple[int | None, float | None, float | None]:
        """Return the customers won of a group, what each cost, and LTV / CAC."""
        return self.told.get(group, (None, None, None))


def matched(core: Core, asked: Asked, answered: Answered) -> Costs:
    """Return the CAC of the customers whose winning the recorded spend is about, and their LTV / CAC."""
    rate = answered.rate(None)
    basis: Literal["margin", "revenue"] = "revenue" if rate is None else "margin"
    notes = [words.NO_MARGIN if rate is None else words.MARGIN_OF_DEALS]
    snapshot, orders = core.snapshot(), answered.orders
    covered = snapshot.coverage["spend"]
    last = snapshot.told_by("spend", core.today())
    if covered.first is None or last is None or orders is None or covered.first > asked.until:
        return Costs({}, basis, (*notes, words.NO_SPEND) if covered.first is None else tuple(notes))
    if blind := {*asked.by, *asked.filters} - set(snapshot.spend_dimensions):
        name = DIMENSIONS[min(blind)]
        return Costs({}, basis, (*notes, words.SPEND_BLIND.format(dimension=name)))
    span = Span(start=covered.first.replace(day=1), end=min(last, asked.until))
    found = _cac(core, asked, span)
    if found is None:
        return Costs({}, basis, tuple(notes))
    worths, bare = _worths(answered)
    told: dict[Group | None, _Told] = {}
    gained = orders.gained & np.array([span.start <= day <= span.end for day in orders.first_on])
    for group, result in found.items():
        mine = orders.of(group)
        mine = mine[gained[mine]]
        on = answered.rate(group) if rate is not None else 1.0
        told[group] = (len(mine), result.value, _ratio(result.value, worths[mine], on))
    if () in told:
        told[None] = told[()]
    lacking = _without_member(core, asked, span)
    if lacking > _MOST_LACKING:
        # What reaches no member would flatter each of them.
        told = {
            group: one if group in {None, ()} else (one[0], None, None)
            for group, one in told.items()
        }
        notes.append(words.WITHHELD.format(share=words.percent(lacking)))
    whole = next(iter(found.values()))
    notes.append(
        words.MATCHED.format(
            start=worded(span.start),
            end=worded(span.end),
            cac=REGISTRY[whole.variant].title,
            basis=words.ON_MARGIN if rate is not None else words.ON_REVENUE,
        )
    )
    # What the CAC leaves out is said once, whichever group it is about.
    said = {
        (c.message.en, c.message.fr): None
        for result in found.values()
        for c in result.caveats
        if c.code in {"indirect_unallocated", "spend_not_assigned"}
    }
    notes += [Text(en=en, fr=fr) for en, fr in said]
    small = snapshot.settings.small_sample
    lines = [won for group, (won, _, ratio) in told.items() if group is not None and ratio]
    if few := sum(won < small for won in lines):
        notes.append(words.FEW.format(few=few, lines=len(lines), small=small))
    if missing := int((bare & gained).sum()):
        notes.append(counted(missing, *words.NOT_SUBSCRIBED))
    return Costs(told, basis, tuple(notes))


def _cac(core: Core, asked: Asked, span: Span) -> dict[Group | None, KpiResult] | None:
    filters = {name: list(members) for name, members in asked.filters.items()}
    plain = KpiQuery(kpis=["cac"], period=span, filters=filters)
    try:
        found: dict[Group | None, KpiResult] = {
            tuple(one.group[name] for name in asked.by): one
            for one in core.query(plain.model_copy(update={"by": list(asked.by)}))
        }
        if asked.by:
            (found[None],) = core.query(plain)
    except KpiError:
        return None
    return found


def _without_member(core: Core, asked: Asked, span: Span) -> float:
    """Return the share of direct spend that belongs to no member of what is grouped by."""
    if not asked.by:
        return 0.0
    filters = {name: list(members) for name, members in asked.filters.items()}
    query = KpiQuery(kpis=["direct_cost"], period=span, filters=filters, by=list(asked.by))
    spent = [(None in one.group.values(), one.value or 0.0) for one in core.query(query)]
    whole = sum(value for _, value in spent)
    return sum(value for nobody, value in spent if nobody) / whole if whole > 0 else 0.0


def _worths(answered: Answered) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Return the lifetime revenue of each account with deals, and who is only worth those."""
    found, ahead, orders = answered.histories, answered.ahead, answered.orders
    assert orders is not None  # noqa: S101 - asked of deals only
    predicted = np.zeros_like(found.value) if ahead is None else ahead.value
    whole = found.value + predicted
    if found is orders:
        return whole, np.zeros(len(whole), dtype=bool)
    by_account = dict(zip(found.accounts, whole.tolist(), strict=True))
    bare = np.array([account not in by_account for account in orders.accounts], dtype=bool)
    own = orders.value.tolist()
    worths = [by_account.get(a, own[i]) for i, a in enumerate(orders.accounts)]
    return np.array(worths), bare


def _ratio(cac: float | None, worths: Numbers, rate: float | None) -> float | None:
    if not cac or cac <= 0 or not len(worths) or rate is None:
        return None
    return float(worths.mean()) * rate / cac
