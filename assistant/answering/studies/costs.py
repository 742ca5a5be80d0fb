"""What was spent and on what, what is missing from it, and what it takes to be paid back."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.base import Answering
from assistant.answering.studies.telling import TOTAL, days, figure, in_a_cell, studied, tabled
from assistant.wire import Reply
from kpi_core.answering import costs_words as words
from kpi_core.answering.costs import CostLine, CostQuery, Costs, costs
from kpi_core.costs.kinds import KINDS, Cost
from kpi_core.costs.response import LEAST, Response
from kpi_core.text import Lang, Text, capital, quoted
from kpi_core.units import Unit


def spent(a: Answering) -> Reply:
    """Tell costs by kind, or what one lead more went with."""
    marginal = a.reading.about == "marginal"
    query = CostQuery(period=a.query.period, filters=a.query.filters, marginal=marginal)
    found = costs(a.core, query)
    if marginal:
        said = [_response(a, found, name, told)[a.lang] for name, told in found.responses]
        text = "\n".join(said) or words.FEW_MONTHS.format(name=TOTAL, least=LEAST)[a.lang]
        return studied(a, text, notes=[words.watched_said(found.watched)] if found.watched else ())
    rows = [
        [
            KINDS[line.kind].title[a.lang],
            *(_money(a, found, float(x)) for x in (line.direct, line.indirect, line.total)),
            figure(a, found.share(line.total), Unit.SHARE),
        ]
        for line in found.lines
    ]
    returns = ", ".join(
        _RETURN.format(
            what=one.counted, cost=_money(a, found, one.cost), roi=figure(a, one.roi, Unit.SHARE)
        )[a.lang]
        for one in found.returns
        if one.roi is not None
    )
    kind = next((kind for kind in Cost if kind == a.reading.about), None)
    whole = _SPENT.format(
        total=_money(a, found, float(found.total)),
        period=Text(en=found.period.label(Lang.EN), fr=found.period.label(Lang.FR)),
        hidden=_money(a, found, float(found.hidden)),
        share=figure(a, found.share(found.hidden), Unit.SHARE),
    )[a.lang]
    paid = [whole, f"{_ROI[a.lang]}{returns}." if returns else "", _needed(a, found)]
    said = [_of_kind(a, found, kind)] if kind else paid
    return studied(
        a,
        "\n".join(s for s in said if s),
        notes=found.notes,
        table=tabled([h[a.lang] for h in _HEADS], rows),
        formula=in_a_cell("B2B_COSTS", a, days(a)),
    )


def _of_kind(a: Answering, found: Costs, kind: Cost) -> str:
    """Tell what was spent on one kind, label by label: whoever asked of licences alone finds them."""
    line = next((one for one in found.lines if one.kind is kind), None)
    period = Text(en=found.period.label(Lang.EN), fr=found.period.label(Lang.FR))
    if line is None:
        return _NO_LINE.format(kind=KINDS[kind].title, period=period)[a.lang]
    return _ONE_KIND.format(
        kind=capital(KINDS[kind].title),
        total=_money(a, found, float(line.total)),
        period=period,
        share=figure(a, found.share(line.total), Unit.SHARE),
        direct=_money(a, found, float(line.direct)),
        indirect=_money(a, found, float(line.indirect)),
        # What one label of pay came to may be what one person earns.
        labels=quoted([*line.labels])[a.lang]
        if kind is Cost.PEOPLE
        else ", ".join(_labelled(a, found, line)),
    )[a.lang]


def _labelled(a: Answering, found: Costs, line: CostLine) -> Iterator[str]:
    """Yield each label with its amount, the largest first, and what is under no label."""
    largest = sorted(line.labels.items(), key=lambda one: (-one[1], one[0]))
    for label, amount in largest[:_LABELS]:
        yield f"{quoted([label])[a.lang]} {_money(a, found, float(amount))}"
    rest = line.total - sum(amount for _, amount in largest[:_LABELS])
    if rest:
        yield f"{_ELSE[a.lang]} {_money(a, found, float(rest))}"


def _needed(a: Answering, found: Costs) -> str:
    if found.needed is None:
        return ""
    return words.BREAK_EVEN.format(
        need=_money(a, found, found.needed),
        cost=_money(a, found, float(found.total)),
        margin=figure(a, 1.0 if found.margin is None else found.margin, Unit.SHARE),
        revenue=_money(a, found, found.revenue),
    )[a.lang]


def _response(a: Answering, found: Costs, name: str | None, told: Response | None) -> Text:
    if told is None:
        return words.FEW_MONTHS.format(name=name, least=LEAST)
    values: dict[str, object] = {"name": name}
    for end in ("elasticity", "low", "high"):
        values[end] = _number(a, getattr(told, end))
    if told.marginal is None:
        return (words.STEEP if told.low > 1 else words.UNCLEAR).format(**values)
    for amount in ("marginal", "cheapest", "dearest", "average"):
        values[amount] = _money(a, found, getattr(told, amount))
    return words.RESPONSE.format(**values)


def _number(a: Answering, value: float) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - only where a slope is told

    return format_decimal(value, "0.##", locale=a.locale.replace("-", "_")).replace("-", "\u2212")


def _money(a: Answering, found: Costs, value: float | None) -> str:
    return figure(a, value, Unit.MONEY, found.currency)


_HEADS = (
    Text(en="kind", fr="genre"),
    Text(en="direct", fr="direct"),
    Text(en="indirect", fr="indirect"),
    Text(en="total", fr="total"),
    Text(en="share", fr="part"),
)
_ONE_KIND = Text(
    en="{kind}: {total} ({period}), {share} of the costs: {direct} direct, {indirect} indirect. Counted: {labels}.",
    fr="{kind}\u00a0: {total} ({period}), {share} des coûts\u00a0: {direct} directs, {indirect} indirects. Compté\u00a0: {labels}.",
)
_LABELS = 6
_ELSE = Text(en="others", fr="autres")
_NO_LINE = Text(
    en="No cost that is recorded says in its label that it paid for {kind} ({period}).",
    fr="Aucun coût enregistré ne dit dans sa nature qu’il a payé\u00a0: {kind} ({period}).",
)
_SPENT = Text(
    en="Costs: {total} ({period}), of which {hidden} ({share}) indirect, or hidden, ones.",
    fr="Coûts\u00a0: {total} ({period}), dont {hidden} ({share}) de coûts indirects, ou cachés.",
)
_ROI = Text(
    en="ROI as more costs are counted: ", fr="ROI à mesure que les coûts sont comptés\u00a0: "
)
_RETURN = Text(en="{roi} with {what} ({cost})", fr="{roi} avec {what} ({cost})")
