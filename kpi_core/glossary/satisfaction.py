"""What customers answered."""

from kpi_core.glossary.term import Term
from kpi_core.measures import Measure
from kpi_core.text import Text
from kpi_core.units import Unit


def _answers(en: str, fr: str, **where: tuple[str | bool, ...]) -> Term:
    return Term(
        title=Text(en=en, fr=fr),
        unit=Unit.COUNT,
        measure=Measure(relation="surveys", date="answered_on", where=where),
    )


TERMS = {
    "promoters": _answers(
        "Promoters (9-10)", "Promoteurs (9-10)", survey=("nps",), opinion=("promoter",)
    ),
    "detractors": _answers(
        "Detractors (0-6)", "Détracteurs (0-6)", survey=("nps",), opinion=("detractor",)
    ),
    "nps_answers": _answers("NPS answers", "Réponses NPS", survey=("nps",)),
    "satisfied": _answers(
        "Satisfied answers (4-5)", "Réponses satisfaites (4-5)", survey=("csat",), satisfied=(True,)
    ),
    "csat_answers": _answers("CSAT answers", "Réponses CSAT", survey=("csat",)),
}
