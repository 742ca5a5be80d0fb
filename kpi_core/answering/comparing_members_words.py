"""What is said of members compared."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.definition import Interval
from kpi_core.text import Text

NOTHING = Text(
    en="Nothing to compare: no {by} has any {kpi} over this period.",
    fr="Rien à comparer\u00a0: aucun membre ({by}) n’a de «\u00a0{kpi}\u00a0» sur cette période.",
)
NO_MARGIN = Text(
    en="“{kpi}” has no honest margin of error, so chance cannot be told from a difference. Compare a rate (win_rate, mql_to_sql, lead_to_customer), a cost per unit (cpl, cac) or satisfaction (nps, csat).",
    fr="«\u00a0{kpi}\u00a0» n’a pas de marge d’erreur honnête\u00a0: le hasard ne s’y distingue pas d’une différence. Comparez un taux (win_rate, mql_to_sql, lead_to_customer), un coût par unité (cpl, cac) ou la satisfaction (nps, csat).",
)
OVERLAP = Text(
    en="“{kpi}” counts one and the same under several of these members: they cannot be set against each other.",
    fr="«\u00a0{kpi}\u00a0» compte une même chose sous plusieurs de ces membres\u00a0: ils ne s’opposent pas les uns aux autres.",
)
NONE_JUDGED = Text(
    en="No member is large enough to be judged: it takes {small} on each side. Take a longer period or a wider dimension.",
    fr="Aucun membre n’est assez grand pour être jugé\u00a0: il en faut {small} de chaque côté. Prenez une période plus longue ou une dimension plus large.",
)
ALONE = Text(
    en="Fewer than two members have what this takes: there is nothing to set against each other.",
    fr="Moins de deux membres ont ce qu’il faut\u00a0: rien ne s’oppose ici.",
)
UNCLEAR = Text(
    en="No clear difference between the {n} members judged: chance alone would set them as far apart.",
    fr="Pas d’écart net entre les {n} membres jugés\u00a0: le hasard seul les écarterait autant.",
)
BETTER = Text(
    en="Clearly better than the others: {better}.",
    fr="Nettement mieux que les autres\u00a0: {better}.",
)
WORSE = Text(
    en="Clearly worse than the others: {worse}.",
    fr="Nettement moins bien que les autres\u00a0: {worse}.",
)
BOTH = Text(
    en="Clearly better than the others: {better}. Clearly worse: {worse}.",
    fr="Nettement mieux que les autres\u00a0: {better}. Nettement moins bien\u00a0: {worse}.",
)
HOW: Mapping[Interval, Text] = {
    Interval.WILSON: Text(
        en="Each against all the others together: difference in points with Newcombe’s 95% margin, pooled z or Fisher’s exact test.",
        fr="Chacun face à tous les autres ensemble\u00a0: écart en points avec la marge de Newcombe à 95\u202f%, test z commun ou exact de Fisher.",
    ),
    Interval.POISSON: Text(
        en="Each against all the others together: relative difference with its exact 95% margin, of fixed costs over Poisson counts.",
        fr="Chacun face à tous les autres ensemble\u00a0: écart relatif avec sa marge exacte à 95\u202f%, de coûts fixes sur des nombres de Poisson.",
    ),
    Interval.NPS: Text(
        en="Each against all the others together: difference in points with its 95% margin, from the multinomial variance of answers.",
        fr="Chacun face à tous les autres ensemble\u00a0: écart en points avec sa marge à 95\u202f%, d’après la variance multinomiale des réponses.",
    ),
}
HOLM = Text(
    en="{n} tests at once: p-values are corrected together (Holm, 1979), margins are of each one alone.",
    fr="{n} tests à la fois\u00a0: les valeurs p sont corrigées ensemble (Holm, 1979), les marges sont de chacun seul.",
)
ONE = Text(
    en="A single test: no correction is needed.",
    fr="Un seul test\u00a0: aucune correction n’est nécessaire.",
)
COHORT = Text(
    en="A cohort rate: only those who were given {days} days, and who went on within them.",
    fr="Un taux de cohorte\u00a0: ceux qui ont eu {days} jours seulement, et qui sont passés dans ce délai.",
)
FEW = Text(
    en="{n} {n:member|members} below {small}: listed apart, not judged, but among the others.",
    fr="{n} {n:membre|membres} sous {small}\u00a0: à part, non {n:jugé|jugés}, mais parmi les autres.",
)
UNASSIGNED = Text(
    en="What names no {by} is on neither side.",
    fr="Ce qui ne nomme aucun membre ({by}) n’est d’aucun côté.",
)
NO_COST = Text(
    en="Members without a recorded cost are on neither side: nothing recorded is not nothing spent.",
    fr="Les membres sans coût enregistré ne sont d’aucun côté\u00a0: rien d’enregistré n’est pas rien de dépensé.",
)
#: What may be said of a member against the others, by the value of its `Verdict`.
VERDICTS: Mapping[str, Text] = {
    "better": Text(en="clearly better", fr="nettement mieux"),
    "worse": Text(en="clearly worse", fr="nettement moins bien"),
    "unclear": Text(en="no clear difference", fr="pas d’écart net"),
    "few": Text(en="too few", fr="trop peu"),
    "untold": Text(en="not compared", fr="non comparé"),
}
