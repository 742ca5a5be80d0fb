"""What is said of a forecast and of anomalies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit of time as sentences say it: one, and many."""

    one: Text
    many: Text


GRAINS: Mapping[str, Counted] = {
    "week": Counted(Text(en="week", fr="semaine"), Text(en="weeks", fr="semaines")),
    "month": Counted(Text(en="month", fr="mois"), Text(en="months", fr="mois")),
    "quarter": Counted(Text(en="quarter", fr="trimestre"), Text(en="quarters", fr="trimestres")),
}
NOTHING = Text(
    en="There is nothing to count: the data that “{kpi}” is made of is not imported yet.",
    fr="Il n’y a rien à compter\u00a0: les données dont «\u00a0{kpi}\u00a0» est fait ne sont pas encore importées.",
)
# "De suite, sans trou": no adjective has to agree with a week or with a month.
FEW_AHEAD = Text(
    en="A look ahead takes {need} whole {units} in a row with a value; the data holds {have}: {more} more are needed. A finer grain has more of them.",
    fr="Une projection demande {need} {units} de suite, sans trou\u202f; les données en tiennent {have}\u00a0: il en manque {more}. Un grain plus fin en donne davantage.",
)
FEW_UNUSUAL = Text(
    en="What is unusual is told from {need} whole {units} in a row with a value; the data holds {have}: {more} more are needed. A finer grain has more of them.",
    fr="Les anomalies se cherchent sur {need} {units} de suite, sans trou\u202f; les données en tiennent {have}\u00a0: il en manque {more}. Un grain plus fin en donne davantage.",
)
VERDICT = Text(
    en="Judged on {judged} forecasts of what was held out: {share}% closer than repeating {naive}; {inside} of {judged} fell within the margin.",
    fr="Jugée sur {judged} prévisions de ce qui avait été mis de côté\u00a0: {share}\u202f% plus proche que de répéter {naive}\u202f; {inside} sur {judged} sont tombées dans la marge.",
)
NOT_BETTER = Text(
    en="No forecast is given: on the last {units}, held out, it did no better than repeating {naive} ({judged} forecasts). Take that, or more {units} of data.",
    fr="Aucune prévision n’est donnée\u00a0: sur les derniers {units}, mis de côté, elle ne faisait pas mieux que de répéter {naive} ({judged} prévisions). Prenez celle-ci, ou davantage de données.",
)
PREVIOUS = Text(en="the {unit} before", fr="la valeur précédente")
SEASON = Text(en="the same {unit} a year before", fr="la valeur d’un an plus tôt")
CLIPPED = Text(
    en="The margin is cut where no value can be.",
    fr="La marge est coupée là où aucune valeur n’est possible.",
)
GAP = Text(
    en="Only what follows the last unit without a value is used.",
    fr="Seul ce qui suit la dernière unité sans valeur est utilisé.",
)
UNLIKELY = Text(
    en="Unusual: more than 3 standard deviations from what the units before it foretold, and beyond its own margin of error. By chance alone that is 1 in 370; {n:value|values} looked at: {n}.",
    fr="Inhabituel\u00a0: à plus de 3 écarts-types de ce que laissaient prévoir les unités précédentes, et au-delà de sa propre marge d’erreur. Par le seul hasard, c’est 1 cas sur 370\u202f; {n:valeur examinée|valeurs examinées}\u00a0: {n}.",
)
#: What a model is called where the field has no name of letters for it.
MODELS: Mapping[str, Text] = {
    "year-on-year growth": Text(
        en="the same unit a year before, times the growth since",
        fr="la même unité un an plus tôt, multipliée par la croissance depuis",
    ),
}
RECORDED = Text(en="Recorded last:", fr="Dernières valeurs enregistrées\u00a0:")
VALUE = Text(en="value", fr="valeur")
NONE_UNUSUAL = Text(
    en="Nothing unusual in the units looked at.",
    fr="Rien d’inhabituel dans les unités examinées.",
)


def grain_named(said: str) -> str | None:
    """Return the unit of time called *said* in either language, None when it is none of these."""
    return _GRAINS.get(said.strip().casefold())


_GRAINS = {
    "week": "week", "weeks": "week", "weekly": "week", "semaine": "week", "semaines": "week",
    "month": "month", "months": "month", "monthly": "month", "mois": "month", "mensuel": "month",
    "quarter": "quarter", "quarters": "quarter", "quarterly": "quarter",
    "trimestre": "quarter", "trimestres": "quarter",
}  # fmt: skip
