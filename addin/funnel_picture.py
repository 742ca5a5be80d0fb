"""A funnel as a picture: an SVG that stands alone, in one language."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

from addin import svg
from addin.funnel import COHORT_RATE, PERIOD_RATE, UNASSIGNED
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_ACROSS, _EDGE, _NAME, _WIDEST = 860, 16, 150, 300  # pixels
_BESIDE = _EDGE + _NAME + _WIDEST + 24
_BAR, _STEP, _TOP = 34, 30, 62
_LINE = 24
_INK, _PAPER, _SOFT, _BLUE, _LIGHT, _LATE = (
    "#1f2430",
    "#ffffff",
    "#5b6373",
    "#154a8a",
    "#b9cfea",
    "#a8431f",
)


def drawn(told: Json, lang: Lang, locale: str) -> str:
    """
    Return the picture of a funnel, as `addin.funnel.told` gives it, over all members.

    A bar is as wide as many reached its stage; below, each stage of deals with its median stay
    and, thinner, its 90th percentile.
    """
    total = told["total"]
    steps = [said for step in total["steps"] for said in _passage(step, lang, locale)]
    across = max(_ACROSS, *(_BESIDE + svg.width(said) + _EDGE for said in steps or [""]))
    parts, y = _bars(total, float(_TOP), lang, locale)
    if total["deal_stages"]:
        more, y = _stays(total["deal_stages"], y + 14, lang, locale, told["currency"])
        parts += more
    said = total["bottleneck"]["said"][lang.value] if total["bottleneck"] else ""
    for line in svg.wrapped(said, across - 2 * _EDGE, 12):
        y += 18
        parts.append(_text(_EDGE, y, line))
    down = round(y) + 18
    day = dt.date.fromisoformat
    when = Period(day(told["period"]["start"]), day(told["period"]["end"]))
    title, beneath = TITLE[lang], when.label(lang)
    counts = ", ".join(f"{s['title'][lang.value]} {s['reached']}" for s in total["stages"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}" font-family="system-ui, sans-serif" lang="{lang.value}" '
        f'aria-labelledby="t d"><title id="t">{escape(title)}</title>'
        f'<desc id="d">{escape(counts)}. {escape(said)}</desc>'
        f'<rect width="{across}" height="{down}" fill="{_PAPER}"/>'
        + _text(_EDGE, 26, title, size=17, weight="600")
        + _text(_EDGE, 46, beneath, colour=_SOFT)
        + f"{''.join(parts)}</svg>\n"
    )


def _bars(total: Json, y: float, lang: Lang, locale: str) -> tuple[list[str], float]:
    """Draw a bar a stage, and between two of them how many went on, and in how long."""
    most = max((stage["reached"] for stage in total["stages"]), default=0) or 1
    steps = {step["to"]: step for step in total["steps"]}
    middle = _EDGE + _NAME + _WIDEST / 2
    parts = []
    for stage in total["stages"]:
        if step := steps.get(stage["stage"]):
            cohort, period = _passage(step, lang, locale)
            parts.append(_text(_BESIDE, y - 6, cohort))
            parts.append(_text(_BESIDE, y + 9, period, colour=_SOFT))
            parts.append(_text(middle, y + 2, "▾", colour=_SOFT, anchor="middle", size=13))
            y += _STEP - 20
        wide = max(2.0, stage["reached"] / most * _WIDEST)
        count = written(stage["reached"], Unit.COUNT, "", locale)
        parts.append(_text(_EDGE, y + 22, stage["title"][lang.value], weight="600"))
        parts.append(_rect(middle - wide / 2, y, wide, _BAR, _BLUE))
        inside = wide > len(count) * 9 + 12
        if inside:
            parts.append(_text(middle, y + 22, count, colour=_PAPER, anchor="middle"))
        else:
            parts.append(_text(middle + wide / 2 + 6, y + 22, count))
        y += _BAR + 20
    return parts, y - 20


def _passage(step: Json, lang: Lang, locale: str) -> tuple[str, str]:
    def share(value: float | None) -> str:
        return written(value, Unit.SHARE, "", locale)

    said = []
    if step["cohort_rate"] is not None:
        margin = f"{share(step['low'])} – {share(step['high'])}"
        said.append(f"{COHORT_RATE[lang]} {share(step['cohort_rate'])} ({margin})")
    if step["median_days"] is not None:
        said.append(f"{_IN[lang]} {written(step['median_days'], Unit.DAYS, '', locale)}")
    return " · ".join(said), f"{PERIOD_RATE[lang]} {share(step['period_rate'])}"


def _stays(
    stages: list[Json], y: float, lang: Lang, locale: str, currency: str
) -> tuple[list[str], float]:
    """Draw a line a stage of deals: its median stay, the 90th percentile, and what is open there."""
    longest = max((s["p90_days"] or 0 for s in stages), default=0) or 1
    left, open_ = _EDGE + _NAME, _EDGE + _NAME + _WIDEST + 96
    y += 16
    parts = [
        _text(_EDGE, y, _STAGES[lang], weight="600"),
        _text(left, y, _TIME[lang], colour=_SOFT),
        _text(open_, y, _OPEN[lang], colour=_SOFT),
    ]
    for stage in stages:
        y += _LINE
        name = svg.shortened(stage["stage"] or UNASSIGNED[lang], _NAME - 6, 12)
        parts.append(_text(_EDGE, y, name))
        if stage["median_days"] is not None:
            middle, far = (stage[n] / longest * _WIDEST for n in ("median_days", "p90_days"))
            parts.append(_rect(left, y - 8, max(far, 1), 5, _LIGHT))
            parts.append(_rect(left, y - 11, max(middle, 1), 11, _BLUE))
            days = " – ".join(written(stage[n], Unit.COUNT, "", locale) for n in ("median_days", "p90_days"))  # fmt: skip
            parts.append(_text(left + max(far, 1) + 8, y, days))
        worth = written(stage["amount"], Unit.MONEY, currency, locale)
        parts.append(_text(open_, y, f"{stage['open']} · {worth}"))
        if stage["stalled"]:
            late = _LATE_ONES.format(n=stage["stalled"])[lang]
            parts.append(_text(open_ + 170, y, late, colour=_LATE))
    return parts, y + 10


def _rect(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:g}" width="{wide:.1f}" height="{high:g}" rx="2" fill="{colour}"/>'
    )


def _text(
    x: float,
    y: float,
    said: str,
    *,
    colour: str = _INK,
    anchor: str = "start",
    size: int = 12,
    weight: str = "400",
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}">{escape(said)}</text>'
    )


TITLE = Text(en="Funnel", fr="Entonnoir")
_IN = Text(en="median", fr="médiane")
_STAGES = Text(en="Stages of deals", fr="Étapes des affaires")
_TIME = Text(en="days there: median – 9 in 10", fr="jours passés\u00a0: médiane – 9 sur 10")
_OPEN = Text(en="open today", fr="ouvertes aujourd’hui")
_LATE_ONES = Text(en="{n} stalled", fr="{n} à l’arrêt")
