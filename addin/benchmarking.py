"""Benchmarks as people enter and read them: a value or a range of a KPI, and where it comes from."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from addin.amounts import amount_of
from kpi_core.answering import Core
from kpi_core.catalog import REGISTRY
from kpi_core.errors import Kind, KpiError, shown
from kpi_core.query import KpiQuery
from kpi_core.text import Text
from kpi_core.workspace.benchmarks import Benchmark

Json = dict[str, Any]
_BETWEEN = re.compile(r"\s*(?:\.\.|…)\s*")
_ENDS = 2


def benchmarks(core: Core, asked: Json, actor: str) -> Json:
    """
    Return the benchmarks beside the numbers of the workspace, changed first by {"add"} or {"remove"}.

    add: {"kpi", "value", "source", "date"?}; one of the same KPI and source is replaced. remove: the
    number of one.

    Raises
    ------
    KpiError
        what was said is not understood, or there is no such number.
    """
    kept = known = list(core.snapshot().settings.benchmarks)
    if said := asked.get("add"):
        new = _entered(core, said)
        same = next((b.number for b in kept if _about(b) == _about(new)), None)
        place = same or 1 + max((b.number for b in kept), default=0)
        new = new.model_copy(update={"number": place})
        kept = sorted([*(b for b in kept if b.number != place), new], key=lambda one: one.number)
    if gone := asked.get("remove"):
        if gone not in {b.number for b in kept}:
            raise KpiError(Kind.NOT_FOUND, _NONE_SUCH.format(n=gone))
        kept = [b for b in kept if b.number != gone]
    if kept != known:
        changes = {"benchmarks": [b.model_dump(mode="json") for b in kept]}
        core.store.change_settings(changes, actor)
    return {"benchmarks": [_told(core, b) for b in kept]}


def _entered(core: Core, said: Json) -> Benchmark:
    kpi = REGISTRY.find(said["kpi"])
    source = str(said["source"]).strip()
    if not source:
        raise KpiError(Kind.EMPTY, _NO_SOURCE)
    ends = [amount_of(part, kpi, core) for part in _BETWEEN.split(str(said["value"]).strip())]
    if len(ends) > _ENDS:
        raise KpiError(Kind.TYPE, _RANGE.format(said=shown(str(said["value"]))))
    return Benchmark(
        kpi=kpi.id, low=min(ends), high=max(ends), source=source, dated=_day(core, said.get("date"))
    )


def _day(core: Core, said: str | None) -> dt.date:
    if said is None:
        return core.today()
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise KpiError(Kind.TYPE, _NO_DAY.format(said=shown(said))) from None


def _about(one: Benchmark) -> tuple[str, str]:
    return one.kpi, one.source.casefold()


def _told(core: Core, one: Benchmark) -> Json:
    """Return a benchmark with the number of the workspace; nothing says which of them is good."""
    kpi = REGISTRY[one.kpi]
    (found,) = core.query(KpiQuery(kpis=[one.kpi]))
    said = one.said(core.snapshot().settings.currency)
    return {
        "number": one.number,
        "kpi": one.kpi,
        "title": {"en": kpi.title.en, "fr": kpi.title.fr},
        "unit": kpi.unit.value,
        "low": one.low,
        "high": one.high,
        "source": one.source,
        "dated": one.dated.isoformat(),
        "period": {"start": str(found.period.start), "end": str(found.period.end)},
        "value": found.value,
        "said": {"en": said.en, "fr": said.fr},
    }


_NO_SOURCE = Text(
    en="Say where the benchmark comes from: a number without a source compares with nothing.",
    fr="Dites d’où vient le repère\u00a0: un nombre sans source ne se compare à rien.",
)
_RANGE = Text(
    en="“{said}” is no value and no range: write 55 € or 40 €..70 €.",
    fr="«\u00a0{said}\u00a0» n’est ni une valeur ni une fourchette\u00a0: écrivez 55 € ou 40 €..70 €.",
)
_NO_DAY = Text(
    en="“{said}” is not a day: write it as 2025-06-30.",
    fr="«\u00a0{said}\u00a0» n’est pas un jour\u00a0: écrivez-le comme 2025-06-30.",
)
_NONE_SUCH = Text(
    en="There is no benchmark number {n}: kpi benchmark list.",
    fr="Il n’y a pas de repère numéro {n}\u00a0: kpi benchmark list.",
)
