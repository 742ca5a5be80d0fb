"""What a reader must know before using a number: one declared sentence a code."""

from __future__ import annotations

from kpi_core.query import Caveat, Words
from kpi_core.text import Text

#: By code. In a place such as {n:row|rows} the word agrees with the number n.
SENTENCES = {
    "no_data": Text(
        en="No {what} recorded {where}: that is not zero.",
        fr="Aucune donnée « {what} » {where} : ce n’est pas zéro.",
    ),
    "not_yet": Text(
        en="No {what} known on {day}: nothing had been imported yet. That is not zero.",
        fr="Aucune donnée « {what} » au {day} : rien n’était encore importé à cette date, ce n’est pas zéro.",
    ),
    "zero_denominator": Text(en="No value: {what} is 0.", fr="Pas de valeur : {what} vaut 0."),
    "net_cost": Text(
        en="No value: the cost is zero or negative once refunds are taken off.",
        fr="Pas de valeur : le coût est nul ou négatif une fois les remboursements déduits.",
    ),
    "not_defined": Text(en="No value: {why}", fr="Pas de valeur : {why}"),
    "small_sample": Text(
        en="Small sample: the base is {n}.",
        fr="Petit échantillon : la base est de {n}.",
    ),
    "running": Text(
        en="The period is still running: counted up to {day}.",
        fr="La période est en cours : comptée jusqu’au {day}.",
    ),
    "clipped": Text(
        en="Part of a {unit}: {days} of its {whole} days, {start} to {end}.",
        fr="{unit} en partie : {days} de ses {whole} jours, du {start} au {end}.",
    ),
    "uneven": Text(
        en="Compared unevenly: {days} {days:day|days} here ({start} to {end}), {other} there ({from_} to {to}).",
        fr="Comparaison inégale : {days} {days:jour|jours} ici (du {start} au {end}), {other} là (du {from_} au {to}).",
    ),
    "begins_within": Text(
        en="Not a fair comparison: the data begins on {day}.",
        fr="Comparaison incomplète\u00a0: les données commencent le {day}.",
    ),
    "ends_within": Text(
        en="Not a fair comparison: the data ends on {day}.",
        fr="Comparaison incomplète\u00a0: les données s’arrêtent au {day}.",
    ),
    "lagged": Text(
        en="Spend from {start} to {end}: {days} {days:day|days} earlier, the median sales cycle.",
        fr="Dépenses du {start} au {end} : {days} {days:jour|jours} plus tôt, le cycle de vente médian.",
    ),
    "no_cycle": Text(
        en="No value: the sales cycle is not known, since no won deal has both its first and its closing date. Ask for CAC.",
        fr="Pas de valeur : le cycle de vente n’est pas connu, aucune affaire gagnée n’ayant ses dates de début et de clôture. Demandez le CAC.",
    ),
    "untyped": Text(
        en="{n} {n:row|rows} of {what} {n:has|have} no “{column}” and {n:counts|count} for nothing here: add that column and import again.",
        fr="{n} {n:ligne|lignes} « {what} » {n:est|sont} sans « {column} » et ne {n:compte|comptent} pas ici : ajoutez cette colonne et réimportez.",
    ),
    "no_indirect_cost": Text(
        en="No indirect cost is recorded: licences, overheads and hours are left out.",
        fr="Aucun coût indirect enregistré : licences, frais généraux et heures ne sont pas comptés.",
    ),
    "indirect_unallocated": Text(
        en="{amount} of indirect cost is not allocated to it (policy: none).",
        fr="{amount} de coûts indirects ne lui sont pas répartis (politique : aucune).",
    ),
    "indirect_allocated": Text(
        en="Indirect costs are allocated by {policy}.",
        fr="Les coûts indirects sont répartis selon {policy}.",
    ),
    "before_cost_of_sales": Text(
        en="Before the cost of sales: no margin is recorded.",
        fr="Avant coût des ventes : aucune marge n’est enregistrée.",
    ),
    "provisional": Text(
        en="Provisional: some of its leads are younger than {days} {days:day|days}, the median cycle.",
        fr="Provisoire : certains de ses leads ont moins de {days} {days:jour|jours}, le cycle médian.",
    ),
    "inferred_stage": Text(
        en="{what}: {n} {n:has|have} no date of {n:its|their} own, it follows from a later stage.",
        fr="{what} : {n} {n:n’a|n’ont} pas de date propre, elle est déduite d’une étape ultérieure.",
    ),
    "first_won_per_account": Text(
        en="The kind of deal is not recorded: an account's first won deal counts as the new customer.",
        fr="Le type d’affaire n’est pas enregistré : la première affaire gagnée d’un compte vaut nouveau client.",
    ),
    "child_without_spend": Text(
        en="{who} has customers or leads but no recorded cost: the total flatters.",
        fr="{who} a des clients ou des leads mais aucun coût enregistré : le total est flatteur.",
    ),
    "spend_not_assigned": Text(
        en="{share} of direct spend has no {dimension}: these figures cover the rest.",
        fr="{share} des dépenses directes sont sans {dimension} : ces chiffres couvrent le reste.",
    ),
    "filter_not_in_spend": Text(
        en="No spend carries a {dimension}: the cost of this selection is unknown.",
        fr="Aucune dépense ne porte de {dimension} : le coût de cette sélection est inconnu.",
    ),
    "not_additive": Text(
        en="{what} count people once a row: they are never summed. Ask for one row.",
        fr="{what} : personnes comptées une fois par ligne, jamais additionnées. Demandez une seule ligne.",
    ),
    "not_across": Text(
        en="{what}: never added across a {dimension}, since two may claim the same one. Ask for one, or group.",
        fr="{what} : jamais additionné d’une {dimension} à l’autre, deux pouvant revendiquer la même. Demandez-en une, ou groupez.",
    ),
    "history_midway": Text(
        en="{n} {n:account was a customer|accounts were customers} before the records start: {n:its|their} first sale is not counted.",
        fr="{n} {n:compte était client|comptes étaient clients} avant le début des données : {n:sa|leur} première vente n’est pas comptée.",
    ),
    "undated_wins": Text(
        en="{n} won {n:deal has|deals have} no closing date: {n:it counts|they count} in no period.",
        fr="{n} {n:affaire gagnée est|affaires gagnées sont} sans date de clôture : {n:elle ne compte|elles ne comptent} dans aucune période.",
    ),
    "revised": Text(
        en="{n} {n:row|rows} of {what} in this period {n:was|were} corrected since {n:it was|they were} first imported (--as-of tells what was known).",
        fr="{n} {n:ligne|lignes} « {what} » de cette période {n:a été corrigée|ont été corrigées} depuis {n:son|leur} premier import (--as-of redit ce qui était connu).",
    ),
    "stale": Text(
        en="The data on {what} ends on {day}: {age} {age:day|days} up to {until} {age:is|are} missing.",
        fr="Les données « {what} » s’arrêtent au {day} : il manque {age} {age:jour|jours}, jusqu’au {until}.",
    ),
    "starts_late": Text(
        en="The data on {what} starts on {day}: {n} {n:day|days} from {start} on {n:is|are} missing.",
        fr="Les données « {what} » commencent le {day} : il manque {n} {n:jour|jours} à partir du {start}.",
    ),
    "above_one": Text(
        en="Above 100%: those counted above need not be among those counted below.",
        fr="Au-delà de 100 % : ceux du haut ne sont pas forcément parmi ceux du bas.",
    ),
    "long_lag": Text(
        en="It takes a median of {days} {days:day|days} to get there, long for this period.",
        fr="Il faut {days} {days:jour|jours} (médiane) pour y arriver, ce qui est long pour cette période.",
    ),
    "cohort_beside": Text(
        en="By cohort: {value} ({n} of {base}).",
        fr="Par cohorte : {value} ({n} sur {base}).",
    ),
    "cohort": Text(
        en="Cohort: people of the period at least {days} {days:day|days} old, and what they became within {days} {days:day|days}.",
        fr="Cohorte : personnes de la période d’au moins {days} {days:jour|jours}, et ce qu’elles sont devenues en {days} {days:jour|jours}.",
    ),
    "tax_unknown": Text(
        en="Whether amounts include tax is not said for: {files}.",
        fr="HT ou TTC n’est pas précisé pour : {files}.",
    ),
    "amount_missing": Text(
        en="{what}: {n} {n:row has|rows have} no amount and {n:counts|count} for nothing.",
        fr="{what} : {n} {n:ligne est|lignes sont} sans montant et ne {n:compte|comptent} pour rien.",
    ),
    "claimed": Text(
        en="As claimed by the platforms, each by its own rules; never add them across platforms.",
        fr="Revendiqué par les plateformes, chacune selon ses règles ; à ne jamais additionner d’une plateforme à l’autre.",
    ),
    "median_of": Text(
        en="{n} won {n:deal|deals}; mean {mean} {mean:day|days}.",
        fr="{n} {n:affaire gagnée|affaires gagnées} ; moyenne {mean} {mean:jour|jours}.",
    ),
    "model": Text(
        en="{title}: {does} Touches of the {days} {days:day|days} before a conversion count.",
        fr="{title}\u00a0: {does} Les contacts {days:du|des} {days} {days:jour|jours} avant une conversion comptent.",
    ),
    "model_accounts": Text(
        en="The touches of every lead of an account count together.",
        fr="Les contacts de tous les leads d’un compte comptent ensemble.",
    ),
    "model_whole": Text(
        en="{title}: a model says whose the conversions are; the whole is the same under any.",
        fr="{title}\u00a0: un modèle dit à qui sont les conversions\u202f; le total est le même avec tous.",
    ),
    "model_unused": Text(
        en="{title} changes nothing here: a model shares out leads, customers and revenue, and {kpi} counts none.",
        fr="{title} ne change rien ici\u00a0: un modèle répartit leads, clients et chiffre d’affaires, et «\u00a0{kpi}\u00a0» n’en compte pas.",
    ),
    "learnt": Text(
        en="Learnt from {won} {won:path|paths} that converted and {lost} that did not.",
        fr="Appris sur {won} parcours qui {won:a|ont} converti et {lost} qui {lost:n’a|n’ont} pas converti.",
    ),
    "few_paths": Text(
        en="No value: {title} learns from paths, and {n} that converted {n:is|are} too few: {more} more {more:is|are} needed. Take a longer period, or a model by rule such as linear.",
        fr="Pas de valeur\u00a0: {title} apprend des parcours, et {n} qui {n:a|ont} converti ne {n:suffit|suffisent} pas\u00a0: il en faut {more} de plus. Prenez une période plus longue, ou un modèle à règle comme linear.",
    ),
    "untouched": Text(
        en="{what}: {share} had no touch in the {days} {days:day|days} before and count for their own source.",
        fr="{what}\u00a0: {share} sans contact dans {days:le|les} {days} {days:jour précédent|jours précédents}, comptés pour leur propre source.",
    ),
    "benchmark": Text(
        en="Benchmark entered by you, from {source} ({day}): {value}.",
        fr="Repère saisi par vous, d’après {source} ({day})\u00a0: {value}.",
    ),
    "assumed": Text(en="{what}", fr="{what}"),
}


def caveat(code: str, **values: object) -> Caveat:
    """Return the caveat called *code*, its blanks filled in each language."""
    return Caveat(code=code, message=Words.of(SENTENCES[code].format(**values)))


CODES = tuple(SENTENCES)
