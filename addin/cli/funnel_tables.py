"""The tables of `kpi funnel`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from addin.cli import render
from addin.funnel import (
    COHORT_RATE,
    MEDIAN,
    P90,
    PERIOD_RATE,
    REACHED,
    STAGE,
    UNASSIGNED,
)
from kpi_core.facts import DIMENSIONS
from kpi_core.periods import Period
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]


def stages(group: Json, lang: Lang, locale: str) -> None:
    """Print who reached each stage, and how they came there from the one before."""
    steps = {step["to"]: step for step in group["steps"]}
    rows = []
    for stage in group["stages"]:
        step = steps.get(stage["stage"])
        said = [""] * 5
        if step:
            said = [
                _share(step["period_rate"], locale),
                _share(step["cohort_rate"], locale),
                _margin(step, locale),
                _days(step["median_days"], locale),
                _days(step["p90_days"], locale),
            ]
        reached = written(stage["reached"], Unit.COUNT, "", locale)
        rows.append([stage["title"][lang.value], reached, *said])
    head = (STAGE, REACHED, PERIOD_RATE, COHORT_RATE, _MARGIN, MEDIAN, P90)
    render.table(_FUNNEL[lang], [title[lang] for title in head], rows, right=1)


def deals(told: Json, lang: Lang, locale: str) -> None:
    """Print the stages of deals: how long they stay, what is lost there, and who is there now."""
    rows = [
        [
            stage["stage"] or UNASSIGNED[lang],
            _days(stage["median_days"], locale),
            _days(stage["p90_days"], locale),
            _share(stage["lost_share"], locale),
            _share(stage["usual_lost_share"], locale),
            str(stage["open"]),
            written(stage["amount"], Unit.MONEY, told["currency"], locale),
            str(stage["stalled"]),
        ]
        for stage in told["total"]["deal_stages"]
    ]
    if rows:
        head = (STAGE, MEDIAN, P90, _LOST, _USUAL, _OPEN, _AMOUNT, _STALLED)
        render.table(_DEALS[lang], [title[lang] for title in head], rows, right=1)


def members(told: Json, lang: Lang, locale: str) -> None:
    """Print a line a member: who reached the first stage, cohort rates, and what is open."""
    (dimension,) = told["by"]
    steps = [step["title"][lang.value] for step in told["total"]["steps"]]
    first = [stage["title"][lang.value] for stage in told["total"]["stages"][:1]]
    rows = []
    for group in [*told["groups"], told["total"]]:
        name = next(iter(group["group"].values()), None) if group["group"] else _TOTAL[lang]
        reached = [str(stage["reached"]) for stage in group["stages"][:1]]
        rates = [_shown(step, locale) for step in group["steps"]]
        open_ = group["pipeline"]["amount"] if group["pipeline"] else None
        amount = written(open_, Unit.MONEY, told["currency"], locale)
        stalled = str(group["stalled_count"])
        rows.append([name or UNASSIGNED[lang], *reached, *rates, amount, stalled])
    head = [DIMENSIONS[dimension][lang], *first, *steps, _PIPELINE[lang], _STALLED[lang]]
    render.table(_MEMBERS[lang], head, rows, right=1)


def sold(told: Json, lang: Lang, locale: str) -> None:
    """Print what was closed in the period, and how much of a target the pipeline covers."""
    closed, held = told["total"]["closed"], told["total"]["pipeline"]

    def money(value: float | None) -> str:
        return written(value, Unit.MONEY, told["currency"], locale)

    said = {
        "period": _period(told["period"]),
        "won": closed["won"],
        "lost": closed["lost"],
        "value": money(closed["value"]),
        "velocity": written(closed["velocity"], Unit.MONEY_PER_DAY, told["currency"], locale),
        "rate": _share(closed["win_rate"], locale),
        "margin": _margin(closed, locale),
    }
    render.say(_CLOSED.format(**said), lang)
    open_ = {
        "n": held["open"],
        "amount": money(held["amount"]),
        "weighted": money(held["weighted"]),
    }
    render.say(_HELD.format(**open_), lang)
    if held["coverage"] is not None:
        covered = {
            "until": _period({"start": held["end"], "end": held["end"]}),
            "remaining": money(held["remaining"]),
            "target": money(held["target"]),
            "times": _times(held["coverage"], locale),
            "weighted": _times(held["coverage_weighted"], locale),
        }
        render.say(_COVERED.format(**covered), lang)


def _times(value: float | None, locale: str) -> str:
    return written(value, Unit.MULTIPLE, "", locale)


def _period(span: Json) -> Text:
    found = Period(dt.date.fromisoformat(span["start"]), dt.date.fromisoformat(span["end"]))
    return Text(en=found.label(Lang.EN), fr=found.label(Lang.FR))


def _share(value: float | None, locale: str) -> str:
    return "–" if value is None else written(value, Unit.SHARE, "", locale)


def _days(value: float | None, locale: str) -> str:
    return written(value, Unit.COUNT, "", locale)


def _margin(told: Json, locale: str) -> str:
    if told["low"] is None or told["high"] is None:
        return "–"
    low, high = (written(told[end], Unit.SHARE, "", locale) for end in ("low", "high"))
    return f"{low} … {high}"


def _shown(step: Json, locale: str) -> str:
    """Return a member's cohort rate, else its period rate, which says so."""
    if step["cohort_rate"] is not None:
        return _share(step["cohort_rate"], locale)
    return "–" if step["period_rate"] is None else f"({_share(step['period_rate'], locale)})"


_FUNNEL = Text(en="Funnel", fr="Entonnoir")
_DEALS = Text(en="Stages of deals", fr="Étapes des affaires")
_MEMBERS = Text(
    en="Funnel: cohort rates (period rates in brackets)",
    fr="Entonnoir\u00a0: taux de cohorte (taux de période entre parenthèses)",
)
_MARGIN = Text(en="margin 95%", fr="marge 95\u202f%")
_LOST = Text(en="lost there", fr="perdues là")
_USUAL = Text(en="lost there before", fr="perdues là avant")
_OPEN = Text(en="open today", fr="ouvertes")
_AMOUNT = Text(en="amount", fr="montant")
_STALLED = Text(en="stalled", fr="à l’arrêt")
_TOTAL = Text(en="Total", fr="Total")
_PIPELINE = Text(en="open pipeline", fr="pipeline ouvert")
_CLOSED = Text(
    en="{period}: {won} won for {value}, {lost} lost; new business won: {rate} ({margin}). Velocity: {velocity}.",
    fr="{period}\u00a0: {won} gagnées pour {value}, {lost} perdues\u202f; affaires nouvelles gagnées\u00a0: {rate} ({margin}). Vélocité\u00a0: {velocity}.",
)
_HELD = Text(
    en="Open today: {n} for {amount}; weighted by their probability: {weighted}.",
    fr="Ouvertes aujourd’hui\u00a0: {n} pour {amount}\u202f; pondéré par leur probabilité\u00a0: {weighted}.",
)
_COVERED = Text(
    en="Coverage: {times} the {remaining} that the target of {target} still lacks until {until}; weighted: {weighted}.",
    fr="Couverture\u00a0: {times} les {remaining} qui manquent encore à l’objectif de {target} d’ici au {until}\u202f; pondérée\u00a0: {weighted}.",
)
