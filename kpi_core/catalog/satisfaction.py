"""Satisfaction: what customers answer when asked."""

from kpi_core.catalog.sources import ASSEMBLED, GETFEEDBACK
from kpi_core.definition import Better, Example, Interval, kpi
from kpi_core.text import Text
from kpi_core.units import Unit


@kpi(
    unit=Unit.POINTS,
    better=Better.HIGHER,
    interval=Interval.NPS,
    title=Text(en="Net promoter score (NPS)", fr="Net promoter score (NPS)"),
    reading=Text(
        en="Promoters less detractors for a hundred answers, from -100 to 100.",
        fr="Promoteurs moins détracteurs pour cent réponses, de −100 à 100.",
    ),
    source=ASSEMBLED,
    examples=[Example(40, promoters=60, detractors=20, nps_answers=100)],
    en=[
        "net promoter score",
        "recommendation",
        "customers who recommend us",
        "customer recommendation",
    ],
    fr=[
        "recommandation",
        "score de recommandation",
        "clients qui nous recommandent",
        "recommandation client",
    ],
)
def nps(promoters: float, detractors: float, nps_answers: float) -> float:
    return (promoters - detractors) * 100 / nps_answers


@kpi(
    unit=Unit.SHARE,
    better=Better.HIGHER,
    interval=Interval.WILSON,
    title=Text(en="Customer satisfaction (CSAT)", fr="Satisfaction client (CSAT)"),
    reading=Text(en="Answers of 4 or 5 out of 5.", fr="Réponses de 4 ou 5 sur 5."),
    source=GETFEEDBACK,
    examples=[Example(0.85, satisfied=85, csat_answers=100)],
    en=["customer satisfaction", "satisfaction"],
    fr=["satisfaction client", "satisfaction"],
)
def csat(satisfied: float, csat_answers: float) -> float:
    return satisfied / csat_answers
