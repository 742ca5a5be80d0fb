"""What is said of costs."""

from __future__ import annotations

from kpi_core.periods import Period
from kpi_core.text import Lang, Text

NONE = Text(
    en="No cost is recorded {when}: import what was spent, with a date and what it paid for.",
    fr="Aucun coût n’est enregistré {when}\u00a0: importez les dépenses, avec leur date et leur nature.",
)
STOPPED = Text(
    en="No “{label}” recorded since {since}: it came each month until then. What is missing makes every cost per lead, CAC and ROI look better.",
    fr="Aucun «\u00a0{label}\u00a0» enregistré depuis {since}\u00a0: il venait chaque mois jusque-là. Ce qui manque embellit chaque coût par lead, CAC et ROI.",
)
STOPPED_WITH_GAPS = Text(
    en="No “{label}” recorded since {since}: until then it came in {n} of {of} months. What is missing makes every cost per lead, CAC and ROI look better.",
    fr="Aucun «\u00a0{label}\u00a0» enregistré depuis {since}\u00a0: jusque-là, il venait {n} mois sur {of}. Ce qui manque embellit chaque coût par lead, CAC et ROI.",
)
SKIPPED = Text(
    en="“{label}” comes most months, and {n:one month is|{n} months are} missing: {months}.",
    fr="«\u00a0{label}\u00a0» vient la plupart des mois, et il {n:manque un mois|en manque {n}}\u00a0: {months}.",
)
ABSENT = Text(
    en="Nothing recorded for {kind}: if you have any, ROI and CAC look better than they are.",
    fr="Rien d’enregistré pour\u00a0: {kind}. Si vous en avez, le ROI et le CAC sont flattés.",
)
OTHER = Text(
    en="{share}% of the costs have a label that tells no kind: they are under “{kind}”.",
    fr="{share}\u202f% des coûts ont une nature qui ne dit pas leur genre\u00a0: ils sont sous «\u00a0{kind}\u00a0».",
)
BEFORE = Text(en="advertising only", fr="publicité seule")
DIRECT = Text(en="direct costs", fr="coûts directs")
AFTER = Text(
    en="all recorded costs, hidden ones included", fr="tous les coûts enregistrés, cachés compris"
)
BREAK_EVEN = Text(
    en="Break-even: {need} of signed revenue pay {cost} of costs at a margin of {margin}; signed: {revenue}.",
    fr="Point mort\u00a0: {need} de CA signé paient {cost} de coûts à une marge de {margin}\u202f; signé\u00a0: {revenue}.",
)
NO_MARGIN = Text(
    en="Break-even is told in revenue: no margin is recorded. With one, more is needed.",
    fr="Le point mort est dit en CA\u00a0: aucune marge n’est enregistrée. Avec elle, il en faut davantage.",
)
RESPONSE = Text(
    en="{name}: 1% more spend went with {elasticity}% more leads ({low} to {high}); one lead more cost about {marginal} ({cheapest} to {dearest}), the average one {average}.",
    fr="{name}\u00a0: 1\u202f% de dépense en plus allait avec {elasticity}\u202f% de leads en plus ({low} à {high})\u202f; un lead de plus coûtait environ {marginal} ({cheapest} à {dearest}), le lead moyen {average}.",
)
UNCLEAR = Text(
    en="{name}: months with more spend had no clearly more leads ({low} to {high}% for 1%): what one more would cost cannot be told.",
    fr="{name}\u00a0: les mois plus dépensiers n’ont pas eu nettement plus de leads ({low} à {high}\u202f% pour 1\u202f%)\u00a0: le coût d’un lead de plus ne peut être dit.",
)
FEW_MONTHS = Text(
    en="{name}: fewer than {least} months with both spend and leads, or spend that never moved: nothing to tell of one more.",
    fr="{name}\u00a0: moins de {least} mois avec dépense et leads, ou une dépense qui n’a jamais bougé\u00a0: rien à dire d’un de plus.",
)
STEEP = Text(
    en="{name}: leads rose more than spend did ({low} to {high}% for 1%): something else moved with it, and what one more lead would cost cannot be told.",
    fr="{name}\u00a0: les leads ont monté plus que la dépense ({low} à {high}\u202f% pour 1\u202f%)\u00a0: autre chose bougeait avec elle, et le coût d’un lead de plus ne peut être dit.",
)
NOT_A_CAUSE = Text(
    en="Months looked at: {span}. Seen month by month, with whatever else moved in these months: a description, not what would happen if you spent more.",
    fr="Mois observés\u00a0: {span}. Vu mois par mois, avec tout ce qui bougeait ces mois-là\u00a0: une description, pas ce qui arriverait en dépensant plus.",
)


def watched_said(watched: Period) -> Text:
    """Return which months a response rests on, and that it is no proof of a cause."""
    span = Text(en=watched.label(Lang.EN), fr=watched.label(Lang.FR))
    return NOT_A_CAUSE.format(span=span)
