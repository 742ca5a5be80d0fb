"""Costs as every face tells them: plain data, the rows that a cell spills, and hours as costs."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from kpi_core.answering import Core
from kpi_core.answering.cells import Argument, Cells
from kpi_core.answering.costs import CostQuery, Costs, costs
from kpi_core.answering.costs_words import (
    BREAK_EVEN,
    FEW_MONTHS,
    RESPONSE,
    STEEP,
    UNCLEAR,
    watched_said,
)
from kpi_core.costs.kinds import KINDS
from kpi_core.costs.response import LEAST, Response
from kpi_core.errors import Kind, KpiError
from kpi_core.periods import Period, add_months, resolve
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
Cell = float | str | None
HEADS = (
    Text(en="kind", fr="genre"),
    Text(en="direct", fr="direct"),
    Text(en="indirect", fr="indirect"),
    Text(en="total", fr="total"),
    Text(en="share", fr="part"),
)
TOTAL = Text(en="Total", fr="Total")
_MOST = 120  # months of hours entered at once
_CENT = Decimal("0.01")
_COLUMNS = ("spent_on", "source", "category", "label", "amount", "currency")


def asked_of(core: Core, asked: Json) -> Json:
    """Answer {"query": a `CostQuery`}."""
    return told(costs(core, CostQuery.model_validate(asked["query"])))


def told(found: Costs) -> Json:
    """Return costs as plain data; amounts are exact to the cent."""
    return {
        "period": _ends(found.period),
        "currency": found.currency,
        "filters": {name: list(members) for name, members in found.filters.items()},
        "total": float(found.total),
        "hidden": float(found.hidden),
        "kinds": [
            {
                "kind": line.kind.value,
                "direct": float(line.direct),
                "indirect": float(line.indirect),
                "total": float(line.total),
                "labels": list(line.labels),
            }
            for line in found.lines
        ],
        "returns": [
            {"counted": _both(one.counted), "cost": one.cost, "roi": one.roi}
            for one in found.returns
        ],
        "revenue": found.revenue,
        "margin": found.margin,
        "break_even_revenue": found.needed,
        "missing": [
            {"label": gap.label, "months": [_month(m) for m in gap.missing], "stopped": gap.stopped}
            for gap in found.gaps
        ],
        "responses": [
            {"channel": name, "response": None if one is None else _response(one)}
            for name, one in found.responses
        ],
        "watched": None if found.watched is None else _ends(found.watched),
        "notes": [_both(note) for note in found.notes],
    }


def spilled(found: Costs, lang: Lang) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return a header, a row a kind of cost, and the total."""
    whole = float(found.total)
    body: list[list[Cell]] = [
        [
            KINDS[line.kind].title[lang],
            float(line.direct),
            float(line.indirect),
            float(line.total),
            float(line.total) / whole if whole else None,
        ]
        for line in found.lines
    ]
    direct = float(sum((line.direct for line in found.lines), Decimal(0)))
    indirect = float(sum((line.indirect for line in found.lines), Decimal(0)))
    body.append([TOTAL[lang], direct, indirect, whole, 1.0 if whole else None])
    header: list[Cell] = [head[lang] for head in HEADS]
    return [header, *body], [None, Unit.MONEY, Unit.MONEY, Unit.MONEY, Unit.SHARE]


def in_a_cell(
    core: Core, cells: Cells, row: Sequence[Argument], lang: Lang
) -> tuple[list[list[Cell]], list[Unit | None]]:
    """Return what the arguments of a cell ask for, as it spills."""
    return spilled(costs(core, asked_in_cell(cells, row)), lang)


def asked_in_cell(cells: Cells, row: Sequence[Argument]) -> CostQuery:
    """Return the question that a cell's arguments are: [period], [filter]..."""
    query, _ = cells.query(("total_cost", *row))
    if query.model is not None:
        raise KpiError(Kind.TYPE, _NO_MODEL)
    return CostQuery(period=query.period, filters=query.filters)


def enter_hours(desk: Any, asked: Json) -> Json:
    """
    Import hours as an indirect cost: {"label", "hours", "rate", "period", "source"?}, by month.

    The same hours entered again replace what was entered: a month, a label and a source are one
    line.

    Raises
    ------
    KpiError
        NUM for hours or a rate that cannot be, TYPE for months that are not over or too many.
    """
    hours, rate = Decimal(str(asked["hours"])), Decimal(str(asked["rate"]))
    if not (hours.is_finite() and rate.is_finite() and hours >= 0 and rate > 0):
        raise KpiError(Kind.NUM, _NUMBERS)
    core: Core = desk.core
    from kpi_core.answering.question import calendar_of  # noqa: PLC0415 - only where asked for

    period = resolve(asked["period"], calendar_of(core.snapshot(), core.today()))
    months = _months(period.start, period.end)
    if not months or months[-1] > core.today() or len(months) > _MOST:
        raise KpiError(Kind.TYPE, _MONTHS)
    amount = (hours * rate).quantize(_CENT, ROUND_HALF_UP)
    settings = core.snapshot().settings
    with tempfile.TemporaryDirectory() as folder:
        name = "".join(c if c.isalnum() else "-" for c in asked["label"][:40])
        path = Path(folder, f"{name}.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(_COLUMNS)
            for day in months:
                lines.writerow(
                    [
                        day,
                        asked.get("source") or "",
                        "indirect",
                        asked["label"],
                        amount,
                        settings.currency,
                    ]
                )
        columns = {name: name for name in _COLUMNS}
        hints = {"as_fact": "spend", "columns": columns, "locale": "en-US", "tax": "ht"}
        brought: Json = desk.import_file({"file": str(path), "hints": hints})
    return {"months": len(months), "amount": float(amount), "imported": brought}


def _months(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the last days of the months that a period holds whole."""
    found, first = [], start.replace(day=1)
    while (last := add_months(first, 1) - dt.timedelta(days=1)) <= end:
        found.append(last)
        first = add_months(first, 1)
    return found if start.day == 1 else found[1:]


def _both(text: Text) -> Json:
    return {"en": text.en, "fr": text.fr}


def _ends(period: Period) -> Json:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _response(one: Response) -> Json:
    return {
        "elasticity": one.elasticity,
        "low": one.low,
        "high": one.high,
        "average": one.average,
        "marginal": one.marginal,
        "marginal_low": one.cheapest,
        "marginal_high": one.dearest,
        "months": one.months,
        "seasonal": one.seasonal,
        "level": one.level,
        "points": [list(point) for point in one.points],
    }


def response_said(one: Json, locale: str, currency: str) -> Text:
    """Return how the leads of a channel went with its spend, in words."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - only where it is told

    found = one["response"]
    if found is None:
        return FEW_MONTHS.format(name=one["channel"], least=LEAST)

    def number(value: float) -> str:
        return format_decimal(value, "0.##", locale=locale.replace("-", "_")).replace("-", "\u2212")

    def money(value: float) -> str:
        return written(value, Unit.MONEY, currency, locale)

    values = {
        "name": one["channel"],
        **{name: number(found[name]) for name in ("elasticity", "low", "high")},
    }
    if found["marginal"] is None:
        return (STEEP if found["low"] > 1 else UNCLEAR).format(**values)
    return RESPONSE.format(
        **values,
        marginal=money(found["marginal"]),
        cheapest=money(found["marginal_low"]),
        dearest=money(found["marginal_high"]),
        average=money(found["average"]),
    )


def response_basis(told: Json) -> Text | None:
    """Return what the responses rest on, and that they prove no cause; None without any."""
    if not told["responses"]:
        return None
    start, end = (dt.date.fromisoformat(told["watched"][side]) for side in ("start", "end"))
    return watched_said(Period(start, end))


def break_even_said(told: Json, locale: str) -> Text | None:
    """Return what revenue pays the costs, in words; None where nothing was signed."""
    if told["break_even_revenue"] is None:
        return None

    def money(value: float) -> str:
        return written(value, Unit.MONEY, told["currency"], locale)

    margin = told["margin"] if told["margin"] is not None else 1.0
    return BREAK_EVEN.format(
        need=money(told["break_even_revenue"]),
        cost=money(told["total"]),
        margin=written(margin, Unit.SHARE, "", locale),
        revenue=money(told["revenue"]),
    )


_NO_MODEL = Text(
    en="Costs are what was spent: no attribution model applies.",
    fr="Les coûts sont ce qui a été dépensé\u00a0: aucun modèle d’attribution ne s’applique.",
)
_NUMBERS = Text(
    en="Hours are zero or more, an hourly rate is above zero.",
    fr="Les heures sont positives ou nulles, un taux horaire est au-dessus de zéro.",
)
_MONTHS = Text(
    en="Hours are entered for whole months that are over, 120 at most: --period 2025-01..2025-10 or “October 2025”.",
    fr="Les heures se saisissent par mois entiers et terminés, 120 au plus\u00a0: --period 2025-01..2025-10 ou «\u00a0octobre 2025\u00a0».",
)
