"""Members compared: which segment, channel or content differs from the others, beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from kpi_core.answering import comparing_members_words as words
from kpi_core.answering.comparing_members_chance import Apart, costs, rates, scores
from kpi_core.answering.formulas import follows
from kpi_core.answering.question import dimension_named
from kpi_core.catalog import REGISTRY
from kpi_core.definition import Better, Interval, Kpi
from kpi_core.errors import Kind, KpiError, unknown
from kpi_core.experiments.chance import corrected
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period
from kpi_core.query import Filters, KpiQuery, KpiResult, Name, Phrase, Span
from kpi_core.text import Text
from kpi_core.units import Unit
from kpi_core.workspace.members import A_DIMENSION

if TYPE_CHECKING:
    from kpi_core.answering.core import Core

_RISK = 0.05


class ComparisonQuery(BaseModel):
    """
    A question about how members differ.

    kpi: a rate, a cost per unit or a satisfaction score. by: the dimension whose members are
    compared. period, filters: as in a `KpiQuery`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kpi: Name
    by: Name
    period: Phrase | Span | None = None
    filters: Filters = {}


class Verdict(StrEnum):
    """What may be said of a member against the others."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"  # chance alone would do as much
    FEW = "few"  # below the minimum sample: not judged
    UNTOLD = "untold"  # no cost recorded, no member named, too few others: not compared


@dataclass(frozen=True, slots=True)
class Compared:
    """
    One member. low, high: the margin of its own value; n: what it rests on.

    apart: against all the others together; p: corrected over the members that were judged.
    """

    member: str | None
    value: float | None
    low: float | None
    high: float | None
    n: float
    rest: float | None
    apart: Apart | None
    p: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class MemberComparison:
    """
    Members of one dimension, those judged first, the best first.

    relative: differences are relative to the others' value, as for costs; else in its own unit.
    corrected: whether several were judged, so that p-values are Holm's (1979).
    """

    kpi: str
    by: str
    unit: Unit
    currency: str | None
    period: Period
    basis: str
    relative: bool
    corrected: bool
    small_sample: int
    members: tuple[Compared, ...]
    said: Text
    notes: tuple[Text, ...]


def compare_members(core: Core, query: ComparisonQuery) -> MemberComparison:
    """
    Return each member of a dimension against all the others together.

    Raises
    ------
    KpiError
        TYPE for a KPI that has no honest margin, or whose members overlap; EMPTY when nothing is
        there to compare; those of a word that is not understood.
    """
    dimension = dimension_named(query.by)
    if dimension is None:
        raise unknown(A_DIMENSION, query.by, DIMENSIONS)
    asked = KpiQuery(kpis=[query.kpi], period=query.period, filters=query.filters, by=[dimension])
    kpi = REGISTRY.find(query.kpi)
    basis = "cohort" if kpi.interval is Interval.NONE and follows(kpi) else "event"
    asked = asked.model_copy(update={"basis": basis})
    found = core.query(asked)
    if not found:
        raise KpiError(Kind.EMPTY, words.NOTHING.format(kpi=kpi.title, by=DIMENSIONS[dimension]))
    kpi = REGISTRY[found[0].variant]
    kind = Interval.WILSON if basis == "cohort" else kpi.interval
    if kind is Interval.NONE:
        raise KpiError(Kind.TYPE, words.NO_MARGIN.format(kpi=kpi.title))
    _check_apart(core, asked, kpi, found)
    small = core.snapshot().settings.small_sample
    members = _judged([_member(r, kind, found, dimension, small) for r in found], kpi)
    span = found[0].period
    told = MemberComparison(
        kpi=kpi.id,
        by=dimension,
        unit=kpi.unit,
        currency=found[0].currency,
        period=Period(span.start, span.end),
        basis=basis,
        relative=kind is Interval.POISSON,
        corrected=_several(members),
        small_sample=small,
        members=members,
        said=_said(members, small),
        notes=(),
    )
    return replace(told, notes=_notes(core, told, kind))


def _check_apart(core: Core, asked: KpiQuery, kpi: Kpi, found: Sequence[KpiResult]) -> None:
    """Refuse members that share what is counted: those of the rest would be counted twice."""
    (whole,) = core.query(asked.model_copy(update={"kpis": [kpi.id], "by": []}))
    for side in ("numerator", "denominator"):
        parts = sum(getattr(r, side) or 0 for r in found)
        total = getattr(whole, side) or 0
        if abs(parts - total) > 1e-6 * max(1.0, abs(total)):
            raise KpiError(Kind.TYPE, words.OVERLAP.format(kpi=kpi.title))


def _usable(found: KpiResult, kind: Interval, dimension: str) -> bool:
    """Tell whether a member can be on either side of a comparison."""
    if found.group[dimension] is None or not found.denominator or found.numerator is None:
        return False
    return found.numerator > 0 if kind is Interval.POISSON else True


def _member(
    found: KpiResult, kind: Interval, all_: Sequence[KpiResult], dimension: str, small: int
) -> Compared:
    others = [r for r in all_ if r is not found and _usable(r, kind, dimension)]
    base = Compared(
        found.group[dimension], found.value, found.low, found.high, found.denominator or 0,
        None, None, None, Verdict.UNTOLD,
    )  # fmt: skip
    if not _usable(found, kind, dimension):
        return base
    above, below = _sum(others, "numerator"), _sum(others, "denominator")
    if (found.denominator or 0) < small:
        return replace(base, verdict=Verdict.FEW)
    if below < small:
        return base
    mine = found.numerator or 0.0, found.denominator or 0.0
    match kind:
        case Interval.POISSON:
            apart = costs(mine[0], round(mine[1]), above, round(below))
        case Interval.NPS:
            apart = scores(_answers([found]), _answers(others))
        case _:
            apart = rates(*mine, above, below)
    return replace(base, rest=above / below, apart=apart, verdict=Verdict.UNCLEAR)


def _sum(found: Sequence[KpiResult], side: str) -> float:
    return float(sum(getattr(r, side) or 0 for r in found))


def _answers(found: Sequence[KpiResult]) -> tuple[float, float, float]:
    def total(name: str) -> float:
        return float(sum(r.inputs.get(name) or 0 for r in found))

    return total("promoters"), total("detractors"), _sum(found, "denominator")


def _several(members: Sequence[Compared]) -> bool:
    """Tell whether more than one test is made: of two members, each is the other's rest."""
    judged = sum(m.apart is not None for m in members)
    return judged > 2 or (judged == 2 and any(m.verdict is Verdict.FEW for m in members))  # noqa: PLR2004 - two


def _judged(members: Sequence[Compared], kpi: Kpi) -> tuple[Compared, ...]:
    """Return *members* with their verdicts, the best first; those not judged last."""
    alone = [m.apart.p for m in members if m.apart]
    chances = iter(corrected(alone) if _several(members) else alone)
    told = []
    for member in members:
        if member.apart is None:
            told.append(member)
            continue
        p = next(chances)
        told.append(replace(member, p=p, verdict=_verdict(kpi, member.apart.difference, p)))
    rank = {Verdict.FEW: 1, Verdict.UNTOLD: 2}
    return tuple(sorted(told, key=lambda m: rank.get(m.verdict, 0)))


def _verdict(kpi: Kpi, difference: float, p: float) -> Verdict:
    if p >= _RISK or not difference:
        return Verdict.UNCLEAR
    return Verdict.BETTER if (difference > 0) is (kpi.better is not Better.LOWER) else Verdict.WORSE


def _said(members: Sequence[Compared], small: int) -> Text:
    """Return the answer in a sentence."""
    judged = [m for m in members if m.apart]
    if not judged:
        held = sum(m.member is not None and m.value is not None for m in members)
        return words.NONE_JUDGED.format(small=small) if held > 1 else words.ALONE
    named: Mapping[Verdict, str] = {
        verdict: ", ".join(str(m.member) for m in judged if m.verdict is verdict)
        for verdict in (Verdict.BETTER, Verdict.WORSE)
    }
    better, worse = named[Verdict.BETTER], named[Verdict.WORSE]
    if better and worse:
        return words.BOTH.format(better=better, worse=worse)
    if better:
        return words.BETTER.format(better=better)
    if worse:
        return words.WORSE.format(worse=worse)
    return words.UNCLEAR.format(n=len(judged)) if len(judged) > 1 else words.ALONE


def _notes(core: Core, found: MemberComparison, kind: Interval) -> tuple[Text, ...]:
    settings, members = core.snapshot().settings, found.members
    judged = sum(m.apart is not None for m in members)
    notes = [words.HOW[kind]]
    if judged:
        notes.append(words.HOLM.format(n=judged) if found.corrected else words.ONE)
    if found.basis == "cohort":
        notes.append(words.COHORT.format(days=settings.maturity_days))
    if few := sum(m.verdict is Verdict.FEW for m in members):
        notes.append(words.FEW.format(n=few, small=settings.small_sample))
    if any(m.member is None for m in members):
        notes.append(words.UNASSIGNED.format(by=DIMENSIONS[found.by]))
    untold = [m for m in members if m.value is None and m.member is not None]
    if untold and kind is Interval.POISSON:
        notes.append(words.NO_COST)
    return tuple(notes)
