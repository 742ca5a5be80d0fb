"""How long customers stay, as `kpi cohorts --survival` and `--project` print it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from addin.cli import render
from addin.cohorts import UNASSIGNED
from kpi_core.periods import Period
from kpi_core.retention.ages import LETTERS, Step
from kpi_core.text import Lang, Text
from kpi_core.units import Unit, written

Json = dict[str, Any]
_LINES = 40


def survived(told: Json, lang: Lang, locale: str) -> None:
    """Print the survival of each group, and its median."""
    letter = LETTERS[Step(told["grain"])][lang]
    for one in told["groups"]:
        who = ", ".join(m or UNASSIGNED[lang] for m in one["group"].values())
        title = f"{_SURVIVAL[lang]}{render.COLON[lang]}{who}" if who else _SURVIVAL[lang]
        rows = [
            [
                f"{letter}{age['age']}",
                _share(age["survival"], locale),
                _ends(age["low"], age["high"], locale),
                _count(age["at_risk"], locale),
                _count(age["lost"], locale),
            ]
            for age in one["ages"][:_LINES]
        ]
        render.table(title, [head[lang] for head in _OF_SURVIVAL], rows, right=1)
        render.say(_median(one, Step(told["grain"]), locale), lang)
    _when(told, lang)


def projected(told: Json, lang: Lang, locale: str) -> None:
    """Print the projection, beside what was seen, and the expected lifetime."""
    step = Step(told["grain"])
    rows = [
        [
            f"{LETTERS[step][lang]}{age['age']}",
            "" if age["seen"] is None else _share(age["seen"], locale),
            _share(age["survival"], locale),
            _ends(age["low"], age["high"], locale),
        ]
        for age in told["ages"][: 2 * _LINES]
    ]
    render.table(_PROJECTION[lang], [head[lang] for head in _OF_PROJECTION], rows, right=1)
    values = {
        "alpha": _number(told["alpha"], locale),
        "beta": _number(told["beta"], locale),
        "lost": _count(told["lost"], locale),
        "customers": _count(told["customers"], locale),
    }
    render.say(_LEARNT.format(**values), lang)
    if told["expected_lifetime"] is not None:
        render.say(
            _EXPECTED.format(
                value=_number(told["expected_lifetime"], locale),
                low=_number(told["expected_low"], locale),
                high=_number(told["expected_high"], locale),
                units=_UNITS[step],
                rate=_share(told["discount"], locale),
                unit=_UNIT[step],
            ),
            lang,
        )
    _when(told, lang)


def _median(one: Json, step: Step, locale: str) -> Text:
    told = {
        "customers": _count(one["customers"], locale),
        "lost": _count(one["lost"], locale),
        "units": _UNITS[step],
    }
    if one["median"] is None:
        return _NO_MEDIAN.format(**told)
    low, high = (
        _BEYOND if end is None else Text(en=(said := _number(end, locale)), fr=said)
        for end in (one["median_low"], one["median_high"])
    )
    return _MEDIAN.format(**told, value=_number(one["median"], locale), low=low, high=high)


def _when(told: Json, lang: Lang) -> None:
    day = dt.date.fromisoformat
    begun = Period(day(told["period"]["start"]), day(told["period"]["end"])).label(lang)
    until = day(told["followed_until"])
    said = _BEGUN[lang].format(begun=begun, until=Period(until, until).label(lang))
    render.say(Text(en=said, fr=said), lang)
    for note in told["notes"]:
        render.say(Text(en=f"· {note['en']}", fr=f"· {note['fr']}"), lang)


def _share(value: float, locale: str) -> str:
    return written(value, Unit.SHARE, "", locale)


def _number(value: float, locale: str) -> str:
    return written(value, Unit.COUNT, "", locale)


def _count(value: int, locale: str) -> str:
    return written(value, Unit.COUNT, "", locale)


def _ends(low: float | None, high: float | None, locale: str) -> str:
    return "" if low is None or high is None else f"{_share(low, locale)} – {_share(high, locale)}"


_SURVIVAL = Text(en="Customers still under contract", fr="Clients encore sous contrat")
_PROJECTION = Text(en="Renewals projected", fr="Renouvellements projetés")
_MARGIN = Text(en="margin of error 95%", fr="marge d’erreur 95\u202f%")
_AGE = Text(en="age", fr="âge")
_OF_SURVIVAL = (
    _AGE,
    Text(en="still there", fr="encore là"),
    _MARGIN,
    Text(en="seen beyond", fr="vus au-delà"),
    Text(en="left by then", fr="partis jusque-là"),
)
_OF_PROJECTION = (
    _AGE,
    Text(en="seen", fr="observé"),
    Text(en="projected", fr="projeté"),
    _MARGIN,
)
_UNITS = {
    Step.MONTH: Text(en="months", fr="mois"),
    Step.QUARTER: Text(en="quarters", fr="trimestres"),
    Step.YEAR: Text(en="years", fr="ans"),
}
_UNIT = {
    Step.MONTH: Text(en="month", fr="mois"),
    Step.QUARTER: Text(en="quarter", fr="trimestre"),
    Step.YEAR: Text(en="year", fr="an"),
}
_MEDIAN = Text(
    en="Half have left after {value} {units} (between {low} and {high}); {customers} customers, of whom {lost} left.",
    fr="La moitié est partie après {value} {units} (entre {low} et {high})\u202f; clients\u00a0: {customers}, départs\u00a0: {lost}.",
)
_BEYOND = Text(en="later than what is known", fr="au-delà de ce qui est connu")
_NO_MEDIAN = Text(
    en="More than half are still there at the oldest age seen, so no median is known; {customers} customers, of whom {lost} left.",
    fr="Plus de la moitié est encore là au plus grand âge observé, donc aucune médiane n’est connue\u202f; clients\u00a0: {customers}, départs\u00a0: {lost}.",
)
_LEARNT = Text(
    en="Shifted beta-geometric, alpha {alpha}, beta {beta}; learnt from {customers} customers, {lost} losses at renewal.",
    fr="Bêta-géométrique décalée, alpha {alpha}, bêta {beta}\u202f; clients\u00a0: {customers}, départs au renouvellement\u00a0: {lost}.",
)
_EXPECTED = Text(
    en="A new customer is expected to pay for {value} {units} ({low} to {high}), discounted at {rate} a {unit}.",
    fr="Un nouveau client devrait payer {value} {units} (de {low} à {high}), actualisés à {rate} par {unit}.",
)
_BEGUN = Text(
    en="Customers begun {begun}; the data tells what became of them until {until}.",
    fr="Clients arrivés\u00a0: {begun}\u202f; les données disent ce qu’ils sont devenus jusqu’au {until}.",
)
