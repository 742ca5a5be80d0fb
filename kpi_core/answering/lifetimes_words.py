"""What is said beside lifetime values: why a method, what was assumed, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.text import Text
from kpi_core.units import Unit, written

NOBODY = Text(
    en="No customer to tell of: import won deals with their account, closing date and amount, or a row a subscription (customer, start date, end date, monthly amount).",
    fr="Aucun client à décrire\u00a0: importez des affaires gagnées avec leur compte, leur date de clôture et leur montant, ou une ligne par abonnement (client, date de début, date de fin, montant mensuel).",
)
DISCOUNT = Text(
    en="What comes later is discounted at {rate} a year (the workspace’s discount_rate).",
    fr="Ce qui vient plus tard est actualisé à {rate} par an (réglage discount_rate de l’espace).",
)
INTERVAL = Text(
    en="The margin is that of the expected mean (delta method on the likelihood’s curvature): what is not known of the model’s parameters. Single customers vary far more.",
    fr="La marge est celle de la moyenne attendue (méthode delta sur la courbure de la vraisemblance)\u00a0: ce qu’on ignore des paramètres du modèle. Chaque client, pris seul, varie bien davantage.",
)
TOGETHER = Text(
    en="One model is learnt from all these customers; groups differ by what their own did. To learn from one group alone, filter on it.",
    fr="Un seul modèle est appris de tous ces clients\u202f; les groupes diffèrent par ce que les leurs ont fait. Pour apprendre d’un seul groupe, filtrez.",
)
BY_CONTRACT = Text(
    en="Contracts: accounts with subscriptions signed {share} of the revenue. Renewals are projected (sBG), a renewal a {unit}, from {lost} losses; what recurs stays as it is today.",
    fr="Contrats\u00a0: les comptes abonnés ont signé {share} du revenu. Les renouvellements sont projetés (sBG), un par {unit}, d’après {lost} départs\u202f; le montant récurrent reste celui d’aujourd’hui.",
)
CONTRACTS_ONLY = Text(
    en="Contracts: renewals are projected (sBG), a renewal a {unit}, from {lost} losses; what recurs stays as it is today.",
    fr="Contrats\u00a0: les renouvellements sont projetés (sBG), un par {unit}, d’après {lost} départs\u202f; le montant récurrent reste celui d’aujourd’hui.",
)
MONTH, YEAR = Text(en="month", fr="mois"), Text(en="year", fr="an")
CONSTANT = Text(
    en="Losses do not slow down with age: a constant loss of {share} a renewal is projected instead of sBG.",
    fr="Les départs ne ralentissent pas avec l’âge\u00a0: une perte constante de {share} par renouvellement est projetée au lieu du modèle sBG.",
)
SURVIVORS = Text(
    en="{n} customers began more than a year before the first loss that is recorded: those who left earlier may be missing, so only renewals since then are learnt from.",
    fr="{n} clients ont commencé plus d’un an avant le premier départ enregistré\u00a0: ceux partis plus tôt manquent peut-être, seuls les renouvellements depuis lors servent donc à apprendre.",
)
NO_CONTRACTS = Text(
    en="No subscription is recorded: the method “contracts” needs a row a subscription (customer, start date, end date if it ended, monthly amount).",
    fr="Aucun abonnement n’est enregistré\u00a0: la méthode «\u00a0contracts\u00a0» demande une ligne par abonnement (client, date de début, date de fin s’il est terminé, montant mensuel).",
)
NO_ORDERS = Text(
    en="No won deal with a date is recorded: this method needs the orders of each account. Import won deals, or ask for “contracts”.",
    fr="Aucune affaire gagnée datée n’est enregistrée\u00a0: cette méthode demande les commandes de chaque compte. Importez des affaires gagnées, ou demandez «\u00a0contracts\u00a0».",
)
NOT_PROJECTED = Text(
    en="Customers are under contract, so that what they paid is told and no more: {why}",
    fr="Les clients sont sous contrat\u00a0: seul ce qu’ils ont payé est dit. {why}",
)
NO_RENEWALS = Text(
    en="Renewals cannot be projected yet: {lost} losses at {renewals} different renewals were seen (a renewal a {unit}). At least two renewals are needed, with losses after the first, and some who stay. Wait for the next ones.",
    fr="Les renouvellements ne se projettent pas encore\u00a0: {lost} départs à {renewals} renouvellements différents (un par {unit}). Il faut au moins deux renouvellements, des départs après le premier, et des clients qui restent. Attendez les suivants.",
)
BY_ORDERS = Text(
    en="Repeat orders: {name}, learnt from {repeaters} customers who ordered again, of {customers}.",
    fr="Commandes répétées\u00a0: {name}, appris de {repeaters} clients ayant commandé de nouveau, sur {customers}.",
)
BY_YEARS = Text(
    en="Years with an order: BG/BB, learnt from {ordered} customers who ordered again in a year, of {customers} who have lived one whole: six months on each side of an anniversary of their first order. Several orders in one year count as one, worth their sum.",
    fr="Années avec commande\u00a0: BG/BB, appris de {ordered} clients ayant commandé de nouveau dans une année, sur {customers} qui en ont vécu une entière\u00a0: six mois de chaque côté d’un anniversaire de leur première commande. Plusieurs commandes d’une année comptent pour une, à leur somme.",
)
WHOLE_YEARS = Text(
    en="BG/BB tells of whole years: ask for a horizon of 12, 24 or 36 months, not {months}.",
    fr="BG/BB raisonne en années entières\u00a0: demandez un horizon de 12, 24 ou 36 mois, pas {months}.",
)
FEW_YEARS = Text(
    en="BG/BB needs customers followed for two whole years at least since their first order; the longest is {years}. Wait, or ask for “bgnbd”.",
    fr="BG/BB demande des clients suivis au moins deux années entières depuis leur première commande\u202f; le plus long suivi est de {years}. Attendez, ou demandez «\u00a0bgnbd\u00a0».",
)
NOT_CHECKED_YEARS = Text(
    en="Not checked on later orders: whole years are too few to hold one out.",
    fr="Pas de vérification sur des commandes ultérieures\u00a0: les années entières sont trop peu nombreuses pour en mettre une de côté.",
)
HISTORIC = Text(
    en="Historic value only: {again}, of {customers} in all, and {needed} are needed for a forecast, {missing} more.",
    fr="Valeur historique seule\u00a0: {again}, sur {customers} en tout, et il en faut {needed} pour prévoir, soit {missing} de plus.",
)
EDGE = Text(
    en="The customers are so alike, or leave so seldom, that the model stands at its limit ({names}): read its margin as too narrow.",
    fr="Les clients se ressemblent tant, ou partent si rarement, que le modèle est à sa limite ({names})\u00a0: tenez sa marge pour trop étroite.",
)
CHECKED = Text(
    en="Checked: learnt up to {day} only, {predicted} repeat orders were to be expected since then of the {customers} customers of that day; there were {actual}.",
    fr="Vérification\u00a0: appris jusqu’au {day} seulement, {predicted} commandes répétées étaient à attendre depuis des {customers} clients d’alors\u202f; il y en a eu {actual}.",
)
CHECKED_CONTRACTS = Text(
    en="Checked: learnt up to {day} only, {predicted} of the {customers} customers under contract that day were expected to be there still; {actual} are.",
    fr="Vérification\u00a0: appris jusqu’au {day} seulement, {predicted} des {customers} clients alors sous contrat devaient être encore là\u202f; {actual} le sont.",
)
MISSED = Text(
    en="That is too far off to trust the forecast: something changed, or these customers do not order as the model supposes.",
    fr="C’est trop loin pour se fier à la prévision\u00a0: quelque chose a changé, ou ces clients ne commandent pas comme le modèle le suppose.",
)
UNCHECKED = Text(
    en="Not checked on later orders: in the first two thirds of the time, {why}",
    fr="Pas de vérification sur des commandes ultérieures\u00a0: dans les deux premiers tiers du temps, {why}",
)
BY_VALUE = Text(
    en="Orders are worth, by Gamma-Gamma from {n} customers’ later orders, {mean} each on average.",
    fr="Une commande vaut en moyenne {mean}, d’après Gamma-Gamma sur les commandes suivantes de {n} clients.",
)
FLAT_VALUE = Text(
    en="Every later order is taken to be worth {mean}, the mean: {why}",
    fr="Chaque commande suivante est comptée {mean}, la moyenne\u00a0: {why}",
)
HEAVY = Text(
    en="a few orders are so large that no mean of a model holds.",
    fr="quelques commandes sont si grosses qu’aucune moyenne de modèle ne tient.",
)
NOT_ABOVE = (
    Text(
        en="{n} customer’s later orders sum to nothing or less (refunds): left out of what an order is worth.",
        fr="Les commandes suivantes de {n} client font zéro ou moins (remboursements)\u00a0: écartées de la valeur d’une commande.",
    ),
    Text(
        en="{n} customers’ later orders sum to nothing or less (refunds): left out of what an order is worth.",
        fr="Les commandes suivantes de {n} clients font zéro ou moins (remboursements)\u00a0: écartées de la valeur d’une commande.",
    ),
)
UNVALUED = (
    Text(
        en="{n} later order has no amount: counted as an order, not in its worth.",
        fr="{n} commande suivante est sans montant\u00a0: comptée comme commande, pas dans la valeur.",
    ),
    Text(
        en="{n} later orders have no amount: counted as orders, not in their worth.",
        fr="{n} commandes suivantes sont sans montant\u00a0: comptées comme commandes, pas dans la valeur.",
    ),
)
TIED = Text(
    en="Who orders more often spends otherwise per order (correlation {r}); Gamma-Gamma takes the two for independent.",
    fr="Qui commande plus souvent dépense autrement par commande (corrélation {r})\u202f; Gamma-Gamma les suppose indépendants.",
)
NO_VALUE = Text(
    en="No won deal tells its amount: import amounts to tell what customers are worth.",
    fr="Aucune affaire gagnée ne dit son montant\u00a0: importez les montants pour dire ce que valent les clients.",
)
NO_MARGIN = Text(
    en="No deal tells its margin: LTV and LTV / CAC are on revenue, before what it costs to serve.",
    fr="Aucune affaire ne dit sa marge\u00a0: LTV et LTV / CAC sont sur le revenu, avant le coût pour servir.",
)
MARGIN_OF_DEALS = Text(
    en="Margin: revenue times the margin rate of the deals that tell it; so is that of what is predicted.",
    fr="Marge\u00a0: revenu multiplié par le taux de marge des affaires qui le disent\u202f; de même pour ce qui est prédit.",
)
FROM_BEFORE = (
    Text(
        en="{n} account renewed or grew before any new deal of its own is recorded: its history began before the data, and it is counted from its first order here.",
        fr="{n} compte a renouvelé ou grandi avant toute affaire nouvelle enregistrée\u00a0: son histoire commence avant les données, il est compté depuis sa première commande ici.",
    ),
    Text(
        en="{n} accounts renewed or grew before any new deal of theirs is recorded: their history began before the data, and they are counted from their first order here.",
        fr="{n} comptes ont renouvelé ou grandi avant toute affaire nouvelle enregistrée\u00a0: leur histoire commence avant les données, ils sont comptés depuis leur première commande ici.",
    ),
)
MATCHED = Text(
    en="LTV / CAC: customers won from {start} to {end}, against what was spent over the same dates on the same channels or members ({cac}); {basis}.",
    fr="LTV / CAC\u00a0: clients gagnés du {start} au {end}, face à ce qui a été dépensé aux mêmes dates sur les mêmes canaux ou membres ({cac})\u202f; {basis}.",
)
ON_MARGIN = Text(en="LTV on margin", fr="LTV sur marge")
ON_REVENUE = Text(en="LTV on revenue", fr="LTV sur revenu")
FEW = Text(
    en="{few} of {lines} LTV / CAC are of fewer than {small} customers won: one more or less moves them a lot.",
    fr="{few} LTV / CAC sur {lines} portent sur moins de {small} clients gagnés\u00a0: un de plus ou de moins les déplace beaucoup.",
)
NO_SPEND = Text(
    en="No spend is recorded: no CAC to compare with.",
    fr="Aucune dépense n’est enregistrée\u00a0: pas de CAC à comparer.",
)
WITHHELD = Text(
    en="No LTV / CAC of each: {share} of direct spend says none of them, and what it won would look cheaper than it was. The total stands.",
    fr="Pas de LTV / CAC pour chacun\u00a0: {share} des dépenses directes n’en disent aucun, et ce qu’elles ont gagné paraîtrait moins cher. Le total vaut.",
)
SPEND_BLIND = Text(
    en="No LTV / CAC: spend does not tell its {dimension}.",
    fr="Pas de LTV / CAC\u00a0: les dépenses ne disent pas leur dimension «\u00a0{dimension}\u00a0».",
)
NOT_SUBSCRIBED = (
    Text(
        en="{n} customer won then holds no subscription: worth its deals alone in LTV / CAC.",
        fr="{n} client gagné alors n’a pas d’abonnement\u00a0: compté pour ses seules affaires dans LTV / CAC.",
    ),
    Text(
        en="{n} customers won then hold no subscription: worth their deals alone in LTV / CAC.",
        fr="{n} clients gagnés alors n’ont pas d’abonnement\u00a0: comptés pour leurs seules affaires dans LTV / CAC.",
    ),
)


def percent(share: float) -> Text:
    """Return a share as a sentence of each language writes it."""
    en, fr = (written(share, Unit.SHARE, "", lang) for lang in ("en", "fr"))
    return Text(en=en, fr=fr)


#: What answered, by the value of a `Method`.
METHODS: Mapping[str, Text] = {
    "historic": Text(en="what was seen", fr="ce qui a été vu"),
    "bgnbd": Text(en="BG/NBD and Gamma-Gamma", fr="BG/NBD et Gamma-Gamma"),
    "pareto_nbd": Text(en="Pareto/NBD and Gamma-Gamma", fr="Pareto/NBD et Gamma-Gamma"),
    "bgbb": Text(en="BG/BB by year and Gamma-Gamma", fr="BG/BB à l’année et Gamma-Gamma"),
    "contracts": Text(en="contracts, renewals by sBG", fr="contrats, renouvellements par sBG"),
}
