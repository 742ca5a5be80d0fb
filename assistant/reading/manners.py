"""Manners of speaking: words that only say how a number is given, and what a KPI counts."""

from __future__ import annotations

from kpi_core.definition import Kpi
from kpi_core.glossary import GLOSSARY
from kpi_core.measures import Clock
from kpi_core.units import Unit

_MEDIA: dict[object, str] = {"ads": "ads", "email": "email", "site": "site"}
# "the marketing team's CAC" is the CAC
_ALWAYS = frozenset({"much", "~marketing", "team"})
COUNTS = frozenset({"many", "much", "count"})
MONEY = frozenset({Unit.MONEY, Unit.MONEY_PER_MONTH, Unit.MONEY_PER_DAY})


def agrees(concept: str, kpi: Kpi) -> bool:
    """Tell whether a manner of speaking fits what *kpi* is."""
    if concept in _ALWAYS:
        return True
    money = kpi.unit in MONEY
    fits = {
        "many": kpi.unit is Unit.COUNT or (money and kpi.denominator is None),
        "count": kpi.unit is Unit.COUNT or (money and kpi.denominator is None),
        "average": kpi.unit is not Unit.COUNT
        and (kpi.denominator is not None or kpi.unit in {Unit.DAYS, Unit.MONTHS, Unit.YEARS}),
        "rate": kpi.unit in {Unit.SHARE, Unit.MULTIPLE, Unit.POINTS},
        "become": kpi.unit is Unit.SHARE,
        "duration": kpi.unit in {Unit.DAYS, Unit.MONTHS, Unit.YEARS},
        "currency": money,
        "site": not {"sessions", "visitors"}.isdisjoint(kpi.names),
        "value": money or kpi.unit is Unit.POINTS,
        "score": not {"nps_answers", "csat_answers"}.isdisjoint(kpi.names),
        "get": not stock(kpi),
        "create": not stock(kpi) and kpi.denominator is None,
        # "Il reste combien d'affaires en cours"
        "keep": stock(kpi),
        "qualified": not {"mqls", "sqls"}.isdisjoint(kpi.names),
        "cashed": kpi.unit is Unit.COUNT and not stock(kpi),
        "win": wins(kpi),
        "acquire": wins(kpi),
        "new": wins(kpi),
    }
    return fits.get(concept, concept in media(kpi))


def wins(kpi: Kpi) -> bool:
    """Tell whether *kpi* is of customers newly won."""
    return not {"new_customers", "cac"}.isdisjoint(kpi.names)


def media(kpi: Kpi) -> set[str]:
    """Return where *kpi* is counted: among ads, e-mails, on the site."""
    media: set[str] = set()
    for name in kpi.names:
        measure = GLOSSARY[name].measure
        where = measure.where if measure else {}
        media.update(_MEDIA[m] for m in where.get("medium", ()) if m in _MEDIA)
    return media


def stock(kpi: Kpi) -> bool:
    """Tell whether *kpi* counts what is there rather than what happened."""
    measures = [m for name in kpi.names if (m := GLOSSARY[name].measure)]
    return bool(measures) and all(m.clock is Clock.AT_END for m in measures)
