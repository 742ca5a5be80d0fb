"""What is said beside scores: what they rest on, why a model is withheld, when to learn anew."""

from __future__ import annotations

from kpi_core.text import Text
from kpi_core.units import Unit, written

NOBODY = Text(
    en="No lead to score: import leads with the date each was created, and their touchpoints.",
    fr="Aucun lead à noter\u00a0: importez des leads avec leur date de création, et leurs points de contact.",
)
ONLY_QUALITY = Text(
    en="A dimension and a period are those of the quality of leads: the hot list, the model and its drift are of all open leads (filters choose who is listed).",
    fr="Une dimension et une période sont celles de la qualité des leads\u00a0: la liste, le modèle et sa dérive portent sur tous les leads ouverts (les filtres choisissent qui est listé).",
)
DEFAULT_CARD = Text(
    en="These points are those of the default card, a place to start from and nobody’s measured truth: `kpi score --card` shows it, `kpi settings scoring=…` sets your own.",
    fr="Ces points sont ceux de la carte par défaut, un point de départ que personne n’a mesuré\u00a0: `kpi score --card` la montre, `kpi settings scoring=…` pose la vôtre.",
)
AS_OF = Text(
    en="As of {day}, the last day that the data tells of; an open lead has had something happen in the last {n} days, is not yet {outcome}, and its deals, if any, are not all lost.",
    fr="Au {day}, dernier jour dont parlent les données\u202f; un lead ouvert a vécu quelque chose dans les {n} derniers jours, n’est pas encore {outcome}, et ses affaires, s’il en a, ne sont pas toutes perdues.",
)
SQL, CUSTOMER = Text(en="an SQL", fr="SQL"), Text(en="a customer", fr="client")
NO_TOUCHES = Text(
    en="No touchpoint is recorded: points are for who leads are and how lately they came alone.",
    fr="Aucun point de contact n’est enregistré\u00a0: les points ne tiennent qu’à qui sont les leads et à leur arrivée récente.",
)
UNMATCHED = Text(
    en="{n} {n:kind|kinds} of touch {n:falls|fall} under no rule of the card and {n:counts|count} for nothing: {names}.",
    fr="{n} {n:genre|genres} de contact ne {n:relève|relèvent} d’aucune règle de la carte et ne {n:compte|comptent} pas\u00a0: {names}.",
)
UNKNOWN_MEMBER = Text(
    en="The card has a rule on “{member}”, which no {dimension} of the data is.",
    fr="La carte a une règle sur «\u00a0{member}\u00a0», absent des données ({dimension}).",
)
FUTURE = Text(
    en="{n} {n:lead is|leads are} dated after {day}: left out.",
    fr="{n} {n:lead est daté|leads sont datés} d’après le {day}\u00a0: {n:écarté|écartés}.",
)
BACKWARDS = Text(
    en="{n} {n:lead became|leads became} {outcome} before {n:it was|they were} created: never open, so never listed nor learnt from. Correct {n:its dates|their dates} and import again.",
    fr="{n} {n:lead est devenu|leads sont devenus} {outcome} avant leur création\u00a0: jamais ouverts, donc ni listés ni appris. Corrigez les dates et réimportez.",
)
BY_CHANCE = Text(
    en="The chance of becoming {outcome} within {days} days is a model’s, learnt from your own outcomes ({won} of {leads} {leads:lead|leads}) and better than the card on later months it had not seen.",
    fr="La chance de devenir {outcome} sous {days} jours vient d’un modèle appris de vos propres résultats ({won} {won:lead|leads} sur {leads}), meilleur que la carte sur des mois ultérieurs qu’il n’avait pas vus.",
)
WITHHELD = Text(
    en="No chance is told, only points: {why}",
    fr="Aucune chance n’est donnée, seulement des points\u00a0: {why}",
)
NO_TIME = Text(
    en="learning and judging take months apart, each followed for {days} days; the data need {n} more {n:month|months}.",
    fr="apprendre et juger demandent des mois distincts, chacun suivi {days} jours\u202f; il manque {n} mois de données.",
)
FEW = Text(
    en="{won} {won:lead became|leads became} {outcome} in the months to learn from, and {needed} are needed (10 for each of {features} things that differ between leads, {floor} at least): {missing} more.",
    fr="{won} {won:lead est devenu|leads sont devenus} {outcome} dans les mois à apprendre, et il en faut {needed} (10 pour chacune des {features} choses qui distinguent les leads, {floor} au moins)\u00a0: encore {missing}.",
)
FEW_LATER = Text(
    en="{won} {won:lead became|leads became} {outcome} in the later months to judge by, and {needed} are needed: {missing} more.",
    fr="{won} {won:lead est devenu|leads sont devenus} {outcome} dans les mois ultérieurs qui jugent, et il en faut {needed}\u00a0: encore {missing}.",
)
ALL_OF_THEM = Text(
    en="every lead of these months became {outcome}: there is nothing to tell them from.",
    fr="tous les leads de ces mois sont devenus {outcome}\u00a0: rien ne les distingue d’autres.",
)
ALIKE = Text(
    en="the card finds no difference between leads: no rule applies to some and not to others.",
    fr="la carte ne voit aucune différence entre les leads\u00a0: aucune règle ne s’applique aux uns et pas aux autres.",
)
NO_BETTER = Text(
    en="on later months the model tells them apart no better than the card: the gain in area is {gain} ({low} to {high}), which chance alone may give.",
    fr="sur les mois ultérieurs, le modèle ne les distingue pas mieux que la carte\u00a0: le gain d’aire est de {gain} ({low} à {high}), ce que le hasard seul peut donner.",
)
NO_SKILL = Text(
    en="on later months its chances are no nearer to what came than one chance for all ({base}): the gain in squared error is {gain} ({low} to {high}).",
    fr="sur les mois ultérieurs, ses chances ne sont pas plus proches de ce qui est venu qu’une seule chance pour tous ({base})\u00a0: le gain d’erreur quadratique est de {gain} ({low} à {high}).",
)
UNEVEN = Text(
    en="In {n} of {fifths} fifths of the chances, what came lies outside the margin of what was told: take chances for an order, not to the percent (`kpi score --model`).",
    fr="Dans {n} {n:cinquième|cinquièmes} des chances sur {fifths}, ce qui est venu sort de la marge de ce qui était annoncé\u00a0: prenez les chances pour un ordre, pas au pour cent près (`kpi score --model`).",
)
NEWEST_AS_GOOD = Text(
    en="Taking the newest first does about as well (area {newest}): speed may matter more than points here.",
    fr="Prendre les plus récents d’abord fait à peu près aussi bien (aire {newest})\u00a0: la rapidité compte peut-être plus que les points ici.",
)
TOO_GOOD = Text(
    en="The outcome is told almost without a fault. Usually a rule counts what is only recorded once it is known (a form that sales fill in, a job title asked at the meeting): check before you trust it.",
    fr="L’issue est devinée presque sans faute. D’ordinaire, une règle compte ce qu’on n’enregistre qu’une fois l’issue connue (une fiche remplie par les commerciaux, une fonction demandée au rendez-vous)\u00a0: vérifiez avant de vous y fier.",
)
FILLED_AFTER = Text(
    en="{what} is told of {with_} of those who became {outcome} and of {without} of the others: it may be filled in afterwards, which would tell the answer.",
    fr="{what}\u00a0: connu de {with_} de ceux qui sont devenus {outcome} et de {without} des autres. Si on le remplit après coup, il donne la réponse.",
)
CONSTANT = Text(
    en="{n} {n:rule|rules} of the card {n:makes|make} no difference between these leads, and {n:teaches|teach} nothing: {names}.",
    fr="{n} {n:règle|règles} de la carte ne {n:fait|font} aucune différence entre ces leads et n’{n:apprend|apprennent} rien\u00a0: {names}.",
)
SAMPLED = Text(
    en="Learnt from one lead in {n}, evenly taken: more would take longer and change nothing that shows.",
    fr="Appris d’un lead sur {n}, pris régulièrement\u00a0: davantage prendrait plus de temps sans changement visible.",
)
STEADY = Text(
    en="The scores of the last month are spread as those that the model was learnt from (stability index {psi}): no need to look again.",
    fr="Les notes du dernier mois se répartissent comme celles dont le modèle a appris (indice de stabilité {psi})\u00a0: rien à revoir.",
)
MOVING = Text(
    en="The scores of the last month have moved (stability index {psi}, between 0.1 and 0.25): look at which leads come in, and judge again next month.",
    fr="Les notes du dernier mois ont bougé (indice de stabilité {psi}, entre 0,1 et 0,25)\u00a0: regardez quels leads arrivent, et jugez à nouveau le mois prochain.",
)
MOVED = Text(
    en="The scores of the last month are spread otherwise than before (stability index {psi}, above 0.25): other leads come in. The model is learnt anew with each import; review the card and its thresholds.",
    fr="Les notes du dernier mois se répartissent autrement qu’avant (indice de stabilité {psi}, au-dessus de 0,25)\u00a0: d’autres leads arrivent. Le modèle réapprend à chaque import\u202f; revoyez la carte et ses seuils.",
)
OFF = Text(
    en="Since it was learnt, {seen} became {outcome} where {predicted} were expected, beyond chance: its chances are off. What it has learnt since is in the one that is used.",
    fr="Depuis l’apprentissage, {seen} sont devenus {outcome} là où {predicted} étaient attendus, au-delà du hasard\u00a0: ses chances sont décalées. Le modèle employé a aussi appris de ces mois.",
)
RIGHT = Text(
    en="Since it was learnt, {seen} became {outcome} where {predicted} were expected: within chance.",
    fr="Depuis l’apprentissage, {seen} sont devenus {outcome} là où {predicted} étaient attendus\u00a0: dans la marge du hasard.",
)
AT_AN_AGE = Text(
    en="Each lead is scored {after} days after it came (by its outcome if that was sooner), so that old and new ones compare; {young} {young:has|have} not had the time and {young:is|are} left out. Who became {outcome} is counted within {days} days, of leads that had them.",
    fr="Chaque lead est noté {after} jours après son arrivée (ou à son issue si elle vient avant), pour comparer anciens et récents\u202f; {young} {young:n’a pas eu le temps et est laissé|n’ont pas eu le temps et sont laissés} de côté. Qui est devenu {outcome} est compté sous {days} jours, parmi les leads qui les ont eus.",
)
NO_DECISION = Text(
    en="A score helps to choose whom to call first. It must not alone decide anything that concerns a person (GDPR, art. 22): the reasons stand beside it so that somebody judges.",
    fr="Une note aide à choisir qui appeler d’abord. Elle ne doit pas décider seule de ce qui concerne une personne (RGPD, art. 22)\u00a0: les raisons sont à côté pour que quelqu’un juge.",
)

ACTION = Text(
    en="{title} × {n}, worth {worth} after ageing: {points}",
    fr="{title} × {n}, soit {worth} une fois vieilli\u00a0: {points}",
)
ROLE = Text(en="{title} ({said}): {points}", fr="{title} ({said})\u00a0: {points}")
MEMBER = Text(en="{dimension} {said}: {points}", fr="{dimension} {said}\u00a0: {points}")
NEW = Text(
    en="came {n} {n:day|days} ago: {points}", fr="arrivé il y a {n} {n:jour|jours}\u00a0: {points}"
)
POINTS = Text(en="{signed} points", fr="{signed} points")
ODDS = Text(en="{signed} points, {odds} log-odds", fr="{signed} points, {odds} en log-cotes")


def percent(share: float) -> Text:
    """Return a share as a sentence of each language writes it."""
    en, fr = (written(share, Unit.SHARE, "", lang) for lang in ("en", "fr"))
    return Text(en=en, fr=fr)


def decimal(value: float, digits: int = 2, *, sign: bool = False) -> Text:
    """Return a number as each language writes it."""
    en = f"{value:{'+' if sign else ''}.{digits}f}".replace("-", "\u2212")
    if not en.strip("+\u22120."):
        en = en.lstrip("+\u2212")
    return Text(en=en, fr=en.replace(".", ","))
